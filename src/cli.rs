//! The command line: one command, one file below `cli/`.
//!
//! Knows how to ask and how to tell; what is true comes from the library.

mod accounts;
mod arguments;
mod batch;
mod bundle;
mod check;
mod clear;
mod completions;
mod connect;
mod consent;
mod cure;
mod demo;
mod doctor;
mod drive;
mod elsewhere;
mod evidence;
mod explain;
mod history;
mod input;
mod interrupt;
mod ledger;
mod login;
mod logout;
mod machine;
mod man;
mod notice;
mod options;
mod output;
mod place;
mod progress;
mod purge;
mod question;
mod record;
mod remote;
mod report;
mod resolve;
mod resume;
mod run;
mod sandbox;
mod scrubbed;
mod selectors;
mod signed_in;
mod stand_in;
mod status;
mod summary;
mod sync;
mod whole_file;
mod withdraw;

use clap::Subcommand;
use linkwright::exit_code::ExitCode;

use output::{Complaint, complain};

/// Runs Linked API-style workflows in your own signed-in browser, and tells the truth about what happened.
#[derive(Debug, clap::Parser)]
#[command(name = "linkwright", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = arguments::exit_codes(), after_long_help = arguments::long_help())]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Check(check::Check),
    Connect(connect::Connect),
    Status(status::Status),
    Withdraw(withdraw::Withdraw),
    Batch(batch::Batch),
    Login(login::Login),
    Accounts(accounts::Accounts),
    Logout(logout::Logout),
    Resume(resume::Resume),
    Cancel(resume::Cancel),
    Sync(sync::Sync),
    History(history::History),
    Report(report::Report),
    Resolve(resolve::Resolve),
    Clear(clear::Clear),
    Purge(purge::Purge),
    Explain(explain::Explain),
    Record(record::Record),
    Bundle(bundle::Bundle),
    Selectors(selectors::Selectors),
    Sandbox(sandbox::Serve),
    Doctor(doctor::Doctor),
    Demo(demo::Demo),
    Completions(completions::Completions),
    Man(man::Manual),
}

/// Reads the arguments and does what they ask for.
pub(crate) fn main() -> ExitCode {
    let arguments: Arguments = match arguments::parse() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let done = match arguments.command {
        Command::Run(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Connect(command) => command.run(),
        Command::Status(command) => command.run(),
        Command::Withdraw(command) => command.run(),
        Command::Batch(command) => command.run(),
        Command::Login(command) => command.run(),
        Command::Accounts(command) => command.run(),
        Command::Logout(command) => command.run(),
        Command::Resume(command) => command.run(),
        Command::Cancel(command) => command.run(),
        Command::Sync(command) => command.run(),
        Command::History(command) => command.run(),
        Command::Report(command) => command.run(),
        Command::Resolve(command) => command.run(),
        Command::Clear(command) => command.run(),
        Command::Purge(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Record(command) => command.run(),
        Command::Bundle(command) => command.run(),
        Command::Selectors(command) => command.run(),
        Command::Sandbox(command) => command.run(),
        Command::Doctor(command) => command.run(),
        Command::Demo(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    };
    let code = done.unwrap_or_else(|complaint: Complaint| {
        complain(&complaint.message);
        complaint.code
    });
    output::honest(code)
}
