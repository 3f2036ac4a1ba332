//! What helps where the browser is to come from a driver behind `--webdriver`.
//!
//! Names the address without its credentials.

use linkwright::browser::endpoint::Endpoint;
use linkwright::outcome::{Failure, FailureReason};

/// The cure of a failure: that of the table, unless a driver elsewhere is at fault.
pub(crate) fn cure(failure: &Failure, endpoint: Option<&Endpoint>) -> String {
    match endpoint {
        Some(endpoint) if failure.reason == FailureReason::BrowserUnavailable => {
            far(endpoint.base().as_str(), &failure.message)
        }
        Some(_) | None => failure.reason.row().cure.to_owned(),
    }
}

/// The message is what the driver, or whatever answers in its place, has said.
fn far(address: &str, message: &str) -> String {
    let says = |words: &str| message.contains(words);
    if says("(HTTP 401)") || says("(HTTP 403)") {
        return format!(
            "{address} wants credentials: put them into LINKWRIGHT_WEBDRIVER_USER and LINKWRIGHT_WEBDRIVER_PASSWORD."
        );
    }
    if says("(HTTP 404)") || says("(HTTP 405)") || says("is not JSON") {
        return format!(
            "Check the path behind --webdriver, {address}: what answers there is no driver. Drivers have none, an old Grid has /wd/hub."
        );
    }
    format!(
        "Check that a driver or Grid runs at {address}, that it can be reached from here, and that it has a browser to give."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cure_names_the_address_and_never_what_is_secret_in_it() {
        let endpoint = Endpoint::named("http://ada:s3cret@127.0.0.1:4444/hub").expect("an address");
        let told = |reason: FailureReason, message: &str| cure(&Failure::new(reason, message), Some(&endpoint));
        for (message, words) in [
            ("no browser session could be started: it cannot be reached", "runs at"),
            (
                "it wants another user name and password (HTTP 401)",
                "LINKWRIGHT_WEBDRIVER_USER",
            ),
            ("its answer (HTTP 404) is not JSON", "path behind --webdriver"),
            ("unknown command (HTTP 404)", "path behind --webdriver"),
        ] {
            let cure = told(FailureReason::BrowserUnavailable, message);
            assert!(
                cure.contains(words) && cure.contains("http://127.0.0.1:4444/hub/"),
                "{cure}"
            );
            assert!(!cure.contains("s3cret") && !cure.contains("ada"), "{cure}");
        }
        let lost = FailureReason::BrowserLost;
        assert_eq!(told(lost, "it is gone"), lost.row().cure);
        let ours = Failure::from(FailureReason::BrowserUnavailable);
        assert_eq!(cure(&ours, None), ours.reason.row().cure);
    }
}
