//! `purge`: forgets what is known about a person, but not that the person was invited.

use linkwright::evidence::{Settings, Store};
use linkwright::exit_code::ExitCode;

use super::accounts;
use super::ledger::{Whereabouts, complaint, person};
use super::output::{Complaint, show, tell};
use super::question::{can_be_asked, is_yes};

/// What is forgotten and what is kept.
const WHAT: &str = "\
Forgotten: the person's address, names and ids, your labels, the messages of
answers, and the evidence of the person's page with its files.
Kept: when something was tried and what became of it, and a keyed hash of the
person's ids, so that nobody is invited twice. An attempt that is still open is
parked as unknown.";

/// Forgets every text about a person; that the person was invited stays, behind a keyed hash
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
{WHAT}

Examples:
  linkwright purge https://www.linkedin.com/in/ada-example
  linkwright purge https://www.linkedin.com/in/ada-example --yes"))]
pub(crate) struct Purge {
    /// Address of the person's page, https://www.linkedin.com/in/SLUG
    person_url: String,

    /// Does not ask
    #[arg(long)]
    yes: bool,

    #[command(flatten)]
    whereabouts: Whereabouts,
}

impl Purge {
    /// Asks, forgets, and says so.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let person = person(&self.person_url)?;
        let Some(ledger) = self.whereabouts.ledger()? else {
            show(&format!("Nothing to forget: {}.\n", self.whereabouts.nothing_yet()?));
            return Ok(ExitCode::Success);
        };
        if !self.yes && !is_wanted(person.slug().decoded())? {
            return Err(Complaint::no_answer("nothing was forgotten"));
        }
        let data = self.whereabouts.data_directory()?;
        // A run that settles a doubt would write the person down again.
        let _locks = accounts::locks(&data)?;
        let site = self.whereabouts.site(&ledger)?;
        let evidence = ledger.evidence_of(&site, person.slug()).map_err(complaint)?;
        let is_known = ledger.purge(&site, person.slug()).map_err(complaint)?;
        // What is left all the same has no name any more, and goes when the next run begins.
        Store::at(&data, Settings::default())
            .remove(&evidence)
            .map_err(|error| {
                Complaint::no_answer(format!(
                    "the ledger has forgotten the person, but evidence is left: {error}"
                ))
            })?;
        show(if is_known {
            "Forgotten. That the person was tried stays, behind a keyed hash.\n"
        } else {
            "Nothing is known of this person; nothing was changed.\n"
        });
        Ok(ExitCode::Success)
    }
}

fn is_wanted(who: &str) -> Result<bool, Complaint> {
    if !can_be_asked() {
        return Err(Complaint::invalid(
            "there is nobody to ask; write --yes if everything about this person is to be forgotten",
        ));
    }
    tell(WHAT);
    is_yes(&format!("This cannot be undone. Forget {who}?"))
}
