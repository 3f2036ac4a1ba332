//! Pages that misbehave, in real browsers: the right class of answer, in time, and no wrong click.

use std::time::Duration;

use linkwright::browser::driver::BrowserKind;

use crate::hostile::Hostile;
use crate::matrix::{FAULTS, Fault, brisk};
use crate::play::Play;
use crate::seat::Seat;

async fn play(kind: BrowserKind, wanted: impl Fn(&Fault) -> bool) {
    let only = std::env::var("LINKWRIGHT_ONLY").ok();
    let server = Hostile::start().await;
    let mut seat = Seat::at(kind);
    seat.timing = brisk();
    let mut wrong = Vec::new();
    let mut played = 0;
    let chosen = |fault: &&Fault| {
        wanted(fault)
            && only
                .as_deref()
                .is_none_or(|only| only.split(';').any(|name| fault.name == name))
    };
    for fault in FAULTS.iter().filter(chosen) {
        played += 1;
        server.turn(fault.answer, Duration::ZERO);
        if let Err(what) = meet(&server, &mut seat, fault).await {
            eprintln!("FAULT {what}");
            wrong.push(what);
        }
        if fault.name.ends_with("on arrival") {
            seat.rest().await;
        }
    }
    seat.leave().await;
    assert!(played > 0, "no fault was played");
    assert!(
        wrong.is_empty(),
        "{} faults went wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

async fn meet(server: &Hostile, seat: &mut Seat, fault: &Fault) -> Result<(), String> {
    let play = Play::of(server, seat).await;
    eprintln!("{:52} {play}", fault.name);
    let refuse = |what: &str| Err(format!("{}: {what}; {play}\n{}", fault.name, play.trace));
    if let Some(wrong) = play.wrong() {
        return refuse(wrong);
    }
    if !fault.right.contains(&play.answered.as_str()) {
        return refuse("another class of answer");
    }
    if play.seconds > fault.within as f64 {
        return refuse("too late");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn chrome_meets_every_fault() {
    play(BrowserKind::Chrome, |_| true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_meets_the_faults_that_browsers_meet_differently() {
    play(BrowserKind::Firefox, |fault| fault.both).await;
}
