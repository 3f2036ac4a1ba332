//! `doctor`: looks at everything that a run needs, and says what is wrong and what to do about it.
//!
//! Starts no browser but with `--online`, makes nothing, sends nothing.

mod books;
mod examination;
mod finding;
mod online;

use comfy_table::Table;
use linkwright::exit_code::ExitCode;

use super::drive::runtime;
use super::options::Options;
use super::output::{Complaint, print_json, show};
use super::sandbox::{keep_whole, plain_table};
use examination::Examination;
use finding::{Finding, State};

/// Looks at everything that a run needs: browser, driver, settings, ledger, limits, selectors
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Each line is ok, warning or broken; what is not ok comes with what to do. Without --online no browser \
is started. The ledger is opened, which brings an older one up to date; nothing else is changed. Exit code 0 if nothing is broken, 4 otherwise.

Examples:
  linkwright doctor
  linkwright doctor --browser firefox
  linkwright doctor --account work --online
  linkwright doctor --json")]
pub(crate) struct Doctor {
    /// As one JSON object: {"ok", "checks": [{"name", "state", "message", "cure"}]}
    #[arg(long)]
    json: bool,

    /// Also opens the account's profile, without a window, and looks who is signed in now
    #[arg(long)]
    online: bool,

    #[command(flatten)]
    options: Options,
}

impl Doctor {
    /// Examines, prints, and tells by the exit code.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let examination = Examination::of(&self.options, self.online)?;
        let mut findings = runtime()?.block_on(examination.findings());
        findings.iter_mut().for_each(Finding::complete);
        let is_well = findings.iter().all(|finding| finding.state != State::Broken);
        if self.json {
            print_json(&serde_json::json!({"ok": is_well, "checks": findings}));
        } else {
            show(&format!("{}\n\n{}\n", as_table(&findings), verdict(&findings)));
        }
        Ok(if is_well { ExitCode::Success } else { ExitCode::NotSetUp })
    }
}

fn as_table(findings: &[Finding]) -> Table {
    let mut table = plain_table(["state", "of", "what was found, and -> what to do"]);
    for finding in findings {
        let text = match &finding.cure {
            Some(cure) => format!("{}\n-> {cure}", finding.message),
            None => finding.message.clone(),
        };
        table.add_row([finding.state.as_str().to_owned(), finding.name.to_owned(), text]);
    }
    [0, 1].into_iter().for_each(|column| keep_whole(&mut table, column));
    table
}

fn verdict(findings: &[Finding]) -> String {
    let count = |state| findings.iter().filter(|finding| finding.state == state).count();
    match (count(State::Broken), count(State::Warning)) {
        (0, 0) => "All is well.".to_owned(),
        (0, warnings) => format!("Nothing is broken; {warnings} to look at."),
        (broken, _) => format!("{broken} broken: mend that first."),
    }
}
