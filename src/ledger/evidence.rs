//! Which evidence was kept of what: names only. The pages themselves lie in files of their own.

use std::str::FromStr;

use super::record::EvidenceId;
use super::{RequestId, WorkflowId};
use crate::person::PersonKeys;

/// How every name of evidence begins.
pub(super) const PREFIX: &str = "ev";
/// Hexadecimal digits behind it.
const DIGITS: usize = 16;

/// What is about to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvidence {
    /// Whose page was seen.
    pub person: PersonKeys,
    /// For which workflow.
    pub workflow: WorkflowId,
    /// JSON pointer of the action.
    pub pointer: String,
    /// The request, if the action was one.
    pub request: Option<RequestId>,
    /// What was answered: an error's type or a failure's reason.
    pub word: &'static str,
}

/// What was kept of one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEvidence {
    /// Its name.
    pub id: EvidenceId,
    /// A slug of the person, unless purged.
    pub person: Option<String>,
    /// What was answered.
    pub word: String,
}

/// It is no name that the ledger gives to evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name of evidence is {PREFIX}- and {DIGITS} digits from 0 to f, as `linkwright history` shows it")]
pub struct NoEvidenceId;

impl FromStr for EvidenceId {
    type Err = NoEvidenceId;

    /// Only what the ledger could have given: nothing of it can lead anywhere as a path.
    fn from_str(text: &str) -> Result<EvidenceId, NoEvidenceId> {
        let digits = text.strip_prefix(PREFIX).and_then(|rest| rest.strip_prefix('-'));
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        match digits {
            Some(digits) if digits.len() == DIGITS && digits.bytes().all(is_digit) => Ok(EvidenceId(text.to_owned())),
            Some(_) | None => Err(NoEvidenceId),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_of_evidence_is_taken() {
        assert!("ev-0123456789abcdef".parse::<EvidenceId>().is_ok());
        for text in [
            "",
            "ev-",
            "ev-0123456789abcde",
            "ev-0123456789abcdef0",
            "ev-0123456789ABCDEF",
            "ev-../../../../../..",
            "../ev-0123456789abcdef",
            "ev-0123456789abcde/",
            "ev-0123456789abcde\0",
            "wf-0123456789abcdef",
        ] {
            assert_eq!(text.parse::<EvidenceId>(), Err(NoEvidenceId), "{text}");
        }
    }
}
