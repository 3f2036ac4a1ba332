//! Leaving the dialog without sending: it is closed, and the card must say that nothing waits.

use super::{Confirming, Phase, SendConnectionRequest};
use crate::action::{Patience, Seen, Step, Verdict};
use crate::outcome::{ActionError, ErrorType, Failure};
use crate::page::{Element, PageState};

/// Dialogs are closed at most this often before the page is loaded afresh instead.
const MOST_CLOSES: u8 = 4;

/// Why a dialog is left without sending.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Leave {
    Answer(ActionError),
    NoAnswer(Failure),
}

impl SendConnectionRequest {
    pub(super) fn leave(&mut self, why: Leave, seen: &Seen) -> Step {
        if self.sent {
            return self.leave_by_loading(why);
        }
        self.enter(Phase::Leaving {
            why: why.clone(),
            closes: 0,
        });
        self.leaving(seen, &why, 0)
    }

    /// What cannot be closed, or stands behind a Send, is left by loading the page afresh, which also tells the truth.
    pub(super) fn leave_by_loading(&mut self, why: Leave) -> Step {
        let confirming = match why {
            Leave::Answer(error) => Confirming::refused(error),
            Leave::NoAnswer(failure) => Confirming::without_answer(failure),
        };
        self.go_on_confirming(confirming, Confirming::reload)
    }

    /// Close what is open; then the card must say that nothing is pending.
    pub(super) fn leaving(&mut self, seen: &Seen, why: &Leave, closes: u8) -> Step {
        match seen.state {
            PageState::InviteChoice
            | PageState::InviteNote
            | PageState::InviteEmail
            | PageState::InviteRelation
            | PageState::NoteQuotaUsedUp
            | PageState::WeeklyLimit
            | PageState::LimitWarning => {
                if closes >= MOST_CLOSES || !seen.visible.contains(&Element::CloseDialog) {
                    return Step::Wait(Patience::Believe);
                }
                self.press(Element::CloseDialog, seen)
            }
            PageState::Pending
            | PageState::Connected
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast => self.confirm(seen),
            PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::MoreMenuClosed
            | PageState::NotAllowed => {
                match why {
                    // A limit may come before or after the request was taken: only a fresh page tells.
                    Leave::Answer(error) if self.pressed_in_dialog() || error.kind == ErrorType::RequestNotAllowed => {
                        self.confirm_refused(error)
                    }
                    Leave::Answer(error) => Step::Finish(Verdict::error(error.clone())),
                    Leave::NoAnswer(failure) if self.pressed_in_dialog() => {
                        let confirming = Confirming::without_answer(failure.clone());
                        self.go_on_confirming(confirming, Confirming::reload)
                    }
                    Leave::NoAnswer(failure) => {
                        self.committed = false;
                        Step::Abort(failure.clone())
                    }
                }
            }
            PageState::SelfProfile
            | PageState::Incoming
            | PageState::NotFound
            | PageState::Loading
            | PageState::WithdrawDialog
            | PageState::ErrorPage
            | PageState::NotAPersonPage
            | PageState::SentInvitations
            | PageState::NoSentInvitations
            | PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::Unknown => Step::Wait(Patience::Open),
        }
    }
}
