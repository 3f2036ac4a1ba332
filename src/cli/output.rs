//! What is printed where: answers to stdout, everything for people to stderr.
//!
//! A reader who goes away (a closed pipe) is no bug of ours and never a panic.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use linkwright::exit_code::ExitCode;
use serde::Serialize;

use super::cure::completed;

/// Why a command could not do its work: one message, one exit code.
#[derive(Debug)]
pub(crate) struct Complaint {
    pub(crate) code: ExitCode,
    pub(crate) message: String,
}

impl Complaint {
    /// The arguments or the workflow make no sense.
    pub(crate) fn invalid(message: impl ToString) -> Complaint {
        Complaint {
            code: ExitCode::InvalidWorkflow,
            message: message.to_string(),
        }
    }

    /// Something is missing or wrong on this machine.
    pub(crate) fn not_set_up(message: impl ToString) -> Complaint {
        Complaint {
            code: ExitCode::NotSetUp,
            message: message.to_string(),
        }
    }

    /// No answer could be reached.
    pub(crate) fn no_answer(message: impl ToString) -> Complaint {
        Complaint {
            code: ExitCode::NoAnswer,
            message: message.to_string(),
        }
    }
}

/// One line for people, on stderr, under the program's name.
pub(crate) fn complain(message: &str) {
    tell(&format!("linkwright: {message}"));
}

/// One line for people, on stderr; its commands get the options that this run was given.
pub(crate) fn tell(line: &str) {
    // Nobody is left to be told that stderr is closed.
    let _ = writeln!(io::stderr(), "{}", printable(&completed(line)));
}

/// A page's text, or somebody else's file, must not steer a terminal. Ends of lines stay.
pub(crate) fn printable(text: &str) -> String {
    let turns_round = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let steers = |c: char| (c.is_control() && c != '\n') || turns_round(c);
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// Whether something could not be written on stdout although somebody wanted it.
static IS_LOST: AtomicBool = AtomicBool::new(false);

/// Text on stdout as it is, for programs; whether all of it was written. A terminal gets nothing that steers it.
pub(crate) fn print(text: &str) -> bool {
    if io::stdout().is_terminal() {
        show(text)
    } else {
        write(text)
    }
}

fn write(text: &str) -> bool {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    if let Err(error) = &written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        IS_LOST.store(true, Ordering::Relaxed);
        complain(&format!("stdout cannot be written: {error}"));
    }
    written.is_ok()
}

/// Text for people on stdout, such as a table: it steers no terminal.
pub(crate) fn show(text: &str) -> bool {
    write(&printable(text))
}

/// The code to end with: a success that could not be told to its caller is none.
pub(crate) fn honest(code: ExitCode) -> ExitCode {
    match code {
        ExitCode::Success if IS_LOST.load(Ordering::Relaxed) => ExitCode::NoAnswer,
        told => told,
    }
}

/// JSON on stdout: indented on a terminal, one line otherwise; whether all of it was written.
pub(crate) fn print_json(value: &impl Serialize) -> bool {
    let text = if io::stdout().is_terminal() {
        serde_json::to_string_pretty(value)
    } else {
        serde_json::to_string(value)
    };
    match text {
        Ok(text) => print(&format!("{text}\n")),
        Err(error) => {
            complain(&format!("the answer cannot be written as JSON: {error}"));
            false
        }
    }
}

/// Whether stderr is read by a person, on a terminal that can change a line.
pub(crate) fn is_watched() -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|kind| kind == "dumb");
    io::stderr().is_terminal() && !is_dumb
}
