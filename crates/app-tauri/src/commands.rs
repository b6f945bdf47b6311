//! The commands: one file a room, and one list.

/// Turns a list of the domain into one of the wire and back; the two are kept equal by the compiler in both directions.
macro_rules! alike {
    ($domain:ident, $view:ident: $($name:ident),* $(,)?) => {
        impl From<$domain> for $view {
            fn from(value: $domain) -> Self {
                match value { $($domain::$name => Self::$name),* }
            }
        }

        impl From<$view> for $domain {
            fn from(value: $view) -> Self {
                match value { $($view::$name => Self::$name),* }
            }
        }
    };
}

pub mod approval;
pub mod audit;
pub mod bom;
pub mod category;
pub mod export;
pub mod file;
pub mod import;
pub mod kicad;
pub mod manufacturer_part;
pub mod part;
pub mod person;
#[cfg(feature = "probe")]
pub mod probe;
pub mod property;
pub mod release;
pub mod revision;
pub mod search;
pub mod setting;
pub mod supplier_part;
pub mod task;
pub mod typescript;
pub mod window;
pub mod workflow;
pub mod workspace;

use partwright_domain::Error;
use partwright_domain::edit::Edit;
use partwright_domain::store::{Snapshot, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::Workspace;
use crate::error::WireError;
use crate::ipc;
use crate::message::{Answered, Asked, FileBytes, Message, Reply, WithBytes};
use crate::task::Caller;
use approval::{ApprovalRequestView, ApprovalRoundsRequest, OpenReviewView, RevisionReviews};
use audit::{AuditListRequest, AuditNext, AuditPageView, AuditUndoRequest, AuditUndone};
use bom::{
    BomAmountsComparison, BomBeside, BomBesideRequest, BomCompareAmountsRequest, BomCopyRequest, BomCostRequest,
    BomCostView, BomExplodeRequest, BomExplosionPage, BomGraphRequest, BomGraphView, BomLevelsRequest,
    BomLineAddRequest, BomLineChangeRequest, BomLineCheckRequest, BomLineChecked, BomLineMoveRequest,
    BomLineOriginRequest, BomLinePinRequest, BomLineRemoveRequest, BomLineShowRequest, BomLineSubstituteRequest,
    BomLineView, BomLinesRequest, BomLinesSayRequest, BomReplacePreview, BomReplacePreviewRequest, BomReplaceRequest,
    BomReplaced, BomShortageRequest, BomShortageView, BomShowRequest, BomView, FlatLineView, LineInFullView,
    LineOriginView, RollUpView, UsedInView,
};
use category::{
    CategoryAddRequest, CategoryRemoveRequest, CategoryRenameRequest, CategoryView, SubcategoryAddRequest,
    SubcategoryChangeRequest, SubcategoryCount, SubcategoryRemoveRequest,
};
use export::{
    ExportLayout, ExportProposeRequest, ExportVerified, ExportVerifyRequest, ExportWriteRequest, ExportWritten,
};
use file::{
    FileAttachRequest, FileChangeRoleRequest, FileCollectView, FileListRequest, FileOpenRequest, FileReadRequest,
    FileRemoveRequest, FileReplaceRequest, FileSaveRequest, FileView,
};
use import::{
    ImportApplyRequest, ImportChangeView, ImportDone, ImportForgetLayoutRequest, ImportPreview, ImportPreviewRequest,
    ImportRowView, ImportRowsRequest, ImportSetApplyRequest, ImportSetDone, ImportSetPreview, ImportSetPreviewRequest,
};
use kicad::{
    KicadCount, KicadCountRequest, KicadMapping, KicadMappingView, KicadOfferRequest, KicadSaveRequest,
    KicadServeRequest, KicadUnmapRequest, KicadView,
};
use manufacturer_part::{
    ManufacturerPartAddRequest, ManufacturerPartChangeRequest, ManufacturerPartRemoveRequest, ManufacturerPartView,
};
use part::{
    PartCells, PartCellsRequest, PartChangeRequest, PartCreateRequest, PartDuplicateRequest, PartListRequest, PartPage,
    PartRemoveRequest, PartShowRequest, PartSucceedRequest, PartTallyView, PartView, PartWhereUsedRequest,
};
use person::{PersonActRequest, PersonAddRequest, PersonChangeRequest, PersonRenameRequest, PersonView};
use property::{PropertyNames, PropertyRemoveRequest, PropertySetOnAllRequest, PropertySetRequest, PropertyView};
use release::{ReleaseMakeRequest, ReleaseMember, ReleaseTogetherRequest, ReleaseVerified};
use revision::{
    PartsChanged, RevisionActOnAllRequest, RevisionAsOfRequest, RevisionChanges, RevisionObsoleteRequest,
    RevisionOffer, RevisionOffersRequest, RevisionRequest, RevisionReviseRequest, RevisionStatus, RevisionStepRequest,
    RevisionView,
};
use search::{SearchAnswer, SearchRequest};
use setting::{SettingChangeRequest, SettingView};
use supplier_part::{
    SupplierPartAddRequest, SupplierPartChangeRequest, SupplierPartPrice, SupplierPartPriceRequest,
    SupplierPartRemoveRequest,
};
use task::TaskCancelRequest;
use typescript::Declarations;
use window::{WindowGuardRequest, WindowOpenRequest, WindowReadyRequest};
use workflow::{WorkflowDefect, WorkflowDesign, WorkflowTakeRequest, WorkflowView};
use workspace::{
    BackupView, WorkspaceBackUpRequest, WorkspaceBackedUp, WorkspaceBackups, WorkspaceCheckRequest, WorkspaceChecked,
    WorkspaceChooseRequest, WorkspaceCopiesRequest, WorkspaceCopyRequest, WorkspaceCopyView, WorkspaceCreateRequest,
    WorkspaceForgetRequest, WorkspaceMoveRequest, WorkspaceMoved, WorkspaceOpenAtRequest, WorkspaceOpenRequest,
    WorkspaceOpening, WorkspacePlaces, WorkspaceRestoreRequest, WorkspaceRestored, WorkspaceSalvageRequest,
    WorkspaceSalvaged, WorkspaceScheduleRequest, WorkspaceStatusView, WorkspaceVerifyRequest, WorkspaceView,
};

/// A request or an answer that says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Empty {}

/// A command: its name, and what it does with a request.
pub struct Command {
    /// The name under which the page calls it.
    pub name: &'static str,
    /// Runs it; may block.
    pub run: fn(&Caller<'_>, Message) -> Result<Reply, WireError>,
}

macro_rules! commands {
    ($($name:ident: $room:ident::$function:ident($request:ty) -> $answer:ty;)*) => {
        const COMMANDS: &[Command] = &[$(Command {
            name: stringify!($name),
            run: |caller, message| {
                call(stringify!($name), message, |request: $request| $room::$function(Into::into(caller), request))
            },
        }),*];

        /// Adds the types of every command to the declarations.
        fn declare(declarations: &mut Declarations) {
            $(declarations.command::<$request, $answer>(stringify!($name));)*
        }
    };
}
include!("commands/list.in");

/// Every command of that name there is, the probes of test builds included.
pub fn find(name: &str) -> Option<&'static Command> {
    #[cfg(feature = "probe")]
    let all = COMMANDS.iter().chain(probe::COMMANDS);
    #[cfg(not(feature = "probe"))]
    let mut all = COMMANDS.iter();
    { all }.find(|command| command.name == name)
}

/// The names of the shipped commands.
pub fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name)
}

/// The wire as TypeScript: every type, and the interface of all commands.
pub fn typescript() -> String {
    let mut declarations = Declarations::default();
    declare(&mut declarations);
    declarations.into_module()
}

/// Parses the request, runs the command, and writes the answer.
fn call<Q: Asked, A: Answered>(
    command: &'static str,
    message: Message,
    run: impl FnOnce(Q) -> Result<A, WireError>,
) -> Result<Reply, WireError> {
    let broken = |code: &'static str| {
        move |error: serde_json::Error| WireError::shell(code, &[("command", command), ("detail", &error.to_string())])
    };
    let request = Q::parse(message).map_err(broken("ipc.request_invalid"))?;
    let _span = tracing::debug_span!("command", command).entered();
    run(request)?.reply().map_err(broken("ipc.answer_invalid"))
}

/// Reads what a command answers after it has written.
///
/// What was written stays written, so whatever fails here must not sound as if nothing had been done: of the failure only
/// its code is told, because its own sentence speaks of a read.
fn show_done<T, E>(workspace: &Workspace, view: impl FnOnce(&dyn Snapshot) -> Result<T, E>) -> Result<T, WireError>
where
    E: From<StoreError> + Into<WireError>,
{
    let failed = match ipc::catch(|| workspace.store.read("show_done", view)) {
        Ok(Ok(answer)) => return Ok(answer),
        Ok(Err(error)) => error.into(),
        Err(panic) => panic,
    };
    tracing::error!(code = failed.code, message = failed.message, "what was done could not be shown");
    Err(WireError::shell("ipc.done_not_shown", &[("detail", &failed.code)]))
}

/// What somebody saw and what they want, as the page sends both.
fn edit<T, E>(seen: Option<String>, wanted: String, parse: impl Fn(&str) -> Result<T, E>) -> Result<Edit<T>, WireError>
where
    Error: From<E>,
{
    let parse = |text: String| parse(&text).map_err(Error::from);
    Ok(Edit::new(seen.map(&parse).transpose()?, parse(wanted)?))
}

/// An id as the page sends it. The page got it from us; anything else is a mistake in the page.
fn id<T: std::str::FromStr>(text: &str, command: &str) -> Result<T, WireError> {
    let detail = format!("\"{text}\" is no id");
    text.parse().map_err(|_| WireError::shell("ipc.request_invalid", &[("command", command), ("detail", &detail)]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn whose_words_are_broken_is_told_apart() {
        let codes = [json!({}), json!(7)].map(|request| {
            let error = call("broken", request.into(), |_: Empty| Ok(BTreeMap::from([(vec![1], 2)])));
            error.expect_err("a list is no name in JSON").code
        });
        assert_eq!(codes, ["ipc.answer_invalid", "ipc.request_invalid"]);
    }
}
