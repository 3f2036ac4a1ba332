//! A saved page as the nearest thing to a snapshot.
//!
//! Reads fixtures (the address stands in the first line) and raw "Save page as" files, where nobody
//! says any more what was visible: what markup alone betrays as unseen is left out.

use ego_tree::{NodeId, NodeRef};
use html5ever::{LocalName, QualName, ns};
use scraper::{ElementRef, Html, Node};

use super::annotate::{first, hits, root};
use super::degree;
use super::document::{self, DocumentError};
use super::link::named_in_link;
use super::rule_set::{RuleSet, person_in_path};
use super::snapshot::Snapshot;
use super::text::text_of;
use super::words::Dictionary;
use crate::person::Slug;

/// How a fixture's first line begins.
pub const FIXTURE: &str = "<!-- linkwright fixture";
/// How savers mark the template of an open shadow root: HTML's own word, an older one, and that of web archives.
const SHADOW_ROOTS: [&str; 3] = ["shadowrootmode", "shadowroot", "shadowmode"];

/// Makes a snapshot of a saved page.
///
/// Whose page it is says, in this order: `url`, the file's own note of its address, its canonical
/// link, the card's own controls. A fixture whose first line says `raw: yes` is read as a raw page.
///
/// # Errors
/// A page too large or too costly to read; see [`DocumentError`].
pub fn snapshot(rules: &RuleSet, text: &str, url: Option<&str>) -> Result<Snapshot, DocumentError> {
    let (first_line, rest) = text.split_once('\n').unwrap_or((text, ""));
    if !first_line.starts_with(FIXTURE) {
        return raw(rules, text, url);
    }
    let status = field(first_line, "status").and_then(|status| status.parse().ok());
    let url = url.or_else(|| field(first_line, "url"));
    if field(first_line, "raw") == Some("yes") {
        return Ok(Snapshot {
            status,
            ..raw(rules, rest, url)?
        });
    }
    Ok(Snapshot {
        url: url.map(str::to_owned).unwrap_or_default(),
        status,
        html: rest.to_owned(),
        ..Snapshot::default()
    })
}

fn raw(rules: &RuleSet, text: &str, url: Option<&str>) -> Result<Snapshot, DocumentError> {
    let mut html = document::parse(text, document::BUDGET)?;
    let owner = || whose(&html, rules).map(|slug| format!("https://www.linkedin.com/in/{}/", slug.encoded()));
    let url = url.map(str::to_owned).or_else(|| noted_address(text));
    let url = url.or_else(|| canonical(&html, rules)).or_else(owner);
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
    let saved = head
        .split_once("saved from url=(")
        .and_then(|(_, rest)| rest.split_once(')'));
    let single = head
        .split_once("Page saved with SingleFile")
        .and_then(|(_, rest)| rest.split_once("url:"));
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

/// Whose page it is, by the card's own controls, else by the key of a section; two answers are none.
fn whose(html: &Html, rules: &RuleSet) -> Option<Slug> {
    let links = hits(html, rules.reading(), "whose_own");
    let linked = links.iter().filter_map(|link| link.value().attr("href"));
    let linked = only_one(linked.filter_map(|href| named_in_link(href).or_else(|| person_in_path(href))));
    let keys = || {
        let sections = hits(html, rules.reading(), "whose_key");
        let keys: Vec<&str> = sections
            .iter()
            .flat_map(|section| section.value().attrs().map(|(_, value)| value))
            .collect();
        only_one(keys.into_iter().filter_map(slug_in_key))
    };
    match linked {
        Named::One(slug) => Some(slug),
        Named::Nobody => match keys() {
            Named::One(slug) => Some(slug),
            Named::Nobody | Named::Several => None,
        },
        Named::Several => None,
    }
}

enum Named {
    Nobody,
    One(Slug),
    Several,
}

fn only_one(mut slugs: impl Iterator<Item = Slug>) -> Named {
    let Some(first) = slugs.next() else {
        return Named::Nobody;
    };
    if slugs.all(|slug| slug == first) {
        Named::One(first)
    } else {
        Named::Several
    }
}

/// `com.linkedin.sdui.profile.card.refada-exampleActivity` → `ada-example`.
fn slug_in_key(key: &str) -> Option<Slug> {
    let (_, tail) = key.split_once(".card.ref")?;
    let slug = Slug::from_path_segment(tail.strip_suffix("Activity")?)?;
    (!slug.is_hashed()).then_some(slug)
}

/// Leaves out what markup alone betrays as unseen.
fn keep_visible(html: &mut Html, rules: &RuleSet) {
    let menu_open = first(&*html, rules.reading(), "open_menu").is_some();
    let is_fragment =
        first(&*html, rules.reading(), "card").is_none() && first(&*html, rules.reading(), "nav").is_none();
    let mut unseen: Vec<NodeId> = html
        .tree
        .nodes()
        .filter_map(ElementRef::wrap)
        .filter(|element| is_unseen(element) || (!menu_open && !is_fragment && is_popover(element)))
        .map(|element| element.id())
        .collect();
    // Frameworks part a text by comments: without them it is one text again.
    unseen.extend(
        html.tree
            .nodes()
            .filter(|node| node.value().is_comment())
            .map(|node| node.id()),
    );
    let shut = if is_fragment {
        Vec::new()
    } else {
        hits(&*html, rules.reading(), "unseen_in_whole_pages")
    };
    let hidden = hits(&*html, rules.reading(), "unseen").into_iter().chain(shut);
    unseen.extend(hidden.map(|element| element.id()));
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
        "template" => return !SHADOW_ROOTS.iter().any(|name| open_root(name)),
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
    let hides = |rule: &str| style.split(';').any(|one| one.trim_end_matches("!important") == rule);
    value.attr("hidden").is_some() || hides("display:none") || hides("visibility:hidden") || hides("opacity:0")
}

fn is_popover(element: &ElementRef) -> bool {
    element.value().attr("popover").is_some()
}

/// Both degree lines are in the page. The unseen one stands in a wrapper of its own, a `div` with
/// exactly one class; the seen one directly in the row. Where classes do not tell, depth does.
fn hidden_degree_twins(html: &Html, rules: &RuleSet) -> Vec<NodeId> {
    let Some(card) = first(html, rules.reading(), "card") else {
        return Vec::new();
    };
    let language = root(html).and_then(|root| root.attr("lang"));
    let words = rules.words.dictionary(language);
    let lines: Vec<ElementRef> = card.descendants().filter_map(|node| degree_line(node, words)).collect();
    let wrapped: Vec<NodeId> = lines
        .iter()
        .filter_map(|line| lone_wrapper(line))
        .map(|wrapper| wrapper.id())
        .collect();
    // One line alone may be the unseen one of a page that was saved half drawn.
    if lines.len() < 2 || (!wrapped.is_empty() && wrapped.len() < lines.len()) {
        return wrapped;
    }
    let depth = |line: &ElementRef| line.ancestors().count();
    let shallowest = lines.iter().map(depth).min().unwrap_or(0);
    let deeper: Vec<NodeId> = lines
        .iter()
        .filter(|line| depth(line) > shallowest)
        .map(|line| line.id())
        .collect();
    if lines.len() - deeper.len() == 1 {
        deeper
    } else {
        Vec::new()
    }
}

/// The element of a text that is a degree line: a separator dot, then a short line with a digit or a word for it.
fn degree_line<'a>(node: NodeRef<'a, Node>, words: Option<&Dictionary>) -> Option<ElementRef<'a>> {
    let text = node.value().as_text()?;
    let element = ElementRef::wrap(node.parent()?)?;
    let (line, text) = degree::dotted_line(element, text)?;
    degree::degree_of(&text, words).map(|_| line)
}

/// The `div` with exactly one class that holds nothing but this line.
fn lone_wrapper<'a>(line: &ElementRef<'a>) -> Option<ElementRef<'a>> {
    let text = text_of(line);
    line.ancestors()
        .filter_map(ElementRef::wrap)
        .take_while(|above| text_of(above) == text)
        .find(|above| above.value().name() == "div" && above.value().classes().count() == 1)
}
