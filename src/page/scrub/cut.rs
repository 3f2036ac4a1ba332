//! Less of a page: of many things of one kind a few are enough.
//!
//! What rules look at stays whole.

use std::collections::HashSet;
use std::time::Duration;

use ego_tree::NodeId;
use scraper::ElementRef;

use crate::page::annotate::hits;
use crate::page::document::{self, DocumentError};
use crate::page::rule_set::RuleSet;

const BUDGET: Duration = Duration::from_secs(20);
/// Parts of a page that stay however many there are.
const PARTS: [&str; 5] = ["meta", "section", "aside", "main", "header"];

/// Leaves `most` brothers of a kind where the page has more, and breaks it into lines.
///
/// # Errors
/// See [`DocumentError`].
pub fn cut_down(rules: &RuleSet, html: &str, most: usize) -> Result<String, DocumentError> {
    let mut page = document::parse(html, BUDGET)?;
    let whole: HashSet<NodeId> = hits(&page, rules.reading(), "whole")
        .iter()
        .map(|element| element.id())
        .collect();
    let mut holds_whole: HashSet<NodeId> = HashSet::new();
    for id in &whole {
        if let Some(node) = page.tree.get(*id) {
            holds_whole.extend(node.ancestors().map(|above| above.id()));
        }
    }
    let stays = |element: &ElementRef| {
        whole.contains(&element.id()) || element.ancestors().any(|above| whole.contains(&above.id()))
    };
    let mut filler = Vec::new();
    for parent in page
        .tree
        .nodes()
        .filter_map(ElementRef::wrap)
        .filter(|parent| !stays(parent))
    {
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for child in parent.children().filter_map(ElementRef::wrap) {
            let kind = child.value().name();
            let at = counted.iter().position(|(name, _)| *name == kind).unwrap_or_else(|| {
                counted.push((kind, 0));
                counted.len() - 1
            });
            counted[at].1 += 1;
            let is_kept = whole.contains(&child.id()) || holds_whole.contains(&child.id()) || PARTS.contains(&kind);
            if counted[at].1 > most && !is_kept {
                filler.push(child.id());
            }
        }
    }
    for id in filler {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
    // Broken into lines, so that a change can be read.
    Ok(page.html().replace("><", ">\n<"))
}
