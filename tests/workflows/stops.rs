//! What stops an account: pages in a row that nobody knows, on different people.

use linkwright::browser::replay::Replay;
use linkwright::engine::{Engine, Site};
use linkwright::ledger::{Desk, Ledger};
use linkwright::outcome::{ErrorType, Report};
use linkwright::page::RuleSet;
use linkwright::workflow::Workflow;

use crate::golden::fixtures;

/// A drawn page with the member id of this person, not of somebody else.
fn page(name: &str, slug: &str) -> Option<String> {
    let text = std::fs::read_to_string(fixtures().join("workflows/pages").join(name)).ok()?;
    let id = format!("refACoAA{}", slug.replace("-example", "Exa"));
    Some(text.replace("refACoAAExample", &id))
}

/// Asks for one person whose page is the given one.
async fn ask(desk: &Desk, slug: &str, shown: &str) -> String {
    let rules = RuleSet::built_in().expect("the built-in rules load");
    let find = |name: &str| page(name, slug);
    let replay = Replay::parse(&format!("open {slug} -> {shown}"), find, &rules).expect("a script");
    let action =
        format!(r#"{{"actionType":"st.sendConnectionRequest","personUrl":"https://www.linkedin.com/in/{slug}"}}"#);
    let workflow = Workflow::parse(action.as_bytes()).expect("a workflow");
    let site = Site::stand_in("http://127.0.0.1:1").expect("loopback");
    match Engine::new(replay, &rules, site, desk.clone()).run(&workflow).await {
        Report::Completed(_) => "completed".to_owned(),
        Report::Failed { failure, .. } => failure.reason.to_string(),
    }
}

const UNKNOWN: &str = "person/ada--unfamiliar.html";

#[tokio::test(start_paused = true)]
async fn three_unknown_pages_in_a_row_on_different_people_stop_the_account() {
    let desk = Ledger::for_one_run().expect("a ledger in memory");
    for slug in ["ada-example", "bob-example"] {
        assert_eq!(ask(&desk, slug, UNKNOWN).await, "pageNotRecognised");
        assert_eq!(desk.stopped(), Ok(None), "{slug}");
    }
    assert_eq!(ask(&desk, "cleo-example", UNKNOWN).await, "pageNotRecognised");
    let stop = desk.stopped().expect("the ledger answers").expect("it is stopped");
    assert_eq!(stop.reason, "pageNotRecognised");
}

#[tokio::test(start_paused = true)]
async fn the_same_person_again_or_a_page_that_is_known_stops_nothing() {
    let desk = Ledger::for_one_run().expect("a ledger in memory");
    for slug in ["ada-example", "ada-example", "ada-example", "bob-example"] {
        ask(&desk, slug, UNKNOWN).await;
    }
    assert_eq!(desk.stopped(), Ok(None), "two people");
    ask(&desk, "ada-example", "person/ada--pending.html").await;
    for slug in ["ada-example", "bob-example"] {
        ask(&desk, slug, UNKNOWN).await;
    }
    assert_eq!(desk.stopped(), Ok(None), "the count began anew");
}

#[tokio::test(start_paused = true)]
async fn linkedins_weekly_limit_pauses_an_account_that_has_no_limits_of_its_own() {
    let rules = RuleSet::built_in().expect("the built-in rules load");
    let script = fixtures().join("workflows/requestNotAllowed--weekly-limit/pages.txt");
    let weekly = std::fs::read_to_string(script).expect("a script");
    let rooms = ["workflows/pages", "pages"].map(|room| fixtures().join(room));
    let find = |name: &str| {
        rooms
            .iter()
            .find_map(|room| std::fs::read_to_string(room.join(name)).ok())
    };
    let stand_in = || Site::stand_in("http://127.0.0.1:1").expect("loopback");
    for (site, pauses) in [(Site::default(), true), (stand_in(), false)] {
        let desk = Ledger::for_one_run().expect("a ledger in memory");
        let replay = Replay::parse(&weekly, find, &rules).expect("a script");
        let mut engine = Engine::new(replay, &rules, site, desk.clone());
        let report = engine.run(&crate::stage::ada(None)).await;
        let error = report.answered()[0].error().expect("refused");
        assert_eq!(error.kind, ErrorType::RequestNotAllowed);
        let closed = desk.closed(false).expect("an answer");
        assert_eq!(closed.is_some(), pauses, "{closed:?}");
    }
}
