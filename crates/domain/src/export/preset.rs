//! Layouts: a BOM with the columns that somebody else reads, as KiCad or a house that assembles boards.

mod ranges;

pub use ranges::ranges;

use super::catalogue::{Catalogue, Entry, Shelf};
use super::{Cell, Column, ExportError, Head, Kind, Row, Sink, Subject, Watch, find};
use crate::Result;
use crate::bom::{BomLine, StructureLine, Unit};
use crate::id::RevisionId;
use crate::manufacturer_part::ManufacturerPart;
use crate::order::match_key;
use crate::property::{DATASHEET, FOOTPRINT, VALUE};
use crate::store::Snapshot;
use crate::supplier_part::{Supplier, SupplierPart};

/// A layout.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name, as one writes it: `jlcpcb`.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// Whether every cell is quoted, as whoever reads it does.
    pub quoted: bool,
    /// Whether lines that are not fitted are listed.
    lists_dnp: bool,
    /// Whether lines without reference designators are listed.
    lists_unplaced: bool,
    /// The most designators on a row.
    most: usize,
    /// What stands between designators.
    between: &'static str,
    /// Whether runs of designators become ranges when nobody says; `None` where whoever reads it does not know them.
    ranges: Option<bool>,
    /// How the names of the supplier begin whose order codes are told, as matching sees them; any supplier's for none.
    suppliers: &'static [&'static str],
    columns: &'static [(&'static str, Source)],
}

/// Where the cells of a column come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// The row's number, from 1.
    Item,
    Designators,
    Quantity,
    /// The property `Value`, else what the part is called.
    Comment,
    Value,
    Description,
    Footprint,
    Manufacturer,
    Mpn,
    /// The MPN, else the order code.
    MpnOrOrderCode,
    Supplier,
    OrderCode,

    Datasheet,
    Dnp,
    Note,
    /// Nothing that is known here; the column has to be there.
    Nothing,
}

const MANY: usize = usize::MAX;

#[rustfmt::skip]
const PRESETS: &[Preset] = &[
    // The generic one: what any house asks for first.
    Preset {
        name: "assembly", title: "Assembly house", about: "What any house that assembles boards asks for.",
        quoted: false, lists_dnp: true, lists_unplaced: true, most: MANY, between: ", ", ranges: Some(false), suppliers: &[],
        columns: &[
            ("Designator", Source::Designators), ("Quantity", Source::Quantity), ("Value", Source::Value),
            ("Footprint", Source::Footprint), ("MPN", Source::Mpn), ("Manufacturer", Source::Manufacturer),
            ("Supplier", Source::Supplier), ("Order code", Source::OrderCode), ("DNP", Source::Dnp),
            ("Description", Source::Description), ("Note", Source::Note),
        ],
    },
    // jlcpcb.com/help: "Bill of Materials (BOM) File for PCB Assembly" names the columns, "Recommendations for BOM / CPL
    // File Preparation" at most 200 designators a row. The last column's heading is that of the sample file there.
    Preset {
        name: "jlcpcb", title: "JLCPCB", about: "JLCPCB's assembly, with the order codes of LCSC.",
        quoted: false, lists_dnp: false, lists_unplaced: false, most: 200, between: ",", ranges: None, suppliers: &["LCSC", "JLCPCB"],
        columns: &[
            ("Comment", Source::Comment), ("Designator", Source::Designators), ("Footprint", Source::Footprint),
            ("JLCPCB Part #", Source::OrderCode),
        ],
    },
    // The columns of PCBWay's sample BOM; a star marks what they need, and order codes belong into the last one.
    Preset {
        name: "pcbway", title: "PCBWay", about: "PCBWay's assembly, in the columns of their sample.",
        quoted: false, lists_dnp: false, lists_unplaced: false, most: MANY, between: ",", ranges: None, suppliers: &[],
        columns: &[
            ("Item #", Source::Item), ("*Designator", Source::Designators), ("*Qty", Source::Quantity),
            ("Manufacturer", Source::Manufacturer), ("*Mfg Part #", Source::Mpn), ("Description / Value", Source::Comment),
            ("*Package/Footprint", Source::Footprint), ("Type", Source::Nothing), ("Your Instructions / Notes", Source::Note),
        ],
    },
    // Seeed Fusion's template: statics3.seeedstudio.com/files/20194/BOM%20Template.xlsx
    Preset {
        name: "seeed", title: "Seeed Fusion", about: "Seeed's assembly; where there is no MPN, Seeed's order code.",
        quoted: false, lists_dnp: false, lists_unplaced: false, most: MANY, between: ",", ranges: None, suppliers: &["SEEED"],
        columns: &[
            ("Designator", Source::Designators), ("Manufacturer Part Number or Seeed SKU", Source::MpnOrOrderCode),
            ("Qty", Source::Quantity), ("Link", Source::Datasheet),
        ],
    },
    // eurocircuits.com/blog/perfect-bom: MPN and designators at least, better also who makes and who sells it, under which
    // code, in which package; designators separated by commas.
    Preset {
        name: "eurocircuits", title: "Eurocircuits", about: "Eurocircuits' assembly, with what they call a perfect BOM.",
        quoted: false, lists_dnp: false, lists_unplaced: false, most: MANY, between: ",", ranges: None, suppliers: &[],
        columns: &[
            ("Reference", Source::Designators), ("Qty", Source::Quantity), ("Manufacturer", Source::Manufacturer),
            ("MPN", Source::Mpn), ("Supplier", Source::Supplier), ("SPN", Source::OrderCode),
            ("Component package type", Source::Footprint), ("Description", Source::Comment),
        ],
    },
    // The dialog of KiCad 8 and later, preset CSV.
    Preset {
        name: "kicad", title: "KiCad", about: "The BOM that KiCad's own dialog writes.",
        quoted: true, lists_dnp: true, lists_unplaced: true, most: MANY, between: ",", ranges: Some(false), suppliers: &[],
        columns: &[
            ("Reference", Source::Designators), ("Value", Source::Value), ("Datasheet", Source::Datasheet),
            ("Footprint", Source::Footprint), ("Qty", Source::Quantity), ("DNP", Source::Dnp),
        ],
    },
    // `kicad-cli sch export bom`, without options.
    Preset {
        name: "kicad-cli", title: "kicad-cli", about: "The BOM that kicad-cli sch export bom writes.",
        quoted: true, lists_dnp: true, lists_unplaced: true, most: MANY, between: ",", ranges: Some(true), suppliers: &[],
        columns: &[
            ("Refs", Source::Designators), ("Value", Source::Value), ("Footprint", Source::Footprint),
            ("Qty", Source::Quantity), ("DNP", Source::Dnp),
        ],
    },
];

impl Preset {
    /// Every layout.
    pub const ALL: &'static [Self] = PRESETS;

    /// The layout of that name.
    pub fn parse(text: &str) -> Result<&'static Self, ExportError> {
        let written = text.trim();
        Self::ALL.iter().find(|preset| preset.name.eq_ignore_ascii_case(written)).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|preset| preset.name).collect();
            ExportError::PresetUnknown { text: super::cut(text), known: known.join(", ") }
        })
    }

    /// Whether runs of designators may become ranges in it.
    pub fn knows_ranges(&self) -> bool {
        self.ranges.is_some()
    }

    fn lists(&self, line: &BomLine) -> bool {
        (self.lists_dnp || !line.dnp) && (self.lists_unplaced || !line.designators.is_empty())
    }
}

/// How a layout is written.
pub(super) struct Way<'w> {
    pub(super) preset: &'static Preset,
    pub(super) supplier: Option<&'w Supplier>,
    pub(super) ranges: Option<bool>,
}

/// Writes the own lines of a BOM in a layout. It has nothing but its columns and rows: whoever reads it expects no more.
pub(super) fn write(
    seen: &dyn Snapshot,
    id: RevisionId,
    way: &Way<'_>,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let (revision, part) = find(seen, id)?;
    let lines: Vec<_> = seen.boms().counting(id)?.into_iter().filter(|entry| way.preset.lists(&entry.line)).collect();
    if lines.is_empty() && !way.preset.lists_unplaced {
        return Err(ExportError::NothingPlaced { number: part.number.to_string(), label: revision.label }.into());
    }
    let title = format!("BOM of {} revision {}", part.number, revision.label);
    let columns = way.preset.columns.iter().map(|(name, source)| source.column(name)).collect();
    watch.begin(
        sink,
        &Head { subject: Subject::Bom, view: way.preset.name, title, facts: Vec::new(), columns },
        lines.len() as u64,
    )?;
    let catalogue = Catalogue::new(Shelf::Workspace(seen));
    let mut item = 0;
    for StructureLine { line, counts } in &lines {
        let entry = catalogue.once(line.child, counts.map(|counting| counting.revision))?;
        let (made, sold) = way.bought(seen, &entry)?;
        // A line with more designators than fit on a row stands on several.
        let all: Vec<String> = line.designators.iter().map(ToString::to_string).collect();
        let pieces: Vec<&[String]> =
            if all.len() > way.preset.most { all.chunks(way.preset.most).collect() } else { vec![&all] };
        let is_split = pieces.len() > 1;
        for designators in pieces {
            item += 1;
            let quantity = if is_split { Cell::count(designators.len()) } else { quantity(line) };
            let told = Told { item, designators, quantity, line, entry: &entry, made, sold: sold.as_ref() };
            let cells = way.preset.columns.iter().map(|(_, source)| way.cell(*source, &told)).collect();
            watch.row(sink, &Row::flat(cells))?;
        }
    }
    watch.end(sink, &[])
}

/// What a row is made from.
struct Told<'t> {
    item: u64,
    designators: &'t [String],
    quantity: Cell,
    line: &'t BomLine,
    entry: &'t Entry,
    made: Option<&'t ManufacturerPart>,
    sold: Option<&'t SupplierPart>,
}

impl Way<'_> {
    fn cell(&self, source: Source, told: &Told<'_>) -> Cell {
        let Told { item, designators, quantity, line, entry, made, sold } = told;
        let mpn = || Cell::maybe(made.map(|made| &made.mpn));
        let order_code = || Cell::maybe(sold.map(|sold| &sold.offer.order_code));
        match source {
            Source::Item => Cell::Whole(*item),
            Source::Designators => Cell::text(&self.designators(designators)),
            Source::Quantity => quantity.clone(),
            Source::Comment => first([entry.property(VALUE), Cell::text(&entry.name)]),
            Source::Value => entry.property(VALUE),
            Source::Description => first([Cell::text(&entry.description), Cell::text(&entry.name)]),
            Source::Footprint => entry.property(FOOTPRINT),
            Source::Manufacturer => made.map_or_else(|| entry.manufacturer(), |made| Cell::text(&made.manufacturer)),
            Source::Mpn => mpn(),
            Source::MpnOrOrderCode => first([mpn(), order_code()]),
            Source::Supplier => Cell::maybe(sold.map(|sold| &sold.offer.supplier)),
            Source::OrderCode => order_code(),
            Source::Datasheet => entry.property(DATASHEET),
            Source::Dnp => Cell::Flag(line.dnp),
            Source::Note => Cell::text(&line.note),
            Source::Nothing => Cell::Empty,
        }
    }

    fn designators(&self, designators: &[String]) -> String {
        let as_ranges = self.preset.ranges.is_some_and(|default| self.ranges.unwrap_or(default));
        if as_ranges { ranges(designators).join(self.preset.between) } else { designators.join(self.preset.between) }
    }

    /// What a part is bought as, so that the order code is one of the manufacturer part beside it: of the manufacturer parts,
    /// the one to be taken first, where order codes are told the first that has a fitting one.
    fn bought<'e>(
        &self,
        seen: &dyn Snapshot,
        entry: &'e Entry,
    ) -> Result<(Option<&'e ManufacturerPart>, Option<SupplierPart>)> {
        let tells = |(_, source): &(_, Source)| matches!(source, Source::OrderCode | Source::MpnOrOrderCode);
        if self.preset.columns.iter().any(tells) {
            for made in &entry.manufacturer_parts {
                let sold = seen.supplier_parts().of(made.id)?.into_iter().find(|sold| self.fits(sold));
                if sold.is_some() {
                    return Ok((Some(made), sold));
                }
            }
        }
        Ok((entry.manufacturer_parts.first(), None))
    }

    fn fits(&self, sold: &SupplierPart) -> bool {
        let key = sold.offer.supplier_key();
        match self.supplier {
            Some(named) => key == match_key(named.as_str()),
            None => {
                self.preset.suppliers.is_empty() || self.preset.suppliers.iter().any(|known| key.starts_with(known))
            }
        }
    }
}

fn first<const N: usize>(cells: [Cell; N]) -> Cell {
    cells.into_iter().find(|cell| *cell != Cell::Empty).unwrap_or_default()
}

/// A number of pieces; anything else with its unit.
fn quantity(line: &BomLine) -> Cell {
    match line.unit {
        Unit::Each => Cell::Decimal(line.quantity.to_decimal()),
        unit => Cell::Text(format!("{} {unit}", line.quantity)),
    }
}

impl Source {
    fn column(self, name: &'static str) -> Column {
        let (key, kind) = match self {
            Self::Item => ("item", Kind::Whole),
            Self::Designators => ("designators", Kind::Text),
            Self::Quantity => ("quantity", Kind::Decimal),
            Self::Comment => ("comment", Kind::Text),
            Self::Value => ("value", Kind::Text),
            Self::Description => ("description", Kind::Text),
            Self::Footprint => ("footprint", Kind::Text),
            Self::Manufacturer => ("manufacturer", Kind::Text),
            Self::Mpn | Self::MpnOrOrderCode => ("mpn", Kind::Text),
            Self::Supplier => ("supplier", Kind::Text),
            Self::OrderCode => ("order_code", Kind::Text),
            Self::Datasheet => ("datasheet", Kind::Link),
            Self::Dnp => ("dnp", Kind::Flag { yes: "DNP", no: "" }),
            Self::Note => ("note", Kind::Text),
            Self::Nothing => ("blank", Kind::Text),
        };
        Column::new(key, name, kind)
    }
}
