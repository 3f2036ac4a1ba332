//! What a person types into a page is never copied by a look: neither a password nor anything else.

use std::time::Duration;

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::{Browser, Wait};

use crate::pages::Pages;
use crate::theatre::Theatre;

const FILLED: (&str, &str) = (
    "/filled",
    "<title>filled</title><form><input type=\"email\" value=\"hush-1\"><input id=\"word\" type=\"password\" value=\"hush-2\">\
     <textarea>hush-3</textarea></form><p id=\"end\">typing</p>\
     <script>document.getElementById('word').value = 'hush-4'; document.querySelector('textarea').value = 'hush-5';\
     document.getElementById('end').textContent = 'typed';</script>",
);

async fn nothing_typed_is_seen_in(kind: BrowserKind) {
    let place = Theatre::build(kind);
    let pages = Pages::start(&[FILLED]).await;
    let (mut browser, _) = place.start().await;
    browser.open(&pages.url("/filled")).await.expect("it opens");
    let wait = Wait::for_change(Duration::from_secs(5), None);
    let seen = browser.look(&wait).await.expect("it is seen");
    assert!(
        seen.html.contains("typed") && seen.html.contains("type=\"password\""),
        "{}",
        seen.html
    );
    assert!(seen.html.contains("lw-filled"), "that something was typed is seen");
    assert!(!seen.html.contains("hush"), "{}", seen.html);
    browser.close().await;
}

#[tokio::test]
async fn chrome_copies_nothing_that_was_typed() {
    nothing_typed_is_seen_in(BrowserKind::Chrome).await;
}

#[tokio::test]
async fn firefox_copies_nothing_that_was_typed() {
    nothing_typed_is_seen_in(BrowserKind::Firefox).await;
}
