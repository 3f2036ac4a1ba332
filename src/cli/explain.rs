//! `explain`: what a saved page is, by the rules.
//!
//! Needs no browser: reads fixtures and what "Save page as" leaves.

use std::path::PathBuf;

use linkwright::exit_code::ExitCode;
use linkwright::page::{MAX_HTML_BYTES, PageState, Recognition, RuleSet, Snapshot, saved};
use serde_json::{Value, json};

use super::input;
use super::options::rules;
use super::output::{Complaint, print, print_json};

/// Says what a saved page shows: its state, the rule that knew it, and its layer
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Works on fixtures and on what a browser saves with \"Save page as\". \"unknown\" is an answer too:
exit code 0. A file that cannot be read is 4, a page too large or too slow to read is 3.

Examples:
  linkwright explain page.html
  linkwright explain page.html --url https://www.linkedin.com/in/ada-example/ --json
  linkwright explain page.html --selectors ./selectors")]
pub(crate) struct Explain {
    /// The saved page; - reads it from stdin
    #[arg(value_name = "PAGE.html")]
    page: PathBuf,

    /// Address that the page was saved from; without it the page itself tells whose it is
    #[arg(long, value_name = "URL", value_parser = address)]
    url: Option<String>,

    /// Prints {"state","rule","layer"} only
    #[arg(long)]
    json: bool,

    /// Selector files that take the place of the built-in ones of the same name
    #[arg(long, value_name = "DIR")]
    selectors: Option<PathBuf>,
}

fn address(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if url.has_host() => Ok(text.to_owned()),
        Ok(_) | Err(_) => Err("it is no address; it begins with https://".to_owned()),
    }
}

impl Explain {
    /// Prints the explanation.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let rules = rules(self.selectors.as_deref())?;
        let bytes = input::read(&self.page, MAX_HTML_BYTES).map_err(Complaint::not_set_up)?;
        let text = String::from_utf8_lossy(&bytes);
        let snapshot = saved::snapshot(&rules, &text, self.url.as_deref()).map_err(Complaint::no_answer)?;
        let seen = rules.recognise(&snapshot).map_err(Complaint::no_answer)?;
        if self.json {
            print_json(&as_json(&seen));
        } else {
            print(&in_words(&seen, &rules, &snapshot));
        }
        Ok(ExitCode::Success)
    }
}

fn as_json(seen: &Recognition) -> Value {
    let layer = seen.layer.map(|layer| layer.name());
    json!({"state": seen.state.name(), "rule": layer.map(|_| seen.rule.as_str()), "layer": layer})
}

fn in_words(seen: &Recognition, rules: &RuleSet, snapshot: &Snapshot) -> String {
    let mut lines = vec![("state", seen.state.name().to_owned()), ("rule", seen.rule.clone())];
    if let Some(layer) = seen.layer {
        lines.push(("layer", layer.name().to_owned()));
    }
    let whose = seen.landed.as_ref().map_or_else(
        || "nobody's, by its address".to_owned(),
        |slug| slug.decoded().to_owned(),
    );
    lines.push(("whose", whose));
    if let Some(name) = &seen.texts.name {
        lines.push(("name", name.clone()));
    }
    if let Some(language) = &seen.language {
        let words = if seen.has_words { "" } else { " (no words for it)" };
        lines.push(("language", format!("{language}{words}")));
    }
    // The same page was recognised a moment ago; if its clock ran out now, the line is left out.
    let matching = rules.matching_rules(snapshot).unwrap_or_default();
    let others: Vec<String> = matching.into_iter().filter(|rule| *rule != seen.rule).collect();
    if !others.is_empty() {
        lines.push(("also", others.join(", ")));
    }
    let mut text: String = lines
        .iter()
        .map(|(name, value)| format!("{name:<9} {}\n", printable(value)))
        .collect();
    if seen.state == PageState::Unknown && seen.landed.is_none() && snapshot.url.is_empty() {
        text.push_str("\nThe page does not say where it is from; give its address with --url.\n");
    }
    text
}

/// A page's text must not steer a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
