//! The replay browser itself: it must refuse what its script does not foresee.

use linkwright::browser::replay::Replay;
use linkwright::engine::{Engine, Site};
use linkwright::ledger::Ledger;
use linkwright::outcome::Report;
use linkwright::page::RuleSet;
use linkwright::workflow::Workflow;

use crate::golden::fixtures;

const WORKFLOW: &str =
    r#"{"actionType":"st.sendConnectionRequest","personUrl":"https://www.linkedin.com/in/ada-example"}"#;

fn page(name: &str) -> Option<String> {
    std::fs::read_to_string(fixtures().join("workflows/pages").join(name)).ok()
}

async fn play(script: &str) -> (Result<(), String>, Report) {
    let rules = RuleSet::built_in().expect("the built-in rules load");
    let replay = Replay::parse(script, page, &rules).expect("the script can be read");
    let workflow = Workflow::parse(WORKFLOW.as_bytes()).expect("the workflow is valid");
    let desk = Ledger::for_one_run().expect("a ledger in memory");
    let site = Site::stand_in("http://127.0.0.1:1").expect("loopback");
    let mut engine = Engine::new(replay, &rules, site, desk);
    let report = engine.run(&workflow).await;
    (engine.into_browser().end(), report)
}

#[tokio::test(start_paused = true)]
async fn an_input_against_the_script_is_told_with_its_line() {
    let (end, report) = play("# a comment\n\nopen ada-example -> person/ada--connectable.html\nclick more\n").await;
    assert_eq!(
        end,
        Err("line 4: expected `click more`, but came: click connect".to_owned())
    );
    assert!(matches!(report, Report::Failed { .. }));
}

#[tokio::test(start_paused = true)]
async fn an_input_behind_the_last_line_is_a_fault() {
    let (end, _) = play("open ada-example -> person/ada--connectable.html").await;
    assert_eq!(end, Err("behind the last line came: click connect".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_line_that_never_comes_is_a_fault() {
    let (end, _) = play("open ada-example -> person/ada--pending.html\nclick connect").await;
    assert_eq!(end, Err("line 2: `click connect` never came".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn loading_somebody_else_is_a_fault() {
    let (end, _) = play("open bob-example -> person/bob--pending.html").await;
    assert_eq!(
        end,
        Err("line 1: expected `open bob-example`, but came: open /in/ada-example/".to_owned())
    );
}

#[tokio::test(start_paused = true)]
async fn waits_pass_on_the_paused_clock() {
    let before = tokio::time::Instant::now();
    let script = "open ada-example -> person/ada--loading.html\nlater 9000 -> person/ada--pending.html";
    let (end, _) = play(script).await;
    assert_eq!(end, Ok(()));
    // Nine until it comes, and half of three until it has stood.
    assert_eq!(before.elapsed().as_secs(), 10);
}

#[test]
fn scripts_that_cannot_be_meant_are_refused_with_their_line() {
    let rules = RuleSet::built_in().expect("the built-in rules load");
    for (line, said) in [
        ("shut ada-example", "is no event"),
        ("open", "is no event"),
        ("click conect", "no control is called `conect`"),
        ("fill note_field Hello", "no JSON string"),
        ("click connect -> person/gone.html", "is not there"),
        ("click connect -> at=/in/bob-example/", "no page is named"),
        ("click connect -> person/ada--pending.html to=x", "`to` is unknown"),
        ("click connect ! maybe", "is no outcome"),
        ("open ada-example ! notyet", "only inputs"),
        ("look", "needs an outcome"),
        ("later 5", "needs a page"),
        ("later soon -> person/ada--pending.html", "no milliseconds"),
    ] {
        let error = Replay::parse(&format!("# one\n{line}"), page, &rules)
            .expect_err(line)
            .to_string();
        assert!(error.starts_with("line 2: ") && error.contains(said), "{line}: {error}");
    }
}
