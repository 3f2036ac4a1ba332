//! The accounts: who owns one now, why it is stopped, and how often pages were not understood in a row.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::connection::{Done, Store, Turn};
use super::secret;
use crate::ledger::{LedgerError, Stop, Timestamp};
use crate::person::PersonKeys;

/// An account as one owner holds it: its record, and the epoch that every write carries.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) account: String,
    pub(super) site: String,
    pub(super) epoch: i64,
}

impl Store {
    pub(super) async fn take_over(&mut self, name: &str, site: &str) -> Done<Held> {
        let fresh = secret::name("account")?;
        self.write(async move |store, _| {
            let sql = "INSERT INTO account (id, name, site, epoch) VALUES ($1, $2, $3, 1) \
                       ON CONFLICT (name, site) DO UPDATE SET epoch = account.epoch + 1 RETURNING id, epoch";
            let query = sqlx::query(sql).bind(fresh).bind(name.to_owned()).bind(site.to_owned());
            let rows = store.rows(query).await?;
            let row = rows.first().ok_or_else(|| store.damaged("an account is missing"))?;
            Ok(Held {
                account: row.try_get(0)?,
                site: site.to_owned(),
                epoch: row.try_get(1)?,
            })
        })
        .await
    }

    /// A write in the name of an owner; refused once somebody else owns the account.
    pub(super) async fn write_as<T>(
        &mut self,
        held: &Held,
        job: impl AsyncFnOnce(&mut Store, Turn) -> Done<T>,
    ) -> Done<T> {
        self.write(async move |store, turn| {
            store.refuse_late(held).await?;
            job(store, turn).await
        })
        .await
    }

    /// A look in the name of an owner.
    pub(super) async fn read_as<T>(&mut self, held: &Held, job: impl AsyncFnOnce(&mut Store) -> Done<T>) -> Done<T> {
        self.transaction(async move |store| {
            store.refuse_late(held).await?;
            job(store).await
        })
        .await
    }

    async fn refuse_late(&mut self, held: &Held) -> Done<()> {
        let sql = "SELECT epoch FROM account WHERE id = $1";
        let rows = self.rows(sqlx::query(sql).bind(held.account.clone())).await?;
        let epoch: Option<i64> = rows.first().map(|row| row.try_get(0)).transpose()?;
        if epoch == Some(held.epoch) {
            return Ok(());
        }
        Err(LedgerError::Fenced.into())
    }

    pub(super) async fn stop(&mut self, held: &Held, reason: &str, message: &str) -> Done<()> {
        self.write_as(held, async move |store, turn| {
            let sql = "UPDATE account SET stop_reason = $2, stop_message = $3, stopped_at = $4 WHERE id = $1";
            let query = sqlx::query(sql).bind(held.account.clone()).bind(reason.to_owned());
            store.change(query.bind(message.to_owned()).bind(turn.now)).await?;
            Ok(())
        })
        .await
    }

    pub(super) async fn stopped(&mut self, account: &str) -> Done<Option<Stop>> {
        let sql = "SELECT stop_reason, stop_message, stopped_at FROM account WHERE id = $1 AND stop_reason IS NOT NULL";
        let rows = self.rows(sqlx::query(sql).bind(account.to_owned())).await?;
        rows.first().map(stop_of).transpose()
    }

    pub(super) async fn stopped_by_name(&mut self, name: &str, site: &str) -> Done<Option<Stop>> {
        let sql = "SELECT stop_reason, stop_message, stopped_at FROM account \
                   WHERE name = $1 AND site = $2 AND stop_reason IS NOT NULL";
        let rows = self
            .rows(sqlx::query(sql).bind(name.to_owned()).bind(site.to_owned()))
            .await?;
        rows.first().map(stop_of).transpose()
    }

    pub(super) async fn clear_stop(&mut self, held: &Held) -> Done<bool> {
        self.write_as(held, async move |store, _| {
            store.forget_drift(held).await?;
            let sql = "UPDATE account SET stop_reason = NULL, stop_message = NULL, stopped_at = NULL \
                       WHERE id = $1 AND stop_reason IS NOT NULL";
            Ok(store.change(sqlx::query(sql).bind(held.account.clone())).await? > 0)
        })
        .await
    }

    pub(super) async fn pause_until(&mut self, held: &Held, until: i64) -> Done<()> {
        self.write_as(held, async move |store, _| {
            let sql = "UPDATE account SET paused_until = $2 WHERE id = $1";
            store
                .change(sqlx::query(sql).bind(held.account.clone()).bind(until))
                .await?;
            Ok(())
        })
        .await
    }

    /// One more person whose page was not understood; how many different ones that makes in a row.
    pub(super) async fn drift(&mut self, held: &Held, keys: &PersonKeys) -> Done<u32> {
        self.write_as(held, async move |store, _| {
            let person = store.meet(&held.site, keys).await?;
            let sql = "INSERT INTO drift (account, person) VALUES ($1, $2) ON CONFLICT (account, person) DO NOTHING";
            store
                .change(sqlx::query(sql).bind(held.account.clone()).bind(person))
                .await?;
            let sql =
                "SELECT COUNT(DISTINCT p.root) FROM drift d JOIN person p ON p.id = d.person WHERE d.account = $1";
            let rows = store.rows(sqlx::query(sql).bind(held.account.clone())).await?;
            let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
            Ok(u32::try_from(count).unwrap_or(u32::MAX))
        })
        .await
    }

    pub(super) async fn drift_reset(&mut self, held: &Held) -> Done<()> {
        self.write_as(held, async move |store, _| store.forget_drift(held).await)
            .await
    }

    /// A page was understood.
    pub(super) async fn forget_drift(&mut self, held: &Held) -> Done<()> {
        let sql = "DELETE FROM drift WHERE account = $1";
        self.change(sqlx::query(sql).bind(held.account.clone())).await?;
        Ok(())
    }
}

fn stop_of(row: &AnyRow) -> Done<Stop> {
    Ok(Stop {
        reason: row.try_get(0)?,
        message: row.try_get(1)?,
        at: Timestamp(row.try_get(2)?),
    })
}
