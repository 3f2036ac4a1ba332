//! `status`: the everyday form of a workflow that asks how the account and a person are connected.

use linkwright::exit_code::ExitCode;
use serde_json::json;

use super::drive::drive_action;
use super::options::RunOptions;
use super::output::Complaint;

/// Says how you and a person are connected: connected, pending, incoming or notConnected
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The same as `linkwright run` with one st.checkConnectionStatus; prints its completion on stdout.

Examples:
  linkwright status https://www.linkedin.com/in/ada-example
  linkwright status https://www.linkedin.com/in/ada-example --quiet | jq -r .data.connectionStatus")]
pub(crate) struct Status {
    /// Address of the person's page, https://www.linkedin.com/in/SLUG
    person_url: String,

    #[command(flatten)]
    options: RunOptions,
}

impl Status {
    /// Runs the one action.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let action = json!({"actionType": "st.checkConnectionStatus", "personUrl": self.person_url});
        drive_action(&action, &self.options)
    }
}
