//! Of a page that changes only the difference is carried; what is seen is the whole page all the same.

use std::time::Duration;

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Browser, Wait};

use crate::pages::Pages;
use crate::theatre::Theatre;

/// Shows what it is told in its address, now or when the address changes. The faces share their first half.
const CHANGING: (&str, &str) = (
    "/changing",
    "<meta charset=\"utf-8\"><title>changing</title><p>Zoë</p><p id=\"told\"></p><p>😀 end</p><script>
     const faces = ['', 'Zoë', '😀', '😁', '😀😁', '😁😀', 'a😀', 'a', 'aa', 'aaa', '', '<b>aa</b>', 'aa<p>Zoë</p>'];
     const tell = () => { document.getElementById('told').innerHTML = faces[Number(location.hash.slice(1))]; };
     addEventListener('hashchange', tell);
     tell();
     </script>",
);
const FACES: usize = 13;

async fn seen(browser: &mut WebDriver, url: &str) -> String {
    browser.open(url).await.expect("it opens");
    let look = browser.look(&Wait::for_change(Duration::from_secs(1), None)).await;
    look.expect("it is seen").html
}

#[tokio::test]
async fn a_page_that_has_changed_is_seen_as_if_for_the_first_time() {
    let pages = Pages::start(&[CHANGING]).await;
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let place = Theatre::build(kind);
        let (mut browser, _) = place.start().await;
        let mut changed = Vec::new();
        for face in 0..FACES {
            // Another hash is no other document.
            changed.push(seen(&mut browser, &pages.url(&format!("/changing#{face}"))).await);
        }
        for (face, changed) in changed.iter().enumerate() {
            seen(&mut browser, "about:blank").await;
            let fresh = seen(&mut browser, &pages.url(&format!("/changing#{face}"))).await;
            assert_eq!(*changed, fresh, "{kind:?}, face {face}");
        }
        browser.close().await;
    }
}

/// Counts to an even number, each time in two frames that follow one another.
const STIRRING: (&str, &str) = (
    "/stirring",
    "<title>stirring</title><p id=\"count\">0</p><script>
     const count = document.getElementById('count');
     const step = () => { count.textContent = Number(count.textContent) + 1; };
     setInterval(() => requestAnimationFrame(() => { step(); requestAnimationFrame(step); }), 200);
     </script>",
);

fn count(html: &str) -> u32 {
    let told = html
        .split("id=\"count\">")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    told.and_then(|told| told.parse().ok()).expect("it counts")
}

#[tokio::test]
async fn an_early_look_meets_the_first_change_and_a_drawn_one_what_belongs_to_it() {
    let pages = Pages::start(&[STIRRING]).await;
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let place = Theatre::build(kind);
        let (mut browser, _) = place.start().await;
        browser.open(&pages.url("/stirring")).await.expect("it opens");
        let mut fingerprint = browser.look(&Wait::default()).await.expect("it is seen").fingerprint;
        let mut halves = [0, 0];
        for (drawn, halves) in [false, true].into_iter().zip(&mut halves) {
            for _ in 0..16 {
                let wait = Wait {
                    early: true,
                    drawn,
                    ..Wait::for_change(Duration::from_secs(5), Some(fingerprint))
                };
                let seen = browser.look(&wait).await.expect("it is seen");
                *halves += count(&seen.html) % 2;
                fingerprint = seen.fingerprint;
            }
        }
        browser.close().await;
        // A busy machine may let a frame wait for longer than a look does.
        assert!(2 * halves[1] < halves[0], "{kind:?}: halves met {halves:?}");
    }
}
