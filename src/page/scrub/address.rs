//! Addresses without the people in them: what rules ask for in an address stays, the rest is invented.

use url::Url;

use super::invention::{Invention, Kind};
use super::key::Keys;
use crate::person::Slug;

/// Where links lead that name no host.
const SITE: &str = "https://www.linkedin.com/";
/// The parameter that names a person.
const VANITY: &str = "vanityName";

/// The address of a page or of a link.
pub(super) fn scrub(address: &str, keys: &Keys, invention: &mut Invention) -> String {
    let address = address.trim();
    if address.is_empty() || address == "#" {
        return address.to_owned();
    }
    if let Some(fragment) = address.strip_prefix('#') {
        return format!("#{}", keys.scrub(fragment, invention));
    }
    if let Some(mail) = address.strip_prefix("mailto:") {
        return format!("mailto:{}", invention.email(mail));
    }
    let parsed = Url::parse(SITE).and_then(|site| site.join(address));
    match parsed {
        Ok(url) if matches!(url.scheme(), "http" | "https") => of_the_web(address, &url, keys, invention),
        Ok(_) | Err(_) => "#".to_owned(),
    }
}

/// The address of a picture, with what rules ask for in it.
pub(super) fn picture(address: &str, keys: &Keys, invention: &mut Invention) -> String {
    let marks = keys.asked_of_pictures().filter(|mark| address.contains(*mark));
    let marks: String = marks.map(|mark| format!("/{mark}")).collect();
    invention.picture(address, &marks)
}

/// Whether an address is of the site or of its stand-in on this machine.
pub(super) fn is_of_the_site(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(host)) => host == "linkedin.com" || host == "localhost" || is_of_members(host),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// `www` and the two letters of a country; no host of pictures and files.
fn is_of_members(host: &str) -> bool {
    host.strip_suffix(".linkedin.com")
        .is_some_and(|name| name == "www" || name == "m" || name.len() == 2)
}

fn of_the_web(written: &str, url: &Url, keys: &Keys, invention: &mut Invention) -> String {
    if !is_of_the_site(url) {
        let host = invention.piece(url.host_str().unwrap_or_default());
        return format!("https://{host}.example.com/");
    }
    let is_relative = written.starts_with('/') && !written.starts_with("//");
    let mut text = if is_relative { "/".to_owned() } else { SITE.to_owned() };
    text.push_str(&path(url, keys, invention));
    if let Some(query) = url.query() {
        let pairs: Vec<String> = query.split('&').map(|pair| parameter(pair, keys, invention)).collect();
        text.push('?');
        text.push_str(&pairs.join("&"));
    }
    if url.fragment().is_some() {
        text.push_str("#x");
    }
    text
}

fn path(url: &Url, keys: &Keys, invention: &mut Invention) -> String {
    let segments: Vec<&str> = url.path_segments().map(Iterator::collect).unwrap_or_default();
    let mut is_person = false;
    let mut pieces: Vec<String> = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        pieces.push(if std::mem::take(&mut is_person) {
            slug(segment, invention)
        } else if segment.is_empty() || keys.is_known(segment) || (at == 0 && is_route(segment, keys)) {
            (*segment).to_owned()
        } else {
            invention.piece(segment)
        });
        is_person = at == 0 && *segment == "in";
    }
    pieces.join("/")
}

/// The site's own first steps are plain lower-case words, and no person's.
fn is_route(segment: &str, keys: &Keys) -> bool {
    let is_plain = segment.len() <= 24 && segment.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_plain && !keys.is_slug(segment)
}

fn slug(segment: &str, invention: &mut Invention) -> String {
    match Slug::from_path_segment(segment) {
        Some(slug) => invention.slug(slug.decoded()),
        None => invention.piece(segment),
    }
}

fn parameter(pair: &str, keys: &Keys, invention: &mut Invention) -> String {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = if name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        invention.word("parameter", Kind::Address)
    };
    match value {
        "" => name,
        value if name == VANITY => format!("{name}={}", slug(value, invention)),
        value if keys.is_known(pair) || keys.is_known(value) => format!("{name}={value}"),
        value => format!("{name}={}", invention.piece(value)),
    }
}
