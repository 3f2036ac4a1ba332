//! A test that goes wrong takes its browser with it.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use linkwright::browser::driver::BrowserKind;
use linkwright::sandbox::{Options, Sandbox};
use serde_json::json;

use crate::seat::Seat;

/// Processes of this machine whose command line names the directory.
fn processes_on(directory: &Path) -> usize {
    let name = directory.to_string_lossy().into_owned();
    let entries = fs::read_dir("/proc").expect("/proc can be read");
    let lines = entries.filter_map(|entry| fs::read(entry.ok()?.path().join("cmdline")).ok());
    lines
        .filter(|line| String::from_utf8_lossy(line).contains(&name))
        .count()
}

/// A killed process is gone a moment later.
async fn gone(directory: &Path) -> bool {
    let until = Instant::now() + Duration::from_secs(5);
    while processes_on(directory) > 0 {
        if Instant::now() > until {
            return false;
        }
        tokio::task::yield_now().await;
    }
    true
}

async fn a_play_that_fails_leaves_nothing_behind(kind: BrowserKind) {
    let sandbox = Sandbox::start(Options::default()).await.expect("the sandbox starts");
    let mut seat = Seat::at(kind);
    let directory = seat.data().to_owned();
    let workflow = json!({"actionType": "st.openPersonPage", "personUrl": "https://www.linkedin.com/in/ada-example"});
    seat.run(sandbox.origin(), &workflow).await;
    assert!(processes_on(&directory) > 0, "a browser runs");
    let failed = tokio::spawn(async move {
        let _seat = seat;
        panic!("this is the failure of the test");
    });
    assert!(failed.await.is_err());
    assert!(gone(&directory).await, "a browser was left behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn chrome_ends_with_a_play_that_fails() {
    a_play_that_fails_leaves_nothing_behind(BrowserKind::Chrome).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_ends_with_a_play_that_fails() {
    a_play_that_fails_leaves_nothing_behind(BrowserKind::Firefox).await;
}
