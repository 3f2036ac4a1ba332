//! The guard by Unix' means: a small process that outlives us just long enough to kill what we started.
//!
//! It is the first of a process group of its own and starts the driver inside it. It reads from a pipe
//! that only we hold: when the pipe ends, because we ended in whatever way, it kills its whole group and
//! itself with it. While it lives, the group's number cannot be given to anybody else. Knows no session.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::super::process::{self, Identity};

/// How often the killed are counted.
const PACE: Duration = Duration::from_millis(10);

/// Its own output is closed once the driver runs, so that the driver's end can be read from it.
const SCRIPT: &str = r#"
"$@" </dev/null &
echo "linkwright: driver is process $!"
exec >/dev/null
read -r _
kill -KILL 0
"#;

/// A process group that ends with us.
#[derive(Debug)]
pub(in crate::browser) struct Guard {
    child: Child,
    group: Option<Pid>,
    // Held, never written: its end is the sign.
    _pipe: Option<ChildStdin>,
}

impl Guard {
    /// Starts a program under guard; gives its output too. Its errors go to `log`, its temporary files to `temporary`.
    pub(in crate::browser) fn start(
        program: &Path,
        arguments: &[&str],
        temporary: Option<&Path>,
        log: File,
    ) -> std::io::Result<(Guard, ChildStdout)> {
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", SCRIPT, "linkwright-guard"])
            .arg(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::from(log))
            .process_group(0)
            .kill_on_drop(true);
        if let Some(temporary) = temporary {
            command.env("TMPDIR", temporary);
        }
        let mut child = command.spawn()?;
        let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        let pipe = child.stdin.take();
        let output = child.stdout.take().ok_or(std::io::ErrorKind::BrokenPipe)?;
        let guard = Guard {
            child,
            group,
            _pipe: pipe,
        };
        Ok((guard, output))
    }

    /// The driver's process, which is announced instead.
    pub(in crate::browser) fn driver(&self) -> Option<i32> {
        None
    }

    /// The first process of the group.
    pub(in crate::browser) fn identity(&self) -> Option<Identity> {
        Identity::of(self.group?.as_raw_nonzero().get())
    }

    /// Kills everybody in the group at once.
    pub(in crate::browser) fn end(&mut self) {
        if let Some(group) = self.group {
            // An error means that nobody is left in the group. Its number is not used again before
            // the guard is collected, which is not done before `gone`.
            let _ = rustix::process::kill_process_group(group, Signal::KILL);
        }
    }

    /// Kills everybody in the group and waits until they are gone.
    pub(in crate::browser) async fn gone(&mut self) {
        self.end();
        // Once the guard is collected the number may be given away, so nothing is sent to it any more.
        let group = self.group.take();
        // A guard that was collected already is gone too.
        let _ = self.child.wait().await;
        while group.is_some_and(|group| process::is_group_alive(group.as_raw_nonzero().get())) {
            tokio::time::sleep(PACE).await;
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.end();
    }
}
