//! `demo`: the main job, for everybody to see: real workflows in a real browser on the made-up site.
//!
//! Believes no answer: the site's own log has the last word.

mod judgement;
mod stage;

use std::time::{Duration, Instant};

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::{BrowserError, Launcher};
use linkwright::exit_code::ExitCode;
use linkwright::sandbox::{Language, Options, Person, Sandbox, people};

use super::drive::{listen, runtime};
use super::interrupt::Interrupt;
use super::machine::Machine;
use super::notice;
use super::options::{browser_kind, needs_screen, rules};
use super::output::{Complaint, complain, show};
use super::sandbox::{in_short, language, plain_table, right};
use judgement::Judgement;
use stage::Stage;

/// Shows the main job: invented people, and what is answered for each of them, in a real browser
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Starts the sandbox and one browser, runs a workflow for each person, and judges every answer by the \
site's own log. Touches nothing outside this machine. Exit code 0 if all came out as documented, else 1.

Examples:
  linkwright demo
  linkwright demo --headed
  linkwright demo --browser firefox --language de")]
pub(crate) struct Demo {
    /// Shows the browser's window
    #[arg(long)]
    headed: bool,

    /// Which browser to drive
    #[arg(long, env = "LINKWRIGHT_BROWSER", value_name = "NAME", default_value = "chrome", value_parser = browser_kind())]
    browser: BrowserKind,

    /// The language of the signed-in account
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language())]
    language: Language,
}

/// What became of one person's workflow.
struct Scene {
    person: &'static Person,
    judgement: Judgement,
    took: Duration,
}

impl Demo {
    /// Runs the demonstration and prints its table.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        needs_screen(self.headed)?;
        notice::warn_root(self.browser);
        runtime()?.block_on(self.perform())
    }

    async fn perform(&self) -> Result<ExitCode, Complaint> {
        let started = Instant::now();
        let interrupt = listen()?;
        let rules = rules(None)?;
        let unusable = |error: std::io::Error| Complaint::not_set_up(format!("the demo cannot be set up: {error}"));
        let data = tempfile::Builder::new()
            .prefix("linkwright-demo-")
            .tempdir()
            .map_err(unusable)?;
        let options = Options {
            language: self.language,
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.map_err(unusable)?;
        let stage = Stage::new(self.browser);
        stage.say("starts the browser");
        let launch = Launch {
            headed: self.headed,
            ..Launch::new(self.browser, data.path().to_owned())
        };
        let mut machine = Machine::new(launch, interrupt.clone());
        let browser = match machine.launch().await {
            Ok(browser) => browser,
            Err(BrowserError::NotSetUp(message)) => return Err(Complaint::not_set_up(message)),
            Err(error) => return Err(Complaint::no_answer(error)),
        };
        let (scenes, browser) = stage.play(browser, &rules, &sandbox, &interrupt).await?;
        machine.close(browser).await;
        sandbox.stop().await;
        Ok(curtain(&scenes, started.elapsed(), &interrupt))
    }
}

/// Everybody who is shown.
fn cast() -> Vec<&'static Person> {
    people().iter().filter(|person| person.shown_in_demo).collect()
}

/// The table and the last line.
fn curtain(scenes: &[Scene], took: Duration, interrupt: &Interrupt) -> ExitCode {
    let all = cast().len();
    let good = scenes.iter().filter(|scene| scene.judgement.is_good()).count();
    let mut table = plain_table(["person", "expected", "answered", "seconds"]);
    table.add_rows(scenes.iter().map(row));
    right(&mut table, 3);
    let seconds = took.as_secs_f64();
    show(&format!(
        "{table}\n\n{good} of {all} came out as documented, in {seconds:.0} s\n"
    ));
    if interrupt.is_asked() {
        complain("interrupted");
        ExitCode::NoAnswer
    } else if good == all {
        ExitCode::Success
    } else {
        ExitCode::ActionError
    }
}

fn row(scene: &Scene) -> [String; 4] {
    let person = scene.person;
    [
        person.name.to_owned(),
        in_short(person.answers).to_owned(),
        scene.judgement.to_string(),
        format!("{:.1}", scene.took.as_secs_f64()),
    ]
}
