//! `run`: a workflow in, its completion out.

use std::path::PathBuf;

use linkwright::exit_code::ExitCode;
use linkwright::json::MAX_BYTES;
use linkwright::ledger::SubmissionKey;
use linkwright::workflow::Workflow;

use super::drive::drive;
use super::input;
use super::options::RunOptions;
use super::output::{Complaint, complain, tell};

/// Runs a workflow and prints its completion, and nothing else, on stdout
#[derive(Debug, clap::Args)]
#[command(after_help = "\
stdout: the completion, in the shape of the workflow (object for object, array for array).
If the run could not be finished: {\"workflowStatus\":\"failed\",\"failure\":{\"reason\",\"message\"}, \
\"answered\":[…]} with the answers reached before. One line, or indented on a terminal.
An invalid workflow starts nothing and prints nothing on stdout.

With --key the same workflow may be given again, as after a crash or a reply that was lost: what
was answered is answered again, and what was not goes on. Another workflow under that key is refused.

Examples:
  linkwright run workflow.json > answer.json
  linkwright run --site http://127.0.0.1:8080 - < workflow.json
  linkwright run --key order-17 workflow.json
  linkwright run --headed --verbose workflow.json")]
pub(crate) struct Run {
    /// The workflow, a JSON file; - reads it from stdin
    #[arg(value_name = "FILE|-")]
    file: PathBuf,

    /// Runs it once however often it is given: KEY is a name of yours for this run, such as a UUID
    #[arg(long, value_name = "KEY")]
    key: Option<SubmissionKey>,

    #[command(flatten)]
    options: RunOptions,
}

impl Run {
    /// Runs the workflow, once the whole of it is known to be valid.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let bytes = input::read(&self.file, MAX_BYTES).map_err(Complaint::invalid)?;
        match Workflow::parse(&bytes) {
            Ok(workflow) => drive(&workflow, self.key.as_ref(), &self.options),
            Err(faults) => {
                complain("the workflow is invalid; nothing was started");
                for fault in &faults {
                    let place = if fault.pointer.is_empty() {
                        "the document"
                    } else {
                        &fault.pointer
                    };
                    tell(&format!("  {place}: {} ({})", fault.message, fault.code));
                }
                Ok(ExitCode::InvalidWorkflow)
            }
        }
    }
}
