//! A list that dies at every point on its way, in a real browser; the same command goes on.

use std::path::Path;
use std::process::{Command, Output};

use linkwright::sandbox::{Options, Sandbox};

/// From accepting a row to its answer, the browser's start and end; and whether a fresh look must prove
/// that everybody was invited: a first click that was cut short cannot be proved either way.
const POINTS: &[(&str, bool)] = &[
    ("CP02", true),
    ("CP04", true),
    ("CP08", true),
    ("CP10", false),
    ("CP12", false),
    ("CP13", false),
    ("CP14", true),
    ("CP15", false),
    ("CP16", true),
    ("CP17", true),
    ("CP20", true),
];
const PEOPLE: [(&str, &str); 2] = [("noah-noted", "Hello Noah"), ("bea-button", "")];

fn batch(data: &Path, site: &str, fault: Option<&str>) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_linkwright"));
    program
        .arg("batch")
        .arg(data.join("people.csv"))
        .arg("--data-dir")
        .arg(data)
        .args(["--site", site, "--quiet", "--on-unknown", "continue"]);
    if let Some(point) = fault {
        program.env("FAILPOINTS", format!("{point}=1*return(abort)->off"));
    }
    program.output().expect("linkwright starts")
}

#[test]
fn a_list_that_dies_anywhere_goes_on_and_asks_everybody_once() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let sandbox = runtime
        .block_on(Sandbox::start(Options::default()))
        .expect("the sandbox starts");
    let wrong: Vec<String> = POINTS
        .iter()
        .filter_map(|(point, is_proved)| {
            sandbox.reset();
            cut_short(&sandbox, point, *is_proved)
                .err()
                .map(|why| format!("{point}: {why}"))
        })
        .collect();
    runtime.block_on(sandbox.stop());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn cut_short(sandbox: &Sandbox, point: &str, is_proved: bool) -> Result<(), String> {
    let data = tempfile::tempdir().expect("a directory");
    std::fs::write(data.path().join("linkwright.toml"), "[recovery]\nsettle_seconds = 1\n").expect("a file");
    let rows = PEOPLE.map(|(slug, note)| format!("https://www.linkedin.com/in/{slug},{note}\n"));
    std::fs::write(
        data.path().join("people.csv"),
        format!("personUrl,note\n{}", rows.concat()),
    )
    .expect("a file");
    let died = batch(data.path(), sandbox.origin(), Some(point));
    if died.status.code().is_some() {
        return Err(format!("it did not die: {}", String::from_utf8_lossy(&died.stdout)));
    }
    let went_on = batch(data.path(), sandbox.origin(), None);
    let results = std::fs::read_to_string(data.path().join("people.results.csv")).map_err(|error| error.to_string())?;
    for (slug, note) in PEOPLE {
        let log = sandbox.log();
        let sent: Vec<_> = log.iter().filter(|entry| entry.slug == slug).collect();
        let line = results.lines().find(|line| line.contains(slug)).unwrap_or_default();
        let word = line.split(',').nth(2).unwrap_or_default();
        let as_asked = sent
            .iter()
            .all(|entry| entry.note.as_deref().unwrap_or_default() == note);
        let holds = match (word, sent.len()) {
            ("sent", 1) => true,
            ("unknown", 0 | 1) => !is_proved,
            _ => false,
        };
        if !holds || !as_asked {
            let told = String::from_utf8_lossy(&went_on.stderr);
            return Err(format!(
                "{slug} is {word:?}, and the site took {}: {told}{results}",
                sent.len()
            ));
        }
    }
    Ok(())
}
