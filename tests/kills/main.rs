//! Kills real processes at random moments: linkwright, the driver, the browser, a renderer.
//!
//! The sandbox's own log says who was invited; the ledger must say the same, whatever died when.
//! `LINKWRIGHT_KILLS=1000` kills more often, `LINKWRIGHT_SEED=7` begins elsewhere, and
//! `LINKWRIGHT_POLICY=retry` tries once more what would be parked. A run takes longer on a busy machine:
//! `LINKWRIGHT_WITHIN=15000` lets the kills come within so many milliseconds, that more of them meet a click.

mod account;
#[allow(dead_code, reason = "others use more of it")]
mod chance;
mod processes;
mod tally;

use std::time::Instant;

use account::Account;
use chance::{Chance, number};
use linkwright::sandbox::{Options, Person, Sandbox, people};
use processes::Victim;
use tally::Tally;

/// Kills in an ordinary run of the tests.
const KILLS: u32 = 60;
/// A kill comes within so many milliseconds of the start.
const WITHIN_MS: u64 = 6500;
/// Loops side by side, each with a sandbox and a data directory of its own.
const LANES: u64 = 3;

fn lanes() -> u64 {
    number("LINKWRIGHT_LANES").unwrap_or(LANES)
}
/// So often a resumption that leaves something undecided is begun once more.
const RESTARTS: u32 = 3;
/// People per data directory, before a fresh one is taken.
const PEOPLE: usize = 6;

/// Whoever can be invited, with every way of going about it.
fn cast() -> Vec<&'static Person> {
    let wanted = |person: &&Person| person.answers == "success" && !person.slug.contains("99");
    people().iter().filter(wanted).collect()
}

#[test]
fn whatever_is_killed_nobody_is_invited_twice_and_every_answer_is_true() {
    let kills = number("LINKWRIGHT_KILLS").map_or(KILLS, |kills| u32::try_from(kills).expect("a sane number"));
    let seed = number("LINKWRIGHT_SEED").unwrap_or(1);
    let lanes: Vec<_> = (0..lanes())
        .map(|lane| {
            let share = kills.div_ceil(u32::try_from(lanes()).expect("few"));
            std::thread::spawn(move || lane_of_kills(seed * 1000 + lane, share))
        })
        .collect();
    let mut sum = Tally::default();
    for lane in lanes {
        sum.add(lane.join().expect("a lane ends"));
    }
    println!("{sum}");
    assert!(
        sum.wrong.is_empty(),
        "{} wrong:\n{}",
        sum.wrong.len(),
        sum.wrong.join("\n")
    );
    assert!(sum.kills >= kills, "only {} of {kills} kills", sum.kills);
}

fn lane_of_kills(seed: u64, kills: u32) -> Tally {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let sandbox = runtime
        .block_on(Sandbox::start(Options::default()))
        .expect("the sandbox starts");
    let mut chance = Chance(seed);
    let mut tally = Tally::default();
    while tally.kills < kills {
        sandbox.reset();
        let account = Account::new(sandbox.origin());
        let mut cast = cast();
        for _ in 0..PEOPLE {
            let person = cast.swap_remove(usize::try_from(chance.below(cast.len() as u64)).expect("an index"));
            let round = Round {
                account: &account,
                sandbox: &sandbox,
                person,
            };
            round.play(&mut chance, &mut tally);
            if tally.kills >= kills {
                break;
            }
        }
        account.leave(&mut tally);
        // A long run that is cut short has said how far it came.
        println!(
            "lane {seed}: {} of {kills} kills, {} wrong",
            tally.kills,
            tally.wrong.len()
        );
    }
    runtime.block_on(sandbox.stop());
    tally
}

/// One person, one run, one kill, and what comes of it.
struct Round<'a> {
    account: &'a Account,
    sandbox: &'a Sandbox,
    person: &'static Person,
}

impl Round<'_> {
    fn play(&self, chance: &mut Chance, tally: &mut Tally) {
        let mut run = self.account.start(self.person);
        let moment = chance.millis(number("LINKWRIGHT_WITHIN").unwrap_or(WITHIN_MS));
        let victim = chance.pick(&Victim::ALL);
        let freezes = chance.below(10) == 0;
        let hit = run.hit(victim, moment, freezes);
        let before = self.account.outcome(self.person.slug);
        if hit {
            tally.killed(victim, freezes, before.as_deref());
        }
        let report = run.end();
        let left = self.account.left();
        let begun = Instant::now();
        let decided = (0..=RESTARTS).any(|_| self.account.resume());
        match (before.as_deref(), left.is_in_doubt) {
            (_, true) => tally.recovered(begun.elapsed()),
            (Some("inDoubt"), false) => tally.settled_alive += 1,
            (_, false) => {}
        }
        self.judge(
            decided,
            report.as_deref(),
            left.is_unfinished,
            &format!("{victim:?} at {} ms, freeze {freezes}", moment.as_millis()),
            tally,
        );
    }

    fn judge(&self, decided: bool, report: Option<&str>, was_accepted: bool, what: &str, tally: &mut Tally) {
        let slug = self.person.slug;
        let sent = self.sandbox.log().iter().filter(|entry| entry.slug == slug).count();
        let others = self.sandbox.presses().len();
        let outcome = self.account.outcome(slug);
        let error = self.account.error(slug);
        let mut wrong = |why: &str| {
            tally.wrong.push(format!(
                "{why}: {slug} ({what}); the site took {sent}, the ledger says {outcome:?} {error:?}, decided {decided}, printed {report:?}\n{}",
                self.account.told()
            ));
        };
        let claimed = report.is_some_and(|report| report.contains(r#""success":true}"#) && !report.contains("error"));
        if sent > 1 {
            wrong("TWICE");
        }
        if others > 0 {
            wrong("SOMETHING ELSE WAS PRESSED");
        }
        if !decided {
            wrong("UNDECIDED");
        }
        match outcome.as_deref() {
            // A run that says that it failed before anything was begun has told its end.
            None if sent == 0 && report.is_some_and(|report| report.contains("\"failure\"")) => tally.failed += 1,
            // Killed before it had accepted anything: nothing was promised yet, and nothing happened.
            None if sent == 0 && report.is_none() && !was_accepted => tally.unheard += 1,
            None => wrong("LOST"),
            Some("sent") if sent == 0 => wrong("FALSE SENT"),
            Some("answered" | "notSent") if sent > 0 => wrong("SENT, BUT NOT SAID"),
            Some("answered") if error.as_deref() == Some("alreadyPending") => wrong("FALSE alreadyPending"),
            Some("unknown") => tally.parked += 1,
            Some(_) => {}
        }
        if claimed && sent == 0 {
            wrong("FALSE SUCCESS");
        }
        tally.rounds += 1;
    }
}
