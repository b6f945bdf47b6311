//! The ports of the store: one door for reading, one for writing, and nothing else.
//!
//! Reading and writing are different types. A [`Snapshot`] is one consistent state that cannot be changed; a
//! [`UnitOfWork`] happens whole or not at all. Both exist only inside a closure, because only the store can promise what
//! happens at its end: commit, rollback, a second run after a conflict, one flush shared by many.
//!
//! What every adapter promises is written as tests in the testkit's contract; the doc comments here say it in words.

use std::sync::{Arc, Mutex, PoisonError};

use crate::approval::{ApprovalReader, ApprovalRepository};
use crate::audit::{AuditReader, AuditRepository};
use crate::bom::{BomReader, BomRepository};
use crate::cancel::Cancel;
use crate::category::{CategoryReader, CategoryRepository};
use crate::change::Changes;
use crate::error::refusals;
use crate::file::{FileReader, FileRepository};
use crate::import::{ImportReader, ImportRepository};
use crate::kicad::{KicadReader, KicadRepository};
use crate::manufacturer_part::{ManufacturerPartReader, ManufacturerPartRepository};
use crate::part::{PartReader, PartRepository};
use crate::person::{PersonReader, PersonRepository};
use crate::property::{PropertyReader, PropertyRepository};
use crate::release::{ReleaseReader, ReleaseRepository};
use crate::revision::{RevisionReader, RevisionRepository};
use crate::search::SearchReader;
use crate::setting::{SettingReader, SettingRepository};
use crate::supplier_part::{SupplierPartReader, SupplierPartRepository};
use crate::workflow::{WorkflowReader, WorkflowRepository};

refusals! {
    /// What a store refuses or fails with.
    ///
    /// The first block are rules that the store itself holds, whoever asks; services check them before and say more.
    pub enum StoreError {
        CategoryTaken = "category.code_taken", "There is already a category with this code; codes are unique.";
        CategoryCodeFixed = "category.code_fixed",
            "A code stays as it is, because part numbers begin with it; change the name, or add another category.";
        CategoryInUse = "category.in_use", "A subcategory that has parts cannot be removed; parts keep their place.";
        CategoryNotEmpty = "category.not_empty",
            "A category that has subcategories cannot be removed; remove those first.";
        DemandTwice = "category.demand_twice", "A subcategory demands each property once.";
        PartNumberTaken = "part.number_taken", "There is already a part with this number; numbers are never used twice.";
        PartInUse = "part.in_use",
            "A part that has a revision, a manufacturer part, or a place in a BOM cannot be removed; make it obsolete instead.";
        PartNumberFixed = "part.number_fixed", "A part keeps its number for ever.";
        SuccessorLoop = "part.successor_loop",
            "A part cannot be its own successor, nor come back as the successor of one of its successors.";
        RevisionFrozen = "revision.frozen",
            "This revision is released or obsolete and can no longer change; make a new revision of the part.";
        RevisionTaken = "revision.label_taken", "This part already has a revision with this label.";
        RevisionOpen = "revision.open_exists", "This part already has a revision in work; a part has one at a time.";
        RevisionStep = "revision.step_unknown",
            "A revision goes as its workflow says: Draft, In Review, Released, Obsolete; from review it may go back to Draft.";
        RevisionInUse = "revision.in_use",
            "A revision that has content, or that a line is pinned to, cannot be removed by itself; remove that first.";
        RevisionInReview = "revision.in_review",
            "This revision is in review and cannot change until it is released or goes back to Draft.";
        ApprovalOwn = "approval.own", "Nobody gives a verdict on a revision that they made or submitted; another person must.";
        ApprovalGiven = "approval.given", "This person has already given a verdict in this review; a verdict stands as it was given.";
        ApprovalClosed = "approval.not_in_review", "This revision is not in review; verdicts are given between its submission and its release.";
        ReleaseNotApproved = "release.not_approved", "This revision has not the approvals that its review asked for, and no Admin overrode that.";
        ReleaseBomEmpty = "release.bom_empty", "This revision is of an assembly and has an empty BOM; an assembly is released with at least one line.";
        ReleasePropertyMissing = "release.property_missing", "This revision lacks a property that its category demands.";
        ReleaseChildMissing = "release.child_not_released",
            "A line of this BOM calls for a part without a released revision, and no reason for an exception was given.";
        ReleaseMissing = "release.missing", "A revision is released together with the record of its release. This is a mistake in Partwright.";
        ReleaseFixed = "release.fixed", "What was written down at a release never changes.";
        WorkflowDefective = "workflow.defective",
            "This workflow does not hold together and was not saved: each state can be reached, and nothing stays in one for ever.";
        WorkflowVersionTaken = "workflow.version_taken",
            "There is already such a version of this workflow; somebody saved one meanwhile. Load it again.";
        WorkflowFixed = "workflow.fixed", "A version of a workflow never changes; save the next version.";
        KicadFieldTwice = "kicad.field_twice", "A property becomes a field of KiCad's symbols once.";
        LastAdmin = "person.last_admin", "A workspace keeps at least one Admin; make somebody else an Admin first.";
        BomCycle = "bom.cycle", "A part cannot contain itself, at any depth.";
        DesignatorTaken = "bom.designator_taken", "A reference designator can stand only once in a BOM.";
        PinOfOther = "bom.pin_of_other_part", "A line can be pinned only to a revision of its own part.";
        SubstituteIsChild = "bom.substitute_is_child", "The part of a line cannot stand in for itself.";
        SubstituteTwice = "bom.substitute_twice", "Each part can be a substitute only once on a line.";
        LinePropertyTwice = "bom.property_twice", "A line says each of its properties once, capitals aside.";
        ImportFixed = "import.fixed", "What was read from a file is kept as it was; import the file again for another reading.";
        QuantityDisagrees = "bom.quantity_disagrees",
            "The quantity must be the count of the reference designators, or be marked as intended.";
        ManufacturerPartTaken = "manufacturer_part.taken",
            "This part already has that manufacturer part; each stands once on a part.";
        ManufacturerPartInUse = "manufacturer_part.in_use",
            "A manufacturer part that has supplier parts cannot be removed by itself; remove those first.";
        SupplierPartTaken = "supplier_part.taken",
            "This manufacturer part already has that order code of that supplier; each stands once.";
        PriceBreakTaken = "supplier_part.break_taken", "A supplier part has one price from a quantity on.";
        FileNameTaken = "file.name_taken",
            "This revision already has a file with this name; replace that one, or choose another name.";
        AuditAppendOnly = "audit.append_only", "The audit can only be added to; its entries never change.";
        Undone = "audit.undone", "This change was undone already; what is undone can be redone.";
        AuditHeadDiffers = "audit.head_differs",
            "The entries of one unit of work have one person, one time and one operation. This is a mistake in Partwright.";
        Invalid { constraint: String } = "store.invalid", "The data breaks the rule \"{constraint}\" of the workspace.";
        Missing { what: String } = "store.missing",
            "The {what} this refers to is not in the workspace; somebody may have removed it. Load the page again.";

        Unaudited = "store.unaudited", "A change came without its audit entry and was not made. This is a mistake in Partwright.";
        Nested { inner: &'static str, outer: &'static str } = "store.nested",
            "A {inner} was started inside a {outer} on the same thread; finish the outer one first. This is a mistake in Partwright.";
        Exhausted { seconds: u64 } = "store.exhausted",
            "The workspace was busy for {seconds} s and this request gave up; nothing was changed. Try again.";
        Busy { seconds: u64 } = "store.busy",
            "Another program held the workspace for more than {seconds} s; nothing was changed. Try again when it has finished.";
        Full = "store.full", "There is no room left on the disk, and nothing was changed. Make room, and try again.";
        ReadOnly = "store.read_only",
            "The workspace may only be read here, and nothing was changed. Allow its file and its folder to be written to, or copy it to where they may be.";
        DiskFailed { detail: String } = "store.disk_failed",
            "The disk did not do as it was told ({detail}), and nothing was changed. Try again; if it happens once more, take a backup to another disk.";
        Cancelled = "store.cancelled", "This was cancelled before it was done; nothing was changed.";
        TooOld { seconds: u64 } = "store.too_old",
            "This read took more than {seconds} s and was ended, because the workspace's log grows meanwhile. Ask for less at once.";
        NotAWorkspace { path: String } = "workspace.foreign",
            "{path} is not a Partwright workspace, or is one no longer, and it was left as it is. Choose another file. If it was a workspace, restore it from a backup, or salvage what can be read of it.";
        Damaged { path: String, detail: String } = "workspace.damaged",
            "The workspace {path} is damaged, and it was left as it is. Restore it from a backup, or salvage what can be read of it. What was found: {detail}.";
        Changed { path: String, detail: String } = "workspace.changed",
            "A check finds that {path} is not as Partwright wrote it, and it was not put in the place of anything. Restore another backup, or this one as it is with `partwright restore --as-it-is`. What was found: {detail}.";
        NothingLeft { path: String } = "workspace.nothing_left",
            "Nothing of {path} can be read any more, and it was left as it is. Restore it from a backup.";
        OwnBackup { path: String } = "workspace.own_backup",
            "{path} is the workspace itself and no backup of it; choose the file of a backup.";
        Newer { path: String, file: u32, program: u32 } = "workspace.newer",
            "The workspace {path} was made by a newer Partwright (schema {file}; this program knows {program}). Update Partwright.";
        MigrationEdited { version: u32 } = "workspace.migration_edited",
            "Migration {version} of the workspace is not the one this program knows; it was left as it is. Open it with the Partwright that wrote it, or restore a backup.";
        Unreachable { path: String, detail: String } = "workspace.unreachable",
            "The workspace {path} cannot be opened ({detail}). Check that it and its folder are there and may be written.";
        Gone { path: String } = "workspace.gone",
            "The workspace {path} was removed, moved or replaced by another program while it was open, and this was not done. Put it back as it was, or restore a backup.";
        Taken { path: String } = "workspace.path_taken", "There is already a file {path}, and it was left as it is. Choose another name.";
        Failed { detail: String } = "store.failed", "The workspace could not do this ({detail}); nothing was changed.";
    }
}

/// One consistent state of the workspace, for reading.
pub trait Snapshot: Send + Sync {
    /// Categories.
    fn categories(&self) -> &dyn CategoryReader;
    /// People.
    fn people(&self) -> &dyn PersonReader;
    /// Parts.
    fn parts(&self) -> &dyn PartReader;
    /// Revisions.
    fn revisions(&self) -> &dyn RevisionReader;
    /// Properties.
    fn properties(&self) -> &dyn PropertyReader;
    /// Manufacturer parts.
    fn manufacturer_parts(&self) -> &dyn ManufacturerPartReader;
    /// Supplier parts.
    fn supplier_parts(&self) -> &dyn SupplierPartReader;
    /// BOMs.
    fn boms(&self) -> &dyn BomReader;
    /// Files.
    fn files(&self) -> &dyn FileReader;
    /// Requests for approval and verdicts.
    fn approvals(&self) -> &dyn ApprovalReader;
    /// Releases.
    fn releases(&self) -> &dyn ReleaseReader;
    /// The search.
    fn search(&self) -> &dyn SearchReader;
    /// Settings.
    fn settings(&self) -> &dyn SettingReader;
    /// Workflows.
    fn workflows(&self) -> &dyn WorkflowReader;
    /// What was imported, and what is remembered of it.
    fn imports(&self) -> &dyn ImportReader;
    /// What KiCad is shown.
    fn kicad(&self) -> &dyn KicadReader;
    /// The audit.
    fn audit(&self) -> &dyn AuditReader;
}

/// Changes that happen whole or not at all.
///
/// A unit may be run a second time after a conflict, so its closure changes nothing outside the unit.
pub trait UnitOfWork: Send + Sync {
    /// Categories.
    fn categories(&self) -> &dyn CategoryRepository;
    /// People.
    fn people(&self) -> &dyn PersonRepository;
    /// Parts.
    fn parts(&self) -> &dyn PartRepository;
    /// Revisions.
    fn revisions(&self) -> &dyn RevisionRepository;
    /// Properties.
    fn properties(&self) -> &dyn PropertyRepository;
    /// Manufacturer parts.
    fn manufacturer_parts(&self) -> &dyn ManufacturerPartRepository;
    /// Supplier parts.
    fn supplier_parts(&self) -> &dyn SupplierPartRepository;
    /// BOMs.
    fn boms(&self) -> &dyn BomRepository;
    /// Files.
    fn files(&self) -> &dyn FileRepository;
    /// Requests for approval and verdicts.
    fn approvals(&self) -> &dyn ApprovalRepository;
    /// Releases.
    fn releases(&self) -> &dyn ReleaseRepository;
    /// The search, over what the unit has changed so far as well.
    fn search(&self) -> &dyn SearchReader;
    /// Settings.
    fn settings(&self) -> &dyn SettingRepository;
    /// Workflows.
    fn workflows(&self) -> &dyn WorkflowRepository;
    /// What was imported, and what is remembered of it.
    fn imports(&self) -> &dyn ImportRepository;
    /// What KiCad is shown.
    fn kicad(&self) -> &dyn KicadRepository;
    /// The audit.
    fn audit(&self) -> &dyn AuditRepository;

    /// Runs `work` once, as a step of this unit that can be undone by itself. The adapter's side of
    /// [`step`](trait@UnitOfWork#method.step).
    fn savepoint(&self, work: &mut dyn FnMut(&dyn UnitOfWork) -> Verdict) -> Result<(), StoreError>;
}

impl dyn UnitOfWork + '_ {
    /// Runs a step: what `work` does stays in the unit when it answers `Ok`, and is undone, as if it had never been, when it
    /// answers `Err`. The unit goes on either way. Steps may stand in each other; a panic in one undoes the whole unit.
    pub fn step<T, E: From<StoreError>>(&self, work: impl FnOnce(&dyn UnitOfWork) -> Result<T, E>) -> Result<T, E> {
        let mut work = Some(work);
        let mut answer = None;
        self.savepoint(&mut |unit| {
            answer = work.take().map(|work| work(unit));
            if matches!(answer, Some(Ok(_))) { Verdict::Commit } else { Verdict::Rollback }
        })?;
        answer.unwrap_or_else(|| Err(never_ran().into()))
    }
}

/// What a unit's closure, or a step's, asks the store to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Keep everything.
    Commit,
    /// Keep nothing.
    Rollback,
}

/// The work of a unit, in the form that crosses the port: owned, so that a store may run it on another thread.
pub type Work = Box<dyn Fn(&dyn UnitOfWork) -> Verdict + Send>;

/// Who reads, and how it can be ended.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The operation's name, for whoever watches the store.
    pub operation: &'static str,
    /// Ends the read: every query of it then fails with [`StoreError::Cancelled`], the one that is running too.
    pub cancel: Option<Cancel>,
}

/// Who writes, and how it can be ended.
#[derive(Debug, Clone)]
pub struct Writing {
    /// The operation's name, for whoever watches the store.
    pub operation: &'static str,
    /// Ends the unit: whatever it still asks of the store fails with [`StoreError::Cancelled`], and it is not committed,
    /// whatever its verdict. Once it is being committed there is no way back.
    pub cancel: Option<Cancel>,
}

impl Writing {
    /// What nobody ends.
    pub fn named(operation: &'static str) -> Self {
        Self { operation, cancel: None }
    }

    /// Goes on, unless it was cancelled.
    pub fn check(&self) -> Result<(), StoreError> {
        self.cancel.as_ref().map_or(Ok(()), Cancel::check)
    }
}

/// Who is told of committed changes, and of those that another program made. Called after the commit, in the order of
/// commits, never for a rollback. Others wait for it: it must return quickly, and a read or a write in it is refused as nested.
pub type Observer = Arc<dyn Fn(&Changes) + Send + Sync>;

/// A workspace's data.
///
/// The two methods here are the adapter's side. Everybody else calls [`read`](trait@Store#method.read) and `write` on
/// `dyn Store`, which carry results and errors of any type.
pub trait Store: Send + Sync {
    /// Runs `work` once on a consistent snapshot. Never waits for a writer.
    ///
    /// Fails with [`StoreError::Nested`] inside another snapshot or unit on the same thread. A query fails with
    /// [`StoreError::Cancelled`] once the read is cancelled, and with [`StoreError::TooOld`] once it is older than the store
    /// allows.
    fn snapshot(&self, reading: &Reading, work: &mut dyn FnMut(&dyn Snapshot)) -> Result<(), StoreError>;

    /// Runs `work` as one unit of work.
    ///
    /// Answers what changed once that is durable; an empty answer when the verdict was to roll back. A panic in `work`
    /// rolls back and goes on to the caller. A unit whose changes its audit entries do not cover is refused with
    /// [`StoreError::Unaudited`], and one inside another snapshot or unit on the same thread with [`StoreError::Nested`].
    /// A unit that is cancelled before its commit fails with [`StoreError::Cancelled`], and nothing of it is kept.
    fn unit(&self, writing: &Writing, work: Work) -> Result<Changes, StoreError>;

    /// Tells `observer` of every commit from now on, for the life of the store.
    fn subscribe(&self, observer: Observer);
}

impl dyn Store + '_ {
    /// Reads: `work` sees one consistent state for all its queries.
    pub fn read<T, E: From<StoreError>>(
        &self,
        operation: &'static str,
        work: impl FnOnce(&dyn Snapshot) -> Result<T, E>,
    ) -> Result<T, E> {
        self.read_as(&Reading { operation, cancel: None }, work)
    }

    /// Reads until it is done or cancelled.
    pub fn read_until<T, E: From<StoreError>>(
        &self,
        operation: &'static str,
        cancel: &Cancel,
        work: impl FnOnce(&dyn Snapshot) -> Result<T, E>,
    ) -> Result<T, E> {
        self.read_as(&Reading { operation, cancel: Some(cancel.clone()) }, work)
    }

    fn read_as<T, E: From<StoreError>>(
        &self,
        reading: &Reading,
        work: impl FnOnce(&dyn Snapshot) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut work = Some(work);
        let mut answer = None;
        self.snapshot(reading, &mut |snapshot| answer = work.take().map(|work| work(snapshot)))?;
        answer.unwrap_or_else(|| Err(never_ran().into()))
    }

    /// Writes: what `work` does is committed when it answers `Ok`, and undone when it answers `Err`.
    ///
    /// `work` owns what it uses and may be run more than once.
    pub fn write<T, E>(
        &self,
        operation: &'static str,
        work: impl Fn(&dyn UnitOfWork) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.write_as(&Writing::named(operation), work)
    }

    /// Writes as `writing` says: under its name, until it is cancelled.
    pub fn write_as<T, E>(
        &self,
        writing: &Writing,
        work: impl Fn(&dyn UnitOfWork) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let answer = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&answer);
        self.unit(
            writing,
            Box::new(move |unit| {
                let result = work(unit);
                let verdict = if result.is_ok() { Verdict::Commit } else { Verdict::Rollback };
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
                verdict
            }),
        )?;
        let taken = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.unwrap_or_else(|| Err(never_ran().into()))
    }
}

fn never_ran() -> StoreError {
    StoreError::Failed { detail: "the store answered without running the work".to_owned() }
}
