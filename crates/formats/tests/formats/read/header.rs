//! Which row names the columns, and which rows are no parts.

use partwright_domain::import::ImportError;
use partwright_domain::import::source::Reading;

use super::{read, read_as, refused};

#[test]
fn a_preamble_is_told_apart_and_the_header_found() {
    let table =
        read("Source: board.kicad_sch\nDate: 2026-01-31, 12:00\n\nComponent count: 3\nRef,Qty,Value\nR1,1,10k\n");
    assert_eq!(table.source.header_row, Some(5));
    assert_eq!(
        table.lines(),
        [
            "1: Source: board.kicad_sch (Preamble)",
            "2: Date: 2026-01-31|12:00 (Preamble)",
            "4: Component count: 3 (Preamble)",
            "6: R1|1|10k"
        ]
    );
    let late = format!("{}Ref,Qty,Value\nR1,1,10k\n", "a line\n".repeat(60));
    assert_eq!(refused(late), ImportError::HeaderNotFound, "but not for ever");
}

#[test]
fn the_header_is_the_best_row_and_the_first_of_equals() {
    assert_eq!(read("Ref,Value\nReference,Value,Footprint,Qty\nR1,10k,0402,1\n").source.header_row, Some(2));
    assert_eq!(read("Ref,Value\nRef,Value\n").lines(), ["2: Ref|Value (Header)"]);
}

#[test]
fn a_file_without_a_header_is_read_by_what_its_cells_look_like() {
    let table = read("C1 C2;2;100n;C_0402\nR1;1;4k7;R_0402\n");
    assert_eq!(
        (table.source.header_row, table.header.join("|")),
        (None, "Reference|Quantity|Value|Footprint".to_owned())
    );
    assert_eq!(table.lines(), ["1: C1 C2|2|100n|C_0402", "2: R1|1|4k7|R_0402"]);
    for file in ["Reference\nR1\n", "Qty,Footprint\n1,x\n", "a,b,c\n1,2,3\n", "Value,Value\n1,2\n"] {
        assert_eq!(refused(file), ImportError::HeaderNotFound, "{file:?}");
    }
    for file in ["", "  \n\n", "\u{feff}"] {
        assert_eq!(refused(file), ImportError::FileEmpty, "{file:?}");
    }
}

#[test]
fn a_section_whose_header_names_most_columns_alike_goes_on() {
    let table =
        read("Item,Qty,Part,Value,Notes\nU1,1,MCU,x,\nSW1,1,Key,y,\nRef,Qty,Part,Value,Function\nF1,1,Fuse,z,\n");
    assert_eq!(table.lines()[2..], ["4: Ref|Qty|Part|Value|Function (Header)", "5: F1|1|Fuse|z|"]);
}

#[test]
fn what_a_program_complains_of_and_what_a_table_costs_is_no_part() {
    let table = read("Ref,Qty,Value\nR1,1,1k\n*** ERROR - NOT FOUND FOR: \"R2, R3\"\nTOTAL PRICE,,57.20\n");
    assert_eq!(table.parts().len(), 1, "{:?}", table.lines());
}

#[test]
fn a_part_of_a_maker_called_total_is_no_sum() {
    let table = read("Manufacturer,MPN,Qty\nTotal Phase,Aardvark,1\nTotal price,,57.20\n");
    assert_eq!(table.lines(), ["2: Total Phase|Aardvark|1", "3: Total price||57.20 (Metadata)"]);
}

#[test]
fn whoever_knows_better_says_where_the_header_is() {
    let reading = |row| Reading { header_row: Some(row), ..Reading::default() };
    let file = b"Ref,Value\nWer,Was,Wieviel\nR1,10k,1\n";
    let table = read_as(file, &reading(2)).expect("rows");
    assert_eq!(table.header, ["Wer", "Was", "Wieviel"]);
    assert_eq!(table.lines(), ["1: Ref|Value (Preamble)", "3: R1|10k|1"]);
    let table = read_as(file, &reading(0)).expect("rows");
    assert_eq!((table.source.header_row, table.header.len(), table.rows.len()), (None, 3, 3));
    assert_eq!(read_as(file, &reading(9)), Err(ImportError::HeaderRowBeyond { row: 9 }));
}

#[test]
fn a_header_may_stand_far_down_but_not_as_far_as_a_file_is_long() {
    let reading = |row| Reading { header_row: Some(row), ..Reading::default() };
    let file = "R1,1\n".repeat(9_999) + "Ref,Qty\nR2,2\n" + &"R3,3\n".repeat(9);
    let table = read_as(file.as_bytes(), &reading(10_000)).expect("rows");
    assert_eq!((table.source.header_row, table.parts().len()), (Some(10_000), 10));
    for row in [10_001, 9_999_999_999, u64::MAX] {
        assert_eq!(read_as(file.as_bytes(), &reading(row)), Err(ImportError::HeaderRowBeyond { row }));
    }
}

#[test]
fn two_columns_of_one_name_stay_two() {
    let table = read("Ref,MPN,MPN,Value\nR1,A,B,1k\n");
    assert_eq!(
        (table.header.join("|"), table.lines()),
        ("Ref|MPN|MPN|Value".to_owned(), vec!["2: R1|A|B|1k".to_owned()])
    );
}

#[test]
fn a_header_that_comes_again_is_no_part() {
    let table = read("Ref,Value,Qty\nR1,1k,1\nRef,Value,Qty\nR2,2k,1\n");
    assert_eq!(table.lines(), ["2: R1|1k|1", "3: Ref|Value|Qty (Header)", "4: R2|2k|1"]);
}

#[test]
fn of_two_tables_with_the_same_parts_one_is_counted() {
    let table = read(
        "Individual Components:\n\nItem,Qty,Reference(s),Value\n,,C1,100n\n,,C2,100n\n,,R1,1k\n\
         Collated Components:\n\nItem,Qty,Reference(s),Value\n1,1,R1,1k\n2,2,\"C1, C2\",100n\n",
    );
    assert_eq!(
        table.lines(),
        [
            "1: Individual Components: (Preamble)",
            "4: ||C1|100n",
            "5: ||C2|100n",
            "6: ||R1|1k",
            "7: Collated Components: (Metadata)",
            "9: Item|Qty|Reference(s)|Value (Header)",
            "10: 1|1|R1|1k (OtherTable)",
            "11: 2|2|C1, C2|100n (OtherTable)",
        ]
    );
    let table = read("Ref,Value,Qty\nR1,1k,1\n\nPart Number,Manufacturer,Description,Qty\nX1,Acme,a resistor,1\n");
    assert_eq!(
        table.lines()[1..],
        ["4: Part Number|Manufacturer|Description|Qty (Header)", "5: X1|Acme|a resistor|1 (OtherTable)"]
    );
}

#[test]
fn what_speaks_of_the_table_is_no_part() {
    let table = read(
        "Item\tQuantity\tReference\tPart\n____\t____\t____\t____\n1\t2\tC1,C2\t10u\n\
         Component Count:\t37\nTotal\t\t2\nDate: 2026-01-31\nR9\t1\tR9\t1k\n",
    );
    assert_eq!(
        table.lines(),
        [
            "2: ____|____|____|____ (Metadata)",
            "3: 1|2|C1,C2|10u",
            "4: Component Count:|37 (Metadata)",
            "5: Total||2 (Metadata)",
            "6: Date: 2026-01-31 (Metadata)",
            "7: R9|1|R9|1k",
        ]
    );
    let table = read("| Ref | Qty | Value |\n|-----|:---:|-------|\n| R1 | 1 | 1k |\n");
    assert_eq!(table.lines(), ["2: |-----|:---:|-------| (Metadata)", "3: |R1|1|1k|"], "as in Markdown");
}

#[test]
fn below_a_blank_line_two_names_begin_another_table() {
    let text = "Ref,Qty,Value\nR1,1,1k\n\nMPN,Manufacturer\nX1,Acme\n";
    assert_eq!(read(text).lines(), ["2: R1|1|1k", "4: MPN|Manufacturer (Header)", "5: X1|Acme (OtherTable)"]);
    let text = "Ref,Qty,Value\nR1,1,1k\n\nR2,1,2k\n";
    assert_eq!(read(text).lines(), ["2: R1|1|1k", "4: R2|1|2k"], "a blank line alone begins none");
}

#[test]
fn the_title_of_a_section_is_no_part() {
    let table = read(
        "Item,Qty,Price,Link\nElectronics,,,\nMCU,1,2.50,x\nLED,4,0.10,y\n,,,\nMechanics: frame,,12.40,\nScrew,8,0.05,z\n",
    );
    let aside: Vec<_> = table.rows.iter().map(|row| row.aside.is_some()).collect();
    assert_eq!(aside, [true, false, false, false, true, false], "{:?}", table.lines());
    let short = read("Part,Amount\nBearing,6\nPower supply,\nScrew,3\n");
    assert_eq!(short.parts().len(), 3, "where a part fills two cells, one alone is a part too");
    let numbers = read("Ref,Qty,Value,MPN\nR1,1,1k,X1\nC1,1,1u,X2\nR2,,,\n,,,LM358\n");
    assert_eq!(numbers.parts().len(), 4, "a designator and a number are no titles");
}

#[test]
fn a_header_that_comes_again_may_be_shorter() {
    let table = read("Item,Qty,Cost,Total\nMotor,2,1,2\nItem,Qty,Cost,\nGlue,1,2,\n");
    assert_eq!(table.lines()[1..], ["3: Item|Qty|Cost| (Header)", "4: Glue|1|2|"]);
}

#[test]
fn what_is_paid_for_beside_parts_is_no_part() {
    let table = read("Item,Qty,Price,Link\nLED,1,0.10,x\n~Shipping,---,$15.07,---\nCOST:,$225.01,$38.76,\n");
    assert_eq!(table.parts().len(), 1, "{:?}", table.lines());
    let table = read("Ref,Qty,Value,Price,Link\nD1,1,red,0.10,x\nTOTAL PRICE,,,57.20$ + 41.51€,for five devices\n");
    assert_eq!(table.parts().len(), 1, "{:?}", table.lines());
}

#[test]
fn words_below_a_blank_line_where_numbers_stood_name_another_table() {
    let text = "Ref,Qty,Value\nR1,1,10k\nR2,2,22k\n\nTool,Price,Vendor\nIron,50,Weller\nFlux,9,Amtech\n";
    assert_eq!(
        read(text).lines(),
        [
            "2: R1|1|10k",
            "3: R2|2|22k",
            "5: Tool|Price|Vendor (Header)",
            "6: Iron|50|Weller (OtherTable)",
            "7: Flux|9|Amtech (OtherTable)",
        ]
    );
    for (one, why) in [
        ("Ref,Qty,Value\nR1,1,10k\nGlue,some more,Loctite\nTape,2,Tesa\n", "no blank line"),
        ("Ref,Qty,Value\nR1,1,10k\n\nGlue,AR,Loctite\nTape,2,Tesa\n", "as much as is required"),
        ("Ref,Qty,Value\nR1,1,10k\n\nCase,,Hammond\nTape,2,Tesa\n", "no word where numbers stood"),
        ("Ref,Qty,Value\nR1,1,10k\nR2,few,22k\n\nTool,Price,Vendor\nIron,50,Weller\n", "words stood there before"),
        ("Ref,Qty,Value\nR1,1,10k\n\nSee,the,drawing\n", "nothing below it"),
    ] {
        assert!(read(one).rows.iter().all(|row| row.aside.is_none()), "{why}: {:?}", read(one).lines());
    }
}
