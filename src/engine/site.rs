//! The site that is driven: LinkedIn, or a stand-in on this machine.
//!
//! Knows addresses only.

use url::{Host, Url};

use crate::person::PersonUrl;

/// An origin, and how a person's page is addressed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    origin: Url,
    real: bool,
}

/// Why an address cannot stand in for LinkedIn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an http address on this machine is wanted, such as http://127.0.0.1:8080; {0}")]
pub struct SiteError(&'static str);

impl Default for Site {
    fn default() -> Site {
        let origin = Url::parse("https://www.linkedin.com/").unwrap_or_else(|_| unreachable!("a constant that parses"));
        Site { origin, real: true }
    }
}

impl Site {
    /// A stand-in: plain http on a loopback host, nothing else.
    ///
    /// # Errors
    /// Any other address, with what is wrong about it.
    pub fn stand_in(text: &str) -> Result<Site, SiteError> {
        let url = Url::parse(text).map_err(|_| SiteError("this is no address"))?;
        if url.scheme() != "http" {
            return Err(SiteError("only http is taken"));
        }
        let loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        if !loopback {
            return Err(SiteError(
                "only hosts of this machine are taken (127.0.0.1, localhost, [::1])",
            ));
        }
        if !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some()
            || url.path() != "/"
        {
            return Err(SiteError("it must end behind the port"));
        }
        Ok(Site {
            origin: url,
            real: false,
        })
    }

    /// Whether this is LinkedIn itself.
    pub fn is_real(&self) -> bool {
        self.real
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &Url {
        &self.origin
    }

    /// What the ledger knows the site by: its origin, with every spelling of this machine as one.
    pub fn name(&self) -> String {
        let origin = self.origin.origin().ascii_serialization();
        match (self.real, self.origin.port_or_known_default()) {
            (false, Some(port)) => format!("http://127.0.0.1:{port}"),
            _ => origin,
        }
    }

    /// Address of a person's page.
    pub fn person_page(&self, person: &PersonUrl) -> String {
        format!("{}in/{}/", self.origin, person.slug().encoded())
    }

    /// Address where a person signs in; whoever is signed in is led on to the feed.
    pub fn sign_in(&self) -> String {
        format!("{}login", self.origin)
    }

    /// Address of the list of sent invitations.
    pub fn sent_invitations(&self) -> String {
        format!("{}mynetwork/invitation-manager/sent/", self.origin)
    }

    /// Whether an address belongs to the site.
    pub fn holds(&self, url: &Url) -> bool {
        url.origin() == self.origin.origin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_http_stands_in() {
        for good in ["http://127.0.0.1:8080", "http://localhost:1/", "http://[::1]:9"] {
            assert!(Site::stand_in(good).is_ok(), "{good}");
        }
        for bad in [
            "https://127.0.0.1:1",
            "http://example.com",
            "http://127.0.0.1.example.com",
            "http://user@127.0.0.1:1",
            "http://10.0.0.1",
            "http://127.0.0.1:1/in/x",
            "http://127.0.0.1:1/?a",
            "file:///etc",
            "x",
        ] {
            assert!(Site::stand_in(bad).is_err(), "{bad}");
        }
    }
}
