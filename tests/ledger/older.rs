//! Ledgers of every older version: they are opened, become the newest, and keep what they bar.
//!
//! An older ledger is a present one with its last steps taken back, so nothing in it is invented.

use linkwright::ledger::{Clock, Ledger, Limits, Standing};

use crate::proof::execute;
use crate::stage::{SITE, begin, send, standing};

/// What takes back the step to version 2, to version 3 and so on.
const BACK: &[&[&str]] = &[
    &[
        "ALTER TABLE attempt DROP COLUMN dialog_at",
        "UPDATE meta SET value = '1' WHERE name = 'schema'",
    ],
    &["DROP TABLE listed", "UPDATE meta SET value = '2' WHERE name = 'schema'"],
    &[
        "DROP TABLE evidence",
        "UPDATE meta SET value = '3' WHERE name = 'schema'",
    ],
    &[
        "DROP TABLE withdrawal",
        "DROP TABLE by_hand",
        "DROP INDEX attempt_one_live",
        "ALTER TABLE attempt DROP COLUMN withdrawn_at",
        "CREATE UNIQUE INDEX attempt_one_live ON attempt (account, person) \
         WHERE outcome IS NULL OR outcome <> 'notSent'",
        "UPDATE meta SET value = '4' WHERE name = 'schema'",
    ],
    &[
        "DROP TABLE submission",
        "UPDATE meta SET value = '5' WHERE name = 'schema'",
    ],
    &[
        "ALTER TABLE listed DROP COLUMN held_back",
        "UPDATE meta SET value = '6' WHERE name = 'schema'",
    ],
];

#[test]
fn a_ledger_of_every_older_version_is_opened_and_keeps_everything() {
    for version in 1..=BACK.len() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("ledger.sqlite3");
        let open = || {
            let ledger = Ledger::open(&path, Clock::system()).expect("a ledger");
            ledger.take_over("default", SITE, Limits::none()).expect("a desk")
        };
        let desk = open();
        send(&desk, "ada-example");
        begin(&desk, "bob-example");
        drop(desk);
        for statement in BACK[version - 1..].iter().rev().copied().flatten() {
            execute(&path, statement).expect("taken back");
        }
        let desk = open();
        let ada = standing(&desk, "ada-example");
        assert!(matches!(ada, Standing::Sent { .. }), "version {version}: {ada:?}");
        let bob = standing(&desk, "bob-example");
        assert!(matches!(bob, Standing::InDoubt(_)), "version {version}: {bob:?}");
        let (_, _, attempt) = begin(&desk, "cid-example");
        desk.open_dialog(&attempt).expect("the columns are there");
        assert_eq!(desk.unfinished().expect("a list").len(), 3, "version {version}");
    }
}
