//! Stories of the list of sent invitations: how it grows, how it ends, and when it is believed.

use linkwright::action::retrieve_pending_requests::RetrievePendingRequests;
use linkwright::action::{ActionTable, Patience, Seen, Step};
use linkwright::outcome::{Data, PendingRequest};
use linkwright::page::{Element, PageState, Said, SentList};

use crate::laws;
use crate::pictures::{picture, show};
use crate::play::{Play, play};

/// The first rows of a list, and what would bring more.
fn list(rows: usize, said: Said, source: Element) -> Seen {
    let row = |number: usize| PendingRequest {
        name: Some(format!("Person {number}")),
        ..PendingRequest::default()
    };
    let mut seen = picture(PageState::SentInvitations);
    show(&mut seen, &[source], &[source]);
    seen.sent_list = Some(SentList {
        rows: (0..rows).map(row).collect(),
        said,
        is_loading: false,
        may_lead_on: false,
    });
    seen
}

/// A list is told only when it is whole, by its own word or because nothing more can come of it.
pub(crate) fn may_list(told: usize, seen: &Seen) -> Result<(), String> {
    let Some(list) = &seen.sent_list else {
        let is_nobody = laws::below_toast(seen) == PageState::NoSentInvitations && told == 0;
        return laws::law(is_nobody, "a list is told that is not seen");
    };
    let more = [Element::MoreInvitations, Element::NextPage];
    let is_open = list.is_loading || more.iter().any(|element| seen.enabled.contains(element));
    laws::law(told >= list.rows.len(), "less is told than is seen")?;
    match list.said {
        Said::Count(count) if count == told as u64 => Ok(()),
        Said::Count(count) => laws::law(count < told as u64 && !is_open, "less is told than the list says"),
        Said::Nothing => laws::law(!is_open && !list.may_lead_on, "a list is told that goes on, or may"),
        Said::SomethingElse => Err("a list is told that does not say how long it is".to_owned()),
    }
}

/// A list of `total` rows that shows one more whenever more is asked for.
fn growing(total: usize, said: Said, source: Element) -> Play<RetrievePendingRequests> {
    play(RetrievePendingRequests::default(), |deeds| {
        list(total.min(deeds.len() + 1), said, source)
    })
}

fn told(play: &Play<RetrievePendingRequests>) -> Option<usize> {
    match &play.data {
        Some(Data::PendingRequests(rows)) => Some(rows.len()),
        _ => None,
    }
}

#[test]
fn a_list_that_grows_is_read_to_its_end_however_long_it_is() {
    for total in [1, 2, 10, 50] {
        let silent = growing(total, Said::Nothing, Element::LastInvitation);
        // Its end is shown twice without more before it is believed.
        assert_eq!(
            (told(&silent), silent.count("reveal last_invitation")),
            (Some(total), total + 1)
        );
        let counted = Said::Count(u64::try_from(total).expect("few"));
        for source in [Element::LastInvitation, Element::MoreInvitations, Element::NextPage] {
            let counted = growing(total, counted, source);
            assert_eq!(
                (told(&counted), counted.deeds.len()),
                (Some(total), total - 1),
                "{source}"
            );
        }
    }
}

#[test]
fn whoever_was_invited_meanwhile_makes_a_list_longer_than_it_says() {
    let longer = growing(3, Said::Count(2), Element::LastInvitation);
    // Two rows are what it says, so its own word ends it before the third is asked for.
    assert_eq!(told(&longer), Some(2));
    let longer = play(RetrievePendingRequests::default(), |_| {
        list(3, Said::Count(2), Element::LastInvitation)
    });
    assert_eq!((told(&longer), longer.count("reveal last_invitation")), (Some(3), 2));
}

#[test]
fn a_list_that_ends_before_its_own_number_is_asked_three_times_and_told_by_nobody() {
    for source in [Element::LastInvitation, Element::MoreInvitations, Element::NextPage] {
        let short = play(RetrievePendingRequests::default(), |_| list(2, Said::Count(3), source));
        assert_eq!(
            (short.end.as_str(), short.deeds.len()),
            ("pageNotRecognised", 3),
            "{source}"
        );
        assert!(short.message.contains("2 were seen"), "{}", short.message);
        assert!(short.message.contains("3 are waiting"), "{}", short.message);
    }
    // A button that could bring more is no end, however often it brings nothing.
    let open = play(RetrievePendingRequests::default(), |_| {
        list(2, Said::Nothing, Element::NextPage)
    });
    assert_eq!((open.end.as_str(), open.deeds.len()), ("pageNotRecognised", 3));
}

/// How long a table waits at a picture, once what it asks for was done.
fn patience(table: &mut RetrievePendingRequests, seen: &Seen) -> Patience {
    loop {
        match table.next(seen) {
            Step::Wait(patience) => return patience,
            Step::Use(input) => table.done(input.element()),
            step => panic!("{step:?}"),
        }
    }
}

#[test]
fn a_button_is_given_the_time_of_a_load_and_an_end_a_shorter_one() {
    for (source, wanted) in [
        (Element::MoreInvitations, Patience::Load),
        (Element::NextPage, Patience::Load),
        (Element::LastInvitation, Patience::Fresh),
    ] {
        let mut table = RetrievePendingRequests::default();
        assert_eq!(
            patience(&mut table, &list(1, Said::Nothing, source)),
            wanted,
            "{source}"
        );
    }
}

#[test]
fn an_empty_list_is_believed_soon_and_one_that_has_had_rows_is_not() {
    let nobody = picture(PageState::NoSentInvitations);
    assert_eq!(
        patience(&mut RetrievePendingRequests::default(), &nobody),
        Patience::Stand
    );
    let mut table = RetrievePendingRequests::default();
    patience(&mut table, &list(2, Said::Nothing, Element::LastInvitation));
    assert_eq!(patience(&mut table, &nobody), Patience::Recognise);
    assert!(
        matches!(table.time_up(&nobody), Step::Abort(_)),
        "where have they gone?"
    );
}

#[test]
fn somebody_who_is_shown_twice_is_one_and_the_list_is_not_at_its_end() {
    let mut seen = list(2, Said::Count(3), Element::LastInvitation);
    let shown = seen.sent_list.as_mut().expect("a list");
    shown.rows[0].public_url = Some("https://www.linkedin.com/in/ada-example".to_owned());
    shown.rows.push(shown.rows[0].clone());
    let mut table = RetrievePendingRequests::default();
    assert_eq!(
        patience(&mut table, &seen),
        Patience::Fresh,
        "three rows are two people"
    );
}

#[test]
fn more_that_could_not_be_asked_for_is_asked_for_at_the_next_look() {
    let seen = list(2, Said::Nothing, Element::LastInvitation);
    let mut table = RetrievePendingRequests::default();
    let asks = |step: Step| matches!(step, Step::Use(input) if input.element() == Element::LastInvitation);
    patience(&mut table, &seen);
    assert!(asks(table.time_up(&seen)), "its end is shown once more");
    assert!(asks(table.next(&seen)), "it was not possible yet");
}
