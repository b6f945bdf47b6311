//! Imports: bytes, rows, columns, plans, and what is carried out.

mod apply;
mod cell;
mod column;
mod law;
mod plan;
mod sample;
mod target;

use partwright_domain::Result;
use partwright_domain::import::{Done, ImportService, Outcome, Plan, Request, Severity, Target};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_testkit::build;

/// A request to import this file into a new board.
fn request(ports: &Ports, file: impl AsRef<[u8]>) -> Request {
    let target = Target::New { subcategory: build::subcategory(ports, "EL-PCA"), name: "A board".to_owned() };
    Request { content: file.as_ref().to_vec(), roles: None, target }
}

fn preview(ports: &Ports, file: impl AsRef<[u8]>) -> Plan {
    ImportService::new(ports.clone()).preview(&request(ports, file)).expect("a plan").0
}

fn import(ports: &Ports, actor: &Actor, request: Request) -> Result<Done> {
    let service = ImportService::new(ports.clone());
    let (_, fingerprint) = service.preview(&request)?;
    service.apply(actor, request, fingerprint)
}

/// The plan of a file in a workspace without parts.
fn plan(file: impl AsRef<[u8]>) -> Plan {
    preview(&build::workspace().0, file)
}

fn outcomes(plan: &Plan) -> Vec<Outcome> {
    plan.items.iter().map(|item| item.outcome).collect()
}

/// The problems as `row code`, or `row !code` where the row is refused.
fn problems(plan: &Plan) -> Vec<String> {
    let problem = |problem: &partwright_domain::import::Problem| {
        let mark = if problem.severity == Severity::Refused { "!" } else { "" };
        format!("{} {mark}{}", problem.row, problem.code)
    };
    plan.problems.iter().map(problem).collect()
}

/// The lines as `quantity unit: designators`, with what is special about them.
fn lines(plan: &Plan) -> Vec<String> {
    let line = |line: &partwright_domain::import::plan::PlannedLine| {
        let content = &line.content;
        let places: Vec<_> = content.designators.iter().map(ToString::to_string).collect();
        let dnp = if content.dnp { " DNP" } else { "" };
        let intended = if content.quantity_intended { " intended" } else { "" };
        format!("{} {}: {}{dnp}{intended}", content.quantity, content.unit, places.join(" "))
    };
    plan.lines.iter().map(line).collect()
}
