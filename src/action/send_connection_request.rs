//! `st.sendConnectionRequest`: invites a person.
//!
//! Parameters: `personUrl` (root only), `note`, `email`. Results: none. Errors: `personNotFound`,
//! `selfProfileNotAllowed`, `alreadyPending`, `alreadyConnected`, `emailRequired`, `noteTooLong`,
//! `noteLimitExceeded`, `requestNotAllowed`, and our own `outcomeUnknown`.
//!
//! Four phases: arriving (nothing clicked that could send), the dialog (Connect was clicked),
//! leaving (nothing was sent; close what is open), confirming (only the page can tell).

mod confirming;
mod dialog;
mod leaving;

use confirming::Confirming;
use dialog::asks_anew;
use leaving::Leave;

use super::{
    ActionTable, Menu, Patience, Reloads, Sealed, Seen, Step, Verdict, arrival_time_up, below_toast, quotation, wall,
};
use crate::ledger::Settlement;
use crate::outcome::{ActionError, ErrorType};
use crate::page::{Element, Input, PageState};
use crate::workflow::{Email, Note};

/// A field that loses its text again is filled at most this often.
const MOST_FILLS: u8 = 6;

/// A control that changes nothing is clicked at most this often.
const MOST_PRESSES: u8 = 3;

/// The table of `st.sendConnectionRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SendConnectionRequest {
    note: Option<Note>,
    email: Option<Email>,
    phase: Phase,
    reloads: Reloads,
    menu: Menu,
    committed: bool,
    fills: u8,
    /// The note was typed once.
    typed_note: bool,
    note_offer: bool,
    /// The older dialog's own Connect was clicked.
    related: bool,
    /// Send was clicked.
    sent: bool,
    /// The address was typed once.
    gave_email: bool,
    pressed: Option<Pressed>,
}

/// A control that was clicked, and what was seen then: a second click could hit what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Pressed {
    element: Element,
    state: PageState,
    times: u8,
    waits: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Phase {
    Arriving,
    Dialog { note_typed: bool, relation_chosen: bool },
    Leaving { why: Leave, closes: u8 },
    Confirming(Confirming),
}

impl SendConnectionRequest {
    /// A request with these parameters.
    pub fn new(note: Option<Note>, email: Option<Email>) -> SendConnectionRequest {
        SendConnectionRequest {
            note,
            email,
            phase: Phase::Arriving,
            reloads: Reloads::default(),
            menu: Menu::default(),
            committed: false,
            fills: 0,
            typed_note: false,
            note_offer: false,
            related: false,
            sent: false,
            gave_email: false,
            pressed: None,
        }
    }

    /// What one phase has counted is nothing to the next.
    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.reloads = Reloads::default();
        self.menu = Menu::default();
        self.pressed = None;
        self.fills = 0;
        self.note_offer = false;
    }

    fn arriving(&mut self, seen: &Seen) -> Step {
        match below_toast(seen) {
            PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::Pending
            | PageState::Connected
            | PageState::Incoming => Step::Wait(Patience::Stand),
            PageState::MoreMenuClosed => self.menu.open(),
            PageState::NotAllowed => Step::Wait(Patience::Absence),
            PageState::SelfProfile => finish(ErrorType::SelfProfileNotAllowed),
            PageState::WeeklyLimit => Step::Finish(Verdict::error(weekly(seen))),
            PageState::LimitWarning => self.press(Element::CloseDialog, seen),
            PageState::Loading => Step::Wait(Patience::Load),
            PageState::NotFound
            | PageState::ErrorPage
            | PageState::NotAPersonPage
            | PageState::SentInvitations
            | PageState::NoSentInvitations => Step::Wait(Patience::Believe),
            PageState::InviteChoice
            | PageState::InviteNote
            | PageState::InviteEmail
            | PageState::InviteRelation
            | PageState::NoteQuotaUsedUp
            | PageState::WithdrawDialog
            | PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast
            | PageState::Unknown => Step::Wait(Patience::Recognise),
        }
    }

    fn arrival_time_up(&mut self, seen: &Seen) -> Step {
        let state = below_toast(seen);
        let answer = match state {
            PageState::Connectable => Some(commit(Element::Connect)),
            PageState::ConnectUnderMore => Some(commit(Element::MenuConnect)),
            PageState::Pending => Some(finish(ErrorType::AlreadyPending)),
            PageState::Connected => Some(finish(ErrorType::AlreadyConnected)),
            PageState::NotAllowed => {
                let message = "LinkedIn offers no Connect for this person, neither in the card nor under More.";
                Some(Step::Finish(Verdict::error(refusal(message, None))))
            }
            PageState::Incoming => {
                let message = "This person has invited you; answer their invitation by hand.";
                Some(Step::Finish(Verdict::error(refusal(message, None))))
            }
            PageState::MoreMenuClosed => self.menu.again(),
            PageState::SelfProfile
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
            | PageState::WeeklyLimit
            | PageState::LimitWarning
            | PageState::WithdrawDialog
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast
            | PageState::Unknown => None,
        };
        answer.unwrap_or_else(|| arrival_time_up(seen, &mut self.reloads))
    }

    /// Clicks a control that should change what is seen, and gives the change its time.
    fn press(&mut self, element: Element, seen: &Seen) -> Step {
        let before = self.pressed.filter(|pressed| pressed.element == element);
        if before.is_some_and(|pressed| pressed.waits) {
            return Step::Wait(Patience::Open);
        }
        let times = before.map_or(0, |pressed| pressed.times);
        self.pressed = Some(Pressed {
            element,
            state: seen.state,
            times,
            waits: false,
        });
        Step::Use(Input::Click(element))
    }

    /// The change did not come in time: the click may have been lost.
    fn press_again(&mut self, seen: &Seen) -> Option<Step> {
        let pressed = self
            .pressed
            .filter(|pressed| pressed.state == seen.state && pressed.waits)?;
        if pressed.times >= MOST_PRESSES {
            return None;
        }
        self.pressed = Some(Pressed {
            waits: false,
            ..pressed
        });
        Some(Step::Use(Input::Click(pressed.element)))
    }

    /// Clicks what sends for good; a second time only with the address that the site has asked for meanwhile.
    fn send(&self, element: Element) -> Step {
        if self.sent && !self.gave_email {
            return Step::Wait(Patience::Open);
        }
        commit(element)
    }

    /// Something was clicked in the dialog that could send: whatever is said then, only a fresh page tells.
    fn pressed_in_dialog(&self) -> bool {
        self.related || self.sent
    }

    fn fill(&self, element: Element, text: &str) -> Step {
        if self.fills >= MOST_FILLS {
            return Step::Wait(Patience::Open);
        }
        Step::Use(Input::Fill(element, text.to_owned()))
    }

    /// Whether the request went out before its note could be given: some surfaces send at the click on Connect.
    pub fn went_without_note(&self) -> bool {
        self.committed && self.note.is_some() && !self.typed_note
    }

    fn confirm(&mut self, seen: &Seen) -> Step {
        let confirming = Confirming::after(seen);
        self.go_on_confirming(confirming, |confirming| confirming.next(seen))
    }

    fn confirm_refused(&mut self, error: &ActionError) -> Step {
        let confirming = Confirming::refused(error.clone());
        self.go_on_confirming(confirming, Confirming::reload)
    }

    fn go_on_confirming(&mut self, mut confirming: Confirming, ask: impl FnOnce(&mut Confirming) -> Step) -> Step {
        let step = ask(&mut confirming);
        self.enter(Phase::Confirming(confirming));
        step
    }
}

impl ActionTable for SendConnectionRequest {
    fn next(&mut self, seen: &Seen) -> Step {
        if let Some(failure) = wall(seen.state) {
            return Step::Abort(failure);
        }
        // What changed since the click is its answer.
        self.pressed = self.pressed.filter(|pressed| pressed.state == seen.state);
        let opens_late = self.opens_late(seen);
        match &mut self.phase {
            Phase::Arriving => self.arriving(seen),
            Phase::Dialog {
                note_typed,
                relation_chosen,
            } => {
                let (note_typed, relation_chosen) = (*note_typed, *relation_chosen);
                self.dialog(seen, note_typed, relation_chosen)
            }
            Phase::Leaving { why, closes } => {
                let (why, closes) = (why.clone(), *closes);
                self.leaving(seen, &why, closes)
            }
            Phase::Confirming(confirming) if confirming.is_in_place() && asks_anew(seen, self.gave_email) => {
                Step::Wait(Patience::Hint)
            }
            Phase::Confirming(confirming) if opens_late && confirming.has_heard_nothing() => {
                self.enter(Phase::Dialog {
                    note_typed: false,
                    relation_chosen: false,
                });
                self.dialog(seen, false, false)
            }
            Phase::Confirming(confirming) => confirming.next(seen),
        }
    }

    fn time_up(&mut self, seen: &Seen) -> Step {
        match &mut self.phase {
            Phase::Arriving => self.press_again(seen).unwrap_or_else(|| self.arrival_time_up(seen)),
            Phase::Dialog { .. } => self.press_again(seen).unwrap_or_else(|| self.dialog_time_up(seen)),
            Phase::Leaving { why, .. } => {
                let why = why.clone();
                self.leave_by_loading(why)
            }
            Phase::Confirming(confirming) if confirming.is_in_place() && asks_anew(seen, self.gave_email) => {
                self.answer_late_prompt(seen)
            }
            Phase::Confirming(confirming) => {
                let step = confirming.time_up(seen);
                // It gives up only after a fresh page has shown that nothing was sent.
                self.committed &= !matches!(step, Step::Abort(_));
                step
            }
        }
    }

    fn done(&mut self, element: Element) {
        if let Some(pressed) = self.pressed.as_mut().filter(|pressed| pressed.element == element) {
            pressed.times += 1;
            pressed.waits = true;
        }
        match (&mut self.phase, element) {
            (Phase::Arriving, Element::More) => self.menu.clicked(),
            (Phase::Arriving, Element::Connect | Element::MenuConnect) => {
                self.committed = true;
                self.enter(Phase::Dialog {
                    note_typed: false,
                    relation_chosen: false,
                });
            }
            (Phase::Dialog { .. }, Element::RelationConnect) => self.related = true,
            (Phase::Dialog { .. }, Element::Send | Element::SendWithoutNote) => {
                self.sent = true;
                let confirming = if self.note_offer {
                    Confirming::after_doubtful_note()
                } else {
                    Confirming::after_send()
                };
                self.enter(Phase::Confirming(confirming));
            }
            (Phase::Dialog { note_typed, .. }, Element::NoteField) => {
                *note_typed = true;
                self.typed_note = true;
                self.fills += 1;
            }
            (Phase::Dialog { .. }, Element::EmailField) => {
                self.gave_email = true;
                self.fills += 1;
            }
            (Phase::Dialog { relation_chosen, .. }, Element::RelationOther) => *relation_chosen = true,
            (Phase::Leaving { closes, .. }, Element::CloseDialog) => *closes += 1,
            (Phase::Confirming(confirming), _) => confirming.done(),
            (Phase::Arriving | Phase::Dialog { .. } | Phase::Leaving { .. }, _) => {}
        }
    }

    fn phase(&self) -> &'static str {
        match self.phase {
            Phase::Arriving => "arriving",
            Phase::Dialog { .. } => "in the dialog",
            Phase::Leaving { .. } => "leaving the dialog",
            Phase::Confirming(_) => "confirming",
        }
    }

    fn has_committed(&self) -> bool {
        self.committed
    }

    fn quote(&self, words: &str) -> String {
        quotation::quote(words, self.note.as_ref(), self.email.as_ref())
    }
}

fn commit(element: Element) -> Step {
    Step::Commit(Sealed::new(Input::Click(element)))
}

fn finish(error: ErrorType) -> Step {
    Step::Finish(Verdict::error(error))
}

/// `requestNotAllowed` in our words, with LinkedIn's own behind them.
fn refusal(message: &str, words: Option<&str>) -> ActionError {
    with_words(ActionError::new(ErrorType::RequestNotAllowed, message), words)
}

fn with_words(mut error: ActionError, words: Option<&str>) -> ActionError {
    if let Some(words) = words {
        error.message = format!("{} LinkedIn says: \"{words}\".", error.message);
    }
    error
}

fn weekly(seen: &Seen) -> ActionError {
    refusal("LinkedIn's weekly invitation limit is reached.", seen.words.as_deref())
}

/// How an attempt ends by an answer that the page proved.
fn settlement(result: &Result<(), ActionError>) -> Settlement {
    match result {
        Ok(()) => Settlement::Sent,
        Err(error) if error.kind == ErrorType::OutcomeUnknown => Settlement::InDoubt,
        Err(_) => Settlement::NotSent,
    }
}
