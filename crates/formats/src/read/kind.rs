//! What a file is, by its bytes. Its name says nothing: a spreadsheet that is called `.csv` is one.

use std::io::{Read, Seek};

use partwright_domain::import::ImportError;
use zip::ZipArchive;

use super::bound;
use super::channel::damaged;
use super::encoding::Decoding;
use super::origin::Origin;
use super::survey::Survey;
use super::workbook;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Workbook(workbook::Kind),
    Netlist,
    Json,
}

/// What files begin with that are no BOM, and what they are.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "it is a PDF, from which no rows can be read"),
    (b"\x89PNG", "it is a picture"),
    (b"\xFF\xD8\xFF", "it is a picture"),
    (b"GIF8", "it is a picture"),
    (b"BM", "it is a picture"),
    (b"II*\0", "it is a picture"),
    (b"MM\0*", "it is a picture"),
    (b"{\\rtf", "it is a text document"),
    (b"\x1F\x8B", "it is a packed file; unpack it first"),
    (b"7z\xBC\xAF", "it is an archive; unpack it first"),
    (b"Rar!", "it is an archive; unpack it first"),
    (b"SQLite format 3\0", "it is a database"),
    (b"\xFF\xFE\0\0", "its text is UTF-32, which is not read; save it as UTF-8"),
    (b"\0\0\xFE\xFF", "its text is UTF-32, which is not read; save it as UTF-8"),
    (b"MZ", "it is a program"),
    (b"\x7FELF", "it is a program"),
];

/// What texts begin with that are no BOM, and what they are.
const OTHER_TEXTS: &[(&str, &str)] = &[
    ("<!doctype html", "it is a web page"),
    ("<html", "it is a web page"),
    ("<table", "it is a web page"),
    ("<svg", "it is a picture"),
    ("<eagle", "it is an EAGLE design, not its BOM"),
    ("<!doctype eagle", "it is an EAGLE design, not its BOM"),
    ("<workbook", "it is a spreadsheet of Excel 2003 in XML; save it as .xlsx"),
    ("(kicad_sch", "it is a KiCad schematic, not its BOM"),
    ("(kicad_pcb", "it is a KiCad board, not its BOM"),
    ("(export", "it is a KiCad netlist for boards; export a generic netlist in XML"),
    ("eeschema schematic", "it is a KiCad schematic, not its BOM"),
];

impl Kind {
    pub(super) fn of(origin: &Origin, survey: &Survey) -> Result<Self, ImportError> {
        let head = survey.head.as_slice();
        if head.is_empty() {
            return Err(ImportError::FileEmpty);
        }
        if head.starts_with(b"PK\x03\x04") {
            return packed(origin);
        }
        if head.starts_with(b"PK\x05\x06") {
            return Err(damaged("it is an empty archive"));
        }
        if head.starts_with(b"\xD0\xCF\x11\xE0") {
            return Ok(Self::Workbook(workbook::Kind::Xls));
        }
        // Two letters may begin a BOM as well; a picture or a program has zeros.
        let is_other = |(magic, _): &&(&[u8], &str)| {
            head.starts_with(magic) && (magic.len() > 2 || head.contains(&0) || magic[0] == 0x1F)
        };
        if let Some((_, what)) = OTHERS.iter().find(is_other) {
            return Err(damaged(*what));
        }
        if survey.has_zeros {
            return Err(damaged("it has NUL bytes, as no text has"));
        }
        let begin = begin(survey);
        let begin = begin.trim_start().to_lowercase();
        if let Some((_, what)) = OTHER_TEXTS.iter().find(|(text, _)| begin.starts_with(text)) {
            return Err(damaged(*what));
        }
        if begin.starts_with("<?xml") || begin.starts_with("<!--") || begin.starts_with("<export") {
            return markup(&begin);
        }
        Ok(if begin.starts_with(['{', '[']) && !begin.starts_with("[]") { Self::Json } else { Self::Text })
    }
}

/// The first characters of a text; what cannot be decoded ends them.
fn begin(survey: &Survey) -> String {
    let mut begin = Vec::new();
    let mut decoding = Decoding::new(survey.head.as_slice(), survey.encoding);
    let mut piece = [0; 1024];
    while let Ok(read @ 1..) = decoding.read(&mut piece) {
        begin.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&begin).into_owned()
}

/// What an XML file is, by its first element.
fn markup(begin: &str) -> Result<Kind, ImportError> {
    let mut rest = begin;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some((_, what)) = OTHER_TEXTS.iter().find(|(text, _)| rest.starts_with(text)) {
            return Err(damaged(*what));
        }
        if rest.starts_with("<export") {
            return Ok(Kind::Netlist);
        }
        let end = if rest.starts_with("<!--") { rest.find("-->") } else { rest.find('>') };
        match end {
            Some(end) if rest.starts_with("<?") || rest.starts_with("<!") => rest = &rest[end..],
            _ => break,
        }
    }
    Err(damaged("it is XML, and no generic netlist of KiCad"))
}

/// What a packed file is, by what is packed in it. A spreadsheet has its bounds.
fn packed(origin: &Origin) -> Result<Kind, ImportError> {
    let broken = |error: zip::result::ZipError| damaged(format!("it is a damaged archive or spreadsheet ({error})"));
    let mut archive = ZipArchive::new(origin.open()?).map_err(broken)?;
    let kind = kind_of(&mut archive)?;
    bound::unpacked(&mut archive, kind)?;
    Ok(Kind::Workbook(kind))
}

fn kind_of(archive: &mut ZipArchive<impl Read + Seek>) -> Result<workbook::Kind, ImportError> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        return Ok(workbook::Kind::Xlsx);
    }
    if has("xl/workbook.bin") {
        return Ok(workbook::Kind::Xlsb);
    }
    if has("word/document.xml") {
        return Err(damaged("it is a text document"));
    }
    if has("content.xml") {
        let mut kind = String::new();
        if let Ok(file) = archive.by_name("mimetype") {
            file.take(200).read_to_string(&mut kind).map_err(|_| damaged("it is a damaged document"))?;
        }
        let is_sheet = kind.is_empty() || kind.contains("spreadsheet");
        return if is_sheet { Ok(workbook::Kind::Ods) } else { Err(damaged("it is a document, no spreadsheet")) };
    }
    // Excel also finds the workbook by its relations, whatever it is called.
    if has("[Content_Types].xml") {
        return Ok(workbook::Kind::Xlsx);
    }
    Err(damaged("it is an archive; unpack it, or import it as a set of BOMs"))
}
