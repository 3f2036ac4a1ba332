//! A WebDriver session: the only file that names fantoccini.
//!
//! Every command has a deadline. After one expired the client is thrown away, because its queue
//! is blocked behind the command that hangs. No reply's body ever reaches an error text.

use std::time::Duration;

use fantoccini::Client;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::driver::Driver;
use super::http::{self, connector};
use super::{Applied, Browser, BrowserError, Target, Wait};
use crate::page::{Element, Input, Snapshot};

const SNAPSHOT: &str = include_str!("snapshot.js");
const TOUCH: &str = include_str!("touch.js");
const READ_BACK: &str = "return arguments[0].value;";
/// The key under which WebDriver writes an element reference.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Longest wait for a new session, an ordinary command, a page load, and the end of a session.
const BEGIN: Duration = Duration::from_secs(60);
const COMMAND: Duration = Duration::from_secs(15);
const LOAD: Duration = Duration::from_secs(30);
const END: Duration = Duration::from_secs(5);

/// A session that has begun, before any command was sent through it.
#[derive(Debug)]
pub struct Session {
    base: url::Url,
    id: String,
}

impl Session {
    /// Begins a session by a request of our own: capabilities exactly as given, credentials only in a header.
    ///
    /// # Errors
    /// [`BrowserError::Unavailable`] where the driver refuses.
    pub async fn begin(url: &url::Url, capabilities: &Value) -> Result<Session, BrowserError> {
        let base = with_slash(url);
        let failed =
            |reason: String| BrowserError::Unavailable(format!("no browser session could be started: {reason}"));
        let address = address(&base, "session").map_err(failed)?;
        let body = json!({"capabilities": {"alwaysMatch": capabilities}});
        let reply = http::request(Method::POST, &address, None, Some(&body), BEGIN)
            .await
            .map_err(failed)?;
        let value = &reply.value["value"];
        match value["sessionId"].as_str() {
            Some(id) if reply.status == 200 => Ok(Session {
                base,
                id: id.to_owned(),
            }),
            _ => Err(failed(refusal(reply.status, value))),
        }
    }

    /// Ends the session by a separate request, so that a blocked client cannot hold it.
    async fn end(&self) {
        if let Ok(address) = address(&self.base, &format!("session/{}", self.id)) {
            // A session that cannot be ended dies with its driver's process group.
            let _ = http::request(Method::DELETE, &address, None, None, END).await;
        }
    }
}

fn with_slash(url: &url::Url) -> url::Url {
    let mut url = url.clone();
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    url
}

fn address(base: &url::Url, path: &str) -> Result<url::Url, String> {
    base.join(path).map_err(|error| error.to_string())
}

/// The driver's own words, first line only, shortened.
fn refusal(status: u16, value: &Value) -> String {
    let word = value["error"].as_str().unwrap_or("no reason given");
    let message = value["message"].as_str().unwrap_or_default();
    let line: String = message.lines().next().unwrap_or_default().chars().take(160).collect();
    format!("{word} (HTTP {status}) {line}").trim_end().to_owned()
}

/// A browser behind a driver.
pub struct WebDriver {
    client: Option<Client>,
    session: Session,
    driver: Option<Driver>,
    looks: u64,
}

impl WebDriver {
    /// Takes a session over; `driver` is ended with it.
    ///
    /// # Errors
    /// [`BrowserError::Unavailable`] where the client cannot be made.
    pub async fn new(session: Session, driver: Option<Driver>) -> Result<WebDriver, BrowserError> {
        let client = Client::with_existing_session(session.base.as_str(), &session.id, connector());
        let client = timeout(COMMAND, client)
            .await
            .map_err(|_| BrowserError::Unavailable("the driver does not answer".to_owned()))?
            .map_err(|_| BrowserError::Unavailable("the driver does not take commands".to_owned()))?;
        Ok(WebDriver {
            client: Some(client),
            session,
            driver,
            looks: 0,
        })
    }

    /// Ends session, browser and driver.
    pub async fn close(mut self) {
        self.session.end().await;
        if let Some(client) = self.client.take() {
            // The session is over already: the client must not end it a second time.
            let _ = timeout(END, client.persist()).await;
        }
        if let Some(mut driver) = self.driver.take() {
            driver.end();
        }
    }

    /// A PNG of what the window shows.
    ///
    /// # Errors
    /// As any command.
    pub async fn screenshot(&mut self) -> Result<Vec<u8>, BrowserError> {
        let client = self.client()?;
        match timeout(COMMAND, client.screenshot()).await {
            Ok(Ok(image)) => Ok(image),
            Ok(Err(error)) => Err(judge(&error)),
            Err(_) => Err(self.discard(COMMAND)),
        }
    }

    fn client(&self) -> Result<Client, BrowserError> {
        self.client
            .clone()
            .ok_or_else(|| BrowserError::Lost("an earlier command got no answer".to_owned()))
    }

    fn discard(&mut self, within: Duration) -> BrowserError {
        self.client = None;
        if let Some(driver) = &mut self.driver {
            driver.end();
        }
        BrowserError::Lost(format!("no answer within {} s", within.as_secs()))
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
        match timeout(within, client.issue_cmd(command)).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(judge(&error)),
            Err(_) => Err(self.discard(within)),
        }
    }

    async fn script(
        &mut self,
        script: &str,
        arguments: Value,
        is_async: bool,
        within: Duration,
    ) -> Result<Value, BrowserError> {
        let kind = if is_async { "async" } else { "sync" };
        let body = json!({"script": script, "args": arguments});
        self.call(Method::POST, format!("execute/{kind}"), Some(body), within)
            .await
    }

    /// The element reference of a judged element, or why it cannot be used now.
    async fn touch(&mut self, target: &Target, typing: bool) -> Result<Result<String, String>, BrowserError> {
        let options = json!([{
            "look": target.look,
            "handle": target.handle,
            "document": target.document,
            "path": target.path,
            "typing": typing,
        }]);
        let answer = self.script(TOUCH, options, true, COMMAND).await?;
        match answer["element"][ELEMENT_KEY].as_str() {
            Some(reference) => Ok(Ok(reference.to_owned())),
            None => Ok(Err(answer["notYet"].as_str().unwrap_or("it cannot be used").to_owned())),
        }
    }

    async fn click(&mut self, reference: &str, element: Element) -> Result<Applied, BrowserError> {
        let client = self.client()?;
        let command = Command {
            method: Method::POST,
            path: format!("element/{reference}/click"),
            body: Some(json!({})),
        };
        match timeout(LOAD, client.issue_cmd(command)).await {
            Ok(Ok(_)) => Ok(Applied::Done),
            Ok(Err(error)) if opens_only(element) && was_not_dispatched(&error) => {
                Ok(Applied::NotYet(format!("{element}: the page moved under the click")))
            }
            Ok(Err(error)) => Err(judge(&error)),
            Err(_) => Err(self.discard(LOAD)),
        }
    }

    async fn fill(&mut self, reference: &str, text: &str, element: Element) -> Result<Applied, BrowserError> {
        let path = |verb: &str| format!("element/{reference}/{verb}");
        let argument = json!([{ELEMENT_KEY: reference}]);
        let before = self.script(READ_BACK, argument.clone(), false, COMMAND).await?;
        if before.as_str() == Some(text) {
            return Ok(Applied::Done);
        }
        if before.as_str().is_some_and(|held| !held.is_empty()) {
            self.call(Method::POST, path("clear"), Some(json!({})), COMMAND).await?;
        }
        self.call(Method::POST, path("value"), Some(json!({"text": text})), LOAD)
            .await?;
        let after = self.script(READ_BACK, argument, false, COMMAND).await?;
        if after.as_str() == Some(text) {
            Ok(Applied::Done)
        } else {
            Ok(Applied::NotYet(format!(
                "{element} does not hold the text as it was typed"
            )))
        }
    }
}

impl Browser for WebDriver {
    async fn open(&mut self, url: &str) -> Result<(), BrowserError> {
        self.call(Method::POST, "url".to_owned(), Some(json!({"url": url})), LOAD)
            .await
            .map(|_| ())
    }

    async fn look(&mut self, wait: &Wait) -> Result<Snapshot, BrowserError> {
        self.looks += 1;
        let options = json!([{
            "atMost": u64::try_from(wait.at_most.as_millis()).unwrap_or(u64::MAX),
            "changedFrom": wait.changed_from,
            "look": self.looks,
        }]);
        let seen = self.script(SNAPSHOT, options, true, wait.at_most + COMMAND).await?;
        if let Some(error) = seen["error"].as_str() {
            return Err(BrowserError::Disturbed(error.chars().take(160).collect()));
        }
        serde_json::from_value(seen)
            .map_err(|_| BrowserError::Disturbed("the look brought nothing readable".to_owned()))
    }

    async fn apply(&mut self, input: &Input, target: &Target) -> Result<Applied, BrowserError> {
        let typing = matches!(input, Input::Fill(..));
        let reference = match self.touch(target, typing).await? {
            Ok(reference) => reference,
            Err(reason) => return Ok(Applied::NotYet(format!("{}: {reason}", input.element()))),
        };
        match input {
            Input::Click(element) => self.click(&reference, *element).await,
            Input::Fill(element, text) => self.fill(&reference, text, *element).await,
        }
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

/// The first click of an invitation. The last one is never believed undone, whatever the driver says.
fn opens_only(element: Element) -> bool {
    matches!(element, Element::Connect | Element::MenuConnect | Element::More)
}

/// W3C WebDriver, Element Click: both errors are returned before any pointer action is dispatched.
fn was_not_dispatched(error: &CmdError) -> bool {
    let CmdError::Standard(standard) = error else {
        return false;
    };
    matches!(
        standard.error,
        ErrorStatus::StaleElementReference | ErrorStatus::ElementClickIntercepted
    )
}

/// What a failed command means for us. Never quotes bodies.
fn judge(error: &CmdError) -> BrowserError {
    match error {
        CmdError::Standard(standard) => judge_standard(&standard.error, &standard.message),
        CmdError::NotW3C(Value::String(word)) if word == "tab crashed" => {
            BrowserError::Lost("the page crashed".to_owned())
        }
        CmdError::NotW3C(_) | CmdError::NotJson(_) | CmdError::Json(_) => {
            BrowserError::Lost("the driver's answer makes no sense".to_owned())
        }
        CmdError::Failed(_) | CmdError::FailedC(_) | CmdError::Lost(_) => {
            BrowserError::Lost("the driver is gone".to_owned())
        }
        CmdError::BadUrl(_)
        | CmdError::InvalidArgument(..)
        | CmdError::ImageDecodeError(_)
        | CmdError::PdfDecodeError(_)
        | CmdError::WaitTimeout => BrowserError::Disturbed("the command was not understood".to_owned()),
        // The enum is open: a future variant is as good as a lost session.
        _ => BrowserError::Lost("the driver's answer is of an unknown kind".to_owned()),
    }
}

fn judge_standard(status: &ErrorStatus, message: &str) -> BrowserError {
    let first_line = message.lines().next().unwrap_or_default();
    match status {
        ErrorStatus::InvalidSessionId | ErrorStatus::NoSuchWindow | ErrorStatus::SessionNotCreated => {
            BrowserError::Lost("the browser is gone".to_owned())
        }
        ErrorStatus::Timeout => BrowserError::NotLoaded("it took longer than 20 s".to_owned()),
        ErrorStatus::UnknownError if first_line.contains("tab crashed") => {
            BrowserError::Lost("the page crashed".to_owned())
        }
        ErrorStatus::UnknownError => match net_error(first_line) {
            Some(word) => BrowserError::NotLoaded(word),
            None if first_line.contains("marionette") || first_line.contains("disconnected") => {
                BrowserError::Lost("the browser is gone".to_owned())
            }
            None => BrowserError::Disturbed("unknown error".to_owned()),
        },
        other => BrowserError::Disturbed(other.to_string()),
    }
}

/// `net::ERR_CONNECTION_REFUSED`, or Firefox's `about:neterror?e=connectionFailure`.
fn net_error(message: &str) -> Option<String> {
    let word = |tail: &str| -> String {
        tail.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    if let Some((_, tail)) = message.split_once("net::") {
        return Some(word(tail));
    }
    message.split_once("neterror?e=").map(|(_, tail)| word(tail))
}
