//! How long each patience lasts. Waiting ends as soon as the page changes; these are the most.

use std::time::Duration;

use crate::action::Patience;

/// Durations of the engine's waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    /// For a page to load and its card to stand.
    pub load: Duration,
    /// For an unknown page to become a known one.
    pub recognise: Duration,
    /// For a "no" to be believed.
    pub believe: Duration,
    /// For the absence of Connect to be believed.
    pub absence: Duration,
    /// For a card to stand where the page asks its server nothing, or where that cannot be known.
    pub stand: Duration,
    /// For the page's server to answer it: a request that never ends is not waited for.
    pub answers: Duration,
    /// For an answer to be drawn.
    pub drawing: Duration,
    /// For a menu or dialog to open, and for a control to become usable.
    pub open: Duration,
    /// For the card to change after a send, before the first fresh load.
    pub in_place: Duration,
    /// For the card to change after a toast.
    pub hint: Duration,
    /// For a fresh page to show what became of a send.
    pub fresh: Duration,
    /// For one action as a whole.
    pub action: Duration,
}

impl Default for Timing {
    fn default() -> Timing {
        Timing {
            load: Duration::from_secs(15),
            recognise: Duration::from_secs(15),
            believe: Duration::from_millis(1200),
            absence: Duration::from_secs(5),
            stand: Duration::from_millis(1500),
            answers: Duration::from_secs(6),
            drawing: Duration::from_secs(1),
            open: Duration::from_secs(6),
            in_place: Duration::from_secs(8),
            hint: Duration::from_millis(1500),
            fresh: Duration::from_secs(3),
            action: Duration::from_secs(150),
        }
    }
}

impl Timing {
    /// The duration of a patience.
    pub fn of(&self, patience: Patience) -> Duration {
        match patience {
            Patience::Load => self.load,
            Patience::Recognise => self.recognise,
            Patience::Believe => self.believe,
            Patience::Absence => self.absence,
            Patience::Stand | Patience::Answers => self.answers,
            Patience::Open => self.open,
            Patience::InPlace => self.in_place,
            Patience::Hint => self.hint,
            Patience::Fresh => self.fresh,
        }
    }
}
