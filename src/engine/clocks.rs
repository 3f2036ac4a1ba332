//! What runs while a table waits, and what holds it up.
//!
//! Knows no table: the engine reads these clocks, and sets them anew after every step.

use std::time::Duration;

use tokio::time::Instant;

use crate::action::Patience;
use crate::page::{Element, PageState};

/// How much a look at a page that stands still must see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settling {
    /// An excerpt is enough.
    Excerpt,
    /// Everything.
    Whole,
}

/// What runs while a table waits.
pub(super) struct Clocks {
    pub(super) started: Instant,
    pub(super) waiting: Option<(Patience, &'static str, Instant)>,
    /// What must stand, and since when; a page that flickers goes on standing.
    stands: Option<(PageState, &'static str, Instant)>,
    /// When a look can show what its server answers the page, if it was seen to ask.
    pub(super) drawn_by: Option<Instant>,
    pub(super) blocked: Option<(Element, Instant)>,
    /// The input that was done, whose effect has not been looked at yet.
    pub(super) reacting: Option<Element>,
    /// The next look must find the page standing still, and is taken whether it has changed or not.
    pub(super) settling: Option<Settling>,
    /// An early look was in vain: this page is too restless for it.
    pub(super) restless: bool,
    /// Nothing but the card, and what lies on top of it, goes into a success.
    pub(super) is_about_the_card: bool,
    /// The last look was whole: so must be the one that is compared with it.
    pub(super) whole: bool,
    pub(super) reason: String,
}

impl Clocks {
    pub(super) fn new(is_about_the_card: bool) -> Clocks {
        Clocks {
            started: Instant::now(),
            waiting: None,
            stands: None,
            drawn_by: None,
            blocked: None,
            reacting: None,
            settling: None,
            restless: false,
            is_about_the_card,
            whole: false,
            reason: String::new(),
        }
    }

    /// A patience begins.
    pub(super) fn wait(&mut self, patience: Patience, phase: &'static str) {
        self.waiting = Some((patience, phase, Instant::now()));
        self.drawn_by = None;
    }

    /// How long a state stands.
    pub(super) fn stands(&mut self, state: PageState, phase: &'static str) -> Duration {
        match self.stands {
            Some((before, at, since)) if before == state && at == phase => since.elapsed(),
            _ => {
                self.stands = Some((state, phase, Instant::now()));
                Duration::ZERO
            }
        }
    }

    /// What a look was asked for has been seen.
    pub(super) fn looked(&mut self) {
        self.reacting = None;
        self.settling = None;
    }

    /// What was seen is not enough for what would follow from it.
    pub(super) fn settle(&mut self, is_excerpt_enough: bool) {
        let enough = if is_excerpt_enough {
            Settling::Excerpt
        } else {
            Settling::Whole
        };
        self.settling = Some(enough);
    }

    /// The page has changed between an early look and the input that it led to.
    pub(super) fn restless(&mut self) {
        self.settling = Some(Settling::Excerpt);
        self.restless = true;
    }

    pub(super) fn moved_on(&mut self) {
        self.waiting = None;
        self.stands = None;
        self.drawn_by = None;
        self.blocked = None;
        self.reacting = None;
    }

    pub(super) fn acted(&mut self, element: Element) {
        self.moved_on();
        if element.leads_on() {
            // A list takes as long as it is; its table counts how often it asked in vain.
            self.started = Instant::now();
        }
        self.reacting = Some(element);
    }
}
