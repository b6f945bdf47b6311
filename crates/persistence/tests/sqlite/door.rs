//! Each rule of the product, tried through every door that reaches the file: the services, an adapter's own repositories,
//! the import, and raw SQL through a second connection. The window's door is tried in the shell's tests, `door.rs`.

mod approval;
mod bom;
mod frozen;
mod number;
mod release;
mod workflow;

use std::fmt::Debug;
use std::sync::Arc;

use partwright_domain::Error;
use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::bom::{BomLine, BomService};
use partwright_domain::change::Room;
use partwright_domain::file::File;
use partwright_domain::id::PartId;
use partwright_domain::import::{Mode, Request, Target};
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::{StoreError, UnitOfWork};
use partwright_testkit::build::{self, Built, advance, line, part};
use partwright_testkit::contract::TestStore;
use partwright_testkit::rows::{self, Rows};
use rusqlite::Connection;

use crate::fresh;
use crate::schema::everything;

/// What a door answered: nothing, or the code of a refusal. What raw SQL is told is the name of the rule.
type Answer = Result<(), String>;

/// A workspace with somebody of each role, a released resistor, a released board of it with a property and a file, and a
/// draft of another board.
struct House {
    test: TestStore,
    raw: Connection,
    admin: Actor,
    designer: Actor,
    resistor: Built,
    board: Built,
    line: BomLine,
    file: File,
    draft: Built,
    draft_line: BomLine,
}

impl House {
    fn new() -> Self {
        let fixture = fresh();
        let raw = fixture.raw();
        let test = TestStore::new(fixture);
        let admin = test.open();
        let ports = test.ports();
        build::demand_nothing(ports);
        let name = PersonName::parse("Grace Hopper").expect("a name");
        let designer = PersonService::new(ports.clone()).add(&admin, name, Role::Designer).expect("a person");
        let resistor = part("EL-RES").named("resistor").released().add_to(ports);
        let board = part("EL-PCA").named("board").property("Colour", "green").add_to(ports);
        let first = line(&board, &resistor).at("R1 R2").add_to(ports);
        let file = build::file(ports, &board, "board.step");
        let row = file.clone();
        test.write_one(admin.id, Room::File, file.id, move |unit| unit.files().insert(&row));
        advance(ports, board.revision.id, Lifecycle::Released);
        let draft = part("EL-PCA").named("draft").add_to(ports);
        let draft_line = line(&draft, &resistor).at("R1").add_to(ports);
        let designer = Actor::from(&designer);
        Self { raw, admin, designer, resistor, board, line: first, file, draft, draft_line, test }
    }

    fn ports(&self) -> Ports {
        self.test.ports().clone()
    }

    fn boms(&self) -> BomService {
        BomService::new(self.ports())
    }

    fn approvals(&self) -> ApprovalService {
        ApprovalService::new(self.ports())
    }

    /// Tries a door. It must refuse with that code, and leave every row of the file as it was.
    fn shut(&self, door: &str, wanted: &str, attempt: impl FnOnce() -> Answer) {
        let before = everything(&self.raw);
        let said = attempt();
        assert_eq!(said.as_ref().err().map(String::as_str), Some(wanted), "{door}");
        assert_eq!(everything(&self.raw), before, "{door} changed something");
    }

    /// A unit of work past the services, with no audit: what a repository does not refuse, the store does as unaudited.
    fn unit(&self, work: impl Fn(&dyn UnitOfWork) -> Result<(), StoreError> + Send + 'static) -> Answer {
        self.test.attempt(work).map_err(|error| error.code().to_owned())
    }

    /// One statement through a second connection.
    fn raw(&self, sql: &str) -> Answer {
        match self.raw.execute(sql, []) {
            Ok(rows) => {
                assert!(rows > 0, "nothing there to try it on: {sql}");
                Ok(())
            }
            Err(rusqlite::Error::SqliteFailure(_, Some(said))) => Err(said),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Imports a file with these rows below the usual header, as its preview offers it.
    fn import(&self, into: PartId, rows: &str) -> Answer {
        code(rows::import(&self.ports(), &self.admin, &file(rows), request(into)))
    }

    /// What the import's preview says is wrong with these rows.
    fn import_problems(&self, into: PartId, rows: &str) -> Vec<&'static str> {
        let plan = rows::preview(&self.ports(), &file(rows), &request(into)).expect("a plan").plan;
        plan.problems.iter().map(|problem| problem.code).collect()
    }
}

/// A file with these rows below the usual header.
fn file(rows: &str) -> Arc<Rows> {
    rows::rows(&format!("Reference,Qty,Part number,Value\n{rows}\n"))
}

fn request(into: PartId) -> Request {
    Request::into_target(Target::Existing { part: into, mode: Mode::Update })
}

/// The code of a service's refusal.
fn code<T: Debug>(answer: Result<T, Error>) -> Answer {
    answer.map(drop).map_err(|error| error.code().to_owned())
}

fn comment(text: &str) -> Comment {
    Comment::parse(text).expect("a comment")
}

/// The id of a thing, as SQL writes it.
fn blob(id: impl Into<partwright_domain::id::Uuid>) -> String {
    format!("x'{}'", id.into().simple())
}
