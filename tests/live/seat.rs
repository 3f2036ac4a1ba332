//! A browser that is started when it is needed, and thrown away when it is lost.

use std::time::Duration;

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Browser, Wait};
use linkwright::engine::{Engine, Site, Timing};
use linkwright::ledger::Ledger;
use linkwright::outcome::Report;
use linkwright::page::RuleSet;
use linkwright::workflow::Workflow;
use serde_json::Value;

/// The usual timing, but for cards that are only looked at for longer: pages that need that are played
/// among the faults, and by the programs' own tests.
pub(crate) fn unhurried() -> Timing {
    Timing {
        absence: Duration::from_millis(1500),
        stand: Duration::from_millis(500),
        ..Timing::default()
    }
}

/// Whether a browser can still be used once it has left its page.
pub(crate) async fn can_leave(browser: &mut WebDriver) -> bool {
    let left = browser.open("about:blank").await;
    let seen = browser.look(&Wait::default()).await;
    left.is_ok() && seen.is_ok()
}

/// A place in front of a browser.
pub(crate) struct Seat {
    rules: RuleSet,
    launch: Launch,
    browser: Option<WebDriver>,
    pub(crate) timing: Timing,
    /// Behind the browser: what is dropped first has ended before its directory goes.
    data: tempfile::TempDir,
}

impl Seat {
    pub(crate) fn at(kind: BrowserKind) -> Seat {
        let data = tempfile::tempdir().expect("a temporary directory");
        let launch = Launch::new(kind, data.path().to_owned());
        Seat {
            rules: RuleSet::built_in().expect("the built-in rules load"),
            launch,
            browser: None,
            timing: unhurried(),
            data,
        }
    }

    /// Where the browser keeps its profile.
    pub(crate) fn data(&self) -> &std::path::Path {
        self.data.path()
    }

    /// Runs one workflow against a site of this machine; also tells what was seen and done.
    pub(crate) async fn run(&mut self, origin: &str, workflow: &Value) -> (Report, String) {
        let workflow = Workflow::parse(workflow.to_string().as_bytes()).expect("the test's workflow is valid");
        let site = Site::stand_in(origin).expect("the site is on this machine");
        let browser = self.browser().await;
        let desk = Ledger::for_one_run().expect("a ledger in memory");
        let mut engine = Engine::new(browser, &self.rules, site, desk).with_timing(self.timing.clone());
        let report = engine.run(&workflow).await;
        let trace = engine.trace().to_string();
        let lost = matches!(&report, Report::Failed { failure, .. } if failure.reason.as_str().starts_with("browser"));
        let browser = engine.into_browser();
        if lost {
            browser.close().await;
        } else {
            self.browser = Some(browser);
        }
        (report, trace)
    }

    /// Ends the browser.
    pub(crate) async fn leave(mut self) {
        if let Some(browser) = self.browser.take() {
            browser.close().await;
        }
    }

    /// Leaves a page that may still ask something: where its question and the next load meet, Chromium's driver
    /// loses its page. The worker starts another browser then, and so does this.
    pub(crate) async fn rest(&mut self) {
        let Some(mut browser) = self.browser.take() else { return };
        if can_leave(&mut browser).await {
            self.browser = Some(browser);
        } else {
            browser.close().await;
        }
    }

    /// Starts a browser, where there is none.
    pub(crate) async fn start(&mut self) {
        self.browser = Some(self.browser().await);
    }

    async fn browser(&mut self) -> WebDriver {
        match self.browser.take() {
            Some(browser) => browser,
            None => self
                .launch
                .start()
                .await
                .expect("the browser starts; see `make test` for what it needs"),
        }
    }
}
