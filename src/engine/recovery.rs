//! Reading a person's page afresh, to settle an attempt in doubt.
//!
//! Clicks nothing that could send. What becomes of the attempt is decided by the ledger's table.

use tokio::time::Instant;

use super::Engine;
use super::drive::Ended;
use super::identity::Known;
use crate::action::recheck::Recheck;
use crate::browser::{Browser, Wait};
use crate::evidence::Sighting;
use crate::ledger::recovery::{Decision, Reading};
use crate::outcome::{ActionError, ErrorType, Failure};
use crate::page::sent_list;
use crate::person::{PersonKeys, PersonUrl};

impl<B: Browser> Engine<'_, B> {
    /// What a fresh load of the page shows of the person of these keys, and what was seen where that is no proof.
    ///
    /// # Errors
    /// A wall, or a browser that was lost: then nothing was read.
    pub(super) async fn recheck(
        &mut self,
        person: &PersonUrl,
        keys: &PersonKeys,
    ) -> Result<(Reading, Sighting), Failure> {
        let mut visit = self.open(person).await;
        visit.known = Some(Known {
            keys: keys.clone(),
            name: None,
            document: None,
        });
        let mut table = Recheck::default();
        let reading = match self.drive(&mut table, &mut visit, None).await {
            Ended::Answer(_) => table.reading(),
            Ended::Stopped { failure, .. } if failure.reason.is_about_the_page() => Reading::Unreadable,
            Ended::Stopped { failure, .. } => return Err(failure),
        };
        let seen = match reading {
            Reading::Pending | Reading::Connected => Sighting::default(),
            Reading::OffersConnect { .. } | Reading::NoInvitation | Reading::Unreadable => self.sighting(&visit).await,
        };
        Ok((reading, seen))
    }

    /// Whether the list of sent invitations names the person; `None` where it says nothing.
    pub(super) async fn second_witness(&mut self, keys: &PersonKeys) -> Option<bool> {
        self.browser.open(&self.site.sent_invitations()).await.ok()?;
        let last = self.last.as_ref().map(|snapshot| snapshot.fingerprint.clone());
        let wait = Wait::for_change(self.timing.believe, last);
        let mut snapshot = self.browser.look(&wait).await.ok()?;
        // What is missing from a list is believed only once the list does not change any more.
        let until = Instant::now() + self.timing.believe;
        while Instant::now() < until {
            let wait = Wait::for_change(until - Instant::now(), Some(snapshot.fingerprint.clone()));
            snapshot = self.browser.look(&wait).await.ok()?;
        }
        let listed = sent_list::names(self.rules, &snapshot, &keys.slugs).ok()?;
        self.last = Some(snapshot);
        listed
    }
}

/// What is told of a doubt that stays one: what was seen when it began, LinkedIn's own words among it, and what a
/// fresh load has shown since.
pub(super) fn joined(told: &ActionError, settled: &ActionError) -> ActionError {
    let since = settled.message.strip_prefix(ErrorType::OutcomeUnknown.row().message);
    match since {
        Some(since) if told.kind == settled.kind => {
            let before = told.message.strip_suffix(since).unwrap_or(&told.message);
            ActionError::new(told.kind, format!("{before}{since}"))
        }
        Some(_) | None => settled.clone(),
    }
}

/// The answer of a request whose attempt was settled so.
pub(super) fn answer(decision: Decision, reading: Reading) -> Result<(), ActionError> {
    let unknown = |words: String| Err(ActionError::new(ErrorType::OutcomeUnknown, words));
    match decision {
        Decision::Sent => Ok(()),
        Decision::NotSent => unknown(
            "The request did not go through: neither the page nor the list of sent invitations shows it.".to_owned(),
        ),
        Decision::Parked | Decision::StillInDoubt => {
            let row = ErrorType::OutcomeUnknown.row();
            unknown(format!("{} A fresh load shows {}.", row.message, shown(reading)))
        }
    }
}

fn shown(reading: Reading) -> &'static str {
    match reading {
        Reading::Pending => "a pending request",
        Reading::Connected => "a connection",
        Reading::OffersConnect { .. } => "Connect again, which proves nothing because pages lag",
        Reading::NoInvitation => "neither a pending request nor Connect",
        Reading::Unreadable => "nothing that linkwright can read",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linkedins_own_words_stay_however_often_a_doubt_is_told() {
        let row = ErrorType::OutcomeUnknown.row().message;
        let told = ActionError::new(ErrorType::OutcomeUnknown, format!("{row} LinkedIn said: try again."));
        let settled = answer(Decision::Parked, Reading::NoInvitation).expect_err("nobody knows");
        let once = joined(&told, &settled);
        let fresh = "A fresh load shows neither a pending request nor Connect.";
        assert_eq!(once.message, format!("{row} LinkedIn said: try again. {fresh}"));
        assert_eq!(joined(&once, &settled), once);
        let refused = ActionError::from(ErrorType::RequestNotAllowed);
        assert_eq!(joined(&refused, &settled), settled);
    }
}
