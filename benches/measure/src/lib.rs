//! What every measurement needs round it: figures with what they must be, where they come from, and quiet turns.

pub mod connection;
mod figure;
mod folder;
pub mod memory;
mod origin;
mod processor;
mod quiet;
mod random;
pub mod rows;
mod turns;

pub use figure::{Figure, Figures, Must, median, quantile};
pub use folder::Folder;
pub use origin::Origin;
pub use processor::{Look, thread_time};
pub use quiet::Quiet;
pub use random::Random;
pub use turns::{Took, Turns, exponent, timed};

/// Why something could not be measured.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
