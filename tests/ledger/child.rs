//! A process of its own that writes into a ledger and says what was acknowledged.
//!
//! The test binary starts itself again with one test, which then plays the writer. What it prints
//! has been acknowledged before: `begun NAME`, `sent NAME`, and at last `failed MESSAGE`.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use linkwright::ledger::{Clock, Desk, Ledger, LedgerError, Limits, NewRequest, Settlement, WorkflowStatus};

use crate::stage::{SITE, keys, url};

const PATH: &str = "LINKWRIGHT_TEST_LEDGER";
const NAMES: &str = "LINKWRIGHT_TEST_NAMES";
const ROLE: &str = "child::a_writer_says_what_was_acknowledged";
const MARK: &str = "ledger: ";
/// How many persons a writer invites at most.
const MOST: usize = 2_000;

/// What the writer was told by the ledger, in order.
pub(crate) struct Writer {
    child: Child,
    acknowledged: Receiver<String>,
}

/// This very test binary with one test, wrapped in whatever sets its limits; no words, no wrapper.
pub(crate) fn writer(path: &Path, names: &str, wrapper: &[&str]) -> Writer {
    let program = std::env::current_exe().expect("the test binary");
    let mut command = match wrapper {
        [] => Command::new(program),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
    };
    let mut child = command
        .args([ROLE, "--exact", "--nocapture", "--test-threads=1"])
        .env(PATH, path)
        .env(NAMES, names)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the writer starts");
    let stdout = child.stdout.take().expect("its stdout");
    let (told, acknowledged) = channel();
    std::thread::spawn(move || listen(stdout, &mut |line| told.send(line).is_ok()));
    Writer { child, acknowledged }
}

fn listen(stdout: impl Read, told: &mut dyn FnMut(String) -> bool) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        // The harness may have begun the line.
        if let Some((_, line)) = line.split_once(MARK)
            && !told(line.to_owned())
        {
            return;
        }
    }
}

impl Writer {
    /// The next thing it was told; nothing once it has ended.
    pub(crate) fn next(&self) -> Option<String> {
        self.acknowledged.recv().ok()
    }

    /// SIGKILL, and everything that it was told before.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
        self.acknowledged.into_iter().collect()
    }

    /// Waits for its own end, and everything that it was told.
    pub(crate) fn end(mut self) -> Vec<String> {
        let told = self.acknowledged.into_iter().collect();
        self.child.wait().expect("it is gone");
        told
    }
}

/// Tells whoever has started this process, at once.
fn tell(line: &str) {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{MARK}{line}").expect("somebody listens");
    stdout.flush().expect("somebody listens");
}

#[test]
fn a_writer_says_what_was_acknowledged() {
    let Some(path) = std::env::var_os(PATH) else {
        // Nobody has started it: it writes a little, and judges itself.
        let directory = tempfile::tempdir().expect("a directory");
        let ledger = open(&directory.path().join("ledger.sqlite3")).expect("a ledger");
        let desk = take(&ledger).expect("a desk");
        invite(&desk, "ada-example", &mut |_| {}).expect("invited");
        assert!(matches!(
            crate::stage::standing(&desk, "ada-example"),
            linkwright::ledger::Standing::Sent { .. }
        ));
        return;
    };
    let names = std::env::var(NAMES).expect("names");
    if let Err(error) = write(Path::new(&path), &names) {
        let kind = match &error {
            LedgerError::Fenced => "fenced",
            LedgerError::Refused(_) => "refused",
            LedgerError::Failed(_) => "failed",
            LedgerError::Contradiction(_) => "contradiction",
        };
        tell(&format!("{kind} {error}"));
    }
}

fn write(path: &Path, names: &str) -> Result<(), LedgerError> {
    let ledger = open(path)?;
    let desk = take(&ledger)?;
    tell("open");
    (0..MOST).try_for_each(|number| invite(&desk, &format!("{names}-{number}"), &mut tell))
}

fn open(path: &Path) -> Result<Ledger, LedgerError> {
    Ledger::open(path, Clock::system())
}

fn take(ledger: &Ledger) -> Result<Desk, LedgerError> {
    ledger.take_over("default", SITE, Limits::none())
}

/// From the workflow to its end, with a word after each acknowledged step that must not be lost.
fn invite(desk: &Desk, name: &str, tell: &mut dyn FnMut(&str)) -> Result<(), LedgerError> {
    let request = NewRequest {
        pointer: String::new(),
        person: url(name),
        label: None,
    };
    let workflow = desk.accept(&format!("{{\"body\":\"{name}\"}}"), &[request])?;
    tell(&format!("accepted {name}"));
    let request = desk.request(&workflow, "")?;
    let permit = desk.permit(&keys(name), false)?.expect("nothing bars it");
    let attempt = desk.begin(permit, &request, Some("a note"))?.expect("nothing bars it");
    tell(&format!("begun {name}"));
    desk.arm(&attempt)?;
    desk.settle(&attempt, Settlement::Sent, Some(&Ok(())))?;
    tell(&format!("sent {name}"));
    desk.finish(&workflow, WorkflowStatus::Completed)?;
    tell(&format!("finished {name}"));
    Ok(())
}
