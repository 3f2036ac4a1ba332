//! The script of a replay: its lines, read and checked before anything runs.
//!
//! Knows the form of lines and where pages are found, nothing of what is done with them.

use std::fmt;
use std::time::Duration;

use super::{handles, milliseconds};
use crate::browser::BrowserError;
use crate::page::{Element, RuleSet, saved};

/// A line of a script that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct ScriptError {
    line: usize,
    fault: String,
}

impl ScriptError {
    pub(super) fn new(line: usize, fault: impl Into<String>) -> ScriptError {
        ScriptError {
            line,
            fault: fault.into(),
        }
    }
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) event: Event,
    pub(super) view: Option<View>,
    pub(super) outcome: Option<Outcome>,
}

/// What moves the replay on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    Open(String),
    List,
    Click(Element),
    Fill(Element, Option<String>),
    Reveal(Element),
    Later(Duration),
    Look,
    Early,
}

/// Names no text: notes and e-mails stay out of messages.
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Open(slug) => write!(f, "open {slug}"),
            Event::List => f.write_str("list"),
            Event::Reveal(element) => write!(f, "reveal {element}"),
            Event::Click(element) => write!(f, "click {element}"),
            Event::Fill(element, None) => write!(f, "fill {element}"),
            Event::Fill(element, Some(_)) => write!(f, "fill {element} \"…\""),
            Event::Later(delay) => write!(f, "later {}", delay.as_millis()),
            Event::Look => f.write_str("look"),
            Event::Early => f.write_str("early"),
        }
    }
}

/// What is shown from then on.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    pub(super) html: String,
    pub(super) status: Option<u16>,
    pub(super) at: Option<String>,
    pub(super) served: Option<String>,
    pub(super) referrer: Option<String>,
}

/// What the browser answers in place of "done".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    NotYet(String),
    Disturbed(String),
    NotLoaded(String),
    Lost(String),
    Unavailable(String),
}

impl Outcome {
    pub(super) fn error(&self) -> BrowserError {
        match self.clone() {
            Outcome::NotYet(reason) | Outcome::Disturbed(reason) => BrowserError::Disturbed(reason),
            Outcome::NotLoaded(reason) => BrowserError::NotLoaded(reason),
            Outcome::Lost(reason) => BrowserError::Lost(reason),
            Outcome::Unavailable(reason) => BrowserError::Unavailable(reason),
        }
    }
}

type Find<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// All lines of a script, with their pages.
pub(super) fn parse(text: &str, find: &Find, rules: &RuleSet) -> Result<Vec<Line>, ScriptError> {
    let lines = text.lines().map(str::trim).enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(at, line)| {
            let number = at + 1;
            parse_line(line, number, find, rules).map_err(|fault| ScriptError::new(number, fault))
        })
        .collect()
}

fn parse_line(line: &str, number: usize, find: &Find, rules: &RuleSet) -> Result<Line, String> {
    let (line, outcome) = split(line, " ! ");
    let (event, view) = split(line, " -> ");
    let event = parse_event(event)?;
    let view = view.map(|view| parse_view(view, find, rules)).transpose()?;
    let outcome = outcome.map(parse_outcome).transpose()?;
    let is_input = matches!(event, Event::Click(_) | Event::Fill(..) | Event::Reveal(_));
    match (&event, &outcome) {
        (_, Some(Outcome::NotYet(_))) if !is_input => Err("only inputs can be `notyet`".to_owned()),
        (Event::Look, None) => Err("`look` needs an outcome; a change that comes by itself is `later`".to_owned()),
        (Event::Later(_) | Event::Early, Some(_)) => Err(format!("`{event}` has no outcome")),
        (Event::Later(_) | Event::Early, None) if view.is_none() => Err(format!("`{event}` needs a page")),
        _ => Ok(Line {
            number,
            event,
            view,
            outcome,
        }),
    }
}

fn split<'a>(text: &'a str, at: &str) -> (&'a str, Option<&'a str>) {
    match text.split_once(at) {
        Some((before, after)) => (before.trim(), Some(after.trim())),
        None => (text.trim(), None),
    }
}

fn parse_event(text: &str) -> Result<Event, String> {
    let (word, rest) = split(text, " ");
    let rest = rest.unwrap_or_default();
    let element = |name: &str| Element::from_name(name).ok_or(format!("no control is called `{name}`"));
    match word {
        "open" if !rest.is_empty() => Ok(Event::Open(rest.to_owned())),
        "list" if rest.is_empty() => Ok(Event::List),
        "click" => element(rest).map(Event::Click),
        "reveal" => element(rest).map(Event::Reveal),
        "fill" => {
            let (name, text) = split(rest, " ");
            let text = text.map(serde_json::from_str).transpose();
            let text = text.map_err(|_| "the text is no JSON string".to_owned())?;
            element(name).map(|element| Event::Fill(element, text))
        }
        "later" => milliseconds(rest)
            .map(Event::Later)
            .ok_or(format!("`{rest}` are no milliseconds")),
        "look" if rest.is_empty() => Ok(Event::Look),
        "early" if rest.is_empty() => Ok(Event::Early),
        _ => Err(format!(
            "`{text}` is no event: open SLUG, list, click CONTROL, fill CONTROL [\"TEXT\"], reveal CONTROL, later MILLISECONDS or look"
        )),
    }
}

fn parse_outcome(text: &str) -> Result<Outcome, String> {
    let (word, reason) = split(text, " ");
    let reason = reason.unwrap_or("by the script").to_owned();
    match word {
        "notyet" => Ok(Outcome::NotYet(reason)),
        "disturbed" => Ok(Outcome::Disturbed(reason)),
        "notloaded" => Ok(Outcome::NotLoaded(reason)),
        "lost" => Ok(Outcome::Lost(reason)),
        "unavailable" => Ok(Outcome::Unavailable(reason)),
        _ => Err(format!(
            "`{word}` is no outcome: notyet, disturbed, notloaded, lost or unavailable"
        )),
    }
}

fn parse_view(text: &str, find: &Find, rules: &RuleSet) -> Result<View, String> {
    let mut view = View::default();
    let mut status = None;
    for word in text.split_whitespace().filter(|word| *word != "+") {
        match word.split_once('=') {
            Some(("at", address)) => view.at = Some(address.to_owned()),
            Some(("served", address)) => view.served = Some(address.to_owned()),
            Some(("referrer", address)) => view.referrer = Some(address.to_owned()),
            Some(("status", number)) => status = Some(number.parse().map_err(|_| format!("`{number}` is no status"))?),
            Some((key, _)) => return Err(format!("`{key}` is unknown: at, served, referrer or status")),
            None => add_page(&mut view, word, find, rules)?,
        }
    }
    if view.html.is_empty() {
        return Err("no page is named".to_owned());
    }
    view.html = handles::number(&view.html);
    view.status = status.or(view.status);
    Ok(view)
}

/// The parser of HTML moves what stands behind the end of a page to the end of its body: on top.
fn add_page(view: &mut View, page: &str, find: &Find, rules: &RuleSet) -> Result<(), String> {
    let text = find(page).ok_or(format!("the page `{page}` is not there"))?;
    let snapshot = saved::snapshot(rules, &text, None).map_err(|error| format!("`{page}`: {error}"))?;
    if view.html.is_empty() {
        view.status = snapshot.status;
    }
    view.html.push_str(&snapshot.html);
    Ok(())
}
