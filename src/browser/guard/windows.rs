//! The guard by Windows' means: a job that only we hold.
//!
//! The driver is started inside it, and whatever a process of a job starts is in the job too. When our
//! handle is closed, because we ended in whatever way, the system ends everybody in it.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use process_wrap::tokio::{ChildWrapper, CommandWrap, CreationFlags, JobObject, KillOnDrop};
use tokio::process::ChildStdout;

use super::super::process::{Census, Identity};

/// How often the killed are counted.
const PACE: Duration = Duration::from_millis(10);

/// `CREATE_NO_WINDOW`: a console of its own that nobody sees, so that Ctrl-C in ours is for us alone.
const NO_WINDOW: u32 = 0x0800_0000;

/// A job that ends with us.
#[derive(Debug)]
pub(in crate::browser) struct Guard {
    child: Box<dyn ChildWrapper>,
}

impl Guard {
    /// Starts a program under guard; gives its output too. Its errors go to `log`, its temporary files to `temporary`.
    pub(in crate::browser) fn start(
        program: &Path,
        arguments: &[&str],
        temporary: Option<&Path>,
        log: File,
    ) -> std::io::Result<(Guard, ChildStdout)> {
        let mut command = CommandWrap::with_new(program, |command| {
            command
                .args(arguments)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::from(log));
            if let Some(temporary) = temporary {
                command.env("TMP", temporary).env("TEMP", temporary);
            }
        });
        // The type of the flags belongs to a crate that is not named here.
        let mut flags = CreationFlags(Default::default());
        flags.0.0 |= NO_WINDOW;
        let mut child = command.wrap(flags).wrap(KillOnDrop).wrap(JobObject).spawn()?;
        let output = child.stdout().take().ok_or(std::io::ErrorKind::BrokenPipe)?;
        Ok((Guard { child }, output))
    }

    /// The driver's process.
    pub(in crate::browser) fn driver(&self) -> Option<i32> {
        self.child.id().and_then(|id| i32::try_from(id).ok())
    }

    /// The first process of the job, which is the driver.
    pub(in crate::browser) fn identity(&self) -> Option<Identity> {
        Identity::of(self.driver()?)
    }

    /// Kills everybody in the job at once.
    pub(in crate::browser) fn end(&mut self) {
        // An error means that nobody is left in it.
        let _ = self.child.start_kill();
    }

    /// Kills everybody in the job and waits until they are gone.
    pub(in crate::browser) async fn gone(&mut self) {
        let census = Census::take();
        let family = self
            .driver()
            .map(|driver| census.descendants(driver))
            .unwrap_or_default();
        self.end();
        let _ = self.child.inner_mut().wait().await;
        while family.iter().any(|process| process.identity.is_alive()) {
            tokio::time::sleep(PACE).await;
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.end();
    }
}
