//! One table: what each browser and its driver are called, where they lie, and how to get them.

use super::super::driver::BrowserKind;

/// What is to be known about one browser and its driver.
pub(super) struct Facts {
    /// Program name of the driver.
    pub(super) driver: &'static str,
    /// What the driver calls itself when asked for its version, in small letters.
    pub(super) driver_brands: &'static [&'static str],
    /// Environment variable that names the driver.
    pub(super) variable: &'static str,
    /// Where drivers are usually put.
    pub(super) driver_places: &'static [&'static str],
    /// The browser in words.
    pub(super) browser: &'static str,
    /// Program names of the browser, best first.
    pub(super) browsers: &'static [&'static str],
    /// Where browsers are usually put.
    pub(super) browser_places: &'static [&'static str],
    /// What the browser calls itself when asked for its version, in small letters.
    pub(super) brands: &'static [&'static str],
    /// What to do when something is missing.
    pub(super) cure: &'static str,
}

const CHROME: Facts = Facts {
    driver: "chromedriver",
    driver_brands: &["chromedriver"],
    variable: "CHROMEDRIVER",
    driver_places: &[
        "/usr/bin/chromedriver",
        "/usr/lib/chromium/chromedriver",
        "/usr/lib/chromium-browser/chromedriver",
        "/snap/bin/chromium.chromedriver",
        "/opt/homebrew/bin/chromedriver",
    ],
    browser: "Chromium or Chrome",
    browsers: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ],
    browser_places: &[
        "/usr/bin/chromium",
        "/usr/bin/google-chrome",
        "/opt/google/chrome/chrome",
        "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    brands: &["chromium", "chrome"],
    cure: "install Chromium and its driver of the same version (Debian: apt-get install chromium chromium-driver), or set CHROMEDRIVER to the driver's path",
};

const EDGE: Facts = Facts {
    driver: "msedgedriver",
    driver_brands: &["microsoft edge webdriver", "msedgedriver"],
    variable: "EDGEDRIVER",
    driver_places: &[
        "/usr/bin/msedgedriver",
        "/usr/local/bin/msedgedriver",
        "/opt/microsoft/msedgedriver/msedgedriver",
        "/opt/homebrew/bin/msedgedriver",
    ],
    browser: "Microsoft Edge",
    browsers: &[
        "microsoft-edge",
        "microsoft-edge-stable",
        "microsoft-edge-beta",
        "microsoft-edge-dev",
    ],
    browser_places: &[
        "/usr/bin/microsoft-edge",
        "/usr/bin/microsoft-edge-stable",
        "/opt/microsoft/msedge/microsoft-edge",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ],
    brands: &["microsoft edge"],
    cure: "install Microsoft Edge and msedgedriver of the same version (https://developer.microsoft.com/microsoft-edge/tools/webdriver/), and set EDGEDRIVER to the driver's path if it is not on the PATH",
};

const FIREFOX: Facts = Facts {
    driver: "geckodriver",
    driver_brands: &["geckodriver"],
    variable: "GECKODRIVER",
    driver_places: &[
        "/usr/bin/geckodriver",
        "/usr/local/bin/geckodriver",
        "/snap/bin/geckodriver",
        "/opt/homebrew/bin/geckodriver",
    ],
    browser: "Firefox",
    browsers: &["firefox", "firefox-esr"],
    browser_places: &[
        "/usr/bin/firefox",
        "/usr/bin/firefox-esr",
        "/opt/firefox/firefox",
        "/snap/bin/firefox",
        "/Applications/Firefox.app/Contents/MacOS/firefox",
    ],
    brands: &["firefox"],
    cure: "install Firefox (Debian: apt-get install firefox-esr) and run `cargo install geckodriver --locked`, or set GECKODRIVER to the driver's path",
};

impl BrowserKind {
    pub(super) fn facts(self) -> &'static Facts {
        match self {
            BrowserKind::Chrome => &CHROME,
            BrowserKind::Edge => &EDGE,
            BrowserKind::Firefox => &FIREFOX,
        }
    }
}
