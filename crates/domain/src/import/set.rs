//! Sets: lists of parts and BOMs that name each other by the numbers of their system, imported as one.
//!
//! A BOM is named by its assembly: `ASY-001.csv` is the BOM of every `ASY-001-…` that the set speaks of. Lists come first,
//! then BOMs from the bottom up, all against one register of parts.

mod amend;
mod inside;
mod script;

pub use script::{Entry, Script};

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::ImportError;
use super::catalogue::{Catalogue, There};
use super::column::{self, Column};
use super::difference::{self, Difference, Mode, Says};
use super::form::Form;
use super::known::{ChoiceKey, Wanted};
use super::level;
use super::packed::Packed;
use super::plan::{Counts, PlannedPart, Problem, Purpose};
use super::planner::{Planner, Sheeted};
use super::service::{Chosen, Fingerprint, Target};
use super::source::{ImportFile, ImportSet, Reading, SetFile, SetText, Source};
use super::watch::Passes;
use crate::Result;
use crate::category::{Codes, starter};
use crate::revision::Lifecycle;
use crate::store::Snapshot;
use amend::Amended;

/// What is to be done with a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetRequest {
    /// Whether parts that are there get what the lists say of them.
    pub update: bool,
    /// What becomes of the lines that assemblies have.
    pub mode: Mode,
    /// Which parts rows mean, where somebody said so.
    pub choices: Vec<Chosen>,
    /// Whether all part numbers are another system's, also those that look like ours.
    pub foreign_numbers: bool,
}

/// What a file of a set is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetRole {
    /// A list of parts.
    Parts,
    /// The BOM of these assemblies, by their places in [`SetPlan::parts`].
    Bom(Vec<usize>),
    /// What a tool made of the other files; it would say all of it twice.
    Result,
    /// Neither: its columns do not say.
    Unknown,
}

/// What becomes of a file of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetSheet {
    /// Where it stands in the set.
    pub path: String,
    /// What it is.
    pub role: SetRole,
    /// What it turned out to be.
    pub source: Source,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; `None` where it is left out.
    pub sheet: Option<Sheeted>,
}

/// A BOM of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetBom {
    /// Its assembly, by its place in [`SetPlan::parts`].
    pub assembly: usize,
    /// The file that says so, by its place in [`SetPlan::sheets`].
    pub sheet: usize,
    /// What that changes in the BOM that is there.
    pub difference: Difference,
}

/// What importing a set would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetPlan {
    /// Its files, in the order of their paths.
    pub sheets: Vec<SetSheet>,
    /// The parts that all of them name, each once.
    pub parts: Packed<PlannedPart>,
    /// Which part gets a manufacturer part, in order; see [`Plan::gives`](super::Plan::gives).
    pub gives: Vec<usize>,
    /// The BOMs, those that stand in others first.
    pub boms: Vec<SetBom>,
    /// How many rows of all files ended how.
    pub counts: Counts,
    /// Names exactly this; the import is refused when it would do something else by then.
    pub fingerprint: String,
}

impl SetPlan {
    /// Whether the workspace has all that the set says.
    pub fn is_nothing(&self) -> bool {
        self.boms.iter().all(|bom| bom.difference.changes.is_empty())
            && !self.parts.iter().any(|part| part.is_new() || part.is_updated())
    }
}

/// A file of a set with the script beside it.
pub(super) struct Member<'s> {
    path: &'s str,
    pub(super) file: &'s dyn ImportFile,
    pub(super) script: Script,
    /// What the script is made from, with its path.
    written: Option<(String, SetText<'s>)>,
}

impl<'s> Member<'s> {
    /// The files of a set.
    pub(super) fn all(set: &'s dyn ImportSet) -> Vec<Self> {
        let written = |path: &str| {
            let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
            let mut paths = ["yml", "yaml"].into_iter().map(|ending| format!("{stem}.{ending}"));
            paths.find_map(|path| set.text(&path).map(|text| (path, text)))
        };
        let member = |SetFile { path, file }| {
            let written = written(path);
            let script = written.as_ref().map(|(_, written)| Script::parse(written.text)).unwrap_or_default();
            Self { path, file, script, written }
        };
        set.files().into_iter().map(member).collect()
    }

    /// The script beside the file, by its name without folders.
    pub(super) fn script_file(&self) -> Option<(&str, SetText<'s>)> {
        let (path, written) = self.written.as_ref()?;
        Some((path.rsplit_once('/').map_or(path, |(_, name)| name), *written))
    }

    /// The file as its script amends it.
    pub(super) fn amended(&self) -> impl ImportFile + '_ {
        Amended { file: self.file, script: &self.script }
    }

    /// Its name without its ending: the number of the assembly.
    fn stem(&self) -> &'s str {
        let name = self.path.rsplit_once('/').map_or(self.path, |(_, name)| name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Whether it is a tool's result: gitplm puts what it makes of `ASY-001.csv` into `ASY-001-0000/ASY-001-0000.csv`, and
    /// all levels of it beside that.
    fn is_result(&self) -> bool {
        let folder = self.path.rsplit('/').nth(1);
        folder.is_some_and(|folder| self.stem() == folder || self.stem().strip_suffix("-all") == Some(folder))
    }

    fn role(&self, columns: &[Column]) -> SetRole {
        if self.is_result() || level::refuse_flat(columns).is_err() {
            SetRole::Result
        } else if column::is_bom(columns) {
            SetRole::Bom(Vec::new())
        } else if column::is_parts_list(columns) {
            SetRole::Parts
        } else {
            SetRole::Unknown
        }
    }
}

/// Plans a set.
pub(super) fn plan(
    snapshot: &dyn Snapshot,
    set: &dyn ImportSet,
    request: &SetRequest,
    passes: &mut Passes<'_>,
) -> Result<SetPlan> {
    let members = Member::all(set);
    let mut sheets = Vec::with_capacity(members.len());
    for member in &members {
        let rows = member.file.open(&Reading::default())?;
        let columns = column::columns_of(rows.as_ref(), None)?;
        let (role, source) = (member.role(&columns), rows.source().clone());
        if matches!(role, SetRole::Parts | SetRole::Bom(_)) {
            passes.over(rows.read().total);
        }
        sheets.push(SetSheet { path: member.path.to_owned(), role, source, columns, sheet: None });
    }
    let purposes = [Purpose::Parts { codes: None, update: request.update }, Purpose::Bom];
    let order = |is_bom: bool| {
        let of = move |(_, sheet): &(usize, &SetSheet)| match sheet.role {
            SetRole::Parts => !is_bom,
            SetRole::Bom(_) => is_bom,
            SetRole::Result | SetRole::Unknown => false,
        };
        sheets.iter().enumerate().filter(of).map(|(place, _)| (place, usize::from(is_bom))).collect::<Vec<_>>()
    };
    let read: Vec<(usize, usize)> = order(false).into_iter().chain(order(true)).collect();
    let catalogue = Catalogue(snapshot);
    let nowhere = Target::PartsList { subcategory: None, update: request.update };
    let known = catalogue.known(&request.choices, request.foreign_numbers, &nowhere, None)?;
    let mut planner = Planner::new(Vec::new(), Form::default(), known, &purposes[0]);
    let mut stems = Wanted::default();
    for &(place, purpose) in &read {
        let (file, columns, reading) = (members[place].amended(), &sheets[place].columns, Reading::default());
        let form = Form::of(&file, &reading, &sheets[place].source, columns, passes)?;
        planner.begin(members[place].path, columns.clone(), form, &purposes[purpose]);
        passes.rows(&file, &reading, |rows| catalogue.plan(&mut planner, rows))?;
        sheets[place].sheet = Some(planner.end());
        if purpose == 1 {
            stems.choices.insert(ChoiceKey::number(members[place].stem()));
        }
    }
    catalogue.learn(&mut planner, stems)?;
    for (place, sheet) in sheets.iter_mut().enumerate() {
        if let SetRole::Bom(assemblies) = &mut sheet.role {
            *assemblies = planner.assemblies(members[place].stem())?;
        }
    }
    let (mut parts, gives) = planner.parts();
    let boms = boms(&catalogue, &sheets, &mut parts, request.mode)?;
    for SetBom { sheet, difference, .. } in &boms {
        if let Some(said) = &mut sheets[*sheet].sheet {
            let lost = difference.lost(&said.lines);
            Problem::add(&mut said.problems, lost);
        }
    }
    let mut counts = Counts::default();
    sheets.iter().filter_map(|sheet| sheet.sheet.as_ref()).for_each(|sheet| counts.add(&sheet.counts));
    assert!(counts.adds_up(), "every row of a set ends in exactly one way: {counts:?}");
    let said = (
        members.iter().map(|member| (member.file.sha256(), &member.script)).collect::<Vec<_>>(),
        request,
        (&parts, &gives, &boms),
        sheets.iter().map(|sheet| (&sheet.columns, sheet.sheet.as_ref().map(|sheet| &sheet.lines))).collect::<Vec<_>>(),
    );
    let fingerprint = Fingerprint::of(&said, passes.cancel())?;
    Ok(SetPlan { sheets, parts, gives, boms, counts, fingerprint })
}

/// The BOMs, those that stand in others first.
fn boms(
    catalogue: &Catalogue<'_>,
    sheets: &[SetSheet],
    parts: &mut Packed<PlannedPart>,
    mode: Mode,
) -> Result<Vec<SetBom>> {
    let mut sheet_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, sheet) in sheets.iter().enumerate() {
        let SetRole::Bom(assemblies) = &sheet.role else { continue };
        for &assembly in assemblies {
            if let Some(other) = sheet_of.insert(assembly, place) {
                let (number, one) = (number_of(&parts.get(assembly)), sheets[other].path.clone());
                return Err(ImportError::SetTwice { number, one, other: sheet.path.clone() }.into());
            }
        }
    }
    let inside = inside::inside(catalogue.0, parts, |place| sheet_of.contains_key(&place))?;
    let children = |part: usize| -> BTreeSet<usize> {
        let sheet = sheet_of.get(&part).and_then(|&place| sheets[place].sheet.as_ref());
        let said = sheet.into_iter().flat_map(|sheet| sheet.lines.iter().map(|line| line.part));
        said.chain(inside.get(&part).into_iter().flatten().copied()).collect()
    };
    let mut walk = Walk { parts, children: &children, above: Vec::new(), done: HashSet::new(), order: Vec::new() };
    for &assembly in sheet_of.keys() {
        walk.visit(assembly)?;
    }
    let (mut boms, mut frozen) = (Vec::new(), Vec::new());
    for assembly in walk.order {
        let Some(&sheet) = sheet_of.get(&assembly) else { continue };
        let there = catalogue.assembly(&parts.get(assembly))?;
        if there.is_none() {
            let codes = assembly_codes(catalogue, &parts.get(assembly).codes)?;
            parts.open(assembly).codes = codes;
        }
        let lines = match &there {
            Some(There { revision, .. }) => catalogue.0.boms().lines(revision.id)?,
            None => Vec::new(),
        };
        let SetSheet { columns, sheet: Some(said), .. } = &sheets[sheet] else { continue };
        let difference = difference::difference(&lines, parts, &said.lines, mode, Says::of(columns));
        if let Some(There { part, revision }) = there
            && revision.state != Lifecycle::Draft
            && !difference.changes.is_empty()
        {
            frozen.push(part.number.to_string());
        }
        boms.push(SetBom { assembly, sheet, difference });
    }
    parts.close();
    if frozen.is_empty() { Ok(boms) } else { Err(ImportError::SetFrozen { numbers: frozen.join(", ") }.into()) }
}

/// A walk through the assemblies of a set, from the bottom up.
struct Walk<'w> {
    parts: &'w Packed<PlannedPart>,
    children: &'w dyn Fn(usize) -> BTreeSet<usize>,
    above: Vec<usize>,
    done: HashSet<usize>,
    order: Vec<usize>,
}

/// A step of a walk.
enum Step {
    Into(usize),
    OutOf(usize),
}

impl Walk<'_> {
    /// Visits what a part contains before the part itself; refuses what would contain itself.
    fn visit(&mut self, part: usize) -> Result<()> {
        // As deep as the set is, which no stack of calls need be.
        let mut steps = vec![Step::Into(part)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Into(part) if self.done.contains(&part) => {}
                Step::Into(part) => {
                    self.check_above(part)?;
                    self.above.push(part);
                    steps.push(Step::OutOf(part));
                    steps.extend((self.children)(part).into_iter().rev().map(Step::Into));
                }
                Step::OutOf(part) => {
                    self.above.pop();
                    self.done.insert(part);
                    self.order.push(part);
                }
            }
        }
        Ok(())
    }

    fn check_above(&self, part: usize) -> Result<()> {
        let Some(from) = self.above.iter().position(|above| *above == part) else { return Ok(()) };
        let round = self.above[from..].iter().chain([&part]).map(|&part| number_of(&self.parts.get(part)));
        Err(ImportError::SetCycle { path: round.collect::<Vec<_>>().join(" → ") }.into())
    }
}

/// The number by which a set knows a part, or else ours, or its name.
fn number_of(part: &PlannedPart) -> String {
    let ours = || part.known.as_ref().map_or_else(|| part.name.to_string(), |(_, number)| number.to_string());
    part.given_number().unwrap_or_else(ours)
}

/// Where an assembly to be made is classified: where its number suggests, if assemblies stand there.
fn assembly_codes(catalogue: &Catalogue<'_>, suggested: &Codes) -> Result<Codes> {
    let subcategories = catalogue.0.categories().subcategories()?;
    let takes = |codes: &Codes| subcategories.iter().any(|other| other.codes == *codes && other.assembly);
    if takes(suggested) {
        return Ok(suggested.clone());
    }
    let usual = Codes::parse(starter::ASSEMBLY)?;
    let other = || subcategories.iter().find(|other| other.assembly).map(|other| other.codes.clone());
    let found = Some(usual).filter(takes).or_else(other);
    Ok(found.ok_or_else(|| ImportError::TargetNotAssembly { number: suggested.to_string() })?)
}
