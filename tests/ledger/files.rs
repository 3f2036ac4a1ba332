//! The file and its directory: what is made, what is refused with a cure, and that it is left alone.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use linkwright::ledger::{Clock, Ledger, LedgerError, Limits};

use crate::child::writer;
use crate::proof::{execute, is_whole, query, reopen};
use crate::stage::{SITE, is_barred, keys, send};

fn open(path: &Path) -> Result<Ledger, LedgerError> {
    Ledger::open(path, Clock::system())
}

/// Why it is refused.
fn refused(path: &Path) -> String {
    match open(path) {
        Err(LedgerError::Refused(why)) => {
            let directory = path.parent().expect("a parent").display().to_string();
            assert!(why.contains(&directory), "it does not say where: {why}");
            why
        }
        other => panic!("{} is not refused: {other:?}", path.display()),
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("changed");
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("there").mode() & 0o777
}

/// A ledger in which Ada was invited, closed again.
fn filled() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    let ledger = open(&path).expect("a ledger");
    send(
        &ledger.take_over("default", SITE, Limits::none()).expect("a desk"),
        "ada-example",
    );
    (directory, path)
}

#[test]
fn directory_and_files_are_made_for_their_owner_only() {
    let parent = tempfile::tempdir().expect("a directory");
    let path = parent.path().join("a/b c?#%41/ledger.sqlite3");
    let ledger = open(&path).expect("a ledger");
    send(
        &ledger.take_over("default", SITE, Limits::none()).expect("a desk"),
        "ada-example",
    );
    assert_eq!(mode(path.parent().expect("a parent")), 0o700);
    for entry in fs::read_dir(path.parent().expect("a parent")).expect("a list") {
        let file = entry.expect("an entry").path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    drop(ledger);
    assert!(
        is_barred(&reopen(&path), &keys("ada-example")),
        "a strange path is one path"
    );
}

#[test]
fn what_others_could_read_or_swap_is_refused_with_the_cure() {
    let (directory, path) = filled();
    for bits in [0o640, 0o604, 0o620] {
        set_mode(&path, bits);
        assert!(refused(&path).contains("chmod 600"), "{bits:o}");
    }
    set_mode(&path, 0o600);
    for bits in [0o720, 0o702] {
        set_mode(directory.path(), bits);
        assert!(refused(&path).contains("chmod go-w"), "{bits:o}");
    }
    set_mode(directory.path(), 0o755);
    open(&path).expect("others may see that it is there");
}

#[test]
fn links_and_other_things_in_the_place_of_the_file_are_refused() {
    let (directory, real) = filled();
    let place = |name: &str| directory.path().join(name);
    symlink(&real, place("link")).expect("a link");
    assert!(refused(&place("link")).contains("symbolic link"));
    symlink(place("nowhere"), place("dangling")).expect("a link");
    assert!(refused(&place("dangling")).contains("symbolic link"));
    assert!(!place("nowhere").exists(), "nothing was made through the link");
    fs::create_dir(place("directory")).expect("made");
    assert!(refused(&place("directory")).contains("no file"));
    assert!(
        Command::new("mkfifo")
            .arg(place("fifo"))
            .status()
            .expect("mkfifo runs")
            .success()
    );
    assert!(refused(&place("fifo")).contains("no file"));
    symlink(&real, place("other-wal")).expect("a link");
    assert!(
        refused(&place("other")).contains("symbolic link"),
        "the log must not be a link either"
    );
    fs::hard_link(&real, place("twin")).expect("a link");
    assert!(refused(&real).contains("hard link"));
}

#[test]
fn a_name_that_is_too_long_for_the_file_or_its_log_is_refused() {
    let directory = tempfile::tempdir().expect("a directory");
    for length in [300, 253] {
        let why = refused(&directory.path().join("n".repeat(length)));
        assert!(why.contains("cannot be looked at"), "{length}: {why}");
    }
}

#[test]
fn what_is_no_ledger_is_refused_and_left_alone() {
    let (directory, real) = filled();
    let whole = fs::read(&real).expect("read");
    let mut bent = whole.clone();
    bent[4096 * 3..4096 * 4].fill(0xa5);
    let mut versionless = whole.clone();
    versionless[4096..4096 * 3].fill(0xa5);
    let mut headless = whole.clone();
    headless[..100].fill(0);
    let noise: Vec<u8> = (0..20_000_u32)
        .map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).expect("a byte"))
        .collect();
    let cases: [(&str, &[u8]); 8] = [
        ("noise", &noise),
        ("text", b"These are not the bytes that you are looking for.\n"),
        ("header only", &whole[..50]),
        ("cut in the middle", &whole[..whole.len() / 2]),
        ("cut in a page", &whole[..whole.len() * 3 / 4 - 1_000]),
        ("a page of other bytes", &bent),
        ("the page with the version", &versionless),
        ("without a header", &headless),
    ];
    for (name, bytes) in cases {
        let path = directory.path().join(name);
        fs::write(&path, bytes).expect("written");
        set_mode(&path, 0o600);
        let why = refused(&path);
        assert!(
            why.contains("is damaged") && why.contains("left as it is"),
            "{name}: {why}"
        );
        assert_eq!(fs::read(&path).expect("read"), bytes, "{name} was changed");
    }
}

#[test]
fn an_index_that_has_lost_a_name_is_damage() {
    let (_directory, path) = filled();
    let hash = query(&path, "SELECT hash FROM alias").remove(0);
    let mut bytes = fs::read(&path).expect("read");
    let places: Vec<usize> = (0..bytes.len())
        .filter(|at| bytes[*at..].starts_with(hash.as_bytes()))
        .collect();
    assert_eq!(places.len(), 2, "once in the table and once in its index");
    for place in places {
        let before = bytes[place];
        bytes[place] = b'z';
        fs::write(&path, &bytes).expect("written");
        assert!(refused(&path).contains("is damaged"));
        bytes[place] = before;
    }
    fs::write(&path, &bytes).expect("written");
    assert!(is_barred(&reopen(&path), &keys("ada-example")));
}

#[test]
fn a_database_of_somebody_else_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    fs::write(&path, b"").expect("made");
    set_mode(&path, 0o600);
    for table in [
        "CREATE TABLE recipe (name TEXT)",
        "CREATE TABLE meta (name TEXT, value TEXT)",
    ] {
        execute(&path, table).expect("made");
        let before = fs::read(&path).expect("read");
        assert!(refused(&path).contains("no ledger of linkwright"), "{table}");
        assert_eq!(fs::read(&path).expect("read"), before, "{table}");
    }
}

#[test]
fn a_newer_ledger_is_refused_and_left_alone() {
    let (_directory, path) = filled();
    execute(&path, "UPDATE meta SET value = '99' WHERE name = 'schema'").expect("changed");
    // As a newer one may keep it: the mode of the log must not be changed either.
    execute(&path, "PRAGMA journal_mode = DELETE").expect("changed");
    let before = fs::read(&path).expect("read");
    let why = refused(&path);
    assert!(
        why.contains("made by a newer linkwright") && why.contains("99"),
        "{why}"
    );
    assert_eq!(fs::read(&path).expect("read"), before);
}

/// A disk that was full, or a careless redirection: whom we have invited must not be forgotten in silence.
#[test]
fn a_ledger_that_was_emptied_is_no_new_one() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    drop(Ledger::open(&path, Clock::system()).expect("a new ledger"));
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(directory.path().join(format!("ledger.sqlite3{ending}")));
    }
    fs::write(&path, "").expect("emptied");
    for _ in 0..2 {
        let error = Ledger::open(&path, Clock::system())
            .map(drop)
            .expect_err("it is refused");
        assert!(error.to_string().contains("it is empty, and was not"), "{error}");
        assert_eq!(
            fs::metadata(&path).expect("it is there").len(),
            0,
            "nothing is made of it"
        );
    }
    // Whoever takes it away wants a new one.
    fs::remove_file(&path).expect("removed");
    Ledger::open(&path, Clock::system()).expect("a new ledger");
}

#[test]
fn an_empty_file_is_a_ledger_that_was_never_begun() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    fs::write(&path, b"").expect("made");
    set_mode(&path, 0o600);
    send(&reopen(&path), "ada-example");
    is_whole(&path);
}

#[test]
fn a_ledger_without_its_key_is_refused() {
    let (_directory, path) = filled();
    for sql in [
        "UPDATE meta SET value = value || '00' WHERE name = 'key'",
        "UPDATE meta SET value = 'short' WHERE name = 'key'",
        "DELETE FROM meta WHERE name = 'key'",
    ] {
        execute(&path, sql).expect("changed");
        assert!(refused(&path).contains("key of its hashes"));
    }
}

/// What a process without the right to ignore permissions is told; root must lay it down first.
fn told_without_rights(path: &Path) -> String {
    let is_root = rustix::process::geteuid().is_root();
    let laid_down = [
        "setpriv",
        "--bounding-set=-dac_override,-dac_read_search,-fowner",
        "--inh-caps=-all",
    ];
    let wrapper: &[&str] = if is_root { &laid_down } else { &[] };
    let told = writer(path, "person", wrapper).end();
    assert_eq!(told.len(), 1, "nothing but a refusal: {told:?}");
    told.into_iter().next().expect("a line")
}

#[test]
fn what_cannot_be_written_is_told_before_anything_is_done() {
    let (directory, path) = filled();
    set_mode(&path, 0o400);
    let told = told_without_rights(&path);
    assert!(
        told.starts_with("refused ") && told.contains("cannot be written"),
        "{told}"
    );
    set_mode(&path, 0o600);
    set_mode(directory.path(), 0o500);
    let told = told_without_rights(&path);
    assert!(told.starts_with("refused ") && told.contains("directory"), "{told}");
    let told = told_without_rights(&directory.path().join("new/ledger.sqlite3"));
    assert!(
        told.starts_with("refused ") && told.contains("cannot be made"),
        "{told}"
    );
    let told = told_without_rights(&directory.path().join("new.sqlite3"));
    assert!(
        told.starts_with("refused ") && told.contains("cannot be made"),
        "{told}"
    );
    set_mode(directory.path(), 0o700);
    is_whole(&path);
}

#[test]
fn a_ledger_that_another_program_holds_is_waited_for_and_then_told() {
    let (_directory, path) = filled();
    let ledger = open(&path).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let held = hold(&path);
    match desk.stop("linkedinCheckpoint", "a check") {
        Err(LedgerError::Failed(why)) => assert!(why.contains("another program has held it"), "{why}"),
        other => panic!("not told: {other:?}"),
    }
    drop(held);
    assert_eq!(desk.stopped(), Ok(None), "what was told as failed was not written");
    desk.stop("linkedinCheckpoint", "a check").expect("free again");
}

/// Another connection with a write begun, for as long as it lives.
fn hold(path: &Path) -> impl Sized {
    use sqlx::{Connection, SqliteConnection};
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    let mut connection = runtime
        .block_on(SqliteConnection::connect_with(&options))
        .expect("a connection");
    runtime
        .block_on(sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection))
        .expect("begun");
    Held(Some((runtime, connection)))
}

struct Held(Option<(tokio::runtime::Runtime, sqlx::SqliteConnection)>);

impl Drop for Held {
    fn drop(&mut self) {
        use sqlx::Connection;
        let (runtime, connection) = self.0.take().expect("held once");
        runtime.block_on(connection.close()).expect("closed");
    }
}
