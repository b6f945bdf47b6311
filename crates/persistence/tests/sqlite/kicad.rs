//! What KiCad is shown, past every service: rules that the schema holds by itself.

use crate::schema::{board, refused, refused_either_way};

const RESISTORS: &str = "(SELECT id FROM subcategory WHERE code = 'RES')";

#[test]
fn a_mapping_is_of_a_subcategory_and_says_what_can_be_shown() {
    let (_test, raw) = board();
    let insert = |values: &str| format!("INSERT INTO kicad_mapping VALUES ({RESISTORS}, {values})");
    for (values, rule) in [
        ("2, 'Symbol', NULL, NULL, 'Footprint', 0, 0, 0", "kicad_mapping_offered_is_boolean"),
        ("1, '', NULL, NULL, 'Footprint', 0, 0, 0", "kicad_mapping_symbol_property_given"),
        ("1, 'Symbol', 'R', NULL, 'Footprint', 0, 0, 0", "kicad_mapping_symbol_is_named"),
        ("1, 'Symbol', 'Device:', NULL, 'Footprint', 0, 0, 0", "kicad_mapping_symbol_is_named"),
        ("1, 'Symbol', ':R', NULL, 'Footprint', 0, 0, 0", "kicad_mapping_symbol_is_named"),
        ("1, 'Symbol', NULL, '', 'Footprint', 0, 0, 0", "kicad_mapping_reference_is_letters"),
        ("1, 'Symbol', NULL, 'R1', 'Footprint', 0, 0, 0", "kicad_mapping_reference_is_letters"),
        ("1, 'Symbol', NULL, NULL, '', 0, 0, 0", "kicad_mapping_footprint_property_given"),
        ("1, 'Symbol', NULL, NULL, 'Footprint', 2, 0, 0", "kicad_mapping_no_bom_is_boolean"),
        ("1, 'Symbol', NULL, NULL, 'Footprint', 0, 2, 0", "kicad_mapping_no_board_is_boolean"),
        ("1, 'Symbol', NULL, NULL, 'Footprint', 0, 0, 2", "kicad_mapping_no_simulation_is_boolean"),
    ] {
        let said = refused(&raw, &insert(values));
        assert!(said.contains(rule), "{values}\n{said}");
    }
    let good = "1, 'Symbol', 'Device:R', 'R', 'Footprint', 0, 0, 0";
    raw.execute(&insert(good), []).expect("a mapping");
    let said = refused(&raw, &insert(good));
    assert!(said.contains("kicad_mapping.subcategory_id"), "{said}");

    raw.execute(&format!("INSERT INTO kicad_field VALUES ({RESISTORS}, 1, 'Tolerance', 1)"), []).expect("a field");
    for (values, rule) in [
        ("2, 'TOLERANCE', 1", "kicad_field.subcategory_id, kicad_field.property"),
        ("1, 'Mass', 1", "kicad_field.subcategory_id, kicad_field.position"),
        ("0, 'Mass', 1", "kicad_field_position_counts"),
        ("2, '', 1", "kicad_field_property_given"),
        ("2, 'Mass', 2", "kicad_field_visible_is_boolean"),
    ] {
        let said = refused(&raw, &format!("INSERT INTO kicad_field VALUES ({RESISTORS}, {values})"));
        assert!(said.contains(rule), "{values}\n{said}");
    }
}

#[test]
fn a_mapped_subcategory_and_what_is_offered_stay_by_any_statement() {
    let (_test, raw) = board();
    raw.execute_batch(
        "INSERT INTO kicad_mapping SELECT id, 1, 'Symbol', NULL, NULL, 'Footprint', 0, 0, 0 FROM subcategory
             WHERE code = 'TPT';
         INSERT INTO kicad_field SELECT subcategory_id, 1, 'Mass', 0 FROM kicad_mapping",
    )
    .expect("a mapping with a field");
    refused_either_way(
        &raw,
        &[
            "DELETE FROM subcategory WHERE code = 'TPT'",
            "DELETE FROM kicad_library",
            "INSERT INTO kicad_library VALUES (2, 1)",
            "INSERT OR REPLACE INTO kicad_library VALUES (1, 1)",
            "UPDATE kicad_library SET drafts = 2",
            "UPDATE kicad_library SET only = 2",
        ],
    );
    raw.pragma_update(None, "foreign_keys", true).expect("foreign keys");
    raw.execute("DELETE FROM kicad_mapping", []).expect("a mapping goes");
    let fields: i64 = raw.query_row("SELECT count(*) FROM kicad_field", [], |row| row.get(0)).expect("a count");
    assert_eq!(fields, 0, "with its fields");
    raw.execute("DELETE FROM subcategory WHERE code = 'TPT'", []).expect("what nobody uses goes");
}
