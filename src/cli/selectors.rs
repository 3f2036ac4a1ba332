//! `selectors`: the files that say what pages look like, written out for editing and checked.
//!
//! One command below it, one file in `selectors/`.

mod check;
mod export;
mod fault;
mod pages;
mod report;

use clap::Subcommand;
use linkwright::exit_code::ExitCode;

use super::output::Complaint;

/// Writes out the selector files for editing, and checks edited ones
#[derive(Debug, clap::Args)]
#[command(after_help = "\
When a page is not recognised: save it, see what explain says, then export, edit, check.

Examples:
  linkwright explain page.html
  linkwright selectors export my-selectors
  linkwright selectors check my-selectors --against page.html
  linkwright run workflow.json --selectors my-selectors")]
pub(crate) struct Selectors {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Export(export::Export),
    Check(check::Check),
}

impl Selectors {
    /// Does what is asked for.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        match &self.command {
            Command::Export(command) => command.run(),
            Command::Check(command) => command.run(),
        }
    }
}
