//! Where a command works: data directory, account, ledger, configuration, browser.
//!
//! Nothing is made or started before the options are known to be good; nothing is done in an
//! account that somebody else works for.

use std::path::Path;

use linkwright::browser::BrowserError;
use linkwright::browser::launch::Launch;
use linkwright::browser::lock::ProfileLock;
use linkwright::config::Config;
use linkwright::engine::Site;
use linkwright::engine::worker::Policy;
use linkwright::evidence::Settings;
use linkwright::files;
use linkwright::ledger::{Clock, Desk, Ledger, LedgerError};
use linkwright::outcome::{Failure, FailureReason};

use super::evidence::Evidence;
use super::options::{self, Options, Wishes};
use super::output::{Complaint, complain};
use super::signed_in::{Noticed, SignInState};
use super::{accounts, consent, cure, ledger, notice, remote, signed_in};

/// Everything that a command works with.
pub(crate) struct Place {
    pub(crate) site: Site,
    pub(crate) launch: Launch,
    pub(crate) policy: Policy,
    evidence: Settings,
    config: Config,
    lock: Result<ProfileLock, BrowserError>,
}

/// Why the account cannot be worked for.
pub(crate) enum Unavailable {
    /// Somebody else does.
    Busy(Failure),
    /// Something is wrong on this machine.
    Complaint(Complaint),
}

impl Place {
    /// Judges the options, and takes the account for as long as the process lives.
    pub(crate) fn prepare(options: &Options, wishes: Wishes) -> Result<Place, Complaint> {
        Place::at(options, wishes, options.site.clone().unwrap_or_default())
    }

    /// The same for what was begun before: without a named site, the stand-in that the ledger is about.
    pub(crate) fn of_before(options: &Options, wishes: Wishes) -> Result<Place, Complaint> {
        let data = options.data_directory()?;
        let site = match &options.site {
            Some(site) => site.clone(),
            None if data.join(ledger::FILE).exists() => ledger::only_site(&open(&data)?)?.unwrap_or_default(),
            None => Site::default(),
        };
        Place::at(options, wishes, site)
    }

    fn at(options: &Options, wishes: Wishes, site: Site) -> Result<Place, Complaint> {
        cure::is_about(&site);
        let data = options.data_directory()?;
        let config = options.config(&data)?;
        let launch = options.launch(data, &config.browser)?;
        options.needs_screen(&launch)?;
        if site.is_real() && launch.webdriver.is_none() {
            accounts::must_be_known(&launch)?;
        }
        make_private(&launch.data)?;
        if site.is_real() {
            consent::required(&launch.data, options.accept_notice)?;
        }
        if launch.webdriver.is_none() {
            notice::warn_root(launch.kind);
        }
        let policy = Policy {
            on_ambiguous: config.recovery.policy,
            settle: config.recovery.settle(site.is_real()),
            wait: wishes.wait,
        };
        let lock = ledger::lock(&launch.data, &launch.account);
        Ok(Place {
            site,
            launch,
            policy,
            evidence: Settings {
                screenshots: config.evidence.screenshots || wishes.screenshots,
                ..config.evidence
            },
            config,
            lock,
        })
    }

    /// What to do about a failure of a run here.
    pub(crate) fn cure(&self, failure: &Failure) -> String {
        remote::cure(failure, self.launch.webdriver.as_ref())
    }

    /// Sweeps the evidence of earlier runs, and keeps that of this one.
    pub(crate) fn evidence(&self, options: &Options, desk: &Desk) -> Option<Evidence> {
        Evidence::begin(&self.launch.data, options.data_dir.as_deref(), self.evidence, desk)
    }

    /// A page was read that only somebody who is signed in can read, after a wall was met: `accounts` and `doctor`
    /// do not tell of the wall any more.
    pub(crate) fn note_signed_in(&self) {
        let (home, site) = (self.launch.account.home(&self.launch.data), self.site.name());
        let last = signed_in::last(&home, self.launch.kind, &site);
        let was_out = last.is_some_and(|noticed| noticed.state == SignInState::SignedOut);
        if was_out && self.launch.webdriver.is_none() {
            // Not written down is only not told.
            let _ = Noticed::now(self.launch.kind, &site, SignInState::of_somebody()).write(&home);
        }
    }

    /// A sign-in wall was met: `accounts` and `doctor` tell so from now on.
    pub(crate) fn note_signed_out(&self) {
        let launch = &self.launch;
        if launch.webdriver.is_none() {
            let noticed = Noticed::now(launch.kind, &self.site.name(), SignInState::SignedOut);
            // Not written down is only not told; the stop stands in the ledger.
            let _ = noticed.write(&launch.account.home(&launch.data));
        }
    }

    /// Whether the account has no Premium, as was noticed last.
    pub(crate) fn is_free(&self) -> bool {
        signed_in::is_free(&self.launch, &self.site.name())
    }

    /// The account's desk, taken over from whoever had it before.
    pub(crate) fn desk(&self) -> Result<Desk, Unavailable> {
        match &self.lock {
            Ok(_) => {}
            Err(BrowserError::Busy(who)) => {
                let row = FailureReason::AccountBusy.row();
                let message = format!(
                    "{} {}. A window of `linkwright login` that waits is such a run, too.",
                    row.message,
                    as_sentence(who)
                );
                return Err(Unavailable::Busy(Failure::new(FailureReason::AccountBusy, message)));
            }
            Err(error) => return Err(Unavailable::Complaint(Complaint::not_set_up(error))),
        }
        let limits = self.config.limits(self.site.is_real(), self.config.premium);
        let desk = open(&self.launch.data).and_then(|ledger| {
            ledger
                .take_over(self.launch.account.as_str(), &self.site.name(), limits)
                .map_err(|error| unusable(&error))
        });
        desk.map_err(Unavailable::Complaint)
    }
}

/// With a capital at its beginning.
fn as_sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.as_str().chars()).collect()
}

/// The ledger of a data directory, made if it is missing; that one was there and is gone is told.
fn open(data: &Path) -> Result<Ledger, Complaint> {
    let file = data.join(ledger::FILE);
    let is_gone = Ledger::is_there(&file).is_err();
    let ledger = Ledger::open(&file, Clock::system()).map_err(|error| unusable(&error))?;
    if is_gone {
        complain(&format!(
            "the ledger {} was there and is gone; a new one begins, which knows nobody who was invited before. If you did not mean that, stop, and put a copy back",
            file.display()
        ));
    }
    Ok(ledger)
}

fn unusable(error: &LedgerError) -> Complaint {
    Complaint::not_set_up(error)
}

/// Makes a directory that only its owner can read; one that is there already is left as it is.
pub(crate) fn make_private(directory: &Path) -> Result<(), Complaint> {
    options::must_be_directory(directory)?;
    files::private_directory().create(directory).map_err(|error| {
        let place = directory.display();
        Complaint::not_set_up(format!(
            "cannot make the data directory {place}: {error}; choose another with --data-dir"
        ))
    })
}
