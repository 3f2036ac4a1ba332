//! Who: a person's URL, parsed strictly and then rebuilt from its slug.
//!
//! Nothing of the caller's text but the slug survives, so no trick in host, port or path can lead
//! elsewhere. Read by hand and not with the `url` crate, which repairs what must be refused here
//! (tabs, backslashes, dot segments). Knows no page and no browser.

mod error;
mod keys;
mod slug;

pub use error::PersonUrlError;
pub use keys::PersonKeys;
pub use slug::Slug;

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The longest input that is looked at, in bytes.
const MAX_BYTES: usize = 2048;

/// What every canonical URL begins with.
const BASE: &str = "https://www.linkedin.com/in/";

/// What may follow the slug: the same person, but not the card.
const SUB_PAGES: [&str; 6] = [
    "overlay",
    "details",
    "detail",
    "recent-activity",
    "edit",
    "opportunities",
];

/// Paths of LinkedIn that look like a person to people, and are not `/in/<slug>`.
const OTHER_PAGES: [&str; 8] = [
    "pub",
    "sales",
    "talent",
    "recruiter",
    "company",
    "school",
    "mwlite",
    "profile",
];

/// A person's canonical URL: always `https://www.linkedin.com/in/<slug>`, without trailing slash.
///
/// Parsing it again gives the same URL.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PersonUrl {
    url: String,
    slug: Slug,
}

impl PersonUrl {
    /// Parses what a caller wrote and rebuilds it.
    ///
    /// # Errors
    /// Whatever is not plainly a person's URL; see [`PersonUrlError`].
    ///
    /// # Examples
    /// ```
    /// use linkwright::person::PersonUrl;
    ///
    /// let person = PersonUrl::parse("http://de.linkedin.com/in/Ada-Example/en?trk=x")?;
    /// assert_eq!(person.as_str(), "https://www.linkedin.com/in/ada-example");
    /// # Ok::<(), linkwright::person::PersonUrlError>(())
    /// ```
    pub fn parse(input: &str) -> Result<Self, PersonUrlError> {
        refuse_unusable_text(input)?;
        let (scheme, rest) = split_scheme(input)?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        check_authority(scheme, authority)?;
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        parse_path(path).map(Self::from)
    }

    /// The canonical URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// The slug: the person's name in the URL.
    #[must_use]
    pub const fn slug(&self) -> &Slug {
        &self.slug
    }
}

impl From<Slug> for PersonUrl {
    fn from(slug: Slug) -> Self {
        Self {
            url: format!("{BASE}{}", slug.encoded()),
            slug,
        }
    }
}

impl FromStr for PersonUrl {
    type Err = PersonUrlError;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        Self::parse(input)
    }
}

impl fmt::Display for PersonUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl Serialize for PersonUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.url)
    }
}

fn refuse_unusable_text(input: &str) -> Result<(), PersonUrlError> {
    if input.is_empty() {
        return Err(PersonUrlError::Empty);
    }
    if input.len() > MAX_BYTES {
        return Err(PersonUrlError::TooLong);
    }
    if input.contains(|c: char| c.is_control() || slug::is_invisible(c)) {
        return Err(PersonUrlError::ControlCharacter);
    }
    if input.contains(char::is_whitespace) {
        return Err(PersonUrlError::Whitespace);
    }
    if input.contains('\\') {
        return Err(PersonUrlError::Backslash);
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

impl Scheme {
    const fn default_port(self) -> &'static str {
        match self {
            Self::Http => "80",
            Self::Https => "443",
        }
    }
}

fn split_scheme(input: &str) -> Result<(Scheme, &str), PersonUrlError> {
    let end = input.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
    let (scheme, rest) = input.split_at(end.unwrap_or(input.len()));
    let Some(rest) = rest.strip_prefix(':') else {
        return Err(PersonUrlError::SchemeMissing);
    };
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "https" => Scheme::Https,
        "http" => Scheme::Http,
        // "linkedin.com:443/in/x" and ":80" have a host or nothing where a scheme would stand.
        other if other.is_empty() || other.contains('.') => {
            return Err(PersonUrlError::SchemeMissing);
        }
        _ => return Err(PersonUrlError::SchemeNotHttp),
    };
    match rest.strip_prefix("//") {
        Some(rest) => Ok((scheme, rest)),
        None => Err(PersonUrlError::HostMissing),
    }
}

fn check_authority(scheme: Scheme, authority: &str) -> Result<(), PersonUrlError> {
    if authority.is_empty() {
        return Err(PersonUrlError::HostMissing);
    }
    if authority.contains('@') {
        return Err(PersonUrlError::UserInfo);
    }
    if !authority.is_ascii() {
        return Err(PersonUrlError::HostNotAscii);
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    if !is_linkedin(&host.to_ascii_lowercase()) {
        return Err(PersonUrlError::HostNotLinkedin);
    }
    match port {
        Some(port) if port != scheme.default_port() => Err(PersonUrlError::Port),
        _ => Ok(()),
    }
}

fn is_linkedin(host: &str) -> bool {
    let Some(sub) = host.strip_suffix("linkedin.com") else {
        return false;
    };
    match sub.strip_suffix('.') {
        None => sub.is_empty(),
        Some("www" | "m") => true,
        Some(country) => country.len() == 2 && country.bytes().all(|b| b.is_ascii_lowercase()),
    }
}

fn parse_path(path: &str) -> Result<Slug, PersonUrlError> {
    let segments = split_path(path)?;
    let (slug, rest) = match segments.as_slice() {
        ["in", slug, rest @ ..] => (slug, rest),
        ["in"] => return Err(PersonUrlError::SlugMissing),
        [first, ..] if OTHER_PAGES.contains(first) => return Err(PersonUrlError::OtherPage),
        _ => return Err(PersonUrlError::NotAPersonPath),
    };
    let slug = Slug::parse(slug)?;
    check_rest(rest)?;
    Ok(slug)
}

/// The segments of an absolute path; one trailing slash is dropped.
fn split_path(path: &str) -> Result<Vec<&str>, PersonUrlError> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Ok(Vec::new());
    }
    let segments: Vec<&str> = path.split('/').collect();
    if segments.contains(&"") {
        return Err(PersonUrlError::EmptySegment);
    }
    if segments.iter().any(|segment| is_dots(segment)) {
        return Err(PersonUrlError::DotSegment);
    }
    Ok(segments)
}

/// Whether a browser would read the segment as `.` or `..`.
fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// A locale, a known sub-page, or both; a sub-page may go on, as it is dropped anyway.
fn check_rest(rest: &[&str]) -> Result<(), PersonUrlError> {
    let rest = match rest {
        [locale, rest @ ..] if is_locale(locale) => rest,
        rest => rest,
    };
    match rest {
        [] => Ok(()),
        [page, tail @ ..] if SUB_PAGES.contains(page) => tail.iter().try_for_each(|s| check_tail(s)),
        _ => Err(PersonUrlError::UnknownSubPage),
    }
}

fn check_tail(segment: &str) -> Result<(), PersonUrlError> {
    let text = slug::decode(segment)?;
    if text.contains(|c: char| c.is_control() || "/\\%".contains(c)) {
        return Err(PersonUrlError::UnknownSubPage);
    }
    Ok(())
}

/// `de`, `de_DE`, `pt-br`.
fn is_locale(segment: &str) -> bool {
    let letters = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    match segment.split_once(['_', '-']) {
        Some((language, country)) => letters(language) && letters(country),
        None => letters(segment),
    }
}
