//! What must be true of a ledger after anything: it is whole, and nothing that was acknowledged is lost.

use std::collections::BTreeSet;
use std::path::Path;

use linkwright::ledger::{Clock, Desk, Ledger, Limits, Standing};
use sqlx::{Connection, SqliteConnection};

use crate::stage::{SITE, standing};

/// Opens a ledger as its next owner would.
pub(crate) fn reopen(path: &Path) -> Desk {
    let ledger = Ledger::open(path, Clock::system()).expect("it opens");
    ledger.take_over("default", SITE, Limits::none()).expect("a desk")
}

/// Holds what was acknowledged against what is there; gives how many acknowledgements that were.
pub(crate) fn nothing_is_lost(desk: &Desk, acknowledged: &[String]) -> usize {
    let unfinished: BTreeSet<String> = desk
        .unfinished()
        .expect("a list")
        .into_iter()
        .map(|one| one.body)
        .collect();
    let all: BTreeSet<&str> = acknowledged.iter().map(String::as_str).collect();
    for line in &all {
        let (word, name) = line.split_once(' ').unwrap_or((line, ""));
        let stands = || standing(desk, name);
        match word {
            "open" => {}
            "accepted" => {
                let is_open = unfinished.contains(&format!("{{\"body\":\"{name}\"}}"));
                assert!(is_open || stands() != Standing::Free, "the workflow of {name} is lost");
            }
            "begun" => assert_ne!(stands(), Standing::Free, "the intent for {name} is lost"),
            "sent" | "finished" => assert!(matches!(stands(), Standing::Sent { .. }), "the end of {name} is lost"),
            other => panic!("{other}: {line}"),
        }
    }
    all.len()
}

/// A query of a test's own, on a connection of its own. No ledger of this process need be closed.
pub(crate) fn query(path: &Path, sql: &'static str) -> Vec<String> {
    connected(path, async |connection| {
        sqlx::query_scalar(sql).fetch_all(connection).await.expect("an answer")
    })
}

/// A statement of a test's own.
pub(crate) fn execute(path: &Path, sql: &'static str) -> Result<u64, sqlx::Error> {
    connected(path, async |connection| {
        sqlx::query(sql)
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })
}

fn connected<T>(path: &Path, job: impl AsyncFnOnce(&mut SqliteConnection) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        let mut connection = SqliteConnection::connect_with(&options).await.expect("a connection");
        let done = job(&mut connection).await;
        connection.close().await.expect("closed");
        done
    })
}

/// SQLite's own thorough check.
pub(crate) fn is_whole(path: &Path) {
    assert_eq!(query(path, "PRAGMA integrity_check"), ["ok"], "{}", path.display());
    assert!(
        query(path, "SELECT CAST(rowid AS TEXT) FROM pragma_foreign_key_check").is_empty(),
        "{}",
        path.display()
    );
}
