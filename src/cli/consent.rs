//! The notice about LinkedIn's User Agreement: shown before the real site is driven for the first
//! time, and its acceptance, which is written down once for a data directory.
//!
//! Knows no browser and no site; whoever asks has found out that the site is the real one.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::output::{Complaint, complain, tell};
use super::question::{can_be_asked, is_yes};
use super::whole_file;

/// What is accepted.
const NOTICE: &str = "\
This drives the real LinkedIn with your account. LinkedIn's User Agreement
forbids automation: it may restrict or close the account, and no number of
requests is safe. You alone answer for what is sent.";
/// Raised when the notice says something new, so that it is shown again.
const VERSION: u32 = 1;
/// Where the acceptance stands in the data directory.
const FILE: &str = "notice-accepted.json";
/// The cure where nobody can be asked.
const NOBODY: &str = "the notice above must be accepted once, and there is nobody to ask; write --accept-notice if you accept it, or run this on a terminal. Nothing was started";

/// An acceptance on disk.
#[derive(Debug, Serialize, Deserialize)]
struct Acceptance {
    version: u32,
    /// UTC, ISO 8601.
    at: String,
}

/// What is to be done about the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It was accepted before.
    GoOn,
    /// It is accepted by an option now: that is written down.
    Accept,
    /// Somebody sits there who can answer.
    Ask,
    /// Nobody does.
    Refuse,
}

const fn decide(was_accepted: bool, is_accepted_now: bool, is_on_terminal: bool) -> Step {
    match (was_accepted, is_accepted_now, is_on_terminal) {
        (true, _, _) => Step::GoOn,
        (false, true, _) => Step::Accept,
        (false, false, true) => Step::Ask,
        (false, false, false) => Step::Refuse,
    }
}

/// Goes on only if the notice is accepted for this data directory, which must be there.
pub(crate) fn required(data: &Path, is_accepted_now: bool) -> Result<(), Complaint> {
    let file = data.join(FILE);
    match decide(was_accepted(&file), is_accepted_now, can_be_asked()) {
        Step::GoOn => {
            complain("this drives the real LinkedIn, as you have accepted");
            Ok(())
        }
        Step::Accept => {
            tell(NOTICE);
            write(&file)
        }
        Step::Ask => {
            tell(NOTICE);
            if is_yes("Do you accept this? It is asked once for this data directory.")? {
                write(&file)
            } else {
                Err(Complaint::not_set_up(
                    "the notice was not accepted; nothing was started",
                ))
            }
        }
        Step::Refuse => {
            tell(NOTICE);
            Err(Complaint::not_set_up(NOBODY))
        }
    }
}

/// What cannot be read was not accepted: asking once more does no harm.
fn was_accepted(file: &PathBuf) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    serde_json::from_str::<Acceptance>(&text).is_ok_and(|acceptance| acceptance.version == VERSION)
}

fn write(file: &Path) -> Result<(), Complaint> {
    let acceptance = Acceptance {
        version: VERSION,
        at: jiff::Timestamp::now().to_string(),
    };
    whole_file::replace_private(file, &acceptance).map_err(|error| {
        let place = file.display();
        Complaint::not_set_up(format!(
            "that the notice was accepted cannot be written to {place}: {error}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_accepted_once_or_nothing_starts() {
        for is_on_terminal in [true, false] {
            assert_eq!(decide(true, false, is_on_terminal), Step::GoOn);
            assert_eq!(decide(true, true, is_on_terminal), Step::GoOn);
            assert_eq!(decide(false, true, is_on_terminal), Step::Accept);
        }
        assert_eq!(decide(false, false, true), Step::Ask);
        assert_eq!(decide(false, false, false), Step::Refuse);
    }

    #[test]
    fn an_acceptance_holds_for_its_directory_and_its_notice_only() {
        let data = tempfile::tempdir().expect("a directory");
        let file = data.path().join(FILE);
        assert!(!was_accepted(&file));
        write(&file).expect("written");
        assert!(was_accepted(&file));
        assert!(!was_accepted(&data.path().join("other").join(FILE)));
        for not_it in ["", "{", "{}", r#"{"version": 0, "at": ""}"#] {
            fs::write(&file, not_it).expect("a file");
            assert!(!was_accepted(&file), "{not_it}");
        }
    }
}
