//! Across all accounts: the history, and forgetting a person.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::connection::{Done, Store, Turn};
use crate::ledger::{EvidenceId, HistoryFilter, HistoryRow, KnownAccount, LedgerError, Outcome, Timestamp, WorkflowId};
use crate::outcome::ErrorType;
use crate::person::{PersonKeys, Slug};

/// Every request that has an answer or an attempt, with its last attempt, newest first.
const HISTORY: &str = "SELECT r.person_url, r.label, r.outcome, r.error, r.decided_at, p.root, c.site, \
    (SELECT COUNT(*) FROM attempt a WHERE a.request = r.id) AS attempts, \
    t.outcome AS last_outcome, t.decided_at AS last_decided_at, t.begun_at, t.withdrawn_at, w.id AS workflow, c.name AS account, r.evidence \
    FROM request r JOIN workflow w ON w.id = r.workflow JOIN account c ON c.id = w.account \
    JOIN person p ON p.id = r.person LEFT JOIN attempt t ON t.request = r.id AND t.turn = \
    (SELECT MAX(b.turn) FROM attempt b WHERE b.request = r.id) \
    WHERE r.outcome IS NOT NULL OR t.id IS NOT NULL ORDER BY w.turn DESC, r.place DESC";

impl Store {
    pub(super) async fn history(&mut self, filter: &HistoryFilter) -> Done<Vec<HistoryRow>> {
        self.transaction(async move |store| {
            let persons = store.persons(filter).await?;
            let mut history = Vec::new();
            for row in store.rows(sqlx::query(HISTORY)).await? {
                if filter.limit.is_some_and(|limit| history.len() >= limit) {
                    break;
                }
                if let Some(row) = store.history_row(filter, persons.as_deref(), &row)? {
                    history.push(row);
                }
            }
            Ok(history)
        })
        .await
    }

    pub(super) async fn sites(&mut self) -> Done<Vec<String>> {
        let rows = self
            .rows(sqlx::query("SELECT DISTINCT site FROM account ORDER BY site"))
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    pub(super) async fn accounts(&mut self) -> Done<Vec<KnownAccount>> {
        let rows = self
            .rows(sqlx::query("SELECT name, site FROM account ORDER BY name, site"))
            .await?;
        let account = |row: &AnyRow| {
            Ok(KnownAccount {
                name: row.try_get(0)?,
                site: row.try_get(1)?,
            })
        };
        rows.iter().map(account).collect()
    }

    /// The records that the filter's person can be, at each site; `None` if anybody will do.
    pub(super) async fn persons(&mut self, filter: &HistoryFilter) -> Done<Option<Vec<String>>> {
        let Some(slug) = &filter.person else {
            return Ok(None);
        };
        let mut persons = Vec::new();
        for site in self.sites().await? {
            persons.extend(self.find(&site, &PersonKeys::from(slug)).await?.roots);
        }
        Ok(Some(persons))
    }

    fn history_row(
        &self,
        filter: &HistoryFilter,
        persons: Option<&[String]>,
        row: &AnyRow,
    ) -> Done<Option<HistoryRow>> {
        let (root, site): (String, String) = (row.try_get(5)?, row.try_get(6)?);
        let told: Option<Outcome> = self.word_in(row, 2)?;
        let last: Option<Outcome> = self.word_in(row, 8)?;
        let was_tried = row.try_get::<Option<i64>, _>(10)?.is_some();
        let outcome = match (was_tried, last, told) {
            // What a page has proved since counts more than what was told.
            (true, None, _) => Outcome::InDoubt,
            (_, _, Some(Outcome::Sent)) => Outcome::Sent,
            (true, Some(last), _) => last,
            (false, _, Some(told)) => told,
            (false, _, None) => return Ok(None),
        };
        let decided: Option<i64> = match row.try_get(4)? {
            Some(at) => Some(at),
            None => row.try_get(9)?,
        };
        let moment = decided.or(row.try_get(10)?);
        let (workflow, account): (String, String) = (row.try_get("workflow")?, row.try_get("account")?);
        let is_of = |wanted: &Vec<WorkflowId>| wanted.iter().any(|id| id.as_str() == workflow);
        let fits = filter.workflows.as_ref().is_none_or(is_of)
            && filter.outcome.is_none_or(|wanted| wanted == outcome)
            && filter.account.as_ref().is_none_or(|wanted| *wanted == account)
            && filter.site.as_ref().is_none_or(|wanted| *wanted == site)
            && persons.is_none_or(|persons| persons.contains(&root))
            && filter
                .since
                .is_none_or(|since| moment.is_some_and(|moment| moment >= since));
        if !fits {
            return Ok(None);
        }
        let is_open = outcome == Outcome::InDoubt;
        let error: Option<ErrorType> = self.word_in(row, 3)?;
        Ok(Some(HistoryRow {
            person_url: row.try_get(0)?,
            label: row.try_get(1)?,
            outcome,
            error: error.filter(|told| match outcome {
                Outcome::InDoubt | Outcome::Sent => false,
                // What was told then is decided since.
                Outcome::NotSent => *told != ErrorType::OutcomeUnknown,
                Outcome::Unknown | Outcome::Answered => true,
            }),
            attempts: u32::try_from(row.try_get::<i64, _>(7)?).unwrap_or(u32::MAX),
            decided_at: if is_open { None } else { decided.map(Timestamp) },
            withdrawn_at: row.try_get::<Option<i64>, _>("withdrawn_at")?.map(Timestamp),
            evidence: row.try_get::<Option<String>, _>("evidence")?.map(EvidenceId),
            account,
            site,
        }))
    }

    pub(super) fn word_in<T: std::str::FromStr>(&self, row: &AnyRow, column: usize) -> Done<Option<T>> {
        let word: Option<String> = row.try_get(column)?;
        word.map(|word| self.word(&word)).transpose()
    }

    pub(super) async fn purge(&mut self, site: &str, slug: &Slug) -> Done<bool> {
        let is_known = self
            .write(async move |store, turn| {
                let roots = store.find(site, &PersonKeys::from(slug)).await?.roots;
                for root in &roots {
                    store.refuse_unfinished(root).await?;
                    store.park(turn, root).await?;
                    store.forget(root).await?;
                }
                Ok(!roots.is_empty())
            })
            .await?;
        self.empty_log().await?;
        Ok(is_known)
    }

    /// What has not ended needs its texts to be ended.
    async fn refuse_unfinished(&mut self, root: &str) -> Done<()> {
        let sql = "SELECT COUNT(*) FROM request r JOIN workflow w ON w.id = r.workflow JOIN person p ON p.id = r.person \
                   WHERE p.root = $1 AND w.finished_at IS NULL";
        let rows = self.rows(sqlx::query(sql).bind(root.to_owned())).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
        if count == 0 {
            return Ok(());
        }
        let why = "a workflow that names this person has not ended; finish it with `linkwright resume` or drop it with `linkwright cancel`, then purge";
        Err(LedgerError::Refused(why.to_owned()).into())
    }

    /// Nobody can look for a person without an address.
    async fn park(&mut self, turn: Turn, root: &str) -> Done<()> {
        let sql = "UPDATE attempt SET outcome = 'unknown', decided_by = 'purge', decided_at = $2 \
                   WHERE outcome IS NULL AND person IN (SELECT id FROM person WHERE root = $1)";
        self.change(sqlx::query(sql).bind(root.to_owned()).bind(turn.now))
            .await?;
        Ok(())
    }

    async fn forget(&mut self, root: &str) -> Done<()> {
        let texts = [
            "UPDATE alias SET text = NULL WHERE person IN (SELECT id FROM person WHERE root = $1)",
            "UPDATE request SET person_url = NULL, label = NULL, message = NULL, evidence = NULL \
             WHERE person IN (SELECT id FROM person WHERE root = $1)",
            "DELETE FROM evidence WHERE person IN (SELECT id FROM person WHERE root = $1)",
            "UPDATE attempt SET note_hash = NULL WHERE person IN (SELECT id FROM person WHERE root = $1)",
            "UPDATE listed SET asked = '' WHERE request IN (SELECT r.id FROM request r \
             JOIN person p ON p.id = r.person WHERE p.root = $1)",
            "UPDATE submission SET asked = '' WHERE workflow IN (SELECT r.workflow FROM request r \
             JOIN person p ON p.id = r.person WHERE p.root = $1)",
        ];
        for sql in texts {
            self.change(sqlx::query(sql).bind(root.to_owned())).await?;
        }
        Ok(())
    }
}
