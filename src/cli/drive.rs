//! A valid workflow, driven: browser up, engine run, answer printed, browser down.
//!
//! Nothing is made or started before the options are known to be good.

use std::cell::RefCell;

use linkwright::browser::launch::Launch;
use linkwright::engine::{Site, Worker};
use linkwright::exit_code::ExitCode;
use linkwright::ledger::SubmissionKey;
use linkwright::outcome::{Failure, FailureReason, Report};
use linkwright::page::RuleSet;
use linkwright::workflow::{Fault, Workflow};
use serde_json::Value;

use super::cure::completed;
use super::interrupt::Interrupt;
use super::machine::Machine;
use super::notice;
use super::options::{Options, RunOptions};
use super::output::{Complaint, complain, print_json, tell};
use super::place::{Place, Unavailable};
use super::progress::Progress;
use super::stand_in;
use super::summary;

/// Runs a workflow of one action that was made from arguments.
pub(crate) fn drive_action(action: &Value, options: &RunOptions) -> Result<ExitCode, Complaint> {
    match Workflow::parse(action.to_string().as_bytes()) {
        Ok(workflow) => drive(&workflow, None, options),
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

/// Runs a workflow, once for each key if there is one, and prints its report.
pub(crate) fn drive(
    workflow: &Workflow,
    key: Option<&SubmissionKey>,
    options: &RunOptions,
) -> Result<ExitCode, Complaint> {
    let RunOptions { common, wishes } = options;
    let rules = common.rules()?;
    let place = Place::prepare(common, *wishes)?;
    runtime()?.block_on(errand(workflow, key, common, &rules, place))
}

/// A runtime for everything that waits.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Complaint> {
    tokio::runtime::Runtime::new()
        .map_err(|error| Complaint::not_set_up(format!("no runtime could be started: {error}")))
}

async fn errand(
    workflow: &Workflow,
    key: Option<&SubmissionKey>,
    options: &Options,
    rules: &RuleSet,
    place: Place,
) -> Result<ExitCode, Complaint> {
    let interrupt = listen()?;
    let desk = match place.desk() {
        Ok(desk) => desk,
        Err(Unavailable::Busy(failure)) => return Ok(ended(&nothing(failure), workflow, options, &place, false).0),
        Err(Unavailable::Complaint(complaint)) => return Err(complaint),
    };
    let progress = RefCell::new(Progress::new(options.voice));
    let machine = Machine::new(place.launch.clone(), interrupt.clone());
    let missing = machine.missing();
    let evidence = place.evidence(options, &desk);
    let mut worker = Worker::new(machine, rules, place.site.clone(), desk.clone(), place.policy.clone())
        .with_witness(evidence.clone())
        .with_progress(|line| progress.borrow_mut().say(line));
    let run = async {
        match key {
            Some(key) => worker.run_once(workflow, key).await,
            None => Ok(worker.run(workflow).await),
        }
    };
    let done = tokio::select! {
        done = run => done.map_err(|taken| Complaint::invalid(format!("{taken}; choose another --key for it")))?,
        () = interrupt.asked(2) => return Ok(cut_short(&interrupt, RESUME)),
        () = Progress::announce(&progress, &interrupt) => unreachable!("it goes on until it is dropped"),
    };
    progress.borrow().end();
    // Answers that were reached before are never dropped for it.
    if let Some(message) = missing.take().filter(|_| done.report.answered().is_empty()) {
        return Err(Complaint::not_set_up(message));
    }
    let report = stand_in::told(told(done.report, &interrupt), &place.site, &place.launch).await;
    let is_undelivered =
        matches!(&report, Report::Failed { failure, .. } if stand_in::is_undelivered(&place.site, failure));
    let needs_no_cure = interrupt.is_asked() || is_undelivered;
    let (code, is_told) = ended(&report, workflow, options, &place, needs_no_cure);
    if let Some(evidence) = &evidence {
        evidence.warn();
    }
    if let (Some(id), Some(evidence), false) = (&done.workflow, &evidence, options.voice.quiet) {
        evidence.told(&desk, id);
    }
    if let Some(id) = done.workflow.as_ref().filter(|_| is_told) {
        // Not written down is only said again: the same success, once more.
        let _ = desk.deliver(id);
    }
    if is_signed_out(&report) {
        met_sign_in_wall(&place, options);
    } else if code == ExitCode::Success && key.is_none() {
        place.note_signed_in();
    }
    Ok(code)
}

/// A report without any answer.
pub(crate) fn nothing(failure: Failure) -> Report {
    Report::Failed {
        failure,
        answered: Vec::new(),
    }
}

/// Prints a report, and says it in words; whether its caller was told.
fn ended(
    report: &Report,
    workflow: &Workflow,
    options: &Options,
    place: &Place,
    needs_no_cure: bool,
) -> (ExitCode, bool) {
    let is_told = print_json(&report.clone().with_messages(&completed));
    if !options.voice.quiet {
        let cure = match report {
            Report::Failed { failure, .. } if !needs_no_cure => place.cure(failure),
            Report::Failed { .. } | Report::Completed(_) => String::new(),
        };
        summary::lines(workflow, report, &cure)
            .iter()
            .for_each(|line| tell(line));
    }
    (report.exit_code(), is_told)
}

/// What goes on with a run that was cut short.
pub(crate) const RESUME: &str = "`linkwright resume` finds out what became of it, and does what is left of it: what was not sent is sent then. `linkwright cancel` finds out, and drops what is left";

/// Listens for Ctrl-C.
pub(crate) fn listen() -> Result<Interrupt, Complaint> {
    Interrupt::listen().map_err(|error| Complaint::not_set_up(format!("signals cannot be heard: {error}")))
}

/// The last signal: nothing more is waited for, and what was clicked may have been sent. `next` is what helps.
pub(crate) fn cut_short(interrupt: &Interrupt, next: &str) -> ExitCode {
    complain(&format!(
        "cut short at once; the answers are lost, the ledger is not: {next}"
    ));
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
        Report::Failed { failure, answered } if ours(failure.reason) => Report::Failed {
            failure: Failure::interrupted(),
            answered,
        },
        other => other,
    }
}

fn is_signed_out(report: &Report) -> bool {
    matches!(report, Report::Failed { failure, .. } if failure.reason == FailureReason::LinkedinAccountSignedOut)
}

/// A sign-in wall was met: it is written down, and on LinkedIn the way back in is told.
pub(crate) fn met_sign_in_wall(place: &Place, options: &Options) {
    place.note_signed_out();
    if place.site.is_real() {
        help_to_sign_in(&place.launch, &place.site, options);
    }
}

fn help_to_sign_in(launch: &Launch, site: &Site, options: &Options) {
    if launch.webdriver.is_some() {
        complain("sign in by hand in the browser behind --webdriver, run `linkwright clear`, then run again");
        return;
    }
    complain(
        "the browser profile is signed out, and the account is stopped. Sign in by hand in the window that the first command opens, then let the account work again with the second:",
    );
    for command in notice::sign_in_commands(launch, options.data_dir.as_deref(), site) {
        tell(&format!("  {command}"));
    }
}
