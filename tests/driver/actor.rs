//! A driver without a browser, which answers each command as a good one would.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::liar::{Heard, Lie, SESSION, hear};

const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

#[derive(Default)]
struct Play {
    heard: Vec<String>,
    /// What its only field holds.
    held: String,
}

/// A driver that plays its part.
pub(crate) struct Actor {
    pub(crate) port: u16,
    play: Arc<Mutex<Play>>,
    serving: tokio::task::JoinHandle<()>,
}

impl Drop for Actor {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Actor {
    pub(crate) async fn start() -> Actor {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let play: Arc<Mutex<Play>> = Arc::default();
        let shared = play.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone()));
            }
        });
        Actor { port, play, serving }
    }

    /// How many commands were heard, the end of the session left out.
    pub(crate) fn commands(&self) -> usize {
        let play = self.play.lock().unwrap_or_else(PoisonError::into_inner);
        play.heard.iter().filter(|line| line.starts_with("POST ")).count()
    }
}

async fn serve(stream: TcpStream, play: Arc<Mutex<Play>>) {
    let mut stream = BufReader::new(stream);
    while let Some(heard) = hear(&mut stream).await {
        let value = answer(&mut play.lock().unwrap_or_else(PoisonError::into_inner), &heard);
        let Lie::Bytes(bytes) = Lie::json("200 OK", json!({"value": value}).to_string()) else {
            return;
        };
        // The other side may hang up at any time.
        if stream.get_mut().write_all(&bytes).await.is_err() {
            return;
        }
    }
}

fn answer(play: &mut Play, heard: &Heard) -> Value {
    play.heard.push(heard.line.clone());
    let command = heard.line.split(' ').nth(1).unwrap_or_default();
    let body: Value = serde_json::from_str(&heard.body).unwrap_or_default();
    let asked = &body["args"][0];
    let script = body["script"].as_str().unwrap_or_default();
    match command.rsplit('/').next().unwrap_or_default() {
        "session" => json!({"sessionId": SESSION, "capabilities": {}}),
        "value" => {
            play.held = body["text"].as_str().unwrap_or_default().to_owned();
            Value::Null
        }
        "async" if asked["typing"] == true => {
            json!({"ready": true, "held": play.held, "focused": true})
        }
        "async" if asked["handle"].is_number() => json!({"ready": true, "point": [10, 10]}),
        "async" => json!({"url": "http://127.0.0.1:9/", "look": asked["look"], "html": "<p>Example</p>".repeat(100)}),
        "sync" if script.contains(".value") => json!(play.held),
        "sync" if script.contains("elements[") => json!({ELEMENT_KEY: "e1"}),
        "sync" => json!("click"),
        _ => Value::Null,
    }
}
