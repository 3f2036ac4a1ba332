//! Reading a person's card after a click in doubt: clicks nothing that could send.
//!
//! No action of the wire; recovery drives it on a fresh browser. An invitation that waits is believed
//! once the page has been told all that it asked; its absence is believed only after another fresh load, because pages lag.

use super::{ActionTable, Menu, Patience, Seen, Step, Verdict, below_toast, wall};
use crate::ledger::recovery::Reading;
use crate::page::{Element, PageState};

/// Fresh loads before the absence of an invitation is believed, the first included.
const MOST_LOADS: u8 = 2;

/// The table of a recovery's read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Recheck {
    loads: u8,
    menu: Menu,
    reading: Option<Reading>,
}

impl Recheck {
    /// What was read; `Unreadable` until a page has said something.
    pub fn reading(&self) -> Reading {
        self.reading.unwrap_or(Reading::Unreadable)
    }

    fn conclude(&mut self, reading: Reading) -> Step {
        self.reading = Some(reading);
        Step::Finish(Verdict::success(None))
    }

    /// Not the proof that was hoped for: once more, then it is believed.
    fn once_more(&mut self, reading: Reading) -> Step {
        self.loads += 1;
        if self.loads >= MOST_LOADS {
            return self.conclude(reading);
        }
        self.menu = Menu::default();
        Step::Reload
    }
}

impl ActionTable for Recheck {
    fn next(&mut self, seen: &Seen) -> Step {
        if let Some(failure) = wall(seen.state) {
            return Step::Abort(failure);
        }
        match below_toast(seen) {
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
            | PageState::InviteChoice
            | PageState::InviteNote
            | PageState::InviteEmail
            | PageState::InviteRelation
            | PageState::NoteQuotaUsedUp
            | PageState::WeeklyLimit
            | PageState::LimitWarning => Step::Wait(Patience::Fresh),
            PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::ErrorPage
            | PageState::WithdrawDialog
            | PageState::NotAPersonPage
            | PageState::SentInvitations
            | PageState::NoSentInvitations
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast => Step::Wait(Patience::Believe),
        }
    }

    fn time_up(&mut self, seen: &Seen) -> Step {
        match below_toast(seen) {
            PageState::Pending => self.conclude(Reading::Pending),
            PageState::Connected => self.conclude(Reading::Connected),
            PageState::MoreMenuClosed => match self.menu.again() {
                Some(step) => step,
                None => self.once_more(Reading::Unreadable),
            },
            PageState::Connectable | PageState::ConnectUnderMore => {
                self.once_more(Reading::OffersConnect { listed: None })
            }
            PageState::NotAllowed
            | PageState::SelfProfile
            | PageState::Incoming
            | PageState::NotFound
            | PageState::InviteChoice
            | PageState::InviteNote
            | PageState::InviteEmail
            | PageState::InviteRelation
            | PageState::NoteQuotaUsedUp
            | PageState::WeeklyLimit
            | PageState::LimitWarning => self.once_more(Reading::NoInvitation),
            PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::Loading
            | PageState::ErrorPage
            | PageState::WithdrawDialog
            | PageState::NotAPersonPage
            | PageState::SentInvitations
            | PageState::NoSentInvitations
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast
            | PageState::Unknown => self.once_more(Reading::Unreadable),
        }
    }

    fn done(&mut self, element: Element) {
        if element == Element::More {
            self.menu.clicked();
        }
    }

    fn phase(&self) -> &'static str {
        if self.loads == 0 {
            "reading afresh"
        } else {
            "reading afresh once more"
        }
    }

    fn has_committed(&self) -> bool {
        false
    }

    /// A doubt that only a page without an invitation has settled says nothing about what came behind Connect.
    fn has_understood(&self) -> bool {
        matches!(self.reading(), Reading::Pending | Reading::Connected)
    }
}
