//! Golden folders: workflow.json through the replay of pages.txt must answer result.json.
//!
//! The folder's name is the assertion: what stands before `--` is the answer that must come.
//! `UPDATE=1` rewrites the results, but neither that nor a step against the script is forgiven.

mod doubts;
mod evidence;
mod golden;
mod lost;
mod replay;
mod sign_in;
mod stage;
mod stops;
mod torn;
mod withdrawing;
mod worker;

use golden::Golden;

#[tokio::test(start_paused = true)]
async fn every_workflow_answers_as_its_folder_says() {
    let goldens = Golden::all();
    assert!(goldens.len() >= 20, "only {} folders", goldens.len());
    let mut faults = Vec::new();
    for golden in &goldens {
        faults.extend(golden.play().await.err());
    }
    assert!(
        faults.is_empty(),
        "{} of {} workflows went wrong:\n{}",
        faults.len(),
        goldens.len(),
        faults.join("\n")
    );
}

#[test]
fn every_answer_that_a_page_can_give_has_a_folder() {
    let names: Vec<String> = Golden::all()
        .into_iter()
        .map(|golden| golden.answer().to_owned())
        .collect();
    let missing: Vec<&str> = golden::answers()
        .filter(|answer| !names.iter().any(|name| name == answer))
        .collect();
    assert!(missing.is_empty(), "no folder shows {missing:?}");
}
