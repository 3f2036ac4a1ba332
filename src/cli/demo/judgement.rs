//! Whether an answer is the documented one, and whether the site's own log agrees.
//!
//! Pure. Knows no browser; a note is compared, never printed.

use std::fmt;

use linkwright::outcome::{ActionResult, Report};
use linkwright::sandbox::{LogEntry, Person, Press};

/// The verdict on one person's workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// `success`, an error type, or the reason of a failure.
    answered: String,
    is_documented: bool,
    /// What the log holds against the answer.
    objection: Option<&'static str>,
}

impl Judgement {
    /// Judges a report by the documentation and by what the site noted down meanwhile.
    pub(crate) fn of(person: &Person, report: &Report, sent: &[LogEntry], presses: &[Press]) -> Judgement {
        let (answered, is_documented) = match report {
            Report::Failed { failure, .. } => {
                let reason = failure.reason.as_str();
                let documented = person.answers.strip_prefix("failure");
                let is_documented =
                    documented.is_some_and(|rest| rest.is_empty() || rest.strip_prefix(':') == Some(reason));
                (reason, is_documented)
            }
            Report::Completed(results) => {
                let word = word(results.as_slice());
                (word, word == person.answers)
            }
        };
        let objection = objection(person, answered == "success", sent, presses);
        Judgement {
            answered: answered.to_owned(),
            is_documented,
            objection,
        }
    }

    /// As documented, and the log agrees.
    pub(crate) fn is_good(&self) -> bool {
        self.is_documented && self.objection.is_none()
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.is_good() { "✓" } else { "✗" };
        write!(f, "{mark} {}", self.answered)?;
        match self.objection {
            Some(objection) => write!(f, ", but {objection}"),
            None => Ok(()),
        }
    }
}

/// The first error of the action or its child, or `success`.
fn word(results: &[ActionResult]) -> &'static str {
    let mut all = results.iter().flat_map(ActionResult::with_children);
    all.find_map(ActionResult::error)
        .map_or("success", |error| error.kind.as_str())
}

/// An invitation in the log exactly where success is documented, with exactly the note and the address.
fn objection(person: &Person, claimed: bool, sent: &[LogEntry], presses: &[Press]) -> Option<&'static str> {
    if sent.iter().any(|entry| entry.slug != person.slug) {
        return Some("the site noted an invitation of somebody else");
    }
    if !presses.is_empty() {
        return Some("the site noted a press of another control");
    }
    match (person.answers == "success", sent) {
        (_, []) if !claimed => None,
        (_, []) => Some("the site noted no invitation"),
        (false, _) => Some("the site noted an invitation"),
        (true, [one]) if one.note.as_deref() != person.note => Some("the site noted another note"),
        (true, [one]) if one.email.as_deref() != person.email => Some("the site noted another e-mail address"),
        (true, [_]) => None,
        (true, _) => Some("the site noted more than one invitation"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linkwright::outcome::{ActionType, ErrorType, Failure, FailureReason, OneOrMany};
    use linkwright::sandbox::people;

    fn person(slug: &str) -> &'static Person {
        people()
            .iter()
            .find(|person| person.slug == slug)
            .expect("the person lives in the sandbox")
    }

    fn answered(error: Option<ErrorType>) -> Report {
        Report::Completed(OneOrMany::One(ActionResult {
            action_type: ActionType::SendConnectionRequest,
            label: None,
            outcome: error.map_or(Ok(None), |error| Err(error.into())),
        }))
    }

    fn sent(slug: &str, note: Option<&str>) -> LogEntry {
        LogEntry {
            slug: slug.to_owned(),
            note: note.map(str::to_owned),
            email: None,
            at_ms: 0,
            via: "dialog",
        }
    }

    #[test]
    fn success_needs_exactly_one_invitation_with_exactly_the_note() {
        let noah = person("noah-noted");
        let good = |log: &[LogEntry]| Judgement::of(noah, &answered(None), log, &[]).is_good();
        assert!(good(&[sent("noah-noted", noah.note)]));
        assert!(!good(&[]));
        assert!(!good(&[sent("noah-noted", None)]));
        assert!(!good(&[sent("noah-noted", noah.note), sent("noah-noted", noah.note)]));
        assert!(!good(&[sent("ada-example", noah.note)]));
    }

    #[test]
    fn a_documented_error_is_good_only_while_nothing_was_sent_or_pressed() {
        let penny = person("penny-pending");
        let pending = answered(Some(ErrorType::AlreadyPending));
        assert!(Judgement::of(penny, &pending, &[], &[]).is_good());
        assert!(!Judgement::of(penny, &pending, &[sent("penny-pending", None)], &[]).is_good());
        let press = Press {
            slug: "penny-pending".to_owned(),
            what: "withdraw".to_owned(),
        };
        assert!(!Judgement::of(penny, &pending, &[], &[press]).is_good());
        assert!(!Judgement::of(penny, &answered(None), &[], &[]).is_good());
    }

    #[test]
    fn a_failure_must_have_the_documented_reason() {
        let wanda = person("wanda-authwall");
        let failed = |reason: FailureReason| Report::Failed {
            failure: Failure::from(reason),
            answered: Vec::new(),
        };
        assert!(Judgement::of(wanda, &failed(FailureReason::LinkedinAccountSignedOut), &[], &[]).is_good());
        assert!(!Judgement::of(wanda, &failed(FailureReason::LinkedinCheckpoint), &[], &[]).is_good());
        let ada = person("ada-example");
        assert!(!Judgement::of(ada, &failed(FailureReason::LinkedinCheckpoint), &[], &[]).is_good());
    }
}
