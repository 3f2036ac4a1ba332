//! The protocol of an attempt as an exhaustive model: it holds, and every mutant of it is caught.
//!
//! `protocol_model.py` is the specification of the ledger and of recovery: a change of the protocol
//! begins there. It needs python3, and fails without it.

use std::process::Command;

#[test]
fn the_protocol_holds_and_every_mutant_is_caught() {
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/model/protocol_model.py");
    let output = Command::new("python3").arg(model).output().expect("python3 runs");
    let told = String::from_utf8(output.stdout).expect("UTF-8");
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{faults}");
    let of = |begin: &str| -> Vec<&str> { told.lines().filter(|line| line.starts_with(begin)).collect() };
    let (protocol, mutants) = (of("protocol: "), of("mutant "));
    assert!(protocol.len() == 1 && protocol[0].contains("violation=None"), "{told}");
    assert!(mutants.len() >= 21, "{told}");
    assert!(mutants.iter().all(|line| line.contains(" CAUGHT: ")), "{told}");
    let parks = of("variant park");
    assert!(
        parks.len() == 2 && parks.iter().all(|line| line.contains("violation=None")),
        "{told}"
    );
}
