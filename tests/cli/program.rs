//! Running the binary in a home of its own, and judging what came out.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Where this project lies.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A run that is being prepared: an empty home, no proxies, nothing inherited from the caller's set-up.
pub(crate) struct Program {
    command: Command,
    home: tempfile::TempDir,
    stdin: Vec<u8>,
    stdout: Option<std::fs::File>,
}

impl Program {
    /// The binary with arguments.
    pub(crate) fn with(arguments: &[&str]) -> Program {
        let home = tempfile::tempdir().expect("a home can be made");
        let mut command = Command::new(env!("CARGO_BIN_EXE_linkwright"));
        command
            .args(arguments)
            .current_dir(home.path())
            .env("HOME", home.path())
            .env_remove("XDG_DATA_HOME")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        let ours = std::env::vars_os().map(|(name, _)| name);
        for name in ours.filter(|name| name.to_string_lossy().starts_with("LINKWRIGHT_")) {
            command.env_remove(name);
        }
        Program {
            command,
            home,
            stdin: Vec::new(),
            stdout: None,
        }
    }

    /// With something on stdin.
    pub(crate) fn reading(mut self, text: impl AsRef<[u8]>) -> Program {
        self.stdin = text.as_ref().to_vec();
        self
    }

    /// With a stdout that takes nothing, as on a full disk.
    pub(crate) fn with_full_stdout(mut self) -> Program {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        self.stdout = Some(full.expect("a device that is always full"));
        self
    }

    /// With a file in the place of stdout.
    pub(crate) fn writing_to(mut self, file: &Path) -> Program {
        self.stdout = Some(std::fs::File::create(file).expect("a file can be made"));
        self
    }

    /// With one argument more, which need not be text.
    pub(crate) fn and(mut self, argument: &std::ffi::OsStr) -> Program {
        self.command.arg(argument);
        self
    }

    /// With an environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Program {
        self.command.env(name, value);
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(self) -> Ran {
        self.run_while(|_| ())
    }

    /// Runs it to its end; once its stdin is written, something else is done, with its number.
    pub(crate) fn run_while(mut self, act: impl FnOnce(u32)) -> Ran {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(self.stdout.map_or_else(Stdio::piped, Stdio::from))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("stdin is a pipe");
        // A program that does not read its stdin closes it.
        let _ = stdin.write_all(&self.stdin);
        drop(stdin);
        act(child.id());
        let output = child.wait_with_output().expect("the program ends");
        Ran {
            output,
            home: self.home,
        }
    }
}

/// What came out.
pub(crate) struct Ran {
    output: Output,
    home: tempfile::TempDir,
}

impl Ran {
    /// Requires an exit code; shows everything if it is another.
    pub(crate) fn exits(self, code: i32) -> Ran {
        assert_eq!(
            self.output.status.code(),
            Some(code),
            "stdout: {}\nstderr: {}",
            self.stdout(),
            self.stderr()
        );
        self
    }

    pub(crate) fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("stdout is UTF-8")
    }

    pub(crate) fn stderr(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).expect("stderr is UTF-8")
    }

    /// stdout as exactly one JSON document on one line.
    pub(crate) fn json(&self) -> Value {
        let text = self.stdout();
        assert_eq!(text.lines().count(), 1, "one line: {text}");
        serde_json::from_str(&text).expect("stdout is JSON")
    }

    /// Requires words on stderr.
    pub(crate) fn says(self, words: &str) -> Ran {
        assert!(self.stderr().contains(words), "{words:?} is not in: {}", self.stderr());
        self
    }

    /// Requires words on stdout.
    pub(crate) fn says_on_stdout(self, words: &str) -> Ran {
        assert!(self.stdout().contains(words), "{words:?} is not in: {}", self.stdout());
        self
    }

    /// Requires that stdout is empty.
    pub(crate) fn prints_nothing(self) -> Ran {
        assert_eq!(self.stdout(), "");
        self
    }

    /// Requires that words stand nowhere.
    pub(crate) fn never_says(self, words: &str) -> Ran {
        assert!(
            !self.stderr().contains(words) && !self.stdout().contains(words),
            "{words:?} is in the output"
        );
        self
    }

    /// Requires that nothing was made in the home.
    pub(crate) fn makes_nothing(self) -> Ran {
        let made: Vec<PathBuf> = std::fs::read_dir(self.home.path())
            .expect("the home can be listed")
            .map(|entry| entry.expect("an entry can be read").path())
            .collect();
        assert!(made.is_empty(), "made: {made:?}");
        self
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }
}
