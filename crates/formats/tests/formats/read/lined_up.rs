//! Listings whose columns are lined up by spaces.

use partwright_domain::import::ImportError;
use partwright_domain::import::source::Reading;

use super::{read, read_as, refused};

#[test]
fn an_empty_cell_is_seen_for_what_it_is() {
    let table = read(
        "Part     Value    Device   Package\n\nR1       10k      R-EU     R0603\nJ1                PINHD    1X03\n",
    );
    assert_eq!((table.source.delimiter, table.source.header_row), (Some(' '), Some(1)));
    assert_eq!(table.header, ["Part", "Value", "Device", "Package"]);
    assert_eq!(table.lines(), ["3: R1|10k|R-EU|R0603", "4: J1||PINHD|1X03"]);
}

#[test]
fn a_column_that_is_full_has_one_space_after_it() {
    let table = read("Part  Value   Device  Package\nQ1    BC847BW TRANS_X SOT323\nC1    1u      C-EU    C0603\n");
    assert_eq!(table.lines(), ["2: Q1|BC847BW|TRANS_X|SOT323", "3: C1|1u|C-EU|C0603"]);
}

#[test]
fn the_rows_say_whether_two_words_are_one_name() {
    let table = read(
        "Qty Value  Device  Package  Parts    Position (mm)\n\
         1   1u     C-EU    C2.5/2   C1, C2   (10 20)\n\
         10         PINHD   2X03     JP1      (115.5 3)\n",
    );
    assert_eq!(table.header, ["Qty", "Value", "Device", "Package", "Parts", "Position (mm)"]);
    assert_eq!(table.lines(), ["2: 1|1u|C-EU|C2.5/2|C1, C2|(10 20)", "3: 10||PINHD|2X03|JP1|(115.5 3)"]);
}

#[test]
fn what_goes_across_the_columns_is_no_row() {
    let table = read(
        "-----------------\nBill of Materials\n-----------------\n\nQty    Part #           Manufacturer\n\
         ---------------------------------------\n2      SSHQ-216-S       Major League\n\
         These are all the parts that the prototype board needs.\n",
    );
    assert_eq!(table.header, ["Qty", "Part #", "Manufacturer"]);
    let aside: Vec<_> = table.rows.iter().map(|row| row.aside.is_some()).collect();
    assert_eq!(aside, [true, true, true, true, false, false], "{:?}", table.lines());
    assert_eq!(table.rows[5].cells, ["These are all the parts that the prototype board needs."]);
}

#[test]
fn rows_that_are_not_lined_up_are_refused() {
    let file =
        "Part     Value     Device     Package\nR1 10k R-EU-0603-THICKFILM R0603\nCAP1234567 100n C-EU-0603 C0603\n";
    assert_eq!(refused(file), ImportError::ColumnsBySpaces);
}

#[test]
fn whoever_knows_better_says_that_spaces_separate() {
    let reading = Reading { delimiter: Some(' '), ..Reading::default() };
    let lined_up = b"Ref  Value  Note\nR1   1k     a, b\n";
    assert_eq!(read_as(lined_up, &reading).expect("rows").lines(), ["2: R1|1k|a, b"]);
    assert_eq!(read_as(b"Ref Value\nR1 1k\n", &reading).expect("rows").lines(), ["2: R1|1k"]);
}
