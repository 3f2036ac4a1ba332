//! An excerpt says what the whole page says: nothing that is left out of one tells anything.
//!
//! The copy itself is made in the browser; here its selectors are asked of each recorded page.

use std::collections::HashSet;

use linkwright::page::{Excerpt, Snapshot};
use scraper::{ElementRef, Html, Selector};

use crate::corpus::{Fixture, corpus, recognise, rules};
use crate::refuse;

/// Where the text of a part is told that is missing.
const MISSING: &str = "lw-left-out";

#[test]
fn an_excerpt_of_any_page_says_what_the_whole_page_says() {
    let cut = Cut::new(
        &rules()
            .excerpt()
            .expect("the built-in files name a card and what lies beside it"),
    );
    let mut shortened = 0;
    let mut faults = Vec::new();
    for page in corpus() {
        let Some(html) = cut.apply(&page.snapshot.html) else {
            continue;
        };
        shortened += 1;
        let seen = recognise(&Snapshot {
            html,
            excerpt: true,
            ..page.snapshot.clone()
        });
        if seen != page.seen {
            faults.push(format!(
                "{}: {} by {}, and not {}",
                page.name,
                seen.state,
                seen.rule,
                told(page)
            ));
        }
    }
    assert!(shortened > 300, "only {shortened} pages have anything to be left out");
    refuse(&faults);
}

fn told(page: &Fixture) -> String {
    format!("{} by {}", page.seen.state, page.seen.rule)
}

/// The selectors of an excerpt.
struct Cut {
    around: Selector,
    left_out: Selector,
}

impl Cut {
    fn new(excerpt: &Excerpt) -> Cut {
        let selector = |text: &str| Selector::parse(text).expect("it is a selector");
        Cut {
            around: selector(&excerpt.around),
            left_out: selector(&excerpt.left_out),
        }
    }

    /// The page with what is left out of it; nothing where that is nothing.
    fn apply(&self, html: &str) -> Option<String> {
        let page = Html::parse_document(html);
        let cards: Vec<ElementRef> = page.select(&self.around).collect();
        let around: HashSet<_> = cards
            .iter()
            .flat_map(|card| card.ancestors().map(|node| node.id()).chain([card.id()]))
            .collect();
        let in_a_card = |part: &ElementRef| {
            part.ancestors()
                .any(|node| cards.iter().any(|card| card.id() == node.id()))
        };
        let parts: Vec<_> = page
            .select(&self.left_out)
            .filter(|part| !cards.is_empty() && !around.contains(&part.id()) && !in_a_card(part))
            .collect();
        let mut short = page.clone();
        for part in &parts {
            empty(&mut short, part);
        }
        (!parts.is_empty()).then(|| short.html())
    }
}

/// Takes everything out of a part, and says how much text that was.
fn empty(page: &mut Html, part: &ElementRef) {
    let missing = part
        .text()
        .collect::<String>()
        .split_whitespace()
        .map(|word| word.len() + 1)
        .sum::<usize>();
    let inside: Vec<_> = part.children().map(|child| child.id()).collect();
    for id in inside {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
    if let Some(mut node) = page.tree.get_mut(part.id())
        && let scraper::Node::Element(element) = node.value()
    {
        let name = html5ever::QualName::new(None, html5ever::ns!(), MISSING.into());
        element.attrs.push((name, missing.to_string().into()));
        element.attrs.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    }
}
