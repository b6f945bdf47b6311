//! From text to rows: separators, headers, and rows that are not like the others.

use partwright_domain::import::{ImportError, Table};

#[track_caller]
fn read(file: &str) -> Table {
    Table::read(file.as_bytes()).expect("a table")
}

/// The rows as `number: cell|cell`.
fn rows(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| format!("{}: {}", row.number, row.cells.join("|"))).collect()
}

#[test]
fn the_separator_is_the_one_under_which_a_header_shows() {
    for (delimiter, file) in [
        (',', "Reference,Qty,Value\nR1,1,\"4,7k; 1|2\t3\"\n"),
        (';', "Reference;Qty;Value\nR1;1;\"4,7k; 1|2\t3\"\n"),
        ('\t', "Reference\tQty\tValue\nR1\t1\t\"4,7k; 1|2\t3\"\n"),
        ('|', "Reference|Qty|Value\nR1|1|\"4,7k; 1|2\t3\"\n"),
    ] {
        let table = read(file);
        assert_eq!((table.source.delimiter, table.source.format), (delimiter, "csv"));
        assert_eq!(table.header, ["Reference", "Qty", "Value"]);
        assert_eq!(table.rows[0].cells, ["R1", "1", "4,7k; 1|2\t3"]);
    }
    assert_eq!(read("Qty;Reference,a;Value\n1;R1;x").source.delimiter, ';');
}

#[test]
fn kicads_apostrophes_are_quotes() {
    let table = read("'Reference';'Value';'Qty'\n'R1;R2';'it\"s';'2'\n");
    assert_eq!(table.header, ["Reference", "Value", "Qty"]);
    assert_eq!(rows(&table), ["2: R1;R2|it\"s|2"]);
    assert_eq!(rows(&read("Reference,Value\nR1,'10k'\n")), ["2: R1|'10k'"], "elsewhere an apostrophe is a character");
}

#[test]
fn a_preamble_is_skipped_and_the_header_found() {
    let table =
        read("Source: board.kicad_sch\nDate: 2026-01-31, 12:00\n\nComponent count: 3\nRef,Qty,Value\nR1,1,10k\n");
    assert_eq!((table.source.header_row, rows(&table)), (5, vec!["6: R1|1|10k".to_owned()]));
    let late = format!("{}Ref,Qty,Value\nR1,1,10k\n", "a line\n".repeat(25));
    assert_eq!(Table::read(late.as_bytes()), Err(ImportError::HeaderNotFound), "but not for ever");
}

#[test]
fn the_header_is_the_best_row_and_the_first_of_equals() {
    let table = read("Ref,Value\nReference,Value,Footprint,Qty\nR1,10k,0402,1\n");
    assert_eq!(table.source.header_row, 2);
    let table = read("Ref,Value\nRef,Value\n");
    assert_eq!((table.source.header_row, table.rows.len()), (1, 1));
}

#[test]
fn a_header_names_at_least_two_columns_and_one_that_tells_parts() {
    for file in ["Reference\nR1\n", "Qty,Footprint\n1,x\n", "a,b,c\n1,2,3\n", "Value,Value\n1,2\n"] {
        assert_eq!(Table::read(file.as_bytes()), Err(ImportError::HeaderNotFound), "{file:?}");
    }
    for file in ["", "  \n\n", "\u{feff}"] {
        assert_eq!(Table::read(file.as_bytes()), Err(ImportError::FileEmpty), "{file:?}");
    }
}

#[test]
fn unnamed_columns_are_dropped_at_the_end_and_called_by_their_place_elsewhere() {
    let table = read("Ref,,Value,,\nR1,x,10k,y,z\n");
    assert_eq!(table.header, ["Ref", "Column 2", "Value"]);
    assert_eq!(table.rows[0].cells, ["R1", "x", "10k", "y", "z"], "the cells stay, to be spoken of");
}

#[test]
fn white_space_round_cells_says_nothing() {
    let table = read("Ref, Qty, Value, DNP\n R1 ,\t1, 10 k ,\u{a0}x\n");
    assert_eq!(table.header, ["Ref", "Qty", "Value", "DNP"]);
    assert_eq!(table.rows[0].cells, ["R1", "1", "10 k", "x"]);
}

#[test]
fn rows_may_be_shorter_or_longer_than_the_header() {
    assert_eq!(rows(&read("Ref,Qty,Value\nR1\nR2,1,10k,more,\n,,\n")), ["2: R1", "3: R2|1|10k|more|", "4: ||"]);
}

#[test]
fn rows_are_numbered_by_the_line_of_the_file_they_begin_in() {
    // With every line end there is, over blank lines, and over cells of several lines.
    for end in ["\n", "\r\n", "\r"] {
        let file = ["", "a preamble", "", "Ref,Value", "R1,1", "", "", "\"R2", "R3\",2", "R4,3", "", "R5,4"].join(end);
        let table = read(&file);
        let numbers: Vec<_> = table.rows.iter().map(|row| row.number).collect();
        assert_eq!((table.source.header_row, numbers), (4, vec![5, 8, 10, 12]), "lines that end with {end:?}");
    }
}

#[test]
fn the_encoding_is_said() {
    let table = Table::read(b"Ref,Value\nC1,10 \xB5F\n").expect("a table");
    assert_eq!((table.source.encoding, table.rows[0].cells[1].as_str()), ("Windows-1252", "10 µF"));
}
