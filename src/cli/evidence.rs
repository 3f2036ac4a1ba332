//! Evidence of a run: swept before, kept while it goes on, named behind it.
//!
//! What cannot be kept is a warning, and never changes an answer.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use linkwright::evidence::{EvidenceError, Keeper, Settings, Sighting, Store};
use linkwright::ledger::{Desk, EvidenceId, KeptEvidence, LedgerError, WorkflowId};

use super::notice::quoted;
use super::output::{complain, tell};

/// The one who keeps it for a run, and what went wrong with that. A clone is the same one.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    store: Rc<RefCell<Store>>,
    trouble: Rc<RefCell<Option<String>>>,
    /// What must be said to find it again.
    data_option: String,
}

impl Evidence {
    /// Sweeps what is there, and is ready to keep; `None` if nothing is to be kept.
    pub(crate) fn begin(data: &Path, given: Option<&Path>, settings: Settings, desk: &Desk) -> Option<Evidence> {
        let mut store = Store::at(data, settings);
        let trouble = swept(&mut store, desk).err();
        let trouble = trouble.map(|error| format!("evidence that is due cannot be removed ({error})"));
        let evidence = Evidence {
            store: Rc::new(RefCell::new(store)),
            trouble: Rc::new(RefCell::new(trouble)),
            data_option: given
                .map(|given| format!(" --data-dir {}", quoted(&given.to_string_lossy())))
                .unwrap_or_default(),
        };
        if settings.keep {
            return Some(evidence);
        }
        evidence.warn();
        None
    }

    /// Says what went wrong, once.
    pub(crate) fn warn(&self) {
        if let Some(trouble) = self.trouble.borrow_mut().take() {
            complain(&format!("{trouble}; no answer depends on it"));
        }
    }

    /// Names what was kept for a workflow, with what can be done with it.
    pub(crate) fn told(&self, desk: &Desk, workflow: &WorkflowId) {
        // What cannot be read now stands in the history.
        let kept = desk.evidence(workflow).unwrap_or_default();
        lines(&kept, &self.store.borrow(), &self.data_option)
            .iter()
            .for_each(|line| tell(line));
    }
}

fn swept(store: &mut Store, desk: &Desk) -> Result<(), EvidenceError> {
    let before = store.names()?;
    // A ledger that does not answer is told by the run itself.
    let known = |error: LedgerError| complain(&format!("evidence was not swept: {error}"));
    let Ok(all) = desk.ledger().evidence().map_err(known) else {
        return Ok(());
    };
    let gone = store.sweep(&before, &all, desk.now())?;
    let known_and_gone: Vec<EvidenceId> = gone.into_iter().filter(|id| all.contains_key(id)).collect();
    // Crossed out by the next sweep otherwise.
    let _ = desk.forget_evidence(&known_and_gone);
    Ok(())
}

fn lines(kept: &[KeptEvidence], store: &Store, data: &str) -> Vec<String> {
    match kept {
        [] => Vec::new(),
        [one] if !store.has_page(&one.id) => vec![format!(
            "evidence: {}; no page was seen, what was done stands in {}",
            one.id,
            store.trace(&one.id).display()
        )],
        [one] => vec![format!(
            "evidence: {}; `linkwright bundle {0}{data}` makes a safe file of it",
            one.id
        )],
        many => {
            let line = |one: &KeptEvidence| {
                let person = one.person.as_deref().unwrap_or("somebody");
                format!("evidence: {} ({person}: {})", one.id, one.word)
            };
            let hint = format!("`linkwright bundle ID{data}` makes a safe file of one");
            many.iter().map(line).chain([hint]).collect()
        }
    }
}

impl Keeper for Evidence {
    fn wants_screenshots(&self) -> bool {
        self.store.borrow().wants_screenshots()
    }

    fn keep(&mut self, id: &EvidenceId, seen: &Sighting) -> Result<Vec<EvidenceId>, EvidenceError> {
        let kept = self.store.borrow_mut().keep(id, seen);
        if let Err(error) = &kept {
            *self.trouble.borrow_mut() = Some(format!("evidence cannot be kept ({error})"));
        }
        kept
    }
}
