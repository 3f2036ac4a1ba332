//! The table for Windows. Places begin with the variable that names the directory of programs.

use std::env;
use std::path::PathBuf;

use super::Facts;

/// A place of the table: `VARIABLE|PATH`.
pub(super) fn place(text: &str) -> Option<PathBuf> {
    let (variable, rest) = text.split_once('|')?;
    let base = env::var_os(variable).map(PathBuf::from)?;
    base.is_absolute().then(|| base.join(rest))
}

pub(super) const CHROME: Facts = Facts {
    driver: "chromedriver",
    driver_brands: &["chromedriver"],
    variable: "CHROMEDRIVER",
    driver_places: &[],
    browser: "Chromium or Chrome",
    browsers: &["chrome", "chromium"],
    browser_places: &[
        r"ProgramFiles|Google\Chrome\Application\chrome.exe",
        r"ProgramFiles(x86)|Google\Chrome\Application\chrome.exe",
        r"LOCALAPPDATA|Google\Chrome\Application\chrome.exe",
        r"LOCALAPPDATA|Chromium\Application\chrome.exe",
    ],
    brands: &["chromium", "chrome"],
    cure: "install Chrome and chromedriver of the same version (https://googlechromelabs.github.io/chrome-for-testing/), and set CHROMEDRIVER to the driver's path if it is not on the PATH",
};

pub(super) const EDGE: Facts = Facts {
    driver: "msedgedriver",
    driver_brands: &["microsoft edge webdriver", "msedgedriver"],
    variable: "EDGEDRIVER",
    driver_places: &[],
    browser: "Microsoft Edge",
    browsers: &["msedge"],
    browser_places: &[
        r"ProgramFiles(x86)|Microsoft\Edge\Application\msedge.exe",
        r"ProgramFiles|Microsoft\Edge\Application\msedge.exe",
    ],
    brands: &["microsoft edge"],
    cure: "install Microsoft Edge and msedgedriver of the same version (https://developer.microsoft.com/microsoft-edge/tools/webdriver/), and set EDGEDRIVER to the driver's path if it is not on the PATH",
};

pub(super) const FIREFOX: Facts = Facts {
    driver: "geckodriver",
    driver_brands: &["geckodriver"],
    variable: "GECKODRIVER",
    driver_places: &[],
    browser: "Firefox",
    browsers: &["firefox"],
    browser_places: &[
        r"ProgramFiles|Mozilla Firefox\firefox.exe",
        r"ProgramFiles(x86)|Mozilla Firefox\firefox.exe",
        r"LOCALAPPDATA|Mozilla Firefox\firefox.exe",
    ],
    brands: &["firefox", "mozilla", "librewolf", "waterfox"],
    cure: "install Firefox and geckodriver (https://github.com/mozilla/geckodriver/releases), and set GECKODRIVER to the driver's path if it is not on the PATH",
};
