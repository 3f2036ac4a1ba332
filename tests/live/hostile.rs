//! A little server that answers as badly as it is told to, and writes down what was pressed.
//!
//! Plain sockets: it must be able to break HTTP. It knows no rules of ours.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const PAGE: &str = include_str!("hostile.html");

/// The address that is answered badly. Another person's is answered well, and nothing of theirs may be pressed.
const ASKED: &str = "/in/fault-example";

/// How the person's address is answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Answer {
    /// With the page, and this in it.
    Page(Hooks),
    /// With this status and body.
    Status(u16, &'static str),
    /// With a redirect; `{OTHER}` is this server under another name.
    Redirect(&'static str),
    /// With the page, which looks well, and this status.
    Sick(u16),
    /// With so many hundredths of the page, although all of it was promised.
    Cut(usize),
    /// With nothing, and the connection is closed.
    Nothing,
    /// With nothing, and the connection stays.
    Silence,
}

/// Script that runs at each step of the page, and what stands in its head.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Hooks {
    pub(crate) head: &'static str,
    pub(crate) arrive: &'static str,
    pub(crate) connect: &'static str,
    pub(crate) dialog: &'static str,
    pub(crate) send: &'static str,
}

#[derive(Debug)]
struct Truth {
    answer: Answer,
    /// How long the person's address takes.
    late: Duration,
    pressed: Vec<String>,
    visits: u32,
}

/// A running server; dropping it ends it.
pub(crate) struct Hostile {
    port: u16,
    truth: Arc<Mutex<Truth>>,
    task: JoinHandle<()>,
}

fn lock(truth: &Mutex<Truth>) -> MutexGuard<'_, Truth> {
    truth.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hostile {
    pub(crate) async fn start() -> Hostile {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("a bound port").port();
        let truth = Arc::new(Mutex::new(Truth {
            answer: Answer::Nothing,
            late: Duration::ZERO,
            pressed: Vec::new(),
            visits: 0,
        }));
        let shared = Arc::clone(&truth);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&shared);
                // A browser that hangs up in the middle is no concern of the server.
                tokio::spawn(async move { serve(stream, &shared, port).await.ok() });
            }
        });
        Hostile { port, truth, task }
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Forgets everything and answers like this from now on, after this long.
    pub(crate) fn turn(&self, answer: Answer, late: Duration) {
        *lock(&self.truth) = Truth {
            answer,
            late,
            pressed: Vec::new(),
            visits: 0,
        };
    }

    /// What was pressed since, oldest first.
    pub(crate) fn pressed(&self) -> Vec<String> {
        lock(&self.truth).pressed.clone()
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Lets time pass, which is what a slow server does.
async fn let_pass(late: Duration) {
    let never = std::future::pending::<()>();
    // What never comes is only given up.
    let _ = tokio::time::timeout(late, never).await;
}

async fn serve(mut stream: TcpStream, truth: &Mutex<Truth>, port: u16) -> std::io::Result<()> {
    let mut read = Vec::new();
    while !read.windows(4).any(|four| four == b"\r\n\r\n") {
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await? {
            0 => return Ok(()),
            length => read.extend_from_slice(&piece[..length]),
        }
    }
    let text = String::from_utf8_lossy(&read).into_owned();
    let path = text.split(' ').nth(1).unwrap_or_default();
    let asked_to_wait = path.strip_prefix("/_wait?ms=").and_then(|ms| ms.parse().ok());
    if let Some(milliseconds) = asked_to_wait {
        let_pass(Duration::from_millis(milliseconds)).await;
    }
    // The same server under another name is another site, where nothing is wrong but the address.
    let elsewhere = text.to_ascii_lowercase().contains("\r\nhost: localhost");
    if path.starts_with(ASKED) && !elsewhere {
        let (is_silent, late) = {
            let truth = lock(truth);
            (truth.answer == Answer::Silence, truth.late)
        };
        if is_silent {
            std::future::pending::<()>().await;
        }
        let_pass(late).await;
    }
    let reply = reply(&mut lock(truth), path, port, elsewhere);
    stream.write_all(&reply).await?;
    stream.shutdown().await
}

fn reply(truth: &mut Truth, path: &str, port: u16, elsewhere: bool) -> Vec<u8> {
    if let Some(what) = path.strip_prefix("/_press?what=") {
        truth.pressed.push(what.to_owned());
        return http(204, "", "");
    }
    if path.starts_with("/authwall") {
        let wall = "<html lang=en><head><title>Sign Up</title><meta name=pageKey content=auth_wall_desktop_profile></head><body><h1>Join</h1></body></html>";
        return http(200, "", wall);
    }
    if path.starts_with("/feed/") {
        let feed = "<html lang=en><head><title>Feed</title></head><body><header><nav data-testid=primary-nav>Home</nav></header><main><h1>Feed</h1><p>Nothing happened in the world of examples today, and a lot of it.</p></main></body></html>";
        return http(200, "", feed);
    }
    if !path.starts_with("/in/") {
        return http(404, "", "");
    }
    let plain = |truth: &Truth| page(truth, Hooks::default(), port);
    if !path.starts_with(ASKED) {
        return http(200, "", &drawn_for(plain(truth), "rafa", "Rafa"));
    }
    truth.visits += 1;
    match truth.answer {
        _ if elsewhere => http(200, "", &asked(plain(truth))),
        Answer::Page(hooks) => http(200, "", &asked(page(truth, hooks, port))),
        Answer::Status(status, body) => http(status, "", body),
        Answer::Redirect(to) => http(302, &format!("Location: {}\r\n", named(to, port)), ""),
        Answer::Sick(status) => http(status, "", &asked(plain(truth))),
        Answer::Cut(hundredths) => {
            let whole = http(200, "", &asked(plain(truth)));
            whole[..whole.len() * hundredths / 100].to_vec()
        }
        Answer::Nothing | Answer::Silence => Vec::new(),
    }
}

/// The page of the person who was asked for.
fn asked(page: String) -> String {
    drawn_for(page, "fault", "Faye")
}

fn drawn_for(page: String, person: &str, first: &str) -> String {
    page.replace("{PERSON}", person).replace("{FIRST}", first)
}

fn named(text: &str, port: u16) -> String {
    text.replace("{OTHER}", &format!("http://localhost:{port}"))
}

fn page(truth: &Truth, hooks: Hooks, port: u16) -> String {
    let sent = truth.pressed.iter().any(|what| what == "send");
    let page = PAGE
        .replace("{SENT}", &sent.to_string())
        .replace("{VISITS}", &truth.visits.to_string())
        .replace("{HEAD}", hooks.head)
        .replace("{ARRIVE}", hooks.arrive)
        .replace("{CONNECT}", hooks.connect)
        .replace("{DIALOG}", hooks.dialog)
        .replace("{SEND}", hooks.send);
    named(&page, port)
}

fn http(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Example\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    [head.as_bytes(), body.as_bytes()].concat()
}
