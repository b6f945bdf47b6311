//! Our own export in JSON, and whatever keeps to its schema: `{ "format": "partwright-bom", "version": 1, "lines": [ {…} ] }`.
//!
//! A line is an object of texts, numbers, flags and lists of those. `columns` names its keys for people; without it the
//! keys are the columns. The file is gone through twice, a line at a time.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader};
use std::rc::Rc;

use partwright_domain::import::ImportError;
use partwright_domain::import::source::{Read, Row, RowSource, Source};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::bound::{self, Names};
use super::channel::{Closed, End, Pushed, Sink, damaged};
use super::origin::{Bytes, Origin};
use super::survey::Survey;
use super::{Raw, Rows, bare};

/// The documents whose lines are parts.
const FORMATS: [&str; 2] = ["partwright-bom", "partwright-parts"];
const VERSION: u64 = 1;

type Line = Map<String, Value>;

/// Opens a document at its first line.
pub(super) fn open(origin: &Origin, survey: &Survey) -> Result<Box<dyn RowSource>, ImportError> {
    let mut keys = Names::default();
    let mut number = 0;
    let head = read(origin.open()?, &mut |line| {
        number += 1;
        line.keys().try_for_each(|key| keys.take(number, key))
    })?;
    let mut keys = keys.in_order;
    match (head.format.as_deref(), head.version) {
        (Some(format), Some(VERSION)) if FORMATS.contains(&format) => {}
        (Some(format), Some(version)) if FORMATS.contains(&format) => {
            return Err(ImportError::VersionUnknown { version: version.to_string() });
        }
        _ => return Err(damaged("it is JSON of another program")),
    }
    if !head.columns.is_empty() {
        let others = keys.into_iter().filter(|key| head.columns.iter().all(|column| column.key != *key));
        keys = head.columns.iter().map(|column| column.key.clone()).chain(others.collect::<Vec<_>>()).collect();
    }
    let name = |key: &String| {
        let named = head.columns.iter().find(|column| column.key == *key);
        named.and_then(|column| column.name.clone()).unwrap_or_else(|| key.clone())
    };
    let header = keys.iter().map(name).collect();
    let source = Source {
        format: "partwright-json",
        encoding: None,
        delimiter: None,
        header_row: None,
        part: None,
        parts: Vec::new(),
    };
    let (origin, total) = (origin.clone(), survey.length);
    let rows = Pushed::by(move |sink| push(&origin, &keys, total, sink))?;
    Ok(Box::new(Document { source, header, rows, total }))
}

struct Document {
    source: Source,
    header: Vec<String>,
    rows: Pushed,
    total: u64,
}

impl RowSource for Document {
    fn source(&self) -> &Source {
        &self.source
    }

    fn header(&self) -> &[String] {
        &self.header
    }

    fn next_row(&mut self) -> Result<Option<Row>, ImportError> {
        Ok(self.rows.next()?.map(|Raw { number, cells }| Row { number, cells, aside: None }))
    }

    fn read(&self) -> Read {
        Read { done: self.rows.done().min(self.total), total: self.total }
    }
}

fn push(origin: &Origin, keys: &[String], total: u64, sink: &Sink) -> Result<(), End> {
    let mut number = 0;
    let mut closed = None;
    let read = read(origin.open()?, &mut |line| {
        number += 1;
        let cells = keys.iter().map(|key| line.get(key).map_or_else(String::new, |value| text(key, value))).collect();
        sink.push(bound::row(number, cells)?).map_err(|reason| {
            closed = Some(reason);
            damaged("nobody reads any more")
        })
    });
    match (closed, read) {
        (Some(Closed), _) => Err(End::Closed),
        (None, Ok(_)) => {
            sink.read(total);
            Ok(())
        }
        (None, Err(error)) => Err(End::Failed(error)),
    }
}

/// A value as a cell has it.
fn text(key: &str, value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) if key == "dnp" => "DNP".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Number(number) => number.to_string(),
        // No spreadsheet was kept from anything here.
        Value::String(written) => bare(written).to_owned(),
        Value::Array(values) => values.iter().map(|value| text(key, value)).collect::<Vec<_>>().join(", "),
        Value::Object(_) => value.to_string(),
    }
}

/// What a document says before its lines, or after them.
#[derive(Default)]
struct Head {
    format: Option<String>,
    version: Option<u64>,
    columns: Vec<Column>,
}

#[derive(Deserialize)]
struct Column {
    key: String,
    name: Option<String>,
}

type Take<'t> = &'t mut dyn FnMut(Line) -> Result<(), ImportError>;

/// The same, in the words of the parser.
type Hand<'t> = &'t mut dyn FnMut(Line) -> Result<(), &'static str>;

/// Goes through a document, a line at a time.
fn read(bytes: Box<dyn Bytes>, take: Take<'_>) -> Result<Head, ImportError> {
    let (since, mut lines, mut refused) = (Rc::new(Cell::new(0)), 0, None);
    let mut hand = |line| {
        since.set(0);
        lines += 1;
        take(line).map_err(|error| {
            refused = Some(error);
            "it is refused"
        })
    };
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(Pieces { bytes, since: Rc::clone(&since) }));
    let head = json.deserialize_map(Top { hand: &mut hand }).and_then(|head| json.end().map(|()| head));
    head.map_err(|error| match refused {
        Some(refused) => refused,
        None if since.get() > MOST_PIECE => bound::too_long(lines + 1),
        None => damaged(format!("it is JSON that cannot be read ({error})")),
    })
}

/// The most that may stand between the ends of two lines, which the parser holds before anybody sees it.
const MOST_PIECE: usize = 16 << 20;

/// Bytes that come to an end where a line does not.
struct Pieces {
    bytes: Box<dyn Bytes>,
    /// How many bytes came since a line ended.
    since: Rc<Cell<usize>>,
}

impl io::Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into)?;
        self.since.set(self.since.get() + read);
        if self.since.get() > MOST_PIECE { Err(io::Error::other("a line does not end")) } else { Ok(read) }
    }
}

struct Top<'t> {
    hand: Hand<'t>,
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = Head;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with lines")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Head, A::Error> {
        let mut head = Head::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "format" => head.format = Some(map.next_value()?),
                "version" => head.version = Some(map.next_value()?),
                "columns" => head.columns = map.next_value()?,
                "lines" => map.next_value_seed(Lines { hand: &mut *self.hand })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(head)
    }
}

struct Lines<'t> {
    hand: Hand<'t>,
}

impl<'de> DeserializeSeed<'de> for Lines<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Lines<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of lines")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut lines: A) -> Result<(), A::Error> {
        while let Some(line) = lines.next_element::<Line>()? {
            (self.hand)(line).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
