//! A spreadsheet's cell as people see it.

use calamine::{Data, DataRef};

use crate::read::cell;

/// The cell's text: 4.0 is `4`, a date is written as one, and no number has the noise of its binary form.
pub(super) fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => plain(*number),
        DataRef::String(text) => cell(text),
        DataRef::SharedString(text) => cell(text),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (moment.is_duration(), hour, minute, second) {
                (true, ..) => plain(moment.as_f64()),
                // Before the first day there are only times of a day.
                (false, ..) if moment.as_f64() < 1.0 => format!("{hour:02}:{minute:02}:{second:02}"),
                (false, 0, 0, 0) => date,
                (false, ..) => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim_end_matches("T00:00:00").to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// The cell's text under a number format: `5%` for 0.05, `0402` for 402 where the format has zeros for it.
pub(super) fn shown_as(value: &DataRef<'_>, format: &str) -> String {
    let number = match value {
        DataRef::Int(number) => number.to_string().parse().unwrap_or(0.0),
        DataRef::Float(number) => *number,
        other => return shown(other),
    };
    let zeros = format.len();
    if format.ends_with('%') && format.trim_end_matches('%').chars().all(|sign| matches!(sign, '0' | '.' | '#')) {
        format!("{}%", plain(number * 100.0))
    } else if zeros > 1 && format.chars().all(|sign| sign == '0') && number >= 0.0 {
        format!("{:0>zeros$}", plain(number))
    } else {
        plain(number)
    }
}

/// A number with at most fifteen digits that count, which is what a spreadsheet keeps and shows.
fn plain(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

/// A cell that a sheet holds, as one that is lent.
pub(super) fn lent(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}
