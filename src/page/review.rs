//! A pack of selector files held against pages: what each page is read as, and whether that is right.
//!
//! For `selectors check` and its like. The claim of a page is its file's name.

use super::document::DocumentError;
use super::inspection::RuleMatch;
use super::recognition::Recognition;
use super::rule::Rule;
use super::rule_set::RuleSet;
use super::snapshot::Snapshot;
use super::state::{Element, Layer, PageState};
use crate::suggestion::closest;

/// What a page is read as.
#[derive(Debug)]
pub struct Review {
    /// The answer of a look.
    pub seen: Recognition,
    /// Every rule that matches, lower layers included, in file order.
    pub matching: Vec<RuleMatch>,
    /// The rules of one layer that name different states where that layer answers.
    pub overlaps: Vec<Overlap>,
}

/// Rules of one layer that match one page and do not agree: which layer comes first does not help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The layer.
    pub layer: Layer,
    /// The rules, with their states.
    pub rules: Vec<RuleMatch>,
}

impl Review {
    /// Reads a page once.
    ///
    /// # Errors
    /// As [`RuleSet::recognise`].
    pub fn of(rules: &RuleSet, snapshot: &Snapshot) -> Result<Review, DocumentError> {
        let page = rules.open(snapshot)?;
        let matches = rules.matches(page.finder());
        // What lies under a dialog or a toast is asked for by itself, and must be clear by itself.
        let mut overlaps: Vec<Overlap> = overlap(&matches, Layer::ALL).into_iter().collect();
        let below = overlap(&matches, &[Layer::Page, Layer::Rest]);
        overlaps.extend(below.filter(|below| !overlaps.contains(below)));
        let matching = matches.iter().map(|rule| RuleMatch::of(rule)).collect();
        Ok(Review {
            seen: rules.conclude(page, &matches),
            matching,
            overlaps,
        })
    }

    /// The controls that the state offers and nothing finds.
    pub fn missing(&self) -> Vec<Element> {
        let is_missing = |element: &Element| !self.seen.controls.contains_key(element);
        self.seen.state.offers().iter().copied().filter(is_missing).collect()
    }

    /// Whether the page is read as it claims: its state, and the controls of a whole page.
    pub fn bears_out(&self, claim: &Claim) -> bool {
        self.seen.state == claim.state && (claim.is_fragment || self.missing().is_empty())
    }
}

/// The first layer in which anything matches, if its rules do not agree.
fn overlap(matches: &[&Rule], layers: &[Layer]) -> Option<Overlap> {
    let of = |layer: Layer| matches.iter().filter(move |rule| rule.layer == layer);
    let layer = layers.iter().copied().find(|layer| of(*layer).next().is_some())?;
    let first = of(layer).next()?;
    let disagree = of(layer).any(|rule| rule.state != first.state);
    disagree.then(|| Overlap {
        layer,
        rules: of(layer).map(|rule| RuleMatch::of(rule)).collect(),
    })
}

/// What a page's file name says it is: `STATE--VARIANT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The state that must be seen.
    pub state: PageState,
    /// A piece of a page: not every control need be on it.
    pub is_fragment: bool,
}

impl Claim {
    /// The state that a file's name nearly claims, where it claims none.
    pub fn nearly(stem: &str) -> Option<PageState> {
        let (written, _) = stem.split_once("--")?;
        let names: Vec<&str> = PageState::ALL.iter().map(|state| state.name()).collect();
        match PageState::from_name(written) {
            Some(_) => None,
            None => closest(written, &names).and_then(PageState::from_name),
        }
    }

    /// The claim of a file's name without its ending, if it makes one.
    pub fn of(stem: &str) -> Option<Claim> {
        let (state, variant) = stem.split_once("--")?;
        Some(Claim {
            state: PageState::from_name(state)?,
            is_fragment: variant.contains("fragment"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::saved;

    const CARD: &str = "<!-- linkwright fixture; url: https://www.linkedin.com/in/ada-example/; status: 200 -->\n<html lang=en><body><main><section componentkey=com.linkedin.sdui.profile.card.refExampleTopcard><h2>Ada Example</h2>";

    fn review(rest: &str) -> Review {
        let rules = RuleSet::built_in().unwrap();
        let snapshot = saved::snapshot(&rules, &format!("{CARD}{rest}"), None).unwrap();
        Review::of(&rules, &snapshot).unwrap()
    }

    const PENDING: &str = "<a href=/in/ada-example/><svg id=clock-small></svg>Pending</a>";
    const CONNECT: &str =
        "<a href='/preload/custom-invite/?vanityName=ada-example'><svg id=connect-small></svg>Connect</a>";

    #[test]
    fn rules_of_one_layer_that_disagree_overlap() {
        let both = review(&format!("{PENDING}{CONNECT}"));
        assert_eq!(both.seen.state, PageState::Unknown);
        let [overlap] = both.overlaps.as_slice() else {
            panic!("{:?}", both.overlaps)
        };
        assert_eq!(overlap.layer, Layer::Page);
        let states: Vec<_> = overlap.rules.iter().map(|rule| rule.state).collect();
        assert!(states.contains(&PageState::Pending) && states.contains(&PageState::Connectable));
        assert_eq!(review(CONNECT).overlaps, []);
    }

    #[test]
    fn a_contradiction_under_a_dialog_is_an_overlap_of_its_own() {
        let dialog = "<div role=dialog data-test-modal-id=send-invite-modal><textarea id=custom-message></textarea><button>Send</button></div>";
        let covered = review(&format!("{PENDING}{CONNECT}</section></main>{dialog}"));
        assert_eq!(covered.seen.layer, Some(Layer::Dialog), "{:?}", covered.seen);
        let layers: Vec<Layer> = covered.overlaps.iter().map(|overlap| overlap.layer).collect();
        assert_eq!(layers, [Layer::Page]);
        let clear = review(&format!("{CONNECT}</section></main>{dialog}"));
        assert_eq!(clear.overlaps, []);
    }

    #[test]
    fn a_name_claims_a_state_and_the_controls_of_a_whole_page() {
        assert_eq!(Claim::of("pending"), None);
        assert_eq!(Claim::of("Ada Example -- LinkedIn"), None);
        assert_eq!(Claim::nearly("pendng--x"), Some(PageState::Pending));
        for clear in ["pending--x", "pendng", "Ada Example -- LinkedIn"] {
            assert_eq!(Claim::nearly(clear), None, "{clear}");
        }
        let claim = Claim::of("connectable--sdui").unwrap();
        let mut connectable = review(CONNECT);
        assert!(connectable.bears_out(&claim));
        assert!(!connectable.bears_out(&Claim::of("pending--x").unwrap()));
        connectable.seen.controls.clear();
        assert_eq!(connectable.missing(), [Element::Connect]);
        assert!(!connectable.bears_out(&claim));
        assert!(connectable.bears_out(&Claim::of("connectable--fragment-card").unwrap()));
    }
}
