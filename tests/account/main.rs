//! One account over many runs of the real program: what a run leaves, the next one heeds.
//!
//! Judged by the sandbox's own log. A browser that is missing fails these tests loudly.

mod desk;

use std::time::{Duration, Instant};

use desk::Account;
use linkwright::browser::lock::ProfileLock;
use linkwright::ledger::{Clock, Ledger, Limits, NewRequest, Settlement, WorkflowStatus};
use linkwright::outcome::ErrorType;
use linkwright::person::{PersonKeys, PersonUrl};

#[test]
fn a_second_run_on_the_same_account_is_told_so_within_a_second() {
    let account = Account::new("");
    let _lock = ProfileLock::take(&account.data().join("accounts/default")).expect("nobody has it");
    let asked = Instant::now();
    let answer = account.run("ada-example");
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    assert_eq!(answer.failure(), Some("accountBusy"), "{answer:?}");
    assert_eq!(answer.code, Some(3));
    assert_eq!(account.navigations(), 0);
    let resolved = account.command("resolve", &["ada-example", "sent"]);
    assert_ne!(resolved.code, Some(0), "the owner's word waits too: {resolved:?}");
}

/// A hundred processes that start at once wait for two cores too; alone each is told within a second.
const BUSY_WITHIN: Duration = Duration::from_secs(10);

#[test]
fn a_hundred_starts_at_once_are_one_run() {
    let account = Account::new("");
    let runs = account.run_at_once("ada-example", 100);
    let (done, told): (Vec<_>, Vec<_>) = runs.into_iter().partition(|(answer, _)| answer.code == Some(0));
    assert_eq!((done.len(), account.invited("ada-example")), (1, 1));
    let other = told.iter().find(|(answer, _)| answer.failure() != Some("accountBusy"));
    assert!(other.is_none(), "{other:?}");
    let slowest = told.iter().map(|(_, after)| *after).max().expect("the others");
    println!(
        "{} were told that the account is busy, after {slowest:?} at most",
        told.len()
    );
    assert!(slowest < BUSY_WITHIN, "{slowest:?}");
}

#[test]
fn a_security_check_stops_the_account_until_somebody_has_looked() {
    let account = Account::new("");
    let met = account.run("chad-checkpoint");
    assert_eq!(
        (met.failure(), met.code),
        (Some("linkedinCheckpoint"), Some(3)),
        "{met:?}"
    );
    let before = account.navigations();
    for command in [account.run("ada-example"), account.command("resume", &[])] {
        assert_eq!(command.code, Some(3), "{command:?}");
        assert!(command.told.contains("accountStopped"), "{command:?}");
    }
    assert_eq!(account.navigations(), before, "nothing was opened");
    let cleared = account.command("clear", &[]);
    assert!(cleared.told.contains("linkedinCheckpoint"), "{cleared:?}");
    assert_eq!(account.run("ada-example").code, Some(0));
    assert_eq!(account.invited("ada-example"), 1);
}

#[test]
fn a_limit_of_the_settings_is_kept_and_says_when_it_opens() {
    let account = Account::new("[limits]\ninvitations_per_day = 1\n");
    assert_eq!(account.run("ada-example").code, Some(0));
    let second = account.run("noah-noted");
    assert_eq!(
        (second.error(), second.code),
        (Some("limitExceeded"), Some(1)),
        "{second:?}"
    );
    assert_eq!(account.invited("noah-noted"), 0);
    let known = account.run("penny-pending");
    assert_eq!(
        known.error(),
        Some("alreadyPending"),
        "what needs no invitation is answered: {known:?}"
    );
}

#[test]
fn whoever_waits_is_let_through_when_the_limit_opens() {
    let account = Account::new("[limits]\ngap_seconds = [4, 4]\n");
    assert_eq!(account.run("ada-example").code, Some(0));
    let asked = Instant::now();
    let waited = account.run_with("noah-noted", &["--wait"]);
    assert_eq!(waited.code, Some(0), "{waited:?}");
    assert!(asked.elapsed() > Duration::from_secs(1), "it did not wait");
    assert_eq!(account.invited("noah-noted"), 1);
}

#[test]
fn a_person_is_one_person_however_the_address_is_spelt() {
    let account = Account::new("");
    assert_eq!(account.run("mona-moved-99").code, Some(0), "an old slug, redirected");
    let spellings = [
        "https://www.linkedin.com/in/mona-moved",
        "http://de.linkedin.com/in/Mona-Moved/en?trk=x",
        "https://m.linkedin.com/in/mona-moved/details/experience/",
        "https://www.linkedin.com/in/mona%2Dmoved-99/",
    ];
    for spelling in spellings {
        let again = account.run_url(spelling);
        assert_eq!(again.error(), Some("alreadyPending"), "{spelling}: {again:?}");
    }
    assert_eq!(account.invited("mona-moved"), 1);
}

#[test]
fn a_request_that_the_page_forgets_is_not_sent_again() {
    let account = Account::new("");
    assert_eq!(account.run("ada-example").code, Some(0));
    // The site shows Connect again, as after a withdrawal by hand.
    account.forget();
    let again = account.run("ada-example");
    assert_eq!(
        (again.error(), again.code),
        (Some("requestNotAllowed"), Some(1)),
        "{again:?}"
    );
    assert_eq!(account.invited("ada-example"), 0, "nothing was clicked");
    let word = account.command("resolve", &["https://www.linkedin.com/in/ada-example", "not-sent"]);
    assert_eq!(word.code, Some(0), "{word:?}");
    assert_eq!(account.run("ada-example").code, Some(0));
    assert_eq!(account.invited("ada-example"), 1);
}

#[test]
fn a_success_that_nobody_was_told_is_told_once_more() {
    let account = Account::new("");
    let mut run = account.start("ada-example");
    while account.invited("ada-example") == 0 {
        assert!(
            run.try_wait().expect("a child").is_none(),
            "it ended before it had sent"
        );
        std::thread::yield_now();
    }
    run.kill().expect("it runs");
    Account::end(run);
    let again = account.command(
        "connect",
        &["https://www.linkedin.com/in/ada-example", "--note", "Hello"],
    );
    assert_eq!(again.code, Some(0), "our own invitation is a success: {again:?}");
    assert!(
        again.told.contains("by an earlier request"),
        "its note is that one's: {again:?}"
    );
    assert_eq!(
        account.run("ada-example").error(),
        Some("alreadyPending"),
        "and then it is known"
    );
    assert_eq!(account.invited("ada-example"), 1);
}

/// What an earlier run has left: an attempt at each, proved sent or in doubt.
fn leave_behind(account: &Account, attempts: &[(&str, Settlement)]) {
    let ledger = Ledger::open(&account.data().join("ledger.sqlite3"), Clock::system()).expect("a ledger");
    let desk = ledger
        .take_over("default", account.origin(), Limits::none())
        .expect("a desk");
    for (slug, settlement) in attempts {
        let person = PersonUrl::parse(&format!("https://www.linkedin.com/in/{slug}")).expect("an address");
        let request = NewRequest {
            pointer: String::new(),
            person: person.clone(),
            label: None,
        };
        let workflow = desk.accept("{}", &[request]).expect("accepted");
        let request = desk.request(&workflow, "").expect("its request");
        let permit = desk.permit(&PersonKeys::from(person.slug()), false).expect("an answer");
        let attempt = desk
            .begin(permit.expect("leave"), &request, None)
            .expect("an answer")
            .expect("begun");
        let told = match settlement {
            Settlement::Sent => Ok(()),
            Settlement::NotSent | Settlement::InDoubt => Err(ErrorType::OutcomeUnknown.into()),
        };
        desk.settle(&attempt, *settlement, Some(&told)).expect("settled");
        desk.finish(&workflow, WorkflowStatus::Completed).expect("finished");
    }
}

/// A workflow that was accepted, and of which nothing was begun.
fn leave_unbegun(account: &Account, slug: &str) {
    let ledger = Ledger::open(&account.data().join("ledger.sqlite3"), Clock::system()).expect("a ledger");
    let desk = ledger
        .take_over("default", account.origin(), Limits::none())
        .expect("a desk");
    let url = format!("https://www.linkedin.com/in/{slug}");
    let body = format!(r#"{{"actionType":"st.sendConnectionRequest","personUrl":"{url}"}}"#);
    let request = NewRequest {
        pointer: String::new(),
        person: PersonUrl::parse(&url).expect("an address"),
        label: None,
    };
    desk.accept(&body, &[request]).expect("accepted");
}

#[test]
fn what_was_not_begun_is_sent_by_resume_and_dropped_by_cancel() {
    let account = Account::new("");
    leave_unbegun(&account, "ada-example");
    assert_eq!(account.command("resume", &[]).code, Some(0));
    assert_eq!(account.invited("ada-example"), 1);

    leave_unbegun(&account, "noah-noted");
    let told = account.command("history", &[]).told;
    assert!(
        told.contains("1 workflow not finished") && told.contains("cancel"),
        "{told}"
    );
    let doctor = account.command("doctor", &[]).told;
    assert!(doctor.contains("1 workflow not finished"), "{doctor}");
    let cancelled = account.command("cancel", &[]);
    assert_eq!(cancelled.code, Some(0), "{cancelled:?}");
    assert!(cancelled.told.contains("1 workflow was cancelled"), "{cancelled:?}");
    let resumed = account.command("resume", &[]);
    assert!(resumed.told.contains("nothing is left to do"), "{resumed:?}");
    assert_eq!(account.invited("noah-noted"), 0);
    assert_eq!(account.run("noah-noted").code, Some(0), "nobody is barred by it");
}

#[test]
fn cancelling_settles_what_is_in_doubt_and_needs_no_account_that_may_work() {
    let account = Account::new("");
    leave_behind(&account, &[("penny-pending", Settlement::InDoubt)]);
    leave_unbegun(&account, "ada-example");
    let cancelled = account.command("cancel", &[]);
    assert_eq!((cancelled.code, account.presses()), (Some(0), 0), "{cancelled:?}");
    assert_eq!(cancelled.printed[0]["outcome"], "sent", "{cancelled:?}");

    assert_eq!(account.run("chad-checkpoint").code, Some(3));
    leave_unbegun(&account, "ada-example");
    let stopped = account.command("cancel", &[]);
    assert_eq!(stopped.code, Some(0), "{stopped:?}");
    assert_eq!(account.command("clear", &[]).code, Some(0));
    assert_eq!(account.command("resume", &[]).code, Some(0));
    assert_eq!(account.invited("ada-example"), 0);
}

#[test]
fn the_list_settles_what_is_in_doubt_and_teaches_who_was_invited_by_hand() {
    let account = Account::new("");
    let earlier = [
        ("penny-pending", Settlement::InDoubt),
        ("ada-example", Settlement::Sent),
        ("bobbie-both", Settlement::InDoubt),
    ];
    leave_behind(&account, &earlier);
    let finding = |answer: &desk::Answer, slug: &str| {
        let rows = answer.printed.as_array().cloned().unwrap_or_default();
        let url = format!("https://www.linkedin.com/in/{slug}");
        let row = rows.into_iter().find(|row| row["publicUrl"] == url.as_str());
        row.and_then(|row| row["finding"].as_str().map(str::to_owned))
    };
    let first = account.command("sync", &["--json"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let expected = [
        ("penny-pending", "settled"),
        ("wu-longago", "learned"),
        ("ada-example", "notListed"),
        ("bobbie-both", "stillInDoubt"),
    ];
    for (slug, word) in expected {
        assert_eq!(finding(&first, slug).as_deref(), Some(word), "{slug}: {first:?}");
    }
    let second = account.command("sync", &["--json"]);
    for (slug, word) in [
        ("penny-pending", "known"),
        ("wu-longago", "known"),
        ("ada-example", "notListed"),
    ] {
        assert_eq!(finding(&second, slug).as_deref(), Some(word), "{slug}: {second:?}");
    }
    assert_eq!(account.presses(), 0, "only what loads more was pressed");
}
