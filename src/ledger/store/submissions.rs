//! Workflows that were handed in under a key.

use sqlx::Row;

use super::account::Held;
use super::connection::{Done, Store};
use super::secret;
use super::workflows::known;
use crate::ledger::{NewRequest, SubmissionKey, Submitted, Unfinished, WorkflowId};

/// A submission with its workflow, by the hash of its key.
const SUBMITTED: &str = "SELECT s.asked, w.id, w.accepted_at FROM submission s JOIN workflow w ON w.id = s.workflow \
    WHERE s.name = $1";

impl Store {
    /// Accepts a workflow, unless its key is known: then the one that was accepted is open again, with the
    /// answers that it has. All in one transaction, so that of many at once one is the first.
    pub(super) async fn submit(
        &mut self,
        held: &Held,
        key: &SubmissionKey,
        body: &str,
        requests: &[NewRequest],
    ) -> Done<Submitted> {
        let name = self.key()?.hash(&["submission", &held.account, key.as_str()]);
        let asked = self.key()?.hash(&["submitted", body]);
        let fresh = secret::name("wf")?;
        self.write_as(held, async move |store, turn| {
            let rows = store.rows(sqlx::query(SUBMITTED).bind(name.clone())).await?;
            let Some(row) = rows.first() else {
                store.enter(held, turn, &fresh, body, requests).await?;
                let sql = "INSERT INTO submission (name, asked, workflow) VALUES ($1, $2, $3)";
                let query = sqlx::query(sql).bind(name).bind(asked).bind(fresh.clone());
                store.change(query).await?;
                return Ok(Submitted::New(WorkflowId(fresh)));
            };
            if row.try_get::<String, _>(0)? != asked {
                return Ok(Submitted::Other);
            }
            let id: String = row.try_get(1)?;
            let sql = "UPDATE workflow SET body = $2, status = NULL, finished_at = NULL WHERE id = $1";
            let query = sqlx::query(sql).bind(id.clone()).bind(body.to_owned());
            known(store.change(query).await?, "no such workflow")?;
            Ok(Submitted::Before(Unfinished {
                results: store.results(&id).await?,
                id: WorkflowId(id),
                body: body.to_owned(),
                accepted_at: row.try_get(2)?,
            }))
        })
        .await
    }
}
