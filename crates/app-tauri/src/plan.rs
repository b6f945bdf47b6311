//! The plan of an import that was looked at last: what its rows say is asked for as somebody comes to them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use partwright_domain::import::{Item, Packed, PlannedLine, PlannedPart, Preview, Problem, Remarks, SetPlan, SetSheet};

/// A plan, and the remarks on its rows.
#[derive(Debug)]
pub struct Planned {
    /// What the preview said.
    pub preview: Preview,
    /// The remarks on the rows that are imported.
    pub remarks: Remarks,
}

/// The plan of files that belong together, and the remarks on the rows of each.
#[derive(Debug)]
pub struct PlannedSet {
    /// What the preview said.
    pub plan: SetPlan,
    /// File by file; none of one that is left out.
    remarks: Vec<Option<Remarks>>,
}

/// What somebody looks at.
#[derive(Debug)]
pub enum Looked {
    /// The plan of a file.
    File(Box<Planned>),
    /// The plan of files that belong together.
    Set(Box<PlannedSet>),
}

/// The rows of a file, and all that there is to say about them.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'p> {
    /// The rows, in their order.
    pub items: &'p [Item],
    /// What is to be said, in the order of the rows.
    pub problems: &'p [Problem],
    /// The remarks among that.
    pub remarks: &'p Remarks,
    /// The parts that they name.
    pub parts: &'p Packed<PlannedPart>,
    /// The lines that they say.
    pub lines: &'p Packed<PlannedLine>,
}

impl Planned {
    /// The rows of the file.
    pub fn rows(&self) -> Rows<'_> {
        let Self { preview: Preview { plan, .. }, remarks } = self;
        Rows { items: &plan.items, problems: &plan.problems, remarks, parts: &plan.parts, lines: &plan.lines }
    }
}

impl PlannedSet {
    /// The rows of the file at that place; `None` where it is left out, or there is none.
    pub fn rows(&self, file: usize) -> Option<Rows<'_>> {
        let said = self.plan.sheets.get(file)?.sheet.as_ref()?;
        let remarks = self.remarks.get(file)?.as_ref()?;
        let parts = &self.plan.parts;
        Some(Rows { items: &said.items, problems: &said.problems, remarks, parts, lines: &said.lines })
    }
}

impl Looked {
    /// The rows of a file by itself, or of the file of a set at that place.
    pub fn rows(&self, file: Option<usize>) -> Option<Rows<'_>> {
        match (self, file) {
            (Self::File(planned), None) => Some(planned.rows()),
            (Self::Set(planned), Some(file)) => planned.rows(file),
            _ => None,
        }
    }

    fn fingerprint(&self) -> &str {
        match self {
            Self::File(planned) => &planned.preview.fingerprint,
            Self::Set(planned) => &planned.plan.fingerprint,
        }
    }
}

impl From<Preview> for Planned {
    fn from(preview: Preview) -> Self {
        Self { remarks: preview.plan.remarks(), preview }
    }
}

impl From<SetPlan> for PlannedSet {
    fn from(plan: SetPlan) -> Self {
        let remarks = |sheet: &SetSheet| sheet.sheet.as_ref().map(|said| Remarks::of(&said.items, &said.problems));
        Self { remarks: plan.sheets.iter().map(remarks).collect(), plan }
    }
}

/// One plan, the last. It may be large, so none before it is kept, and none at all once it is carried out.
#[derive(Debug, Default)]
pub struct LastPlan(Mutex<Option<Arc<Looked>>>);

impl LastPlan {
    /// Keeps a plan in the place of the one before.
    pub fn keep(&self, looked: Looked) {
        *self.kept() = Some(Arc::new(looked));
    }

    /// The plan with this fingerprint; `None` when another was looked at since.
    pub fn get(&self, fingerprint: &str) -> Option<Arc<Looked>> {
        self.kept().clone().filter(|looked| looked.fingerprint() == fingerprint)
    }

    /// Lets go of it.
    pub fn forget(&self) {
        *self.kept() = None;
    }

    fn kept(&self) -> MutexGuard<'_, Option<Arc<Looked>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
