//! Every text and every attribute of a page, one after the other; what nobody needs is taken out.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Node};

use super::address;
use super::invention::Invention;
use super::key::Keys;
use super::text::{Fate, Wordings, pieces};
use crate::page::annotate::in_region;
use crate::page::finder::{Finder, attribute};

/// Elements that say nothing to whoever reads a page.
const SILENT: [&str; 7] = ["script", "style", "noscript", "code", "template", "object", "embed"];
/// Attributes that are read by people.
pub(super) const READ: [&str; 11] = [
    "aria-label",
    "aria-description",
    "aria-placeholder",
    "aria-valuetext",
    "aria-roledescription",
    "title",
    "alt",
    "placeholder",
    "content",
    "value",
    "label",
];
/// Attributes that say how an element is, in words of HTML.
const PLAIN: [&str; 14] = [
    "lang",
    "dir",
    "role",
    "type",
    "tabindex",
    "rel",
    "maxlength",
    "disabled",
    "open",
    "popover",
    "contenteditable",
    "lw-handle",
    "lw-filled",
    "lw-left-out",
];
/// Attributes that hold several keys.
const KEYS: [&str; 8] = [
    "id",
    "class",
    "for",
    "name",
    "property",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
];
/// What the name of an attribute says of a value that nobody but a server reads.
const OPAQUE: [&str; 6] = ["token", "csrf", "session", "tracking", "nonce", "cookie"];
/// The longest plain value.
const MOST_PLAIN: usize = 24;
/// Longest text that can be a wording, over several nodes.
const MOST_TEXT: usize = 2400;

/// One page, being scrubbed.
pub(super) struct Scrubber<'a> {
    pub(super) keys: &'a Keys,
    pub(super) wordings: Wordings<'a>,
    /// The same with the first names that toasts call people by.
    pub(super) in_toasts: Wordings<'a>,
}

/// New texts and attributes by node.
#[derive(Debug, Default)]
pub(super) struct Changes {
    texts: HashMap<NodeId, String>,
    attributes: HashMap<NodeId, Vec<(String, String)>>,
    gone: Vec<NodeId>,
}

impl Scrubber<'_> {
    /// What becomes of the page; `named` are the elements in which nothing but a name stands.
    pub(super) fn changes(&self, page: Finder, named: &HashSet<NodeId>, invention: &mut Invention) -> Changes {
        let mut changes = Changes::default();
        let fates = self.fates(page, named);
        for element in page.all() {
            if SILENT.contains(&element.value().name()) {
                changes.gone.push(element.id());
                continue;
            }
            let attributes = self.attributes(&element, invention);
            changes.attributes.insert(element.id(), attributes);
            for node in element.children() {
                match node.value() {
                    Node::Text(text) => {
                        let fates = fates.get(&node.id()).map(Vec::as_slice).unwrap_or_default();
                        let wordings = self.wordings_for(&element);
                        changes
                            .texts
                            .insert(node.id(), wordings.written(text, fates, invention));
                    }
                    Node::Comment(_) | Node::ProcessingInstruction(_) => changes.gone.push(node.id()),
                    Node::Element(_) | Node::Document | Node::Fragment | Node::Doctype(_) => {}
                }
            }
        }
        changes
    }

    fn wordings_for(&self, element: &ElementRef) -> &Wordings<'_> {
        if in_region(element, "toast") {
            &self.in_toasts
        } else {
            &self.wordings
        }
    }

    /// What becomes of each word of each text: a wording may stand in several nodes.
    fn fates(&self, page: Finder, named: &HashSet<NodeId>) -> HashMap<NodeId, Vec<Fate>> {
        let mut fates: HashMap<NodeId, Vec<Fate>> = HashMap::new();
        for element in page.all() {
            let is_named = std::iter::once(element.id())
                .chain(element.ancestors().map(|node| node.id()))
                .any(|id| named.contains(&id));
            let texts = if is_named { None } else { texts(&element) };
            let Some(texts) = texts else { continue };
            let whole: String = texts.iter().map(|(_, text)| format!("{text} ")).collect();
            let whole = whole.replace(" .", ".").replace(" ,", ",");
            let is_degree = attribute(&element, "lw-degree").is_some();
            let opens = attribute(&element, "aria-expanded").is_some();
            let found = match self.wordings_for(&element).fates(&whole, opens) {
                Some(found) => found,
                None if is_degree => vec![Fate::Kept; pieces(&whole).len()],
                None => continue,
            };
            let mut found = found.into_iter();
            for (id, text) in texts {
                let words = pieces(text).into_iter().filter(|piece| piece.is_word()).count();
                let mine: Vec<Fate> = found.by_ref().take(words).collect();
                merge(fates.entry(id).or_default(), &mine);
            }
        }
        fates
    }

    fn attributes(&self, element: &ElementRef, invention: &mut Invention) -> Vec<(String, String)> {
        let mut kept = Vec::new();
        for (name, value) in element.value().attrs() {
            if name.starts_with("on") || name.starts_with("lw-") && !PLAIN.contains(&name) || !is_plain_name(name) {
                continue;
            }
            if let Some(value) = self.attribute(element, name, value, invention) {
                kept.push((name.to_owned(), value));
            }
        }
        kept
    }

    /// The value of an attribute, if it stays at all.
    fn attribute(&self, element: &ElementRef, name: &str, value: &str, invention: &mut Invention) -> Option<String> {
        let is_plain =
            value.len() <= MOST_PLAIN && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_ ".contains(&b));
        match name {
            "style" | "d" | "points" | "srcdoc" | "srcset" | "integrity" => None,
            name if PLAIN.contains(&name) && is_plain => Some(value.to_owned()),
            name if OPAQUE.iter().any(|word| name.contains(word)) => Some(invention.token(value)),
            "src" | "poster" => Some(address::picture(value, self.keys, invention)),
            "content" => Some(self.content(value, invention)),
            name if READ.contains(&name) => {
                let opens = attribute(element, "aria-expanded").is_some();
                Some(self.wordings_for(element).scrub(value, opens, invention))
            }
            name if KEYS.contains(&name) => Some(self.keys.scrub(value, invention)),
            "href" | "action" | "xlink:href" => Some(address::scrub(value, self.keys, invention)),
            _ if value.contains("://") || value.starts_with('/') => Some(address::scrub(value, self.keys, invention)),
            _ if value.starts_with(['{', '[']) => Some(String::new()),
            _ if is_number(value) => Some(self.wordings.written(value, &[], invention)),
            _ if value.is_ascii() && !value.contains(char::is_whitespace) => Some(self.keys.scrub(value, invention)),
            _ => Some(self.wordings.scrub(value, false, invention)),
        }
    }

    /// A `meta` holds a key, an address, a text, or words as JSON that the page says elsewhere too.
    fn content(&self, value: &str, invention: &mut Invention) -> String {
        if let Ok(serde_json::Value::Object(members)) = serde_json::from_str(value) {
            let text = |value: serde_json::Value, invention: &mut Invention| match value {
                serde_json::Value::String(text) => self.wordings.scrub(&text, false, invention).into(),
                serde_json::Value::Bool(_) | serde_json::Value::Null => value,
                _ => serde_json::Value::Null,
            };
            let members: serde_json::Map<_, _> = members
                .into_iter()
                .filter(|(name, _)| is_plain_name(name))
                .map(|(name, value)| (name, text(value, invention)))
                .collect();
            return serde_json::Value::Object(members).to_string();
        }
        let is_key = !value.contains(char::is_whitespace)
            && value.is_ascii()
            && (value.starts_with("urn:") || value.contains('_') || value.starts_with(|c: char| c.is_ascii_digit()));
        match value {
            value if value.contains("://") => address::scrub(value, self.keys, invention),
            value if is_key || self.keys.is_known(value) => self.keys.scrub(value, invention),
            value => self.wordings.scrub(value, false, invention),
        }
    }
}

impl Changes {
    /// Puts the changes in place.
    pub(super) fn apply(self, html: &mut Html) {
        let mut gone = self.gone;
        let top = html.tree.root().children().filter(|node| !node.value().is_element());
        gone.extend(top.map(|node| node.id()));
        for (id, text) in self.texts {
            if let Some(mut node) = html.tree.get_mut(id)
                && let Node::Text(old) = node.value()
            {
                old.text = text.into();
            }
        }
        for (id, attributes) in self.attributes {
            if let Some(mut node) = html.tree.get_mut(id)
                && let Node::Element(element) = node.value()
            {
                element.attrs.retain_mut(|(name, value)| {
                    let new = attributes.iter().find(|(known, _)| **known == *name.local);
                    match new {
                        Some((_, new)) => {
                            *value = new.as_str().into();
                            true
                        }
                        None => false,
                    }
                });
            }
        }
        for id in gone {
            if let Some(mut node) = html.tree.get_mut(id) {
                node.detach();
            }
        }
    }
}

/// A number or a date, by itself.
fn is_number(value: &str) -> bool {
    let is_of_numbers = |byte: u8| byte.is_ascii_digit() || b"-+.,:/TZ ".contains(&byte);
    value.starts_with(|c: char| c.is_ascii_digit()) && value.bytes().all(is_of_numbers)
}

/// The texts of an element, unless they are too long for a wording.
fn texts<'a>(element: &ElementRef<'a>) -> Option<Vec<(NodeId, &'a str)>> {
    let mut length = 0;
    let mut texts = Vec::new();
    for node in element.descendants() {
        if let Node::Text(text) = node.value() {
            length += text.trim().len();
            if length > MOST_TEXT {
                return None;
            }
            texts.push((node.id(), &**text));
        }
    }
    (length > 0).then_some(texts)
}

/// A name is a name whatever holds it; what one wording keeps, another does not take.
fn merge(known: &mut Vec<Fate>, other: &[Fate]) {
    known.resize(known.len().max(other.len()), Fate::Free);
    for (one, other) in known.iter_mut().zip(other) {
        *one = match (*one, *other) {
            (Fate::Name, _) | (_, Fate::Name) => Fate::Name,
            (Fate::Kept, _) | (_, Fate::Kept) => Fate::Kept,
            (Fate::Free, Fate::Free) => Fate::Free,
        };
    }
}

fn is_plain_name(name: &str) -> bool {
    name.len() <= 60
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(&byte))
}
