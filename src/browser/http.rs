//! Plain HTTP to a driver, outside of any session: to begin one, to end one, to ask for readiness.
//!
//! Every request has a deadline and every reply a size; bodies never reach an error text.

use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::time::timeout;

/// Largest reply that is read.
const MAX_REPLY: usize = 1024 * 1024;

/// Status and JSON of a reply.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) value: Value,
}

/// Sends one request; `credentials` is the value of an `Authorization` header.
pub(super) async fn request(
    method: Method,
    url: &url::Url,
    credentials: Option<&str>,
    body: Option<&Value>,
    within: Duration,
) -> Result<Reply, String> {
    let call = async {
        let client = Client::builder(TokioExecutor::new()).build(connector());
        let mut builder = Request::builder().method(method).uri(url.as_str());
        if let Some(credentials) = credentials {
            builder = builder.header("authorization", credentials);
        }
        let bytes = body.map(Value::to_string).unwrap_or_default();
        let request = builder
            .header("content-type", "application/json; charset=utf-8")
            .body(Full::new(Bytes::from(bytes)))
            .map_err(|error| error.to_string())?;
        let reply = client
            .request(request)
            .await
            .map_err(|_| "it does not answer".to_owned())?;
        let status = reply.status().as_u16();
        let body = Limited::new(reply.into_body(), MAX_REPLY).collect().await;
        let bytes = body
            .map_err(|_| "its reply was cut or too large".to_owned())?
            .to_bytes();
        let value = serde_json::from_slice(&bytes).map_err(|_| format!("its reply (HTTP {status}) is not JSON"))?;
        Ok(Reply { status, value })
    };
    timeout(within, call)
        .await
        .unwrap_or_else(|_| Err(format!("it did not answer within {} s", within.as_secs())))
}

/// A connector without Nagle's delay: commands are small and many.
pub(super) fn connector() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.set_connect_timeout(Some(Duration::from_secs(5)));
    connector
}
