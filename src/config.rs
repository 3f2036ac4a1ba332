//! The owner's settings, `linkwright.toml`: which browser, how much, how fast, when, and what to do about doubt.
//!
//! Knows no command line. `docs/linkwright.example.toml` shows every key with its default.

mod browser;
mod reading;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::BaseStrategy;

pub use browser::BrowserSettings;

use crate::evidence;
use crate::ledger::recovery::OnAmbiguous;
use crate::ledger::{Limits, WorkingHours};

/// What the file is called.
const FILE: &str = "linkwright.toml";
/// A file of settings is small.
const MOST_BYTES: u64 = 64 * 1024;

/// Wait between the fence and the fresh load on LinkedIn, where the file names none.
const SETTLE: Duration = Duration::from_secs(30);
/// The same on a stand-in, which lags behind for as long as it was made to.
const SETTLE_STAND_IN: Duration = Duration::from_secs(5);

/// What to do about attempts in doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// If a later look does not show the invitation.
    pub policy: OnAmbiguous,
    settle: Option<Duration>,
}

impl Recovery {
    /// How long to wait, after every browser was ended, before the page is believed.
    #[must_use]
    pub fn settle(&self, is_real: bool) -> Duration {
        self.settle.unwrap_or(if is_real { SETTLE } else { SETTLE_STAND_IN })
    }
}

/// A limit as the file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Setting<T> {
    /// It does not say; the default holds.
    #[default]
    Unsaid,
    /// `"off"`: no limit.
    Off,
    /// This much.
    To(T),
}

impl<T> Setting<T> {
    fn over(self, default: Option<T>) -> Option<T> {
        match self {
            Setting::Unsaid => default,
            Setting::Off => None,
            Setting::To(value) => Some(value),
        }
    }
}

/// What a file says of the limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Said {
    per_day: Setting<u32>,
    per_week: Setting<u32>,
    notes_per_month: Setting<u32>,
    gap: Setting<(Duration, Duration)>,
    hours: Setting<WorkingHours>,
}

/// The owner's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Whether the account has Premium: then notes have no monthly limit of their own.
    pub premium: bool,
    /// Which browser is driven.
    pub browser: BrowserSettings,
    /// What to do about attempts in doubt.
    pub recovery: Recovery,
    /// What is kept of pages where an answer is no plain success.
    pub evidence: evidence::Settings,
    said: Said,
}

/// Why settings cannot be used: of each fault the file, the line, and what to write instead; a line for each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .faults.join("\n  "))]
pub struct ConfigError {
    faults: Vec<String>,
}

impl ConfigError {
    fn of_file(file: &Path, message: impl Into<String>) -> Self {
        Self {
            faults: vec![format!("{}: {}", file.display(), message.into())],
        }
    }
}

impl Config {
    /// The settings of the file that was given; else of `linkwright.toml` in the data directory; else
    /// of `linkwright/linkwright.toml` in the XDG configuration directory; else the defaults.
    ///
    /// # Errors
    /// If the given file is missing, or the first that is there cannot be used.
    pub fn find(given: Option<&Path>, data_directory: &Path) -> Result<Self, ConfigError> {
        if let Some(file) = given {
            return read(file)?
                .ok_or_else(|| ConfigError::of_file(file, "there is no such file; name one that is there"));
        }
        let mut files = vec![data_directory.join(FILE)];
        files.extend(in_configuration_directory());
        for file in files {
            if let Some(config) = read(&file)? {
                return Ok(config);
            }
        }
        Ok(Self::default())
    }

    /// Reads settings; `file` is for messages only.
    ///
    /// # Errors
    /// Every fault, with its line and the cure.
    pub fn parse(file: &Path, text: &str) -> Result<Self, ConfigError> {
        let told = |fault: reading::Fault| {
            let line = line_at(text, fault.at);
            format!("{}:{line}: {}", file.display(), fault.message)
        };
        reading::read(text).map_err(|faults| ConfigError {
            faults: faults.into_iter().map(told).collect(),
        })
    }

    /// The limits for a site. On LinkedIn what the file does not name is limited by default; on a
    /// stand-in it is not.
    #[must_use]
    pub fn limits(&self, is_real: bool, premium: bool) -> Limits {
        let default = if is_real {
            Limits::conservative(premium)
        } else {
            Limits::none()
        };
        let said = self.said.clone();
        Limits {
            per_day: said.per_day.over(default.per_day),
            per_week: said.per_week.over(default.per_week),
            notes_per_month: said.notes_per_month.over(default.notes_per_month),
            gap: said.gap.over(default.gap),
            hours: said.hours.over(default.hours),
        }
    }
}

fn in_configuration_directory() -> Option<PathBuf> {
    let directory = etcetera::choose_base_strategy().ok()?.config_dir();
    Some(directory.join("linkwright").join(FILE))
}

/// The settings of a file; `None` if it is not there.
fn read(file: &Path) -> Result<Option<Config>, ConfigError> {
    let cannot = |error: std::io::Error| {
        let why = match error.kind() {
            ErrorKind::InvalidData => "it is no UTF-8; save it as UTF-8".to_owned(),
            ErrorKind::PermissionDenied => "you may not read it; give yourself the right to".to_owned(),
            _ => format!("it cannot be read: {error}"),
        };
        ConfigError::of_file(file, why)
    };
    match std::fs::metadata(file) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => return Err(cannot(error)),
        Ok(found) if !found.is_file() => {
            return Err(ConfigError::of_file(file, "it is no file; name a file of settings"));
        }
        Ok(found) if found.len() > MOST_BYTES => {
            return Err(ConfigError::of_file(
                file,
                format!("it is larger than {MOST_BYTES} bytes; name a file of settings"),
            ));
        }
        Ok(_) => {}
    }
    let text = std::fs::read_to_string(file).map_err(cannot)?;
    Config::parse(file, &text).map(Some)
}

fn line_at(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or(text);
    1 + before.matches('\n').count()
}
