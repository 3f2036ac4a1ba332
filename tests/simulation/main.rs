//! The real engine and the real ledger over a world without browsers, with a fault wherever one can be.
//!
//! One seed is one run. `LINKWRIGHT_SEEDS=100000` runs more of them, `LINKWRIGHT_SEED=17` replays one.

mod browser;
mod cast;
#[path = "../kills/chance.rs"]
mod chance;
mod faults;
mod life;
mod world;

use chance::number;
use life::{Beginning, Life};

/// Runs in CI; `make soak` asks for more.
const SEEDS: u64 = 20_000;

/// Seeds are shared out between as many threads as there are cores.
#[test]
fn nobody_is_invited_twice_and_nothing_is_lost_whatever_goes_wrong() {
    if let Some(seed) = number("LINKWRIGHT_SEED") {
        let tally = Life::live(Beginning::of(seed, true)).unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
        println!("{tally:?}");
        return;
    }
    let seeds = number("LINKWRIGHT_SEEDS").unwrap_or(SEEDS);
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let workers: Vec<_> = (0..threads)
        .map(|first| {
            std::thread::spawn(move || {
                let mut sum = life::Tally::default();
                let mut wrong = Vec::new();
                for seed in (first..seeds).step_by(usize::try_from(threads).expect("few")) {
                    match std::panic::catch_unwind(|| Life::live(Beginning::of(seed, false))) {
                        Ok(Ok(tally)) => sum.add(&tally),
                        Ok(Err(why)) => wrong.push(format!("seed {seed}: {why}")),
                        Err(_) => wrong.push(format!("seed {seed}: a panic")),
                    }
                }
                (sum, wrong)
            })
        })
        .collect();
    let mut sum = life::Tally::default();
    let mut wrong = Vec::new();
    for worker in workers {
        let (tally, faults) = worker.join().expect("a worker ends");
        sum.add(&tally);
        wrong.extend(faults);
    }
    println!("{seeds} seeds: {sum:?}");
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
