//! One withdrawal between its table and the ledger: intent, seal, outcome.

use super::drive::Ended;
use super::errand::{Barred, persist, stopped, unusable};
use crate::action::Verdict;
use crate::ledger::{Desk, Refusal, Standing, Withdrawal, WorkflowId};
use crate::outcome::{ActionError, ErrorType, Failure};
use crate::person::PersonKeys;

/// One withdrawal on its way.
pub(super) struct Withdrawing {
    desk: Desk,
    workflow: WorkflowId,
    place: String,
    withdrawal: Option<Withdrawal>,
}

impl Withdrawing {
    pub(super) fn new(desk: Desk, workflow: WorkflowId, place: &str) -> Withdrawing {
        Withdrawing {
            desk,
            workflow,
            place: place.to_owned(),
            withdrawal: None,
        }
    }

    /// The withdrawal that opens seals: the one on record, or a new one with its intent written.
    pub(super) fn record(&mut self, keys: &PersonKeys) -> Result<&Withdrawal, Barred> {
        let withdrawal = match self.withdrawal.take() {
            Some(withdrawal) => withdrawal,
            None => self.begin(keys)?,
        };
        Ok(self.withdrawal.insert(withdrawal))
    }

    fn begin(&self, keys: &PersonKeys) -> Result<Withdrawal, Barred> {
        let failed = |error| Barred::Failure(unusable(&error));
        match self.desk.standing(keys).map_err(failed)? {
            // The page shows Pending: what was in doubt was sent.
            Standing::InDoubt(attempt) | Standing::Parked(attempt) => {
                self.desk.adopt(&attempt, None).map_err(failed)?;
            }
            Standing::Free | Standing::Sent { .. } | Standing::ByHand { .. } | Standing::Withdrawn { .. } => {}
        }
        let begun = self
            .desk
            .begin_withdrawal(keys, &self.workflow, &self.place)
            .map_err(failed)?;
        begun.map_err(|refusal| match refusal {
            Refusal::Stopped(stop) => Barred::Failure(stopped(&stop)),
            // Neither an earlier attempt nor a limit bars a withdrawal.
            Refusal::Standing(_) | Refusal::Limit(_) => {
                Barred::Failure(crate::outcome::FailureReason::LedgerUnavailable.into())
            }
        })
    }

    /// What a fresh page has proved is written down; what it has not stays open, and is taken up again.
    pub(super) async fn conclude(self, ended: Result<Verdict, Failure>, committed: bool) -> Ended {
        // Where nothing was clicked now, an earlier click may have done what the page shows.
        let is_taken_up = self.withdrawal.as_ref().is_some_and(Withdrawal::is_taken_up);
        let proved = match &ended {
            Ok(verdict) => match &verdict.result {
                Ok(_) => Some(true),
                Err(error) if error.kind == ErrorType::OutcomeUnknown => None,
                Err(_) if is_taken_up && !committed => None,
                Err(_) => Some(false),
            },
            Err(_) if committed || is_taken_up => None,
            Err(_) => Some(false),
        };
        if let (Some(withdrawal), Some(withdrawn)) = (&self.withdrawal, proved)
            && let Err(error) = persist(|| self.desk.end_withdrawal(withdrawal, withdrawn)).await
        {
            let failure = unusable(&error);
            return Ended::Stopped {
                in_doubt: Some(in_doubt(&failure)),
                failure,
            };
        }
        match ended {
            Ok(verdict) => Ended::Answer(verdict.result),
            Err(failure) => Ended::Stopped {
                in_doubt: committed.then(|| in_doubt(&failure)),
                failure,
            },
        }
    }
}

fn in_doubt(failure: &Failure) -> ActionError {
    let message = format!(
        "The invitation was possibly withdrawn; it could not be proved. Then: {}",
        failure.message
    );
    ActionError::new(ErrorType::OutcomeUnknown, message)
}
