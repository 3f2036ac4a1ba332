//! The options that commands with a browser share: which site, which browser, which rules.
//!
//! Knows no workflow. What clap cannot say without echoing it is checked afterwards.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use etcetera::BaseStrategy;
use linkwright::account::AccountName;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::endpoint::Endpoint;
use linkwright::browser::equipment::driver_variable;
use linkwright::browser::launch::Launch;
use linkwright::config::{BrowserSettings, Config};
use linkwright::engine::Site;
use linkwright::page::RuleSet;

use super::output::Complaint;

/// Stands in for `--webdriver`.
const WEBDRIVER: &str = "LINKWRIGHT_WEBDRIVER";

/// Where and how a workflow is run.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Options {
    /// A stand-in for https://www.linkedin.com, such as the sandbox: http on this machine only
    #[arg(long, env = "LINKWRIGHT_SITE", value_name = "URL", value_parser = Site::stand_in, help_heading = "Site and data")]
    pub(crate) site: Option<Site>,

    /// Where everything is kept: browser profiles, the ledger of whom you asked, evidence [default: linkwright in your data directory, which `doctor` names]
    #[arg(
        long,
        env = "LINKWRIGHT_DATA_DIR",
        value_name = "DIR",
        help_heading = "Site and data"
    )]
    pub(crate) data_dir: Option<PathBuf>,

    /// The account to work for: it has a browser profile, limits and a history of its own
    #[arg(
        long,
        env = "LINKWRIGHT_ACCOUNT",
        value_name = "NAME",
        default_value_t,
        help_heading = "Site and data"
    )]
    pub(crate) account: AccountName,

    /// Accepts the notice about LinkedIn's User Agreement, for scripts; once is enough for a data directory
    #[arg(long, help_heading = "Site and data")]
    pub(crate) accept_notice: bool,

    /// Selector files that take the place of the built-in ones of the same name
    #[arg(
        long,
        env = "LINKWRIGHT_SELECTORS",
        value_name = "DIR",
        help_heading = "Site and data"
    )]
    pub(crate) selectors: Option<PathBuf>,

    /// Shows the browser's window
    #[arg(long, help_heading = "Browser")]
    pub(crate) headed: bool,

    /// Shows no window, whatever the settings say
    #[arg(long, help_heading = "Browser", conflicts_with = "headed")]
    headless: bool,

    /// Which browser to drive [default: that of the settings, else chrome]
    #[arg(long, env = "LINKWRIGHT_BROWSER", value_name = "NAME", value_parser = browser_kind(), help_heading = "Browser")]
    browser: Option<BrowserKind>,

    /// The browser's program, in place of the one that is found
    #[arg(long, value_name = "FILE", help_heading = "Browser", conflicts_with = "webdriver")]
    browser_binary: Option<PathBuf>,

    /// The driver's program, in place of CHROMEDRIVER, EDGEDRIVER, GECKODRIVER and the one on the PATH
    #[arg(long, value_name = "FILE", help_heading = "Browser", conflicts_with = "webdriver")]
    driver: Option<PathBuf>,

    /// A driver or Grid that already runs, such as http://127.0.0.1:4444, in place of one of ours [env: LINKWRIGHT_WEBDRIVER]
    // Read by hand: options for a driver of ours win over the variable, in place of contradicting it.
    #[arg(long, value_name = "URL", help_heading = "Browser")]
    webdriver: Option<String>,

    /// The configuration file [default: linkwright.toml in the data directory, else in your configuration directory]
    #[arg(long, env = "LINKWRIGHT_CONFIG", value_name = "FILE", help_heading = "Site and data")]
    config: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) voice: Voice,
}

/// The options of commands that answer requests.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct RunOptions {
    #[command(flatten)]
    pub(crate) common: Options,

    #[command(flatten)]
    pub(crate) wishes: Wishes,
}

/// What means something only where requests are answered.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct Wishes {
    /// When a limit of the configuration is reached: waits until it opens again, in place of answering limitExceeded
    #[arg(long, help_heading = "Limits")]
    pub(crate) wait: bool,

    /// Keeps a picture of the window with the evidence of an answer that is no plain success
    #[arg(long, help_heading = "Evidence")]
    pub(crate) screenshots: bool,
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

/// `chrome`, `edge` or `firefox`.
pub(crate) fn browser_kind() -> impl TypedValueParser<Value = BrowserKind> {
    let named = |name: String| BrowserKind::ALL.into_iter().find(|kind| kind.name() == name);
    PossibleValuesParser::new(BrowserKind::ALL.map(BrowserKind::name))
        .try_map(move |name| named(name).ok_or("there is no such browser here"))
}

impl Options {
    /// The rules, built in or overridden.
    pub(crate) fn rules(&self) -> Result<RuleSet, Complaint> {
        rules(self.selectors.as_deref())
    }

    /// The configuration; a file that was named must be there.
    pub(crate) fn config(&self, data: &Path) -> Result<Config, Complaint> {
        config(self.config.as_deref(), data)
    }

    /// How browsers are launched: by the options, then by the settings.
    pub(crate) fn launch(&self, data: PathBuf, settings: &BrowserSettings) -> Result<Launch, Complaint> {
        let kind = self.browser.unwrap_or(settings.kind());
        Ok(Launch {
            headed: self.is_headed(settings),
            webdriver: self.webdriver(settings)?,
            driver: driver(self.driver.as_deref(), settings, kind),
            browser: browser_binary(self.browser_binary.as_deref(), settings, kind),
            account: self.account.clone(),
            ..Launch::new(kind, data)
        })
    }

    fn is_headed(&self, settings: &BrowserSettings) -> bool {
        !self.headless && (self.headed || settings.headed)
    }

    /// The driver to use in place of one of ours. The address may hold a secret and is not echoed.
    fn webdriver(&self, settings: &BrowserSettings) -> Result<Option<Endpoint>, Complaint> {
        let variable = || std::env::var_os(WEBDRIVER).filter(|text| !text.is_empty());
        let (name, address) = match (&self.webdriver, self.has_own_equipment()) {
            (Some(address), _) => ("--webdriver", address.clone().into()),
            (None, true) => return Ok(None),
            (None, false) => match variable() {
                Some(address) => (WEBDRIVER, address),
                None => return Ok(settings.webdriver.clone()),
            },
        };
        let refuse = |why: &str| Complaint::invalid(format!("{name} {why}, for example http://127.0.0.1:4444"));
        Endpoint::named(&address.to_string_lossy()).map(Some).map_err(refuse)
    }

    /// A browser with a window that is started here needs a screen.
    pub(crate) fn needs_screen(&self, launch: &Launch) -> Result<(), Complaint> {
        let shown_by = if self.headed {
            "--headed"
        } else {
            "`headed = true` in the settings"
        };
        needs_screen_for(shown_by, launch.headed && launch.webdriver.is_none())
    }

    fn has_own_equipment(&self) -> bool {
        self.driver.is_some() || self.browser_binary.is_some()
    }

    /// The data directory, absolute; nothing is made yet.
    pub(crate) fn data_directory(&self) -> Result<PathBuf, Complaint> {
        data_directory(self.data_dir.as_deref())
    }
}

/// The browser's program that was given, or else set.
pub(crate) fn browser_binary(given: Option<&Path>, settings: &BrowserSettings, kind: BrowserKind) -> Option<PathBuf> {
    given.or(settings.binary(kind)).map(Path::to_owned)
}

/// The driver that was given, or else set; the environment's stands between them, and is found by itself.
pub(crate) fn driver(given: Option<&Path>, settings: &BrowserSettings, kind: BrowserKind) -> Option<PathBuf> {
    let set = settings.driver(kind).filter(|_| driver_variable(kind).is_none());
    given.or(set).map(Path::to_owned)
}

/// Where programs keep what is theirs. On Windows not with what wanders from machine to machine, as profiles must not.
fn base(strategy: &impl BaseStrategy) -> PathBuf {
    if cfg!(windows) {
        strategy.cache_dir()
    } else {
        strategy.data_dir()
    }
}

/// The data directory, given or by default, absolute; nothing is made yet.
pub(crate) fn data_directory(given: Option<&Path>) -> Result<PathBuf, Complaint> {
    let directory = match given {
        Some(given) => given.to_owned(),
        None => {
            let strategy = etcetera::choose_base_strategy().map_err(|_| {
                Complaint::not_set_up(
                    "there is no home directory for the browser's profile; choose a place with --data-dir",
                )
            })?;
            base(&strategy).join("linkwright")
        }
    };
    let directory = std::path::absolute(&directory)
        .map_err(|error| Complaint::not_set_up(format!("--data-dir is no usable path: {error}")))?;
    match std::fs::metadata(&directory) {
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Err(Complaint::not_set_up(format!(
            "you may not look for the data directory {}; run as the user whose it is, or choose another with --data-dir",
            directory.display()
        ))),
        Ok(_) | Err(_) => Ok(directory),
    }
}

/// The settings of the file that was named, or of the one that is found.
pub(crate) fn config(named: Option<&Path>, data: &Path) -> Result<Config, Complaint> {
    Config::find(named, data).map_err(|error| Complaint::not_set_up(format!("the settings cannot be used: {error}")))
}

/// What lies in the data directory can be looked for, as far as the directory is one.
pub(crate) fn must_be_directory(data: &Path) -> Result<(), Complaint> {
    if data.exists() && !data.is_dir() {
        let message = format!("{} is no directory; choose another with --data-dir", data.display());
        return Err(Complaint::not_set_up(message));
    }
    Ok(())
}

/// One selector file is named in place of its directory quite often.
pub(crate) fn refuse_file(selectors: &Path) -> Result<(), String> {
    if selectors.is_file() {
        return Err(format!(
            "{} is a file; name the directory that it lies in",
            selectors.display()
        ));
    }
    Ok(())
}

/// The built-in rules, or those with the overrides of a directory.
pub(crate) fn rules(selectors: Option<&Path>) -> Result<RuleSet, Complaint> {
    match selectors {
        None => RuleSet::built_in(),
        Some(directory) => {
            refuse_file(directory).map_err(Complaint::not_set_up)?;
            if !directory.exists() {
                let place = directory.display();
                return Err(Complaint::not_set_up(format!(
                    "--selectors {place}: there is nothing of that name; name a directory with selector files, or make one with `linkwright selectors export {place}`"
                )));
            }
            RuleSet::with_overrides(directory)
        }
    }
    .map_err(|error| Complaint::not_set_up(format!("the selectors cannot be used: {error}")))
}

/// A window needs a screen; browsers without one hang until their driver gives up.
pub(crate) fn needs_screen(headed: bool) -> Result<(), Complaint> {
    needs_screen_for("--headed", headed)
}

/// The same where another option shows the window.
pub(crate) fn needs_screen_for(option: &str, headed: bool) -> Result<(), Complaint> {
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if headed && cfg!(target_os = "linux") && !has_screen {
        let message = format!(
            "there is no screen for {option} (neither DISPLAY nor WAYLAND_DISPLAY is set); leave it out, or use xvfb-run"
        );
        return Err(Complaint::not_set_up(message));
    }
    Ok(())
}
