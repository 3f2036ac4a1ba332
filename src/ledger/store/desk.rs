//! An account as its one owner holds it: everything that a run writes goes over this desk.

use std::time::Duration;

use super::account::Held;
use crate::ledger::{
    Attempt, AttemptId, Believed, Closed, EvidenceId, HistoryFilter, HistoryRow, KeptEvidence, Ledger, LedgerError,
    Limits, ListRow, Listed, NewEvidence, NewRequest, OpenAttempt, Permit, RecoveredOutcome, Refusal, RequestId,
    Resolved, Settlement, Standing, Stop, SubmissionKey, Submitted, Unfinished, Withdrawal, WorkflowId, WorkflowStatus,
};
use crate::outcome::ActionError;
use crate::person::{PersonKeys, Slug};

/// An account that this process owns. Every call is refused with [`LedgerError::Fenced`] once somebody
/// else has taken the account over. A clone is the same desk.
///
/// All calls answer when it is on the disk, within milliseconds; for errors see [`LedgerError`].
#[derive(Clone, Debug)]
pub struct Desk {
    ledger: Ledger,
    held: Held,
    limits: Limits,
}

#[allow(clippy::missing_errors_doc, reason = "they are the same for all, and said above")]
impl Desk {
    pub(super) const fn new(ledger: Ledger, held: Held, limits: Limits) -> Self {
        Self { ledger, held, limits }
    }

    /// Whether any limit is kept here at all.
    pub fn keeps_limits(&self) -> bool {
        self.limits != Limits::none()
    }

    /// What time it is by the ledger's clock, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.ledger.now()
    }

    /// Stops the account until [`Self::clear_stop`]: no permit is given from now on.
    pub fn stop(&self, reason: &str, message: &str) -> Result<(), LedgerError> {
        let (held, reason, message) = (self.held.clone(), reason.to_owned(), message.to_owned());
        self.ledger
            .call(async move |store| store.stop(&held, &reason, &message).await)
    }

    /// Why the account is stopped, if it is.
    pub fn stopped(&self) -> Result<Option<Stop>, LedgerError> {
        let held = self.held.clone();
        self.ledger.call(async move |store| {
            store
                .read_as(&held, async |store| store.stopped(&held.account).await)
                .await
        })
    }

    /// Lets the account work again, and forgets the drift; says whether it was stopped.
    pub fn clear_stop(&self) -> Result<bool, LedgerError> {
        let held = self.held.clone();
        self.ledger.call(async move |store| store.clear_stop(&held).await)
    }

    /// Lets no invitation through until then (milliseconds since 1970): LinkedIn's own limit.
    pub fn pause_until(&self, ms: i64) -> Result<(), LedgerError> {
        let held = self.held.clone();
        self.ledger.call(async move |store| store.pause_until(&held, ms).await)
    }

    /// Accepts a workflow before anything of it is started. `body` is its canonical JSON, kept until
    /// it is finished; `requests` are its `st.sendConnectionRequest` actions.
    pub fn accept(&self, body: &str, requests: &[NewRequest]) -> Result<WorkflowId, LedgerError> {
        let (held, body, requests) = (self.held.clone(), body.to_owned(), requests.to_vec());
        self.ledger
            .call(async move |store| store.accept(&held, &body, &requests, None).await)
    }

    /// The same for the one request of a row of a list, which is on record with it from then on.
    pub fn accept_listed(&self, body: &str, request: &NewRequest, row: &ListRow) -> Result<WorkflowId, LedgerError> {
        let (held, body, row) = (self.held.clone(), body.to_owned(), row.clone());
        let requests = vec![request.clone()];
        self.ledger
            .call(async move |store| store.accept(&held, &body, &requests, Some(&row)).await)
    }

    /// The same under a key of the caller: the first is accepted, and each that comes later is the same one.
    pub fn submit(&self, key: &SubmissionKey, body: &str, requests: &[NewRequest]) -> Result<Submitted, LedgerError> {
        let (held, key) = (self.held.clone(), key.clone());
        let (body, requests) = (body.to_owned(), requests.to_vec());
        self.ledger
            .call(async move |store| store.submit(&held, &key, &body, &requests).await)
    }

    /// What became of a row of a list; `None` if nothing was ever asked for it.
    pub fn listed(&self, row: &ListRow) -> Result<Option<Listed>, LedgerError> {
        let (held, row) = (self.held.clone(), row.clone());
        self.ledger.call(async move |store| store.listed(&held, &row).await)
    }

    /// When the last of these invitations would be begun if each took `each`, by the limits and by
    /// what was charged (milliseconds since 1970); each says whether it has a note. `None` = never.
    pub fn forecast(&self, with_notes: &[bool], each: Duration) -> Result<Option<i64>, LedgerError> {
        let held = self.held.clone();
        let (usage, now) = self.ledger.call(async move |store| {
            store
                .write_as(&held, async |store, turn| {
                    Ok((store.usage(&held.account, turn.now).await?, turn.now))
                })
                .await
        })?;
        Ok(self.limits.forecast(&usage, now, with_notes, each))
    }

    /// Ends a workflow and forgets its body.
    pub fn finish(&self, workflow: &WorkflowId, status: WorkflowStatus) -> Result<(), LedgerError> {
        let (held, workflow) = (self.held.clone(), workflow.clone());
        self.ledger
            .call(async move |store| store.finish(&held, &workflow, status).await)
    }

    /// Workflows that were accepted and have not ended, oldest first.
    pub fn unfinished(&self) -> Result<Vec<Unfinished>, LedgerError> {
        let held = self.held.clone();
        self.ledger.call(async move |store| store.unfinished(&held).await)
    }

    /// The request of an accepted workflow, by the JSON pointer of its action.
    pub fn request(&self, workflow: &WorkflowId, pointer: &str) -> Result<RequestId, LedgerError> {
        let (held, workflow, pointer) = (self.held.clone(), workflow.clone(), pointer.to_owned());
        self.ledger
            .call(async move |store| store.request(&held, &workflow, &pointer).await)
    }

    /// How a person stands.
    pub fn standing(&self, keys: &PersonKeys) -> Result<Standing, LedgerError> {
        let (held, keys, now) = (self.held.clone(), keys.clone(), self.now());
        self.ledger.call(async move |store| {
            store
                .read_as(&held, async |store| {
                    let roots = store.find(&held.site, &keys).await?.roots;
                    store.standing(&held, &roots, now).await
                })
                .await
        })
    }

    /// What bars every invitation now, and until when; `None` = nothing.
    pub fn closed(&self, with_note: bool) -> Result<Option<Closed>, LedgerError> {
        let (held, limits) = (self.held.clone(), self.limits.clone());
        self.ledger.call(async move |store| {
            store
                .write_as(&held, async |store, turn| {
                    store.closed(&held, &limits, turn.now, with_note).await
                })
                .await
        })
    }

    /// Leave for one attempt, unless an earlier one stands, the account is stopped or a limit is reached.
    pub fn permit(&self, keys: &PersonKeys, with_note: bool) -> Result<Result<Permit, Refusal>, LedgerError> {
        let (held, limits, keys) = (self.held.clone(), self.limits.clone(), keys.clone());
        self.ledger
            .call(async move |store| store.permit(&held, &limits, &keys, with_note).await)
    }

    /// Puts the attempt on record, before the first click that could send: the attempt, its charge and
    /// all names of the person at once, with everything that could bar it asked again.
    ///
    /// Of the note only a keyed hash is kept.
    pub fn begin(
        &self,
        permit: Permit,
        request: &RequestId,
        note: Option<&str>,
    ) -> Result<Result<Attempt, Refusal>, LedgerError> {
        let (held, limits) = (self.held.clone(), self.limits.clone());
        let (request, note) = (request.clone(), note.map(str::to_owned));
        self.ledger
            .call(async move |store| store.begin(&held, &limits, &permit, &request, note.as_deref()).await)
    }

    /// Connect has opened its dialog, and so has sent nothing.
    pub fn open_dialog(&self, attempt: &Attempt) -> Result<(), LedgerError> {
        let (held, attempt) = (self.held.clone(), attempt.id().clone());
        self.ledger
            .call(async move |store| store.open_dialog(&held, &attempt).await)
    }

    /// The last click is about to be made.
    pub fn arm(&self, attempt: &Attempt) -> Result<(), LedgerError> {
        let (held, attempt) = (self.held.clone(), attempt.id().clone());
        self.ledger.call(async move |store| store.arm(&held, &attempt).await)
    }

    /// Ends an attempt: its outcome, the answer of its request, its charge (only `NotSent` is refunded)
    /// and the drift, at once. `InDoubt` leaves it open, with what was told.
    ///
    /// Settling again the same way changes nothing, so it can be tried again after a failure.
    /// A success that was not sent is refused.
    pub fn settle(
        &self,
        attempt: &Attempt,
        settlement: Settlement,
        result: Option<&Result<(), ActionError>>,
    ) -> Result<(), LedgerError> {
        let (held, attempt, result) = (self.held.clone(), attempt.id().clone(), result.cloned());
        self.ledger
            .call(async move |store| store.settle(&held, &attempt, settlement, result.as_ref()).await)
    }

    /// An answer without an attempt. Success is taken only if an earlier attempt at this person was sent.
    pub fn answer(
        &self,
        request: &RequestId,
        person: &PersonKeys,
        result: &Result<(), ActionError>,
    ) -> Result<(), LedgerError> {
        let (held, request) = (self.held.clone(), request.clone());
        let (person, result) = (person.clone(), result.clone());
        self.ledger
            .call(async move |store| store.answer(&held, &request, &person, &result).await)
    }

    /// The page shows an earlier attempt of ours (in doubt, parked, or sent): it counts as sent, and the
    /// request, if one is given, is answered with success.
    pub fn adopt(&self, attempt: &AttemptId, request: Option<&RequestId>) -> Result<(), LedgerError> {
        let (held, attempt, request) = (self.held.clone(), attempt.clone(), request.cloned());
        self.ledger
            .call(async move |store| store.adopt(&held, &attempt, request.as_ref()).await)
    }

    /// Puts a withdrawal on record, before the first click that could withdraw; one of this person that has
    /// no end is taken up again. Refused while the account is stopped.
    pub fn begin_withdrawal(
        &self,
        keys: &PersonKeys,
        workflow: &WorkflowId,
        pointer: &str,
    ) -> Result<Result<Withdrawal, Refusal>, LedgerError> {
        let (held, keys) = (self.held.clone(), keys.clone());
        let (workflow, pointer) = (workflow.clone(), pointer.to_owned());
        self.ledger
            .call(async move |store| store.begin_withdrawal(&held, &keys, &workflow, &pointer).await)
    }

    /// Whether this very action has withdrawn its invitation, in this run of its workflow or an earlier one.
    pub fn has_withdrawn(&self, workflow: &WorkflowId, pointer: &str) -> Result<bool, LedgerError> {
        let (held, workflow, pointer) = (self.held.clone(), workflow.clone(), pointer.to_owned());
        self.ledger.call(async move |store| {
            store
                .read_as(&held, async |store| {
                    store.has_withdrawn(&held, &workflow, &pointer).await
                })
                .await
        })
    }

    /// The page shows nothing pending: whether an earlier run has withdrawn it, by this very action or by a
    /// click that it could not prove; the latter counts as withdrawn from now on.
    pub fn finish_withdrawal(
        &self,
        keys: &PersonKeys,
        workflow: &WorkflowId,
        pointer: &str,
    ) -> Result<bool, LedgerError> {
        let (held, keys) = (self.held.clone(), keys.clone());
        let (workflow, pointer) = (workflow.clone(), pointer.to_owned());
        self.ledger
            .call(async move |store| store.finish_withdrawal(&held, &keys, &workflow, &pointer).await)
    }

    /// Ends a withdrawal by what a fresh page shows: nothing pending any more, or Pending still. Only the
    /// first lets the person be invited again, three weeks later. A second time it must be the same end.
    pub fn end_withdrawal(&self, withdrawal: &Withdrawal, withdrawn: bool) -> Result<(), LedgerError> {
        let (held, id) = (self.held.clone(), withdrawal.id().clone());
        self.ledger
            .call(async move |store| store.end_withdrawal(&held, &id, withdrawn).await)
    }

    /// The list of sent invitations names somebody whom no attempt explains: invited by hand.
    pub fn learn_by_hand(&self, keys: &PersonKeys) -> Result<(), LedgerError> {
        let (held, keys) = (self.held.clone(), keys.clone());
        self.ledger
            .call(async move |store| store.learn_by_hand(&held, &keys).await)
    }

    /// Everybody whose invitation counts as sent, by us or by hand, and was not withdrawn; oldest first.
    pub fn believed_pending(&self) -> Result<Vec<Believed>, LedgerError> {
        let held = self.held.clone();
        self.ledger.call(async move |store| store.believed_pending(&held).await)
    }

    /// Of which workflow an attempt was.
    pub fn workflow_of(&self, attempt: &AttemptId) -> Result<WorkflowId, LedgerError> {
        let (held, attempt) = (self.held.clone(), attempt.clone());
        self.ledger
            .call(async move |store| store.workflow_of(&held, &attempt).await)
    }

    /// Attempts that have no end yet, oldest first.
    pub fn in_doubt(&self) -> Result<Vec<OpenAttempt>, LedgerError> {
        let held = self.held.clone();
        self.ledger.call(async move |store| store.in_doubt(&held).await)
    }

    /// The page was read for an open attempt in vain; how often that makes.
    pub fn count_read(&self, attempt: &AttemptId) -> Result<u32, LedgerError> {
        let (held, attempt) = (self.held.clone(), attempt.clone());
        self.ledger
            .call(async move |store| store.count_read(&held, &attempt).await)
    }

    /// Ends an open attempt by what a later look has shown.
    pub fn settle_recovered(
        &self,
        attempt: &AttemptId,
        decided: RecoveredOutcome,
        result: &Result<(), ActionError>,
    ) -> Result<(), LedgerError> {
        let (held, attempt, result) = (self.held.clone(), attempt.clone(), result.clone());
        self.ledger
            .call(async move |store| store.settle_recovered(&held, &attempt, decided, &result).await)
    }

    /// Workflows that have ended and were not told; those of lists are told by their lists.
    pub fn untold(&self) -> Result<Vec<WorkflowId>, LedgerError> {
        let held = self.held.clone();
        self.ledger.call(async move |store| store.untold(&held).await)
    }

    /// The answers of a workflow have reached their caller.
    pub fn deliver(&self, workflow: &WorkflowId) -> Result<(), LedgerError> {
        let (held, workflow) = (self.held.clone(), workflow.clone());
        self.ledger
            .call(async move |store| store.deliver(&held, &workflow).await)
    }

    /// The owner has looked: every attempt that stands was sent, or was not; then the person may be
    /// invited again.
    pub fn resolve(&self, slug: &Slug, sent: bool) -> Result<Resolved, LedgerError> {
        let (held, slug) = (self.held.clone(), slug.clone());
        self.ledger
            .call(async move |store| store.resolve(&held, &slug, sent).await)
    }

    /// Puts evidence on record, before it is written: the name that it is kept under.
    pub fn keep_evidence(&self, new: &NewEvidence) -> Result<EvidenceId, LedgerError> {
        let (held, new) = (self.held.clone(), new.clone());
        self.ledger
            .call(async move |store| store.keep_evidence(&held, &new).await)
    }

    /// What was kept of a workflow.
    pub fn evidence(&self, workflow: &WorkflowId) -> Result<Vec<KeptEvidence>, LedgerError> {
        let (held, workflow) = (self.held.clone(), workflow.clone());
        self.ledger
            .call(async move |store| store.evidence(&held, &workflow).await)
    }

    /// This evidence is gone, or could not be written.
    pub fn forget_evidence(&self, ids: &[EvidenceId]) -> Result<(), LedgerError> {
        self.ledger.forget_evidence(ids)
    }

    /// The ledger that it is a desk of.
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The history's rows of some workflows.
    pub fn results(&self, workflows: &[WorkflowId]) -> Result<Vec<HistoryRow>, LedgerError> {
        self.ledger.history(&HistoryFilter {
            workflows: Some(workflows.to_vec()),
            ..HistoryFilter::default()
        })
    }

    /// A page of this person was not understood; how many different persons that makes in a row.
    pub fn drift(&self, keys: &PersonKeys) -> Result<u32, LedgerError> {
        let (held, keys) = (self.held.clone(), keys.clone());
        self.ledger.call(async move |store| store.drift(&held, &keys).await)
    }

    /// A page was understood.
    pub fn drift_reset(&self) -> Result<(), LedgerError> {
        let held = self.held.clone();
        self.ledger.call(async move |store| store.drift_reset(&held).await)
    }
}
