//! `login`: opens a window on the account's own profile, and waits until a person has signed in by hand.
//!
//! Types nothing and clicks nothing; sees no password and no cookie.

use std::path::PathBuf;
use std::time::Duration;

use linkwright::account::AccountName;
use linkwright::browser::BrowserError;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::engine::Site;
use linkwright::engine::sign_in::{self, Waiting};
use linkwright::exit_code::ExitCode;
use linkwright::page::RuleSet;
use linkwright::page::owner::{Owner, Plan};
use serde::Serialize;

use super::arguments::whole_number;
use super::drive::{listen, runtime};
use super::interrupt::Interrupt;
use super::options::{self, browser_binary, browser_kind, driver};
use super::output::{Complaint, complain, print_json, show, tell};
use super::place::make_private;
use super::signed_in::{Noticed, SignInState};
use super::{consent, ledger, notice};

/// Opens a window in which you sign in by hand, once for every account; nothing is typed for you
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The window belongs to a browser profile of its own, which every later run for this account uses. \
You type your password into LinkedIn's page; linkwright does not see it, and only looks for the \
navigation that a signed-in page has. A security check is yours to solve. Close the window or press \
Ctrl-C to give up. Google may refuse \"Sign in with Google\" in a window that a program has opened.

Prints who is signed in. Exit code 0: somebody is. 3: nobody is, or another run has the account.

Examples:
  linkwright login
  linkwright login --account work --browser firefox
  linkwright login --site http://127.0.0.1:8080      # the sandbox, served with --signed-out")]
pub(crate) struct Login {
    /// The account to sign in; a new name makes a new account
    #[arg(
        long,
        env = "LINKWRIGHT_ACCOUNT",
        value_name = "NAME",
        default_value_t,
        help_heading = "Site and data"
    )]
    account: AccountName,

    /// How long to wait for you
    #[arg(long, value_name = "MINUTES", default_value_t = 10, allow_negative_numbers = true, value_parser = |text: &str| whole_number(text, 1..=1440_u64))]
    within: u64,

    /// As one JSON object: {"account", "browser", "site", "at", "state", "name", "plan", "language"}
    #[arg(long)]
    json: bool,

    /// Accepts the notice about LinkedIn's User Agreement, for scripts; once is enough for a data directory
    #[arg(long, help_heading = "Site and data")]
    accept_notice: bool,

    /// A stand-in for https://www.linkedin.com, such as the sandbox: http on this machine only
    #[arg(long, env = "LINKWRIGHT_SITE", value_name = "URL", value_parser = Site::stand_in, help_heading = "Site and data")]
    site: Option<Site>,

    /// Where everything is kept: browser profiles, the ledger of whom you asked, evidence [default: linkwright in your data directory, which `doctor` names]
    #[arg(
        long,
        env = "LINKWRIGHT_DATA_DIR",
        value_name = "DIR",
        help_heading = "Site and data"
    )]
    data_dir: Option<PathBuf>,

    /// Selector files that take the place of the built-in ones of the same name
    #[arg(
        long,
        env = "LINKWRIGHT_SELECTORS",
        value_name = "DIR",
        help_heading = "Site and data"
    )]
    selectors: Option<PathBuf>,

    /// The configuration file, which may name the browser [default: linkwright.toml in the data directory, else in your configuration directory]
    #[arg(long, env = "LINKWRIGHT_CONFIG", value_name = "FILE", help_heading = "Site and data")]
    config: Option<PathBuf>,

    /// Which browser to open [default: that of the settings, else chrome]
    #[arg(long, env = "LINKWRIGHT_BROWSER", value_name = "NAME", value_parser = browser_kind(), help_heading = "Browser")]
    browser: Option<BrowserKind>,

    /// The browser's program, in place of the one that is found
    #[arg(long, value_name = "FILE", help_heading = "Browser")]
    browser_binary: Option<PathBuf>,

    /// The driver's program, in place of CHROMEDRIVER, EDGEDRIVER, GECKODRIVER and the one on the PATH
    #[arg(long, value_name = "FILE", help_heading = "Browser")]
    driver: Option<PathBuf>,
}

/// How the wait has ended.
enum End {
    SignedIn(Owner),
    Late,
    Interrupted,
    Failed(BrowserError),
}

/// The answer as JSON.
#[derive(Serialize)]
struct Told<'a> {
    account: &'a AccountName,
    #[serde(flatten)]
    noticed: &'a Noticed,
}

impl Login {
    /// Waits for the person, and says who is signed in.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let rules = options::rules(self.selectors.as_deref())?;
        let site = self.site.clone().unwrap_or_default();
        let launch = self.launch()?;
        needs_screen(&launch)?;
        make_private(&launch.data)?;
        if site.is_real() {
            consent::required(&launch.data, self.accept_notice)?;
        }
        notice::warn_root(launch.kind);
        let _account = ledger::lock(&launch.data, &launch.account).map_err(Complaint::no_answer)?;
        let end = runtime()?.block_on(self.wait(&launch, &rules, &site))?;
        self.told(end, &launch, &site)
    }

    fn launch(&self) -> Result<Launch, Complaint> {
        let data = options::data_directory(self.data_dir.as_deref())?;
        let settings = options::config(self.config.as_deref(), &data)?.browser;
        let kind = self.browser.unwrap_or(settings.kind());
        Ok(Launch {
            headed: true,
            account: self.account.clone(),
            driver: driver(self.driver.as_deref(), &settings, kind),
            browser: browser_binary(self.browser_binary.as_deref(), &settings, kind),
            ..Launch::new(kind, data)
        })
    }

    async fn wait(&self, launch: &Launch, rules: &RuleSet, site: &Site) -> Result<End, Complaint> {
        let interrupt = listen()?;
        let started = tokio::select! {
            biased;
            // A driver that is dropped ends with its browser.
            () = interrupt.asked(1) => return Ok(End::Interrupted),
            started = launch.start() => started,
        };
        let mut browser = match started {
            Ok(browser) => browser.shared_with_a_person(),
            Err(BrowserError::NotSetUp(message)) => return Err(Complaint::not_set_up(message)),
            Err(error) => return Err(Complaint::no_answer(error)),
        };
        let end = self.watch(&mut browser, rules, site, &interrupt).await;
        // Closed in good order, so that the browser writes down that somebody is signed in.
        browser.close().await;
        Ok(end)
    }

    async fn watch(&self, browser: &mut WebDriver, rules: &RuleSet, site: &Site, interrupt: &Interrupt) -> End {
        let say = |waiting: Waiting| tell(&format!("linkwright {}", waiting.words()));
        tokio::select! {
            biased;
            () = interrupt.asked(1) => End::Interrupted,
            seen = sign_in::watch(browser, rules, site, say) => match seen {
                Ok(owner) => End::SignedIn(owner),
                Err(error) => End::Failed(error),
            },
            () = tokio::time::sleep(Duration::from_secs(self.within * 60)) => End::Late,
        }
    }

    fn told(&self, end: End, launch: &Launch, site: &Site) -> Result<ExitCode, Complaint> {
        let owner = match end {
            End::SignedIn(owner) => owner,
            End::Late => {
                let within = match self.within {
                    1 => "a minute".to_owned(),
                    minutes => format!("{minutes} minutes"),
                };
                return Err(Complaint::no_answer(format!(
                    "nobody was signed in within {within}; run it again, with a longer --within if that was too short"
                )));
            }
            End::Interrupted => {
                return Err(Complaint::no_answer(
                    "interrupted before anybody was seen signed in; the window was closed",
                ));
            }
            End::Failed(BrowserError::Lost(_)) => {
                return Err(Complaint::no_answer(
                    "the window was closed before anybody was seen signed in. If you did sign in, run it again: it sees that at once",
                ));
            }
            End::Failed(BrowserError::NotLoaded(why)) => return Err(not_loaded(site, &why)),
            End::Failed(error) => return Err(Complaint::no_answer(error)),
        };
        let noticed = Noticed::now(launch.kind, &site.name(), SignInState::of(&owner));
        if let Err(error) = noticed.clone().write(&launch.account.home(&launch.data)) {
            complain(&format!("who is signed in could not be written down: {error}"));
        }
        if self.json {
            print_json(&Told {
                account: &launch.account,
                noticed: &noticed,
            });
        } else {
            show(&format!("{}\n", in_words(&owner, &launch.account)));
        }
        self.tell_if_stopped(launch, site);
        Ok(ExitCode::Success)
    }

    /// A stop outlasts the sign-in: whether its cause is gone is the owner's to say.
    fn tell_if_stopped(&self, launch: &Launch, site: &Site) {
        let stop = ledger::existing(&launch.data)
            .ok()
            .flatten()
            .and_then(|ledger| ledger.stopped(launch.account.as_str(), &site.name()).ok().flatten());
        if let Some(stop) = stop {
            let [_, clear] = notice::sign_in_commands(launch, self.data_dir.as_deref(), site);
            complain(&format!(
                "the account is still stopped, since {} ({}). If all is well now, let it work again: {clear}",
                stop.at, stop.reason
            ));
        }
    }
}

/// A window needs a screen, and here there is nothing without a window.
fn needs_screen(launch: &Launch) -> Result<(), Complaint> {
    options::needs_screen(true).map_err(|_| {
        let profile = launch.profile();
        Complaint::not_set_up(format!(
            "there is no screen for a window to sign in (neither DISPLAY nor WAYLAND_DISPLAY is set). Log in to this machine \
             with `ssh -X`, or start a desktop here that you reach by VNC, and run it there; or sign in on another Linux \
             machine with the same browser, and copy its profile to {}",
            profile.display()
        ))
    })
}

fn not_loaded(site: &Site, why: &str) -> Complaint {
    let cure = if site.is_real() {
        "check the network and try again"
    } else {
        "is the sandbox running?"
    };
    Complaint::no_answer(format!(
        "the sign-in page of {} did not load ({why}); {cure}",
        site.name()
    ))
}

/// `Signed in as Olive Owner, on a free account, in the language en. The account is "default".`
fn in_words(owner: &Owner, account: &AccountName) -> String {
    let name = owner
        .name
        .as_deref()
        .unwrap_or("somebody whose name the page does not show");
    let plan = match owner.plan {
        Plan::Free => "free account",
        Plan::Premium => "Premium account",
        Plan::Unknown => "free or Premium: unknown",
    };
    let language = owner.language.as_deref().unwrap_or("unknown");
    format!("Signed in as {name} ({plan}; language: {language}). linkwright knows the account as \"{account}\".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_proved_is_said() {
        let owner = Owner {
            name: Some("Olive Owner".to_owned()),
            plan: Plan::Premium,
            language: Some("de".to_owned()),
        };
        let account = AccountName::default();
        assert_eq!(
            in_words(&owner, &account),
            "Signed in as Olive Owner (Premium account; language: de). linkwright knows the account as \"default\"."
        );
        let nobody = Owner {
            name: None,
            plan: Plan::Unknown,
            language: None,
        };
        assert_eq!(
            in_words(&nobody, &account),
            "Signed in as somebody whose name the page does not show (free or Premium: unknown; language: unknown). linkwright knows the account as \"default\"."
        );
    }
}
