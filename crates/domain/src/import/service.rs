//! What is done with a file: looked at first, then carried out as one unit of work.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::ImportError;
use super::apply;
use super::catalogue::{Catalogue, There};
use super::column::Role;
use super::difference::{self, Difference, Mode, Says};
use super::form::Form;
use super::known::ChoiceKey;
use super::level;
use super::plan::{Plan, Problem, Purpose};
use super::planner::Planner;
use super::recalled::{self, Recalled};
use super::remembered::{LayoutKey, forget_layout};
use super::set::{self, SetPlan, SetRequest};
use super::source::{ImportFile, ImportSet, Reading};
use super::suggestion::{self, Suggestion};
use super::watch::Passes;
use crate::cancel::Cancel;
use crate::decimal::Decimal;
use crate::error::Result;
use crate::file::ContentHash;
use crate::id::{PartId, RevisionId, SubcategoryId};
use crate::part::Part;
use crate::person::{Actor, Right};
use crate::ports::Ports;
use crate::store::{Snapshot, StoreError};
use crate::watch::Watch;

/// How often a plan goes over the rows: once for whether they are grouped, once for what they do.
const PLANNING: u64 = 2;

/// What a file is imported into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A new assembly.
    New {
        /// Where it is classified; an assembly subcategory.
        subcategory: SubcategoryId,
        /// What it is called.
        name: String,
    },
    /// The draft of an assembly that is there.
    Existing {
        /// The assembly.
        part: PartId,
        /// What becomes of the lines it has.
        mode: Mode,
    },
    /// No BOM: the file is a list of parts.
    PartsList {
        /// Where new parts are classified; `None` for where their numbers and descriptions suggest.
        subcategory: Option<SubcategoryId>,
        /// Whether parts that are there get what the file says of them.
        update: bool,
    },
}

/// A part that somebody chose for all rows of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Which rows.
    pub key: ChoiceKey,
    /// The part; `None` for a new one.
    pub part: Option<PartId>,
}

/// How a file is to be read, and what is to be done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How its bytes become rows.
    pub reading: Reading,
    /// A role for each column, to overrule what their names suggest.
    pub roles: Option<Vec<Role>>,
    /// What it is imported into.
    pub target: Target,
    /// Which parts rows mean, where somebody said so.
    pub choices: Vec<Chosen>,
    /// Whether all part numbers of the file are another system's, also those that look like ours: a file of another workspace.
    pub foreign_numbers: bool,
}

impl Request {
    /// Everything as it is found, into this target.
    pub fn into_target(target: Target) -> Self {
        Self { reading: Reading::default(), roles: None, target, choices: Vec::new(), foreign_numbers: false }
    }
}

/// What importing a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What becomes of each row.
    pub plan: Plan,
    /// What that changes in the BOM.
    pub difference: Difference,
    /// The parts of the lines that change or go, by their ids.
    pub children: BTreeMap<PartId, Part>,
    /// What is there that rows without an MPN may mean.
    pub suggestions: Vec<Suggestion>,
    /// By what it is remembered how the file is read, where that was chosen for an earlier file with this header.
    pub remembered: Option<LayoutKey>,
    /// Names exactly this; the import is refused when it would do something else by then.
    pub fingerprint: String,
}

impl Preview {
    /// Whether the workspace has all that the file says.
    pub fn is_nothing(&self) -> bool {
        self.difference.changes.is_empty() && !self.plan.changes_parts()
    }
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The assembly; `None` for a list of parts.
    pub part: Option<Part>,
    /// Its revision that has the lines now.
    pub revision: Option<RevisionId>,
    /// How many parts were made, the assembly itself not counted.
    pub new_parts: usize,
    /// How many parts were there already.
    pub matched_parts: usize,
    /// How many lines the file has.
    pub lines: usize,
    /// How many designators they have.
    pub designators: usize,
    /// The exact sum of the quantities that its rows say.
    pub quantity_total: Decimal,
    /// How many lines were added to the BOM.
    pub added: usize,
    /// How many of its lines changed.
    pub changed: usize,
    /// How many of its lines went.
    pub removed: usize,
    /// Its place in the audit, by which it is undone; `None` when there was nothing to do.
    pub unit: Option<u64>,
}

/// What the import of a set did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetDone {
    /// Its assemblies, those that stand in others first.
    pub assemblies: Vec<Part>,
    /// The one that stands in no other; `None` where there are several.
    pub top: Option<Part>,
    /// How many parts were made, assemblies among them.
    pub new_parts: usize,
    /// How many parts were there already.
    pub matched_parts: usize,
    /// How many lines were added.
    pub added: usize,
    /// How many lines changed.
    pub changed: usize,
    /// How many lines went.
    pub removed: usize,
    /// Its place in the audit, by which it is undone; `None` when there was nothing to do.
    pub unit: Option<u64>,
}

/// Imports files.
#[derive(Debug, Clone)]
pub struct ImportService {
    ports: Ports,
}

impl ImportService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// What importing the file would do. Changes nothing.
    pub fn preview(&self, file: &dyn ImportFile, request: &Request, watch: &Watch) -> Result<Preview> {
        self.ports.store.read_until("import.preview", watch.cancel(), |snapshot| {
            let mut passes = Passes::of(watch, PLANNING);
            let planned = plan(snapshot, file, request, &mut passes)?;
            let Planned { plan, difference, recalled, there: _, fingerprint } = planned;
            let remembered = recalled.is_remembered.then_some(recalled.key);
            let suggestions = suggestion::suggest(snapshot, &plan)?;
            let children: BTreeSet<PartId> = difference.children().collect();
            let children = snapshot.parts().find_all(&children.into_iter().collect::<Vec<_>>())?;
            let children = children.into_iter().map(|part| (part.id, part)).collect();
            Ok(Preview { plan, difference, children, suggestions, remembered, fingerprint })
        })
    }

    /// Forgets how files of a layout are read, as [`Preview::remembered`] names it: the next one is read as it is found.
    /// Answers whether it was remembered.
    pub fn forget_layout(&self, actor: &Actor, key: LayoutKey) -> Result<bool> {
        self.ports.change(actor, "import.forget_layout", move |change| forget_layout(change, &key))
    }

    /// Imports the file as one unit of work, if that still does what the preview with this fingerprint showed. When there is
    /// nothing to do, nothing is written.
    pub fn apply(
        &self,
        actor: &Actor,
        file: Arc<dyn ImportFile>,
        request: Request,
        fingerprint: String,
        watch: Watch,
    ) -> Result<Done> {
        let author = *actor;
        let until = watch.cancel().clone();
        self.ports.change_until(actor, Right::Edit, ("import.apply", &until), move |change| {
            let mut passes = Passes::of(&watch, PLANNING + apply::PASSES);
            let planned = plan(&change.seen(), file.as_ref(), &request, &mut passes)?;
            if planned.fingerprint != fingerprint {
                return Err(ImportError::PlanChanged.into());
            }
            let is_parts = matches!(request.target, Target::PartsList { .. });
            if planned.plan.lines.is_empty() && !(is_parts && planned.plan.counts.imported() > 0) {
                return Err(ImportError::NothingToImport.into());
            }
            apply::carry_out(change, &author, file.as_ref(), &request, planned, &mut passes)
        })
    }
}

impl ImportService {
    /// What importing a set of files would do. Changes nothing.
    pub fn preview_set(&self, set: &dyn ImportSet, request: &SetRequest, watch: &Watch) -> Result<SetPlan> {
        self.ports.store.read_until("import.preview_set", watch.cancel(), |snapshot| {
            set::plan(snapshot, set, request, &mut Passes::of(watch, PLANNING))
        })
    }

    /// Imports a set of files as one unit of work, if that still does what the preview with this fingerprint showed.
    pub fn apply_set(
        &self,
        actor: &Actor,
        set: Arc<dyn ImportSet>,
        request: SetRequest,
        fingerprint: String,
        watch: Watch,
    ) -> Result<SetDone> {
        let author = *actor;
        let until = watch.cancel().clone();
        self.ports.change_until(actor, Right::Edit, ("import.apply_set", &until), move |change| {
            let mut passes = Passes::of(&watch, PLANNING + apply::PASSES);
            let plan = set::plan(&change.seen(), set.as_ref(), &request, &mut passes)?;
            if plan.fingerprint != fingerprint {
                return Err(ImportError::PlanChanged.into());
            }
            if plan.counts.imported() == 0 {
                return Err(ImportError::NothingToImport.into());
            }
            apply::carry_out_set(change, &author, set.as_ref(), plan, &mut passes)
        })
    }
}

/// A plan, and what it was made against.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) difference: Difference,
    pub(super) there: Option<There>,
    pub(super) recalled: Recalled,
    pub(super) fingerprint: String,
}

fn plan(snapshot: &dyn Snapshot, file: &dyn ImportFile, request: &Request, passes: &mut Passes<'_>) -> Result<Planned> {
    let Request { reading, roles, target, choices, foreign_numbers } = request;
    let catalogue = Catalogue(snapshot);
    let there = catalogue.check_target(target)?;
    let purpose = match target {
        Target::PartsList { subcategory, update } => Purpose::Parts {
            codes: subcategory.map(|subcategory| catalogue.codes_of(subcategory)).transpose()?,
            update: *update,
        },
        Target::New { .. } | Target::Existing { .. } => Purpose::Bom,
    };
    let recalled = recalled::recall(snapshot, file, reading, roles.as_deref())?;
    let Recalled { reading, source, columns, length, .. } = &recalled;
    passes.over(*length);
    let says = Says::of(columns);
    if purpose == Purpose::Bom {
        level::refuse_flat(columns)?;
    }
    let form = Form::of(file, reading, source, columns, passes)?;
    let known = catalogue.known(choices, *foreign_numbers, target, there.as_ref())?;
    let mut planner = Planner::new(columns.clone(), form, known, &purpose);
    passes.rows(file, reading, |rows| catalogue.plan(&mut planner, rows))?;
    let mut plan = planner.finish(source.clone());
    let (lines, mode) = match (&there, target) {
        (Some(there), Target::Existing { mode, .. }) => (snapshot.boms().lines(there.revision.id)?, *mode),
        _ => (Vec::new(), Mode::Update),
    };
    let difference = difference::difference(&lines, &plan.parts, &plan.lines, mode, says);
    Problem::add(&mut plan.problems, difference.lost(&plan.lines));
    let fingerprint =
        Fingerprint::of(&(file.sha256(), target, &plan.parts, &plan.lines, &difference), passes.cancel())?;
    Ok(Planned { plan, difference, there, recalled, fingerprint })
}

/// A name for exactly one plan: equal for equal plans, and different when anything it would do is different. It takes text
/// as it is written, so that the text of a large plan is never there as a whole, and none any more once it is cancelled.
pub(super) struct Fingerprint<'c> {
    hash: Sha256,
    cancel: &'c Cancel,
}

impl<'c> Fingerprint<'c> {
    /// The name of whatever shows as this.
    pub(super) fn of(plan: &impl fmt::Debug, cancel: &'c Cancel) -> Result<String> {
        let mut name = Self { hash: Sha256::new(), cancel };
        let written = write!(name, "{plan:?}");
        cancel.check()?;
        written.map_err(|error| StoreError::Failed { detail: error.to_string() })?;
        Ok(ContentHash(name.hash.finalize().into()).to_string())
    }
}

impl Write for Fingerprint<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.cancel.check().map_err(|_| fmt::Error)?;
        self.hash.update(text);
        Ok(())
    }
}
