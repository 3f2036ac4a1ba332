//! A sandbox and a browser, and the judge between them.

use std::time::Instant;

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::engine::{Engine, Site};
use linkwright::outcome::Report;
use linkwright::page::RuleSet;
use linkwright::sandbox::{Language, Options, Person, Sandbox, people};
use linkwright::workflow::Workflow;
use serde_json::{Value, json};

/// A sandbox with a browser in front of it.
pub(crate) struct Stage {
    sandbox: Sandbox,
    rules: RuleSet,
    launch: Launch,
    browser: Option<WebDriver>,
    _data: tempfile::TempDir,
}

/// What went wrong with one person.
struct Fault(String);

impl Stage {
    pub(crate) async fn set(kind: BrowserKind, language: Language) -> Stage {
        let options = Options {
            language,
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        let data = tempfile::tempdir().expect("a temporary directory");
        let launch = Launch {
            kind,
            headed: false,
            data: data.path().to_owned(),
            webdriver: None,
        };
        let rules = RuleSet::built_in().expect("the built-in rules load");
        Stage {
            sandbox,
            rules,
            launch,
            browser: None,
            _data: data,
        }
    }

    /// Everybody, one after the other; all faults are told together.
    pub(crate) async fn play_everybody(self) {
        self.play(|_| true).await;
    }

    pub(crate) async fn play(mut self, wanted: impl Fn(&Person) -> bool) {
        let only = std::env::var("LINKWRIGHT_ONLY").ok();
        let chosen = |person: &&Person| {
            wanted(person)
                && only
                    .as_deref()
                    .is_none_or(|only| only.split(',').any(|slug| slug == person.slug))
        };
        let mut faults = Vec::new();
        let mut played = 0;
        for person in people().iter().filter(chosen) {
            played += 1;
            if let Err(Fault(fault)) = self.person(person).await {
                eprintln!("FAULT {fault}");
                faults.push(fault);
            }
        }
        if let Some(browser) = self.browser.take() {
            browser.close().await;
        }
        assert!(played > 0, "nobody was played");
        assert!(
            faults.is_empty(),
            "{} of {played} people went wrong:\n{}",
            faults.len(),
            faults.join("\n")
        );
    }

    async fn browser(&mut self) -> WebDriver {
        match self.browser.take() {
            Some(browser) => browser,
            None => self
                .launch
                .start()
                .await
                .expect("the browser starts; see `make test` for what it needs"),
        }
    }

    async fn person(&mut self, person: &Person) -> Result<(), Fault> {
        self.sandbox.reset();
        let started = Instant::now();
        let (report, trace) = self.run(&workflow(person)).await;
        let answered = answer(&report);
        let seconds = started.elapsed().as_secs_f64();
        eprintln!(
            "{:34} expected {:34} answered {:34} {seconds:5.1} s",
            person.slug, person.answers, answered
        );
        let log = self.sandbox.log();
        let new: Vec<Value> = log
            .iter()
            .map(|entry| serde_json::to_value(entry).expect("an entry is JSON"))
            .collect();
        let fault = |what: &str| {
            Err(Fault(format!(
                "{}: {what}; expected {}, answered {answered}; log {new:?}\n{trace}",
                person.slug, person.answers
            )))
        };
        if !matches_expected(person.answers, &answered) {
            return fault("the answer differs");
        }
        // A renamed person is logged under the new slug, which the old one begins with.
        let is_theirs = |entry: &Value| entry["slug"].as_str().is_some_and(|slug| person.slug.starts_with(slug));
        if !new.iter().all(is_theirs) {
            return fault("SOMEBODY ELSE was invited");
        }
        if !self.sandbox.presses().is_empty() {
            return fault("something else was pressed");
        }
        if new.len() > 1 {
            return fault("invited TWICE");
        }
        match (answered.as_str(), new.first()) {
            ("success", None) => fault("FALSE SUCCESS"),
            ("success", Some(entry)) if entry["note"].as_str() != person.note && entry["via"] == "dialog" => {
                fault("the note differs")
            }
            ("success" | "outcomeUnknown", _) => Ok(()),
            (failure, Some(_)) if failure.starts_with("failure") => Ok(()),
            (_, Some(_)) => fault("sent, but not said"),
            (_, None) => Ok(()),
        }
    }

    async fn run(&mut self, workflow: &Value) -> (Report, String) {
        let workflow = Workflow::parse(workflow.to_string().as_bytes()).expect("the test's workflow is valid");
        let site = Site::stand_in(self.sandbox.origin()).expect("the sandbox is on this machine");
        let browser = self.browser().await;
        let mut engine = Engine::new(browser, &self.rules, site);
        let report = engine.run(&workflow).await;
        let trace = engine.trace().to_string();
        let lost = matches!(&report, Report::Failed { failure, .. } if failure.reason.as_str().starts_with("browser"));
        let browser = engine.into_browser();
        if lost {
            browser.close().await;
        } else {
            self.browser = Some(browser);
        }
        (report, trace)
    }
}

fn workflow(person: &Person) -> Value {
    let mut request = json!({"actionType": "st.sendConnectionRequest"});
    if let Some(note) = person.note {
        request["note"] = json!(note);
    }
    if let Some(email) = person.email {
        request["email"] = json!(email);
    }
    json!({
        "actionType": "st.openPersonPage",
        "personUrl": format!("https://www.linkedin.com/in/{}", person.slug),
        "then": request,
    })
}

/// The wire word of a report about one person.
fn answer(report: &Report) -> String {
    if let Report::Failed { failure, .. } = report {
        return format!("failure:{}", failure.reason);
    }
    let results: Vec<_> = report
        .answered()
        .iter()
        .flat_map(|result| result.with_children())
        .collect();
    let error = results.iter().find_map(|result| result.error());
    error.map_or("success".to_owned(), |error| error.kind.to_string())
}

fn matches_expected(expected: &str, answered: &str) -> bool {
    expected == answered || (expected == "failure" && answered.starts_with("failure"))
}
