//! A play as `linkwright run` plays it: a worker that starts another browser in place of one that is lost.
//!
//! Its browser is kept for the next play, if it still answers.

use std::cell::RefCell;
use std::rc::Rc;

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{BrowserError, Launcher};
use linkwright::engine::worker::{Policy, Worker};
use linkwright::engine::{Site, Timing};
use linkwright::ledger::Ledger;
use linkwright::outcome::Report;
use linkwright::page::RuleSet;
use linkwright::workflow::Workflow;
use serde_json::Value;

use crate::seat::can_leave;

/// A profile, and the browser that was left on it.
pub(crate) struct Runs {
    rules: RuleSet,
    launch: Launch,
    kept: Rc<RefCell<Option<WebDriver>>>,
    /// Behind the browser: what is dropped first has ended before its directory goes.
    _data: tempfile::TempDir,
}

struct Keeping {
    launch: Launch,
    kept: Rc<RefCell<Option<WebDriver>>>,
}

impl Launcher for Keeping {
    type Browser = WebDriver;

    async fn launch(&mut self) -> Result<WebDriver, BrowserError> {
        let kept = self.kept.borrow_mut().take();
        match kept {
            Some(browser) => Ok(browser),
            None => self.launch.start().await,
        }
    }

    async fn fence(&mut self) -> Result<(), BrowserError> {
        let kept = self.kept.borrow_mut().take();
        if let Some(browser) = kept {
            browser.close().await;
        }
        self.launch.fence().await
    }

    async fn close(&mut self, mut browser: WebDriver) {
        if can_leave(&mut browser).await {
            self.kept.replace(Some(browser));
        } else {
            browser.close().await;
        }
    }
}

impl Runs {
    pub(crate) fn of(kind: BrowserKind) -> Runs {
        let data = tempfile::tempdir().expect("a temporary directory");
        Runs {
            rules: RuleSet::built_in().expect("the built-in rules load"),
            launch: Launch::new(kind, data.path().to_owned()),
            kept: Rc::default(),
            _data: data,
        }
    }

    fn launcher(&self) -> Keeping {
        Keeping {
            launch: self.launch.clone(),
            kept: Rc::clone(&self.kept),
        }
    }

    /// Starts a browser, where there is none.
    pub(crate) async fn start(&mut self) {
        let mut launcher = self.launcher();
        let browser = launcher.launch().await.expect("the browser starts");
        self.kept.replace(Some(browser));
    }

    /// Runs one workflow against a site of this machine; also tells what was done.
    pub(crate) async fn run(&mut self, origin: &str, workflow: &Value, timing: &Timing) -> (Report, String) {
        let workflow = Workflow::parse(workflow.to_string().as_bytes()).expect("the test's workflow is valid");
        let site = Site::stand_in(origin).expect("the site is on this machine");
        let desk = Ledger::for_one_run().expect("a ledger in memory");
        let told = Rc::new(RefCell::new(String::new()));
        let lines = Rc::clone(&told);
        let mut worker = Worker::new(self.launcher(), &self.rules, site, desk, Policy::default())
            .with_timing(timing.clone())
            .with_progress(move |line| lines.borrow_mut().push_str(&format!("  {line}\n")));
        let done = worker.run(&workflow).await;
        (done.report, told.take())
    }

    /// Ends the browser.
    pub(crate) async fn leave(self) {
        let kept = self.kept.borrow_mut().take();
        if let Some(browser) = kept {
            browser.close().await;
        }
    }
}
