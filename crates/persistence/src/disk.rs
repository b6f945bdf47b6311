//! What the vault asks of the disk. To try it in a power cut, tests compile the vault over a module of the same shape that
//! writes down what it is asked.

pub(crate) use std::fs::{File, create_dir_all, read_dir, remove_file, rename};
