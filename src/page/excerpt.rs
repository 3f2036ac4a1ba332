//! What a look may leave out that only leads on: posts, rails and the sections below the card.
//!
//! Most of a page is neither the card nor lies on top of it, and copying is the costly part of a look. Knows
//! the selectors only; the copy is made in the page.

use serde::Serialize;

use super::rule::Reading;
use super::rule_set::RuleSet;

/// Selectors for the page itself, where no mark (`lw-*`) stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Excerpt {
    /// What must be there, and is kept whole with all that lies around it.
    pub around: String,
    /// What is left out then.
    pub left_out: String,
}

impl RuleSet {
    /// What the selector files say of it; nothing where they name no card or nothing to be left out.
    pub fn excerpt(&self) -> Option<Excerpt> {
        Some(Excerpt {
            around: selectors(self.reading(), "card")?,
            left_out: selectors(self.reading(), "left_out")?,
        })
    }
}

fn selectors(reading: &Reading, key: &str) -> Option<String> {
    let queries: Vec<&str> = reading.get(key)?.iter().map(|query| query.text.as_str()).collect();
    (!queries.is_empty()).then(|| queries.join(", "))
}
