//! The sandbox as a plain HTTP client sees it: every person answers, the log tells the truth, reset forgets.

use std::collections::HashSet;

#[path = "sandbox/client.rs"]
mod client;
#[path = "sandbox/door.rs"]
mod door;

use client::{get, post};
use linkwright::sandbox::{FrontEnd, Language, Options, Person, Sandbox, people};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

async fn start() -> Sandbox {
    Sandbox::start(Options {
        lag_scale: 0.0,
        ..Options::default()
    })
    .await
    .expect("a free port")
}

fn path(person: &Person) -> String {
    format!("/in/{}/", utf8_percent_encode(person.slug, NON_ALPHANUMERIC))
}

fn person(slug: &str) -> &'static Person {
    people()
        .iter()
        .find(|person| person.slug == slug)
        .expect("the person lives here")
}

fn expected_status(person: &Person) -> u16 {
    match person.slug {
        "rita-ratelimit" | "rolf-emptyrefusal" => 999,
        "tom-toomany" => 429,
        "nora-nocontent" => 204,
        "nemo-notfound" | "mona-moved-99" | "wanda-authwall" | "lola-login" | "ulf-uaslogin" | "chad-checkpoint"
        | "ossi-offsite" | "larry-loop" => 302,
        _ => 200,
    }
}

#[tokio::test]
async fn every_person_answers_in_every_language() {
    let sandbox = start().await;
    for language in Language::ALL {
        assert_eq!(
            post(&sandbox, &format!("/_language/{language}"), json!({}))
                .await
                .status,
            204
        );
        for person in people() {
            let answer = get(&sandbox, &path(person)).await;
            assert_eq!(answer.status, expected_status(person), "{} in {language}", person.slug);
            if answer.status == 200 {
                assert!(
                    answer.body.contains(&format!("lang=\"{language}\"")),
                    "{} in {language}",
                    person.slug
                );
            }
        }
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_page_of_either_front_end_has_its_marks_and_no_page_key() {
    let sandbox = start().await;
    for person in people().iter().filter(|person| expected_status(person) == 200) {
        let body = get(&sandbox, &path(person)).await.body;
        match person.slug {
            "gus-guest" => assert!(body.contains("public_profile_v3_desktop")),
            "reese-restricted" => {}
            "elias-embershell" => assert!(!body.contains("id=\"global-nav\"")),
            _ if person.front == FrontEnd::Sdui => assert!(
                body.contains("data-testid=\"primary-nav\"") && !body.contains("pageKey"),
                "{}",
                person.slug
            ),
            _ => assert!(
                body.contains("id=\"global-nav\"") && !body.contains("pageKey"),
                "{}",
                person.slug
            ),
        }
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn an_invitation_is_logged_with_its_words_and_shown_on_the_next_page() {
    let sandbox = start().await;
    let ask = post(&sandbox, "/_api/connect", json!({"slug": "noah-noted", "rail": false}))
        .await
        .json();
    assert_eq!(ask["dialog"]["limit"], 200);
    assert!(sandbox.log().is_empty(), "opening the dialog sends nothing");
    post(
        &sandbox,
        "/_api/invite",
        json!({"slug": "noah-noted", "note": "Hello 👋", "email": null}),
    )
    .await;
    let log = get(&sandbox, "/_log").await.json();
    assert_eq!(log["invitations"][0]["slug"], "noah-noted");
    assert_eq!(log["invitations"][0]["note"], "Hello 👋");
    assert_eq!(log["invitations"][0]["via"], "dialog");
    assert_eq!(sandbox.log()[0].note.as_deref(), Some("Hello 👋"));
    let page = get(&sandbox, "/in/noah-noted/").await.body;
    assert!(page.contains(r#""relation":"pending""#));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_press_in_the_rail_invites_somebody_else_at_once() {
    let sandbox = start().await;
    post(&sandbox, "/_api/connect", json!({"slug": "rafa-railman", "rail": true})).await;
    let log = sandbox.log();
    assert_eq!((log[0].slug.as_str(), log[0].via), ("rafa-railman", "rail"));
    sandbox.stop().await;
}

#[tokio::test]
async fn reset_forgets_invitations_and_visits_and_keeps_the_language() {
    let sandbox = start().await;
    post(&sandbox, "/_language/de", json!({})).await;
    post(
        &sandbox,
        "/_api/invite",
        json!({"slug": "ada-example", "note": null, "email": null}),
    )
    .await;
    post(
        &sandbox,
        "/_api/press",
        json!({"slug": "ingo-incoming", "what": "accept"}),
    )
    .await;
    for _ in 0..3 {
        get(&sandbox, "/in/tess-transient/").await;
    }
    assert_eq!(post(&sandbox, "/_reset", json!({})).await.status, 204);
    let log = get(&sandbox, "/_log").await.json();
    assert_eq!(
        log,
        json!({"invitations": [], "presses": [], "withdrawals": [], "navigations": 0})
    );
    let page = get(&sandbox, "/in/tess-transient/").await.body;
    assert!(page.contains("Diese Seite existiert nicht") && page.contains("<title></title>"));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_page_that_is_missing_for_two_visits_is_there_at_the_third() {
    let sandbox = start().await;
    let mut there = Vec::new();
    for _ in 0..3 {
        there.push(
            get(&sandbox, "/in/tess-transient/")
                .await
                .body
                .contains("/static/sdui.js"),
        );
    }
    assert_eq!(there, [false, false, true]);
    sandbox.stop().await;
}

#[tokio::test]
async fn addresses_lead_where_the_real_ones_lead() {
    let sandbox = start().await;
    let leads = async |path: &str| get(&sandbox, path).await.headers.get("location").cloned();
    assert_eq!(leads("/in/me/").await.as_deref(), Some("/in/olive-owner/"));
    assert_eq!(leads("/in/mona-moved-99").await.as_deref(), Some("/in/mona-moved/"));
    assert_eq!(leads("/in/nobody-at-all/").await.as_deref(), Some("/404/"));
    assert_eq!(leads("/in/nemo-notfound/").await.as_deref(), Some("/404/"));
    let page = get(&sandbox, "/in/ada-example/overlay/contact-info/").await.body;
    let id = page
        .split(r#""memberId":""#)
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("the page names a member id");
    assert_eq!(leads(&format!("/in/{id}")).await.as_deref(), Some("/in/ada-example/"));
    let off = leads("/in/ossi-offsite/").await.expect("a redirect");
    assert!(off.starts_with("http://localhost:"), "{off}");
    sandbox.stop().await;
}

#[tokio::test]
async fn refusals_apply_nothing() {
    let sandbox = start().await;
    let cases = [
        ("nils-notetoolong", Some("x".repeat(201)), None),
        ("una-upsell", Some("Hello".to_owned()), None),
        ("zoe-zeroleft", Some("Hello".to_owned()), None),
        ("simon-silent", Some("Hello".to_owned()), None),
        ("erika-emailneeded", None, None),
        ("ewan-wrongemail", None, Some("stranger@example.org")),
        ("wilma-weeklysend", None, None),
        ("nadia-notsent", None, None),
        ("wally-wentwrong", None, None),
        ("liv-lie", None, None),
        ("chelsea-checkafter", None, None),
        ("signe-signsoutsend", None, None),
    ];
    for (slug, note, email) in cases {
        assert_eq!(person(slug).slug, slug);
        post(
            &sandbox,
            "/_api/invite",
            json!({"slug": slug, "note": note, "email": email}),
        )
        .await;
        assert!(sandbox.log().is_empty(), "{slug}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_wall_that_came_up_stays_until_reset() {
    let sandbox = start().await;
    for (slug, wall) in [
        ("signe-signsoutsend", "/authwall"),
        ("chelsea-checkafter", "/checkpoint/challenge/AgExample"),
    ] {
        let path = format!("/in/{slug}/");
        assert_eq!(get(&sandbox, &path).await.status, 200);
        post(
            &sandbox,
            "/_api/invite",
            json!({"slug": slug, "note": null, "email": null}),
        )
        .await;
        let after = get(&sandbox, &path).await;
        assert_eq!(after.headers.get("location").map(String::as_str), Some(wall));
    }
    sandbox.reset();
    assert_eq!(get(&sandbox, "/in/signe-signsoutsend/").await.status, 200);
    sandbox.stop().await;
}

#[tokio::test]
async fn nobody_can_be_invited_twice_or_against_their_relation() {
    let sandbox = start().await;
    for slug in [
        "connie-connected",
        "penny-pending",
        "ingo-incoming",
        "fiona-followonly",
        "olive-owner",
    ] {
        post(
            &sandbox,
            "/_api/invite",
            json!({"slug": slug, "note": null, "email": null}),
        )
        .await;
    }
    assert!(sandbox.log().is_empty());
    for _ in 0..2 {
        post(
            &sandbox,
            "/_api/invite",
            json!({"slug": "ada-example", "note": null, "email": null}),
        )
        .await;
    }
    assert_eq!(sandbox.log().len(), 1);
    assert_eq!(sandbox.presses()[0].what, "inviteAgain");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_limit_is_counted_in_utf16_units() {
    let sandbox = start().await;
    let fits = "🦊".repeat(100);
    post(
        &sandbox,
        "/_api/invite",
        json!({"slug": "ada-example", "note": format!("{fits}x"), "email": null}),
    )
    .await;
    assert!(sandbox.log().is_empty());
    post(
        &sandbox,
        "/_api/invite",
        json!({"slug": "ada-example", "note": fits, "email": null}),
    )
    .await;
    assert_eq!(sandbox.log().len(), 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn an_applied_invitation_may_be_shown_late_or_never() {
    let sandbox = start().await;
    for slug in ["relo-reload", "neva-nevershown"] {
        get(&sandbox, &format!("/in/{slug}/")).await;
        post(
            &sandbox,
            "/_api/invite",
            json!({"slug": slug, "note": null, "email": null}),
        )
        .await;
    }
    let pending = r#""relation":"pending","slug":"#;
    assert!(
        get(&sandbox, "/in/relo-reload/")
            .await
            .body
            .contains(&format!("{pending}\"relo-reload\""))
    );
    assert!(
        !get(&sandbox, "/in/neva-nevershown/")
            .await
            .body
            .contains(&format!("{pending}\"neva-nevershown\""))
    );
    assert_eq!(sandbox.log().len(), 2);
    sandbox.stop().await;
}

#[tokio::test]
async fn no_name_becomes_markup() {
    let sandbox = start().await;
    let index = get(&sandbox, "/").await.body;
    let page = get(&sandbox, "/in/spoof-markup/").await.body;
    assert!(!index.contains("</h2><b>") && !page.contains("</h2><b>"));
    assert!(index.contains("&lt;/h2&gt;"));
    sandbox.stop().await;
}

#[tokio::test]
async fn every_documented_result_is_in_the_demo_once() {
    let shown: Vec<_> = people().iter().filter(|person| person.shown_in_demo).collect();
    let answers: HashSet<_> = shown.iter().map(|person| person.answers).collect();
    for documented in [
        "success",
        "personNotFound",
        "selfProfileNotAllowed",
        "alreadyPending",
        "alreadyConnected",
        "emailRequired",
        "noteTooLong",
        "noteLimitExceeded",
        "requestNotAllowed",
    ] {
        assert!(answers.contains(documented), "{documented}");
    }
    assert!((12..=20).contains(&shown.len()), "{}", shown.len());
}

#[tokio::test]
async fn the_list_of_people_is_served_as_json() {
    let sandbox = start().await;
    let listed = get(&sandbox, "/_people").await.json();
    assert_eq!(listed.as_array().map(Vec::len), Some(people().len()));
    sandbox.stop().await;
}
