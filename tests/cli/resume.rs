//! `resume` behind a run that was killed: judged by the sandbox's own log, and by what a person is told to do next.

use std::fs;

use linkwright::ledger::{Clock, Desk, Ledger, Limits, NewRequest};
use linkwright::person::{PersonKeys, PersonUrl};
use serde_json::json;

use crate::live::Site;
use crate::program::Program;

const ADA: &str = "https://www.linkedin.com/in/ada-example";

/// Connect may have been clicked, and nobody was told what came of it.
fn cut_short(desk: &Desk) {
    let person = PersonUrl::parse(ADA).expect("a person");
    let keys = PersonKeys::from(person.slug());
    let request = NewRequest {
        pointer: String::new(),
        person,
        label: None,
    };
    let body = json!({"actionType": "st.sendConnectionRequest", "personUrl": ADA}).to_string();
    let workflow = desk.accept(&body, &[request]).expect("accepted");
    let request = desk.request(&workflow, "").expect("a request");
    let permit = desk.permit(&keys, false).expect("an answer").expect("leave");
    desk.begin(permit, &request, None).expect("an answer").expect("begun");
}

in_both_browsers! {
    who_is_parked_is_named_with_the_cure_and_with_evidence_and_nobody_is_asked_again,
}

fn who_is_parked_is_named_with_the_cure_and_with_evidence_and_nobody_is_asked_again(browser: &'static str) {
    let site = Site::visited_by(browser);
    let data = tempfile::tempdir().expect("a directory");
    fs::write(data.path().join("linkwright.toml"), "[recovery]\nsettle_seconds = 1\n").expect("a file");
    {
        let ledger = Ledger::open(&data.path().join("ledger.sqlite3"), Clock::system()).expect("a ledger");
        cut_short(
            &ledger
                .take_over("default", site.origin(), Limits::none())
                .expect("a desk"),
        );
    }
    let place = data.path().to_str().expect("UTF-8");
    let run = |arguments: &[&str]| Program::with(&[arguments, &["--data-dir", place]].concat()).run();
    let browse = |command: &str| run(&[command, "--site", site.origin(), "--browser", browser]);
    let resumed = browse("resume").exits(0);
    let rows = resumed.json();
    assert_eq!(
        (&rows[0]["personUrl"], &rows[0]["outcome"]),
        (&json!(ADA), &json!("unknown"))
    );
    let cure = format!("`linkwright resolve {ADA} sent --site {}", site.origin());
    let resumed = resumed
        .says("ada-example: possibly sent.")
        .says(&cure)
        .says("evidence: ev-");
    let told = resumed.stderr();
    let id = told
        .split_whitespace()
        .find(|word| word.starts_with("ev-"))
        .expect("a name");
    run(&[
        "bundle",
        id.trim_end_matches(';'),
        "--out",
        &format!("{place}/page.html"),
    ])
    .exits(0)
    .says_on_stdout("connectable is seen by")
    .never_says("Ada");
    assert_eq!(browse("resume").exits(0).json(), json!([]));
    assert_eq!(site.sent(), []);
    site.stop();
}
