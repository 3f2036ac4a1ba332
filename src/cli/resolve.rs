//! `resolve`: the owner has looked, and says what became of an attempt.
//!
//! Knows no browser: what is said here is believed.

use clap::ValueEnum;
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{Resolved, Standing};

use super::accounts;
use super::ledger::{Whereabouts, Whose, complaint, person};
use super::output::{Complaint, show};

/// Decides an attempt that could not be proved, after you have looked at the person's page
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Look at the person's page, or at your list of sent invitations, before you decide. \
After `sent` the person is not invited again. After `not-sent` the person may be: also somebody whose \
invitation you have withdrawn yourself. Where a run was cut short, `resume` then asks that person again. \
The limits count the attempt either way.

Examples:
  linkwright resolve https://www.linkedin.com/in/ada-example sent
  linkwright resolve https://www.linkedin.com/in/ada-example not-sent")]
pub(crate) struct Resolve {
    /// Address of the person's page, https://www.linkedin.com/in/SLUG
    person_url: String,

    /// What became of the invitation
    #[arg(value_enum)]
    end: End,

    #[command(flatten)]
    whose: Whose,

    #[command(flatten)]
    whereabouts: Whereabouts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum End {
    /// It was sent
    Sent,
    /// It was not sent, or was withdrawn
    NotSent,
}

impl Resolve {
    /// Writes the owner's word down and says what it has changed.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let person = person(&self.person_url)?;
        let Some(ledger) = self.whereabouts.ledger()? else {
            return Err(Complaint::invalid(self.whereabouts.nothing_yet()?));
        };
        accounts::must_exist(&self.whereabouts.data_directory()?, &self.whose.account, Some(&ledger))?;
        let (desk, _lock) = self.whereabouts.desk(&ledger, &self.whose.account)?;
        let resolved = desk.resolve(person.slug(), self.end == End::Sent).map_err(complaint)?;
        match (resolved, self.end) {
            (Resolved::Nothing, End::Sent) => Err(Complaint::invalid(
                "no attempt at this person stands: none was made, or it was proved that nothing was sent; there is nothing to decide. Where their page shows Pending all the same, `linkwright sync` learns of it",
            )),
            (Resolved::Nothing, End::NotSent) => Ok(said("No attempt at this person stands; nothing was changed.")),
            (Resolved::Unchanged, _) => Ok(said("It was decided so already; nothing was changed.")),
            (Resolved::Changed { was }, End::Sent) => Ok(said(&format!(
                "Decided: sent. It was {} before. The person is not invited again.",
                shown(&was)
            ))),
            (Resolved::Changed { was }, End::NotSent) => Ok(said(&format!(
                "Decided: not sent. It was {} before. The person may be invited again.",
                shown(&was)
            ))),
        }
    }
}

fn said(sentence: &str) -> ExitCode {
    show(&format!("{sentence}\n"));
    ExitCode::Success
}

const fn shown(standing: &Standing) -> &'static str {
    match standing {
        Standing::Free => "called not sent",
        Standing::InDoubt(_) => "in doubt",
        Standing::Parked(_) => "unknown",
        Standing::Sent { .. } => "sent",
        Standing::ByHand { .. } => "invited by hand",
        Standing::Withdrawn { .. } => "withdrawn",
    }
}
