//! Export: what the workspace knows, as documents that leave it.
//!
//! A document is a pure matter of what a snapshot says; which file it becomes, and what that format can hold, is an
//! adapter's. The same document is written as CSV, as a workbook, as JSON and as a page to print.

mod audit;
mod basis;
mod bom;
mod catalogue;
mod compare;
pub mod document;
mod dossier;
mod flat;
mod parts;
mod past;
mod preset;
mod released;
mod roll_up;
mod watch;
mod where_used;

pub use document::{Cell, Column, Fact, Head, Kind, Report, Row, Sink, Subject};
pub use dossier::{About, Dossier, MOST_LEVELS, ToldManufacturerPart, ToldPart};
pub use preset::{Preset, ranges};
pub use released::{Extract, Released};
pub use watch::Watch;

use self::basis::Basis;
use crate::bom::Builds;
use crate::error::refusals;
use crate::id::{PartId, RevisionId};
use crate::part::{Part, PartOrder};
use crate::revision::{Revision, RevisionError};
use crate::search::SearchFilter;
use crate::store::Snapshot;
use crate::supplier_part::{Currency, Supplier};
use crate::time::Timestamp;
use crate::{Error, Result};

refusals! {
    /// Why something was not exported.
    pub enum ExportError {
        NotReleased { number: String, label: String } = "export.not_released",
            "{number} revision {label} has not been released; a package is made of what is Released, or was.";
        ReleaseDiffers { number: String, label: String } = "export.release_differs",
            "{number} revision {label} is not what was released any more, and no package is made of it; bring the workspace back from a backup.";
        NotAPackage { detail: String } = "export.not_a_package",
            "This is not a release package as Partwright makes them ({detail}), and nothing in it is taken for true. Choose another file, or ask for the package again.";
        PackageNewer { version: u64, known: u32 } = "export.package_newer",
            "This package was made by a newer Partwright (layout {version}; this program knows {known}). Update Partwright.";
        PackagedOtherwise { what: String } = "export.packaged_otherwise",
            "This is not how Partwright makes a package: {what}. Somebody made it anew, and nothing in it is taken for true; ask for it as it was made.";
        EntryCompressed { path: String } = "export.entry_compressed",
            "{path} is compressed, and nothing in a package is; somebody made it anew. Ask for the package as it was made.";
        EntryTwice { path: String } = "export.entry_twice",
            "{path} is in it twice, or not in its order, so that two programs may read two things in it. Ask for the package as it was made.";
        EntriesDisagree { path: String } = "export.entries_disagree",
            "The list at the end of this package says something else of {path} than the place where it lies. Ask for the package as it was made.";
        BytesBeside { place: u64 } = "export.bytes_beside",
            "There are bytes in this file that belong to no entry, at byte {place}. Ask for the package as it was made.";
        CutShort = "export.cut_short",
            "This package ends before it is whole. Copy it once more, or ask for it again.";
        PackageTooLarge { what: String, most: u64 } = "export.package_too_large",
            "This package has more {what} than the {most} that Partwright makes and looks at.";
        TooManyLevels { most: usize } = "export.too_many_levels",
            "A package has at most {most} levels of a BOM, and this one has more.";
        PartUntold { number: String } = "export.part_untold",
            "{number} stands in the BOM, and parts.json says nothing of it. Ask for the package as it was made.";
        FormNewer { form: u32, known: u32 } = "export.form_newer",
            "This release was hashed by a newer Partwright (form {form}; this program knows {known}). Update Partwright.";
        FormatUnknown { text: String, known: String } = "export.format_unknown",
            "\"{text}\" is not a format; the formats are {known}.";
        PresetUnknown { text: String, known: String } = "export.preset_unknown",
            "\"{text}\" is not a layout; the layouts are {known}.";
        LayoutFormat { layout: String } = "export.layout_format",
            "The layout {layout} is a table that another program reads; write it as csv or xlsx.";
        ShapeUnknown { text: String, known: String } = "export.shape_unknown",
            "\"{text}\" is not a way to list a BOM; the ways are {known}.";
        PathTaken { path: String } = "export.path_taken",
            "There is already a file {path}, and it was left as it is. Choose another name, or say that it may be replaced.";
        PathUnwritable { path: String, detail: String } = "export.path_unwritable",
            "{path} cannot be written ({detail}), and nothing was left there. Choose another folder or name.";
        PathUnreadable { path: String, detail: String } = "export.path_unreadable",
            "{path} cannot be read ({detail}). Check the path, and that the file may be read.";
        WriteFailed { detail: String } = "export.write_failed",
            "The document could not be written ({detail}), and nothing was left of it. Try again, or choose another place.";
        TooManyRows { most: u64 } = "export.too_many_rows",
            "A workbook has at most {most} rows, and this document has more; export it as CSV or JSON.";
        TextTooLong { column: String, row: u64, most: usize } = "export.text_too_long",
            "A cell of a workbook has at most {most} characters, and \"{column}\" in row {row} has more; export it as CSV or JSON.";
        NothingPlaced { number: String, label: String } = "export.nothing_placed",
            "No line of {number} revision {label} has what this layout lists, because none is fitted with a reference designator; export its BOM instead.";
    }
}

/// How a BOM is listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Its own lines.
    #[default]
    OneLevel,
    /// The lines of all levels, each below the assembly that it stands in.
    Indented,
    /// Each part once, with what all levels need of it.
    Flat,
}

impl Shape {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::OneLevel, Self::Indented, Self::Flat];

    /// The way's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OneLevel => "one-level",
            Self::Indented => "indented",
            Self::Flat => "flat",
        }
    }

    /// The way of that name.
    pub fn parse(text: &str) -> Result<Self, ExportError> {
        named(text, &Self::ALL, Self::name)
            .ok_or_else(|| ExportError::ShapeUnknown { text: cut(text), known: names(&Self::ALL, Self::name) })
    }
}

/// What is exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A revision's BOM.
    Bom {
        /// The revision.
        revision: RevisionId,
        /// How it is listed.
        shape: Shape,
        /// For how many builds; quantities of the flat list and costs are told for all of them.
        builds: Builds,
        /// What costs are told in; the currency in which most parts have prices where none is named.
        currency: Option<Currency>,
    },
    /// A revision's BOM as somebody else wants to read it.
    Layout {
        /// The revision.
        revision: RevisionId,
        /// The layout.
        preset: &'static Preset,
        /// Whose order codes are told, where the layout does not say so itself; the first that sells it where none is named.
        supplier: Option<Supplier>,
        /// Whether three or more designators in a row become `R1-R4`, in layouts whose readers know that; as the layout does
        /// where nobody says.
        ranges: Option<bool>,
    },
    /// Parts.
    Parts {
        /// What was typed that they answer; every part answers an empty query.
        query: String,
        /// What they must be besides.
        filter: SearchFilter,
        /// In which order; by number where nobody says.
        order: Option<PartOrder>,
    },
    /// Where a part is used, at all levels.
    WhereUsed {
        /// The part.
        part: PartId,
    },
    /// In what two revisions' BOMs differ.
    Compare {
        /// The first revision.
        before: RevisionId,
        /// The second.
        after: RevisionId,
        /// Whether what all levels need is compared; else their own lines are.
        all_levels: bool,
    },
    /// The audit.
    Audit {
        /// Only what concerns this part.
        part: Option<PartId>,
    },
}

/// Who exports, and when; a document says so of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// Their name.
    pub by: String,
}

impl Stamp {
    fn facts(&self) -> [Fact; 2] {
        [Fact::moment("as_of", "As of", self.at), Fact::text("exported_by", "Exported by", &self.by)]
    }
}

/// Writes what is wanted, as this state of the workspace has it, and answers how many rows it has.
pub fn write(
    seen: &dyn Snapshot,
    wanted: &Wanted,
    stamp: &Stamp,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<u64> {
    match wanted {
        Wanted::Bom { revision, shape, builds, currency } => {
            let way = bom::Way { shape: *shape, builds: *builds, currency: currency.as_ref() };
            bom::write(&mut Basis::now(seen, *revision, stamp)?, &way, sink, watch)?;
        }
        Wanted::Layout { revision, preset, supplier, ranges } => {
            let way = preset::Way { preset, supplier: supplier.as_ref(), ranges: *ranges };
            preset::write(seen, *revision, &way, sink, watch)?;
        }
        Wanted::Parts { query, filter, order } => parts::write(seen, query, filter, *order, stamp, sink, watch)?,
        Wanted::WhereUsed { part } => where_used::write(seen, *part, stamp, sink, watch)?,
        Wanted::Compare { before, after, all_levels: false } => {
            compare::lines(seen, *before, *after, stamp, sink, watch)?;
        }
        Wanted::Compare { before, after, all_levels: true } => {
            compare::amounts(seen, *before, *after, stamp, sink, watch)?;
        }
        Wanted::Audit { part } => audit::write(seen, *part, stamp, sink, watch)?,
    }
    Ok(watch.rows())
}

/// A name for the file that what is wanted becomes, without its ending: `EL-PCB-100012 B indented`.
pub fn stem(seen: &dyn Snapshot, wanted: &Wanted) -> Result<String> {
    let of = |id: RevisionId| {
        let (revision, part) = find(seen, id)?;
        Ok::<_, Error>(format!("{} {}", part.number, revision.label))
    };
    Ok(match wanted {
        Wanted::Bom { revision, shape, .. } => format!("{} {}", of(*revision)?, shape.name()),
        Wanted::Layout { revision, preset, .. } => format!("{} {}", of(*revision)?, preset.name),
        Wanted::Parts { .. } => "parts".to_owned(),
        Wanted::WhereUsed { part } => format!("{} where-used", seen.parts().get(*part)?.number),
        Wanted::Compare { before, after, .. } => format!("{} against {}", of(*after)?, of(*before)?),
        Wanted::Audit { part: Some(part) } => format!("{} audit", seen.parts().get(*part)?.number),
        Wanted::Audit { part: None } => "audit".to_owned(),
    })
}

fn find(seen: &dyn Snapshot, id: RevisionId) -> Result<(Revision, Part)> {
    let revision = seen.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    let part = seen.parts().get(revision.part)?;
    Ok((revision, part))
}

fn named<T: Copy>(text: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
    let written = text.trim();
    all.iter().copied().find(|one| name(*one).eq_ignore_ascii_case(written))
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ")
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
