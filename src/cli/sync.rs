//! `sync`: settles the ledger by the list of sent invitations.

use std::cell::RefCell;

use comfy_table::Table;
use linkwright::engine::Worker;
use linkwright::engine::worker::{Finding, Synced};
use linkwright::exit_code::ExitCode;
use linkwright::outcome::{Failure, FailureReason};

use super::cure::completed;
use super::drive::{cut_short, listen, met_sign_in_wall, nothing, runtime};
use super::machine::Machine;
use super::options::{Options, Wishes};
use super::output::{Complaint, complain, print_json, show, tell};
use super::place::{Place, Unavailable};
use super::progress::Progress;
use super::sandbox::{keep_whole, plain_table};
use super::stand_in;

/// Reads your list of sent invitations, and settles by it what the ledger does not know
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Whoever stands in the list was invited: a request in doubt counts as sent from then on, and an \
invitation that was made by hand is learned, so that the person is not invited again. \
Whoever does not stand in it proves nothing (accepted, declined or withdrawn), so nothing is changed. \
A list that cannot be read to its end changes nothing: exit code 3.

stdout: a table of what was settled and learned; with --json an array of everybody, \
[{\"finding\",\"name\",\"publicUrl\",\"sentTime\"}], or the failed workflow that `run` would print. Findings: settled, learned, known, unnamed (a row \
without an address), notListed, stillInDoubt (see `linkwright resume`).

Examples:
  linkwright sync
  linkwright sync --account work --json
  linkwright sync --site http://127.0.0.1:8080")]
pub(crate) struct Sync {
    /// As a JSON array
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    options: Options,
}

impl Sync {
    /// Reads, settles, and prints what came of it.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let rules = self.options.rules()?;
        let place = Place::of_before(&self.options, Wishes::default())?;
        runtime()?.block_on(async {
            let interrupt = listen()?;
            let desk = match place.desk() {
                Ok(desk) => desk,
                Err(Unavailable::Busy(failure)) => return Ok(self.failed(failure, &place)),
                Err(Unavailable::Complaint(complaint)) => return Err(complaint),
            };
            let progress = RefCell::new(Progress::new(self.options.voice));
            let machine = Machine::new(place.launch.clone(), interrupt.clone());
            let missing = machine.missing();
            let mut worker = Worker::new(machine, &rules, place.site.clone(), desk, place.policy.clone())
                .with_progress(|line| progress.borrow_mut().say(line));
            let synced = tokio::select! {
                synced = worker.sync() => synced,
                () = interrupt.asked(2) => return Ok(cut_short(&interrupt, "`linkwright sync` reads the list again")),
                () = Progress::announce(&progress, &interrupt) => unreachable!("it goes on until it is dropped"),
            };
            progress.borrow().end();
            if let Some(message) = missing.take() {
                return Err(Complaint::not_set_up(message));
            }
            match synced {
                Ok(synced) => {
                    self.print(&synced);
                    place.note_signed_in();
                    Ok(ExitCode::Success)
                }
                Err(failure) => {
                    let failure = if interrupt.is_asked() {
                        Failure::interrupted()
                    } else {
                        failure
                    };
                    if failure.reason == FailureReason::LinkedinAccountSignedOut {
                        met_sign_in_wall(&place, &self.options);
                    }
                    let failure = stand_in::said(failure, &place.site, &place.launch).await;
                    Ok(self.failed(failure, &place))
                }
            }
        })
    }

    fn failed(&self, failure: Failure, place: &Place) -> ExitCode {
        complain(&format!("{}: {}", failure.reason, failure.message));
        if !stand_in::is_undelivered(&place.site, &failure) {
            tell(&format!("  {}", place.cure(&failure)));
        }
        if self.json {
            print_json(&nothing(failure).with_messages(&completed));
        }
        ExitCode::NoAnswer
    }

    fn print(&self, synced: &[Synced]) {
        if self.json {
            print_json(&synced);
        } else if synced.iter().any(|one| is_told(one.finding)) {
            show(&format!("{}\n", as_table(synced)));
        }
        if !self.options.voice.quiet {
            summary(synced).iter().for_each(|line| tell(line));
        }
    }
}

/// What has changed, or is left to do.
const fn is_told(finding: Finding) -> bool {
    match finding {
        Finding::Settled | Finding::Learned | Finding::Unnamed | Finding::StillInDoubt => true,
        Finding::Known | Finding::NotListed => false,
    }
}

const fn words(finding: Finding) -> &'static str {
    match finding {
        Finding::Settled => "was in doubt: it was sent",
        Finding::Learned => "invited by hand",
        Finding::Known => "known",
        Finding::Unnamed => "the row has no address",
        Finding::NotListed => "not on the list",
        Finding::StillInDoubt => "still in doubt",
    }
}

fn as_table(synced: &[Synced]) -> Table {
    let mut table = plain_table(["person", "found", "name", "on the list"]);
    table.add_rows(synced.iter().filter(|one| is_told(one.finding)).map(|one| {
        let slug = one.public_url.as_deref().and_then(|url| url.rsplit('/').next());
        [
            slug.unwrap_or("–").to_owned(),
            words(one.finding).to_owned(),
            one.name.clone().unwrap_or_default(),
            one.sent_time.clone().unwrap_or_default(),
        ]
    }));
    [0, 1].into_iter().for_each(|column| keep_whole(&mut table, column));
    table
}

fn summary(synced: &[Synced]) -> Vec<String> {
    let count = |wanted: Finding| synced.iter().filter(|one| one.finding == wanted).count();
    let listed = synced.len() - count(Finding::NotListed) - count(Finding::StillInDoubt);
    let mut lines = vec![format!(
        "{listed} on the list: {} settled, {} learned, {} known before",
        count(Finding::Settled),
        count(Finding::Learned),
        count(Finding::Known)
    )];
    match count(Finding::NotListed) {
        0 => {}
        left => lines.push(format!(
            "{left} that were sent are not on it (accepted, declined or withdrawn); nothing is concluded from that, --json names them"
        )),
    }
    match count(Finding::StillInDoubt) {
        0 => {}
        left => lines.push(format!(
            "{left} still in doubt; `linkwright resume` looks at their pages"
        )),
    }
    lines
}
