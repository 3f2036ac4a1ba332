//! Finds a query's hits in a parsed page by asking only the elements that have its keys.
//!
//! Same hits, same order as asking everybody: the selector itself still decides.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Instant;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use html5ever::LocalName;
use scraper::{ElementRef, Html, Node};

use super::query::{Key, Query};

/// A page that queries can be asked of.
pub(crate) trait Find<'a>: Copy {
    /// The hits of a query, in document order.
    fn find(self, query: &Query) -> Vec<ElementRef<'a>>;
}

impl<'a> Find<'a> for &'a Html {
    fn find(self, query: &Query) -> Vec<ElementRef<'a>> {
        self.select(query).collect()
    }
}

impl<'a> Find<'a> for Finder<'a> {
    fn find(self, query: &Query) -> Vec<ElementRef<'a>> {
        self.hits(query).collect()
    }
}

/// The value of an attribute. [`scraper::node::Element::attr`] interns the name at every call.
pub(crate) fn attribute<'a>(element: &ElementRef<'a>, name: &str) -> Option<&'a str> {
    let mut attributes = element.value().attrs.iter();
    attributes
        .find(|(known, _)| &*known.local == name && known.ns.is_empty())
        .map(|(_, value)| &**value)
}

/// Where the elements of one page are, by tag, by attribute and by region.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Elements in document order.
    all: Vec<NodeId>,
    /// The place behind each element's last descendant.
    ends: Vec<usize>,
    tags: HashMap<LocalName, Vec<usize>>,
    attributes: HashMap<LocalName, Vec<usize>>,
    regions: HashMap<String, Vec<Range<usize>>>,
}

impl Index {
    /// Reads a page once.
    pub(crate) fn new(html: &Html) -> Index {
        let mut index = Index::default();
        let mut open = Vec::new();
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => {
                    if let Node::Element(element) = node.value() {
                        open.push(index.all.len());
                        index.add(node.id(), element);
                    }
                }
                Edge::Close(node) => {
                    if node.value().is_element()
                        && let Some(at) = open.pop()
                    {
                        index.ends[at] = index.all.len();
                    }
                }
            }
        }
        index
    }

    fn add(&mut self, id: NodeId, element: &scraper::node::Element) {
        let at = self.all.len();
        self.all.push(id);
        self.ends.push(at + 1);
        push(&mut self.tags, &element.name.local, at);
        for (name, _) in &element.attrs {
            push(&mut self.attributes, &name.local, at);
        }
    }

    /// Reads the marks anew, after some were put on the page.
    pub(crate) fn read_marks(&mut self, html: &Html) {
        self.attributes.retain(|name, _| !name.starts_with("lw-"));
        self.regions.clear();
        for at in 0..self.all.len() {
            let Some(Node::Element(element)) = html.tree.get(self.all[at]).map(|node| node.value()) else {
                continue;
            };
            for (name, value) in element.attrs.iter().filter(|(name, _)| name.local.starts_with("lw-")) {
                push(&mut self.attributes, &name.local, at);
                if &*name.local == "lw-region" {
                    for region in value.split(' ').filter(|region| !region.is_empty()) {
                        let ranges = self.regions.entry(region.to_owned()).or_default();
                        ranges.push(at..self.ends[at]);
                    }
                }
            }
        }
    }
}

fn push(places: &mut HashMap<LocalName, Vec<usize>>, name: &LocalName, at: usize) {
    match places.get_mut(name) {
        Some(places) => places.push(at),
        None => {
            places.insert(name.clone(), vec![at]);
        }
    }
}

/// A page and its index.
#[derive(Clone, Copy)]
pub(crate) struct Finder<'a> {
    html: &'a Html,
    index: &'a Index,
}

impl<'a> Finder<'a> {
    /// The index must have been read from this page.
    pub(crate) fn new(html: &'a Html, index: &'a Index) -> Finder<'a> {
        Finder { html, index }
    }

    fn at(self, place: usize) -> Option<ElementRef<'a>> {
        self.html.tree.get(self.index.all[place]).and_then(ElementRef::wrap)
    }

    /// The document's element.
    pub(crate) fn root(self) -> Option<ElementRef<'a>> {
        self.index.all.first().and_then(|_| self.at(0))
    }

    /// Every element, in document order.
    pub(crate) fn all(self) -> impl Iterator<Item = ElementRef<'a>> {
        (0..self.index.all.len()).filter_map(move |place| self.at(place))
    }

    /// Elements with this tag, in document order.
    pub(crate) fn tagged(self, tag: &str) -> impl Iterator<Item = ElementRef<'a>> {
        let places = self.index.tags.get(&LocalName::from(tag));
        let places = places.map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(move |place| self.at(*place))
    }

    fn ranges(self, region: &str) -> &'a [Range<usize>] {
        self.index.regions.get(region).map(Vec::as_slice).unwrap_or_default()
    }

    /// Elements in a region, its own root included, in document order, each once.
    pub(crate) fn within(self, region: &str) -> impl Iterator<Item = ElementRef<'a>> {
        let mut next = 0;
        self.ranges(region)
            .iter()
            .flat_map(move |range| {
                let start = range.start.max(next);
                next = next.max(range.end);
                start..range.end
            })
            .filter_map(move |place| self.at(place))
    }

    /// The hits of a query, in document order.
    pub(crate) fn hits<'s>(self, query: &'s Query) -> impl Iterator<Item = ElementRef<'a>> + use<'a, 's> {
        self.candidates(query).filter(|element| query.matches(element))
    }

    /// How many hits a query has that are wanted; no answer when the time is up before all were asked.
    pub(crate) fn count_until(
        self,
        query: &Query,
        wanted: impl Fn(&ElementRef) -> bool,
        end: Instant,
    ) -> Option<usize> {
        let mut hits = 0;
        for (index, element) in self.candidates(query).enumerate() {
            if index % 64 == 0 && Instant::now() > end {
                return None;
            }
            hits += usize::from(query.matches(&element) && wanted(&element));
        }
        Some(hits)
    }

    /// The elements that may be hits.
    fn candidates<'s>(self, query: &'s Query) -> impl Iterator<Item = ElementRef<'a>> + use<'a, 's> {
        let possible = query.required.iter().all(|key| !self.places(key).is_empty());
        let places = query
            .own
            .iter()
            .map(|key| self.places(key))
            .min_by_key(|places| places.len());
        let inside = query.region.as_ref().map(|region| self.ranges(region));
        let possible = possible && inside.is_none_or(|ranges| !ranges.is_empty()) && self.is_of(query);
        let candidates: Box<dyn Iterator<Item = usize> + 'a> = match (possible, places) {
            (false, _) => Box::new(std::iter::empty()),
            (true, Some(places)) => Box::new(places.iter().copied()),
            (true, None) => Box::new(0..self.index.all.len()),
        };
        candidates
            .filter(move |place| inside.is_none_or(|ranges| ranges.iter().any(|range| range.contains(place))))
            .filter_map(move |place| self.at(place))
    }

    /// Whether the page as a whole is one that the query may have hits on.
    fn is_of(self, query: &Query) -> bool {
        let Some(page) = &query.page else { return true };
        self.root().is_some_and(|root| page.matches(&root))
    }

    /// The first hit of a query.
    pub(crate) fn first(self, query: &Query) -> Option<ElementRef<'a>> {
        self.hits(query).next()
    }

    fn places(self, key: &Key) -> &'a [usize] {
        let places = match key {
            Key::Tag(tag) => self.index.tags.get(tag),
            Key::Attribute(name) => self.index.attributes.get(name),
        };
        places.map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Selector;

    #[test]
    fn finds_what_asking_everybody_finds_in_the_same_order() {
        let html = Html::parse_document(
            "<main><div lw-region='card dialog'><a href=x class='b c' id=i>1</a><p><a lw-region='menu' href=y><b></b></a></p></div><a href=z></a></main><p></p>",
        );
        let mut index = Index::new(&html);
        index.read_marks(&html);
        let finder = Finder::new(&html, &index);
        for text in [
            "a",
            "*",
            "main a[href]",
            "[lw-region~='card'] a",
            "[lw-region~='card']",
            "[lw-region~='menu'] b",
            "a, p",
            ":is(a, p)",
            ".b#i",
            "main > a",
            "p + a",
            "[lw-region~='toast'] a",
            "div:has(b) a",
            "html:has(p) a",
            "html:not(:has(p)) a",
            "html > body a",
            "a:not([lw-region~='menu'])",
        ] {
            let query = Query::new(text, Selector::parse(text).unwrap());
            let found: Vec<_> = finder.hits(&query).map(|element| element.id()).collect();
            let everybody: Vec<_> = html.select(&query).map(|element| element.id()).collect();
            assert_eq!(found.len(), everybody.len(), "{text}");
            assert!(everybody.iter().all(|id| found.contains(id)), "{text}");
        }
    }
}
