//! A bad line at each step of a session: slow is only slow, broken is a typed end in time.
//!
//! Without a browser, so that every toxin can meet every step.

use std::time::{Duration, Instant};

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::endpoint::Endpoint;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Applied, Browser, BrowserError, Target, Wait};
use linkwright::page::{Element, Input};

use crate::actor::Actor;
use crate::proxy::{Proxy, Toxin};

/// Longer than any step takes on a line that is only slow.
const PATIENCE: Duration = Duration::from_secs(4);
const SLACK: Duration = Duration::from_secs(2);
const CLOSING: Duration = Duration::from_secs(10);

const SLOW: &[Toxin] = &[
    Toxin::Latency(Duration::from_millis(150)),
    Toxin::Jitter(Duration::from_millis(150)),
    Toxin::Bandwidth(8 * 1024),
    Toxin::Slicer(40),
];

/// Each with a word of what is told about it.
const BROKEN: &[(Toxin, &str)] = &[
    (Toxin::Hole, "answer"),
    (Toxin::Reset, "cut off"),
    (Toxin::Cut(60), "cut off"),
    (Toxin::Garble(usize::MAX), "no text"),
    (Toxin::Down, ""),
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Start,
    Open,
    Look,
    Click,
    Fill,
    End,
}

const STEPS: &[Step] = &[Step::Start, Step::Open, Step::Look, Step::Click, Step::Fill, Step::End];

/// What became of a step.
type Came = Result<(), BrowserError>;

struct Line {
    actor: Actor,
    proxy: Proxy,
    launch: Launch,
}

impl Line {
    async fn lay() -> Line {
        let actor = Actor::start().await;
        let proxy = Proxy::to(actor.port).await;
        let address = format!("http://127.0.0.1:{}", proxy.port);
        let launch = Launch {
            webdriver: Some(Endpoint::named(&address).expect("it is an address")),
            patience: Some(PATIENCE),
            ..Launch::new(BrowserKind::Chrome, "/nowhere".into())
        };
        Line { actor, proxy, launch }
    }

    /// The step on a line that is bad from then on; with the session, if there is one left.
    async fn take(&self, step: Step, toxin: Toxin) -> (Came, Option<WebDriver>) {
        if step == Step::Start {
            self.proxy.poison(toxin);
            return match self.launch.start().await {
                Ok(browser) => (Ok(()), Some(browser)),
                Err(error) => (Err(error), None),
            };
        }
        let mut browser = self.launch.start().await.expect("the line is good so far");
        self.proxy.poison(toxin);
        let came = match step {
            Step::Open => browser.open("http://127.0.0.1:9/").await,
            Step::Look => browser.look(&Wait::default()).await.map(|_| ()),
            Step::Click => applied(&mut browser, Input::Click(Element::Connect)).await,
            Step::Fill => applied(&mut browser, Input::Fill(Element::NoteField, "Good day".to_owned())).await,
            Step::Start | Step::End => {
                browser.close().await;
                return (Ok(()), None);
            }
        };
        (came, Some(browser))
    }
}

async fn applied(browser: &mut WebDriver, input: Input) -> Came {
    let target = Target {
        look: 1,
        handle: 0,
        document: 1.0,
        path: "/".to_owned(),
    };
    let applied = browser.apply(&input, &target).await?;
    assert_eq!(applied, Applied::Done, "{input:?}");
    Ok(())
}

/// Every step with a toxin, all at the same time.
async fn at_every_step(toxin: Toxin, judge: fn(Step, Toxin, &str, Came), why: &'static str, within: Duration) {
    let steps = STEPS.iter().map(|&step| {
        tokio::spawn(async move {
            let line = Line::lay().await;
            let asked = Instant::now();
            let (came, browser) = line.take(step, toxin).await;
            let within = if step == Step::End { CLOSING } else { within };
            assert!(asked.elapsed() < within, "{step:?}, {toxin:?}: {:?}", asked.elapsed());
            let is_lost = came.is_err();
            judge(step, toxin, why, came);
            if let Some(browser) = browser {
                is_over(browser, &line, is_lost, step, toxin).await;
            }
        })
    });
    for step in steps.collect::<Vec<_>>() {
        step.await.expect("the step ends as it must");
    }
}

/// What was lost is not used again, also when the line is good again; it ends in time in any case.
async fn is_over(mut browser: WebDriver, line: &Line, is_lost: bool, step: Step, toxin: Toxin) {
    if is_lost {
        line.proxy.poison(Toxin::None);
        let before = line.actor.commands();
        let again = browser.look(&Wait::default()).await;
        assert!(
            matches!(again, Err(BrowserError::Lost(_))),
            "{step:?}, {toxin:?}: {again:?}"
        );
        assert_eq!(before, line.actor.commands(), "{step:?}, {toxin:?}: it was used again");
    }
    let asked = Instant::now();
    browser.close().await;
    assert!(asked.elapsed() < CLOSING, "{step:?}, {toxin:?}: {:?}", asked.elapsed());
}

fn is_only_slow(step: Step, toxin: Toxin, _: &str, came: Came) {
    assert_eq!(came, Ok(()), "{step:?}, {toxin:?}");
}

fn is_typed(step: Step, toxin: Toxin, why: &str, came: Came) {
    match (step, came) {
        (Step::End, came) => assert_eq!(came, Ok(()), "{toxin:?}"),
        (Step::Start, Err(BrowserError::Unavailable(reason))) | (_, Err(BrowserError::Lost(reason))) => {
            assert!(reason.contains(why), "{step:?}, {toxin:?}: {reason}");
        }
        (_, other) => panic!("{step:?}, {toxin:?}: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_line_is_only_slow_at_every_step() {
    for &toxin in SLOW {
        at_every_step(toxin, is_only_slow, "", CLOSING).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_line_is_a_typed_end_in_time_at_every_step() {
    for &(toxin, why) in BROKEN {
        at_every_step(toxin, is_typed, why, PATIENCE + SLACK).await;
    }
}
