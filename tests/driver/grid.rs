//! A driver elsewhere: its address, its credentials, and the end of its session.

use std::time::Duration;

use linkwright::browser::{Browser, BrowserError};

use crate::liar::{Heard, Liar, Lie, SESSION};

const PATIENCE: Duration = Duration::from_secs(2);
const HEADER: &str = "Basic YWRhOmh1c2g=";

fn fine() -> Lie {
    Lie::json("200 OK", r#"{"value":null}"#)
}

/// Everything that was sent carries the credentials as a header and nowhere else.
fn is_discreet(heard: &[Heard]) {
    assert!(!heard.is_empty());
    for one in heard {
        assert_eq!(one.header("authorization"), Some(HEADER), "{}", one.line);
        let rest: Vec<&String> = one
            .headers
            .iter()
            .filter(|line| !line.to_ascii_lowercase().starts_with("authorization"))
            .collect();
        for text in rest.into_iter().chain([&one.line, &one.body]) {
            assert!(!text.contains("hush") && !text.contains("ada"), "{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_a_header_of_every_request_and_the_session_is_really_ended() {
    for (path, base) in [("", ""), ("/wd/hub", "/wd/hub"), ("/wd/hub/", "/wd/hub")] {
        let liar = Liar::start(fine()).await;
        let launch = liar.launch("ada:hush@", path, PATIENCE);
        assert!(!format!("{launch:?}").contains("hush"));
        let mut browser = launch.start().await.expect("the session begins");
        browser.open("http://127.0.0.1:9/").await.expect("it opens");
        browser.close().await;
        let heard = liar.heard();
        is_discreet(&heard);
        let lines: Vec<&str> = heard.iter().map(|heard| heard.line.as_str()).collect();
        let expected = [
            format!("POST {base}/session HTTP/1.1"),
            format!("POST {base}/session/{SESSION}/url HTTP/1.1"),
            format!("DELETE {base}/session/{SESSION} HTTP/1.1"),
        ];
        assert_eq!(lines, expected);
        assert!(
            heard[0]
                .body
                .contains("\"unhandledPromptBehavior\":\"dismiss and notify\"")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_elsewhere_is_ended_also_when_a_command_hangs() {
    let liar = Liar::start(Lie::Stall(Vec::new())).await;
    let launch = liar.launch("ada:hush@", "", Duration::from_millis(300));
    let mut browser = launch.start().await.expect("the session begins");
    let opened = browser.open("http://127.0.0.1:9/").await;
    assert!(matches!(opened, Err(BrowserError::Lost(_))), "{opened:?}");
    browser.close().await;
    let heard = liar.heard();
    is_discreet(&heard);
    assert!(heard.iter().any(|heard| heard.line.starts_with("DELETE ")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_that_wants_other_credentials_is_told_without_them() {
    let refuses = Lie::reply("401 Unauthorized", "", "");
    let liar = Liar::start_refusing(refuses).await;
    let launch = liar.launch("ada:hush@", "", PATIENCE);
    let Err(BrowserError::Unavailable(message)) = launch.start().await.map(|_| ()) else {
        panic!("it was let in");
    };
    assert!(message.contains("user name and password"), "{message}");
    assert!(!message.contains("hush") && !message.contains("ada"), "{message}");
    is_discreet(&liar.heard());
}
