//! What a page has for those who write rules: what matches, what nearly does, which controls are there.
//!
//! For people who mend a look. Computed only when asked for; recognition knows nothing of it.

use super::document::DocumentError;
use super::finder::Finder;
use super::near_miss::{NearMiss, Search};
use super::query::{Place, Query};
use super::rule::Rule;
use super::rule_set::{RuleSet, only_control};
use super::snapshot::Snapshot;
use super::state::{Element, Layer, PageState};

/// The regions that a page may have besides those that are nobody's.
const REGIONS: [&str; 4] = ["card", "dialog", "menu", "toast"];

/// What a page has for those who write rules.
#[derive(Debug, Default)]
pub struct Inspection {
    /// Every rule that matches, lower layers included, in file order.
    pub matching: Vec<RuleMatch>,
    /// The rules that almost match, the nearest first.
    pub near_misses: Vec<NearMiss>,
    /// Whether all rules were tried; a huge page is not waited for.
    pub is_complete: bool,
    /// The controls whose selectors hit anything.
    pub controls: Vec<FoundControl>,
    /// The regions that were found.
    pub regions: Vec<&'static str>,
}

/// A rule that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleMatch {
    /// What it is called.
    pub rule: String,
    /// The state it tells.
    pub state: PageState,
    /// The layer it answers in.
    pub layer: Layer,
    /// Where it stands.
    pub place: Place,
}

impl RuleMatch {
    pub(super) fn of(rule: &Rule) -> RuleMatch {
        RuleMatch {
            rule: rule.name.clone(),
            state: rule.state,
            layer: rule.layer,
            place: rule.place.clone(),
        }
    }
}

/// A control whose selector hit something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundControl {
    /// What it is for.
    pub element: Element,
    /// The selector that hit.
    pub selector: String,
    /// Where that stands.
    pub place: Place,
    /// How many elements it hit.
    pub hits: usize,
    /// Whether they are one control; different ones are none.
    pub is_usable: bool,
}

impl RuleSet {
    /// Says what nearly held on a page, which rules match, and which controls are there.
    ///
    /// # Errors
    /// As [`RuleSet::recognise`].
    pub fn inspect(&self, snapshot: &Snapshot) -> Result<Inspection, DocumentError> {
        let page = self.open(snapshot)?;
        let finder = page.finder();
        let (near_misses, is_complete) = Search::of(finder).near_misses(&self.rules);
        let is_there = |region: &&str| finder.within(region).next().is_some();
        Ok(Inspection {
            matching: self.matches(finder).into_iter().map(RuleMatch::of).collect(),
            near_misses,
            is_complete,
            controls: self.found_controls(finder),
            regions: REGIONS.into_iter().filter(is_there).collect(),
        })
    }

    fn found_controls(&self, finder: Finder) -> Vec<FoundControl> {
        let found = |(element, selectors): (&Element, &Vec<Query>)| {
            let hits = |query: &Query| finder.hits(query).collect::<Vec<_>>();
            let mut all = selectors.iter().map(|query| (query, hits(query)));
            let (query, hits) = all.find(|(_, hits)| !hits.is_empty())?;
            Some(FoundControl {
                element: *element,
                selector: query.text.clone(),
                place: query.place.clone(),
                hits: hits.len(),
                is_usable: only_control(&hits).is_some(),
            })
        };
        self.elements.iter().filter_map(found).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::saved;

    const TOP: &str = "<!-- linkwright fixture; url: https://www.linkedin.com/in/ada-example/; status: 200 -->\n<html lang=en><body><main><section componentkey=com.linkedin.sdui.profile.card.refExampleTopcard><h2>Ada Example</h2>";

    #[test]
    fn different_controls_under_one_selector_are_told_and_not_used() {
        let link = |slug: &str| format!("<a href='/preload/custom-invite/?vanityName={slug}'>Connect</a>");
        let button =
            |id: &str| format!("<button name={id} aria-expanded=false><svg id=overflow-web-ios-small></svg></button>");
        let rules = RuleSet::built_in().unwrap();
        let page = format!("{TOP}{}{}{}", link("ada-example"), button("a"), button("b"));
        let seen = rules.inspect(&saved::snapshot(&rules, &page, None).unwrap()).unwrap();
        let found = |element| seen.controls.iter().find(|found| found.element == element).unwrap();
        assert!(found(Element::Connect).is_usable && found(Element::Connect).hits == 1);
        assert!(!found(Element::More).is_usable && found(Element::More).hits == 2);
        assert_eq!(seen.regions, ["card"]);
    }
}
