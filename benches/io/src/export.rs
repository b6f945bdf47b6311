//! The flat list of a BOM of many lines, written to a file.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use measure::{Failure, Folder, Quiet, Took, timed};
use partwright_domain::bom::Builds;
use partwright_domain::cancel::Cancel;
use partwright_domain::export::{self, Shape, Stamp, Wanted, Watch};
use partwright_domain::id::RevisionId;
use partwright_domain::time::Timestamp;
use partwright_formats::write::{Format, Options, document};

use crate::file;
use crate::house::{House, Seed};

/// What is written.
const FORMATS: [(&str, Format); 2] = [("csv", Format::Csv), ("xlsx", Format::Xlsx)];

/// What writing one file took.
pub(crate) struct Export {
    pub(crate) format: &'static str,
    pub(crate) rows: usize,
    pub(crate) took: Took,
    /// How large the file is, in bytes.
    pub(crate) size: u64,
}

/// Imports a BOM of so many lines, and writes its flat list in each format.
pub(crate) fn measure(rows: usize, rounds: usize, folder: &Folder, quiet: &Quiet) -> Result<Vec<Export>, Failure> {
    let csv = folder.file(&format!("{rows}.csv"));
    file::write(&csv, rows)?;
    let mut board = None;
    let seed = Seed::make(folder, "seed", |house| {
        board = house.import(&csv)?.1.revision;
        Ok(())
    })?;
    let (house, revision) = (House::open(seed.path())?, board.ok_or("there is no board")?);
    let each = |(name, format): (&'static str, Format)| {
        let path = folder.file(&format!("flat.{name}"));
        let all = (0..rounds).map(|_| quiet.turn(|| write(&house, revision, format, rows, &path)));
        let took = Took::median(&all.collect::<Result<Vec<_>, _>>()?);
        Ok(Export { format: name, rows, took, size: file::size(&path)? })
    };
    FORMATS.into_iter().map(each).collect()
}

fn write(house: &House, revision: RevisionId, format: Format, rows: usize, path: &Path) -> Result<Took, Failure> {
    let wanted = Wanted::Bom { revision, shape: Shape::Flat, builds: Builds::ONE, currency: None };
    let stamp = Stamp { at: Timestamp(0), by: "Ada Engineer".to_owned() };
    let (took, written) = timed(|| {
        house.ports.store.read::<_, Failure>("bench.export", |seen| {
            let (cancel, mut tell) = (Cancel::new(), |_| {});
            let mut watch = Watch::new(&cancel, &mut tell);
            let out = BufWriter::new(File::create(path)?);
            Ok(document(format, Options::default(), out, |sink| {
                export::write(seen, &wanted, &stamp, sink, &mut watch)
            })?)
        })
    })?;
    if written == rows as u64 { Ok(took) } else { Err(format!("{written} rows were written of {rows}").into()) }
}
