//! The commands: one file a room, and one list.

pub mod audit;
pub mod bom;
pub mod category;
pub mod import;
pub mod manufacturer_part;
pub mod part;
pub mod person;
#[cfg(feature = "probe")]
pub mod probe;
pub mod property;
pub mod revision;
pub mod typescript;
pub mod window;
pub mod workspace;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::app::App;
use crate::error::WireError;
use audit::{AuditListRequest, AuditPage};
use bom::{BomLineAddRequest, BomLineChangeRequest, BomLineRemoveRequest, BomShowRequest, BomView};
use category::CategoryView;
use import::{ImportApplyRequest, ImportDone, ImportPreview, ImportPreviewRequest};
use manufacturer_part::{ManufacturerPartAddRequest, ManufacturerPartRemoveRequest, ManufacturerPartView};
use part::{PartChangeRequest, PartCreateRequest, PartListRequest, PartPage, PartShowRequest, PartView};
use person::{PersonRenameRequest, PersonView};
use property::{PropertyRemoveRequest, PropertySetRequest, PropertyView};
use typescript::Declarations;
use window::WindowReadyRequest;
use workspace::{WorkspaceOpenRequest, WorkspaceView};

/// A request or an answer that says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Empty {}

/// A command: its name, and what it does with a request.
pub struct Command {
    /// The name under which the page calls it.
    pub name: &'static str,
    /// Runs it; may block. Answers JSON.
    pub run: fn(&App, Value) -> Result<String, WireError>,
}

macro_rules! commands {
    ($($name:ident: $room:ident::$function:ident($request:ty) -> $answer:ty;)*) => {
        const COMMANDS: &[Command] = &[$(Command {
            name: stringify!($name),
            run: |app, request| call(app, stringify!($name), request, $room::$function),
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
fn call<Q: DeserializeOwned, A: Serialize>(
    app: &App,
    command: &'static str,
    request: Value,
    run: fn(&App, Q) -> Result<A, WireError>,
) -> Result<String, WireError> {
    let invalid = |error: serde_json::Error| {
        WireError::shell("ipc.request_invalid", &[("command", command), ("detail", &error.to_string())])
    };
    let request = serde_json::from_value(request).map_err(invalid)?;
    let _span = tracing::debug_span!("command", command).entered();
    serde_json::to_string(&run(app, request)?).map_err(invalid)
}

/// An id as the page sends it. The page got it from us; anything else is a mistake in the page.
fn id<T: std::str::FromStr>(text: &str, command: &str) -> Result<T, WireError> {
    let detail = format!("\"{text}\" is no id");
    text.parse().map_err(|_| WireError::shell("ipc.request_invalid", &[("command", command), ("detail", &detail)]))
}
