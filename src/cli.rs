//! The command line: one command, one file below `cli/`.
//!
//! Knows how to ask and how to tell; what is true comes from the library.

mod arguments;
mod check;
mod completions;
mod connect;
mod demo;
mod drive;
mod explain;
mod input;
mod interrupt;
mod notice;
mod options;
mod output;
mod progress;
mod run;
mod sandbox;
mod status;
mod summary;

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
    Explain(explain::Explain),
    Sandbox(sandbox::Serve),
    Demo(demo::Demo),
    Completions(completions::Completions),
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
        Command::Explain(command) => command.run(),
        Command::Sandbox(command) => command.run(),
        Command::Demo(command) => command.run(),
        Command::Completions(command) => command.run(),
    };
    done.unwrap_or_else(|complaint: Complaint| {
        complain(&complaint.message);
        complaint.code
    })
}
