//! Tells which parts of an open menu, and which controls beside the button that opens it, nobody understands:
//! "no Connect in here" needs all of them.
//!
//! What is understood is data. Knows no state.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::annotate::{Marks, hits, mark};
use super::finder::Finder;
use super::rule::Reading;

/// So far above More its row is looked for.
const ROW: usize = 3;

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
    for control in beside_more(html, reading) {
        mark(&mut marks, control.id(), "lw-unclear", "yes");
    }
    marks
}

/// The controls in the row of More that are not understood, by themselves or by what they hold.
fn beside_more<'a>(html: Finder<'a>, reading: &Reading) -> Vec<ElementRef<'a>> {
    let understood = hits(html, reading, "row_understood");
    let is_understood = |control: &ElementRef| understood.iter().any(|known| is_within(known, control));
    let controls: Vec<ElementRef> = hits(html, reading, "row_item")
        .into_iter()
        .filter(|control| !is_understood(control))
        .collect();
    let rows: Vec<NodeId> = hits(html, reading, "row_more")
        .iter()
        .filter_map(|more| row_of(more, &hits(html, reading, "row_item")))
        .collect();
    let is_in_a_row = |control: &ElementRef| control.ancestors().any(|node| rows.contains(&node.id()));
    controls.into_iter().filter(is_in_a_row).collect()
}

/// The nearest element above More that holds another control; further up it is no row any more.
fn row_of(more: &ElementRef, controls: &[ElementRef]) -> Option<NodeId> {
    let others = |row: NodeId| {
        let is_other =
            |control: &&ElementRef| control.id() != more.id() && control.ancestors().any(|node| node.id() == row);
        controls.iter().any(|control| is_other(&control))
    };
    more.ancestors()
        .take(ROW)
        .map(|node| node.id())
        .find(|row| others(*row))
}

fn is_within(element: &ElementRef, outer: &ElementRef) -> bool {
    element.id() == outer.id() || element.ancestors().any(|node| node.id() == outer.id())
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
