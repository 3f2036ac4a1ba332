//! What `batch` says of rows that a kill has left in doubt.

use crate::live::Site;
use crate::rows::Batch;

#[test]
fn what_became_of_a_row_in_doubt_is_told_before_the_next_begins() {
    let site = Site::start();
    let batch = Batch::new(&site, "");
    batch.list(&[("noah-noted", "Hello Noah"), ("ada-example", "")]);
    let mut running = batch.spawn(&[]);
    assert!(running.until("sees pending"), "the invitation was never seen");
    running.signal("-KILL");
    running.end();
    let ran = batch.run(&[]).exits(0);
    let told = ran.stderr();
    let at = |words: &str| {
        told.find(words)
            .unwrap_or_else(|| panic!("{words:?} is not in: {told}"))
    };
    assert!(at("row 2 may have been sent by an earlier run") < at("row 2 (noah-noted): looked at again: it is sent"));
    assert!(at("looked at again") < at("row 3 ada-example: sent"));
    assert_eq!(site.sent().len(), 2);
    site.stop();
}
