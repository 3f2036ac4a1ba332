//! `connect`: the everyday form of a workflow that sends one connection request.

use linkwright::exit_code::ExitCode;
use serde_json::{Map, Value};

use super::drive::drive_action;
use super::options::RunOptions;
use super::output::Complaint;

/// Sends a connection request to one person
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The same as `linkwright run` with one st.sendConnectionRequest; prints its completion on stdout.

Examples:
  linkwright connect https://www.linkedin.com/in/ada-example
  linkwright connect https://www.linkedin.com/in/ada-example --note 'Hello Ada, we met in Exampletown.'
  linkwright connect https://www.linkedin.com/in/ada-example --email ada@example.com --quiet")]
pub(crate) struct Connect {
    /// Address of the person's page, https://www.linkedin.com/in/SLUG
    person_url: String,

    /// The note to send with it, at most 300 characters (LinkedIn allows 200 on a free account)
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,

    /// The person's e-mail address, in case LinkedIn asks for it
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    email: Option<String>,

    /// A word of your own that comes back in the answer
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,

    #[command(flatten)]
    options: RunOptions,
}

impl Connect {
    /// Runs the one action.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        if self.note.as_deref().is_some_and(is_like_an_option) {
            return Err(Complaint::invalid(
                "what stands behind --note looks like an option: write the note right behind it (a note of one word that really begins with - can go by `linkwright run`)",
            ));
        }
        let mut action = Map::new();
        let texts = [("label", &self.label), ("note", &self.note), ("email", &self.email)];
        action.insert("actionType".to_owned(), Value::from("st.sendConnectionRequest"));
        action.insert("personUrl".to_owned(), Value::from(self.person_url.as_str()));
        for (name, text) in texts {
            if let Some(text) = text {
                action.insert(name.to_owned(), Value::from(text.as_str()));
            }
        }
        drive_action(&Value::Object(action), &self.options)
    }
}

/// `--note --quiet` would send "--quiet", and `--note -q` would send "-q".
fn is_like_an_option(note: &str) -> bool {
    note.starts_with('-') && !note.contains(char::is_whitespace)
}
