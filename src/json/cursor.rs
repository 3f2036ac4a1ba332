//! Walking the document without losing the place: every reader answers with a value or a fault there.
//!
//! Knows no workflow; what a member is called and whether it may stand there is said by the caller.

use super::fault::{Fault, FaultType, Faults};
use super::tree::{Member, Node, Value};

/// The longest member name, in bytes, that a pointer repeats.
const MAX_NAMED: usize = 64;

/// One value of the document, with its pointer.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    node: &'a Node,
    pointer: String,
    name: &'static str,
}

impl<'a> Cursor<'a> {
    pub(super) fn at_root(node: &'a Node, name: &'static str) -> Self {
        Self {
            node,
            pointer: String::new(),
            name,
        }
    }

    /// The RFC 6901 pointer to this value.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Reports a fault of this value.
    pub fn refuse(&self, faults: &mut Faults, code: &'static str, message: impl Into<String>) {
        self.refuse_at(self.pointer.clone(), faults, code, message.into());
    }

    fn refuse_at(&self, pointer: String, faults: &mut Faults, code: &'static str, message: String) {
        let kind = FaultType::InvalidWorkflow;
        faults.push(
            self.node.place,
            Fault {
                kind,
                pointer,
                code,
                message,
            },
        );
    }

    /// The string that stands here, or a fault.
    pub fn string(&self, faults: &mut Faults) -> Option<&'a str> {
        match &self.node.value {
            Value::String(text) => Some(text),
            _ => self.wrong_kind("a string", faults),
        }
    }

    /// The boolean that stands here, or a fault.
    pub fn boolean(&self, faults: &mut Faults) -> Option<bool> {
        match self.node.value {
            Value::Boolean(value) => Some(value),
            _ => self.wrong_kind("true or false", faults),
        }
    }

    /// The object that stands here, or a fault.
    pub fn fields(&self, faults: &mut Faults) -> Option<Fields<'a>> {
        match &self.node.value {
            Value::Object(members) => Some(Fields::new(self.clone(), members)),
            _ => self.wrong_kind("an object", faults),
        }
    }

    /// The items of the array that stands here; `None` if it is no array. `name` is what messages call an item.
    #[must_use]
    pub fn items(&self, name: &'static str) -> Option<Vec<Self>> {
        let Value::Array(nodes) = &self.node.value else {
            return None;
        };
        let item = |(index, node)| Self {
            node,
            pointer: format!("{}/{index}", self.pointer),
            name,
        };
        Some(nodes.iter().enumerate().map(item).collect())
    }

    /// The names of the members of the object that stands here, in its order; `None` if it is no object.
    #[must_use]
    pub fn member_names(&self) -> Option<Vec<&'a str>> {
        match &self.node.value {
            Value::Object(members) => Some(members.iter().map(|member| member.name.as_str()).collect()),
            _ => None,
        }
    }

    /// Whether an object stands here.
    #[must_use]
    pub fn is_object(&self) -> bool {
        matches!(self.node.value, Value::Object(_))
    }

    /// Reports that this value is not `wanted`, and says what it is.
    pub fn wrong_kind<T>(&self, wanted: &str, faults: &mut Faults) -> Option<T> {
        let (kind, cure) = match self.node.value {
            Value::Null => (
                "null",
                "; give one, or leave it out instead of null where it may be missing",
            ),
            Value::Boolean(_) => ("a boolean", ""),
            Value::Number => ("a number", ""),
            Value::String(_) => ("a string", ""),
            Value::Array(_) => ("an array", ""),
            Value::Object(_) => ("an object", ""),
        };
        let cure = if self.pointer.is_empty() { "" } else { cure };
        self.refuse(
            faults,
            "wrongType",
            format!("{} must be {wanted}, but it is {kind}{cure}.", self.name),
        );
        None
    }

    /// How many objects stand here: the value itself or the items of an array, and below each the
    /// same in its member `inner`. Counts without descending into anything else.
    #[must_use]
    pub fn count_nested(&self, inner: &str) -> usize {
        count_nested(self.node, inner)
    }
}

fn count_nested(node: &Node, inner: &str) -> usize {
    match &node.value {
        Value::Array(items) => items.iter().map(|item| 1 + count_below(item, inner)).sum(),
        _ => 1 + count_below(node, inner),
    }
}

fn count_below(node: &Node, inner: &str) -> usize {
    let Value::Object(members) = &node.value else {
        return 0;
    };
    members
        .iter()
        .find(|member| member.name == inner)
        .map_or(0, |member| count_nested(&member.node, inner))
}

/// The members of one object; each is taken once, and what is left over is refused.
#[derive(Debug)]
#[must_use = "call `finish`, or unknown members pass in silence"]
pub struct Fields<'a> {
    object: Cursor<'a>,
    members: &'a [Member],
    taken: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    fn new(object: Cursor<'a>, members: &'a [Member]) -> Self {
        Self {
            object,
            members,
            taken: Vec::new(),
        }
    }

    /// Takes the member of this name. Of two equal names the first counts; the other is a fault anyway.
    pub fn take(&mut self, name: &'static str) -> Option<Cursor<'a>> {
        self.taken.push(name);
        let member = self.members.iter().find(|member| member.name == name)?;
        Some(Cursor {
            node: &member.node,
            pointer: self.pointer_to(name),
            name,
        })
    }

    /// Reports that a member is missing, with a pointer to where it should stand.
    pub fn refuse_missing(&self, name: &str, faults: &mut Faults, message: impl Into<String>) {
        self.object
            .refuse_at(self.pointer_to(name), faults, "missing", message.into());
    }

    /// Refuses every member that was not taken; `describe` gives code and message for a name.
    pub fn finish(self, faults: &mut Faults, describe: impl Fn(&str) -> (&'static str, String)) {
        for member in self.members {
            if member.repeated || self.taken.contains(&member.name.as_str()) {
                continue;
            }
            // Describing is the dear part, and a hostile object can have tens of thousands of names.
            if faults.is_full() {
                faults.count_unlisted();
                continue;
            }
            let (code, message) = describe(&member.name);
            let pointer = self.pointer_to(&member.name);
            Cursor {
                node: &member.node,
                pointer,
                name: "",
            }
            .refuse(faults, code, message);
        }
    }

    fn pointer_to(&self, name: &str) -> String {
        let mut pointer = self.object.pointer.clone();
        push_name(&mut pointer, name);
        pointer
    }
}

/// Reports every repeated member below `node`.
pub(super) fn report_duplicates(node: &Node, faults: &mut Faults) {
    report_below(node, &mut String::new(), faults);
}

fn report_below(node: &Node, pointer: &mut String, faults: &mut Faults) {
    let length = pointer.len();
    match &node.value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                push_token(pointer, &index.to_string());
                report_below(item, pointer, faults);
                pointer.truncate(length);
            }
        }
        Value::Object(members) => {
            for member in members {
                push_name(pointer, &member.name);
                if member.repeated {
                    faults.push(member.node.place, repetition(pointer));
                }
                report_below(&member.node, pointer, faults);
                pointer.truncate(length);
            }
        }
        Value::Null | Value::Boolean(_) | Value::Number | Value::String(_) => {}
    }
}

fn repetition(pointer: &str) -> Fault {
    Fault {
        kind: FaultType::InvalidRequestPayload,
        pointer: pointer.to_owned(),
        code: "duplicateMember",
        message: "This member stands twice in its object; keep one of the two.".to_owned(),
    }
}

fn push_name(pointer: &mut String, name: &str) {
    if name.len() <= MAX_NAMED {
        push_token(pointer, name);
    }
}

fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
}
