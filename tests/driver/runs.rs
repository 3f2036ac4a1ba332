//! The real program, killed while it works: driver and browser end with it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use linkwright::account::AccountName;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::fence;
use linkwright::browser::lock::ProfileLock;
use linkwright::browser::profile_directory;
use linkwright::sandbox::{Options, Sandbox};

use crate::puppet::{naming, signal, until};
use crate::theatre::{Cast, PROMISED};

/// What is promised when the program itself is killed.
const AFTER_US: Duration = Duration::from_secs(2);

/// The program, waiting for a page that never gets ready.
struct Run {
    child: Child,
    profile: PathBuf,
    sandbox: Sandbox,
    _data: tempfile::TempDir,
}

impl Run {
    async fn start(kind: BrowserKind) -> Run {
        let sandbox = Sandbox::start(Options::default()).await.expect("the sandbox starts");
        let data = tempfile::tempdir().expect("a directory");
        let mut child = program(kind, data.path(), sandbox.origin())
            .spawn()
            .expect("the program starts");
        let stderr = BufReader::new(child.stderr.take().expect("stderr is a pipe"));
        let mut lines = stderr.lines().map_while(Result::ok);
        let sees = lines.find(|line| line.contains("sees loading"));
        assert!(sees.is_some(), "the page was never seen");
        std::thread::spawn(move || lines.for_each(drop));
        let profile = profile_directory::of(data.path(), &AccountName::default(), kind);
        Run {
            child,
            profile: std::fs::canonicalize(profile).expect("there is a profile"),
            sandbox,
            _data: data,
        }
    }

    fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
    }

    /// The profile is free for the next one, and nobody is on it.
    async fn leaves_nothing(self, kind: BrowserKind) {
        let lock = ProfileLock::take(&self.profile).expect("a dead owner owns nothing");
        let fenced = fence::raise(&lock, kind).await.expect("the fence stands");
        assert_eq!(fenced.killed, 0);
        self.sandbox.stop().await;
    }

    /// Nobody of its browser is left, nor its guard.
    fn is_gone(&self, cast: Cast) -> bool {
        naming(&self.profile).is_empty()
            && [cast.guard, cast.driver, cast.browser]
                .iter()
                .all(|one| !one.is_alive())
    }
}

fn program(kind: BrowserKind, data: &Path, site: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linkwright"));
    command
        .args(["status", "https://www.linkedin.com/in/shelly-shell", "--verbose"])
        .args(["--browser", kind.name(), "--site", site, "--data-dir"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

async fn ends_with_us(kind: BrowserKind) {
    let mut run = Run::start(kind).await;
    let cast = Cast::of(&run.profile);
    run.kill();
    until(|| run.is_gone(cast), AFTER_US);
    run.leaves_nothing(kind).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn driver_and_chromium_end_when_the_program_is_killed() {
    ends_with_us(BrowserKind::Chrome).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn driver_and_firefox_end_when_the_program_is_killed() {
    ends_with_us(BrowserKind::Firefox).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guard_does_its_work_also_when_the_driver_was_killed_with_the_program() {
    let mut run = Run::start(BrowserKind::Firefox).await;
    let cast = Cast::of(&run.profile);
    signal(cast.driver.pid, "KILL");
    run.kill();
    until(|| run.is_gone(cast), AFTER_US);
    run.leaves_nothing(BrowserKind::Firefox).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_when_program_and_guard_are_killed_is_killed_by_the_next_start() {
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let mut run = Run::start(kind).await;
        let cast = Cast::of(&run.profile);
        signal(cast.guard.pid, "KILL");
        run.kill();
        assert!(!run.is_gone(cast), "nothing was left to kill");
        let lock = ProfileLock::take(&run.profile).expect("a dead owner owns nothing");
        let asked = Instant::now();
        let fenced = fence::raise(&lock, kind).await.expect("the fence stands");
        assert!(fenced.killed > 0);
        assert!(asked.elapsed() < PROMISED);
        assert!(run.is_gone(cast));
        run.sandbox.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_on_the_same_profile_is_refused_at_once_and_the_first_goes_on() {
    let mut run = Run::start(BrowserKind::Chrome).await;
    let cast = Cast::of(&run.profile);
    let data = run
        .profile
        .parent()
        .and_then(Path::parent)
        .expect("it lies in the data");
    let asked = Instant::now();
    let output = program(BrowserKind::Chrome, data, run.sandbox.origin()).output();
    let output = output.expect("the program runs");
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains(&format!("rocess {} works with the profile", run.child.id())),
        "{said}"
    );
    assert!(cast.browser.is_alive() && cast.driver.is_alive());
    run.kill();
    until(|| run.is_gone(cast), AFTER_US);
    run.leaves_nothing(BrowserKind::Chrome).await;
}

/// A driver that can be started once: it takes its own file away.
fn driver_for_once(directory: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let real = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
    let script = format!("#!/bin/sh\n[ \"$1\" = --version ] || rm -- \"$0\"\nexec {real} \"$@\"\n");
    let file = directory.join("chromedriver");
    std::fs::write(&file, script).expect("a file");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_were_reached_are_printed_also_when_no_other_driver_can_be_started() {
    let sandbox = Sandbox::start(Options::default()).await.expect("the sandbox starts");
    let data = tempfile::tempdir().expect("a directory");
    let ask = |slug: &str| serde_json::json!({"actionType": "st.checkConnectionStatus", "personUrl": format!("https://www.linkedin.com/in/{slug}")});
    let file = data.path().join("workflow.json");
    let workflow = serde_json::json!([ask("penny-pending"), ask("shelly-shell")]);
    std::fs::write(&file, workflow.to_string()).expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_linkwright"))
        .args(["run", "--verbose", "--site", sandbox.origin(), "--data-dir"])
        .arg(data.path())
        .arg("--driver")
        .arg(driver_for_once(data.path()))
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let stderr = BufReader::new(child.stderr.take().expect("stderr is a pipe"));
    let mut lines = stderr.lines().map_while(Result::ok);
    let opens = lines.find(|line| line.contains("opens") && line.contains("shelly-shell"));
    assert!(opens.is_some(), "the second page was never opened");
    std::thread::spawn(move || lines.for_each(drop));
    let profile = profile_directory::of(data.path(), &AccountName::default(), BrowserKind::Chrome);
    signal(Cast::of(&profile).driver.pid, "KILL");
    let output = child.wait_with_output().expect("it ends");
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).expect("stdout is JSON");
    assert_eq!(printed["workflowStatus"], "failed", "{printed}");
    assert_eq!(
        printed["answered"][0]["data"]["connectionStatus"], "pending",
        "{printed}"
    );
    assert_eq!(output.status.code(), Some(3));
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminated_run_closes_its_browser_in_time() {
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let mut run = Run::start(kind).await;
        let cast = Cast::of(&run.profile);
        let asked = Instant::now();
        signal(i32::try_from(run.child.id()).expect("a process number"), "TERM");
        let status = run.child.wait().expect("it ends");
        assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
        assert_eq!(status.code(), Some(3));
        assert!(run.is_gone(cast));
        run.sandbox.stop().await;
    }
}
