//! `run --key`: however often a workflow is handed in, and whatever became of it, it is run once.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::live::Site;

/// More at once than one account can serve.
const AT_ONCE: usize = 5;
/// How long a submission may find the account busy.
const PATIENCE: Duration = Duration::from_secs(60);

fn start(workflow: &Path, key: &str, data: &Path, origin: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_linkwright"))
        .args(["run", "--quiet", "--key", key, "--site", origin, "--data-dir"])
        .args([data, workflow])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

fn is_busy(output: &Output) -> bool {
    String::from_utf8_lossy(&output.stdout).contains("accountBusy")
}

/// Hands the workflow in until the account is free for it.
fn submit(workflow: &Path, key: &str, data: &Path, origin: &str) -> Output {
    let asked = Instant::now();
    loop {
        let started = start(workflow, key, data, origin);
        let output = started.wait_with_output().expect("the program ends");
        if !is_busy(&output) {
            return output;
        }
        assert!(asked.elapsed() < PATIENCE, "the account never became free");
    }
}

#[test]
fn many_submissions_under_one_key_are_one_invitation_and_one_answer() {
    let site = Site::start();
    let directory = tempfile::tempdir().expect("a directory");
    let (workflow, data) = (directory.path().join("workflow.json"), directory.path().join("data"));
    let request = |slug: &str, note: &str| {
        let person = format!("https://www.linkedin.com/in/{slug}");
        json!({"actionType": "st.sendConnectionRequest", "personUrl": person, "note": note}).to_string()
    };
    std::fs::write(&workflow, request("noah-noted", "Hello")).expect("written");
    // The first is cut off before it can say anything; what it had done by then is not known here.
    let mut first = start(&workflow, "order-17", &data, site.origin());
    first.kill().expect("it is ours to kill");
    first.wait().expect("it ends");
    let submitted: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (workflow, data, origin) = (workflow.clone(), data.clone(), site.origin().to_owned());
            std::thread::spawn(move || submit(&workflow, "order-17", &data, &origin))
        })
        .collect();
    for submission in submitted {
        let output = submission.join().expect("a submission ends");
        let answer: Value = serde_json::from_slice(&output.stdout).expect("a completion");
        let success = json!({"actionType": "st.sendConnectionRequest", "success": true});
        assert_eq!((output.status.code(), answer), (Some(0), success));
    }
    assert_eq!(site.sent(), [("noah-noted".to_owned(), Some("Hello".to_owned()))]);

    std::fs::write(&workflow, request("ada-example", "Hello")).expect("written");
    let other = submit(&workflow, "order-17", &data, site.origin());
    assert_eq!((other.status.code(), other.stdout.as_slice()), (Some(2), &b""[..]));
    let told = String::from_utf8_lossy(&other.stderr).into_owned();
    assert!(told.contains("another workflow") && told.contains("--key"), "{told}");
    assert!(!told.contains("order-17") && !told.contains("ada-example"), "{told}");
    assert_eq!(site.sent().len(), 1);
    site.stop();
}
