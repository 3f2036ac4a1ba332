//! From options to a running session: profile, driver, capabilities.
//!
//! Takes no capabilities from workflows: what the browser may do is decided here.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::BrowserError;
use super::driver::{BrowserKind, Driver};
use super::endpoint::Endpoint;
use super::equipment::Equipment;
use super::fence;
use super::kept_settings;
use super::lock::ProfileLock;
use super::profile_directory;
use super::webdriver::{BEGIN, SCRIPT_MILLISECONDS, Session, WebDriver};
use crate::account::AccountName;
use crate::files;

/// How a browser is to be started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// Which browser.
    pub kind: BrowserKind,
    /// With a window, for a person to watch.
    pub headed: bool,
    /// Where profile and driver log live.
    pub data: PathBuf,
    /// Whose profile is used.
    pub account: AccountName,
    /// A driver or Grid that already runs, in place of one of ours.
    pub webdriver: Option<Endpoint>,
    /// The driver to start, in place of one that is found.
    pub driver: Option<PathBuf>,
    /// The browser to start, in place of one that is found.
    pub browser: Option<PathBuf>,
    /// Longest wait for any command, where that is shorter than usual.
    pub patience: Option<Duration>,
}

impl Launch {
    /// A browser without a window, found on this machine, on the default account's profile.
    pub fn new(kind: BrowserKind, data: PathBuf) -> Launch {
        Launch {
            kind,
            headed: false,
            data,
            account: AccountName::default(),
            webdriver: None,
            driver: None,
            browser: None,
            patience: None,
        }
    }

    /// The profile that the browser is to use.
    pub fn profile(&self) -> PathBuf {
        profile_directory::of(&self.data, &self.account, self.kind)
    }

    /// Ends every automated browser that could still act for this account, whichever its kind.
    ///
    /// # Errors
    /// [`BrowserError::Unavailable`] or [`BrowserError::Busy`] where one cannot be ended.
    pub async fn fence(&self) -> Result<(), BrowserError> {
        for kind in BrowserKind::ALL {
            let profile = profile_directory::of(&self.data, &self.account, kind);
            if profile.is_dir() {
                fence::raise(&ProfileLock::take(&profile)?, kind).await?;
            }
        }
        Ok(())
    }

    /// Removes every browser profile of this account, once nothing runs on it; says which ones there were.
    ///
    /// # Errors
    /// [`BrowserError::Busy`] or [`BrowserError::Unavailable`] where one is used or cannot be removed;
    /// those before it are gone then.
    pub async fn remove_profiles(&self) -> Result<Vec<BrowserKind>, BrowserError> {
        let mut removed = Vec::new();
        for kind in BrowserKind::ALL {
            let profile = profile_directory::of(&self.data, &self.account, kind);
            if profile.is_dir() {
                let lock = ProfileLock::take(&profile)?;
                fence::raise(&lock, kind).await?;
                profile_directory::remove(&profile, lock)?;
                removed.push(kind);
            }
        }
        Ok(removed)
    }

    /// Starts driver and browser, and owns the profile until both are closed.
    ///
    /// # Errors
    /// [`BrowserError::NotSetUp`], [`BrowserError::Unavailable`] or [`BrowserError::Busy`], with the cure.
    pub async fn start(&self) -> Result<WebDriver, BrowserError> {
        if let Some(endpoint) = &self.webdriver {
            let capabilities = capabilities(self.kind, self.headed, None);
            let session = self.begin(endpoint, &capabilities).await?;
            return self.take_over(session, None).await;
        }
        let lock = ProfileLock::take(&self.profile())?;
        let mut browser = self.start_on(&lock).await?;
        browser.own(lock);
        Ok(browser)
    }

    /// Starts driver and browser on a profile that the caller owns, now and after they are closed.
    /// Whatever still runs on it is killed first.
    ///
    /// # Errors
    /// [`BrowserError::NotSetUp`] or [`BrowserError::Unavailable`], with the cure.
    pub async fn start_on(&self, lock: &ProfileLock) -> Result<WebDriver, BrowserError> {
        let equipment = Equipment::find(self.kind, self.driver.as_deref(), self.browser.as_deref()).await?;
        equipment.check()?;
        fence::raise(lock, self.kind).await?;
        let profile = lock.profile();
        if self.kind.is_chromium() {
            kept_settings::keep(profile)?;
        }
        let log = self
            .account
            .logs(&self.data)
            .join(format!("{}-driver.log", self.kind.name()));
        let mut driver = Driver::start(self.kind, &equipment.driver.path, profile, &log).await?;
        let ours = Ours {
            profile,
            browser: &equipment.browser.path,
        };
        let capabilities = capabilities(self.kind, self.headed, Some(&ours));
        let session = self
            .begin(&driver.endpoint, &capabilities)
            .await
            .map_err(|error| match error {
                BrowserError::Unavailable(reason) => {
                    BrowserError::Unavailable(format!("{reason}; the driver's log is {}", log.display()))
                }
                other => other,
            })?;
        driver.remember(session.process())?;
        self.take_over(session, Some(driver)).await
    }

    async fn begin(&self, endpoint: &Endpoint, capabilities: &Value) -> Result<Session, BrowserError> {
        Session::begin_within(endpoint, capabilities, self.patience.unwrap_or(BEGIN)).await
    }

    async fn take_over(&self, session: Session, driver: Option<Driver>) -> Result<WebDriver, BrowserError> {
        let browser = WebDriver::new(session, driver).await?;
        Ok(browser.with_patience(self.patience.unwrap_or(Duration::MAX)))
    }
}

/// What a browser that we start ourselves is started with.
struct Ours<'a> {
    profile: &'a Path,
    browser: &'a Path,
}

fn capabilities(kind: BrowserKind, headed: bool, ours: Option<&Ours<'_>>) -> Value {
    let (name, key, mut options) = match kind {
        BrowserKind::Chrome => (
            "chrome",
            "goog:chromeOptions",
            json!({"args": chrome_arguments(headed, ours), "prefs": chrome_preferences()}),
        ),
        BrowserKind::Edge => (
            "MicrosoftEdge",
            "ms:edgeOptions",
            json!({"args": chrome_arguments(headed, ours), "prefs": chrome_preferences()}),
        ),
        BrowserKind::Firefox => (
            "firefox",
            "moz:firefoxOptions",
            json!({"args": firefox_arguments(headed, ours), "prefs": firefox_preferences()}),
        ),
    };
    if let Some(ours) = ours {
        options["binary"] = json!(ours.browser.to_string_lossy());
    }
    let mut capabilities = json!({
        "browserName": name,
        "pageLoadStrategy": "eager",
        "unhandledPromptBehavior": "dismiss and notify",
        "timeouts": {"implicit": 0, "pageLoad": 20_000, "script": SCRIPT_MILLISECONDS},
    });
    // Whether a page waits for its server is told by this log alone. Edge's was not seen, and is not asked for.
    if kind == BrowserKind::Chrome {
        options["perfLoggingPrefs"] = json!({"enableNetwork": true, "enablePage": false});
        capabilities["goog:loggingPrefs"] = json!({"performance": "ALL"});
    }
    capabilities[key] = options;
    capabilities
}

fn firefox_arguments(headed: bool, ours: Option<&Ours<'_>>) -> Vec<String> {
    let mut arguments = Vec::new();
    if !headed {
        arguments.push("-headless".to_owned());
    }
    if let Some(ours) = ours {
        arguments.extend(["-profile".to_owned(), ours.profile.to_string_lossy().into_owned()]);
    }
    arguments
}

fn firefox_preferences() -> Value {
    json!({
        "app.update.disabledForTesting": true,
        "datareporting.policy.dataSubmissionEnabled": false,
        "browser.shell.checkDefaultBrowser": false,
        "browser.aboutwelcome.enabled": false,
        // What is typed into a form is nobody's to keep.
        "browser.formfill.enable": false,
        "browser.sessionstore.privacy_level": 2,
    })
}

/// Chromium keeps what is typed into a form as long as it fills in addresses.
fn chrome_preferences() -> Value {
    json!({"autofill.profile_enabled": false, "autofill.credit_card_enabled": false})
}

fn chrome_arguments(headed: bool, ours: Option<&Ours<'_>>) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-default-apps",
        // Otherwise each page begins in a process of its own, because the last is kept asleep for the way back.
        "--disable-back-forward-cache",
        "--log-level=3",
        "--window-size=1280,900",
    ]
    .map(str::to_owned)
    .to_vec();
    if !headed {
        arguments.push("--headless=new".to_owned());
    }
    if let Some(ours) = ours {
        // DevTools over a pipe: no port that other programs could reach.
        arguments.push("--remote-debugging-pipe".to_owned());
        arguments.push(format!("--user-data-dir={}", ours.profile.display()));
        if files::is_root() {
            arguments.push("--no-sandbox".to_owned());
        }
    }
    arguments
}
