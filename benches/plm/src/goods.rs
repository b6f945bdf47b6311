//! What a hardware company buys and makes, made up from a seed: names, values, makers and their numbers.

use measure::{Failure, Random};
use partwright_domain::category::Codes;
use partwright_domain::decimal::Decimal;
use partwright_domain::manufacturer_part::{Manufacturer, Mpn, NewManufacturerPart, Status};
use partwright_domain::part::{Description, PartName};
use partwright_domain::property::{
    FOOTPRINT, MASS, Property, PropertyName, PropertyText, PropertyUnit, PropertyValue, VALUE,
};

/// A part to be.
pub(crate) struct Good {
    pub(crate) codes: Codes,
    /// What its reference designators begin with; empty for what is not placed on a board.
    pub(crate) letters: &'static str,
    pub(crate) name: PartName,
    pub(crate) description: Description,
    pub(crate) properties: Vec<Property>,
    pub(crate) made: Option<NewManufacturerPart>,
}

/// A kind of good: how many of a thousand parts it is, where it is classified, its letters, its noun, and its makers.
type Kind = (usize, &'static str, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    (230, "EL-RES", "R", "Resistor", &["Yageo", "Vishay Dale", "Panasonic", "Bourns"]),
    (220, "EL-CAP", "C", "Capacitor", &["Murata", "Samsung Electro-Mechanics", "TDK", "KEMET"]),
    (110, "EL-ICT", "U", "Integrated circuit", &["Texas Instruments", "STMicroelectronics", "Analog Devices", "NXP"]),
    (90, "EL-CON", "J", "Connector", &["Molex", "JST", "TE Connectivity", "Würth Elektronik"]),
    (60, "EL-DIO", "D", "Diode", &["onsemi", "Nexperia", "Diodes Incorporated"]),
    (40, "EL-TRA", "Q", "Transistor", &["Infineon", "Nexperia", "onsemi"]),
    (40, "EL-IND", "L", "Inductor", &["Würth Elektronik", "Coilcraft", "TDK"]),
    (20, "EL-XTL", "Y", "Crystal", &["Abracon", "Epson"]),
    (20, "EL-SWI", "SW", "Push button", &["C&K", "Omron"]),
    (80, "ME-FAS", "", "Screw ISO 4762", &["Bossard", "Würth"]),
    (30, "ME-MAC", "", "Bracket, milled", &[]),
    (20, "ME-SHM", "", "Panel, folded", &[]),
    (20, "ME-PLA", "", "Cover, moulded", &[]),
    (10, "EL-CAB", "", "Cable, shielded", &["Lapp", "Belden"]),
    (10, "ME-LAB", "", "Label, rating plate", &[]),
];

const E24: [u32; 24] = [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91];
const SIZES: [(&str, &str); 4] = [("0402", "1005"), ("0603", "1608"), ("0805", "2012"), ("1206", "3216")];

impl Good {
    /// The `nth` part of a company; the number makes what it is called different from its neighbours.
    pub(crate) fn invent(random: &mut Random, nth: usize) -> Result<Self, Failure> {
        let mut place = random.below(KINDS.iter().map(|(share, ..)| share).sum());
        let mut chosen = &KINDS[0];
        for kind in KINDS {
            chosen = kind;
            if place < kind.0 {
                break;
            }
            place -= kind.0;
        }
        let (_, codes, letters, noun, makers) = *chosen;
        let says = Saying::invent(random, codes, noun, nth);
        let made = if makers.is_empty() || random.below(20) == 0 {
            None
        } else {
            let maker = makers[random.below(makers.len())];
            Some(made(maker, &format!("{}{}-{nth:05}", initials(maker), says.code))?)
        };
        let mut properties = Vec::new();
        for (name, text) in says.texts {
            properties.push(text_property(name, &text)?);
        }
        let grams = Decimal::parse(&format!("0.{:03}", 1 + random.below(900)))?;
        properties.push(Property {
            name: PropertyName::parse(MASS)?,
            value: PropertyValue::Number { number: grams, unit: PropertyUnit::parse("g")? },
        });
        Ok(Self {
            codes: Codes::parse(codes)?,
            letters,
            name: PartName::parse(&says.name)?,
            description: Description::parse(&says.description)?,
            properties,
            made,
        })
    }

    /// An assembly, for which there is nothing to buy.
    pub(crate) fn assembly(codes: &str, name: &str) -> Result<Self, Failure> {
        Ok(Self {
            codes: Codes::parse(codes)?,
            letters: "",
            name: PartName::parse(name)?,
            description: Description::parse("")?,
            properties: Vec::new(),
            made: None,
        })
    }
}

/// What is said of a good.
struct Saying {
    name: String,
    description: String,
    /// As its maker's number has it.
    code: String,
    texts: Vec<(&'static str, String)>,
}

impl Saying {
    fn invent(random: &mut Random, codes: &str, noun: &str, nth: usize) -> Self {
        let (inches, metric) = SIZES[random.below(SIZES.len())];
        let (digits, decade) = (E24[random.below(E24.len())], random.below(6));
        match codes {
            "EL-RES" => {
                let value = written(digits, decade, ["R", "R", "k", "k", "k", "M"]);
                let tolerance = ["1 %", "5 %"][random.below(2)];
                let footprint = format!("Resistor_SMD:R_{inches}_{metric}Metric");
                Self {
                    name: format!("{noun} {value} {tolerance} {inches}"),
                    description: format!("Thick film, {tolerance}, for general use"),
                    code: format!("{inches}{value}"),
                    texts: vec![(VALUE, value), (FOOTPRINT, footprint), ("Tolerance", tolerance.to_owned())],
                }
            }
            "EL-CAP" => {
                let value = written(digits, decade, ["p", "p", "n", "n", "n", "u"]);
                let dielectric = ["X7R", "C0G", "X5R"][random.below(3)];
                let volts = [16, 25, 50, 100][random.below(4)];
                let footprint = format!("Capacitor_SMD:C_{inches}_{metric}Metric");
                Self {
                    name: format!("{noun} {value}F {volts} V {dielectric} {inches}"),
                    description: format!("Ceramic, {dielectric}, {volts} V"),
                    code: format!("{dielectric}{inches}{value}"),
                    texts: vec![
                        (VALUE, format!("{value}F")),
                        (FOOTPRINT, footprint),
                        ("Voltage", format!("{volts} V")),
                    ],
                }
            }
            _ if codes.starts_with("EL") => {
                let family = ["LM", "TPS", "STM", "BAT", "BC", "MCP"][random.below(6)];
                let package = ["SOIC-8", "QFN-32", "SOT-23", "TSSOP-16"][random.below(4)];
                let code = format!("{family}{}", 100 + random.below(9000));
                Self {
                    name: format!("{noun} {code} {package}"),
                    description: format!("{noun} in {package}, series {}", nth % 97),
                    texts: vec![
                        (VALUE, code.clone()),
                        (FOOTPRINT, format!("Package:{package}")),
                        ("Series", family.to_owned()),
                    ],
                    code,
                }
            }
            _ => {
                let (width, length) = (2 + random.below(10), 4 + random.below(60));
                let material = ["Steel A2", "Aluminium 6061", "PC-ABS", "Brass"][random.below(4)];
                Self {
                    name: format!("{noun} M{width}x{length}"),
                    description: format!("{material}, drawing {nth}"),
                    code: format!("M{width}X{length}"),
                    texts: vec![("Material", material.to_owned()), ("Finish", "as drawn".to_owned())],
                }
            }
        }
    }
}

/// As engineers write it: `4k7`, `47k`, `470R`.
fn written(digits: u32, decade: usize, letters: [&str; 6]) -> String {
    let (tens, ones) = (digits / 10, digits % 10);
    let letter = letters[decade];
    match decade % 3 {
        0 if ones == 0 => format!("{tens}{letter}"),
        0 => format!("{tens}{letter}{ones}"),
        1 => format!("{digits}{letter}"),
        _ => format!("{digits}0{letter}"),
    }
}

fn initials(maker: &str) -> String {
    maker.split(' ').filter_map(|word| word.chars().next()).filter(char::is_ascii_alphabetic).collect::<String>() + "X"
}

fn made(maker: &str, mpn: &str) -> Result<NewManufacturerPart, Failure> {
    Ok(NewManufacturerPart {
        manufacturer: Manufacturer::parse(maker)?,
        mpn: Mpn::parse(&mpn.to_uppercase())?,
        status: Status::Active,
    })
}

fn text_property(name: &str, text: &str) -> Result<Property, Failure> {
    let value = PropertyValue::Text { text: PropertyText::parse(text)? };
    Ok(Property { name: PropertyName::parse(name)?, value })
}
