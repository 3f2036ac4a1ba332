//! The tables, and how an older ledger becomes a newer one.
//!
//! Plain SQL for SQLite and Postgres alike: TEXT, BIGINT (milliseconds, counts, 0 and 1), `$1`.

use super::connection::{Done, Store, Trouble};
use super::secret::Key;
use crate::ledger::LedgerError;

/// One step from a version to the next; the first makes version 1 from nothing.
pub(super) type Migration = &'static [&'static str];

/// All steps, in order. A step that was released is never changed; a new one is added.
pub(super) const MIGRATIONS: &[Migration] = &[FIRST, DIALOG, LISTS, EVIDENCE, WITHDRAWALS, SUBMISSIONS, HELD_BACK];

const FIRST: Migration = &[
    // One row: the latest time ever seen, and the number of the last write.
    "CREATE TABLE clock (id BIGINT PRIMARY KEY, latest BIGINT NOT NULL, turn BIGINT NOT NULL)",
    "INSERT INTO clock (id, latest, turn) VALUES (1, 0, 0)",
    "CREATE TABLE account (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, site TEXT NOT NULL, epoch BIGINT NOT NULL, paused_until BIGINT,
        stop_reason TEXT, stop_message TEXT, stopped_at BIGINT, UNIQUE (name, site))",
    // `root` is the person that this one turned out to be: itself, until two are found to be one.
    "CREATE TABLE person (id TEXT PRIMARY KEY, site TEXT NOT NULL, root TEXT NOT NULL)",
    "CREATE INDEX person_root ON person (root)",
    "CREATE TABLE alias (
        hash TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, text TEXT)",
    "CREATE INDEX alias_person ON alias (person)",
    "CREATE TABLE workflow (
        id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), turn BIGINT NOT NULL, body TEXT,
        accepted_at BIGINT NOT NULL, status TEXT, finished_at BIGINT, delivered_at BIGINT)",
    "CREATE INDEX workflow_account ON workflow (account, finished_at)",
    // `adopted` is the earlier attempt whose success this request was answered with.
    "CREATE TABLE request (
        id TEXT PRIMARY KEY, workflow TEXT NOT NULL REFERENCES workflow (id), place BIGINT NOT NULL,
        pointer TEXT NOT NULL, person TEXT NOT NULL REFERENCES person (id), person_url TEXT, label TEXT,
        outcome TEXT, error TEXT, message TEXT, evidence TEXT, decided_at BIGINT, delivered_at BIGINT, adopted TEXT,
        UNIQUE (workflow, pointer))",
    "CREATE INDEX request_person ON request (person)",
    "CREATE INDEX request_adopted ON request (adopted)",
    "CREATE TABLE attempt (
        id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), request TEXT NOT NULL REFERENCES request (id),
        person TEXT NOT NULL REFERENCES person (id), n BIGINT NOT NULL, epoch BIGINT NOT NULL, turn BIGINT NOT NULL,
        with_note BIGINT NOT NULL, note_hash TEXT, jitter BIGINT NOT NULL, begun_at BIGINT NOT NULL, armed_at BIGINT,
        reads BIGINT NOT NULL, outcome TEXT, decided_by TEXT, decided_at BIGINT, refunded BIGINT NOT NULL)",
    // The arbiter: whatever the code believes, one account has one live attempt at one person.
    "CREATE UNIQUE INDEX attempt_one_live ON attempt (account, person) WHERE outcome IS NULL OR outcome <> 'notSent'",
    "CREATE INDEX attempt_begun ON attempt (account, begun_at)",
    "CREATE INDEX attempt_request ON attempt (request)",
    "CREATE TABLE drift (
        account TEXT NOT NULL REFERENCES account (id), person TEXT NOT NULL REFERENCES person (id),
        PRIMARY KEY (account, person))",
];

/// When the dialog behind Connect was seen.
const DIALOG: Migration = &["ALTER TABLE attempt ADD COLUMN dialog_at BIGINT"];

const LISTS: Migration = &[
    // `name` is the hash of an account, a list and a person, `asked` that of what was to be sent;
    // `request` is the last one that was made of it.
    "CREATE TABLE listed (
        name TEXT PRIMARY KEY, asked TEXT NOT NULL, request TEXT NOT NULL REFERENCES request (id))",
    "CREATE INDEX listed_request ON listed (request)",
];

const EVIDENCE: Migration = &[
    // `workflow` and `pointer` name the action; only a connection request has a `request`.
    "CREATE TABLE evidence (
        id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES person (id), workflow TEXT NOT NULL REFERENCES workflow (id),
        pointer TEXT NOT NULL, request TEXT REFERENCES request (id), word TEXT NOT NULL, kept_at BIGINT NOT NULL)",
    "CREATE INDEX evidence_person ON evidence (person)",
    "CREATE INDEX evidence_workflow ON evidence (workflow)",
    "CREATE INDEX evidence_request ON evidence (request)",
];

const WITHDRAWALS: Migration = &[
    // A withdrawn attempt was sent, and bars nobody any more.
    "ALTER TABLE attempt ADD COLUMN withdrawn_at BIGINT",
    "DROP INDEX attempt_one_live",
    "CREATE UNIQUE INDEX attempt_one_live ON attempt (account, person) \
     WHERE (outcome IS NULL OR outcome <> 'notSent') AND withdrawn_at IS NULL",
    // `outcome` is `withdrawn` or `kept`; without one a click that withdraws may have been made.
    "CREATE TABLE withdrawal (
        id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), person TEXT NOT NULL REFERENCES person (id),
        workflow TEXT NOT NULL REFERENCES workflow (id), pointer TEXT NOT NULL, turn BIGINT NOT NULL,
        begun_at BIGINT NOT NULL, outcome TEXT, decided_at BIGINT)",
    "CREATE INDEX withdrawal_person ON withdrawal (person)",
    // Invitations that were found on the list of sent ones, and that nobody here has made.
    "CREATE TABLE by_hand (
        account TEXT NOT NULL REFERENCES account (id), person TEXT NOT NULL REFERENCES person (id),
        found_at BIGINT NOT NULL, PRIMARY KEY (account, person))",
];

const SUBMISSIONS: Migration = &[
    // `name` is the hash of an account and a key, `asked` that of the workflow.
    "CREATE TABLE submission (
        name TEXT PRIMARY KEY, asked TEXT NOT NULL, workflow TEXT NOT NULL REFERENCES workflow (id))",
    "CREATE INDEX submission_workflow ON submission (workflow)",
];

/// Why the last request of a row goes without the note that the row asks for.
const HELD_BACK: Migration = &["ALTER TABLE listed ADD COLUMN held_back TEXT"];

/// The row of `meta` that says which version the tables have.
const VERSION: &str = "schema";
/// The row of `meta` that holds the key of the hashes.
const KEY: &str = "key";

impl Store {
    /// The version of the tables: 0 if there are none.
    pub(super) async fn version(&mut self) -> Done<usize> {
        if !self.has_tables().await? {
            return Ok(0);
        }
        let version = match self.meta(VERSION).await {
            Ok(version) => version,
            Err(Trouble::Sql(error)) if error.as_database_error().is_some_and(is_missing_table) => None,
            Err(trouble) => return Err(trouble),
        };
        version.and_then(|text| text.parse().ok()).ok_or_else(|| {
            self.refused("it is a database, but no ledger of linkwright; move it away, or choose another directory")
                .into()
        })
    }

    /// The version of the tables, which `migrations` must know.
    pub(super) async fn known_version(&mut self, migrations: &[Migration]) -> Done<usize> {
        let version = self.version().await?;
        if version > migrations.len() {
            let why = format!(
                "it was made by a newer linkwright (its version is {version}, and {} is known here); use that one",
                migrations.len()
            );
            return Err(self.refused(&why).into());
        }
        Ok(version)
    }

    /// Brings the tables up to the last of `migrations`, all in one transaction.
    pub(super) async fn migrate(&mut self, migrations: &[Migration]) -> Done<()> {
        let version = self.known_version(migrations).await?;
        if version == migrations.len() {
            return Ok(());
        }
        let steps = migrations[version..].to_vec();
        let last = migrations.len();
        self.alone(async move |store| {
            // Somebody else may have been faster.
            if store.version().await? != version {
                return Ok(());
            }
            store.apply(version == 0, &steps, last).await
        })
        .await
    }

    async fn apply(&mut self, is_new: bool, steps: &[Migration], last: usize) -> Done<()> {
        if is_new {
            self.run("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
                .await?;
            self.set_meta(KEY, &Key::fresh()?.written()).await?;
        }
        for statement in steps.iter().copied().flatten() {
            self.run(statement).await?;
        }
        self.set_meta(VERSION, &last.to_string()).await
    }

    /// The key of the hashes.
    pub(super) async fn stored_key(&mut self) -> Done<Key> {
        let key = self.meta(KEY).await?.as_deref().and_then(Key::read);
        key.ok_or_else(|| self.damaged("the key of its hashes is missing").into())
    }

    async fn meta(&mut self, name: &str) -> Done<Option<String>> {
        let query = sqlx::query_scalar("SELECT value FROM meta WHERE name = $1").bind(name.to_owned());
        Ok(query.fetch_optional(self.connection()).await?)
    }

    async fn set_meta(&mut self, name: &str, value: &str) -> Done<()> {
        let sql =
            "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        sqlx::query(sql)
            .bind(name.to_owned())
            .bind(value.to_owned())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

fn is_missing_table(error: &dyn sqlx::error::DatabaseError) -> bool {
    // SQLite's "SQL logic error", and Postgres' "undefined table".
    matches!(error.code().as_deref(), Some("1" | "42P01"))
}

impl From<LedgerError> for Trouble {
    fn from(error: LedgerError) -> Trouble {
        Trouble::Told(error)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::connection::Place;
    use super::super::file;
    use super::*;
    use crate::ledger::Clock;

    /// What a next version could bring.
    const NEXT: Migration = &[
        "ALTER TABLE account ADD COLUMN colour TEXT",
        "UPDATE account SET colour = 'blue'",
    ];
    /// A step that fails after it has done something.
    const BROKEN: Migration = &["ALTER TABLE account ADD COLUMN shape TEXT", "DROP TABLE nowhere"];

    fn with_store<T>(path: &Path, job: impl AsyncFnOnce(&mut Store) -> T) -> T {
        file::prepare(path).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut store = Store::open(Place::File(path.to_owned()), Clock::system())
                .await
                .unwrap();
            let done = job(&mut store).await;
            store.close().await;
            done
        })
    }

    async fn texts(store: &mut Store, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(store.connection()).await.unwrap()
    }

    #[test]
    fn an_older_ledger_becomes_a_newer_one_and_keeps_everything() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger.sqlite3");
        let steps: Vec<Migration> = [MIGRATIONS, &[NEXT]].concat();
        with_store(&path, async |store| {
            let held = store.take_over("default", "http://127.0.0.1:1").await.unwrap();
            let key = store.stored_key().await.unwrap().written();
            store.migrate(&steps).await.unwrap();
            assert_eq!(store.version().await.unwrap(), MIGRATIONS.len() + 1);
            assert_eq!(texts(store, "SELECT colour FROM account").await, ["blue"]);
            assert_eq!(texts(store, "SELECT id FROM account").await, [held.account]);
            assert_eq!(
                store.stored_key().await.unwrap().written(),
                key,
                "the hashes still mean the same"
            );
            store.migrate(&steps).await.unwrap();
        });
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let opened = runtime.block_on(Store::open(Place::File(path), Clock::system()));
        assert!(matches!(opened, Err(LedgerError::Refused(why)) if why.contains("newer linkwright")));
    }

    #[test]
    fn a_file_that_is_gone_when_it_is_opened_is_told_so() {
        let directory = tempfile::tempdir().unwrap();
        let gone = Place::File(directory.path().join("gone.sqlite3"));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let opened = runtime.block_on(Store::open(gone, Clock::system()));
        assert!(matches!(opened, Err(LedgerError::Refused(why)) if why.contains("gone.sqlite3 cannot be opened")));
    }

    #[test]
    fn a_migration_that_fails_leaves_nothing_of_itself() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger.sqlite3");
        with_store(&path, async |store| {
            let steps: Vec<Migration> = [MIGRATIONS, &[NEXT, BROKEN]].concat();
            store.migrate(&steps).await.unwrap_err();
            assert_eq!(store.version().await.unwrap(), MIGRATIONS.len());
            let columns = texts(store, "SELECT name FROM pragma_table_info('account')").await;
            assert!(
                !columns.iter().any(|name| name == "colour" || name == "shape"),
                "{columns:?}"
            );
        });
        with_store(&path, async |store| {
            store
                .take_over("default", "http://127.0.0.1:1")
                .await
                .map(drop)
                .unwrap()
        });
    }

    #[test]
    fn an_acknowledged_write_is_on_the_disk_and_a_forgotten_text_is_wiped() {
        let directory = tempfile::tempdir().unwrap();
        with_store(&directory.path().join("ledger.sqlite3"), async |store| {
            let number = async |store: &mut Store, sql: &'static str| -> i64 {
                sqlx::query_scalar(sql).fetch_one(store.connection()).await.unwrap()
            };
            assert_eq!(number(store, "PRAGMA synchronous").await, 2, "FULL");
            assert_eq!(number(store, "PRAGMA foreign_keys").await, 1);
            assert_eq!(number(store, "PRAGMA secure_delete").await, 1);
            assert_eq!(number(store, "PRAGMA busy_timeout").await, 10_000);
            assert_eq!(texts(store, "PRAGMA journal_mode").await, ["wal"]);
        });
    }

    #[test]
    fn the_tables_are_plain_sql() {
        let all = MIGRATIONS.concat().join("\n").to_uppercase();
        for word in [
            "INTEGER",
            "AUTOINCREMENT",
            "BLOB",
            "BOOLEAN",
            "DATETIME",
            "ROWID",
            "STRICT",
            "IFNULL",
            "?",
        ] {
            assert!(!all.contains(word), "{word} is not portable");
        }
    }
}
