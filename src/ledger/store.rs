//! The ledger on disk: one thread, one connection, one job after the other.
//!
//! From outside it is synchronous: whoever asks waits for the answer, which takes milliseconds.
//! So no clock of a waiting engine runs on meanwhile. The SQL is plain and portable; what only
//! SQLite knows stands in [`connection`] and [`file`].

mod account;
mod attempts;
mod by_hand;
mod clock;
mod connection;
mod desk;
mod evidence;
mod file;
mod listing;
mod people;
mod reading;
mod recovery;
mod schema;
mod secret;
mod submissions;
mod withdrawals;
mod workflows;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::runtime::Runtime;

use self::connection::{Place, Store, Trouble};
use super::{
    Clock, EvidenceId, HistoryFilter, HistoryRow, KnownAccount, LedgerError, Limits, Stop, Usage, WithdrawnRow,
};
use crate::crash;
use crate::person::Slug;

pub use self::desk::Desk;

/// Work for the thread that owns the connection.
type Job = Box<dyn FnOnce(&mut Store, &Runtime) + Send>;

/// The durable record of what was asked for and what was done. Cloning it gives the same one.
#[derive(Clone, Debug)]
pub struct Ledger(Arc<Worker>);

#[derive(Debug)]
struct Worker {
    /// Behind a lock so that it can be taken out when the last one goes.
    jobs: Mutex<Option<Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    clock: Clock,
}

impl Ledger {
    /// Opens the ledger in a file; makes file and directory if they are missing.
    ///
    /// # Errors
    /// What is wrong with the file or its directory, with the cure; nothing was changed then.
    pub fn open(path: &Path, clock: Clock) -> Result<Self, LedgerError> {
        let _alone = file::alone();
        file::prepare(path)?;
        Self::start(Place::File(path.to_owned()), clock)
    }

    /// Whether there is a ledger in a file; nothing is made.
    ///
    /// # Errors
    /// Where that cannot be known, or the ledger is gone that was there, with the cure.
    pub fn is_there(path: &Path) -> Result<bool, LedgerError> {
        file::is_there(path)
    }

    /// A ledger that is forgotten with its last clone.
    ///
    /// # Errors
    /// If no thread or no database can be had.
    pub fn in_memory(clock: Clock) -> Result<Self, LedgerError> {
        Self::start(Place::Memory, clock)
    }

    /// A desk of no account, without limits, whose ledger is forgotten with the run: for tests,
    /// benchmarks and made-up sites only, as nobody remembers afterwards who was invited.
    ///
    /// # Errors
    /// As [`Self::in_memory`].
    pub fn for_one_run() -> Result<Desk, LedgerError> {
        Self::in_memory(Clock::system())?.take_over("one run", "", Limits::none())
    }

    fn start(place: Place, clock: Clock) -> Result<Self, LedgerError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .map_err(|error| LedgerError::Failed(format!("the ledger has no runtime: {error}")))?;
        let (jobs, queue) = channel();
        let (opened, answer) = channel();
        let told = clock.clone();
        let work = move || match runtime.block_on(Store::open(place, clock)) {
            Ok(mut store) => {
                let _ = opened.send(Ok(()));
                serve(&queue, &mut store, &runtime);
                runtime.block_on(store.close());
            }
            Err(error) => {
                let _ = opened.send(Err(error));
            }
        };
        let thread = std::thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(work)
            .map_err(|error| LedgerError::Failed(format!("the ledger has no thread: {error}")))?;
        answer.recv().map_err(|_| gone())??;
        Ok(Self(Arc::new(Worker {
            jobs: Mutex::new(Some(jobs)),
            thread: Mutex::new(Some(thread)),
            clock: told,
        })))
    }

    /// What time it is by the clock that was given, in milliseconds since 1970.
    pub(super) fn now(&self) -> i64 {
        self.0.clock.now()
    }

    /// Hands a job to the thread and waits for its answer.
    fn call<T, F>(&self, job: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: AsyncFnOnce(&mut Store) -> Result<T, Trouble> + Send + 'static,
    {
        crash::point("CP28").map_err(|_| full())?;
        let (told, answer) = channel();
        let job: Job = Box::new(move |store, runtime| {
            let done = runtime.block_on(job(store));
            // Who asked may have gone.
            let _ = told.send(done.map_err(|trouble| store.told(trouble)));
        });
        let jobs = self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        jobs.ok_or_else(gone)?.send(job).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }

    /// Takes an account over, and makes it if it is new. Older desks write no more from then on.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn take_over(&self, account: &str, site: &str, limits: Limits) -> Result<Desk, LedgerError> {
        let (name, origin) = (account.to_owned(), site.to_owned());
        crash::point("CP03").map_err(|_| full())?;
        let held = self.call(async move |store| store.take_over(&name, &origin).await)?;
        Ok(Desk::new(self.clone(), held, limits))
    }

    /// What was asked for and what became of it, of all accounts, newest first. Changes nothing.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn history(&self, filter: &HistoryFilter) -> Result<Vec<HistoryRow>, LedgerError> {
        let filter = filter.clone();
        self.call(async move |store| store.history(&filter).await)
    }

    /// What counts against the limits of an account now; nothing if there is no such account.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn usage(&self, account: &str, site: &str) -> Result<Usage, LedgerError> {
        let (name, site, now) = (account.to_owned(), site.to_owned(), self.now());
        self.call(async move |store| store.usage_by_name(&name, &site, now).await)
    }

    /// The sites (origins) of its accounts.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn sites(&self) -> Result<Vec<String>, LedgerError> {
        self.call(async move |store| store.sites().await)
    }

    /// Its accounts, in the order of their names.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn accounts(&self) -> Result<Vec<KnownAccount>, LedgerError> {
        self.call(async move |store| store.accounts().await)
    }

    /// How many workflows of an account were accepted and have not ended; those of a run that is at work count too.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn count_unfinished(&self, account: &str, site: &str) -> Result<usize, LedgerError> {
        let (name, site) = (account.to_owned(), site.to_owned());
        self.call(async move |store| store.count_unfinished(&name, &site).await)
    }

    /// What was withdrawn, newest first, as far as the filter lets it through; its outcome and workflows do not count.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn withdrawals(&self, filter: &HistoryFilter) -> Result<Vec<WithdrawnRow>, LedgerError> {
        let filter = filter.clone();
        self.call(async move |store| store.withdrawals(&filter).await)
    }

    /// Takes this machine's clock for right where the ledger's is ahead of it: what was written down for later
    /// counts as done now. Says whether anything was changed. For the owner, while nobody works.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn take_clock_back(&self) -> Result<bool, LedgerError> {
        let now = self.now();
        self.call(async move |store| store.take_clock_back(now).await)
    }

    /// Forgets every text about a person. That the person was invited stays, behind a keyed hash.
    ///
    /// Says whether there was such a person. An attempt that is still open is parked, as nobody
    /// can look for it any more.
    ///
    /// # Errors
    /// Refused while a workflow that names the person has not ended. See [`LedgerError`].
    pub fn purge(&self, site: &str, slug: &Slug) -> Result<bool, LedgerError> {
        let (site, slug) = (site.to_owned(), slug.clone());
        self.call(async move |store| store.purge(&site, &slug).await)
    }

    /// The evidence of a person's page, of all accounts of a site.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn evidence_of(&self, site: &str, slug: &Slug) -> Result<Vec<EvidenceId>, LedgerError> {
        let (site, slug) = (site.to_owned(), slug.clone());
        self.call(async move |store| store.evidence_of(&site, &slug).await)
    }

    /// All evidence that is on record, with the time since which it is kept (milliseconds since 1970).
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn evidence(&self) -> Result<BTreeMap<EvidenceId, i64>, LedgerError> {
        self.call(async move |store| store.all_evidence().await)
    }

    /// This evidence is gone.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn forget_evidence(&self, ids: &[EvidenceId]) -> Result<(), LedgerError> {
        if ids.is_empty() {
            return Ok(());
        }
        let ids = ids.to_vec();
        self.call(async move |store| store.forget_evidence(&ids).await)
    }

    /// Why an account is stopped, if it is.
    ///
    /// # Errors
    /// See [`LedgerError`].
    pub fn stopped(&self, account: &str, site: &str) -> Result<Option<Stop>, LedgerError> {
        let (name, site) = (account.to_owned(), site.to_owned());
        self.call(async move |store| store.stopped_by_name(&name, &site).await)
    }
}

fn serve(queue: &Receiver<Job>, store: &mut Store, runtime: &Runtime) {
    while let Ok(job) = queue.recv() {
        job(store, runtime);
    }
}

/// What a test puts in the place of a write.
fn full() -> LedgerError {
    LedgerError::Failed("the disk is full (an injected fault)".to_owned())
}

fn gone() -> LedgerError {
    LedgerError::Failed("the ledger's thread has ended; see what it said before".to_owned())
}

impl Drop for Worker {
    /// Waits until the database is closed, so that whoever opens it next finds it whole.
    fn drop(&mut self) {
        drop(self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}
