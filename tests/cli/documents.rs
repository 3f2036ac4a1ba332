//! `check`, and `run` on what is no workflow: nothing is started, nothing is made.

use serde_json::json;

use crate::program::Program;

const TWO_FAULTS: &str =
    r#"{"actionType":"st.sendConnectionRequest","personUrl":"https://example.com/in/x","note":"hush","nota":1}"#;

#[test]
fn check_prints_the_canonical_workflow() {
    let workflow =
        r#"{"personUrl":"http://de.linkedin.com/in/Ada-Example/?x=1","actionType":"st.openPersonPage","then":[]}"#;
    let ran = Program::with(&["check", "-"])
        .reading(workflow)
        .run()
        .exits(0)
        .makes_nothing();
    let canonical = r#"{"ok":true,"workflow":{"actionType":"st.openPersonPage","personUrl":"https://www.linkedin.com/in/ada-example","basicInfo":false,"then":[]}}"#;
    assert_eq!(ran.stdout(), format!("{canonical}\n"));
    assert_eq!(ran.stderr(), "");
}

#[test]
fn check_lists_all_faults_at_once() {
    let ran = Program::with(&["check", "-"])
        .reading(TWO_FAULTS)
        .run()
        .exits(2)
        .makes_nothing()
        .never_says("hush");
    let answer = ran.json();
    assert_eq!(answer["ok"], json!(false));
    let pointers: Vec<&str> = answer["errors"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|e| e["pointer"].as_str())
        .collect();
    assert_eq!(pointers, ["/personUrl", "/nota"]);
    assert_eq!(answer["errors"][0]["type"], json!("invalidWorkflow"));
}

#[test]
fn check_reads_a_file_and_no_more_than_the_bound() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("large.json");
    std::fs::write(&file, " ".repeat(300 * 1024)).expect("the file can be written");
    let ran = Program::with(&["check", &file.to_string_lossy()]).run().exits(2);
    assert_eq!(ran.json()["errors"][0]["code"], json!("documentTooLarge"));
}

#[test]
fn run_of_an_invalid_workflow_leaves_stdout_empty_and_starts_nothing() {
    let ran = Program::with(&["run", "-"])
        .reading(TWO_FAULTS)
        .env("CHROMEDRIVER", "/nowhere")
        .run();
    let ran = ran.exits(2).prints_nothing().makes_nothing().never_says("hush");
    ran.says("/personUrl: ").says("/nota: ").says("nothing was started");
}

#[test]
fn run_of_what_is_no_json_says_where_it_ends() {
    Program::with(&["run", "-"])
        .reading("{\"actionType\":")
        .run()
        .exits(2)
        .prints_nothing()
        .says("(notJson)");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    for command in ["run", "check"] {
        Program::with(&[command, "gone.json"])
            .run()
            .exits(2)
            .prints_nothing()
            .says("cannot read gone.json");
    }
}
