//! The options of this run, for the commands that a message tells to give: without them such a command would be
//! about another account, site or directory.
//!
//! Knows which command takes which option from the command line itself.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory};
use linkwright::account::AccountName;
use linkwright::browser::driver::BrowserKind;
use linkwright::engine::Site;
use linkwright::ledger::KnownAccount;

use super::Arguments;
use super::notice::quoted;

/// How a command begins in a message, behind a backquote.
const PROGRAM: &str = "linkwright ";

/// What was given to this run. Messages are written everywhere, and the run is one.
static GIVEN: Mutex<Given> = Mutex::new(Given {
    account: None,
    site: None,
    data_dir: None,
    browser: None,
    config: None,
});

/// The options that decide what a command is about.
#[derive(Debug, Clone, Default)]
struct Given {
    account: Option<AccountName>,
    site: Option<Site>,
    data_dir: Option<PathBuf>,
    browser: Option<BrowserKind>,
    config: Option<PathBuf>,
}

/// Keeps what was given on the command line, or by a variable.
pub(crate) fn hear(matches: &ArgMatches) {
    let Some((_, matches)) = matches.subcommand() else {
        return;
    };
    *given_now() = Given {
        account: chosen(matches, "account"),
        site: chosen(matches, "site"),
        data_dir: chosen(matches, "data_dir"),
        browser: chosen(matches, "browser"),
        config: chosen(matches, "config"),
    };
}

fn given_now() -> std::sync::MutexGuard<'static, Given> {
    GIVEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A value that somebody has chosen; what a command does not have, or has by itself, is none.
fn chosen<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, id: &str) -> Option<T> {
    let value = matches.try_get_one::<T>(id).ok().flatten()?;
    let by_itself = matches.value_source(id) == Some(ValueSource::DefaultValue);
    (!by_itself).then(|| value.clone())
}

/// The run has found out by itself which stand-in it is about.
pub(crate) fn is_about(site: &Site) {
    if !site.is_real() {
        given_now().site = Some(site.clone());
    }
}

/// A command with its options, as a shell takes it.
pub(crate) fn command(words: &str) -> String {
    format!("{PROGRAM}{words}{}", given_now().missing_in(words))
}

/// The same for another account of the same directory.
pub(crate) fn command_for(words: &str, account: &KnownAccount) -> String {
    let theirs = Given {
        account: account.name.parse().ok(),
        site: Site::stand_in(&account.site).ok(),
        browser: None,
        ..given_now().clone()
    };
    format!("{PROGRAM}{words}{}", theirs.missing_in(words))
}

/// A message whose commands (`linkwright …`) have their options.
pub(crate) fn completed(message: &str) -> String {
    if !message.contains("`linkwright ") {
        return message.to_owned();
    }
    given_now().completed(message)
}

impl Given {
    fn completed(&self, message: &str) -> String {
        let pieces: Vec<&str> = message.split('`').collect();
        let last = pieces.len().saturating_sub(1);
        let with_options = |(place, piece): (usize, &&str)| match piece.strip_prefix(PROGRAM) {
            Some(words) if place > 0 && place < last => format!("{piece}{}", self.missing_in(words)),
            Some(_) | None => (*piece).to_owned(),
        };
        pieces
            .iter()
            .enumerate()
            .map(with_options)
            .collect::<Vec<_>>()
            .join("`")
    }

    /// The options that a command takes and that do not stand there already.
    fn missing_in(&self, words: &str) -> String {
        let name = words.split_whitespace().next().unwrap_or_default();
        let line = Arguments::command();
        let Some(command) = line.find_subcommand(name) else {
            return String::new();
        };
        let takes = |id: &str| command.get_arguments().any(|argument| argument.get_id() == id);
        let is_there = |option: &str| words.split_whitespace().any(|word| word == option);
        let all = self.options().into_iter();
        all.filter(|(id, option, _)| takes(id) && !is_there(option))
            .map(|(_, option, value)| format!(" {option} {}", quoted(&value)))
            .collect()
    }

    fn options(&self) -> Vec<(&'static str, &'static str, String)> {
        let path = |path: &PathBuf| path.to_string_lossy().into_owned();
        let site = |site: &Site| site.origin().as_str().trim_end_matches('/').to_owned();
        [
            (
                "account",
                "--account",
                self.account.as_ref().map(AccountName::to_string),
            ),
            ("site", "--site", self.site.as_ref().map(site)),
            ("data_dir", "--data-dir", self.data_dir.as_ref().map(path)),
            ("browser", "--browser", self.browser.map(|kind| kind.name().to_owned())),
            ("config", "--config", self.config.as_ref().map(path)),
        ]
        .into_iter()
        .filter_map(|(id, option, value)| Some((id, option, value?)))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given() -> Given {
        Given {
            account: Some("work".parse().expect("a name")),
            site: Some(Site::stand_in("http://127.0.0.1:8080").expect("a site")),
            data_dir: Some("/data/link wright".into()),
            browser: Some(BrowserKind::Firefox),
            config: Some("/etc/mine.toml".into()),
        }
    }

    #[test]
    fn a_command_in_a_message_gets_the_options_that_it_takes() {
        let told = given().completed(
            "Sign in with `linkwright login`, then `linkwright resolve PERSON sent` or `not-sent`; see `linkwright explain`.",
        );
        let about = "--account work --site http://127.0.0.1:8080 --data-dir '/data/link wright'";
        assert_eq!(
            told,
            format!(
                "Sign in with `linkwright login {about} --browser firefox --config /etc/mine.toml`, then `linkwright resolve PERSON sent {about}` or `not-sent`; see `linkwright explain`."
            )
        );
    }

    #[test]
    fn what_stands_there_is_not_said_twice_and_nothing_is_added_where_nothing_was_given() {
        let there = "`linkwright bundle ev-1 --data-dir /here` makes a safe file";
        assert_eq!(given().completed(there), there);
        let plain = "run `linkwright clear`";
        assert_eq!(Given::default().completed(plain), plain);
        let not_closed = "`linkwright clear";
        assert_eq!(given().completed(not_closed), not_closed);
    }
}
