//! Which driver and which browser: named, found, missing, or not fitting each other.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use linkwright::browser::BrowserError;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::equipment::{Equipment, Source};

use crate::theatre::Theatre;

/// A program that says a version and does nothing else.
fn dummy(directory: &Path, name: &str, says: &str) -> PathBuf {
    let path = directory.join(name);
    fs::write(&path, format!("#!/bin/sh\necho '{says}'\n")).expect("it is written");
    fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("a mode");
    path
}

fn not_set_up<T>(found: Result<T, BrowserError>) -> String {
    match found {
        Err(BrowserError::NotSetUp(message)) => message,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was let through"),
    }
}

#[tokio::test]
async fn driver_and_browser_of_this_machine_are_found_with_their_versions() {
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let found = Equipment::find(kind, None, None).await;
        let found = found.expect("both are there; see `make test` for what it needs");
        assert!(
            found.driver.version.is_some() && found.browser.version.is_some(),
            "{found:?}"
        );
        assert_eq!(found.check(), Ok(()));
    }
}

#[tokio::test]
async fn what_is_named_goes_before_what_is_found_and_must_be_there() {
    let place = tempfile::tempdir().expect("a directory");
    let driver = dummy(place.path(), "driver", "ChromeDriver 7.1.2 (abc)");
    let browser = dummy(place.path(), "browser", "Chromium 7.9.9 for everybody");
    let kind = BrowserKind::Chrome;
    let found = Equipment::find(kind, Some(&driver), Some(&browser))
        .await
        .expect("both are there");
    assert_eq!((&found.driver.path, found.driver.source), (&driver, Source::Named));
    assert_eq!((&found.browser.path, found.browser.source), (&browser, Source::Named));
    assert_eq!(found.driver.version.as_deref(), Some("7.1.2"));
    assert_eq!(found.browser.version.as_deref(), Some("7.9.9"));
    assert_eq!(found.check(), Ok(()));
    let gone = place.path().join("gone");
    for (driver, browser, option) in [(&gone, &browser, "--driver"), (&driver, &gone, "--browser-binary")] {
        let message = not_set_up(Equipment::find(kind, Some(driver), Some(browser)).await);
        assert!(message.contains("gone") && message.starts_with(option), "{message}");
    }
}

#[tokio::test]
async fn what_is_named_and_is_another_program_is_refused_by_what_it_says() {
    let place = tempfile::tempdir().expect("a directory");
    let driver = dummy(place.path(), "driver", "ChromeDriver 7.1.2 (abc)");
    let browser = dummy(place.path(), "browser", "Chromium 7.9.9 for everybody");
    let other = dummy(place.path(), "other", "other (things) 9.1");
    let mute = dummy(place.path(), "mute", "");
    let endless = place.path().join("endless");
    fs::write(&endless, "#!/bin/sh\nexec yes again\n").expect("it is written");
    fs::set_permissions(&endless, Permissions::from_mode(0o755)).expect("a mode");
    let kind = BrowserKind::Chrome;
    let asked = std::time::Instant::now();
    for (driver, browser, option, says) in [
        (&other, &browser, "--driver names", "it says \"other (things) 9.1\""),
        (&endless, &browser, "--driver names", "it says \"again\""),
        (
            &driver,
            &other,
            "--browser-binary names",
            "it says \"other (things) 9.1\"",
        ),
        (&driver, &endless, "--browser-binary names", "it says \"again\""),
        (&driver, &mute, "--browser-binary names", "it says nothing"),
    ] {
        let message = not_set_up(Equipment::find(kind, Some(driver), Some(browser)).await);
        assert!(message.starts_with(option) && message.contains(says), "{message}");
        assert!(message.contains("; name another, or leave"), "{message}");
    }
    // What starts a driver need not know its version.
    let stands_in = Equipment::find(kind, Some(&mute), Some(&browser)).await;
    assert_eq!(stands_in.map(|found| found.driver.version), Ok(None));
    let message = not_set_up(Equipment::find(kind, Some(&driver), Some(&driver)).await);
    assert!(message.starts_with("--browser-binary"), "{message}");
    let message = not_set_up(Equipment::find(kind, Some(&browser), Some(&browser)).await);
    assert!(message.starts_with("--driver"), "{message}");
    assert!(
        asked.elapsed() < std::time::Duration::from_secs(5),
        "{:?}",
        asked.elapsed()
    );
}

#[tokio::test]
async fn a_browser_that_is_built_from_chromium_may_have_a_name_of_its_own() {
    let place = tempfile::tempdir().expect("a directory");
    let driver = dummy(place.path(), "driver", "ChromeDriver 156.0.1.2 (abc)");
    let brave = dummy(place.path(), "brave", "Brave Browser 156.1.90.124");
    let found = Equipment::find(BrowserKind::Chrome, Some(&driver), Some(&brave)).await;
    let found = found.expect("both are there");
    assert_eq!((&found.browser.path, &found.browser.version), (&brave, &None));
    assert_eq!(found.check(), Ok(()));
}

#[tokio::test]
async fn a_driver_that_does_not_fit_its_browser_is_refused_before_anything_starts() {
    let mut theatre = Theatre::build(BrowserKind::Chrome);
    let place = tempfile::tempdir().expect("a directory");
    let driver = dummy(place.path(), "driver", "ChromeDriver 7.1.2 (abc)");
    theatre.launch.driver = Some(driver.clone());
    let message = not_set_up(theatre.launch.start_on(&theatre.lock).await);
    let real = Equipment::find(BrowserKind::Chrome, None, None)
        .await
        .expect("both are there");
    let version = real.browser.version.unwrap_or_default();
    let [theirs, ours] = [&real.browser.path, &driver].map(|path| path.display().to_string());
    for part in ["7.1.2", &version, &theirs, &ours, "install Chromium"] {
        assert!(message.contains(part), "{part} is missing: {message}");
    }
    theatre.assert_empty();
}

#[tokio::test]
async fn a_driver_that_ends_at_once_is_told_at_once_and_leaves_nothing() {
    let mut theatre = Theatre::build(BrowserKind::Chrome);
    let place = tempfile::tempdir().expect("a directory");
    theatre.launch.driver = Some(dummy(place.path(), "driver", "ChromeDriver of no number"));
    let asked = std::time::Instant::now();
    let failed = theatre.launch.start_on(&theatre.lock).await.map(|_| ());
    assert!(
        asked.elapsed() < std::time::Duration::from_secs(5),
        "{:?}",
        asked.elapsed()
    );
    let Err(BrowserError::Unavailable(message)) = failed else {
        panic!("{failed:?}");
    };
    assert!(message.contains("ended at once"), "{message}");
    theatre.clear().await;
}

/// Ends at its first starts, as Chromium's driver does where its port is taken, and is the real one then.
fn reluctant(directory: &Path, real: &Path) -> PathBuf {
    let path = directory.join("reluctant");
    let (count, real) = (directory.join("count").display().to_string(), real.display());
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = --version ] && exec '{real}' --version\necho x >>'{count}'\n\
         [ $(wc -l <'{count}') -gt 3 ] && exec '{real}' \"$@\"\necho 'IPv4 port not available. Exiting...'\nexit 1\n"
    );
    fs::write(&path, script).expect("it is written");
    fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("a mode");
    path
}

#[tokio::test]
async fn a_driver_whose_port_was_taken_is_started_again() {
    let mut theatre = Theatre::build(BrowserKind::Chrome);
    let real = Equipment::find(BrowserKind::Chrome, None, None)
        .await
        .expect("both are there; see `make test` for what it needs");
    let place = tempfile::tempdir().expect("a directory");
    theatre.launch.driver = Some(reluctant(place.path(), &real.driver.path));
    let (browser, _) = theatre.start().await;
    browser.close().await;
    let starts = fs::read_to_string(place.path().join("count")).expect("it was counted");
    assert_eq!(starts.lines().count(), 4);
    theatre.assert_empty();
}
