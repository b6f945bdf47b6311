//! The folder in which databases come and go.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::time::Instant;

use crate::Failure;

/// A folder of this run; it goes when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    /// A new one in `parent`, named after the benchmark.
    pub fn make(parent: &Path, bench: &str) -> Result<Self, Failure> {
        let path = parent.join(format!("partwright-{bench}-{}", process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// A folder in it, for one database and what SQLite puts beside it.
    pub fn inner(&self, name: &str) -> Result<Self, Failure> {
        let path = self.0.join(name);
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where a file of that name lies in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// What writing a page and flushing it costs here, the median of many; milliseconds.
    pub fn flush(&self) -> Result<f64, Failure> {
        let path = self.file("flush");
        let mut file = File::create(&path)?;
        let mut times = Vec::new();
        for page in 0..200 {
            let begun = Instant::now();
            file.seek(SeekFrom::Start(4096 * (page % 64)))?;
            file.write_all(&[7; 4096])?;
            file.sync_data()?;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        fs::remove_file(path)?;
        Ok(crate::median(times))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{} is left behind: {error}", self.0.display());
        }
    }
}
