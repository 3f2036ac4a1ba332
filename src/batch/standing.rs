//! What is to be done with a row, by what the ledger says of it: one table, pure.
//!
//! The same table judges a row before it is run, after it was run, and when the command is given again.

use super::results::{ResultWord, RowResult};
use crate::ledger::{HeldBack, Listed, Outcome, Went};
use crate::outcome::{ActionError, ErrorType, wire_words};

wire_words! {
    /// What becomes of a row whose note cannot go with its invitation.
    pub enum NotePolicy {
        /// The error is its answer.
        Fail = "fail",
        /// The invitation is sent without the note.
        SendWithout = "send-without",
        /// The person is left out.
        Skip = "skip",
    }
}

/// How a row stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is to be run.
    Open {
        /// Why its note is held back, if it was proved not to go.
        held_back: Option<HeldBack>,
    },
    /// It is to be run once a limit opens.
    Limited(ActionError),
    /// It has its result.
    Done(RowResult),
}

impl Standing {
    /// How a row stands by its last request; `is_barred`: an attempt at the person that cannot be proved stands.
    #[must_use]
    pub fn of(listed: Option<&Listed>, is_barred: bool, policy: NotePolicy) -> Standing {
        let open = Standing::Open { held_back: None };
        let Some(listed) = listed else { return open };
        match (listed.outcome, &listed.error) {
            (None, _) => open,
            (Some(Outcome::Sent), _) => sent(listed),
            (Some(Outcome::InDoubt | Outcome::Unknown), told) => {
                let unknown: ActionError = ErrorType::OutcomeUnknown.into();
                let told = told.as_ref().filter(|error| error.kind == ErrorType::OutcomeUnknown);
                done(ResultWord::Unknown, Some(told.unwrap_or(&unknown)), listed)
            }
            // The end of an attempt that was told to nobody.
            (Some(Outcome::NotSent | Outcome::Answered), None) => open,
            (Some(outcome @ (Outcome::NotSent | Outcome::Answered)), Some(error)) => match error.kind {
                ErrorType::OutcomeUnknown if outcome == Outcome::Answered && is_barred => {
                    done(ResultWord::Unknown, Some(error), listed)
                }
                // Proved not sent since, or decided by the owner.
                ErrorType::OutcomeUnknown => open,
                ErrorType::LimitExceeded => Standing::Limited(error.clone()),
                // The row gives something else now, and that may be what was missing.
                ErrorType::EmailRequired | ErrorType::NoteTooLong | ErrorType::NoteLimitExceeded if !listed.same => {
                    open
                }
                ErrorType::NoteTooLong => refused(HeldBack::TooLong, error, listed, policy),
                ErrorType::NoteLimitExceeded => refused(HeldBack::NoteLimit, error, listed, policy),
                ErrorType::PersonNotFound
                | ErrorType::SelfProfileNotAllowed
                | ErrorType::AlreadyPending
                | ErrorType::AlreadyConnected
                | ErrorType::EmailRequired
                | ErrorType::NotPending
                | ErrorType::RequestNotAllowed => done(ResultWord::Answered, Some(error), listed),
            },
        }
    }
}

/// What becomes of a row whose note was proved not to go.
fn refused(why: HeldBack, error: &ActionError, listed: &Listed, policy: NotePolicy) -> Standing {
    match policy {
        NotePolicy::Fail => done(ResultWord::Answered, Some(error), listed),
        NotePolicy::Skip => done(ResultWord::Skipped, Some(error), listed),
        NotePolicy::SendWithout => Standing::Open { held_back: Some(why) },
    }
}

/// A success, with what it is not: the person may have got less than the row gives, or something else.
fn sent(listed: &Listed) -> Standing {
    let message = match listed.went {
        None | Some(Went::AsAsked) => "",
        Some(Went::WithoutNote(HeldBack::TooLong)) => {
            "Sent without its note, which is longer than LinkedIn allows for this account."
        }
        Some(Went::WithoutNote(HeldBack::NoteLimit)) => {
            "Sent without its note, because LinkedIn's limit of requests with a note was used up."
        }
        Some(Went::WithoutNote(HeldBack::OwnLimit)) => {
            "Sent without its note, because your own limit of notes was reached."
        }
        Some(Went::AtOnce) => "Sent without its note, because Connect sent at once.",
        Some(Went::Earlier) => "Invited by an earlier request, with the texts of that one.",
    };
    Standing::Done(RowResult {
        message: message.to_owned(),
        finished_at: listed.decided_at,
        evidence: listed.evidence.clone(),
        ..RowResult::of(ResultWord::Sent, None)
    })
}

fn done(word: ResultWord, error: Option<&ActionError>, listed: &Listed) -> Standing {
    Standing::Done(RowResult {
        finished_at: listed.decided_at,
        evidence: listed.evidence.clone(),
        ..RowResult::of(word, error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Clock, Ledger, Limits, ListRow, NewRequest};
    use crate::person::PersonUrl;
    use crate::workflow::SendConnectionRequest;

    /// A row that was answered so.
    fn listed(outcome: Option<Outcome>, error: Option<ErrorType>, same: bool) -> Listed {
        let desk = Ledger::in_memory(Clock::system())
            .and_then(|ledger| ledger.take_over("default", "", Limits::none()))
            .unwrap();
        let person = PersonUrl::parse("https://www.linkedin.com/in/ada-example").unwrap();
        let row = ListRow {
            list: "a list".to_owned(),
            person: person.clone(),
            asked: SendConnectionRequest::default(),
            held_back: None,
        };
        let request = NewRequest {
            pointer: String::new(),
            person,
            label: None,
        };
        desk.accept_listed("{}", &request, &row).unwrap();
        Listed {
            outcome,
            error: error.map(ActionError::from),
            same,
            ..desk.listed(&row).unwrap().unwrap()
        }
    }

    fn word(listed: &Listed, is_barred: bool, policy: NotePolicy) -> String {
        match Standing::of(Some(listed), is_barred, policy) {
            Standing::Open { held_back: None } => "open".to_owned(),
            Standing::Open { held_back: Some(_) } => "without".to_owned(),
            Standing::Limited(_) => "limited".to_owned(),
            Standing::Done(result) => result.word.to_string(),
        }
    }

    #[test]
    fn a_row_that_was_sent_stays_so_whatever_it_says_now() {
        for same in [true, false] {
            let sent = listed(Some(Outcome::Sent), None, same);
            assert_eq!(word(&sent, false, NotePolicy::Fail), "sent");
        }
    }

    #[test]
    fn a_success_says_what_the_person_did_not_get() {
        let message = |went| {
            let sent = Listed {
                went,
                ..listed(Some(Outcome::Sent), None, true)
            };
            match Standing::of(Some(&sent), false, NotePolicy::Fail) {
                Standing::Done(result) => (result.word.to_string(), result.error_type, result.message),
                other => panic!("{other:?}"),
            }
        };
        let plain = ("sent".to_owned(), None, String::new());
        assert_eq!(message(None), plain);
        assert_eq!(message(Some(Went::AsAsked)), plain);
        let ways = HeldBack::ALL
            .iter()
            .map(|why| Went::WithoutNote(*why))
            .chain([Went::AtOnce]);
        let told: std::collections::BTreeSet<String> = ways.map(|went| message(Some(went)).2).collect();
        assert_eq!(told.len(), 4, "each has its reason");
        assert!(
            told.iter().all(|message| message.starts_with("Sent without its note")),
            "{told:?}"
        );
        assert!(message(Some(Went::Earlier)).2.contains("by an earlier request"));
    }

    #[test]
    fn a_row_in_doubt_is_never_open() {
        for outcome in [Outcome::InDoubt, Outcome::Unknown] {
            for kind in ErrorType::ALL {
                let doubt = listed(Some(outcome), Some(*kind), false);
                for policy in NotePolicy::ALL {
                    assert_eq!(word(&doubt, false, *policy), "unknown", "{kind}");
                }
            }
        }
    }

    #[test]
    fn an_answer_is_kept_unless_the_row_has_changed_what_was_wanted() {
        let of = |kind, same| {
            let row = listed(Some(Outcome::Answered), Some(kind), same);
            word(&row, false, NotePolicy::Fail)
        };
        for kind in [
            ErrorType::EmailRequired,
            ErrorType::NoteTooLong,
            ErrorType::NoteLimitExceeded,
        ] {
            assert_eq!(
                (of(kind, true).as_str(), of(kind, false).as_str()),
                ("answered", "open"),
                "{kind}"
            );
        }
        for kind in [
            ErrorType::AlreadyConnected,
            ErrorType::PersonNotFound,
            ErrorType::RequestNotAllowed,
        ] {
            assert_eq!(
                (of(kind, true).as_str(), of(kind, false).as_str()),
                ("answered", "answered"),
                "{kind}"
            );
        }
    }

    #[test]
    fn a_note_that_cannot_go_is_dealt_with_as_the_policy_says() {
        for kind in [ErrorType::NoteTooLong, ErrorType::NoteLimitExceeded] {
            let row = listed(Some(Outcome::NotSent), Some(kind), true);
            let words = NotePolicy::ALL.iter().map(|policy| word(&row, false, *policy));
            assert_eq!(words.collect::<Vec<_>>(), ["answered", "without", "skipped"]);
        }
    }

    #[test]
    fn nothing_clicked_or_proved_not_sent_is_open() {
        for (outcome, error) in [
            (None, None),
            (Some(Outcome::NotSent), None),
            (Some(Outcome::NotSent), Some(ErrorType::OutcomeUnknown)),
            (Some(Outcome::Answered), Some(ErrorType::OutcomeUnknown)),
        ] {
            assert_eq!(word(&listed(outcome, error, true), false, NotePolicy::Fail), "open");
        }
        let barred = listed(Some(Outcome::Answered), Some(ErrorType::OutcomeUnknown), true);
        assert_eq!(word(&barred, true, NotePolicy::Fail), "unknown");
        let limited = listed(Some(Outcome::Answered), Some(ErrorType::LimitExceeded), true);
        assert_eq!(word(&limited, false, NotePolicy::Fail), "limited");
    }
}
