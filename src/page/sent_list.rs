//! Reading the list of sent invitations: its rows, how many it says there are, and whether it is still
//! loading; and whether somebody stands in it.
//!
//! A row is known by its Withdraw, which is never pressed here. What a row does not say stays empty; a row
//! that could be read in two ways makes the whole list unreadable.

use std::collections::BTreeSet;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::annotate::{Address, Extent, hits};
use super::document::DocumentError;
use super::finder::{Finder, attribute};
use super::label::without_number;
use super::link::named_in_link;
use super::rule::Reading;
use super::rule_set::{RuleSet, person_in_path};
use super::snapshot::Snapshot;
use super::state::Element;
use super::text::{text_of, written};
use crate::outcome::PendingRequest;
use crate::person::Slug;

/// What is seen of the list of sent invitations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SentList {
    /// Its rows, from the top.
    pub rows: Vec<PendingRequest>,
    /// How many there are by its own word.
    pub said: Said,
    /// It says that more is on its way.
    pub is_loading: bool,
    /// A control stands behind its last row, and nobody knows that it does not lead to more of them.
    pub may_lead_on: bool,
}

/// How many invitations wait, by the list's own word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Said {
    /// It does not say.
    #[default]
    Nothing,
    /// So many.
    Count(u64),
    /// Something in brackets that is no whole number, such as `(500+)`.
    SomethingElse,
}

/// Reads the list on a page that is one; `None` where a row cannot be read for certain.
pub(super) fn read(page: Finder, reading: &Reading) -> Option<SentList> {
    let of = |key: &str| hits(page, reading, key);
    let homes: BTreeSet<NodeId> = of("sent_row").iter().map(|row| row.id()).collect();
    let mut rows: Vec<ElementRef> = Vec::new();
    for withdraw in of("sent_withdraw") {
        let row = withdraw.ancestors().find(|node| homes.contains(&node.id()))?;
        let row = ElementRef::wrap(row)?;
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    // In the order of the page, whichever selector has found them.
    let place = |row: &ElementRef| page.all().position(|element| element.id() == row.id());
    rows.sort_by_key(place);
    let nested = |row: &ElementRef| {
        row.ancestors()
            .any(|node| rows.iter().any(|other| other.id() == node.id()))
    };
    if rows.iter().any(nested) {
        return None;
    }
    let parts = Parts {
        links: of("sent_person"),
        names: of("sent_name").iter().map(|element| element.id()).collect(),
        headlines: of("sent_headline").iter().map(|element| element.id()).collect(),
        times: of("sent_time").iter().map(|element| element.id()).collect(),
    };
    let in_a_row = |element: &ElementRef| {
        element
            .ancestors()
            .any(|node| rows.iter().any(|row| row.id() == node.id()))
    };
    let counted = of("sent_count");
    let said = counted
        .iter()
        .filter(|element| !in_a_row(element))
        .find_map(|element| in_brackets(&text_of(element)));
    Some(SentList {
        rows: rows.iter().map(|row| parts.row(*row)).collect::<Option<_>>()?,
        said: said.unwrap_or_default(),
        is_loading: !of("sent_loading").is_empty(),
        may_lead_on: may_lead_on(page, reading, rows.last()),
    })
}

/// Whether a control stands behind the last row.
fn may_lead_on(page: Finder, reading: &Reading, last: Option<&ElementRef>) -> bool {
    let Some(last) = last else { return false };
    let controls: BTreeSet<NodeId> = hits(page, reading, "sent_behind").iter().map(|hit| hit.id()).collect();
    let behind = page.all().skip_while(|element| element.id() != last.id());
    let in_the_row = |element: &ElementRef| element.ancestors().any(|node| node.id() == last.id());
    behind
        .filter(|element| controls.contains(&element.id()))
        .any(|element| !in_the_row(&element))
}

/// The number in brackets at the end of a label: `People (24)`.
pub(super) fn in_brackets(label: &str) -> Option<Said> {
    let (_, inside) = label.strip_suffix(')')?.rsplit_once('(')?;
    inside.chars().next().filter(char::is_ascii_digit)?;
    Some(match without_number(inside) {
        Some((rest, count)) if rest == "{N}" => Said::Count(count),
        _ => Said::SomethingElse,
    })
}

/// Where the parts of rows are on the page.
struct Parts<'a> {
    links: Vec<ElementRef<'a>>,
    names: BTreeSet<NodeId>,
    headlines: BTreeSet<NodeId>,
    times: BTreeSet<NodeId>,
}

/// One piece of a row that says something.
struct Line<'a> {
    element: ElementRef<'a>,
    text: String,
}

impl<'a> Parts<'a> {
    /// `None` where the row names several people.
    fn row(&self, row: ElementRef<'a>) -> Option<PendingRequest> {
        let own = |link: &&ElementRef<'a>| link.ancestors().any(|node| node.id() == row.id());
        let links: Vec<&ElementRef> = self.links.iter().filter(own).collect();
        let mut named = links
            .iter()
            .filter_map(|link| attribute(link, "href").and_then(named_in_link));
        let slug = named.next();
        if named.any(|other| Some(&other) != slug.as_ref()) {
            return None;
        }
        let lines = lines(row);
        let told_from = |marked: &BTreeSet<NodeId>, from: usize| {
            let is_in = |line: &&Line| {
                marked.contains(&line.element.id()) || line.element.ancestors().any(|node| marked.contains(&node.id()))
            };
            let place = lines.iter().skip(from).position(|line| is_in(&line));
            place.map(|place| place + from)
        };
        let is_link = |element: &ElementRef| links.iter().any(|link| link.id() == element.id());
        let in_link = |line: &&Line| {
            is_link(&line.element)
                || line
                    .element
                    .ancestors()
                    .filter_map(ElementRef::wrap)
                    .any(|at| is_link(&at))
        };
        let name = told_from(&self.names, 0).or_else(|| lines.iter().position(|line| in_link(&line)));
        let name = name.or((slug.is_none() && !lines.is_empty()).then_some(0));
        let behind = name.map_or(0, |name| name + 1);
        // Headlines begin with "Sent" as well, so whatever stands behind one comes first.
        let time = told_from(&self.times, behind + 1)
            .or_else(|| told_from(&self.times, behind))
            .or((lines.len() >= behind + 2).then_some(behind + 1));
        // A lone line behind the name may be either.
        let headline = told_from(&self.headlines, 0).or(time.filter(|time| *time > behind).map(|_| behind));
        let text = |at: Option<usize>| at.map(|at| written(&lines[at].element));
        Some(PendingRequest {
            name: text(name),
            urn: urn(row),
            public_url: slug.as_ref().map(address_of),
            headline: text(headline),
            sent_time: text(time),
        })
    }
}

fn address_of(slug: &Slug) -> String {
    format!("https://www.linkedin.com/in/{}", slug.encoded())
}

/// Pieces of a row with a text of their own, its buttons and pictures left out.
fn lines(row: ElementRef<'_>) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    let says_something = |text: &str| !text.trim().is_empty();
    let texts = row
        .descendants()
        .filter(|node| node.value().as_text().is_some_and(|text| says_something(text)));
    for text in texts {
        let Some(element) = text.parent().and_then(ElementRef::wrap) else {
            continue;
        };
        let within = || {
            element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .take_while(|above| above.id() != row.id())
        };
        if is_no_line(&element) || within().any(|above| is_no_line(&above)) {
            continue;
        }
        let text = text_of(&element);
        let is_known = lines
            .iter()
            .any(|line| line.element.id() == element.id() || line.text == text);
        if !text.is_empty() && !is_known {
            lines.push(Line { element, text });
        }
    }
    lines
}

/// A control that is no link to a person, or a picture.
fn is_no_line(element: &ElementRef) -> bool {
    let leads_to_a_person = || attribute(element, "href").and_then(named_in_link).is_some();
    let says_withdraw =
        || attribute(element, "lw-word").is_some_and(|words| words.split(' ').any(|word| word == "withdraw_now"));
    match element.value().name() {
        "button" | "svg" | "img" => true,
        "a" => !leads_to_a_person() || says_withdraw(),
        _ => matches!(attribute(element, "role"), Some("button" | "img")),
    }
}

/// The member's number, where the row carries it and one only.
fn urn(row: ElementRef) -> Option<String> {
    const MARK: &str = "urn:li:member:";
    let elements = row.descendants().filter_map(ElementRef::wrap);
    let values = elements.flat_map(|element| element.value().attrs().map(|(_, value)| value).collect::<Vec<_>>());
    let numbers: BTreeSet<&str> = values
        .filter_map(|value| value.split_once(MARK))
        .map(|(_, rest)| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default())
        .filter(|number| !number.is_empty())
        .collect();
    match numbers.first() {
        Some(number) if numbers.len() == 1 => Some(format!("{MARK}{number}")),
        Some(_) | None => None,
    }
}

/// Whether the list names one of the slugs; `None` where this is not the list, or it names nobody at all, or
/// it shows a part of itself and none of them. Second witness of a recovery, and only for "not sent": a list
/// that names nobody may not have loaded.
///
/// # Errors
/// A page too large or too costly to read; see [`DocumentError`].
pub fn names(rules: &RuleSet, snapshot: &Snapshot, slugs: &[Slug]) -> Result<Option<bool>, DocumentError> {
    let url = url::Url::parse(&snapshot.url);
    let path = url.map(|url| url.path().to_owned()).unwrap_or_default();
    let address = Address {
        path: &path,
        status: snapshot.status,
        owner: None,
    };
    let (html, index, _) = rules.read(&snapshot.html, &address, Extent::Controls)?;
    let page = Finder::new(&html, &index);
    let links = hits(page, rules.reading(), "sent_person");
    let named = links
        .iter()
        .filter_map(|link| link.value().attr("href"))
        .filter_map(slug_of);
    let named: BTreeSet<String> = named.map(|slug| slug.decoded().to_owned()).collect();
    let is_named = slugs.iter().any(|slug| named.contains(slug.decoded()));
    let is_silent = named.is_empty() || (!is_named && is_a_part(page, rules, named.len()));
    Ok((!is_silent).then_some(is_named))
}

/// More rows are said to be there, or can be had, or may be.
fn is_a_part(page: Finder, rules: &RuleSet, people: usize) -> bool {
    let counted = hits(page, rules.reading(), "sent_count");
    let says_more = match counted.iter().find_map(|element| in_brackets(&text_of(element))) {
        Some(Said::Count(count)) => count > people as u64,
        Some(Said::SomethingElse) => true,
        Some(Said::Nothing) | None => read(page, rules.reading()).is_none_or(|list| list.may_lead_on),
    };
    let offers = |element: Element| {
        let selectors = rules.elements.get(&element).map(Vec::as_slice).unwrap_or_default();
        selectors.iter().any(|query| page.first(query).is_some())
    };
    says_more || offers(Element::MoreInvitations) || offers(Element::NextPage)
}

fn slug_of(href: &str) -> Option<Slug> {
    let base = url::Url::parse("https://www.linkedin.com/").ok()?;
    person_in_path(base.join(href).ok()?.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_brackets_is_how_many_there_are() {
        assert_eq!(in_brackets("People (24)"), Some(Said::Count(24)));
        assert_eq!(in_brackets("Personnes (1 204)"), Some(Said::Count(1204)));
        assert_eq!(in_brackets("People (500+)"), Some(Said::SomethingElse));
        assert_eq!(in_brackets("People (1.5K)"), Some(Said::SomethingElse));
        for other in ["People", "24", "Ada (they)", "(24) People"] {
            assert_eq!(in_brackets(other), None, "{other}");
        }
    }
}
