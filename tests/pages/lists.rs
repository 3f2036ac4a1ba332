//! What is read from the list of sent invitations, and that nothing of it is ever pressed that answers one.

use linkwright::outcome::PendingRequest;
use linkwright::page::{Element, Said, SentList};
use linkwright::sandbox::Language;

use crate::corpus::{corpus, page};
use crate::refuse;

fn list(name: &str) -> SentList {
    page(name)
        .seen
        .sent_list
        .unwrap_or_else(|| panic!("{name}: no list was read"))
}

fn row(name: &str, slug: &str, headline: Option<&str>, time: Option<&str>) -> PendingRequest {
    PendingRequest {
        name: Some(name.to_owned()),
        urn: None,
        public_url: Some(format!("https://www.linkedin.com/in/{slug}")),
        headline: headline.map(str::to_owned),
        sent_time: time.map(str::to_owned),
    }
}

#[test]
fn rows_are_read_in_both_looks_and_every_language() {
    for language in Language::ALL {
        let newer = list(&format!("list/sentInvitations--sdui-{language}"));
        let older = list(&format!("list/sentInvitations--ember-{language}"));
        assert_eq!(newer.said, Said::Count(17), "{language}");
        assert_eq!(older.said, Said::Nothing, "{language}");
        for (look, rows) in [("sdui", &newer.rows), ("ember", &older.rows)] {
            assert_eq!(rows.len(), 3, "{look} {language}: the fixtures keep three rows");
            let first = &rows[0];
            assert_eq!(first.name.as_deref(), Some("Penny Pending"), "{look} {language}");
            assert_eq!(
                first.public_url.as_deref(),
                Some("https://www.linkedin.com/in/penny-pending"),
                "{look} {language}"
            );
            assert!(first.headline.is_some(), "{look} {language}");
            let time = first.sent_time.as_deref().unwrap_or_default();
            assert!(
                time.contains('1') && time.chars().count() < 30,
                "{look} {language}: {time}"
            );
        }
        let urn = |list: &SentList| list.rows[0].urn.clone();
        assert!(
            urn(&newer).is_some_and(|urn| urn.starts_with("urn:li:member:")),
            "{language}"
        );
        assert_eq!(urn(&older), None, "{language}: this look does not say it");
        assert_eq!(
            newer
                .rows
                .iter()
                .map(|row| (&row.name, &row.headline))
                .collect::<Vec<_>>(),
            older
                .rows
                .iter()
                .map(|row| (&row.name, &row.headline))
                .collect::<Vec<_>>(),
            "{language}"
        );
    }
}

#[test]
fn what_a_row_does_not_say_stays_empty() {
    let ada = row(
        "Ada Example",
        "ada-example",
        Some("Engineer of examples"),
        Some("Sent 2 weeks ago"),
    );
    assert_eq!(list("list/sentInvitations--sdui-only-view").rows, [ada], "by position");
    let lazy = row(
        "Ada Example",
        "ada-example",
        Some("Engineer of examples"),
        Some("Sent yesterday"),
    );
    assert_eq!(list("list/sentInvitations--sdui-lazy-column").rows, [lazy]);
    let like_a_time = row(
        "Ada Example",
        "ada-example",
        Some("Sent from nobody’s nowhere."),
        Some("Sent 3 days ago"),
    );
    let read = list("list/sentInvitations--headline-like-a-time").rows;
    assert_eq!(read, [like_a_time], "a headline can begin as a time does");
    let bob = row(
        "Bob Example",
        "bob-example",
        Some("Drawer of bridges"),
        Some("3 weeks ago"),
    );
    assert_eq!(list("list/sentInvitations--ember-only-card").rows, [bob]);
    let member = PendingRequest {
        name: Some("LinkedIn Member".to_owned()),
        sent_time: Some("Sent 1 month ago".to_owned()),
        ..PendingRequest::default()
    };
    let hashed = row(
        "Bob Example",
        "ACoAAExampleExampleExampleExampleExampl",
        None,
        Some("Sent 2 months ago"),
    );
    assert_eq!(list("list/sentInvitations--nobody-by-name").rows, [member, hashed]);
}

#[test]
fn a_list_says_how_long_it_is_and_whether_more_comes() {
    let more = page("list/sentInvitations--more-to-load");
    assert!(more.seen.control(Element::MoreInvitations).is_some());
    assert_eq!(more.seen.sent_list.map(|list| list.said), Some(Said::Count(2)));
    let paged = |name: &str| {
        page(name)
            .seen
            .control(Element::NextPage)
            .map(|control| control.enabled)
    };
    assert_eq!(paged("list/sentInvitations--ember-first-page"), Some(true));
    assert_eq!(paged("list/sentInvitations--ember-last-page"), Some(false));
    assert!(list("list/sentInvitations--loading-more").is_loading);
    assert!(
        list("list/sentInvitations--ember-numbered-pages").is_loading,
        "more pages, and no way that is known"
    );
    assert!(!list("list/sentInvitations--whole").is_loading);
    assert!(list("list/sentInvitations--something-behind").may_lead_on);
    assert!(
        !list("list/sentInvitations--foot-behind").may_lead_on,
        "a row's own button, and the page's foot"
    );
}

#[test]
fn the_last_row_is_what_is_brought_into_view() {
    let last = page("list/sentInvitations--whole");
    let handle = last
        .seen
        .control(Element::LastInvitation)
        .and_then(|control| control.handle);
    assert_eq!(handle, Some(13), "the link of the second row");
}

/// The opening tag that carries a handle.
fn tag_of(html: &str, handle: u32) -> &str {
    let at = html
        .find(&format!("lw-handle=\"{handle}\""))
        .expect("the handle is on the page");
    let begin = html[..at].rfind('<').expect("it stands in a tag");
    let end = html[at..].find('>').map_or(html.len(), |end| at + end);
    &html[begin..end]
}

/// What an element is called for the ear.
fn label_of(tag: &str) -> &str {
    let label = tag
        .split_once("aria-label=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    label.map_or("", |(label, _)| label)
}

#[test]
fn no_element_of_any_page_is_an_answer_to_an_invitation() {
    let words = std::fs::read_to_string(crate::corpus::root().join("selectors/words.toml")).expect("the words");
    // A lone "Ignorer" closes dialogs in French, so only whole labels with a name tell an answer.
    let answers: Vec<(String, String)> = words
        .lines()
        .filter_map(|line| {
            line.strip_prefix("accept = ")
                .or_else(|| line.strip_prefix("ignore = "))
        })
        .flat_map(|list| serde_json::from_str::<Vec<String>>(list).expect("a list of labels"))
        .filter_map(|label| {
            label
                .split_once("{X}")
                .map(|(one, two)| (one.to_owned(), two.to_owned()))
        })
        .collect();
    assert!(answers.len() > 12, "{answers:?}");
    let answers_somebody = |tag: &str| {
        let label = label_of(tag);
        let fits = |(before, behind): &(String, String)| {
            label.starts_with(before.as_str())
                && label.ends_with(behind.as_str())
                && label.len() > before.len() + behind.len()
        };
        answers.iter().any(fits)
    };
    let (mut offered, mut judged) = (0, 0);
    let mut faults = Vec::new();
    for fixture in corpus() {
        let html = fixture.snapshot.html.replace('’', "'");
        offered += usize::from(html.split('<').any(answers_somebody));
        for (element, control) in &fixture.seen.controls {
            let Some(handle) = control.handle else { continue };
            judged += 1;
            let tag = tag_of(&html, handle);
            if answers_somebody(tag) {
                faults.push(format!("{}: {element} is {tag}", fixture.name));
            }
        }
    }
    assert!(
        offered > 14 && judged > 500,
        "{offered} pages offer an answer, {judged} controls"
    );
    refuse(&faults);
}

#[test]
fn a_list_on_which_invitations_can_be_answered_is_no_list_of_sent_ones() {
    for name in ["received-list", "received-at-the-sent-address"] {
        let received = page(&format!("gate/notAPersonPage--{name}"));
        assert_eq!(received.seen.sent_list, None, "{name}");
        for element in [Element::MoreInvitations, Element::NextPage] {
            assert!(received.seen.control(element).is_none(), "{name}: {element}");
        }
    }
}

#[test]
fn the_dialog_that_withdraws_is_the_persons_own_or_nobodys() {
    use linkwright::action::{DialogNames, Seen};
    let names = |name: &str| Seen::from(&page(&format!("withdraw/withdrawDialog--{name}")).seen).dialog_names;
    assert_eq!(names("fragment-of-somebody-else"), DialogNames::SomebodyElse);
    for language in Language::ALL {
        for look in ["sdui", "ember", "sdui-shadow-root", "ember-from-menu"] {
            assert_ne!(
                names(&format!("{look}-{language}")),
                DialogNames::SomebodyElse,
                "{look} {language}"
            );
        }
    }
    let other = page("withdraw/withdrawDialog--fragment-of-somebody-else");
    assert!(
        other.seen.control(Element::Withdraw).is_none(),
        "the button of somebody else is no control"
    );
    let ticked = page("withdraw/withdrawDialog--unfollow-ticked");
    assert!(
        ticked
            .seen
            .control(Element::Unfollow)
            .is_some_and(|control| control.filled)
    );
}

#[test]
fn pending_is_a_control_wherever_it_is_seen_and_nowhere_else() {
    use linkwright::page::PageState;
    let mut faults = Vec::new();
    for fixture in corpus()
        .iter()
        .filter(|fixture| fixture.text.contains("source: sandbox"))
    {
        let both = [Element::Pending, Element::MenuPending];
        let has = both.iter().any(|element| fixture.seen.control(*element).is_some());
        let is_pending = fixture.seen.state == PageState::Pending;
        let is_below = fixture.seen.card == PageState::Pending || fixture.seen.state == PageState::WithdrawDialog;
        if (is_pending && !has) || (has && !is_pending && !is_below) {
            faults.push(format!(
                "{}: seen as {}, Pending {has}",
                fixture.name, fixture.seen.state
            ));
        }
    }
    refuse(&faults);
}

#[test]
fn whoever_is_missing_from_a_part_of_the_list_is_missing_from_nothing() {
    use linkwright::page::sent_list;
    let names = |name: &str, slug: &str| {
        let slug = linkwright::person::Slug::from_decoded(slug).expect("a slug");
        let fixture = page(&format!("list/sentInvitations--{name}"));
        sent_list::names(crate::corpus::rules(), &fixture.snapshot, &[slug]).expect("fixtures are small")
    };
    assert_eq!(names("whole", "ada-example"), Some(true));
    assert_eq!(names("whole", "otto-example"), Some(false));
    assert_eq!(
        names("more-to-load", "ada-example"),
        Some(true),
        "whoever is there is there"
    );
    for part in ["more-to-load", "ember-first-page", "sdui-en", "something-behind"] {
        assert_eq!(names(part, "otto-example"), None, "{part}");
    }
}
