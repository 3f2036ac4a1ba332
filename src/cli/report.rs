//! `report`: the ledger as one page for people, which needs nothing but itself.
//!
//! Knows no database. Reads only, and writes over no page but its own.

mod chart;
mod page;

use std::io;
use std::path::{Path, PathBuf};

use linkwright::engine::Site;
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{HistoryFilter, Ledger, Timestamp};

use super::ledger::{Whereabouts, Whose, complaint};
use super::options::config;
use super::output::{Complaint, print, tell};
use super::whole_file;
use super::{accounts, elsewhere};
use page::Told;

/// Writes one HTML page: what was asked for, what became of it, and how many invitations on which day
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The page is one file without scripts, and loads nothing; it can be opened from anywhere. \
It names the people who were invited, so treat it as you treat the ledger.

Examples:
  linkwright report --out report.html
  linkwright report --site http://127.0.0.1:8080 > sandbox.html")]
pub(crate) struct Report {
    /// Where the page is written; - is stdout [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// The file whose limits are drawn [default: linkwright.toml in the data directory, else in your configuration directory]
    #[arg(long, env = "LINKWRIGHT_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(flatten)]
    whose: Whose,

    #[command(flatten)]
    whereabouts: Whereabouts,
}

impl Report {
    /// Writes the page.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let out = self.out.as_deref().filter(|file| *file != Path::new("-"));
        if let Some(file) = out {
            refuse_foreign(file)?;
        }
        let Some(ledger) = self.whereabouts.ledger()? else {
            let why = self.whereabouts.nothing_yet()?;
            return Err(Complaint::not_set_up(format!("no report was written: {why}")));
        };
        let site = self.whereabouts.site(&ledger)?;
        self.look_elsewhere(&ledger, &site)?;
        let rows = ledger
            .history(&HistoryFilter {
                site: Some(site.clone()),
                account: Some(self.whose.account.to_string()),
                ..HistoryFilter::default()
            })
            .map_err(complaint)?;
        let usage = ledger.usage(self.whose.account.as_str(), &site).map_err(complaint)?;
        let config = config(self.config.as_deref(), &self.whereabouts.data_directory()?)?;
        let limits = config.limits(site == Site::default().name(), config.premium);
        let told = Told {
            site: &site,
            account: self.whose.account.as_str(),
            now: Timestamp(jiff::Timestamp::now().as_millisecond()),
            rows: &rows,
            usage: &usage,
            limits: &limits,
        };
        let text = told
            .page()
            .map_err(|error| Complaint::no_answer(format!("the page cannot be drawn: {error}")))?;
        match out {
            None => {
                print(&text);
            }
            Some(file) => {
                whole_file::replace(file, text.as_bytes(), None).map_err(|error| unwritten(file, &error))?;
                tell(&format!("wrote {}", file.display()));
            }
        }
        Ok(ExitCode::Success)
    }
}

impl Report {
    /// A page of an account that was never worked for is all zeros, and looks like an answer.
    fn look_elsewhere(&self, ledger: &Ledger, site: &str) -> Result<(), Complaint> {
        accounts::must_exist(&self.whereabouts.data_directory()?, &self.whose.account, Some(ledger))?;
        let here = elsewhere::here(&self.whose.account, site);
        let is_known = ledger.accounts().map_err(complaint)?.contains(&here);
        let is_chosen = self.whereabouts.named_site().is_some() || ledger.sites().map_err(complaint)?.len() < 2;
        if is_known && is_chosen {
            return Ok(());
        }
        elsewhere::told_if_several(ledger, &here, "report")
    }
}

/// What stands there already must be a page of ours.
fn refuse_foreign(file: &Path) -> Result<(), Complaint> {
    let refuse = |why: String| Err(Complaint::invalid(format!("--out {}: {why}", file.display())));
    match whole_file::existing(file) {
        Ok(bytes) if bytes.is_empty() || bytes.starts_with(page::MARK.as_bytes()) => Ok(()),
        Ok(_) => refuse("a file that linkwright did not write is there; choose another, or move it away".to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => refuse(format!("it cannot be used: {error}; choose another file")),
    }
}

/// The new page is first written beside the old one, under a name that means nothing to anybody.
fn unwritten(file: &Path, error: &io::Error) -> Complaint {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such directory".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not write in its directory".to_owned(),
        _ => error.to_string(),
    };
    Complaint::not_set_up(format!(
        "--out {} cannot be written: {why}; choose another file",
        file.display()
    ))
}
