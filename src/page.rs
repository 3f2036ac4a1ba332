//! Reading a page: from a snapshot to one state, the controls that were judged, and the texts.
//!
//! Everything here is pure: no browser, no ledger, no clock but the budget of one parse.
//! What pages look like is data (`selectors/*.toml`); what they can mean is [`PageState`].

mod annotate;
mod budget;
mod degree;
mod document;
mod excerpt;
mod finder;
mod inspection;
mod label;
mod link;
mod memory;
mod menu;
pub(crate) mod name;
mod near_miss;
pub mod owner;
mod pack;
pub mod profile;
mod query;
mod recognition;
mod relaxation;
pub mod review;
mod rule;
mod rule_set;
pub mod saved;
pub mod scrub;
pub mod sent_list;
mod snapshot;
mod state;
mod text;
mod vocabulary;
mod words;

pub use document::{DocumentError, MAX_HTML_BYTES};
pub use excerpt::Excerpt;
pub use inspection::{FoundControl, Inspection, RuleMatch};
pub use memory::Memory;
pub use near_miss::{NearMiss, Unmet};
pub use pack::{Origin, Pack, PackFile, RuleSetError};
pub use query::Place;
pub use recognition::{Control, NoteLimits, Recognition, Texts};
pub use rule_set::RuleSet;
pub use sent_list::{Said, SentList};
pub use snapshot::Snapshot;
pub use state::{Element, Input, Layer, PageState};
