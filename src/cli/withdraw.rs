//! `withdraw`: the everyday form of a workflow that takes an invitation back.

use linkwright::exit_code::ExitCode;
use serde_json::json;

use super::drive::drive_action;
use super::options::RunOptions;
use super::output::Complaint;

/// Withdraws your connection request to a person, and proves it by a fresh load of the page
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The same as `linkwright run` with one st.withdrawConnectionRequest; prints its completion on stdout.
LinkedIn takes no new request to that person for three weeks, and linkwright sends none until then.

Examples:
  linkwright withdraw https://www.linkedin.com/in/ada-example
  linkwright withdraw https://www.linkedin.com/in/ada-example --keep-following")]
pub(crate) struct Withdraw {
    /// Address of the person's page, https://www.linkedin.com/in/SLUG
    person_url: String,

    /// Goes on following the person, where LinkedIn asks
    #[arg(long)]
    keep_following: bool,

    #[command(flatten)]
    options: RunOptions,
}

impl Withdraw {
    /// Runs the one action.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let action = json!({
            "actionType": "st.withdrawConnectionRequest",
            "personUrl": self.person_url,
            "unfollow": !self.keep_following,
        });
        drive_action(&action, &self.options)
    }
}
