//! Every named crash point, hit by a death, by an error and by a freeze during which somebody else
//! takes the account over. Needs the feature `failpoints`; `make test` runs it with it.
//!
//! Over the simulated world; the points around a click in a real browser too.

#[path = "../simulation/beginning.rs"]
#[allow(dead_code, reason = "the simulation uses more of it")]
mod beginning;
#[path = "../simulation/browser.rs"]
#[allow(dead_code, reason = "the simulation uses more of it")]
mod browser;
#[path = "../simulation/cast.rs"]
mod cast;
#[path = "../kills/chance.rs"]
#[allow(dead_code, reason = "others use more of it")]
mod chance;
#[path = "../simulation/faults.rs"]
#[allow(dead_code, reason = "the simulation uses more of it")]
mod faults;
#[path = "../simulation/handles.rs"]
mod handles;
#[path = "../simulation/life.rs"]
#[allow(dead_code, reason = "the simulation uses more of it")]
mod life;
mod list;
mod real;
#[path = "../simulation/tally.rs"]
mod tally;
#[path = "../simulation/world.rs"]
#[allow(dead_code, reason = "the simulation uses more of it")]
mod world;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use beginning::{Beginning, Policy};
use faults::Faults;
use life::Life;

/// So often each point goes off in each way.
const HITS: u32 = 20;
/// More runs than that many hits can need.
const MOST_RUNS: u64 = 100;
/// Runs of a test that counts something else.
const RUNS: u64 = 28;

/// Fail points belong to the whole process: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// The points of the protocol that exist without an HTTP service and webhooks, and what leads to them.
const POINTS: &[(&str, Lead)] = &[
    ("CP01", Lead::Nothing),
    ("CP02", Lead::Nothing),
    ("CP03", Lead::Nothing),
    ("CP04", Lead::Nothing),
    ("CP05", Lead::Nothing),
    ("CP06", Lead::Nothing),
    ("CP07", Lead::Nothing),
    ("CP08", Lead::Nothing),
    ("CP09", Lead::Nothing),
    ("CP10", Lead::Nothing),
    ("CP11", Lead::Nothing),
    ("CP12", Lead::Nothing),
    ("CP13", Lead::Nothing),
    ("CP14", Lead::Nothing),
    ("CP15", Lead::Nothing),
    ("CP16", Lead::Nothing),
    ("CP17", Lead::Nothing),
    ("CP20", Lead::Nothing),
    ("CP21", Lead::Doubt),
    ("CP22", Lead::Doubt),
    ("CP23", Lead::Doubt),
    ("CP24", Lead::Doubt),
    ("CP25", Lead::Doubt),
    ("CP26", Lead::Wall),
    ("CP28", Lead::Nothing),
];

/// What must have happened before a point is come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    Nothing,
    /// A death at a click, or just before one.
    Doubt,
    /// A security check.
    Wall,
}

/// How a point is hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Death,
    Error,
    Freeze,
}

#[test]
fn no_crash_point_breaks_a_promise_whatever_happens_there() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    std::panic::set_hook(Box::new(|_| {}));
    let room = tempfile::tempdir().expect("a directory");
    let mut hits: BTreeMap<(&str, Kind), (u32, u64)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (point, lead) in POINTS {
        for kind in [Kind::Death, Kind::Error, Kind::Freeze] {
            let mut hit = 0;
            let mut runs = 0;
            while hit < HITS && runs < MOST_RUNS {
                let file = room.path().join(format!("{point}-{kind:?}-{runs}.sqlite3"));
                let (went_off, lived) = live_through(point, *lead, kind, runs, file);
                hit += went_off;
                wrong.extend(lived.err().map(|why| format!("{point} {kind:?} run {runs}: {why}")));
                runs += 1;
            }
            hits.insert((point, kind), (hit, runs));
        }
    }
    let _ = std::panic::take_hook();
    println!("{} points; hits, and runs: {hits:?}", POINTS.len());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let missed: Vec<_> = hits.iter().filter(|(_, (hit, _))| *hit < HITS).collect();
    assert!(missed.is_empty(), "hardly hit: {missed:?}");
}

/// One run: how often the point went off in it, and whether every promise was kept.
fn live_through(point: &str, lead: Lead, kind: Kind, run: u64, file: PathBuf) -> (u32, Result<(), String>) {
    let hit = Arc::new(AtomicU32::new(0));
    let scenario = fail::FailScenario::setup();
    if lead == Lead::Doubt {
        let at = if run.is_multiple_of(2) { "CP14" } else { "CP10" };
        fail::cfg(at, "1*panic(a death)->off").expect("a fail point");
    }
    // Mostly where it is passed first; some points are passed once only.
    let skip = [0, 0, 0, 1, 0, 0, 0, 2][usize::try_from(run % 8).expect("small")];
    arm(point, kind, skip, &hit);
    let beginning = Beginning {
        seed: run * 7919 + 1,
        faults: Faults::none(run),
        policy: Policy::Chance,
        walled: lead == Lead::Wall,
        file: Some(file),
        talks: false,
    };
    let lived = std::panic::catch_unwind(|| Life::live(beginning));
    if kind == Kind::Error && went_off(point, skip) {
        hit.fetch_add(1, Ordering::SeqCst);
    }
    scenario.teardown();
    let lived = match lived {
        Ok(lived) => lived.map(|_| ()),
        Err(_) => Err("a panic".to_owned()),
    };
    (hit.load(Ordering::SeqCst), lived)
}

/// What is clicked in the dialog without sending is passed at CP12: whoever dies there has sent nothing.
#[test]
fn a_death_in_the_dialog_leaves_nobody_undecided() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    std::panic::set_hook(Box::new(|_| {}));
    let room = tempfile::tempdir().expect("a directory");
    let mut sum = tally::Tally::default();
    let hit = Arc::new(AtomicU32::new(0));
    for run in 0..RUNS {
        let scenario = fail::FailScenario::setup();
        arm("CP12", Kind::Death, u32::try_from(run % 2).expect("small"), &hit);
        let beginning = Beginning {
            seed: run * 7919 + 1,
            faults: Faults::none(run),
            policy: Policy::Chance,
            walled: false,
            file: Some(room.path().join(format!("{run}.sqlite3"))),
            talks: false,
        };
        let lived = Life::live(beginning);
        scenario.teardown();
        sum.add(&lived.unwrap_or_else(|why| panic!("run {run}: {why}")));
    }
    let _ = std::panic::take_hook();
    let deaths = hit.load(Ordering::SeqCst);
    assert!(deaths >= 10 && sum.sent >= 10, "hardly tried: {deaths} deaths, {sum:?}");
    assert_eq!(sum.parked, 0, "{sum:?}");
}

/// The point goes off once, at its `skip`-th passing. What happens is counted.
fn arm(point: &str, kind: Kind, skip: u32, hit: &Arc<AtomicU32>) {
    let hit = Arc::clone(hit);
    let passed = AtomicU32::new(0);
    let goes_off = move || {
        let is_it = passed.fetch_add(1, Ordering::SeqCst) == skip;
        if is_it {
            hit.fetch_add(1, Ordering::SeqCst);
        }
        is_it
    };
    match kind {
        Kind::Death => fail::cfg_callback(point, move || assert!(!goes_off(), "a death")),
        Kind::Freeze => fail::cfg_callback(point, move || {
            if goes_off() {
                life::somebody_else_takes_over();
            }
        }),
        // A callback cannot give an error back; see `went_off`.
        Kind::Error => fail::cfg(point, &format!("{skip}*off->1*return(error)->off")),
    }
    .expect("a fail point");
}

/// Whether the one error that a point was armed with has been given: it is not there any more.
fn went_off(point: &str, skip: u32) -> bool {
    let is_armed = || {
        fail::fail_point!(point, |_| true);
        false
    };
    !(0..=skip).any(|_| is_armed())
}
