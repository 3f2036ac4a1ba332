//! A made-up LinkedIn over real HTTP, on loopback: invented people, its own truth, its own log.
//!
//! It is written from what is reported of the real site, and knows nothing of how this crate reads pages:
//! otherwise it would be guess against guess.

mod desk;
mod door;
mod frame;
mod markup;
mod people;
mod scene;
mod sent;
mod site;
mod truth;
mod view;
mod walls;
mod words;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use door::SignIn;
pub use people::{FrontEnd, Person, people};
pub use truth::{LogEntry, Press, Withdrawal};
pub use words::{Language, UnknownLanguage};

/// How a sandbox starts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The language of the signed-in account.
    pub language: Language,
    /// Multiplies every artificial delay; 1.0 is the usual pace.
    pub lag_scale: f64,
    /// How the account comes to be signed in.
    pub sign_in: SignIn,
    /// Whether the account's navigation shows that it has Premium.
    pub premium: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            language: Language::English,
            lag_scale: 1.0,
            sign_in: SignIn::Already,
            premium: false,
        }
    }
}

/// A running sandbox. Dropping it ends the server.
#[derive(Debug)]
pub struct Sandbox {
    origin: String,
    truth: site::Shared,
    shutdown: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Starts the server on 127.0.0.1.
    ///
    /// # Errors
    /// When the port cannot be bound.
    pub async fn start(options: Options) -> std::io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port))).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let truth = Arc::new(Mutex::new(truth::Truth::new(&options)));
        let (shutdown, asked) = oneshot::channel::<()>();
        let serving = axum::serve(listener, site::router(Arc::clone(&truth))).with_graceful_shutdown(async {
            // A dropped sender asks for the end as well.
            let _ = asked.await;
        });
        let server = tokio::spawn(async move {
            // The only error is a listener that stopped listening: the end of the server too.
            let _ = serving.await;
        });
        Ok(Self {
            origin,
            truth,
            shutdown: Some(shutdown),
            server,
        })
    }

    /// The origin, `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The invitations that the server has accepted since the last reset, oldest first.
    #[must_use]
    pub fn log(&self) -> Vec<LogEntry> {
        site::lock(&self.truth).log.clone()
    }

    /// Presses of controls that change something and are no invitation: Accept, Follow, Withdraw, …
    #[must_use]
    pub fn presses(&self) -> Vec<Press> {
        site::lock(&self.truth).presses.clone()
    }

    /// The invitations that were withdrawn since the last reset, oldest first.
    #[must_use]
    pub fn withdrawals(&self) -> Vec<Withdrawal> {
        site::lock(&self.truth).withdrawals.clone()
    }

    /// How many pages were asked for since the last reset, redirects included.
    #[must_use]
    pub fn navigations(&self) -> u64 {
        site::lock(&self.truth).navigations
    }

    /// Forgets all invitations, presses and visits.
    pub fn reset(&self) {
        site::lock(&self.truth).reset();
    }

    /// Changes the language of the signed-in account from the next page on.
    pub fn speak(&self, language: Language) {
        site::lock(&self.truth).language = language;
    }

    /// Changes which front end shows the list of sent invitations, from the next page on.
    pub fn show_list_in(&self, front: FrontEnd) {
        site::lock(&self.truth).list_front = front;
    }

    /// Ends the server. Connections that a browser keeps open are given a moment and then cut.
    pub async fn stop(mut self) {
        if let Some(shutdown) = self.shutdown.take() {
            // The server may have ended already.
            let _ = shutdown.send(());
        }
        let _ = tokio::time::timeout(Duration::from_millis(300), &mut self.server).await;
        self.server.abort();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}
