//! What every design runs, with no SQLite in it: the unit's values, its SQL, and the clock round it.

mod clock;
mod measured;
mod part;
pub mod pragma;
pub mod sql;
mod unit;

pub use clock::{tasks, threads};
pub use measured::Measured;
pub use part::{NewPart, PartRow, Place, entry};
pub use unit::{Edit, Kind, Unit, Units};

/// Why something could not be measured.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
