//! Spreadsheets, made by the writer that exports use.

use partwright_domain::import::ImportError;
use partwright_domain::import::source::Reading;
use rust_xlsxwriter::{Format, Workbook};

use super::{read, read_as};

type Fill = fn(&mut Workbook) -> Result<(), rust_xlsxwriter::XlsxError>;

fn book(fill: Fill) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book).expect("a workbook");
    book.save_to_buffer().expect("bytes")
}

#[test]
fn cells_are_read_as_people_see_them() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["Ref", "Qty", "Value", "Size", "Tolerance", "Checked", "Fits"])?;
        sheet.write(1, 0, " R1 ")?.write(1, 1, 4.0)?.write(1, 2, 0.1 + 0.2)?.write(1, 6, true)?;
        sheet.write_number_with_format(1, 3, 402, &Format::new().set_num_format("0000"))?;
        sheet.write_number_with_format(1, 4, 0.05, &Format::new().set_num_format("0%"))?;
        sheet.write_number_with_format(1, 5, 46_053, &Format::new().set_num_format("yyyy-mm-dd"))?;
        sheet.write_number_with_format(4, 5, 46_053.5, &Format::new().set_num_format("yyyy-mm-dd hh:mm"))?;
        sheet.write(4, 2, 1_000_000)?;
        Ok(())
    });
    let whole = read(bytes);
    let source = &whole.source;
    assert_eq!((source.format, source.encoding, source.delimiter, source.header_row), ("xlsx", None, None, Some(1)));
    assert_eq!(whole.lines(), ["2: R1|4|0.3|0402|5%|2026-01-31|TRUE", "5: ||1000000|||2026-01-31 12:00:00"]);
}

#[test]
fn the_sheet_with_the_best_header_is_read_and_another_can_be_chosen() {
    let bytes = book(|book| {
        book.add_worksheet().set_name("Cover")?.write(3, 1, "A board")?;
        let bom = book.add_worksheet().set_name("BOM")?;
        bom.write(0, 0, "A title")?.write_row(2, 1, ["Ref", "Qty", "Value"])?.write_row(3, 1, ["R1", "1", "1k"])?;
        let hidden = book.add_worksheet().set_name("Old")?.set_hidden(true);
        hidden.write_row(0, 0, ["Ref", "Qty", "Value", "MPN"])?.write_row(1, 0, ["R1", "1", "2k", "X"])?;
        book.add_worksheet().set_name("Empty")?;
        Ok(())
    });
    let whole = read(&bytes);
    assert_eq!(
        (whole.source.part.as_deref(), whole.source.parts.join(",")),
        (Some("BOM"), "Cover,BOM,Old,Empty".to_owned())
    );
    assert_eq!((whole.header.join("|"), whole.source.header_row), ("Column 1|Ref|Qty|Value".to_owned(), Some(3)));
    assert_eq!(whole.lines(), ["1: A title (Preamble)", "4: |R1|1|1k"]);
    let part = |name: &str| Reading { part: Some(name.to_owned()), ..Reading::default() };
    assert_eq!(read_as(&bytes, &part("Old")).expect("rows").lines(), ["2: R1|1|2k|X"]);
    assert_eq!(read_as(&bytes, &part("Empty")), Err(ImportError::FileEmpty));
    assert_eq!(read_as(&bytes, &part("None")), Err(ImportError::SheetUnknown { name: "None".to_owned() }));
}

#[test]
fn a_merged_cell_stands_where_it_begins() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["Ref", "Qty", "Value"])?;
        sheet.merge_range(1, 0, 2, 0, "R1 R2", &Format::new())?.write(1, 1, 2)?.write(1, 2, "1k")?.write(
            2,
            2,
            "alternate",
        )?;
        Ok(())
    });
    assert_eq!(read(bytes).lines(), ["2: R1 R2|2|1k", "3: ||alternate"]);
}

#[test]
fn a_line_break_in_a_cell_stays_and_a_time_has_no_day() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["Ref", "Qty", "Manufacturer\nPart Number", "Made at"])?;
        sheet.write_row(1, 0, ["C1,\nC2", "2", " two\nlines "])?;
        sheet.write_number_with_format(1, 3, 8.5 / 24.0, &Format::new().set_num_format("hh:mm"))?;
        Ok(())
    });
    assert_eq!(read(bytes).lines(), ["2: C1,\nC2|2|two\nlines|08:30:00"]);
}

#[test]
fn many_rows_come_in_their_order() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["Ref", "Value"])?;
        for row in 1..=5000 {
            sheet.write(row, 0, format!("R{row}"))?.write(row, 1, row)?;
        }
        Ok(())
    });
    let whole = read(&bytes);
    assert!(whole.rows.iter().enumerate().all(|(index, row)| {
        row.number == index as u64 + 2 && row.cells == [format!("R{}", index + 1), (index + 1).to_string()]
    }));
    assert_eq!(whole.rows.len(), 5000);
    // Whoever stops in the middle leaves nobody waiting.
    let file = partwright_formats::read::File::from_bytes("x", bytes).expect("a file");
    let mut rows = partwright_domain::import::source::ImportFile::open(&file, &Reading::default()).expect("rows");
    assert!(rows.next_row().expect("a row").is_some());
}
