//! What was seen is handed over where a doubt stays one, as it is where an action was answered.

use std::cell::RefCell;
use std::rc::Rc;

use linkwright::engine::worker::Policy;
use linkwright::evidence::{EvidenceError, Keeper, Sighting};
use linkwright::ledger::{Desk, EvidenceId, HistoryFilter, Limits, Standing};

use crate::stage::{ADA, LIST_WITH_ADA, UNREADABLE, begin, desk, keys, retrying, rules, worker};

/// Keeps nothing but what it was told.
#[derive(Clone, Default)]
struct Album(Rc<RefCell<Vec<(EvidenceId, Sighting)>>>);

impl Keeper for Album {
    fn wants_screenshots(&self) -> bool {
        false
    }

    fn keep(&mut self, id: &EvidenceId, seen: &Sighting) -> Result<Vec<EvidenceId>, EvidenceError> {
        self.0.borrow_mut().push((id.clone(), seen.clone()));
        Ok(Vec::new())
    }
}

/// Settles the doubt about Ada with one browser; what was handed over.
async fn settled(desk: &Desk, script: &str, policy: Policy) -> Vec<(EvidenceId, Sighting)> {
    let rules = rules();
    let album = Album::default();
    let (worker, _) = worker(desk, &rules, &[script], policy);
    let mut worker = worker.with_witness(Some(album.clone()));
    worker.settle_doubts().await.expect("a fresh look");
    worker.rest().await;
    album.0.take()
}

fn is_seen(seen: &Sighting, words: &str) -> bool {
    seen.snapshot.as_ref().is_some_and(|page| page.html.contains(words))
}

#[tokio::test(start_paused = true)]
async fn what_a_fresh_load_shows_of_somebody_parked_is_handed_over_under_the_name_of_the_request() {
    let again = "open ada-example -> person/ada--connectable.html\nopen ada-example -> person/ada--connectable.html";
    let listed = format!("{again}\nlist -> {LIST_WITH_ADA}");
    for (script, policy) in [
        (again, Policy::default()),
        (&listed, retrying()),
        (UNREADABLE, Policy::default()),
    ] {
        let (desk, _) = desk(Limits::none());
        begin(&desk, "ada-example");
        let handed = settled(&desk, script, policy).await;
        let [(id, seen)] = handed.as_slice() else {
            panic!("{script}: {} were handed over", handed.len());
        };
        assert_eq!((seen.action, seen.word), ("st.sendConnectionRequest", "outcomeUnknown"));
        assert!(seen.trace.contains("opens "), "{}", seen.trace);
        assert_eq!(is_seen(seen, "Connect"), script != UNREADABLE, "{script}");
        assert!(!is_seen(seen, "sent-invitations"), "the list is others' page");
        let rows = desk.ledger().history(&HistoryFilter::default()).expect("a history");
        assert_eq!(rows[0].evidence.as_ref(), Some(id));
    }
}

#[tokio::test(start_paused = true)]
async fn a_doubt_that_is_proved_leaves_nothing() {
    let (desk, _) = desk(Limits::none());
    begin(&desk, "ada-example");
    let handed = settled(&desk, ADA, Policy::default()).await;
    assert!(handed.is_empty());
    assert!(matches!(desk.standing(&keys("ada-example")), Ok(Standing::Sent { .. })));
}

#[tokio::test(start_paused = true)]
async fn whoever_is_at_the_address_by_now_is_not_taken_for_the_person_in_doubt() {
    let (desk, _) = desk(Limits::none());
    begin(&desk, "ada-example");
    let redirected = "open ada-example -> person/bob--pending.html served=/in/bob-example/";
    let handed = settled(&desk, &[redirected; 2].join("\n"), Policy::default()).await;
    assert_eq!(handed.len(), 1);
    assert!(matches!(desk.standing(&keys("bob-example")), Ok(Standing::Free)));
}
