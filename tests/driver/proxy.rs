//! A bad line between us and a driver.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What happens to the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toxin {
    /// Nothing.
    None,
    /// Each packet comes later.
    Latency(Duration),
    /// Each packet comes later, and each by another time, up to this.
    Jitter(Duration),
    /// So many bytes in a second.
    Bandwidth(usize),
    /// Packets of so many bytes.
    Slicer(usize),
    /// The connection ends after so many bytes.
    Cut(usize),
    /// This byte is another one.
    Garble(usize),
    /// A few bytes now and then.
    Drip,
    /// Nothing comes, and the connection stays.
    Hole,
    /// The connection is reset.
    Reset,
    /// Nobody is there: connections end, and new ones too.
    Down,
}

/// Carries connections to a port, and poisons the answers once it is told to.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    toxin: Arc<watch::Sender<Toxin>>,
    carrying: tokio::task::JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

impl Proxy {
    pub(crate) async fn to(port: u16) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let own = listener.local_addr().expect("it has an address").port();
        let toxin = Arc::new(watch::Sender::new(Toxin::None));
        let told = toxin.clone();
        let carrying = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let told = told.clone();
                tokio::spawn(async move {
                    let far = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
                    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
                    let mut ears = told.subscribe();
                    let both = async { tokio::join!(forth(near_in, far_out), back(far_in, near_out, &told)) };
                    let down = ears.wait_for(|toxin| *toxin == Toxin::Down);
                    tokio::select! {
                        _ = both => {}
                        _ = down => {}
                    }
                    Some(())
                });
            }
        });
        Proxy {
            port: own,
            toxin,
            carrying,
        }
    }

    pub(crate) fn poison(&self, toxin: Toxin) {
        self.toxin.send_replace(toxin);
    }
}

/// Lets time pass, which is what a slow line does.
async fn later(late: Duration) {
    let never = std::future::pending::<()>();
    // What never comes is only given up.
    let _ = tokio::time::timeout(late, never).await;
}

async fn forth(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    let _ = tokio::io::copy(&mut from, &mut to).await;
    let _ = to.shutdown().await;
}

async fn back(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, told: &watch::Sender<Toxin>) -> Option<()> {
    let mut packet = vec![0; 16 * 1024];
    loop {
        let length = from.read(&mut packet).await.ok().filter(|length| *length > 0)?;
        let bytes = &mut packet[..length];
        let toxin = *told.borrow();
        match toxin {
            Toxin::None => to.write_all(bytes).await.ok()?,
            Toxin::Latency(late) => {
                later(late).await;
                to.write_all(bytes).await.ok()?;
            }
            Toxin::Jitter(most) => {
                let drawn = RandomState::new().hash_one(length);
                later(most.mul_f64(drawn as f64 / u64::MAX as f64)).await;
                to.write_all(bytes).await.ok()?;
            }
            Toxin::Bandwidth(a_second) => {
                for bytes in bytes.chunks(a_second.div_ceil(20)) {
                    later(Duration::from_millis(50)).await;
                    to.write_all(bytes).await.ok()?;
                }
            }
            Toxin::Slicer(size) => {
                for bytes in bytes.chunks(size) {
                    later(Duration::from_millis(2)).await;
                    to.write_all(bytes).await.ok()?;
                }
            }
            Toxin::Cut(after) => {
                to.write_all(&bytes[..after.min(length)]).await.ok()?;
                return None;
            }
            Toxin::Garble(at) => {
                let at = at.min(length - 1);
                bytes[at] = if bytes[at] == 0xff { 0xfe } else { 0xff };
                to.write_all(bytes).await.ok()?;
            }
            Toxin::Drip => {
                let mut ticks = tokio::time::interval(Duration::from_millis(100));
                for byte in bytes.chunks(1) {
                    ticks.tick().await;
                    to.write_all(byte).await.ok()?;
                }
            }
            Toxin::Hole => {}
            Toxin::Down => return None,
            Toxin::Reset => {
                let stream = from.reunite(to).ok()?;
                stream.set_zero_linger().ok()?;
                return None;
            }
        }
    }
}
