//! Small pages on loopback.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A page with nothing to wait for.
pub(crate) const PLAIN: (&str, &str) = ("/plain", "<title>plain</title><p>Nothing here.</p>");

/// A site with these pages, each a path and its HTML.
pub(crate) struct Pages {
    origin: String,
    serving: tokio::task::JoinHandle<()>,
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Pages {
    pub(crate) async fn start(pages: &'static [(&'static str, &'static str)]) -> Pages {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, pages));
            }
        });
        Pages {
            origin: format!("http://127.0.0.1:{port}"),
            serving,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

async fn serve(stream: TcpStream, pages: &'static [(&'static str, &'static str)]) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut request = String::new();
    stream.read_line(&mut request).await.ok()?;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        if line.trim().is_empty() {
            break;
        }
    }
    let asked = request.split(' ').nth(1)?;
    let html = pages
        .iter()
        .find(|(path, _)| *path == asked)
        .map_or("", |(_, html)| html);
    let status = if html.is_empty() { "404 Not Found" } else { "200 OK" };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        html.len()
    );
    stream.get_mut().write_all((head + html).as_bytes()).await.ok()
}
