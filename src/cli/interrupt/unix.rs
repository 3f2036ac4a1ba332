//! SIGINT, SIGTERM and SIGHUP. Knows no run.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// What asks for an end.
pub(super) struct Signals {
    ctrl_c: Signal,
    terminate: Signal,
    hang_up: Option<Signal>,
}

impl Signals {
    /// Listens from now on; needs a runtime.
    pub(super) fn listen() -> std::io::Result<Signals> {
        Ok(Signals {
            ctrl_c: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: hears_hang_up().then(|| signal(SignalKind::hangup())).transpose()?,
        })
    }

    /// Ends at the next one.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.ctrl_c.recv() => {}
            _ = self.terminate.recv() => {}
            () = hung_up(&mut self.hang_up) => {}
        }
    }
}

/// Whether a closed terminal is for us to hear: under `nohup` it is not.
fn hears_hang_up() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // The first bit is the first signal, SIGHUP.
    ignored.is_some_and(|mask| mask & 1 == 0)
}

async fn hung_up(listened: &mut Option<Signal>) {
    match listened {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}
