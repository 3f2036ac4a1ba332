//! `resume`: finishes what a crash has left. `cancel` drops what is left to do of it.

use std::cell::RefCell;

use linkwright::browser::Launcher;
use linkwright::engine::Worker;
use linkwright::engine::worker::Resumed;
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{HistoryRow, Outcome};
use linkwright::outcome::FailureReason;

use super::drive::{RESUME, cut_short, listen, runtime};
use super::history::slug_in;
use super::machine::Machine;
use super::options::{Options, RunOptions, Wishes};
use super::output::{Complaint, complain, print_json, tell};
use super::place::{Place, Unavailable};
use super::progress::Progress;
use super::stand_in;
use super::{accounts, elsewhere, ledger};

/// How many people are named who are to be looked at.
const MOST_NAMED: usize = 10;

/// Finishes what a crash has left: looks at everybody in doubt, then runs what was not run
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Every browser that could still act is ended first; one behind --webdriver cannot be ended from here, so wait \
until it has ended its session. Then each person in doubt is looked at afresh: \
Pending or connected is a success. What ended in the dialog, before the last click, was not sent and is \
run again. Anything else that can be read parks the request (outcome \"unknown\"), and the person is never \
asked again until you say what you saw: `linkwright resolve PERSON sent|not-sent`. What cannot be read \
stays in doubt, and is parked at the third time. \
After that the workflows that were accepted and not finished go on.

stdout: an array of what was settled, or had not been told yet, in the form of `linkwright history --json`.
Exit code 0: nothing is left undecided (parked requests are decided). 3: something is.

Examples:
  linkwright resume
  linkwright resume --site http://127.0.0.1:8080")]
pub(crate) struct Resume {
    #[command(flatten)]
    options: RunOptions,
}

/// Drops what a crash has left to do: looks at everybody in doubt, and sends nothing any more
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Workflows that were accepted and not finished are ended as they are: what they have not sent by now is \
not sent. Nobody is barred by that, so a row of a list is run when the list is given again, and whoever \
wants the rest of a workflow runs it again. Then each person in doubt is looked at, as by \
`linkwright resume`; nothing is clicked that could send.

stdout: an array of what was settled, or had not been told yet, in the form of `linkwright history --json`.
Exit code 0: nothing is left to do and nothing is undecided (parked requests are decided). 3: something is.

Examples:
  linkwright cancel
  linkwright cancel --site http://127.0.0.1:8080")]
pub(crate) struct Cancel {
    #[command(flatten)]
    options: Options,
}

impl Resume {
    /// Resumes, and prints what came of it.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        take_up(&self.options.common, self.options.wishes, Rest::Run)
    }
}

impl Cancel {
    /// Cancels, and prints what came of what was in doubt.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        take_up(&self.options, Wishes::default(), Rest::Dropped)
    }
}

/// What becomes of what was accepted and not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Run,
    Dropped,
}

impl Rest {
    const fn command(self) -> &'static str {
        match self {
            Rest::Run => "resume",
            Rest::Dropped => "cancel",
        }
    }
}

fn take_up(common: &Options, wishes: Wishes, rest: Rest) -> Result<ExitCode, Complaint> {
    let rules = common.rules()?;
    look_elsewhere(common, rest)?;
    let place = Place::of_before(common, wishes)?;
    runtime()?.block_on(async {
        let interrupt = listen()?;
        let desk = match place.desk() {
            Ok(desk) => desk,
            Err(Unavailable::Busy(failure)) => {
                print_json(&Vec::<()>::new());
                complain(&format!("{}: {}", failure.reason, failure.message));
                return Ok(ExitCode::NoAnswer);
            }
            Err(Unavailable::Complaint(complaint)) => return Err(complaint),
        };
        let progress = RefCell::new(Progress::new(common.voice));
        let machine = Machine::new(place.launch.clone(), interrupt.clone());
        let missing = machine.missing();
        let evidence = place.evidence(common, &desk);
        let mut worker = Worker::new(machine, &rules, place.site.clone(), desk.clone(), place.policy.clone())
            .with_witness(evidence.clone())
            .with_progress(|line| progress.borrow_mut().say(line));
        let resumed = tokio::select! {
            resumed = left_by(&mut worker, rest) => resumed,
            () = interrupt.asked(2) => return Ok(cut_short(&interrupt, RESUME)),
            () = Progress::announce(&progress, &interrupt) => unreachable!("it goes on until it is dropped"),
        };
        progress.borrow().end();
        if !common.voice.quiet {
            tell_cancelled(resumed.cancelled);
        }
        let rows = desk.results(&resumed.workflows).map_err(Complaint::not_set_up)?;
        let is_told = print_json(&rows);
        if let Some(evidence) = &evidence {
            evidence.warn();
        }
        for workflow in &resumed.workflows {
            if let (Some(evidence), false) = (&evidence, common.voice.quiet) {
                evidence.told(&desk, workflow);
            }
            if is_told {
                // Not written down is only said again.
                let _ = desk.deliver(workflow);
            }
        }
        if !common.voice.quiet {
            tell_parked(&rows);
        }
        if let Some(message) = missing.take() {
            return Err(Complaint::not_set_up(message));
        }
        match resumed.failure {
            Some(failure) => {
                let failure = stand_in::said(failure, &place.site, &place.launch).await;
                if failure.reason == FailureReason::LinkedinAccountSignedOut {
                    place.note_signed_out();
                }
                complain(&format!("{}: {}", failure.reason, failure.message));
                tell(&format!("  {}", place.cure(&failure)));
                Ok(ExitCode::NoAnswer)
            }
            None => decided(common, &desk.in_doubt().map_err(Complaint::not_set_up)?, rows.len()),
        }
    })
}

async fn left_by<L: Launcher>(worker: &mut Worker<'_, L>, rest: Rest) -> Resumed {
    match rest {
        Rest::Run => worker.resume().await,
        Rest::Dropped => worker.cancel().await,
    }
}

/// Whoever is parked is decided, and the owner is not done with them.
fn tell_parked(rows: &[HistoryRow]) {
    let parked = rows.iter().filter(|row| row.outcome == Outcome::Unknown);
    let urls: Vec<&str> = parked.filter_map(|row| row.person_url.as_deref()).collect();
    for url in urls.iter().take(MOST_NAMED) {
        tell(&format!(
            "{}: possibly sent. Look at the page, and say what you saw: `linkwright resolve {url} sent` or `not-sent`",
            slug_in(url)
        ));
    }
    if let Some(more) = urls.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        tell(&format!(
            "{more} more are possibly sent; `linkwright history --outcome unknown` lists them"
        ));
    }
}

fn tell_cancelled(workflows: usize) {
    match workflows {
        0 => {}
        1 => tell("1 workflow was cancelled; what it had not sent is not sent any more"),
        many => tell(&format!(
            "{many} workflows were cancelled; what they had not sent is not sent any more"
        )),
    }
}

fn decided<T>(common: &Options, left: &[T], settled: usize) -> Result<ExitCode, Complaint> {
    if !left.is_empty() {
        let row = FailureReason::PageNotRecognised.row();
        complain(&format!("{} requests are still in doubt. {}", left.len(), row.message));
        tell(
            "  Give `linkwright resume` again later, or look at the page and say what you saw: `linkwright resolve PERSON sent|not-sent`.",
        );
        return Ok(ExitCode::NoAnswer);
    }
    if !common.voice.quiet {
        let what = match settled {
            0 => "nothing is left to do".to_owned(),
            1 => "1 request is told of; nothing is left undecided".to_owned(),
            many => format!("{many} requests are told of; nothing is left undecided"),
        };
        tell(&what);
    }
    Ok(ExitCode::Success)
}

/// Whoever forgets --account or --site would be told that nothing is left to do.
fn look_elsewhere(options: &Options, rest: Rest) -> Result<(), Complaint> {
    let data = options.data_directory()?;
    let ledger = ledger::existing(&data)?;
    accounts::must_exist(&data, &options.account, ledger.as_ref())?;
    let Some(ledger) = ledger else {
        return Ok(());
    };
    let site = options
        .site
        .clone()
        .map_or_else(|| ledger::only_site(&ledger), |site| Ok(Some(site)))?;
    let here = elsewhere::here(&options.account, &site.unwrap_or_default().name());
    if elsewhere::left(&ledger, &here)?.is_nothing() {
        elsewhere::told(&elsewhere::unsettled(&ledger, &here)?, rest.command());
    }
    Ok(())
}
