//! From options to a running session: profile, driver, capabilities.
//!
//! Takes no capabilities from workflows: what the browser may do is decided here.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::BrowserError;
use super::driver::{BrowserKind, Driver};
use super::profile_directory;
use super::webdriver::{Session, WebDriver};

/// How a browser is to be started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// Which browser.
    pub kind: BrowserKind,
    /// With a window, for a person to watch.
    pub headed: bool,
    /// Where profile and driver log live.
    pub data: PathBuf,
    /// A driver or Grid that already runs, in place of one of ours.
    pub webdriver: Option<url::Url>,
}

impl Launch {
    /// Starts driver and browser.
    ///
    /// # Errors
    /// [`BrowserError::NotSetUp`] or [`BrowserError::Unavailable`], with the cure.
    pub async fn start(&self) -> Result<WebDriver, BrowserError> {
        if let Some(url) = &self.webdriver {
            let capabilities = capabilities(self.kind, self.headed, None);
            let session = Session::begin(url, &capabilities).await?;
            return WebDriver::new(session, None).await;
        }
        let profile = profile_directory::prepare(&self.data, self.kind).await?;
        let log = self.data.join(format!("{}-driver.log", self.kind.name()));
        let driver = Driver::start(self.kind, &log).await?;
        let capabilities = capabilities(self.kind, self.headed, Some(&profile.to_string_lossy()));
        let session = Session::begin(&driver.url, &capabilities)
            .await
            .map_err(|error| match error {
                BrowserError::Unavailable(reason) => {
                    BrowserError::Unavailable(format!("{reason}; the driver's log is {}", log.display()))
                }
                other => other,
            })?;
        WebDriver::new(session, Some(driver)).await
    }
}

/// Whether the program runs as root, where Chromium's sandbox cannot.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn capabilities(kind: BrowserKind, headed: bool, profile: Option<&str>) -> Value {
    let (name, key, options) = match kind {
        BrowserKind::Chrome => (
            "chrome",
            "goog:chromeOptions",
            json!({"args": chrome_arguments(headed, profile)}),
        ),
        BrowserKind::Firefox => {
            let mut arguments = Vec::new();
            if !headed {
                arguments.push("-headless".to_owned());
            }
            if let Some(profile) = profile {
                arguments.extend(["-profile".to_owned(), profile.to_owned()]);
            }
            let preferences = json!({"app.update.disabledForTesting": true, "datareporting.policy.dataSubmissionEnabled": false, "browser.shell.checkDefaultBrowser": false, "browser.aboutwelcome.enabled": false});
            (
                "firefox",
                "moz:firefoxOptions",
                json!({"args": arguments, "prefs": preferences}),
            )
        }
    };
    json!({
        "browserName": name,
        "pageLoadStrategy": "eager",
        "timeouts": {"implicit": 0, "pageLoad": 20_000, "script": 25_000},
        key: options,
    })
}

fn chrome_arguments(headed: bool, profile: Option<&str>) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-default-apps",
        "--log-level=3",
        "--window-size=1280,900",
    ]
    .map(str::to_owned)
    .to_vec();
    if !headed {
        arguments.push("--headless=new".to_owned());
    }
    if let Some(profile) = profile {
        // DevTools over a pipe: no port that other programs could reach.
        arguments.push("--remote-debugging-pipe".to_owned());
        arguments.push(format!("--user-data-dir={profile}"));
        if is_root() {
            arguments.push("--no-sandbox".to_owned());
        }
    }
    arguments
}
