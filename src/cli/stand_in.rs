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
    let is_undelivered = failure.reason == FailureReason::LinkedinUnavailable;
    // A browser behind --webdriver may run elsewhere, where the same address is another machine.
    if site.is_real() || launch.webdriver.is_some() || !is_undelivered || answers(site).await {
        return failure;
    }
    let place = site.origin().as_str().trim_end_matches('/');
    let port = site.origin().port_or_known_default().unwrap_or_default();
    let message = format!(
        "Nothing answers at {place}; is the sandbox running? Start it with `linkwright sandbox --port {port}`."
    );
    Failure::new(FailureReason::LinkedinUnavailable, message)
}

/// Whether the site did not deliver the page.
pub(crate) fn is_undelivered(report: &Report) -> bool {
    matches!(report, Report::Failed { failure, .. } if failure.reason == FailureReason::LinkedinUnavailable)
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
