//! One golden folder, and how it is played.

use std::path::{Path, PathBuf};

use linkwright::browser::replay::Replay;
use linkwright::engine::{Engine, Site};
use linkwright::ledger::Ledger;
use linkwright::outcome::{ErrorType, FailureReason, Report};
use linkwright::page::RuleSet;
use linkwright::workflow::Workflow;
use serde_json::Value;

/// A folder of `fixtures/workflows`.
pub(crate) struct Golden {
    folder: PathBuf,
    name: String,
}

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Every word that a page can lead to; our own limits are no page's business.
pub(crate) fn answers() -> impl Iterator<Item = &'static str> {
    let errors = ErrorType::ALL.iter().map(|error| error.as_str());
    let reasons = FailureReason::ALL.iter().map(|reason| reason.as_str());
    errors
        .chain(reasons)
        .chain(["success"])
        .filter(|word| !["limitExceeded", "accountBusy", "accountStopped", "ledgerUnavailable"].contains(word))
}

impl Golden {
    pub(crate) fn all() -> Vec<Golden> {
        let folders = std::fs::read_dir(fixtures().join("workflows")).expect("fixtures/workflows is there");
        let mut goldens: Vec<Golden> = folders
            .map(|entry| entry.expect("an entry of fixtures/workflows").path())
            .filter(|path| path.is_dir() && !path.ends_with("pages"))
            .map(|folder| Golden {
                name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
                folder,
            })
            .collect();
        goldens.sort_by(|one, other| one.name.cmp(&other.name));
        goldens
    }

    /// What must be answered, by the folder's name; `shape` says nothing about the answer.
    pub(crate) fn answer(&self) -> &str {
        self.name.split("--").next().expect("split gives one part at least")
    }

    pub(crate) async fn play(&self) -> Result<(), String> {
        self.run().await.map_err(|fault| format!("{}: {fault}", self.name))
    }

    async fn run(&self) -> Result<(), String> {
        let rules = RuleSet::built_in().map_err(|error| error.to_string())?;
        let workflow = self.read("workflow.json")?;
        let parsed = Workflow::parse(workflow.as_bytes()).map_err(|faults| format!("workflow.json: {faults:?}"))?;
        let rooms = [fixtures().join("workflows/pages"), fixtures().join("pages")];
        let replay = Replay::read(&self.folder.join("pages.txt"), &rooms, &rules)
            .map_err(|error| format!("pages.txt: {error}"))?;
        let site = Site::stand_in("http://127.0.0.1:1").map_err(|error| error.to_string())?;
        let desk = Ledger::for_one_run().map_err(|error| error.to_string())?;
        let mut engine = Engine::new(replay, &rules, site, desk);
        let report = engine.run(&parsed).await;
        let trace = engine.trace().to_string();
        let story = |fault: String| format!("{fault}\n{trace}");
        let is_excerpt = engine.last_snapshot().is_some_and(|snapshot| snapshot.excerpt);
        if is_excerpt && ends_with_a_refusal(&report) {
            return Err(story("an error was answered from an excerpt of the page".to_owned()));
        }
        engine
            .into_browser()
            .end()
            .map_err(|fault| story(format!("pages.txt: {fault}")))?;
        self.check_answer(&report).map_err(story)?;
        check_wire(&workflow, &report, &trace).map_err(story)?;
        self.compare(&report).map_err(story)
    }

    fn read(&self, file: &str) -> Result<String, String> {
        std::fs::read_to_string(self.folder.join(file)).map_err(|error| format!("{file}: {error}"))
    }

    fn check_answer(&self, report: &Report) -> Result<(), String> {
        let reached = reached(report);
        let wanted = self.answer();
        let fits = match wanted {
            "shape" => true,
            "success" => reached.is_empty(),
            _ => reached.contains(&wanted),
        };
        fits.then_some(())
            .ok_or_else(|| format!("the folder says {wanted}, but the answer is {reached:?}"))
    }

    fn compare(&self, report: &Report) -> Result<(), String> {
        // Written as it goes to the wire: the order of members is a part of the answer.
        let stdout = serde_json::to_string_pretty(report).map_err(|error| error.to_string())?;
        let text = format!(
            "{{\n  \"exitCode\": {},\n  \"stdout\": {}\n}}\n",
            report.exit_code().number(),
            stdout.replace('\n', "\n  ")
        );
        if std::env::var_os("UPDATE").is_some() {
            return std::fs::write(self.folder.join("result.json"), text).map_err(|error| error.to_string());
        }
        let wanted = self.read("result.json").unwrap_or_default();
        if wanted == text {
            return Ok(());
        }
        Err(format!(
            "result.json says\n{wanted}but the answer is\n{text}(UPDATE=1 rewrites it)"
        ))
    }
}

/// All errors in the answers, and the failure.
fn reached(report: &Report) -> Vec<&'static str> {
    let results = report.answered().iter().flat_map(|result| result.with_children());
    let mut words: Vec<&str> = results
        .filter_map(|result| result.error())
        .map(|error| error.kind.as_str())
        .collect();
    if let Report::Failed { failure, .. } = report {
        words.push(failure.reason.as_str());
    }
    words
}

/// Whether the page has said no to what was done last.
fn ends_with_a_refusal(report: &Report) -> bool {
    let results = report.answered().iter().flat_map(|result| result.with_children());
    let last = results.last().and_then(|result| result.error());
    matches!(report, Report::Completed(_)) && last.is_some_and(|error| error.kind != ErrorType::OutcomeUnknown)
}

/// What holds for every answer: neither note nor e-mail comes back, in the answer or in the trace.
fn check_wire(workflow: &str, report: &Report, trace: &str) -> Result<(), String> {
    let workflow: Value = serde_json::from_str(workflow).map_err(|error| error.to_string())?;
    let told = format!(
        "{}{trace}",
        serde_json::to_string(report).map_err(|error| error.to_string())?
    );
    let mut secrets = Vec::new();
    collect(&workflow, &mut secrets);
    match secrets.iter().any(|secret| told.contains(secret)) {
        true => Err("a note or an e-mail address is echoed".to_owned()),
        false => Ok(()),
    }
}

fn collect<'a>(value: &'a Value, secrets: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value.as_str()) {
                    ("note" | "email", Some(text)) => secrets.push(text),
                    _ => collect(value, secrets),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, secrets)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
