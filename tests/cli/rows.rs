//! `batch` in real browsers on the sandbox, judged by the sandbox's own log: who was invited, how
//! often, with which note; whatever was killed or stopped between.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::live::Site;
use crate::program::{Program, Ran};

/// A list and a data directory of its own.
pub(crate) struct Batch<'a> {
    site: &'a Site,
    directory: tempfile::TempDir,
}

impl<'a> Batch<'a> {
    /// Doubts are settled at once, because this sandbox's pages do not lag for everybody.
    pub(crate) fn new(site: &'a Site, limits: &str) -> Batch<'a> {
        let directory = tempfile::tempdir().expect("a directory");
        fs::create_dir(directory.path().join("data")).expect("a directory");
        let settings = format!("{limits}\n[recovery]\nsettle_seconds = 1\n");
        fs::write(directory.path().join("data/linkwright.toml"), settings).expect("a file");
        Batch { site, directory }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes the list: slug and note.
    pub(crate) fn list(&self, rows: &[(&str, &str)]) {
        let rows: String = rows
            .iter()
            .map(|(slug, note)| format!("https://www.linkedin.com/in/{slug},{note}\n"))
            .collect();
        fs::write(self.file("people.csv"), format!("personUrl,note\n{rows}")).expect("a file");
    }

    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let place = |name: &str| self.file(name).to_str().expect("UTF-8").to_owned();
        let mut all = vec!["batch".to_owned(), place("people.csv")];
        all.extend([
            "--site".to_owned(),
            self.site.origin().to_owned(),
            "--data-dir".to_owned(),
            place("data"),
            "--browser".to_owned(),
            self.site.browser.to_owned(),
        ]);
        all.extend(more.iter().map(|argument| (*argument).to_owned()));
        all
    }

    pub(crate) fn run(&self, more: &[&str]) -> Ran {
        let all = self.arguments(more);
        Program::with(&all.iter().map(String::as_str).collect::<Vec<_>>()).run()
    }

    pub(crate) fn linkwright(&self, command: &[&str]) -> Ran {
        let data = self.file("data");
        let all = [command, &["--data-dir", data.to_str().expect("UTF-8")]].concat();
        Program::with(&all).env("LINKWRIGHT_BROWSER", self.site.browser).run()
    }

    /// Starts a run that tells every step.
    pub(crate) fn spawn(&self, more: &[&str]) -> Running {
        let mut child = Command::new(env!("CARGO_BIN_EXE_linkwright"))
            .args(self.arguments(more))
            .arg("--verbose")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stderr = child.stderr.take().expect("a pipe");
        let lines = BufReader::new(stderr).lines().map_while(Result::ok);
        Running {
            child,
            lines: Box::new(lines),
        }
    }

    /// Slug, result and error of each row.
    pub(crate) fn results(&self) -> Vec<(String, String, String)> {
        let text = fs::read_to_string(self.file("people.results.csv")).expect("results");
        let mut lines = text.lines();
        assert_eq!(
            lines.next(),
            Some("personUrl,note,result,errorType,message,finishedAt,evidence")
        );
        let row = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            let slug = cells[0].rsplit('/').next().expect("a slug").to_owned();
            (slug, cells[2].to_owned(), cells[3].to_owned())
        };
        lines.map(row).collect()
    }

    pub(crate) fn words(&self) -> Vec<String> {
        self.results().into_iter().map(|(_, word, _)| word).collect()
    }

    /// How often the site took an invitation from each.
    pub(crate) fn taken(&self) -> BTreeMap<String, usize> {
        let mut taken = BTreeMap::new();
        for (slug, _) in self.site.sent() {
            *taken.entry(slug).or_default() += 1;
        }
        taken
    }
}

pub(crate) struct Running {
    child: Child,
    lines: Box<dyn Iterator<Item = String>>,
}

impl Running {
    /// Waits until it tells this.
    pub(crate) fn until(&mut self, words: &str) -> bool {
        self.lines.any(|line| line.contains(words))
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().expect("kill runs");
        assert!(sent.success());
    }

    /// Exit code, stdout, and what else was told.
    pub(crate) fn end(self) -> (Option<i32>, Value, String) {
        let rest: Vec<String> = self.lines.collect();
        let output = self.child.wait_with_output().expect("it ends");
        let told = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        (output.status.code(), told, rest.join("\n"))
    }
}

in_both_browsers! {
    a_kill_at_any_step_and_the_same_command_again_invite_nobody_twice,
    ctrl_c_ends_behind_the_person_at_hand_and_says_what_is_left,
    everybody_is_asked_once_however_often_the_command_is_given,
    a_wall_stops_the_list_and_what_is_left_goes_on_after_clear,
}

fn everybody_is_asked_once_however_often_the_command_is_given(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "");
    batch.list(&[
        ("ada-example", ""),
        ("noah-noted", "Hello Noah"),
        ("penny-pending", "=1+1"),
    ]);
    let ran = batch
        .run(&["--jsonl", batch.file("out.jsonl").to_str().expect("UTF-8")])
        .exits(1);
    let summary =
        "{\"rows\":3,\"sent\":2,\"answered\":{\"alreadyPending\":1},\"unknown\":0,\"skipped\":0,\"waiting\":0}\n";
    assert_eq!(ran.stdout(), summary);
    ran.says("row 2 ada-example: sent").never_says("Hello Noah");
    let sent = [
        ("ada-example".to_owned(), None),
        ("noah-noted".to_owned(), Some("Hello Noah".to_owned())),
    ];
    assert_eq!(site.sent(), sent);
    let first = fs::read_to_string(batch.file("people.results.csv")).expect("results");
    assert!(
        first.contains("in/penny-pending,=1+1,answered,alreadyPending,"),
        "{first}"
    );
    let lines = fs::read_to_string(batch.file("out.jsonl")).expect("results");
    let line: Value = serde_json::from_str(lines.lines().nth(1).expect("a second")).expect("JSON");
    assert_eq!(
        (&line["note"], &line["result"], &line["evidence"]),
        (&json!("Hello Noah"), &json!("sent"), &Value::Null)
    );
    // Given again nothing is asked, and without results they are written anew from the ledger.
    fs::remove_file(batch.file("people.results.csv")).expect("removed");
    let ran = batch.run(&["--quiet"]).exits(1);
    assert_eq!(ran.stdout(), summary);
    assert_eq!(
        fs::read_to_string(batch.file("people.results.csv")).expect("results"),
        first
    );
    // Another order, another note for somebody who was sent, a row more.
    batch.list(&[
        ("bea-button", ""),
        ("penny-pending", "=1+1"),
        ("noah-noted", "Another"),
        ("ada-example", ""),
    ]);
    batch.run(&[]).exits(1);
    assert_eq!(batch.words(), ["sent", "answered", "sent", "sent"]);
    assert_eq!(site.sent().len(), 3);
    assert_eq!(site.sent()[2], ("bea-button".to_owned(), None));
    site.stop();
}

fn a_kill_at_any_step_and_the_same_command_again_invite_nobody_twice(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "");
    let slugs = [
        "ada-example",
        "noah-noted",
        "bea-button",
        "emma-ember",
        "menno-under-more",
    ];
    let rows: Vec<(&str, &str)> = slugs
        .iter()
        .map(|slug| (*slug, if *slug == "noah-noted" { "Hello Noah" } else { "" }))
        .collect();
    batch.list(&rows);
    // The browser's start, the first click, the last click, the proof, the end of a row.
    let moments = [
        "opens ",
        "click connect",
        "click send",
        "sees pending",
        "row 4 bea-button: sent",
    ];
    let mut kills = 0;
    for moment in moments {
        let mut running = batch.spawn(&["--on-unknown", "continue"]);
        if running.until(moment) {
            running.signal("-KILL");
            kills += 1;
        }
        running.end();
        assert!(
            batch.taken().values().all(|times| *times == 1),
            "{moment}: {:?}",
            batch.taken()
        );
    }
    assert!(kills >= 4, "only {kills} kills");
    let ran = batch.run(&["--on-unknown", "continue", "--quiet"]);
    let taken = batch.taken();
    for (slug, word, error) in batch.results() {
        let times = taken.get(&slug).copied().unwrap_or_default();
        match word.as_str() {
            "sent" => assert_eq!(times, 1, "{slug}"),
            // The first click was cut short, so that nobody can tell by the page.
            "unknown" => assert!(times <= 1 && error == "outcomeUnknown", "{slug}: {times} {error}"),
            other => panic!("{slug} is {other}: {}", ran.stderr()),
        }
    }
    let sent = batch.words().iter().filter(|word| *word == "sent").count();
    assert!(sent >= 3, "{:?}", batch.results());
    let before = site.sent();
    batch.run(&["--on-unknown", "continue", "--quiet"]);
    assert_eq!(site.sent(), before);
    let left = batch.linkwright(&["resume", "--site", site.origin()]).exits(0).json();
    assert_eq!(left, json!([]), "a round leaves nothing behind for a resumption");
    site.stop();
}

fn ctrl_c_ends_behind_the_person_at_hand_and_says_what_is_left(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "");
    batch.list(&[("ada-example", ""), ("bea-button", ""), ("emma-ember", "")]);
    let mut running = batch.spawn(&[]);
    assert!(running.until("click connect"), "Connect was never clicked");
    running.signal("-INT");
    let (code, summary, told) = running.end();
    assert_eq!(code, Some(3), "{told}");
    assert_eq!((&summary["sent"], &summary["waiting"]), (&json!(1), &json!(2)));
    assert!(told.contains("Left: rows 3-4."), "{told}");
    assert_eq!(batch.words(), ["sent", "waiting", "waiting"]);
    assert_eq!(batch.taken().len(), 1);
    batch.run(&["--quiet"]).exits(0);
    assert_eq!(batch.taken().into_values().collect::<Vec<_>>(), [1, 1, 1]);
    site.stop();
}

fn a_wall_stops_the_list_and_what_is_left_goes_on_after_clear(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "");
    batch.list(&[("ada-example", ""), ("chad-checkpoint", ""), ("bea-button", "")]);
    let ran = batch.run(&[]).exits(3);
    assert_eq!(ran.json()["waiting"], json!(2));
    ran.says("linkedinCheckpoint").says("Left: rows 3-4");
    assert_eq!(
        batch.results()[1],
        (
            "chad-checkpoint".to_owned(),
            "waiting".to_owned(),
            "linkedinCheckpoint".to_owned()
        )
    );
    batch.run(&[]).exits(3).says("accountStopped");
    assert_eq!(batch.words(), ["sent", "waiting", "waiting"]);
    batch.linkwright(&["clear", "--site", site.origin()]).exits(0);
    batch.list(&[("ada-example", ""), ("bea-button", "")]);
    batch.run(&["--quiet"]).exits(0);
    assert_eq!(batch.taken().into_values().collect::<Vec<_>>(), [1, 1]);
    site.stop();
}

#[test]
fn a_page_that_nobody_knows_leaves_its_row_and_three_in_a_row_stop_the_list() {
    let site = Site::start();
    let batch = Batch::new(&site, "");
    batch.list(&[("nell-newlabel", ""), ("ada-example", "")]);
    batch.run(&["--quiet"]).exits(3);
    let left = (
        "nell-newlabel".to_owned(),
        "waiting".to_owned(),
        "pageNotRecognised".to_owned(),
    );
    assert_eq!(batch.results()[0], left);
    assert_eq!(batch.words(), ["waiting", "sent"]);
    let drift = Batch::new(&site, "");
    drift.list(&[
        ("nell-newlabel", ""),
        ("enno-embernewlabel", ""),
        ("feodor-feed", ""),
        ("bea-button", ""),
    ]);
    let ran = drift.run(&["--on-unknown", "continue"]).exits(5);
    ran.says("accountStopped").says("Left: rows 2-3, 5.");
    assert_eq!(drift.words(), ["waiting", "waiting", "unknown", "waiting"]);
    assert_eq!(drift.taken().get("bea-button"), None);
    site.stop();
}

#[test]
fn a_row_that_could_not_be_answered_keeps_nobody_behind_it_waiting() {
    let site = Site::start();
    let batch = Batch::new(&site, "");
    batch.list(&[("nora-nocontent", ""), ("ada-example", "")]);
    batch.run(&["--quiet"]).exits(3).says("linkedinUnavailable");
    assert_eq!(batch.words(), ["waiting", "waiting"]);
    batch.run(&["--quiet"]).exits(3).says("linkedinUnavailable");
    assert_eq!(batch.words(), ["waiting", "sent"]);
    assert_eq!(batch.taken().get("ada-example"), Some(&1));
    site.stop();
}
