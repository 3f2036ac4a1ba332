//! Finding driver and browser, and whether they fit each other. Starts neither but to ask its version.
//!
//! Order of finding: what was named, environment variable, PATH, the project's own cache, known places.

use std::env::{self, consts::EXE_SUFFIX};
use std::fmt;
use std::path::{Path, PathBuf};

use super::BrowserError;
use super::driver::BrowserKind;

mod choice;
mod facts;
mod version;

use choice::Choice;
use facts::Facts;
use version::{Answer, Names};

/// How a program was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Named by the caller.
    Named,
    /// Named by this environment variable.
    Variable(&'static str),
    /// On PATH.
    Path,
    /// In a place where such programs are usually put.
    KnownPlace,
}

/// A program that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    /// Where it is.
    pub path: PathBuf,
    /// How it was found.
    pub source: Source,
    /// Its version, where it says one that can be understood.
    pub version: Option<String>,
}

impl Tool {
    fn major(&self) -> Option<&str> {
        self.version.as_deref()?.split('.').next()
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = self.version.as_deref().unwrap_or("of unknown version");
        write!(f, "{version} ({})", self.path.display())
    }
}

/// A driver and the browser that it is to drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equipment {
    /// Which browser.
    pub kind: BrowserKind,
    /// The driver.
    pub driver: Tool,
    /// The browser.
    pub browser: Tool,
}

impl Equipment {
    /// Finds both. Of several browsers, the first that fits the driver.
    ///
    /// # Errors
    /// [`BrowserError::NotSetUp`] where one is missing, with the cure.
    pub async fn find(
        kind: BrowserKind,
        driver: Option<&Path>,
        browser: Option<&Path>,
    ) -> Result<Equipment, BrowserError> {
        let driver = find_driver(kind, driver).await?;
        let browser = find_browser(kind, browser, &driver).await?;
        Ok(Equipment { kind, driver, browser })
    }

    /// Whether they fit. Chromedriver and msedgedriver drive browsers of their own major version only;
    /// geckodriver has no such rule.
    ///
    /// # Errors
    /// [`BrowserError::NotSetUp`] with both versions, both paths and the cure.
    pub fn check(&self) -> Result<(), BrowserError> {
        if fits(self.kind, &self.driver, &self.browser) {
            return Ok(());
        }
        let facts = self.kind.facts();
        Err(BrowserError::NotSetUp(format!(
            "{} {} does not fit the browser {}: their first numbers must be the same; {}",
            facts.driver, self.driver, self.browser, facts.cure
        )))
    }
}

fn fits(kind: BrowserKind, driver: &Tool, browser: &Tool) -> bool {
    match kind {
        BrowserKind::Chrome | BrowserKind::Edge => match (driver.major(), browser.major()) {
            (Some(driver), Some(browser)) => driver == browser,
            // Who says no version is found out when the session begins.
            (None, _) | (_, None) => true,
        },
        BrowserKind::Firefox => true,
    }
}

/// The driver that the environment names for a browser.
pub fn driver_variable(kind: BrowserKind) -> Option<PathBuf> {
    let named = env::var_os(kind.facts().variable).filter(|value| !value.is_empty());
    named.map(PathBuf::from)
}

/// Finds the driver of a browser; `named` goes before everything else.
///
/// # Errors
/// [`BrowserError::NotSetUp`] with the cure.
pub async fn find_driver(kind: BrowserKind, named: Option<&Path>) -> Result<Tool, BrowserError> {
    let facts = kind.facts();
    let variable = driver_variable(kind);
    let chosen = match (named, &variable) {
        (Some(named), _) => Some((named, Source::Named)),
        (None, Some(path)) => Some((path.as_path(), Source::Variable(facts.variable))),
        (None, None) => None,
    };
    if let Some((path, source)) = chosen {
        return Choice::of(path, source, kind).as_driver().await;
    }
    let (path, source) = candidates(&[facts.driver], facts.driver_places)
        .next()
        .ok_or_else(|| missing(facts.driver, facts))?;
    let version = version::ask(&path, facts.driver_names()).await.version();
    Ok(Tool { path, source, version })
}

/// Finds the browser for a driver; `named` goes before everything else.
///
/// # Errors
/// [`BrowserError::NotSetUp`] with the cure.
pub async fn find_browser(kind: BrowserKind, named: Option<&Path>, driver: &Tool) -> Result<Tool, BrowserError> {
    let facts = kind.facts();
    if let Some(path) = named {
        return Choice::of(path, Source::Named, kind).as_browser().await;
    }
    let mut first = None;
    for (path, source) in candidates(facts.browsers, facts.browser_places) {
        let version = ask_browser(&path, facts.names()).await.version();
        let tool = Tool { path, source, version };
        if fits(kind, driver, &tool) {
            return Ok(tool);
        }
        first.get_or_insert(tool);
    }
    first.ok_or_else(|| missing(facts.browser, facts))
}

fn missing(what: &str, facts: &Facts) -> BrowserError {
    BrowserError::NotSetUp(format!("{what} was not found; {}", facts.cure))
}

fn candidates<'a>(names: &'a [&str], places: &'a [&str]) -> impl Iterator<Item = (PathBuf, Source)> + 'a {
    let path = env::var_os("PATH").unwrap_or_default();
    let directories: Vec<PathBuf> = env::split_paths(&path).filter(|place| place.is_absolute()).collect();
    let program = |name: &&str| format!("{name}{EXE_SUFFIX}");
    let on_path = names.iter().map(program).flat_map(move |name| {
        let places: Vec<PathBuf> = directories.iter().map(|directory| directory.join(&name)).collect();
        places
    });
    let built = names
        .iter()
        .map(program)
        .filter_map(|name| cache().map(|cache| cache.join("bin").join(name)));
    let known = built.chain(places.iter().copied().filter_map(facts::place));
    on_path
        .map(|path| (path, Source::Path))
        .chain(known.map(|path| (path, Source::KnownPlace)))
        .filter(|(path, _)| path.is_file())
}

/// Where `make` keeps what it had to build.
fn cache() -> Option<PathBuf> {
    // A program that lies wherever somebody stands is not ours: the base directory must be absolute.
    let place = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = place("XDG_CACHE_HOME").or_else(|| Some(place("HOME")?.join(".cache")))?;
    Some(base.join("linkwright"))
}

/// What a browser says of itself.
#[cfg(unix)]
async fn ask_browser(path: &Path, names: Names) -> Answer {
    version::ask(path, names).await
}

/// What is known of a browser. On Windows browsers say no version and open a window instead; those built from
/// Chromium have a directory or a manifest beside them that is named by it. Firefox's is of no consequence.
#[cfg(windows)]
async fn ask_browser(path: &Path, _: Names) -> Answer {
    Answer::Brand(version_beside(path))
}

#[cfg(windows)]
fn version_beside(path: &Path) -> Option<String> {
    let beside = std::fs::read_dir(path.parent()?).ok()?;
    let names = beside.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let versions = names.filter_map(|name| {
        let version = name.strip_suffix(".manifest").unwrap_or(&name);
        let parts: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
        Some((parts.filter(|parts| parts.len() == 4)?, version.to_owned()))
    });
    // After an update the one before may still lie there.
    versions.max().map(|(_, version)| version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(version: Option<&str>) -> Tool {
        Tool {
            path: PathBuf::from("/somewhere/tool"),
            source: Source::Path,
            version: version.map(str::to_owned),
        }
    }

    #[test]
    fn a_chromedriver_of_another_major_version_is_refused_with_both() {
        let equipment = |kind, driver, browser| Equipment {
            kind,
            driver: tool(driver),
            browser: tool(browser),
        };
        let wrong = equipment(BrowserKind::Chrome, Some("155.0.1.2"), Some("156.0.8078.79"));
        let Err(BrowserError::NotSetUp(message)) = wrong.check() else {
            panic!("it was let through");
        };
        for part in ["155.0.1.2", "156.0.8078.79", "/somewhere/tool", "install"] {
            assert!(message.contains(part), "{message}");
        }
        for (kind, driver, browser) in [
            (BrowserKind::Chrome, Some("156.9"), Some("156.0.8078.79")),
            (BrowserKind::Chrome, None, Some("156.0.8078.79")),
            (BrowserKind::Chrome, Some("156.9"), None),
            (BrowserKind::Firefox, Some("0.37.1"), Some("153.7.0esr")),
        ] {
            assert_eq!(equipment(kind, driver, browser).check(), Ok(()));
        }
    }
}
