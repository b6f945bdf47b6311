//! The categories a new workspace starts with, and which of them a reference designator suggests.

/// A category with its subcategories: code, name, and for each of these code, name, and whether it is an assembly.
pub type StarterCategory = (&'static str, &'static str, &'static [(&'static str, &'static str, bool)]);

/// Where the importer puts a part about which nothing is known.
pub const UNKNOWN: &str = "EL-OTH";

/// The starter set.
pub const CATEGORIES: &[StarterCategory] = &[
    ("AS", "Assemblies", &[("KIT", "Kits", true), ("PRD", "Products", true), ("SUB", "Sub-assemblies", true)]),
    ("DO", "Documents", &[("DRW", "Drawings", false), ("FWR", "Firmware", false), ("SPC", "Specifications", false)]),
    (
        "EL",
        "Electronics",
        &[
            ("BAT", "Batteries", false),
            ("CAB", "Cables", false),
            ("CAP", "Capacitors", false),
            ("CON", "Connectors", false),
            ("DIO", "Diodes and LEDs", false),
            ("FUS", "Fuses", false),
            ("ICT", "Integrated circuits", false),
            ("IND", "Inductors and ferrites", false),
            ("MOD", "Modules", false),
            ("OTH", "Other electronics", false),
            ("PCA", "Board assemblies", true),
            ("PCB", "Bare boards", false),
            ("RES", "Resistors", false),
            ("SEN", "Sensors", false),
            ("SWI", "Switches and relays", false),
            ("TPT", "Test points", false),
            ("TRA", "Transistors", false),
            ("XTL", "Crystals and oscillators", false),
        ],
    ),
    (
        "ME",
        "Mechanics",
        &[
            ("ENC", "Enclosures", false),
            ("FAS", "Fasteners", false),
            ("LAB", "Labels", false),
            ("MAC", "Machined parts", false),
            ("OTH", "Other mechanics", false),
            ("PLA", "Plastic parts", false),
            ("SHM", "Sheet metal", false),
        ],
    ),
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
