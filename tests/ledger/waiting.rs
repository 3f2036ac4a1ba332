//! Waiting for the ledger: it blocks for milliseconds, and no clock of a runtime runs on meanwhile.

use std::time::{Duration, Instant};

use linkwright::ledger::{Clock, Ledger, Limits};

use crate::stage::{SITE, ask, begin, desk, keys, send, try_begin};

#[tokio::test(start_paused = true)]
async fn a_paused_clock_does_not_jump_while_the_ledger_works() {
    let before = tokio::time::Instant::now();
    let desk = desk();
    for number in 0..20 {
        begin(&desk, &format!("person-{number}"));
    }
    assert_eq!(tokio::time::Instant::now(), before);
}

#[test]
fn a_ledger_can_be_used_from_many_threads_and_closed_from_any() {
    let desk = desk();
    let workers: Vec<_> = (0..4)
        .map(|worker| {
            let desk = desk.clone();
            std::thread::spawn(move || (0..10).for_each(|number| drop(send(&desk, &format!("p-{worker}-{number}")))))
        })
        .collect();
    drop(desk);
    workers.into_iter().for_each(|worker| worker.join().expect("it ends"));
}

#[test]
fn an_intent_on_the_disk_takes_milliseconds() {
    let directory = tempfile::tempdir().expect("a directory");
    let ledger = Ledger::open(&directory.path().join("ledger.sqlite3"), Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let mut times: Vec<Duration> = (0..200)
        .map(|number| {
            let name = format!("person-{number}");
            let (_, request) = ask(&desk, &name);
            let begun = Instant::now();
            try_begin(&desk, &request, &keys(&name)).expect("nothing bars it");
            begun.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "permit and begin: p50 {:?}, p99 {:?}, max {:?}",
        times[100], times[198], times[199]
    );
    assert!(times[100] < Duration::from_millis(100), "{:?}", times[100]);
}
