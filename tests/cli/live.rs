//! The real binary with real Chromium on the sandbox, judged by the sandbox's own log.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use linkwright::sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::program::Program;

/// Few browsers at a time: these tests are about answers, not about crowds.
static SEATS: Mutex<usize> = Mutex::new(4);
static FREED: Condvar = Condvar::new();

/// The right to start a browser, until it is dropped.
pub(crate) struct Turn(());

impl Turn {
    pub(crate) fn take() -> Turn {
        let free = SEATS.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = FREED.wait_while(free, |free| *free == 0);
        *taken.unwrap_or_else(PoisonError::into_inner) -= 1;
        Turn(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *SEATS.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        FREED.notify_one();
    }
}

pub(crate) struct Site {
    runtime: Runtime,
    pub(crate) sandbox: Sandbox,
    /// By `--browser`'s word, the one that comes here.
    pub(crate) browser: &'static str,
    _turn: Turn,
}

impl Site {
    pub(crate) fn start() -> Site {
        Site::visited_by("chrome")
    }

    pub(crate) fn visited_by(browser: &'static str) -> Site {
        let turn = Turn::take();
        let runtime = Runtime::new().expect("a runtime starts");
        let sandbox = runtime
            .block_on(Sandbox::start(Options::default()))
            .expect("the sandbox starts");
        Site {
            runtime,
            sandbox,
            browser,
            _turn: turn,
        }
    }

    pub(crate) fn origin(&self) -> &str {
        self.sandbox.origin()
    }

    pub(crate) fn sent(&self) -> Vec<(String, Option<String>)> {
        self.sandbox
            .log()
            .into_iter()
            .map(|entry| (entry.slug, entry.note))
            .collect()
    }

    pub(crate) fn stop(self) {
        self.runtime.block_on(self.sandbox.stop());
    }
}

fn person(slug: &str) -> String {
    format!("https://www.linkedin.com/in/{slug}")
}

in_both_browsers! {
    run_prints_the_completion_and_nothing_else_and_the_site_has_the_invitation,
    a_sign_in_wall_keeps_the_answers_reached_before_it,
    an_interrupted_run_ends_its_browser_and_says_what_was_answered,
    a_request_is_withdrawn_and_whoever_wishes_goes_on_following,
}

fn run_prints_the_completion_and_nothing_else_and_the_site_has_the_invitation(browser: &'static str) {
    let site = Site::visited_by(browser);
    let note = "Hello Noah, we met in Exampletown.";
    let workflow = json!([
        {"actionType": "st.openPersonPage", "label": "row-1", "personUrl": person("noah-noted"),
            "then": {"actionType": "st.sendConnectionRequest", "note": note}},
        {"actionType": "st.checkConnectionStatus", "personUrl": person("connie-connected")},
        {"actionType": "st.sendConnectionRequest", "personUrl": person("penny-pending")},
    ]);
    let ran = Program::with(&["run", "--site", site.origin(), "--browser", browser, "-"])
        .reading(workflow.to_string())
        .run()
        .exits(1);
    let mut answer = ran.json();
    let message = answer[2]["error"]
        .as_object_mut()
        .and_then(|error| error.remove("message"));
    assert!(message.is_some_and(|message| message.is_string()));
    let expected = json!([
        {"actionType": "st.openPersonPage", "label": "row-1", "success": true,
            "data": {"then": {"actionType": "st.sendConnectionRequest", "success": true}}},
        {"actionType": "st.checkConnectionStatus", "success": true, "data": {"connectionStatus": "connected"}},
        {"actionType": "st.sendConnectionRequest", "success": false, "error": {"type": "alreadyPending"}},
    ]);
    assert_eq!(answer, expected);
    assert_eq!(site.sent(), [("noah-noted".to_owned(), Some(note.to_owned()))]);
    let ran = ran
        .never_says(note)
        .says("✓ noah-noted: connection request sent")
        .says("✗ penny-pending: alreadyPending");
    assert!(!ran.stderr().contains("User Agreement"));
    site.stop();
}

#[test]
fn connect_sends_one_invitation_and_quiet_says_nothing() {
    let site = Site::start();
    let url = person("ada-example");
    let arguments = ["connect", &url, "--label", "mine", "--site", site.origin(), "--quiet"];
    let ran = Program::with(&arguments).run().exits(0);
    assert_eq!(
        ran.stdout(),
        "{\"actionType\":\"st.sendConnectionRequest\",\"label\":\"mine\",\"success\":true}\n"
    );
    let chatter: Vec<String> = ran
        .stderr()
        .lines()
        .filter(|line| !line.contains("running as root"))
        .map(str::to_owned)
        .collect();
    assert!(chatter.is_empty(), "{chatter:?}");
    assert_eq!(site.sent(), [("ada-example".to_owned(), None)]);
    site.stop();
}

fn a_sign_in_wall_keeps_the_answers_reached_before_it(browser: &'static str) {
    let site = Site::visited_by(browser);
    let workflow = json!([
        {"actionType": "st.checkConnectionStatus", "personUrl": person("penny-pending")},
        {"actionType": "st.checkConnectionStatus", "personUrl": person("wanda-authwall")},
        {"actionType": "st.sendConnectionRequest", "personUrl": person("ada-example")},
    ]);
    let ran = Program::with(&["run", "--site", site.origin(), "--browser", browser, "-"])
        .reading(workflow.to_string())
        .run()
        .exits(3);
    let answer = ran.json();
    assert_eq!(answer["failure"]["reason"], json!("linkedinAccountSignedOut"));
    assert_eq!(answer["answered"][0]["data"], json!({"connectionStatus": "pending"}));
    assert_eq!(answer["answered"].as_array().map(Vec::len), Some(1));
    assert_eq!(site.sent(), []);
    ran.says("1 of 3 actions were answered");
    site.stop();
}

fn an_interrupted_run_ends_its_browser_and_says_what_was_answered(browser: &'static str) {
    let site = Site::visited_by(browser);
    let data = tempfile::tempdir().expect("a folder can be made");
    let mut child = Command::new(env!("CARGO_BIN_EXE_linkwright"))
        .args([
            "status",
            &person("shelly-shell"),
            "--verbose",
            "--site",
            site.origin(),
            "--browser",
            browser,
            "--data-dir",
        ])
        .arg(data.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let stderr = BufReader::new(child.stderr.take().expect("stderr is a pipe"));
    let mut lines = stderr.lines().map(|line| line.expect("stderr is UTF-8"));
    let sees = lines.find(|line| line.contains("sees loading"));
    assert!(sees.is_some(), "the shell was never seen");
    let number = child.id().to_string();
    let sent = Command::new("kill")
        .args(["-INT", &number])
        .status()
        .expect("kill runs");
    assert!(sent.success());
    let rest: Vec<String> = lines.collect();
    assert!(
        rest.iter().any(|line| line.contains("Ctrl-C once more ends at once")),
        "{rest:?}"
    );
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(3), "{rest:?}");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("stdout is JSON");
    assert_eq!(answer["workflowStatus"], json!("failed"));
    assert!(
        answer["failure"]["message"]
            .as_str()
            .is_some_and(|message| message.contains("interrupted")),
        "{answer}"
    );
    // What was killed may take a moment to be gone.
    let until = Instant::now() + Duration::from_secs(5);
    let mut left = processes_on(data.path());
    while !left.is_empty() && Instant::now() < until {
        left = processes_on(data.path());
    }
    assert!(left.is_empty(), "still there: {left:?}");
    site.stop();
}

fn a_request_is_withdrawn_and_whoever_wishes_goes_on_following(browser: &'static str) {
    let site = Site::visited_by(browser);
    let data = tempfile::tempdir().expect("a directory");
    let place = data.path().to_str().expect("UTF-8");
    for (slug, more) in [
        ("elvis-embermenupending", &["--keep-following"][..]),
        ("penny-pending", &[]),
    ] {
        let url = person(slug);
        let arguments = [
            "withdraw",
            &url,
            "--site",
            site.origin(),
            "--browser",
            browser,
            "--data-dir",
            place,
        ];
        let ran = Program::with(&[&arguments[..], more].concat()).run().exits(0);
        assert_eq!(
            ran.json(),
            json!({"actionType": "st.withdrawConnectionRequest", "success": true})
        );
    }
    let withdrawn = site.sandbox.withdrawals();
    let withdrawn: Vec<(&str, bool)> = withdrawn.iter().map(|one| (one.slug.as_str(), one.unfollow)).collect();
    assert_eq!(withdrawn, [("elvis-embermenupending", false), ("penny-pending", true)]);
    site.stop();
}

/// Command lines of the processes that use a profile in this directory.
fn processes_on(data: &Path) -> Vec<String> {
    let processes = Command::new("ps").args(["-eo", "args"]).output().expect("ps runs");
    let profile = data.join("profiles").to_string_lossy().into_owned();
    let lines = String::from_utf8_lossy(&processes.stdout).into_owned();
    let theirs = lines.lines().filter(|line| line.contains(&profile));
    theirs.map(str::to_owned).collect()
}

#[test]
fn that_nobody_is_signed_in_is_told_until_a_run_gets_in_again() {
    let site = Site::start();
    let directory = tempfile::tempdir().expect("a directory");
    let out = json!([{"browser": "chrome", "site": site.origin(), "at": "2026-11-01T09:00:00Z", "state": "signedOut"}]);
    let home = directory.path().join("accounts/default");
    std::fs::create_dir_all(&home).expect("a directory");
    std::fs::write(home.join("signed-in.json"), out.to_string()).expect("a file");
    let place = directory.path().to_str().expect("UTF-8");
    let state = || {
        let accounts = Program::with(&["accounts", "--json", "--data-dir", place])
            .run()
            .exits(0)
            .json();
        accounts[0]["signedIn"][0]["state"].clone()
    };
    assert_eq!(state(), "signedOut");
    Program::with(&[
        "status",
        &person("ada-example"),
        "--site",
        site.origin(),
        "--data-dir",
        place,
    ])
    .run()
    .exits(0);
    assert_eq!(state(), "signedIn");
    // What the ledger answers by itself shows no page.
    let list = directory.path().join("people.csv");
    std::fs::write(&list, format!("personUrl\n{}\n", person("ada-example"))).expect("a list");
    let file = list.to_str().expect("UTF-8");
    let batch = ["batch", file, "--quiet", "--site", site.origin(), "--data-dir", place];
    Program::with(&batch).run().exits(0);
    std::fs::write(home.join("signed-in.json"), out.to_string()).expect("a file");
    Program::with(&batch).run().exits(0);
    assert_eq!(state(), "signedOut");
    site.stop();
}

#[test]
fn a_stand_in_that_does_not_answer_is_named_with_what_to_do() {
    let _turn = Turn::take();
    let person = person("ada-example");
    let ran = Program::with(&["status", &person, "--site", "http://127.0.0.1:9"])
        .run()
        .exits(3);
    let answer = ran.json();
    assert_eq!(answer["failure"]["reason"], json!("linkedinUnavailable"));
    let message = answer["failure"]["message"].as_str().unwrap_or_default();
    assert!(
        message.starts_with("Nothing answers at http://127.0.0.1:9; is the sandbox running?"),
        "{message}"
    );
    ran.never_says("Check the network")
        .says("no page was seen, what was done stands in");
    let synced = Program::with(&["sync", "--json", "--site", "http://127.0.0.1:9"])
        .run()
        .exits(3)
        .says("Nothing answers at http://127.0.0.1:9; is the sandbox running?")
        .never_says("Check the network")
        .json();
    assert_eq!(synced["failure"]["reason"], json!("linkedinUnavailable"));
    Program::with(&["doctor", "--online", "--site", "http://127.0.0.1:9"])
        .run()
        .exits(4)
        .says_on_stdout("nothing answers at")
        .says_on_stdout("linkwright sandbox --port 9");
}

#[test]
fn everybody_in_the_demo_comes_out_as_documented() {
    let _turn = Turn::take();
    let ran = Program::with(&["demo"]).run().exits(0);
    let text = ran.stdout();
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let last = text.lines().last().unwrap_or_default();
    assert!(last.starts_with("16 of 16 came out as documented, in "), "{last}");
    assert_eq!(text.matches('✓').count(), 16);
}

/// The files below a directory that hold a text, in UTF-8 or in UTF-16.
fn holding(directory: &Path, text: &str) -> String {
    let pattern = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let wide = pattern(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    let found = Command::new("grep")
        .args(["-rlaP", &format!("{}|{wide}", pattern(text.into()))])
        .arg(directory)
        .env("LC_ALL", "C")
        .output()
        .expect("grep is there");
    assert!(found.stderr.is_empty(), "{}", String::from_utf8_lossy(&found.stderr));
    String::from_utf8_lossy(&found.stdout).into_owned()
}

#[test]
fn what_was_typed_stays_in_no_file_of_the_browser() {
    for browser in ["chrome", "firefox"] {
        let site = Site::start();
        let directory = tempfile::tempdir().expect("a directory");
        let data = directory.path().to_str().expect("UTF-8");
        let ezra = person("ezra-emberemailgiven");
        let typed = ["ezra@example.com", "An unmistakable note"];
        let options = ["--site", site.origin(), "--data-dir", data, "--browser", browser];
        let arguments = ["connect", &ezra, "--email", typed[0], "--note", typed[1]];
        let ran = Program::with(&[&arguments[..], &options].concat()).run();
        ran.exits(0);
        assert_eq!(
            site.sent(),
            [("ezra-emberemailgiven".to_owned(), Some(typed[1].to_owned()))]
        );
        let profiles = directory.path().join("profiles");
        // Chromium writes what stands in forms here after a few seconds.
        assert!(!profiles.join("chrome/Default/Sessions").exists());
        // What is there is found.
        assert_ne!(holding(&profiles, site.origin()), "");
        for text in typed {
            assert_eq!(holding(&profiles, text), "", "{browser}");
        }
        site.stop();
    }
}
