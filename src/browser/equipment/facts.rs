//! One table: what each browser and its driver are called, where they lie, and how to get them.

use super::super::driver::BrowserKind;

/// What is to be known about one browser and its driver.
pub(super) struct Facts {
    /// Program name of the driver.
    pub(super) driver: &'static str,
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

const FIREFOX: Facts = Facts {
    driver: "geckodriver",
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
            BrowserKind::Firefox => &FIREFOX,
        }
    }
}
