//! `batch` on lists that have faults, and on files that it must leave alone: nothing is started or made.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::program::{Program, Ran};

/// A directory with one list.
pub(crate) struct Desk {
    directory: tempfile::TempDir,
    pub(crate) list: PathBuf,
}

impl Desk {
    pub(crate) fn with(name: &str, bytes: impl AsRef<[u8]>) -> Desk {
        let directory = tempfile::tempdir().expect("a directory");
        let list = directory.path().join(name);
        fs::write(&list, bytes).expect("a file");
        Desk { directory, list }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Refused before anything is started: the driver that is named would be missed otherwise.
    pub(crate) fn refused(&self, arguments: &[&str]) -> Ran {
        let all = [&["batch", path(&self.list)], arguments].concat();
        let ran = Program::with(&all).env("CHROMEDRIVER", "/nowhere").run().exits(2);
        assert!(!self.file("people.results.csv").exists(), "results of nothing");
        ran.makes_nothing()
    }

    /// The faults as programs see them: row, column, code.
    pub(crate) fn faults(&self, arguments: &[&str]) -> Vec<(Value, Value, String)> {
        let ran = self.refused(&[&["--json"], arguments].concat());
        let faults = ran.json();
        let one = |fault: &Value| {
            let code = fault["code"].as_str().expect("a code").to_owned();
            assert!(
                fault["message"]
                    .as_str()
                    .is_some_and(|message| message.ends_with(['.', '?'])),
                "{fault}"
            );
            let table = ran.stderr();
            assert!(table.contains(&code), "{code} is not in the table: {table}");
            (fault["row"].clone(), fault["column"].clone(), code)
        };
        faults.as_array().expect("an array").iter().map(one).collect()
    }
}

pub(crate) fn path(file: &Path) -> &str {
    file.to_str().expect("UTF-8")
}

pub(crate) fn found(name: &str, bytes: impl AsRef<[u8]>) -> Vec<(Value, Value, String)> {
    Desk::with(name, bytes).faults(&[])
}

pub(crate) fn fault(row: impl Into<Value>, column: impl Into<Value>, code: &str) -> (Value, Value, String) {
    (row.into(), column.into(), code.to_owned())
}

const ADA: &str = "https://www.linkedin.com/in/ada-example";
const BEA: &str = "https://www.linkedin.com/in/bea-button";

#[test]
fn all_faults_of_a_list_are_told_at_once_without_notes_and_addresses() {
    let secret = "my-secret ".repeat(40);
    let list = format!(
        "personUrl,note,email,label\n{ADA},{secret},,\nhttps://example.com/x,,,\nhttp://de.linkedin.com/in/Ada-Example/en,,,\n,x,,\n{BEA},ok,not-secret-address,\"a\tb\"\n"
    );
    let desk = Desk::with("people.csv", &list);
    let expected = [
        fault(2, "note", "textTooLong"),
        fault(3, "personUrl", "urlHostNotLinkedin"),
        fault(4, "personUrl", "personTwice"),
        fault(5, "personUrl", "urlEmpty"),
        fault(6, "label", "textControlCharacter"),
        fault(6, "email", "notAnEmail"),
    ];
    assert_eq!(desk.faults(&[]), expected);
    desk.refused(&["--json"])
        .says("The same person stands in row 2")
        .never_says("my-secret")
        .never_says("not-secret-address");
    desk.refused(&[]).prints_nothing().says("nothing was started");
}

#[test]
fn a_header_that_nearly_fits_is_answered_with_what_was_meant() {
    assert_eq!(
        found("people.csv", format!("person_url,note\n{ADA},x\n")),
        [fault(1, "person_url", "columnMissing")]
    );
    assert_eq!(
        found("people.csv", format!("personUrl,Notes,e-mail\n{ADA},x,y\n")),
        [fault(1, "Notes", "columnNearly"), fault(1, "e-mail", "columnNearly")]
    );
    assert_eq!(
        found("people.csv", format!("personUrl,city,city\n{ADA},x,y\n")),
        [fault(1, "city", "columnTwice")]
    );
    assert_eq!(
        found("people.csv", format!("personUrl,result\n{ADA},x\n")),
        [fault(1, "result", "columnReserved")]
    );
    assert_eq!(
        found("people.csv", "name,town\nAda,x\n"),
        [fault(1, "personUrl", "columnMissing")]
    );
    let told = |header: &str| Desk::with("people.csv", format!("{header}\n{ADA},x\n")).refused(&[]);
    told("Person URL,note").says("There is a column Person URL and none called personUrl; did you mean personUrl?");
    told("personUrl ,note").says("has blanks");
    told("sep=,\npersonUrl,note").says("delete it");
    let headless = Desk::with("people.csv", format!("{ADA},hush\n{BEA},hush\n"));
    assert_eq!(headless.faults(&[]), [fault(1, Value::Null, "headerMissing")]);
    headless.refused(&[]).never_says("hush");
}

#[test]
fn what_is_no_list_is_told_with_its_cure() {
    let nothing = Value::Null;
    let whole = |code: &str| vec![fault(nothing.clone(), nothing.clone(), code)];
    assert_eq!(found("people.csv", ""), whole("fileEmpty"));
    assert_eq!(found("people.csv", "\u{FEFF}\n \n"), whole("fileEmpty"));
    assert_eq!(found("people.csv", "personUrl\n"), whole("noRows"));
    assert_eq!(found("people.csv", b"personUrl,note\nx,\xE4\n"), whole("notUtf8"));
    assert_eq!(found("people.csv", b"\xFF\xFEp\0"), whole("notUtf8"));
    assert_eq!(found("people.csv", b"PK\x03\x04rest"), whole("spreadsheet"));
    assert_eq!(found("people.csv", "{\"personUrl\":\"x\"}"), whole("notCsv"));
    let many: String = (0..10_001)
        .map(|n| format!("https://www.linkedin.com/in/p{n}\n"))
        .collect();
    assert_eq!(found("people.csv", format!("personUrl\n{many}")), whole("tooManyRows"));
    Program::with(&["batch", "gone.csv"])
        .run()
        .exits(2)
        .prints_nothing()
        .says("cannot read gone.csv");
    Program::with(&["batch", "."]).run().exits(2).prints_nothing();
}

#[test]
fn a_list_and_its_results_are_plain_files() {
    let desk = Desk::with("people.csv", format!("personUrl\n{ADA}\n"));
    let pipe = desk.file("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("mkfifo");
    assert!(made.success());
    for option in ["--out", "--jsonl"] {
        for place in ["/dev/null", "-", path(&pipe)] {
            desk.refused(&[option, place]).says(option).says("file");
        }
    }
    let is_device = std::os::unix::fs::FileTypeExt::is_char_device;
    assert!(is_device(&fs::metadata("/dev/null").expect("it is there").file_type()));
    Program::with(&["batch", "-"])
        .reading(format!("personUrl\n{ADA}\n"))
        .run()
        .exits(2)
        .prints_nothing()
        .says("is no plain file");
    Program::with(&["report", "--out", path(&pipe)])
        .run()
        .exits(2)
        .says("is no plain file");
}

#[test]
fn a_quote_or_a_cell_too_many_is_found_in_its_row() {
    assert_eq!(
        found("people.csv", format!("personUrl,note\n{ADA},\"a\n{BEA},b\n")),
        [fault(2, Value::Null, "quoteOpen")]
    );
    assert_eq!(
        found("people.csv", format!("personUrl,note\n{ADA},a\n{BEA},\"b\"c\n")),
        [fault(3, Value::Null, "quoteInCell")]
    );
    assert_eq!(
        found("people.csv", format!("personUrl,note\n{ADA},a,b\n{BEA}\n")),
        [fault(2, Value::Null, "cellCount"), fault(3, Value::Null, "cellCount")]
    );
}

#[test]
fn a_torn_row_hides_no_fault_of_another() {
    let list = format!("personUrl,note\n{ADA},a,b,c\nnonsense,x\n{BEA},{}\n", "x".repeat(301));
    assert_eq!(
        found("people.csv", list),
        [
            fault(2, Value::Null, "cellCount"),
            fault(3, "personUrl", "urlSchemeMissing"),
            fault(4, "note", "textTooLong")
        ]
    );
    let lines = format!("{{\"personUrl\":\"{ADA}\"}}\n{{\"personUrl\":\n{{\"personUrl\":5}}\n{{\"note\":\"x\"}}\n");
    assert_eq!(
        found("people.jsonl", lines),
        [
            fault(2, Value::Null, "notJson"),
            fault(3, "personUrl", "urlSchemeMissing"),
            fault(4, "personUrl", "urlEmpty")
        ]
    );
}

#[test]
fn rows_are_counted_as_a_spreadsheet_does_and_blank_ones_are_none() {
    let list = format!("personUrl;note\r\n\r\n;;\r\n ; \r\n{ADA};\"a\r\n\r\nb\"\r\nnonsense;x\r\n");
    assert_eq!(found("people.csv", list), [fault(6, "personUrl", "urlSchemeMissing")]);
}

#[test]
fn json_lines_are_judged_line_by_line() {
    let lines = format!(
        "{{\"personUrl\":\"{ADA}\",\"note\":\"x\",\"note\":\"hush\"}}\n\nhush\n[1]\n{{\"personUrl\":\"{BEA}\",\"tags\":[1]}}\n"
    );
    let expected = [
        fault(1, Value::Null, "duplicateMember"),
        fault(3, Value::Null, "notJson"),
        fault(4, Value::Null, "wrongType"),
        fault(5, "tags", "wrongType"),
    ];
    let desk = Desk::with("people.ndjson", &lines);
    assert_eq!(desk.faults(&[]), expected);
    desk.refused(&[]).never_says("hush");
    let half = format!("{{\"personUrl\":\"{ADA}\",\"note\":\"\\ud800\"}}\n");
    Desk::with("people.jsonl", half)
        .refused(&[])
        .says("half a surrogate pair");
    assert_eq!(
        Desk::with("people.txt", &lines).faults(&["--format", "jsonl"]),
        expected
    );
}

#[test]
fn a_template_needs_a_value_in_every_row_and_its_note_a_length() {
    let list = format!("personUrl,firstName\n{ADA},Ada\n{BEA},\n");
    let desk = Desk::with("people.csv", &list);
    let template = |text: &str| {
        fs::write(desk.file("hello.txt"), text).expect("a file");
        desk.file("hello.txt")
    };
    let faults = |text: &str| desk.faults(&["--note-template", path(&template(text))]);
    assert_eq!(
        faults("Hello {{ firstName }}!"),
        [fault(3, "firstName", "templateValueMissing")]
    );
    let nobody = faults("Hello {{ lastName }}!");
    assert_eq!(
        nobody,
        [
            fault(2, "lastName", "templateValueMissing"),
            fault(3, "lastName", "templateValueMissing")
        ]
    );
    let long = format!("Hello {{{{ row['firstName'] | default('you') }}}}, {}", "x".repeat(290));
    assert_eq!(
        faults(&long),
        [fault(2, "note", "textTooLong"), fault(3, "note", "textTooLong")]
    );
    let whole = |code: &str| fault(Value::Null, Value::Null, code);
    assert_eq!(faults("Hello {{ firstName | nofilter }}!"), [whole("templateFailed")]);
    desk.refused(&["--note-template", path(&desk.file("hello.txt"))])
        .says("filter nofilter is unknown");
    let heavy = "{% for a in range(1000) %}{% for b in range(100) %}x{% endfor %}{% endfor %}";
    assert_eq!(faults(heavy), [whole("templateFailed")]);
    assert_eq!(
        faults("{% if firstName is defined %}Hello{% endif %}"),
        [fault(3, "note", "templateFillsNothing")]
    );
    // 150 of these are 300 UTF-16 units, and one letter more is too long.
    let wide = "😀".repeat(150);
    assert_eq!(faults(&format!("{wide}x"))[0], fault(2, "note", "textTooLong"));
    let broken = template("Hello {{ my secret");
    desk.refused(&["--note-template", path(&broken)])
        .says("line 1")
        .never_says("secret")
        .prints_nothing();
    desk.refused(&["--note-template", "gone.txt"])
        .says("--note-template: cannot read gone.txt");
}

#[test]
fn a_file_that_holds_something_else_is_never_written_over() {
    let desk = Desk::with("people.csv", format!("personUrl\n{ADA}\n"));
    let mine = desk.file("mine.csv");
    for text in ["name,result\nAda,good\n", "{\"result\":\"mine\"}\n", "diary"] {
        fs::write(&mine, text).expect("a file");
        for option in ["--out", "--jsonl"] {
            desk.refused(&[option, path(&mine)])
                .says("no results of linkwright in this format")
                .prints_nothing();
            assert_eq!(fs::read_to_string(&mine).expect("a file"), text);
        }
    }
    let list = path(&desk.list).to_owned();
    desk.refused(&["--out", &list]).says("this is the list itself");
    let elsewhere = desk.file("nowhere").join("out.csv");
    desk.refused(&["--out", path(&elsewhere)])
        .says("its directory does not exist");
    let both = desk.file("both");
    desk.refused(&["--out", path(&both), "--jsonl", path(&both)])
        .says("name the same file");
    let ours = desk.file("ours.csv");
    let text = format!("personUrl,result,errorType,message,finishedAt,evidence\n{ADA},sent,,,2026-11-10T12:00:00Z,\n");
    fs::write(&ours, &text).expect("a file");
    desk.refused(&["--dry-run", "--out", path(&ours)])
        .says("choose another file for a dry run");
    assert_eq!(fs::read_to_string(&ours).expect("a file"), text);
}

#[test]
fn a_list_that_is_spelt_in_any_way_is_read() {
    // Without a driver a good list gets as far as the browser, and no further.
    let spelt = [
        format!("\u{FEFF}personUrl;note\r\n{ADA};\"a;\r\nb\"\r\n{BEA};\r\n"),
        format!("personUrl\tnote\n{ADA}\tHello, you\n"),
        format!("note,personUrl\n\"He said \"\"hi\"\", twice\",  {ADA} \n"),
    ];
    for text in spelt {
        let desk = Desk::with("people.csv", &text);
        let data = desk.file("data");
        let all = [
            "batch",
            path(&desk.list),
            "--site",
            "http://127.0.0.1:9",
            "--data-dir",
            path(&data),
        ];
        let ran = Program::with(&all).env("CHROMEDRIVER", "/nowhere").run().exits(4);
        let waiting = text.matches("https://").count();
        let expected =
            json!({"rows": waiting, "sent": 0, "answered": {}, "unknown": 0, "skipped": 0, "waiting": waiting});
        assert_eq!(ran.json(), expected);
        let results = fs::read_to_string(desk.file("people.results.csv")).expect("results");
        let (first, rest) = text.split_once('\n').expect("a header");
        let sign = [',', ';', '\t']
            .into_iter()
            .find(|sign| first.contains(*sign))
            .expect("a delimiter");
        let ours = ["result", "errorType", "message", "finishedAt", "evidence"]
            .map(|name| format!("{sign}{name}"))
            .concat();
        assert!(results.starts_with(&format!("{}{ours}", first.trim_end())), "{results}");
        for cell in rest
            .split([sign, '\n'])
            .filter(|cell| cell.contains("https") || cell.contains('"'))
        {
            assert!(results.contains(cell.trim_end_matches('\r')), "{cell}: {results}");
        }
    }
}

#[test]
fn a_note_too_long_for_an_account_that_is_known_to_have_no_premium_is_a_fault_unless_a_policy_takes_it() {
    let site = "http://127.0.0.1:9";
    let note = "x".repeat(201);
    let desk = Desk::with(
        "people.csv",
        format!("personUrl,note\nhttps://www.linkedin.com/in/ada-example,{note}\n"),
    );
    let data = tempfile::tempdir().expect("a directory");
    let home = data.path().join("accounts/default");
    fs::create_dir_all(&home).expect("a directory");
    let run = |plan: &str, more: &[&str]| {
        let noticed = json!([{"browser": "chrome", "site": site, "at": "2026-01-01T00:00:00Z",
            "state": "signedIn", "name": "Olive Owner", "plan": plan, "language": "en"}]);
        fs::write(home.join("signed-in.json"), noticed.to_string()).expect("a file");
        let all = [&["batch", path(&desk.list), "--json", "--site", site], more].concat();
        let program = Program::with(&all).env("CHROMEDRIVER", "/nowhere");
        program.env("LINKWRIGHT_DATA_DIR", data.path()).run()
    };
    let ran = run("free", &["--check"]).exits(2);
    assert_eq!(ran.json()[0]["code"], "noteTooLongForAccount");
    run("premium", &["--check"]).exits(0);
    let ran = run("free", &[]).exits(2);
    assert_eq!(ran.json()[0]["code"], "noteTooLongForAccount");
    assert_eq!(
        (&ran.json()[0]["row"], &ran.json()[0]["column"]),
        (&json!(2), &json!("note"))
    );
    ran.never_says("xxx");
    for (plan, more) in [
        ("premium", &[][..]),
        ("unknown", &[]),
        ("free", &["--if-note-cannot-go", "skip"]),
    ] {
        run(plan, more).exits(4).never_says("noteTooLongForAccount");
    }
}
