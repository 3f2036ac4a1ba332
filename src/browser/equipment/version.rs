//! What a program says when it is asked for its version. Knows no browser by name.

use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// Longest wait for a program to say its version.
pub(super) const ASKING: Duration = Duration::from_secs(10);
/// No program has more to say of its version.
const MOST_BYTES: u64 = 16 * 1024;
/// So much of what another program says is enough to know it by.
const MOST_SHOWN: usize = 60;

/// What came of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is of the brand that was asked for; its version, where that can be understood.
    Brand(Option<String>),
    /// It says another name, or none; its first line.
    Another(String),
    /// It was not done in time.
    Silent,
    /// The system does not start it.
    NotStarted(String),
}

impl Answer {
    /// The version, where the brand is right.
    pub(super) fn version(self) -> Option<String> {
        match self {
            Answer::Brand(version) => version,
            Answer::Another(_) | Answer::Silent | Answer::NotStarted(_) => None,
        }
    }

    /// Whether it may be a browser of another name that is built from Chromium: those have versions of four numbers,
    /// as drivers have.
    pub(super) fn is_kin_of_chromium(&self) -> bool {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_version = |word: &str| word.split('.').count() == 4 && word.split('.').all(is_number);
        match self {
            Answer::Another(line) => {
                !line.to_ascii_lowercase().contains("driver") && line.split_ascii_whitespace().any(is_version)
            }
            Answer::Brand(_) | Answer::Silent | Answer::NotStarted(_) => false,
        }
    }
}

/// What a program calls itself, in small letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    /// One of these is what is asked for.
    pub(super) brands: &'static [&'static str],
    /// None of these is.
    pub(super) others: &'static [&'static str],
}

/// Asks a program what it is.
pub(super) async fn ask(program: &Path, names: Names) -> Answer {
    let mut command = Command::new(program);
    command
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Answer::NotStarted(error.to_string()),
    };
    let Some(stdout) = child.stdout.take() else {
        return Answer::Silent;
    };
    match timeout(ASKING, said(&mut child, stdout)).await {
        Ok(Ok(bytes)) => understood(&String::from_utf8_lossy(&bytes), names),
        Ok(Err(error)) => Answer::NotStarted(error.to_string()),
        Err(_) => Answer::Silent,
    }
}

/// Whoever says more than a version is not listened to, and ended.
async fn said(child: &mut Child, stdout: ChildStdout) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = stdout.take(MOST_BYTES).read_to_end(&mut bytes).await?;
    if u64::try_from(read).is_ok_and(|read| read < MOST_BYTES) {
        child.wait().await?;
    }
    Ok(bytes)
}

fn understood(text: &str, names: Names) -> Answer {
    let lower = text.to_ascii_lowercase();
    let is_other = names.others.iter().any(|other| lower.contains(other));
    let is_brand = |line: &&str| {
        let lower = line.to_ascii_lowercase();
        !is_other && names.brands.iter().any(|brand| lower.contains(brand))
    };
    match text.lines().find(is_brand) {
        Some(line) => Answer::Brand(number(line)),
        None => {
            let first = text.lines().map(str::trim).find(|line| !line.is_empty());
            Answer::Another(first.unwrap_or_default().chars().take(MOST_SHOWN).collect())
        }
    }
}

fn number(line: &str) -> Option<String> {
    let is_version = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
    line.split_ascii_whitespace().find(is_version).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHROME: Names = Names {
        brands: &["chromium", "chrome"],
        others: &["chromedriver"],
    };

    #[test]
    fn versions_are_read_from_what_browsers_say_and_from_nobody_else() {
        for (text, version) in [
            (
                "Chromium 156.0.8078.79 built on Debian GNU/Linux 12",
                Some("156.0.8078.79"),
            ),
            ("Google Chrome 156.0.8078.79 ", Some("156.0.8078.79")),
            ("Starts.\nChromium 156.0.8078.79\n", Some("156.0.8078.79")),
            ("true (GNU coreutils) 9.1", None),
            ("ChromeDriver 156.0.8078.79 (a21ce95c)\nMade for Chrome\n", None),
        ] {
            assert_eq!(understood(text, CHROME).version().as_deref(), version, "{text}");
        }
        let firefox = Names {
            brands: &["firefox"],
            others: &["geckodriver"],
        };
        let seen = understood("Mozilla Firefox 153.7.0esr", firefox);
        assert_eq!(seen, Answer::Brand(Some("153.7.0esr".to_owned())));
    }

    #[test]
    fn versions_are_read_from_what_drivers_say() {
        let names = Names {
            brands: &["chromedriver"],
            others: &[],
        };
        let says = "ChromeDriver 156.0.8078.79 (a21ce95c-refs/branch-heads/8078@{#1704})";
        assert_eq!(understood(says, names).version().as_deref(), Some("156.0.8078.79"));
    }

    #[test]
    fn kin_of_chromium_is_known_by_its_four_numbers() {
        let is_kin = |line: &str| understood(line, CHROME).is_kin_of_chromium();
        assert!(is_kin("Brave Browser 156.1.90.124") && is_kin("Vivaldi 8.1.4087.50 stable"));
        for other in [
            "true (GNU coreutils) 9.1",
            "GNU bash, version 5.2.15(1)-release",
            "ChromeDriver 156.0.8078.79",
            "",
        ] {
            assert!(!is_kin(other), "{other}");
        }
    }
}
