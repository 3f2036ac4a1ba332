//! Starting and ending a WebDriver driver of our own. Knows no session.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::ChildStdout;
use tokio::time::timeout;

use super::BrowserError;
use super::endpoint::Endpoint;
use super::guard::{self, Guard};
use super::process::Identity;
use super::profile_directory;
use super::record::Record;
use super::temporary;
use crate::files;

/// Longest wait for a driver to say its port.
const START: Duration = Duration::from_secs(20);

/// How often a driver is started that ends before it has named a port.
///
/// Chromium's takes a port that is free for IPv6 and ends where the same one is not free for IPv4. On a machine
/// with 4,000 IPv4 ports in use every fourth start ended so.
const STARTS: usize = 8;

/// Longest wait for a killed driver and its browser to be gone.
const END: Duration = Duration::from_secs(3);

/// The browsers that can be driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BrowserKind {
    /// Chrome, Chromium.
    Chrome,
    /// Microsoft Edge, which is a Chromium with names of its own.
    Edge,
    /// Firefox.
    Firefox,
}

impl BrowserKind {
    /// Every kind.
    pub const ALL: [BrowserKind; 3] = [BrowserKind::Chrome, BrowserKind::Edge, BrowserKind::Firefox];

    /// The name on the command line and in the data directory.
    pub fn name(self) -> &'static str {
        match self {
            BrowserKind::Chrome => "chrome",
            BrowserKind::Edge => "edge",
            BrowserKind::Firefox => "firefox",
        }
    }

    /// Whether it is built from Chromium: its options, its processes and its profile are Chromium's then.
    pub fn is_chromium(self) -> bool {
        match self {
            BrowserKind::Chrome | BrowserKind::Edge => true,
            BrowserKind::Firefox => false,
        }
    }

    /// What the driver prints before its port.
    fn ready(self) -> &'static str {
        match self {
            BrowserKind::Chrome | BrowserKind::Edge => "successfully on port ",
            BrowserKind::Firefox => "Listening on 127.0.0.1:",
        }
    }
}

/// A driver of ours, under guard in a process group of its own. Ends with its browser when it is dropped,
/// and when we end in whatever way.
#[derive(Debug)]
pub struct Driver {
    kind: BrowserKind,
    guard: Guard,
    record: Option<Record>,
    // After the guard, so that it is removed when nobody uses it any more.
    _temporary: Option<TempDir>,
    profile: PathBuf,
    /// Where it listens, `http://127.0.0.1:PORT/`.
    pub endpoint: Endpoint,
    /// The driver's own process.
    pub process: Option<Identity>,
}

impl Driver {
    /// Starts a driver on a free loopback port, recorded in the profile that it is for; its output goes to `log`.
    ///
    /// # Errors
    /// [`BrowserError::Unavailable`] where it does not start.
    pub async fn start(kind: BrowserKind, program: &Path, profile: &Path, log: &Path) -> Result<Driver, BrowserError> {
        let begun = Instant::now();
        for _ in 0..STARTS {
            if let Some(driver) = Driver::start_once(kind, program, profile, log).await? {
                return Ok(driver);
            }
            if begun.elapsed() > START {
                break;
            }
        }
        Err(did_not_start(
            program,
            format!("it ended at once; {} says why", log.display()),
        ))
    }

    /// Nothing where it ended before it had named a port.
    async fn start_once(
        kind: BrowserKind,
        program: &Path,
        profile: &Path,
        log: &Path,
    ) -> Result<Option<Driver>, BrowserError> {
        let unavailable = |reason: String| did_not_start(program, reason);
        // It holds addresses of pages, so it is for its owner only.
        let log =
            files::private_log(log).map_err(|error| unavailable(format!("its log cannot be written: {error}")))?;
        let for_errors = log.try_clone().map_err(|error| unavailable(error.to_string()))?;
        let temporary = temporary::make(kind);
        let place = temporary.as_ref().map(TempDir::path);
        let (mut guard, output) =
            Guard::start(program, &["--port=0"], place, for_errors).map_err(|error| unavailable(error.to_string()))?;
        // On record before anything that could outlive us does anything.
        let record = guard.identity().and_then(|leader| Record::of(leader, place));
        record.iter().try_for_each(|record| record.write(profile))?;
        let said = timeout(START, listen(output, guard.driver(), kind.ready(), log))
            .await
            .map_err(|_| unavailable(format!("it named no port within {} s", START.as_secs())))?;
        let Some(said) = said else {
            // What is left of it is killed, and the next fence sees whoever does not die.
            let _ = timeout(END, guard.gone()).await;
            return Ok(None);
        };
        let url = url::Url::parse(&format!("http://127.0.0.1:{}/", said.port))
            .map_err(|error| unavailable(error.to_string()))?;
        let mut driver = Driver {
            kind,
            guard,
            record,
            _temporary: temporary,
            profile: profile.to_owned(),
            endpoint: Endpoint::own(url),
            process: Identity::of(said.process),
        };
        driver.remember(driver.process)?;
        Ok(Some(driver))
    }

    /// Puts a process of this driver, such as its browser, on record.
    ///
    /// # Errors
    /// [`BrowserError::Unavailable`] where the record cannot be written.
    pub fn remember(&mut self, process: Option<Identity>) -> Result<(), BrowserError> {
        match (&mut self.record, process) {
            (Some(record), Some(process)) => {
                record.members.push(process);
                record.write(&self.profile)
            }
            (None, _) | (_, None) => Ok(()),
        }
    }

    /// Kills driver and browser at once.
    pub fn end(&mut self) {
        self.guard.end();
    }

    /// Kills driver and browser, waits until they are gone, and takes them off the record.
    pub async fn close(mut self) {
        if timeout(END, self.guard.gone()).await.is_ok() {
            profile_directory::settle(&self.profile, self.kind);
            Record::remove(&self.profile);
        }
    }
}

fn did_not_start(program: &Path, reason: String) -> BrowserError {
    BrowserError::Unavailable(format!("{} did not start: {reason}", program.display()))
}

/// What guard and driver say at their start.
struct Said {
    process: i32,
    port: u16,
}

/// Reads until guard and driver have said everything, in whatever order, then keeps the output flowing into the log.
/// `process` is the driver's, where its guard knows it without being told.
async fn listen(output: ChildStdout, mut process: Option<i32>, ready: &str, mut log: File) -> Option<Said> {
    let mut lines = BufReader::new(output).lines();
    let mut port = None;
    loop {
        let line = lines.next_line().await.ok()??;
        // A log that cannot be written is no reason to fail.
        let _ = writeln!(log, "{line}");
        process = process.or_else(|| number_after(&line, guard::ANNOUNCES));
        port = port.or_else(|| number_after(&line, ready));
        if let (Some(process), Some(port)) = (process, port) {
            tokio::spawn(flow(lines, log));
            return Some(Said { process, port });
        }
    }
}

async fn flow(mut lines: Lines<BufReader<ChildStdout>>, mut log: File) {
    while let Ok(Some(line)) = lines.next_line().await {
        let _ = writeln!(log, "{line}");
    }
}

fn number_after<N: std::str::FromStr>(line: &str, words: &str) -> Option<N> {
    let (_, rest) = line.split_once(words)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
