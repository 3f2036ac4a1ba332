//! `accounts`: whom a data directory can work for, who was signed in when last noticed, and who is stopped.
//!
//! Reads only; starts no browser.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use linkwright::account::AccountName;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::lock::ProfileLock;
use linkwright::browser::profile_directory;
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{Ledger, Stop};
use serde::Serialize;

use super::cure::command;
use super::ledger::{self, complaint};
use super::options::data_directory;
use super::output::{Complaint, print_json, show, tell};
use super::sandbox::{keep_whole, plain_table};
use super::signed_in::{self, Noticed};

/// Lists the accounts: their browsers, who was signed in when last noticed, and who is stopped
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Who is signed in is what `login` and later runs have noticed; a session can end without them.

Examples:
  linkwright accounts
  linkwright accounts --json")]
pub(crate) struct Accounts {
    /// As a JSON array: [{"account", "browsers", "signedIn": […], "stopped": […]}]
    #[arg(long)]
    json: bool,

    /// Where the accounts' profiles lie [default: linkwright in your data directory, which `doctor` names]
    #[arg(
        long,
        env = "LINKWRIGHT_DATA_DIR",
        value_name = "DIR",
        help_heading = "Site and data"
    )]
    data_dir: Option<PathBuf>,
}

/// One account, as it is told.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    account: AccountName,
    /// Those with a profile.
    browsers: Vec<&'static str>,
    signed_in: Vec<Noticed>,
    stopped: Vec<Stopped>,
}

/// Why an account does nothing on a site.
#[derive(Debug, Serialize)]
struct Stopped {
    site: String,
    reason: String,
    message: String,
    /// UTC, ISO 8601.
    at: String,
}

impl Accounts {
    /// Prints the accounts.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let data = data_directory(self.data_dir.as_deref())?;
        let ledger = ledger::existing(&data)?;
        let accounts = names(&data)
            .into_iter()
            .map(|name| account(&data, name, ledger.as_ref()))
            .collect::<Result<Vec<_>, _>>()?;
        if self.json {
            print_json(&accounts);
        } else if accounts.is_empty() {
            tell(&format!(
                "No account yet in {}. Begin with: {}",
                data.display(),
                command("login")
            ));
        } else {
            show(&as_table(&accounts));
        }
        Ok(ExitCode::Success)
    }
}

/// The accounts that something lies there for, in alphabetical order.
pub(crate) fn names(data: &Path) -> BTreeSet<AccountName> {
    let entries = fs::read_dir(AccountName::homes(data)).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let default = AccountName::default();
    let has_default = default.profiles(data).is_dir();
    named.chain(has_default.then_some(default)).collect()
}

/// The right to all of them, while nobody works for any.
pub(crate) fn locks(data: &Path) -> Result<Vec<ProfileLock>, Complaint> {
    let locks = names(data).into_iter().map(|account| ledger::lock(data, &account));
    locks.collect::<Result<_, _>>().map_err(Complaint::no_answer)
}

/// A mistyped name would make a new account that is signed out: only `login` makes one for the real site.
pub(crate) fn must_be_known(launch: &Launch) -> Result<(), Complaint> {
    refuse_unknown(&launch.data, &launch.account, &names(&launch.data)).map_err(Complaint::not_set_up)
}

/// What is about something that was done before is about nobody under a mistyped name: in the ledger or on disk,
/// the account must be there.
pub(crate) fn must_exist(data: &Path, account: &AccountName, ledger: Option<&Ledger>) -> Result<(), Complaint> {
    let mut known = names(data);
    for account in ledger.map_or(Ok(Vec::new()), Ledger::accounts).map_err(complaint)? {
        known.extend(account.name.parse::<AccountName>());
    }
    refuse_unknown(data, account, &known).map_err(Complaint::not_set_up)
}

fn refuse_unknown(data: &Path, name: &AccountName, known: &BTreeSet<AccountName>) -> Result<(), String> {
    if name.is_default() || known.contains(name) {
        return Ok(());
    }
    let names: Vec<&str> = known.iter().map(AccountName::as_str).collect();
    let there = match names.as_slice() {
        [] => "There is none yet".to_owned(),
        names => format!("There are: {}", names.join(", ")),
    };
    Err(format!(
        "there is no account \"{name}\" in {}. {there}. To make it, sign in: {}",
        data.display(),
        command("login")
    ))
}

fn account(data: &Path, name: AccountName, ledger: Option<&Ledger>) -> Result<Account, Complaint> {
    let has_profile = |kind: &BrowserKind| profile_directory::of(data, &name, *kind).is_dir();
    Ok(Account {
        browsers: BrowserKind::ALL
            .into_iter()
            .filter(has_profile)
            .map(BrowserKind::name)
            .collect(),
        signed_in: signed_in::read(&name.home(data)),
        stopped: ledger.map_or(Ok(Vec::new()), |ledger| stops(ledger, &name))?,
        account: name,
    })
}

fn stops(ledger: &Ledger, name: &AccountName) -> Result<Vec<Stopped>, Complaint> {
    let mut stops = Vec::new();
    for site in ledger.sites().map_err(complaint)? {
        let stop = ledger.stopped(name.as_str(), &site).map_err(complaint)?;
        stops.extend(stop.map(|Stop { reason, message, at }| Stopped {
            site,
            reason,
            message,
            at: at.to_string(),
        }));
    }
    Ok(stops)
}

fn as_table(accounts: &[Account]) -> String {
    let mut table = plain_table(["account", "profiles", "signed in, when last noticed", "stopped"]);
    for account in accounts {
        let noticed = account.signed_in.iter().map(|noticed| {
            let who = noticed.state.in_short();
            format!("{}: {who}, {} on {}", noticed.browser, noticed.moment(), noticed.site)
        });
        let stopped = account
            .stopped
            .iter()
            .map(|stop| format!("{} on {}: {}", stop.reason, stop.site, stop.message));
        table.add_row([
            account.account.to_string(),
            lines(account.browsers.iter().map(|name| (*name).to_owned())),
            lines(noticed),
            lines(stopped),
        ]);
    }
    [0, 1].into_iter().for_each(|column| keep_whole(&mut table, column));
    format!("{table}\n")
}

fn lines(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.collect();
    if texts.is_empty() {
        "–".to_owned()
    } else {
        texts.join("\n")
    }
}
