//! The plainest of HTTP clients: it follows nothing and accepts every status, 999 included.

use std::collections::HashMap;

use linkwright::sandbox::Sandbox;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    /// The body, read as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("the answer is JSON")
    }
}

/// GET.
pub(crate) async fn get(sandbox: &Sandbox, path: &str) -> Answer {
    request(sandbox.origin(), "GET", path, "", "").await
}

/// GET with a cookie.
pub(crate) async fn get_as(sandbox: &Sandbox, path: &str, cookie: &str) -> Answer {
    request(
        sandbox.origin(),
        "GET",
        path,
        "",
        &format!("cookie: other=1; {cookie}\r\n"),
    )
    .await
}

/// POST with a JSON body.
pub(crate) async fn post(sandbox: &Sandbox, path: &str, body: Value) -> Answer {
    request(sandbox.origin(), "POST", path, &body.to_string(), "").await
}

/// One request on a connection of its own; redirects are not followed.
async fn request(origin: &str, method: &str, path: &str, body: &str, more: &str) -> Answer {
    let host = origin.strip_prefix("http://").expect("the origin is http");
    let mut stream = TcpStream::connect(host).await.expect("the sandbox listens");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{more}content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("the head goes out");
    stream.write_all(body.as_bytes()).await.expect("the body goes out");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("the answer comes in");
    let text = String::from_utf8(bytes).expect("the answer is UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("the answer has a head");
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|status| status.parse().ok())
        .expect("the answer has a status");
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Answer {
        status,
        headers,
        body: body.to_owned(),
    }
}
