//! When a table's patience is over, and how long the looks in between wait in the page.

use std::time::Duration;

use tokio::time::Instant;

use super::Engine;
use super::clocks::{Clocks, Settling};
use crate::action::Patience;
use crate::browser::{Browser, Drawing, Questions, Wait};
use crate::page::{Element, Excerpt, PageState};

/// Longest wait inside one look: a script must not outlive its deadline.
const MAX_LOOK: Duration = Duration::from_secs(5);
/// Longest wait for the page to answer an input with a change, before it is looked at as it is.
const REACTION: Duration = Duration::from_millis(250);
/// Pause of a look behind something that was not done.
const NOT_YET: Duration = Duration::from_millis(200);
/// Pace of looks at a page that waits for its server, or draws what it was answered.
const ASKING: Duration = Duration::from_millis(100);
/// Pages that take longer to copy, in milliseconds, are not looked at early: the copies would slow them. The first
/// copy of a page waits for its layout too.
const LIGHT: f64 = 60.0;
/// An answer that nobody had to wait for is drawn by then: two frames and some work.
const DRAWN: Duration = Duration::from_millis(50);
/// And so long after it a page has told of a refusal, if it does so at all; a fresh load tells the rest.
const FRAME: Duration = Duration::from_millis(16);

impl<B: Browser> Engine<'_, B> {
    /// Whether the patience still lasts, with this seen.
    pub(super) async fn keep_waiting(
        &mut self,
        clocks: &mut Clocks,
        patience: Patience,
        phase: &'static str,
        state: PageState,
    ) -> bool {
        let since = match clocks.waiting {
            Some((before, at, since)) if before == patience && at == phase => Some(since),
            _ => None,
        };
        if since.is_none() {
            clocks.wait(patience, phase);
        }
        if patience.is_for_the_server() {
            let stands = clocks.stands(state, phase);
            return self.may_change(clocks, patience, stands).await;
        }
        let waited = since.map_or(Duration::ZERO, |since| since.elapsed());
        if patience == Patience::Fresh && waited >= self.timing.fresh {
            // What shows no Pending yet may still be about to be told of it.
            return self.may_change(clocks, patience, waited).await;
        }
        waited < self.timing.of(patience) || since.is_none()
    }

    /// Whether the page may yet be told something else by its server, or draw what it was told.
    async fn may_change(&mut self, clocks: &mut Clocks, patience: Patience, waited: Duration) -> bool {
        let drawing = Drawing {
            slow: self.timing.drawing,
            quick: if patience == Patience::Answers { FRAME } else { DRAWN },
        };
        let questions = self.browser.questions(&drawing).await;
        let (drawn_by, most) = match questions {
            Questions::Open => (Some(Instant::now() + self.timing.drawing), self.timing.answers),
            Questions::JustAnswered(still) => (Some(Instant::now() + still), self.timing.answers),
            Questions::Answered => (None, Duration::ZERO),
            Questions::Nothing => (None, self.timing.stand),
        };
        clocks.drawn_by = drawn_by;
        waited < most
    }

    /// The wait of the next look.
    pub(super) fn wait(&self, clocks: &Clocks) -> Wait {
        let changed_from = || self.last.as_ref().map(|snapshot| snapshot.fingerprint.clone());
        if let Some(settling) = clocks.settling {
            return Wait {
                excerpt: self.excerpt(clocks).filter(|_| settling == Settling::Excerpt),
                ..Wait::default()
            };
        }
        if clocks.blocked.is_some() {
            return Wait::for_change(NOT_YET, changed_from());
        }
        let wait = match clocks.waiting {
            None if clocks.reacting.is_some() => Wait::for_change(REACTION, changed_from()),
            None => Wait::default(),
            Some((patience, _, since)) => {
                let longest = if let Some(by) = clocks.drawn_by {
                    by.saturating_duration_since(Instant::now()).min(ASKING)
                } else if patience.is_for_the_server() {
                    self.timing.stand
                } else {
                    self.timing.of(patience).saturating_sub(since.elapsed())
                };
                Wait::for_change(longest.min(MAX_LOOK), changed_from())
            }
        };
        // The dialog is seen to change before it is seen to close; a frame or two later both have happened.
        let is_last_click = clocks.reacting.is_some_and(Element::ends_an_invitation);
        let is_compared = clocks.whole && wait.changed_from.is_some();
        let is_light = self.last.as_ref().is_none_or(|snapshot| snapshot.copied < LIGHT);
        Wait {
            early: is_light && !clocks.restless,
            drawn: is_last_click,
            excerpt: self.excerpt(clocks).filter(|_| !is_compared),
            ..wait
        }
    }

    fn excerpt(&self, clocks: &Clocks) -> Option<Excerpt> {
        self.rules.excerpt().filter(|_| clocks.is_about_the_card)
    }
}
