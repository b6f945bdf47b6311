//! What columns mean, by their names, by their cells, or by choice.

use partwright_domain::import::column::{by_content, columns, recognised};
use partwright_domain::import::{ImportError, Role};

const SPELLINGS: &str = include_str!("../../../src/import/column/spellings.txt");

fn header(names: &str) -> Vec<String> {
    names.split(',').map(str::to_owned).collect()
}

fn roles(names: &str) -> Vec<Role> {
    columns(&header(names), &[], None).expect("columns").into_iter().map(|column| column.role).collect()
}

#[test]
fn every_name_of_the_table_means_what_its_line_says() {
    let mut seen = 0;
    for line in SPELLINGS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (code, rest) = line.split_once(' ').expect("a role");
        let (language, names) = rest.trim_start().split_once(' ').expect("a language");
        assert_eq!(language.len(), 2, "{line}");
        let is_plain = !code.ends_with('?');
        let code = code.trim_end_matches('?').trim_end_matches("-alternate");
        assert!(Role::ALL.iter().any(|role| role.code() == code), "{line}");
        for name in names.split(" | ").map(str::trim) {
            let found = columns(&[name.to_owned()], &[], None).expect("a column")[0].role;
            // A name that only may mean this can mean something else first.
            assert!(found != Role::Property && (!is_plain || found.code() == code), "{name} is {found:?} in: {line}");
            seen += 1;
        }
    }
    assert!(seen > 800, "the table was read");
}

#[test]
fn what_our_own_export_tells_of_parts_is_no_property_of_lines() {
    use Role::{Ignore, Mpn, PartNumber, Property, Quantity, Reference};
    let ours = "Part number,Revision,State,Name,Quantity,Reference designators,MPN,Alternates,Substitutes,Pinned,Quantity intended,Side";
    let told = [PartNumber, Ignore, Ignore, Ignore, Quantity, Reference, Mpn, Ignore, Ignore, Ignore, Ignore, Property];
    assert_eq!(roles(ours), told);
    assert_eq!(roles("Part number,State,Quantity")[1], Property, "a column of somebody else");
}

#[test]
fn the_names_of_many_tools_are_known() {
    use Role::{
        Datasheet, Description, Dnp, Footprint, Ignore, Manufacturer, Mpn, Note, PartNumber, Property, Quantity,
        Reference, Unit, Value,
    };
    for (header, expected) in [
        // KiCad, Pcbnew, KiBot, Altium, EAGLE, and public projects.
        ("Reference,Value,Datasheet,Footprint,Qty,DNP", vec![Reference, Value, Datasheet, Footprint, Quantity, Dnp]),
        ("${QUANTITY},${ITEM_NUMBER},Refs,${DNP}", vec![Quantity, Ignore, Reference, Dnp]),
        ("Ref,Qnty,Value,Cmp name,Footprint,Vendor", vec![Reference, Quantity, Value, Property, Footprint, Property]),
        (
            "Id;Designator;Package;Quantity;Designation;Supplier and ref",
            vec![Ignore, Reference, Footprint, Quantity, Value, Property],
        ),
        (
            "Comment,Description,Designator,Footprint,LibRef,Quantity",
            vec![Value, Description, Reference, Footprint, Mpn, Quantity],
        ),
        ("Comment,Designator,Footprint,JLCPCB Part #", vec![Value, Reference, Footprint, Property]),
        ("Part,Value,Package,MANUFACTURER_PART_NUMBER", vec![Reference, Value, Footprint, Mpn]),
        ("Qty,Value,Device,Package,Parts", vec![Quantity, Value, Property, Footprint, Reference]),
        ("Item,Quantity,Reference,Part", vec![Ignore, Quantity, Reference, Value]),
        ("Refs,Mfr. P/N,Manufacturer Name,Qty per PCB", vec![Reference, Mpn, Manufacturer, Quantity]),
        ("QTY,PARTNO,PARTS,VALUE", vec![Quantity, Mpn, Reference, Value]),
        ("IPN,MPN,Mfg", vec![PartNumber, Mpn, Manufacturer]),
        ("#,Ref-Des,Do Not Populate,MPN#", vec![Ignore, Reference, Dnp, Mpn]),
        ("Reference,Value,Comment,UoM", vec![Reference, Value, Note, Unit]),
        // Other languages, and two of them in one cell.
        ("Bauteil,Wert,Anzahl,Gehäuse,Bemerkung", vec![Reference, Value, Quantity, Footprint, Note]),
        ("Référence,Valeur,Quantité,Empreinte", vec![Reference, Value, Quantity, Footprint]),
        ("位号,数量,封装,型号,值,备注", vec![Reference, Quantity, Footprint, Mpn, Value, Note]),
        ("位号,型号,数量", vec![Reference, Value, Quantity]),
        ("位号 Designator,数量(Qty),Footprint\u{ff08}封装\u{ff09}", vec![Reference, Quantity, Footprint]),
        ("リファレンス,数量,型番,メーカー", vec![Reference, Quantity, Mpn, Manufacturer]),
        ("Поз. обозначение,Кол-во,Номинал,Корпус", vec![Reference, Quantity, Value, Footprint]),
        ("Oznaczenie,Ilość,Wartość,Obudowa", vec![Reference, Quantity, Value, Footprint]),
    ] {
        let names = if header.contains(';') { header.replace(';', ",") } else { header.to_owned() };
        assert_eq!(roles(&names), expected, "{header}");
    }
}

#[test]
fn the_first_column_of_a_name_has_the_role_and_the_next_is_kept_as_a_property() {
    assert_eq!(roles("Ref,Value,Qty,Value"), [Role::Reference, Role::Value, Role::Quantity, Role::Property]);
}

#[test]
fn a_plain_name_comes_before_one_that_only_may_mean_it() {
    assert_eq!(roles("Part,Reference,Comment,Value"), [Role::Description, Role::Reference, Role::Note, Role::Value]);
    assert_eq!(roles("Part,Reference"), [Role::Value, Role::Reference]);
}

/// The roles of columns with cells, whose rows are separated by line breaks.
fn roles_of(names: &str, rows: &str) -> Vec<Role> {
    let rows: Vec<Vec<String>> = rows.lines().map(|row| row.split('|').map(str::to_owned).collect()).collect();
    let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
    columns(&header(names), &rows, None).expect("columns").into_iter().map(|column| column.role).collect()
}

#[test]
fn cells_tell_what_a_name_leaves_open() {
    use Role::{Description, Fitted, Footprint, Ignore, Mpn, PartNumber, Property, Quantity, Reference, Unit, Value};
    for (names, rows, expected) in [
        ("Part,Qty", "R1, R2|2\nC1-C3|3", vec![Reference, Quantity]),
        ("Part,Qty", "683 ZZ Bearing|6\nWood screws 1.4 x 4mm|66", vec![Value, Quantity]),
        ("Componente;Cantidad", "Arduino UNO|1\nSensor|2", vec![Value, Quantity]),
        ("Bauteil,Menge", "Relaismodul|1\nWiderstand|4", vec![Value, Quantity]),
        ("Item,Qty", "1|4\n2|3", vec![Ignore, Quantity]),
        ("Item,Qty", "Acrylic shield|1\nStepper motor|3", vec![Description, Quantity]),
        ("Item,Qty,Part", "U1|1|MCU\nD5/D6|2|SS54", vec![Reference, Quantity, Value]),
        ("Name,Quantity,Component", "U1|1|Arduino\nR1, R2|2|10 k resistor", vec![Reference, Quantity, Value]),
        ("Position,Bauteil", "1|Relaismodul\n2|Widerstand", vec![Ignore, Value]),
        ("REF,Desc", "TYPE-C-31-M-12|USB\nSN74LV4T125PWR|shifter\nME6217C33M5G|LDO", vec![Mpn, Description]),
        ("Referencia,Componente", "Sensores|Joystick\nJumpers|Cables\nServos|MG995", vec![Property, Value]),
        ("Ref,Value,Type", "R1|1k|SMD\nR2|2k|SMD\nJ1|x|THT\nJ2|y|SMD", vec![Reference, Value, Property]),
        ("Type,Qty", "LM358|1\nNE555|2", vec![Value, Quantity]),
        ("Q,Part,Unit", "2|Bearing|$19.95\n1|Rail|$3\n4|Axle|$1", vec![Quantity, Value, Property]),
        ("Qty,Part,Units", "2|Cable|m\n1|Rail|m", vec![Quantity, Value, Unit]),
        ("COMPONENT,UNITS", "plate|4\nnut|20", vec![Value, Quantity]),
        ("Ref,LibRef", "R1|Resistor 10K\nC1|Capacitor 1u", vec![Reference, Property]),
        ("Ref,LibRef", "U1|STM32F103C8T6\nU2|LM358", vec![Reference, Mpn]),
        ("Part Number,MPN,Qty", "490-1-ND|X1|1\n311-2-ND|X2|2", vec![Property, Mpn, Quantity]),
        ("Part Number,MPN,Qty", "CAP-000-1001|X1|1\nRES-001-0002|X2|2", vec![PartNumber, Mpn, Quantity]),
        ("IPN,MPN", "R-1|X1\nR-2|X2", vec![PartNumber, Mpn]),
        ("Part Number,Quantity,Description", "399-1-ND|1|a\n311-2-ND|2|b", vec![Property, Quantity, Description]),
        ("Ref,LibRef", "R1|Resistor 10K\nR2|R-EU 0603\nU1|LM358", vec![Reference, Property]),
        ("Number,Designator,Value", "1|R1|1k\n2|R2|2k\n3|R3|3k", vec![Property, Reference, Value]),
        ("Designator,Component,Number", "U1|MCU|3\nU2|LCD|1\nR1|resistor|3", vec![Reference, Value, Quantity]),
        ("Was,Beschreibung,Typ", "Zange|Elektronik|78 03 125\nHandy||Nord 2", vec![Value, Description, Mpn]),
        ("Item,Qty,Part,Value/NP", "U1|1|MCU|x\nSW1|1|key|y", vec![Reference, Quantity, Description, Value]),
        ("Qty,DK", "5|478-1-ND\n15|587-2-ND", vec![Quantity, Description]),
        ("Per Kit Qty,Total Qty,Value", "1|10|x\n2|20|y", vec![Quantity, Property, Value]),
        ("Ref,MP,Population,Package", "U1|LM358|Fit|SO8", vec![Reference, Mpn, Fitted, Footprint]),
    ] {
        assert_eq!(roles_of(&names.replace(';', ","), rows), expected, "{names}: {rows}");
    }
}

#[test]
fn a_part_number_beside_a_maker_and_without_an_mpn_is_the_makers() {
    assert_eq!(roles("Ref,Manufacturer,Part Number"), [Role::Reference, Role::Manufacturer, Role::Mpn]);
    assert_eq!(roles("Part Number,Qty"), [Role::PartNumber, Role::Quantity]);
    assert_eq!(roles("Part Number,Manufacturer,MPN"), [Role::PartNumber, Role::Manufacturer, Role::Mpn]);
}

#[test]
fn chosen_roles_overrule_the_names() {
    let names = header("Ref,Value,Note");
    let chosen = [Role::Reference, Role::Mpn, Role::Ignore];
    let found: Vec<_> =
        columns(&names, &[], Some(&chosen)).expect("columns").into_iter().map(|column| column.role).collect();
    assert_eq!(found, chosen);
    assert_eq!(columns(&names, &[], Some(&chosen[..2])), Err(ImportError::RolesMismatch { given: 2, columns: 3 }));
    let twice = [Role::Reference, Role::Value, Role::Value];
    assert_eq!(columns(&names, &[], Some(&twice)), Err(ImportError::RoleTwice { role: "value".to_owned() }));
    let many = [Role::Property, Role::Property, Role::Ignore];
    assert!(columns(&names, &[], Some(&many)).is_ok(), "properties and ignored columns may be many");
}

#[test]
fn a_header_names_a_column_that_tells_parts_and_one_more() {
    assert_eq!(recognised(&header("Ref,Qty,Value")), 3);
    for names in ["Description,Quantity", "Item,Qty", "Product,Qty/unit", "Name,Anzahl", "Qty,DK"] {
        assert_eq!(recognised(&header(names)), 2, "{names}");
    }
    for names in ["Reference", "Qty,Footprint", "a,b,c", "Value,Value", "Item,Line", "R1,10k,0402"] {
        assert_eq!(recognised(&header(names)), 0, "{names}");
    }
}

#[track_caller]
fn content(rows: &[&str]) -> Option<String> {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect();
    by_content(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>()).map(|names| names.join("|"))
}

#[test]
fn columns_without_names_are_known_by_their_cells() {
    let found = content(&["C1 C2|2|100n|C_0402_1005Metric", "R1, R4-R6|4|4k7|R_0603_1608Metric", "U1|1|LM358|SOIC-8"]);
    assert_eq!(found.as_deref(), Some("Reference|Quantity|Value|Footprint"), "an IC among the values");
    let found = content(&["1|C1 C2|2|100n", "2|R1|1|4k7", "3|L1|1|10uH"]);
    assert_eq!(found.as_deref(), Some("#|Reference|Quantity|Value"), "the first column only counts the rows");
    let found = content(&["GRM155R71E472KA01D|12|a capacitor", "CC0805KRX7R9BB102|3|one more"]);
    assert_eq!(found.as_deref(), Some("MPN|Quantity|Description"));
    let found = content(&["EL-RES-100015|2|R20, R21", "EL-CAP-100012|1|C1", "FOO-1|1|U9"]);
    assert_eq!(
        found.as_deref(),
        Some("Part number|Quantity|Reference"),
        "numbers as this program gives them, most of them"
    );
    assert_eq!(content(&["Dear all|this is", "a letter|and no BOM"]), None);
    assert_eq!(content(&["4|100", "3|200"]), None);
    assert_eq!(content(&[]), None);
}
