//! `bundle`: the evidence of an answer as one file that is safe to give away.

use std::path::{Path, PathBuf};

use linkwright::evidence::{Kept, Settings, Store};
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{EvidenceId, Timestamp};
use linkwright::page::saved;
use linkwright::record::Fixture;

use super::history::local;
use super::options::{data_directory, must_be_directory, rules};
use super::output::{Complaint, show, tell};
use super::sandbox::{keep_whole, plain_table};
use super::scrubbed;

/// Makes one file of the evidence of an answer, without anybody's name, text, picture or id in it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
`run`, `connect`, `status` and the table of `history` name the evidence of each answer that is no plain success; \
without a name all that is kept here is listed. The file is the page as it was seen last, scrubbed, with what was done on it in a comment: it can be \
attached to a bug report, `linkwright explain` reads it, and fixtures/pages takes it as it is.

It is written only if nothing that names anybody is left in it, and if the rules still read it as they \
read the page. Exit code 3 if not; nothing is written then. 4: there is no such evidence.

Examples:
  linkwright bundle
  linkwright bundle ev-0123456789abcdef
  linkwright bundle ev-0123456789abcdef --out fixtures/pages/person/connectable--mine.html")]
pub(crate) struct Bundle {
    /// The evidence, ev-… as it was named [default: lists what there is]
    #[arg(value_name = "EVIDENCE_ID")]
    id: Option<EvidenceId>,

    /// The file [default: STATE--evidence-….html here]
    #[arg(long, value_name = "FILE", requires = "id")]
    out: Option<PathBuf>,

    /// Writes over a fixture that is there
    #[arg(long, requires = "id")]
    force: bool,

    /// Selector files that take the place of the built-in ones of the same name
    #[arg(long, env = "LINKWRIGHT_SELECTORS", value_name = "DIR")]
    selectors: Option<PathBuf>,

    /// Where the evidence lies [default: linkwright in your data directory, which `doctor` names]
    #[arg(long, env = "LINKWRIGHT_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl Bundle {
    /// Lists, or scrubs one.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let data = data_directory(self.data_dir.as_deref())?;
        must_be_directory(&data)?;
        let store = Store::at(&data, Settings::default());
        match &self.id {
            Some(id) => self.bundle(&store, id),
            None => list(&store),
        }
    }

    /// Scrubs, checks, writes.
    fn bundle(&self, store: &Store, id: &EvidenceId) -> Result<ExitCode, Complaint> {
        let rules = rules(self.selectors.as_deref())?;
        let kept = kept(store, id)?;
        let Some(page) = &kept.page else {
            return Err(Complaint::no_answer(format!(
                "no page was seen before this answer ({}), so there is nothing to scrub; what was done stands in {}",
                kept.facts.answer,
                store.trace(id).display()
            )));
        };
        let snapshot = saved::snapshot(&rules, page, None).map_err(Complaint::no_answer)?;
        let fixture =
            Fixture::with_trace(&rules, &snapshot, &trace(&kept)).map_err(|refusal| scrubbed::refused(&refusal))?;
        scrubbed::write(&self.file(id, &fixture), &fixture, self.force)?;
        Ok(ExitCode::Success)
    }

    fn file(&self, id: &EvidenceId, fixture: &Fixture) -> PathBuf {
        let digits = id.as_str().rsplit('-').next().unwrap_or_default();
        let name = format!("evidence-{}", digits.get(..8).unwrap_or(digits));
        match &self.out {
            Some(file) => file.clone(),
            None => Path::new(&fixture.file_name(&name)).to_owned(),
        }
    }
}

fn kept(store: &Store, id: &EvidenceId) -> Result<Kept, Complaint> {
    let kept = store.read(id).map_err(Complaint::not_set_up)?;
    kept.ok_or_else(|| {
        Complaint::not_set_up(format!(
            "there is no evidence {id} here; it is kept for some days only, and `linkwright bundle` lists what there is"
        ))
    })
}

/// What is kept, the newest first.
fn list(store: &Store) -> Result<ExitCode, Complaint> {
    let kept = store.list().map_err(Complaint::not_set_up)?;
    if kept.is_empty() {
        tell("No evidence.");
        return Ok(ExitCode::Success);
    }
    let mut table = plain_table(["kept", "evidence", "action", "answered"]);
    table.add_rows(kept.into_iter().map(|(id, at, facts)| {
        let at = local(Timestamp(at.saturating_mul(1000)));
        [at, id.to_string(), facts.action, facts.answer]
    }));
    [0, 1].into_iter().for_each(|column| keep_whole(&mut table, column));
    show(&format!("{table}\n"));
    Ok(ExitCode::Success)
}

/// What was done, under what was answered.
fn trace(kept: &Kept) -> Vec<String> {
    let facts = &kept.facts;
    let head = format!(
        "linkwright {}: {} answered {}",
        facts.linkwright, facts.action, facts.answer
    );
    [head].into_iter().chain(kept.trace.iter().cloned()).collect()
}
