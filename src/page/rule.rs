//! One selector file, parsed: layer, elements and rules, or the reading aids of `reading.toml`.
//!
//! The whole language is in `docs/rules.md`. Knows no page; compiles and budgets every selector.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::budget;
use super::pack;
use super::query::{Place, Query};
use super::state::{Element, Layer, PageState};
use super::vocabulary::PlacedWords;
use crate::suggestion::closest;

/// Everything that `reading.toml` may say.
const READING_KEYS: &[&str] = &[
    "about",
    "avatar",
    "card",
    "company",
    "counter",
    "degree",
    "dialog",
    "dialog_name",
    "dialog_other",
    "elsewhere",
    "error_words",
    "followers",
    "headline",
    "left_out",
    "location",
    "main",
    "menu",
    "menu_item",
    "name",
    "nav",
    "note_offer",
    "notice",
    "open_menu",
    "owner_free",
    "owner_name",
    "owner_premium",
    "row_item",
    "row_more",
    "row_understood",
    "sent_behind",
    "sent_count",
    "sent_headline",
    "sent_loading",
    "sent_name",
    "sent_person",
    "sent_row",
    "sent_time",
    "sent_withdraw",
    "toast",
    "understood",
    "unseen",
    "unseen_in_whole_pages",
    "whole",
    "whose_key",
    "whose_link",
    "whose_own",
];

/// A fault in a selector file: where it stands and what would mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct RuleError {
    /// File name, as given.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong, and the cure.
    pub message: String,
}

/// One look of one state.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) name: String,
    /// File and line, for messages.
    pub(crate) place: Place,
    pub(crate) layer: Layer,
    pub(crate) state: PageState,
    pub(crate) all: Vec<Query>,
    pub(crate) none: Vec<Query>,
    /// Believed only once it has lasted.
    pub(crate) must_last: bool,
}

/// One file with rules.
#[derive(Debug, Default)]
pub(crate) struct RuleFile {
    pub(crate) elements: BTreeMap<Element, Vec<Query>>,
    pub(crate) rules: Vec<Rule>,
}

/// The faults of a file, in the order in which they are met.
pub(crate) type Faults = Vec<RuleError>;

/// `reading.toml`: where regions lie and where texts stand.
pub(crate) type Reading = BTreeMap<String, Vec<Query>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRuleFile {
    layer: Spanned<String>,
    #[serde(default)]
    elements: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    name: Spanned<String>,
    state: Spanned<String>,
    #[serde(default)]
    layer: Option<Spanned<String>>,
    all: Vec<Spanned<String>>,
    #[serde(default)]
    none: Vec<Spanned<String>>,
    #[serde(default)]
    must_last: bool,
}

/// A file's name and text: makes errors that name the line.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    /// Whether selectors are also measured on a large page: for files that are not our own.
    pub(crate) measured: bool,
}

impl Source<'_> {
    fn line(&self, at: usize) -> usize {
        let upto = &self.text.as_bytes()[..at.min(self.text.len())];
        1 + upto.iter().filter(|byte| **byte == b'\n').count()
    }

    fn place(&self, at: usize) -> Place {
        Place {
            file: self.file.to_owned(),
            line: self.line(at),
        }
    }

    fn error(&self, at: usize, message: impl Into<String>) -> RuleError {
        RuleError {
            file: self.file.to_owned(),
            line: self.line(at),
            message: message.into(),
        }
    }

    fn toml<T: serde::de::DeserializeOwned>(&self) -> Result<T, RuleError> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.error(at, with_cure(error.message()))
        })
    }

    /// A fault inside of a rule, an element or a key, which it names.
    fn within(what: &str, error: RuleError) -> RuleError {
        let message = format!("{what}: {}", error.message);
        RuleError { message, ..error }
    }

    fn selector(&self, raw: &Spanned<String>) -> Result<Query, RuleError> {
        let at = raw.span().start;
        // Whoever edits a copy of a built-in file changes a few lines of it; the others are known.
        let measured = self.measured && !pack::is_built_in(raw.as_ref());
        let mut query = budget::compile(raw.as_ref(), measured).map_err(|message| self.error(at, message))?;
        query.place = self.place(at);
        Ok(query)
    }

    fn selectors(&self, raw: &[Spanned<String>], what: &str, faults: &mut Faults) -> Vec<Query> {
        let compiled = raw.iter().map(|one| self.selector(one));
        compiled
            .filter_map(|one| kept(one.map_err(|error| Self::within(what, error)), faults))
            .collect()
    }

    fn word<T>(
        &self,
        raw: &Spanned<String>,
        what: &str,
        find: impl Fn(&str) -> Option<T>,
        known: impl Iterator<Item = &'static str>,
    ) -> Result<T, RuleError> {
        find(raw.as_ref()).ok_or_else(|| {
            let known: Vec<_> = known.collect();
            let meant = match closest(raw.as_ref(), &known) {
                Some(name) => format!("; did you mean `{name}`? Known are: "),
                None => "; known are: ".to_owned(),
            };
            let message = format!("`{}` is no {what}{meant}{}", raw.as_ref(), known.join(", "));
            self.error(raw.span().start, message)
        })
    }

    fn layer(&self, raw: &Spanned<String>) -> Result<Layer, RuleError> {
        self.word(raw, "layer", Layer::from_name, Layer::ALL.iter().map(|l| l.name()))
    }

    /// Parses a file with rules, and notes every fault. Without an answer nothing of it could be read.
    pub(crate) fn rule_file(&self, faults: &mut Faults) -> Option<RuleFile> {
        let raw: RawRuleFile = kept(self.toml(), faults)?;
        // With a fault on record the layer is never used.
        let layer = kept(self.layer(&raw.layer), faults).unwrap_or(Layer::Page);
        let mut file = RuleFile::default();
        for (name, selectors) in &raw.elements {
            let known = Element::ALL.iter().map(|e| e.name());
            let Some(element) = kept(self.word(name, "element", Element::from_name, known), faults) else {
                continue;
            };
            let what = format!("element `{element}`");
            if selectors.is_empty() {
                let message = format!("{what} needs at least one selector");
                faults.push(self.error(name.span().start, message));
            }
            file.elements.insert(element, self.selectors(selectors, &what, faults));
        }
        file.rules
            .extend(raw.rule.iter().filter_map(|rule| self.rule(rule, layer, faults)));
        Some(file)
    }

    fn rule(&self, raw: &RawRule, layer: Layer, faults: &mut Faults) -> Option<Rule> {
        let known = PageState::ALL.iter().map(|state| state.name());
        let what = format!("rule `{}`", raw.name.as_ref());
        if raw.all.is_empty() {
            let message = format!("{what} needs at least one selector in `all`");
            faults.push(self.error(raw.name.span().start, message));
        }
        let in_rule = |error| Self::within(&what, error);
        let layer = raw.layer.as_ref().map_or(Ok(layer), |raw| self.layer(raw));
        let layer = kept(layer.map_err(in_rule), faults);
        let state = self.word(&raw.state, "state", PageState::from_name, known);
        let state = kept(state.map_err(in_rule), faults);
        let all = self.selectors(&raw.all, &what, faults);
        let none = self.selectors(&raw.none, &what, faults);
        Some(Rule {
            name: raw.name.as_ref().clone(),
            place: self.place(raw.name.span().start),
            layer: layer?,
            state: state?,
            all,
            none,
            must_last: raw.must_last,
        })
    }

    /// Parses `reading.toml`, and notes every fault.
    pub(crate) fn reading(&self, faults: &mut Faults) -> Option<Reading> {
        let raw: BTreeMap<Spanned<String>, Vec<Spanned<String>>> = kept(self.toml(), faults)?;
        let mut reading = Reading::new();
        for (key, selectors) in &raw {
            let known = READING_KEYS.iter().copied();
            let find = |name: &str| READING_KEYS.contains(&name).then(|| name.to_owned());
            if let Some(name) = kept(self.word(key, "key of this file", find, known), faults) {
                let selectors = self.selectors(selectors, &format!("key `{name}`"), faults);
                reading.insert(name, selectors);
            }
        }
        Some(reading)
    }

    /// Parses `words.toml`, and notes its fault.
    pub(crate) fn words(&self, faults: &mut Faults) -> Option<PlacedWords> {
        kept(self.toml(), faults)
    }

    /// Keys of `words.toml` that nobody asks for.
    pub(crate) fn stray_words(&self, stray: Vec<(usize, String)>) -> impl Iterator<Item = RuleError> {
        stray.into_iter().map(|(at, message)| self.error(at, message))
    }
}

/// What serde says, and what to write instead where that does not follow from it.
fn with_cure(message: &str) -> String {
    let cure = if message.contains("expected a sequence") {
        "; write a list, such as [\"…\"]".to_owned()
    } else if message.starts_with("missing field `layer`") {
        "; name the layer of the file's rules, such as layer = \"page\"".to_owned()
    } else if message.starts_with("unknown field") {
        let mut names = message.split('`').skip(1).step_by(2);
        let written = names.next().unwrap_or_default();
        let known: Vec<&str> = names.collect();
        closest(written, &known).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
    } else {
        String::new()
    };
    format!("{message}{cure}")
}

/// The value, or its fault among the others.
fn kept<T>(read: Result<T, RuleError>, faults: &mut Faults) -> Option<T> {
    read.map_err(|error| faults.push(error)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_the_built_in_reading_are_those_that_may_be_said() {
        let text = include_str!("../../selectors/reading.toml");
        let said: BTreeMap<String, toml::Value> = toml::from_str(text).unwrap();
        let said: Vec<&str> = said.keys().map(String::as_str).collect();
        assert_eq!(said, READING_KEYS);
    }
}
