//! One action, driven to its end: the loop between a table and the browser.

use std::time::Duration;

use tokio::time::Instant;

use super::Engine;
use super::visit::Visit;
use crate::action::{ActionTable, Patience, Seen, Step, Verdict};
use crate::browser::{Applied, Browser, BrowserError, Target, Wait};
use crate::ledger::{Attempt, Settlement, Standing};
use crate::outcome::{ActionError, Data, ErrorType, Failure, FailureReason};
use crate::page::{Element, Input, PageState, Recognition, Snapshot};

/// Longest wait inside one look: a script must not outlive its deadline.
const MAX_LOOK: Duration = Duration::from_secs(5);
/// Pause of a look behind something that was not done.
const NOT_YET: Duration = Duration::from_millis(200);
/// Pace of looks at a page that is busy with itself.
const DISTURBED: Duration = Duration::from_millis(50);

/// How an action ended.
pub(super) enum Ended {
    /// With its answer.
    Answer(Result<Option<Data>, ActionError>),
    /// Without one; `in_doubt` where something may have been sent.
    Stopped {
        failure: Failure,
        in_doubt: Option<ActionError>,
    },
}

/// One look, judged.
struct Sight {
    seen: Seen,
    recognition: Option<Recognition>,
    snapshot: Snapshot,
}

/// What runs while a table waits.
struct Clocks {
    started: Instant,
    waiting: Option<(Patience, &'static str, Instant)>,
    blocked: Option<(Element, Instant)>,
    reason: String,
}

impl Clocks {
    fn new() -> Clocks {
        Clocks {
            started: Instant::now(),
            waiting: None,
            blocked: None,
            reason: String::new(),
        }
    }

    fn moved_on(&mut self) {
        self.waiting = None;
        self.blocked = None;
    }
}

impl<B: Browser> Engine<'_, B> {
    /// Loads the visit's page; whatever comes of it is seen by the next look.
    pub(super) async fn load(&mut self, visit: &mut Visit) {
        if self.last.is_none() {
            // A session that was used before shows a page already: only another document is the answer.
            self.last = self.browser.look(&Wait::default()).await.ok();
        }
        visit.before = self.last.as_ref().map(|snapshot| snapshot.document);
        let address = self.site.person_page(&visit.person);
        self.say(format!("opens {address}"));
        if let Err(error) = self.browser.open(&address).await {
            self.say(format!("the page did not open: {error}"));
        }
    }

    /// Drives a table to its end on the visit's page.
    pub(super) async fn drive<T: ActionTable>(&mut self, table: &mut T, visit: &mut Visit) -> Ended {
        let mut clocks = Clocks::new();
        let mut attempt = None;
        let ended = loop {
            let sight = match self.sight(&clocks, visit).await {
                Ok(sight) => sight,
                Err(error) => break Err(lost(&error)),
            };
            let mut step = table.next(&sight.seen);
            if let Step::Wait(patience) = step {
                match self.keep_waiting(&mut clocks, patience, table.phase()) {
                    true => continue,
                    false => {
                        clocks.moved_on();
                        step = table.time_up(&sight.seen);
                    }
                }
            }
            if clocks.started.elapsed() > self.timing.action {
                break Err(too_long(&clocks));
            }
            match self.take(step, table, visit, &sight, &mut clocks, &mut attempt).await {
                None => {}
                Some(ended) => break ended,
            }
        };
        self.settle(ended, table.has_committed(), attempt)
    }

    /// Whether the patience still lasts.
    fn keep_waiting(&self, clocks: &mut Clocks, patience: Patience, phase: &'static str) -> bool {
        match clocks.waiting {
            Some((before, at, since)) if before == patience && at == phase => {
                since.elapsed() < self.timing.of(patience)
            }
            _ => {
                clocks.waiting = Some((patience, phase, Instant::now()));
                true
            }
        }
    }

    async fn take<T: ActionTable>(
        &mut self,
        step: Step,
        table: &mut T,
        visit: &mut Visit,
        sight: &Sight,
        clocks: &mut Clocks,
        attempt: &mut Option<Attempt>,
    ) -> Option<Result<Verdict, Failure>> {
        match step {
            // A table that waits again after its time was up starts a new patience.
            Step::Wait(_) => None,
            Step::Use(input) => self.act(input, false, table, visit, sight, clocks).await,
            Step::Commit(sealed) => {
                let open = match attempt {
                    Some(attempt) => attempt,
                    None => match self.begin(visit) {
                        Ok(begun) => attempt.insert(begun),
                        Err(verdict) => return Some(Ok(verdict)),
                    },
                };
                let input = sealed.open(open);
                self.act(input, true, table, visit, sight, clocks).await
            }
            Step::Reload => {
                clocks.moved_on();
                self.load(visit).await;
                None
            }
            Step::Finish(verdict) => Some(Ok(verdict)),
            Step::Abort(failure) => Some(Err(failure)),
        }
    }

    /// Puts an attempt on record, unless an earlier one of this run stands.
    fn begin(&mut self, visit: &Visit) -> Result<Attempt, Verdict> {
        let person = visit.landed.as_ref().unwrap_or(visit.person.slug());
        let permit = self.ledger.permit(person).map_err(|standing| {
            let message = match standing {
                Standing::InDoubt => "An earlier request of this run to this person may have been sent; look at the page before asking again.",
                Standing::Sent => "An earlier request of this run to this person was sent, but the page offers Connect again; look at the page.",
            };
            Verdict {
                result: Err(ActionError::new(ErrorType::OutcomeUnknown, message)),
                settlement: Settlement::InDoubt,
            }
        })?;
        Ok(self.ledger.begin(permit))
    }

    /// Applies an input to the very element that was judged.
    async fn act<T: ActionTable>(
        &mut self,
        input: Input,
        can_send: bool,
        table: &mut T,
        visit: &mut Visit,
        sight: &Sight,
        clocks: &mut Clocks,
    ) -> Option<Result<Verdict, Failure>> {
        let element = input.element();
        let applied = match target(sight, element) {
            Some(target) => self.browser.apply(&input, &target).await,
            None => Ok(Applied::NotYet(format!("{element}: no single such control"))),
        };
        match applied {
            Ok(Applied::Done) => {
                self.say(input.to_string());
                clocks.moved_on();
                table.done(element);
                None
            }
            Ok(Applied::NotYet(reason)) => self.blocked(element, reason, table, visit, &sight.seen, clocks).await,
            // Errors decide nothing. What can send may have been sent; the rest is looked at again.
            Err(BrowserError::Disturbed(reason) | BrowserError::NotLoaded(reason)) if can_send => {
                self.say(format!("{input}: the answer was \"{reason}\"; only the page can tell"));
                clocks.moved_on();
                table.done(element);
                None
            }
            Err(BrowserError::Disturbed(reason) | BrowserError::NotLoaded(reason)) => {
                self.blocked(element, reason, table, visit, &sight.seen, clocks).await
            }
            Err(error) => {
                if can_send {
                    table.done(element);
                }
                Some(Err(lost(&error)))
            }
        }
    }

    /// A control that cannot be used now is waited for; one that never can ends the phase.
    async fn blocked<T: ActionTable>(
        &mut self,
        element: Element,
        reason: String,
        table: &mut T,
        visit: &mut Visit,
        seen: &Seen,
        clocks: &mut Clocks,
    ) -> Option<Result<Verdict, Failure>> {
        self.say(format!("not yet: {reason}"));
        clocks.reason = reason;
        let since = match clocks.blocked {
            Some((before, since)) if before == element => since,
            _ => {
                let now = Instant::now();
                clocks.blocked = Some((element, now));
                now
            }
        };
        if since.elapsed() < self.timing.load {
            return None;
        }
        clocks.moved_on();
        if !table.has_committed() {
            let row = FailureReason::PageNotRecognised.row();
            let message = format!(
                "{} Nothing was sent: a control could not be used ({}).",
                row.message, clocks.reason
            );
            return Some(Err(Failure::new(FailureReason::PageNotRecognised, message)));
        }
        match table.time_up(seen) {
            Step::Finish(verdict) => Some(Ok(verdict)),
            Step::Abort(failure) => Some(Err(failure)),
            // The table counts on it: what it sees next must be a fresh load.
            Step::Reload => {
                self.load(visit).await;
                None
            }
            // The next look leads there again, now in another phase.
            Step::Wait(_) | Step::Use(_) | Step::Commit(_) => None,
        }
    }

    fn settle(&mut self, ended: Result<Verdict, Failure>, committed: bool, attempt: Option<Attempt>) -> Ended {
        let settlement = match &ended {
            Ok(verdict) => verdict.settlement,
            Err(_) if committed => Settlement::InDoubt,
            Err(_) => Settlement::NotSent,
        };
        if let Some(attempt) = attempt {
            self.ledger.settle(attempt, settlement);
        }
        match ended {
            Ok(verdict) => Ended::Answer(verdict.result),
            Err(failure) => Ended::Stopped {
                in_doubt: committed.then(|| {
                    let message = format!("{} Then: {}", ErrorType::OutcomeUnknown.row().message, failure.message);
                    ActionError::new(ErrorType::OutcomeUnknown, message)
                }),
                failure,
            },
        }
    }

    /// One look, with the wait that the clocks ask for.
    async fn sight(&mut self, clocks: &Clocks, visit: &mut Visit) -> Result<Sight, BrowserError> {
        let wait = self.wait(clocks);
        let patience = Instant::now();
        let snapshot = loop {
            match self.browser.look(&wait).await {
                Ok(snapshot) => break snapshot,
                Err(BrowserError::Disturbed(_) | BrowserError::NotLoaded(_))
                    if patience.elapsed() < self.timing.load =>
                {
                    // Between two documents there is nothing to look at; the pause is only a pace.
                    tokio::time::sleep(DISTURBED).await;
                }
                Err(BrowserError::Disturbed(reason) | BrowserError::NotLoaded(reason)) => {
                    return Err(BrowserError::Lost(reason));
                }
                Err(error) => return Err(error),
            }
        };
        let sight = self.judge(snapshot, visit);
        self.say(format!("sees {} ({})", sight.seen.state, sight.seen.rule));
        self.last = Some(sight.snapshot.clone());
        Ok(sight)
    }

    fn wait(&self, clocks: &Clocks) -> Wait {
        let changed_from = || self.last.as_ref().map(|snapshot| snapshot.fingerprint.clone());
        if clocks.blocked.is_some() {
            return Wait {
                at_most: NOT_YET,
                changed_from: changed_from(),
            };
        }
        match clocks.waiting {
            None => Wait::default(),
            Some((patience, _, since)) => Wait {
                at_most: self.timing.of(patience).saturating_sub(since.elapsed()).min(MAX_LOOK),
                changed_from: changed_from(),
            },
        }
    }

    fn judge(&self, snapshot: Snapshot, visit: &mut Visit) -> Sight {
        let (mut seen, recognition) = match self.rules.recognise(&snapshot) {
            Ok(recognition) => (Seen::from(&recognition), Some(recognition)),
            Err(error) => (Seen::nothing(error.to_string()), None),
        };
        if let Some(recognition) = &recognition
            && let Some((state, reason)) = visit.judge(&self.site, &snapshot, recognition)
        {
            seen.state = state;
            seen.card = state;
            reason.clone_into(&mut seen.rule);
        }
        Sight {
            seen,
            recognition,
            snapshot,
        }
    }
}

fn target(sight: &Sight, element: Element) -> Option<Target> {
    let recognition = sight.recognition.as_ref()?;
    Some(Target {
        look: sight.snapshot.look,
        handle: recognition.control(element)?.handle?,
        document: sight.snapshot.document,
        path: recognition.path.clone(),
    })
}

fn lost(error: &BrowserError) -> Failure {
    let reason = match error {
        BrowserError::NotSetUp(_) | BrowserError::Unavailable(_) => FailureReason::BrowserUnavailable,
        BrowserError::NotLoaded(_) | BrowserError::Disturbed(_) | BrowserError::Lost(_) => FailureReason::BrowserLost,
    };
    Failure::new(reason, format!("{} {error}", reason.row().message))
}

fn too_long(clocks: &Clocks) -> Failure {
    let reason = FailureReason::LinkedinUnavailable;
    let more = if clocks.reason.is_empty() {
        "the page never came to rest"
    } else {
        &clocks.reason
    };
    Failure::new(
        reason,
        format!("{} The action took too long: {more}.", reason.row().message),
    )
}

impl Seen {
    /// A page that could not be read at all.
    fn nothing(reason: String) -> Seen {
        Seen {
            state: PageState::Unknown,
            card: PageState::Unknown,
            visible: std::collections::BTreeSet::new(),
            enabled: std::collections::BTreeSet::new(),
            filled: std::collections::BTreeSet::new(),
            note_limits: crate::page::NoteLimits::default(),
            dialog_names: crate::action::DialogNames::Nobody,
            words: None,
            rule: reason,
            has_words: true,
        }
    }
}
