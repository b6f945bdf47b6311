//! Values that are too much for somebody, against each reader: refused with a code, in little memory and time.

use partwright_domain::import::source::{ImportFile, Reading};
use partwright_domain::import::{ImportError, ImportSet as _};
use partwright_formats::read::{File, Set};
use partwright_hostile::book;
use partwright_hostile::rows::{packed, workbook};

/// The code with which a file is refused, or how many rows it has.
fn read(bytes: &[u8]) -> Result<usize, ImportError> {
    let file = File::from_bytes("hostile", bytes)?;
    let mut rows = file.open(&Reading::default())?;
    let mut count = 0;
    while rows.next_row()?.is_some() {
        count += 1;
    }
    Ok(count)
}

#[track_caller]
fn refused(what: &str, bytes: &[u8], code: &str) {
    let error = read(bytes).expect_err(what);
    assert_eq!(error.code(), code, "{what}: {error}");
    assert!(error.to_string().len() < 1_000, "{what}: the sentence is short");
}

pub(crate) const MEGABYTES: usize = 1 << 20;

pub(crate) fn sheet(rows: &str) -> Vec<u8> {
    let name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let header = ["Ref", "Qty", "Value"].iter().zip(["A1", "B1", "C1"]);
    let header: String = header.map(|(text, at)| cell(at, text)).collect();
    let rows = format!("<row>{header}</row>{rows}");
    workbook(format!(r#"<worksheet xmlns="{name}"><sheetData>{rows}</sheetData></worksheet>"#).as_bytes())
}

pub(crate) fn cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

pub(crate) fn document(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="S">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    book::document(content.as_bytes())
}

pub(crate) fn netlist(component: &str) -> Vec<u8> {
    format!(r#"<?xml version="1.0"?><export version="E"><components><comp ref="R1">{component}</comp></components></export>"#)
        .into_bytes()
}

#[test]
fn what_is_within_its_bounds_is_read() {
    let cells = "x".repeat(MEGABYTES / 4);
    for (what, bytes) in [
        ("a text", format!("Ref,Qty,Value\nR1,1,{cells}\n").into_bytes()),
        ("a sheet", sheet(&format!("<row>{}{}{}</row>", cell("A2", "R1"), cell("B2", "1"), cell("C2", &cells)))),
        (
            "a document",
            document(
                r#"<table:table-row><table:table-cell office:value-type="string"><text:p>Ref</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Value</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>R1</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>1k</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16382"/></table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
            ),
        ),
        ("a netlist", netlist(&format!("<value>{cells}</value>"))),
        (
            "our JSON",
            format!(r#"{{"format":"partwright-bom","version":1,"lines":[{{"ref":"{cells}"}}]}}"#).into_bytes(),
        ),
    ] {
        assert_eq!(read(&bytes), Ok(1), "{what}");
    }
}

#[test]
fn a_cell_of_ten_megabytes_is_refused() {
    let cells = "x".repeat(10 * MEGABYTES);
    refused("a text", format!("Ref,Value\nR1,{cells}\n").as_bytes(), "import.row_too_long");
    refused("a quoted text", format!("Ref,Value\nR1,\"{cells}\"\n").as_bytes(), "import.quote_open");
    refused("a sheet", &sheet(&format!("<row>{}</row>", cell("A2", &cells))), "import.not_text");
    let pieces = format!("<r><t>{}</t></r>", "x".repeat(1_000)).repeat(10_000);
    let rich = format!(r#"<row><c r="A2" t="inlineStr"><is>{pieces}</is></c></row>"#);
    refused("a sheet with a text of many pieces", &sheet(&rich), "import.row_too_long");
    refused("a netlist", &netlist(&format!("<value>{cells}</value>")), "import.row_too_long");
    refused("an attribute", &netlist(&format!(r#"<property name="a" value="{cells}"/>"#)), "import.row_too_long");
    let fields = r#"<property name="a" value="b"/>"#.repeat(100_000);
    refused("a component that does not end", &netlist(&fields), "import.row_too_long");
    let json = |line: &str| format!(r#"{{"format":"partwright-bom","version":1,"lines":[{line}]}}"#);
    refused("our JSON", json(&format!(r#"{{"ref":"{cells}"}}"#)).as_bytes(), "import.row_too_long");
    let endless = json(&format!(r#"{{"ref":"{}"}}"#, cells.repeat(2)));
    refused("a line of our JSON that does not end", endless.as_bytes(), "import.row_too_long");
}

#[test]
fn a_row_of_a_million_cells_is_refused() {
    refused("a text", format!("Ref,Value\n{}\n", ",".repeat(500_000)).as_bytes(), "import.row_too_wide");
    for far in ["XFE2", "ZZZZZZ2", "ZZZZZZZZZZZZ2"] {
        // The library counts the letters as a number; where that is too large for it, the file is damaged.
        let error = read(&sheet(&format!("<row>{}</row>", cell(far, "R1")))).expect_err(far);
        assert!(["import.row_too_wide", "import.not_text"].contains(&error.code()), "{far}: {error}");
    }
    let fields: Vec<_> = (0..20_000).map(|field| format!(r#"<property name="{field}" value="b"/>"#)).collect();
    refused("a netlist", &netlist(&fields.concat()), "import.row_too_wide");
    let keys: Vec<_> = (0..20_000).map(|key| format!(r#""k{key}":1"#)).collect();
    let json = format!(r#"{{"format":"partwright-bom","version":1,"lines":[{{{}}}]}}"#, keys.join(","));
    refused("our JSON", json.as_bytes(), "import.row_too_wide");
}

#[test]
fn a_sheet_that_says_it_is_huge_makes_no_place_for_itself() {
    let text = r#"office:value-type="string"><text:p>x</text:p></table:table-cell>"#;
    let cells = format!(r#"<table:table-cell table:number-columns-repeated="16384" {text}"#);
    let rows = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cells}</table:table-row>"#);
    refused("a document of seventeen billion cells", &document(&rows), "import.not_text");
    let far = format!(
        r#"<table:table-row table:number-rows-repeated="1048000"/><table:table-row><table:table-cell table:number-columns-repeated="16000"/><table:table-cell {text}</table:table-row>"#
    );
    let near = format!("<table:table-row><table:table-cell {text}</table:table-row>");
    refused("a document with two cells far from each other", &document(&format!("{near}{far}")), "import.not_text");
    let endless = format!(
        r#"<table:table-row table:number-rows-repeated="18446744073709551615"><table:table-cell {text}</table:table-row>"#
    );
    refused("a document that repeats itself", &document(&endless), "import.not_text");
}

#[test]
fn a_document_that_ends_in_its_middle_is_refused_and_not_waited_for() {
    let whole = r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><office:annotation>note</office:annotation><text:p>Ref</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    for (end, _) in whole.match_indices('<').skip(1) {
        refused(&whole[..end], &book::document(&whole.as_bytes()[..end]), "import.not_text");
    }
}

#[test]
fn numbers_that_stand_in_one_record_reach_as_far_as_the_last_of_them() {
    let numbers = [&[0, 0, 0, 0][..], &[0; 6_000], &[0xE7, 3]].concat();
    let last: &[u8] = &[0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F];
    refused("a thousand columns of 65,536 rows", &listed(&[(0x00BD, &numbers), (0x0203, last)]), "import.not_text");
}

/// An .xls that lists a sheet of these records.
fn listed(records: &[(u16, &[u8])]) -> Vec<u8> {
    const BEGIN: (u16, &[u8]) = (0x0809, &[0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const END: (u16, &[u8]) = (0x000A, &[]);
    // Behind a beginning of twenty bytes, this list of thirteen, and an end of four.
    const LIST: (u16, &[u8]) = (0x0085, &[37, 0, 0, 0, 0, 0, 1, 0, b'S']);
    compound(&[&[BEGIN, LIST, END, BEGIN], records, &[END]].concat())
}

/// An .xls of these records.
pub(crate) fn compound(records: &[(u16, &[u8])]) -> Vec<u8> {
    let mut stream = Vec::new();
    for (kind, data) in records {
        stream.extend_from_slice(&kind.to_le_bytes());
        stream.extend_from_slice(&u16::try_from(data.len()).expect("a short record").to_le_bytes());
        stream.extend_from_slice(data);
    }
    book::old(&stream)
}

#[test]
fn an_old_spreadsheet_that_says_it_is_huge_makes_no_place_for_itself() {
    let huge: &[u8] = &[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0xFF, 0xFF, 0, 0];
    let far: &[u8] = &[0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F];
    for (what, record) in [("its size", (0x0200, huge)), ("a cell", (0x0203, far))] {
        let error = read(&listed(&[record])).expect_err(what);
        assert_eq!(error.code(), "import.not_text", "{what}");
        assert!(error.to_string().contains("10000000 cells"), "{what}: {error}");
    }
}

#[test]
fn depth_entities_and_signs_that_are_none_are_refused() {
    let deep = format!(r#"{{"format":"partwright-bom","version":1,"lines":{}"#, "[".repeat(1_000_000));
    refused("deep JSON", deep.as_bytes(), "import.not_text");
    let deep = format!(r#"{{"format":"partwright-bom","version":1,"lines":[{{"a":{}"#, r#"{"a":"#.repeat(1_000_000));
    refused("deep objects", deep.as_bytes(), "import.not_text");
    let entities = r#"<?xml version="1.0"?><!DOCTYPE export [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><export version="E"><components><comp ref="R1"><value>&b;</value></comp></components></export>"#;
    refused("entities that are made of others", entities.as_bytes(), "import.not_text");
    let file = entities.replace("\"aaaaaaaaaa\"", "SYSTEM \"file:///etc/passwd\"").replace("&b;</", "&a;</");
    refused("an entity that is a file", file.as_bytes(), "import.not_text");
    refused("a NUL", b"Ref,Value\nR1,\0\n", "import.not_text");
    refused("half a character", b"\xEF\xBB\xBFRef,Value\nR1,\xED\xA0\x80\n", "import.not_text");
    let half = br#"{"format":"partwright-bom","version":1,"lines":[{"ref":"\ud800"}]}"#;
    refused("half a character in JSON", half, "import.not_text");
    refused("a character that XML has not", &netlist("<value>&#0;</value>"), "import.not_text");
    let elements = netlist(&"<x>".repeat(100_000));
    refused("deep XML", &elements, "import.not_text");
}

#[test]
fn no_file_of_a_set_leads_out_of_it() {
    let names =
        ["../escape.csv", "/root.csv", "C:\\drive.csv", "a/../../b.csv", "..\\win.csv", "fine/../in.csv", "ok.csv"];
    let files: Vec<_> = names.map(|name| (name, b"Ref,Qty,Value\nR1,1,1k\n".as_slice())).into();
    let set = Set::from_archive(packed(&files)).expect("a set");
    for file in set.files() {
        let path = std::path::Path::new(file.path);
        assert!(path.components().all(|part| matches!(part, std::path::Component::Normal(_))), "{}", file.path);
        assert!(!file.path.contains('\\'), "{}", file.path);
    }
    assert!(set.files().iter().any(|file| file.path == "ok.csv"), "the others are there");
}

#[test]
fn what_is_packed_in_what_is_packed_is_not_unpacked() {
    let innermost = packed(&[("a.csv", b"Ref,Qty,Value\nR1,1,1k\n".as_slice())]);
    let inner = packed(&[("b.zip", innermost.as_slice())]);
    let set = Set::from_archive(packed(&[("c.zip", inner.as_slice())])).expect("a set of nothing");
    assert_eq!(set.files().len(), 0);
    let [(path, error)] = set.others() else { panic!("{:?}", set.others()) };
    assert_eq!((path.as_str(), error.code()), ("c.zip", "import.not_text"));
    refused("an archive in an archive as a file", &inner, "import.not_text");
}

#[test]
fn a_set_has_so_many_files_and_no_more() {
    for ending in ["csv", "yml"] {
        let names: Vec<_> = (0..=10_000).map(|number| format!("{number}.{ending}")).collect();
        let files: Vec<_> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        let refused = Set::from_archive(packed(&files)).expect_err(ending);
        assert_eq!(
            (refused.code(), refused.to_string().contains("10000 files")),
            ("import.not_text", true),
            "{refused}"
        );
    }
}
