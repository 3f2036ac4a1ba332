//! The table for Unix.

use std::path::PathBuf;

use super::Facts;

/// A place of the table, which is a path.
#[expect(clippy::unnecessary_wraps, reason = "on other systems it depends on the machine")]
pub(super) fn place(text: &str) -> Option<PathBuf> {
    Some(PathBuf::from(text))
}

pub(super) const CHROME: Facts = Facts {
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

pub(super) const EDGE: Facts = Facts {
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

pub(super) const FIREFOX: Facts = Facts {
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
    brands: &["firefox", "mozilla", "librewolf", "waterfox"],
    cure: "install Firefox (Debian: apt-get install firefox-esr) and run `cargo install geckodriver --locked`, or set GECKODRIVER to the driver's path",
};
