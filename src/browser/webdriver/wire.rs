//! The wire between the WebDriver client and a driver: the client never sees a raw reply.
//!
//! The client panics on replies that are no text, reads them at any size, and forgets credentials when
//! it ends a session. So it talks to us, in memory, and we talk to the driver. Knows no command.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use tokio::io::DuplexStream;
use tokio::sync::watch;
use tower_service::Service;

use super::super::endpoint::Endpoint;
use super::super::http::{Http, Reply, Trouble};

/// How much of a message is in flight between client and wire.
const IN_FLIGHT: usize = 256 * 1024;

/// Connects the client to the driver, until the first trouble or until it is closed.
#[derive(Debug, Clone)]
pub(super) struct Wire(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    http: Http,
    trouble: Mutex<Option<Trouble>>,
    closed: watch::Sender<bool>,
}

impl Wire {
    pub(super) fn to(endpoint: &Endpoint) -> Wire {
        Wire(Arc::new(Shared {
            http: Http::to(endpoint),
            trouble: Mutex::new(None),
            closed: watch::Sender::new(false),
        }))
    }

    /// The first trouble that there was. After it nothing more is sent.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        *self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends what is in flight, and lets nothing more through.
    pub(super) fn close(&self) {
        self.0.closed.send_replace(true);
    }

    fn note(&self, trouble: Trouble) {
        let mut first = self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert(trouble);
        drop(first);
        self.close();
    }

    async fn until_closed(&self) {
        // The sender lives as long as we do.
        let _ = self.0.closed.subscribe().wait_for(|closed| *closed).await;
    }

    async fn carry(self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Trouble> {
        if *self.0.closed.borrow() {
            return Err(Trouble::Closed);
        }
        let (parts, body) = request.into_parts();
        let body = body.collect().await.map_err(|_| Trouble::Cut)?.to_bytes();
        let exchange = self.0.http.exchange(parts.method, parts.uri.path(), body);
        let reply = tokio::select! {
            biased;
            () = self.until_closed() => return Err(Trouble::Closed),
            reply = exchange => reply,
        };
        reply.map(passed_on).inspect_err(|trouble| self.note(*trouble))
    }
}

fn passed_on(reply: Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(reply.text));
    // A client must not wait for what follows an informational status.
    *response.status_mut() = if reply.status.is_informational() {
        StatusCode::BAD_GATEWAY
    } else {
        reply.status
    };
    if let Some(content_type) = reply.content_type {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}

impl Service<Uri> for Wire {
    type Response = Line;
    type Error = Infallible;
    type Future = Ready<Result<Line, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let (theirs, ours) = tokio::io::duplex(IN_FLIGHT);
        let wire = self.clone();
        tokio::spawn(async move {
            let carry = service_fn(|request| wire.clone().carry(request));
            let serving = http1::Builder::new().serve_connection(TokioIo::new(ours), carry);
            // The client is told by the end of its line; why it ended stands in `trouble`.
            let _ = serving.await;
        });
        ready(Ok(Line(TokioIo::new(theirs))))
    }
}

/// The client's end of a connection.
#[derive(Debug)]
pub(super) struct Line(TokioIo<DuplexStream>);

impl Connection for Line {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Read for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl Write for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
