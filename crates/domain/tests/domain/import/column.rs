//! What columns mean, by their names or by choice.

use partwright_domain::import::column::columns;
use partwright_domain::import::{ImportError, Role, Table};

fn table(header: &str) -> Table {
    Table::read(format!("{header}\n").as_bytes()).expect("a table")
}

fn roles(header: &str) -> Vec<Role> {
    columns(&table(header), None).expect("columns").into_iter().map(|column| column.role).collect()
}

#[test]
fn the_names_of_many_tools_are_known() {
    use Role::{
        Datasheet, Description, Dnp, Footprint, Ignore, Manufacturer, Mpn, PartNumber, Property, Quantity, Reference,
        Value,
    };
    for (header, expected) in [
        // KiCad, Pcbnew, KiBot, Altium, EAGLE, and public projects.
        ("Reference,Value,Datasheet,Footprint,Qty,DNP", vec![Reference, Value, Datasheet, Footprint, Quantity, Dnp]),
        ("Id;Designator;Package;Quantity;Designation", vec![Ignore, Reference, Footprint, Quantity, Value]),
        (
            "Comment,Description,Designator,Footprint,LibRef,Quantity",
            vec![Value, Description, Reference, Footprint, Mpn, Quantity],
        ),
        ("Part,Value,Package,MANUFACTURER_PART_NUMBER", vec![Reference, Value, Footprint, Mpn]),
        ("Refs,Mfr. P/N,Manufacturer Name,Qty per PCB", vec![Reference, Mpn, Manufacturer, Quantity]),
        ("QTY,PARTNO,PARTS,VALUE", vec![Quantity, Mpn, Reference, Value]),
        ("IPN,MPN,Mfg", vec![PartNumber, Mpn, Manufacturer]),
        ("Bauteil,Wert,Anzahl,Gehäuse", vec![Property, Value, Quantity, Footprint]),
        ("#,Ref-Des,Do Not Populate,MPN#", vec![Ignore, Reference, Dnp, Mpn]),
    ] {
        assert_eq!(roles(header), expected, "{header}");
    }
}

#[test]
fn the_first_column_of_a_name_has_the_role_and_the_next_is_kept_as_a_property() {
    assert_eq!(roles("Ref,Value,Comment,Value"), [Role::Reference, Role::Value, Role::Property, Role::Property]);
}

#[test]
fn chosen_roles_overrule_the_names() {
    let table = table("Ref,Value,Note");
    let chosen = [Role::Reference, Role::Mpn, Role::Ignore];
    let found: Vec<_> =
        columns(&table, Some(&chosen)).expect("columns").into_iter().map(|column| column.role).collect();
    assert_eq!(found, chosen);
    assert_eq!(columns(&table, Some(&chosen[..2])), Err(ImportError::RolesMismatch { given: 2, columns: 3 }));
    let twice = [Role::Reference, Role::Mpn, Role::Mpn];
    assert_eq!(columns(&table, Some(&twice)), Err(ImportError::RoleTwice { role: "MPN".to_owned() }));
    let many = [Role::Property, Role::Property, Role::Ignore];
    assert!(columns(&table, Some(&many)).is_ok(), "properties and ignored columns may be many");
}
