//! Microsoft Edge, played by Chromium: its driver's words are translated on the way, both ways.
//!
//! This shows that everything of ours speaks Edge's language and keeps Edge's profile; it shows nothing of Edge itself.
//! The driver is this test binary, started again with one test.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader as Lines, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use linkwright::account::AccountName;
use linkwright::browser::BrowserError;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::equipment::{Equipment, Source};
use linkwright::browser::profile_directory;
use linkwright::sandbox::{Options, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::liar::{Heard, hear};
use crate::puppet::naming;
use crate::theatre::Theatre;

const ROLE: &str = "edge::a_stand_in_drives_edge_and_nothing_else";
/// Names the real driver to the one that plays Edge's.
const REAL: &str = "LINKWRIGHT_TEST_REAL_DRIVER";
const NOTE: &str = "Hello Noah, we met in Exampletown. 🙂";

/// Writes the two programs into a directory, under the names that Edge's have.
async fn play(directory: &Path) {
    let real = Equipment::find(BrowserKind::Chrome, None, None).await;
    let real = real.expect("both are there; see `make test` for what it needs");
    let myself = std::env::current_exe().expect("the test binary");
    let (driver, browser) = (real.driver.path.display(), real.browser.path.display());
    let version = |tool: Option<String>| tool.expect("it says its version");
    let driver = format!(
        "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Microsoft Edge WebDriver {} (abc)' && exit\n\
         exec env {REAL}='{driver}' '{}' {ROLE} --exact --nocapture --test-threads=1\n",
        version(real.driver.version),
        myself.display()
    );
    let browser = format!(
        "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Microsoft Edge {} ' && exit\nexec '{browser}' \"$@\"\n",
        version(real.browser.version)
    );
    for (name, script) in [("msedgedriver", driver), ("microsoft-edge", browser)] {
        let path = directory.join(name);
        fs::write(&path, script).expect("it is written");
        fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("a mode");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_goes_out_by_edge_from_a_profile_of_its_own() {
    let place = tempfile::tempdir().expect("a directory");
    play(place.path()).await;
    let sandbox = Sandbox::start(Options::default()).await.expect("the sandbox starts");
    let data = place.path().join("data");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(
        [place.path().to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&path)),
    );
    let path = path.expect("a path");
    let program = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linkwright"));
        command.args(arguments).args(["--browser", "edge", "--data-dir"]);
        command
            .arg(&data)
            .env("PATH", &path)
            .env("EDGEDRIVER", place.path().join("msedgedriver"))
            .output()
            .expect("the program runs")
    };
    let doctor = program(&["doctor"]);
    let found = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert_eq!(doctor.status.code(), Some(0), "{found}");
    for name in ["microsoft-edge", "msedgedriver"] {
        let path = place.path().join(name).display().to_string();
        assert!(found.contains(&path), "{path} is missing: {found}");
    }
    let person = "https://www.linkedin.com/in/noah-noted";
    let output = program(&[
        "connect",
        person,
        "--note",
        NOTE,
        "--site",
        sandbox.origin(),
        "--verbose",
    ]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{told}");
    let log = sandbox.log();
    assert_eq!(log.len(), 1, "{log:?}");
    assert_eq!(log[0].note.as_deref(), Some(NOTE));
    let of = |kind| profile_directory::of(&data, &AccountName::default(), kind);
    assert!(of(BrowserKind::Edge).ends_with("profiles/edge") && of(BrowserKind::Edge).is_dir());
    assert!(!of(BrowserKind::Chrome).exists());
    assert_eq!(naming(&of(BrowserKind::Edge)), Vec::<i32>::new(), "somebody is left");
    sandbox.stop().await;
}

#[tokio::test]
async fn what_is_left_of_edge_is_killed_by_the_next_start() {
    let place = tempfile::tempdir().expect("a directory");
    play(place.path()).await;
    let mut theatre = Theatre::build(BrowserKind::Edge);
    theatre.launch.driver = Some(place.path().join("msedgedriver"));
    theatre.launch.browser = Some(place.path().join("microsoft-edge"));
    let (browser, cast) = theatre.start_on_a_page().await;
    assert!(cast.browser.is_alive());
    assert!(theatre.clear().await > 0, "nothing was left to kill");
    drop(browser);
}

#[tokio::test]
async fn edge_is_found_by_its_own_names_and_fits_its_own_driver_only() {
    let place = tempfile::tempdir().expect("a directory");
    let script = |name: &str, says: &str| {
        let path = place.path().join(name);
        fs::write(&path, format!("#!/bin/sh\necho '{says}'\n")).expect("it is written");
        fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("a mode");
        path
    };
    let driver = script("driver", "Microsoft Edge WebDriver 7.0.1.2 (abc)");
    let same = script("same", "Microsoft Edge 7.0.9.9 ");
    let newer = script("newer", "Microsoft Edge 8.0.1.1 ");
    let found = Equipment::find(BrowserKind::Edge, Some(&driver), Some(&same)).await;
    let found = found.expect("both are there");
    assert_eq!((&found.driver.path, found.driver.source), (&driver, Source::Named));
    assert_eq!(found.driver.version.as_deref(), Some("7.0.1.2"));
    assert_eq!(found.browser.version.as_deref(), Some("7.0.9.9"));
    assert_eq!(found.check(), Ok(()));
    let found = Equipment::find(BrowserKind::Edge, Some(&driver), Some(&newer)).await;
    let Err(BrowserError::NotSetUp(message)) = found.expect("both are there").check() else {
        panic!("it was let through");
    };
    for part in ["msedgedriver 7.0.1.2", "8.0.1.1", "EDGEDRIVER"] {
        assert!(message.contains(part), "{part} is missing: {message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_in_drives_edge_and_nothing_else() {
    let Some(real) = std::env::var_os(REAL) else {
        // Nobody has started it: it judges its own tongue.
        let asked = r#"{"alwaysMatch":{"browserName":"MicrosoftEdge","ms:edgeOptions":{}}}"#;
        let passed = r#"{"alwaysMatch":{"browserName":"chrome","goog:chromeOptions":{}}}"#;
        let begin = "POST /session HTTP/1.1";
        assert_eq!(to_chromium(begin, asked), Some((begin.to_owned(), passed.to_owned())));
        assert_eq!(to_chromium(begin, passed), None);
        assert_eq!(to_chromium("POST /session/1/goog/cdp/execute HTTP/1.1", "{}"), None);
        let told = r#"{"browserName":"chrome","chrome":{"chromedriverVersion":"7"},"goog:processID":1}"#;
        let passed = r#"{"browserName":"msedge","msedge":{"msedgedriverVersion":"7"},"ms:processID":1}"#;
        assert_eq!(to_edge(told), passed);
        return;
    };
    let mut child = Command::new(real)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the real driver starts");
    let mut lines = Lines::new(child.stdout.take().expect("a pipe"))
        .lines()
        .map_while(Result::ok);
    let port = lines.find_map(|line| {
        line.split_once("successfully on port ")?
            .1
            .trim_end_matches('.')
            .parse()
            .ok()
    });
    let port: u16 = port.expect("the real driver names its port");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let own = listener.local_addr().expect("it has an address").port();
    let mut stdout = std::io::stdout().lock();
    writeln!(
        stdout,
        "Microsoft Edge WebDriver was started successfully on port {own}."
    )
    .expect("it is said");
    stdout.flush().expect("it is said");
    drop(stdout);
    // Whoever has started us ends both of us at once.
    while let Ok((near, _)) = listener.accept().await {
        let far = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("the real driver listens");
        tokio::spawn(interpret(near, far));
    }
    child.wait().expect("it ends with us");
}

/// Carries one connection.
async fn interpret(near: TcpStream, far: TcpStream) -> Option<()> {
    let (mut near, mut far) = (BufReader::new(near), BufReader::new(far));
    loop {
        let asked = hear(&mut near).await?;
        let Some((line, body)) = to_chromium(&asked.line, &asked.body) else {
            // Whoever speaks otherwise must not come through by some other way.
            std::process::exit(1);
        };
        say(
            far.get_mut(),
            &Heard {
                line,
                body,
                ..asked.clone()
            },
        )
        .await?;
        let mut told = hear(&mut far).await?;
        if begins(&asked.line) {
            told.body = to_edge(&told.body);
        }
        say(near.get_mut(), &told).await?;
    }
}

async fn say(stream: &mut TcpStream, message: &Heard) -> Option<()> {
    let is_length = |line: &&String| line.to_ascii_lowercase().starts_with("content-length:");
    let mut text = format!("{}\r\n", message.line);
    for header in message.headers.iter().filter(|line| !is_length(line)) {
        text.push_str(&format!("{header}\r\n"));
    }
    text.push_str(&format!(
        "Content-Length: {}\r\n\r\n{}",
        message.body.len(),
        message.body
    ));
    stream.write_all(text.as_bytes()).await.ok()
}

fn begins(line: &str) -> bool {
    line.starts_with("POST /session HTTP")
}

/// What Chromium's driver is asked in place of Edge's; nothing where Edge's would not understand.
fn to_chromium(line: &str, body: &str) -> Option<(String, String)> {
    if line.contains("/goog/") {
        return None;
    }
    let mut body = body.to_owned();
    if begins(line) {
        let asked: Value = serde_json::from_str(&body).ok()?;
        let text = asked.to_string();
        if text.contains("goog:") || !text.contains("\"browserName\":\"MicrosoftEdge\"") {
            return None;
        }
        body = text
            .replace("MicrosoftEdge", "chrome")
            .replace("ms:edgeOptions", "goog:chromeOptions");
    }
    Some((line.replace("/ms/cdp/", "/goog/cdp/"), body))
}

/// What Edge's driver would tell of a session that has begun.
fn to_edge(body: &str) -> String {
    body.replace("\"browserName\":\"chrome\"", "\"browserName\":\"msedge\"")
        .replace(
            "\"chrome\":{\"chromedriverVersion\"",
            "\"msedge\":{\"msedgedriverVersion\"",
        )
        .replace("goog:", "ms:")
}
