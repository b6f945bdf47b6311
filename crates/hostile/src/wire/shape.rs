//! What a request is made of, read from the generated TypeScript. It reads what the generator writes and no more of the
//! language; what it does not know is a panic, so that no command is left out unseen.

use std::collections::BTreeMap;

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Any text.
    Text,
    /// Any number.
    Number,
    /// Yes or no.
    Flag,
    /// Nothing.
    Null,
    /// This text.
    Literal(String),
    /// Any number of these.
    List(Box<Shape>),
    /// An object with these fields.
    Object(Vec<Field>),
    /// An object with the fields of all of these.
    Both(Vec<Shape>),
    /// One of these.
    OneOf(Vec<Shape>),
    /// The type of that name.
    Named(String),
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Whether it may be left out.
    pub is_optional: bool,
    /// Its type.
    pub shape: Shape,
}

/// A command, as the page may call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its name.
    pub command: String,
    /// What it takes.
    pub request: Shape,
    /// Whether bytes come with that.
    pub has_bytes: bool,
}

/// All types, and all commands.
#[derive(Debug, Clone, Default)]
pub struct Wire {
    types: BTreeMap<String, Shape>,
    commands: Vec<Asked>,
}

impl Wire {
    /// Reads the module that is generated for the page.
    pub fn parse(module: &str) -> Self {
        let text = without_comments(module);
        let mut wire = Self::default();
        let mut reader = Reader { rest: &text };
        while !reader.is_at_end() {
            if reader.takes("export type") {
                let name = reader.word();
                reader.must("=");
                let shape = reader.shape();
                reader.must(";");
                wire.types.insert(name, shape);
            } else {
                reader.must("export interface Commands");
                reader.must("{");
                while !reader.takes("}") {
                    wire.commands.push(reader.command());
                }
            }
        }
        wire
    }

    /// Every command.
    pub fn commands(&self) -> &[Asked] {
        &self.commands
    }

    /// The type of that name.
    pub fn named(&self, name: &str) -> Option<&Shape> {
        self.types.get(name)
    }
}

fn without_comments(module: &str) -> String {
    let mut text = String::new();
    let lines = module.lines().filter(|line| !line.trim_start().starts_with("//"));
    let module = lines.collect::<Vec<_>>().join("\n");
    let mut rest = module.as_str();
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text + rest
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn is_at_end(&mut self) -> bool {
        self.rest = self.rest.trim_start();
        self.rest.is_empty()
    }

    fn takes(&mut self, text: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn must(&mut self, text: &str) {
        let place: String = self.rest.chars().take(60).collect();
        assert!(self.takes(text), "{text:?} stands before {place:?}");
    }

    fn word(&mut self) -> String {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    /// `name: { request: T; bytes: Uint8Array; answer: U };`
    fn command(&mut self) -> Asked {
        let command = self.word();
        self.must(": { request:");
        let request = self.shape();
        self.must(";");
        let has_bytes = self.takes("bytes: Uint8Array;");
        self.must("answer:");
        self.shape();
        self.must("};");
        Asked { command, request, has_bytes }
    }

    fn shape(&mut self) -> Shape {
        self.takes("|");
        let mut shapes = vec![self.both()];
        while self.takes("|") {
            shapes.push(self.both());
        }
        one_or(shapes, Shape::OneOf)
    }

    fn both(&mut self) -> Shape {
        let mut shapes = vec![self.single()];
        while self.takes("&") {
            shapes.push(self.single());
        }
        one_or(shapes, Shape::Both)
    }

    fn single(&mut self) -> Shape {
        let mut shape = if self.takes("(") {
            let shape = self.shape();
            self.must(")");
            shape
        } else if self.takes("{") {
            self.object()
        } else if self.takes("\"") {
            let (text, rest) = self.rest.split_once('"').expect("a text that ends");
            self.rest = rest;
            Shape::Literal(text.to_owned())
        } else {
            self.by_name()
        };
        while self.takes("[]") {
            shape = Shape::List(Box::new(shape));
        }
        shape
    }

    fn by_name(&mut self) -> Shape {
        match self.word().as_str() {
            "string" => Shape::Text,
            "number" | "bigint" => Shape::Number,
            "boolean" => Shape::Flag,
            "null" => Shape::Null,
            "Array" => {
                self.must("<");
                let of = self.shape();
                self.must(">");
                Shape::List(Box::new(of))
            }
            // An object without fields.
            "Record" => {
                self.must("<symbol, never>");
                Shape::Object(Vec::new())
            }
            "" => panic!("a type stands before {:?}", self.rest.chars().take(60).collect::<String>()),
            name => Shape::Named(name.to_owned()),
        }
    }

    fn object(&mut self) -> Shape {
        let mut fields = Vec::new();
        while !self.takes("}") {
            if self.takes("[") {
                // A map of anything by any key: nothing in it is as good as something.
                self.word();
                assert!(self.takes("in") || self.takes(":"), "a map has keys");
                self.shape();
                self.must("]");
                self.takes("?");
                self.must(":");
                self.shape();
            } else {
                let is_quoted = self.takes("\"");
                let name = self.word();
                if is_quoted {
                    self.must("\"");
                }
                let is_optional = self.takes("?");
                self.must(":");
                fields.push(Field { name, is_optional, shape: self.shape() });
            }
            if !self.takes(",") {
                self.takes(";");
            }
        }
        Shape::Object(fields)
    }
}

fn one_or(mut shapes: Vec<Shape>, several: fn(Vec<Shape>) -> Shape) -> Shape {
    match shapes.pop() {
        Some(shape) if shapes.is_empty() => shape,
        last => several(shapes.into_iter().chain(last).collect()),
    }
}
