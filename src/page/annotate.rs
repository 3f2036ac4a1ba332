//! Marks a parsed page so that rules can be plain CSS: `lw-*` attributes say what CSS cannot.
//!
//! `lw-region` where something lies, `lw-owner` whom a link names, `lw-word` what a whole label
//! means, `lw-named` the same for labels that hold the person's name, `lw-names` whom a label names,
//! `lw-degree` the degree line, `lw-count` a number in brackets, `lw-unclear` what nobody understands in a menu; on the root `lw-path`, `lw-status`, `lw-words`, `lw-nav`,
//! `lw-person` and `lw-main`. Marks that a page brings itself are removed first.

use std::collections::{BTreeMap, BTreeSet};

use ego_tree::{NodeId, NodeRef};
use html5ever::{LocalName, QualName, ns};
use scraper::{ElementRef, Html, Node};

use super::degree;
use super::finder::{Find, Finder, Index, attribute};
use super::label::{normalise, without_name};
use super::link::named_in_link;
use super::menu;
use super::name::forms;
use super::rule::Reading;
use super::sent_list::{Said, in_brackets};
use super::text::{labels, text_length, text_of};
use super::words::{Dictionary, Words};
use crate::person::Slug;

/// The word whose label names whose invitation a dialog withdraws.
const WITHDRAW: &str = "withdraw_now";
/// Characters in the main part below which nothing is there yet, and from which it is a whole page.
const BARE_MAIN: usize = 40;
const FULL_MAIN: usize = 600;

/// Where the page stands, told by the browser or by the saved file.
pub(crate) struct Address<'a> {
    pub(crate) path: &'a str,
    pub(crate) status: Option<u16>,
    pub(crate) owner: Option<&'a Slug>,
}

/// What annotating learnt on the way.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) name: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) has_words: bool,
    pub(crate) notes_left: Option<u64>,
}

pub(super) type Marks = BTreeMap<NodeId, BTreeMap<&'static str, BTreeSet<String>>>;

/// How much of a page's labels is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What states and controls are told by.
    Controls,
    /// Numbers in the sections below the card as well: there can be thousands of labels.
    Information,
}

/// Annotates `html` in place, and says where things are in it.
pub(crate) fn annotate(
    html: &mut Html,
    address: &Address,
    extent: Extent,
    reading: &Reading,
    words: &Words,
) -> (Index, Notes) {
    remove_foreign_marks(html);
    let mut index = Index::new(html);
    let mut notes = Notes {
        language: root(html).and_then(|root| root.attr("lang").map(str::to_owned)),
        ..Notes::default()
    };
    let regions = mark_regions(Finder::new(html, &index), reading);
    apply(html, regions);
    index.read_marks(html);
    let finder = Finder::new(html, &index);
    notes.name = name(finder, reading);
    let dictionary = words.dictionary(notes.language.as_deref());
    // "LinkedIn Member" stands in place of a name and is none.
    let is_nobody = |name: &String| dictionary.is_some_and(|words| words.stands_for_nobody(name));
    let own = notes.name.as_ref().filter(|name| !is_nobody(name));
    let marker = Marker {
        finder,
        reading,
        address,
        extent,
        dictionary,
        names: own.map(|name| forms(name)).unwrap_or_default(),
    };
    let mut marks = Marks::new();
    notes.has_words = marker.dictionary.is_some();
    marker.mark_root(&mut marks);
    marker.mark_owners(&mut marks);
    notes.notes_left = marker.mark_words(&mut marks);
    marker.mark_error_words(&mut marks);
    for (id, degree) in degree::lines(finder, reading, marker.dictionary) {
        mark(&mut marks, id, "lw-degree", degree);
    }
    let has_menu = finder.within("menu").next().is_some();
    apply(html, marks);
    index.read_marks(html);
    // Behind the other marks, because they say what is understood.
    if has_menu {
        let unclear = menu::unclear(Finder::new(html, &index), reading);
        apply(html, unclear);
        index.read_marks(html);
    }
    let counts = counts(Finder::new(html, &index), reading);
    if !counts.is_empty() {
        apply(html, counts);
        index.read_marks(html);
    }
    (index, notes)
}

pub(super) fn root(html: &Html) -> Option<ElementRef<'_>> {
    html.tree.root().children().find_map(ElementRef::wrap)
}

fn remove_foreign_marks(html: &mut Html) {
    for node in html.tree.values_mut() {
        if let Node::Element(element) = node {
            element.attrs.retain(|(name, _)| {
                !name.local.starts_with("lw-") || matches!(&*name.local, "lw-handle" | "lw-filled" | "lw-left-out")
            });
        }
    }
}

/// Every hit of every selector under `key`, in document order of each selector.
pub(crate) fn hits<'a>(page: impl Find<'a>, reading: &Reading, key: &str) -> Vec<ElementRef<'a>> {
    let queries = reading.get(key).map(Vec::as_slice).unwrap_or_default();
    queries.iter().flat_map(|query| page.find(query)).collect()
}

/// First hit of the first selector under `key` that has one.
pub(crate) fn first<'a>(page: impl Find<'a>, reading: &Reading, key: &str) -> Option<ElementRef<'a>> {
    let queries = reading.get(key).map(Vec::as_slice).unwrap_or_default();
    queries.iter().find_map(|query| page.find(query).into_iter().next())
}

fn mark_regions(html: Finder, reading: &Reading) -> Marks {
    let mut marks = Marks::new();
    let card = first(html, reading, "card").map(|card| card.id());
    if let Some(card) = card {
        mark(&mut marks, card, "lw-region", "card");
    }
    let outside_card = |element: &ElementRef| !element.ancestors().any(|node| Some(node.id()) == card);
    let elsewhere: Vec<NodeId> = hits(html, reading, "elsewhere")
        .iter()
        .filter(|element| outside_card(element))
        .map(|element| element.id())
        .collect();
    for id in &elsewhere {
        mark(&mut marks, *id, "lw-region", "elsewhere");
    }
    for region in ["dialog", "menu", "toast"] {
        for element in hits(html, reading, region) {
            let lies_elsewhere = std::iter::once(element.id())
                .chain(element.ancestors().map(|node| node.id()))
                .any(|id| elsewhere.contains(&id));
            if !lies_elsewhere {
                mark(&mut marks, element.id(), "lw-region", region);
            }
        }
    }
    marks
}

fn name(html: Finder, reading: &Reading) -> Option<String> {
    let heading = first(html, reading, "name").map(|element| text_of(&element));
    heading.filter(|name| !name.is_empty()).or_else(|| {
        let title = normalise(&text_of(&html.tagged("title").next()?));
        let title = title.strip_suffix(" | LinkedIn")?;
        let unread = title.strip_prefix('(').and_then(|rest| rest.split_once(") "));
        let name = match unread {
            Some((count, name)) if count.chars().all(|c| c.is_ascii_digit() || c == '+') => name,
            _ => title,
        };
        (!name.is_empty()).then(|| name.to_owned())
    })
}

pub(super) fn mark(marks: &mut Marks, id: NodeId, attribute: &'static str, value: &str) {
    marks
        .entry(id)
        .or_default()
        .entry(attribute)
        .or_default()
        .insert(value.to_owned());
}

fn apply(html: &mut Html, marks: Marks) {
    for (id, attributes) in marks {
        let Some(mut node) = html.tree.get_mut(id) else {
            continue;
        };
        let Node::Element(element) = node.value() else { continue };
        for (attribute, values) in attributes {
            let value: Vec<String> = values.into_iter().collect();
            let name = QualName::new(None, ns!(), LocalName::from(attribute));
            element.attrs.push((name, value.join(" ").into()));
        }
        // `Element::attr` searches a sorted list.
        element.attrs.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    }
}

struct Marker<'a> {
    finder: Finder<'a>,
    reading: &'a Reading,
    address: &'a Address<'a>,
    extent: Extent,
    dictionary: Option<&'a Dictionary>,
    names: Vec<String>,
}

impl Marker<'_> {
    fn mark_root(&self, marks: &mut Marks) {
        let Some(root) = self.finder.root() else { return };
        let id = root.id();
        mark(marks, id, "lw-path", self.address.path);
        if let Some(status) = self.address.status {
            mark(marks, id, "lw-status", &status.to_string());
        }
        if self.dictionary.is_some() {
            mark(marks, id, "lw-words", "yes");
        }
        if first(self.finder, self.reading, "nav").is_some() {
            mark(marks, id, "lw-nav", "yes");
        }
        mark(marks, id, "lw-main", self.fullness());
        if self.address.owner.is_some() {
            mark(marks, id, "lw-person", "yes");
        }
    }

    /// Links say whom they name; slugs are compared decoded and whole.
    fn mark_owners(&self, marks: &mut Marks) {
        let Some(owner) = self.address.owner else { return };
        for element in self.finder.tagged("a") {
            let Some(named) = attribute(&element, "href").and_then(named_in_link) else {
                continue;
            };
            let is_theirs = &named == owner && !in_region(&element, "elsewhere");
            let whose = if is_theirs { "this" } else { "other" };
            mark(marks, element.id(), "lw-owner", whose);
        }
    }

    /// Elements whose labels are read. With a card on the page these are its regions and headings:
    /// whatever stands in posts and rails says nothing about the person.
    fn labelled(&self) -> Vec<ElementRef<'_>> {
        if first(self.finder, self.reading, "card").is_none() {
            return self.finder.all().collect();
        }
        let regions = ["card", "dialog", "menu", "toast"]
            .into_iter()
            .flat_map(|region| self.finder.within(region));
        let headings = ["h1", "h2", "h3", "title"]
            .into_iter()
            .flat_map(|tag| self.finder.tagged(tag));
        let mut labelled: Vec<_> = regions.chain(headings).collect();
        if self.extent == Extent::Information {
            labelled.extend(hits(self.finder, self.reading, "followers"));
        }
        let mut known = BTreeSet::new();
        labelled.retain(|element| known.insert(element.id()));
        labelled
    }

    /// How much there is to read in the main part: `bare`, `some` or `full`.
    fn fullness(&self) -> &'static str {
        let characters = hits(self.finder, self.reading, "main")
            .iter()
            .map(|main| text_length(main, FULL_MAIN))
            .max();
        match characters.unwrap_or(0) {
            0..BARE_MAIN => "bare",
            BARE_MAIN..FULL_MAIN => "some",
            _ => "full",
        }
    }

    /// Returns the number of notes that are left, where a label says it.
    fn mark_words(&self, marks: &mut Marks) -> Option<u64> {
        let mut left = None;
        let is_fragment = self.is_fragment();
        for element in self.labelled() {
            let elsewhere = in_region(&element, "elsewhere");
            let mut labels = labels(&element);
            if in_region(&element, "card") && has_label(&element) {
                // Below a label of the site's own the text may be anybody's: a company can be called `Edit intro`.
                labels.truncate(1);
            }
            for label in labels {
                let is_theirs = self.names.iter().any(|name| without_name(&label, name).is_some());
                if is_theirs && !elsewhere {
                    mark(marks, element.id(), "lw-names", "this");
                }
                let Some(dictionary) = self.dictionary else { continue };
                let meaning = dictionary.meaning(&label, &self.names_for(&element));
                // What became of somebody else's invitation says nothing about this one.
                if in_region(&element, "toast")
                    && meaning.is_about_another(self.names.first().map(String::as_str), &label)
                {
                    continue;
                }
                for key in &meaning.keys {
                    mark(marks, element.id(), "lw-word", key);
                    if key == "notes_left" && in_region(&element, "dialog") {
                        left = meaning.number.or(left);
                    }
                }
                for key in meaning.named.iter().filter(|_| !elsewhere) {
                    mark(marks, element.id(), "lw-named", key);
                }
                let is_others = !is_theirs && meaning.somebody.iter().any(|key| key == WITHDRAW);
                if is_others && in_region(&element, "dialog") {
                    mark(marks, element.id(), "lw-names", "other");
                }
                if is_fragment {
                    for key in &meaning.somebody {
                        mark(marks, element.id(), "lw-names", "somebody");
                        mark(marks, element.id(), "lw-word", key);
                    }
                }
            }
        }
        left
    }

    /// A piece of a page: nobody's name, no navigation. Only there is a label for *somebody* believed.
    fn is_fragment(&self) -> bool {
        self.names.is_empty() && first(self.finder, self.reading, "nav").is_none()
    }

    /// Toasts call people by their first name; controls never do.
    fn names_for(&self, element: &ElementRef) -> Vec<String> {
        // A button that opens something is named for what it opens: somebody may be called `More`.
        if attribute(element, "aria-expanded").is_some() {
            return Vec::new();
        }
        let mut names = self.names.clone();
        if in_region(element, "toast") {
            let first = self.names.first().and_then(|name| name.split(' ').next());
            names.extend(first.map(str::to_owned));
        }
        names
    }

    /// Every page carries the error page's words in its own language; a heading that says them is one.
    fn mark_error_words(&self, marks: &mut Marks) {
        if first(self.finder, self.reading, "card").is_some() {
            return;
        }
        let Some(meta) = first(self.finder, self.reading, "error_words") else {
            return;
        };
        let content = attribute(&meta, "content").unwrap_or_default();
        let Ok(serde_json::Value::Object(words)) = serde_json::from_str(content) else {
            return;
        };
        let words: Vec<String> = words
            .values()
            .filter_map(|value| value.as_str().map(normalise))
            .collect();
        for element in self.finder.all() {
            if labels(&element).iter().any(|label| words.contains(label)) {
                mark(marks, element.id(), "lw-word", "error");
            }
        }
    }
}

fn has_label(element: &ElementRef) -> bool {
    attribute(element, "aria-label").is_some_and(|label| !label.trim().is_empty())
}

/// How many invitations wait, by the list's own word.
fn counts(page: Finder, reading: &Reading) -> Marks {
    let mut marks = Marks::new();
    for element in hits(page, reading, "sent_count") {
        if let Some(Said::Count(count)) = in_brackets(&text_of(&element)) {
            mark(&mut marks, element.id(), "lw-count", &count.to_string());
        }
    }
    marks
}

/// Whether the element lies in a region.
pub(crate) fn in_region(element: &ElementRef, region: &str) -> bool {
    let marked = |node: NodeRef<Node>| {
        ElementRef::wrap(node)
            .and_then(|element| attribute(&element, "lw-region"))
            .is_some_and(|regions| regions.split(' ').any(|one| one == region))
    };
    marked(**element) || element.ancestors().any(marked)
}
