//! What every measurement needs round it: figures with what they must be, where they come from, and quiet turns.

pub mod connection;
mod figure;
mod folder;
mod origin;
mod processor;
mod quiet;
mod random;

pub use figure::{Figure, Figures, Must, median, quantile};
pub use folder::Folder;
pub use origin::Origin;
pub use processor::{Look, thread_time};
pub use quiet::Quiet;
pub use random::Random;

/// Why something could not be measured.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
