//! Person URLs: what is accepted, what is refused and with which code, and what holds for every input.

mod properties;
mod refused;

use linkwright::person::{PersonUrl, PersonUrlError, Slug};

const CANONICAL: &str = "https://www.linkedin.com/in/";

fn code_of(input: &str) -> Option<&'static str> {
    PersonUrl::parse(input).err().map(PersonUrlError::code)
}

#[test]
fn every_spelling_of_a_person_becomes_one_url() {
    let spellings = [
        "https://www.linkedin.com/in/ada-example",
        "https://www.linkedin.com/in/ada-example/",
        "https://linkedin.com/in/ada-example",
        "http://www.linkedin.com/in/ada-example",
        "https://m.linkedin.com/in/ada-example",
        "https://de.linkedin.com/in/ada-example",
        "https://zz.linkedin.com/in/ada-example",
        "HTTPS://WWW.LinkedIn.COM/in/Ada-EXAMPLE",
        "https://www.linkedin.com:443/in/ada-example",
        "http://www.linkedin.com:80/in/ada-example",
        "https://www.linkedin.com/in/ada-example?isSelfProfile=false",
        "https://www.linkedin.com/in/ada-example/?trk=a&b=https://evil.example/in/eve",
        "https://www.linkedin.com/in/ada-example#about",
        "https://www.linkedin.com/in/ada-example?x=@evil.example",
        "https://www.linkedin.com/in/ada-example/#/in/eve",
        "https://www.linkedin.com/in/ada-example/en",
        "https://www.linkedin.com/in/ada-example/de/",
        "https://www.linkedin.com/in/ada-example/de_DE",
        "https://www.linkedin.com/in/ada-example/pt-br/",
        "https://www.linkedin.com/in/ada-example/overlay/contact-info/",
        "https://www.linkedin.com/in/ada-example/overlay/urn:li:fsd_profilePosition:(ACoAA,1)/skills",
        "https://www.linkedin.com/in/ada-example/details/experience/",
        "https://www.linkedin.com/in/ada-example/recent-activity/all/",
        "https://www.linkedin.com/in/ada-example/edit/intro/",
        "https://www.linkedin.com/in/ada-example/opportunities/services/",
        "https://www.linkedin.com/in/ada-example/en/details/skills",
        "https://www.linkedin.com/in/%61da-ex%61mple",
        "https://www.linkedin.com/in/ada%2Dexample",
    ];
    for spelling in spellings {
        let person = PersonUrl::parse(spelling).unwrap_or_else(|e| panic!("{spelling}: {e}"));
        assert_eq!(person.as_str(), "https://www.linkedin.com/in/ada-example", "{spelling}");
        assert_eq!(person.slug().decoded(), "ada-example");
        assert!(!person.slug().is_hashed());
    }
}

#[test]
fn slugs_are_decoded_once_composed_lowered_and_encoded_again() {
    let rows = [
        ("könig", "könig", "k%C3%B6nig"),
        ("K%C3%96NIG", "könig", "k%C3%B6nig"),
        ("k%c3%b6nig", "könig", "k%C3%B6nig"),
        ("ko\u{308}nig", "könig", "k%C3%B6nig"),
        ("ko%CC%88nig", "könig", "k%C3%B6nig"),
        ("H\u{331}ana", "\u{1E96}ana", "%E1%BA%96ana"),
        ("алиса", "алиса", "%D0%B0%D0%BB%D0%B8%D1%81%D0%B0"),
        ("山田-例", "山田-例", "%E5%B1%B1%E7%94%B0-%E4%BE%8B"),
        ("ada-%F0%9F%9A%80", "ada-🚀", "ada-%F0%9F%9A%80"),
        (
            "ada-👩\u{200D}💻",
            "ada-👩\u{200D}💻",
            "ada-%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB",
        ),
        (
            "ada-1\u{FE0F}\u{20E3}",
            "ada-1\u{FE0F}\u{20E3}",
            "ada-1%EF%B8%8F%E2%83%A3",
        ),
        (
            "hindi-हिंदी",
            "hindi-हिंदी",
            "hindi-%E0%A4%B9%E0%A4%BF%E0%A4%82%E0%A4%A6%E0%A5%80",
        ),
        ("ada_example", "ada_example", "ada_example"),
        ("a", "a", "a"),
        ("0042", "0042", "0042"),
        ("meta", "meta", "meta"),
        ("acoaaexample", "acoaaexample", "acoaaexample"),
        ("ACoAA", "acoaa", "acoaa"),
    ];
    for (written, decoded, encoded) in rows {
        let person = PersonUrl::parse(&format!("{CANONICAL}{written}")).unwrap();
        assert_eq!(person.slug().decoded(), decoded, "{written}");
        assert_eq!(person.as_str(), format!("{CANONICAL}{encoded}"), "{written}");
    }
}

#[test]
fn member_ids_keep_their_letter_case() {
    let id = "ACoAAB0ExampLe_1nventedMember-Id0000000";
    assert_eq!(id.len(), 39);
    let person = PersonUrl::parse(&format!("https://linkedin.com/in/{id}/")).unwrap();
    assert_eq!(person.as_str(), format!("{CANONICAL}{id}"));
    assert!(person.slug().is_hashed());
    assert_eq!(
        PersonUrl::parse(&format!("{CANONICAL}%41CoAAx"))
            .unwrap()
            .slug()
            .decoded(),
        "ACoAAx"
    );
}

#[test]
fn a_slug_of_a_hundred_characters_is_the_longest() {
    assert_eq!(code_of(&format!("{CANONICAL}{}", "a".repeat(100))), None);
    assert_eq!(code_of(&format!("{CANONICAL}{}", "%C3%B6".repeat(100))), None);
    assert_eq!(
        code_of(&format!("{CANONICAL}{}", "%C3%B6".repeat(101))),
        Some("urlSlugTooLong")
    );
}

#[test]
fn messages_are_short_sentences_and_codes_are_unique() {
    let mut codes: Vec<_> = PersonUrlError::ALL.iter().map(|error| error.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), PersonUrlError::ALL.len());
    for error in PersonUrlError::ALL {
        let message = error.to_string();
        assert!(message.chars().count() <= 300 && message.ends_with('.'), "{message}");
    }
}

#[test]
fn slugs_of_links_are_compared_decoded() {
    let wanted = PersonUrl::parse("https://www.linkedin.com/in/König").unwrap();
    assert_eq!(Slug::from_path_segment("k%c3%b6nig").as_ref(), Some(wanted.slug()));
    assert_eq!(Slug::from_path_segment("k%C3%B6nig").as_ref(), Some(wanted.slug()));
    assert_ne!(Slug::from_path_segment("k%C3%B6nig-2").as_ref(), Some(wanted.slug()));
    assert_eq!(Slug::from_path_segment("k%25C3%25B6nig"), None);
    assert_eq!(Slug::from_path_segment("a/b"), None);
    assert_eq!(Slug::from_path_segment(""), None);
    assert_eq!(Slug::from_path("/in/k%C3%B6nig/").as_ref(), Some(wanted.slug()));
    assert_eq!(
        Slug::from_path("/in/k%C3%B6nig/details/skills/").as_ref(),
        Some(wanted.slug())
    );
    assert_eq!(Slug::from_path("/in/"), None);
    assert_eq!(Slug::from_path("/feed/in/x"), None);
}
