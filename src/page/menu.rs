//! Tells which parts of an open menu nobody understands: "no Connect in here" needs all of them.
//!
//! What is understood is data. Knows no state.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::annotate::{Marks, hits, mark};
use super::finder::Finder;
use super::rule::Reading;

/// Marks elements in a menu that say something, or can be used, and belong to no item that is understood.
pub(super) fn unclear(html: Finder, reading: &Reading) -> Marks {
    let ids = |key: &str| -> HashSet<NodeId> { hits(html, reading, key).iter().map(|element| element.id()).collect() };
    let (items, understood) = (ids("menu_item"), ids("understood"));
    let is_unclear = |element: &ElementRef| match item_of(element, &items) {
        Some(item) => !understood.contains(&item),
        None => true,
    };
    let mut marks = Marks::new();
    html.within("menu")
        .filter(|element| speaks(element) || (items.contains(&element.id()) && is_mute(element)))
        .filter(is_unclear)
        .for_each(|element| mark(&mut marks, element.id(), "lw-unclear", "yes"));
    marks
}

/// The item that an element belongs to: the nearest one.
fn item_of(element: &ElementRef, items: &HashSet<NodeId>) -> Option<NodeId> {
    std::iter::once(**element)
        .chain(element.ancestors())
        .map(|node| node.id())
        .find(|id| items.contains(id))
}

/// Whether a text stands directly in it.
fn speaks(element: &ElementRef) -> bool {
    element
        .children()
        .any(|child| child.value().as_text().is_some_and(|text| !text.trim().is_empty()))
}

/// Nothing to read in it: an icon, or a label for the ear.
fn is_mute(element: &ElementRef) -> bool {
    element.text().all(|text| text.trim().is_empty())
}
