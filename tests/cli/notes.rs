//! Notes that never went: a row's result says so, whenever it is told.

use std::fs;

use serde_json::Value;

use crate::live::Site;
use crate::rows::Batch;

/// The messages of the rows, from the results as JSON lines; the table must have them too.
fn messages(batch: &Batch<'_>) -> Vec<Option<String>> {
    let lines = fs::read_to_string(batch.file("out.jsonl")).expect("results");
    let table = fs::read_to_string(batch.file("people.results.csv")).expect("results");
    let message = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(line["result"], "sent");
        let message = line["message"].as_str().map(str::to_owned);
        assert!(table.contains(message.as_deref().unwrap_or_default()), "{table}");
        message
    };
    lines.lines().map(message).collect()
}

in_both_browsers! {
    a_row_says_that_its_person_got_no_note_or_another_one,
}

fn a_row_says_that_its_person_got_no_note_or_another_one(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "");
    let lines = batch.file("out.jsonl");
    let jsonl = ["--jsonl", lines.to_str().expect("UTF-8"), "--quiet"];
    let long = "x".repeat(230);
    batch.list(&[
        ("emmy-embertoolong", &long),
        ("noah-noted", "Hello Noah"),
        ("ada-example", ""),
    ]);
    batch
        .run(&[&jsonl[..2], &["--if-note-cannot-go", "send-without"]].concat())
        .exits(0)
        .says("row 2 (emmy-embertoolong): the note cannot go; sends without it")
        .says("row 2 emmy-embertoolong: sent (Sent without its note, which is longer")
        .never_says("earlier request")
        .never_says("xxx");
    let first = messages(&batch);
    let without = "Sent without its note, which is longer than LinkedIn allows for this account.";
    assert_eq!(first, [Some(without.to_owned()), None, None]);
    batch.run(&jsonl).exits(0).never_says("warning");
    assert_eq!(messages(&batch), first, "answered from the ledger");
    // Noah has his invitation, with the note of that time.
    batch.list(&[
        ("emmy-embertoolong", &long),
        ("noah-noted", "Another"),
        ("ada-example", ""),
    ]);
    let again = batch.run(&jsonl).exits(0);
    let warning = "warning: row 3: invited by an earlier request, with the texts of that one";
    assert_eq!(again.stderr().matches(warning).count(), 1, "{}", again.stderr());
    let earlier = "Invited by an earlier request, with the texts of that one.";
    assert_eq!(
        messages(&batch),
        [Some(without), Some(earlier), None].map(|text| text.map(str::to_owned))
    );
    assert_eq!(site.sent().len(), 3);
    // Another account, or another list, has nothing to write into these.
    let table = fs::read(batch.file("people.results.csv")).expect("results");
    let place = batch.file("people.results.csv");
    batch
        .run(&["--account", "work", "--out", place.to_str().expect("UTF-8")])
        .exits(2)
        .says("not on record for this list, account and site");
    assert_eq!(fs::read(place).expect("results"), table);
    site.stop();
}

#[test]
fn a_note_that_the_own_limit_held_back_is_told_of_its_row() {
    let site = Site::start();
    let batch = Batch::new(&site, "[limits]\nnotes_per_month = 1\n");
    batch.list(&[("noah-noted", "Hello"), ("ada-example", "Hello")]);
    let lines = batch.file("out.jsonl");
    let all = [
        "--if-note-cannot-go",
        "send-without",
        "--jsonl",
        lines.to_str().expect("UTF-8"),
    ];
    batch
        .run(&all)
        .exits(0)
        .says("row 3 (ada-example): your limit of notes is reached; sends without the note");
    let own = "Sent without its note, because your own limit of notes was reached.";
    assert_eq!(messages(&batch), [None, Some(own.to_owned())]);
    site.stop();
}
