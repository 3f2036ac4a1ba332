//! Every page of the corpus, scrubbed: it is read as before, and nobody of it is left.

use std::collections::BTreeSet;

use linkwright::record::Fixture;
use proptest::prelude::*;

use crate::corpus::{self, corpus, page, rules};
use crate::refuse;

/// Words that are on pages of the corpus and stand for nobody.
fn people_of(text: &str) -> BTreeSet<String> {
    let slugs = ["\"/in/", "'/in/", "linkedin.com/in/", "vanityName="]
        .iter()
        .flat_map(|start| {
            text.match_indices(start)
                .map(move |(at, found)| &text[at + found.len()..])
        })
        .filter_map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || "-_%".contains(c))).next());
    slugs.filter(|slug| slug.len() > 3).map(str::to_owned).collect()
}

#[test]
fn every_page_is_read_as_before_and_nobody_of_it_is_left() {
    let (one, other) = corpus().split_at(corpus().len() / 2);
    let faults_of = |pages: &[corpus::Fixture]| pages.iter().flat_map(faults).collect::<Vec<String>>();
    let faults = std::thread::scope(|scope| {
        let other = scope.spawn(|| faults_of(other));
        let mut faults = faults_of(one);
        faults.extend(other.join().expect("the other half is judged"));
        faults
    });
    refuse(&faults);
}

fn faults(page: &corpus::Fixture) -> Vec<String> {
    let scrubbed = match Fixture::of(rules(), &page.snapshot) {
        Ok(fixture) => fixture,
        Err(refusal) => return vec![format!("{}: {refusal}", page.name)],
    };
    // A card over which a menu is open may lie with either.
    let is_card = |kind: &str| ["person", "menu"].contains(&kind);
    let place = page.name.split('/').next().unwrap_or_default();
    if place != scrubbed.kind() && !(is_card(place) && is_card(scrubbed.kind())) {
        return vec![format!("{}: it would be put into {}", page.name, scrubbed.kind())];
    }
    let text = scrubbed.text();
    let slugs = people_of(&page.text);
    // A title names nobody where the address does not.
    let names = [&page.seen.texts.name, &page.seen.texts.dialog_name];
    let names = names.into_iter().flatten().filter(|_| page.seen.landed.is_some());
    let names = names.filter(|name| !rules_know(name)).cloned();
    let left = slugs.into_iter().chain(names).filter(|one| text.contains(one.as_str()));
    left.map(|one| format!("{}: {one} is left", page.name)).collect()
}

/// Somebody out of the network is called by a wording.
fn rules_know(name: &str) -> bool {
    name.contains("LinkedIn") || !name.contains(' ')
}

#[test]
fn a_scrubbed_page_that_is_scrubbed_again_is_read_as_before() {
    let again = |name: &str| {
        let fixture = Fixture::of(rules(), &page(name).snapshot).expect("it can be scrubbed");
        let snapshot = linkwright::page::saved::snapshot(rules(), fixture.text(), None).expect("it is small");
        Fixture::of(rules(), &snapshot).expect("it can be scrubbed again")
    };
    for name in [
        "person/connectable--sdui-en",
        "invite/inviteChoice--ember-de",
        "menu/notAllowed--sdui-ja",
    ] {
        let state = page(name).state;
        assert_eq!(again(name).state(), state, "{name}");
    }
}

/// Everything that names the person of [`CANARY`], or anybody else on the page.
const CANARIES: [&str; 26] = [
    "Karlheinz",
    "Kanarienvogel",
    "karlheinz-kanarienvogel-7a8b",
    "Karlheinz-Kanarienvogel-7A8B",
    "KarlheinzKanarienvogel",
    "Grace",
    "Greenfinch",
    "grace-greenfinch",
    "Bridgewater",
    "Finchley",
    "Yesterday",
    "karl@kanari.de",
    "kanari",
    "li_at",
    "JSESSIONID",
    "AQEDARcanary",
    "ajax:5558675309",
    "5558675309",
    "ACoAABcanary1Canary2Canary3Canary4Canar",
    "urn:li:member:4242424242",
    "4242424242",
    "media.licdn.com",
    "d41d8cd98f00b204e9800998ecf8427e",
    "30th of May",
    "1983-11-29",
    "4711",
];

const CANARY: &str = r##"<!-- linkwright fixture; source: hand-drawn; url: https://www.linkedin.com/in/karlheinz-kanarienvogel-7a8b/?miniProfileUrn=urn%3Ali%3Amember%3A4242424242; status: 200 -->
<html lang="en"><head><title>(3) Karlheinz Kanarienvogel | LinkedIn</title>
<meta name="clientPageInstanceId" content="urn:li:member:4242424242"><meta name="description" content="Karlheinz Kanarienvogel, Bridgewater"></head>
<body data-session="AQEDARcanary" data-owner="karlheinz-kanarienvogel-7a8b"><nav data-testid="primary-nav"><img src="https://media.licdn.com/dms/image/D4/profile-displayphoto-shrink_100/d41d8cd98f00b204e9800998ecf8427e" alt="Grace Greenfinch"></nav>
<main><section componentkey="com.linkedin.sdui.profile.card.refACoAABcanary1Canary2Canary3Canary4CanarTopcard" data-member-id="4242424242" data-x="KarlheinzKanarienvogel">
<img src="https://media.licdn.com/dms/image/D4/profile-displayphoto-shrink_100/x" alt="Photo of Karlheinz Kanarienvogel"><h2>Karlheinz Kanarienvogel</h2><p>· 2nd</p>
<p>Keeper of Bridgewater, since the 30th of May, call 5558675309</p><time datetime="1983-11-29" data-years="4711">long ago</time>
<a href="/preload/custom-invite/?vanityName=karlheinz-kanarienvogel-7a8b" aria-label="Invite Karlheinz Kanarienvogel to connect"><svg id="connect-small"></svg>Connect</a>
<a href="https://de.linkedin.com/in/Karlheinz-Kanarienvogel-7A8B/overlay/contact-info/">Contact info</a>
<button aria-expanded="false" aria-label="More"><svg id="overflow-web-ios-small"></svg></button></section>
<section componentkey="com.linkedin.sdui.profile.card.refkarlheinz-kanarienvogel-7a8bActivity"><p>Karlheinz posted this Yesterday with Grace: li_at=AQEDARcanary; JSESSIONID="ajax:5558675309", write to karl@kanari.de</p>
<a href="https://kanari.de/karl?token=AQEDARcanary">kanari</a></section>
<aside><a href="/in/grace-greenfinch/"><span>Grace</span> <span>Greenfinch</span></a><button aria-label="Follow Grace Greenfinch" title="Finchley">Follow</button></aside></main></body></html>
"##;

fn fixture_of(text: &str) -> Result<Fixture, linkwright::record::Refusal> {
    let snapshot = linkwright::page::saved::snapshot(rules(), text, None).expect("it is small");
    Fixture::of(rules(), &snapshot)
}

#[test]
fn no_canary_is_left_wherever_it_stands() {
    let fixture = fixture_of(CANARY).expect("it can be scrubbed");
    let text = fixture.text();
    let left: Vec<&str> = CANARIES.into_iter().filter(|canary| text.contains(canary)).collect();
    assert_eq!(left, [""; 0], "{text}");
    assert_eq!(fixture.state(), linkwright::page::PageState::Connectable);
    // The same name is the same everywhere.
    for place in [
        "<title>(3) Ada Example | LinkedIn",
        "<h2>Ada Example<",
        "\"Invite Ada Example to connect\"",
        "Ada ",
    ] {
        assert!(text.contains(place), "{place}: {text}");
    }
    assert!(
        text.contains("vanityName=ada-example\"") && text.contains("refada-exampleActivity"),
        "{text}"
    );
    assert!(text.contains("profile-displayphoto"), "rules ask for it: {text}");
}

#[test]
fn what_is_told_names_nobody() {
    let fixture = fixture_of(CANARY).expect("it can be scrubbed");
    let told = format!("{:?}", fixture.replaced());
    let left: Vec<&str> = CANARIES.into_iter().filter(|canary| told.contains(canary)).collect();
    assert_eq!(left, [""; 0], "{told}");
    for kind in [
        "Name", "Slug", "MemberId", "Urn", "Email", "Picture", "Token", "Number", "Word",
    ] {
        assert!(told.contains(kind), "{kind}: {told}");
    }
}

#[test]
fn a_page_that_hides_somebody_where_nobody_looks_is_refused() {
    for hidden in [
        "<karlheinz-kanarienvogel-7a8b></karlheinz-kanarienvogel-7a8b>",
        "<p data-karlheinz-kanarienvogel-7a8b=x></p>",
        "<p data-d41d8cd98f00b204e9800998ecf8427e=x></p>",
    ] {
        let page = CANARY.replace("</main>", &format!("{hidden}</main>"));
        let refusal = fixture_of(&page).expect_err(hidden).to_string();
        assert!(refusal.contains("something personal"), "{refusal}");
        assert!(
            !refusal.contains("karlheinz") && !refusal.contains("d41d8"),
            "{refusal}"
        );
    }
}

#[test]
fn a_trace_is_told_without_anybody() {
    let snapshot = linkwright::page::saved::snapshot(rules(), CANARY, None).expect("it is small");
    let trace = [
        "opens http://127.0.0.1:8080/in/karlheinz-kanarienvogel-7a8b/",
        "2 × sees connectable (connect_link_in_card)",
        "not yet: connect: covered by \"Grace Greenfinch said\" --> <b>",
    ]
    .map(str::to_owned);
    let fixture = Fixture::with_trace(rules(), &snapshot, &trace).expect("it can be scrubbed");
    let text = fixture.text();
    assert!(
        text.contains(
            "\nopens https://www.linkedin.com/in/ada-example/\n2 × sees connectable (connect_link_in_card)\n"
        ),
        "{text}"
    );
    assert!(!text.contains("Grace") && text.matches("-->").count() == 2, "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever it is, and whatever they write: the page is read as before, and nothing of it is left.
    #[test]
    fn nobody_is_left_whatever_they_are_called(
        first in "[A-ZÄÖŁ][a-zäöł]{1,8}qz",
        last in "[A-ZÄÖŁ][a-zäöł]{1,8}zq",
        words in proptest::collection::vec("[a-z]{4,9}qx", 1..6),
        member in 1_000_000_u64..9_999_999_999,
        token in "[A-Z][a-z][0-9][A-Z][a-z][0-9][A-Z][a-z][0-9][A-Z][a-z][0-9][A-Z][a-z][0-9][A-Z][a-z][0-9]",
    ) {
        let slug = format!("{first}-{last}-7q").to_lowercase();
        let mail = format!("{}@mail.de", words[0]);
        let page = CANARY
            .replace("Karlheinz Kanarienvogel", &format!("{first} {last}"))
            .replace("karlheinz-kanarienvogel-7a8b", &slug)
            .replace("Karlheinz-Kanarienvogel-7A8B", &slug)
            .replace("karl@kanari.de", &mail)
            .replace("Keeper of Bridgewater", &words.join(" "))
            .replace("4242424242", &member.to_string())
            .replace("AQEDARcanary", &token);
        let fixture = fixture_of(&page).expect("it can be scrubbed");
        prop_assert_eq!(fixture.state(), linkwright::page::PageState::Connectable);
        let text = fixture.text().to_lowercase();
        let secrets = [first, last, slug, mail, member.to_string(), token];
        for secret in secrets.iter().chain(&words) {
            prop_assert!(!text.contains(&secret.to_lowercase()), "{} is left: {}", secret, text);
        }
    }
}
