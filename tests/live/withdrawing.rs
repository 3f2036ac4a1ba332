//! Invitations withdrawn, and the list of those that wait, in real browsers: judged by the sandbox's log.

use linkwright::browser::driver::BrowserKind;
use linkwright::outcome::Report;
use linkwright::sandbox::{FrontEnd, Options, Sandbox};
use serde_json::{Value, json};

use crate::seat::Seat;

fn withdraw(slug: &str, unfollow: bool) -> Value {
    json!({"actionType": "st.withdrawConnectionRequest", "unfollow": unfollow,
           "personUrl": format!("https://www.linkedin.com/in/{slug}")})
}

/// Slugs on the list, as the answer of one run has it.
async fn listed(sandbox: &Sandbox, seat: &mut Seat) -> Vec<String> {
    let (report, trace) = seat
        .run(sandbox.origin(), &json!({"actionType": "st.retrievePendingRequests"}))
        .await;
    assert!(matches!(report, Report::Completed(_)), "{report:?}\n{trace}");
    let told = serde_json::to_value(&report).expect("JSON");
    let slug = |row: &Value| {
        row["publicUrl"]
            .as_str()
            .and_then(|url| url.rsplit('/').next().map(str::to_owned))
    };
    let rows = told["data"].as_array().expect("an array");
    rows.iter()
        .map(|row| slug(row).expect("every row has an address"))
        .collect()
}

async fn withdraws_and_lists(kind: BrowserKind) {
    let sandbox = Sandbox::start(Options::default()).await.expect("the sandbox starts");
    let mut seat = Seat::at(kind);
    let before = listed(&sandbox, &mut seat).await;
    assert_eq!(before.len(), 17, "{before:?}");
    let again =
        json!({"actionType": "st.sendConnectionRequest", "personUrl": "https://www.linkedin.com/in/penny-pending"});
    let workflow = json!([
        withdraw("penny-pending", true),
        again,
        withdraw("elvis-embermenupending", false)
    ]);
    let (report, trace) = seat.run(sandbox.origin(), &workflow).await;
    let answers: Vec<String> = report
        .answered()
        .iter()
        .map(|answer| {
            answer
                .error()
                .map_or("success".to_owned(), |error| error.kind.to_string())
        })
        .collect();
    assert_eq!(answers, ["success", "requestNotAllowed", "success"], "{trace}");
    let withdrawn: Vec<(String, bool)> = sandbox
        .withdrawals()
        .iter()
        .map(|one| (one.slug.clone(), one.unfollow))
        .collect();
    let expected = [("penny-pending", true), ("elvis-embermenupending", false)];
    assert_eq!(withdrawn, expected.map(|(slug, unfollow)| (slug.to_owned(), unfollow)));
    assert_eq!(sandbox.log(), [], "nobody was invited");
    assert!(
        sandbox.presses().iter().all(|press| press.what == "withdraw"),
        "{:?}",
        sandbox.presses()
    );
    sandbox.show_list_in(FrontEnd::Ember);
    let after = listed(&sandbox, &mut seat).await;
    let left: Vec<&String> = before
        .iter()
        .filter(|slug| !expected.iter().any(|(gone, _)| gone == slug))
        .collect();
    assert_eq!(
        after.iter().collect::<Vec<_>>(),
        left,
        "the other look, and without those two"
    );
    seat.leave().await;
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chrome_withdraws_and_lists_what_waits() {
    withdraws_and_lists(BrowserKind::Chrome).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_withdraws_and_lists_what_waits() {
    withdraws_and_lists(BrowserKind::Firefox).await;
}
