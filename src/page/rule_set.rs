//! All selector files together: loads them, and recognises a snapshot.
//!
//! Pure but for reading the files of `--selectors DIR`. Never guesses: two states in one layer are
//! a contradiction, and a page that no rule knows is `unknown`.

use std::collections::BTreeMap;
use std::path::Path;

use scraper::{ElementRef, Html};

use super::annotate::{self, Address, Extent, Notes};
use super::document::{self, DocumentError};
use super::finder::{Finder, Index, attribute};
use super::link;
use super::name;
use super::pack::{Pack, RuleSetError};
use super::query::Query;
use super::recognition::{Control, NoteLimits, Recognition, Texts};
use super::rule::{Reading, Rule, RuleFile};
use super::sent_list;
use super::snapshot::Snapshot;
use super::state::{Element, Layer, PageState};
use super::text::{labels, text_of};
use super::words::Words;
use crate::person::Slug;

/// Numbers that can be the limit of a note where they stand alone.
const LIMITS: std::ops::RangeInclusive<u64> = 100..=1000;
/// Longest quotation of LinkedIn's own words, in characters.
const MAX_NOTICE: usize = 200;
/// The recogniser: every rule, compiled.
#[derive(Debug, Default)]
pub struct RuleSet {
    pub(super) rules: Vec<Rule>,
    pub(super) elements: BTreeMap<Element, Vec<Query>>,
    pub(super) reading: Reading,
    pub(super) words: Words,
}

/// A snapshot, parsed and marked: what rules are asked about.
pub(super) struct Opened {
    html: Html,
    index: Index,
    pub(super) notes: Notes,
    landed: Option<Slug>,
    path: String,
}

impl Opened {
    pub(super) fn finder(&self) -> Finder<'_> {
        Finder::new(&self.html, &self.index)
    }
}

impl RuleSet {
    /// The built-in rules.
    ///
    /// # Errors
    /// Never for a released build: a test loads them.
    pub fn built_in() -> Result<RuleSet, RuleSetError> {
        Pack::built_in().load().map_err(first_fault)
    }

    /// The built-in rules with the files of `directory` in place of those of the same name; files
    /// with other names are added.
    ///
    /// # Errors
    /// The first of what cannot be read, parsed or afforded, with file and line; [`Pack`] has all.
    pub fn with_overrides(directory: &Path) -> Result<RuleSet, RuleSetError> {
        Pack::with_overrides(directory).load().map_err(first_fault)
    }

    pub(super) fn add(&mut self, file: RuleFile) {
        self.rules.extend(file.rules);
        for (element, selectors) in file.elements {
            self.elements.entry(element).or_default().extend(selectors);
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
        let page = self.open(snapshot)?;
        let matches = self.matches(page.finder());
        Ok(self.conclude(page, &matches))
    }

    /// The answer of a look: which rule won among those that match, the controls and the texts.
    pub(super) fn conclude(&self, page: Opened, matches: &[&Rule]) -> Recognition {
        let finder = page.finder();
        let controls = self.controls(finder);
        let (mut state, mut rule, mut layer) = decide(matches, Layer::ALL);
        // "Nothing yet, but More can be opened" is only true if it can.
        if state == PageState::MoreMenuClosed && !controls.contains_key(&Element::More) {
            (state, rule, layer) = (PageState::Unknown, format!("{rule}, without its control"), None);
        }
        let sent_list = is_sent_list(state).then(|| sent_list::read(finder, &self.reading));
        if sent_list == Some(None) {
            (state, rule, layer) = (
                PageState::Unknown,
                format!("{rule}, with a row that cannot be read"),
                None,
            );
        }
        let mut telling = matches.iter().filter(|rule| Some(rule.layer) == layer);
        let must_last = layer.is_some() && telling.all(|rule| rule.must_last);
        let page_layers = [Layer::Page, Layer::Rest];
        let (card, ..) = decide(matches, &page_layers);
        let (toast, _, is_there) = decide(matches, &[Layer::Toast]);
        Recognition {
            state,
            rule,
            layer,
            must_last,
            card,
            toast: is_there.map(|_| toast),
            controls,
            texts: self.texts(finder, &page.notes),
            sent_list: sent_list.flatten(),
            landed: page.landed,
            path: page.path,
            language: page.notes.language,
            has_words: page.notes.has_words,
        }
    }

    /// Parses and annotates: the tree that rules are asked about.
    pub(crate) fn read(
        &self,
        text: &str,
        address: &Address,
        extent: Extent,
    ) -> Result<(Html, Index, Notes), DocumentError> {
        let mut html = document::parse(text, document::BUDGET)?;
        let (index, notes) = annotate::annotate(&mut html, address, extent, &self.reading, &self.words);
        Ok((html, index, notes))
    }

    /// Every selector as it was written.
    pub(super) fn selectors(&self) -> impl Iterator<Item = &str> {
        self.queries().map(|query| query.text.as_str())
    }

    /// Every selector.
    pub(super) fn queries(&self) -> impl Iterator<Item = &Query> {
        let of_rules = self.rules.iter().flat_map(|rule| rule.all.iter().chain(&rule.none));
        let of_elements = self.elements.values().flatten();
        let of_reading = self.reading.values().flatten();
        of_rules.chain(of_elements).chain(of_reading)
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
        let page = self.open(snapshot)?;
        Ok(self
            .matches(page.finder())
            .iter()
            .map(|rule| rule.name.clone())
            .collect())
    }

    /// Parses a snapshot and marks it for the person of its address.
    pub(super) fn open(&self, snapshot: &Snapshot) -> Result<Opened, DocumentError> {
        let path = url::Url::parse(&snapshot.url)
            .map(|url| url.path().to_owned())
            .unwrap_or_default();
        let landed = person_in_path(&path);
        let address = Address {
            path: &path,
            status: snapshot.status,
            owner: landed.as_ref(),
        };
        let (html, index, notes) = self.read(&snapshot.html, &address, Extent::Controls)?;
        Ok(Opened {
            html,
            index,
            notes,
            landed,
            path,
        })
    }

    pub(super) fn matches(&self, finder: Finder) -> Vec<&Rule> {
        let hit = |query: &Query| finder.first(query).is_some();
        self.rules
            .iter()
            .filter(|rule| rule.all.iter().all(hit) && !rule.none.iter().any(hit))
            .collect()
    }

    fn controls(&self, finder: Finder) -> BTreeMap<Element, Control> {
        self.elements
            .iter()
            .filter_map(|(element, selectors)| {
                let hits = selectors.iter().map(|query| finder.hits(query).collect::<Vec<_>>());
                let mut hits = hits.into_iter().find(|hits| !hits.is_empty())?;
                if element.is_a_place() {
                    hits.drain(..hits.len() - 1);
                }
                Some((*element, only_control(&hits)?))
            })
            .collect()
    }

    fn texts(&self, finder: Finder, notes: &Notes) -> Texts {
        let (counted, longest) = self.counter(finder);
        let text = |key: &str| {
            annotate::first(finder, &self.reading, key)
                .map(|element| text_of(&element))
                .filter(|text| !text.is_empty())
        };
        let named = || {
            let marked = annotate::hits(finder, &self.reading, "dialog_name");
            marked.iter().map(text_of).find(|text| name::can_be_one(text))
        };
        Texts {
            name: notes.name.clone(),
            dialog_name: named().or_else(|| {
                let other = annotate::first(finder, &self.reading, "dialog_other")?;
                labels(&other).into_iter().next()
            }),
            notice: text("notice").map(|text| text.chars().take(MAX_NOTICE).collect()),
            note_limits: NoteLimits {
                longest,
                counted,
                remaining: notes.notes_left,
                offer: annotate::first(finder, &self.reading, "note_offer").is_some(),
            },
        }
    }

    /// Both numbers of a visible counter, `0/200`; or, while nothing is typed yet, a counter that is a number
    /// alone, the longest note, which may count down later. The hidden label is not believed.
    fn counter(&self, finder: Finder) -> (Option<u64>, Option<u64>) {
        let hits = annotate::hits(finder, &self.reading, "counter");
        let texts = hits.iter().map(|element| element.text().collect::<String>());
        let texts: Vec<String> = texts.map(|text| text.trim().to_owned()).collect();
        let of_both = texts.iter().find_map(|text| {
            let (typed, longest) = text.split_once('/')?;
            Some((typed.trim().parse().ok()?, longest.trim().parse().ok()?))
        });
        let is_typed = || hits.iter().any(|element| attribute(element, "lw-filled").is_some());
        let mut alone = texts.iter().filter_map(|text| text.parse().ok());
        match of_both {
            Some((counted, longest)) => (Some(counted), Some(longest)),
            None => (None, alone.find(|number| LIMITS.contains(number) && !is_typed())),
        }
    }
}

fn first_fault(mut faults: Vec<RuleSetError>) -> RuleSetError {
    faults.swap_remove(0)
}

fn is_sent_list(state: PageState) -> bool {
    matches!(state, PageState::SentInvitations | PageState::NoSentInvitations)
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
pub(super) fn only_control(hits: &[ElementRef]) -> Option<Control> {
    let likeness = |element: &ElementRef| {
        let value = element.value();
        let attribute = |name| attribute(element, name).map(str::to_owned);
        let href = attribute("href");
        let named = href.as_deref().and_then(link::named_in_link);
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
    let handle = attribute(first, "lw-handle").and_then(|handle| handle.parse().ok());
    let alike = hits.iter().all(|element| likeness(element) == likeness(first));
    alike.then(|| Control {
        handle,
        enabled: attribute(first, "disabled").is_none() && attribute(first, "aria-disabled") != Some("true"),
        filled: attribute(first, "lw-filled").is_some() || attribute(first, "aria-checked") == Some("true"),
    })
}
