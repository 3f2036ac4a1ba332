//! What is looked at, one function each. Reads only but with `--online`; what is not there yet is not made.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use linkwright::browser::BrowserError;
use linkwright::browser::endpoint::Endpoint;
use linkwright::browser::equipment::{Equipment, Tool};
use linkwright::browser::fence;
use linkwright::browser::launch::Launch;
use linkwright::browser::lock::ProfileLock;
use linkwright::browser::webdriver::Session;
use linkwright::config::Config;
use linkwright::engine::Site;
use linkwright::files;
use linkwright::ledger::{Clock, Ledger};

use super::finding::{Finding, apart};
use super::{books, online};
use crate::cli::ledger::{self, FILE, existing, nothing_yet, only_site};
use crate::cli::options::Options;
use crate::cli::output::Complaint;
use crate::cli::signed_in::{self, Noticed, SignInState};
use crate::cli::{accounts, consent, cure, notice, place};

/// What to do where an error does not say it.
const SETTINGS: &str =
    "mend that file by `docs/linkwright.example.toml`, which has every key, or name another with --config";
const SELECTORS: &str = "`linkwright selectors check DIR` tells every fault";
const EQUIPMENT: &str = "install browser and driver of one version";

/// Everything that is looked at.
pub(super) struct Examination<'a> {
    options: &'a Options,
    is_online: bool,
    data: PathBuf,
    launch: Launch,
}

/// The right to the account while it is looked at, if nobody else has it.
enum Account {
    /// No directory was made for it yet.
    New,
    Ours {
        _lock: ProfileLock,
    },
    Busy(String),
    Unusable(String),
}

impl<'a> Examination<'a> {
    pub(super) fn of(options: &'a Options, is_online: bool) -> Result<Examination<'a>, Complaint> {
        let data = options.data_directory()?;
        let config = options.config(&data);
        // Settings at fault are told of below; the rest is looked at by what holds without them.
        let settings = config.as_ref().map(|config| config.browser.clone()).unwrap_or_default();
        let launch = options.launch(data.clone(), &settings)?;
        let examination = Examination {
            options,
            is_online,
            data,
            launch,
        };
        if is_online {
            examination.prepare()?;
        }
        Ok(examination)
    }

    /// What a browser wants that none of the other looks does.
    fn prepare(&self) -> Result<(), Complaint> {
        if self.launch.webdriver.is_some() {
            return Err(Complaint::invalid(
                "--online looks into the account's own profile, which a driver elsewhere has not; leave it out, or --webdriver and what stands for it",
            ));
        }
        self.options.needs_screen(&self.launch)?;
        let is_real = self.site().is_real();
        if is_real {
            accounts::must_be_known(&self.launch)?;
        }
        place::make_private(&self.data)?;
        if is_real {
            consent::required(&self.data, self.options.accept_notice)?;
        }
        Ok(())
    }

    /// The site that was named, else the only one that the ledger is about, else LinkedIn.
    fn site(&self) -> Site {
        let ledger = existing(&self.data).ok().flatten();
        let known = || ledger.as_ref().and_then(|ledger| only_site(ledger).ok().flatten());
        self.options.site.clone().or_else(known).unwrap_or_default()
    }

    /// All of it, in the order in which a run would meet it.
    pub(super) async fn findings(&self) -> Vec<Finding> {
        let mut findings = vec![self.directory()];
        let config = self.options.config(&self.data);
        findings.push(match &config {
            Ok(_) => Finding::ok("settings", "they can be used"),
            Err(error) => Finding::fault("settings", &error.message, SETTINGS),
        });
        findings.push(match self.options.rules() {
            Ok(rules) => Finding::ok("selectors", format!("{} rules", rules.rules().count())),
            Err(error) => Finding::fault("selectors", error.message, SELECTORS),
        });
        findings.extend(self.equipment().await);
        findings.push(port());
        findings.push(temporary());
        findings.extend(self.screen());
        let account = if self.is_online {
            self.own_account()
        } else {
            self.account()
        };
        findings.push(lock(&account));
        findings.extend(self.profile(&account));
        match (self.is_online, &account) {
            (true, Account::Ours { .. }) => findings.push(self.online().await),
            (_, Account::New | Account::Ours { .. } | Account::Busy(_) | Account::Unusable(_)) => {
                findings.extend(self.signed_in());
            }
        }
        findings.extend(self.ledger(&account, config.ok()));
        findings
    }

    fn directory(&self) -> Finding {
        let name = "data directory";
        let place = self.data.display();
        match fs::metadata(&self.data) {
            Ok(facts) if !facts.is_dir() => {
                let cure = "choose another with --data-dir";
                Finding::broken(name, format!("{place} is no directory"), cure)
            }
            Ok(facts) if !files::is_ours(&facts) => Finding::broken(
                name,
                format!("{place} belongs to another user, and runs refuse that"),
                "run as that user, or choose another with --data-dir",
            ),
            Ok(facts) if files::is_writable_by_others(&facts) => Finding::broken(
                name,
                format!("others on this machine can write in {place}, and runs refuse that"),
                "chmod go-w on it if it is linkwright's alone, else choose another with --data-dir",
            ),
            Ok(facts) if files::is_open_to_others(&facts) => Finding::warning(
                name,
                format!("others on this machine can look into {place}, where the signed-in profile lies"),
                "chmod 700 on it",
            ),
            Ok(_) if !may_write(&self.data) => {
                let cure = "take back the right to write there, or choose another with --data-dir";
                Finding::broken(name, format!("{place} cannot be written"), cure)
            }
            Ok(_) => Finding::ok(name, place.to_string()),
            Err(_) if self.can_be_made() => Finding::ok(name, format!("{place}; the first run makes it")),
            Err(_) => {
                let cure = "choose another with --data-dir";
                Finding::broken(name, format!("{place} cannot be made: you may not write there"), cure)
            }
        }
    }

    /// Whether the nearest directory above that is there takes a new one.
    fn can_be_made(&self) -> bool {
        let mut above = self.data.ancestors().skip(1);
        above.find(|above| above.exists()).is_none_or(may_write)
    }

    async fn equipment(&self) -> Vec<Finding> {
        if let Some(endpoint) = &self.launch.webdriver {
            return vec![elsewhere(endpoint, Session::is_ready(endpoint).await)];
        }
        let Launch {
            kind, driver, browser, ..
        } = &self.launch;
        let equipment = match Equipment::find(*kind, driver.as_deref(), browser.as_deref()).await {
            Ok(equipment) => equipment,
            Err(error) => return vec![Finding::fault("browser", error, EQUIPMENT)],
        };
        let mut findings = vec![tool("browser", &equipment.browser), tool("driver", &equipment.driver)];
        if let Err(error) = equipment.check() {
            findings.push(Finding::fault("versions", error, EQUIPMENT));
        }
        findings
    }

    fn screen(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Err(error) = self.options.needs_screen(&self.launch) {
            findings.push(Finding::fault("screen", error.message, "leave --headed out"));
        }
        if files::is_root() && self.launch.kind.is_chromium() {
            let message = "you are root: Chromium runs without its sandbox";
            findings.push(Finding::warning("user", message, "run linkwright as an ordinary user"));
        }
        findings
    }

    fn account(&self) -> Account {
        let directory = self.options.account.home(&self.data);
        if !directory.exists() {
            return Account::New;
        }
        self.own_account()
    }

    /// The same, and the directory is made if it is missing.
    fn own_account(&self) -> Account {
        match ledger::lock(&self.data, &self.options.account) {
            Ok(lock) => Account::Ours { _lock: lock },
            Err(BrowserError::Busy(who)) => Account::Busy(who),
            Err(error) => Account::Unusable(error.to_string()),
        }
    }

    /// Who else has the account's profile open, while no run of ours works on it.
    fn profile(&self, account: &Account) -> Option<Finding> {
        let is_ours = matches!(account, Account::Ours { .. });
        let is_theirs = self.launch.webdriver.is_some();
        (is_ours && !is_theirs).then(|| self.left_on_profile())
    }

    fn left_on_profile(&self) -> Finding {
        let (name, profile) = ("profile", self.launch.profile());
        let left = if profile.is_dir() {
            ProfileLock::take(&profile).and_then(|lock| fence::look(&lock, self.launch.kind))
        } else {
            Ok(0)
        };
        match left {
            Ok(0) => Finding::ok(name, "no browser has it open"),
            Ok(left) => Finding::ok(
                name,
                format!("{left} processes of an earlier run are left; the next run ends them"),
            ),
            Err(error) => Finding::fault(name, error, "see whether a browser still runs on it, and end it"),
        }
    }

    /// Who was signed in in this browser when it was last noticed. Nothing is looked at afresh.
    fn signed_in(&self) -> Option<Finding> {
        if self.launch.webdriver.is_some() {
            return None;
        }
        let site = self.site();
        let home = self.options.account.home(&self.data);
        let noticed = signed_in::last(&home, self.launch.kind, &site.name());
        Some(sign_in(noticed.as_ref(), &site, &self.login()))
    }

    fn login(&self) -> String {
        let [login, _] = notice::sign_in_commands(&self.launch, self.options.data_dir.as_deref(), &self.site());
        login
    }

    async fn online(&self) -> Finding {
        match self.options.rules() {
            Ok(rules) => online::look(&self.launch, &rules, &self.site(), &self.login()).await,
            Err(error) => Finding::fault("signed in now", error.message, SELECTORS),
        }
    }

    /// The ledger, and what it says of the account.
    fn ledger(&self, account: &Account, config: Option<Config>) -> Vec<Finding> {
        let file = self.data.join(FILE);
        let found = Ledger::is_there(&file).and_then(|is_there| match is_there {
            true => Ledger::open(&file, Clock::system()).map(Some),
            false => Ok(None),
        });
        let ledger = match found {
            Ok(Some(ledger)) => ledger,
            Ok(None) => return vec![Finding::ok("ledger", nothing_yet(&self.data))],
            Err(error) => return vec![Finding::fault("ledger", error, books::LEDGER)],
        };

        let site = match (&self.options.site, only_site(&ledger)) {
            (Some(site), _) => site.clone(),
            (None, Ok(site)) => site.unwrap_or_default(),
            (None, Err(_)) => Site::default(),
        };
        let name = &self.options.account;
        cure::is_about(&site);
        let mut findings = vec![
            books::requests(&ledger, name, &site),
            books::clock(&ledger),
            books::standing(&ledger, name, &site),
        ];
        findings.extend(books::elsewhere(&ledger, name, &site));
        // Taking the account over would raise its epoch under the hands of whoever works for it.
        if let (Account::Ours { .. }, Some(config)) = (account, config) {
            findings.push(books::limits(&ledger, name, &site, &config));
        }
        findings
    }
}

/// A driver on another machine, of which nothing else is looked at.
fn elsewhere(endpoint: &Endpoint, answer: Result<bool, BrowserError>) -> Finding {
    let (name, address) = ("browser", endpoint.base());
    match answer {
        Ok(true) => Finding::ok(
            name,
            format!("the driver at {address} answers; its machine is not looked at"),
        ),
        Ok(false) => Finding::warning(
            name,
            format!("the driver at {address} answers, and takes no new session now"),
            "wait until the session that it has is over, or end it there",
        ),
        Err(error) => Finding::broken(
            name,
            format!("no driver answers at {address}: {error}"),
            "see that it runs there, and that the address (--webdriver), LINKWRIGHT_WEBDRIVER_USER and LINKWRIGHT_WEBDRIVER_PASSWORD are right",
        ),
    }
}

/// Drivers get a port of this machine that is free.
fn port() -> Finding {
    match TcpListener::bind(("127.0.0.1", 0)) {
        Ok(_) => Finding::ok("port", "the driver can have one on this machine"),
        Err(error) => Finding::broken(
            "port",
            format!("no port of 127.0.0.1 can be had: {error}"),
            "look at the limits of this user, or at the network of this container",
        ),
    }
}

/// A program that says no version may be another one: no run is refused by that.
fn tool(name: &'static str, tool: &Tool) -> Finding {
    let message = tool.to_string();
    match &tool.version {
        Some(_) => Finding::ok(name, message),
        None => Finding::warning(
            name,
            message,
            "it does not say its version as such a program does; see that the path is right",
        ),
    }
}

/// Browsers unpack and lock things there.
fn temporary() -> Finding {
    let (name, place) = ("temporary files", std::env::temp_dir());
    match tempfile::tempfile_in(&place) {
        Ok(_) => Finding::ok(name, place.display().to_string()),
        Err(error) => Finding::broken(
            name,
            format!("nothing can be written in {}: {error}", place.display()),
            "let TMPDIR name a directory that you can write in",
        ),
    }
}

fn lock(account: &Account) -> Finding {
    let name = "account";
    match account {
        Account::New => Finding::ok(name, "never used so far"),
        Account::Ours { .. } => Finding::ok(name, "nobody works for it now"),
        Account::Busy(who) => {
            let (message, cure) = apart(who.clone(), "wait until that run has ended");
            Finding::warning(name, message, &cure)
        }
        Account::Unusable(why) => Finding::fault(name, why, "look at that file, or choose another --data-dir"),
    }
}

fn sign_in(noticed: Option<&Noticed>, site: &Site, login: &str) -> Finding {
    let name = "signed in";
    match noticed {
        Some(noticed) => {
            let told = format!("{}, as last noticed on {}", noticed.state.in_short(), noticed.moment());
            match noticed.state {
                SignInState::SignedIn { .. } => Finding::ok(name, told),
                SignInState::SignedOut => Finding::warning(name, told, login),
            }
        }
        None if site.is_real() => Finding::warning(name, "nobody was noticed in this browser so far", login),
        None => Finding::ok(name, "not noticed so far"),
    }
}

fn may_write(directory: &Path) -> bool {
    let directory = if directory.as_os_str().is_empty() {
        Path::new(".")
    } else {
        directory
    };
    files::may_write(directory)
}
