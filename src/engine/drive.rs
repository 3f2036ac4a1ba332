//! One action, driven to its end: the loop between a table and the browser.

use std::time::Duration;

use tokio::time::Instant;

use super::Engine;
use super::business::Business;
use super::clocks::Clocks;
use super::errand::Barred;
use super::identity;
use super::visit::Visit;
use crate::action::{ActionTable, DialogNames, Seen, Step, Verdict};
use crate::browser::{Applied, Browser, BrowserError, Target};
use crate::crash;
use crate::outcome::{ActionError, ActionResult, Data, Failure, FailureReason};
use crate::page::{Element, Input, PageState, Recognition, Snapshot};

/// How many times as long as a "no" a state must be seen that its rule wants to last.
const LASTS: u32 = 3;
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

/// A root that did not come to its end: what was answered of it, and why not more.
pub(super) struct Stopped {
    pub(super) failure: Failure,
    pub(super) answered: Option<ActionResult>,
}

impl Stopped {
    /// Nothing was answered.
    pub(super) fn empty(failure: Failure) -> Stopped {
        Stopped {
            failure,
            answered: None,
        }
    }
}

/// One look, judged.
struct Sight {
    seen: Seen,
    recognition: Option<Recognition>,
    snapshot: Snapshot,
}

impl<B: Browser> Engine<'_, B> {
    /// Loads the visit's page; whatever comes of it is seen by the next look.
    pub(super) async fn load(&mut self, visit: &mut Visit) {
        // A session that was used before shows a page already: only another document is the answer.
        visit.before = match &self.last {
            Some(snapshot) => Some(snapshot.document),
            None => self.browser.document().await.ok(),
        };
        let address = visit.goal.address(&self.site);
        self.say(format!("opens {address}"));
        let opened = self.browser.open(&address).await;
        let opened = opened
            .and_then(|()| crash::point("CP06").map_err(|_| BrowserError::Disturbed("an injected fault".to_owned())));
        if let Err(error) = opened {
            self.say(format!("the page did not open: {error}"));
        }
    }

    /// Drives a table to its end on the visit's page. What could send needs an errand.
    pub(super) async fn drive<T: ActionTable>(
        &mut self,
        table: &mut T,
        visit: &mut Visit,
        mut business: Option<Business>,
    ) -> Ended {
        let mut clocks = Clocks::new(business.is_some());
        let ended = loop {
            let mut sight = match self.sight(&mut clocks, visit).await {
                Ok(sight) => sight,
                Err(error) => break Err(lost(&error)),
            };
            sight.seen.words = sight.seen.words.map(|words| table.quote(&words));
            clocks.looked();
            if clocks.started.elapsed() > self.timing.action {
                break Err(too_long(&clocks));
            }
            let is_enough = !(sight.snapshot.moving || sight.snapshot.excerpt);
            let before = (!is_enough).then(|| table.clone());
            let mut step = table.next(&sight.seen);
            if let Step::Wait(patience) = step {
                let state = sight.seen.state;
                match self.keep_waiting(&mut clocks, patience, table.phase(), state).await {
                    true => continue,
                    false if !is_enough && !patience.is_for_the_server() => {}
                    false => {
                        // What has stood goes on standing while its control cannot be used yet.
                        if !patience.is_for_the_server() {
                            clocks.moved_on();
                        }
                        step = table.time_up(&sight.seen);
                    }
                }
            }
            if let Some(before) = before
                && !may_be_hasty(&step, &sight)
            {
                *table = before;
                clocks.settle(is_plain_success(&step));
                continue;
            }
            if sight.seen.state == PageState::WeeklyLimit {
                self.note_weekly_limit().await;
            }
            match self.take(step, table, visit, &sight, &mut clocks, &mut business).await {
                None => {}
                Some(ended) => break ended,
            }
        };
        let ended = self.write_down(ended, table.has_understood(), visit).await;
        let committed = table.has_committed();
        match business {
            Some(business) => {
                let keys = self.keys(visit);
                business.conclude(ended, committed, &keys).await
            }
            None => match ended {
                Ok(verdict) => Ended::Answer(verdict.result),
                Err(failure) => Ended::Stopped {
                    failure,
                    in_doubt: None,
                },
            },
        }
    }

    async fn take<T: ActionTable>(
        &mut self,
        step: Step,
        table: &mut T,
        visit: &mut Visit,
        sight: &Sight,
        clocks: &mut Clocks,
        business: &mut Option<Business>,
    ) -> Option<Result<Verdict, Failure>> {
        match step {
            // A table that waits again after its time was up starts a new patience.
            Step::Wait(_) => None,
            Step::Use(input) => {
                if let Some(business) = business
                    && let Err(failure) = business.saw_dialog(&sight.seen, table.has_committed())
                {
                    return Some(Err(failure));
                }
                self.act(input, false, table, visit, sight, clocks).await
            }
            Step::Commit(sealed) => match self.unseal(sealed, visit, business.as_mut()) {
                Ok(input) => self.act(input, true, table, visit, sight, clocks).await,
                Err(Barred::Answer(verdict)) => Some(Ok(verdict)),
                Err(Barred::Failure(failure)) => Some(Err(failure)),
            },
            Step::Withdraw(sealed) => match self.unseal_withdrawal(sealed, visit, business.as_mut()) {
                Ok(input) => self.act(input, true, table, visit, sight, clocks).await,
                Err(Barred::Answer(verdict)) => Some(Ok(verdict)),
                Err(Barred::Failure(failure)) => Some(Err(failure)),
            },
            Step::Reload => {
                clocks.moved_on();
                self.load(visit).await;
                None
            }
            Step::Finish(verdict) => Some(Ok(verdict)),
            Step::Abort(failure) => Some(Err(failure)),
        }
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
        if can_send {
            self.remember_whom(visit, &sight.snapshot, sight.recognition.as_ref());
        }
        let applied = match target(sight, element) {
            Some(target) => self.browser.apply(&input, &target).await.and_then(|applied| {
                // The click is on its way; what a test does here stands for whatever may befall it.
                let lost = |_| BrowserError::Lost("an injected fault".to_owned());
                let place = if element.ends_an_invitation() { "CP14" } else { "CP11" };
                if can_send {
                    crash::point(place).map_err(lost)?;
                }
                Ok(applied)
            }),
            None => Ok(Applied::NotYet(format!("{element}: no single such control"))),
        };
        match applied {
            Ok(Applied::Done) => {
                self.say(input.to_string());
                clocks.acted(element);
                table.done(element);
                match crash::point(if can_send { "CP15" } else { "CP12" }) {
                    Ok(()) => None,
                    Err(_) => Some(Err(lost(&BrowserError::Lost("an injected fault".to_owned())))),
                }
            }
            Ok(Applied::NotYet(_)) if sight.snapshot.moving => {
                clocks.restless();
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
        let rule = format!("{}; {}", seen.rule, clocks.reason);
        match table.time_up(&Seen { rule, ..seen.clone() }) {
            Step::Finish(verdict) => Some(Ok(verdict)),
            Step::Abort(failure) => Some(Err(failure)),
            // The table counts on it: what it sees next must be a fresh load.
            Step::Reload => {
                self.load(visit).await;
                None
            }
            // The next look leads there again, now in another phase.
            Step::Wait(_) | Step::Use(_) | Step::Commit(_) | Step::Withdraw(_) => None,
        }
    }

    /// One look, with the wait that the clocks ask for.
    async fn sight(&mut self, clocks: &mut Clocks, visit: &mut Visit) -> Result<Sight, BrowserError> {
        let wait = visit.no_longer(self.wait(clocks), self.timing.believe * LASTS);
        clocks.whole = wait.excerpt.is_none();
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

    fn judge(&self, snapshot: Snapshot, visit: &mut Visit) -> Sight {
        let (mut seen, recognition) = match visit.memory.recognise(self.rules, &snapshot) {
            Ok(recognition) => (Seen::from(&recognition), Some(recognition)),
            Err(error) => (Seen::unreadable(error.to_string()), None),
        };
        if let Some(recognition) = &recognition
            && let Some((state, reason)) = visit.judge(&self.site, &snapshot, recognition)
        {
            seen.state = state;
            seen.card = state;
            reason.clone_into(&mut seen.rule);
        } else if let Some(recognition) = &recognition
            && self.is_another_person(visit, &snapshot, recognition)
        {
            (seen.state, seen.card) = (PageState::NotAPersonPage, PageState::NotAPersonPage);
            "the card is somebody else's".clone_into(&mut seen.rule);
        } else if let Some(recognition) = &recognition
            && !visit.has_lasted(&snapshot, recognition, self.timing.believe * LASTS)
        {
            (seen.state, seen.card) = (PageState::Loading, PageState::Loading);
        } else if let Some(recognition) = &recognition
            && identity::is_about_another(visit.known.as_ref(), recognition)
        {
            seen.dialog_names = DialogNames::SomebodyElse;
        }
        Sight {
            seen,
            recognition,
            snapshot,
        }
    }
}

/// What may be done about a page that is still moving, or of which an excerpt was seen: inputs, which wait until it
/// stands still, and the fresh load that an invitation in the card asks for. That a page lacks something is believed
/// of a whole one that is still, and so is all that evidence is kept of; a plain success may come from an excerpt.
fn may_be_hasty(step: &Step, Sight { seen, snapshot, .. }: &Sight) -> bool {
    match step {
        Step::Use(_) | Step::Commit(_) | Step::Withdraw(_) => true,
        Step::Reload => matches!(seen.card, PageState::Pending | PageState::Connected),
        Step::Finish(_) => !snapshot.moving && is_plain_success(step),
        Step::Wait(_) | Step::Abort(_) => false,
    }
}

fn is_plain_success(step: &Step) -> bool {
    matches!(step, Step::Finish(Verdict { result: Ok(None), .. }))
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
        BrowserError::Interrupted => return Failure::interrupted(),
        BrowserError::NotSetUp(_) | BrowserError::Unavailable(_) | BrowserError::Busy(_) => {
            FailureReason::BrowserUnavailable
        }
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
