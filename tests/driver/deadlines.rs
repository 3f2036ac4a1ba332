//! The deadlines as they are shipped: the other tests shorten them.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Browser, BrowserError, Wait};

use crate::liar::{Liar, Lie};

/// Of a command, and of a page that loads.
const LONGEST: Duration = Duration::from_secs(30);
/// By so much a deadline may be missed.
const SLACK: Duration = Duration::from_secs(2);
/// Of an end.
const END: Duration = Duration::from_secs(10);

/// A session with a driver that is silent, or sends a reply that never ends.
async fn with_a_silent_driver(lie: Lie) -> (Liar, WebDriver) {
    let liar = Liar::start(lie).await;
    let browser = liar.meet(Duration::MAX).await;
    (liar, browser)
}

fn is_lost_in_time(answer: Result<(), BrowserError>, asked: Instant, within: RangeInclusive<Duration>) {
    let took = asked.elapsed();
    assert!(matches!(answer, Err(BrowserError::Lost(_))), "{answer:?}");
    assert!(within.contains(&took), "{took:?} is not in {within:?}");
}

/// Nobody waits for ever, and nobody gives up at once.
fn in_time(seconds: u64) -> RangeInclusive<Duration> {
    let deadline = Duration::from_secs(seconds);
    assert!(deadline <= LONGEST);
    deadline..=deadline + SLACK
}

async fn opens(lie: Lie) {
    let (_liar, mut browser) = with_a_silent_driver(lie).await;
    let asked = Instant::now();
    is_lost_in_time(browser.open("http://127.0.0.1:9/").await, asked, in_time(30));
    closes(browser).await;
}

async fn looks(lie: Lie) {
    let (_liar, mut browser) = with_a_silent_driver(lie).await;
    let asked = Instant::now();
    let seen = browser.look(&Wait::default()).await.map(|_| ());
    is_lost_in_time(seen, asked, in_time(23));
    closes(browser).await;
}

async fn draws(lie: Lie) {
    let (_liar, mut browser) = with_a_silent_driver(lie).await;
    let asked = Instant::now();
    is_lost_in_time(browser.picture().await.map(|_| ()), asked, in_time(15));
    closes(browser).await;
}

async fn closes(browser: WebDriver) {
    let asked = Instant::now();
    browser.close().await;
    assert!(asked.elapsed() < END, "{:?}", asked.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_ends_by_the_deadline_that_is_shipped() {
    let silence = || Lie::Stall(Vec::new());
    tokio::join!(
        opens(silence()),
        opens(Lie::Drip),
        looks(silence()),
        looks(Lie::Drip),
        draws(silence()),
        draws(Lie::Drip)
    );
}
