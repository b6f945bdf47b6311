//! The parts that rows name, each once: which part of the workspace it is, or how it is to be made.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::ImportError;
use super::column::Role;
use super::known::{ChoiceKey, Known, KnownPart, Wanted};
use super::new_part;
use super::packed::Packed;
use super::plan::{Ambiguous, MakerAndMpn, PlannedPart, Purpose};
use super::row::{Cells, Stop};
use super::said::Stands;
use crate::bom::Designator;
use crate::category::{CategoryError, Codes, starter};
use crate::error::Error;
use crate::id::PartId;
use crate::order::match_key;
use crate::part::PartNumber;
use crate::search::Value;

/// Something to say about a row that is in.
pub(super) type Notice = (Option<Role>, ImportError);

/// Which part a row means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    /// Its place among the planned parts.
    pub(super) part: usize,
    /// Whether it is to be made.
    pub(super) is_new: bool,
    /// Whether no row before named it.
    pub(super) is_first: bool,
    /// Whether it gets something from the row that it lacked.
    pub(super) is_updated: bool,
    /// The row that named it first.
    pub(super) first_row: u64,
}

/// Why a row may mean another part than the one that it names.
#[derive(Debug, Clone)]
struct Doubt {
    number: String,
    column: String,
}

/// Who has a manufacturer part.
enum Holder {
    Itself,
    Other(String),
}

/// What is found of a row's part before anything new is made.
enum Found {
    Known(PartId),
    /// Several, the oldest first.
    OneOf(Vec<PartId>),
    Planned(usize),
    Nothing,
}

/// The parts that rows name.
#[derive(Debug)]
pub(super) struct Register<'k> {
    pub(super) known: Known,
    pub(super) purpose: &'k Purpose,
    pub(super) parts: Packed<PlannedPart>,
    first_rows: Vec<u64>,
    /// The files of a set, each with how many parts those before it named.
    files: Vec<(usize, String)>,
    stands: Stands,
    of_known: HashMap<PartId, usize>,
    /// Parts that are planned to have an MPN, by its match key, with the maker's, in the order in which they get it.
    of_mpn: HashMap<String, Vec<(String, usize)>>,
    /// Which part gets a manufacturer part, in the order in which they are given.
    pub(super) gives: Vec<usize>,
    /// Parts by what is to be remembered of them.
    of_key: BTreeMap<ChoiceKey, usize>,
    /// MPNs that stand on several parts.
    pub(super) ambiguous: Vec<Ambiguous>,
    /// By what these are remembered.
    ambiguous_keys: HashSet<ChoiceKey>,
}

impl<'k> Register<'k> {
    pub(super) fn new(known: Known, purpose: &'k Purpose) -> Self {
        Self {
            known,
            purpose,
            parts: Packed::default(),
            first_rows: Vec::new(),
            files: Vec::new(),
            stands: Stands::default(),
            of_known: HashMap::new(),
            of_mpn: HashMap::new(),
            gives: Vec::new(),
            of_key: BTreeMap::new(),
            ambiguous: Vec::new(),
            ambiguous_keys: HashSet::new(),
        }
    }

    /// The parts of the workspace that rows before named and are planned to be what these rows name.
    pub(super) fn meant(&self, wanted: &Wanted) -> BTreeSet<PartId> {
        let by_mpn = wanted.mpn_keys.iter().filter_map(|key| self.of_mpn.get(key)).flatten().map(|(_, part)| part);
        let by_key = wanted.choices.iter().filter_map(|key| self.of_key.get(key));
        by_mpn.chain(by_key).filter_map(|&part| self.id_of(part)).collect()
    }

    /// The part that a row means. Nothing is registered for a row that stops here.
    pub(super) fn name(
        &mut self,
        cells: &Cells<'_>,
        designators: &[Designator],
        notices: &mut Vec<Notice>,
    ) -> Result<Named, Stop> {
        new_part::check_named(cells, !designators.is_empty(), self.purpose)?;
        let codes = suggest_codes(self.purpose, cells, designators).map_err(no_category)?;
        let key = ChoiceKey::of(cells, &codes);
        let makers = cells.makers()?;
        if let Some((role, link)) = cells.link() {
            notices.push((Some(role), ImportError::MpnIsLink { link: link.to_owned() }));
        }
        match self.find(cells, &key, &makers, notices)? {
            Found::Known(id) => return self.name_known(cells, id, key, makers, notices),
            Found::OneOf(candidates) => {
                let named = self.name_known(cells, candidates[0], key.clone(), makers, notices)?;
                if self.ambiguous_keys.insert(key.clone()) {
                    self.ambiguous.push(Ambiguous { key, part: named.part, candidates, row: cells.number() });
                }
                return Ok(named);
            }
            Found::Planned(part) => {
                return match self.id_of(part) {
                    Some(id) => self.name_known(cells, id, key, makers, notices),
                    None => self.name_again(cells, part, key, makers, notices),
                };
            }
            Found::Nothing => {}
        }
        let codes = self.numbered_codes(cells).map_or_else(|| self.check_codes(codes), Ok)?;
        let part = new_part::of(cells, codes, makers, !designators.is_empty(), self.purpose)?;
        let place = self.add(part, cells.number());
        self.remember(place, key);
        Ok(Named { part: place, is_new: true, is_first: true, is_updated: false, first_row: cells.number() })
    }

    /// The order of matching: our number, another system's, manufacturer parts, what is remembered.
    fn find(
        &self,
        cells: &Cells<'_>,
        key: &ChoiceKey,
        makers: &[MakerAndMpn],
        notices: &mut Vec<Notice>,
    ) -> Result<Found, Stop> {
        let written = cells.get(Role::PartNumber);
        if let Some(found) = self.by_number(written, key, notices)? {
            return Ok(found);
        }
        let choice = self.known.choices.get(key).copied();
        if let Some(choice) = choice
            && (choice.is_explicit || key.is_number())
        {
            match choice.part {
                Some(part) => return Ok(Found::Known(part)),
                // A new part, but one for all rows of that key.
                None => return Ok(self.of_key.get(key).map_or(Found::Nothing, |&part| Found::Planned(part))),
            }
        }
        if let Some(&part) = self.of_key.get(key).filter(|_| key.is_number()) {
            return Ok(Found::Planned(part));
        }
        for named in makers {
            if let Some(found) = self.by_mpn(named, key, choice.and_then(|choice| choice.part), notices) {
                return Ok(found);
            }
        }
        if key.is_number() || key.is_mpn() {
            return Ok(Found::Nothing);
        }
        let remembered = choice.and_then(|choice| choice.part).map(Found::Known);
        let planned = || self.of_key.get(key).map(|&part| Found::Planned(part));
        Ok(remembered.or_else(planned).unwrap_or(Found::Nothing))
    }

    /// The part of a number that is one of ours. A number that only begins like ours is a slip of somebody's, not another
    /// system's number, unless an earlier import learnt it as one.
    fn by_number(&self, written: &str, key: &ChoiceKey, notices: &mut Vec<Notice>) -> Result<Option<Found>, Stop> {
        if written.is_empty() || self.known.foreign_numbers {
            return Ok(None);
        }
        let foreign = self.known.choices.get(key).and_then(|choice| choice.part);
        let number = written.parse::<PartNumber>();
        let ours = number.as_ref().ok().and_then(|number| self.known.by_number.get(number)).copied();
        if let Some(ours) = ours {
            let other = foreign.filter(|other| *other != ours).and_then(|other| self.known.part(other));
            notices.extend(other.map(|other| {
                let (number, other) = (written.to_owned(), other.number.to_string());
                (Some(Role::PartNumber), ImportError::NumberOfBoth { number, other })
            }));
            return Ok(Some(Found::Known(ours)));
        }
        if foreign.is_none() && (number.is_ok() || begins_like_ours(written, &self.known)) {
            let error = ImportError::NumberUnknown { number: written.to_owned() };
            return Err(Stop::refused(Role::PartNumber, error));
        }
        Ok(None)
    }

    /// The part that has an MPN. Of several it is the one that had it first: what gets it later changes nothing for the rows
    /// that were imported before.
    fn by_mpn(
        &self,
        (maker, mpn): &MakerAndMpn,
        key: &ChoiceKey,
        remembered: Option<PartId>,
        notices: &mut Vec<Notice>,
    ) -> Option<Found> {
        let (mpn_key, maker_key) = (match_key(mpn.as_str()), match_key(maker.as_str()));
        let mut known: Vec<&KnownPart> = Vec::new();
        for (maker, id) in self.known.by_mpn.get(&mpn_key).into_iter().flatten() {
            let part = self.known.part(*id).filter(|_| is_maker(maker, &maker_key) && self.may_be_called(*id, key));
            known.extend(part.filter(|part| known.iter().all(|other| other.id != part.id)));
        }
        if known.len() > 1 {
            if let Some(remembered) = remembered.filter(|id| known.iter().any(|part| part.id == *id)) {
                return Some(Found::Known(remembered));
            }
            let number = known[0].number.to_string();
            let others = known[1..].iter().map(|part| part.number.to_string()).collect::<Vec<_>>().join(", ");
            notices.push((Some(Role::Mpn), ImportError::MpnAmbiguous { mpn: mpn.to_string(), number, others }));
            return Some(Found::OneOf(known.into_iter().map(|part| part.id).collect()));
        }
        if let Some(first) = known.first() {
            return Some(Found::Known(first.id));
        }
        let mut planned = self.of_mpn.get(&mpn_key).into_iter().flatten();
        let fits = |(maker, part): &&(String, usize)| is_maker(maker, &maker_key) && self.may_share(*part, key);
        planned.find(fits).map(|(_, part)| Found::Planned(*part))
    }

    /// Whether a part of the workspace may be one that another system numbers so: unless a row before gave it another number.
    fn may_be_called(&self, id: PartId, key: &ChoiceKey) -> bool {
        self.of_known.get(&id).is_none_or(|&part| self.may_share(part, key))
    }

    /// Which part of the workspace a planned one is.
    fn id_of(&self, place: usize) -> Option<PartId> {
        self.parts.get(place).known.as_ref().map(|(id, _)| *id)
    }

    fn may_share(&self, part: usize, key: &ChoiceKey) -> bool {
        !key.is_number() || self.parts.get(part).remembers.iter().all(|other| !other.is_number() || other == key)
    }

    fn name_known(
        &mut self,
        cells: &Cells<'_>,
        id: PartId,
        key: ChoiceKey,
        makers: Vec<MakerAndMpn>,
        notices: &mut Vec<Notice>,
    ) -> Result<Named, Stop> {
        let missing = || Stop::refused(Role::PartNumber, crate::part::PartError::NotFound { part: id.to_string() });
        let known = self.known.part(id).ok_or_else(missing)?;
        if known.contains_target {
            let error = ImportError::ContainsTarget { number: known.number.to_string() };
            return Err(Stop::refused(Role::PartNumber, error));
        }
        let statements = new_part::updates(cells, known, self.purpose, notices)?;
        let doubt = self.doubt(cells, known, &makers);
        let there = self.of_known.get(&id).copied();
        let planned = new_part::known(known);
        let place = there.unwrap_or_else(|| self.add(planned, cells.number()));
        let gets_maker = self.give(place, makers, doubt.as_ref(), notices);
        let (first_row, first) = (self.first_rows[place], self.first(place));
        let is_updated = self.stands.settle(place, self.parts.open(place), &first, statements, notices) || gets_maker;
        self.remember(place, key);
        Ok(Named { part: place, is_new: false, is_first: there.is_none(), is_updated, first_row })
    }

    /// A row more of a part that is to be made.
    fn name_again(
        &mut self,
        cells: &Cells<'_>,
        place: usize,
        key: ChoiceKey,
        makers: Vec<MakerAndMpn>,
        notices: &mut Vec<Notice>,
    ) -> Result<Named, Stop> {
        let (first_row, first) = (self.first_rows[place], self.first(place));
        let statements = new_part::statements(cells, self.purpose)?;
        self.stands.settle(place, self.parts.open(place), &first, statements, notices);
        self.give(place, makers, None, notices);
        self.remember(place, key);
        Ok(Named { part: place, is_new: true, is_first: false, is_updated: false, first_row })
    }

    /// What speaks against a part that the row names by nothing but a number of ours, which may be another company's as well:
    /// it has none of the row's MPNs, and another value or footprint. Where the row is to change those, nothing does.
    fn doubt(&self, cells: &Cells<'_>, part: &KnownPart, makers: &[MakerAndMpn]) -> Option<Doubt> {
        let is_ours = !self.known.foreign_numbers && cells.get(Role::PartNumber).parse().as_ref() == Ok(&part.number);
        let is_taken = matches!(self.purpose, Purpose::Parts { update: true, .. });
        let has = |(maker, mpn): &MakerAndMpn| {
            part.manufacturer_parts.iter().any(|own| {
                match_key(own.mpn.as_str()) == match_key(mpn.as_str())
                    && is_maker(&match_key(own.manufacturer.as_str()), &match_key(maker.as_str()))
            })
        };
        if !is_ours || is_taken || makers.iter().any(has) {
            return None;
        }
        let column = new_part::contradiction(cells, part)?;
        Some(Doubt { number: part.number.to_string(), column })
    }

    /// Gives a part the manufacturer parts that it lacks and nobody else has, unless there is doubt whether the row means it;
    /// whether there were any.
    fn give(
        &mut self,
        place: usize,
        makers: Vec<MakerAndMpn>,
        doubt: Option<&Doubt>,
        notices: &mut Vec<Notice>,
    ) -> bool {
        let mut is_updated = false;
        for named in makers {
            match self.holder(place, &named) {
                Some(Holder::Itself) => {}
                Some(Holder::Other(other)) => {
                    let mpn = named.1.to_string();
                    notices.push((Some(Role::Mpn), ImportError::MpnElsewhere { mpn, other }));
                }
                None => {
                    if let Some(Doubt { number, column }) = doubt.cloned() {
                        let error = ImportError::MpnWithheld { mpn: named.1.to_string(), number, column };
                        notices.push((Some(Role::Mpn), error));
                        continue;
                    }
                    self.note_given(place, &named);
                    self.parts.open(place).gets.push(named);
                    is_updated = true;
                }
            }
        }
        is_updated
    }

    /// Who has that manufacturer part, in the workspace or in the plan: nobody where it is `None`.
    fn holder(&self, place: usize, (maker, mpn): &MakerAndMpn) -> Option<Holder> {
        let (mpn_key, maker_key) = (match_key(mpn.as_str()), match_key(maker.as_str()));
        let own = self.id_of(place);
        let known = self.known.by_mpn.get(&mpn_key).into_iter().flatten();
        let known = known.filter(|(maker, _)| is_maker(maker, &maker_key)).filter_map(|(_, id)| self.known.part(*id));
        let planned = self.of_mpn.get(&mpn_key).into_iter().flatten().filter(|(maker, _)| is_maker(maker, &maker_key));
        let other =
            |is_own: bool, name: &dyn Fn() -> String| if is_own { Holder::Itself } else { Holder::Other(name()) };
        let known = known.map(|part| other(Some(part.id) == own, &|| part.number.to_string()));
        let planned = planned.map(|(_, part)| other(*part == place, &|| self.parts.get(*part).name.to_string()));
        // Its own comes before anybody else's.
        known.chain(planned).min_by_key(|holder| matches!(holder, Holder::Other(_)))
    }

    fn note_given(&mut self, place: usize, (maker, mpn): &MakerAndMpn) {
        let given = (match_key(maker.as_str()), place);
        // Nearly always it stays at one.
        self.of_mpn.entry(match_key(mpn.as_str())).or_insert_with(|| Vec::with_capacity(1)).push(given);
        self.gives.push(place);
    }

    /// The parts whose numbers of another system name them as the assemblies of a BOM that is called so; one of that very
    /// number where there are none.
    pub(super) fn assemblies(&mut self, stem: &str) -> Result<Vec<usize>, Error> {
        let key = ChoiceKey::number(stem);
        let begins_so = |(other, _): &(&ChoiceKey, &usize)| other.is_number() && other.key.starts_with(&key.key);
        let are_there = self.of_key.range::<ChoiceKey, _>(&key..).take_while(begins_so);
        let of = |(other, &part)| is_of(other, &key).then_some(part);
        let mut found: Vec<usize> = are_there.filter_map(of).collect();
        found.sort_unstable();
        found.dedup();
        if !found.is_empty() {
            return Ok(found);
        }
        let there = self.known.choices.get(&key).and_then(|choice| self.known.part(choice.part?));
        let part = match there {
            Some(part) => new_part::known(part),
            None => new_part::assembly(stem)?,
        };
        let place = self.add(part, 0);
        self.remember(place, key);
        Ok(vec![place])
    }

    /// Begins a file of a set.
    pub(super) fn begin(&mut self, path: &str, purpose: &'k Purpose) {
        self.purpose = purpose;
        self.files.push((self.parts.len(), path.to_owned()));
    }

    /// The row that named a part first, and its file where that is another one.
    fn first(&self, place: usize) -> String {
        let row = self.first_rows[place];
        let files = self.files.partition_point(|(begun, _)| *begun <= place);
        match files.checked_sub(1).filter(|_| files < self.files.len()) {
            Some(file) => format!("row {row} of {}", self.files[file].1),
            None => format!("row {row}"),
        }
    }

    fn add(&mut self, part: PlannedPart, row: u64) -> usize {
        let place = self.parts.len();
        if let Some((id, _)) = part.known {
            self.of_known.insert(id, place);
        }
        part.gets.iter().for_each(|named| self.note_given(place, named));
        self.parts.push(part);
        self.first_rows.push(row);
        place
    }

    /// Lets rows of that key find the part, in this file and in the next one. What a number of ours or an MPN says needs no
    /// remembering, unless somebody chose otherwise.
    fn remember(&mut self, place: usize, key: ChoiceKey) {
        let chosen = self.known.choices.get(&key);
        let is_known = chosen.is_some_and(|choice| !choice.is_explicit);
        let is_worth = if key.is_number() {
            self.known.foreign_numbers || key.key.parse::<PartNumber>().is_err()
        } else {
            !key.is_mpn() || chosen.is_some_and(|choice| choice.is_explicit)
        };
        if is_worth && self.of_key.insert(key.clone(), place).is_none() && !is_known {
            self.parts.open(place).remembers.push(key);
        }
    }

    /// The subcategory that a number of another workspace names, where there is such a one here and no other was chosen.
    fn numbered_codes(&self, cells: &Cells<'_>) -> Option<Codes> {
        let is_chosen = matches!(self.purpose, Purpose::Parts { codes: Some(_), .. });
        let number = cells.get(Role::PartNumber).parse::<PartNumber>().ok().filter(|_| !is_chosen);
        number.map(|number| number.codes).filter(|codes| self.known.codes.contains(codes))
    }

    fn check_codes(&self, codes: Codes) -> Result<Codes, Stop> {
        // Somebody may have removed it; then the row says so before anything is written.
        if self.known.codes.contains(&codes) {
            return Ok(codes);
        }
        let unknown = Codes::parse(starter::UNKNOWN).map_err(no_category)?;
        let is_there = self.known.codes.contains(&unknown);
        if is_there { Ok(unknown) } else { Err(no_category(CategoryError::NotFound { code: unknown.to_string() })) }
    }
}

fn no_category(error: CategoryError) -> Stop {
    Stop::refused(Role::Reference, error)
}

/// The category that a row's part would be put into: the one that was chosen, else as its first designator, its number or its
/// words suggest.
pub(super) fn suggest_codes(
    purpose: &Purpose,
    cells: &Cells<'_>,
    designators: &[Designator],
) -> Result<Codes, CategoryError> {
    if let Purpose::Parts { codes: Some(codes), .. } = purpose {
        return Ok(codes.clone());
    }
    let by_place = || designators.first().map(|first| starter::suggested_by(&first.letters().to_ascii_uppercase()));
    let by_number = || starter::numbered(cells.get(Role::PartNumber));
    let by_words = || starter::described(cells.get(Role::Description));
    let suggested = by_place().filter(|codes| *codes != starter::UNKNOWN).or_else(by_number).or_else(by_words);
    Codes::parse(suggested.unwrap_or(starter::UNKNOWN))
}

/// Whether a text begins with the codes of a subcategory that is there, as our numbers do.
fn begins_like_ours(written: &str, known: &Known) -> bool {
    let written = written.trim().to_ascii_uppercase();
    let Some((codes, _)) = written.rsplit_once('-') else { return false };
    Codes::parse(codes).is_ok_and(|codes| known.codes.contains(&codes))
}

/// Whether two makers, by their match keys, may be one. Who is not named contradicts nobody.
fn is_maker(one: &str, other: &str) -> bool {
    one.is_empty() || other.is_empty() || one == other
}

/// Whether a number is one of an assembly whose BOM has that other number for a name: `ASY-001-0000` of `ASY-001`.
fn is_of(number: &ChoiceKey, stem: &ChoiceKey) -> bool {
    number.key.strip_prefix(&stem.key).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether two cells say the same value, however each is written.
pub(super) fn is_same_value(one: &str, other: &str) -> bool {
    one == other || Value::parse(one).zip(Value::parse(other)).is_some_and(|(one, other)| one.means(&other))
}
