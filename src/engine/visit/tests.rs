//! What a visit is judged by.

use std::collections::BTreeMap;

use super::*;
use crate::page::Texts;

mod renames;

const SITE: &str = "http://127.0.0.1:1";

fn visit() -> Visit {
    Visit::new(Goal::Person(
        PersonUrl::parse("https://www.linkedin.com/in/ada-example").unwrap(),
    ))
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
        must_last: false,
        card: state,
        toast: None,
        controls: BTreeMap::new(),
        texts: Texts::default(),
        sent_list: None,
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

fn list(state: PageState, snapshot: &Snapshot) -> Option<PageState> {
    judge(&mut Visit::new(Goal::SentInvitations), state, snapshot)
}

#[test]
fn the_list_is_the_list_at_its_own_address_only() {
    let there = page("/mynetwork/invitation-manager/sent/");
    for state in [
        PageState::SentInvitations,
        PageState::NoSentInvitations,
        PageState::Loading,
    ] {
        assert_eq!(list(state, &there), None, "{state}");
    }
    assert_eq!(
        list(PageState::NotAPersonPage, &there),
        Some(PageState::Unknown),
        "a look that nobody knows"
    );
    for path in [
        "/mynetwork/",
        "/mynetwork/invitation-manager/received/",
        "/feed/",
        "/in/ada-example/",
    ] {
        let elsewhere = page(path);
        for state in [
            PageState::NotAPersonPage,
            PageState::SentInvitations,
            PageState::Connectable,
        ] {
            assert_eq!(
                list(state, &elsewhere),
                Some(PageState::NotAPersonPage),
                "{state} at {path}"
            );
        }
    }
    assert_eq!(
        list(PageState::SignedOut, &page("/login")),
        None,
        "a wall is believed anywhere"
    );
    assert_eq!(first(&there), Some(PageState::NotAPersonPage), "and no person's page");
}

#[test]
fn what_must_last_is_believed_once_it_has_lasted_or_comes_with_a_status() {
    let page = page("/in/ada-example/");
    let mut visit = visit();
    let told = |state| Recognition {
        must_last: true,
        ..seen(state, &page)
    };
    assert!(
        visit.has_lasted(&page, &seen(PageState::Restricted, &page), Duration::MAX),
        "it need not"
    );
    assert!(
        !visit.has_lasted(&page, &told(PageState::Restricted), Duration::ZERO),
        "seen once"
    );
    assert!(visit.has_lasted(&page, &told(PageState::Restricted), Duration::ZERO));
    assert!(
        !visit.has_lasted(&page, &told(PageState::NotFound), Duration::ZERO),
        "another"
    );
    assert!(
        !visit.has_lasted(&page, &told(PageState::NotFound), Duration::MAX),
        "too early"
    );
    let refused = Snapshot {
        status: Some(403),
        ..page.clone()
    };
    assert!(visit.has_lasted(&refused, &told(PageState::NotFound), Duration::MAX));
}
