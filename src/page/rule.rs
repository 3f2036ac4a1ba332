//! One selector file, parsed: layer, elements and rules, or the reading aids of `reading.toml`.
//!
//! The whole language is in `docs/rules.md`. Knows no page; compiles and budgets every selector.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::budget;
use super::query::Query;
use super::state::{Element, Layer, PageState};
use super::words::WordTable;

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
    pub(crate) layer: Layer,
    pub(crate) state: PageState,
    pub(crate) all: Vec<Query>,
    pub(crate) none: Vec<Query>,
}

/// One file with rules.
#[derive(Debug, Default)]
pub(crate) struct RuleFile {
    pub(crate) elements: BTreeMap<Element, Vec<Query>>,
    pub(crate) rules: Vec<Rule>,
}

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
}

/// A file's name and text: makes errors that name the line.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    /// Whether each selector is also measured on a large page: for files that are not our own.
    pub(crate) measured: bool,
}

impl Source<'_> {
    fn error(&self, at: usize, message: impl Into<String>) -> RuleError {
        let upto = &self.text.as_bytes()[..at.min(self.text.len())];
        RuleError {
            file: self.file.to_owned(),
            line: 1 + upto.iter().filter(|byte| **byte == b'\n').count(),
            message: message.into(),
        }
    }

    fn toml<T: serde::de::DeserializeOwned>(&self) -> Result<T, RuleError> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.error(at, error.message())
        })
    }

    fn selector(&self, raw: &Spanned<String>) -> Result<Query, RuleError> {
        let at = raw.span().start;
        budget::compile(raw.as_ref(), self.measured).map_err(|message| self.error(at, message))
    }

    fn selectors(&self, raw: &[Spanned<String>]) -> Result<Vec<Query>, RuleError> {
        raw.iter().map(|one| self.selector(one)).collect()
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
            let message = format!("`{}` is no {what}; known are: {}", raw.as_ref(), known.join(", "));
            self.error(raw.span().start, message)
        })
    }

    fn layer(&self, raw: &Spanned<String>) -> Result<Layer, RuleError> {
        self.word(raw, "layer", Layer::from_name, Layer::ALL.iter().map(|l| l.name()))
    }

    /// Parses a file with rules.
    pub(crate) fn rule_file(&self) -> Result<RuleFile, RuleError> {
        let raw: RawRuleFile = self.toml()?;
        let layer = self.layer(&raw.layer)?;
        let mut file = RuleFile::default();
        for (name, selectors) in &raw.elements {
            let known = Element::ALL.iter().map(|e| e.name());
            let element = self.word(name, "element", Element::from_name, known)?;
            file.elements.insert(element, self.selectors(selectors)?);
        }
        for rule in &raw.rule {
            file.rules.push(self.rule(rule, layer)?);
        }
        Ok(file)
    }

    fn rule(&self, raw: &RawRule, layer: Layer) -> Result<Rule, RuleError> {
        let known = PageState::ALL.iter().map(|state| state.name());
        if raw.all.is_empty() {
            let message = format!("rule `{}` needs at least one selector in `all`", raw.name.as_ref());
            return Err(self.error(raw.name.span().start, message));
        }
        Ok(Rule {
            name: raw.name.as_ref().clone(),
            layer: raw.layer.as_ref().map_or(Ok(layer), |raw| self.layer(raw))?,
            state: self.word(&raw.state, "state", PageState::from_name, known)?,
            all: self.selectors(&raw.all)?,
            none: self.selectors(&raw.none)?,
        })
    }

    /// Parses `reading.toml`.
    pub(crate) fn reading(&self) -> Result<Reading, RuleError> {
        let raw: BTreeMap<String, Vec<Spanned<String>>> = self.toml()?;
        raw.into_iter()
            .map(|(key, selectors)| Ok((key, self.selectors(&selectors)?)))
            .collect()
    }

    /// Parses `words.toml`.
    pub(crate) fn words(&self) -> Result<WordTable, RuleError> {
        self.toml()
    }
}
