//! Reading a page: from a snapshot to one state, the controls that were judged, and the texts.
//!
//! Everything here is pure: no browser, no ledger, no clock but the budget of one parse.
//! What pages look like is data (`selectors/*.toml`); what they can mean is [`PageState`].

mod annotate;
mod budget;
mod degree;
mod document;
mod finder;
mod label;
pub mod profile;
mod query;
mod recognition;
mod rule;
mod rule_set;
pub mod saved;
mod snapshot;
mod state;
mod words;

pub use document::{DocumentError, MAX_HTML_BYTES};
pub use recognition::{Control, NoteLimits, Recognition, Texts};
pub use rule_set::{RuleSet, RuleSetError};
pub use snapshot::Snapshot;
pub use state::{Element, Input, Layer, PageState};
