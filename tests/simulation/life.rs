//! One seed: a workflow, its program's deaths and lives, and the judgement by the world's own truth.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, atomic::AtomicI64};
use std::time::Duration;

use linkwright::engine::Site;
use linkwright::engine::worker::{Policy, Worker};
use linkwright::ledger::recovery::OnAmbiguous;
use linkwright::ledger::{Clock, Desk, HistoryFilter, Ledger, Limits, Outcome, SubmissionKey, WorkflowId};
use linkwright::outcome::{ActionResult, ActionType, ErrorType, Report};
use linkwright::page::RuleSet;
use linkwright::workflow::Workflow;
use tokio::task::LocalSet;

use crate::beginning::Beginning;
use crate::browser::{FakeLauncher, Outside};
use crate::cast::{people, workflow};
use crate::chance::Chance;
use crate::tally::Tally;
use crate::world::{Relation, World};

const SITE: &str = "http://127.0.0.1:1";
/// More lives than a run of few faults can need.
const MOST_LIVES: u32 = 12;

/// One run, from its seed to its end.
pub(crate) struct Life {
    chance: Chance,
    outside: Outside,
    ledger: RefCell<Ledger>,
    file: Option<PathBuf>,
    workflow: Workflow,
    /// The caller's name for the workflow: every run of it is the same one.
    key: Option<SubmissionKey>,
    on_ambiguous: OnAmbiguous,
    /// Some run said that it failed: then it need not have a row for everybody.
    told_failed: Cell<bool>,
    /// People whose success was told already.
    told_success: RefCell<BTreeSet<usize>>,
    talks: bool,
}

/// What a call comes to, unless a fail point kills the program in it.
fn survives<T>(call: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(AssertUnwindSafe(call)).ok()
}

#[allow(dead_code, reason = "the crash points freeze by it")]
/// Another owner takes the account over and ends every browser, in the middle of whatever goes on.
pub(crate) fn somebody_else_takes_over() {
    STAGE.with(|stage| {
        if let Some((ledger, world)) = stage.borrow().as_ref() {
            ledger
                .take_over("default", SITE, Limits::none())
                .expect("the account can be taken over");
            world.borrow_mut().fence();
        }
    });
}

fn clock() -> Clock {
    Clock::fixed(Arc::new(AtomicI64::new(1_700_000_000_000)))
}

fn open(file: Option<&Path>) -> Ledger {
    match file {
        None => Ledger::in_memory(clock()),
        Some(file) => Ledger::open(file, clock()),
    }
    .expect("a ledger")
}

type Stage = Option<(Ledger, Rc<RefCell<World>>)>;

thread_local! {
    static STAGE: RefCell<Stage> = const { RefCell::new(None) };
    static RULES: &'static RuleSet = Box::leak(Box::new(RuleSet::built_in().expect("the built-in rules load")));
}

impl Life {
    /// Lives to the end.
    pub(crate) fn live(beginning: Beginning) -> Result<Tally, String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        let tasks = LocalSet::new();
        runtime.block_on(tasks.run_until(async { Life::new(beginning).run_out().await }))
    }

    fn new(beginning: Beginning) -> Life {
        let mut chance = Chance(beginning.seed ^ 0x5eed);
        // A second try is safe only where nothing comes later than the wait; that is its condition.
        let by_chance = chance.one_in(3);
        let retries = beginning.policy.retries(by_chance);
        let mut people = people(&mut chance, retries);
        people[0].walls = u32::from(beginning.walled);
        let workflow = workflow(&mut chance, &people);
        let ledger = open(beginning.file.as_deref());
        let life = Life {
            outside: Outside::new(World::new(people), beginning.faults),
            ledger: RefCell::new(ledger),
            file: beginning.file,
            key: (beginning.seed % 2 == 1).then(|| "order-17".parse().expect("a key")),
            chance,
            workflow,
            on_ambiguous: if retries { OnAmbiguous::Retry } else { OnAmbiguous::Park },
            told_failed: Cell::new(false),
            told_success: RefCell::default(),
            talks: beginning.talks,
        };
        life.takes_the_stage();
        life
    }

    /// A freeze finds its way from a fail point to this run.
    fn takes_the_stage(&self) {
        let (ledger, world) = (self.ledger.borrow().clone(), Rc::clone(&self.outside.world));
        STAGE.with(|stage| stage.replace(Some((ledger, world))));
    }

    fn desk(&self) -> Result<Desk, String> {
        let ledger = self.ledger.borrow();
        let desk = survives(|| ledger.take_over("default", SITE, Limits::none())).ok_or("a death at the start")?;
        desk.map_err(|error| error.to_string())
    }

    /// Whether the program has ever accepted the workflow; if not, whoever asked asks again.
    fn is_accepted(&self, desk: &Desk) -> bool {
        let rows = self.ledger.borrow().history(&HistoryFilter::default());
        self.told_failed.get()
            || rows.is_ok_and(|rows| !rows.is_empty())
            || desk.unfinished().is_ok_and(|left| !left.is_empty())
    }

    /// The program starts anew, and opens its ledger anew.
    fn reopen(&self) {
        if self.file.is_some() {
            STAGE.with(|stage| stage.replace(None));
            self.ledger
                .replace(Ledger::in_memory(clock()).expect("a ledger in memory"));
            self.ledger.replace(open(self.file.as_deref()));
            self.takes_the_stage();
        }
    }

    fn worker(&self, desk: Desk) -> Worker<'static, FakeLauncher> {
        let launcher = FakeLauncher {
            outside: self.outside.clone(),
        };
        let policy = Policy {
            // Longer than anything is late where a second try is allowed.
            settle: Duration::from_secs(12),
            on_ambiguous: self.on_ambiguous,
            ..Policy::default()
        };
        let site = Site::stand_in(SITE).expect("loopback");
        let talks = self.talks;
        Worker::new(launcher, RULES.with(|rules| *rules), site, desk, policy).with_progress(move |line| {
            if talks {
                println!("    {line}");
            }
        })
    }

    async fn run_out(mut self) -> Result<Tally, String> {
        let mut again = false;
        for life in 0..MOST_LIVES {
            if life >= 5 {
                self.outside.faults.borrow_mut().left = 0;
            }
            self.reopen();
            let Ok(desk) = self.desk() else {
                again = true;
                continue;
            };
            // The person at the screen has looked, and lets a stopped account go on.
            let begun = survives(|| (desk.clear_stop(), self.is_accepted(&desk)));
            let Some((Ok(_), is_accepted)) = begun else {
                again = true;
                continue;
            };
            let resumes = is_accepted && (!again || self.chance.one_in(2));
            if self.talks {
                println!("life {life}: {}", if resumes { "resume" } else { "run" });
            }
            let finished = if resumes {
                self.resume(desk).await?
            } else {
                self.run(desk).await?
            };
            again = !finished;
            let quiet = self.outside.faults.borrow().left == 0;
            if finished && resumes && quiet {
                // A fault that was still to come may meet the judge; it comes once.
                return match survives(|| self.judge()) {
                    Some(Ok(tally)) => Ok(tally),
                    Some(Err(_)) | None => self.judge(),
                };
            }
        }
        Err(format!("no end after {MOST_LIVES} lives"))
    }

    /// Whether the life came to its end; a report is held against the truth at once.
    async fn run(&self, desk: Desk) -> Result<bool, String> {
        let mut worker = self.worker(desk.clone());
        let (workflow, key) = (self.workflow.clone(), self.key.clone());
        let run = async move {
            match key {
                Some(key) => worker.run_once(&workflow, &key).await,
                None => Ok(worker.run(&workflow).await),
            }
        };
        let Some(done) = self.until_death(run).await else {
            return Ok(false);
        };
        let done = done.map_err(|taken| taken.to_string())?;
        if self.talks {
            println!("  {}", serde_json::to_string(&done.report).unwrap_or_default());
        }
        self.hold(&done.report)?;
        if matches!(done.report, Report::Failed { .. }) {
            self.told_failed.set(true);
        }
        if let Some(workflow) = &done.workflow {
            // Printed, and not written down: it may be said once more.
            let _ = survives(|| desk.deliver(workflow));
        }
        Ok(true)
    }

    /// What a life comes to, unless it is cut short: by the world, or by a panic that stands for it.
    async fn until_death<T: 'static>(&self, life: impl Future<Output = T> + 'static) -> Option<T> {
        let mut life = tokio::task::spawn_local(life);
        tokio::select! {
            biased;
            ended = &mut life => ended.ok(),
            () = self.outside.death.notified() => {
                life.abort();
                let _ = life.await;
                None
            }
        }
    }

    async fn resume(&self, desk: Desk) -> Result<bool, String> {
        let mut worker = self.worker(desk.clone());
        let Some(resumed) = self.until_death(async move { worker.resume().await }).await else {
            return Ok(false);
        };
        if self.talks {
            println!("  {resumed:?}");
        }
        if resumed
            .failure
            .as_ref()
            .is_some_and(|failure| failure.reason.is_about_the_page())
        {
            self.told_failed.set(true);
        }
        let told = survives(|| self.tell(&desk, &resumed.workflows));
        let left = survives(|| desk.in_doubt()).is_none_or(|left| left.is_ok_and(|left| !left.is_empty()));
        Ok(told.is_some_and(|told| told.is_ok()) && resumed.failure.is_none() && !left)
    }

    /// What a resumption prints reaches its caller.
    fn tell(&self, desk: &Desk, workflows: &[WorkflowId]) -> Result<(), String> {
        for row in desk.results(workflows).map_err(|error| error.to_string())? {
            let slug = row
                .person_url
                .as_deref()
                .and_then(|url| url.rsplit('/').next())
                .unwrap_or_default();
            if row.outcome == Outcome::Sent {
                self.told_success
                    .borrow_mut()
                    .extend(self.outside.world.borrow().person(slug));
            }
        }
        for workflow in workflows {
            desk.deliver(workflow).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// No success without an invitation in the world.
    fn hold(&self, report: &Report) -> Result<(), String> {
        let mut world = self.outside.world.borrow_mut();
        world.settle();
        for (root, result) in self.workflow.roots.iter().zip(report.answered()) {
            let slug = root.person().map_or("", |person| person.slug().decoded());
            let number = world.person(slug).ok_or("nobody")?;
            let (person, mut told) = (&world.people[number], self.told_success.borrow_mut());
            let is_request = |result: &&&ActionResult| result.action_type == ActionType::SendConnectionRequest;
            let all = result.with_children();
            let Some(request) = all.iter().find(is_request) else {
                continue;
            };
            match request.error().map(|error| error.kind) {
                None if person.applied.is_empty() => return Err(format!("FALSE SUCCESS for {}", person.slug)),
                None => {
                    told.insert(number);
                }
                Some(ErrorType::AlreadyPending) if person.before != Relation::Pending && !told.contains(&number) => {
                    return Err(format!("FALSE alreadyPending for {}", person.slug));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Ledger and world agree.
    fn judge(&self) -> Result<Tally, String> {
        let mut world = self.outside.world.borrow_mut();
        world.settle();
        let rows = self
            .ledger
            .borrow()
            .history(&HistoryFilter::default())
            .map_err(|error| error.to_string())?;
        let mut tally = Tally {
            deaths: self.outside.faults.borrow().deaths.into(),
            faults: self.outside.faults.borrow().met.into(),
            ..Tally::default()
        };
        for person in &world.people {
            let url = format!("https://www.linkedin.com/in/{}", person.slug);
            let own: Vec<_> = rows
                .iter()
                .filter(|row| row.person_url.as_deref() == Some(url.as_str()))
                .collect();
            let sent = own.iter().any(|row| row.outcome == Outcome::Sent);
            let unknown = own.iter().any(|row| row.outcome == Outcome::Unknown);
            let told = format!("{} applied {} times, told {own:?}", person.slug, person.applied.len());
            if person.applied.len() > 1 {
                return Err(format!("TWICE: {told}"));
            }
            let asked = self
                .workflow
                .roots
                .iter()
                .filter(|root| root.person().is_some_and(|one| one.as_str() == url));
            if self.key.is_some() && own.len() > asked.count() {
                return Err(format!("ASKED TWICE UNDER ONE KEY: {told}"));
            }
            if own.is_empty() && !(self.told_failed.get() && person.applied.is_empty()) {
                return Err(format!("LOST: {told}"));
            }
            if own.iter().any(|row| row.outcome == Outcome::InDoubt) {
                return Err(format!("UNDECIDED: {told}"));
            }
            if sent && person.applied.is_empty() {
                return Err(format!("FALSE SENT: {told}"));
            }
            if !sent && !unknown && !person.applied.is_empty() {
                return Err(format!("SENT, BUT NOT SAID: {told}"));
            }
            tally.sent += u64::from(sent);
            tally.parked += u64::from(unknown && !sent);
            tally.answered += u64::from(!unknown && !sent);
        }
        let left = self.desk()?.unfinished().map_err(|error| error.to_string())?;
        if left.is_empty() {
            Ok(tally)
        } else {
            Err(format!("{} workflows never ended", left.len()))
        }
    }
}
