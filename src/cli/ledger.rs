//! Which ledger and which site: what the commands share that look into the ledger.
//!
//! Knows no browser. A ledger that is not there is not made.

use std::path::{Path, PathBuf};

use linkwright::account::AccountName;
use linkwright::browser::BrowserError;
use linkwright::browser::lock::ProfileLock;
use linkwright::engine::Site;
use linkwright::ledger::{Clock, Desk, Ledger, LedgerError, Limits};
use linkwright::person::PersonUrl;

use super::options;
use super::output::Complaint;

/// The ledger's file in the data directory.
pub(crate) const FILE: &str = "ledger.sqlite3";

/// Where the ledger lies, and which site it is about.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Whereabouts {
    /// The stand-in for https://www.linkedin.com that it is about, such as the sandbox
    #[arg(long, env = "LINKWRIGHT_SITE", value_name = "URL", value_parser = Site::stand_in, help_heading = "Site and data")]
    site: Option<Site>,

    /// Where the ledger lies [default: linkwright in your data directory, which `doctor` names]
    #[arg(
        long,
        env = "LINKWRIGHT_DATA_DIR",
        value_name = "DIR",
        help_heading = "Site and data"
    )]
    data_dir: Option<PathBuf>,
}

/// Which account it is about.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Whose {
    /// The account that it is about
    #[arg(
        long,
        env = "LINKWRIGHT_ACCOUNT",
        value_name = "NAME",
        default_value_t,
        help_heading = "Site and data"
    )]
    pub(crate) account: AccountName,
}

impl Whereabouts {
    /// The site that was named, if one was.
    pub(crate) fn named_site(&self) -> Option<String> {
        self.site.as_ref().map(Site::name)
    }

    /// The site that it is about: the one that was named, else the only one that the ledger knows,
    /// else LinkedIn.
    pub(crate) fn site(&self, ledger: &Ledger) -> Result<String, Complaint> {
        let site = match &self.site {
            Some(site) => site.clone(),
            None => only_site(ledger)?.unwrap_or_default(),
        };
        Ok(site.name())
    }

    /// The data directory.
    pub(crate) fn data_directory(&self) -> Result<PathBuf, Complaint> {
        options::data_directory(self.data_dir.as_deref())
    }

    /// The ledger, if there is one.
    pub(crate) fn ledger(&self) -> Result<Option<Ledger>, Complaint> {
        existing(&options::data_directory(self.data_dir.as_deref())?)
    }

    /// What is said where there is none.
    pub(crate) fn nothing_yet(&self) -> Result<String, Complaint> {
        self.data_directory().map(|data| nothing_yet(&data))
    }

    /// The account, once nobody else works for it; it is held as long as the lock is.
    pub(crate) fn desk(&self, ledger: &Ledger, account: &AccountName) -> Result<(Desk, ProfileLock), Complaint> {
        let data = options::data_directory(self.data_dir.as_deref())?;
        let lock = lock(&data, account).map_err(Complaint::no_answer)?;
        let site = self.site(ledger)?;
        let desk = ledger
            .take_over(account.as_str(), &site, Limits::none())
            .map_err(complaint)?;
        Ok((desk, lock))
    }
}

/// The ledger of a data directory, if there is one.
pub(crate) fn existing(data: &Path) -> Result<Option<Ledger>, Complaint> {
    let file = data.join(FILE);
    if !Ledger::is_there(&file).map_err(complaint)? {
        return Ok(None);
    }
    Ledger::open(&file, Clock::system()).map(Some).map_err(complaint)
}

/// The right to work for an account of a data directory.
pub(crate) fn lock(data: &Path, account: &AccountName) -> Result<ProfileLock, BrowserError> {
    ProfileLock::take(&account.home(data))
}

/// The stand-in that the ledger is about, if it knows no other site.
pub(crate) fn only_site(ledger: &Ledger) -> Result<Option<Site>, Complaint> {
    let sites = ledger.sites().map_err(complaint)?;
    match sites.as_slice() {
        [only] => Ok(Site::stand_in(only).ok()),
        _ => Ok(None),
    }
}

/// What the ledger says, as an end of the program.
pub(crate) fn complaint(error: LedgerError) -> Complaint {
    match error {
        LedgerError::Refused(message) => Complaint::not_set_up(message),
        LedgerError::Failed(message) => Complaint::no_answer(message),
        LedgerError::Fenced | LedgerError::Contradiction(_) => Complaint::no_answer(error),
    }
}

/// A person's URL, or its last part alone. What was written may be anything and is not echoed.
pub(crate) fn person(text: &str) -> Result<PersonUrl, Complaint> {
    person_of("PERSON_URL", text)
}

/// The same, given as the value of an option.
pub(crate) fn person_of(option: &str, text: &str) -> Result<PersonUrl, Complaint> {
    let is_slug = !text.is_empty() && !text.contains([':', '/']);
    let address = if is_slug {
        format!("https://www.linkedin.com/in/{text}")
    } else {
        text.to_owned()
    };
    PersonUrl::parse(&address).map_err(|error| Complaint::invalid(format!("{option}: {error}")))
}

/// There is no ledger: nothing was ever asked for here.
pub(crate) fn nothing_yet(data: &Path) -> String {
    format!(
        "there is no ledger yet in {}: nothing was ever sent with this data directory",
        data.display()
    )
}
