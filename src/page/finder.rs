//! Finds a query's hits in a parsed page by asking only the elements that have its keys.
//!
//! Same hits, same order as asking everybody: the selector itself still decides.

use std::collections::HashMap;

use scraper::{ElementRef, Html};

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

impl<'a> Find<'a> for &Finder<'a> {
    fn find(self, query: &Query) -> Vec<ElementRef<'a>> {
        self.hits(query).collect()
    }
}

/// Elements of one page, in document order, by tag, by attribute and by region.
pub(crate) struct Finder<'a> {
    all: Vec<ElementRef<'a>>,
    tags: HashMap<&'a str, Vec<usize>>,
    attributes: HashMap<&'a str, Vec<usize>>,
    regions: HashMap<&'a str, Vec<std::ops::Range<usize>>>,
}

impl<'a> Finder<'a> {
    /// Reads a page once.
    pub(crate) fn new(html: &'a Html) -> Finder<'a> {
        let mut finder = Finder {
            all: Vec::new(),
            tags: HashMap::new(),
            attributes: HashMap::new(),
            regions: HashMap::new(),
        };
        let mut open: Vec<(ElementRef<'a>, usize)> = Vec::new();
        for edge in html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) => {
                    if let Some(element) = ElementRef::wrap(node) {
                        open.push((element, finder.all.len()));
                        finder.add(element);
                    }
                }
                ego_tree::iter::Edge::Close(node) => {
                    if ElementRef::wrap(node).is_some()
                        && let Some((element, start)) = open.pop()
                    {
                        finder.close(element, start);
                    }
                }
            }
        }
        finder
    }

    fn add(&mut self, element: ElementRef<'a>) {
        let at = self.all.len();
        self.all.push(element);
        self.tags.entry(element.value().name()).or_default().push(at);
        for (name, _) in element.value().attrs() {
            self.attributes.entry(name).or_default().push(at);
        }
    }

    fn close(&mut self, element: ElementRef<'a>, start: usize) {
        let regions = element.value().attr("lw-region").unwrap_or_default();
        for region in regions.split(' ').filter(|region| !region.is_empty()) {
            self.regions.entry(region).or_default().push(start..self.all.len());
        }
    }

    /// Every element, in document order.
    pub(crate) fn all(&self) -> &[ElementRef<'a>] {
        &self.all
    }

    /// Elements with this tag, in document order.
    pub(crate) fn tagged(&self, tag: &str) -> impl Iterator<Item = ElementRef<'a>> {
        let places = self.tags.get(tag).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|at| self.all[*at])
    }

    /// Elements in a region, its own root included, in document order, each once.
    pub(crate) fn within(&self, region: &str) -> impl Iterator<Item = ElementRef<'a>> {
        let mut ranges = self.regions.get(region).cloned().unwrap_or_default();
        ranges.sort_by_key(|range| range.start);
        let mut next = 0;
        ranges
            .into_iter()
            .flat_map(move |range| {
                let start = range.start.max(next);
                next = next.max(range.end);
                start..range.end
            })
            .map(|at| self.all[at])
    }

    /// The hits of a query, in document order.
    pub(crate) fn hits<'s>(&'s self, query: &'s Query) -> impl Iterator<Item = ElementRef<'a>> + 's {
        let possible = query.required.iter().all(|key| !self.places(key).is_empty());
        let places = query
            .own
            .iter()
            .map(|key| self.places(key))
            .min_by_key(|places| places.len());
        let inside = query
            .region
            .as_ref()
            .map(|region| self.regions.get(region.as_str()).map(Vec::as_slice).unwrap_or_default());
        let candidates: Box<dyn Iterator<Item = usize> + 's> = match (possible, places) {
            (false, _) => Box::new(std::iter::empty()),
            (true, Some(places)) => Box::new(places.iter().copied()),
            (true, None) => Box::new(0..self.all.len()),
        };
        candidates
            .filter(move |at| inside.is_none_or(|ranges| ranges.iter().any(|range| range.contains(at))))
            .map(|at| self.all[at])
            .filter(|element| query.matches(element))
    }

    /// The first hit of a query.
    pub(crate) fn first(&self, query: &Query) -> Option<ElementRef<'a>> {
        self.hits(query).next()
    }

    fn places(&self, key: &Key) -> &[usize] {
        let places = match key {
            Key::Tag(tag) => self.tags.get(tag.as_str()),
            Key::Attribute(name) => self.attributes.get(name.as_str()),
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
        let finder = Finder::new(&html);
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
