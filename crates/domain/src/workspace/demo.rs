//! The demo: a made-up air quality monitor, three levels deep, with real components where it matters.

use std::collections::HashMap;

use crate::Result;
use crate::bom::{self, FindNumber, LineContent, Note, Quantity, Unit, designator};
use crate::category::{CategoryError, Codes};
use crate::manufacturer_part::{Manufacturer, Mpn, NewManufacturerPart, Status};
use crate::part::{self, Description, NewPart, Part, PartName};
use crate::person::Actor;
use crate::ports::Change;
use crate::property::{self, Property, PropertyName, PropertyText, PropertyValue};
use crate::revision::Revision;
use crate::supplier_part::{
    self, Currency, LeadTime, Offer, OrderCode, Packaging, PriceBreak, Prices, Supplier, UnitPrice,
};

/// A part: its key in this file, codes, name, description, manufacturer and MPN, value and footprint.
type DemoPart = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str),
    (&'static str, &'static str),
);

/// A line: parent, child, quantity, unit, designators, DNP.
type DemoLine = (&'static str, &'static str, &'static str, &'static str, &'static str, bool);

#[rustfmt::skip]
const PARTS: &[DemoPart] = &[
    ("monitor", "AS-PRD", "Air quality monitor", "Desk unit: CO₂, temperature and humidity, over USB-C", ("", ""), ("", "")),
    ("main", "EL-PCA", "Main board", "Microcontroller, display and connectors", ("", ""), ("", "")),
    ("power", "EL-PCA", "Power module", "5 V in, 3.3 V out, soldered to the main board", ("", ""), ("", "")),
    ("sensor", "EL-PCA", "Sensor board", "Kept away from the warm parts", ("", ""), ("", "")),
    ("mcu", "EL-MOD", "ESP32-S3-WROOM-1-N8", "Wi-Fi and Bluetooth module", ("Espressif", "ESP32-S3-WROOM-1-N8"), ("ESP32-S3", "RF_Module:ESP32-S3-WROOM-1")),
    ("usb", "EL-CON", "USB-C receptacle", "USB 2.0, 16 contacts", ("GCT", "USB4105-GF-A"), ("USB-C", "Connector_USB:USB_C_Receptacle_GCT_USB4105")),
    ("esd", "EL-DIO", "USBLC6-2SC6", "ESD protection", ("STMicroelectronics", "USBLC6-2SC6"), ("USBLC6-2SC6", "Package_TO_SOT_SMD:SOT-23-6")),
    ("ldo", "EL-ICT", "AP2112K-3.3", "3.3 V, 600 mA regulator", ("Diodes Incorporated", "AP2112K-3.3TRG1"), ("AP2112K-3.3", "Package_TO_SOT_SMD:SOT-23-5")),
    ("scd", "EL-SEN", "SCD41 CO₂ sensor", "Photoacoustic, 400 to 5000 ppm", ("Sensirion", "SCD41-D-R2"), ("SCD41", "Sensor:Sensirion_SCD4x")),
    ("sht", "EL-SEN", "SHT45 humidity sensor", "Temperature and relative humidity", ("Sensirion", "SHT45-AD1B-R2"), ("SHT45", "Sensor:Sensirion_DFN-4")),
    ("c100n", "EL-CAP", "100 nF 16 V X7R 0402", "", ("Murata", "GRM155R71C104KA88D"), ("100nF", "Capacitor_SMD:C_0402_1005Metric")),
    ("c10u", "EL-CAP", "10 µF 10 V X5R 0603", "", ("Samsung", "CL10A106KP8NNNC"), ("10uF", "Capacitor_SMD:C_0603_1608Metric")),
    ("c1u", "EL-CAP", "1 µF 16 V X5R 0402", "", ("Murata", "GRM155R61C105KA12D"), ("1uF", "Capacitor_SMD:C_0402_1005Metric")),
    ("r10k", "EL-RES", "10 kΩ 1 % 0402", "", ("Yageo", "RC0402FR-0710KL"), ("10k", "Resistor_SMD:R_0402_1005Metric")),
    ("r5k1", "EL-RES", "5.1 kΩ 1 % 0402", "", ("Yageo", "RC0402FR-075K1L"), ("5k1", "Resistor_SMD:R_0402_1005Metric")),
    ("r2k2", "EL-RES", "2.2 kΩ 1 % 0402", "", ("Yageo", "RC0402FR-072K2L"), ("2k2", "Resistor_SMD:R_0402_1005Metric")),
    ("led", "EL-DIO", "LED green 0603", "", ("Würth Elektronik", "150060GS75000"), ("green", "LED_SMD:LED_0603_1608Metric")),
    ("button", "EL-SWI", "Tactile switch 6 mm", "", ("C&K", "PTS645SL50SMTR92 LFS"), ("SW_Push", "Button_Switch_SMD:SW_SPST_PTS645")),
    ("pcb-main", "EL-PCB", "Bare board, main", "4 layers, 1.6 mm, ENIG", ("", ""), ("", "")),
    ("pcb-sensor", "EL-PCB", "Bare board, sensor", "2 layers, 1.0 mm, ENIG", ("", ""), ("", "")),
    ("case", "ME-ENC", "Enclosure, lower half", "ABS, black", ("", ""), ("", "")),
    ("lid", "ME-ENC", "Enclosure, upper half", "ABS, black, with vents", ("", ""), ("", "")),
    ("screw", "ME-FAS", "Screw M2.5 × 6, Torx", "DIN EN ISO 14583, A2", ("", ""), ("", "")),
    ("wire", "EL-CAB", "Flat cable, 4 wires, 1.27 mm", "", ("3M", "3365/04-300"), ("", "")),
    ("label", "ME-LAB", "Type label", "", ("", ""), ("", "")),
];

#[rustfmt::skip]
const LINES: &[DemoLine] = &[
    ("monitor", "main", "1", "each", "", false),
    ("monitor", "sensor", "1", "each", "", false),
    ("monitor", "wire", "0.12", "m", "", false),
    ("monitor", "case", "1", "each", "", false),
    ("monitor", "lid", "1", "each", "", false),
    ("monitor", "screw", "4", "each", "", false),
    ("monitor", "label", "1", "each", "", false),
    ("main", "pcb-main", "1", "each", "", false),
    ("main", "power", "1", "each", "A1", false),
    ("main", "mcu", "1", "each", "U1", false),
    ("main", "usb", "1", "each", "J1", false),
    ("main", "esd", "1", "each", "U2", false),
    ("main", "c100n", "6", "each", "C1-C6", false),
    ("main", "c10u", "2", "each", "C7 C8", false),
    ("main", "r5k1", "2", "each", "R1 R2", false),
    ("main", "r10k", "3", "each", "R3-R5", false),
    ("main", "led", "2", "each", "D1 D2", false),
    ("main", "button", "2", "each", "SW1 SW2", false),
    ("power", "ldo", "1", "each", "U1", false),
    ("power", "c1u", "2", "each", "C1 C2", false),
    ("power", "c10u", "1", "each", "C3", false),
    ("power", "r10k", "1", "each", "R1", true),
    ("sensor", "pcb-sensor", "1", "each", "", false),
    ("sensor", "scd", "1", "each", "U1", false),
    ("sensor", "sht", "1", "each", "U2", false),
    ("sensor", "c100n", "2", "each", "C1 C2", false),
    ("sensor", "r2k2", "2", "each", "R1 R2", false),
];

/// What suppliers made up for the demo sell: the part, supplier, order code, packaging, lead time in days, what amounts are
/// multiples of, and the prices in euros by quantity. Order codes and prices are made up as well.
type DemoOffer = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

#[rustfmt::skip]
const OFFERS: &[DemoOffer] = &[
    ("mcu", "Northwind Components", "NW-ESP32S3-N8", "Tray", "3", "", &[("1", "3.62"), ("10", "3.28"), ("100", "2.94")]),
    ("mcu", "Meridian Parts", "MP-70311", "Reel of 650", "21", "650", &[("650", "2.47")]),
    ("scd", "Northwind Components", "NW-SCD41", "Cut tape", "3", "", &[("1", "21.9"), ("10", "19.75"), ("50", "18.1")]),
    ("ldo", "Northwind Components", "NW-AP2112K33", "Cut tape", "3", "", &[("1", "0.31"), ("10", "0.212"), ("100", "0.1345")]),
    ("c100n", "Northwind Components", "NW-C0402-100N", "Cut tape", "3", "", &[("1", "0.08"), ("10", "0.012"), ("100", "0.0061")]),
    ("c100n", "Meridian Parts", "MP-11840", "Reel of 10000", "21", "10000", &[("10000", "0.00214")]),
    ("r10k", "Northwind Components", "NW-R0402-10K", "Cut tape", "3", "", &[("1", "0.07"), ("100", "0.0042")]),
    ("usb", "Meridian Parts", "MP-52077", "Cut tape", "14", "", &[("1", "0.68"), ("25", "0.541"), ("250", "0.4275")]),
];

fn offer((_, supplier, order_code, packaging, lead_time, multiple, prices): &DemoOffer) -> Result<Offer> {
    let multiple = if multiple.is_empty() { None } else { Some(Quantity::parse(multiple)?) };
    let price = |(quantity, price): &(&str, &str)| -> Result<PriceBreak> {
        Ok(PriceBreak { quantity: Quantity::parse(quantity)?, price: UnitPrice::parse(price)? })
    };
    Ok(Offer {
        supplier: Supplier::parse(supplier)?,
        order_code: OrderCode::parse(order_code)?,
        packaging: Packaging::parse(packaging)?,
        lead_time: Some(LeadTime::parse(lead_time)?),
        minimum: multiple,
        multiple,
        currency: Currency::parse("EUR")?,
        prices: Prices::of(prices.iter().map(price).collect::<Result<_>>()?)?,
    })
}

/// Makes the demo's parts and BOMs, inside a unit that is already open.
pub(super) fn fill(change: &Change<'_>, actor: &Actor) -> Result<()> {
    let mut made: HashMap<&str, (Part, Revision)> = HashMap::new();
    for (key, codes, name, description, (manufacturer, mpn), facts) in PARTS {
        let codes = Codes::parse(codes)?;
        let found = change.categories().find_by_codes(&codes)?;
        let subcategory = found.ok_or_else(|| CategoryError::NotFound { code: codes.to_string() })?.id;
        let manufacturer_part = if mpn.is_empty() {
            None
        } else {
            let (manufacturer, mpn) = (Manufacturer::parse(manufacturer)?, Mpn::parse(mpn)?);
            Some(NewManufacturerPart { manufacturer, mpn, status: Status::Active })
        };
        let (name, description) = (PartName::parse(name)?, Description::parse(description)?);
        let added = part::add(change, actor, &NewPart { subcategory, name, description, manufacturer_part })?;
        for (name, text) in [(property::VALUE, facts.0), (property::FOOTPRINT, facts.1)] {
            if !text.is_empty() {
                let value = PropertyValue::Text { text: PropertyText::parse(text)? };
                let property = Property { name: PropertyName::parse(name)?, value };
                property::set(change, &added.part, &added.revision, &property)?;
            }
        }
        made.insert(key, (added.part, added.revision));
    }
    for demo in OFFERS {
        let part = &made[demo.0].0;
        for of in change.manufacturer_parts().of(part.id)? {
            supplier_part::add(change, part, of.id, offer(demo)?)?;
        }
    }
    for (parent, child, quantity, unit, designators, dnp) in LINES {
        let ((parent, revision), (child, _)) = (&made[parent], &made[child]);
        let content = LineContent {
            quantity: Quantity::parse(quantity)?,
            unit: Unit::parse(unit)?,
            designators: designator::parse_list(designators)?,
            quantity_intended: false,
            dnp: *dnp,
            find_number: FindNumber::parse("")?,
            note: Note::parse("")?,
            properties: Vec::new(),
            origin: None,
        };
        bom::append(change, parent, revision, [(child.id, content)], |_| Ok(()))?;
    }
    Ok(())
}
