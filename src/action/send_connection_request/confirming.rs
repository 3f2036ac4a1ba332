//! After a click that could send: only this person's own card on a fresh load tells what became of it.
//!
//! Toasts, closed dialogs and the card in place are hints that shorten the wait; they decide nothing.

use super::{refusal, settlement};
use crate::action::{Menu, Patience, Seen, Step, Verdict};
use crate::ledger::Settlement;
use crate::outcome::{ActionError, ErrorType, Failure};
use crate::page::PageState;

/// Fresh loads before an attempt is called unknown: with their waits about 20 s in all.
const MOST_LOADS: u8 = 4;
/// Fresh loads before a refusal is believed: about 10 s, as the site may refuse and send all the same.
const REFUSED_LOADS: u8 = 3;

/// The confirming phase.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Confirming {
    loads: u8,
    hint: Hint,
    menu: Menu,
}

/// What the page said about the click, short of proof.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Hint {
    Nothing,
    Sent,
    Refused(ActionError),
    DoubtfulNote,
    Trouble(Option<String>),
    NoAnswer(Failure),
}

impl Confirming {
    fn new(hint: Hint) -> Confirming {
        Confirming {
            loads: 0,
            hint,
            menu: Menu::default(),
        }
    }

    /// Send was clicked.
    pub(super) fn after_send() -> Confirming {
        Confirming::new(Hint::Nothing)
    }

    /// Send was clicked with a note, beside an offer to buy more notes. LinkedIn drops such a note
    /// in silence once the month's notes are used up.
    pub(super) fn after_doubtful_note() -> Confirming {
        Confirming::new(Hint::DoubtfulNote)
    }

    /// Connect was clicked, and this is seen instead of a dialog.
    pub(super) fn after(seen: &Seen) -> Confirming {
        let mut confirming = Confirming::new(Hint::Nothing);
        confirming.take_hint(seen);
        confirming
    }

    /// LinkedIn refused; a fresh page must bear it out.
    pub(super) fn refused(error: ActionError) -> Confirming {
        Confirming::new(Hint::Refused(error))
    }

    /// No answer can be given; a fresh page must show that nothing was sent.
    pub(super) fn without_answer(failure: Failure) -> Confirming {
        Confirming::new(Hint::NoAnswer(failure))
    }

    fn take_hint(&mut self, seen: &Seen) {
        let words = seen.words.as_deref();
        // The dialog stays open where a click failed, and what became of it is said beside it.
        let said = seen.toast.filter(|_| seen.shows_invite_dialog());
        match said.unwrap_or(seen.state) {
            PageState::SentToast => self.hint = Hint::Sent,
            PageState::RefusedToast => {
                self.hint = Hint::Refused(refusal("LinkedIn did not take the invitation.", words));
            }
            PageState::WeeklyLimit => {
                self.hint = Hint::Refused(super::weekly(seen));
            }
            PageState::TroubleToast => self.hint = Hint::Trouble(seen.words.clone()),
            PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::MoreMenuClosed
            | PageState::Pending
            | PageState::Connected
            | PageState::SelfProfile
            | PageState::Incoming
            | PageState::NotAllowed
            | PageState::NotFound
            | PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::Loading
            | PageState::ErrorPage
            | PageState::NotAPersonPage
            | PageState::SentInvitations
            | PageState::NoSentInvitations
            | PageState::InviteChoice
            | PageState::InviteNote
            | PageState::InviteEmail
            | PageState::InviteRelation
            | PageState::NoteQuotaUsedUp
            | PageState::LimitWarning
            | PageState::WithdrawDialog
            | PageState::Unknown => {}
        }
    }

    /// No fresh load was asked for yet.
    pub(super) fn is_in_place(&self) -> bool {
        self.loads == 0
    }

    /// Nothing was said of the click, and no fresh load was asked for yet.
    pub(super) fn has_heard_nothing(&self) -> bool {
        self.is_in_place() && self.hint == Hint::Nothing
    }

    pub(super) fn reload(&mut self) -> Step {
        self.loads += 1;
        self.menu = Menu::default();
        Step::Reload
    }

    pub(super) fn next(&mut self, seen: &Seen) -> Step {
        if self.loads == 0 {
            return self.in_place(seen);
        }
        match below(seen) {
            PageState::Pending | PageState::Connected => Step::Wait(Patience::Stand),
            PageState::MoreMenuClosed => self.menu.open(),
            PageState::Loading => Step::Wait(Patience::Load),
            PageState::Unknown => Step::Wait(Patience::Recognise),
            PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::NotAllowed
            | PageState::SelfProfile
            | PageState::Incoming
            | PageState::NotFound
            | PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::ErrorPage
            | PageState::NotAPersonPage
            | PageState::SentInvitations
            | PageState::NoSentInvitations
            | PageState::InviteChoice
            | PageState::InviteNote
            | PageState::InviteEmail
            | PageState::InviteRelation
            | PageState::NoteQuotaUsedUp
            | PageState::WeeklyLimit
            | PageState::LimitWarning
            | PageState::WithdrawDialog
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast => Step::Wait(Patience::Fresh),
        }
    }

    fn in_place(&mut self, seen: &Seen) -> Step {
        self.take_hint(seen);
        if shows_ours(seen.card) {
            // What was clicked may still be on its way, and the site's answer too.
            return Step::Wait(Patience::Answers);
        }
        let led_away = matches!(
            seen.state,
            PageState::NotAPersonPage
                | PageState::SentInvitations
                | PageState::NoSentInvitations
                | PageState::NotFound
                | PageState::ErrorPage
                | PageState::SelfProfile
        );
        if led_away {
            // What was clicked may still be on its way; a load at once would cut it off.
            return Step::Wait(Patience::Hint);
        }
        match &self.hint {
            Hint::Nothing | Hint::DoubtfulNote => Step::Wait(Patience::InPlace),
            Hint::Sent | Hint::Refused(_) | Hint::Trouble(_) | Hint::NoAnswer(_) => Step::Wait(Patience::Hint),
        }
    }

    pub(super) fn time_up(&mut self, seen: &Seen) -> Step {
        // The menu is opened on fresh loads only, so before the first there is nothing to try again.
        if below(seen) == PageState::MoreMenuClosed
            && let Some(step) = self.menu.again()
        {
            return step;
        }
        if self.loads == 0 {
            return self.reload();
        }
        if shows_ours(below(seen)) {
            return conclude(Ok(()));
        }
        let not_pending = says_not_pending(below(seen));
        match &self.hint {
            _ if self.loads < REFUSED_LOADS => self.reload(),
            // LinkedIn's own "no", and fresh cards without Pending for longer than most pages lag.
            Hint::Refused(error) if not_pending => conclude(Err(error.clone())),
            Hint::NoAnswer(failure) if not_pending => Step::Abort(failure.clone()),
            _ if self.loads < MOST_LOADS => self.reload(),
            // Barred all the same: that it was dropped is likely, not proved.
            Hint::DoubtfulNote if not_pending => Step::Finish(Verdict {
                result: Err(dropped_note()),
                settlement: Settlement::InDoubt,
            }),
            Hint::Nothing
            | Hint::DoubtfulNote
            | Hint::Sent
            | Hint::Refused(_)
            | Hint::Trouble(_)
            | Hint::NoAnswer(_) => conclude(Err(self.unknown(seen.state))),
        }
    }

    pub(super) fn done(&mut self) {
        self.menu.clicked();
    }

    fn unknown(&self, last_seen: PageState) -> ActionError {
        let said = match &self.hint {
            Hint::Nothing | Hint::DoubtfulNote => "LinkedIn said nothing.".to_owned(),
            Hint::Sent => "LinkedIn said that it was sent, but the page does not show it.".to_owned(),
            Hint::Refused(error) => error.message.clone(),
            Hint::Trouble(words) => words.as_ref().map_or("LinkedIn reported trouble.".to_owned(), |words| {
                format!("LinkedIn says: \"{words}\".")
            }),
            Hint::NoAnswer(failure) => failure.message.clone(),
        };
        ActionError::new(
            ErrorType::OutcomeUnknown,
            format!(
                "{} {said} After {} fresh loads the page shows: {}.",
                ErrorType::OutcomeUnknown.row().message,
                self.loads,
                last_seen
            ),
        )
    }
}

fn dropped_note() -> ActionError {
    let row = ErrorType::NoteLimitExceeded.row();
    let message = "The note was sent beside an offer to buy more, nothing was said, and the page shows no Pending.";
    ActionError::new(ErrorType::NoteLimitExceeded, format!("{} {message}", row.message))
}

fn below(seen: &Seen) -> PageState {
    super::below_toast(seen)
}

/// Cards that show that an invitation of ours is waiting, or was accepted.
pub(super) fn shows_ours(state: PageState) -> bool {
    matches!(state, PageState::Pending | PageState::Connected)
}

/// Cards that show that no invitation of ours is waiting.
fn says_not_pending(state: PageState) -> bool {
    matches!(
        state,
        PageState::Connectable | PageState::ConnectUnderMore | PageState::NotAllowed
    )
}

fn conclude(result: Result<(), ActionError>) -> Step {
    let settlement = settlement(&result);
    Step::Finish(Verdict {
        result: result.map(|()| None),
        settlement,
    })
}
