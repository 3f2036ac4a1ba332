//! `record`: a live page as a fixture, scrubbed.
//!
//! Presses nothing but More, and that only if it is asked for: opening Connect may send at once.

use std::io::{self, BufRead};
use std::path::PathBuf;

use linkwright::browser::BrowserError;
use linkwright::browser::webdriver::WebDriver;
use linkwright::engine::Site;
use linkwright::engine::recording::{Recorder, Recording};
use linkwright::exit_code::ExitCode;
use linkwright::ledger::Desk;
use linkwright::outcome::FailureReason;
use linkwright::page::RuleSet;
use linkwright::record::Fixture;
use tokio::sync::oneshot;
use url::Url;

use super::drive::{listen, met_sign_in_wall, runtime};
use super::interrupt::Interrupt;
use super::options::{self, Options, Wishes};
use super::output::{Complaint, complain, tell};
use super::place::{Place, Unavailable};
use super::scrubbed;

/// Words that mean something in the name of a page of the corpus.
const TAKEN: [&str; 3] = ["fragment", "contradiction", "raw"];
const LONGEST_NAME: usize = 60;

/// Makes a fixture of a live page: names, texts, pictures and ids are replaced, the structure stays
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Opens the page in your own signed-in browser, as `linkwright status` does, and looks at it. Nothing is \
pressed but More, if --menu is given. Connect may send at once, so it is never pressed: to record a \
dialog, take --by-hand, open it yourself in the window, and press Enter here. Whatever is sent in that \
window is sent by you.

What is written is STATE--NAME.html in the directory of its kind (person, menu, invite, list, withdraw, \
toast, gate, none) below --out, so that `--out fixtures/pages` puts it in the corpus. It is written only if nothing \
that names anybody is left in it, and if the rules read it as they read the page. Exit code 3 if not, \
2 if a fixture of that name is there and --force is not given.

Examples:
  linkwright record https://www.linkedin.com/in/ada-example new-card
  linkwright record https://www.linkedin.com/in/ada-example new-menu --menu --out fixtures/pages
  linkwright record https://www.linkedin.com/in/ada-example new-dialog --by-hand")]
pub(crate) struct Record {
    /// The page's address: a person's page, or another page of the site
    #[arg(value_name = "URL")]
    url: String,

    /// What is special about it: a-z, 0-9 and single hyphens
    #[arg(value_name = "NAME", value_parser = name)]
    name: String,

    /// Opens More first
    #[arg(long, conflicts_with = "by_hand")]
    menu: bool,

    /// Shows the window, and waits for Enter before it looks
    #[arg(long)]
    by_hand: bool,

    /// Where the directories of the corpus lie, or are made
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,

    /// Writes over a fixture of the same name
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    options: Options,
}

fn name(text: &str) -> Result<String, String> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_name = !text.is_empty() && text.len() <= LONGEST_NAME && text.bytes().all(is_plain);
    if !is_name || text.starts_with('-') || text.ends_with('-') || text.contains("--") {
        return Err(format!(
            "write at most {LONGEST_NAME} of a-z, 0-9 and single hyphens, such as new-card"
        ));
    }
    match TAKEN.iter().find(|word| text.split('-').any(|part| part == **word)) {
        Some(word) => Err(format!(
            "`{word}` means something in the name of a fixture; leave it out"
        )),
        None => Ok(text.to_owned()),
    }
}

impl Record {
    /// Looks, scrubs, checks, writes.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let mut options = self.options.clone();
        options.headed |= self.by_hand;
        let site = options.site.clone().unwrap_or_default();
        let address = address(&self.url, &site)?;
        if self.out.exists() && !self.out.is_dir() {
            let message = format!("--out {} is no directory; choose another", self.out.display());
            return Err(Complaint::invalid(message));
        }
        let rules = options.rules()?;
        self.needs_screen(&options)?;
        let place = Place::prepare(&options, Wishes::default())?;
        let recording = runtime()?.block_on(self.look(&place, &rules, &address))?;
        if let Some(recording) = &recording
            && recording.wall() == Some(FailureReason::LinkedinAccountSignedOut)
        {
            met_sign_in_wall(&place, &options);
        }
        let Some(recording) = recording else {
            return Err(Complaint::no_answer("interrupted; nothing was recorded"));
        };
        let fixture = Fixture::of(&rules, &recording.snapshot).map_err(|refusal| scrubbed::refused(&refusal))?;
        self.write(&fixture)?;
        Ok(ExitCode::Success)
    }

    fn needs_screen(&self, options: &Options) -> Result<(), Complaint> {
        let data = options.data_directory()?;
        let launch = options.launch(data.clone(), &options.config(&data)?.browser)?;
        options::needs_screen_for("--by-hand", self.by_hand && launch.webdriver.is_none())
    }

    async fn look(&self, place: &Place, rules: &RuleSet, address: &str) -> Result<Option<Recording>, Complaint> {
        let interrupt = listen()?;
        let desk = match place.desk() {
            Ok(desk) => desk,
            Err(Unavailable::Busy(failure)) => return Err(Complaint::no_answer(failure.message)),
            Err(Unavailable::Complaint(complaint)) => return Err(complaint),
        };
        refuse_stopped(&desk)?;
        let started = tokio::select! {
            biased;
            // A driver that is dropped ends with its browser.
            () = interrupt.asked(1) => return Ok(None),
            started = place.launch.start() => started,
        };
        let mut browser = match started {
            Ok(browser) if self.by_hand => browser.shared_with_a_person(),
            Ok(browser) => browser,
            Err(error) => return Err(unavailable(&error)),
        };
        let seen = tokio::select! {
            biased;
            () = interrupt.asked(1) => Ok(None),
            seen = self.watch(&mut browser, rules, &place.site, address, &interrupt) => seen,
        };
        if let Ok(Some(recording)) = &seen
            && let Some(reason) = recording.wall()
        {
            stop(&desk, reason);
        }
        browser.close().await;
        seen
    }

    async fn watch(
        &self,
        browser: &mut WebDriver,
        rules: &RuleSet,
        site: &Site,
        address: &str,
        interrupt: &Interrupt,
    ) -> Result<Option<Recording>, Complaint> {
        let mut recorder = Recorder::new(browser, rules, site);
        recorder.open(address).await.map_err(Complaint::no_answer)?;
        if self.by_hand {
            tell("Open in the window what is to be recorded, then press Enter here.");
            if !entered().await {
                return Err(Complaint::no_answer(
                    "the input ended before Enter was pressed; nothing was recorded",
                ));
            }
            if interrupt.is_asked() {
                return Ok(None);
            }
            return recorder.now().await.map(Some).map_err(Complaint::no_answer);
        }
        let page = recorder.settled().await.map_err(Complaint::no_answer)?;
        if !self.menu {
            return Ok(Some(page));
        }
        recorder.with_menu(page).await.map(Some).map_err(Complaint::no_answer)
    }

    fn write(&self, fixture: &Fixture) -> Result<(), Complaint> {
        let directory = self.out.join(fixture.kind());
        std::fs::create_dir_all(&directory)
            .map_err(|error| Complaint::not_set_up(format!("cannot make {}: {error}", directory.display())))?;
        scrubbed::write(&directory.join(fixture.file_name(&self.name)), fixture, self.force)?;
        let seen = fixture.seen();
        let missing = seen
            .state
            .offers()
            .iter()
            .filter(|element| !seen.controls.contains_key(element));
        for element in missing {
            tell(&format!(
                "No selector finds {element} on it; the corpus asks for that, so mend the selector too."
            ));
        }
        Ok(())
    }
}

/// The address on the site that is driven. What was written may be anything and is not echoed.
fn address(text: &str, site: &Site) -> Result<String, Complaint> {
    let refuse = |why: &str| {
        Complaint::invalid(format!(
            "URL: {why}, for example https://www.linkedin.com/in/ada-example"
        ))
    };
    let url = Url::parse(text).map_err(|_| refuse("write a whole address"))?;
    if !site.holds(&url) && !Site::default().holds(&url) {
        return Err(refuse("only pages of the site itself are recorded"));
    }
    let mut address = site.origin().clone();
    // A person's page is addressed with a slash behind the slug, as every run does.
    let is_page = url.path().strip_prefix("/in/").is_some_and(|slug| !slug.contains('/'));
    address.set_path(&format!("{}{}", url.path(), if is_page { "/" } else { "" }));
    address.set_query(url.query());
    Ok(address.to_string())
}

/// A look that nobody knows is no reason not to look; a wall is.
fn refuse_stopped(desk: &Desk) -> Result<(), Complaint> {
    let about_looks = [FailureReason::PageNotRecognised, FailureReason::LanguageNotSupported];
    let stop = desk.stopped().map_err(Complaint::not_set_up)?;
    match stop.filter(|stop| !about_looks.iter().any(|reason| reason.as_str() == stop.reason)) {
        Some(stop) => Err(Complaint::no_answer(format!(
            "the account is stopped ({}: {}); look by hand, and when all is well: `linkwright clear`",
            stop.reason, stop.message
        ))),
        None => Ok(()),
    }
}

/// Written down before anything else, as every run does.
fn stop(desk: &Desk, reason: FailureReason) {
    let message = reason.row().message;
    match desk.stop(reason.as_str(), message) {
        Ok(()) => complain(&format!("{message} The account is stopped until `linkwright clear`")),
        Err(error) => complain(&format!("{message} That could not be written down: {error}")),
    }
}

fn unavailable(error: &BrowserError) -> Complaint {
    match error {
        BrowserError::NotSetUp(message) => Complaint::not_set_up(message),
        BrowserError::Unavailable(_)
        | BrowserError::Busy(_)
        | BrowserError::NotLoaded(_)
        | BrowserError::Disturbed(_)
        | BrowserError::Interrupted
        | BrowserError::Lost(_) => Complaint::no_answer(error),
    }
}

/// Waits for a line on stdin; `false` at its end. The thread is left behind if nobody presses anything.
async fn entered() -> bool {
    let (told, heard) = oneshot::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        let _ = told.send(read.is_ok_and(|bytes| bytes > 0));
    });
    heard.await.unwrap_or(false)
}
