//! `st.openPersonPage`: opens a person's page.
//!
//! Parameters: `personUrl` (root only), `basicInfo`, `then`. Results: `data` with the basic
//! information and the children's answers. Errors: `personNotFound`.
//! Own pages open like any other; sending to oneself is the child's error.

use super::{ActionTable, Patience, Reloads, Seen, Step, Verdict, arrival_time_up, below_toast, wall};
use crate::page::{Element, PageState};

/// The table of `st.openPersonPage`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct OpenPersonPage {
    reloads: Reloads,
    goes_on: bool,
}

impl OpenPersonPage {
    /// The page is opened for other actions, whose answers say whether it is understood; or for itself.
    pub fn before_others(goes_on: bool) -> OpenPersonPage {
        OpenPersonPage {
            goes_on,
            ..OpenPersonPage::default()
        }
    }
}

impl ActionTable for OpenPersonPage {
    fn next(&mut self, seen: &Seen) -> Step {
        if let Some(failure) = wall(seen.state) {
            return Step::Abort(failure);
        }
        match below_toast(seen) {
            PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::MoreMenuClosed
            | PageState::Pending
            | PageState::Connected
            | PageState::SelfProfile
            | PageState::Incoming
            | PageState::NotAllowed => Step::Finish(Verdict::success(None)),
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

    fn time_up(&mut self, seen: &Seen) -> Step {
        arrival_time_up(seen, &mut self.reloads)
    }

    fn done(&mut self, _element: Element) {}

    fn phase(&self) -> &'static str {
        "opening"
    }

    fn has_committed(&self) -> bool {
        false
    }

    fn has_understood(&self) -> bool {
        !self.goes_on
    }
}
