//! Parsing the arguments, and the texts of the help.
//!
//! Knows no command by name. Never lets an argument that may be a note or an address be echoed.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use linkwright::exit_code::ExitCode;

use super::cure;
use super::output::{printable, tell};

/// The program's arguments; help, version and faults are printed here.
pub(crate) fn parse<T: Parser>() -> Result<T, ExitCode> {
    let parsed = T::command().try_get_matches().and_then(|mut matches| {
        cure::hear(&matches);
        T::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut T::command()))
    });
    parsed.map_err(|error| {
        let error = without_texts(error);
        // Nobody is left to be told that the terminal is gone.
        let _ = error.print();
        if is_hidden(&error) {
            tell(&format!("  tip: {}", surplus(&T::command())));
        }
        if error.kind() == ErrorKind::InvalidUtf8 {
            tell(&format!("  tip: {}", unreadable(&T::command())));
        }
        if matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation)
            && let Some(name) = empty_variable()
        {
            tell(&format!(
                "linkwright: {name} is set and empty; unset it, or give it a value"
            ));
        }
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::Success,
            _ => ExitCode::InvalidWorkflow,
        }
    })
}

/// What helps where an argument is one too many: lists are counted, notes are quoted.
fn surplus(command: &clap::Command) -> String {
    let first = std::env::args_os().nth(1).unwrap_or_default();
    let name = first.to_string_lossy();
    let quotes = "a text with spaces, such as a note, stands behind its option and in quotes";
    let Some(command) = command.find_subcommand(name.as_ref()) else {
        return quotes.to_owned();
    };
    let takes_note = command.get_arguments().any(|argument| argument.get_id() == "note");
    let names: Vec<String> = command
        .get_positionals()
        .map(|argument| format!("one {}", placeholder(argument)))
        .collect();
    match (takes_note, names.as_slice()) {
        (false, names @ [_, ..]) => format!(
            "`linkwright {name}` takes {} and options; a name with spaces stands in quotes",
            names.join(", ")
        ),
        (false, []) if !command.has_subcommands() => format!("`linkwright {name}` takes options only"),
        (true, _) | (false, []) => quotes.to_owned(),
    }
}

fn placeholder(argument: &clap::Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    names
        .first()
        .map_or_else(|| argument.get_id().to_string().to_uppercase(), ToString::to_string)
}

/// Which argument cannot be read as text, by the option that it is given to. Whatever is no option may be a
/// note, and is not shown.
fn unreadable(command: &clap::Command) -> String {
    let all = std::iter::once(command).chain(command.get_subcommands());
    let known: Vec<&str> = all
        .flat_map(clap::Command::get_arguments)
        .filter(|argument| argument.get_action().takes_values())
        .filter_map(clap::Arg::get_long)
        .collect();
    let option = |name: &str| {
        let name = name.strip_prefix("--")?;
        known.iter().find(|long| **long == name).copied()
    };
    let arguments: Vec<_> = std::env::args_os().collect();
    let at = arguments.iter().position(|argument| argument.to_str().is_none());
    let text = |at: usize| arguments[at].to_string_lossy();
    let named = at.and_then(|at| match text(at).split_once('=') {
        Some((name, _)) => option(name),
        None => option(&text(at.checked_sub(1)?)),
    });
    let which = match (named, at) {
        (Some(long), _) => format!("what is given to --{long}"),
        (None, Some(at)) => format!("argument {at}"),
        (None, None) => "a variable of linkwright's".to_owned(),
    };
    format!("{which} is not UTF-8; check the terminal's encoding, or the encoding of the file that it comes from")
}

/// A variable of ours without a value stands for an option that nobody has typed.
fn empty_variable() -> Option<String> {
    let is_ours = |name: &String| name.starts_with("LINKWRIGHT_");
    let empty = std::env::vars_os().filter(|(_, value)| value.is_empty());
    empty.filter_map(|(name, _)| name.into_string().ok()).find(is_ours)
}

/// A stray argument that is no option may be a note that lost its `--note`.
fn without_texts(mut error: clap::Error) -> clap::Error {
    let is_text = |text: &str| !text.starts_with("--") || text.contains(char::is_whitespace);
    let stray = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(text)) => error.kind() == ErrorKind::UnknownArgument && is_text(text),
        _ => false,
    };
    if stray {
        error.insert(ContextKind::InvalidArg, ContextValue::String(HIDDEN.to_owned()));
        error.remove(ContextKind::Suggested);
    }
    for kind in [
        ContextKind::InvalidArg,
        ContextKind::InvalidValue,
        ContextKind::InvalidSubcommand,
    ] {
        let Some(ContextValue::String(text)) = error.get(kind) else {
            continue;
        };
        let harmless = harmless(text);
        if harmless != *text {
            error.insert(kind, ContextValue::String(harmless));
            error.remove(ContextKind::Suggested);
        }
    }
    error
}

fn is_hidden(error: &clap::Error) -> bool {
    let hidden = ContextValue::String(HIDDEN.to_owned());
    error.kind() == ErrorKind::UnknownArgument && error.get(ContextKind::InvalidArg) == Some(&hidden)
}

/// What stands in the place of a text that is not shown.
const HIDDEN: &str = "…";

/// What is behind an `@` is an e-mail address, or an address with a password before it.
fn harmless(text: &str) -> String {
    if text.contains('@') {
        return HIDDEN.to_owned();
    }
    printable(text)
}

/// A whole number that an option takes.
pub(crate) fn whole_number<N>(text: &str, range: RangeInclusive<N>) -> Result<N, String>
where
    N: FromStr + PartialOrd + Display,
{
    let number = text.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| format!("a whole number from {} to {} is wanted", range.start(), range.end()))
}

/// The exit codes, for the end of a help text.
pub(crate) fn exit_codes() -> String {
    let lines: Vec<String> = ExitCode::ALL
        .iter()
        .map(|code| format!("  {:<3} {}", code.number(), code.meaning()))
        .collect();
    format!("Exit codes:\n{}", lines.join("\n"))
}

/// Where to begin, then the exit codes.
pub(crate) fn long_help() -> String {
    format!(
        "\
Where to begin:
  linkwright demo                                        see it work, on a made-up site
  linkwright sandbox                                     serve the made-up site, to try workflows on
  linkwright status https://www.linkedin.com/in/SLUG     ask how you and a person are connected
  linkwright run workflow.json > answer.json             run a workflow

{}",
        exit_codes()
    )
}
