//! kill -9 of driver, browser, renderer and guard: a typed end, and nothing left behind.

use std::time::{Duration, Instant};

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::process::Identity;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Browser, BrowserError, Wait};

use crate::puppet::{signal, until};
use crate::theatre::{Cast, Theatre};

/// A killed process is noticed by the next command, long before its deadline.
const NOTICED: Duration = Duration::from_secs(5);

async fn is_lost(browser: &mut WebDriver) {
    let asked = Instant::now();
    let seen = browser.look(&Wait::default()).await;
    assert!(matches!(seen, Err(BrowserError::Lost(_))), "{seen:?}");
    let again = browser.open("http://127.0.0.1:9/").await;
    assert!(matches!(again, Err(BrowserError::Lost(_))), "{again:?}");
    assert!(asked.elapsed() < NOTICED, "{:?}", asked.elapsed());
}

fn kill(victims: &[Identity]) {
    victims.iter().for_each(|victim| signal(victim.pid, "KILL"));
    until(|| victims.iter().all(|victim| !victim.is_alive()), NOTICED);
}

/// Kills some of the cast; the session is lost, and closing it leaves nothing.
async fn session_is_lost_when(kind: BrowserKind, victims: impl Fn(Cast) -> Vec<Identity>) {
    let theatre = Theatre::build(kind);
    let (mut browser, cast) = theatre.start_on_a_page().await;
    let temporary = theatre.temporary();
    kill(&victims(cast));
    is_lost(&mut browser).await;
    // What is lost must not go on acting, whenever it is closed.
    until(
        || !cast.driver.is_alive() && !cast.browser.is_alive(),
        Duration::from_secs(1),
    );
    let asked = Instant::now();
    browser.close().await;
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
    theatre.clear().await;
    assert!(!temporary.exists(), "temporary files are left");
    let (browser, _) = theatre.start().await;
    browser.close().await;
    theatre.assert_empty();
}

/// Kills some of the cast and forgets the rest, as if we had been killed too; the next start finds it all.
async fn next_start_cleans_up_after(kind: BrowserKind, victims: impl Fn(Cast) -> Vec<Identity>) {
    let theatre = Theatre::build(kind);
    let (browser, cast) = theatre.start().await;
    let temporary = theatre.temporary();
    std::mem::forget(browser);
    kill(&victims(cast));
    theatre.clear().await;
    for gone in [cast.guard, cast.driver, cast.browser] {
        assert!(!gone.is_alive(), "{gone:?} lives");
    }
    assert!(!temporary.exists(), "temporary files are left");
    let (browser, _) = theatre.start().await;
    browser.close().await;
    theatre.assert_empty();
}

#[tokio::test]
async fn a_killed_chromedriver_is_lost_and_leaves_nothing() {
    session_is_lost_when(BrowserKind::Chrome, |cast| vec![cast.driver]).await;
}

#[tokio::test]
async fn a_killed_chromium_is_lost_and_leaves_nothing() {
    session_is_lost_when(BrowserKind::Chrome, |cast| vec![cast.browser]).await;
}

#[tokio::test]
async fn a_killed_renderer_is_lost_and_leaves_nothing() {
    session_is_lost_when(BrowserKind::Chrome, Cast::renderers).await;
}

#[tokio::test]
async fn a_killed_geckodriver_is_lost_and_leaves_nothing() {
    session_is_lost_when(BrowserKind::Firefox, |cast| vec![cast.driver]).await;
}

#[tokio::test]
async fn a_killed_firefox_is_lost_and_leaves_nothing() {
    session_is_lost_when(BrowserKind::Firefox, |cast| vec![cast.browser]).await;
}

#[tokio::test]
async fn what_outlives_us_is_killed_by_the_next_start_in_chromium() {
    let chrome = BrowserKind::Chrome;
    next_start_cleans_up_after(chrome, |_| Vec::new()).await;
    next_start_cleans_up_after(chrome, |cast| vec![cast.guard]).await;
    next_start_cleans_up_after(chrome, |cast| vec![cast.guard, cast.driver]).await;
    next_start_cleans_up_after(chrome, |cast| vec![cast.guard, cast.browser]).await;
}

#[tokio::test]
async fn what_outlives_us_is_killed_by_the_next_start_in_firefox() {
    let firefox = BrowserKind::Firefox;
    next_start_cleans_up_after(firefox, |_| Vec::new()).await;
    next_start_cleans_up_after(firefox, |cast| vec![cast.guard, cast.driver]).await;
    next_start_cleans_up_after(firefox, |cast| vec![cast.guard, cast.browser]).await;
}

#[tokio::test]
async fn processes_that_were_stopped_are_killed_too() {
    let theatre = Theatre::build(BrowserKind::Chrome);
    let (browser, cast) = theatre.start().await;
    std::mem::forget(browser);
    for stopped in [cast.guard, cast.driver, cast.browser] {
        signal(stopped.pid, "STOP");
    }
    assert!(theatre.clear().await >= 3);
    for gone in [cast.guard, cast.driver, cast.browser] {
        assert!(!gone.is_alive(), "{gone:?} lives");
    }
}

/// Chromedriver writes these files in place at every start; a kill in the middle leaves them cut off.
#[tokio::test(flavor = "multi_thread")]
async fn a_profile_whose_settings_a_kill_has_cut_off_can_be_used_again() {
    let theatre = Theatre::build(BrowserKind::Chrome);
    let profile = theatre.profile();
    std::fs::create_dir_all(profile.join("Default")).expect("a directory");
    for (state, preferences) in [("", "{\"profile\":"), ("{\"local", "")] {
        std::fs::write(profile.join("Local State"), state).expect("a file");
        std::fs::write(profile.join("Default/Preferences"), preferences).expect("a file");
        let (browser, _) = theatre.start().await;
        browser.close().await;
    }
}
