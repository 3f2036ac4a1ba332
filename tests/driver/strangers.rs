//! Browsers of other people: never ours to kill, on our profile or beside it.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use linkwright::browser::BrowserError;
use linkwright::browser::driver::BrowserKind;
use linkwright::files::is_root;

use crate::puppet::until;
use crate::theatre::Theatre;

/// Fences that the canary stands beside; `LINKWRIGHT_ROUNDS=100` raises more.
const ROUNDS: u32 = 3;

fn rounds() -> u32 {
    let wanted = std::env::var("LINKWRIGHT_ROUNDS").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(ROUNDS)
}

/// A browser that a person started by hand.
struct Stranger(Child);

impl Stranger {
    fn start(program: &str, arguments: &[&str], home: &Path) -> Stranger {
        let child = Command::new(program)
            .args(arguments)
            .env("HOME", home)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts; see `make test` for what it needs");
        Stranger(child)
    }

    fn chromium(profile: &Path, home: &Path, more: &[&str]) -> Stranger {
        let profile = format!("--user-data-dir={}", profile.display());
        let mut arguments = vec!["--headless=new", "--no-first-run", &profile];
        if is_root() {
            arguments.push("--no-sandbox");
        }
        arguments.extend(more);
        Stranger::start("chromium", &arguments, home)
    }

    fn firefox(profile: &Path, home: &Path) -> Stranger {
        let profile = profile.to_string_lossy();
        let arguments = ["-headless", "-no-remote", "-marionette", "-profile", &profile];
        Stranger::start("firefox-esr", &arguments, home)
    }

    fn is_alive(&mut self) -> bool {
        self.0.try_wait().expect("it can be asked").is_none()
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn is_refused_and_lives_on(theatre: &Theatre, stranger: &mut Stranger) {
    let asked = Instant::now();
    let refused = theatre.launch.start_on(&theatre.lock).await;
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    let Err(BrowserError::Unavailable(message)) = refused.map(|_| ()) else {
        panic!("it was not refused");
    };
    assert!(message.contains(&format!("process {}", stranger.0.id())), "{message}");
    assert!(stranger.is_alive());
}

#[tokio::test]
async fn a_firefox_that_runs_on_the_profile_is_refused_and_lives_on() {
    let theatre = Theatre::build(BrowserKind::Firefox);
    let home = tempfile::tempdir().expect("a directory");
    let profile = theatre.profile();
    let mut person = Stranger::firefox(&profile, home.path());
    until(
        || profile.join("MarionetteActivePort").exists(),
        Duration::from_secs(30),
    );
    is_refused_and_lives_on(&theatre, &mut person).await;
    assert!(profile.join("MarionetteActivePort").exists());
    drop(person);
    let (browser, _) = theatre.start().await;
    browser.close().await;
    theatre.assert_empty();
}

#[tokio::test]
async fn a_chromium_that_a_person_opened_is_refused_and_lives_on() {
    let theatre = Theatre::build(BrowserKind::Chrome);
    let home = tempfile::tempdir().expect("a directory");
    let profile = theatre.profile();
    let mut person = Stranger::chromium(&profile, home.path(), &["about:blank"]);
    let lock = profile.join("SingletonLock");
    until(|| lock.symlink_metadata().is_ok(), Duration::from_secs(30));
    is_refused_and_lives_on(&theatre, &mut person).await;
    drop(person);
    let (browser, _) = theatre.start().await;
    browser.close().await;
    theatre.assert_empty();
}

#[tokio::test]
async fn a_canary_beside_the_profile_survives_every_fence() {
    let theatre = Theatre::build(BrowserKind::Chrome);
    let home = tempfile::tempdir().expect("a directory");
    let ours = theatre.profile();
    let beside = ours.with_file_name(format!("{}-two", ours.file_name().expect("a name").to_string_lossy()));
    let title = format!("--app=data:text/html,<title>--user-data-dir={}</title>", ours.display());
    let mut canary = Stranger::chromium(&beside, home.path(), &["--enable-automation", &title]);
    let lock = beside.join("SingletonLock");
    until(|| lock.symlink_metadata().is_ok(), Duration::from_secs(30));
    for _ in 0..rounds() {
        let (browser, cast) = theatre.start().await;
        drop(browser);
        theatre_is_cleared(&theatre).await;
        assert!(!cast.browser.is_alive());
        assert!(canary.is_alive());
    }
    println!("the canary has survived {} fences", rounds());
    assert!(lock.symlink_metadata().is_ok());
}

async fn theatre_is_cleared(theatre: &Theatre) {
    let fenced = linkwright::browser::fence::raise(&theatre.lock, theatre.launch.kind).await;
    assert!(fenced.is_ok(), "{fenced:?}");
}
