//! The files that are too much, and the memory that each of them may take.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::bounds::{cell, compound, document, sheet};

type Out<'o> = &'o mut dyn Write;

/// A file that is too much, and what may come of it.
#[derive(Clone, Copy)]
pub(super) struct Hostile {
    pub(super) what: &'static str,
    pub(super) write: fn(Out<'_>, usize) -> io::Result<()>,
    /// How many megabytes it is, or unpacks to; 0 where it only says that it is large.
    pub(super) megabytes: usize,
    /// Who reads it.
    pub(super) reader: &'static str,
    /// The most megabytes that this may take.
    pub(super) most: u64,
    /// What the reader says: the code of its refusal, or `rows`.
    pub(super) says: &'static str,
    /// Whether it is tried under `cargo xtask torture` alone.
    pub(super) takes_long: bool,
}

const fn quick(
    what: &'static str,
    write: fn(Out<'_>, usize) -> io::Result<()>,
    megabytes: usize,
    most: u64,
    says: &'static str,
) -> Hostile {
    Hostile { what, write, megabytes, reader: READER, most, says, takes_long: false }
}

const fn long(
    what: &'static str,
    write: fn(Out<'_>, usize) -> io::Result<()>,
    megabytes: usize,
    most: u64,
    says: &'static str,
) -> Hostile {
    Hostile { takes_long: true, ..quick(what, write, megabytes, most, says) }
}

/// What is read and at once forgotten may be as long as it likes; a plan keeps something of each row.
const fn planned(hostile: Hostile) -> Hostile {
    Hostile { reader: PLANNER, ..hostile }
}

/// Who takes one row after the other, and who plans what they would do.
const READER: &str = "reader";
pub(super) const PLANNER: &str = "planner";

const NO_TEXT: &str = "import.not_text";
const TOO_LONG: &str = "import.row_too_long";

pub(super) const HOSTILE: &[Hostile] = &[
    quick("a text of many rows", rows, 16, 16, "rows"),
    planned(quick("a text of more rows than are imported", short_rows, 2, 16, "import.too_many_rows")),
    long("a text of rows of a megabyte", long_rows, 256, 160, "rows"),
    quick("a row without an end", endless, 16, 16, TOO_LONG),
    quick("a quote that is never closed", quoted, 16, 16, "import.quote_open"),
    quick("a netlist that is deep before its components", deep, 16, 16, NO_TEXT),
    quick("a netlist of long names", named_netlist, 16, 24, TOO_LONG),
    quick("JSON of long names", named_json, 16, 24, TOO_LONG),
    quick("JSON with a line of a million numbers", numbers, 2, 160, TOO_LONG),
    long("JSON with a line of eight million numbers", numbers, 15, 1024, TOO_LONG),
    quick("a table that says it has two thousand million texts", many_said, 0, 16, NO_TEXT),
    long("a table of millions of texts", many_texts, 64, 16, NO_TEXT),
    quick("styles without end", many_styles, 8, 16, NO_TEXT),
    quick("a sheet of many rows", many_rows, 12, 12, "rows"),
    long("a sheet of a gigabyte", many_rows, 1030, 16, "import.unpacks_too_large"),
    quick("sheets that all show one text", one_text, 0, 160, NO_TEXT),
    quick("a document that repeats a text", repeated_text, 1, 32, NO_TEXT),
    quick("a document that counts its spaces", spaces, 0, 16, NO_TEXT),
    quick("a document of many tables", tables, 0, 16, NO_TEXT),
    quick("a document of empty cells", empty_cells, 0, 16, NO_TEXT),
    quick("a document that repeats a formula", formulas, 0, 16, NO_TEXT),
    long("a document of ten million cells", million_cells, 0, 16, NO_TEXT),
    quick("an old spreadsheet whose cells share a text", shared_text, 0, 16, NO_TEXT),
    quick("an old spreadsheet with a sheet many times", same_sheet, 0, 16, NO_TEXT),
];

/// Many times the same, to so many bytes.
fn repeated(out: Out<'_>, begin: &str, piece: &str, end: &str, bytes: usize) -> io::Result<()> {
    out.write_all(begin.as_bytes())?;
    let block = piece.repeat((64 * 1024_usize).div_ceil(piece.len()));
    for _ in 0..bytes / block.len() {
        out.write_all(block.as_bytes())?;
    }
    out.write_all(end.as_bytes())
}

fn rows(out: Out<'_>, bytes: usize) -> io::Result<()> {
    repeated(out, "Ref,Value\n", &format!("R1,{}\n", "x".repeat(1_000)), "", bytes)
}

fn short_rows(out: Out<'_>, bytes: usize) -> io::Result<()> {
    repeated(out, "Ref,Value\n", "R,1k\n", "", bytes)
}

fn long_rows(out: Out<'_>, bytes: usize) -> io::Result<()> {
    repeated(out, "Ref,Value\n", &format!("R1,{}\n", "x".repeat(1_000_000)), "", bytes)
}

fn endless(out: Out<'_>, bytes: usize) -> io::Result<()> {
    repeated(out, "Ref,Value\nR1,", "x", "\n", bytes)
}

fn quoted(out: Out<'_>, bytes: usize) -> io::Result<()> {
    repeated(out, "Ref,Value\nR1,\"", "x", "\n", bytes)
}

fn deep(out: Out<'_>, bytes: usize) -> io::Result<()> {
    repeated(out, "<?xml version=\"1.0\"?><export version=\"E\">", "<x>", "", bytes)
}

/// Names of almost a megabyte, each another one.
fn names(bytes: usize) -> impl Iterator<Item = String> {
    (0..bytes >> 20).map(|number| format!("{number}{}", "x".repeat(1_000_000)))
}

fn named_netlist(out: Out<'_>, bytes: usize) -> io::Result<()> {
    out.write_all(b"<?xml version=\"1.0\"?><export version=\"E\"><components>")?;
    names(bytes).try_for_each(|name| write!(out, r#"<comp ref="R1"><property name="{name}" value="1"/></comp>"#))?;
    out.write_all(b"</components></export>")
}

fn named_json(out: Out<'_>, bytes: usize) -> io::Result<()> {
    out.write_all(br#"{"format":"partwright-bom","version":1,"lines":[{"ref":"R1"}"#)?;
    names(bytes).try_for_each(|name| write!(out, r#",{{"{name}":1}}"#))?;
    out.write_all(b"]}")
}

fn numbers(out: Out<'_>, bytes: usize) -> io::Result<()> {
    repeated(out, r#"{"format":"partwright-bom","version":1,"lines":[{"ref":[0"#, ",0", "]}]}", bytes)
}

/// A workbook of which one part is made of this, unpacked to so many bytes.
fn book(out: Out<'_>, part: &str, [begin, piece, end]: [&str; 3], bytes: usize) -> io::Result<()> {
    let row = [("A2", "R1"), ("B2", "1"), ("C2", "1k")].map(|(at, text)| cell(at, text));
    let mut from = ZipArchive::new(Cursor::new(sheet(&format!("<row>{}</row>", row.concat()))))?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let file = from.by_index_raw(index)?;
        if file.name()? != part {
            archive.raw_copy_file(file)?;
        }
    }
    archive.start_file(part, SimpleFileOptions::default().compression_level(Some(1)))?;
    repeated(&mut archive, begin, piece, end, bytes)?;
    out.write_all(archive.finish()?.get_ref())
}

const TEXTS: &str = "xl/sharedStrings.xml";

fn many_said(out: Out<'_>, bytes: usize) -> io::Result<()> {
    book(out, TEXTS, [r#"<sst uniqueCount="2000000000">"#, "<si/>", "</sst>"], bytes)
}

fn many_texts(out: Out<'_>, bytes: usize) -> io::Result<()> {
    book(out, TEXTS, ["<sst>", "<si/>", "</sst>"], bytes)
}

fn many_styles(out: Out<'_>, bytes: usize) -> io::Result<()> {
    book(out, "xl/styles.xml", ["<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>"], bytes)
}

fn many_rows(out: Out<'_>, bytes: usize) -> io::Result<()> {
    let row = format!("<row>{}</row>", cell("A2", &"x".repeat(1_000)));
    let header = [("A1", "Ref"), ("B1", "Qty"), ("C1", "Value")].map(|(at, text)| cell(at, text)).concat();
    let name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let begin = format!(r#"<worksheet xmlns="{name}"><sheetData><row>{header}</row>"#);
    book(out, "xl/worksheets/sheet1.xml", [&begin, &row, "</sheetData></worksheet>"], bytes)
}

fn one_text(out: Out<'_>, _: usize) -> io::Result<()> {
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const SHEETS: usize = 16;
    let each = |of: &dyn Fn(usize) -> String| (0..SHEETS).map(of).collect::<String>();
    let sheets = each(&|number| format!(r#"<sheet name="S{number}" sheetId="{number}" r:id="r{number}"/>"#));
    let relations = each(&|number| {
        format!(r#"<Relationship Id="r{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>"#)
    });
    let root = format!(
        r#"<Relationships><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let sheet =
        (1..=60).map(|row| format!(r#"<row><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect::<Vec<_>>().concat();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |path: &str, text: &str| {
        archive.start_file(path, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())
    };
    put("_rels/.rels", &root)?;
    put("xl/workbook.xml", &format!(r#"<workbook xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>"#))?;
    put("xl/_rels/workbook.xml.rels", &format!("<Relationships>{relations}</Relationships>"))?;
    put(TEXTS, &format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1_000_000)))?;
    for number in 0..SHEETS {
        let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
        put(&format!("xl/worksheets/sheet{number}.xml"), &sheet)?;
    }
    out.write_all(archive.finish()?.get_ref())
}

fn repeated_text(out: Out<'_>, bytes: usize) -> io::Result<()> {
    let text = "x".repeat(bytes - 1_000);
    out.write_all(&document(&format!(
        r#"<table:table-row table:number-rows-repeated="5000"><table:table-cell office:value-type="string" table:number-columns-repeated="1000"><text:p>{text}</text:p></table:table-cell></table:table-row>"#
    )))
}

fn spaces(out: Out<'_>, _: usize) -> io::Result<()> {
    out.write_all(&document(
        r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="99999999999"/></text:p></table:table-cell></table:table-row>"#,
    ))
}

/// Rows of a thousand cells.
fn thousands(rows: usize) -> String {
    format!(
        r#"<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000"/></table:table-row>"#
    )
}

fn tables(out: Out<'_>, _: usize) -> io::Result<()> {
    let table = format!(r#"{}</table:table><table:table table:name="T">"#, thousands(6_000));
    out.write_all(&document(&table.repeat(20)))
}

fn million_cells(out: Out<'_>, _: usize) -> io::Result<()> {
    out.write_all(&document(&thousands(10_000)))
}

fn empty_cells(out: Out<'_>, _: usize) -> io::Result<()> {
    let row = r#"<table:table-row><table:table-cell table:number-columns-repeated="16383"/><table:table-cell/></table:table-row>"#;
    out.write_all(&document(&row.repeat(4_000)))
}

fn formulas(out: Out<'_>, _: usize) -> io::Result<()> {
    out.write_all(&document(
        r#"<table:table-row table:number-rows-repeated="5000"><table:table-cell table:formula="of:=1" table:number-columns-repeated="16000"/></table:table-row>"#,
    ))
}

const BEGIN: (u16, &[u8]) = (0x0809, &[0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const END: (u16, &[u8]) = (0x000A, &[]);

/// An old spreadsheet with these shared texts, a sheet of these records, and so many names for it.
fn old(texts: &[(u16, &[u8])], sheets: u32, records: &[(u16, &[u8])]) -> Vec<u8> {
    let listed = 4 + 9;
    let before: u32 =
        [BEGIN, END].iter().chain(texts).map(|(_, data)| 4 + u32::try_from(data.len()).unwrap_or(0)).sum();
    let mut listing = (before + sheets * listed).to_le_bytes().to_vec();
    listing.extend([0, 0, 1, 0, b'S']);
    let mut all = vec![BEGIN];
    all.extend((0..sheets).map(|_| (0x0085, listing.as_slice())));
    all.extend(texts);
    all.extend([END, BEGIN]);
    all.extend(records);
    all.push(END);
    compound(&all)
}

/// The shared texts: one of so many characters, which goes on in a second record.
fn shared_text(out: Out<'_>, _: usize) -> io::Result<()> {
    let mut first = [1, 0, 0, 0, 1, 0, 0, 0].to_vec();
    first.extend(16_000_u16.to_le_bytes());
    first.push(0);
    first.extend([b'x'; 8_000]);
    let mut second = vec![0];
    second.extend([b'x'; 8_000]);
    let shown: Vec<_> = (0..60_000_u16).map(|row| [&row.to_le_bytes()[..], &[0; 8]].concat()).collect();
    let records: Vec<_> = shown.iter().map(|data| (0x00FD, data.as_slice())).collect();
    out.write_all(&old(&[(0x00FC, &first), (0x003C, &second)], 1, &records))
}

fn same_sheet(out: Out<'_>, _: usize) -> io::Result<()> {
    let size: &[u8] = &[0, 0, 0, 0, 0x40, 0x42, 0x0F, 0, 0, 0, 1, 0, 0, 0];
    out.write_all(&old(&[], 1_000, &[(0x0200, size)]))
}
