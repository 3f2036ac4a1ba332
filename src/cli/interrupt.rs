//! Ctrl-C, SIGTERM and a terminal that is closed: the run ends at the next look, never in the middle of a click.
//!
//! The engine is not torn away from what it knows: a stopped browser lets it say itself what was
//! answered and what is in doubt.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use linkwright::browser::{Applied, Browser, BrowserError, Drawing, Questions, Target, Wait};
use linkwright::page::{Input, Snapshot};
use tokio::sync::watch;

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix::Signals;
#[cfg(windows)]
use windows::Signals;

/// Counts the signals that asked for an end.
#[derive(Debug, Clone)]
pub(crate) struct Interrupt {
    asked: watch::Receiver<u32>,
    /// Signals that are meant for somebody else.
    unheard: u32,
    clicked: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from now on; needs a runtime.
    pub(crate) fn listen() -> std::io::Result<Interrupt> {
        let mut signals = Signals::listen()?;
        let (count, asked) = watch::channel(0);
        tokio::spawn(async move {
            loop {
                signals.next().await;
                count.send_modify(|count| *count += 1);
            }
        });
        Ok(Interrupt {
            asked,
            unheard: 0,
            clicked: Arc::default(),
        })
    }

    /// The same for what goes on at the first signal and ends at the next.
    pub(crate) fn later(&self) -> Interrupt {
        Interrupt {
            unheard: self.unheard + 1,
            ..self.clone()
        }
    }

    /// Whether an end was asked for.
    pub(crate) fn is_asked(&self) -> bool {
        *self.asked.borrow() > self.unheard
    }

    /// Ends when an end was asked for `times` times.
    pub(crate) async fn asked(&self, times: u32) {
        // The sender lives as long as the runtime does.
        let _ = self
            .asked
            .clone()
            .wait_for(|count| *count >= times + self.unheard)
            .await;
    }

    /// What became of all that was clicked is known by now.
    pub(crate) fn forget_clicks(&self) {
        self.clicked.store(false, Ordering::Relaxed);
    }

    /// Whether any click was begun of which nothing is known yet.
    pub(crate) fn has_clicked(&self) -> bool {
        self.clicked.load(Ordering::Relaxed)
    }
}

/// A browser that goes away when an end is asked for.
#[derive(Debug)]
pub(crate) struct Interruptible<B> {
    browser: B,
    interrupt: Interrupt,
}

impl<B> Interruptible<B> {
    /// Lets `interrupt` end the use of `browser`.
    pub(crate) fn new(browser: B, interrupt: Interrupt) -> Interruptible<B> {
        Interruptible { browser, interrupt }
    }

    /// The browser itself, to close it.
    pub(crate) fn into_inner(self) -> B {
        self.browser
    }
}

impl<B: Browser> Browser for Interruptible<B> {
    async fn open(&mut self, url: &str) -> Result<(), BrowserError> {
        tokio::select! {
            biased;
            () = self.interrupt.asked(1) => Err(BrowserError::Interrupted),
            done = self.browser.open(url) => done,
        }
    }

    async fn look(&mut self, wait: &Wait) -> Result<Snapshot, BrowserError> {
        tokio::select! {
            biased;
            () = self.interrupt.asked(1) => Err(BrowserError::Interrupted),
            seen = self.browser.look(wait) => seen,
        }
    }

    async fn apply(&mut self, input: &Input, target: &Target) -> Result<Applied, BrowserError> {
        if self.interrupt.is_asked() {
            // Certainly not done; the next look ends the run.
            return Ok(Applied::NotYet("interrupted".to_owned()));
        }
        self.interrupt.clicked.store(true, Ordering::Relaxed);
        self.browser.apply(input, target).await
    }

    async fn document(&mut self) -> Result<f64, BrowserError> {
        tokio::select! {
            biased;
            () = self.interrupt.asked(1) => Err(BrowserError::Interrupted),
            shown = self.browser.document() => shown,
        }
    }

    async fn questions(&mut self, drawing: &Drawing) -> Questions {
        self.browser.questions(drawing).await
    }

    async fn screenshot(&mut self) -> Option<Vec<u8>> {
        self.browser.screenshot().await
    }
}
