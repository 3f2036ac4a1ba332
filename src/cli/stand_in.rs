//! Whether a stand-in for LinkedIn answers at all: asked behind a run that got no page from it.
//!
//! Never asks the real site.

use std::time::Duration;

use linkwright::browser::launch::Launch;
use linkwright::engine::Site;
use linkwright::outcome::{Failure, FailureReason, Report};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A server of this machine that is up takes a connection at once.
const AT_MOST: Duration = Duration::from_secs(2);

/// A report that says so where nothing listens at the stand-in.
pub(crate) async fn told(report: Report, site: &Site, launch: &Launch) -> Report {
    match report {
        Report::Failed { failure, answered } => Report::Failed {
            failure: said(failure, site, launch).await,
            answered,
        },
        Report::Completed(_) => report,
    }
}

/// A failure that says so where nothing listens at the stand-in.
pub(crate) async fn said(failure: Failure, site: &Site, launch: &Launch) -> Failure {
    if !is_undelivered(site, &failure) || !is_down(site, launch).await {
        return failure;
    }
    let place = site.origin().as_str().trim_end_matches('/');
    let message = format!("Nothing answers at {place}; is the sandbox running? {}.", start(site));
    Failure::new(FailureReason::LinkedinUnavailable, message)
}

/// Whether this is a stand-in at which nothing listens.
pub(crate) async fn is_down(site: &Site, launch: &Launch) -> bool {
    // A browser behind --webdriver may run elsewhere, where the same address is another machine.
    !site.is_real() && launch.webdriver.is_none() && !answers(site).await
}

/// The command that helps then, with its verb.
pub(crate) fn start(site: &Site) -> String {
    let port = site.origin().port_or_known_default().unwrap_or_default();
    format!("Start it with `linkwright sandbox --port {port}`")
}

/// Whether this is a stand-in that did not deliver the page: what helps with LinkedIn is no help then.
pub(crate) fn is_undelivered(site: &Site, failure: &Failure) -> bool {
    !site.is_real() && failure.reason == FailureReason::LinkedinUnavailable
}

async fn answers(site: &Site) -> bool {
    let origin = site.origin();
    let (Some(host), Some(port)) = (origin.host_str(), origin.port_or_known_default()) else {
        return false;
    };
    // An IPv6 address stands in brackets in a URL only.
    let address = (host.trim_matches(['[', ']']), port);
    matches!(timeout(AT_MOST, TcpStream::connect(address)).await, Ok(Ok(_)))
}
