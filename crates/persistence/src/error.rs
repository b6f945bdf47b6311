//! From SQLite's errors to the domain's: named constraints and triggers become codes.

use partwright_domain::store::StoreError;
use rusqlite::{ErrorCode, ffi};

use crate::engine::{EngineError, says_full};

/// What SQLite says when a rule of the schema is broken, and what that means. A trigger says its own code, or its name
/// when no code is meant for it; a CHECK says its name; a UNIQUE says its columns, and nothing else.
fn broken_rule(message: &str) -> StoreError {
    let rule = ["CHECK constraint failed: ", "UNIQUE constraint failed: "]
        .iter()
        .find_map(|prefix| message.strip_prefix(prefix))
        .unwrap_or(message);
    match rule {
        "revision.frozen" => StoreError::RevisionFrozen,
        "revision.in_use" => StoreError::RevisionInUse,
        "revision.in_review" => StoreError::RevisionInReview,
        "revision.step_unknown" => StoreError::RevisionStep,
        "revision.label_taken" => StoreError::RevisionTaken,
        "revision.open_exists" => StoreError::RevisionOpen,
        "revision.missing" => StoreError::Missing { what: "revision".to_owned() },
        "approval.own" => StoreError::ApprovalOwn,
        "approval.given" => StoreError::ApprovalGiven,
        "approval.not_in_review" => StoreError::ApprovalClosed,
        "release.not_approved" => StoreError::ReleaseNotApproved,
        "release.bom_empty" => StoreError::ReleaseBomEmpty,
        "release.property_missing" => StoreError::ReleasePropertyMissing,
        "release.child_not_released" => StoreError::ReleaseChildMissing,
        "release.missing" => StoreError::ReleaseMissing,
        "release.fixed" => StoreError::ReleaseFixed,
        "workflow.defective" => StoreError::WorkflowDefective,
        "workflow.version_taken" => StoreError::WorkflowVersionTaken,
        "workflow.fixed" => StoreError::WorkflowFixed,
        "workflow.missing" => StoreError::Missing { what: "workflow".to_owned() },
        "person.last_admin" => StoreError::LastAdmin,
        "part.in_use" => StoreError::PartInUse,
        "part.number_fixed" => StoreError::PartNumberFixed,
        "part.successor_loop" => StoreError::SuccessorLoop,
        "part.missing" => StoreError::Missing { what: "part".to_owned() },
        "part.number_taken" => StoreError::PartNumberTaken,
        "bom.cycle" => StoreError::BomCycle,
        "bom.pin_of_other_part" => StoreError::PinOfOther,
        "bom.substitute_is_child" => StoreError::SubstituteIsChild,
        "bom.substitute_twice" => StoreError::SubstituteTwice,
        "bom.property_twice" => StoreError::LinePropertyTwice,
        "import.fixed" => StoreError::ImportFixed,
        "bom.designator_taken" => StoreError::DesignatorTaken,
        "bom_line_quantity_agrees" => StoreError::QuantityDisagrees,
        "file.name_taken" | "file.revision_id, file.name_key" => StoreError::FileNameTaken,
        "audit.undone" => StoreError::Undone,
        "audit.append_only" => StoreError::AuditAppendOnly,
        "category.code_taken" => StoreError::CategoryTaken,
        "category.code_fixed" => StoreError::CategoryCodeFixed,
        "category.in_use" => StoreError::CategoryInUse,
        "category.not_empty" => StoreError::CategoryNotEmpty,
        "subcategory_demand.subcategory_id, subcategory_demand.name" => StoreError::DemandTwice,
        "kicad_field.subcategory_id, kicad_field.property" => StoreError::KicadFieldTwice,
        "manufacturer_part.in_use" => StoreError::ManufacturerPartInUse,
        "supplier_part.manufacturer_part_id, supplier_part.supplier_key, supplier_part.order_code_key" => {
            StoreError::SupplierPartTaken
        }
        "supplier_part_price.supplier_part_id, supplier_part_price.quantity" => StoreError::PriceBreakTaken,
        "manufacturer_part.part_id, manufacturer_part.manufacturer_key, manufacturer_part.mpn_key" => {
            StoreError::ManufacturerPartTaken
        }
        _ => StoreError::Invalid { constraint: rule.to_owned() },
    }
}

/// The domain's error for SQLite's. `refers_to` names what a broken foreign key would have referred to, because SQLite
/// does not say which one it was.
pub(crate) fn from_sqlite(error: &rusqlite::Error, refers_to: &str) -> StoreError {
    let rusqlite::Error::SqliteFailure(failure, message) = error else { return failed(error) };
    let message = message.as_deref().unwrap_or_default();
    match failure.code {
        ErrorCode::ConstraintViolation if message == "FOREIGN KEY constraint failed" => {
            StoreError::Missing { what: refers_to.to_owned() }
        }
        ErrorCode::ConstraintViolation => broken_rule(message),
        _ => failed(error),
    }
}

/// The error for a query that always has a row, and had none.
pub(crate) fn no_row() -> StoreError {
    StoreError::Failed { detail: "a query had no row".to_owned() }
}

fn failed(error: &rusqlite::Error) -> StoreError {
    let detail = error.to_string();
    if says_full(error) {
        return StoreError::Full;
    }
    match error.sqlite_error_code() {
        // A file that was taken away while it was open is no file that may only be read, though SQLite says so.
        Some(ErrorCode::ReadOnly)
            if error.sqlite_error().is_some_and(|error| error.extended_code != ffi::SQLITE_READONLY_DBMOVED) =>
        {
            StoreError::ReadOnly
        }
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => StoreError::DiskFailed { detail },
        _ => StoreError::Failed { detail },
    }
}

/// What SQLite says of damage, on one line: it begins with a heading that is the same for every finding.
pub(crate) fn one_line(said: &str) -> String {
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("*** in database"));
    lines.collect::<Vec<_>>().join("; ")
}

/// The domain's error for the engine's.
pub(crate) fn from_engine(error: EngineError) -> StoreError {
    let detail = error.to_string();
    match error {
        EngineError::Nested { inner, outer } => StoreError::Nested { inner, outer },
        EngineError::Exhausted { seconds } => StoreError::Exhausted { seconds },
        EngineError::Busy { seconds } => StoreError::Busy { seconds },
        EngineError::Cancelled => StoreError::Cancelled,
        EngineError::TooOld { seconds } => StoreError::TooOld { seconds },
        EngineError::Taken { path } => StoreError::Taken { path: path.display().to_string() },
        EngineError::Foreign { path } => StoreError::NotAWorkspace { path: path.display().to_string() },
        EngineError::Damaged { path, detail } => {
            StoreError::Damaged { path: path.display().to_string(), detail: one_line(&detail) }
        }
        EngineError::Unreachable { path, detail } => {
            StoreError::Unreachable { path: path.display().to_string(), detail }
        }
        EngineError::Gone { path } => StoreError::Gone { path: path.display().to_string() },
        EngineError::NothingLeft { path } => StoreError::NothingLeft { path: path.display().to_string() },
        EngineError::OwnCopy { path } => StoreError::OwnBackup { path: path.display().to_string() },
        EngineError::Newer { path, file, program } => {
            StoreError::Newer { path: path.display().to_string(), file, program }
        }
        EngineError::MigrationEdited { version } => StoreError::MigrationEdited { version },
        EngineError::Lost | EngineError::Outgrown | EngineError::Reserved | EngineError::Abandoned => {
            StoreError::Failed { detail }
        }
        // The engine's own statements; no rule of the schema waits for the commit.
        EngineError::Sqlite(error) => failed(&error),
    }
}
