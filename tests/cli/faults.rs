//! Faults of a list in their own words: what is missing is named, and how long is too long.

use std::fs;

use serde_json::Value;

use crate::batch::{Desk, fault, found, path};
use crate::program::Program;

const ADA: &str = "https://www.linkedin.com/in/ada-example";
const NOAH: &str = "https://www.linkedin.com/in/noah-noted";

#[test]
fn a_single_row_without_a_header_is_told_so() {
    let missing = [fault(1, Value::Null, "headerMissing")];
    assert_eq!(found("people.csv", format!("{ADA}\n")), missing);
    assert_eq!(found("people.csv", format!("{ADA},Hello\n\n")), missing);
}

#[test]
fn columns_without_a_name_are_taken_where_nothing_is_in_them() {
    let list = |cell: &str| format!("personUrl,note,,\n{ADA},Hello,{cell},{cell}\n{NOAH},,,\n");
    let twice = [fault(1, "column 4", "columnTwice")];
    assert_eq!(found("people.csv", list("x")), twice);
    let desk = Desk::with("people.csv", list(""));
    let data = desk.file("data");
    let check = ["batch", path(&desk.list), "--check", "--data-dir", path(&data)];
    Program::with(&check).run().exits(0).says("2 rows, 1 with a note");
}

#[test]
fn a_member_that_nearly_has_the_name_it_has_in_other_lines_is_told_in_its_line() {
    let lines = [
        format!("{{\"personUrl\":\"{ADA}\",\"note\":\"Hello\"}}"),
        format!("{{\"PersonUrl\":\"{NOAH}\"}}"),
        format!("{{\"personUrl\":\"{NOAH}\",\"Note\":\"Hello\"}}"),
        format!("{{\"personUrl\":\"{NOAH}\"}}"),
    ];
    let nearly = |row, member: &str| fault(row, member, "columnNearly");
    assert_eq!(
        found("people.jsonl", lines.join("\n")),
        [nearly(2, "PersonUrl"), nearly(3, "Note")]
    );
}

#[test]
fn why_a_template_fails_is_told_where_it_repeats_nothing_of_the_row() {
    let desk = Desk::with("people.csv", format!("personUrl,age,zero\n{ADA},4711,0\n"));
    let file = desk.file("hello.txt");
    let refused = |template: &str| {
        fs::write(&file, template).expect("a file");
        desk.refused(&["--json", "--note-template", path(&file)])
            .says("has faults")
    };
    for (template, reason) in [
        ("{{ 1 / 0 }}", "unable to calculate 1 / 0"),
        (
            "{% for i in range(100000000) %}x{% endfor %}",
            "range has too many elements",
        ),
        ("{{ age + 1 }}", "unsupported types string and number"),
    ] {
        refused(template).says_on_stdout(reason).says_on_stdout("(line 1)");
    }
    refused("{{ (age|int) / (zero|int) }}")
        .says_on_stdout("cannot be filled with this row (line 1); it is Jinja")
        .never_says("4711");
}

/// Row, column and message of the faults of this template.
fn told(list: &str, template: &str) -> Vec<(Value, Value, String)> {
    let desk = Desk::with("people.csv", list);
    let file = desk.file("hello.txt");
    fs::write(&file, template).expect("a file");
    let ran = desk.refused(&["--json", "--note-template", path(&file)]);
    let faults = ran.json();
    let one = |fault: &Value| {
        assert_eq!(fault["code"], "templateValueMissing", "{fault}");
        let message = fault["message"].as_str().expect("a text").to_owned();
        (fault["row"].clone(), fault["column"].clone(), message)
    };
    faults.as_array().expect("an array").iter().map(one).collect()
}

#[test]
fn every_value_that_a_template_misses_is_named() {
    let list = format!("personUrl,First name,firstName\n{ADA},,\n{NOAH},Noah,Noah\n");
    let names = |template: &str| -> Vec<(Value, String)> {
        let faults = told(&list, template);
        assert!(faults.iter().all(|(row, _, _)| row == 2), "{faults:?}");
        let named = |(_, column, message): &(Value, Value, String)| {
            let rest = message
                .strip_prefix("The note's template needs ")
                .expect("its beginning");
            (
                column.clone(),
                rest.split(", and").next().unwrap_or_default().to_owned(),
            )
        };
        faults.iter().map(named).collect()
    };
    let name = |column: &str, name: &str| (Value::from(column), name.to_owned());
    let both = "{% if firstName is defined %}x{% else %}{{ firstName }}{% endif %}{{ row['First name'] }}";
    assert_eq!(
        names(both),
        [name("firstName", "firstName"), name("column 2", "row[\"First name\"]")]
    );
    // What is only asked for, and what the loop brings itself, is not missing.
    let guarded = "{% if town is defined %}{{ town }}{% endif %}{% for n in range(2) %}{{ n }}{% endfor %}{{ firstName ~ (town if town is defined else '') }}";
    assert_eq!(names(guarded), [name("firstName", "firstName")]);
    let nobody = told(&format!("personUrl\n{ADA}\n"), "{{ company }} {{ town ~ land }}");
    let columns: Vec<&Value> = nobody.iter().map(|(_, column, _)| column).collect();
    assert_eq!(columns, ["company", "land", "town"]);
}

#[test]
fn what_a_cell_holds_is_never_named_as_what_is_missing() {
    let list = format!("personUrl,email\n{ADA},ada@example.com\n");
    let faults = told(&list, "{{ row[email] }}");
    assert_eq!(faults.len(), 1);
    assert_eq!((&faults[0].0, &faults[0].1), (&Value::from(2), &Value::Null));
    assert!(!faults[0].2.contains("ada@"), "{faults:?}");
}

#[test]
fn a_text_that_is_too_long_is_told_with_both_lengths() {
    let desk = Desk::with("people.csv", format!("personUrl,firstName\n{ADA},Ada\n"));
    let file = desk.file("hello.txt");
    // Two units each, as a browser counts.
    fs::write(&file, format!("{{{{ firstName }}}} {}", "😀".repeat(150))).expect("a file");
    desk.refused(&["--note-template", path(&file)])
        .says("The text is 304 UTF-16 code units long, and at most 300 are taken");
}
