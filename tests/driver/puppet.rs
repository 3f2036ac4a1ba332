//! Processes that look like browsers to `/proc`, and what `/proc` says of any process.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use linkwright::browser::process::Identity;

/// A process with a browser's arguments. Ends with the test.
pub(crate) struct Puppet {
    child: Child,
    pub(crate) identity: Identity,
}

impl Puppet {
    /// Starts it and one child of it, with these arguments.
    pub(crate) fn with<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Puppet {
        Puppet::called("chromium", arguments)
    }

    /// The same under another program name.
    pub(crate) fn called<S: AsRef<std::ffi::OsStr>>(program: &str, arguments: &[S]) -> Puppet {
        let child = Command::new("sh")
            .args(["-c", "sleep 600 & wait", program])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("a shell starts");
        let puppet = Puppet::of(child);
        until(|| children(puppet.identity.pid).len() == 1, Duration::from_secs(5));
        puppet
    }

    /// A process whose arguments are one long text, as those of Chromium's children.
    pub(crate) fn mumbling(line: &str) -> Puppet {
        let child = Command::new("bash")
            .args(["-c", "exec -a \"$1\" sleep 600", "bash", line])
            .stdin(Stdio::null())
            .spawn()
            .expect("bash starts");
        let puppet = Puppet::of(child);
        let path = format!("/proc/{}/cmdline", puppet.identity.pid);
        let has_begun = || fs::read(&path).is_ok_and(|line_now| line_now.starts_with(line.as_bytes()));
        until(has_begun, Duration::from_secs(5));
        puppet
    }

    fn of(child: Child) -> Puppet {
        let pid = i32::try_from(child.id()).expect("a process number");
        let identity = Identity::of(pid).expect("it lives");
        Puppet { child, identity }
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.identity.is_alive()
    }
}

impl Drop for Puppet {
    fn drop(&mut self) {
        let pid = i32::try_from(self.child.id()).expect("a process number");
        children(pid).into_iter().for_each(|child| signal(child, "KILL"));
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Numbers of the living children.
pub(crate) fn children(pid: i32) -> Vec<i32> {
    let is_child = |other: &i32| {
        let stat = fs::read_to_string(format!("/proc/{other}/stat")).unwrap_or_default();
        let words = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let mut words = words.split_ascii_whitespace();
        words.next() != Some("Z") && words.next() == Some(&pid.to_string())
    };
    processes().into_iter().filter(is_child).collect()
}

fn processes() -> Vec<i32> {
    let entries = fs::read_dir("/proc").expect("there is /proc").flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

/// Numbers of the living processes that name a path anywhere in their arguments.
pub(crate) fn naming(path: &Path) -> Vec<i32> {
    let path = path.to_string_lossy().into_owned();
    let names_it = |pid: &i32| {
        let arguments = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&arguments).contains(&path)
    };
    processes().into_iter().filter(names_it).collect()
}

/// Sends a signal, by its name.
pub(crate) fn signal(pid: i32, name: &str) {
    // A process that is gone already cannot be signalled.
    let _ = Command::new("kill")
        .args([&format!("-{name}"), &pid.to_string()])
        .stderr(Stdio::null())
        .status();
}

/// Waits until something holds, and fails the test when it never does.
pub(crate) fn until(holds: impl Fn() -> bool, within: Duration) {
    let asked = Instant::now();
    while !holds() {
        assert!(asked.elapsed() < within, "it did not come to be within {within:?}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}
