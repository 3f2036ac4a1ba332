//! The points around a click, in a real browser, with the real program.

use std::process::{Command, Output};

use linkwright::sandbox::{Options, Sandbox};
use serde_json::{Value, json};

/// Around the two clicks that could send.
const CLICKS: &[&str] = &["CP10", "CP11", "CP13", "CP14", "CP15", "CP16"];
const KINDS: &[&str] = &["return(abort)", "return(error)", "sleep(2000)"];

/// People who are invited with a dialog, without a note and with one, and at once.
const PEOPLE: &[(&str, Option<&str>)] = &[
    ("ada-example", None),
    ("noah-noted", Some("Hello Noah, we met in Exampletown.")),
    ("bea-button", None),
];

fn linkwright(
    command: &str,
    data: &std::path::Path,
    site: &str,
    fault: Option<(&str, &str)>,
    file: Option<&std::path::Path>,
) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_linkwright"));
    program.arg(command).arg("--data-dir").arg(data);
    if command != "history" {
        program.args(["--site", site, "--quiet"]);
    }
    if command == "history" {
        program.arg("--json");
    }
    if let Some((point, action)) = fault {
        program.env("FAILPOINTS", format!("{point}=1*{action}->off"));
    }
    program.args(file);
    program.output().expect("linkwright starts")
}

#[test]
fn a_click_that_is_cut_short_in_a_real_browser_is_told_as_it_was() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let sandbox = runtime
        .block_on(Sandbox::start(Options::default()))
        .expect("the sandbox starts");
    let mut wrong = Vec::new();
    let mut runs = 0;
    for point in CLICKS {
        for (number, kind) in KINDS.iter().enumerate() {
            let (slug, note) = PEOPLE[(runs + number) % PEOPLE.len()];
            runs += 1;
            sandbox.reset();
            if let Err(why) = cut_short(&sandbox, point, kind, slug, note) {
                wrong.push(format!("{point} {kind} {slug}: {why}"));
            }
        }
    }
    runtime.block_on(sandbox.stop());
    assert!(
        wrong.is_empty(),
        "{} of {runs} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn cut_short(sandbox: &Sandbox, point: &str, kind: &str, slug: &str, note: Option<&str>) -> Result<(), String> {
    let data = tempfile::tempdir().expect("a directory");
    std::fs::write(data.path().join("linkwright.toml"), "[recovery]\nsettle_seconds = 1\n").expect("a file");
    let url = format!("https://www.linkedin.com/in/{slug}");
    let mut action = json!({"actionType": "st.sendConnectionRequest", "personUrl": url});
    if let Some(note) = note {
        action["note"] = json!(note);
    }
    let file = data.path().join("workflow.json");
    std::fs::write(&file, action.to_string()).expect("a file");
    let ran = linkwright("run", data.path(), sandbox.origin(), Some((point, kind)), Some(&file));
    let resumed = linkwright("resume", data.path(), sandbox.origin(), None, None);
    let told = || {
        format!(
            "run {:?} {} resume {:?} {}",
            ran.status.code(),
            String::from_utf8_lossy(&ran.stdout),
            resumed.status.code(),
            String::from_utf8_lossy(&resumed.stdout)
        )
    };
    if kind.contains("abort") && ran.status.code().is_some() {
        return Err(format!("it was not cut short: {}", told()));
    }
    if resumed.status.code() != Some(0) {
        return Err(format!("undecided: {}", told()));
    }
    let history = linkwright("history", data.path(), sandbox.origin(), None, None);
    let rows: Vec<Value> = serde_json::from_slice(&history.stdout).map_err(|error| error.to_string())?;
    let row = rows
        .iter()
        .find(|row| row["personUrl"] == url)
        .ok_or_else(|| format!("lost: {}", told()))?;
    let sent = sandbox.log().iter().filter(|entry| entry.slug == slug).count();
    match (row["outcome"].as_str().unwrap_or_default(), sent) {
        ("sent", 1) | ("unknown", 0 | 1) | ("notSent", 0) => Ok(()),
        (outcome, sent) => Err(format!("{outcome}, and the site took {sent}: {}", told())),
    }
}
