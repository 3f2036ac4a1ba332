//! Taking a clock back that once ran ahead: without that, the ledger's time would stand still until the day comes.

use super::connection::{Done, Store};

/// LinkedIn's own limit is waited out for no longer than this, in milliseconds.
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

/// Whatever is dated later than `$1` counts as done then, so that it bars and is charged for its whole time.
const DONE_NOW: [&str; 14] = [
    "UPDATE attempt SET begun_at = $1 WHERE begun_at > $1",
    "UPDATE attempt SET dialog_at = $1 WHERE dialog_at > $1",
    "UPDATE attempt SET armed_at = $1 WHERE armed_at > $1",
    "UPDATE attempt SET decided_at = $1 WHERE decided_at > $1",
    "UPDATE attempt SET withdrawn_at = $1 WHERE withdrawn_at > $1",
    "UPDATE workflow SET accepted_at = $1 WHERE accepted_at > $1",
    "UPDATE workflow SET finished_at = $1 WHERE finished_at > $1",
    "UPDATE request SET decided_at = $1 WHERE decided_at > $1",
    "UPDATE request SET delivered_at = $1 WHERE delivered_at > $1",
    "UPDATE evidence SET kept_at = $1 WHERE kept_at > $1",
    "UPDATE withdrawal SET begun_at = $1 WHERE begun_at > $1",
    "UPDATE withdrawal SET decided_at = $1 WHERE decided_at > $1",
    "UPDATE by_hand SET found_at = $1 WHERE found_at > $1",
    "UPDATE account SET stopped_at = $1 WHERE stopped_at > $1",
];

impl Store {
    pub(super) async fn take_clock_back(&mut self, now: i64) -> Done<bool> {
        self.alone(async move |store| {
            let sql = "UPDATE clock SET latest = $1, turn = turn + 1 WHERE latest > $1";
            if store.change(sqlx::query(sql).bind(now)).await? == 0 {
                return Ok(false);
            }
            for sql in DONE_NOW {
                store.change(sqlx::query(sql).bind(now)).await?;
            }
            let sql = "UPDATE account SET paused_until = $1 WHERE paused_until > $1";
            store.change(sqlx::query(sql).bind(now.saturating_add(WEEK))).await?;
            Ok(true)
        })
        .await
    }
}
