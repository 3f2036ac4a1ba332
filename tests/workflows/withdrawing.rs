//! Withdrawn, and asked for again: the answer has a moment in it, so no golden folder can hold it.

use linkwright::browser::replay::Replay;
use linkwright::engine::{Engine, Site};
use linkwright::ledger::Ledger;
use linkwright::outcome::ErrorType;
use linkwright::page::RuleSet;
use linkwright::workflow::Workflow;

use crate::golden::fixtures;

const WORKFLOW: &str = r#"{"actionType":"st.openPersonPage","personUrl":"https://www.linkedin.com/in/ada-example",
    "then":[{"actionType":"st.withdrawConnectionRequest"},{"actionType":"st.sendConnectionRequest"}]}"#;
const OFFERED_AGAIN: &str = "\
open ada-example -> person/ada--pending.html
click pending -> withdraw/withdrawDialog--only-label.html
click withdraw -> person/ada--connectable.html
open ada-example -> person/ada--connectable.html
";
const OFFERED_NOWHERE: &str = "\
open ada-example -> person/ada--pending.html
click pending -> withdraw/withdrawDialog--only-label.html
click withdraw -> person/ada--more-closed.html
open ada-example -> person/ada--more-closed.html
click more -> person/ada--more-open.html + menu/without-connect.html
";

#[tokio::test(start_paused = true)]
async fn a_withdrawn_person_is_not_invited_again_and_nothing_is_clicked() {
    is_told_until_when(OFFERED_AGAIN, "The last invitation").await;
}

#[tokio::test(start_paused = true)]
async fn a_withdrawn_person_whose_page_offers_nothing_is_told_until_when() {
    is_told_until_when(OFFERED_NOWHERE, "LinkedIn offers no Connect").await;
}

async fn is_told_until_when(script: &str, begin: &str) {
    let rules = RuleSet::built_in().expect("the built-in rules load");
    let page = |name: &str| {
        let rooms = ["workflows/pages", "pages"].map(|room| fixtures().join(room).join(name));
        rooms.iter().find_map(|path| std::fs::read_to_string(path).ok())
    };
    let replay = Replay::parse(script, page, &rules).expect("the script can be read");
    let workflow = Workflow::parse(WORKFLOW.as_bytes()).expect("the workflow is valid");
    let desk = Ledger::for_one_run().expect("a ledger in memory");
    let site = Site::stand_in("http://127.0.0.1:1").expect("loopback");
    let mut engine = Engine::new(replay, &rules, site, desk);
    let report = engine.run(&workflow).await;
    let trace = engine.trace().to_string();
    // The script has no click on Connect, so one would be a fault.
    assert_eq!(engine.into_browser().end(), Ok(()), "{trace}");
    let children = report.answered()[0].children();
    assert!(children[0].outcome.is_ok(), "{trace}");
    let error = children[1].error().expect("barred");
    assert_eq!(error.kind, ErrorType::RequestNotAllowed);
    assert!(error.message.starts_with(begin), "{}", error.message);
    // Told once, whoever has found it out.
    let told = error.message.matches("three weeks, until 20").count();
    assert_eq!(told, 1, "{}", error.message);
}
