//! Many plays in real Chromium in front of pages that misbehave, judged by the server's own log.
//!
//! `LINKWRIGHT_ROUNDS=1000` plays more of each kind, `LINKWRIGHT_SEED=7` begins elsewhere, and
//! `LINKWRIGHT_ONLY=random:17,plain:3` or `LINKWRIGHT_ONLY=random` plays only these.

#[path = "../kills/chance.rs"]
#[allow(dead_code, reason = "others use more of it")]
mod chance;
mod disturbance;
#[path = "../live/hostile.rs"]
mod hostile;
#[path = "../live/matrix.rs"]
#[allow(dead_code, reason = "the live tests use more of it")]
mod matrix;
#[path = "../live/play.rs"]
mod play;
mod round;
#[path = "../live/run.rs"]
mod run;
#[path = "../live/seat.rs"]
#[allow(dead_code, reason = "the live tests use more of it")]
mod seat;
mod tally;
mod wrong_page;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chance::number;
use hostile::Hostile;
use linkwright::browser::driver::BrowserKind;
use play::{Play, request};
use round::{Kind, Round, Scene};
use run::Runs;
use seat::Seat;
use serde_json::json;
use tally::{Ended, Tally};

/// Browsers side by side.
const LANES: u64 = 4;
/// Plays before a fresh browser: pages of other plays may have left tabs open.
const PLAYS: u32 = 40;

#[test]
fn of_many_plays_none_clicks_wrong_and_nearly_all_end_well() {
    let queue = Arc::new(Mutex::new(rounds()));
    let lanes: Vec<_> = (0..number("LINKWRIGHT_LANES").unwrap_or(LANES))
        .map(|_| {
            let queue = Arc::clone(&queue);
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Runtime::new().expect("a runtime");
                runtime.block_on(lane(&queue))
            })
        })
        .collect();
    let mut tally = Tally::default();
    for lane in lanes {
        for ended in lane.join().expect("a lane ends") {
            tally.add(ended);
        }
    }
    println!("{tally}");
    let faults = tally.faults();
    assert!(
        faults.is_empty(),
        "{} things are worse than the goals; LINKWRIGHT_ONLY=kind:seed plays one again:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Everything that is played, in order.
fn rounds() -> VecDeque<Round> {
    let first = number("LINKWRIGHT_SEED").unwrap_or(1);
    let only = std::env::var("LINKWRIGHT_ONLY").ok();
    let asked: Option<Vec<&str>> = only.as_deref().map(|only| only.split(',').collect());
    let mut rounds = VecDeque::new();
    for kind in Kind::ALL {
        let name = kind.to_string();
        let is_asked = |asked: &Vec<&str>| asked.contains(&name.as_str());
        if asked.as_ref().is_none_or(is_asked) {
            let times = number("LINKWRIGHT_ROUNDS").map_or(kind.few(), |rounds| kind.share(rounds));
            rounds.extend((first..first + times).map(|seed| Round { kind, seed }));
        }
        let one = |one: &&str| one.strip_prefix(&name)?.strip_prefix(':')?.parse().ok();
        let seeds = asked.iter().flatten().filter_map(one);
        rounds.extend(seeds.map(|seed| Round { kind, seed }));
    }
    assert!(!rounds.is_empty(), "nothing is played");
    rounds
}

async fn lane(queue: &Mutex<VecDeque<Round>>) -> Vec<Ended> {
    let server = Hostile::start().await;
    let mut seat = Seat::at(BrowserKind::Chrome);
    let mut runs = Runs::of(BrowserKind::Chrome);
    let mut ends = Vec::new();
    let mut plays = 0;
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    while let Some(round) = next() {
        plays += 1;
        if plays % PLAYS == 0 {
            std::mem::replace(&mut seat, Seat::at(BrowserKind::Chrome))
                .leave()
                .await;
            std::mem::replace(&mut runs, Runs::of(BrowserKind::Chrome))
                .leave()
                .await;
        }
        let ended = meet(&server, &mut seat, &mut runs, round).await;
        ends.push(ended);
    }
    seat.leave().await;
    runs.leave().await;
    ends
}

/// A whole run in front of a page.
async fn run(server: &Hostile, runs: &mut Runs, scene: &Scene) -> Play {
    // What is timed is the page, not the start of a browser.
    runs.start().await;
    let started = Instant::now();
    let (report, trace) = runs.run(&server.origin(), &request(), &scene.timing).await;
    Play::told(server, started.elapsed().as_secs_f64(), &report, trace)
}

async fn meet(server: &Hostile, seat: &mut Seat, runs: &mut Runs, round: Round) -> Ended {
    let scene = round.scene();
    server.turn(scene.answer, scene.late);
    seat.timing = scene.timing.clone();
    if scene.elsewhere_first {
        let workflow =
            json!({"actionType": "st.openPersonPage", "personUrl": "https://www.linkedin.com/in/rafa-example"});
        seat.run(&server.origin(), &workflow).await;
    }
    let play = match round.kind {
        Kind::Random | Kind::Plain => run(server, runs, &scene).await,
        Kind::WrongPage | Kind::Fault => Play::of(server, seat).await,
    };
    let told = |what: &str| format!("{round} {what}: {play}\n  {}\n{}", scene.told, play.trace);
    let missed = if !scene.right.contains(&play.answered.as_str()) {
        Some("another class of answer")
    } else if play.seconds > scene.within {
        Some("too late")
    } else {
        None
    };
    let (wrong, missed) = (play.wrong().map(told), missed.map(told));
    let mark = if wrong.is_some() {
        "WRONG"
    } else if missed.is_some() {
        "missed"
    } else {
        ""
    };
    eprintln!("{:14} {play}  ({}) {mark}", round.to_string(), scene.told);
    if let Some(told) = wrong.as_ref().or(missed.as_ref()) {
        eprintln!("{told}");
    }
    Ended {
        round,
        seconds: play.seconds,
        within: scene.within,
        wrong,
        missed,
        answered: play.answered,
    }
}
