//! Scripts in the page: W3C WebDriver's Execute Script, or Chromium's own evaluation where the driver passes
//! it on, which takes about half as long.

use std::time::Duration;

use hyper::Method;
use serde_json::{Value, json};

use super::{COMMAND, Touched, WebDriver};
use crate::browser::BrowserError;

/// Whether a script answers by what it returns, or by the callback that it is given as its last argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answers {
    /// What it returns.
    AtOnce,
    /// What it calls back with.
    Later,
}

/// The element of a look, for the driver.
const ELEMENT: &str = "const registry = window[Symbol.for('linkwright.look')]; \
    return registry?.look === arguments[0] ? registry.elements[arguments[1]] : null;";
/// The key under which WebDriver writes an element reference.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

impl WebDriver {
    /// Runs the body of a function in the page; elements cannot be given or answered.
    pub(super) async fn script(
        &mut self,
        script: &str,
        arguments: &[Value],
        answers: Answers,
        within: Duration,
    ) -> Result<Value, BrowserError> {
        if !self.has_at_once().await {
            return self.execute(script, arguments, answers, within).await;
        }
        let parameters = json!({
            "expression": expression(script, arguments, answers),
            "awaitPromise": answers == Answers::Later,
            "returnByValue": true,
        });
        let mut answer = self.chromium_within("Runtime.evaluate", parameters, within).await?;
        if answer["exceptionDetails"].is_object() {
            return Err(BrowserError::Disturbed("a script failed in the page".to_owned()));
        }
        Ok(answer["result"].get_mut("value").map_or(Value::Null, Value::take))
    }

    /// The same by W3C WebDriver, which carries elements too.
    async fn execute(
        &mut self,
        script: &str,
        arguments: &[Value],
        answers: Answers,
        within: Duration,
    ) -> Result<Value, BrowserError> {
        let path = match answers {
            Answers::AtOnce => "execute/sync",
            Answers::Later => "execute/async",
        };
        let body = json!({"script": script, "args": arguments});
        self.call(Method::POST, path.to_owned(), Some(body), within).await
    }

    /// The driver's name for a judged element, for commands that want one; none if the page has changed.
    pub(super) async fn reference(&mut self, touched: &Touched) -> Result<Option<String>, BrowserError> {
        let place = [json!(touched.look), json!(touched.handle)];
        let found = self.execute(ELEMENT, &place, Answers::AtOnce, COMMAND).await?;
        Ok(found[ELEMENT_KEY].as_str().map(str::to_owned))
    }
}

/// JSON is JavaScript, so arguments stand in the text as they are.
fn expression(script: &str, arguments: &[Value], answers: Answers) -> String {
    let arguments: Vec<String> = arguments.iter().map(Value::to_string).collect();
    let arguments = arguments.join(", ");
    match answers {
        Answers::AtOnce => format!("(function () {{{script}\n}})({arguments})"),
        Answers::Later => {
            format!("new Promise((done) => {{(function () {{{script}\n}})({arguments}, done);}})")
        }
    }
}
