//! The one connection: opening it safely, transactions, and what went wrong in the owner's words.
//!
//! What only SQLite knows stands here: pragmas, checks, error codes.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Once;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::any::{AnyArguments, AnyConnectOptions, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, ConnectOptions, Connection, Row};

use super::file;
use super::schema::MIGRATIONS;
use super::secret::Key;
use crate::ledger::{Clock, LedgerError};

/// What happened inside of a job.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The database says so.
    Sql(sqlx::Error),
    /// We say so.
    Told(LedgerError),
}

pub(super) type Done<T> = Result<T, Trouble>;

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Trouble {
        Trouble::Sql(error)
    }
}

/// Where the ledger is.
#[derive(Debug)]
pub(super) enum Place {
    /// In a file that has been prepared.
    File(PathBuf),
    /// Nowhere.
    Memory,
}

/// What stays as it is in the path of a database's address.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');

/// The order of SQLite's words here: wait for others first, then look, then write.
const BEFORE: [&str; 2] = ["PRAGMA busy_timeout = 10000", "PRAGMA cell_size_check = ON"];
/// Every acknowledged write is on the disk, also after a power cut; what is forgotten is wiped.
const DURABLE: [&str; 3] = [
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
];

/// One write: its time, which never runs backwards, and its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    pub(super) now: i64,
    pub(super) number: i64,
}

/// The connection, and what every job needs.
pub(super) struct Store {
    connection: AnyConnection,
    place: Place,
    clock: Clock,
    key: Option<Key>,
}

impl Store {
    pub(super) async fn open(place: Place, clock: Clock) -> Result<Store, LedgerError> {
        let connection = connect(&place)
            .await
            .map_err(|error| told(&place, Trouble::Sql(error)))?;
        let mut store = Store {
            connection,
            place,
            clock,
            key: None,
        };
        match store.set_up().await {
            Ok(()) => Ok(store),
            Err(trouble) => {
                let error = store.told(trouble);
                store.close().await;
                Err(error)
            }
        }
    }

    /// Nothing is written before the file is known to be whole and ours.
    async fn set_up(&mut self) -> Done<()> {
        for pragma in BEFORE {
            self.run(pragma).await?;
        }
        self.known_version(MIGRATIONS).await?;
        self.check_whole().await?;
        self.write_ahead().await?;
        for pragma in DURABLE {
            self.run(pragma).await?;
        }
        self.migrate(MIGRATIONS).await?;
        self.key = Some(self.stored_key().await?);
        // A ledger that cannot be written is told at once, and not after a click.
        self.write(async |_, _| Ok(())).await?;
        match &self.place {
            Place::File(path) => file::remember(path).map_err(Trouble::Told),
            Place::Memory => Ok(()),
        }
    }

    /// The thorough check: an index that has lost a name would let a person be invited again.
    async fn check_whole(&mut self) -> Done<()> {
        let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(1)")
            .fetch_all(&mut self.connection)
            .await?;
        if found == ["ok"] {
            return Ok(());
        }
        Err(self.damaged("its parts do not fit each other").into())
    }

    async fn write_ahead(&mut self) -> Done<()> {
        let mode: Option<String> = sqlx::query_scalar("PRAGMA journal_mode = WAL")
            .fetch_optional(&mut self.connection)
            .await?;
        match (mode.as_deref(), &self.place) {
            (Some("wal"), Place::File(_)) | (_, Place::Memory) => Ok(()),
            (_, Place::File(_)) => Err(self
                .refused("its file system cannot do write-ahead logging; choose a local disk")
                .into()),
        }
    }

    /// Whether the database has any tables.
    pub(super) async fn has_tables(&mut self) -> Done<bool> {
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master")
            .fetch_one(&mut self.connection)
            .await?;
        Ok(count > 0)
    }

    pub(super) async fn close(self) {
        // Everything is on the disk already; closing only tidies up.
        let _ = self.connection.close().await;
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    /// The key of the hashes; there is one as soon as the ledger is open.
    pub(super) fn key(&self) -> Done<&Key> {
        self.key
            .as_ref()
            .ok_or_else(|| LedgerError::Failed("the ledger is not open".to_owned()).into())
    }

    pub(super) async fn run(&mut self, sql: &'static str) -> Done<()> {
        sqlx::raw_sql(sql).execute(&mut self.connection).await?;
        Ok(())
    }

    pub(super) async fn rows(&mut self, query: Query<'_, Any, AnyArguments>) -> Done<Vec<AnyRow>> {
        Ok(query.fetch_all(&mut self.connection).await?)
    }

    /// How many rows a statement has changed.
    pub(super) async fn change(&mut self, query: Query<'_, Any, AnyArguments>) -> Done<u64> {
        Ok(query.execute(&mut self.connection).await?.rows_affected())
    }

    /// All or nothing.
    pub(super) async fn transaction<T>(&mut self, job: impl AsyncFnOnce(&mut Store) -> Done<T>) -> Done<T> {
        self.transaction_by("BEGIN", job).await
    }

    /// All or nothing, and nobody else writes from its beginning on.
    pub(super) async fn alone<T>(&mut self, job: impl AsyncFnOnce(&mut Store) -> Done<T>) -> Done<T> {
        self.transaction_by("BEGIN IMMEDIATE", job).await
    }

    async fn transaction_by<T>(
        &mut self,
        begin: &'static str,
        job: impl AsyncFnOnce(&mut Store) -> Done<T>,
    ) -> Done<T> {
        if let Err(trouble) = self.run(begin).await {
            // A transaction that could not even be taken back is taken back now.
            self.run("ROLLBACK").await.map_err(|_| trouble)?;
            self.run(begin).await?;
        }
        let done = match job(self).await {
            Ok(done) => self.run("COMMIT").await.map(|()| done),
            Err(trouble) => Err(trouble),
        };
        if done.is_err() {
            // SQLite may have rolled back by itself; then there is nothing to do.
            let _ = self.run("ROLLBACK").await;
        }
        done
    }

    /// A transaction that begins by taking its turn: writers stand in line from the start.
    pub(super) async fn write<T>(&mut self, job: impl AsyncFnOnce(&mut Store, Turn) -> Done<T>) -> Done<T> {
        self.alone(async move |store| {
            let turn = store.turn().await?;
            job(store, turn).await
        })
        .await
    }

    async fn turn(&mut self) -> Done<Turn> {
        let sql = "UPDATE clock SET turn = turn + 1, latest = CASE WHEN latest < $1 THEN $1 ELSE latest END \
                   WHERE id = 1 RETURNING latest, turn";
        let now = self.clock.now();
        let rows = self.rows(sqlx::query(sql).bind(now)).await?;
        let row = rows
            .first()
            .ok_or_else(|| Trouble::from(self.damaged("its clock is missing")))?;
        Ok(Turn {
            now: row.try_get(0)?,
            number: row.try_get(1)?,
        })
    }

    /// Empties the write-ahead log, where what was forgotten still stands.
    pub(super) async fn empty_log(&mut self) -> Done<()> {
        self.run("PRAGMA wal_checkpoint(TRUNCATE)").await
    }

    /// The ledger cannot be used as it is.
    pub(super) fn refused(&self, why: &str) -> LedgerError {
        LedgerError::Refused(format!("the ledger{} cannot be used: {why}", self.place.shown()))
    }

    /// The ledger holds what no linkwright has written.
    pub(super) fn damaged(&self, what: &str) -> LedgerError {
        damaged(&self.place, what)
    }

    /// Trouble, in words for its owner.
    pub(super) fn told(&self, trouble: Trouble) -> LedgerError {
        told(&self.place, trouble)
    }
}

impl Place {
    fn shown(&self) -> String {
        match self {
            Place::File(path) => format!(" {}", path.display()),
            Place::Memory => " in memory".to_owned(),
        }
    }
}

async fn connect(place: &Place) -> Result<AnyConnection, sqlx::Error> {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(|| {
        // It fails only if drivers are there already.
        let _ = sqlx::any::install_drivers(&[sqlx::sqlite::any::DRIVER]);
    });
    let address = match place {
        // Prepared paths are UTF-8.
        Place::File(path) => format!(
            "sqlite://{}?mode=rw",
            utf8_percent_encode(&path.to_string_lossy(), PATH)
        ),
        Place::Memory => "sqlite::memory:".to_owned(),
    };
    let options = AnyConnectOptions::from_str(&address)?.disable_statement_logging();
    AnyConnection::connect_with(&options).await
}

fn damaged(place: &Place, what: &str) -> LedgerError {
    LedgerError::Refused(format!(
        "the ledger{} is damaged ({what}). It was left as it is: put a copy of an earlier day in its place, \
         or move it away and look by hand who was invited before you start a new one",
        place.shown()
    ))
}

/// SQLite's primary result codes: <https://www.sqlite.org/rescode.html>.
fn told(place: &Place, trouble: Trouble) -> LedgerError {
    let error = match trouble {
        Trouble::Told(error) => return error,
        Trouble::Sql(error) => error,
    };
    let code = error
        .as_database_error()
        .and_then(|error| error.code())
        .and_then(|code| code.parse::<u32>().ok());
    let shown = place.shown();
    match code.map(|code| code & 0xff) {
        Some(11) => damaged(place, "its parts do not fit each other"),
        Some(26) => damaged(place, "it is no database"),
        Some(8) => LedgerError::Refused(format!(
            "the ledger{shown} cannot be written; give yourself the right to write it and its directory (chmod u+w)"
        )),
        Some(14 | 23) => LedgerError::Refused(format!(
            "the ledger{shown} cannot be opened; see whether its directory can be read and written, or choose another"
        )),
        Some(13) => LedgerError::Failed(format!(
            "the ledger{shown} was not written: the disk is full; free some space"
        )),
        Some(5 | 6) => LedgerError::Failed(format!(
            "the ledger{shown} was not written: another program has held it for too long; end that one and try again"
        )),
        Some(10) => LedgerError::Failed(format!(
            "the ledger{shown} was not written: the disk has failed ({error})"
        )),
        _ => LedgerError::Failed(format!("the ledger{shown} has failed: {error}")),
    }
}
