//! Accepted workflows and their requests: what was asked for, what was answered, what was told.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::account::Held;
use super::connection::{Done, Store, Turn};
use super::secret;
use crate::ledger::{
    LedgerError, ListRow, NewRequest, Outcome, RequestId, StoredResult, Unfinished, WorkflowId, WorkflowStatus,
};
use crate::outcome::{ActionError, ErrorType};
use crate::person::PersonKeys;

/// A request of an account, as far as writes must know it.
pub(super) struct Asked {
    /// The URL that it named, unless purged.
    pub(super) person_url: Option<String>,
    pub(super) outcome: Option<String>,
    pub(super) is_finished: bool,
}

impl Store {
    pub(super) async fn accept(
        &mut self,
        held: &Held,
        body: &str,
        requests: &[NewRequest],
        row: Option<&ListRow>,
    ) -> Done<WorkflowId> {
        let id = secret::name("wf")?;
        self.write_as(held, async move |store, turn| {
            store.enter(held, turn, &id, body, requests).await?;
            if let Some(row) = row {
                store.list(held, &id, row).await?;
            }
            Ok(WorkflowId(id))
        })
        .await
    }

    /// A workflow with its requests, in the transaction of whoever accepts it.
    pub(super) async fn enter(
        &mut self,
        held: &Held,
        turn: Turn,
        id: &str,
        body: &str,
        requests: &[NewRequest],
    ) -> Done<()> {
        let sql = "INSERT INTO workflow (id, account, turn, body, accepted_at) VALUES ($1, $2, $3, $4, $5)";
        let query = sqlx::query(sql)
            .bind(id.to_owned())
            .bind(held.account.clone())
            .bind(turn.number);
        self.change(query.bind(body.to_owned()).bind(turn.now)).await?;
        for (place, request) in requests.iter().enumerate() {
            self.ask(held, id, place, request).await?;
        }
        Ok(())
    }

    async fn ask(&mut self, held: &Held, workflow: &str, place: usize, request: &NewRequest) -> Done<()> {
        let person = self.meet(&held.site, &PersonKeys::from(request.person.slug())).await?;
        let sql = "INSERT INTO request (id, workflow, place, pointer, person, person_url, label) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let query = sqlx::query(sql)
            .bind(secret::name("rq")?)
            .bind(workflow.to_owned())
            .bind(i64::try_from(place).unwrap_or(i64::MAX))
            .bind(request.pointer.clone())
            .bind(person)
            .bind(request.person.as_str().to_owned())
            .bind(request.label.clone());
        self.change(query).await?;
        Ok(())
    }

    pub(super) async fn finish(&mut self, held: &Held, workflow: &WorkflowId, status: WorkflowStatus) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let sql = "UPDATE workflow SET body = NULL, status = $3, finished_at = COALESCE(finished_at, $4) \
                       WHERE id = $1 AND account = $2";
            let query = sqlx::query(sql).bind(workflow.0.clone()).bind(held.account.clone());
            known(
                store.change(query.bind(status.as_str()).bind(turn.now)).await?,
                "no such workflow",
            )
        })
        .await
    }

    pub(super) async fn deliver(&mut self, held: &Held, workflow: &WorkflowId) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let sql = "UPDATE workflow SET delivered_at = $3 WHERE id = $1 AND account = $2";
            let query = sqlx::query(sql)
                .bind(workflow.0.clone())
                .bind(held.account.clone())
                .bind(turn.now);
            known(store.change(query).await?, "no such workflow")?;
            let sql = "UPDATE request SET delivered_at = $2 \
                       WHERE workflow = $1 AND outcome IS NOT NULL AND delivered_at IS NULL";
            store
                .change(sqlx::query(sql).bind(workflow.0.clone()).bind(turn.now))
                .await?;
            Ok(())
        })
        .await
    }

    pub(super) async fn unfinished(&mut self, held: &Held) -> Done<Vec<Unfinished>> {
        self.read_as(held, async move |store| {
            let sql =
                "SELECT id, body, accepted_at FROM workflow WHERE account = $1 AND finished_at IS NULL ORDER BY turn";
            let mut unfinished = Vec::new();
            for row in store.rows(sqlx::query(sql).bind(held.account.clone())).await? {
                let id: String = row.try_get(0)?;
                unfinished.push(Unfinished {
                    results: store.results(&id).await?,
                    id: WorkflowId(id),
                    body: row.try_get(1)?,
                    accepted_at: row.try_get(2)?,
                });
            }
            Ok(unfinished)
        })
        .await
    }

    pub(super) async fn count_unfinished(&mut self, name: &str, site: &str) -> Done<usize> {
        let sql = "SELECT COUNT(*) FROM workflow w JOIN account c ON c.id = w.account \
                   WHERE c.name = $1 AND c.site = $2 AND w.finished_at IS NULL";
        let query = sqlx::query(sql).bind(name.to_owned()).bind(site.to_owned());
        let rows = self.rows(query).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Workflows that have ended, with answers that have not reached their caller. Rows of a list are told by
    /// their list.
    pub(super) async fn untold(&mut self, held: &Held) -> Done<Vec<WorkflowId>> {
        self.read_as(held, async move |store| {
            let sql = "SELECT w.id FROM workflow w WHERE w.account = $1 AND w.finished_at IS NOT NULL \
                       AND EXISTS (SELECT 1 FROM request r WHERE r.workflow = w.id AND r.outcome IS NOT NULL \
                       AND r.delivered_at IS NULL AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.request = r.id)) \
                       ORDER BY w.turn";
            let rows = store.rows(sqlx::query(sql).bind(held.account.clone())).await?;
            rows.iter().map(|row| Ok(WorkflowId(row.try_get(0)?))).collect()
        })
        .await
    }

    pub(super) async fn results(&mut self, workflow: &str) -> Done<Vec<(String, StoredResult)>> {
        let sql = "SELECT pointer, outcome, error, message FROM request \
                   WHERE workflow = $1 AND outcome IS NOT NULL ORDER BY place";
        let rows = self.rows(sqlx::query(sql).bind(workflow.to_owned())).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, self.result_of(row)?)))
            .collect()
    }

    /// `outcome`, `error` and `message` of a row, behind its first column.
    fn result_of(&self, row: &AnyRow) -> Done<StoredResult> {
        let outcome = self.word::<Outcome>(&row.try_get::<String, _>(1)?)?;
        let (error, message): (Option<String>, Option<String>) = (row.try_get(2)?, row.try_get(3)?);
        let result = match error {
            None => Ok(()),
            Some(word) => {
                let kind = self.word::<ErrorType>(&word)?;
                Err(message.map_or_else(|| kind.into(), |message| ActionError::new(kind, message)))
            }
        };
        Ok(StoredResult { outcome, result })
    }

    /// A word of a vocabulary; every word here was written by a linkwright.
    pub(super) fn word<T: std::str::FromStr>(&self, word: &str) -> Done<T> {
        word.parse()
            .map_err(|_| self.damaged("it has a word that nobody knows").into())
    }

    pub(super) async fn request(&mut self, held: &Held, workflow: &WorkflowId, pointer: &str) -> Done<RequestId> {
        self.read_as(held, async move |store| {
            let sql = "SELECT r.id FROM request r JOIN workflow w ON w.id = r.workflow \
                       WHERE w.id = $1 AND w.account = $2 AND r.pointer = $3";
            let query = sqlx::query(sql).bind(workflow.0.clone()).bind(held.account.clone());
            let rows = store.rows(query.bind(pointer.to_owned())).await?;
            let row = rows.first().ok_or(LedgerError::Contradiction("no such request"))?;
            Ok(RequestId(row.try_get(0)?))
        })
        .await
    }

    /// A request of this account.
    pub(super) async fn asked(&mut self, held: &Held, request: &RequestId) -> Done<Asked> {
        let sql = "SELECT r.person_url, r.outcome, w.finished_at FROM request r JOIN workflow w ON w.id = r.workflow \
                   WHERE r.id = $1 AND w.account = $2";
        let rows = self
            .rows(sqlx::query(sql).bind(request.0.clone()).bind(held.account.clone()))
            .await?;
        let row = rows.first().ok_or(LedgerError::Contradiction("no such request"))?;
        Ok(Asked {
            person_url: row.try_get(0)?,
            outcome: row.try_get(1)?,
            is_finished: row.try_get::<Option<i64>, _>(2)?.is_some(),
        })
    }

    /// Writes an answer down. What was delivered before counts no more: this was not told yet.
    pub(super) async fn decide(
        &mut self,
        turn: Turn,
        request: &RequestId,
        outcome: Outcome,
        result: &Result<(), ActionError>,
    ) -> Done<()> {
        let error = result.as_ref().err();
        let sql = "UPDATE request SET outcome = $2, error = $3, message = $4, decided_at = $5, delivered_at = NULL \
                   WHERE id = $1";
        let query = sqlx::query(sql)
            .bind(request.0.clone())
            .bind(outcome.as_str())
            .bind(error.map(|error| error.kind.as_str()))
            .bind(error.map(|error| error.message.clone()))
            .bind(turn.now);
        self.change(query).await?;
        match result {
            Ok(()) => self.forget_evidence_of_request(request).await,
            Err(_) => Ok(()),
        }
    }
}

/// A change of exactly what was named.
pub(super) fn known(changed: u64, otherwise: &'static str) -> Done<()> {
    if changed == 1 {
        return Ok(());
    }
    Err(LedgerError::Contradiction(otherwise).into())
}
