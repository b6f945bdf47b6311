//! Spreadsheets of every kind: one of their parts is made of any bytes and packed as it has to be, so that a fuzzer is not kept
//! busy with the packing.

use std::io::{Cursor, Write};

use partwright_domain::import::ImportError;
use partwright_domain::import::source::{ImportFile as _, Reading};
use partwright_formats::read::File;

use crate::rows::{self, packed};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of an .xlsx and an .xlsb that the first byte of an input chooses from; then come the parts of the other kinds.
const PARTS: [&str; 8] = [
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.bin",
    "xl/sharedStrings.bin",
    "xl/workbook.bin",
];

/// Tries bytes as a part of a spreadsheet; the first of them says which.
pub fn body(data: &[u8]) {
    rows::file(&made(data), &Reading::default());
}

/// As what a spreadsheet of these bytes is read, and how many rows it has: a fuzzer that is refused at the door finds nothing.
pub fn read_as(data: &[u8]) -> Result<(&'static str, usize), ImportError> {
    let file = File::from_bytes("hostile", made(data))?;
    let mut rows = file.open(&Reading::default())?;
    let mut count = 0;
    while rows.next_row()?.is_some() {
        count += 1;
    }
    Ok((rows.source().format, count))
}

fn made(data: &[u8]) -> Vec<u8> {
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    match usize::from(*first) % (PARTS.len() + 2) {
        0 => document(rest),
        1 => old(rest),
        part => with(PARTS[part - 2], rest),
    }
}

/// An .xlsx or an .xlsb with a sheet of two rows, of which one part is made of these bytes.
pub fn with(part: &str, bytes: &[u8]) -> Vec<u8> {
    let is_binary = part.rsplit_once('.').is_some_and(|(_, ending)| ending == "bin");
    let name =
        |path: &str| if is_binary { path.replace("k.xml", "k.bin").replace("1.xml", "1.bin") } else { path.to_owned() };
    let relation = |kind: &str, target: &str| {
        let target = name(target);
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>"#
        )
        .into_bytes()
    };
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let cells = |kind: &str| [0, 1].map(|text| format!(r"<c{kind}><v>{text}</v></c>")).concat();
    let sheet = format!(
        r"<worksheet><sheetData><row>{}</row><row>{}</row></sheetData></worksheet>",
        cells(r#" t="s""#),
        cells(r#" s="0""#)
    );
    let mut parts = vec![
        ("_rels/.rels".to_owned(), relation("officeDocument", "xl/workbook.xml")),
        (name("xl/_rels/workbook.xml.rels"), relation("worksheet", "worksheets/sheet1.xml")),
    ];
    if is_binary {
        // A list of one visible sheet, which is what r1 leads to; and a sheet that begins and ends.
        let listed = [&[0x9C, 0x01, 0x16][..], &[0; 8], &[2, 0, 0, 0], b"r\x001\0", &[1, 0, 0, 0], b"S\0"].concat();
        parts.push(("xl/workbook.bin".to_owned(), [&listed[..], &[0x90, 0x01, 0, 0x9D, 0x01, 0]].concat()));
        parts.push((
            "xl/worksheets/sheet1.bin".to_owned(),
            [&[0x94, 0x01, 16][..], &[0; 16], &[0x91, 0x01, 0, 0x92, 0x01, 0]].concat(),
        ));
    } else {
        parts.push(("xl/workbook.xml".to_owned(), book.into_bytes()));
        parts.push(("xl/worksheets/sheet1.xml".to_owned(), sheet.into_bytes()));
        parts.push((PARTS[1].to_owned(), b"<sst><si><t>Ref</t></si><si><t>Value</t></si></sst>".to_vec()));
        parts
            .push((PARTS[2].to_owned(), br#"<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>"#.to_vec()));
    }
    parts.retain(|(path, _)| path != part);
    parts.push((part.to_owned(), bytes.to_vec()));
    packed(&parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

/// An .ods whose content is made of these bytes.
pub fn document(content: &[u8]) -> Vec<u8> {
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
        ("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest=\"m\"/>"),
    ])
}

/// An .xls whose stream of records is made of these bytes.
pub fn old(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    file.create_stream("/Workbook").expect("a stream").write_all(stream).expect("records");
    file.into_inner().into_inner()
}
