//! The commands of the window: requests made from the types that the page is written against, with hostile values in them.
//!
//! The types are read from the TypeScript that is generated for the page, so a new command is tried without anybody
//! thinking of it.

mod shape;
mod texts;

use serde_json::{Map, Number, Value};

use crate::Choices;
pub use shape::{Asked, Field, Shape, Wire};
pub use texts::TEXTS;

/// What is known of a workspace, so that a request may be about something that is there.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Ids by the noun they are of, as `revision`.
    ids: Vec<(String, String)>,
}

impl Known {
    /// Takes every id that an answer has, under the name of what it is in, or of the command that answered.
    pub fn learn(&mut self, noun: &str, answer: &Value) {
        match answer {
            Value::Array(values) => values.iter().for_each(|value| self.learn(noun, value)),
            Value::Object(fields) => {
                if let Some(Value::String(id)) = fields.get("id") {
                    self.ids.push((noun.to_owned(), id.clone()));
                }
                for (name, value) in fields {
                    match name.strip_suffix("ies") {
                        Some(many) => self.learn(&format!("{many}y"), value),
                        None => self.learn(name.strip_suffix('s').unwrap_or(name), value),
                    }
                }
            }
            _ => {}
        }
    }

    fn of(&self, field: &str) -> Vec<&str> {
        let noun = match field {
            "child" | "successor" | "old" | "new" | "row" | "part" | "substitute" => {
                ["part", "row", "child"].as_slice()
            }
            "before" | "after" | "from" | "into" | "revision" => &["revision"],
            _ => std::slice::from_ref(&field),
        };
        let fits = self.ids.iter().filter(|(known, _)| noun.contains(&known.as_str()));
        fits.map(|(_, id)| id.as_str()).collect()
    }
}

/// Makes requests.
#[derive(Debug)]
pub struct Maker<'m> {
    /// The types.
    pub wire: &'m Wire,
    /// What is there.
    pub known: &'m Known,
    /// A folder, below which every path of a request leads.
    pub folder: &'m str,
}

impl Maker<'_> {
    /// A request for a command: one of its type as a rule, with any values, and now and then of another.
    pub fn request(&self, asked: &Asked, choices: &mut Choices<'_>) -> Value {
        self.value(&asked.request, "", choices, 0)
    }

    fn value(&self, shape: &Shape, field: &str, choices: &mut Choices<'_>, depth: usize) -> Value {
        if depth > 12 {
            return Value::Null;
        }
        if choices.once_in(48) {
            return foreign(choices);
        }
        match shape {
            Shape::Text => Value::String(self.text(field, choices)),
            Shape::Number => number(choices),
            Shape::Flag => Value::Bool(choices.once_in(2)),
            Shape::Null => Value::Null,
            Shape::Literal(text) => Value::String(text.clone()),
            Shape::List(of) => {
                let many = *choices.of(&[0, 1, 1, 2, 3]);
                (0..many).map(|_| self.value(of, field, choices, depth + 1)).collect()
            }
            Shape::Object(fields) => {
                let mut object = Map::new();
                for Field { name, is_optional, shape } in fields {
                    if !(*is_optional && choices.once_in(2)) {
                        object.insert(name.clone(), self.value(shape, name, choices, depth + 1));
                    }
                }
                Value::Object(object)
            }
            Shape::Both(shapes) => {
                let mut object = Map::new();
                for shape in shapes {
                    if let Value::Object(fields) = self.value(shape, field, choices, depth + 1) {
                        object.extend(fields);
                    }
                }
                Value::Object(object)
            }
            Shape::OneOf(shapes) => self.value(choices.of(shapes), field, choices, depth + 1),
            Shape::Named(name) => match self.wire.named(name) {
                Some(shape) => self.value(shape, field, choices, depth + 1),
                None => Value::Null,
            },
        }
    }

    fn text(&self, field: &str, choices: &mut Choices<'_>) -> String {
        if matches!(field, "path" | "folder" | "from" | "to") && choices.below(8) > 0 {
            let name = choices.of(texts::NAMES);
            return format!("{}/{name}", self.folder);
        }
        let known = self.known.of(field);
        if !known.is_empty() && choices.below(8) > 0 {
            return (*choices.of(&known)).to_owned();
        }
        // What is right as a rule, or nothing behind the first check would ever be reached.
        if let Some(plain) = texts::plain(field)
            && choices.below(4) > 0
        {
            return plain.to_owned();
        }
        match choices.below(6) {
            0 => choices.text(64),
            1 => texts::long(choices.of(&[256, 4_097, 70_000]).to_owned()),
            _ => (*choices.of(TEXTS)).to_owned(),
        }
    }
}

fn number(choices: &mut Choices<'_>) -> Value {
    let number = match choices.below(12) {
        0 => Some(Number::from(0)),
        1 => Some(Number::from(1)),
        2 => Some(Number::from(50)),
        3 => Some(Number::from(-1)),
        4 => Some(Number::from(u32::MAX)),
        5 => Some(Number::from(u64::MAX)),
        6 => Some(Number::from(i64::MIN)),
        7 => Some(Number::from(i64::MAX)),
        8 => Number::from_f64(1e308),
        9 => Number::from_f64(-0.0),
        10 => Number::from_f64(0.1),
        _ => Some(Number::from(choices.below(400))),
    };
    number.map_or(Value::Null, Value::Number)
}

/// What no type asks for.
fn foreign(choices: &mut Choices<'_>) -> Value {
    match choices.below(7) {
        0 => Value::Null,
        1 => Value::Bool(true),
        2 => number(choices),
        3 => Value::String(choices.text(32)),
        4 => Value::Array(vec![Value::Null; 3]),
        5 => (0..100).fold(Value::Null, |inner, _| Value::Array(vec![inner])),
        _ => serde_json::json!({ "__proto__": { "admin": true }, "": "", "\u{0}": [] }),
    }
}

/// Calls a command with the words, and with bytes where it takes some, and answers what the page gets.
pub type Ask<'a> = &'a dyn Fn(&Asked, Value, Vec<u8>) -> Result<(), Value>;

/// Makes a request for a command of what the bytes say, and asks. It is answered, or refused with a code and a sentence; a
/// panic, and an answer that cannot be written, are neither.
pub fn body(maker: &Maker<'_>, asked: &Asked, data: &[u8], ask: Ask<'_>) -> Option<String> {
    let mut choices = Choices::new(data);
    let request = maker.request(asked, &mut choices);
    let bytes = choices.text(256).into_bytes();
    let said = format!("{} {request}", asked.command).chars().take(2_000).collect::<String>();
    let error = ask(asked, request, bytes).err()?;
    let code = error["code"].as_str().unwrap_or_else(|| panic!("{said} has a code: {error}"));
    assert!(!error["message"].as_str().unwrap_or_default().is_empty(), "{said} has a sentence: {error}");
    assert!(!["ipc.panicked", "ipc.answer_invalid", "ipc.done_not_shown"].contains(&code), "{said}: {error}");
    Some(code.to_owned())
}
