//! All selector files together: loads them, and recognises a snapshot.
//!
//! Pure but for reading the files of `--selectors DIR`. Never guesses: two states in one layer are
//! a contradiction, and a page that no rule knows is `unknown`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use scraper::{ElementRef, Html};

use super::annotate::{self, Address, Notes};
use super::document::{self, DocumentError};
use super::finder::Finder;
use super::query::Query;
use super::recognition::{Control, NoteLimits, Recognition, Texts};
use super::rule::{Reading, Rule, RuleError, RuleFile, Source};
use super::snapshot::Snapshot;
use super::state::{Element, Layer, PageState};
use super::words::Words;
use crate::person::Slug;

/// Longest time that parsing one page may take.
const PARSE_BUDGET: Duration = Duration::from_secs(2);
/// Longest quotation of LinkedIn's own words, in characters.
const MAX_NOTICE: usize = 200;
const READING: &str = "reading.toml";
const WORDS: &str = "words.toml";

/// The selector files that are built in: name and text.
pub(super) const BUILT_IN: &[(&str, &str)] = &[
    ("gate.toml", include_str!("../../selectors/gate.toml")),
    ("invite.toml", include_str!("../../selectors/invite.toml")),
    ("menu.toml", include_str!("../../selectors/menu.toml")),
    ("person.toml", include_str!("../../selectors/person.toml")),
    (READING, include_str!("../../selectors/reading.toml")),
    ("toast.toml", include_str!("../../selectors/toast.toml")),
    (WORDS, include_str!("../../selectors/words.toml")),
];

/// Why the rules could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum RuleSetError {
    /// A file is not as `docs/rules.md` says.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A file or the directory cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A control has no selector in any file.
    #[error("no file gives a selector for the element `{0}`; add it under [elements]")]
    NoSelector(Element),
    /// Two rules have one name.
    #[error("two rules are called `{0}`; names must differ")]
    SameName(String),
}

/// The recogniser: every rule, compiled.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    elements: BTreeMap<Element, Vec<Query>>,
    reading: Reading,
    words: Words,
}

impl RuleSet {
    /// The built-in rules.
    ///
    /// # Errors
    /// Never for a released build: a test loads them.
    pub fn built_in() -> Result<RuleSet, RuleSetError> {
        let files = BUILT_IN
            .iter()
            .map(|(file, text)| ((*file).to_owned(), (*text).to_owned(), false));
        RuleSet::from_files(files)
    }

    /// The built-in rules with the files of `directory` in place of those of the same name; files
    /// with other names are added.
    ///
    /// # Errors
    /// What cannot be read, parsed or afforded, with file and line.
    pub fn with_overrides(directory: &Path) -> Result<RuleSet, RuleSetError> {
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |source| RuleSetError::Unreadable { path, source }
        };
        let mut files: BTreeMap<String, (String, bool)> = BUILT_IN
            .iter()
            .map(|(file, text)| ((*file).to_owned(), ((*text).to_owned(), false)))
            .collect();
        for entry in std::fs::read_dir(directory).map_err(unreadable(directory))? {
            let path = entry.map_err(unreadable(directory))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            if name.ends_with(".toml") {
                let text = std::fs::read_to_string(&path).map_err(unreadable(&path))?;
                let known = files.get(name).is_some_and(|(built_in, _)| *built_in == text);
                files.insert(name.to_owned(), (text, !known));
            }
        }
        RuleSet::from_files(files.into_iter().map(|(file, (text, measured))| (file, text, measured)))
    }

    fn from_files(files: impl Iterator<Item = (String, String, bool)>) -> Result<RuleSet, RuleSetError> {
        let mut set = RuleSet {
            rules: Vec::new(),
            elements: BTreeMap::new(),
            reading: Reading::new(),
            words: Words::default(),
        };
        for (file, text, measured) in files {
            let source = Source {
                file: &file,
                text: &text,
                measured,
            };
            match file.as_str() {
                READING => set.reading = source.reading()?,
                WORDS => set.words = Words::new(source.words()?),
                _ => set.add(source.rule_file()?),
            }
        }
        set.check()
    }

    fn add(&mut self, file: RuleFile) {
        self.rules.extend(file.rules);
        for (element, selectors) in file.elements {
            self.elements.entry(element).or_default().extend(selectors);
        }
    }

    fn check(self) -> Result<RuleSet, RuleSetError> {
        if let Some(element) = Element::ALL.iter().find(|element| !self.elements.contains_key(element)) {
            return Err(RuleSetError::NoSelector(*element));
        }
        let mut names = BTreeSet::new();
        match self.rules.iter().find(|rule| !names.insert(rule.name.as_str())) {
            Some(twice) => Err(RuleSetError::SameName(twice.name.clone())),
            None => Ok(self),
        }
    }

    /// Names and states of all rules, in file order.
    pub fn rules(&self) -> impl Iterator<Item = (&str, Layer, PageState)> {
        self.rules
            .iter()
            .map(|rule| (rule.name.as_str(), rule.layer, rule.state))
    }

    /// Says what a snapshot shows.
    ///
    /// # Errors
    /// A page too large or too costly to read; see [`DocumentError`].
    pub fn recognise(&self, snapshot: &Snapshot) -> Result<Recognition, DocumentError> {
        let path = url::Url::parse(&snapshot.url)
            .map(|url| url.path().to_owned())
            .unwrap_or_default();
        let landed = person_in_path(&path);
        let address = Address {
            path: &path,
            status: snapshot.status,
            owner: landed.as_ref(),
        };
        let (html, notes) = self.read(&snapshot.html, &address)?;
        let finder = Finder::new(&html);
        let matches = self.matches(&finder);
        let controls = self.controls(&finder);
        let (mut state, mut rule, mut layer) = decide(&matches, Layer::ALL);
        // "Nothing yet, but More can be opened" is only true if it can.
        if state == PageState::MoreMenuClosed && !controls.contains_key(&Element::More) {
            (state, rule, layer) = (PageState::Unknown, format!("{rule}, without its control"), None);
        }
        let page_layers = [Layer::Page, Layer::Rest];
        let (card, ..) = decide(&matches, &page_layers);
        Ok(Recognition {
            state,
            rule,
            layer,
            card,
            controls,
            texts: self.texts(&finder, &notes),
            landed,
            path,
            language: notes.language,
            has_words: notes.has_words,
        })
    }

    /// Parses and annotates: the tree that rules are asked about.
    pub(crate) fn read(&self, text: &str, address: &Address) -> Result<(Html, Notes), DocumentError> {
        let mut html = document::parse(text, PARSE_BUDGET)?;
        let notes = annotate::annotate(&mut html, address, &self.reading, &self.words);
        Ok((html, notes))
    }

    /// The reading aids, for readers of this floor.
    pub(crate) fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Names of all rules that match, contradictions and lower layers included.
    ///
    /// # Errors
    /// As [`RuleSet::recognise`].
    pub fn matching_rules(&self, snapshot: &Snapshot) -> Result<Vec<String>, DocumentError> {
        let path = url::Url::parse(&snapshot.url)
            .map(|url| url.path().to_owned())
            .unwrap_or_default();
        let landed = person_in_path(&path);
        let address = Address {
            path: &path,
            status: snapshot.status,
            owner: landed.as_ref(),
        };
        let (html, _) = self.read(&snapshot.html, &address)?;
        Ok(self
            .matches(&Finder::new(&html))
            .iter()
            .map(|rule| rule.name.clone())
            .collect())
    }

    fn matches(&self, finder: &Finder) -> Vec<&Rule> {
        let hit = |query: &Query| finder.first(query).is_some();
        self.rules
            .iter()
            .filter(|rule| rule.all.iter().all(hit) && !rule.none.iter().any(hit))
            .collect()
    }

    fn controls(&self, finder: &Finder) -> BTreeMap<Element, Control> {
        self.elements
            .iter()
            .filter_map(|(element, selectors)| {
                let hits = selectors.iter().map(|query| finder.hits(query).collect::<Vec<_>>());
                let hits = hits.into_iter().find(|hits| !hits.is_empty())?;
                Some((*element, only_control(&hits)?))
            })
            .collect()
    }

    fn texts(&self, finder: &Finder, notes: &Notes) -> Texts {
        let text = |key: &str| {
            annotate::first(finder, &self.reading, key)
                .map(|element| annotate::text_of(&element))
                .filter(|text| !text.is_empty())
        };
        Texts {
            name: notes.name.clone(),
            dialog_name: text("dialog_name"),
            notice: text("notice").map(|text| text.chars().take(MAX_NOTICE).collect()),
            note_limits: NoteLimits {
                longest: self.longest_note(finder),
                remaining: notes.notes_left,
                offer: annotate::first(finder, &self.reading, "note_offer").is_some(),
            },
        }
    }

    /// The larger number of a visible counter, `0/200`; the hidden label is not believed.
    fn longest_note(&self, finder: &Finder) -> Option<u64> {
        let hits = annotate::hits(finder, &self.reading, "counter");
        hits.iter().find_map(|element| {
            let text: String = element.text().collect();
            let (typed, longest) = text.trim().split_once('/')?;
            typed.trim().parse::<u64>().ok()?;
            longest.trim().parse().ok()
        })
    }
}

/// The slug of a path `/in/SLUG` or below.
pub(crate) fn person_in_path(path: &str) -> Option<Slug> {
    let mut segments = path.strip_prefix("/in/")?.split('/');
    Slug::from_path_segment(segments.next()?)
}

/// First layer that answers; all rules of it must agree on the state.
fn decide(matches: &[&Rule], layers: &[Layer]) -> (PageState, String, Option<Layer>) {
    for layer in layers {
        let of_layer: Vec<&&Rule> = matches.iter().filter(|rule| rule.layer == *layer).collect();
        let Some(first) = of_layer.first() else { continue };
        if of_layer.iter().all(|rule| rule.state == first.state) {
            return (first.state, first.name.clone(), Some(*layer));
        }
        let names: Vec<&str> = of_layer.iter().map(|rule| rule.name.as_str()).collect();
        return (
            PageState::Unknown,
            format!("ambiguous: {}", names.join(", ")),
            Some(*layer),
        );
    }
    (PageState::Unknown, "none".to_owned(), None)
}

/// One control, or several copies of one; different controls under one selector are none.
///
/// Copies of a link name the same person by the same kind of address, absolute or relative.
fn only_control(hits: &[ElementRef]) -> Option<Control> {
    let likeness = |element: &ElementRef| {
        let value = element.value();
        let attribute = |name| value.attr(name).map(str::to_owned);
        let href = attribute("href");
        let named = href.as_deref().and_then(annotate::named_in_link);
        let address = if named.is_some() { None } else { href };
        (
            value.name().to_owned(),
            named,
            address,
            attribute("type"),
            attribute("name"),
        )
    };
    let first = hits.first()?;
    let handle = first.value().attr("lw-handle").and_then(|handle| handle.parse().ok());
    let alike = hits.iter().all(|element| likeness(element) == likeness(first));
    alike.then(|| Control {
        handle,
        enabled: first.value().attr("disabled").is_none() && first.value().attr("aria-disabled") != Some("true"),
        filled: first.value().attr("lw-filled").is_some(),
    })
}
