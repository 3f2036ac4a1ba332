//! What a session writes down beside the requests themselves: walls, limits, pages that nobody knows.
//!
//! Durable before the next command to the browser.

use super::Engine;
use super::errand::persist;
use super::visit::{Goal, Visit};
use crate::action::Verdict;
use crate::browser::Browser;
use crate::crash;
use crate::ledger::{LedgerError, Settlement};
use crate::outcome::{ErrorType, Failure, FailureReason};
use crate::person::PersonKeys;

/// So many pages in a row that nobody knows, on different people, stop the account.
const MOST_UNKNOWN: u32 = 3;
/// How long LinkedIn's own weekly limit closes invitations.
const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1000;

impl<B: Browser> Engine<'_, B> {
    /// What names the person of a visit: the slugs, and the ids that the card shows.
    pub(super) fn keys(&self, visit: &mut Visit) -> PersonKeys {
        let mut keys = PersonKeys {
            slugs: visit.goal.person().iter().map(|person| person.slug().clone()).collect(),
            ..PersonKeys::default()
        };
        let Some(landed) = &visit.landed else { return keys };
        if !keys.slugs.contains(landed) {
            keys.slugs.push(landed.clone());
        }
        if visit.ids.is_none() {
            visit.ids = self.last.as_ref().and_then(|snapshot| self.ids_on(snapshot));
        }
        if let Some(ids) = visit.ids.clone() {
            (keys.hashed, keys.member) = (ids.hashed, ids.member);
        }
        keys
    }

    /// Writes down what the end of an action says about the account; a wall that could not be written down
    /// says so. Not every end shows that the person was `understood`.
    pub(super) async fn write_down(
        &mut self,
        ended: Result<Verdict, Failure>,
        understood: bool,
        visit: &mut Visit,
    ) -> Result<Verdict, Failure> {
        let written = match &ended {
            // Why it was stopped is on record already.
            Err(failure) if failure.reason == FailureReason::AccountStopped => Ok(()),
            Err(failure) if failure.reason.stops_the_account() => self.stop(failure).await,
            Err(failure) if is_unknown(failure.reason) => self.count_unknown(visit).await,
            Ok(verdict) if is_in_doubt(verdict) => self.count_unknown(visit).await,
            Ok(_) if understood => self.desk.drift_reset(),
            Ok(_) | Err(_) => Ok(()),
        };
        let Err(error) = written else { return ended };
        self.say(format!("not written down: {error}"));
        ended.map_err(|failure| {
            if failure.reason.stops_the_account() {
                let message = format!(
                    "{} The account could not be stopped, as {error}. Start nothing for it before that is mended.",
                    failure.message
                );
                return Failure::new(failure.reason, message);
            }
            failure
        })
    }

    /// Nothing else is done for the account before this is on the disk.
    async fn stop(&mut self, failure: &Failure) -> Result<(), LedgerError> {
        persist(|| {
            crash::point("CP26").map_err(|_| LedgerError::Failed("an injected fault".to_owned()))?;
            self.desk.stop(failure.reason.as_str(), &failure.message)
        })
        .await
    }

    async fn count_unknown(&mut self, visit: &mut Visit) -> Result<(), LedgerError> {
        if visit.goal == Goal::SentInvitations {
            // Drift is counted by people; a list is nobody's.
            return Ok(());
        }
        let keys = self.keys(visit);
        let mut count = 0;
        persist(|| {
            count = self.desk.drift(&keys)?;
            Ok(())
        })
        .await?;
        if count < MOST_UNKNOWN {
            return Ok(());
        }
        let message = format!(
            "{MOST_UNKNOWN} people in a row had pages that could not be judged: LinkedIn may look different now."
        );
        persist(|| self.desk.stop(FailureReason::PageNotRecognised.as_str(), &message)).await
    }

    /// LinkedIn's own limit closes invitations for a week; on a stand-in only where limits are kept at all.
    pub(super) async fn note_weekly_limit(&mut self) {
        if !self.site.is_real() && !self.desk.keeps_limits() {
            return;
        }
        let until = self.desk.now() + WEEK_MS;
        if let Err(error) = persist(|| self.desk.pause_until(until)).await {
            self.say(format!("not written down: {error}"));
        }
    }
}

/// Something was clicked now; a person who is barred from before says nothing about LinkedIn's looks.
fn is_in_doubt(verdict: &Verdict) -> bool {
    let is_unknown = matches!(&verdict.result, Err(error) if error.kind == ErrorType::OutcomeUnknown);
    is_unknown && verdict.settlement == Settlement::InDoubt
}

fn is_unknown(reason: FailureReason) -> bool {
    matches!(
        reason,
        FailureReason::PageNotRecognised | FailureReason::LanguageNotSupported
    )
}
