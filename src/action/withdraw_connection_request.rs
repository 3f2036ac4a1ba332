//! `st.withdrawConnectionRequest`: takes the invitation to a person back.
//!
//! Parameters: `personUrl` (root only), `unfollow`. Results: none. Errors: `personNotFound`,
//! `selfProfileNotAllowed`, `notPending`, and our own `outcomeUnknown`.
//!
//! Three phases: arriving, the dialog that asks (Pending was clicked), confirming. Doing it twice does no
//! harm; doing it to somebody else would, so only the person's own Pending and a dialog that names nobody
//! else are clicked. Success is said only by a fresh load that does not show Pending any more.

use super::{
    ActionTable, DialogNames, Menu, Patience, Reloads, SealedWithdrawal, Seen, Step, Verdict, arrival_time_up,
    below_toast, not_recognised, wall,
};
use crate::ledger::Settlement;
use crate::outcome::{ActionError, ErrorType, Failure, FailureReason};
use crate::page::{Element, Input, PageState};

/// Fresh loads before it is called unknown.
const MOST_LOADS: u8 = 4;
/// A click that changes nothing is made at most this often.
const MOST_PRESSES: u8 = 3;

/// The table of `st.withdrawConnectionRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WithdrawConnectionRequest {
    unfollow: bool,
    phase: Phase,
    reloads: Reloads,
    menu: Menu,
    presses: u8,
    committed: bool,
    /// The dialog's Withdraw was clicked, and not only Pending.
    has_confirmed: bool,
    is_connected: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Phase {
    Arriving,
    /// Pending was clicked by this control.
    Dialog(Element),
    Confirming {
        loads: u8,
    },
}

impl WithdrawConnectionRequest {
    /// A withdrawal that ceases to follow as well, or not.
    pub fn new(unfollow: bool) -> WithdrawConnectionRequest {
        WithdrawConnectionRequest {
            unfollow,
            phase: Phase::Arriving,
            reloads: Reloads::default(),
            menu: Menu::default(),
            presses: 0,
            committed: false,
            has_confirmed: false,
            is_connected: false,
        }
    }

    /// Whether the page shows a connection: then nothing was withdrawn, but accepted.
    pub fn saw_connection(&self) -> bool {
        self.is_connected
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.menu = Menu::default();
        self.presses = 0;
    }

    fn arriving(&mut self, seen: &Seen) -> Step {
        match below_toast(seen) {
            // What the page remembers is believed no more than for a request.
            PageState::Pending if own_pending(seen).is_none() => Step::Wait(Patience::Recognise),
            PageState::Pending
            | PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::Connected
            | PageState::Incoming => Step::Wait(Patience::Stand),
            PageState::NotAllowed => Step::Wait(Patience::Absence),
            PageState::MoreMenuClosed => self.menu.open(),
            PageState::SelfProfile => Step::Finish(Verdict::error(ErrorType::SelfProfileNotAllowed)),
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
            | PageState::WeeklyLimit
            | PageState::LimitWarning
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
        if state == PageState::Pending
            && let Some(element) = own_pending(seen)
        {
            return Step::Withdraw(SealedWithdrawal::new(element));
        }
        if is_not_pending(state) || matches!(state, PageState::Connected | PageState::Incoming) {
            self.is_connected = state == PageState::Connected;
            return Step::Finish(Verdict::error(not_pending(state)));
        }
        if state == PageState::MoreMenuClosed
            && let Some(step) = self.menu.again()
        {
            return step;
        }
        arrival_time_up(seen, &mut self.reloads)
    }

    fn dialog(&mut self, seen: &Seen) -> Step {
        match seen.state {
            PageState::WithdrawDialog if seen.dialog_names == DialogNames::SomebodyElse => self.give_up(&format!(
                "{} The dialog would withdraw somebody else's invitation; nothing was clicked in it.",
                FailureReason::OffSite.row().message
            )),
            PageState::WithdrawDialog => self.answer_dialog(seen),
            PageState::Pending | PageState::MoreMenuClosed | PageState::Unknown | PageState::Loading => {
                Step::Wait(Patience::Open)
            }
            PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::Connected
            | PageState::SelfProfile
            | PageState::Incoming
            | PageState::NotAllowed
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
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast => self.confirm(),
        }
    }

    /// The box first, where there is one; then Withdraw.
    fn answer_dialog(&mut self, seen: &Seen) -> Step {
        let has_box = seen.visible.contains(&Element::Unfollow);
        if has_box && seen.filled.contains(&Element::Unfollow) != self.unfollow {
            if self.presses >= MOST_PRESSES {
                return self.give_up("The box for ceasing to follow could not be set; nothing was withdrawn.");
            }
            return Step::Use(Input::Click(Element::Unfollow));
        }
        if seen.enabled.contains(&Element::Withdraw) {
            return Step::Withdraw(SealedWithdrawal::new(Element::Withdraw));
        }
        Step::Wait(Patience::Open)
    }

    /// Nothing in the dialog was clicked that withdraws, and the dialog stands.
    fn give_up(&mut self, message: &str) -> Step {
        self.committed = false;
        Step::Abort(Failure::new(FailureReason::OffSite, message))
    }

    fn dialog_time_up(&mut self, seen: &Seen, pressed: Element) -> Step {
        if seen.state == PageState::WithdrawDialog {
            self.committed = false;
            return Step::Abort(not_recognised(seen));
        }
        // The click may have been lost: the same control again, while it is still the person's own. One that
        // cannot be clicked counts as well.
        if seen.state == PageState::Pending && own_pending(seen) == Some(pressed) && self.presses < MOST_PRESSES {
            self.presses += 1;
            return Step::Withdraw(SealedWithdrawal::new(pressed));
        }
        self.confirm()
    }

    /// The page is left only once it has been answered: a load would cut the withdrawal off.
    fn confirm(&mut self) -> Step {
        self.enter(Phase::Confirming { loads: 0 });
        Step::Wait(Patience::Stand)
    }

    fn load_afresh(&mut self, loads: u8) -> Step {
        self.enter(Phase::Confirming { loads: loads + 1 });
        Step::Reload
    }

    fn confirming(&mut self, seen: &Seen, loads: u8) -> Step {
        if loads == 0 {
            return Step::Wait(Patience::Stand);
        }
        match below_toast(seen) {
            PageState::MoreMenuClosed => self.menu.open(),
            PageState::Loading => Step::Wait(Patience::Load),
            PageState::Connectable | PageState::ConnectUnderMore | PageState::Connected | PageState::NotAllowed => {
                Step::Wait(Patience::Absence)
            }
            PageState::Pending
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
            | PageState::SentToast
            | PageState::Unknown => Step::Wait(Patience::Fresh),
        }
    }

    fn confirming_time_up(&mut self, seen: &Seen, loads: u8) -> Step {
        let state = below_toast(seen);
        if loads == 0 {
            return self.load_afresh(loads);
        }
        if is_not_pending(state) {
            return Step::Finish(Verdict {
                result: Ok(None),
                settlement: Settlement::NotSent,
            });
        }
        if state == PageState::Connected {
            self.is_connected = true;
            return Step::Finish(Verdict::error(not_pending(state)));
        }
        if state == PageState::MoreMenuClosed
            && let Some(step) = self.menu.again()
        {
            return step;
        }
        if loads < MOST_LOADS {
            return self.load_afresh(loads);
        }
        let how = if self.has_confirmed {
            "The invitation was possibly withdrawn; it could not be proved."
        } else {
            "Pending was clicked, and no dialog came that is known, so nothing was clicked in one; that alone has hardly withdrawn the invitation."
        };
        let message = format!("{how} After {loads} fresh loads the page shows: {}.", seen.state);
        Step::Finish(Verdict {
            result: Err(ActionError::new(ErrorType::OutcomeUnknown, message)),
            settlement: Settlement::InDoubt,
        })
    }
}

/// The control of the person's own Pending that is in sight.
fn own_pending(seen: &Seen) -> Option<Element> {
    let both = [Element::Pending, Element::MenuPending];
    both.into_iter().find(|element| seen.enabled.contains(element))
}

/// Cards of a person to whom no invitation of ours is waiting, and who is no contact.
fn is_not_pending(state: PageState) -> bool {
    matches!(
        state,
        PageState::Connectable | PageState::ConnectUnderMore | PageState::NotAllowed
    )
}

fn not_pending(state: PageState) -> ActionError {
    let row = ErrorType::NotPending.row();
    match state {
        PageState::Connected => ActionError::new(ErrorType::NotPending, format!("{} You are connected.", row.message)),
        PageState::Incoming => ActionError::new(
            ErrorType::NotPending,
            format!(
                "{} This person has invited you; answer their invitation by hand.",
                row.message
            ),
        ),
        PageState::Connectable
        | PageState::ConnectUnderMore
        | PageState::MoreMenuClosed
        | PageState::Pending
        | PageState::SelfProfile
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
        | PageState::WeeklyLimit
        | PageState::LimitWarning
        | PageState::WithdrawDialog
        | PageState::RefusedToast
        | PageState::TroubleToast
        | PageState::SentToast
        | PageState::Unknown => ErrorType::NotPending.into(),
    }
}

impl ActionTable for WithdrawConnectionRequest {
    fn next(&mut self, seen: &Seen) -> Step {
        if let Some(failure) = wall(seen.state) {
            return Step::Abort(failure);
        }
        match self.phase {
            Phase::Arriving => self.arriving(seen),
            Phase::Dialog(_) => self.dialog(seen),
            Phase::Confirming { loads } => self.confirming(seen, loads),
        }
    }

    fn time_up(&mut self, seen: &Seen) -> Step {
        match self.phase {
            Phase::Arriving => self.arrival_time_up(seen),
            Phase::Dialog(pressed) => self.dialog_time_up(seen, pressed),
            Phase::Confirming { loads } => self.confirming_time_up(seen, loads),
        }
    }

    fn done(&mut self, element: Element) {
        match (self.phase, element) {
            (_, Element::More) => self.menu.clicked(),
            (Phase::Arriving, Element::Pending | Element::MenuPending) => {
                self.committed = true;
                self.enter(Phase::Dialog(element));
                self.presses = 1;
            }
            (Phase::Dialog(_), Element::Unfollow) => self.presses += 1,
            (Phase::Dialog(_), Element::Withdraw) => {
                self.has_confirmed = true;
                self.enter(Phase::Confirming { loads: 0 });
            }
            (Phase::Arriving | Phase::Dialog(_) | Phase::Confirming { .. }, _) => {}
        }
    }

    fn phase(&self) -> &'static str {
        match self.phase {
            Phase::Arriving => "arriving",
            Phase::Dialog(_) => "in the dialog",
            Phase::Confirming { .. } => "confirming",
        }
    }

    fn has_committed(&self) -> bool {
        self.committed
    }
}
