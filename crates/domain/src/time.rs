//! Time: moments in UTC, civil dates, and the clock as a port.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use crate::error::refusals;
use crate::text::read_back;

/// A moment: milliseconds since 1970-01-01T00:00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment to its millisecond, as programs exchange it: `2026-01-31T14:05:07.250Z` (RFC 3339); one that no calendar
    /// has, as its milliseconds.
    pub fn to_rfc3339(self) -> String {
        let Ok(moment) = OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000)) else {
            return self.0.to_string();
        };
        let (date, (hour, minute, second)) = (CivilDate(moment.date()), moment.to_hms());
        format!("{date}T{hour:02}:{minute:02}:{second:02}.{:03}Z", self.0.rem_euclid(1000))
    }
}

impl fmt::Display for Timestamp {
    /// Writes `2026-01-31 14:05 UTC`; a moment that no calendar has, as its milliseconds.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(moment) = OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000)) else {
            return write!(formatter, "{} ms", self.0);
        };
        let (date, (hour, minute, _)) = (CivilDate(moment.date()), moment.to_hms());
        write!(formatter, "{date} {hour:02}:{minute:02} UTC")
    }
}

impl Timestamp {
    /// Writes `2026-01-31T14:05:06.789Z` (RFC 3339), for programs; a moment that no calendar has, as its milliseconds.
    pub fn rfc3339(self) -> String {
        let Ok(moment) = OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000)) else {
            return self.0.to_string();
        };
        let (date, (hour, minute, second)) = (CivilDate(moment.date()), moment.to_hms());
        format!("{date}T{hour:02}:{minute:02}:{second:02}.{:03}Z", self.0.rem_euclid(1000))
    }

    /// Takes what [`rfc3339`](Self::rfc3339) writes; `None` for anything else.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        let milliseconds = i64::try_from(moment.unix_timestamp_nanos().div_euclid(1_000_000)).ok()?;
        Some(Self(milliseconds)).filter(|read| read.rfc3339() == text)
    }
}

/// Where the present comes from.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The system's clock: what the shipped programs use.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the port's one real implementation")]
        let now = SystemTime::now();
        // A clock set before 1970 is a broken clock; the epoch is the honest least.
        let since = now.duration_since(UNIX_EPOCH).map_or(0, |duration| duration.as_millis());
        Timestamp(i64::try_from(since).unwrap_or(i64::MAX))
    }
}

refusals! {
    /// Why a date was refused.
    pub enum DateError {
        Invalid { text: String } = "date.invalid", "\"{text}\" is not a date; write year, month and day as 2026-01-31.";
    }
}

/// A day in the calendar, without a time or a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(Date);

impl CivilDate {
    /// Takes `YYYY-MM-DD` (ISO 8601), the years 0000 to 9999.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        // Ten characters leave no room for a sign, which the format would take and the text could not give back.
        let date = Some(text.trim()).filter(|written| written.len() == 10);
        date.and_then(|written| Date::parse(written, format_description!("[year]-[month]-[day]")).ok())
            .map(Self)
            .ok_or_else(|| DateError::Invalid { text: text.to_owned() })
    }

    /// When the day begins, in UTC.
    pub fn begins(self) -> Timestamp {
        Timestamp(self.0.midnight().assume_utc().unix_timestamp().saturating_mul(1000))
    }

    /// When the day is over: the moment at which the next one begins.
    pub fn ends(self) -> Timestamp {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        Timestamp(self.begins().0.saturating_add(DAY))
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(formatter, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl Serialize for CivilDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

read_back!(CivilDate: String => |text| Self::parse(&text));
