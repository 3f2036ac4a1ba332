//! Results that stand in a file already: those of another list, account or site are never written over.

use std::fs;

use crate::batch::{Desk, path};
use crate::program::{Program, Ran};

const ADA: &str = "https://www.linkedin.com/in/ada-example";
const NOAH: &str = "https://www.linkedin.com/in/noah-noted";

fn csv(rows: &[(&str, &str)]) -> String {
    let rows: String = rows.iter().map(|(url, word)| format!("{url},,{word},,,,\n")).collect();
    format!("personUrl,note,result,errorType,message,finishedAt,evidence\n{rows}")
}

fn lines(rows: &[(&str, &str)]) -> String {
    let line = |(url, word): &(&str, &str)| {
        format!(
            "{{\"personUrl\":\"{url}\",\"result\":\"{word}\",\"errorType\":null,\"message\":null,\"finishedAt\":null,\"evidence\":null}}\n"
        )
    };
    rows.iter().map(line).collect()
}

/// A list of Ada and Noah, given with a file that holds these rows already; a good one gets as far as the browser.
fn given(option: &str, rows: &[(&str, &str)], code: i32) -> Ran {
    let desk = Desk::with("people.csv", format!("personUrl\n{ADA}\n{NOAH}\n"));
    let (file, data) = (desk.file("mine.results"), desk.file("data"));
    let text = if option == "--out" { csv(rows) } else { lines(rows) };
    fs::write(&file, &text).expect("a file");
    let all = [
        "batch",
        path(&desk.list),
        option,
        path(&file),
        "--data-dir",
        path(&data),
    ];
    let all = [&all[..], &["--site", "http://127.0.0.1:9"]].concat();
    let ran = Program::with(&all).env("CHROMEDRIVER", "/nowhere").run().exits(code);
    let is_kept = fs::read_to_string(&file).expect("a file") == text;
    assert_eq!(is_kept, code == 2, "{rows:?}");
    ran
}

#[test]
fn results_that_cannot_be_written_anew_are_not_written_over() {
    for option in ["--out", "--jsonl"] {
        for word in ["sent", "answered", "unknown"] {
            // The very people of the list, and of another ledger: another account, another site.
            given(option, &[(ADA, word), (NOAH, "waiting")], 2)
                .prints_nothing()
                .says("not on record for this list, account and site")
                .says(&format!("choose another {option}, or remove the file"));
        }
        let else_where = "https://www.linkedin.com/in/bea-button";
        given(option, &[(else_where, "waiting")], 2).says("the results of another list");
        // Nobody was asked yet; a row was taken out meanwhile, and another was put in its place.
        given(option, &[(else_where, "waiting"), (NOAH, "skipped")], 4);
        given(option, &[], 4);
    }
}

#[test]
fn results_are_not_put_where_stdout_goes() {
    let desk = Desk::with("people.csv", format!("personUrl\n{ADA}\n"));
    let taken = desk.file("stdout.txt");
    for (option, file) in [("--out", "/dev/stdout"), ("--jsonl", path(&taken))] {
        let batch = ["batch", path(&desk.list), option, file];
        Program::with(&[&batch[..], &["--data-dir", path(&desk.file("data"))]].concat())
            .env("CHROMEDRIVER", "/nowhere")
            .writing_to(&taken)
            .run()
            .exits(2)
            .says("stdout or stderr goes there");
        assert_eq!(fs::read_to_string(&taken).expect("a file"), "");
    }
}

#[test]
fn a_list_is_judged_without_anything_being_started() {
    let desk = Desk::with("people.csv", format!("personUrl,note\n{ADA},Hello\n{NOAH},\n"));
    let data = desk.file("data");
    let check = ["batch", path(&desk.list), "--check", "--data-dir", path(&data)];
    let run = |more: &[&str]| {
        let ran = Program::with(&[&check[..], more].concat());
        ran.env("CHROMEDRIVER", "/nowhere").run()
    };
    run(&[]).exits(0).says("2 rows, 1 with a note").prints_nothing();
    assert_eq!(run(&["--json"]).exits(0).json(), serde_json::json!([]));
    run(&["--dry-run"]).exits(2).says("cannot be used with");
    run(&["--account", "typo"])
        .exits(4)
        .says("there is no account \"typo\"");
    run(&["--account", "new", "--site", "http://127.0.0.1:9"]).exits(0);
    fs::write(&desk.list, format!("personUrl,note\n{ADA},Hello\n{ADA},\n")).expect("a list");
    run(&[]).exits(2).says("has faults");
    assert!(!data.exists() && !desk.file("people.results.csv").exists());
}
