//! The categories a new workspace starts with, and which of them a reference designator suggests.

use crate::property::{FOOTPRINT, VALUE};

/// A category with its subcategories: code, name, and for each of these code, name, whether it is an assembly, and the
/// properties it demands.
pub type StarterCategory = (&'static str, &'static str, &'static [StarterSubcategory]);

type StarterSubcategory = (&'static str, &'static str, bool, &'static [&'static str]);

/// Where the importer puts a part about which nothing is known.
pub const UNKNOWN: &str = "EL-OTH";

/// Where the importer puts an assembly about which nothing is known.
pub const ASSEMBLY: &str = "AS-SUB";

/// The demands of a component that has a value, as a resistor.
const VALUED: &[&str] = &[VALUE, FOOTPRINT];
/// The demands of a component that is named by its MPN.
const PLACED: &[&str] = &[FOOTPRINT];
/// The demands of what is made of a material.
const MADE: &[&str] = &["Material"];

/// The starter set.
#[rustfmt::skip]
pub const CATEGORIES: &[StarterCategory] = &[
    ("AS", "Assemblies", &[
        ("KIT", "Kits", true, &[]),
        ("PRD", "Products", true, &[]),
        ("SUB", "Sub-assemblies", true, &[]),
        ("WIR", "Wire harnesses", true, &[]),
    ]),
    ("DO", "Documents", &[
        ("DRW", "Drawings", false, &[]),
        ("FWR", "Firmware", false, &[]),
        ("MAN", "Manuals", false, &[]),
        ("SPC", "Specifications", false, &[]),
        ("TST", "Test instructions", false, &[]),
    ]),
    ("EL", "Electronics", &[
        ("ANT", "Antennas", false, PLACED),
        ("BAT", "Batteries", false, &[]),
        ("CAB", "Cables", false, &[]),
        ("CAP", "Capacitors", false, VALUED),
        ("CON", "Connectors", false, PLACED),
        ("DIO", "Diodes and LEDs", false, PLACED),
        ("DIS", "Displays", false, &[]),
        ("FUS", "Fuses", false, VALUED),
        ("ICT", "Integrated circuits", false, PLACED),
        ("IND", "Inductors and ferrites", false, VALUED),
        ("MOD", "Modules", false, PLACED),
        ("OTH", "Other electronics", false, &[]),
        ("PCA", "Board assemblies", true, &[]),
        ("PCB", "Bare boards", false, &["Layers", "Thickness"]),
        ("PSU", "Power supplies", false, &[]),
        ("RES", "Resistors", false, VALUED),
        ("SEN", "Sensors", false, PLACED),
        ("SWI", "Switches and relays", false, PLACED),
        ("TPT", "Test points", false, PLACED),
        ("TRA", "Transistors", false, PLACED),
        ("XTL", "Crystals and oscillators", false, VALUED),
    ]),
    ("ME", "Mechanics", &[
        ("ADH", "Adhesives and tapes", false, &[]),
        ("BRG", "Bearings", false, &[]),
        ("ENC", "Enclosures", false, MADE),
        ("FAS", "Fasteners", false, MADE),
        ("LAB", "Labels", false, &[]),
        ("MAC", "Machined parts", false, MADE),
        ("OTH", "Other mechanics", false, &[]),
        ("PKG", "Packaging", false, &[]),
        ("PLA", "Plastic parts", false, MADE),
        ("SEA", "Seals and gaskets", false, MADE),
        ("SHM", "Sheet metal", false, MADE),
        ("SPR", "Springs", false, MADE),
    ]),
];

/// The subcategory that a designator's letters suggest, after IEEE 315 and the habits of KiCad's libraries.
pub fn suggested_by(letters: &str) -> &'static str {
    match letters {
        "R" | "RN" | "RV" | "RT" | "VR" | "POT" | "RP" | "RM" => "EL-RES",
        "C" | "CP" => "EL-CAP",
        "L" | "FB" | "T" | "TR" | "FL" => "EL-IND",
        "D" | "LED" | "DS" | "ZD" | "TVS" => "EL-DIO",
        "Q" | "M" => "EL-TRA",
        "U" | "IC" | "AR" => "EL-ICT",
        "J" | "P" | "CN" | "CON" | "X" | "JP" | "HDR" => "EL-CON",
        "SW" | "S" | "K" | "BTN" | "RL" | "RLY" => "EL-SWI",
        "Y" | "XTAL" | "OSC" | "G" => "EL-XTL",
        "F" => "EL-FUS",
        "BT" | "BAT" => "EL-BAT",
        "TP" => "EL-TPT",
        "W" => "EL-CAB",
        "MOD" | "A" => "EL-MOD",
        "PCB" => "EL-PCB",
        "H" | "MK" | "MH" | "HS" => "ME-OTH",
        _ => UNKNOWN,
    }
}

/// The subcategory that a number of another system suggests by the letters it begins with, as `CAP-000-1001`: after the
/// lists that small teams publish.
pub fn numbered(number: &str) -> Option<&'static str> {
    let (letters, _) = number.trim().split_once(['-', '_', '.'])?;
    Some(match letters.to_ascii_uppercase().as_str() {
        "RES" | "RPK" | "POT" | "NTC" => "EL-RES",
        "CAP" => "EL-CAP",
        "IND" | "FER" | "TFR" | "XFR" | "FIL" => "EL-IND",
        "DIO" | "LED" | "CPD" | "TVS" | "OPT" => "EL-DIO",
        "TRA" | "XTR" | "MOS" | "FET" | "BJT" | "TRN" => "EL-TRA",
        "ANA" | "ICS" | "ICT" | "MCU" | "CPU" | "MEM" | "REG" | "DIG" | "LOG" => "EL-ICT",
        "CON" | "HDR" => "EL-CON",
        "SWI" | "SWT" | "RLY" => "EL-SWI",
        "OSC" | "XTL" | "CRY" => "EL-XTL",
        "FUS" => "EL-FUS",
        "BAT" => "EL-BAT",
        "ANT" => "EL-ANT",
        "CBL" | "CAB" => "EL-CAB",
        "DIS" | "DSP" | "LCD" => "EL-DIS",
        "SEN" => "EL-SEN",
        "MOD" | "RFM" => "EL-MOD",
        "PSU" | "PWR" => "EL-PSU",
        "PCA" => "EL-PCA",
        "PCB" => "EL-PCB",
        "TPT" | "TST" => "EL-TPT",
        "ASY" => "AS-SUB",
        "PRD" => "AS-PRD",
        "KIT" => "AS-KIT",
        "WIR" | "HAR" => "AS-WIR",
        "SCR" | "NUT" | "WSH" | "FST" => "ME-FAS",
        "ENC" => "ME-ENC",
        "MCH" => "ME-OTH",
        "LBL" => "ME-LAB",
        "PKG" => "ME-PKG",
        _ => return None,
    })
}

/// The subcategory that the words of a description suggest, the first that says anything.
pub fn described(description: &str) -> Option<&'static str> {
    let mut words = description.split(|character: char| !character.is_alphanumeric());
    words.find_map(|word| {
        let word = word.to_ascii_lowercase();
        Some(match word.strip_suffix('s').unwrap_or(&word) {
            "re" | "resistor" => "EL-RES",
            "cap" | "capacitor" => "EL-CAP",
            "inductor" | "ferrite" | "transformer" => "EL-IND",
            "diode" | "led" | "zener" => "EL-DIO",
            "transistor" | "mosfet" => "EL-TRA",
            "conn" | "connector" | "header" | "socket" => "EL-CON",
            "switch" | "relay" => "EL-SWI",
            "crystal" | "oscillator" => "EL-XTL",
            "fuse" => "EL-FUS",
            "battery" => "EL-BAT",
            "screw" | "nut" | "washer" => "ME-FAS",
            _ => return None,
        })
    })
}
