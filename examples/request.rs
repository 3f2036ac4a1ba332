//! One connection request on the made-up site, from Rust: `cargo run --example request`.
//!
//! The whole way that `linkwright connect` takes: a ledger on disk, a browser of this machine, a worker
//! that settles what a lost browser leaves in doubt. The site's own log has the last word.

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{BrowserError, Launcher};
use linkwright::engine::worker::Policy;
use linkwright::engine::{Site, Worker};
use linkwright::ledger::{Clock, Ledger, Limits};
use linkwright::page::RuleSet;
use linkwright::sandbox::{Options, Sandbox};
use linkwright::workflow::Workflow;

const WORKFLOW: &str = r#"{
    "actionType": "st.sendConnectionRequest",
    "personUrl": "https://www.linkedin.com/in/noah-noted",
    "note": "Hello Noah, we met in Exampletown."
}"#;

/// Browsers of this machine, one after another on one profile.
struct Machine(Launch);

impl Launcher for Machine {
    type Browser = WebDriver;

    async fn launch(&mut self) -> Result<WebDriver, BrowserError> {
        self.0.start().await
    }

    async fn fence(&mut self) -> Result<(), BrowserError> {
        self.0.fence().await
    }

    async fn close(&mut self, browser: WebDriver) {
        browser.close().await;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let workflow = Workflow::parse(WORKFLOW.as_bytes()).map_err(|faults| format!("{faults:?}"))?;
    let rules = RuleSet::built_in()?;
    let sandbox = Sandbox::start(Options::default()).await?;
    let site = Site::stand_in(sandbox.origin())?;
    // Keep this directory: whoever was invited is in it.
    let data = tempfile::tempdir()?;
    let ledger = Ledger::open(&data.path().join("ledger.sqlite3"), Clock::system())?;
    // A made-up site bears any number; `Limits::conservative` is what holds on LinkedIn.
    let desk = ledger.take_over("default", &site.name(), Limits::none())?;
    let machine = Machine(Launch::new(BrowserKind::Chrome, data.path().to_owned()));

    let mut worker =
        Worker::new(machine, &rules, site, desk.clone(), Policy::default()).with_progress(|line| eprintln!("{line}"));
    let done = worker.run(&workflow).await;

    println!("{}", serde_json::to_string_pretty(&done.report)?);
    if let Some(id) = &done.workflow {
        // From here on the answer has reached its caller.
        desk.deliver(id)?;
    }
    eprintln!("the site noted down: {:?}", sandbox.log());
    sandbox.stop().await;
    Ok(())
}
