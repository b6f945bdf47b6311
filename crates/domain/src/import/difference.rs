//! The difference between the BOM that is there and the one that a file says: what an import into a draft does.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde::Serialize;

use super::ImportError;
use super::column::{Column, Role};
use super::packed::Packed;
use super::plan::{PlannedLine, PlannedPart, Problem};
use crate::bom::{Aspect, BomLine, Designator, LineContent, LineProperty, Quantity, Unit};
use crate::id::PartId;

/// What becomes of the lines that are there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The lines that came from a file become what this one says; those that it has no longer go. Lines that somebody added
    /// by hand stay.
    #[default]
    Update,
    /// The BOM becomes what the file says, and all other lines go.
    Replace,
    /// Every line stays as it is, and the file's come after them.
    Add,
}

/// What happens to one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineChange {
    /// A line of the file that the BOM has not; by its place in the plan.
    Added(usize),
    /// A line that says something else afterwards.
    Changed {
        /// What it says.
        before: Box<BomLine>,
        /// What it will say, but for its child, where that is a part to be made.
        after: Box<BomLine>,
        /// The line of the file that says so, by its place in the plan; `None` where a designator went to another line.
        line: Option<usize>,
        /// In what it differs.
        aspects: Vec<Aspect>,
    },
    /// A line that the file has not.
    Removed(Box<BomLine>),
}

/// What an import changes in a BOM.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// What changes: the lines of the BOM in their order, then those that are added.
    pub changes: Vec<LineChange>,
    /// How many lines of the file the BOM has already.
    pub unchanged: usize,
    /// How many lines stay that the file does not know.
    pub kept: usize,
}

impl Difference {
    /// What the lines that change or go call for, before and after.
    pub fn children(&self) -> impl Iterator<Item = PartId> + '_ {
        self.changes.iter().flat_map(|change| {
            match change {
                LineChange::Added(_) => [None, None],
                LineChange::Changed { before, after, .. } => [Some(before.child), Some(after.child)],
                LineChange::Removed(line) => [Some(line.child), None],
            }
            .into_iter()
            .flatten()
        })
    }

    /// How many lines are added.
    pub fn added(&self) -> usize {
        self.changes.iter().filter(|change| matches!(change, LineChange::Added(_))).count()
    }

    /// How many lines change.
    pub fn changed(&self) -> usize {
        self.changes.iter().filter(|change| matches!(change, LineChange::Changed { .. })).count()
    }

    /// How many lines go.
    pub fn removed(&self) -> usize {
        self.changes.iter().filter(|change| matches!(change, LineChange::Removed(_))).count()
    }

    /// What lines lose that no file can say, because they get another part.
    pub(super) fn lost(&self, lines: &Packed<PlannedLine>) -> Vec<Problem> {
        let mut lost = Vec::new();
        for change in &self.changes {
            let LineChange::Changed { before, after, line: Some(line), .. } = change else { continue };
            let Some(row) = lines.get(*line).rows.first().copied() else { continue };
            if before.pinned != after.pinned {
                lost.push(Problem::notice(row, &ImportError::PinLost.into()));
            }
            if before.substitutes != after.substitutes {
                lost.push(Problem::notice(row, &ImportError::SubstitutesLost.into()));
            }
        }
        lost
    }

    /// How many lines the BOM has afterwards.
    pub fn lines(&self) -> usize {
        self.added() + self.changed() + self.unchanged + self.kept
    }
}

/// What of a line the file can say at all: a file without a column of notes says nothing about them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Says {
    /// Find numbers.
    pub find_number: bool,
    /// Notes.
    pub note: bool,
}

impl Says {
    /// What these columns say.
    pub fn of(columns: &[Column]) -> Self {
        let has = |role| columns.iter().any(|column| column.role == role);
        Self { find_number: has(Role::FindNumber), note: has(Role::Note) }
    }
}

/// Compares the lines that are there with those of the file.
///
/// Lines are paired when they call for the same part: those that say the same first, then those that share most designators,
/// then the rest in their order. A line that is left is paired with another part that took over one of its designators.
pub fn difference(
    there: &[BomLine],
    parts: &Packed<PlannedPart>,
    lines: &Packed<PlannedLine>,
    mode: Mode,
    says: Says,
) -> Difference {
    if there.is_empty() {
        return Difference { changes: (0..lines.len()).map(LineChange::Added).collect(), ..Difference::default() };
    }
    // Two BOMs are compared as wholes.
    let lines: Vec<PlannedLine> = lines.iter().map(Cow::into_owned).collect();
    let children: Vec<Option<PartId>> = parts.iter().map(|part| part.known.as_ref().map(|(id, _)| *id)).collect();
    let pairs = if mode == Mode::Add { vec![None; lines.len()] } else { pair(there, &children, &lines) };
    let mut line_of: HashMap<usize, usize> = HashMap::new();
    line_of.extend(pairs.iter().enumerate().filter_map(|(line, old)| old.map(|old| (old, line))));
    // Which designators the file speaks of: a line that stays gives them away.
    let spoken: HashSet<&Designator> = lines.iter().flat_map(|line| &line.content.designators).collect();
    let mut found = Difference::default();
    for (old, before) in there.iter().enumerate() {
        let Some(&line) = line_of.get(&old) else {
            let goes = mode == Mode::Replace || (mode == Mode::Update && before.origin.is_some());
            match without(before, &spoken) {
                _ if goes => found.changes.push(LineChange::Removed(Box::new(before.clone()))),
                Left::All => found.kept += 1,
                Left::Nothing => found.changes.push(LineChange::Removed(Box::new(before.clone()))),
                Left::Some(after) => {
                    let aspects = aspects(before, &after);
                    let before = Box::new(before.clone());
                    found.changes.push(LineChange::Changed { before, after, line: None, aspects });
                }
            }
            continue;
        };
        let planned = &lines[line];
        let child = children[planned.part];
        let after = after(before, child, planned, says);
        let mut aspects = aspects(before, &after);
        if child != Some(before.child) {
            aspects.insert(0, Aspect::Part);
        }
        if aspects.is_empty() {
            found.unchanged += 1;
        } else {
            let (before, after) = (Box::new(before.clone()), Box::new(after));
            found.changes.push(LineChange::Changed { before, after, line: Some(line), aspects });
        }
    }
    let added = pairs.iter().enumerate().filter(|(_, old)| old.is_none());
    found.changes.extend(added.map(|(line, _)| LineChange::Added(line)));
    found
}

/// For each line of the file, the line that is there and becomes it.
fn pair(there: &[BomLine], children: &[Option<PartId>], lines: &[PlannedLine]) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; lines.len()];
    let mut taken = vec![false; there.len()];
    let child = |line: &PlannedLine| children[line.part];
    let mut holder: HashMap<&Designator, usize> = HashMap::new();
    holder.extend(there.iter().enumerate().flat_map(|(old, line)| line.designators.iter().map(move |at| (at, old))));
    let mut take = |line: usize, old: usize, taken: &mut Vec<bool>| {
        pairs[line] = Some(old);
        taken[old] = true;
    };
    // Those that say the same.
    let mut alike: HashMap<Alike<'_>, VecDeque<usize>> = HashMap::new();
    there.iter().enumerate().for_each(|(old, line)| alike.entry(Alike::there(line)).or_default().push_back(old));
    let mut left = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let same = child(line).and_then(|child| alike.get_mut(&Alike::planned(child, &line.content))?.pop_front());
        match same {
            Some(old) => take(place, old, &mut taken),
            None => left.push(place),
        }
    }
    // Those of the same part that share most designators.
    left.retain(|&place| {
        let line = &lines[place];
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for old in line.content.designators.iter().filter_map(|at| holder.get(at)) {
            if !taken[*old] && child(line) == Some(there[*old].child) {
                *shared.entry(*old).or_default() += 1;
            }
        }
        let most = shared.into_iter().max_by_key(|&(old, count)| (count, usize::MAX - old));
        most.inspect(|&(old, _)| take(place, old, &mut taken)).is_none()
    });
    // The rest of the same part, in their order: those that are fitted alike before the others.
    for is_strict in [true, false] {
        let mut of_part: HashMap<Kind, VecDeque<usize>> = HashMap::new();
        let key = |child, dnp, unit| (child, is_strict.then_some((dnp, unit)));
        for (old, line) in there.iter().enumerate().filter(|(old, _)| !taken[*old]) {
            of_part.entry(key(line.child, line.dnp, line.unit)).or_default().push_back(old);
        }
        left.retain(|&place| {
            let line = &lines[place];
            let next = child(line)
                .and_then(|child| of_part.get_mut(&key(child, line.content.dnp, line.content.unit))?.pop_front());
            next.inspect(|&old| take(place, old, &mut taken)).is_none()
        });
    }
    // Another part in the same place.
    for place in left {
        let old = lines[place].content.designators.iter().filter_map(|at| holder.get(at)).find(|old| !taken[**old]);
        if let Some(&old) = old {
            take(place, old, &mut taken);
        }
    }
    pairs
}

/// A line's part, and where that is asked, whether and in which unit it is fitted.
type Kind = (PartId, Option<(bool, Unit)>);

/// What a line must share with one that is there to be left alone.
#[derive(PartialEq, Eq, Hash)]
struct Alike<'l> {
    child: PartId,
    quantity: Quantity,
    unit: Unit,
    dnp: bool,
    designators: Vec<&'l Designator>,
    properties: Vec<(&'l str, &'l str)>,
}

impl<'l> Alike<'l> {
    fn there(line: &'l BomLine) -> Self {
        Self {
            child: line.child,
            quantity: line.quantity,
            unit: line.unit,
            dnp: line.dnp,
            designators: sorted(&line.designators),
            properties: named(&line.properties),
        }
    }

    fn planned(child: PartId, content: &'l LineContent) -> Self {
        let LineContent { quantity, unit, dnp, .. } = *content;
        let (designators, properties) = (sorted(&content.designators), named(&content.properties));
        Self { child, quantity, unit, dnp, designators, properties }
    }
}

fn sorted(designators: &[Designator]) -> Vec<&Designator> {
    let mut sorted: Vec<&Designator> = designators.iter().collect();
    sorted.sort_unstable();
    sorted
}

fn named(properties: &[LineProperty]) -> Vec<(&str, &str)> {
    let mut named: Vec<_> =
        properties.iter().map(|property| (property.name.as_str(), property.text.as_str())).collect();
    named.sort_unstable();
    named
}

/// What a line says once the file has spoken. What the file cannot say stays: pins, substitutes, and what its columns do not
/// speak of.
fn after(before: &BomLine, child: Option<PartId>, planned: &PlannedLine, says: Says) -> BomLine {
    let LineContent { quantity, unit, designators, quantity_intended, dnp, find_number, note, properties, origin } =
        planned.content.clone();
    let is_same = child == Some(before.child);
    // In whatever order they are written, they are the same places.
    let designators =
        if sorted(&designators) == sorted(&before.designators) { before.designators.clone() } else { designators };
    // What was written by hand is kept beside what the file says; what came from a file goes with it.
    let mut properties = properties;
    if before.origin.is_none() {
        let by_hand = before.properties.iter().filter(|own| properties.iter().all(|other| other.name != own.name));
        let mut merged: Vec<LineProperty> = by_hand.cloned().collect();
        merged.append(&mut properties);
        properties = merged;
    }
    if named(&properties) == named(&before.properties) {
        properties.clone_from(&before.properties);
    }
    let mut substitutes = if is_same { before.substitutes.clone() } else { Vec::new() };
    substitutes.retain(|substitute| Some(substitute.part) != child);
    BomLine {
        id: before.id,
        revision: before.revision,
        position: before.position,
        child: child.unwrap_or(before.child),
        quantity,
        unit,
        designators,
        quantity_intended,
        dnp,
        find_number: if says.find_number { find_number } else { before.find_number.clone() },
        note: if says.note { note } else { before.note.clone() },
        pinned: before.pinned.filter(|_| is_same),
        substitutes,
        properties,
        origin: origin.or_else(|| before.origin.clone()),
    }
}

/// In what two states of a line differ. Where it came from is no difference.
fn aspects(before: &BomLine, after: &BomLine) -> Vec<Aspect> {
    let told = [
        (Aspect::Revision, before.pinned != after.pinned),
        (Aspect::Quantity, (before.quantity, before.unit) != (after.quantity, after.unit)),
        (Aspect::Designators, before.designators != after.designators),
        (Aspect::Intended, before.quantity_intended != after.quantity_intended),
        (Aspect::Dnp, before.dnp != after.dnp),
        (Aspect::Substitutes, before.substitutes != after.substitutes),
        (Aspect::FindNumber, before.find_number != after.find_number),
        (Aspect::Note, before.note != after.note),
        (Aspect::Properties, before.properties != after.properties),
    ];
    told.into_iter().filter(|(_, differs)| *differs).map(|(aspect, _)| aspect).collect()
}

/// What is left of a line that stays, when the file speaks of its designators.
enum Left {
    All,
    Some(Box<BomLine>),
    Nothing,
}

fn without(line: &BomLine, spoken: &HashSet<&Designator>) -> Left {
    let left: Vec<Designator> = line.designators.iter().filter(|at| !spoken.contains(at)).cloned().collect();
    let lost = line.designators.len() - left.len();
    if lost == 0 {
        return Left::All;
    }
    if left.is_empty() {
        return Left::Nothing;
    }
    let quantity = if line.quantity_intended { line.quantity } else { Quantity::pieces(left.len()) };
    Left::Some(Box::new(BomLine { designators: left, quantity, ..line.clone() }))
}
