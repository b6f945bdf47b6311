//! The files that are imported.

use std::fs;
use std::path::Path;

use measure::Failure;

const VALUES: [&str; 8] = ["10k", "4k7", "100nF", "1uF", "22pF", "220R", "1M", "4u7"];
const FOOTPRINTS: [&str; 4] = ["R_0402_1005Metric", "R_0603_1608Metric", "C_0402_1005Metric", "C_0805_2012Metric"];
const MAKERS: [&str; 5] = ["Yageo", "Murata", "Vishay", "TDK", "KOA Speer"];

/// Writes a BOM of so many rows as CSV: two designators each, an MPN of its own, and two columns that no role knows.
pub(crate) fn write(path: &Path, rows: usize) -> Result<(), Failure> {
    write_placed(path, rows, |row| if row % 8 < 2 { 'R' } else { 'C' })
}

/// Like [`write`], with the letter that the designators of each row begin with.
pub(crate) fn write_placed(path: &Path, rows: usize, letter: impl Fn(usize) -> char) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(["Reference", "Qty", "Value", "Footprint", "MPN", "Manufacturer", "Tolerance", "Height"])?;
    for row in 0..rows {
        let letter = letter(row);
        writer.write_record([
            &format!("{letter}{}, {letter}{}", 2 * row + 1, 2 * row + 2),
            "2",
            VALUES[row % VALUES.len()],
            FOOTPRINTS[row % FOOTPRINTS.len()],
            &format!("BENCH-{row:06}"),
            MAKERS[row % MAKERS.len()],
            "1 %",
            &format!("{} mm", 1 + row % 7),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// Reads a file as the peer does: every row, and nothing is made of it. Answers how many there are.
pub(crate) fn read(path: &Path) -> Result<usize, Failure> {
    let mut reader = csv::Reader::from_path(path)?;
    let mut record = csv::StringRecord::new();
    let mut rows = 0;
    while reader.read_record(&mut record)? {
        rows += 1;
    }
    Ok(rows)
}

/// How large it is, in bytes.
pub(crate) fn size(path: &Path) -> Result<u64, Failure> {
    Ok(fs::metadata(path)?.len())
}
