//! A tab that another lies over: brought to the front for a run, and left alone where a person works.

use std::time::{Duration, Instant};

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Browser, Wait};

use crate::pages::{PLAIN, Pages};
use crate::theatre::Theatre;

/// Opens another page over itself, and then says how often it came to the front again.
const COVERED: (&str, &str) = (
    "/covered",
    "<title>covered</title><p id=\"told\">begins</p><script>
     const told = document.getElementById('told');
     const tell = () => { told.textContent = document.visibilityState === 'visible' ? 'in front again' : 'lies below'; };
     document.addEventListener('visibilitychange', tell);
     window.open('/plain');
     </script>",
);

/// Looks until the page says this, for so long.
async fn says(browser: &mut WebDriver, words: &str, at_most: Duration) -> bool {
    let until = Instant::now() + at_most;
    let mut last = None;
    while Instant::now() < until {
        let wait = Wait::for_change(Duration::from_millis(200), last);
        let seen = browser.look(&wait).await.expect("it is seen");
        if seen.html.contains(words) {
            return true;
        }
        last = Some(seen.fingerprint);
    }
    false
}

#[tokio::test]
async fn a_tab_is_brought_to_the_front_for_a_run_and_never_under_a_persons_hands() {
    let pages = Pages::start(&[COVERED, PLAIN]).await;
    for is_shared in [true, false] {
        let place = Theatre::build(BrowserKind::Chrome);
        let (mut browser, _) = place.start().await;
        if is_shared {
            browser = browser.shared_with_a_person();
        }
        browser.open(&pages.url("/covered")).await.expect("it opens");
        if is_shared {
            assert!(says(&mut browser, "lies below", Duration::from_secs(5)).await);
        }
        let came = says(&mut browser, "in front again", Duration::from_secs(3)).await;
        assert_eq!(came, !is_shared, "shared: {is_shared}");
        browser.close().await;
    }
}
