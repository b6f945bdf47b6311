//! Files that are longer than what is taken at once: a row means what it would mean beside those far above it.

use std::sync::{Arc, Mutex};

use partwright_domain::cancel::Cancel;
use partwright_domain::import::Outcome::{Matched, Merged, Updated};
use partwright_domain::import::{ImportService, Item, Outcome, Request, SetRequest, Target};
use partwright_domain::watch::Watch;
use partwright_domain::workspace::Progress;
use partwright_testkit::build;
use partwright_testkit::dump::dump;
use partwright_testkit::rows::RowSet;

use super::{file, import, outcomes, preview, previewed, request};
use crate::code;

/// How many rows stand between those that mean the same.
const BETWEEN: usize = 1200;

/// A file whose rows in the middle name a part each.
fn far_apart(header: &str, first: &str, last: &str, between: impl Fn(usize) -> String) -> String {
    let rows: Vec<_> = (0..BETWEEN).map(between).collect();
    format!("{header}\n{first}\n{}\n{last}\n", rows.join("\n"))
}

fn ends(outcomes: &[Outcome]) -> (Outcome, Outcome) {
    (outcomes[0], outcomes[outcomes.len() - 1])
}

#[test]
fn a_part_that_gets_an_mpn_is_found_by_it_many_rows_below() {
    let (ports, _) = build::workspace();
    let there = build::part("EL-RES").value("10k").add_to(&ports).part.number;
    let text =
        far_apart("IPN,MPN,Manufacturer", &format!("{there},X9,Yageo"), ",X9,Yageo", |row| format!(",M{row},Murata"));
    let list = Request::into_target(Target::PartsList { subcategory: None, update: true });
    let plan = previewed(&ports, text, &list).plan;
    assert_eq!((ends(&outcomes(&plan)), plan.new_parts()), ((Updated, Merged), BETWEEN));
}

#[test]
fn a_part_that_gets_a_number_of_another_system_is_found_by_it_many_rows_below() {
    let (ports, _) = build::workspace();
    build::part("EL-RES").mpn("Yageo", "X9").value("10k").add_to(&ports);
    let text =
        far_apart("Ref,IPN,MPN,Value", "R1,RES-1,X9,10k", "R2,RES-1,,10k", |row| format!("C{row},CAP-{row},M{row},1n"));
    let plan = preview(&ports, text);
    assert_eq!((ends(&outcomes(&plan)), plan.new_parts()), ((Matched, Merged), BETWEEN));
}

#[test]
fn a_row_joins_a_line_many_rows_above_and_shows_its_own_designators() {
    let (ports, actor) = build::workspace();
    let text = far_apart("Ref,Value", "R1,10k", "R2,10k", |row| format!("C{row},{}", row % 500));
    let plan = preview(&ports, &text);
    let last = plan.items.last().expect("a row");
    assert_eq!((last.outcome, last.line, plan.lines.len()), (Merged, Some(0), 501));
    assert_eq!(plan.designators_of(last).iter().map(ToString::to_string).collect::<Vec<_>>(), ["R2"]);
    assert_eq!(plan.lines.get(0).content.designators.len(), 2);
    let done = import(&ports, &actor, &text, request(&ports)).expect("an import");
    assert_eq!((done.lines, done.designators), (501, BETWEEN + 2));
}

#[test]
fn every_row_says_what_stands_in_it() {
    let (ports, _) = build::workspace();
    let rows = |row| format!("C{row},{row}n,C_0402,Murata,M{row}");
    let plan = preview(&ports, far_apart("Ref,Value,Footprint,Manufacturer,MPN", "R1,10k,,,X9", "R2,10k,,,X9", rows));
    let says =
        |item: &Item| [item.said.value(), item.said.footprint(), item.said.manufacturer(), item.said.mpn()].join("|");
    assert_eq!((says(&plan.items[0]), says(&plan.items[BETWEEN + 1])), ("10k|||X9".to_owned(), "10k|||X9".to_owned()));
    for item in &plan.items[1..=BETWEEN] {
        let row = item.said.mpn().trim_start_matches('M');
        assert_eq!(says(item), format!("{row}n|C_0402|Murata|M{row}"));
    }
}

/// Somebody who follows, and ends the work at a step.
fn follower(ends_at: Option<usize>) -> (Watch, Arc<Mutex<Vec<Progress>>>) {
    let (cancel, told) = (Cancel::new(), Arc::new(Mutex::new(Vec::new())));
    let (ends, hears) = (cancel.clone(), Arc::clone(&told));
    let watch = Watch::new(cancel, move |progress| {
        let mut told = hears.lock().expect("no panic");
        told.push(progress);
        if Some(told.len()) == ends_at {
            ends.cancel();
        }
    });
    (watch, told)
}

/// Progress goes on and never back, and is all there is at the end. Answers how many steps it had.
fn goes_on(told: &Mutex<Vec<Progress>>) -> usize {
    let told = std::mem::take(&mut *told.lock().expect("no panic"));
    assert!(told.is_sorted_by(|one, next| one.done < next.done && one.total == next.total), "{told:?}");
    assert!(told.last().is_some_and(|last| last.done == last.total), "{told:?}");
    told.len()
}

#[test]
fn an_import_tells_how_far_it_is_and_ended_at_any_step_it_leaves_nothing() {
    let (ports, actor) = build::workspace();
    let file = file(far_apart("Ref,MPN", "R1,X9", "R2,X9", |row| format!("C{row},M{row}")));
    let service = ImportService::new(ports.clone());
    let (watch, told) = follower(None);
    let fingerprint = service.preview(file.as_ref(), &request(&ports), &watch).expect("a preview").fingerprint;
    goes_on(&told);

    let apply = |watch| service.apply(&actor, file.clone(), request(&ports), fingerprint.clone(), watch);
    let before = dump(&ports);
    for step in [1, 6, 13, 18, 22, 24] {
        assert_eq!(code(apply(follower(Some(step)).0)), "store.cancelled", "at step {step}");
        assert_eq!(dump(&ports), before, "at step {step}");
    }
    let (watch, told) = follower(None);
    apply(watch).expect("an import");
    assert!(goes_on(&told) > 24, "reading, planning, and writing");
}

#[test]
fn an_import_of_a_set_tells_how_far_it_is_and_ended_at_any_step_it_leaves_nothing() {
    let (ports, actor) = build::workspace();
    let part = |row: usize| format!("CAP-{row},M{row}");
    let line = |row: usize| format!("C{row},CAP-{row}");
    let set = Arc::new(
        RowSet::default()
            .file("cap.csv", &far_apart("IPN,MPN", "RES-1,X1", "RES-2,X2", part))
            .file("PCA-1.csv", &far_apart("Ref,IPN", "R1,RES-1", "R2,RES-2", line)),
    );
    let service = ImportService::new(ports.clone());
    let (watch, told) = follower(None);
    let fingerprint = service.preview_set(set.as_ref(), &SetRequest::default(), &watch).expect("a preview").fingerprint;
    goes_on(&told);

    let apply = |watch| service.apply_set(&actor, set.clone(), SetRequest::default(), fingerprint.clone(), watch);
    let before = dump(&ports);
    for step in [1, 10, 20, 30, 35, 40] {
        assert_eq!(code(apply(follower(Some(step)).0)), "store.cancelled", "at step {step}");
        assert_eq!(dump(&ports), before, "at step {step}");
    }
    let (watch, told) = follower(None);
    apply(watch).expect("an import");
    assert!(goes_on(&told) > 40, "reading, planning, and writing");
}
