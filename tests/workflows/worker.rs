//! A worker at its desk, with one script for each browser that it may start.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use linkwright::browser::replay::Replay;
use linkwright::browser::{BrowserError, Launcher};
use linkwright::engine::Site;
use linkwright::engine::worker::{Finding, Policy, Synced, Worker};
use linkwright::ledger::{Attempt, Clock, Desk, Ledger, Limits, NewRequest, Settlement, Standing};
use linkwright::outcome::{ErrorType, FailureReason, Report};
use linkwright::page::RuleSet;
use linkwright::person::{PersonKeys, PersonUrl};
use linkwright::workflow::{Root, SendConnectionRequest, Workflow};

use crate::golden::fixtures;

const SITE: &str = "http://127.0.0.1:1";
const LOST: &str = "open ada-example -> person/ada--pending.html\nlook ! lost";
const LIST_LOST: &str = "list -> list/sentInvitations--whole.html\nlook ! lost";
const LIST: &str = "list -> list/sentInvitations--whole.html";
const ADA: &str = "open ada-example -> person/ada--pending.html";

/// What was done with browsers.
#[derive(Clone, Default)]
struct Counts {
    launches: Rc<Cell<u32>>,
    fences: Rc<Cell<u32>>,
    closes: Rc<Cell<u32>>,
    is_over: Rc<Cell<bool>>,
}

struct Scripts {
    left: VecDeque<Replay>,
    counts: Counts,
}

impl Launcher for Scripts {
    type Browser = Replay;

    async fn launch(&mut self) -> Result<Replay, BrowserError> {
        self.counts.launches.set(self.counts.launches.get() + 1);
        Ok(self.left.pop_front().expect("no browser more than there are scripts"))
    }

    async fn fence(&mut self) -> Result<(), BrowserError> {
        self.counts.fences.set(self.counts.fences.get() + 1);
        Ok(())
    }

    async fn close(&mut self, browser: Replay) {
        assert_eq!(browser.end(), Ok(()));
        self.counts.closes.set(self.counts.closes.get() + 1);
    }

    fn is_over(&self) -> bool {
        self.counts.is_over.get()
    }
}

/// A desk whose clock stands until a test moves it.
fn desk(limits: Limits) -> (Desk, Arc<AtomicI64>) {
    let clock = Arc::new(AtomicI64::new(1_700_000_000_000));
    let ledger = Ledger::in_memory(Clock::fixed(clock.clone())).expect("a ledger in memory");
    (ledger.take_over("default", SITE, limits).expect("a desk"), clock)
}

fn worker<'a>(desk: &Desk, rules: &'a RuleSet, scripts: &[&str], policy: Policy) -> (Worker<'a, Scripts>, Counts) {
    let page = |name: &str| {
        let rooms = ["workflows/pages", "pages"].map(|room| fixtures().join(room).join(name));
        rooms.iter().find_map(|path| std::fs::read_to_string(path).ok())
    };
    let read = |script: &&str| Replay::parse(script, page, rules).expect("the script can be read");
    let counts = Counts::default();
    let launcher = Scripts {
        left: scripts.iter().map(read).collect(),
        counts: counts.clone(),
    };
    let site = Site::stand_in(SITE).expect("loopback");
    (Worker::new(launcher, rules, site, desk.clone(), policy), counts)
}

fn rules() -> RuleSet {
    RuleSet::built_in().expect("the built-in rules load")
}

fn url(slug: &str) -> PersonUrl {
    format!("https://www.linkedin.com/in/{slug}")
        .parse()
        .expect("an address")
}

fn keys(slug: &str) -> PersonKeys {
    PersonKeys::from(url(slug).slug())
}

/// An attempt that an earlier run has begun.
fn begin(desk: &Desk, slug: &str) -> Attempt {
    let request = NewRequest {
        pointer: String::new(),
        person: url(slug),
        label: None,
    };
    let workflow = desk.accept("[]", &[request]).expect("accepted");
    let request = desk.request(&workflow, "").expect("a request");
    let permit = desk.permit(&keys(slug), false).expect("an answer").expect("leave");
    desk.begin(permit, &request, None).expect("an answer").expect("begun")
}

fn request(note: Option<&str>) -> SendConnectionRequest {
    SendConnectionRequest {
        label: None,
        note: note.map(|note| note.parse().expect("a note")),
        email: None,
    }
}

/// Asks for Ada.
fn ada(note: Option<&str>) -> Workflow {
    Workflow::of(Root::SendConnectionRequest {
        person: url("ada-example"),
        request: request(note),
    })
}

fn reason(report: &Report) -> Option<FailureReason> {
    match report {
        Report::Completed(_) => None,
        Report::Failed { failure, .. } => Some(failure.reason),
    }
}

#[tokio::test(start_paused = true)]
async fn the_list_of_sent_invitations_settles_what_it_names_and_nothing_else() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    begin(&desk, "ada-example");
    let sent = begin(&desk, "cleo-example");
    desk.settle(&sent, Settlement::Sent, None).expect("settled");
    let doubt = begin(&desk, "dora-example");
    let (mut worker, counts) = worker(&desk, &rules, &[LIST_LOST, LIST], Policy::default());
    let synced = worker.sync().await.expect("the list was read");
    let found = |one: &Synced| {
        let slug = one.public_url.as_deref().and_then(|url| url.rsplit('/').next());
        (slug.unwrap_or_default().to_owned(), one.finding)
    };
    let found: Vec<_> = synced.iter().map(found).collect();
    let wanted = [
        ("ada-example", Finding::Settled),
        ("bob-example", Finding::Learned),
        ("cleo-example", Finding::NotListed),
        ("dora-example", Finding::StillInDoubt),
    ];
    assert_eq!(found, wanted.map(|(slug, finding)| (slug.to_owned(), finding)));
    let standing = |slug| desk.standing(&keys(slug)).expect("an answer");
    assert!(matches!(standing("ada-example"), Standing::Sent { .. }));
    assert!(matches!(standing("bob-example"), Standing::ByHand { .. }));
    assert!(
        matches!(standing("cleo-example"), Standing::Sent { .. }),
        "nothing is proved"
    );
    assert_eq!(standing("dora-example"), Standing::InDoubt(doubt.id().clone()));
    assert_eq!((counts.launches.get(), counts.closes.get()), (2, 2));
    assert_eq!(counts.fences.get(), 1, "nobody may still send");
}

#[tokio::test(start_paused = true)]
async fn two_more_browsers_are_started_for_a_list_and_no_third() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut worker, counts) = worker(&desk, &rules, &[LIST_LOST; 3], Policy::default());
    let failure = worker.sync().await.expect_err("three were lost");
    assert_eq!(failure.reason, FailureReason::BrowserLost);
    assert_eq!((counts.launches.get(), counts.closes.get()), (3, 3));
    assert_eq!(counts.fences.get(), 0, "nothing was in doubt");
}

#[tokio::test(start_paused = true)]
async fn a_rehearsal_outlives_two_lost_browsers_and_no_third() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut rehearsing, counts) = worker(&desk, &rules, &[LOST, LOST, ADA], Policy::default());
    let answer = rehearsing.rehearse(&url("ada-example"), &request(None)).await;
    let error = answer.expect("an answer").expect_err("somebody has asked already");
    assert_eq!(error.kind, ErrorType::AlreadyPending);
    assert_eq!(counts.closes.get(), 2, "the third is left for the next person");
    rehearsing.rest().await;
    assert_eq!(counts.closes.get(), 3);
    let (mut rehearsing, counts) = worker(&desk, &rules, &[LOST; 3], Policy::default());
    let answer = rehearsing.rehearse(&url("ada-example"), &request(None)).await;
    assert_eq!(answer.expect_err("three were lost").reason, FailureReason::BrowserLost);
    assert_eq!(counts.launches.get(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_stopped_account_starts_no_browser() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    desk.stop("linkedinCheckpoint", "A check.").expect("stopped");
    let (mut worker, counts) = worker(&desk, &rules, &[], Policy::default());
    let stopped = Some(FailureReason::AccountStopped);
    assert_eq!(reason(&worker.run(&ada(None)).await.report), stopped);
    assert_eq!(worker.sync().await.err().map(|failure| failure.reason), stopped);
    let rehearsed = worker.rehearse(&url("ada-example"), &request(None)).await;
    assert_eq!(rehearsed.err().map(|failure| failure.reason), stopped);
    assert_eq!(counts.launches.get(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_run_has_left_in_doubt_is_settled_before_anybody_else_is_asked() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    begin(&desk, "bob-example");
    let script = format!("open bob-example -> person/bob--pending.html\n{ADA}");
    let (mut worker, counts) = worker(&desk, &rules, &[&script], Policy::default());
    let done = worker.run(&ada(None)).await;
    assert_eq!(reason(&done.report), None);
    assert!(matches!(desk.standing(&keys("bob-example")), Ok(Standing::Sent { .. })));
    assert_eq!((counts.fences.get(), counts.closes.get()), (1, 1));
    let left: Vec<_> = desk
        .unfinished()
        .expect("a list")
        .into_iter()
        .map(|one| one.id)
        .collect();
    assert!(!left.contains(&done.workflow.expect("accepted")), "it has ended");
}

/// No note is let through, ever.
fn without_notes() -> Limits {
    Limits {
        notes_per_month: Some(0),
        ..Limits::none()
    }
}

#[tokio::test(start_paused = true)]
async fn only_what_a_limit_closes_waits_for_it_and_an_end_ends_the_wait() {
    let rules = rules();
    let policy = Policy {
        wait: true,
        ..Policy::default()
    };
    let (noteless, _) = desk(without_notes());
    let (mut plain, counts) = worker(&noteless, &rules, &[ADA], policy.clone());
    assert_eq!(reason(&plain.run(&ada(None)).await.report), None);
    assert_eq!(
        counts.closes.get(),
        1,
        "the limit of notes closes nothing without a note"
    );
    let (waiting, counts) = worker(&noteless, &rules, &[], policy.clone());
    let told = RefCell::new(Vec::new());
    let mut waiting = waiting.with_progress(|line| {
        told.borrow_mut().push(line.to_owned());
        counts.is_over.set(true);
    });
    let done = waiting.run(&ada(Some("Hello"))).await;
    assert_eq!(reason(&done.report), Some(FailureReason::BrowserLost), "interrupted");
    assert_eq!(told.borrow().len(), 1, "{told:?}");
    assert!(told.borrow()[0].starts_with("waits: "), "{told:?}");
    assert_eq!(counts.launches.get(), 0, "no browser is held meanwhile");
    let (paused, clock) = desk(Limits::none());
    paused
        .pause_until(clock.load(Ordering::SeqCst) + 60_000)
        .expect("paused");
    let (waiting, counts) = worker(&paused, &rules, &[ADA], policy);
    let mut waiting = waiting.with_progress(|_| {
        clock.fetch_add(60_000, Ordering::SeqCst);
    });
    assert_eq!(reason(&waiting.run(&ada(None)).await.report), None);
    assert_eq!(counts.launches.get(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_resumption_names_the_workflows_that_it_has_settled() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let attempt = begin(&desk, "bob-example");
    let workflow = desk.workflow_of(attempt.id()).expect("a workflow");
    desk.finish(&workflow, linkwright::ledger::WorkflowStatus::Failed)
        .expect("finished");
    let page = "open bob-example -> person/bob--pending.html";
    let (mut settling, _) = worker(&desk, &rules, &[page], Policy::default());
    let resumed = settling.resume().await;
    assert_eq!((resumed.workflows, resumed.failure), (vec![workflow], None));
}

#[tokio::test(start_paused = true)]
async fn a_withdrawal_under_a_key_takes_back_one_invitation_and_no_later_one() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let workflow =
        r#"{"actionType":"st.withdrawConnectionRequest","personUrl":"https://www.linkedin.com/in/ada-example"}"#;
    let workflow = Workflow::parse(workflow.as_bytes()).expect("a workflow");
    let script = fixtures().join("workflows/success--withdrawn/pages.txt");
    let withdrawn = std::fs::read_to_string(script).expect("a script");
    let key = "order-17".parse().expect("a key");
    // Behind it somebody has been invited anew: the page shows Pending, and nothing may be pressed.
    for script in [withdrawn.as_str(), ADA] {
        let (mut worker, counts) = worker(&desk, &rules, &[script], Policy::default());
        let done = worker.run_once(&workflow, &key).await.expect("one workflow");
        assert_eq!((reason(&done.report), done.report.exit_code().number()), (None, 0));
        assert_eq!(counts.closes.get(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_note_that_could_not_go_is_told() {
    let rules = rules();
    let script = fixtures().join("workflows/success--sent-at-once/pages.txt");
    let at_once = std::fs::read_to_string(script).expect("a script");
    for (note, warnings) in [(Some("Hello"), 1), (None, 0)] {
        let (desk, _) = desk(Limits::none());
        let (worker, _) = worker(&desk, &rules, &[&at_once], Policy::default());
        let told = RefCell::new(Vec::new());
        let mut worker = worker.with_progress(|line| told.borrow_mut().push(line.to_owned()));
        assert_eq!(worker.run(&ada(note)).await.report.exit_code().number(), 0);
        let heard = told
            .borrow()
            .iter()
            .filter(|line| line.starts_with("warning: "))
            .count();
        assert_eq!(heard, warnings, "{told:?}");
    }
}
