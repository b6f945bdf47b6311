//! What the workspace knows about the parts that rows name, and how a row's part is remembered.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::column::Role;
use super::places::Places;
use super::plan::Purpose;
use super::register::suggest_codes;
use super::remembered::ChoiceKind;
use super::row::Cells;
use crate::bom::Designator;
use crate::category::Codes;
use crate::file::ContentHash;
use crate::id::PartId;
use crate::manufacturer_part::ManufacturerPart;
use crate::order::match_key;
use crate::part::{Description, PartName, PartNumber};
use crate::property::Property;

/// What a key begins with that stands for an MPN; all others of its kind are digests.
const MPN: &str = "mpn ";

/// What rows must share to mean the same part, as long as nothing stronger says which.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ChoiceKey {
    /// By what.
    pub kind: ChoiceKind,
    /// The number, the MPN with its maker, or a digest of all that the row says.
    pub key: String,
}

impl ChoiceKey {
    /// The key of a number that is not one of ours.
    pub(super) fn number(written: &str) -> Self {
        Self { kind: ChoiceKind::ForeignNumber, key: match_key(written) }
    }

    /// By what the row's part is remembered: the strongest that it has. `codes` is where a part of its description would be
    /// classified.
    pub(super) fn of(cells: &Cells<'_>, codes: &Codes) -> Self {
        let number = cells.get(Role::PartNumber);
        if !number.is_empty() {
            return Self::number(number);
        }
        let mpn = cells.get(Role::Mpn);
        if !mpn.is_empty() {
            let key = format!("{MPN}{} {}", match_key(mpn), match_key(cells.get(Role::Manufacturer)));
            return Self { kind: ChoiceKind::Described, key };
        }
        Self { kind: ChoiceKind::Described, key: ContentHash(described(cells, codes)).to_string() }
    }

    /// Whether it is a number of another system.
    pub(super) fn is_number(&self) -> bool {
        self.kind == ChoiceKind::ForeignNumber
    }

    /// Whether it is an MPN.
    pub(super) fn is_mpn(&self) -> bool {
        self.kind == ChoiceKind::Described && self.key.starts_with(MPN)
    }
}

/// A digest of what a row without a number says of its part: two rows with the same one mean the same part.
fn described(cells: &Cells<'_>, codes: &Codes) -> [u8; 32] {
    let mut facts = cells.describing();
    let mut words = None;
    if is_bare(cells) {
        facts.extend(cells.kept(&facts));
        words = places_in_words(cells);
    }
    let mut hash = Sha256::new();
    hash.update(codes.to_string());
    for (name, _, cell) in facts {
        hash.update([0]);
        hash.update(name);
        hash.update([1]);
        hash.update(cell.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    hash.update([2]);
    hash.update(cells.get(Role::Description));
    if let Some(words) = words {
        hash.update([3]);
        hash.update(words);
    }
    hash.finalize().into()
}

/// What a row says in words in the place of designators.
pub(super) fn places_in_words<'r>(cells: &Cells<'r>) -> Option<&'r str> {
    cells.places().is_ok_and(|places| places.is_words).then(|| cells.get(Role::Reference))
}

/// Whether nothing but columns that are kept under their own names says what the part is: the order codes of a shopping list.
pub(super) fn is_bare(cells: &Cells<'_>) -> bool {
    [Role::Value, Role::Description, Role::Mpn, Role::PartNumber].iter().all(|&role| cells.get(role).is_empty())
}

/// Which part was chosen for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The part; `None` for a new one, whatever there is.
    pub part: Option<PartId>,
    /// Whether somebody said so for this very import. What is remembered of an earlier one does not outrank an MPN.
    pub is_explicit: bool,
}

/// A part that the workspace has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPart {
    /// Its id.
    pub id: PartId,
    /// Its number.
    pub number: PartNumber,
    /// Its name.
    pub name: PartName,
    /// Its description.
    pub description: Description,
    /// Its manufacturer parts.
    pub manufacturer_parts: Vec<ManufacturerPart>,
    /// Its newest revision's properties.
    pub properties: Vec<Property>,
    /// Whether its newest revision is a Draft, so that its properties can change.
    pub is_draft: bool,
    /// Whether it contains the assembly that is imported into, and so cannot be a line of it.
    pub contains_target: bool,
}

/// What the workspace knows about the parts that some rows of a file name. Of what the rows before named nothing is kept.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The parts.
    pub parts: HashMap<PartId, KnownPart>,
    /// Which part has a number.
    pub by_number: HashMap<PartNumber, PartId>,
    /// Which parts have an MPN, by its match key: the maker's match key and the part, the first to have it first.
    pub by_mpn: HashMap<String, Vec<(String, PartId)>>,
    /// What was chosen.
    pub choices: BTreeMap<ChoiceKey, Choice>,
    /// The codes of the subcategories there are.
    pub codes: BTreeSet<Codes>,
    /// Whether all part numbers of the file are another system's, also those that look like ours.
    pub foreign_numbers: bool,
    /// The assembly that is imported into, and all that contain it: none of them can be a line of it.
    pub above: HashSet<PartId>,
    /// Designators of lines that stay as they are, beside those of the file.
    pub taken: HashSet<Designator>,
}

impl Known {
    /// The part with an id.
    pub(super) fn part(&self, id: PartId) -> Option<&KnownPart> {
        self.parts.get(&id)
    }

    /// Forgets what rows named. What holds for every row stays, and so does what somebody chose.
    pub(super) fn forget(&mut self) {
        self.parts.clear();
        self.by_number.clear();
        self.by_mpn.clear();
        self.choices.retain(|_, choice| choice.is_explicit);
    }
}

/// What some rows name and the workspace may know.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Part numbers.
    pub numbers: BTreeSet<PartNumber>,
    /// Match keys of MPNs.
    pub mpn_keys: BTreeSet<String>,
    /// What may be remembered.
    pub choices: BTreeSet<ChoiceKey>,
    /// Parts of the workspace that rows before named and that these may mean again.
    pub parts: BTreeSet<PartId>,
}

impl Wanted {
    /// Adds what a row names.
    pub(super) fn add(&mut self, cells: &Cells<'_>, purpose: &Purpose) {
        let written = cells.get(Role::PartNumber);
        self.numbers.extend(written.parse());
        self.mpn_keys.extend(cells.mpn_keys());
        if !written.is_empty() {
            self.choices.insert(ChoiceKey::number(written));
            return;
        }
        // What cannot be read is refused when the row is planned, and needs no look-up. A list of parts places none of them.
        let places = match purpose {
            Purpose::Bom => cells.places(),
            Purpose::Parts { .. } => Ok(Places::default()),
        };
        let Ok(places) = places else { return };
        if let Ok(codes) = suggest_codes(purpose, cells, &places.designators) {
            self.choices.insert(ChoiceKey::of(cells, &codes));
        }
    }
}
