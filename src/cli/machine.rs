//! This machine's browsers for the worker: launched, fenced and closed, unless an end was asked for.

use std::cell::RefCell;
use std::rc::Rc;

use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{BrowserError, Launcher};

use super::interrupt::{Interrupt, Interruptible};

/// What a person must install or put right, if the launch found it out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Missing(Rc<RefCell<Option<String>>>);

impl Missing {
    /// Takes the message, if there is one.
    pub(crate) fn take(&self) -> Option<String> {
        self.0.borrow_mut().take()
    }
}

/// Launches browsers as the options say.
#[derive(Debug)]
pub(crate) struct Machine {
    launch: Launch,
    interrupt: Interrupt,
    missing: Missing,
}

impl Machine {
    /// Nothing is started yet.
    pub(crate) fn new(launch: Launch, interrupt: Interrupt) -> Machine {
        Machine {
            launch,
            interrupt,
            missing: Missing::default(),
        }
    }

    /// Where a launch says what is missing.
    pub(crate) fn missing(&self) -> Missing {
        self.missing.clone()
    }

    fn note(&self, error: BrowserError) -> BrowserError {
        if let BrowserError::NotSetUp(message) = &error {
            *self.missing.0.borrow_mut() = Some(message.clone());
        }
        error
    }
}

impl Launcher for Machine {
    type Browser = Interruptible<WebDriver>;

    async fn launch(&mut self) -> Result<Self::Browser, BrowserError> {
        let started = tokio::select! {
            biased;
            // A driver that is dropped ends with its browser.
            () = self.interrupt.asked(1) => Err(BrowserError::Interrupted),
            started = self.launch.start() => started,
        };
        match started {
            Ok(browser) => Ok(Interruptible::new(browser, self.interrupt.clone())),
            Err(error) => Err(self.note(error)),
        }
    }

    async fn fence(&mut self) -> Result<(), BrowserError> {
        self.launch.fence().await.map_err(|error| self.note(error))
    }

    async fn close(&mut self, browser: Self::Browser) {
        browser.into_inner().close().await;
    }

    fn is_over(&self) -> bool {
        self.interrupt.is_asked()
    }
}
