//! Pages that are not the person's, or stop being theirs: nothing may be pressed there.
//!
//! Somebody else's page is open before, with a Connect that works.

use std::time::Duration;

use crate::chance::Chance;
use crate::hostile::{Answer, Hooks};
use crate::matrix::{LED_AWAY, NOT_THERE, PLAIN, SENT, brisk};
use crate::round::Scene;

/// One case; what is left to chance in it is drawn each time.
pub(crate) struct Case {
    name: &'static str,
    answer: fn(&mut Chance) -> Answer,
    right: &'static [&'static str],
    within: f64,
}

/// The address changes only after a while, so that everything may have been done before.
const PERHAPS_LED_AWAY: &[&str] = &["failure:offSite", "outcomeUnknown", "success"];

const UNREADABLE: &[&str] = &["failure:linkedinUnavailable", "failure:pageNotRecognised"];

const fn case(name: &'static str, right: &'static [&'static str], answer: fn(&mut Chance) -> Answer) -> Case {
    Case {
        name,
        answer,
        right,
        within: 30.0,
    }
}

const fn slow(mut case: Case) -> Case {
    case.within = 70.0;
    case
}

/// The address becomes somebody else's, and sometimes the page does too.
fn turn(chance: &mut Chance) -> &'static str {
    chance.pick(&[
        "history.pushState({}, '', '/in/rafa-example/')",
        "{ history.pushState({}, '', '/in/rafa-example/'); document.querySelector('h2').textContent = 'Rafa Example'; const go = document.getElementById('go'); if (go) { go.href = '/preload/custom-invite/?vanityName=rafa-example'; go.setAttribute('aria-label', 'Invite Rafa Example to connect'); go.onclick = (event) => { event.preventDefault(); press('wrong'); }; } }",
    ])
}

fn arriving(script: String) -> Answer {
    Answer::Page(Hooks {
        arrive: script.leak(),
        ..PLAIN
    })
}

#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    case("HTTP 204", NOT_THERE, |_| Answer::Status(204, "")),
    slow(case("a page that never comes", NOT_THERE, |_| Answer::Silence)),
    case("redirect without end", NOT_THERE, |_| Answer::Redirect("/in/fault-example/")),
    case("an error with a page that looks well", &["personNotFound", "failure:linkedinUnavailable"], |chance| Answer::Sick(chance.pick(&[404, 410, 500, 503]))),
    // Most of the page is its script, without which there is no Connect.
    case("a page cut off", UNREADABLE, |chance| Answer::Cut(usize::try_from(chance.below(95)).expect("small"))),
    case("redirect to another site", LED_AWAY, |_| Answer::Redirect("{OTHER}/in/fault-example/")),
    case("the address becomes somebody else's before the look", LED_AWAY, |chance| arriving(format!("{};", turn(chance)))),
    case("the address becomes somebody else's after the look", PERHAPS_LED_AWAY, |chance| arriving(after_the_look(chance))),
    case("a script opens somebody else's page in a tab", SENT, |chance| {
        let (moment, wait) = (chance.below(1500), chance.below(60));
        let open = "() => window.open('/in/rafa-example/')";
        let scripts = [format!("later({open}, {moment});"), format!("atCheck(1, {wait}, {open});")];
        arriving(scripts[chance.pick(&[0, 1])].clone())
    }),
    case("meta refresh", PERHAPS_LED_AWAY, |chance| {
        let to = chance.pick(&["/in/rafa-example/", "{OTHER}/in/fault-example/"]);
        let head = format!("<meta http-equiv=\"refresh\" content=\"{}; url={to}\">", chance.pick(&["0", "0.5", "1"]));
        Answer::Page(Hooks { head: head.leak(), ..PLAIN })
    }),
];

/// At a random moment, or behind the check before a click, or between button down and up.
fn after_the_look(chance: &mut Chance) -> String {
    let turn = turn(chance);
    let (moment, wait, times) = (chance.below(1500), chance.below(60), 1 + chance.below(4));
    match chance.below(3) {
        0 => format!("later(() => {turn}, {moment});"),
        1 => format!("atCheck({times}, {wait}, () => {turn});"),
        _ => format!("addEventListener('pointerdown', () => {turn}, true);"),
    }
}

/// The case that the seed names, with its chances.
pub(crate) fn scene(seed: u64) -> Scene {
    let at = usize::try_from(seed % CASES.len() as u64).expect("an index");
    let case = &CASES[at];
    let answer = (case.answer)(&mut Chance(seed));
    Scene {
        answer,
        late: Duration::ZERO,
        timing: brisk(),
        elsewhere_first: true,
        right: case.right,
        within: case.within,
        told: case.name.to_owned(),
    }
}
