//! Attempts of a run: who may be invited, the intent before the first click, the end.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::account::Held;
use super::connection::{Done, Store, Turn};
use super::secret;
use super::workflows::known;
use crate::crash;
use crate::ledger::quota::{HORIZON, JITTER};
use crate::ledger::{
    Attempt, AttemptId, Charge, Closed, LastAttempt, LedgerError, Limits, Outcome, Permit, Refusal, RequestId,
    Settlement, Standing, Timestamp, Usage,
};
use crate::outcome::ActionError;
use crate::person::{PersonKeys, PersonUrl};

/// An attempt of an account, as far as writes must know it.
pub(super) struct Tried {
    pub(super) request: RequestId,
    pub(super) outcome: Option<String>,
}

impl Store {
    pub(super) async fn permit(
        &mut self,
        held: &Held,
        limits: &Limits,
        keys: &PersonKeys,
        with_note: bool,
    ) -> Done<Result<Permit, Refusal>> {
        self.write_as(held, async move |store, turn| {
            // What a page has shown is put on record even if nothing comes of it.
            let person = store.meet(&held.site, keys).await?;
            let refusal = store.refusal(held, limits, turn.now, &person, with_note).await?;
            Ok(match refusal {
                Some(refusal) => Err(refusal),
                None => Ok(Permit {
                    account: held.account.clone(),
                    keys: keys.clone(),
                    with_note,
                }),
            })
        })
        .await
    }

    /// Everything that can bar an invitation, the person's own standing first.
    async fn refusal(
        &mut self,
        held: &Held,
        limits: &Limits,
        now: i64,
        person: &str,
        with_note: bool,
    ) -> Done<Option<Refusal>> {
        let standing = self.standing(held, &[person.to_owned()], now).await?;
        if standing != Standing::Free {
            return Ok(Some(Refusal::Standing(standing)));
        }
        if let Some(stop) = self.stopped(&held.account).await? {
            return Ok(Some(Refusal::Stopped(stop)));
        }
        let closed = self.closed(held, limits, now, with_note).await?;
        Ok(closed.map(Refusal::Limit))
    }

    /// How these persons, who are one, stand: what is in doubt weighs most.
    pub(super) async fn standing(&mut self, held: &Held, roots: &[String], now: i64) -> Done<Standing> {
        let mut standing = Standing::Free;
        for root in roots {
            let sql = "SELECT a.id, a.outcome, a.decided_at, \
                       (SELECT COUNT(*) FROM request r WHERE (r.id = a.request OR r.adopted = a.id) \
                        AND r.outcome = 'sent' AND r.delivered_at IS NOT NULL) AS told \
                       FROM attempt a JOIN person p ON p.id = a.person \
                       WHERE a.account = $1 AND p.root = $2 AND (a.outcome IS NULL OR a.outcome <> 'notSent') \
                       AND a.withdrawn_at IS NULL ORDER BY a.turn";
            let query = sqlx::query(sql).bind(held.account.clone()).bind(root.clone());
            let mut all = self
                .rows(query)
                .await?
                .iter()
                .map(standing_of)
                .collect::<Done<Vec<_>>>()?;
            all.push(self.found_by_hand(held, root).await?);
            all.push(self.withdrawn(held, root, now).await?);
            for one in all {
                if weight(&one) > weight(&standing) {
                    standing = one;
                }
            }
        }
        Ok(standing)
    }

    pub(super) async fn closed(
        &mut self,
        held: &Held,
        limits: &Limits,
        now: i64,
        with_note: bool,
    ) -> Done<Option<Closed>> {
        let usage = self.usage(&held.account, now).await?;
        Ok(limits.closed(&usage, now, with_note))
    }

    pub(super) async fn usage(&mut self, account: &str, now: i64) -> Done<Usage> {
        let sql = "SELECT begun_at, with_note FROM attempt \
                   WHERE account = $1 AND begun_at > $2 AND refunded = 0 ORDER BY begun_at, turn";
        let query = sqlx::query(sql)
            .bind(account.to_owned())
            .bind(now.saturating_sub(HORIZON));
        let charge = |row: &AnyRow| -> Done<Charge> {
            Ok(Charge {
                at: row.try_get(0)?,
                with_note: row.try_get::<i64, _>(1)? != 0,
            })
        };
        let charges = self.rows(query).await?.iter().map(charge).collect::<Done<_>>()?;
        let sql = "SELECT begun_at, jitter FROM attempt WHERE account = $1 ORDER BY begun_at DESC, turn DESC LIMIT 1";
        let rows = self.rows(sqlx::query(sql).bind(account.to_owned())).await?;
        let last = |row: &AnyRow| -> Done<LastAttempt> {
            Ok(LastAttempt {
                at: row.try_get(0)?,
                jitter: row.try_get(1)?,
            })
        };
        let last = rows.first().map(last).transpose()?;
        let sql = "SELECT paused_until FROM account WHERE id = $1";
        let rows = self.rows(sqlx::query(sql).bind(account.to_owned())).await?;
        let paused_until = rows.first().map_or(Ok(None), |row| row.try_get(0))?;
        Ok(Usage {
            charges,
            last,
            paused_until,
        })
    }

    /// The intent: everything is asked again and written down in one transaction.
    pub(super) async fn begin(
        &mut self,
        held: &Held,
        limits: &Limits,
        permit: &Permit,
        request: &RequestId,
        note: Option<&str>,
    ) -> Done<Result<Attempt, Refusal>> {
        self.write_as(held, async move |store, turn| {
            if permit.account != held.account {
                return Err(LedgerError::Contradiction("the permit is another account's").into());
            }
            let keys = store.keys_for(held, request, &permit.keys).await?;
            let person = store.meet(&held.site, &keys).await?;
            let with_note = permit.with_note || note.is_some();
            let refusal = store.refusal(held, limits, turn.now, &person, with_note).await?;
            if let Some(refusal) = refusal {
                return Ok(Err(refusal));
            }
            let intent = Intent {
                person: &person,
                request,
                with_note,
                note,
            };
            let recorded = store.record(held, turn, &intent).await?;
            // Written, and not yet committed.
            crash::point("CP09").map_err(|_| LedgerError::Failed("an injected fault".to_owned()))?;
            match recorded {
                Some(attempt) => Ok(Ok(attempt)),
                // The index knows better than what was asked before.
                None => Ok(Err(Refusal::Standing(store.standing(held, &[person], turn.now).await?))),
            }
        })
        .await
    }

    /// What names the person of a request that is still to be done: the page's keys and the slug asked for.
    async fn keys_for(&mut self, held: &Held, request: &RequestId, keys: &PersonKeys) -> Done<PersonKeys> {
        let asked = self.asked(held, request).await?;
        if asked.is_finished {
            return Err(LedgerError::Contradiction("the workflow has ended").into());
        }
        if asked.outcome.as_deref() == Some(Outcome::Sent.as_str()) {
            return Err(LedgerError::Contradiction("the request was answered with success").into());
        }
        let url = asked.person_url.as_deref().and_then(|url| PersonUrl::parse(url).ok());
        Ok(match url {
            Some(url) => keys.clone().with_slug(url.slug()),
            None => keys.clone(),
        })
    }

    async fn record(&mut self, held: &Held, turn: Turn, intent: &Intent<'_>) -> Done<Option<Attempt>> {
        let id = secret::name("at")?;
        let note_hash = intent
            .note
            .map(|note| Ok::<_, super::connection::Trouble>(self.key()?.hash(&["note", note])));
        let sql = "INSERT INTO attempt (id, account, request, person, n, epoch, turn, with_note, note_hash, jitter, \
                   begun_at, reads, refunded) \
                   SELECT $1, $2, $3, $4, COUNT(*) + 1, $5, $6, $7, $8, $9, $10, 0, 0 \
                   FROM attempt a JOIN person p ON p.id = a.person WHERE a.account = $2 AND p.root = $4 \
                   AND a.withdrawn_at IS NULL ON CONFLICT DO NOTHING";
        let query = sqlx::query(sql)
            .bind(id.clone())
            .bind(held.account.clone())
            .bind(intent.request.0.clone())
            .bind(intent.person.to_owned())
            .bind(held.epoch)
            .bind(turn.number)
            .bind(i64::from(intent.with_note))
            .bind(note_hash.transpose()?)
            .bind(secret::draw(JITTER)?)
            .bind(turn.now);
        if self.change(query).await? == 0 {
            return Ok(None);
        }
        let sql = "UPDATE request SET person = $2 WHERE id = $1";
        self.change(
            sqlx::query(sql)
                .bind(intent.request.0.clone())
                .bind(intent.person.to_owned()),
        )
        .await?;
        Ok(Some(Attempt { id: AttemptId(id) }))
    }

    pub(super) async fn open_dialog(&mut self, held: &Held, attempt: &AttemptId) -> Done<()> {
        let sql = "UPDATE attempt SET dialog_at = $3 WHERE id = $1 AND account = $2 AND outcome IS NULL";
        self.come_to(held, attempt, sql).await
    }

    pub(super) async fn arm(&mut self, held: &Held, attempt: &AttemptId) -> Done<()> {
        let sql = "UPDATE attempt SET armed_at = $3 WHERE id = $1 AND account = $2 AND outcome IS NULL";
        self.come_to(held, attempt, sql).await
    }

    /// Writes down when an open attempt came to a stage.
    async fn come_to(&mut self, held: &Held, attempt: &AttemptId, sql: &'static str) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let query = sqlx::query(sql)
                .bind(attempt.0.clone())
                .bind(held.account.clone())
                .bind(turn.now);
            known(store.change(query).await?, "the attempt is not open")
        })
        .await
    }

    pub(super) async fn settle(
        &mut self,
        held: &Held,
        attempt: &AttemptId,
        settlement: Settlement,
        result: Option<&Result<(), ActionError>>,
    ) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let outcome = match settlement {
                Settlement::Sent => Outcome::Sent,
                Settlement::NotSent => Outcome::NotSent,
                Settlement::InDoubt => Outcome::InDoubt,
            };
            store.end(held, turn, attempt, outcome, "run").await?;
            let tried = store.tried(held, attempt).await?;
            match (outcome, result) {
                (Outcome::Sent, None) => store.decide(turn, &tried.request, outcome, &Ok(())).await?,
                (_, None) => {}
                (_, Some(result)) => {
                    refuse_false(outcome, result)?;
                    store.decide(turn, &tried.request, outcome, result).await?;
                }
            }
            if outcome == Outcome::Sent || (outcome == Outcome::NotSent && result.is_some()) {
                store.forget_drift(held).await?;
            }
            Ok(())
        })
        .await
    }

    /// Ends an open attempt, or leaves it open; a second time it must be the same end.
    pub(super) async fn end(
        &mut self,
        held: &Held,
        turn: Turn,
        attempt: &AttemptId,
        outcome: Outcome,
        by: &'static str,
    ) -> Done<()> {
        let tried = self.tried(held, attempt).await?;
        match tried.outcome {
            None if outcome == Outcome::InDoubt => Ok(()),
            None => {
                let sql =
                    "UPDATE attempt SET outcome = $2, decided_by = $3, decided_at = $4, refunded = $5 WHERE id = $1";
                let refunded = i64::from(outcome == Outcome::NotSent);
                let query = sqlx::query(sql)
                    .bind(attempt.0.clone())
                    .bind(outcome.as_str())
                    .bind(by)
                    .bind(turn.now);
                known(self.change(query.bind(refunded)).await?, "the attempt is not open")
            }
            Some(word) if word == outcome.as_str() => Ok(()),
            Some(_) => Err(LedgerError::Contradiction("the attempt has ended otherwise").into()),
        }
    }

    /// An attempt of this account.
    pub(super) async fn tried(&mut self, held: &Held, attempt: &AttemptId) -> Done<Tried> {
        let sql = "SELECT request, outcome FROM attempt WHERE id = $1 AND account = $2";
        let rows = self
            .rows(sqlx::query(sql).bind(attempt.0.clone()).bind(held.account.clone()))
            .await?;
        let row = rows.first().ok_or(LedgerError::Contradiction("no such attempt"))?;
        Ok(Tried {
            request: RequestId(row.try_get(0)?),
            outcome: row.try_get(1)?,
        })
    }
}

/// What is about to be done.
struct Intent<'a> {
    person: &'a str,
    request: &'a RequestId,
    with_note: bool,
    note: Option<&'a str>,
}

/// Success is told of what was sent, and of nothing else.
pub(super) fn refuse_false(outcome: Outcome, result: &Result<(), ActionError>) -> Done<()> {
    let holds = (outcome == Outcome::Sent) == result.is_ok();
    if holds {
        return Ok(());
    }
    Err(LedgerError::Contradiction("the answer does not fit what became of the attempt").into())
}

fn standing_of(row: &AnyRow) -> Done<Standing> {
    let attempt = AttemptId(row.try_get(0)?);
    let outcome: Option<String> = row.try_get(1)?;
    Ok(match outcome.as_deref() {
        None => Standing::InDoubt(attempt),
        Some("sent") => Standing::Sent {
            attempt,
            at: Timestamp(row.try_get(2)?),
            delivered: row.try_get::<i64, _>(3)? > 0,
        },
        // Whatever else a newer version may write: nobody is invited on the strength of it.
        Some(_) => Standing::Parked(attempt),
    })
}

const fn weight(standing: &Standing) -> u8 {
    match standing {
        Standing::Free => 0,
        Standing::Withdrawn { .. } => 1,
        Standing::ByHand { .. } => 2,
        Standing::Sent { .. } => 3,
        Standing::Parked(_) => 4,
        Standing::InDoubt(_) => 5,
    }
}
