//! The real engine and the real ledger over a world without browsers, with a fault wherever one can be.
//!
//! One seed is one run. `LINKWRIGHT_SEEDS=100000` runs more of them, from `LINKWRIGHT_FIRST_SEED` on;
//! `LINKWRIGHT_SEED=17` replays one. `LINKWRIGHT_POLICY=park` or `retry` has all of them run under that policy;
//! otherwise chance has a third of them run under `retry`, and with `other` it is the other two thirds.

mod beginning;
mod browser;
mod cast;
#[path = "../kills/chance.rs"]
mod chance;
mod faults;
mod handles;
mod life;
mod tally;
mod world;

use beginning::{Beginning, Policy};
use chance::number;
use life::Life;

/// Runs in CI; `make soak` asks for more.
const SEEDS: u64 = 20_000;

/// Keeps this thread, and the ledger's threads that it starts, on one core: they only ever wait for each
/// other, and waking a thread on another core takes longer than most of what they do.
fn stay_on_core(core: usize) {
    #[cfg(target_os = "linux")]
    {
        let mut cores = rustix::thread::CpuSet::new();
        let allowed = rustix::thread::sched_getaffinity(None).expect("the cores of this thread");
        let mine = (0..rustix::thread::CpuSet::MAX_CPU)
            .filter(|&one| allowed.is_set(one))
            .nth(core);
        cores.set(mine.expect("as many cores as threads"));
        rustix::thread::sched_setaffinity(None, &cores).expect("a thread may stay on a core");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = core;
}

fn policy() -> Policy {
    let name = std::env::var("LINKWRIGHT_POLICY").unwrap_or_else(|_| "chance".to_owned());
    Policy::named(&name).unwrap_or_else(|| panic!("LINKWRIGHT_POLICY is chance, other, park or retry, not {name}"))
}

/// Seeds are shared out between as many threads as there are cores.
#[test]
fn nobody_is_invited_twice_and_nothing_is_lost_whatever_goes_wrong() {
    let policy = policy();
    if let Some(seed) = number("LINKWRIGHT_SEED") {
        let tally =
            Life::live(Beginning::of(seed, policy, true)).unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
        println!("{tally:?}");
        return;
    }
    let begin = number("LINKWRIGHT_FIRST_SEED").unwrap_or(0);
    let seeds = number("LINKWRIGHT_SEEDS").unwrap_or(SEEDS);
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let workers: Vec<_> = (0..threads)
        .map(|first| {
            std::thread::spawn(move || {
                stay_on_core(usize::try_from(first).expect("few"));
                let mut sum = tally::Tally::default();
                let mut wrong = Vec::new();
                for seed in (begin + first..begin + seeds).step_by(usize::try_from(threads).expect("few")) {
                    match std::panic::catch_unwind(|| Life::live(Beginning::of(seed, policy, false))) {
                        Ok(Ok(tally)) => sum.add(&tally),
                        Ok(Err(why)) => wrong.push(format!("seed {seed}: {why}")),
                        Err(_) => wrong.push(format!("seed {seed}: a panic")),
                    }
                }
                (sum, wrong)
            })
        })
        .collect();
    let mut sum = tally::Tally::default();
    let mut wrong = Vec::new();
    for worker in workers {
        let (tally, faults) = worker.join().expect("a worker ends");
        sum.add(&tally);
        wrong.extend(faults);
    }
    println!("{seeds} seeds from {begin} on: {sum:?}, {policy:?}");
    assert!(
        wrong.is_empty(),
        "{} of {seeds} seeds went wrong; replay one with LINKWRIGHT_SEED=N cargo test --test simulation\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    assert!(
        sum.deaths * 20 > seeds && sum.sent > seeds / 4,
        "the simulation hardly tried: {sum:?}"
    );
}
