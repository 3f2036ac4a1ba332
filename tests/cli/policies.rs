//! What `batch` does where it may choose: notes that cannot go, doubts, limits, dry runs, templates.
//! Judged by the sandbox's own log.

use std::fs;

use linkwright::sandbox::people;
use serde_json::json;

use crate::live::Site;
use crate::program::Ran;
use crate::rows::Batch;

fn note_of(slug: &str) -> &'static str {
    let person = people().iter().find(|person| person.slug == slug);
    person.and_then(|person| person.note).expect("somebody with a note")
}

/// What a dry run says of each row.
fn would(ran: &Ran) -> Vec<String> {
    let cell = |line: &str| line.split(',').nth(2).expect("a cell").to_owned();
    ran.stdout().lines().skip(1).map(cell).collect()
}

in_both_browsers! {
    a_note_that_cannot_go_fails_is_left_out_or_is_sent_without,
    what_cannot_be_proved_stops_the_list_and_is_not_clicked_again,
    a_limit_leaves_rows_waiting_or_is_waited_out,
    notes_are_filled_from_the_columns_of_each_row,
    a_note_that_the_own_limit_holds_back_is_dealt_with_as_the_policy_says,
}

fn a_note_that_cannot_go_fails_is_left_out_or_is_sent_without(browser: &'static str) {
    let site = Site::visited_by(browser);
    let long = note_of("nils-notetoolong");
    let rows: String = ["nils-notetoolong", "una-upsell", "simon-silent"]
        .map(|slug| format!("https://www.linkedin.com/in/{slug},\"{}\"\n", note_of(slug)))
        .concat();
    let batch = Batch::new(&site, "");
    fs::write(batch.file("people.csv"), format!("personUrl,note\n{rows}")).expect("a file");
    let summary = |ran: &Ran| ran.json();
    let first = batch.run(&["--quiet", "--on-unknown", "continue"]).exits(5);
    assert_eq!(
        summary(&first)["answered"],
        json!({"noteTooLong": 1, "noteLimitExceeded": 1})
    );
    assert_eq!(
        summary(&first)["unknown"],
        json!(1),
        "who may have been invited is nobody whose note cannot go"
    );
    assert_eq!(site.sent(), []);
    let skipped = batch.run(&["--quiet", "--if-note-cannot-go", "skip"]).exits(5);
    assert_eq!(summary(&skipped)["skipped"], json!(2));
    let without = batch.run(&["--quiet", "--if-note-cannot-go", "send-without"]).exits(5);
    assert_eq!(summary(&without)["sent"], json!(2));
    let sent = [("nils-notetoolong".to_owned(), None), ("una-upsell".to_owned(), None)];
    assert_eq!(site.sent(), sent);
    batch.run(&["--quiet"]).exits(5);
    assert_eq!(site.sent(), sent);
    // All in one go, from the beginning.
    site.sandbox.reset();
    let fresh = Batch::new(&site, "");
    fs::write(fresh.file("people.csv"), format!("personUrl,note\n{rows}")).expect("a file");
    fresh
        .run(&["--if-note-cannot-go", "send-without"])
        .exits(5)
        .never_says(&long[..40]);
    assert_eq!(site.sent(), sent);
    site.stop();
}

fn what_cannot_be_proved_stops_the_list_and_is_not_clicked_again(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "");
    batch.list(&[("neva-nevershown", ""), ("ada-example", "")]);
    batch
        .run(&[])
        .exits(5)
        .says("neva-nevershown) is unknown")
        .says("linkwright resolve");
    assert_eq!(batch.words(), ["unknown", "waiting"]);
    assert_eq!(batch.taken().get("neva-nevershown"), Some(&1), "it went through unseen");
    // What an earlier run could not prove is told, and stops this one no more.
    batch.run(&["--quiet"]).exits(5);
    assert_eq!(batch.words(), ["unknown", "sent"]);
    let neva = "https://www.linkedin.com/in/neva-nevershown";
    batch
        .linkwright(&["resolve", neva, "sent", "--site", site.origin()])
        .exits(0);
    batch.run(&["--quiet"]).exits(0);
    assert_eq!(batch.words(), ["sent", "sent"]);
    assert_eq!(batch.taken().into_values().collect::<Vec<_>>(), [1, 1]);
    site.stop();
}

fn a_limit_leaves_rows_waiting_or_is_waited_out(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "[limits]\ninvitations_per_day = 1\n");
    batch.list(&[("ada-example", ""), ("bea-button", ""), ("emma-ember", "")]);
    let ran = batch.run(&[]).exits(3).says("with --wait").says("Left: rows 3-4.");
    ran.says("rows 3-4: waiting (limitExceeded: ")
        .never_says("row 3 bea-button");
    assert_eq!(batch.results()[1].2, "limitExceeded");
    assert_eq!(batch.taken().len(), 1);
    let gap = Batch::new(&site, "[limits]\ngap_seconds = [12, 12]\n");
    gap.list(&[("emma-ember", ""), ("menno-under-more", "")]);
    gap.run(&["--wait"])
        .exits(0)
        .says("waits: The pause after the last invitation");
    assert_eq!(gap.taken().len(), 3);
    site.stop();
}

fn a_note_that_the_own_limit_holds_back_is_dealt_with_as_the_policy_says(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "[limits]\nnotes_per_month = 1\n");
    batch.list(&[("noah-noted", "Hello"), ("ada-example", "Hello")]);
    batch.run(&[]).exits(3).says("with a note");
    assert_eq!(batch.words(), ["sent", "waiting"]);
    batch.run(&["--if-note-cannot-go", "skip"]).exits(1);
    assert_eq!(batch.words(), ["sent", "skipped"]);
    batch.run(&["--if-note-cannot-go", "send-without"]).exits(0);
    let mut sent = site.sent();
    sent.sort();
    let note = |text: Option<&str>| text.map(str::to_owned);
    assert_eq!(
        sent,
        [
            ("ada-example".to_owned(), note(None)),
            ("noah-noted".to_owned(), note(Some("Hello")))
        ]
    );
    site.stop();
}

#[test]
fn a_dry_run_looks_and_leaves_no_trace() {
    let site = Site::start();
    let batch = Batch::new(&site, "");
    batch.list(&[
        ("menno-under-more", "Hello"),
        ("connie-connected", ""),
        ("ingo-incoming", ""),
    ]);
    let ran = batch.run(&["--dry-run"]).exits(1);
    let words = would(&ran);
    assert_eq!(words[..2], ["would send", "would answer alreadyConnected"]);
    assert!(words[2].starts_with("would answer "), "{words:?}");
    assert!(!batch.file("people.results.csv").exists());
    assert_eq!(batch.linkwright(&["history", "--json"]).exits(0).json(), json!([]));
    let out = batch.file("dry.csv");
    let summary = batch
        .run(&["--dry-run", "--quiet", "--out", out.to_str().expect("UTF-8")])
        .exits(1)
        .json();
    assert_eq!(summary["wouldSend"], json!(1));
    assert!(out.exists());
    assert_eq!(site.sent(), []);
    assert_eq!(site.sandbox.presses(), []);
    // Behind a run there is nothing left to be done, and nobody is looked at again.
    batch.run(&["--quiet"]).exits(1);
    let ran = batch.run(&["--dry-run"]).exits(1).never_says("would");
    assert!(
        ran.stdout().contains("menno-under-more,Hello,sent,"),
        "{}",
        ran.stdout()
    );
    site.stop();
}

#[test]
fn a_dry_run_leaves_a_page_that_does_not_come_and_ends_at_the_second_in_a_row() {
    let site = Site::start();
    let batch = Batch::new(&site, "");
    let slugs = [
        "nora-nocontent",
        "ada-example",
        "larry-loop",
        "error-erin",
        "bea-button",
    ];
    batch.list(&slugs.map(|slug| (slug, "")));
    let ran = batch.run(&["--dry-run"]).exits(3).says("linkedinUnavailable");
    assert_eq!(would(&ran), ["waiting", "would send", "waiting", "waiting", "waiting"]);
    assert!(!ran.stderr().contains("bea-button"), "the site is down by then");
    assert_eq!(site.sandbox.presses(), []);
    site.stop();
}

fn notes_are_filled_from_the_columns_of_each_row(browser: &'static str) {
    let site = Site::visited_by(browser);
    let batch = Batch::new(&site, "");
    let lines = [
        json!({"personUrl": "https://www.linkedin.com/in/noah-noted", "firstName": "Noah", "met": "2019\r\nand 2020"}),
        json!({"personUrl": "https://www.linkedin.com/in/ada-example", "firstName": "Ada", "met": null}),
    ];
    let list = batch.file("people.csv");
    fs::write(&list, lines.map(|line| format!("{line}\n")).concat()).expect("a file");
    let template = batch.file("hello.txt");
    fs::write(
        &template,
        "Hello {{ firstName }}{% if met is defined %}, since {{ met }}{% endif %} <3\r\n",
    )
    .expect("a file");
    let ran = batch
        .run(&[
            "--format",
            "jsonl",
            "--note-template",
            template.to_str().expect("UTF-8"),
        ])
        .exits(0);
    ran.never_says("<3");
    let note = |text: &str| Some(text.to_owned());
    let sent = [
        ("noah-noted".to_owned(), note("Hello Noah, since 2019\nand 2020 <3")),
        ("ada-example".to_owned(), note("Hello Ada <3")),
    ];
    assert_eq!(site.sent(), sent);
    site.stop();
}
