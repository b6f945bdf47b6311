//! Real BOMs of public projects, counted. They are read from the folder that `PARTWRIGHT_SAMPLES` names, when it is set.

use partwright_domain::import::Role;
use partwright_domain::import::column::columns;
use partwright_domain::import::source::{ImportSet, Reading};
use partwright_formats::read::{File, Set};

use super::{Whole, try_read};
use crate::sample;

/// What a sample is made of, and what its columns mean; `None` when there are no samples.
struct Sample {
    whole: Whole,
    roles: Vec<Role>,
}

impl Sample {
    fn open(name: &str) -> Option<Self> {
        let file = File::open(sample(name)?).expect("a sample");
        let whole = try_read(&file, &Reading::default()).expect("rows");
        let roles = columns(&whole.header, &whole.first(), None)
            .map(|columns| columns.into_iter().map(|column| column.role).collect());
        Some(Self { whole, roles: roles.unwrap_or_default() })
    }

    /// The words in the cells of a role, in rows that are parts.
    fn words(&self, role: Role) -> usize {
        let index = self.roles.iter().position(|of| *of == role).expect("a column of that role");
        let cells = self.whole.parts().into_iter().filter_map(|row| row.cells.get(index));
        cells.map(|cell| cell.split([',', ' ']).filter(|word| !word.is_empty()).count()).sum()
    }
}

/// Format, encoding, separator, the line of the header, its names, and how many rows are parts.
#[track_caller]
fn check(
    name: &str,
    written: (&str, Option<&str>, Option<char>, Option<u64>),
    header: &str,
    parts: usize,
) -> Option<Sample> {
    let sample = Sample::open(name)?;
    let source = &sample.whole.source;
    assert_eq!((source.format, source.encoding, source.delimiter, source.header_row), written);
    assert_eq!(sample.whole.header.join(","), header);
    assert_eq!(sample.whole.parts().len(), parts);
    Some(sample)
}

const COMMAS: (&str, Option<&str>, Option<char>, Option<u64>) = ("csv", Some("UTF-8"), Some(','), Some(1));

#[test]
fn glasgow_is_read_whole() {
    let header = "Reference,Quantity,Value,Footprint,Datasheet,1b2-bom-key,MPN,Mfg,Characteristics,DNP";
    for (revision, parts, designators) in [("C2", 70, 256), ("C3", 57, 234)] {
        let name = format!("GlasgowEmbedded__glasgow__rev{revision}_bom.csv");
        let Some(sample) = check(&name, COMMAS, header, parts) else { return };
        assert_eq!(sample.words(Role::Reference), designators);
    }
}

#[test]
fn odrive_is_read_whole() {
    let header = "Quantity,Designator,Description,Voltage - Rated,Comment,LibRef";
    let written = ("csv", Some("Windows-1252"), Some(','), Some(1));
    let Some(sample) = check("madcowswe__ODriveHardware__BOM_v3.4_24V.csv", written, header, 42) else { return };
    assert_eq!(sample.words(Role::Reference), 196);
    assert_eq!(sample.roles[4..], [Role::Value, Role::Mpn]);
}

#[test]
fn bitaxe_is_read_whole() {
    let header = "Qty,Reference,Value,PARTNO,DK,LCSC";
    let Some(sample) = check("bitaxeorg__bitaxeGamma__bitaxeGamma-BOM.csv", COMMAS, header, 41) else { return };
    assert_eq!((sample.words(Role::Reference), sample.roles[3]), (88, Role::Mpn));
}

#[test]
fn watchy_is_read_whole() {
    let header = "Id,Designator,Footprint,Quantity,Designation,Supplier and ref";
    let written = ("csv", Some("UTF-8"), Some(';'), Some(1));
    let Some(sample) = check("sqfmi__watchy-hardware__WatchyBOM.csv", written, header, 49) else { return };
    assert_eq!(sample.words(Role::Reference), 83);
}

#[test]
fn the_bus_pirate_is_read_whole() {
    let header = "References,Quantity,Mouser,Farnell,Newark,Digikey,RS";
    let written = ("csv", Some("UTF-8"), Some('\t'), Some(1));
    let Some(sample) = check("kitspace__1clickBOM__bus_pirate.tsv", written, header, 15) else { return };
    assert_eq!(sample.words(Role::Reference), 29);
}

#[test]
fn ulx3s_is_read_whole() {
    let written = ("csv", Some("UTF-8"), Some(';'), Some(1));
    let Some(sample) = check("emard__ulx3s__bom-ulx3s-v1.7.6.csv", written, "FOOTPRINT,QUANTITY,REF,VALUE,,", 57)
    else {
        return;
    };
    assert_eq!(sample.words(Role::Reference), 148);
}

#[test]
fn the_simplefoc_spreadsheet_is_read_whole() {
    let header = "Name,Description,Designator,Quantity,Value,PackageReference";
    let written = ("xlsx", None, None, Some(1));
    let Some(sample) = check("simplefoc__Arduino-SimpleFOC-PowerShield__BOM.xlsx", written, header, 19) else { return };
    assert_eq!(sample.whole.rows[0].cells[3], "1", "a number is written as people see it");
}

#[test]
fn the_kicost_netlist_is_read_whole() {
    let Some(sample) = Sample::open("hildogjr__KiCost__BoulderCreekMotherBoard.xml") else { return };
    assert_eq!((sample.whole.source.format, sample.whole.parts().len()), ("kicad-netlist", 312));
    assert_eq!(sample.words(Role::Reference), 312);
}

#[test]
fn the_gitplm_parts_list_is_read_whole() {
    let header = "IPN,MPN,Manufacturer,Description,Symbol,Footprint,Capacitance,Voltage,Material,Tolerance,Datasheet";
    check("git-plm__parts__g-cap.csv", COMMAS, header, 66);
}

#[test]
fn the_gitplm_set_is_read_whole() {
    let Some(folder) = sample("gitplm-example/example") else { return };
    let set = Set::open(folder).expect("a set");
    let files = set.files();
    assert_eq!((files.len(), files[0].path, set.others().len()), (19, "ASY-001-0000/ASY-001-0000-all.csv", 0));
    for file in files {
        let whole = try_read(file.file, &Reading::default()).expect("rows");
        assert!(whole.source.header_row == Some(1) && !whole.parts().is_empty(), "{}", file.path);
    }
}
