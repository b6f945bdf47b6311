//! From text to rows: separators, quotes, line ends, and rows that are not like the others.

use partwright_domain::import::ImportError;
use partwright_domain::import::source::{Aside, Reading};

use super::{Whole, read, read_as, refused};

fn rows(whole: &Whole) -> Vec<String> {
    whole.lines()
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
        assert_eq!((table.source.delimiter, table.source.format), (Some(delimiter), "csv"));
        assert_eq!(table.header, ["Reference", "Qty", "Value"]);
        assert_eq!(table.rows[0].cells, ["R1", "1", "4,7k; 1|2\t3"]);
    }
    assert_eq!(read("Qty;Reference,a;Value\n1;R1;x").source.delimiter, Some(';'));
}

#[test]
fn without_a_header_the_separator_is_the_one_that_makes_rows_alike() {
    let pasted = "EL-RES-100015\t2\tR20, R21\nEL-CAP-100012\t1\tC1\nFOO-1\t1\tU9\n";
    let table = read(pasted);
    assert_eq!(
        (table.source.delimiter, table.header.join("|")),
        (Some('\t'), "Part number|Quantity|Reference".to_owned())
    );
    let all = "10k\t2\tR20, R21\n100n\t2\tC1, C2\n";
    assert_eq!(read(all).source.delimiter, Some('\t'), "where a comma stands in each row, the wider rows tell");
}

#[test]
fn kicads_apostrophes_are_quotes() {
    let table = read("'Reference';'Value';'Qty'\n'R1;R2';'it\"s';'2'\n");
    assert_eq!(table.header, ["Reference", "Value", "Qty"]);
    assert_eq!(rows(&table), ["2: R1;R2|it\"s|2"]);
    assert_eq!(rows(&read("Reference,Value\nR1,'10k'\n")), ["2: R1|'10k'"], "elsewhere an apostrophe is a character");
}

#[test]
fn unnamed_columns_are_called_by_their_place_and_have_no_name_behind_the_header() {
    let table = read("Ref,,Value,,\nR1,x,10k,,\n");
    assert_eq!(table.header, ["Ref", "Column 2", "Value"], "at the end there are none without cells");
    let table = read("Ref,,Value,,\nR1,x,10k,y,\n");
    assert_eq!(table.header, ["Ref", "Column 2", "Value", ""], "one with cells can be given a role");
    assert_eq!(table.rows[0].cells, ["R1", "x", "10k", "y", ""]);
    let table = read("Ref,Qty,Value\nR1,1,10k\n\nRef,MPN,Qty,Note\nR1,X1,1,y\n");
    assert_eq!(table.header, ["Ref", "Qty", "Value"], "another table below has columns of its own");
    let again = "Ref,Value\nR1,10k,y\nRef,Value\nR2,12k\n";
    assert_eq!(read(again).rows[1].aside, Some(Aside::Header), "and the header is known again");
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
        assert_eq!((table.source.header_row, numbers), (Some(4), vec![2, 5, 8, 10, 12]), "lines that end with {end:?}");
    }
}

#[test]
fn a_quote_that_is_never_closed_is_refused() {
    let error = refused("Ref,Value\nR1,1\nR2,\"open\nR3,3\n");
    assert_eq!(error, ImportError::QuoteOpen { row: 3 });
    let long = format!("Ref,Value\nR1,\"{}", "x,1\n".repeat(400_000));
    assert_eq!(refused(long), ImportError::QuoteOpen { row: 2 }, "before all of it is in the memory");
    let long = format!("Ref,Value\n{}", "x".repeat(2_000_000));
    assert_eq!(refused(long), ImportError::RowTooLong { row: 2, kilobytes: 1024 });
}

#[test]
fn a_space_before_a_quote_says_nothing() {
    assert_eq!(rows(&read("Ref, Value\nR1, \"a, b\" , more\n")), ["2: R1|a, b|more"]);
}

#[test]
fn a_quote_inside_a_cell_is_a_sign() {
    assert_eq!(
        rows(&read("Ref,Value\nJ1,0.1\" pitch\nJ2,\"0.1\" pitch\"\n")),
        ["2: J1|0.1\" pitch", "3: J2|0.1\" pitch"]
    );
}

#[test]
fn a_tsv_without_quotes_keeps_its_inches() {
    let table = read("Ref\tValue\tQty\nJ1\t\"0.1\t1\nJ2\t1/4\"\t2\nJ3\tx\t3\n");
    assert_eq!(rows(&table), ["2: J1|\"0.1|1", "3: J2|1/4\"|2", "4: J3|x|3"]);
    let table = read("Ref\tValue\tQty\nJ1\t\"two\nlines\"\t1\n");
    assert_eq!(rows(&table), ["2: J1|two\nlines|1"], "and one with quotes has them");
}

#[test]
fn a_first_line_may_say_the_separator() {
    let table = read("sep=;\r\nRef;Value (a, b)\r\nR1;1,5\r\n");
    assert_eq!(
        (table.source.delimiter, table.source.header_row, rows(&table)),
        (Some(';'), Some(2), vec!["3: R1|1,5".to_owned()])
    );
    assert_eq!(read("\"sep=|\"\nRef|Value\nR1|1\n").source.delimiter, Some('|'));
}

#[test]
fn whoever_knows_better_says_the_separator() {
    let reading = |delimiter| Reading { delimiter: Some(delimiter), ..Reading::default() };
    let table = read_as(b"Ref~Value\nR1~1\n", &reading('~')).expect("rows");
    assert_eq!((table.source.delimiter, rows(&table)), (Some('~'), vec!["2: R1|1".to_owned()]));
    for delimiter in ['"', 'a', '7', '\n', 'Ω'] {
        let error = read_as(b"Ref,Value\n", &reading(delimiter)).expect_err("it cannot separate");
        assert_eq!(error, ImportError::DelimiterInvalid, "{delimiter:?}");
    }
}

#[test]
fn what_only_keeps_a_spreadsheet_quiet_is_taken_off() {
    let link = "Ref,MPN\nR1,\"=HYPERLINK(\"\"https://example.org/x.pdf\"\", \"\"IRLML6402\"\")\"\n";
    assert_eq!(rows(&read(link)), ["2: R1|IRLML6402"]);
    assert_eq!(rows(&read("Ref,Value\nR1,=\"0402\"\nR2,'-5V\nR3,'tis\n")), ["2: R1|0402", "3: R2|-5V", "4: R3|'tis"]);
}
