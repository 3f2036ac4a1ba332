//! `selectors check`: whether selector files are sound, and what they make of pages.
//!
//! Needs no browser, and changes nothing.

use std::path::PathBuf;

use linkwright::exit_code::ExitCode;
use linkwright::page::review::{Claim, Review};
use linkwright::page::{MAX_HTML_BYTES, Pack, RuleSet, saved};

use super::super::input;
use super::super::options::refuse_file;
use super::super::output::Complaint;
use super::fault::in_order;
use super::pages::{self, Named};
use super::report::{Files, Page, Report};

/// Says whether selector files are sound, and what they make of pages
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Loads the built-in files, with those of DIR over them as --selectors does, and lists every fault. \
--against then reads pages: fixtures, and what a browser saves with \"Save page as\". A page called \
STATE--VARIANT.html, such as pending--new-icon.html, must be seen as that state, with its controls. \
An overlap is a page on which rules of one layer name different states: nobody guesses then.

Exit code 0 when all is well, 2 when a file is faulty, 3 when a page cannot be read to its end, \
1 when a page is seen otherwise than its name says.

--json prints one object:
  {\"ok\",\"rules\",\"files\":[{\"file\",\"origin\"}],\"faults\":[{\"file\",\"line\",\"message\"}],
   \"overlaps\":[{\"layer\",\"rules\":[{\"rule\",\"state\"}],\"pages\"}],
   \"pages\":[{\"page\",\"state\",\"rule\",\"layer\",\"also\",\"expected\",\"right\",\"missing\",\"error\"}]}

Examples:
  linkwright selectors check my-selectors
  linkwright selectors check my-selectors --against page.html
  linkwright selectors check --against fixtures/pages --json")]
pub(crate) struct Check {
    /// The directory of edited files; without it, the built-in ones alone
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,

    /// Pages, or directories of pages, to read
    #[arg(long, value_name = "PAGE", num_args = 1..)]
    against: Vec<PathBuf>,

    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Prints the report.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        if let Some(directory) = &self.directory {
            refuse_file(directory).map_err(Complaint::invalid)?;
        }
        let files = pages::found(&self.against)?;
        let pack = match &self.directory {
            Some(directory) => Pack::with_overrides(directory),
            None => Pack::built_in(),
        };
        let origins: Files = pack.files().map(|file| (file.name.clone(), file.origin)).collect();
        let report = match pack.load() {
            Ok(rules) => sound(&rules, origins, &files)?,
            Err(errors) => Report::faulty(origins, in_order(&errors)),
        };
        report.print(self.json);
        Ok(report.exit_code())
    }
}

fn sound(rules: &RuleSet, origins: Files, files: &[Named]) -> Result<Report, Complaint> {
    let pages: Result<Vec<Page>, Complaint> = files.iter().map(|file| page(rules, file)).collect();
    Ok(Report {
        rules: rules.rules().count(),
        files: origins,
        faults: Vec::new(),
        pages: pages?,
    })
}

/// Only a file that is not there ends everything; what is in it is an answer.
fn page(rules: &RuleSet, file: &Named) -> Result<Page, Complaint> {
    let bytes = input::read(&file.path, MAX_HTML_BYTES).map_err(Complaint::not_set_up)?;
    let text = String::from_utf8_lossy(&bytes);
    let review = saved::snapshot(rules, &text, None).and_then(|snapshot| Review::of(rules, &snapshot));
    let stem = file.path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(Page {
        file: file.path.display().to_string(),
        short: file.short.clone(),
        claim: Claim::of(&stem),
        meant: Claim::nearly(&stem),
        review,
    })
}
