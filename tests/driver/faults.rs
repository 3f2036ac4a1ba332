//! Real Chromium under fault: stopped processes, bad lines, dialogs. Typed and in time, and nothing is left.

use std::time::{Duration, Instant};

use linkwright::browser::driver::{BrowserKind, Driver};
use linkwright::browser::endpoint::Endpoint;
use linkwright::browser::equipment::find_driver;
use linkwright::browser::process::Identity;
use linkwright::browser::webdriver::{Session, WebDriver};
use linkwright::browser::{Browser, BrowserError, Wait};
use serde_json::json;

use crate::pages::{PLAIN, Pages};
use crate::proxy::{Proxy, Toxin};
use crate::puppet::{signal, until};
use crate::theatre::{Cast, Theatre};

const PATIENCE: Duration = Duration::from_secs(2);
const SLACK: Duration = Duration::from_secs(2);
const CLOSING: Duration = Duration::from_secs(10);

const PAGES: &[(&str, &str)] = &[
    PLAIN,
    (
        "/alert",
        "<title>asked</title><script>setTimeout(() => { alert('canary-of-the-dialog'); document.title = 'told'; }, 50)</script>",
    ),
    (
        "/confirm",
        "<title>asked</title><script>setTimeout(() => { document.title = confirm('canary-of-the-dialog') ? 'yes' : 'no'; }, 50)</script>",
    ),
    (
        "/prompt",
        "<title>asked</title><script>setTimeout(() => { document.title = prompt('canary-of-the-dialog', 'x') === null ? 'no' : 'yes'; }, 50)</script>",
    ),
];

fn long() -> Wait {
    Wait::for_change(Duration::from_secs(1), None)
}

/// Stops somebody: a look is lost in time, closing is in time, and the next start finds nothing in its way.
async fn stopped(victims: impl Fn(Cast) -> Vec<Identity>) {
    let mut theatre = Theatre::build(BrowserKind::Chrome);
    let (browser, cast) = theatre.start_on_a_page().await;
    let mut browser = browser.with_patience(PATIENCE);
    for victim in victims(cast) {
        signal(victim.pid, "STOP");
    }
    let asked = Instant::now();
    let seen = browser.look(&Wait::default()).await;
    assert!(matches!(seen, Err(BrowserError::Lost(_))), "{seen:?}");
    assert!(asked.elapsed() < PATIENCE + SLACK, "{:?}", asked.elapsed());
    // What is lost must not go on acting, whenever it is closed.
    until(
        || !cast.driver.is_alive() && !cast.browser.is_alive(),
        Duration::from_secs(1),
    );
    let asked = Instant::now();
    let again = browser.open("http://127.0.0.1:9/").await;
    assert!(matches!(again, Err(BrowserError::Lost(_))), "{again:?}");
    assert!(asked.elapsed() < Duration::from_millis(500), "{:?}", asked.elapsed());
    let asked = Instant::now();
    browser.close().await;
    assert!(asked.elapsed() < CLOSING, "{:?}", asked.elapsed());
    theatre.assert_empty();
    theatre.launch.patience = None;
    let (browser, _) = theatre.start().await;
    browser.close().await;
    theatre.assert_empty();
}

#[tokio::test]
async fn a_stopped_driver_is_lost_in_time() {
    stopped(|cast| vec![cast.driver]).await;
}

#[tokio::test]
async fn a_stopped_browser_is_lost_in_time() {
    stopped(|cast| vec![cast.browser]).await;
}

#[tokio::test]
async fn stopped_renderers_are_lost_in_time() {
    stopped(Cast::renderers).await;
}

#[tokio::test]
async fn closing_is_in_time_also_when_everything_was_stopped_before() {
    let theatre = Theatre::build(BrowserKind::Chrome);
    let (browser, cast) = theatre.start().await;
    for victim in [cast.guard, cast.driver, cast.browser] {
        signal(victim.pid, "STOP");
    }
    let asked = Instant::now();
    browser.close().await;
    assert!(asked.elapsed() < CLOSING, "{:?}", asked.elapsed());
    theatre.assert_empty();
}

#[tokio::test]
async fn a_dialog_of_the_page_is_a_disturbance_and_is_never_said_yes_to() {
    let pages = Pages::start(PAGES).await;
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let theatre = Theatre::build(kind);
        let (mut browser, _) = theatre.start().await;
        for (path, after) in [("/alert", "told"), ("/confirm", "no"), ("/prompt", "no")] {
            browser.open(&pages.url(path)).await.expect("it opens");
            let mut disturbed = false;
            let asked = Instant::now();
            loop {
                match browser.look(&long()).await {
                    Ok(seen) if seen.html.contains(&format!("<title>{after}</title>")) => break,
                    Ok(seen) => assert!(seen.html.contains("<title>asked</title>"), "{path}: {}", seen.html),
                    Err(BrowserError::Disturbed(why)) => {
                        assert!(!why.contains("canary"), "{why}");
                        disturbed = true;
                    }
                    Err(other) => panic!("{path}: {other:?}"),
                }
                assert!(
                    asked.elapsed() < Duration::from_secs(20),
                    "{path}: it was never answered"
                );
            }
            assert!(disturbed, "{path}: nobody was told");
        }
        browser.close().await;
        theatre.assert_empty();
    }
}

/// A session with a real driver over a bad line.
struct Line {
    browser: WebDriver,
    proxy: Proxy,
    _driver: Driver,
    _directory: tempfile::TempDir,
}

impl Line {
    async fn connect() -> Line {
        let directory = tempfile::tempdir().expect("a directory");
        let tool = find_driver(BrowserKind::Chrome, None)
            .await
            .expect("see `make test` for what it needs");
        let log = directory.path().join("log");
        let driver = Driver::start(BrowserKind::Chrome, &tool.path, directory.path(), &log).await;
        let driver = driver.expect("the driver starts");
        let proxy = Proxy::to(driver.endpoint.base().port().expect("it has a port")).await;
        let endpoint = Endpoint::named(&format!("http://127.0.0.1:{}", proxy.port)).expect("it is an address");
        let profile = format!("--user-data-dir={}", directory.path().join("profile").display());
        let arguments = ["--headless=new", "--no-sandbox", "--remote-debugging-pipe", &profile];
        let capabilities = json!({"browserName": "chrome", "goog:chromeOptions": {"args": arguments}});
        let session = Session::begin(&endpoint, &capabilities)
            .await
            .expect("the session begins");
        let browser = WebDriver::new(session, None).await.expect("it takes commands");
        Line {
            browser,
            proxy,
            _driver: driver,
            _directory: directory,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_line_to_a_real_driver_loses_the_session_in_time() {
    let pages = Pages::start(PAGES).await;
    let toxins = [
        (Toxin::Cut(0), "cut off"),
        (Toxin::Cut(60), "cut off"),
        (Toxin::Garble(usize::MAX), "no text"),
        (Toxin::Drip, "no answer"),
        (Toxin::Hole, "no answer"),
        (Toxin::Reset, "cut off"),
    ];
    for (toxin, why) in toxins {
        let mut line = Line::connect().await;
        line.browser.open(&pages.url("/plain")).await.expect("it opens");
        line.browser = line.browser.with_patience(PATIENCE);
        line.proxy.poison(toxin);
        let asked = Instant::now();
        let seen = line.browser.look(&Wait::default()).await;
        assert!(asked.elapsed() < PATIENCE + SLACK, "{toxin:?}: {:?}", asked.elapsed());
        let Err(BrowserError::Lost(reason)) = seen else {
            panic!("{toxin:?}: {seen:?}");
        };
        assert!(reason.contains(why), "{toxin:?}: {reason}");
        let again = line.browser.open(&pages.url("/plain")).await;
        assert!(matches!(again, Err(BrowserError::Lost(_))), "{toxin:?}: {again:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_line_is_only_slow() {
    let pages = Pages::start(PAGES).await;
    let mut line = Line::connect().await;
    line.proxy.poison(Toxin::Latency(Duration::from_millis(400)));
    line.browser.open(&pages.url("/plain")).await.expect("it opens");
    let seen = line.browser.look(&Wait::default()).await.expect("it is seen");
    assert!(seen.html.contains("<title>plain</title>"));
    line.browser.close().await;
}
