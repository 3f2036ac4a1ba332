//! What stood on record about a driver: believed for the very processes that it names, and for no others.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::fence;
use linkwright::browser::process::Identity;
use serde_json::{Value, json};

use crate::puppet::until;
use crate::theatre::Theatre;

/// A process group: its first process, and one whose parent is dead.
struct Group {
    child: Child,
    leader: Identity,
    orphan: Identity,
}

impl Group {
    fn start() -> Group {
        let place = tempfile::tempdir().expect("a directory");
        let note = place.path().join("pid");
        let script = format!("(sleep 600 & echo $! > {0}); exec sleep 600", note.display());
        let child = Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a shell starts");
        // The shell has become the second sleep once everybody else has ended.
        let name = format!("/proc/{}/comm", child.id());
        let is_alone = || fs::read_to_string(&name).is_ok_and(|name| name.trim() == "sleep");
        until(is_alone, Duration::from_secs(5));
        let pid = fs::read_to_string(&note).expect("it is there");
        let identity = |pid: i32| Identity::of(pid).expect("it lives");
        Group {
            leader: identity(i32::try_from(child.id()).expect("a process number")),
            orphan: identity(pid.trim().parse().expect("a process number")),
            child,
        }
    }

    fn record(&self) -> Value {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").expect("there is /proc");
        json!({"boot": boot.trim(), "leader": self.leader, "members": []})
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        crate::puppet::signal(self.orphan.pid, "KILL");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn killed_by(record: &Value) -> usize {
    let theatre = Theatre::build(BrowserKind::Firefox);
    let path = theatre.profile().join("linkwright-driver.json");
    fs::write(&path, record.to_string()).expect("it is written");
    let fenced = fence::raise(&theatre.lock, BrowserKind::Firefox).await;
    assert!(!path.exists(), "the record stays");
    fenced.expect("the fence stands").killed
}

#[tokio::test]
async fn everybody_in_a_recorded_group_is_killed_whoever_their_parent_is() {
    let group = Group::start();
    assert_eq!(killed_by(&group.record()).await, 2);
    assert!(!group.leader.is_alive() && !group.orphan.is_alive());
}

#[tokio::test]
async fn a_group_whose_number_was_given_away_since_is_untouched() {
    let group = Group::start();
    let mut record = group.record();
    record["leader"]["start"] = json!(group.leader.start - 1);
    record["members"] = json!([{"pid": group.orphan.pid, "start": group.orphan.start + 1}]);
    assert_eq!(killed_by(&record).await, 0);
    assert!(group.leader.is_alive() && group.orphan.is_alive());
}

#[tokio::test]
async fn a_record_from_before_the_machine_was_started_names_nobody() {
    let group = Group::start();
    let mut record = group.record();
    record["boot"] = json!("00000000-0000-0000-0000-000000000000");
    assert_eq!(killed_by(&record).await, 0);
    assert!(group.leader.is_alive() && group.orphan.is_alive());
}

#[tokio::test]
async fn a_record_that_cannot_be_read_names_nobody() {
    for record in [json!("nonsense"), json!({}), json!({"leader": {"pid": 1, "start": 0}})] {
        assert_eq!(killed_by(&record).await, 0);
    }
}
