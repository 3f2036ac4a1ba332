//! `explain`: what a saved page is, by the rules.
//!
//! Needs no browser: reads fixtures and what "Save page as" leaves.

use std::collections::BTreeMap;
use std::path::PathBuf;

use linkwright::engine::Site;
use linkwright::exit_code::ExitCode;
use linkwright::page::{
    DocumentError, FoundControl, Inspection, MAX_HTML_BYTES, NearMiss, PageState, Recognition, RuleMatch, Snapshot,
    Unmet, saved,
};
use serde_json::{Value, json};
use url::Url;

use super::input;
use super::options::rules;
use super::output::{Complaint, complain, print_json, show};

/// What is no text shows it in so many bytes.
const HEAD: usize = 512;

/// How many near misses a person is shown.
const MOST_NEAR_MISSES: usize = 9;
/// How many of them may tell one state.
const MOST_OF_A_STATE: usize = 3;
/// What is said of a --url that is none.
const NO_ADDRESS: &str = "it is no address; it begins with https://";

/// Says what a saved page shows: its state, the rule that knew it, and what nearly matched
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Works on fixtures and on what a browser saves with \"Save page as\". \"unknown\" is an answer too: \
exit code 0. A file that cannot be read is 4, a page too large or too slow to read is 3.

A near miss is a rule of which all conditions but one hold: the condition that does not is named, \
with its file and what would satisfy it. Controls are what an action could click, each with the \
selector that finds it.

--json prints one object: {\"state\",\"rule\",\"layer\",\"nearMisses\",\"controls\",\"complete\"}, with
  nearMisses  [{\"rule\",\"state\",\"file\",\"line\",\"failed\",\"cure\"}], the nearest first
  controls    [{\"element\",\"selector\",\"file\",\"line\",\"hits\",\"usable\"}]
  complete    false if the page is too large to try every rule

Examples:
  linkwright explain page.html
  linkwright explain page.html --url https://www.linkedin.com/in/ada-example/ --json
  linkwright explain page.html --selectors ./my-selectors")]
pub(crate) struct Explain {
    /// The saved page; - reads it from stdin
    #[arg(value_name = "PAGE.html")]
    page: PathBuf,

    /// Address that the page was saved from; without it the page itself tells whose it is
    #[arg(long, value_name = "URL", value_parser = address)]
    url: Option<String>,

    /// Prints one JSON object
    #[arg(long)]
    json: bool,

    /// Selector files that take the place of the built-in ones of the same name
    #[arg(long, env = "LINKWRIGHT_SELECTORS", value_name = "DIR")]
    selectors: Option<PathBuf>,
}

fn address(text: &str) -> Result<String, String> {
    match Url::parse(text) {
        Ok(url) if !url.has_host() => Err(NO_ADDRESS.to_owned()),
        Ok(url) if is_foreign(&url) => Err(
            "only pages of LinkedIn, and of a stand-in on this machine, are known by their address; leave --url out for a page from elsewhere"
                .to_owned(),
        ),
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(NO_ADDRESS.to_owned()),
    }
}

/// Whether it is a page as a mail message (RFC 2557), which is what "Webpage, Single File" saves.
fn is_web_archive(text: &str) -> bool {
    let head = text.split("\n\n").next().unwrap_or_default();
    let head = head.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
    head.contains("mime-version:") && head.contains("multipart/related")
}

/// Whether nobody's page of LinkedIn can be there, whatever the path says. A browser's own pages are from nowhere.
fn is_foreign(url: &Url) -> bool {
    let is_web = matches!(url.scheme(), "http" | "https");
    let is_linkedin = |host: &str| host == "linkedin.com" || host.ends_with(".linkedin.com");
    is_web && !url.host_str().is_some_and(is_linkedin) && !is_of_this_machine(url)
}

fn is_of_this_machine(url: &Url) -> bool {
    Site::stand_in(&format!("{}/", url.origin().ascii_serialization())).is_ok()
}

impl Explain {
    /// Prints the explanation.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let rules = rules(self.selectors.as_deref())?;
        let bytes = input::read(&self.page, MAX_HTML_BYTES).map_err(Complaint::not_set_up)?;
        let text = String::from_utf8_lossy(&bytes);
        if bytes.iter().take(HEAD).any(|byte| *byte == 0) {
            complain(
                "it is no text in UTF-8, but a picture, a program or a text in UTF-16; save the page itself, as UTF-8",
            );
        } else if !text.contains('<') {
            complain("there is no HTML in it; save the page itself, with \"Save page as\"");
        } else if is_web_archive(&text) {
            complain(
                "it is a web archive (MHTML), in which HTML is encoded; save the page as \"Webpage, Complete\" or \"Webpage, HTML only\"",
            );
        }
        let snapshot = saved::snapshot(&rules, &text, self.url.as_deref()).map_err(too_costly)?;
        let mut seen = rules.recognise(&snapshot).map_err(too_costly)?;
        if Url::parse(&snapshot.url).is_ok_and(|url| is_foreign(&url)) {
            complain(
                "the page says that it is from another site, so it is seen as nobody's; if it is LinkedIn's all the same, give its address with --url",
            );
            seen = nobodys(seen);
        }
        // The same page was recognised a moment ago; if its clock ran out now, it says that it is not complete.
        let inspection = rules.inspect(&snapshot).unwrap_or_default();
        if self.json {
            print_json(&as_json(&seen, &inspection));
        } else {
            show(&in_words(&seen, &inspection, &snapshot));
        }
        Ok(ExitCode::Success)
    }
}

fn too_costly(error: DocumentError) -> Complaint {
    Complaint::no_answer(format!(
        "{error}; cut away what no rule looks at, such as scripts, styles and pictures"
    ))
}

/// A page of another site, as a run sees it.
fn nobodys(seen: Recognition) -> Recognition {
    Recognition {
        state: PageState::NotAPersonPage,
        rule: "none".to_owned(),
        layer: None,
        landed: None,
        controls: BTreeMap::new(),
        ..seen
    }
}

fn as_json(seen: &Recognition, inspection: &Inspection) -> Value {
    let layer = seen.layer.map(|layer| layer.name());
    let near_miss = |miss: &NearMiss| {
        let place = miss.unmet.place();
        json!({"rule": miss.rule.rule, "state": miss.rule.state.name(), "file": place.file, "line": place.line,
            "failed": miss.unmet.condition(), "cure": miss.unmet.cure()})
    };
    let control = |found: &FoundControl| {
        json!({"element": found.element.name(), "selector": found.selector, "file": found.place.file,
            "line": found.place.line, "hits": found.hits, "usable": found.is_usable})
    };
    json!({
        "state": seen.state.name(),
        "rule": layer.map(|_| seen.rule.as_str()),
        "layer": layer,
        "complete": inspection.is_complete,
        "nearMisses": inspection.near_misses.iter().map(near_miss).collect::<Vec<_>>(),
        "controls": inspection.controls.iter().map(control).collect::<Vec<_>>(),
    })
}

fn in_words(seen: &Recognition, inspection: &Inspection, snapshot: &Snapshot) -> String {
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
    let names = inspection.matching.iter().map(|one| one.rule.as_str());
    let others: Vec<&str> = names.filter(|rule| *rule != seen.rule).collect();
    if !others.is_empty() {
        lines.push(("also", others.join(", ")));
    }
    lines.push(("regions", listed(&inspection.regions)));
    let mut text: String = lines
        .iter()
        .map(|(name, value)| format!("{name:<9} {}\n", value.replace('\n', " ")))
        .collect();
    text.push_str(&controls(seen, inspection));
    text.push_str(&near_misses(seen, inspection));
    if seen.state == PageState::Unknown && seen.landed.is_none() && snapshot.url.is_empty() {
        text.push_str("\nThe page does not say where it is from; give its address with --url.\n");
    }
    text
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.join(", ")
}

/// The controls that were found, and those that this state is of no use without.
fn controls(seen: &Recognition, inspection: &Inspection) -> String {
    let mut text = String::new();
    for found in &inspection.controls {
        let hits = match (found.is_usable, found.hits) {
            (true, _) => String::new(),
            (false, hits) => format!("; not used: it hits {hits} different controls"),
        };
        text.push_str(&format!(
            "  {:<17} {}  {}{hits}\n",
            found.element.name(),
            found.place,
            found.selector
        ));
    }
    for element in seen.state.offers() {
        if !seen.controls.contains_key(element) {
            let cure = "not found; without it nothing can be done here: give it a selector under [elements]";
            text.push_str(&format!("  {:<17} {cure}\n", element.name()));
        }
    }
    if text.is_empty() {
        return String::new();
    }
    format!("\nControls:\n{text}")
}

/// Those that would have told something else, by what they would have told.
fn worth_telling<'a>(seen: &Recognition, all: &'a [NearMiss]) -> Vec<&'a NearMiss> {
    let decides = |miss: &&NearMiss| seen.layer.is_none_or(|layer| miss.rule.layer <= layer);
    let differs = |miss: &&NearMiss| seen.state == PageState::Unknown || miss.rule.state != seen.state;
    let near: Vec<&NearMiss> = all.iter().filter(decides).filter(differs).collect();
    let mut states: Vec<PageState> = Vec::new();
    for miss in &near {
        if !states.contains(&miss.rule.state) {
            states.push(miss.rule.state);
        }
    }
    let of_state = |state: PageState| near.iter().copied().filter(move |miss| miss.rule.state == state);
    let told = states
        .into_iter()
        .flat_map(|state| of_state(state).take(MOST_OF_A_STATE));
    told.take(MOST_NEAR_MISSES).collect()
}

fn near_misses(seen: &Recognition, inspection: &Inspection) -> String {
    let told = worth_telling(seen, &inspection.near_misses);
    let mut text: String = told.iter().map(|miss| near_miss(miss)).collect();
    if !inspection.is_complete {
        text.push_str("  The page is too large to try every rule.\n");
    }
    if text.is_empty() {
        return text;
    }
    let more = match inspection.near_misses.len() - told.len() {
        0 => String::new(),
        more => format!(" (and {more} more with --json)"),
    };
    format!("\nNear misses, the nearest first; all conditions but one hold{more}:\n{text}")
}

fn near_miss(miss: &NearMiss) -> String {
    let RuleMatch { rule, state, .. } = &miss.rule;
    let place = miss.unmet.place();
    let list = match &miss.unmet {
        Unmet::Forbidden { .. } => "none",
        Unmet::Part { .. } | Unmet::Nothing { .. } => "all",
    };
    let condition = miss.unmet.condition();
    let cure = miss.unmet.cure();
    format!("  {state} by {rule}, {place}\n    fails in `{list}`: {condition}\n    {cure}\n")
}
