//! Replacing a part everywhere: what would become of each line, and then all of it.

use clap::Args;
use partwright_domain::Result;
use partwright_domain::bom::{self, BomLine, ReplacePlan, ReplaceRole, Replacement};
use partwright_domain::part::{self, PartNumber};
use serde::Serialize;
use serde_json::Value;

use super::examples;
use super::line::names;
use crate::call::Call;
use crate::failure::Failure;
use crate::output::{self, Answer, Format, Sheet};
use crate::record::{Column, Record, number, text, unseen};

/// Replace a part in every Draft that names it
///
/// Shows what would become of each line, and asks before it does it, as one change.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "bom replace EL-RES-100042 EL-RES-100051 --dry-run",
    "bom replace EL-RES-100042 EL-RES-100051 --yes",
])]
pub(super) struct Replace {
    /// The part that goes
    old: PartNumber,
    /// The part that comes
    new: PartNumber,
    /// Only show what would be done
    #[arg(long)]
    dry_run: bool,
}

impl Replace {
    pub(super) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let plan = session.read("bom.replace_preview", |snapshot| {
            let (old, new) = (part::numbered(snapshot, &self.old)?.id, part::numbered(snapshot, &self.new)?.id);
            bom::plan_replacement(snapshot.boms(), snapshot.parts(), snapshot.revisions(), old, new)
        })?;
        let (old, new, fingerprint) = (plan.old.id, plan.new.id, plan.fingerprint());
        let mut answer = Replaced::new(plan);
        if self.dry_run || answer.changing == 0 {
            return call.answer(&answer);
        }
        let is_asked = !call.globals.yes && call.console.is_answered;
        if is_asked {
            // Whoever is asked sees what for; the answer itself comes when it is done.
            output::one(call.console, Format::Table, &answer)?;
            call.console.out.flush()?;
        }
        call.confirm("Replacing a part everywhere", || Ok(format!("Change these {} lines?", answer.changing)))?;
        let revisions = session.boms.replace(&session.actor()?, old, new, fingerprint)?;
        answer.revisions = Some(revisions.len());
        call.answer(&answer)
    }
}

/// What replacing a part everywhere would do, or did.
#[derive(Debug, Serialize)]
struct Replaced {
    old: String,
    new: String,
    /// How many lines change.
    changing: usize,
    /// In how many revisions lines were changed; null where nothing was done.
    revisions: Option<usize>,
    lines: Vec<ReplacementRow>,
}

impl Replaced {
    fn new(plan: ReplacePlan) -> Self {
        let changing = plan.changing().count();
        let ReplacePlan { old, new, lines } = plan;
        Self {
            old: old.number.to_string(),
            new: new.number.to_string(),
            changing,
            revisions: None,
            lines: lines.into_iter().map(ReplacementRow::from).collect(),
        }
    }
}

impl Answer for Replaced {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { old, new, changing, revisions, lines } = self;
        vec![
            ("old", old.as_str().into()),
            ("new", new.as_str().into()),
            ("changing", (*changing).into()),
            ("revisions", (*revisions).into()),
            ("lines", lines.len().into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        let Self { old, new, changing, revisions, lines } = self;
        Some(match revisions {
            Some(revisions) => format!("{old} is replaced by {new}: lines: {changing}, BOMs: {revisions}."),
            None if lines.is_empty() => format!("No line names {old}."),
            None => format!("{new} in the place of {old} would change {changing} of {} lines.", lines.len()),
        })
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        if self.revisions.is_some() { Ok(()) } else { sheet.list("Lines", &self.lines) }
    }
}

/// What becomes of a line.
#[derive(Debug, Serialize)]
struct ReplacementRow {
    assembly: String,
    revision: String,
    position: u32,
    quantity: String,
    unit: String,
    designators: Vec<String>,
    /// Whether the part is a substitute there.
    substitute: bool,
    /// The code of the reason why it stays as it is; null where it changes.
    refused: Option<&'static str>,
    /// The reason.
    reason: Option<String>,
}

impl Record for ReplacementRow {
    const COLUMNS: &'static [Column] = &[
        text("assembly"),
        text("revision"),
        number("position"),
        number("quantity"),
        text("unit"),
        text("designators"),
        text("substitute"),
        unseen("refused"),
        text("reason"),
    ];
}

impl From<Replacement> for ReplacementRow {
    fn from(replacement: Replacement) -> Self {
        let Replacement { line, role, revision, parent, refused } = replacement;
        let BomLine { position, quantity, unit, designators, .. } = line;
        Self {
            assembly: parent.number.to_string(),
            revision: revision.label,
            position,
            quantity: quantity.to_string(),
            unit: unit.to_string(),
            designators: names(&designators),
            substitute: role == ReplaceRole::Substitute,
            refused: refused.as_ref().map(partwright_domain::Error::code),
            reason: refused.map(|refused| refused.to_string()),
        }
    }
}
