//! A browser behind a driver: commands, looks and inputs. Only this room names fantoccini.
//!
//! Every command has a deadline. After one expired, or after an answer that makes no sense, the client
//! is thrown away and the session is not used again. No reply's body ever reaches an error text.

use std::time::Duration;

use fantoccini::Client;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::driver::Driver;
use super::lock::ProfileLock;
use super::{Applied, Browser, BrowserError, Drawing, Questions, Target, Wait};
use crate::page::{Input, Snapshot};

mod at_once;
mod copies;
mod judgement;
mod press;
mod requests;
mod script;
mod session;
mod typing;
mod window;
mod wire;

use at_once::AtOnce;
use copies::Copies;
use judgement::judge;
use requests::Requests;
use script::Answers;
pub(super) use session::BEGIN;
pub use session::Session;
use wire::Wire;

const SNAPSHOT: &str = include_str!("snapshot.js");
/// The same in a document that has its functions; another one says so.
const LOOK_AGAIN: &str = "const last = window[Symbol.for('linkwright.look')]; \
    if (last) last.eye.begin(...arguments); else arguments[1](null);";
const TOUCH: &str = include_str!("touch.js");
const DOCUMENT: &str = "return performance.timeOrigin;";

/// Longest wait for an ordinary command, and for a page load.
const COMMAND: Duration = Duration::from_secs(15);
const LOAD: Duration = Duration::from_secs(30);
/// After so long the driver itself gives up a script that waits in the page; the session lives on. Of what Chromium
/// evaluates it gives up nothing, so that the driver is given up instead.
pub(super) const SCRIPT_MILLISECONDS: u64 = 20_000;
const GIVEN_UP: Duration = Duration::from_secs(23);

/// A browser behind a driver.
pub struct WebDriver {
    client: Option<Client>,
    wire: Wire,
    session: Session,
    driver: Option<Driver>,
    /// No wait is longer than this.
    patience: Duration,
    looks: u64,
    copies: Copies,
    at_once: AtOnce,
    /// Presses are heard before any ear of a page.
    has_ear: bool,
    requests: Requests,
    /// The document whose tab was brought to the front last.
    uncovered: Option<f64>,
    /// A person works in the browser: tabs stay where they are.
    is_shared: bool,
    // Last, so that it is given back after the driver has ended.
    lock: Option<ProfileLock>,
}

/// A judged element that an input may go to now.
struct Touched {
    /// Where the page keeps it: the look that saw it, and its handle.
    look: u64,
    handle: u32,
    /// Where a click meets it, in pixels of the viewport, if frames are drawn.
    point: Option<(i64, i64)>,
    /// What it holds, if it is a field.
    held: Option<String>,
    /// Whether what is typed goes to it.
    focused: bool,
}

impl WebDriver {
    /// Takes a session over; `driver` is ended with it.
    ///
    /// # Errors
    /// [`BrowserError::Unavailable`] where the client cannot be made.
    pub async fn new(session: Session, driver: Option<Driver>) -> Result<WebDriver, BrowserError> {
        let wire = Wire::to(session.endpoint());
        let client = Client::with_existing_session(session.endpoint().base().as_str(), session.id(), wire.clone())
            .await
            .map_err(|_| BrowserError::Unavailable("the driver does not take commands".to_owned()))?;
        Ok(WebDriver {
            client: Some(client),
            wire,
            at_once: AtOnce::of(&session),
            has_ear: false,
            requests: Requests::of(&session),
            session,
            driver,
            patience: Duration::MAX,
            looks: 0,
            copies: Copies::default(),
            uncovered: None,
            is_shared: false,
            lock: None,
        })
    }

    /// Keeps the right to the profile until driver and browser have ended.
    pub fn own(&mut self, lock: ProfileLock) {
        self.lock = Some(lock);
    }

    /// Shortens every deadline to `patience`.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> WebDriver {
        self.patience = patience;
        self
    }

    /// Leaves the tabs to the person who works in the window: none is brought to the front under their hands.
    #[must_use]
    pub fn shared_with_a_person(mut self) -> WebDriver {
        self.is_shared = true;
        self
    }

    /// Ends session, browser and driver, within 10 s.
    pub async fn close(mut self) {
        // From here on the client says nothing more, also not its own end of the session.
        self.wire.close();
        self.client = None;
        // A session that cannot be ended dies with its driver's process group.
        let _ = self.session.end().await;
        if let Some(driver) = self.driver.take() {
            driver.close().await;
        }
    }

    /// A PNG of what the window shows.
    ///
    /// # Errors
    /// As any command.
    pub async fn picture(&mut self) -> Result<Vec<u8>, BrowserError> {
        let client = self.client()?;
        match timeout(COMMAND.min(self.patience), client.screenshot()).await {
            Ok(Ok(image)) => Ok(image),
            Ok(Err(error)) => Err(self.judged(&error)),
            Err(_) => Err(self.discard(COMMAND)),
        }
    }

    fn client(&self) -> Result<Client, BrowserError> {
        self.client
            .clone()
            .ok_or_else(|| BrowserError::Lost("an earlier command got no answer".to_owned()))
    }

    /// The class of a failed command; after a loss the session is not used again.
    fn judged(&mut self, error: &CmdError) -> BrowserError {
        let error = match self.wire.trouble() {
            Some(trouble) => BrowserError::Lost(format!("the driver failed: {trouble}")),
            None => judge(error),
        };
        if matches!(error, BrowserError::Lost(_)) {
            self.abandon();
        }
        error
    }

    fn discard(&mut self, within: Duration) -> BrowserError {
        self.abandon();
        let within = within.min(self.patience);
        BrowserError::Lost(format!("no answer within {} s", within.as_secs_f32().ceil()))
    }

    /// Never to be used again: what is in flight is dropped, and driver and browser end at once.
    fn abandon(&mut self) {
        self.wire.close();
        self.client = None;
        match &mut self.driver {
            Some(driver) => driver.end(),
            None => {
                // A browser elsewhere goes on acting until its session ends.
                let session = self.session.clone();
                tokio::spawn(async move { session.end().await });
            }
        }
    }

    async fn call(
        &mut self,
        method: Method,
        path: String,
        body: Option<Value>,
        within: Duration,
    ) -> Result<Value, BrowserError> {
        let client = self.client()?;
        let command = Command { method, path, body };
        match timeout(within.min(self.patience), client.issue_cmd(command)).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(self.judged(&error)),
            Err(_) => Err(self.discard(within)),
        }
    }

    /// A judged element, ready for an input, or why it is not.
    async fn touch(&mut self, target: &Target, input: &Input) -> Result<Result<Touched, String>, BrowserError> {
        let options = json!({
            "look": target.look,
            "handle": target.handle,
            "document": target.document,
            "path": target.path,
            "typing": matches!(input, Input::Fill(..)),
            "whole": input.element().is_decisive(),
            "reveal": matches!(input, Input::Reveal(_)),
        });
        let answer = self.script(TOUCH, &[options], Answers::Later, GIVEN_UP).await?;
        let at = |axis: usize| answer["point"][axis].as_i64();
        match answer["notYet"].as_str() {
            None if answer["ready"] == true => Ok(Ok(Touched {
                look: target.look,
                handle: target.handle,
                point: at(0).zip(at(1)),
                held: answer["held"].as_str().map(str::to_owned),
                focused: answer["focused"] == true,
            })),
            reason => Ok(Err(reason.unwrap_or("it cannot be used").to_owned())),
        }
    }
}

impl Browser for WebDriver {
    async fn open(&mut self, url: &str) -> Result<(), BrowserError> {
        self.copies.forget();
        self.listen_first().await?;
        self.call(Method::POST, "url".to_owned(), Some(json!({"url": url})), LOAD)
            .await
            .map(|_| ())
    }

    async fn document(&mut self) -> Result<f64, BrowserError> {
        let shown = self.script(DOCUMENT, &[], Answers::AtOnce, COMMAND).await?;
        let nonsense = || BrowserError::Disturbed("the page does not say which it is".to_owned());
        shown.as_f64().ok_or_else(nonsense)
    }

    async fn look(&mut self, wait: &Wait) -> Result<Snapshot, BrowserError> {
        self.looks += 1;
        let options = json!({
            "atMost": u64::try_from(wait.at_most.as_millis()).unwrap_or(u64::MAX),
            "changedFrom": wait.changed_from,
            "early": wait.early,
            "drawn": wait.drawn,
            "excerpt": wait.excerpt,
            "look": self.looks,
            "has": self.copies.last(),
        });
        let within = GIVEN_UP.max(wait.at_most + COMMAND);
        let mut seen = Ok(Value::Null);
        if self.copies.last().is_some() {
            let again = std::slice::from_ref(&options);
            seen = self.script(LOOK_AGAIN, again, Answers::Later, within).await;
        }
        if let Ok(Value::Null) = seen {
            seen = self.script(SNAPSHOT, &[options], Answers::Later, within).await;
        }
        let seen = seen.inspect_err(|_| self.copies.forget())?;
        if let Some(error) = seen["error"].as_str() {
            self.copies.forget();
            return Err(BrowserError::Disturbed(error.chars().take(160).collect()));
        }
        let is_hidden = seen["hidden"] == true;
        let snapshot = self.copies.complete(seen)?;
        self.requests.looked(snapshot.at);
        if is_hidden && let Err(lost @ BrowserError::Lost(_)) = self.uncover(snapshot.document).await {
            return Err(lost);
        }
        Ok(snapshot)
    }

    async fn apply(&mut self, input: &Input, target: &Target) -> Result<Applied, BrowserError> {
        let touched = match self.touch(target, input).await {
            Ok(Ok(touched)) => touched,
            // Nothing was pressed so far, whatever has happened to the page.
            Ok(Err(reason)) | Err(BrowserError::Disturbed(reason) | BrowserError::NotLoaded(reason)) => {
                return Ok(Applied::NotYet(format!("{}: {reason}", input.element())));
            }
            Err(error) => return Err(error),
        };
        // More changes nothing about what the page has asked of the card.
        if input.element().is_decisive() {
            self.requests.begin();
        }
        match input {
            Input::Click(element) => self.click(&touched, *element).await,
            Input::Fill(element, text) => self.fill(&touched, text, *element).await,
            Input::Reveal(_) => Ok(Applied::Done),
        }
    }

    async fn questions(&mut self, drawing: &Drawing) -> Questions {
        self.asked(drawing).await
    }

    async fn screenshot(&mut self) -> Option<Vec<u8>> {
        self.picture().await.ok()
    }
}

/// Any WebDriver command, by its path below the session.
#[derive(Debug)]
struct Command {
    method: Method,
    path: String,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (self.method.clone(), self.body.as_ref().map(Value::to_string))
    }
}
