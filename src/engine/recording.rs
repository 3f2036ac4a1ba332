//! One look at a live page, for those who write rules: as it comes, or with its More menu open.
//!
//! Asks for nothing that could send: More is the only control that is ever pressed here.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use url::Url;

use super::site::Site;
use super::timing::Timing;
use crate::browser::{Applied, Browser, BrowserError, Target, Wait};
use crate::outcome::FailureReason;
use crate::page::{DocumentError, Element, Input, PageState, Recognition, RuleSet, Snapshot};

/// How long to leave a page alone that was busy.
const PAUSE: Duration = Duration::from_millis(200);

/// Why there is nothing to be recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The browser says so.
    #[error("{0}")]
    Browser(#[from] BrowserError),
    /// The page cannot be read.
    #[error("{0}")]
    Page(#[from] DocumentError),
    /// The page is no page of the site.
    #[error(
        "nothing was recorded: what the browser shows is no page of the site, but one of another site or its own; see that the site answers, and that the address does not lead elsewhere"
    )]
    OffSite,
    /// There is nothing that opens a menu.
    #[error(
        "no More that can be pressed is seen on this page ({0}); leave out --menu, or open it yourself with --by-hand"
    )]
    NoMore(PageState),
}

/// A page that was looked at.
#[derive(Debug)]
pub struct Recording {
    /// What was seen.
    pub snapshot: Snapshot,
    /// What the rules say of it.
    pub seen: Recognition,
}

impl Recording {
    /// The wall that the page is, which stops an account.
    #[must_use]
    pub fn wall(&self) -> Option<FailureReason> {
        [
            (PageState::SignedOut, FailureReason::LinkedinAccountSignedOut),
            (PageState::Checkpoint, FailureReason::LinkedinCheckpoint),
            (PageState::Restricted, FailureReason::LinkedinAccountRestricted),
            (PageState::RateLimited, FailureReason::LinkedinRateLimited),
        ]
        .into_iter()
        .find_map(|(state, reason)| (state == self.seen.state).then_some(reason))
    }
}

/// Looks, and presses nothing but More.
pub struct Recorder<'a, B> {
    browser: &'a mut B,
    rules: &'a RuleSet,
    site: &'a Site,
    timing: Timing,
}

impl<'a, B: Browser> Recorder<'a, B> {
    /// For one browser that is ready.
    pub fn new(browser: &'a mut B, rules: &'a RuleSet, site: &'a Site) -> Recorder<'a, B> {
        Recorder {
            browser,
            rules,
            site,
            timing: Timing::default(),
        }
    }

    /// Opens an address of the site.
    ///
    /// # Errors
    /// See [`RecordingError`].
    pub async fn open(&mut self, address: &str) -> Result<(), RecordingError> {
        match self.browser.open(address).await {
            Ok(()) | Err(BrowserError::Disturbed(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The page once it stands: loaded, known if it becomes known, and without change for a while.
    ///
    /// # Errors
    /// See [`RecordingError`].
    pub async fn settled(&mut self) -> Result<Recording, RecordingError> {
        let began = Instant::now();
        let mut seen = self.look(&Wait::default()).await?;
        loop {
            let patience = match seen.seen.state {
                PageState::Loading => self.timing.load,
                PageState::Unknown => self.timing.recognise,
                _ => self.timing.believe,
            };
            let left = patience.saturating_sub(began.elapsed()).min(self.timing.believe);
            let last = seen.snapshot.fingerprint.clone();
            let next = self.look(&Wait::for_change(left, Some(last.clone()))).await?;
            let stands = next.snapshot.fingerprint == last;
            seen = next;
            if (stands && began.elapsed() >= patience) || began.elapsed() >= self.timing.load {
                return Ok(seen);
            }
        }
    }

    /// The page as it is now, whoever has made it so.
    ///
    /// # Errors
    /// See [`RecordingError`].
    pub async fn now(&mut self) -> Result<Recording, RecordingError> {
        self.look(&Wait::default()).await
    }

    /// Presses More on a page that stands, and looks at what opens.
    ///
    /// # Errors
    /// See [`RecordingError`].
    pub async fn with_menu(&mut self, mut page: Recording) -> Result<Recording, RecordingError> {
        let until = Instant::now() + self.timing.open;
        loop {
            let more = page.seen.control(Element::More).and_then(|control| control.handle);
            let Some(handle) = more else {
                return Err(RecordingError::NoMore(page.seen.state));
            };
            let target = Target {
                look: page.snapshot.look,
                handle,
                document: page.snapshot.document,
                path: page.seen.path.clone(),
            };
            match self.browser.apply(&Input::Click(Element::More), &target).await {
                Ok(Applied::Done) => break,
                Ok(Applied::NotYet(_)) | Err(BrowserError::Disturbed(_)) if Instant::now() < until => {
                    page = self.look(&Wait::default()).await?;
                }
                Ok(Applied::NotYet(_)) => return Err(RecordingError::NoMore(page.seen.state)),
                Err(error) => return Err(error.into()),
            }
        }
        let before = page.snapshot.fingerprint;
        let wait = Wait::for_change(self.timing.open, Some(before));
        self.look(&wait).await?;
        self.settled().await
    }

    async fn look(&mut self, wait: &Wait) -> Result<Recording, RecordingError> {
        let until = Instant::now() + self.timing.load;
        let snapshot = loop {
            match self.browser.look(wait).await {
                Ok(snapshot) => break snapshot,
                Err(BrowserError::Disturbed(_) | BrowserError::NotLoaded(_)) if Instant::now() < until => {
                    sleep(PAUSE).await;
                }
                Err(error) => return Err(error.into()),
            }
        };
        let is_of_site = Url::parse(&snapshot.url).is_ok_and(|url| self.site.holds(&url));
        if !is_of_site {
            return Err(RecordingError::OffSite);
        }
        let seen = self.rules.recognise(&snapshot)?;
        Ok(Recording { snapshot, seen })
    }
}
