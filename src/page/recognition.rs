//! What one look said: a state, the rule that knew it, the controls, the texts. Owned facts.
//!
//! The tree itself never leaves the floor: it is not `Send`, and nobody else needs it.

use std::collections::BTreeMap;

use super::sent_list::SentList;
use super::state::{Element, Layer, PageState};
use crate::person::Slug;

/// The answer of one look.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognition {
    /// State of the top layer that answered.
    pub state: PageState,
    /// Name of the rule that answered; for a contradiction, all names that did.
    pub rule: String,
    /// Layer that answered; `None` for `unknown`.
    pub layer: Option<Layer>,
    /// Every rule that tells the state wants it to last before it is believed.
    pub must_last: bool,
    /// State of the page layer alone, whatever lies on top.
    pub card: PageState,
    /// What a toast says, whatever else lies on top.
    pub toast: Option<PageState>,
    /// The controls that can be seen, by what they are for.
    pub controls: BTreeMap<Element, Control>,
    /// What the page says in words.
    pub texts: Texts,
    /// What the list of sent invitations says, where it is seen.
    pub sent_list: Option<SentList>,
    /// Slug of the address, if it is a person's.
    pub landed: Option<Slug>,
    /// Path of the address.
    pub path: String,
    /// Language tag of the page, if it gives one.
    pub language: Option<String>,
    /// Whether there are words for that language.
    pub has_words: bool,
}

/// A control that the rules judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its place in the registry of the look; `None` on a saved page.
    pub handle: Option<u32>,
    /// Not disabled, neither by attribute nor by ARIA.
    pub enabled: bool,
    /// The dialog's note or e-mail field: how much is in it is not recorded, only whether. A box: ticked.
    pub filled: bool,
}

/// Words of the page that actions need. Never a whole page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// The name on the card.
    pub name: Option<String>,
    /// The name that the dialog gives.
    pub dialog_name: Option<String>,
    /// LinkedIn's own words of the dialog or toast on top, shortened.
    pub notice: Option<String>,
    /// Limits that the note step shows.
    pub note_limits: NoteLimits,
}

/// What the note step says about its limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoteLimits {
    /// Longest note, in UTF-16 code units, by the visible counter.
    pub longest: Option<u64>,
    /// How much of a note the same counter has counted.
    pub counted: Option<u64>,
    /// Personalised invitations left this month, by the visible banner.
    pub remaining: Option<u64>,
    /// An offer to buy more notes stands beside the field. Alone it means nothing.
    pub offer: bool,
}

impl Recognition {
    /// The control for an element, if it can be seen.
    pub fn control(&self, element: Element) -> Option<&Control> {
        self.controls.get(&element)
    }
}
