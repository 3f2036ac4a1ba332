//! `st.checkConnectionStatus`: how the account and a person are connected.
//!
//! Parameters: `personUrl` (root only). Results: `data.connectionStatus`, one of `connected`,
//! `notConnected`, `pending`, `incoming`. Errors: `personNotFound`, `selfProfileNotAllowed`.
//! Opens More before it says "not connected".

use super::{ActionTable, Menu, Patience, Reloads, Seen, Step, Verdict, arrival_time_up, below_toast, wall};
use crate::outcome::{ConnectionStatus, Data, ErrorType};
use crate::page::{Element, PageState};

/// The table of `st.checkConnectionStatus`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct CheckConnectionStatus {
    reloads: Reloads,
    menu: Menu,
}

fn answer(status: ConnectionStatus) -> Step {
    Step::Finish(Verdict::success(Some(Data::ConnectionStatus(status))))
}

impl ActionTable for CheckConnectionStatus {
    fn next(&mut self, seen: &Seen) -> Step {
        if let Some(failure) = wall(seen.state) {
            return Step::Abort(failure);
        }
        match below_toast(seen) {
            PageState::Pending
            | PageState::Connected
            | PageState::Incoming
            | PageState::Connectable
            | PageState::ConnectUnderMore => Step::Wait(Patience::Stand),
            PageState::SelfProfile => Step::Finish(Verdict::error(ErrorType::SelfProfileNotAllowed)),
            PageState::MoreMenuClosed => self.menu.open(),
            PageState::NotAllowed => Step::Wait(Patience::Absence),
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
        let step = match below_toast(seen) {
            PageState::Pending => Some(answer(ConnectionStatus::Pending)),
            PageState::Connected => Some(answer(ConnectionStatus::Connected)),
            PageState::Incoming => Some(answer(ConnectionStatus::Incoming)),
            PageState::Connectable | PageState::ConnectUnderMore | PageState::NotAllowed => {
                Some(answer(ConnectionStatus::NotConnected))
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
        step.unwrap_or_else(|| arrival_time_up(seen, &mut self.reloads))
    }

    fn done(&mut self, _element: Element) {
        self.menu.clicked();
    }

    fn phase(&self) -> &'static str {
        "reading"
    }

    fn has_committed(&self) -> bool {
        false
    }
}
