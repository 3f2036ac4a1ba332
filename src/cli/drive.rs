//! A valid workflow, driven: browser up, engine run, answer printed, browser down.
//!
//! Nothing is made or started before the options are known to be good.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use linkwright::browser::BrowserError;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::engine::{Engine, Site};
use linkwright::exit_code::ExitCode;
use linkwright::outcome::{Failure, FailureReason, Report};
use linkwright::page::RuleSet;
use linkwright::workflow::{Fault, Workflow};
use serde_json::Value;

use super::interrupt::{Interrupt, Interruptible};
use super::notice;
use super::options::{self, Options};
use super::output::{Complaint, complain, print_json, tell};
use super::progress::Progress;
use super::summary;

/// Runs a workflow of one action that was made from arguments.
pub(crate) fn drive_action(action: &Value, options: &Options) -> Result<ExitCode, Complaint> {
    match Workflow::parse(action.to_string().as_bytes()) {
        Ok(workflow) => drive(&workflow, options),
        Err(faults) => {
            complain("nothing was started:");
            for fault in &faults {
                tell(&format!("  {}: {} ({})", argument(fault), fault.message, fault.code));
            }
            Ok(ExitCode::InvalidWorkflow)
        }
    }
}

/// The argument that a member was made from.
fn argument(fault: &Fault) -> &str {
    match fault.pointer.as_str() {
        "/personUrl" => "PERSON_URL",
        "/note" => "--note",
        "/email" => "--email",
        "/label" => "--label",
        other => other,
    }
}

/// Runs a workflow and prints its report.
pub(crate) fn drive(workflow: &Workflow, options: &Options) -> Result<ExitCode, Complaint> {
    let rules = options.rules()?;
    let site = options.site.clone().unwrap_or_default();
    let launch = Launch {
        kind: options.browser,
        headed: options.headed,
        data: options.data_directory()?,
        webdriver: options.webdriver()?,
    };
    options::needs_screen(launch.headed)?;
    make_private(&launch.data)?;
    if site.is_real() {
        notice::notice();
    }
    if launch.webdriver.is_none() {
        notice::warn_root(launch.kind);
    }
    let runtime = runtime()?;
    runtime.block_on(errand(workflow, options, &rules, site, &launch))
}

/// A runtime for everything that waits.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Complaint> {
    tokio::runtime::Runtime::new()
        .map_err(|error| Complaint::not_set_up(format!("no runtime could be started: {error}")))
}

/// Makes a directory that only its owner can read; one that is there already is left as it is.
fn make_private(directory: &Path) -> Result<(), Complaint> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map_err(|error| {
            let place = directory.display();
            Complaint::not_set_up(format!(
                "cannot make the data directory {place}: {error}; choose another with --data-dir"
            ))
        })
}

async fn errand(
    workflow: &Workflow,
    options: &Options,
    rules: &RuleSet,
    site: Site,
    launch: &Launch,
) -> Result<ExitCode, Complaint> {
    let interrupt = listen()?;
    let is_real = site.is_real();
    let mut progress = Progress::new(options.voice);
    let running = async {
        progress.say(&format!("starts {}", launch.kind.name()));
        let browser = match start(launch, &interrupt).await? {
            Ok(browser) => browser,
            Err(failure) => {
                return Ok(Report::Failed {
                    failure,
                    answered: Vec::new(),
                });
            }
        };
        let browser = Interruptible::new(browser, interrupt.clone());
        let mut engine = Engine::new(browser, rules, site).with_progress(|line| progress.say(line));
        let report = engine.run(workflow).await;
        engine.into_browser().into_inner().close().await;
        Ok(report)
    };
    let report = tokio::select! {
        report = running => report,
        () = interrupt.asked(2) => return Ok(cut_short(&interrupt)),
    };
    progress.end();
    let report = told(report?, &interrupt);
    print_json(&report);
    if !options.voice.quiet {
        summary::lines(workflow, &report, interrupt.is_asked())
            .iter()
            .for_each(|line| tell(line));
    }
    if is_real && is_signed_out(&report) {
        help_to_sign_in(launch);
    }
    Ok(report.exit_code())
}

/// Listens for Ctrl-C.
pub(crate) fn listen() -> Result<Interrupt, Complaint> {
    Interrupt::listen().map_err(|error| Complaint::not_set_up(format!("signals cannot be heard: {error}")))
}

/// Starts the browser; what is missing is a complaint, what does not start is a failure.
pub(crate) async fn start(launch: &Launch, interrupt: &Interrupt) -> Result<Result<WebDriver, Failure>, Complaint> {
    let started = tokio::select! {
        biased;
        // A driver that is dropped ends with its browser.
        () = interrupt.asked(1) => Err(BrowserError::Lost("interrupted".to_owned())),
        started = launch.start() => started,
    };
    match started {
        Ok(browser) => Ok(Ok(browser)),
        Err(BrowserError::NotSetUp(message)) => Err(Complaint::not_set_up(message)),
        Err(error) => {
            let reason = FailureReason::BrowserUnavailable;
            Ok(Err(Failure::new(
                reason,
                format!("{} {}", reason.row().message, sentence(&error.to_string())),
            )))
        }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    let end = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// The second signal: nothing more is waited for, and what was clicked may have been sent.
fn cut_short(interrupt: &Interrupt) -> ExitCode {
    complain("cut short by a second signal; the answers are lost");
    if interrupt.has_clicked() {
        ExitCode::PossiblySent
    } else {
        ExitCode::NoAnswer
    }
}

/// A run that we interrupted says so, in place of what the engine could see of it.
fn told(report: Report, interrupt: &Interrupt) -> Report {
    let ours = |reason| {
        let torn = [FailureReason::BrowserLost, FailureReason::BrowserUnavailable];
        interrupt.is_asked() && torn.contains(&reason)
    };
    match report {
        Report::Failed { failure, answered } if ours(failure.reason) => {
            let failure = Failure::new(
                failure.reason,
                "The run was interrupted by a signal; nothing was clicked after it.",
            );
            Report::Failed { failure, answered }
        }
        other => other,
    }
}

fn is_signed_out(report: &Report) -> bool {
    matches!(report, Report::Failed { failure, .. } if failure.reason == FailureReason::LinkedinAccountSignedOut)
}

fn help_to_sign_in(launch: &Launch) {
    if launch.webdriver.is_some() {
        complain("sign in by hand in the browser behind --webdriver, then run again");
        return;
    }
    complain(
        "the browser profile is signed out. Sign in by hand with this command, close the browser, then run again:",
    );
    tell(&format!("  {}", notice::sign_in_command(launch.kind, &launch.data)));
}
