//! A screen for the windows that the program opens: of its own on Linux, the real one elsewhere.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::program::Program;

/// A virtual screen that ends with its test.
pub(crate) struct Screen {
    server: Option<Child>,
    display: String,
}

impl Screen {
    /// Starts one; `scripts/set-up.sh test` installs what it needs.
    pub(crate) fn start() -> Screen {
        if !cfg!(target_os = "linux") {
            return Screen {
                server: None,
                display: String::new(),
            };
        }
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts; scripts/set-up.sh test installs it");
        let mut number = String::new();
        BufReader::new(server.stdout.take().expect("stdout is a pipe"))
            .read_line(&mut number)
            .expect("Xvfb tells its number");
        let display = format!(":{}", number.trim());
        assert!(display.len() > 1, "Xvfb has ended");
        Screen {
            server: Some(server),
            display,
        }
    }

    /// Lets a program see it.
    pub(crate) fn on(&self, program: Program) -> Program {
        if self.server.is_some() {
            program.env("DISPLAY", &self.display)
        } else {
            program
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            // It may have ended already.
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}
