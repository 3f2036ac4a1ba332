//! Rows of lists of people: which request was made of each, and what became of it.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::account::Held;
use super::connection::{Done, Store};
use crate::ledger::{
    EvidenceId, HeldBack, ListRow, Listed, Outcome, Timestamp, Usage, Went, WorkflowId, WorkflowStatus,
};
use crate::outcome::{ActionError, ErrorType};

/// The last request of a row, with its last attempt.
const LISTED: &str = "SELECT w.id, w.finished_at, r.outcome, r.error, r.message, r.decided_at, l.asked, \
    t.id AS attempt, t.outcome AS last_outcome, t.decided_at AS last_decided_at, r.delivered_at, r.evidence, \
    l.held_back, r.adopted, t.dialog_at, t.decided_by, w.status \
    FROM listed l JOIN request r ON r.id = l.request JOIN workflow w ON w.id = r.workflow \
    LEFT JOIN attempt t ON t.request = r.id AND t.turn = (SELECT MAX(b.turn) FROM attempt b WHERE b.request = r.id) \
    WHERE l.name = $1";

impl Store {
    /// Puts the one request of a workflow on record as that of a row, in the transaction that accepts it.
    pub(super) async fn list(&mut self, held: &Held, workflow: &str, row: &ListRow) -> Done<()> {
        let sql = "INSERT INTO listed (name, asked, request, held_back) \
                   SELECT $1, $2, id, $4 FROM request WHERE workflow = $3 ON CONFLICT (name) DO UPDATE \
                   SET asked = excluded.asked, request = excluded.request, held_back = excluded.held_back";
        let (name, asked) = (self.name_of(held, row)?, self.asked_for(row)?);
        let query = sqlx::query(sql).bind(name).bind(asked).bind(workflow.to_owned());
        self.change(query.bind(row.held_back.map(HeldBack::as_str))).await?;
        Ok(())
    }

    pub(super) async fn listed(&mut self, held: &Held, row: &ListRow) -> Done<Option<Listed>> {
        let (name, asked) = (self.name_of(held, row)?, self.asked_for(row)?);
        self.read_as(held, async move |store| {
            let rows = store.rows(sqlx::query(LISTED).bind(name)).await?;
            let told = |found| store.listed_row(found, row, &asked);
            rows.first().map(told).transpose()
        })
        .await
    }

    fn listed_row(&self, row: &AnyRow, of: &ListRow, asked: &str) -> Done<Listed> {
        let told: Option<Outcome> = self.word_in(row, 2)?;
        let last: Option<Outcome> = self.word_in(row, 8)?;
        let was_tried = row.try_get::<Option<String>, _>(7)?.is_some();
        let error: Option<ErrorType> = self.word_in(row, 3)?;
        let message: Option<String> = row.try_get(4)?;
        let decided: Option<i64> = match row.try_get(5)? {
            Some(at) => Some(at),
            None => row.try_get(9)?,
        };
        // What a page has proved since counts more than what was told.
        let outcome = match (was_tried, last, told) {
            (true, None, _) => Some(Outcome::InDoubt),
            (_, _, Some(Outcome::Sent)) => Some(Outcome::Sent),
            (true, Some(last), _) => Some(last),
            (false, _, told) => told,
        };
        let same = row.try_get::<String, _>(6)? == asked;
        let ended: Option<WorkflowStatus> = self.word_in(row, 16)?;
        let went = match outcome {
            Some(Outcome::Sent) => Some(self.went(row, of, same)?),
            Some(Outcome::InDoubt | Outcome::NotSent | Outcome::Unknown | Outcome::Answered) | None => None,
        };
        Ok(Listed {
            workflow: WorkflowId(row.try_get(0)?),
            is_finished: row.try_get::<Option<i64>, _>(1)?.is_some(),
            has_failed: outcome.is_none() && ended == Some(WorkflowStatus::Failed),
            is_delivered: row.try_get::<Option<i64>, _>(10)?.is_some(),
            outcome,
            error: error.map(|kind| match message {
                Some(message) => ActionError::new(kind, message),
                None => kind.into(),
            }),
            decided_at: decided.map(Timestamp),
            evidence: row.try_get::<Option<String>, _>(11)?.map(EvidenceId),
            same,
            went,
        })
    }

    /// What went with an invitation that was sent.
    fn went(&self, row: &AnyRow, of: &ListRow, same: bool) -> Done<Went> {
        let held_back: Option<HeldBack> = self.word_in(row, 12)?;
        let is_adopted = row.try_get::<Option<String>, _>(13)?.is_some();
        let saw_dialog = row.try_get::<Option<i64>, _>(14)?.is_some();
        // Of what the owner has said nobody knows how it was sent.
        let is_ours = row.try_get::<Option<String>, _>(15)?.is_some_and(|by| by != "owner");
        let has_texts = of.asked.note.is_some() || of.asked.email.is_some();
        // A purge has taken away what was asked for.
        let is_forgotten = row.try_get::<String, _>(6)?.is_empty();
        if (!same && !is_forgotten) || (is_adopted && has_texts) {
            return Ok(Went::Earlier);
        }
        Ok(match held_back {
            Some(why) => Went::WithoutNote(why),
            // The note is typed into the dialog, which is on record before.
            None if of.asked.note.is_some() && is_ours && !saw_dialog && !is_forgotten => Went::AtOnce,
            None => Went::AsAsked,
        })
    }

    fn name_of(&self, held: &Held, row: &ListRow) -> Done<String> {
        let person = row.person.slug().decoded();
        Ok(self.key()?.hash(&["listed", &held.account, &row.list, person]))
    }

    fn asked_for(&self, row: &ListRow) -> Done<String> {
        // Neither is ever empty where it is given.
        let note = row.asked.note.as_ref().map_or("", |note| note.as_str());
        let email = row.asked.email.as_ref().map_or("", |email| email.as_str());
        Ok(self.key()?.hash(&["asked", note, email]))
    }

    /// What counts against the limits of an account; nothing where there is none.
    pub(super) async fn usage_by_name(&mut self, name: &str, site: &str, now: i64) -> Done<Usage> {
        let (name, site) = (name.to_owned(), site.to_owned());
        self.transaction(async move |store| {
            let sql = "SELECT id FROM account WHERE name = $1 AND site = $2";
            let rows = store.rows(sqlx::query(sql).bind(name).bind(site)).await?;
            match rows.first() {
                Some(row) => {
                    let account: String = row.try_get(0)?;
                    store.usage(&account, now).await
                }
                None => Ok(Usage::default()),
            }
        })
        .await
    }
}
