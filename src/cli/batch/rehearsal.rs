//! A dry run: each page is opened, and what would happen is told. Nothing is sent, asked for or charged.

use linkwright::batch::{ResultWord, RowResult, Standing};
use linkwright::engine::Worker;
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{Desk, LedgerError, Timestamp};
use linkwright::outcome::{Failure, FailureReason};
use linkwright::page::RuleSet;

use super::Plan;
use super::record;
use super::tally::Tally;
use super::watch::{Outlook, Watch};
use crate::cli::drive::{cut_short, listen, met_sign_in_wall};
use crate::cli::interrupt::Interrupt;
use crate::cli::machine::Machine;
use crate::cli::options::Options;
use crate::cli::output::{Complaint, complain, print_json, tell};
use crate::cli::place::{Place, Unavailable};

/// Looks at everybody, and prints what would happen.
pub(super) async fn rehearse(
    plan: &Plan,
    place: &Place,
    rules: &RuleSet,
    options: &Options,
) -> Result<ExitCode, Complaint> {
    let interrupt = listen()?;
    let desk = match place.desk() {
        Ok(desk) => desk,
        Err(Unavailable::Busy(failure)) => {
            complain(&format!("{}: {}", failure.reason, failure.message));
            return Ok(ExitCode::NoAnswer);
        }
        Err(Unavailable::Complaint(complaint)) => return Err(complaint),
    };
    let machine = Machine::new(place.launch.clone(), interrupt.clone());
    let missing = machine.missing();
    let watch = Watch::new(options.voice, plan.list.rows.len());
    let steps = watch.clone();
    let mut worker = Worker::new(machine, rules, place.site.clone(), desk.clone(), place.policy.clone())
        .with_progress(move |line| steps.step(line));
    let mut results = vec![RowResult::waiting(); plan.list.rows.len()];
    let failure = tokio::select! {
        failure = look(plan, &mut worker, &desk, &watch, &interrupt, &mut results) => failure,
        () = interrupt.asked(2) => return Ok(cut_short(&interrupt, "nothing was clicked that could send; the same command looks again")),
    };
    worker.rest().await;
    watch.end();
    if let Some(message) = missing.take() {
        return Err(Complaint::not_set_up(message));
    }
    if let Err(error) = plan.paper.write(&plan.list.sheet, &results) {
        return Err(Complaint::no_answer(format!("the results cannot be written: {error}")));
    }
    let tally = Tally::of(&results);
    if !plan.paper.print(&plan.list.sheet, &results) {
        print_json(&tally);
    }
    if let Some(failure) = failure {
        complain(&format!("{}: {}", failure.reason, failure.message));
        tell(&format!("  {}", failure.reason.row().cure));
        if failure.reason == FailureReason::LinkedinAccountSignedOut {
            met_sign_in_wall(place, options);
        }
    }
    if !options.voice.quiet {
        tell(&format!("{}. This look has sent nothing.", tally.in_words()));
        if let Ok(Some(closed)) = desk.closed(false) {
            tell(&format!("A run would wait now, or leave rows waiting: {closed}"));
        }
    }
    Ok(tally.exit_code())
}

/// Looks at one person after the other; why not at all of them.
async fn look<L: linkwright::browser::Launcher>(
    plan: &Plan,
    worker: &mut Worker<'_, L>,
    desk: &Desk,
    watch: &Watch,
    interrupt: &Interrupt,
    results: &mut [RowResult],
) -> Option<Failure> {
    // One page that does not come is that person's; two in a row are the site's.
    let mut is_unavailable = false;
    for (place, row) in plan.list.rows.iter().enumerate() {
        match kept(plan, desk, place) {
            Ok(None) => {}
            Ok(Some(result)) => {
                results[place] = result;
                continue;
            }
            Err(error) => return Some(Failure::new(FailureReason::LedgerUnavailable, error.to_string())),
        }
        let was_unavailable = std::mem::take(&mut is_unavailable);
        let result = match worker.rehearse(&row.person, &row.request).await {
            Ok(Ok(())) => RowResult::of(ResultWord::WouldSend, None),
            Ok(Err(error)) => RowResult::of(ResultWord::WouldAnswer(error.kind), Some(&error)),
            Err(_) if interrupt.is_asked() => return Some(Failure::interrupted()),
            Err(failure) => {
                is_unavailable = failure.reason == FailureReason::LinkedinUnavailable;
                let goes_on = failure.reason.is_about_the_page() && !(is_unavailable && was_unavailable);
                results[place] = RowResult::stopped(&failure);
                if !goes_on {
                    return Some(failure);
                }
                results[place].clone()
            }
        };
        results[place] = RowResult {
            finished_at: Some(Timestamp(desk.now())),
            ..result
        };
        watch.row(place, row, &results[place]);
        watch.count(&Tally::of(results), Outlook::default());
    }
    None
}

/// The result that a row has already: it would not be run again.
fn kept(plan: &Plan, desk: &Desk, place: usize) -> Result<Option<RowResult>, LedgerError> {
    let listed = record::listed(plan, desk, place)?;
    Ok(match record::standing(plan, desk, place, listed.as_ref())? {
        Standing::Done(result) => Some(result),
        Standing::Open { .. } | Standing::Limited(_) => None,
    })
}
