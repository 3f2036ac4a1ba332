//! Who was signed in when it was last noticed, for every browser and site of an account.
//!
//! A memory, no truth: a session can end without us. Written by `login`, and by runs that meet a
//! sign-in wall, or no wall any more; told by `accounts` and `doctor`. Holds no cookie and no password.

use std::fs;
use std::io;
use std::path::Path;

use jiff::tz::TimeZone;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::page::owner::{Owner, Plan};
use serde::{Deserialize, Serialize};

use super::whole_file;

/// What the file is called in the account's directory.
const FILE: &str = "signed-in.json";

/// What was noticed in one browser on one site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Noticed {
    /// `chrome`, `edge` or `firefox`.
    pub(crate) browser: String,
    /// The site's origin.
    pub(crate) site: String,
    /// UTC, ISO 8601.
    pub(crate) at: String,
    #[serde(flatten)]
    pub(crate) state: SignInState,
}

/// Whether somebody is signed in, and who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub(crate) enum SignInState {
    /// Somebody is.
    SignedIn {
        /// As the page's navigation names them.
        name: Option<String>,
        /// `free`, `premium` or `unknown`.
        plan: String,
        /// Of the user interface, as the page says.
        language: Option<String>,
    },
    /// Nobody is.
    SignedOut,
}

impl SignInState {
    /// What the page said of its owner.
    pub(crate) fn of(owner: &Owner) -> SignInState {
        SignInState::SignedIn {
            name: owner.name.clone(),
            plan: owner.plan.name().to_owned(),
            language: owner.language.clone(),
        }
    }

    /// Somebody of whom nothing else is known.
    pub(crate) fn of_somebody() -> SignInState {
        SignInState::SignedIn {
            name: None,
            plan: Plan::Unknown.name().to_owned(),
            language: None,
        }
    }

    /// `Olive Owner (free, en)`.
    pub(crate) fn in_short(&self) -> String {
        match self {
            SignInState::SignedOut => "nobody".to_owned(),
            SignInState::SignedIn { name, plan, language } => {
                let plan = Some(plan.as_str()).filter(|plan| *plan != Plan::Unknown.name());
                let marks: Vec<&str> = plan.into_iter().chain(language.as_deref()).collect();
                let name = name.as_deref().unwrap_or("somebody whose name was not shown");
                if marks.is_empty() {
                    name.to_owned()
                } else {
                    format!("{name} ({})", marks.join(", "))
                }
            }
        }
    }
}

impl Noticed {
    /// Noticed at this moment.
    pub(crate) fn now(kind: BrowserKind, site: &str, state: SignInState) -> Noticed {
        Noticed {
            browser: kind.name().to_owned(),
            site: site.to_owned(),
            at: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            state,
        }
    }

    /// Writes it down in place of what was noticed there before.
    pub(crate) fn write(self, home: &Path) -> io::Result<()> {
        let mut all = read(home);
        all.retain(|known| (&known.browser, &known.site) != (&self.browser, &self.site));
        all.push(self);
        whole_file::replace_private(&home.join(FILE), &all)
    }

    /// When it was, as the clock on the wall shows it.
    pub(crate) fn moment(&self) -> String {
        match self.at.parse::<jiff::Timestamp>() {
            Ok(moment) => moment
                .to_zoned(TimeZone::system())
                .strftime("%Y-%m-%d %H:%M")
                .to_string(),
            Err(_) => self.at.clone(),
        }
    }
}

/// All that was noticed for an account, the newest last. What cannot be read was not noticed.
pub(crate) fn read(home: &Path) -> Vec<Noticed> {
    let text = fs::read_to_string(home.join(FILE)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// What was noticed last in this browser on this site.
pub(crate) fn last(home: &Path, kind: BrowserKind, site: &str) -> Option<Noticed> {
    let is_here = |noticed: &Noticed| noticed.browser == kind.name() && noticed.site == site;
    read(home).into_iter().rfind(is_here)
}

/// Forgets all of it.
pub(crate) fn forget(home: &Path) -> io::Result<()> {
    match fs::remove_file(home.join(FILE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Whether an account has no Premium, as `login` or `doctor` has noticed it last; nothing is known of a browser elsewhere.
pub(crate) fn is_free(launch: &Launch, site: &str) -> bool {
    if launch.webdriver.is_some() {
        return false;
    }
    let last = last(&launch.account.home(&launch.data), launch.kind, site);
    matches!(last.map(|noticed| noticed.state), Some(SignInState::SignedIn { plan, .. }) if plan == Plan::Free.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "http://127.0.0.1:1";

    fn olive() -> SignInState {
        SignInState::of(&Owner {
            name: Some("Olive Owner".to_owned()),
            plan: Plan::Free,
            language: Some("en".to_owned()),
        })
    }

    #[test]
    fn the_last_notice_of_each_browser_and_site_is_kept() {
        let home = tempfile::tempdir().expect("a directory");
        assert_eq!(read(home.path()), []);
        let notice = |kind, site, state| Noticed::now(kind, site, state).write(home.path()).expect("written");
        notice(BrowserKind::Chrome, SITE, SignInState::SignedOut);
        notice(BrowserKind::Firefox, SITE, SignInState::SignedOut);
        notice(BrowserKind::Chrome, "http://127.0.0.1:2", SignInState::SignedOut);
        notice(BrowserKind::Chrome, SITE, olive());
        let told = read(home.path());
        assert_eq!(told.len(), 3);
        assert_eq!(told[2].state, olive());
        assert_eq!(told[2].state.in_short(), "Olive Owner (free, en)");
        forget(home.path()).expect("removed");
        forget(home.path()).expect("nothing to remove");
        assert_eq!(read(home.path()), []);
    }

    #[test]
    fn what_no_page_has_proved_is_not_told() {
        let owner = Owner {
            name: None,
            plan: Plan::Unknown,
            language: None,
        };
        assert_eq!(SignInState::of(&owner).in_short(), "somebody whose name was not shown");
    }

    #[test]
    fn a_file_that_is_no_notice_is_nothing() {
        let home = tempfile::tempdir().expect("a directory");
        fs::write(home.path().join(FILE), "{").expect("a file");
        assert_eq!(read(home.path()), []);
    }
}
