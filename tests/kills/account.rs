//! One data directory, worked for by the real program.

use std::cell::RefCell;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use linkwright::ledger::{Clock, Ledger, Limits};
use linkwright::sandbox::Person;
use serde_json::{Value, json};

use crate::processes::{self, Victim};
use crate::tally::Tally;

/// Longer than any run may take, deadlines of frozen processes included.
const PATIENCE: Duration = Duration::from_secs(180);

/// How long a restart waits before it looks at what was in doubt.
pub(crate) const SETTLE_SECONDS: u64 = 2;

pub(crate) struct Account {
    data: tempfile::TempDir,
    site: String,
    told: RefCell<String>,
}

impl Account {
    pub(crate) fn new(site: &str) -> Account {
        let data = tempfile::Builder::new()
            .prefix("linkwright-kills-")
            .tempdir()
            .expect("a directory");
        let policy = std::env::var("LINKWRIGHT_POLICY").unwrap_or_else(|_| "park".to_owned());
        let settings = format!("[recovery]\nsettle_seconds = {SETTLE_SECONDS}\npolicy = {policy:?}\n");
        std::fs::write(data.path().join("linkwright.toml"), settings).expect("a file");
        Account {
            data,
            site: site.to_owned(),
            told: RefCell::default(),
        }
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linkwright"));
        command
            .arg(name)
            .arg("--data-dir")
            .arg(self.data.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn start(&self, person: &Person) -> Run {
        let mut action = json!({
            "actionType": "st.sendConnectionRequest",
            "personUrl": format!("https://www.linkedin.com/in/{}", person.slug),
        });
        if let Some(note) = person.note {
            action["note"] = json!(note);
        }
        if let Some(email) = person.email {
            action["email"] = json!(email);
        }
        let file = self.data.path().join("workflow.json");
        std::fs::write(&file, action.to_string()).expect("a file");
        let child = self
            .command("run")
            .args(["--site", &self.site, "--verbose"])
            .arg(file)
            .spawn()
            .expect("linkwright starts");
        Run {
            child,
            started: Instant::now(),
        }
    }

    /// What the ledger holds when nobody works any more.
    pub(crate) fn left(&self) -> Left {
        let file = self.data.path().join("ledger.sqlite3");
        if !file.exists() {
            return Left::default();
        }
        let ledger = Ledger::open(&file, Clock::system()).expect("the ledger opens whatever was killed");
        let desk = ledger
            .take_over("default", &self.site, Limits::none())
            .expect("nobody else works");
        Left {
            is_unfinished: !desk.unfinished().expect("the ledger answers").is_empty(),
            is_in_doubt: !desk.in_doubt().expect("the ledger answers").is_empty(),
        }
    }

    /// Whether everything is decided afterwards.
    pub(crate) fn resume(&self) -> bool {
        let mut command = self.command("resume");
        let output = finish(
            command
                .args(["--site", &self.site, "--verbose"])
                .spawn()
                .expect("linkwright starts"),
        );
        let log = std::fs::read_to_string(self.data.path().join("chrome-driver.log")).unwrap_or_default();
        let last: Vec<&str> = log.lines().rev().take(12).collect();
        let told = format!(
            "resume: {:?} {}\n{}the driver's last words, newest first: {last:#?}",
            output.status.code(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        self.told.replace(told);
        if output.status.code() != Some(0) {
            // A person has looked at the account and lets it go on.
            let cleared = self.command("clear").args(["--site", &self.site]).output();
            cleared.expect("linkwright starts");
        }
        output.status.code() == Some(0)
    }

    pub(crate) fn told(&self) -> String {
        self.told.borrow().clone()
    }

    fn row(&self, slug: &str) -> Option<Value> {
        let output = self
            .command("history")
            .arg("--json")
            .output()
            .expect("linkwright starts");
        let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let url = format!("https://www.linkedin.com/in/{slug}");
        let url = linkwright::person::PersonUrl::parse(&url).expect("a person");
        rows.into_iter().find(|row| row["personUrl"] == url.as_str())
    }

    pub(crate) fn outcome(&self, slug: &str) -> Option<String> {
        self.row(slug)?["outcome"].as_str().map(str::to_owned)
    }

    pub(crate) fn error(&self, slug: &str) -> Option<String> {
        self.row(slug)?["error"].as_str().map(str::to_owned)
    }

    /// Nothing may be left behind on this directory.
    pub(crate) fn leave(self, tally: &mut Tally) {
        let until = Instant::now() + Duration::from_secs(5);
        let mut left = processes::on(self.data.path());
        while !left.is_empty() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(100));
            left = processes::on(self.data.path());
        }
        if !left.is_empty() {
            tally
                .wrong
                .push(format!("ORPHANS on {}: {left:?}", self.data.path().display()));
        }
    }
}

/// What a run has left behind in the ledger.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Left {
    /// A workflow was accepted and is not finished: it must not be lost from now on.
    pub(crate) is_unfinished: bool,
    pub(crate) is_in_doubt: bool,
}

/// One run of the program.
pub(crate) struct Run {
    child: Child,
    started: Instant,
}

impl Run {
    /// Kills or freezes the victim at the moment; false where it was not there any more.
    pub(crate) fn hit(&mut self, victim: Victim, moment: Duration, freezes: bool) -> bool {
        // The moment itself is what is tested, not a state.
        std::thread::sleep(moment.saturating_sub(self.started.elapsed()));
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return false;
        }
        processes::hit(self.child.id(), victim, freezes)
    }

    /// What it printed, if it lived to print.
    pub(crate) fn end(self) -> Option<String> {
        let output = finish(self.child);
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }
}

/// Waits for the end, which must come.
fn finish(mut child: Child) -> Output {
    let id = child.id();
    let (done, ended) = std::sync::mpsc::channel();
    let watch = std::thread::spawn(move || {
        if ended.recv_timeout(PATIENCE).is_err() {
            processes::kill(id);
            return true;
        }
        false
    });
    let mut stdout = child.stdout.take().expect("a pipe");
    let mut stderr = child.stderr.take().expect("a pipe");
    let reader = std::thread::spawn(move || read(&mut stderr));
    let out = read(&mut stdout);
    let status = child.wait().expect("it ends");
    let _ = done.send(());
    assert!(!watch.join().expect("the watch ends"), "it hung for {PATIENCE:?}");
    Output {
        status,
        stdout: out,
        stderr: reader.join().expect("the reader ends"),
    }
}

fn read(from: &mut impl std::io::Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A pipe that breaks has said all that it will.
    let _ = from.read_to_end(&mut bytes);
    bytes
}
