//! Invitations that somebody made by hand, found on the list of sent ones; and who is believed to be waiting.

use sqlx::Row;

use super::account::Held;
use super::connection::{Done, Store};
use crate::ledger::{Believed, Standing, Timestamp};
use crate::person::PersonKeys;

impl Store {
    /// The list of sent invitations names somebody whom nothing here explains.
    pub(super) async fn learn_by_hand(&mut self, held: &Held, keys: &PersonKeys) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let person = store.meet(&held.site, keys).await?;
            let sql = "INSERT INTO by_hand (account, person, found_at) VALUES ($1, $2, $3) \
                       ON CONFLICT (account, person) DO UPDATE SET found_at = excluded.found_at";
            let query = sqlx::query(sql).bind(held.account.clone()).bind(person).bind(turn.now);
            store.change(query).await?;
            Ok(())
        })
        .await
    }

    /// How a person stands by what was found on the list.
    pub(super) async fn found_by_hand(&mut self, held: &Held, root: &str) -> Done<Standing> {
        let sql = "SELECT MAX(h.found_at) FROM by_hand h JOIN person p ON p.id = h.person \
                   WHERE h.account = $1 AND p.root = $2";
        let query = sqlx::query(sql).bind(held.account.clone()).bind(root.to_owned());
        let rows = self.rows(query).await?;
        let found: Option<i64> = rows.first().map_or(Ok(None), |row| row.try_get(0))?;
        Ok(found.map_or(Standing::Free, |at| Standing::ByHand { found: Timestamp(at) }))
    }

    /// It waits no more.
    pub(super) async fn forget_by_hand(&mut self, held: &Held, root: &str) -> Done<()> {
        let sql = "DELETE FROM by_hand WHERE account = $1 AND person IN (SELECT id FROM person WHERE root = $2)";
        let query = sqlx::query(sql).bind(held.account.clone()).bind(root.to_owned());
        self.change(query).await?;
        Ok(())
    }

    /// Everybody whose invitation was sent, by us or by hand, and not withdrawn; nobody who was purged.
    pub(super) async fn believed_pending(&mut self, held: &Held) -> Done<Vec<Believed>> {
        self.read_as(held, async move |store| {
            let sql = "SELECT p.root, MIN(s.since) FROM ( \
                       SELECT person, decided_at AS since FROM attempt \
                       WHERE account = $1 AND outcome = 'sent' AND withdrawn_at IS NULL \
                       UNION ALL SELECT person, found_at AS since FROM by_hand WHERE account = $1) s \
                       JOIN person p ON p.id = s.person GROUP BY p.root ORDER BY MIN(s.since)";
            let mut believed = Vec::new();
            for row in store.rows(sqlx::query(sql).bind(held.account.clone())).await? {
                let (root, since): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
                let keys = store.keys_of(&root).await?;
                if !keys.is_empty() {
                    believed.push(Believed {
                        keys,
                        since: Timestamp(since),
                    });
                }
            }
            Ok(believed)
        })
        .await
    }
}
