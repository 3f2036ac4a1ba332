//! What becomes of an attempt in doubt, by what a fresh page shows: one table, pure.
//!
//! Knows no page: the engine says what was read in the words of [`Reading`].

use std::time::Duration;

use super::record::Stage;
use crate::outcome::wire_words;

/// What a fresh load of the person's page says, after every browser that could still act was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// An invitation of ours waits.
    Pending,
    /// The two are connected.
    Connected,
    /// Connect is offered; `listed` is what the list of sent invitations says, if it was read.
    OffersConnect {
        /// Whether the person stands in that list.
        listed: Option<bool>,
    },
    /// The page is this person's and shows neither: follow only, gone, another dialog.
    NoInvitation,
    /// The page could not be read, or was another's.
    Unreadable,
}

wire_words! {
    /// What may be done about a click whose effect is not visible.
    pub enum OnAmbiguous {
        /// Bar the person until somebody has looked.
        Park = "park",
        /// Once more, if the page and the list of sent invitations agree that nothing was sent. Safe
        /// only where the page never lags behind for longer than the wait.
        Retry = "retry",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the table of words derives for all its enums alike"
)]
impl Default for OnAmbiguous {
    fn default() -> OnAmbiguous {
        OnAmbiguous::Park
    }
}

/// What is known of the attempt itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// Which attempt at this person it is, from 1.
    pub number: u32,
    /// How far it came.
    pub stage: Stage,
    /// Time since its intent was written.
    pub age: Duration,
    /// How often the page could not be read, this time included.
    pub unreadable: u32,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It was sent, and the answer is success.
    Sent,
    /// It was not sent; one more attempt may be made.
    NotSent,
    /// Nobody can tell: the person is barred until somebody has looked.
    Parked,
    /// Still in doubt: read again at the next start.
    StillInDoubt,
}

/// Attempts in all that [`OnAmbiguous::Retry`] allows.
const MOST_ATTEMPTS: u32 = 2;
/// Attempts in all that may end in the dialog: more have a reason that another one will not change.
const MOST_DIALOGS: u32 = 4;
/// Older attempts are not retried: the owner may have withdrawn the invitation meanwhile.
const FRESH: Duration = Duration::from_secs(15 * 60);
/// Unreadable pages before an attempt is parked.
const MOST_UNREADABLE: u32 = 3;

/// Decides about an attempt in doubt.
#[must_use]
pub fn decide(reading: Reading, doubt: Doubt, on_ambiguous: OnAmbiguous) -> Decision {
    match reading {
        Reading::Pending | Reading::Connected => Decision::Sent,
        // A name in the list beside a card that shows no invitation is a contradiction, not a proof.
        Reading::OffersConnect { listed: Some(true) } => Decision::Parked,
        Reading::OffersConnect { .. } | Reading::NoInvitation if ended_in_the_dialog(doubt) => Decision::NotSent,
        Reading::OffersConnect { listed: Some(false) } if may_retry(doubt, on_ambiguous) => Decision::NotSent,
        Reading::OffersConnect { .. } | Reading::NoInvitation => Decision::Parked,
        Reading::Unreadable if doubt.unreadable >= MOST_UNREADABLE => Decision::Parked,
        Reading::Unreadable => Decision::StillInDoubt,
    }
}

/// Connect has opened its dialog and sent nothing, and what sends was never clicked: this needs no trust in
/// how late the page may be.
fn ended_in_the_dialog(doubt: Doubt) -> bool {
    doubt.stage == Stage::Dialog && doubt.number < MOST_DIALOGS
}

fn may_retry(doubt: Doubt, on_ambiguous: OnAmbiguous) -> bool {
    on_ambiguous == OnAmbiguous::Retry && doubt.number < MOST_ATTEMPTS && doubt.age < FRESH
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRESH_FIRST: Doubt = Doubt {
        number: 1,
        stage: Stage::Armed,
        age: Duration::from_secs(60),
        unreadable: 0,
    };
    const OFFERS: Reading = Reading::OffersConnect { listed: Some(false) };

    #[test]
    fn what_waits_or_is_connected_was_sent() {
        for on_ambiguous in [OnAmbiguous::Park, OnAmbiguous::Retry] {
            for reading in [Reading::Pending, Reading::Connected] {
                assert_eq!(decide(reading, FRESH_FIRST, on_ambiguous), Decision::Sent);
            }
        }
    }

    #[test]
    fn a_click_that_is_not_visible_is_parked() {
        for listed in [None, Some(false), Some(true)] {
            let reading = Reading::OffersConnect { listed };
            assert_eq!(decide(reading, FRESH_FIRST, OnAmbiguous::Park), Decision::Parked);
        }
        assert_eq!(
            decide(Reading::NoInvitation, FRESH_FIRST, OnAmbiguous::Retry),
            Decision::Parked
        );
    }

    #[test]
    fn once_more_needs_both_witnesses_a_first_attempt_and_a_fresh_one() {
        let retry = |reading, doubt| decide(reading, doubt, OnAmbiguous::Retry);
        assert_eq!(retry(OFFERS, FRESH_FIRST), Decision::NotSent);
        for listed in [None, Some(true)] {
            assert_eq!(retry(Reading::OffersConnect { listed }, FRESH_FIRST), Decision::Parked);
        }
        assert_eq!(
            retry(
                OFFERS,
                Doubt {
                    number: 2,
                    ..FRESH_FIRST
                }
            ),
            Decision::Parked
        );
        let almost_old = Duration::from_secs(15 * 60 - 1);
        assert_eq!(
            retry(
                OFFERS,
                Doubt {
                    age: almost_old,
                    ..FRESH_FIRST
                }
            ),
            Decision::NotSent
        );
        assert_eq!(
            retry(
                OFFERS,
                Doubt {
                    age: FRESH,
                    ..FRESH_FIRST
                }
            ),
            Decision::Parked
        );
    }

    #[test]
    fn an_attempt_that_ended_in_the_dialog_was_not_sent_if_the_page_does_not_say_otherwise() {
        let after = |reading, number| {
            let doubt = Doubt {
                stage: Stage::Dialog,
                age: FRESH,
                number,
                ..FRESH_FIRST
            };
            decide(reading, doubt, OnAmbiguous::Park)
        };
        for listed in [None, Some(false)] {
            assert_eq!(after(Reading::OffersConnect { listed }, 3), Decision::NotSent);
            assert_eq!(after(Reading::OffersConnect { listed }, 4), Decision::Parked);
        }
        assert_eq!(after(Reading::NoInvitation, 1), Decision::NotSent);
        let contradiction = Reading::OffersConnect { listed: Some(true) };
        assert_eq!(after(contradiction, 1), Decision::Parked);
        assert_eq!(after(Reading::Unreadable, 1), Decision::StillInDoubt);
        assert_eq!(after(Reading::Pending, 1), Decision::Sent);
    }

    #[test]
    fn what_was_only_begun_is_as_doubtful_as_what_was_armed() {
        let doubt = Doubt {
            stage: Stage::Begun,
            ..FRESH_FIRST
        };
        assert_eq!(decide(OFFERS, doubt, OnAmbiguous::Park), Decision::Parked);
        assert_eq!(decide(OFFERS, doubt, OnAmbiguous::Retry), Decision::NotSent);
    }

    #[test]
    fn an_unreadable_page_is_read_three_times() {
        let after = |unreadable| {
            decide(
                Reading::Unreadable,
                Doubt {
                    unreadable,
                    ..FRESH_FIRST
                },
                OnAmbiguous::Park,
            )
        };
        assert_eq!(after(1), Decision::StillInDoubt);
        assert_eq!(after(2), Decision::StillInDoubt);
        assert_eq!(after(3), Decision::Parked);
    }
}
