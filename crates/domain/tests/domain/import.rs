//! Imports: columns, cells, plans, differences, and what is carried out.

mod apply;
mod cell;
mod column;
mod difference;
mod law;
mod level;
mod many;
mod matching;
mod parts;
mod places;
mod plan;
mod remarks;
mod set;
mod target;

use std::sync::Arc;

use partwright_domain::Result;
use partwright_domain::import::{Done, Outcome, Plan, Preview, Request, Severity};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_testkit::build;
use partwright_testkit::rows::{self, Rows};

/// A request to import into a new board.
fn request(ports: &Ports) -> Request {
    rows::into_board(ports)
}

fn file(text: impl AsRef<str>) -> Arc<Rows> {
    rows::rows(text.as_ref())
}

fn previewed(ports: &Ports, text: impl AsRef<str>, request: &Request) -> Preview {
    rows::preview(ports, &file(text), request).expect("a preview")
}

fn preview(ports: &Ports, text: impl AsRef<str>) -> Plan {
    previewed(ports, text, &request(ports)).plan
}

fn import(ports: &Ports, actor: &Actor, text: impl AsRef<str>, request: Request) -> Result<Done> {
    rows::import(ports, actor, &file(text), request)
}

/// The plan of a file in a workspace without parts.
fn plan(text: impl AsRef<str>) -> Plan {
    preview(&build::workspace().0, text)
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
    plan.lines.iter().map(|planned| line(&planned)).collect()
}
