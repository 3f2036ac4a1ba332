//! Finding, starting and ending a WebDriver driver. Knows no session.
//!
//! Order of finding: environment variable, PATH, the project's own cache, known places.

use std::env;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::BrowserError;

/// Longest wait for a driver to say its port.
const START: Duration = Duration::from_secs(20);

/// The browsers that can be driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BrowserKind {
    /// Chrome, Chromium.
    Chrome,
    /// Firefox.
    Firefox,
}

impl BrowserKind {
    /// The name on the command line and in the data directory.
    pub fn name(self) -> &'static str {
        match self {
            BrowserKind::Chrome => "chrome",
            BrowserKind::Firefox => "firefox",
        }
    }

    fn driver(self) -> DriverFacts {
        match self {
            BrowserKind::Chrome => DriverFacts {
                program: "chromedriver",
                variable: "CHROMEDRIVER",
                places: &[
                    "/usr/bin/chromedriver",
                    "/usr/lib/chromium/chromedriver",
                    "/usr/lib/chromium-browser/chromedriver",
                    "/snap/bin/chromium.chromedriver",
                    "/opt/homebrew/bin/chromedriver",
                ],
                ready: "successfully on port ",
                cure: "install Chromium and its driver (Debian: apt-get install chromium chromium-driver), or set CHROMEDRIVER to the driver's path",
            },
            BrowserKind::Firefox => DriverFacts {
                program: "geckodriver",
                variable: "GECKODRIVER",
                places: &[
                    "/usr/bin/geckodriver",
                    "/usr/local/bin/geckodriver",
                    "/snap/bin/geckodriver",
                    "/opt/homebrew/bin/geckodriver",
                ],
                ready: "Listening on 127.0.0.1:",
                cure: "install Firefox (Debian: apt-get install firefox-esr) and run `cargo install geckodriver --locked`, or set GECKODRIVER to the driver's path",
            },
        }
    }
}

struct DriverFacts {
    program: &'static str,
    variable: &'static str,
    places: &'static [&'static str],
    /// What the driver prints before its port.
    ready: &'static str,
    cure: &'static str,
}

/// Path of the driver for a browser.
///
/// # Errors
/// [`BrowserError::NotSetUp`] with the cure.
pub fn find(kind: BrowserKind) -> Result<PathBuf, BrowserError> {
    let facts = kind.driver();
    if let Some(named) = env::var_os(facts.variable).filter(|value| !value.is_empty()) {
        let path = PathBuf::from(named);
        return if path.is_file() {
            Ok(path)
        } else {
            Err(BrowserError::NotSetUp(format!(
                "{} names {}, which is no file; {}",
                facts.variable,
                path.display(),
                facts.cure
            )))
        };
    }
    let on_path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&on_path)
        .map(|directory| directory.join(facts.program))
        .chain(cache().map(|cache| cache.join("bin").join(facts.program)))
        .chain(facts.places.iter().map(PathBuf::from))
        .find(|path| path.is_file())
        .ok_or_else(|| BrowserError::NotSetUp(format!("{} was not found; {}", facts.program, facts.cure)))
}

/// Where `make` keeps what it had to build.
fn cache() -> Option<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let base = base.or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))?;
    Some(base.join("linkwright"))
}

/// A driver of ours, in a process group of its own. Ends with its browsers when it is dropped.
#[derive(Debug)]
pub struct Driver {
    child: Child,
    group: Option<rustix::process::Pid>,
    /// Base address, `http://127.0.0.1:PORT/`.
    pub url: url::Url,
}

impl Driver {
    /// Starts a driver on a free loopback port; its output goes to `log`.
    ///
    /// # Errors
    /// [`BrowserError::NotSetUp`] where there is none, [`BrowserError::Unavailable`] where it does not start.
    pub async fn start(kind: BrowserKind, log: &Path) -> Result<Driver, BrowserError> {
        let path = find(kind)?;
        let unavailable =
            |reason: String| BrowserError::Unavailable(format!("{} did not start: {reason}", path.display()));
        let log = File::create(log).map_err(|error| unavailable(format!("its log cannot be written: {error}")))?;
        let mut command = Command::new(&path);
        command
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::from(log))
            .kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn().map_err(|error| unavailable(error.to_string()))?;
        let group = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(rustix::process::Pid::from_raw);
        let stdout = child
            .stdout
            .take()
            .ok_or_else(|| unavailable("it has no output".to_owned()))?;
        let port = timeout(START, port(stdout, kind.driver().ready))
            .await
            .map_err(|_| unavailable(format!("it named no port within {} s", START.as_secs())))?
            .ok_or_else(|| unavailable("it ended at once; its log says why".to_owned()))?;
        let url =
            url::Url::parse(&format!("http://127.0.0.1:{port}/")).map_err(|error| unavailable(error.to_string()))?;
        Ok(Driver { child, group, url })
    }

    /// Ends driver and browsers at once.
    pub fn end(&mut self) {
        if let Some(group) = self.group.take() {
            // An error means that nobody is left in the group.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        // Already dead is as good as killed.
        let _ = self.child.start_kill();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.end();
    }
}

/// Reads the port that the driver prints, then keeps its output flowing to nowhere.
async fn port(stdout: tokio::process::ChildStdout, ready: &str) -> Option<u16> {
    let mut lines = BufReader::new(stdout).lines();
    while let Some(line) = lines.next_line().await.ok()? {
        let digits: Option<String> = line
            .split_once(ready)
            .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect());
        if let Some(port) = digits.and_then(|digits| digits.parse().ok()) {
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Some(port);
        }
    }
    None
}
