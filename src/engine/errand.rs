//! One connection request between its table and the ledger: intent, seal, outcome.
//!
//! Nothing that could send is clicked before its intent is durable; nothing is answered before its
//! outcome is.

use std::time::Duration;

use super::drive::Ended;
use crate::action::Verdict;
use crate::crash;
use crate::ledger::{Attempt, Desk, LedgerError, Refusal, RequestId, Settlement, Standing, Stop, WorkflowId};
use crate::outcome::{ActionError, ErrorType, Failure, FailureReason};
use crate::person::PersonKeys;
use crate::workflow::Note;

/// Writes behind a click are tried this often: what was done must not be lost for a busy disk.
const TRIES: u32 = 20;
/// Pause between two tries.
const PAUSE: Duration = Duration::from_millis(500);

/// One request on its way.
pub(super) struct Errand {
    desk: Desk,
    workflow: WorkflowId,
    request: RequestId,
    note: Option<Note>,
    attempt: Option<Attempt>,
    /// On record that Connect has opened its dialog.
    opened: bool,
}

/// Why nothing was clicked.
pub(super) enum Barred {
    /// The action has its answer.
    Answer(Verdict),
    /// The run cannot go on.
    Failure(Failure),
}

impl Errand {
    pub(super) fn new(desk: Desk, workflow: WorkflowId, request: RequestId, note: Option<Note>) -> Errand {
        Errand {
            desk,
            workflow,
            request,
            note,
            attempt: None,
            opened: false,
        }
    }

    /// The attempt that opens seals: the one on record, or a new one with its intent written.
    pub(super) fn attempt(&mut self, keys: &PersonKeys) -> Result<&Attempt, Barred> {
        let attempt = match self.attempt.take() {
            Some(attempt) => attempt,
            None => self.begin(keys)?,
        };
        Ok(self.attempt.insert(attempt))
    }

    fn begin(&self, keys: &PersonKeys) -> Result<Attempt, Barred> {
        let failed = |error: LedgerError| Barred::Failure(unusable(&error));
        crash_point("CP07")?;
        let permit = self.desk.permit(keys, self.note.is_some()).map_err(failed)?;
        let permit = permit.map_err(|refusal| self.refused(refusal))?;
        crash_point("CP08")?;
        let note = self.note.as_ref().map(Note::as_str);
        let begun = self.desk.begin(permit, &self.request, note).map_err(failed)?;
        let attempt = begun.map_err(|refusal| self.refused(refusal))?;
        crash_point("CP10")?;
        Ok(attempt)
    }

    fn refused(&self, refusal: Refusal) -> Barred {
        match refusal {
            Refusal::Stopped(stop) => Barred::Failure(stopped(&stop)),
            Refusal::Standing(standing) => barred(standing_error(&standing)),
            Refusal::Limit(closed) => barred(ActionError::from(&closed)),
        }
    }

    /// Written before anything is done in the dialog: whatever ends the run in it, nothing was sent.
    pub(super) fn saw_dialog(&mut self) -> Result<(), Failure> {
        if let (false, Some(attempt)) = (self.opened, &self.attempt) {
            self.desk.open_dialog(attempt).map_err(|error| unusable(&error))?;
            self.opened = true;
        }
        Ok(())
    }

    /// Written just before the last click: it checks too that nobody else has taken the account over.
    pub(super) fn arm(&self) -> Result<(), Failure> {
        match &self.attempt {
            Some(attempt) => self.desk.arm(attempt).map_err(|error| unusable(&error)),
            None => Ok(()),
        }?;
        crash::point("CP13").map_err(|_| injected())
    }

    /// Settles what was begun, or records the plain answer; only then is it an answer.
    pub(super) async fn conclude(self, ended: Result<Verdict, Failure>, committed: bool, keys: &PersonKeys) -> Ended {
        match ended {
            Ok(verdict) => self.answer(verdict, committed, keys).await,
            Err(failure) => self.stop(failure, committed).await,
        }
    }

    async fn answer(self, verdict: Verdict, committed: bool, keys: &PersonKeys) -> Ended {
        let Verdict { result, settlement } = verdict;
        let plain = result.as_ref().map(|_| ()).map_err(Clone::clone);
        let recorded = match &self.attempt {
            Some(attempt) => {
                let settle = || {
                    crash::point("CP16").map_err(|_| LedgerError::Failed("an injected fault".to_owned()))?;
                    self.desk.settle(attempt, settlement, Some(&plain))
                };
                persist(settle).await.map(|()| result)
            }
            None => match self.own(&plain, keys) {
                Ok(Some(ours)) => Ok(ours.map(|()| None)),
                Ok(None) => persist(|| self.desk.answer(&self.request, keys, &plain))
                    .await
                    .map(|()| result),
                Err(error) => Err(error),
            },
        };
        // A ledger can write, and then fail to say so: the record stands, and nobody is told now.
        let heard = || crash::point("CP17").map_err(|_| LedgerError::Failed("an injected fault".to_owned()));
        match recorded.and_then(|result| heard().map(|()| result)) {
            Ok(result) => Ended::Answer(result),
            Err(error) => Ended::Stopped {
                failure: unusable(&error),
                in_doubt: committed.then(|| in_doubt(&unusable(&error))),
            },
        }
    }

    /// What the page shows may be an earlier attempt of ours: then it is the success of that attempt.
    fn own(
        &self,
        plain: &Result<(), ActionError>,
        keys: &PersonKeys,
    ) -> Result<Option<Result<(), ActionError>>, LedgerError> {
        let Err(error) = plain else { return Ok(None) };
        if error.kind == ErrorType::RequestNotAllowed {
            return self.cooling(error, keys);
        }
        let is_there = matches!(error.kind, ErrorType::AlreadyPending | ErrorType::AlreadyConnected);
        if !is_there {
            return Ok(None);
        }
        match self.desk.standing(keys)? {
            Standing::Free | Standing::ByHand { .. } | Standing::Withdrawn { .. } => Ok(None),
            Standing::InDoubt(attempt) | Standing::Parked(attempt) => {
                self.desk.adopt(&attempt, Some(&self.request))?;
                Ok(Some(Ok(())))
            }
            Standing::Sent {
                attempt,
                delivered: false,
                ..
            } if self.desk.workflow_of(&attempt)? != self.workflow => {
                self.desk.adopt(&attempt, Some(&self.request))?;
                Ok(Some(Ok(())))
            }
            Standing::Sent { .. } if error.kind == ErrorType::AlreadyPending => {
                let message = format!("{} It was sent by linkwright.", error.message);
                let ours = Err(ActionError::new(error.kind, message));
                self.desk.answer(&self.request, keys, &ours)?;
                Ok(Some(ours))
            }
            Standing::Sent { .. } => Ok(None),
        }
    }

    /// A page without Connect does not say why; that our last invitation was withdrawn is a reason.
    fn cooling(&self, error: &ActionError, keys: &PersonKeys) -> Result<Option<Result<(), ActionError>>, LedgerError> {
        let standing = self.desk.standing(keys)?;
        let Standing::Withdrawn { .. } = standing else {
            return Ok(None);
        };
        let reason = standing_error(&standing).message;
        if error.message == reason {
            return Ok(None);
        }
        let message = format!("{} {reason}", error.message);
        let told = Err(ActionError::new(error.kind, message));
        self.desk.answer(&self.request, keys, &told)?;
        Ok(Some(told))
    }

    async fn stop(self, failure: Failure, committed: bool) -> Ended {
        if let Some(attempt) = &self.attempt {
            let told = in_doubt(&failure);
            let (settlement, result) = if committed {
                (Settlement::InDoubt, Some(Err(told)))
            } else {
                (Settlement::NotSent, None)
            };
            // What cannot be written stays as the intent left it: in doubt.
            let _ = persist(|| self.desk.settle(attempt, settlement, result.as_ref())).await;
        }
        Ended::Stopped {
            in_doubt: committed.then(|| in_doubt(&failure)),
            failure,
        }
    }
}

/// Tries a write that must not be lost; a fenced desk is told at once.
pub(super) async fn persist(mut write: impl FnMut() -> Result<(), LedgerError>) -> Result<(), LedgerError> {
    let mut tries = 0;
    loop {
        match write() {
            Err(LedgerError::Failed(_)) if tries < TRIES => {
                tries += 1;
                tokio::time::sleep(PAUSE).await;
            }
            done => return done,
        }
    }
}

fn crash_point(name: &str) -> Result<(), Barred> {
    crash::point(name).map_err(|_| Barred::Failure(injected()))
}

fn injected() -> Failure {
    Failure::new(
        FailureReason::LedgerUnavailable,
        "The ledger failed: an injected fault.",
    )
}

/// The answer of an action that may have sent something and could not go on.
fn in_doubt(failure: &Failure) -> ActionError {
    let message = format!("{} Then: {}", ErrorType::OutcomeUnknown.row().message, failure.message);
    ActionError::new(ErrorType::OutcomeUnknown, message)
}

/// The failure of a run whose ledger cannot be used.
pub(super) fn unusable(error: &LedgerError) -> Failure {
    match error {
        LedgerError::Fenced => FailureReason::AccountBusy.into(),
        LedgerError::Refused(_) | LedgerError::Failed(_) | LedgerError::Contradiction(_) => {
            let row = FailureReason::LedgerUnavailable.row();
            Failure::new(FailureReason::LedgerUnavailable, format!("{} {error}", row.message))
        }
    }
}

/// The failure of an account that was stopped, with the reason that was written down.
pub(super) fn stopped(stop: &Stop) -> Failure {
    let row = FailureReason::AccountStopped.row();
    let message = format!("{} It was stopped for {}: {}", row.message, stop.reason, stop.message);
    Failure::new(FailureReason::AccountStopped, message)
}

fn barred(error: ActionError) -> Barred {
    Barred::Answer(Verdict {
        result: Err(error),
        settlement: Settlement::NotSent,
    })
}

/// Why an earlier attempt bars the person, as an action's error.
pub(super) fn standing_error(standing: &Standing) -> ActionError {
    match standing {
        Standing::InDoubt(_) | Standing::Parked(_) => ActionError::new(
            ErrorType::OutcomeUnknown,
            "An earlier request to this person may have been sent; nothing was clicked now. Look at their page, then say what you saw: `linkwright resolve PERSON sent` or `not-sent`.",
        ),
        Standing::ByHand { found } => ActionError::new(
            ErrorType::AlreadyPending,
            format!(
                "The list of sent invitations named this person on {found}: the invitation was made by hand. The page offers Connect now, and nothing was clicked. If it was withdrawn, and you want another: `linkwright resolve PERSON not-sent`."
            ),
        ),
        Standing::Withdrawn { at, until } => ActionError::new(
            ErrorType::RequestNotAllowed,
            format!(
                "The last invitation to this person was withdrawn on {at}. LinkedIn takes no other for three weeks, until {until}; nothing was clicked."
            ),
        ),
        Standing::Sent { .. } | Standing::Free => ActionError::new(
            ErrorType::RequestNotAllowed,
            "linkwright has sent a request to this person before, and the page offers Connect again; nothing was clicked now. If it was withdrawn, and you want another: `linkwright resolve PERSON not-sent`.",
        ),
    }
}
