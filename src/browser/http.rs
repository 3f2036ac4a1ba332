//! HTTP to a driver: every request has a deadline, every reply a largest size and is text.
//!
//! Bodies never reach an error text, and credentials travel in a header only. Knows no session.

use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::time::timeout;

use super::endpoint::Endpoint;

/// Largest reply that is read.
pub(super) const MAX_REPLY: usize = 64 * 1024 * 1024;

/// Why there is no reply that could be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Trouble {
    #[error("it did not answer within {} s", .0.as_secs_f32().ceil())]
    Silent(Duration),
    #[error("it cannot be reached")]
    Unreachable,
    #[error("its answer was cut off")]
    Cut,
    #[error("its answer is larger than {} MiB", MAX_REPLY / 1024 / 1024)]
    TooLarge,
    #[error("its answer is no text")]
    NotText,
    #[error("its answer (HTTP {0}) is not JSON")]
    NotJson(u16),
    #[error("it wants another user name and password (HTTP {0})")]
    Forbidden(u16),
    #[error("nothing more is sent to it")]
    Closed,
}

/// A reply as it came, but whole and UTF-8.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) content_type: Option<HeaderValue>,
    pub(super) text: Bytes,
}

impl Reply {
    pub(super) fn json(&self) -> Result<Value, Trouble> {
        let status = self.status.as_u16();
        serde_json::from_slice(&self.text).map_err(|_| match status {
            401 | 403 => Trouble::Forbidden(status),
            _ => Trouble::NotJson(status),
        })
    }
}

/// Connections to one driver.
#[derive(Debug, Clone)]
pub(super) struct Http {
    client: Client<HttpConnector, Full<Bytes>>,
    endpoint: Endpoint,
}

impl Http {
    pub(super) fn to(endpoint: &Endpoint) -> Http {
        Http {
            client: Client::builder(TokioExecutor::new()).build(connector()),
            endpoint: endpoint.clone(),
        }
    }

    /// Sends a request to a path below the driver's address and waits for the whole reply.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
        within: Duration,
    ) -> Result<Reply, Trouble> {
        timeout(within, self.exchange(method, path, body))
            .await
            .unwrap_or(Err(Trouble::Silent(within)))
    }

    /// The same without a deadline: the caller has one.
    pub(super) async fn exchange(&self, method: Method, path: &str, body: Bytes) -> Result<Reply, Trouble> {
        let url = self.endpoint.base().join(path).map_err(|_| Trouble::Unreachable)?;
        let mut request = Request::builder().method(method).uri(url.as_str());
        if let Some(authorization) = self.endpoint.authorization() {
            request = request.header(AUTHORIZATION, authorization);
        }
        let request = request
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .body(Full::new(body))
            .map_err(|_| Trouble::Unreachable)?;
        let reply = self.client.request(request).await.map_err(|error| {
            if error.is_connect() {
                Trouble::Unreachable
            } else {
                Trouble::Cut
            }
        })?;
        let status = reply.status();
        let content_type = reply.headers().get(CONTENT_TYPE).cloned();
        let body = Limited::new(reply.into_body(), MAX_REPLY).collect().await;
        let text = body
            .map_err(|error| {
                if error.is::<LengthLimitError>() {
                    Trouble::TooLarge
                } else {
                    Trouble::Cut
                }
            })?
            .to_bytes();
        match std::str::from_utf8(&text) {
            Ok(_) => Ok(Reply {
                status,
                content_type,
                text,
            }),
            Err(_) => Err(Trouble::NotText),
        }
    }
}

/// A connector without Nagle's delay: commands are small and many.
fn connector() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.set_connect_timeout(Some(Duration::from_secs(5)));
    connector
}
