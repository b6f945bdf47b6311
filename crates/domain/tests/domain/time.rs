//! Dates: days that there are, written in one way.

use partwright_domain::time::{CivilDate, Clock, SystemClock, Timestamp};
use proptest::prelude::*;

#[test]
fn a_date_is_a_day_of_the_calendar() {
    for text in ["2026-01-31", "2024-02-29", "0001-01-01", "9999-12-31", " 2026-01-31 "] {
        let date = CivilDate::parse(text).expect("a date");
        assert_eq!(date.to_string(), text.trim());
        assert_eq!(serde_json::json!(date), text.trim());
    }
    for text in ["2026-02-30", "2025-02-29", "2026-13-01", "2026-1-1", "31.01.2026", "2026-01-31T00:00", "", "20260131"]
    {
        assert_eq!(CivilDate::parse(text).map_err(|error| error.code()), Err("date.invalid"), "{text:?}");
    }
}

#[test]
fn a_date_that_could_not_be_read_back_is_refused() {
    for text in ["-0044-03-15", "+2026-01-31", "-044-03-15", "+12026-01-31", "2026-01-31\u{0}"] {
        assert!(CivilDate::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn the_systems_clock_tells_a_time_of_this_century() {
    assert!((1_700_000_000_000..4_000_000_000_000).contains(&SystemClock.now().0));
}

#[test]
fn a_moment_is_exchanged_to_its_millisecond() {
    let written = [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_769_868_307_250, "2026-01-31T14:05:07.250Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (i64::MAX, "9223372036854775807"),
    ];
    for (milliseconds, text) in written {
        assert_eq!(Timestamp(milliseconds).to_rfc3339(), text);
    }
}

proptest! {
    #[test]
    fn whatever_date_is_taken_is_read_back_from_its_text(text in "[-+]?[0-9]{1,5}-[0-9]{2}-[0-9]{2}") {
        if let Ok(date) = CivilDate::parse(&text) {
            prop_assert_eq!(CivilDate::parse(&date.to_string()), Ok(date));
        }
    }
}
