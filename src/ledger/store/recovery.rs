//! What becomes of attempts that a run has left open, and what the owner says about them.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::account::Held;
use super::attempts::refuse_false;
use super::connection::{Done, Store, Turn};
use super::workflows::{Asked, known};
use crate::ledger::{
    AttemptId, LedgerError, OpenAttempt, Outcome, RecoveredOutcome, RequestId, Resolved, Stage, Standing, WorkflowId,
};
use crate::outcome::{ActionError, ErrorType};
use crate::person::{PersonKeys, PersonUrl, Slug};

impl Store {
    /// An answer without an attempt of its own.
    pub(super) async fn answer(
        &mut self,
        held: &Held,
        request: &RequestId,
        keys: &PersonKeys,
        result: &Result<(), ActionError>,
    ) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let asked = store.refuse_open(held, request).await?;
            if asked.outcome.as_deref() == Some(Outcome::Sent.as_str()) {
                return Err(LedgerError::Contradiction("the request was answered with success").into());
            }
            let person = store.meet(&held.site, keys).await?;
            let sql = "UPDATE request SET person = $2 WHERE id = $1";
            store
                .change(sqlx::query(sql).bind(request.0.clone()).bind(person.clone()))
                .await?;
            match result {
                Ok(()) => store.answer_with_earlier(held, turn, request, person).await,
                Err(error) => {
                    store.decide(turn, request, Outcome::Answered, result).await?;
                    match error.kind == ErrorType::OutcomeUnknown {
                        true => Ok(()),
                        false => store.forget_drift(held).await,
                    }
                }
            }
        })
        .await
    }

    /// Success without an attempt is only that of an earlier one.
    async fn answer_with_earlier(&mut self, held: &Held, turn: Turn, request: &RequestId, person: String) -> Done<()> {
        match self.standing(held, &[person], turn.now).await? {
            Standing::Sent { attempt, .. } => self.take_success(held, turn, request, &attempt).await,
            Standing::Free
            | Standing::InDoubt(_)
            | Standing::Parked(_)
            | Standing::ByHand { .. }
            | Standing::Withdrawn { .. } => {
                Err(LedgerError::Contradiction("a success without an attempt that was sent").into())
            }
        }
    }

    async fn take_success(&mut self, held: &Held, turn: Turn, request: &RequestId, attempt: &AttemptId) -> Done<()> {
        self.decide(turn, request, Outcome::Sent, &Ok(())).await?;
        let sql = "UPDATE request SET adopted = $2 WHERE id = $1";
        self.change(sqlx::query(sql).bind(request.0.clone()).bind(attempt.0.clone()))
            .await?;
        self.forget_drift(held).await
    }

    /// A request of this account that has no open attempt.
    async fn refuse_open(&mut self, held: &Held, request: &RequestId) -> Done<Asked> {
        let asked = self.asked(held, request).await?;
        let sql = "SELECT id FROM attempt WHERE request = $1 AND outcome IS NULL";
        let open = self.rows(sqlx::query(sql).bind(request.0.clone())).await?;
        if open.is_empty() {
            return Ok(asked);
        }
        Err(LedgerError::Contradiction("an attempt of the request is open").into())
    }

    pub(super) async fn adopt(&mut self, held: &Held, attempt: &AttemptId, request: Option<&RequestId>) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let tried = store.tried(held, attempt).await?;
            if tried.outcome.as_deref() == Some(Outcome::NotSent.as_str()) {
                return Err(LedgerError::Contradiction("the attempt was proved not sent").into());
            }
            let sql = "UPDATE attempt SET outcome = 'sent', decided_by = 'page', decided_at = $2 \
                       WHERE id = $1 AND (outcome IS NULL OR outcome <> 'sent')";
            store
                .change(sqlx::query(sql).bind(attempt.0.clone()).bind(turn.now))
                .await?;
            let own = store.asked(held, &tried.request).await?;
            if own.outcome.as_deref() != Some(Outcome::Sent.as_str()) {
                store.decide(turn, &tried.request, Outcome::Sent, &Ok(())).await?;
            }
            match request {
                Some(request) if *request != tried.request => {
                    store.refuse_open(held, request).await?;
                    store.take_success(held, turn, request, attempt).await
                }
                Some(_) | None => store.forget_drift(held).await,
            }
        })
        .await
    }

    pub(super) async fn workflow_of(&mut self, held: &Held, attempt: &AttemptId) -> Done<WorkflowId> {
        self.read_as(held, async move |store| {
            let sql = "SELECT r.workflow FROM attempt a JOIN request r ON r.id = a.request WHERE a.id = $1";
            let rows = store.rows(sqlx::query(sql).bind(attempt.0.clone())).await?;
            match rows.first() {
                Some(row) => Ok(WorkflowId(row.try_get(0)?)),
                None => Err(LedgerError::Contradiction("there is no such attempt").into()),
            }
        })
        .await
    }

    pub(super) async fn in_doubt(&mut self, held: &Held) -> Done<Vec<OpenAttempt>> {
        self.read_as(held, async move |store| {
            let sql = "SELECT a.id, a.request, r.workflow, r.pointer, r.label, r.person_url, p.root, a.armed_at, \
                       a.begun_at, a.reads, a.n, a.dialog_at FROM attempt a JOIN request r ON r.id = a.request \
                       JOIN person p ON p.id = a.person WHERE a.account = $1 AND a.outcome IS NULL ORDER BY a.turn";
            let mut open = Vec::new();
            for row in store.rows(sqlx::query(sql).bind(held.account.clone())).await? {
                let root: String = row.try_get(6)?;
                let keys = store.keys_of(&root).await?;
                open.push(store.open_attempt(&row, keys)?);
            }
            Ok(open)
        })
        .await
    }

    fn open_attempt(&self, row: &AnyRow, keys: PersonKeys) -> Done<OpenAttempt> {
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let is_set = |column: usize| row.try_get::<Option<i64>, _>(column).map(|at| at.is_some());
        let stage = match (is_set(7)?, is_set(11)?) {
            (true, _) => Stage::Armed,
            (false, true) => Stage::Dialog,
            (false, false) => Stage::Begun,
        };
        let url: Option<String> = row.try_get(5)?;
        let person = url.and_then(|url| PersonUrl::parse(&url).ok());
        Ok(OpenAttempt {
            id: AttemptId(row.try_get(0)?),
            person: person.ok_or_else(|| self.damaged("an open attempt names nobody"))?,
            keys,
            request: RequestId(row.try_get(1)?),
            workflow: WorkflowId(row.try_get(2)?),
            pointer: row.try_get(3)?,
            label: row.try_get(4)?,
            stage,
            begun_at: row.try_get(8)?,
            reads: count(row.try_get(9)?),
            n: count(row.try_get(10)?),
        })
    }

    pub(super) async fn count_read(&mut self, held: &Held, attempt: &AttemptId) -> Done<u32> {
        self.write_as(held, async move |store, turn| {
            let sql = "UPDATE attempt SET reads = reads + 1 WHERE id = $1 AND account = $2 AND outcome IS NULL \
                       RETURNING reads, request";
            let query = sqlx::query(sql).bind(attempt.0.clone()).bind(held.account.clone());
            let rows = store.rows(query).await?;
            let row = rows
                .first()
                .ok_or(LedgerError::Contradiction("the attempt is not open"))?;
            let request = RequestId(row.try_get(1)?);
            if store.asked(held, &request).await?.outcome.is_none() {
                // A crash has left it without any answer; whoever asks again is told at least this.
                let unknown = Err(ErrorType::OutcomeUnknown.into());
                store.decide(turn, &request, Outcome::InDoubt, &unknown).await?;
            }
            Ok(u32::try_from(row.try_get::<i64, _>(0)?).unwrap_or(u32::MAX))
        })
        .await
    }

    pub(super) async fn settle_recovered(
        &mut self,
        held: &Held,
        attempt: &AttemptId,
        decided: RecoveredOutcome,
        result: &Result<(), ActionError>,
    ) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let outcome = match decided {
                RecoveredOutcome::Sent => Outcome::Sent,
                RecoveredOutcome::NotSent => Outcome::NotSent,
                RecoveredOutcome::Unknown => Outcome::Unknown,
            };
            refuse_false(outcome, result)?;
            store.end(held, turn, attempt, outcome, "recovery").await?;
            let tried = store.tried(held, attempt).await?;
            store.decide(turn, &tried.request, outcome, result).await?;
            match decided {
                RecoveredOutcome::Sent | RecoveredOutcome::NotSent => store.forget_drift(held).await,
                RecoveredOutcome::Unknown => Ok(()),
            }
        })
        .await
    }

    /// The owner has looked. What was charged stays charged: only what the page proves is refunded.
    pub(super) async fn resolve(&mut self, held: &Held, slug: &Slug, sent: bool) -> Done<Resolved> {
        self.write_as(held, async move |store, turn| {
            let roots = store.find(&held.site, &PersonKeys::from(slug)).await?.roots;
            let was = store.standing(held, &roots, turn.now).await?;
            match (&was, sent) {
                (Standing::Free, true) if store.take_back(held, turn, &roots).await? => {
                    return Ok(Resolved::Changed { was });
                }
                (Standing::Free | Standing::Withdrawn { .. }, _) => return Ok(Resolved::Nothing),
                (Standing::Sent { .. } | Standing::ByHand { .. }, true) => return Ok(Resolved::Unchanged),
                (Standing::Sent { .. } | Standing::ByHand { .. }, false)
                | (Standing::InDoubt(_) | Standing::Parked(_), _) => {}
            }
            for root in &roots {
                store.resolve_all(held, turn, root, sent).await?;
                if !sent {
                    store.forget_by_hand(held, root).await?;
                }
            }
            Ok(Resolved::Changed { was })
        })
        .await
    }

    /// Takes the owner's last "not sent" back, if there is one; what a page has proved is none.
    async fn take_back(&mut self, held: &Held, turn: Turn, roots: &[String]) -> Done<bool> {
        let mut last: Option<(i64, String, String)> = None;
        for root in roots {
            let sql = "SELECT a.turn, a.id, a.request FROM attempt a JOIN person p ON p.id = a.person \
                       WHERE a.account = $1 AND p.root = $2 AND a.outcome = 'notSent' AND a.decided_by = 'owner' \
                       AND a.withdrawn_at IS NULL";
            let query = sqlx::query(sql).bind(held.account.clone()).bind(root.clone());
            for row in self.rows(query).await? {
                let found = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
                last = last.max(Some(found));
            }
        }
        let Some((_, attempt, request)) = last else {
            return Ok(false);
        };
        self.decide_as_owner(turn, attempt, &RequestId(request), Outcome::Sent)
            .await?;
        Ok(true)
    }

    async fn resolve_all(&mut self, held: &Held, turn: Turn, root: &str, sent: bool) -> Done<()> {
        let sql = "SELECT a.id, a.request FROM attempt a JOIN person p ON p.id = a.person WHERE a.account = $1 \
                   AND p.root = $2 AND (a.outcome IS NULL OR a.outcome <> 'notSent') AND a.withdrawn_at IS NULL";
        let query = sqlx::query(sql).bind(held.account.clone()).bind(root.to_owned());
        let outcome = if sent { Outcome::Sent } else { Outcome::NotSent };
        for row in self.rows(query).await? {
            let (attempt, request): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            self.decide_as_owner(turn, attempt, &RequestId(request), outcome)
                .await?;
        }
        Ok(())
    }

    async fn decide_as_owner(
        &mut self,
        turn: Turn,
        attempt: String,
        request: &RequestId,
        outcome: Outcome,
    ) -> Done<()> {
        let sql = "UPDATE attempt SET outcome = $2, decided_by = 'owner', decided_at = $3 WHERE id = $1";
        let query = sqlx::query(sql).bind(attempt).bind(outcome.as_str()).bind(turn.now);
        known(self.change(query).await?, "no such attempt")?;
        self.correct(turn, request, outcome).await
    }

    /// The request's answer follows the owner's word; what it was told before stays beside "not sent".
    async fn correct(&mut self, turn: Turn, request: &RequestId, outcome: Outcome) -> Done<()> {
        if outcome == Outcome::Sent {
            return self.decide(turn, request, outcome, &Ok(())).await;
        }
        let unknown = Err(ErrorType::OutcomeUnknown.into());
        self.decide(turn, request, outcome, &unknown).await
    }
}
