//! A data directory, a sandbox, and the real program between them.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use linkwright::sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

pub(crate) struct Account {
    data: tempfile::TempDir,
    sandbox: Sandbox,
    runtime: Runtime,
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) printed: Value,
    /// All of it, messages included.
    pub(crate) told: String,
}

impl Answer {
    pub(crate) fn failure(&self) -> Option<&str> {
        self.printed["failure"]["reason"].as_str()
    }

    pub(crate) fn error(&self) -> Option<&str> {
        self.printed["error"]["type"].as_str()
    }
}

impl Account {
    /// With these settings.
    pub(crate) fn new(settings: &str) -> Account {
        let runtime = Runtime::new().expect("a runtime");
        let sandbox = runtime
            .block_on(Sandbox::start(Options::default()))
            .expect("the sandbox starts");
        let data = tempfile::tempdir().expect("a directory");
        let settings = format!("{settings}\n[recovery]\nsettle_seconds = 1\n");
        std::fs::write(data.path().join("linkwright.toml"), settings).expect("a file");
        Account { data, sandbox, runtime }
    }

    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    fn program(&self, command: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_linkwright"));
        program
            .arg(command)
            .arg("--data-dir")
            .arg(self.data.path())
            .args(["--site", self.sandbox.origin()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        program
    }

    pub(crate) fn command(&self, command: &str, arguments: &[&str]) -> Answer {
        Account::end(
            self.program(command)
                .args(arguments)
                .spawn()
                .expect("linkwright starts"),
        )
    }

    /// Starts a run that invites somebody.
    pub(crate) fn start(&self, slug: &str) -> Child {
        self.begin(&format!("https://www.linkedin.com/in/{slug}"), &[])
    }

    fn begin(&self, url: &str, options: &[&str]) -> Child {
        self.begin_of(&self.invitation(url), options)
    }

    fn begin_of(&self, file: &Path, options: &[&str]) -> Child {
        self.program("run")
            .args(options)
            .arg(file)
            .spawn()
            .expect("linkwright starts")
    }

    /// A file with a workflow that invites somebody.
    fn invitation(&self, url: &str) -> PathBuf {
        let action = json!({"actionType": "st.sendConnectionRequest", "personUrl": url});
        let file = self.data.path().join(format!("{}.json", url.len()));
        std::fs::write(&file, action.to_string()).expect("a file");
        file
    }

    /// As many runs of one invitation as are wanted, begun one right behind the other; each is told of
    /// with the time from its own start to its end.
    pub(crate) fn run_at_once(&self, slug: &str, runs: usize) -> Vec<(Answer, Duration)> {
        let file = self.invitation(&format!("https://www.linkedin.com/in/{slug}"));
        let ends: Vec<_> = (0..runs)
            .map(|_| {
                let child = self.begin_of(&file, &[]);
                let begun = Instant::now();
                std::thread::spawn(move || (Account::end(child), begun.elapsed()))
            })
            .collect();
        ends.into_iter().map(|end| end.join().expect("it ends")).collect()
    }

    pub(crate) fn run(&self, slug: &str) -> Answer {
        Account::end(self.start(slug))
    }

    pub(crate) fn run_with(&self, slug: &str, options: &[&str]) -> Answer {
        Account::end(self.begin(&format!("https://www.linkedin.com/in/{slug}"), options))
    }

    pub(crate) fn run_url(&self, url: &str) -> Answer {
        Account::end(self.begin(url, &[]))
    }

    pub(crate) fn end(child: Child) -> Answer {
        let output = child.wait_with_output().expect("it ends");
        let printed = String::from_utf8_lossy(&output.stdout);
        Answer {
            code: output.status.code(),
            printed: serde_json::from_str(&printed).unwrap_or(Value::Null),
            told: format!("{printed}{}", String::from_utf8_lossy(&output.stderr)),
        }
    }

    /// How often the site took an invitation of this person.
    pub(crate) fn invited(&self, slug: &str) -> usize {
        self.sandbox.log().iter().filter(|entry| entry.slug == slug).count()
    }

    /// Pages that the site has served.
    pub(crate) fn navigations(&self) -> u64 {
        let log = self.runtime.block_on(async {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let host = self.sandbox.origin().trim_start_matches("http://").to_owned();
            let mut stream = tokio::net::TcpStream::connect(&host)
                .await
                .expect("the sandbox answers");
            let request = format!("GET /_log HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await.expect("it listens");
            let mut reply = String::new();
            stream.read_to_string(&mut reply).await.expect("it answers");
            reply
        });
        let (_, body) = log.split_once("\r\n\r\n").expect("a body");
        let body: Value = serde_json::from_str(body).expect("JSON");
        body["navigations"].as_u64().expect("a number")
    }

    pub(crate) fn origin(&self) -> &str {
        self.sandbox.origin()
    }

    /// Controls that change something and were pressed.
    pub(crate) fn presses(&self) -> usize {
        self.sandbox.presses().len()
    }

    /// The site forgets all invitations.
    pub(crate) fn forget(&self) {
        self.sandbox.reset();
    }
}
