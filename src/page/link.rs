//! Whom a link names. Knows addresses, no page.

use crate::person::Slug;

/// The person that a link names: by the composer's parameter or by the path.
///
/// A link to another site names nobody, nor does one that gives several people.
pub(crate) fn named_in_link(href: &str) -> Option<Slug> {
    if !href.contains("in/") && !href.contains("vanityName=") {
        return None;
    }
    let base = url::Url::parse("https://www.linkedin.com/").ok()?;
    let url = base.join(href).ok()?;
    if !is_of_the_site(&url) {
        return None;
    }
    let mut segments = url.path_segments()?;
    if segments.next() == Some("in") {
        return Slug::from_path_segment(segments.next()?);
    }
    let pairs = url.query().unwrap_or_default().split('&');
    let mut named = pairs.filter_map(|pair| pair.strip_prefix("vanityName="));
    let slug = named.next()?;
    named.next().is_none().then(|| Slug::from_path_segment(slug))?
}

/// The site, or its stand-in on this machine.
fn is_of_the_site(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(host)) => {
            host == "linkedin.com" || host.ends_with(".linkedin.com") || host == "localhost"
        }
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_the_site_name_one_person_and_others_nobody() {
        let named = |href: &str| named_in_link(href).map(|slug| slug.decoded().to_owned());
        for href in [
            "/in/ada-example/",
            "https://www.linkedin.com/in/ada-example",
            "https://de.linkedin.com/in/ada-example/edit/intro/",
            "/preload/custom-invite/?vanityName=ada-example",
            "http://127.0.0.1:4000/in/ada-example/",
            "http://[::1]:4000/in/ada-example/",
            "http://localhost/in/ada-example/",
            "/in/ada%2Dexample/",
        ] {
            assert_eq!(named(href).as_deref(), Some("ada-example"), "{href}");
        }
        for href in [
            "https://evil.example/in/ada-example/",
            "//evil.example/in/ada-example/",
            "https://evil-linkedin.com/in/ada-example/",
            "https://www.linkedin.com.evil.example/in/ada-example/",
            "https://www.linkedin.com@evil.example/in/ada-example/",
            "javascript:/in/ada-example/",
            "/preload/custom-invite/?vanityName=ada-example&vanityName=otto-other",
            "/preload/custom-invite/#?vanityName=ada-example",
        ] {
            assert_eq!(named(href), None, "{href}");
        }
    }
}
