//! Invitations that are withdrawn: the intent before the click, its end, and the three weeks behind it.
//!
//! Doing it twice does no harm, so a withdrawal that was begun and has no end is simply taken up again.

use sqlx::Row;

use super::account::Held;
use super::connection::{Done, Store};
use super::secret;
use super::workflows::known;
use crate::ledger::{
    HistoryFilter, LedgerError, Refusal, Standing, Timestamp, Withdrawal, WithdrawalId, WithdrawnRow, WorkflowId,
    cooled,
};
use crate::person::{PersonKeys, PersonUrl};

/// Every withdrawal that was proved, newest first. A request that made the invitation was marked in the same turn.
const WITHDRAWN: &str = "SELECT p.root, w.decided_at, c.name, c.site, \
    (SELECT COUNT(*) FROM attempt a JOIN person q ON q.id = a.person \
    WHERE a.account = w.account AND q.root = p.root AND a.withdrawn_at BETWEEN w.begun_at AND w.decided_at) AS requests \
    FROM withdrawal w JOIN person p ON p.id = w.person JOIN account c ON c.id = w.account \
    WHERE w.outcome = 'withdrawn' ORDER BY w.turn DESC";

impl Store {
    /// What was withdrawn, as far as the filter lets it through.
    pub(super) async fn withdrawals(&mut self, filter: &HistoryFilter) -> Done<Vec<WithdrawnRow>> {
        self.transaction(async move |store| {
            let persons = store.persons(filter).await?;
            let mut withdrawn = Vec::new();
            for row in store.rows(sqlx::query(WITHDRAWN)).await? {
                let (root, at): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
                let (account, site): (String, String) = (row.try_get(2)?, row.try_get(3)?);
                let fits = filter.account.as_ref().is_none_or(|wanted| *wanted == account)
                    && filter.site.as_ref().is_none_or(|wanted| *wanted == site)
                    && persons.as_ref().is_none_or(|persons| persons.contains(&root))
                    && filter.since.is_none_or(|since| at >= since);
                if !fits {
                    continue;
                }
                if filter.limit.is_some_and(|limit| withdrawn.len() >= limit) {
                    break;
                }
                let slug = store.keys_of(&root).await?.slugs.into_iter().next();
                withdrawn.push(WithdrawnRow {
                    person: slug.map(PersonUrl::from),
                    at: Timestamp(at),
                    until: cooled(Timestamp(at)),
                    was_requested: row.try_get::<i64, _>(4)? > 0,
                    account,
                    site,
                });
            }
            Ok(withdrawn)
        })
        .await
    }

    /// The intent: written before anything is clicked that could withdraw.
    pub(super) async fn begin_withdrawal(
        &mut self,
        held: &Held,
        keys: &PersonKeys,
        workflow: &WorkflowId,
        pointer: &str,
    ) -> Done<Result<Withdrawal, Refusal>> {
        self.write_as(held, async move |store, turn| {
            if let Some(stop) = store.stopped(&held.account).await? {
                return Ok(Err(Refusal::Stopped(stop)));
            }
            let person = store.meet(&held.site, keys).await?;
            if let Some(id) = store.open_withdrawal(held, &person).await? {
                // From here on it is this action's: what it proves is this action's answer.
                let sql = "UPDATE withdrawal SET workflow = $2, pointer = $3 WHERE id = $1";
                let query = sqlx::query(sql).bind(id.0.clone()).bind(workflow.0.clone());
                known(
                    store.change(query.bind(pointer.to_owned())).await?,
                    "no such withdrawal",
                )?;
                return Ok(Ok(Withdrawal { id, is_taken_up: true }));
            }
            let id = secret::name("wd")?;
            let sql = "INSERT INTO withdrawal (id, account, person, workflow, pointer, turn, begun_at) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7)";
            let query = sqlx::query(sql)
                .bind(id.clone())
                .bind(held.account.clone())
                .bind(person);
            let query = query.bind(workflow.0.clone()).bind(pointer.to_owned());
            store.change(query.bind(turn.number).bind(turn.now)).await?;
            Ok(Ok(Withdrawal {
                id: WithdrawalId(id),
                is_taken_up: false,
            }))
        })
        .await
    }

    /// The page shows nothing pending. Whether an earlier run has withdrawn it: by this very action, or by a
    /// click that was never proved, which is proved now.
    pub(super) async fn finish_withdrawal(
        &mut self,
        held: &Held,
        keys: &PersonKeys,
        workflow: &WorkflowId,
        pointer: &str,
    ) -> Done<bool> {
        let (open, is_told) = self
            .read_as(held, async |store| {
                let mut open = None;
                for root in store.find(&held.site, keys).await?.roots {
                    let one = store.open_withdrawal(held, &root).await?;
                    open = open.or(one);
                }
                Ok((open, store.has_withdrawn(held, workflow, pointer).await?))
            })
            .await?;
        match open {
            Some(id) => self.end_withdrawal(held, &id, true).await.map(|()| true),
            None => Ok(is_told),
        }
    }

    /// Whether this very action has withdrawn its invitation.
    pub(super) async fn has_withdrawn(&mut self, held: &Held, workflow: &WorkflowId, pointer: &str) -> Done<bool> {
        let sql = "SELECT id FROM withdrawal WHERE account = $1 AND workflow = $2 AND pointer = $3 \
                   AND outcome = 'withdrawn'";
        let query = sqlx::query(sql).bind(held.account.clone()).bind(workflow.0.clone());
        Ok(!self.rows(query.bind(pointer.to_owned())).await?.is_empty())
    }

    async fn open_withdrawal(&mut self, held: &Held, root: &str) -> Done<Option<WithdrawalId>> {
        let sql = "SELECT w.id FROM withdrawal w JOIN person p ON p.id = w.person \
                   WHERE w.account = $1 AND p.root = $2 AND w.outcome IS NULL ORDER BY w.turn DESC LIMIT 1";
        let query = sqlx::query(sql).bind(held.account.clone()).bind(root.to_owned());
        let rows = self.rows(query).await?;
        rows.first().map(|row| Ok(WithdrawalId(row.try_get(0)?))).transpose()
    }

    /// A fresh page has shown what became of it: with `withdrawn` the person may be invited again once the
    /// three weeks are over.
    pub(super) async fn end_withdrawal(&mut self, held: &Held, id: &WithdrawalId, withdrawn: bool) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let sql = "SELECT p.root FROM withdrawal w JOIN person p ON p.id = w.person WHERE w.id = $1 AND w.account = $2";
            let query = sqlx::query(sql).bind(id.0.clone()).bind(held.account.clone());
            let rows = store.rows(query).await?;
            let row = rows.first().ok_or(LedgerError::Contradiction("no such withdrawal"))?;
            let root: String = row.try_get(0)?;
            let outcome = if withdrawn { "withdrawn" } else { "kept" };
            let sql = "UPDATE withdrawal SET outcome = $2, decided_at = $3 WHERE id = $1 AND (outcome IS NULL OR outcome = $2)";
            let query = sqlx::query(sql).bind(id.0.clone()).bind(outcome).bind(turn.now);
            known(store.change(query).await?, "the withdrawal has ended otherwise")?;
            if withdrawn {
                store.forget_by_hand(held, &root).await?;
                let sql = "UPDATE attempt SET withdrawn_at = $3 WHERE account = $1 AND outcome = 'sent' \
                           AND withdrawn_at IS NULL AND person IN (SELECT id FROM person WHERE root = $2)";
                let query = sqlx::query(sql).bind(held.account.clone()).bind(root).bind(turn.now);
                store.change(query).await?;
            }
            Ok(())
        })
        .await
    }

    /// How a person stands by the last withdrawal.
    pub(super) async fn withdrawn(&mut self, held: &Held, root: &str, now: i64) -> Done<Standing> {
        let sql = "SELECT MAX(w.decided_at) FROM withdrawal w JOIN person p ON p.id = w.person \
                   WHERE w.account = $1 AND p.root = $2 AND w.outcome = 'withdrawn'";
        let query = sqlx::query(sql).bind(held.account.clone()).bind(root.to_owned());
        let rows = self.rows(query).await?;
        let at: Option<i64> = rows.first().map_or(Ok(None), |row| row.try_get(0))?;
        Ok(match at.map(|at| (at, cooled(Timestamp(at)))) {
            Some((at, until)) if now < until.0 => Standing::Withdrawn {
                at: Timestamp(at),
                until,
            },
            Some(_) | None => Standing::Free,
        })
    }
}
