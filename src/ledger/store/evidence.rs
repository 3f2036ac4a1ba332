//! The names of evidence: whose it is, of which action, and that it is gone.

use std::collections::BTreeMap;

use sqlx::Row;

use super::account::Held;
use super::connection::{Done, Store};
use super::secret;
use crate::ledger::{EvidenceId, KeptEvidence, NewEvidence, RequestId, WorkflowId};
use crate::person::{PersonKeys, Slug};

impl Store {
    /// Puts the name on record before anything is written under it, so that nothing lies there unnamed.
    pub(super) async fn keep_evidence(&mut self, held: &Held, new: &NewEvidence) -> Done<EvidenceId> {
        let id = secret::short_name(super::super::evidence::PREFIX)?;
        self.write_as(held, async move |store, turn| {
            let person = store.meet(&held.site, &new.person).await?;
            let sql = "INSERT INTO evidence (id, person, workflow, pointer, request, word, kept_at) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7)";
            let query = sqlx::query(sql)
                .bind(id.clone())
                .bind(person)
                .bind(new.workflow.0.clone())
                .bind(new.pointer.clone());
            let query = query.bind(new.request.as_ref().map(|request| request.0.clone()));
            store.change(query.bind(new.word.to_owned()).bind(turn.now)).await?;
            if let Some(request) = &new.request {
                let sql = "UPDATE request SET evidence = $2 WHERE id = $1";
                store
                    .change(sqlx::query(sql).bind(request.0.clone()).bind(id.clone()))
                    .await?;
            }
            Ok(EvidenceId(id))
        })
        .await
    }

    /// What was kept for a workflow, in its order.
    pub(super) async fn evidence(&mut self, held: &Held, workflow: &WorkflowId) -> Done<Vec<KeptEvidence>> {
        self.read_as(held, async move |store| {
            let sql = "SELECT e.id, p.root, e.word FROM evidence e JOIN person p ON p.id = e.person \
                       WHERE e.workflow = $1 ORDER BY e.kept_at, e.pointer, e.id";
            let mut kept = Vec::new();
            for row in store.rows(sqlx::query(sql).bind(workflow.0.clone())).await? {
                let root: String = row.try_get(1)?;
                let keys = store.keys_of(&root).await?;
                kept.push(KeptEvidence {
                    id: EvidenceId(row.try_get(0)?),
                    person: keys.slugs.first().map(|slug| slug.decoded().to_owned()),
                    word: row.try_get(2)?,
                });
            }
            Ok(kept)
        })
        .await
    }

    /// Every name, with the time since which it is kept (milliseconds since 1970).
    pub(super) async fn all_evidence(&mut self) -> Done<BTreeMap<EvidenceId, i64>> {
        let rows = self.rows(sqlx::query("SELECT id, kept_at FROM evidence")).await?;
        rows.iter()
            .map(|row| Ok((EvidenceId(row.try_get(0)?), row.try_get(1)?)))
            .collect()
    }

    /// All evidence of a person's page, of all accounts.
    pub(super) async fn evidence_of(&mut self, site: &str, slug: &Slug) -> Done<Vec<EvidenceId>> {
        self.transaction(async move |store| {
            let mut ids = Vec::new();
            for root in store.find(site, &PersonKeys::from(slug)).await?.roots {
                let sql =
                    "SELECT e.id FROM evidence e JOIN person p ON p.id = e.person WHERE p.root = $1 ORDER BY e.id";
                for row in store.rows(sqlx::query(sql).bind(root)).await? {
                    ids.push(EvidenceId(row.try_get(0)?));
                }
            }
            Ok(ids)
        })
        .await
    }

    /// It is gone, or was never written.
    pub(super) async fn forget_evidence(&mut self, ids: &[EvidenceId]) -> Done<()> {
        self.write(async move |store, _| {
            for id in ids {
                for sql in [
                    "UPDATE request SET evidence = NULL WHERE evidence = $1",
                    "DELETE FROM evidence WHERE id = $1",
                ] {
                    store.change(sqlx::query(sql).bind(id.0.clone())).await?;
                }
            }
            Ok(())
        })
        .await
    }

    /// A request that has come to success has nothing to be looked into; the files go at the next sweep.
    pub(super) async fn forget_evidence_of_request(&mut self, request: &RequestId) -> Done<()> {
        for sql in [
            "UPDATE request SET evidence = NULL WHERE id = $1 AND evidence IS NOT NULL",
            "DELETE FROM evidence WHERE request = $1",
        ] {
            self.change(sqlx::query(sql).bind(request.0.clone())).await?;
        }
        Ok(())
    }
}
