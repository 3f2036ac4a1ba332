//! A driver that misbehaves: it begins a session like any other, and answers the next command as it was told.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::endpoint::Endpoint;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The session that it always begins.
pub(crate) const SESSION: &str = "0c1f2a6d8c4e";

/// What it does with a command.
#[derive(Debug, Clone)]
pub(crate) enum Lie {
    /// Sends these bytes as they are, then closes the connection.
    Bytes(Vec<u8>),
    /// Sends these bytes, then waits for ever.
    Stall(Vec<u8>),
    /// Sends a well-begun reply, one byte now and then.
    Drip,
    /// Closes the connection with a reset.
    Reset,
}

impl Lie {
    /// A reply with a JSON type and this body.
    pub(crate) fn json(status: &str, body: impl AsRef<[u8]>) -> Lie {
        Lie::reply(status, "Content-Type: application/json; charset=utf-8\r\n", body)
    }

    /// A reply with these header lines and this body.
    pub(crate) fn reply(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Lie {
        let body = body.as_ref();
        let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
        Lie::Bytes([head.as_bytes(), body].concat())
    }
}

/// What reached it, as it came.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    pub(crate) line: String,
    pub(crate) headers: Vec<String>,
    pub(crate) body: String,
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let value = |line: &'_ String| -> Option<usize> {
            let (key, _) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(key.len() + 1)
        };
        let line = self.headers.iter().find(|line| value(line).is_some())?;
        Some(line[value(line)?..].trim())
    }
}

/// The driver and what it heard.
pub(crate) struct Liar {
    port: u16,
    heard: Arc<Mutex<Vec<Heard>>>,
    serving: tokio::task::JoinHandle<()>,
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Liar {
    /// Begins and ends sessions, and lies otherwise.
    pub(crate) async fn start(lie: Lie) -> Liar {
        Liar::listen(lie, true).await
    }

    /// Lies always.
    pub(crate) async fn start_refusing(lie: Lie) -> Liar {
        Liar::listen(lie, false).await
    }

    async fn listen(lie: Lie, is_kind: bool) -> Liar {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let heard: Arc<Mutex<Vec<Heard>>> = Arc::default();
        let ears = heard.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (lie, ears) = (lie.clone(), ears.clone());
                tokio::spawn(async move { serve(stream, lie, is_kind, ears).await });
            }
        });
        Liar { port, heard, serving }
    }

    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn launch(&self, before: &str, path: &str, patience: Duration) -> Launch {
        let address = format!("http://{before}127.0.0.1:{}{path}", self.port);
        Launch {
            webdriver: Some(Endpoint::named(&address).expect("it is an address")),
            patience: Some(patience),
            ..Launch::new(BrowserKind::Chrome, "/nowhere".into())
        }
    }

    /// A session with it.
    pub(crate) async fn meet(&self, patience: Duration) -> WebDriver {
        let launch = self.launch("", "", patience);
        launch.start().await.expect("the session begins")
    }
}

async fn serve(stream: TcpStream, lie: Lie, is_kind: bool, ears: Arc<Mutex<Vec<Heard>>>) {
    let mut stream = BufReader::new(stream);
    while let Some(heard) = hear(&mut stream).await {
        let line = heard.line.clone();
        ears.lock().unwrap_or_else(PoisonError::into_inner).push(heard);
        let begins = line.starts_with("POST ") && line.contains("/session HTTP");
        let ends = line.starts_with("DELETE ");
        let truth = if begins {
            format!(r#"{{"value":{{"sessionId":"{SESSION}","capabilities":{{}}}}}}"#)
        } else {
            r#"{"value":null}"#.to_owned()
        };
        if is_kind && (begins || ends) {
            let Lie::Bytes(bytes) = Lie::json("200 OK", truth) else {
                return;
            };
            if stream.get_mut().write_all(&bytes).await.is_err() {
                return;
            }
            continue;
        }
        tell(stream.get_mut(), &lie).await;
        return;
    }
}

async fn tell(stream: &mut TcpStream, lie: &Lie) {
    // The other side may hang up at any time.
    match lie {
        Lie::Bytes(bytes) => {
            let _ = stream.write_all(bytes).await;
            let _ = stream.shutdown().await;
        }
        Lie::Stall(bytes) => {
            let _ = stream.write_all(bytes).await;
            std::future::pending().await
        }
        Lie::Drip => {
            let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
            let _ = stream.write_all(head).await;
            let mut ticks = tokio::time::interval(Duration::from_millis(100));
            loop {
                ticks.tick().await;
                if stream.write_all(b" ").await.is_err() {
                    return;
                }
            }
        }
        Lie::Reset => {
            let _ = stream.set_zero_linger();
        }
    }
}

pub(crate) async fn hear(stream: &mut BufReader<TcpStream>) -> Option<Heard> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let line = lines.remove(0);
    let mut heard = Heard {
        line,
        headers: lines,
        body: String::new(),
    };
    let length = heard.header("content-length").and_then(|length| length.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    heard.body = String::from_utf8_lossy(&body).into_owned();
    Some(heard)
}
