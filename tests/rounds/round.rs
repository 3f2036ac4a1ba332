//! One play of many: which page it meets, and what is right there.

use std::fmt;
use std::time::Duration;

use linkwright::engine::Timing;

use crate::chance::Chance;
use crate::disturbance;
use crate::hostile::{Answer, Hooks};
use crate::matrix::{FAULTS, PLAIN, SENT, brisk};
use crate::wrong_page;

/// What is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Pages that are not the person's, or stop being theirs. One takes a minute, so they go first.
    WrongPage,
    /// Pages of two or three disturbances.
    Random,
    /// The plain page, with everything a while late.
    Plain,
    /// The faults of the live tests.
    Fault,
}

impl Kind {
    pub(crate) const ALL: [Kind; 4] = [Kind::WrongPage, Kind::Random, Kind::Plain, Kind::Fault];

    /// The least share of right answers, in thousandths.
    pub(crate) fn goal(self) -> u32 {
        match self {
            Kind::Random => 995,
            Kind::Plain => 999,
            Kind::WrongPage | Kind::Fault => 1000,
        }
    }

    /// How often it is played where this many plays are asked for: the cases of a list equally often,
    /// a hundred times each wrong page and 25 times each fault where a thousand are asked for.
    pub(crate) fn share(self, rounds: u64) -> u64 {
        match self {
            Kind::Random | Kind::Plain => rounds,
            Kind::WrongPage => rounds.div_ceil(wrong_page::CASES.len() as u64) * wrong_page::CASES.len() as u64,
            Kind::Fault => rounds.div_ceil(40) * FAULTS.len() as u64,
        }
    }

    /// How often it is played in an ordinary run of the tests; `tests/live` plays every fault.
    pub(crate) fn few(self) -> u64 {
        match self {
            Kind::Random => 12,
            Kind::Plain => 6,
            Kind::WrongPage => wrong_page::CASES.len() as u64,
            Kind::Fault => 4,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Random => "random",
            Kind::Plain => "plain",
            Kind::WrongPage => "wrong-page",
            Kind::Fault => "fault",
        })
    }
}

/// One play; the seed decides everything about its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Round {
    pub(crate) kind: Kind,
    pub(crate) seed: u64,
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.seed)
    }
}

/// The scene of one play.
pub(crate) struct Scene {
    pub(crate) answer: Answer,
    pub(crate) late: Duration,
    pub(crate) timing: Timing,
    /// Somebody else's page is open before.
    pub(crate) elsewhere_first: bool,
    pub(crate) right: &'static [&'static str],
    pub(crate) within: f64,
    pub(crate) told: String,
}

impl Round {
    pub(crate) fn scene(self) -> Scene {
        match self.kind {
            Kind::Random => {
                let page = disturbance::page(self.seed);
                Scene {
                    right: page.right,
                    ..Scene::patient(page.answer, Duration::ZERO, page.told)
                }
            }
            Kind::Plain => plain(self.seed),
            Kind::WrongPage => wrong_page::scene(self.seed),
            Kind::Fault => fault(self.seed),
        }
    }
}

impl Scene {
    /// A page that comes to rest, met with the patience that everybody gets.
    fn patient(answer: Answer, late: Duration, told: String) -> Scene {
        Scene {
            answer,
            late,
            timing: Timing::default(),
            elsewhere_first: false,
            right: SENT,
            within: 60.0,
            told,
        }
    }
}

/// Page, card, dialog and toast each up to three seconds late.
fn plain(seed: u64) -> Scene {
    let mut chance = Chance(seed);
    let [page, card, dialog, toast, pending] = [(); 5].map(|()| chance.below(3001));
    let arrive = format!(
        "const card = row.parentElement; const place = card.parentElement; card.remove(); later(() => place.prepend(card), {card});"
    );
    let connect = format!("openAfter = {dialog};");
    let send = format!(
        "draw(); later(toast, {toast}); later(() => {{ row.innerHTML = pendingLink() + more(); }}, {pending});"
    );
    let hooks = Hooks {
        arrive: arrive.leak(),
        connect: connect.leak(),
        send: send.leak(),
        ..PLAIN
    };
    let told = format!("page {page}, card {card}, dialog {dialog}, toast {toast}, Pending {pending} ms");
    Scene::patient(Answer::Page(hooks), Duration::from_millis(page), told)
}

fn fault(seed: u64) -> Scene {
    let at = usize::try_from(seed % FAULTS.len() as u64).expect("an index");
    let fault = &FAULTS[at];
    Scene {
        answer: fault.answer,
        late: Duration::ZERO,
        timing: brisk(),
        elsewhere_first: false,
        right: fault.right,
        within: fault.within as f64,
        told: fault.name.to_owned(),
    }
}
