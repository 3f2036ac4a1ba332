//! `check`: whether a workflow would be run, with all its faults at once.
//!
//! Knows no browser and makes nothing.

use std::path::PathBuf;

use linkwright::exit_code::ExitCode;
use linkwright::json::MAX_BYTES;
use linkwright::workflow::Checked;

use super::input;
use super::output::{Complaint, print_json};

/// Says whether a workflow is valid, with all its faults at once; runs nothing
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Prints {\"ok\":true,\"workflow\":…} with the workflow in its canonical form, or
{\"ok\":false,\"errors\":[{\"type\",\"pointer\",\"code\",\"message\"}…]}. Exit code 0 or 2.

Examples:
  linkwright check workflow.json
  linkwright check - < workflow.json")]
pub(crate) struct Check {
    /// The workflow, a JSON file; - reads it from stdin
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
}

impl Check {
    /// Prints the answer.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let bytes = input::read(&self.file, MAX_BYTES).map_err(Complaint::invalid)?;
        let checked = Checked::of(&bytes);
        print_json(&checked);
        Ok(if checked.is_ok() {
            ExitCode::Success
        } else {
            ExitCode::InvalidWorkflow
        })
    }
}
