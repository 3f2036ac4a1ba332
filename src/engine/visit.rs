//! One person's page, open: who was asked for, where we landed, and whether what is seen is theirs.
//!
//! Pure: judges snapshots. An identity that does not hold overrules whatever the rules saw.

use url::Url;

use super::site::Site;
use crate::page::{PageState, Recognition, Snapshot};
use crate::person::{PersonUrl, Slug};

/// The page that is open, or about to be.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) person: PersonUrl,
    /// The slug landed on, once it is known.
    pub(super) landed: Option<Slug>,
    /// The document that was shown before the page was opened.
    pub(super) before: Option<f64>,
    /// Address with the opaque id and member URN that the card shows, once they were read.
    pub(super) ids: Option<(Option<String>, Option<String>)>,
}

/// Why what is seen is not what was asked for, as a state.
pub(super) type Overruled = (PageState, &'static str);

impl Visit {
    pub(super) fn new(person: PersonUrl) -> Visit {
        Visit {
            person,
            landed: None,
            before: None,
            ids: None,
        }
    }

    /// Judges where a snapshot stands; learns the landed slug from the first that may.
    pub(super) fn judge(&mut self, site: &Site, snapshot: &Snapshot, seen: &Recognition) -> Option<Overruled> {
        if self.before == Some(snapshot.document) {
            return Some((PageState::ErrorPage, "the page before is still shown"));
        }
        let url = Url::parse(&snapshot.url).ok();
        let http = |text: &str| text.starts_with("http://") || text.starts_with("https://");
        if !http(&snapshot.url) || !(snapshot.document_url.is_empty() || http(&snapshot.document_url)) {
            let known = matches!(seen.state, PageState::RateLimited);
            return (!known).then_some((PageState::ErrorPage, "the browser shows its own error page"));
        }
        if !url.as_ref().is_some_and(|url| site.holds(url)) {
            return Some((PageState::NotAPersonPage, "led away from the site"));
        }
        if seen.state == PageState::SignedOut && self.was_turned_away(&snapshot.referrer) {
            return Some((
                PageState::RateLimited,
                "a script in place of the page led to the wall, as HTTP 999 does",
            ));
        }
        if is_wall(seen.state) {
            return None;
        }
        if snapshot.status.is_some_and(|status| !(200..300).contains(&status)) {
            return Some((PageState::ErrorPage, "the page came with an error status"));
        }
        match (&seen.landed, url.as_ref().and_then(composer_of)) {
            (Some(slug), _) => self.judge_slug(slug, snapshot),
            (None, Some(slug)) if Some(&slug) == self.landed.as_ref() => None,
            (None, Some(_)) => Some((PageState::NotAPersonPage, "a composer for somebody else")),
            (None, None) => match seen.state {
                PageState::Loading | PageState::Unknown => None,
                _ => Some((PageState::NotAPersonPage, "no person's address")),
            },
        }
    }

    /// A sign-out redirects by HTTP. The 999 page is a script that leads to the same wall, and leaves
    /// the person's address as referrer of a page that was never landed on.
    fn was_turned_away(&self, referrer: &str) -> bool {
        self.landed.is_none() && slug_of(referrer).as_ref() == Some(self.person.slug())
    }

    fn judge_slug(&mut self, slug: &Slug, snapshot: &Snapshot) -> Option<Overruled> {
        match &self.landed {
            Some(landed) if landed == slug => None,
            Some(_) => Some((PageState::NotAPersonPage, "the address changed to somebody else's")),
            None => {
                // A redirect by the server may rename; a script or a page that leads on may not,
                // unless it turns an opaque id into a name.
                let asked = self.person.slug();
                let redirected = snapshot
                    .redirected_url
                    .as_deref()
                    .filter(|_| snapshot.referrer.is_empty());
                let redirected = redirected.and_then(slug_of);
                if slug == asked || redirected.as_ref() == Some(slug) || asked.is_hashed() {
                    self.landed = Some(slug.clone());
                    None
                } else {
                    Some((PageState::NotAPersonPage, "the address is somebody else's"))
                }
            }
        }
    }
}

fn is_wall(state: PageState) -> bool {
    matches!(
        state,
        PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::NotFound
            | PageState::ErrorPage
    )
}

fn slug_of(url: &str) -> Option<Slug> {
    let url = Url::parse(url).ok()?;
    let mut segments = url.path_segments()?;
    (segments.next()? == "in").then_some(())?;
    Slug::from_path_segment(segments.next()?)
}

/// Whom a composer page names in its query.
fn composer_of(url: &Url) -> Option<Slug> {
    url.query()?
        .split('&')
        .find_map(|pair| pair.strip_prefix("vanityName="))
        .and_then(Slug::from_path_segment)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::page::Texts;

    const SITE: &str = "http://127.0.0.1:1";

    fn visit() -> Visit {
        Visit::new(PersonUrl::parse("https://www.linkedin.com/in/ada-example").unwrap())
    }

    /// A page at an address, served as it stands there.
    fn page(address: &str) -> Snapshot {
        let url = if address.starts_with('/') {
            format!("{SITE}{address}")
        } else {
            address.to_owned()
        };
        Snapshot {
            document_url: url.clone(),
            redirected_url: Some(url.clone()),
            url,
            status: Some(200),
            document: 2.0,
            ..Snapshot::default()
        }
    }

    /// What the rules would say about it.
    fn seen(state: PageState, snapshot: &Snapshot) -> Recognition {
        let path = Url::parse(&snapshot.url)
            .map(|url| url.path().to_owned())
            .unwrap_or_default();
        Recognition {
            state,
            rule: "drawn".to_owned(),
            layer: None,
            card: state,
            controls: BTreeMap::new(),
            texts: Texts::default(),
            landed: slug_of(&snapshot.url),
            path,
            language: None,
            has_words: true,
        }
    }

    fn judge(visit: &mut Visit, state: PageState, snapshot: &Snapshot) -> Option<PageState> {
        let site = Site::stand_in(SITE).unwrap();
        visit
            .judge(&site, snapshot, &seen(state, snapshot))
            .map(|(state, _)| state)
    }

    /// The judgement of a first look at a card.
    fn first(snapshot: &Snapshot) -> Option<PageState> {
        judge(&mut visit(), PageState::Connectable, snapshot)
    }

    #[test]
    fn the_address_asked_for_is_theirs_however_it_is_written() {
        for address in [
            "/in/ada-example/",
            "/in/ada-example",
            "/in/Ada-Example/",
            "/in/ada%2Dexample/",
            "/in/ada-example/details/",
        ] {
            assert_eq!(first(&page(address)), None, "{address}");
        }
    }

    #[test]
    fn the_page_before_is_no_answer() {
        let mut visit = visit();
        visit.before = Some(2.0);
        let old = page("/in/ada-example/");
        assert_eq!(
            judge(&mut visit, PageState::Connectable, &old),
            Some(PageState::ErrorPage)
        );
        let new = Snapshot { document: 3.0, ..old };
        assert_eq!(judge(&mut visit, PageState::Connectable, &new), None);
    }

    #[test]
    fn a_redirect_by_the_server_renames_the_person_for_the_whole_visit() {
        let mut visit = visit();
        assert_eq!(
            judge(&mut visit, PageState::Connectable, &page("/in/ada-example-2/")),
            None
        );
        assert_eq!(judge(&mut visit, PageState::Pending, &page("/in/ada-example-2/")), None);
        let old_name = judge(&mut visit, PageState::Pending, &page("/in/ada-example/"));
        assert_eq!(old_name, Some(PageState::NotAPersonPage));
    }

    #[test]
    fn an_address_that_a_script_or_a_page_has_led_to_is_somebody_elses() {
        let asked = page("/in/ada-example/");
        let changed = Snapshot {
            url: format!("{SITE}/in/bob-example/"),
            ..asked
        };
        assert_eq!(first(&changed), Some(PageState::NotAPersonPage));
        let untold = Snapshot {
            redirected_url: None,
            ..changed
        };
        assert_eq!(first(&untold), Some(PageState::NotAPersonPage));
        let mut led = page("/in/bob-example/");
        led.referrer = format!("{SITE}/in/ada-example/");
        assert_eq!(first(&led), Some(PageState::NotAPersonPage));
    }

    #[test]
    fn an_address_that_changes_behind_the_first_look_is_somebody_elses() {
        let mut visit = visit();
        assert_eq!(
            judge(&mut visit, PageState::Connectable, &page("/in/ada-example/")),
            None
        );
        let bob = page("/in/bob-example/");
        assert_eq!(
            judge(&mut visit, PageState::Pending, &bob),
            Some(PageState::NotAPersonPage)
        );
    }

    #[test]
    fn a_script_may_turn_an_opaque_id_into_a_name_once() {
        let hashed = "https://www.linkedin.com/in/ACoAAExampleExampleExampleExampleExampl";
        let mut visit = Visit::new(PersonUrl::parse(hashed).unwrap());
        let named = Snapshot {
            redirected_url: None,
            ..page("/in/ada-example/")
        };
        assert_eq!(judge(&mut visit, PageState::Connectable, &named), None);
        let bob = Snapshot {
            redirected_url: None,
            ..page("/in/bob-example/")
        };
        assert_eq!(
            judge(&mut visit, PageState::Pending, &bob),
            Some(PageState::NotAPersonPage)
        );
    }

    #[test]
    fn a_composer_is_theirs_only_with_their_name() {
        let mut visit = visit();
        let composer = |slug: &str| page(&format!("/preload/custom-invite/?vanityName={slug}"));
        let before = judge(&mut visit, PageState::InviteChoice, &composer("ada-example"));
        assert_eq!(before, Some(PageState::NotAPersonPage), "nobody has landed yet");
        assert_eq!(
            judge(&mut visit, PageState::Connectable, &page("/in/ada-example/")),
            None
        );
        assert_eq!(
            judge(&mut visit, PageState::InviteChoice, &composer("ada-example")),
            None
        );
        for other in ["bob-example", "ada-example-2", "ada"] {
            let judged = judge(&mut visit, PageState::InviteChoice, &composer(other));
            assert_eq!(judged, Some(PageState::NotAPersonPage), "{other}");
        }
    }

    #[test]
    fn other_sites_are_never_theirs() {
        for address in [
            "https://example.com/in/ada-example/",
            "http://127.0.0.1:2/in/ada-example/",
            "https://127.0.0.1:1/in/ada-example/",
            "http://127.0.0.1.example.com/in/ada-example/",
        ] {
            assert_eq!(first(&page(address)), Some(PageState::NotAPersonPage), "{address}");
        }
    }

    #[test]
    fn a_wall_on_another_site_is_no_wall() {
        let elsewhere = page("https://example.com/login/");
        let judged = judge(&mut visit(), PageState::SignedOut, &elsewhere);
        assert_eq!(judged, Some(PageState::NotAPersonPage));
    }

    #[test]
    fn the_browsers_own_page_is_an_error() {
        let address = "/in/ada-example/";
        for own in ["chrome-error://chromewebdata/", "about:neterror?e=dnsNotFound"] {
            assert_eq!(first(&page(own)), Some(PageState::ErrorPage), "{own}");
            let behind = Snapshot {
                document_url: own.to_owned(),
                ..page(address)
            };
            assert_eq!(first(&behind), Some(PageState::ErrorPage), "{own} behind the address");
            let limited = judge(&mut visit(), PageState::RateLimited, &behind);
            assert_eq!(limited, None, "what the rules read there stands");
        }
    }

    #[test]
    fn an_error_status_is_an_error_whatever_the_page_shows() {
        for status in [300, 403, 404, 500, 503] {
            let page = Snapshot {
                status: Some(status),
                ..page("/in/ada-example/")
            };
            assert_eq!(first(&page), Some(PageState::ErrorPage), "{status}");
            assert_eq!(
                judge(&mut visit(), PageState::NotFound, &page),
                None,
                "walls are believed at {status}"
            );
        }
        let untold = Snapshot {
            status: None,
            ..page("/in/ada-example/")
        };
        assert_eq!(first(&untold), None);
    }

    #[test]
    fn a_card_without_a_persons_address_is_nobodys() {
        let feed = page("/feed/");
        assert_eq!(first(&feed), Some(PageState::NotAPersonPage));
        for state in [PageState::Loading, PageState::Unknown] {
            assert_eq!(judge(&mut visit(), state, &feed), None, "{state} says nothing yet");
        }
    }

    #[test]
    fn walls_are_believed_at_any_address_of_the_site() {
        for state in [
            PageState::SignedOut,
            PageState::Checkpoint,
            PageState::Restricted,
            PageState::RateLimited,
            PageState::NotFound,
        ] {
            assert_eq!(judge(&mut visit(), state, &page("/checkpoint/")), None, "{state}");
        }
    }

    #[test]
    fn a_script_that_leads_to_the_wall_is_a_rate_limit() {
        let turned_away = Snapshot {
            referrer: format!("{SITE}/in/ada-example/"),
            ..page("/authwall")
        };
        assert_eq!(
            judge(&mut visit(), PageState::SignedOut, &turned_away),
            Some(PageState::RateLimited)
        );
        let bob = Snapshot {
            referrer: format!("{SITE}/in/bob-example/"),
            ..page("/authwall")
        };
        assert_eq!(judge(&mut visit(), PageState::SignedOut, &bob), None);
        let mut landed = visit();
        assert_eq!(
            judge(&mut landed, PageState::Connectable, &page("/in/ada-example/")),
            None
        );
        let signed_out = judge(&mut landed, PageState::SignedOut, &turned_away);
        assert_eq!(signed_out, None, "a page that was landed on can lead anywhere");
    }
}
