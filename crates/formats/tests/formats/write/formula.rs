//! No cell of an export is a formula, in whatever format and wherever the text stood; and it reads back as what it was.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader, Xlsx};
use partwright_domain::decimal::Decimal;
use partwright_domain::export::{Cell, Column, Fact, Head, Kind, Row, Subject};
use partwright_formats::formula;
use partwright_formats::write::{Format, Options};
use proptest::prelude::*;
use quick_xml::events::Event;
use serde_json::Value;
use zip::ZipArchive;

use super::written;

/// What a spreadsheet takes for the beginning of a formula.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text that anybody may have written: of the signs that mean something to some program, or of any.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof!["[='\"+@a1;,|\t\r\n＝ <&-]{1,8}", r"[=+@＝-]\PC{0,12}", r"\PC{1,12}"]
}

/// A document in which that text stands wherever a text can: in the head, in the rows, and in what is said of the whole.
fn everywhere(format: Format, options: Options, text: &str) -> Vec<u8> {
    let columns = vec![
        Column::whole("place", "Place"),
        Column { name: text.to_owned().into(), ..Column::text("text", "") },
        Column::new("link", "Link", Kind::Link),
        Column::new("list", "List", Kind::List),
    ];
    let fact = || Fact::new(Column { name: text.to_owned().into(), ..Column::text("fact", "") }, Cell::text(text));
    let cells = vec![
        Cell::Whole(1),
        Cell::Text(text.to_owned()),
        Cell::Link(text.to_owned()),
        Cell::List(vec![text.to_owned(), "R2".to_owned()]),
    ];
    let told = written(format, options, |sink| {
        let (title, facts) = (text.to_owned(), vec![fact()]);
        sink.begin(&Head { subject: Subject::Bom, view: "any", title, facts, columns })?;
        sink.row(&Row::flat(cells))?;
        sink.end(&[fact()])
    });
    told.expect("a document")
}

/// Whether a spreadsheet would run a cell that it reads so, also one that passes over tabs and line ends before it looks.
fn is_run(cell: &str) -> bool {
    cell.trim_start_matches(['\t', '\r', '\n']).starts_with(SIGNS) && Decimal::parse(cell).is_err()
}

fn table(told: &[u8], delimiter: u8, quoting: bool) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(delimiter).quoting(quoting);
    let rows = reader.from_reader(told).into_records();
    rows.map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// The texts of a page, each between two tags.
fn texts(page: &str) -> Vec<String> {
    let body = &page[page.find("<body>").expect("a body")..page.find("</html>").expect("an end")];
    let mut reader = quick_xml::Reader::from_str(body);
    let (mut texts, mut text) = (Vec::new(), String::new());
    loop {
        match reader.read_event().expect("tags that are closed") {
            Event::Text(piece) => text.push_str(&piece),
            Event::GeneralRef(entity) => {
                let sign = entity.resolve_char_ref().expect("a sign");
                let named = || quick_xml::escape::resolve_predefined_entity(&entity).expect("a name").to_owned();
                text.push_str(&sign.map_or_else(named, String::from));
            }
            Event::Eof => return texts,
            _ => texts.push(std::mem::take(&mut text)),
        }
    }
}

proptest! {
    #[test]
    fn no_cell_of_a_csv_file_is_a_formula_however_its_cells_are_told_apart(text in hostile(), quoted: bool, mark: bool) {
        let told = everywhere(Format::Csv, Options { quoted, mark, plain: false }, &text);
        let told = told.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&told);
        let cells = table(told, b',', true);
        prop_assert!(cells.iter().flatten().all(|cell| !cell.starts_with(['\t', '\r'])), "{cells:?}");
        let read: Vec<_> = cells[1].iter().map(|cell| formula::unescaped(cell)).collect();
        prop_assert_eq!(formula::unescaped(&cells[0][1]), text.as_str());
        prop_assert_eq!(&read, &["1", &*text, &*text, &*format!("{text}, R2")]);
        for (delimiter, quoting) in [(b',', true), (b';', true), (b';', false), (b'\t', true), (b'\t', false)] {
            for cell in table(told, delimiter, quoting).into_iter().flatten() {
                prop_assert!(!is_run(&cell), "{:?} runs where cells end at {:?}", cell, char::from(delimiter));
            }
        }
    }

    #[test]
    fn no_cell_of_a_workbook_is_a_formula(text in hostile()) {
        let told = everywhere(Format::Xlsx, Options::default(), &text);
        let mut parts = ZipArchive::new(Cursor::new(&told)).expect("a zip");
        for place in 0..parts.len() {
            let mut part = String::new();
            parts.by_index(place).expect("an entry").read_to_string(&mut part).expect("XML");
            prop_assert!(!part.contains("<f>") && !part.contains("<f "), "{part}");
            prop_assert!(!part.contains("<hyperlink "), "what is no address of the web leads nowhere: {part}");
        }
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&told)).expect("a workbook");
        let rows: Vec<_> = book.worksheet_range("BOM").expect("a sheet").rows().map(<[Data]>::to_vec).collect();
        let string = |text: &str| Data::String(text.to_owned());
        prop_assert_eq!(&rows[0][1], &string(&text));
        prop_assert_eq!(&rows[1][1..], &[string(&text), string(&text), string(&format!("{text}, R2"))]);
        let about: Vec<_> = book.worksheet_range("About").expect("a sheet").rows().map(<[Data]>::to_vec).collect();
        prop_assert_eq!(about, vec![vec![string("Title"), string(&text)], vec![string(&text); 2], vec![string(&text); 2]]);
    }

    #[test]
    fn no_text_of_a_page_is_a_formula_in_a_spreadsheet_that_it_is_copied_into(text in hostile()) {
        let page = String::from_utf8(everywhere(Format::Html, Options::default(), &text)).expect("UTF-8");
        let texts = texts(&page);
        for shown in &texts {
            // White space at the beginning is none in a page.
            prop_assert!(!is_run(shown.trim_start()), "{shown:?}");
        }
        let found = texts.iter().filter(|shown| shown.strip_prefix('\u{200b}').unwrap_or(shown) == text).count();
        prop_assert!(found >= 8, "{found} times in {page}");
    }

    #[test]
    fn what_is_written_as_json_reads_back_the_same(text in hostile()) {
        let told: Value = serde_json::from_slice(&everywhere(Format::Json, Options::default(), &text)).expect("JSON");
        let line = &told["lines"][0];
        prop_assert_eq!((&line["text"], &line["link"], &line["list"][0]), (&Value::from(&*text), &Value::from(&*text), &Value::from(&*text)));
        prop_assert_eq!((&told["title"], &told["columns"][1]["name"]), (&Value::from(&*text), &Value::from(&*text)));
    }
}
