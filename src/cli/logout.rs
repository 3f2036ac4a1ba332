//! `logout`: removes an account's browser profiles from this machine.
//!
//! The ledger stays: who was invited must not be invited again.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use linkwright::account::AccountName;
use linkwright::browser::BrowserError;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::profile_directory;
use linkwright::exit_code::ExitCode;

use super::drive::runtime;
use super::output::{Complaint, complain, show, tell};
use super::question::{can_be_asked, is_yes};
use super::{accounts, ledger, options, signed_in};

/// What is kept, and what is not done.
const WHAT: &str = "\
Kept: the ledger with everybody who was invited, so that nobody is invited
twice; the limits, and why the account is stopped if it is.
Not done: LinkedIn is told nothing, so there the session goes on until it runs
out. To end it there too, look in LinkedIn's settings for the devices that are
signed in.";

/// Removes an account's browser profiles, and with them its sign-in; the ledger stays
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
{WHAT}

Examples:
  linkwright logout
  linkwright logout --account work --yes"))]
pub(crate) struct Logout {
    /// The account to sign out
    #[arg(long, env = "LINKWRIGHT_ACCOUNT", value_name = "NAME", default_value_t)]
    account: AccountName,

    /// Does not ask
    #[arg(long)]
    yes: bool,

    /// Where the accounts' profiles lie [default: linkwright in your data directory, which `doctor` names]
    #[arg(
        long,
        env = "LINKWRIGHT_DATA_DIR",
        value_name = "DIR",
        help_heading = "Site and data"
    )]
    data_dir: Option<PathBuf>,
}

impl Logout {
    /// Asks, removes, and says so.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let data = options::data_directory(self.data_dir.as_deref())?;
        options::must_be_directory(&data)?;
        let name = &self.account;
        if !self.has_profile(&data)? {
            // A ledger that cannot be read hinders nobody from signing out.
            let ledger = ledger::existing(&data).ok().flatten();
            accounts::must_exist(&data, name, ledger.as_ref())?;
            show(&format!(
                "The account \"{name}\" has no browser profile here; nothing was changed.\n"
            ));
            return Ok(ExitCode::Success);
        }
        if !self.yes && !self.is_wanted(&data)? {
            return Err(Complaint::no_answer("nothing was removed"));
        }
        let launch = Launch {
            account: name.clone(),
            ..Launch::new(BrowserKind::Chrome, data.clone())
        };
        let _account = ledger::lock(&data, name).map_err(Complaint::no_answer)?;
        let removed = runtime()?
            .block_on(launch.remove_profiles())
            .map_err(|error| match error {
                BrowserError::NotSetUp(message) => Complaint::not_set_up(message),
                error => Complaint::no_answer(error),
            })?;
        if let Err(error) = signed_in::forget(&name.home(&data)) {
            complain(&format!("who was signed in could not be forgotten: {error}"));
        }
        let browsers: Vec<&str> = removed.into_iter().map(BrowserKind::name).collect();
        show(&format!(
            "Removed the profile of the account \"{name}\" for {}. The ledger stays, so that nobody is invited twice.\n",
            browsers.join(" and ")
        ));
        Ok(ExitCode::Success)
    }

    /// Whether some browser of the account has been here.
    fn has_profile(&self, data: &Path) -> Result<bool, Complaint> {
        for kind in BrowserKind::ALL {
            let profile = profile_directory::of(data, &self.account, kind);
            match std::fs::metadata(&profile) {
                Ok(found) if found.is_dir() => return Ok(true),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => {
                    let place = profile.display();
                    return Err(Complaint::not_set_up(format!("{place} cannot be looked at: {error}")));
                }
            }
        }
        Ok(false)
    }

    fn is_wanted(&self, data: &Path) -> Result<bool, Complaint> {
        if !can_be_asked() {
            return Err(Complaint::invalid(
                "there is nobody to ask; write --yes if the account's browser profile is to be removed",
            ));
        }
        let name = &self.account;
        tell(&format!(
            "This removes what the account \"{name}\" is signed in with:\n  {}",
            name.profiles(data).display()
        ));
        tell(WHAT);
        is_yes("Go on?")
    }
}
