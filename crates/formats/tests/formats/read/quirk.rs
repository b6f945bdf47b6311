//! BOM files as programs write them: each quirk in a file of its own, of our own content.

use super::read;

/// Reads a fixture: how it is written, its header, and its rows.
macro_rules! fixture {
    ($name:literal) => {
        read(include_bytes!(concat!("fixtures/", $name)))
    };
}

#[test]
fn kicad_cli_exports_a_bom() {
    let whole = fixture!("kicad-cli.csv");
    assert_eq!(whole.header, ["Refs", "Value", "Footprint", "Qty", "DNP"]);
    assert_eq!(
        whole.lines(),
        ["2: C1,C2|100n|Capacitor_SMD:C_0402_1005Metric|2|", "3: R1-R4|4k7|Resistor_SMD:R_0402_1005Metric|4|DNP"]
    );
}

#[test]
fn kicads_dialog_speaks_the_users_language() {
    let whole = fixture!("kicad-dialog-german.csv");
    assert_eq!(whole.header, ["Referenz", "Wert", "Datenblatt", "Footprint", "Menge", "DNP"]);
    assert_eq!(whole.rows.len(), 1);
}

#[test]
fn kicads_semicolon_preset_quotes_with_apostrophes() {
    let whole = fixture!("kicad-semicolon.csv");
    assert_eq!((whole.source.delimiter, whole.lines()), (Some(';'), vec!["2: R1,R2|it\"s 10k|2".to_owned()]));
}

#[test]
fn kicads_tsv_preset_does_not_quote() {
    let whole = fixture!("kicad-preset.tsv");
    assert_eq!(whole.source.delimiter, Some('\t'));
    assert_eq!(whole.lines(), ["2: J1|\"header\" 0.1\"|1", "3: J2|1/4\"|1"]);
}

#[test]
fn kicads_python_script_writes_a_preamble() {
    let whole = fixture!("kicad-python.csv");
    assert_eq!(whole.source.header_row, Some(6));
    assert_eq!(whole.header, ["Ref", "Qnty", "Value", "Cmp name", "Footprint", "Description", "Vendor"]);
    assert_eq!((whole.rows.len(), whole.parts().len()), (7, 2));
}

#[test]
fn one_python_script_writes_everything_twice() {
    let whole = fixture!("kicad-two-tables.csv");
    assert_eq!(whole.parts().iter().map(|row| row.cells[2].as_str()).collect::<Vec<_>>(), ["C1", "C2", "R1", ""]);
}

#[test]
fn pcbnew_has_ragged_tails() {
    let whole = fixture!("pcbnew.csv");
    assert_eq!(whole.header, ["Id", "Designator", "Footprint", "Quantity", "Designation", "Supplier and ref"]);
    assert_eq!(whole.rows[0].cells.len(), 8, "the cells of a ragged tail are all there");
}

#[test]
fn a_mark_utf_16_and_windows_1252_are_found_out() {
    assert_eq!(fixture!("mark.csv").source.encoding, Some("UTF-8"));
    assert_eq!(fixture!("utf-16.csv").lines(), ["2: C1|10 µF"]);
    let western = fixture!("windows-1252.csv");
    assert_eq!(
        (western.source.encoding, western.lines()),
        (Some("Windows-1252"), vec!["2: C1|10 µF ±5 % 85 °C".to_owned()])
    );
}

#[test]
fn each_separator_is_found_out() {
    for (whole, delimiter) in [
        (fixture!("comma.csv"), ','),
        (fixture!("semicolon.csv"), ';'),
        (fixture!("tab.csv"), '\t'),
        (fixture!("pipe.csv"), '|'),
    ] {
        assert_eq!(whole.source.delimiter, Some(delimiter));
        assert_eq!(whole.lines(), ["2: R1, R2|1,5k|2"]);
    }
}

#[test]
fn a_file_may_have_no_header() {
    assert_eq!(fixture!("no-header.csv").header, ["Reference", "Quantity", "Value", "Footprint"]);
}

#[test]
fn five_columns_may_be_called_mpn() {
    let whole = fixture!("five-mpns.csv");
    assert_eq!((whole.header.iter().filter(|name| *name == "MPN").count(), whole.rows[0].cells.len()), (5, 7));
}

#[test]
fn what_stands_below_the_table_is_set_aside() {
    let whole = fixture!("trailing.csv");
    assert_eq!((whole.rows.len(), whole.parts().len()), (4, 2));
}

#[test]
fn excel_says_its_separator_first() {
    let whole = fixture!("excel-sep.csv");
    assert_eq!((whole.source.header_row, whole.lines()), (Some(2), vec!["3: R1|0402|1,5".to_owned()]));
}

#[test]
fn orcad_rules_a_line_below_its_header() {
    let whole = fixture!("orcad.bom");
    assert_eq!(whole.header, ["Item", "Quantity", "Reference", "Part"]);
    assert_eq!(whole.parts().iter().map(|row| row.cells.join("|")).collect::<Vec<_>>(), ["1|2|C1,C2|10u", "2|1|R1|1k"]);
}

#[test]
fn eagle_lists_parts_for_people() {
    let whole = fixture!("eagle-partlist.txt");
    assert_eq!((whole.source.delimiter, whole.source.header_row), (Some(' '), Some(9)));
    assert_eq!(whole.header, ["Part", "Value", "Device", "Package", "Library", "Position (mil)", "Orientation"]);
    let cells = whole.parts().iter().map(|row| row.cells[..4].join("|")).collect::<Vec<_>>();
    assert_eq!(
        cells,
        [
            "BAT||BATTERY-2032|BATT_2032",
            "C1|100nF|C-EUC0603|C0603",
            "JP1|AVR ISP|PINHD-2X3|2X03",
            "U$1|DISPLAY_MODULE_X|DISPLAY_MODULE_X128|DISPLAY_X128",
        ]
    );
}

#[test]
fn a_spreadsheet_may_be_called_csv() {
    let whole = fixture!("renamed-spreadsheet.csv");
    assert_eq!((whole.source.format, whole.lines()), ("xlsx", vec!["2: R1|1|1k".to_owned()]));
}
