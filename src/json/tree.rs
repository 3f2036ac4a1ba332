//! The caller's document as a tree that forgets nothing: order, duplicates and kinds stay.
//!
//! serde_json's own parser does the reading; this is only the visitor that keeps what it says.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::MAX_DEPTH;

/// A value and its place in the document: the first value is 0, the next one 1, and so on.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) place: u32,
    pub(super) value: Value,
}

/// A JSON value. Numbers are only known to be numbers: no parameter is one.
#[derive(Debug)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Number,
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

/// One member of an object.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) node: Node,
    /// Whether an earlier member of the same object has the same name.
    pub(super) repeated: bool,
}

/// Why a text could not be read.
pub(super) enum ReadError {
    Empty,
    TooDeep,
    LoneSurrogate { line: usize, column: usize },
    Trailing { line: usize, column: usize },
    Syntax(String),
}

/// Reads one document and nothing after it.
pub(super) fn read(text: &str) -> Result<Node, ReadError> {
    if text.trim_matches([' ', '\t', '\n', '\r']).is_empty() {
        return Err(ReadError::Empty);
    }
    let progress = Progress::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let root = Reader {
        progress: &progress,
        depth: 0,
    }
    .deserialize(&mut deserializer)
    .map_err(|error| progress.judge(&error))?;
    deserializer.end().map_err(|error| progress.judge(&error))?;
    Ok(root)
}

#[derive(Default)]
struct Progress {
    next_place: Cell<u32>,
    too_deep: Cell<bool>,
}

impl Progress {
    fn take_place(&self) -> u32 {
        let place = self.next_place.get();
        self.next_place.set(place + 1);
        place
    }

    fn judge(&self, error: &serde_json::Error) -> ReadError {
        let (line, column) = (error.line(), error.column());
        let what = error.to_string();
        if self.too_deep.get() || what.starts_with("recursion limit") {
            ReadError::TooDeep
        } else if what.starts_with("trailing characters") {
            ReadError::Trailing { line, column }
        } else if what.contains("surrogate") || what.starts_with("unexpected end of hex escape") {
            ReadError::LoneSurrogate { line, column }
        } else {
            ReadError::Syntax(what)
        }
    }
}

#[derive(Clone, Copy)]
struct Reader<'p> {
    progress: &'p Progress,
    depth: u32,
}

impl Reader<'_> {
    fn inside<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            self.progress.too_deep.set(true);
            return Err(E::custom("too deep"));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let place = self.progress.take_place();
        let value = deserializer.deserialize_any(self)?;
        Ok(Node { place, value })
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let reader = self.inside()?;
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element_seed(reader)? {
            nodes.push(node);
        }
        Ok(Value::Array(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let reader = self.inside()?;
        let mut members = Vec::new();
        while let Some(name) = entries.next_key::<String>()? {
            let node = entries.next_value_seed(reader)?;
            members.push(Member {
                name,
                node,
                repeated: false,
            });
        }
        mark_repeated(&mut members);
        Ok(Value::Object(members))
    }
}

fn mark_repeated(members: &mut [Member]) {
    let mut seen = HashSet::new();
    let repeated: Vec<bool> = members.iter().map(|member| !seen.insert(&member.name)).collect();
    for (member, repeated) in members.iter_mut().zip(repeated) {
        member.repeated = repeated;
    }
}
