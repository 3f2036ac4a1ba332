//! Where a driver listens, and the credentials it wants. These leave as a header only and are never shown.

use std::env;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use url::Url;

const USER: &str = "LINKWRIGHT_WEBDRIVER_USER";
const PASSWORD: &str = "LINKWRIGHT_WEBDRIVER_PASSWORD";

/// The address of a driver or Grid.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    base: Url,
    /// Value of the `Authorization` header.
    authorization: Option<String>,
}

impl Endpoint {
    /// A driver of our own; the environment's credentials are not for it.
    pub(super) fn own(base: Url) -> Endpoint {
        Endpoint {
            base: with_slash(base),
            authorization: None,
        }
    }

    /// A driver or Grid that somebody named. User and password stand in the address, or in
    /// `LINKWRIGHT_WEBDRIVER_USER` and `LINKWRIGHT_WEBDRIVER_PASSWORD`.
    ///
    /// # Errors
    /// What is wrong with the address, without the address: it may hold a password.
    pub fn named(text: &str) -> Result<Endpoint, &'static str> {
        let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
        Endpoint::with_credentials(text, variable(USER), variable(PASSWORD))
    }

    /// The same out of a file, which is copied and shown to others: it holds no credentials.
    ///
    /// # Errors
    /// What is wrong with the address, without the address.
    pub fn in_file(text: &str) -> Result<Endpoint, &'static str> {
        if Url::parse(text).is_ok_and(|url| has_credentials(&url)) {
            return Err(
                "takes an address without user and password, which belong into LINKWRIGHT_WEBDRIVER_USER and LINKWRIGHT_WEBDRIVER_PASSWORD",
            );
        }
        Endpoint::named(text)
    }

    fn with_credentials(text: &str, user: Option<String>, password: Option<String>) -> Result<Endpoint, &'static str> {
        let mut base = Url::parse(text).map_err(|_| "takes the address of a driver")?;
        if base.scheme() != "http" || !base.has_host() {
            return Err("takes an http address (use a tunnel for a driver behind https)");
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err("takes an address without `?` and `#`: what follows them would not reach the driver");
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let in_address = has_credentials(&base);
        let given = if in_address {
            Some((decoded(base.username()), decoded(base.password().unwrap_or_default())))
        } else {
            user.map(|user| (user, password.unwrap_or_default()))
        };
        // An http address with a host takes both.
        let _ = base.set_username("");
        let _ = base.set_password(None);
        Ok(Endpoint {
            base: with_slash(base),
            authorization: given.map(|(user, password)| basic(&user, &password)),
        })
    }

    /// The address without credentials, with a slash at its end.
    pub fn base(&self) -> &Url {
        &self.base
    }

    pub(super) fn authorization(&self) -> Option<&str> {
        self.authorization.as_deref()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("base", &self.base.as_str())
            .field("authorization", &self.authorization.is_some())
            .finish()
    }
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

fn with_slash(mut url: Url) -> Url {
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Endpoint {
        Endpoint::with_credentials(text, None, None).expect("it is an address")
    }

    #[test]
    fn credentials_become_a_header_and_are_never_shown() {
        let endpoint = named("http://ada:p%40ss%3Aword@grid.example:4444/wd/hub");
        assert_eq!(endpoint.base().as_str(), "http://grid.example:4444/wd/hub/");
        assert_eq!(endpoint.authorization(), Some("Basic YWRhOnBAc3M6d29yZA=="));
        let shown = format!("{endpoint:?}");
        assert!(!shown.contains("ada") && !shown.contains("YWRh"), "{shown}");
    }

    #[test]
    fn credentials_of_the_environment_are_for_addresses_without_their_own() {
        let of = |text| {
            let endpoint = Endpoint::with_credentials(text, Some("eve".to_owned()), Some("x".to_owned()));
            endpoint.expect("it is an address").authorization
        };
        assert_eq!(of("http://grid.example").as_deref(), Some("Basic ZXZlOng="));
        assert_eq!(of("http://ada:y@grid.example").as_deref(), Some("Basic YWRhOnk="));
        let own = Endpoint::own(Url::parse("http://127.0.0.1:1").expect("an address"));
        assert_eq!(own.authorization(), None);
    }

    #[test]
    fn the_path_is_kept_and_a_query_is_refused() {
        assert_eq!(named("http://a.example/wd/hub/").base().path(), "/wd/hub/");
        assert_eq!(named("http://a.example").base().path(), "/");
        for text in ["http://a.example/?token=s3cret", "http://a.example/#s3cret"] {
            let refused = Endpoint::with_credentials(text, None, None).expect_err("it is refused");
            assert!(!refused.contains("s3cret"));
        }
        for text in ["https://a.example", "ftp://a.example", "grid", "http://"] {
            assert!(Endpoint::with_credentials(text, None, None).is_err(), "{text}");
        }
    }
}
