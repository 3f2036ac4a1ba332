//! Workflows: what is accepted, what is refused with which code and pointer, and what holds for every input.

mod actions;
mod documents;
mod messages;
mod properties;

use linkwright::workflow::{Fault, Workflow};

const ADA: &str = "https://www.linkedin.com/in/ada-example";

fn parse(text: &str) -> Result<Workflow, Vec<Fault>> {
    Workflow::parse(text.as_bytes())
}

fn faults(text: &str) -> Vec<Fault> {
    match parse(text) {
        Ok(_) => panic!("was accepted: {text}"),
        Err(faults) => faults,
    }
}

fn places(faults: &[Fault]) -> Vec<(&str, &str)> {
    faults
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code))
        .collect()
}

fn canonical(workflow: &Workflow) -> String {
    serde_json::to_string(workflow).expect("workflows have string keys only")
}

/// A root `st.sendConnectionRequest` with these members added as they are written.
fn send(members: &str) -> String {
    format!(r#"{{"actionType":"st.sendConnectionRequest","personUrl":"{ADA}",{members}}}"#)
}

/// A root `st.openPersonPage` with these members added as they are written.
fn open(members: &str) -> String {
    format!(r#"{{"actionType":"st.openPersonPage","personUrl":"{ADA}",{members}}}"#)
}
