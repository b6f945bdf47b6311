//! What is done in the window, and how long it takes.

use measure::Failure;
use serde_json::{Value, json};

use crate::data::Data;
use crate::plan::Plan;
use crate::window::{Program, Window};

/// Rows that pass in a frame: a wheel turned fast, and faster than one can read.
const SPEEDS: [usize; 2] = [3, 8];
/// The height of a row of the list.
const ROW: usize = 30;
/// Frames in which the page does nothing between two looks at its memory: a second.
const REST: usize = 60;
/// So many looks in a row find no less, and then what was thrown away is gone: the web view clears up after some seconds.
const STILL: usize = 20;

const FIRST_ROW: &str = include_str!("page/first_row.js");

/// How the list was scrolled at one speed.
#[derive(Clone)]
pub(crate) struct Scroll {
    pub(crate) speed: usize,
    /// Frames in a row with a place where nothing was.
    pub(crate) blank_run: f64,
    /// Frames in a row with a bar instead of a row.
    pub(crate) waiting_run: f64,
    pub(crate) waiting_share: f64,
    pub(crate) times: Vec<f64>,
}

/// How a BOM was opened.
pub(crate) struct Bom {
    pub(crate) name: String,
    pub(crate) lines: Vec<f64>,
    pub(crate) all: Vec<f64>,
}

/// What all processes had.
pub(crate) struct Memory {
    pub(crate) minute: f64,
    pub(crate) hour: f64,
    pub(crate) actions: u64,
}

/// Round trips of a small command.
pub(crate) struct Calls {
    pub(crate) one: Vec<f64>,
    pub(crate) together: f64,
}

/// One page in two encodings.
pub(crate) struct Encodings {
    pub(crate) text: Vec<f64>,
    pub(crate) bytes: Vec<f64>,
    pub(crate) rows: u64,
    pub(crate) length: f64,
}

/// Starts of the program on the small workspace and on the large one, in turns.
pub(crate) fn starts(plan: &Plan, program: &Program, data: &Data) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    // What the first start finds nowhere yet, fonts, libraries and who sits here, is no matter of size.
    for workspace in [&data.smallest, &data.largest] {
        drop(program.open(&workspace.path)?);
    }
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for round in 0..plan.starts {
        let both = [(&mut small, &data.smallest), (&mut large, &data.largest)];
        let in_turn: Vec<_> = if round.is_multiple_of(2) { both.into() } else { both.into_iter().rev().collect() };
        for (times, workspace) in in_turn {
            times.push(program.start_to_data(&workspace.path)?);
        }
    }
    Ok((small, large))
}

/// Types what somebody looks for, and waits for the first other row; from the last key on.
pub(crate) fn searches(plan: &Plan, window: &Window) -> Result<Vec<f64>, Failure> {
    let first = window.run(FIRST_ROW, &Value::Null)?;
    let mut times = Vec::new();
    for wanted in wanted(plan.searches, window)? {
        window.run(include_str!("page/listen.js"), &json!({ "first": first }))?;
        window.type_into("[data-testid='part-filter']", &wanted)?;
        times.push(number(&window.run("return await window.measured;", &Value::Null)?)?);
    }
    Ok(times)
}

/// Values, and makers' numbers from all over the list.
fn wanted(count: usize, window: &Window) -> Result<Vec<String>, Failure> {
    let request = json!({ "category": null, "sort": "name", "descending": false, "after": null, "limit": 2_000 });
    let page = window.call("part_list", &request)?;
    let rows = page["rows"].as_array().ok_or("no rows")?;
    let numbers = rows.iter().rev().step_by(7).filter_map(|row| row["mpn"].as_str());
    let values = ["4k7", "100nF", "10k", "2k2"];
    Ok(values.into_iter().chain(numbers).take(count).map(str::to_owned).collect())
}

pub(crate) fn scrolls(plan: &Plan, window: &Window) -> Result<(Vec<Scroll>, f64), Failure> {
    let mut scrolls = Vec::new();
    for speed in SPEEDS {
        let seen =
            window.run(include_str!("page/scroll.js"), &json!({ "step": speed * ROW, "frames": plan.frames }))?;
        let frames = number(&seen["frames"])?;
        scrolls.push(Scroll {
            speed,
            blank_run: number(&seen["blank_run"])?,
            waiting_run: number(&seen["waiting_run"])?,
            waiting_share: number(&seen["waiting_frames"])? / frames,
            times: numbers(&seen["times"])?,
        });
    }
    let jump = number(&window.run(include_str!("page/jump.js"), &json!({ "share": 0.5 }))?)?;
    Ok((scrolls, jump))
}

/// Opens the assembly of one level, and the product whose explosion has as many rows.
pub(crate) fn boms(plan: &Plan, window: &Window) -> Result<Vec<Bom>, Failure> {
    let mut boms = Vec::new();
    for name in [format!("Assembly of {} lines", plan.lines), format!("Product of {} rows", plan.lines)] {
        let number_of = part(window, &name)?;
        let mut bom = Bom { name, lines: Vec::new(), all: Vec::new() };
        for _ in 0..plan.openings {
            let opened = window.run(include_str!("page/open_bom.js"), &json!({ "number": number_of }))?;
            bom.lines.push(number(&opened["lines"])?);
            bom.all.push(number(&opened["all"])?);
        }
        boms.push(bom);
    }
    Ok(boms)
}

/// Minutes of use, one after the other without a pause, and the memory after the first and after the last.
pub(crate) fn memory(plan: &Plan, window: &Window) -> Result<Memory, Failure> {
    // Bought parts, and boards: what people open.
    let (parts, assemblies) = (some_of("EL-RES", window)?, some_of("EL-PCA", window)?);
    let searches = wanted(plan.minutes, window)?;
    let (mut after_one, mut actions) = (0, 0);
    for minute in 0..plan.minutes {
        let of = |list: &[String]| list[minute % list.len()].clone();
        let given = json!({
            "search": searches[minute % searches.len()], "part": of(&parts), "assembly": of(&assemblies), "turn": minute,
        });
        let done = window.run(include_str!("page/minute.js"), &given)?;
        actions += done.as_u64().ok_or("the page does not say what it did")?;
        if minute == 0 {
            after_one = at_rest(window)?;
        }
    }
    Ok(Memory { minute: after_one as f64, hour: at_rest(window)? as f64, actions })
}

/// The numbers of some parts of a subcategory.
fn some_of(category: &str, window: &Window) -> Result<Vec<String>, Failure> {
    let request = json!({ "category": category, "sort": "number", "descending": false, "after": null, "limit": 100 });
    let page = window.call("part_list", &request)?;
    let rows = page["rows"].as_array().into_iter().flatten();
    let numbers: Vec<String> = rows.filter_map(|row| row["number"].as_str().map(str::to_owned)).collect();
    if numbers.is_empty() { Err(format!("there is no part in {category}").into()) } else { Ok(numbers) }
}

/// The memory that the program has when it has cleared up.
fn at_rest(window: &Window) -> Result<usize, Failure> {
    let (mut least, mut still) = (usize::MAX, 0);
    while still < STILL {
        window.run(include_str!("page/settle.js"), &json!({ "frames": REST }))?;
        let now = window.memory()?;
        // A hundredth is noise.
        still = if now < least - least / 100 { 0 } else { still + 1 };
        least = least.min(now);
    }
    Ok(least)
}

/// A command that reads one row.
pub(crate) fn calls(plan: &Plan, window: &Window) -> Result<Calls, Failure> {
    let given = json!({ "command": "person_list", "request": {}, "count": plan.calls });
    let seen = window.run(include_str!("page/calls.js"), &given)?;
    Ok(Calls { one: numbers(&seen["one"])?, together: number(&seen["together"])? })
}

/// A large page as Tauri's text and as its bytes.
pub(crate) fn encodings(plan: &Plan, window: &Window) -> Result<Encodings, Failure> {
    let request = json!({ "category": null, "sort": "number", "descending": false, "after": null, "limit": plan.rows });
    let given = json!({ "command": "part_list", "request": request, "rounds": plan.pages });
    let seen = window.run(include_str!("page/encodings.js"), &given)?;
    Ok(Encodings {
        text: numbers(&seen["text"])?,
        bytes: numbers(&seen["bytes"])?,
        rows: seen["rows"].as_u64().ok_or("no rows")?,
        length: number(&seen["length"])?,
    })
}

/// The number of the part with this name.
fn part(window: &Window, name: &str) -> Result<String, Failure> {
    let request = json!({ "category": null, "sort": "name", "descending": false, "after": null, "limit": 1_000 });
    let mut request = request;
    loop {
        let page = window.call("part_list", &request)?;
        let found = page["rows"].as_array().into_iter().flatten().find(|row| row["name"] == name);
        if let Some(number) = found.and_then(|row| row["number"].as_str()) {
            return Ok(number.to_owned());
        }
        if page["next"].is_null() {
            return Err(format!("there is no part called {name}").into());
        }
        request["after"] = page["next"].clone();
    }
}

fn number(value: &Value) -> Result<f64, Failure> {
    value.as_f64().ok_or_else(|| format!("{value} is no number").into())
}

fn numbers(value: &Value) -> Result<Vec<f64>, Failure> {
    value.as_array().into_iter().flatten().map(number).collect()
}
