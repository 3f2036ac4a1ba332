//! What an action does beside looking, and the record that its clicks need: an invitation, or a withdrawal.
//!
//! A seal is opened here and nowhere else; the record is durable before.

use super::Engine;
use super::drive::Ended;
use super::errand::{Barred, Errand};
use super::visit::Visit;
use super::withdrawing::Withdrawing;
use crate::action::{Sealed, SealedWithdrawal, Seen, Verdict};
use crate::browser::Browser;
use crate::outcome::{Failure, FailureReason};
use crate::page::Input;
use crate::person::PersonKeys;

/// What an action is about.
pub(super) enum Business {
    Invitation(Errand),
    Withdrawal(Withdrawing),
}

impl Business {
    /// An input that cannot send is about to be made in the dialog that a first click has opened.
    pub(super) fn saw_dialog(&mut self, seen: &Seen, has_committed: bool) -> Result<(), Failure> {
        match self {
            Business::Invitation(errand) if has_committed && seen.shows_invite_dialog() => errand.saw_dialog(),
            Business::Invitation(_) | Business::Withdrawal(_) => Ok(()),
        }
    }

    /// Writes the end down; only then is it an answer.
    pub(super) async fn conclude(self, ended: Result<Verdict, Failure>, committed: bool, keys: &PersonKeys) -> Ended {
        match self {
            Business::Invitation(errand) => errand.conclude(ended, committed, keys).await,
            Business::Withdrawal(withdrawing) => withdrawing.conclude(ended, committed).await,
        }
    }
}

fn nobodys(what: &str) -> Barred {
    let message = format!("A control that could {what} was asked for by an action that does not; nothing was clicked.");
    Barred::Failure(Failure::new(FailureReason::PageNotRecognised, message))
}

impl<B: Browser> Engine<'_, B> {
    /// Opens a seal: the intent is durable before, and the last click is written down before it is made.
    pub(super) fn unseal(
        &mut self,
        sealed: Sealed,
        visit: &mut Visit,
        business: Option<&mut Business>,
    ) -> Result<Input, Barred> {
        let Some(Business::Invitation(errand)) = business else {
            return Err(nobodys("send"));
        };
        let keys = self.keys(visit);
        let is_last = sealed.element().ends_an_invitation();
        let input = sealed.open(errand.attempt(&keys)?);
        if is_last {
            errand.arm().map_err(Barred::Failure)?;
        }
        Ok(input)
    }

    /// The same for a click that could withdraw.
    pub(super) fn unseal_withdrawal(
        &mut self,
        sealed: SealedWithdrawal,
        visit: &mut Visit,
        business: Option<&mut Business>,
    ) -> Result<Input, Barred> {
        let Some(Business::Withdrawal(withdrawing)) = business else {
            return Err(nobodys("withdraw"));
        };
        let keys = self.keys(visit);
        Ok(sealed.open(withdrawing.record(&keys)?))
    }
}
