//! A sandbox and a seat in front of it, and the judge between them.

use std::time::Instant;

use linkwright::browser::driver::BrowserKind;
use linkwright::engine::Timing;
use linkwright::sandbox::{Language, Options, Person, Sandbox, people};
use serde_json::{Value, json};

use crate::play::answer;
use crate::run::Runs;
use crate::seat::unhurried;

/// What a worker says when it starts another browser in place of one that is lost.
const LOST: &str = "the browser was lost; starts another";
/// Their page asks a question while it loads; with it Chromium's driver can lose its page, once in many times.
const MAY_LOSE_ONE: &str = "alma-alert";

/// A sandbox with somebody in front of it.
pub(crate) struct Stage {
    sandbox: Sandbox,
    runs: Runs,
    timing: Timing,
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
        Stage {
            sandbox,
            runs: Runs::of(kind),
            timing: unhurried(),
        }
    }

    /// Waits as long as this.
    pub(crate) fn with_timing(mut self, timing: Timing) -> Stage {
        self.timing = timing;
        self
    }

    /// One person of every `nth`, from `first` on, counted from 0; all faults are told together.
    pub(crate) async fn play_every(mut self, nth: usize, first: usize) {
        let slugs: Vec<&str> = people()
            .iter()
            .skip(first)
            .step_by(nth)
            .map(|person| person.slug)
            .collect();
        let faults = self.play(|person| slugs.contains(&person.slug)).await;
        self.end(&faults).await;
    }

    /// These people in each of these languages; all faults are told together.
    pub(crate) async fn play_in(mut self, languages: &[Language], slugs: &[&str]) {
        let mut faults = Vec::new();
        for language in languages {
            self.sandbox.speak(*language);
            eprintln!("-- {language}");
            let told = self.play(|person| slugs.contains(&person.slug)).await;
            faults.extend(told.into_iter().map(|fault| format!("{language}: {fault}")));
        }
        self.end(&faults).await;
    }

    /// One person, many times, for what goes wrong once in a while.
    pub(crate) async fn play_again_and_again(mut self, slug: &str, times: usize) {
        let mut faults = Vec::new();
        for _ in 0..times {
            faults.extend(self.play(|person| person.slug == slug).await);
        }
        self.end(&faults).await;
    }

    async fn end(self, faults: &[String]) {
        self.runs.leave().await;
        assert!(
            faults.is_empty(),
            "{} plays went wrong:\n{}",
            faults.len(),
            faults.join("\n")
        );
    }

    async fn play(&mut self, wanted: impl Fn(&Person) -> bool) -> Vec<String> {
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
        assert!(played > 0, "nobody was played");
        faults
    }

    async fn person(&mut self, person: &Person) -> Result<(), Fault> {
        self.sandbox.reset();
        // What is timed is the page, not the start of a browser.
        self.runs.start().await;
        let started = Instant::now();
        let workflow = workflow(person);
        let origin = self.sandbox.origin();
        let (report, mut trace) = self.runs.run(origin, &workflow, &self.timing).await;
        if let linkwright::outcome::Report::Failed { failure, .. } = &report {
            trace.push_str(&format!("  fails: {}\n", failure.message));
        }
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
        let lost = trace.matches(LOST).count();
        if lost > usize::from(person.slug == MAY_LOSE_ONE) {
            return fault("a browser was lost");
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

fn matches_expected(expected: &str, answered: &str) -> bool {
    expected == answered || (expected == "failure" && answered.starts_with("failure"))
}
