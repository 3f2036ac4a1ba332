//! The options that `run`, `connect` and `status` share: which site, which browser, which rules.
//!
//! Knows no workflow. What clap cannot say without echoing it is checked afterwards.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use etcetera::BaseStrategy;
use linkwright::browser::driver::BrowserKind;
use linkwright::engine::Site;
use linkwright::page::RuleSet;

use super::output::Complaint;

/// Where and how a workflow is run.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Options {
    /// A stand-in for https://www.linkedin.com, such as the sandbox: http on this machine only
    #[arg(long, value_name = "URL", value_parser = Site::stand_in, help_heading = "Site and data")]
    pub(crate) site: Option<Site>,

    /// Where the browser's profile and the driver's log live [default: linkwright in the XDG data directory]
    #[arg(long, value_name = "DIR", help_heading = "Site and data")]
    pub(crate) data_dir: Option<PathBuf>,

    /// Selector files that take the place of the built-in ones of the same name
    #[arg(long, value_name = "DIR", help_heading = "Site and data")]
    pub(crate) selectors: Option<PathBuf>,

    /// Shows the browser's window
    #[arg(long, help_heading = "Browser")]
    pub(crate) headed: bool,

    /// Which browser to drive
    #[arg(long, value_name = "NAME", default_value = "chrome", value_parser = browser_kind(), help_heading = "Browser")]
    pub(crate) browser: BrowserKind,

    /// A driver or Grid that already runs, such as http://127.0.0.1:4444, in place of one of ours
    #[arg(long, value_name = "URL", help_heading = "Browser")]
    webdriver: Option<String>,

    #[command(flatten)]
    pub(crate) voice: Voice,
}

/// How much is told on stderr.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct Voice {
    /// No progress and no summary; warnings and errors stay
    #[arg(long, short, help_heading = "Messages", conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Every look and step on a line of its own, with its time
    #[arg(long, short, help_heading = "Messages")]
    pub(crate) verbose: bool,
}

/// `chrome` or `firefox`.
pub(crate) fn browser_kind() -> impl TypedValueParser<Value = BrowserKind> {
    PossibleValuesParser::new(["chrome", "firefox"]).map(|name| match name.as_str() {
        "firefox" => BrowserKind::Firefox,
        _ => BrowserKind::Chrome,
    })
}

impl Options {
    /// The rules, built in or overridden.
    pub(crate) fn rules(&self) -> Result<RuleSet, Complaint> {
        rules(self.selectors.as_deref())
    }

    /// The driver to use in place of one of ours. The address may hold a secret and is not echoed.
    pub(crate) fn webdriver(&self) -> Result<Option<url::Url>, Complaint> {
        let refuse = |why: &str| Complaint::invalid(format!("--webdriver {why}, for example http://127.0.0.1:4444"));
        let Some(text) = &self.webdriver else {
            return Ok(None);
        };
        let url = url::Url::parse(text).map_err(|_| refuse("takes the address of a driver"))?;
        if url.scheme() != "http" || !url.has_host() {
            return Err(refuse("takes an http address (use a tunnel for a driver behind https)"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("takes an address without user name and password"));
        }
        Ok(Some(url))
    }

    /// The data directory, absolute; nothing is made yet.
    pub(crate) fn data_directory(&self) -> Result<PathBuf, Complaint> {
        let directory = match &self.data_dir {
            Some(given) => given.clone(),
            None => etcetera::choose_base_strategy()
                .map_err(|_| {
                    Complaint::not_set_up(
                        "there is no home directory for the browser's profile; choose a place with --data-dir",
                    )
                })?
                .data_dir()
                .join("linkwright"),
        };
        std::path::absolute(&directory)
            .map_err(|error| Complaint::not_set_up(format!("--data-dir is no usable path: {error}")))
    }
}

/// The built-in rules, or those with the overrides of a directory.
pub(crate) fn rules(selectors: Option<&Path>) -> Result<RuleSet, Complaint> {
    match selectors {
        None => RuleSet::built_in(),
        Some(directory) => RuleSet::with_overrides(directory),
    }
    .map_err(|error| Complaint::not_set_up(format!("the selectors cannot be used: {error}")))
}

/// A window needs a screen; browsers without one hang until their driver gives up.
pub(crate) fn needs_screen(headed: bool) -> Result<(), Complaint> {
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if headed && cfg!(target_os = "linux") && !has_screen {
        let message = "there is no screen for --headed (neither DISPLAY nor WAYLAND_DISPLAY is set); leave it out, or use xvfb-run";
        return Err(Complaint::not_set_up(message));
    }
    Ok(())
}
