//! A worker at its desk, with one script for each browser that it may start.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use linkwright::browser::replay::Replay;
use linkwright::browser::{BrowserError, Launcher};
use linkwright::engine::Site;
use linkwright::engine::worker::{Policy, Worker};
use linkwright::ledger::recovery::OnAmbiguous;
use linkwright::ledger::{Attempt, Clock, Desk, Ledger, Limits, NewRequest, WorkflowId};
use linkwright::outcome::{ActionError, FailureReason, Report};
use linkwright::page::RuleSet;
use linkwright::person::{PersonKeys, PersonUrl};
use linkwright::workflow::{Root, SendConnectionRequest, Workflow};

use crate::golden::fixtures;

const SITE: &str = "http://127.0.0.1:1";
/// Stands in place of a script: the browser does not start.
pub(crate) const NEVER_STARTS: &str = "never starts";
/// A browser that is lost at the first look at Ada's page.
pub(crate) const LOST: &str = "open ada-example -> person/ada--pending.html\nlook ! lost";
/// Ada's page, with an invitation that waits.
pub(crate) const ADA: &str = "open ada-example -> person/ada--pending.html";
/// Connect and Send are clicked, and the browser is lost before it has answered.
pub(crate) const LOST_AT_SEND: &str = "\
open ada-example -> person/ada--connectable.html
click connect -> person/ada--connectable.html + invite/choice.html
click send_without_note ! lost";
/// Something that nobody can read, on two fresh loads.
pub(crate) const UNREADABLE: &str = "\
open ada-example -> gate/feed.html
open ada-example -> gate/feed.html";

/// The list of sent invitations, whole, with Ada in it.
pub(crate) const LIST_WITH_ADA: &str = "list/sentInvitations--whole.html";
/// The same list with somebody else in her place.
pub(crate) const LIST_WITHOUT_ADA: &str = "list/sentInvitations--whole-without-ada.html";

/// The list with Ada in it, and with her number, whatever her address is now.
pub(crate) const LIST_WITH_NUMBER: &str = "list/sentInvitations--whole-with-number.html";
/// Her number.
pub(crate) const NUMBER: &str = "100618";

/// What was done with browsers.
#[derive(Clone, Default)]
pub(crate) struct Counts {
    pub(crate) launches: Rc<Cell<u32>>,
    pub(crate) fences: Rc<Cell<u32>>,
    pub(crate) closes: Rc<Cell<u32>>,
    pub(crate) is_over: Rc<Cell<bool>>,
    /// All of it in its order.
    pub(crate) deeds: Rc<RefCell<Vec<&'static str>>>,
    /// What the worker has told.
    pub(crate) told: Rc<RefCell<Vec<String>>>,
}

impl Counts {
    fn count(&self, deeds: &Cell<u32>, deed: &'static str) {
        deeds.set(deeds.get() + 1);
        self.deeds.borrow_mut().push(deed);
    }

    /// How often something was told that begins so.
    pub(crate) fn heard(&self, beginning: &str) -> usize {
        let told = self.told.borrow();
        told.iter().filter(|line| line.starts_with(beginning)).count()
    }
}

pub(crate) struct Scripts {
    /// `None` is a browser that does not start.
    left: VecDeque<Option<Replay>>,
    counts: Counts,
}

impl Launcher for Scripts {
    type Browser = Replay;

    async fn launch(&mut self) -> Result<Replay, BrowserError> {
        self.counts.count(&self.counts.launches, "launch");
        let next = self.left.pop_front().expect("no browser more than there are scripts");
        next.ok_or_else(|| BrowserError::Unavailable("it went away while it started".to_owned()))
    }

    async fn fence(&mut self) -> Result<(), BrowserError> {
        self.counts.count(&self.counts.fences, "fence");
        Ok(())
    }

    async fn close(&mut self, browser: Replay) {
        assert_eq!(browser.end(), Ok(()));
        self.counts.count(&self.counts.closes, "close");
    }

    fn is_over(&self) -> bool {
        self.counts.is_over.get()
    }
}

/// A desk whose clock stands until a test moves it.
pub(crate) fn desk(limits: Limits) -> (Desk, Arc<AtomicI64>) {
    let clock = Arc::new(AtomicI64::new(1_700_000_000_000));
    let ledger = Ledger::in_memory(Clock::fixed(clock.clone())).expect("a ledger in memory");
    (ledger.take_over("default", SITE, limits).expect("a desk"), clock)
}

/// A desk whose ledger is kept in a file.
pub(crate) fn desk_in(file: &Path) -> Desk {
    let ledger = Ledger::open(file, Clock::fixed(Arc::new(AtomicI64::new(1_700_000_000_000))));
    let desk = ledger.expect("a ledger").take_over("default", SITE, Limits::none());
    desk.expect("a desk")
}

/// A page of either room, by its name; each person's with a member id of their own.
fn page(name: &str) -> Option<String> {
    if name == LIST_WITHOUT_ADA {
        return page(LIST_WITH_ADA).map(|html| html.replace("ada-example", "zoe-example"));
    }
    if name == LIST_WITH_NUMBER {
        let numbered = format!("<div role=\"listitem\" data-urn=\"urn:li:member:{NUMBER}\">");
        return page(LIST_WITH_ADA).map(|html| html.replacen("<div role=\"listitem\">", &numbered, 1));
    }
    let rooms = ["workflows/pages", "pages"].map(|room| fixtures().join(room).join(name));
    let html = rooms.iter().find_map(|path| std::fs::read_to_string(path).ok())?;
    let whose = name.strip_prefix("person/").and_then(|name| name.split("--").next());
    Some(html.replace("refACoAAExample", &format!("refACoAA{}Exa", whose.unwrap_or_default())))
}

pub(crate) fn worker<'a>(
    desk: &Desk,
    rules: &'a RuleSet,
    scripts: &[&str],
    policy: Policy,
) -> (Worker<'a, Scripts>, Counts) {
    let read = |script: &&str| {
        let read = |script: &&str| Replay::parse(script, page, rules).expect("the script can be read");
        Some(script).filter(|script| **script != NEVER_STARTS).map(read)
    };
    let counts = Counts::default();
    let launcher = Scripts {
        left: scripts.iter().map(read).collect(),
        counts: counts.clone(),
    };
    let site = Site::stand_in(SITE).expect("loopback");
    let told = Rc::clone(&counts.told);
    let worker = Worker::new(launcher, rules, site, desk.clone(), policy);
    let worker = worker.with_progress(move |line| told.borrow_mut().push(line.to_owned()));
    (worker, counts)
}

pub(crate) fn rules() -> RuleSet {
    RuleSet::built_in().expect("the built-in rules load")
}

/// A second try, where page and list agree that nothing was sent.
pub(crate) fn retrying() -> Policy {
    Policy {
        on_ambiguous: OnAmbiguous::Retry,
        ..Policy::default()
    }
}

pub(crate) fn url(slug: &str) -> PersonUrl {
    format!("https://www.linkedin.com/in/{slug}")
        .parse()
        .expect("an address")
}

pub(crate) fn keys(slug: &str) -> PersonKeys {
    PersonKeys::from(url(slug).slug())
}

/// An attempt that an earlier run has begun.
pub(crate) fn begin(desk: &Desk, slug: &str) -> Attempt {
    let workflow = accept(desk, "[]", &[("", slug)]);
    begin_of(desk, &workflow, "", &keys(slug))
}

/// A workflow that an earlier run has accepted, with its requests: where, and for whom.
pub(crate) fn accept(desk: &Desk, body: &str, requests: &[(&str, &str)]) -> WorkflowId {
    let requests: Vec<NewRequest> = requests
        .iter()
        .map(|(pointer, slug)| NewRequest {
            pointer: (*pointer).to_owned(),
            person: url(slug),
            label: None,
        })
        .collect();
    desk.accept(body, &requests).expect("accepted")
}

/// An attempt for one of its requests.
pub(crate) fn begin_of(desk: &Desk, workflow: &WorkflowId, pointer: &str, keys: &PersonKeys) -> Attempt {
    let request = desk.request(workflow, pointer).expect("a request");
    let permit = desk.permit(keys, false).expect("an answer").expect("leave");
    desk.begin(permit, &request, None).expect("an answer").expect("begun")
}

pub(crate) fn request(note: Option<&str>) -> SendConnectionRequest {
    SendConnectionRequest {
        label: None,
        note: note.map(|note| note.parse().expect("a note")),
        email: None,
    }
}

/// Asks for somebody.
pub(crate) fn ask(slug: &str, note: Option<&str>) -> Workflow {
    Workflow::of(Root::SendConnectionRequest {
        person: url(slug),
        request: request(note),
    })
}

/// Asks for Ada.
pub(crate) fn ada(note: Option<&str>) -> Workflow {
    ask("ada-example", note)
}

pub(crate) fn reason(report: &Report) -> Option<FailureReason> {
    match report {
        Report::Completed(_) => None,
        Report::Failed { failure, .. } => Some(failure.reason),
    }
}

/// What the only root was told.
pub(crate) fn answered(report: &Report) -> Result<(), &ActionError> {
    let results = report.answered();
    assert_eq!(results.len(), 1, "{report:?}");
    results[0].error().map_or(Ok(()), Err)
}
