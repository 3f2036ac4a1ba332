//! A look at a live page made into a fixture that is safe to give away: scrubbed, cut down, and read
//! by the rules as the page itself was.
//!
//! Knows no file and no browser.

use std::fmt;

use crate::page::review::Review;
use crate::page::scrub::{Leak, Replaced, Scrubbed, cut_down, scrub};
use crate::page::{Control, DocumentError, Element, Layer, PageState, Recognition, RuleSet, Snapshot, saved};

/// How many of a kind are kept, tried one after the other until the page is small enough.
const KEPT: [usize; 3] = [3, 2, 1];
/// What the corpus takes, in bytes.
pub const MOST_BYTES: usize = 60_000;

/// A page for the corpus.
#[derive(Debug)]
pub struct Fixture {
    text: String,
    seen: Recognition,
    replaced: Vec<Replaced>,
}

/// Why a page cannot be made into a fixture.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(#[from] DocumentError),
    /// Something personal may be left.
    #[error("something personal may be left: {}", listed(.0))]
    Personal(Vec<Leak>),
    /// The rules read it otherwise than the page itself.
    #[error("the scrubbed page would be read otherwise: {}", listed(.0))]
    ReadOtherwise(Vec<Difference>),
}

/// What the rules say of the scrubbed page that they did not say of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    what: &'static str,
    was: String,
    is: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was {} and is {}", self.what, self.was, self.is)
    }
}

fn listed<T: fmt::Display>(all: &[T]) -> String {
    let all: Vec<String> = all.iter().map(T::to_string).collect();
    all.join("; ")
}

impl Fixture {
    /// Scrubs a page, and holds the result against the page.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn of(rules: &RuleSet, snapshot: &Snapshot) -> Result<Fixture, Refusal> {
        Fixture::with_trace(rules, snapshot, &[])
    }

    /// The same with what was done before, line by line, in a comment.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn with_trace(rules: &RuleSet, snapshot: &Snapshot, trace: &[String]) -> Result<Fixture, Refusal> {
        let before = read(rules, snapshot)?;
        let mut scrubbed = scrub(rules, snapshot)?;
        let head = headed(&mut scrubbed, trace);
        let text = smallest(rules, &head, &scrubbed.snapshot.html, &before)?;
        let leaks = scrubbed.leaks(&text);
        if !leaks.is_empty() {
            return Err(Refusal::Personal(leaks));
        }
        Ok(Fixture {
            text,
            seen: before.seen,
            replaced: scrubbed.replaced,
        })
    }

    /// The file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the rules see on it.
    pub fn state(&self) -> PageState {
        self.seen.state
    }

    /// All that the rules say.
    pub fn seen(&self) -> &Recognition {
        &self.seen
    }

    /// What was replaced.
    pub fn replaced(&self) -> &[Replaced] {
        &self.replaced
    }

    /// The directory of the corpus that it belongs in.
    pub fn kind(&self) -> &'static str {
        match (self.seen.layer, self.seen.state) {
            (_, PageState::Unknown) => "none",
            (_, PageState::WithdrawDialog) => "withdraw",
            (_, PageState::SentInvitations | PageState::NoSentInvitations) => "list",
            (Some(Layer::Gate), _) | (_, PageState::Loading | PageState::NotAPersonPage) => "gate",
            (Some(Layer::Dialog), _) => "invite",
            (Some(Layer::Menu), _) | (_, PageState::NotAllowed) => "menu",
            (Some(Layer::Toast), _) => "toast",
            (Some(Layer::Page | Layer::Rest) | None, _) => "person",
        }
    }

    /// Its file name: the state that is seen, and what is special about it.
    pub fn file_name(&self, name: &str) -> String {
        let prefix = if self.is_contradiction() { "contradiction-" } else { "" };
        format!("{}--{prefix}{name}.html", self.seen.state)
    }

    /// Rules of one layer that do not agree.
    fn is_contradiction(&self) -> bool {
        self.seen.rule.starts_with("ambiguous")
    }
}

/// The first line of a fixture, and the trace.
fn headed(scrubbed: &mut Scrubbed, trace: &[String]) -> String {
    let page = &scrubbed.snapshot;
    let status = page
        .status
        .map(|status| format!("; status: {status}"))
        .unwrap_or_default();
    let url = match page.url.as_str() {
        "" => String::new(),
        url => format!("; url: {url}"),
    };
    let mut text = format!("{}; source: scrubbed{url}{status} -->\n", saved::FIXTURE);
    if !trace.is_empty() {
        text.push_str("<!--\n");
        for line in trace {
            text.push_str(scrubbed.line(line).trim_end());
            text.push('\n');
        }
        text.push_str("-->\n");
    }
    text
}

/// The page behind its head, cut down as far as it is still read as it was.
fn smallest(rules: &RuleSet, head: &str, html: &str, before: &Review) -> Result<String, Refusal> {
    let mut found: Option<String> = None;
    for most in KEPT {
        let text = format!("{head}{}\n", cut_down(rules, html, most)?);
        if !differences(before, &review(rules, &text)?).is_empty() {
            break;
        }
        let is_small = text.len() <= MOST_BYTES;
        found = Some(text);
        if is_small {
            break;
        }
    }
    if let Some(text) = found {
        return Ok(text);
    }
    let text = format!("{head}{}\n", html.replace("><", ">\n<"));
    let differences = differences(before, &review(rules, &text)?);
    if differences.is_empty() {
        Ok(text)
    } else {
        Err(Refusal::ReadOtherwise(differences))
    }
}

fn review(rules: &RuleSet, text: &str) -> Result<Review, DocumentError> {
    read(rules, &saved::snapshot(rules, text, None)?)
}

/// Looks twice: a busy machine may overrun the budget of one parse.
fn read(rules: &RuleSet, snapshot: &Snapshot) -> Result<Review, DocumentError> {
    Review::of(rules, snapshot).or_else(|_| Review::of(rules, snapshot))
}

/// What must be said of both pages alike.
fn differences(one: &Review, two: &Review) -> Vec<Difference> {
    let facts = facts(one).into_iter().zip(facts(two));
    facts
        .filter(|((_, was), (_, is))| was != is)
        .map(|((what, was), (_, is))| Difference { what, was, is })
        .collect()
}

fn facts(review: &Review) -> [(&'static str, String); 8] {
    let seen = &review.seen;
    let control = |(element, control): (&Element, &Control)| {
        let off = if control.enabled { "" } else { " (disabled)" };
        let filled = if control.filled { " (filled)" } else { "" };
        format!("{element}{off}{filled}")
    };
    let there = |text: &Option<String>| if text.is_some() { "there" } else { "missing" }.to_owned();
    let limits = &seen.texts.note_limits;
    [
        ("the state", seen.state.to_string()),
        ("the rule", seen.rule.clone()),
        ("the state of the card", seen.card.to_string()),
        (
            "the controls",
            seen.controls.iter().map(control).collect::<Vec<_>>().join(", "),
        ),
        (
            "the matching rules",
            review
                .matching
                .iter()
                .map(|rule| rule.rule.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ("the name", there(&seen.texts.name)),
        ("the name in the dialog", there(&seen.texts.dialog_name)),
        (
            "the limits of notes",
            format!(
                "{:?}, {:?} left, offer {}",
                limits.longest, limits.remaining, limits.offer
            ),
        ),
    ]
}
