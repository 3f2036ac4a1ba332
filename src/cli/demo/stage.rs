//! The demonstration while it goes on: person after person, with a line for each as it ends.
//!
//! Knows the engine and the sandbox; judges nothing itself.

use std::time::Instant;

use indicatif::ProgressBar;
use linkwright::browser::Browser;
use linkwright::browser::driver::BrowserKind;
use linkwright::engine::{Engine, Site};
use linkwright::ledger::Ledger;
use linkwright::page::RuleSet;
use linkwright::sandbox::{Person, Sandbox};
use linkwright::workflow::Workflow;
use serde_json::{Value, json};

use super::judgement::Judgement;
use super::{Scene, cast};
use crate::cli::interrupt::{Interrupt, Interruptible};
use crate::cli::output::{Complaint, is_watched, tell};
use crate::cli::progress::live;

/// Where the demonstration is seen: a live line on a terminal, plain lines otherwise.
pub(super) struct Stage {
    bar: Option<ProgressBar>,
}

impl Stage {
    pub(super) fn new(kind: BrowserKind) -> Stage {
        tell(&format!(
            "{} invented people, one {} session, a made-up site on this machine.",
            cast().len(),
            kind.name()
        ));
        Stage {
            bar: is_watched().then(live),
        }
    }

    /// What goes on just now; seen on a terminal only.
    pub(super) fn say(&self, line: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(line.to_owned());
        }
    }

    /// A line that stays.
    fn tell(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| tell(line)),
            None => tell(line),
        }
    }

    /// Plays everybody, or as many as come before an interruption; gives the browser back.
    pub(super) async fn play<B: Browser>(
        &self,
        browser: Interruptible<B>,
        rules: &RuleSet,
        sandbox: &Sandbox,
        interrupt: &Interrupt,
    ) -> Result<(Vec<Scene>, Interruptible<B>), Complaint> {
        let site = Site::stand_in(sandbox.origin()).map_err(Complaint::not_set_up)?;
        let mut browser = browser;
        let mut scenes = Vec::new();
        let cast = cast();
        for (number, person) in (1..).zip(&cast) {
            self.say(&format!("{number}/{} {}", cast.len(), person.name));
            // Everybody is another story: a wall that one has met must not stop the next.
            let desk = Ledger::for_one_run().map_err(Complaint::not_set_up)?;
            let mut engine = Engine::new(browser, rules, site.clone(), desk).with_progress(|line| self.look(line));
            let scene = scene(&mut engine, person, sandbox).await?;
            browser = engine.into_browser();
            if interrupt.is_asked() {
                break;
            }
            self.tell(&line(number, cast.len(), &scene));
            scenes.push(scene);
        }
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        tell("");
        Ok((scenes, browser))
    }

    /// The engine's words, behind the name of whoever is played.
    fn look(&self, line: &str) {
        if let Some(bar) = &self.bar {
            let message = bar.message();
            let who = message.split(" · ").next().unwrap_or_default();
            bar.set_message(format!("{who} · {line}"));
        }
    }
}

async fn scene<B: Browser>(
    engine: &mut Engine<'_, B>,
    person: &'static Person,
    sandbox: &Sandbox,
) -> Result<Scene, Complaint> {
    let workflow = Workflow::parse(workflow(person).to_string().as_bytes())
        .map_err(|_| Complaint::not_set_up(format!("the sandbox's {} makes no valid workflow", person.slug)))?;
    let (sent, pressed) = (sandbox.log().len(), sandbox.presses().len());
    let started = Instant::now();
    let report = engine.run(&workflow).await;
    let took = started.elapsed();
    let judgement = Judgement::of(person, &report, &sandbox.log()[sent..], &sandbox.presses()[pressed..]);
    Ok(Scene {
        person,
        judgement,
        took,
    })
}

fn workflow(person: &Person) -> Value {
    let mut request = json!({"actionType": "st.sendConnectionRequest"});
    if let Some(note) = person.note {
        request["note"] = Value::from(note);
    }
    if let Some(email) = person.email {
        request["email"] = Value::from(email);
    }
    let person_url = format!("https://www.linkedin.com/in/{}", person.slug);
    json!({"actionType": "st.openPersonPage", "personUrl": person_url, "then": request})
}

fn line(number: usize, all: usize, scene: &Scene) -> String {
    let width = all.to_string().len();
    let Scene { person, judgement, .. } = scene;
    let mark = if judgement.is_good() { "✓" } else { "✗" };
    let objection = if judgement.is_good() {
        String::new()
    } else {
        format!(" {judgement}")
    };
    format!(
        "{number:>width$}/{all} {mark} {}: {}{objection}",
        person.name, person.about
    )
}
