//! What `batch` says is to be done, done as it is said; and what it says of rows that a kill has left in doubt.

use crate::live::Site;
use crate::program::{Program, Ran};
use crate::rows::Batch;

/// Runs a command as it was printed.
fn obey(command: &str) -> Ran {
    let words: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(words[0], "linkwright", "{command}");
    Program::with(&words[1..]).run()
}

in_both_browsers! {
    behind_a_wall_the_list_goes_on_once_the_account_is_cleared,
    what_became_of_a_row_in_doubt_is_told_before_the_next_begins,
}

#[test]
fn rows_that_are_unknown_are_named_with_their_cure_until_it_is_taken() {
    let site = Site::start();
    let batch = Batch::new(&site, "");
    batch.list(&[("neva-nevershown", "")]);
    let account = ["--account", "work"];
    let first = batch.run(&account).exits(5);
    let named = "Unknown, possibly sent: row 2 (neva-nevershown).";
    first.says(named).says("is unknown: look at the page");
    let again = batch.run(&account).exits(5).says(named);
    let told = again.stderr();
    let resolve = told
        .lines()
        .find(|line| line.starts_with("  linkwright resolve neva-nevershown sent "))
        .expect("the command");
    let history = told
        .split('`')
        .find(|text| text.starts_with("linkwright history"))
        .expect("the other");
    for command in [resolve, history] {
        assert!(
            command.contains(" --account work") && command.contains(" --site http://"),
            "{command}"
        );
    }
    obey(history).exits(0).says_on_stdout("neva-nevershown");
    let person = "https://www.linkedin.com/in/neva-nevershown";
    let place = ["--site", site.origin()];
    let asked = batch.linkwright(&[&["connect", person][..], &account, &place].concat());
    let message = asked.json()["error"]["message"].to_string();
    for part in ["`linkwright resolve ", " --account work", " --site http://"] {
        assert!(message.contains(part), "{part} is missing: {message}");
    }
    obey(resolve).exits(0);
    batch.run(&account).exits(0).never_says("possibly sent");
    site.stop();
}

fn behind_a_wall_the_list_goes_on_once_the_account_is_cleared(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "");
    batch.list(&[("chad-checkpoint", ""), ("bea-button", "")]);
    let ran = batch.run(&[]).exits(3).says("Left: rows 2-3. The account is stopped");
    let told = ran.stderr();
    let clear = told
        .split('`')
        .rfind(|text| text.starts_with("linkwright clear "))
        .expect("the command");
    batch.list(&[("bea-button", "")]);
    batch.run(&[]).exits(3).says("Left: row 2. The account is stopped");
    obey(clear).exits(0);
    batch.run(&[]).exits(0).never_says("Left:");
    site.stop();
}

fn what_became_of_a_row_in_doubt_is_told_before_the_next_begins(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "");
    batch.list(&[("noah-noted", "Hello Noah"), ("ada-example", "")]);
    let mut running = batch.spawn(&[]);
    assert!(running.until("sees pending"), "the invitation was never seen");
    running.signal("-KILL");
    running.end();
    let ran = batch.run(&[]).exits(0);
    let told = ran.stderr();
    let at = |words: &str| {
        told.find(words)
            .unwrap_or_else(|| panic!("{words:?} is not in: {told}"))
    };
    assert!(at("row 2 may have been sent by an earlier run") < at("row 2 (noah-noted): looked at again: it is sent"));
    assert!(at("looked at again") < at("row 3 ada-example: sent"));
    assert_eq!(site.sent().len(), 2);
    site.stop();
}
