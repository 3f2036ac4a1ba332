//! A saved page as the nearest thing to a snapshot.
//!
//! Reads fixtures (already snapshots, the address stands in the first line) and raw "Save page as"
//! files, where nobody says any more what was visible: what markup alone betrays is left out.

use std::time::Duration;

use ego_tree::NodeId;
use html5ever::{LocalName, QualName, ns};
use scraper::{ElementRef, Html, Node};

use super::annotate::{first, hits, named_in_link};
use super::document::{self, DocumentError};
use super::label::normalise;
use super::rule_set::{RuleSet, person_in_path};
use super::snapshot::Snapshot;
use crate::person::Slug;

/// How a fixture's first line begins.
pub const FIXTURE: &str = "<!-- linkwright fixture";
/// Longest time that parsing a saved page may take: nobody waits for a click here.
const PARSE_BUDGET: Duration = Duration::from_secs(20);

/// Makes a snapshot of a saved page.
///
/// Whose page it is says, in this order: `url`, the file's own note of its address, its canonical
/// link, the card's own controls.
///
/// # Errors
/// A page too large or too costly to read; see [`DocumentError`].
pub fn snapshot(rules: &RuleSet, text: &str, url: Option<&str>) -> Result<Snapshot, DocumentError> {
    let (first_line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let noted = noted_address(text);
    if first_line.starts_with(FIXTURE) {
        return Ok(Snapshot {
            url: url.map(str::to_owned).or(noted).unwrap_or_default(),
            status: field(first_line, "status").and_then(|status| status.parse().ok()),
            html: rest.to_owned(),
            ..Snapshot::default()
        });
    }
    let mut html = document::parse(text, PARSE_BUDGET)?;
    let owner = || whose(&html, rules).map(|slug| format!("https://www.linkedin.com/in/{}/", slug.encoded()));
    let url = url.map(str::to_owned).or(noted).or_else(|| canonical(&html, rules)).or_else(owner);
    keep_visible(&mut html, rules);
    Ok(Snapshot {
        url: url.unwrap_or_default(),
        html: html.html(),
        ..Snapshot::default()
    })
}

/// `; key: value` of a fixture's first line.
fn field<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let line = line.trim_end().strip_suffix("-->")?;
    line.split(';')
        .find_map(|part| part.trim().strip_prefix(key)?.trim_start().strip_prefix(':'))
        .map(str::trim)
}

/// The address that browsers and page savers note in a comment at the top.
fn noted_address(text: &str) -> Option<String> {
    let head: String = text.chars().take(4000).collect();
    let line = head.lines().next().unwrap_or_default();
    if line.starts_with(FIXTURE) {
        return field(line, "url").map(str::to_owned);
    }
    let saved = head.split_once("saved from url=(").and_then(|(_, rest)| rest.split_once(')'));
    let single = head.split_once("Page saved with SingleFile").and_then(|(_, rest)| rest.split_once("url:"));
    let tail = saved.or(single).map(|(_, rest)| rest.trim_start())?;
    let end = tail.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(tail.len());
    let address = tail[..end].trim_end_matches("--").to_owned();
    address.starts_with("http").then_some(address)
}

fn canonical(html: &Html, rules: &RuleSet) -> Option<String> {
    let link = first(html, rules.reading(), "whose_link")?;
    let address = link.value().attr("href").or_else(|| link.value().attr("content"))?;
    address.starts_with("http").then(|| address.to_owned())
}

/// Whose page it is, by the card's own controls; two different answers are none.
fn whose(html: &Html, rules: &RuleSet) -> Option<Slug> {
    let links = hits(html, rules.reading(), "whose_own");
    let mut named: Vec<Slug> = links
        .iter()
        .filter_map(|link| link.value().attr("href"))
        .filter_map(|href| named_in_link(href).or_else(|| person_in_path(href)))
        .collect();
    named.dedup();
    match named.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// Leaves out what markup alone betrays as unseen.
fn keep_visible(html: &mut Html, rules: &RuleSet) {
    let menu_open = html
        .tree
        .nodes()
        .filter_map(ElementRef::wrap)
        .any(|element| element.value().attr("aria-expanded") == Some("true"));
    let mut unseen: Vec<NodeId> = html
        .tree
        .nodes()
        .filter_map(ElementRef::wrap)
        .filter(|element| is_unseen(element) || (!menu_open && is_popover(element)))
        .map(|element| element.id())
        .collect();
    unseen.extend(hidden_degree_twins(html, rules));
    for id in unseen {
        if let Some(mut node) = html.tree.get_mut(id) {
            node.detach();
        }
    }
    for node in html.tree.values_mut() {
        if let Node::Element(element) = node
            && element.name() == "template"
        {
            element.name = QualName::new(None, ns!(html), LocalName::from("shadow-root"));
        }
    }
}

fn is_unseen(element: &ElementRef) -> bool {
    let value = element.value();
    let open_root = |name| value.attr(name).is_some_and(|mode| mode == "open");
    match value.name() {
        "script" | "style" | "noscript" | "code" => return true,
        "template" => return !open_root("shadowrootmode") && !open_root("shadowroot"),
        "dialog" => return value.attr("open").is_none(),
        _ => {}
    }
    let style: String = value
        .attr("style")
        .unwrap_or_default()
        .to_ascii_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let hides = |rule: &str| style.split(';').any(|one| one == rule);
    let dropdown = value.classes().any(|class| class == "artdeco-dropdown__content");
    let dropdown_open = value.classes().any(|class| class == "artdeco-dropdown__content--is-open");
    value.attr("hidden").is_some()
        || hides("display:none")
        || hides("visibility:hidden")
        || hides("opacity:0")
        || (dropdown && !dropdown_open && value.attr("aria-hidden") != Some("false"))
}

fn is_popover(element: &ElementRef) -> bool {
    element.value().attr("popover").is_some()
}

/// Both degree lines are in the page. The unseen one stands in a wrapper with exactly one class,
/// the seen one in the row itself, which has several.
fn hidden_degree_twins(html: &Html, rules: &RuleSet) -> Vec<NodeId> {
    let Some(card) = first(html, rules.reading(), "card") else { return Vec::new() };
    let lines: Vec<ElementRef> = card
        .descendants()
        .filter(|node| {
            let text = node.value().as_text().map(|text| text.trim_start().to_owned());
            text.is_some_and(|text| is_degree_line(&text))
        })
        .filter_map(|node| ElementRef::wrap(node.parent()?))
        .collect();
    if lines.len() < 2 {
        return Vec::new();
    }
    lines
        .iter()
        .filter_map(|line| line.parent().and_then(ElementRef::wrap))
        .filter(|wrapper| wrapper.value().name() == "div" && wrapper.value().classes().count() == 1)
        .map(|wrapper| wrapper.id())
        .collect()
}

/// A separator dot, then a short line with a degree's digit in front.
fn is_degree_line(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('\u{b7}') else { return false };
    let line = normalise(rest);
    line.chars().count() <= 14 && line.starts_with(['1', '2', '3'])
}
