//! Person URLs: what is accepted, what is refused and with which code, and what holds for every input.

use linkwright::person::{PersonUrl, PersonUrlError, Slug};
use proptest::prelude::*;

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
        assert_eq!(
            person.as_str(),
            "https://www.linkedin.com/in/ada-example",
            "{spelling}"
        );
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
        assert_eq!(
            person.as_str(),
            format!("{CANONICAL}{encoded}"),
            "{written}"
        );
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
fn everything_else_is_refused_with_its_own_code() {
    let long = format!("{CANONICAL}{}", "a".repeat(101));
    let longest = format!("{CANONICAL}ada?{}", "a".repeat(2048));
    let rows: &[(&str, &str)] = &[
        ("", "urlEmpty"),
        (&longest, "urlTooLong"),
        (" https://www.linkedin.com/in/ada", "urlWhitespace"),
        ("https://www.linkedin.com/in/ada ", "urlWhitespace"),
        ("https://www.linkedin.com/in/ada\u{A0}", "urlWhitespace"),
        ("https://www.linkedin.com/in/ada example", "urlWhitespace"),
        ("https://www.linkedin.com/in/ada\n", "urlControlCharacter"),
        ("https://www.linkedin.com/in/a\tda", "urlControlCharacter"),
        ("https://www.linked\nin.com/in/ada", "urlControlCharacter"),
        ("java\tscript:alert(1)", "urlControlCharacter"),
        ("https://www.linkedin.com/in/ada\0", "urlControlCharacter"),
        (
            "https://www.linkedin.com/in/a\u{200B}da",
            "urlControlCharacter",
        ),
        (
            "https://www.linkedin.com/in/a\u{202E}da",
            "urlControlCharacter",
        ),
        (
            "\u{FEFF}https://www.linkedin.com/in/ada",
            "urlControlCharacter",
        ),
        ("https://www.linkedin.com\\in\\ada", "urlBackslash"),
        ("https:\\\\www.linkedin.com/in/ada", "urlBackslash"),
        (
            "https://evil.example\\@www.linkedin.com/in/ada",
            "urlBackslash",
        ),
        ("linkedin.com/in/ada", "urlSchemeMissing"),
        ("www.linkedin.com/in/ada", "urlSchemeMissing"),
        ("www.linkedin.com:443/in/ada", "urlSchemeMissing"),
        ("//www.linkedin.com/in/ada", "urlSchemeMissing"),
        ("/in/ada", "urlSchemeMissing"),
        ("ada-example", "urlSchemeMissing"),
        ("://www.linkedin.com/in/ada", "urlSchemeMissing"),
        ("ftp://www.linkedin.com/in/ada", "urlSchemeNotHttp"),
        ("javascript://www.linkedin.com/in/ada", "urlSchemeNotHttp"),
        (
            "javascript:location='https://www.linkedin.com/in/ada'",
            "urlSchemeNotHttp",
        ),
        (
            "data:text/html,https://www.linkedin.com/in/ada",
            "urlSchemeNotHttp",
        ),
        ("file:///in/ada", "urlSchemeNotHttp"),
        ("blob:https://www.linkedin.com/in/ada", "urlSchemeNotHttp"),
        (
            "view-source:https://www.linkedin.com/in/ada",
            "urlSchemeNotHttp",
        ),
        ("httpss://www.linkedin.com/in/ada", "urlSchemeNotHttp"),
        ("https:www.linkedin.com/in/ada", "urlHostMissing"),
        ("https:/www.linkedin.com/in/ada", "urlHostMissing"),
        ("https:///www.linkedin.com/in/ada", "urlHostMissing"),
        ("https://", "urlHostMissing"),
        ("https://?x", "urlHostMissing"),
        ("https://ada@www.linkedin.com/in/ada", "urlUserInfo"),
        (
            "https://www.linkedin.com@evil.example/in/ada",
            "urlUserInfo",
        ),
        (
            "https://www.linkedin.com:443@evil.example/in/ada",
            "urlUserInfo",
        ),
        ("https://@www.linkedin.com/in/ada", "urlUserInfo"),
        ("https://www.lınkedin.com/in/ada", "urlHostNotAscii"),
        ("https://www.linkedin\u{3002}com/in/ada", "urlHostNotAscii"),
        ("https://ｗｗｗ.linkedin.com/in/ada", "urlHostNotAscii"),
        ("https://www.linkedin.com／in/ada", "urlHostNotAscii"),
        (
            "https://www.xn--lnkedin-q4a.com/in/ada",
            "urlHostNotLinkedin",
        ),
        ("https://xn--.linkedin.com/in/ada", "urlHostNotLinkedin"),
        (
            "https://www.linkedin.com.evil.example/in/ada",
            "urlHostNotLinkedin",
        ),
        ("https://evil-linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://evillinkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://wwwlinkedin.com/in/ada", "urlHostNotLinkedin"),
        (
            "https://evil.example/www.linkedin.com/in/ada",
            "urlHostNotLinkedin",
        ),
        (
            "https://evil.example/?u=https://www.linkedin.com/in/ada",
            "urlHostNotLinkedin",
        ),
        ("https://abc.linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://d.linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://d3.linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://www.de.linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://de.www.linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://.linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://..linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://www..linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://www.linkedin.com./in/ada", "urlHostNotLinkedin"),
        ("https://linkedin.com./in/ada", "urlHostNotLinkedin"),
        ("https://www%2Elinkedin.com/in/ada", "urlHostNotLinkedin"),
        (
            "https://www.linkedin.com%2F@evil.example/in/ada",
            "urlUserInfo",
        ),
        ("https://www.linkedin.co/in/ada", "urlHostNotLinkedin"),
        ("https://www.linkedin.cn/in/ada", "urlHostNotLinkedin"),
        ("https://lnkd.in/ada", "urlHostNotLinkedin"),
        ("https://api.linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://touch.linkedin.com/in/ada", "urlHostNotLinkedin"),
        ("https://127.0.0.1/in/ada", "urlHostNotLinkedin"),
        ("https://[::1]/in/ada", "urlHostNotLinkedin"),
        ("https://www.linkedin.com:8443/in/ada", "urlPort"),
        ("https://www.linkedin.com:80/in/ada", "urlPort"),
        ("http://www.linkedin.com:443/in/ada", "urlPort"),
        ("https://www.linkedin.com:/in/ada", "urlPort"),
        ("https://www.linkedin.com:0443/in/ada", "urlPort"),
        ("https://www.linkedin.com:443:443/in/ada", "urlPort"),
        ("https://www.linkedin.com:x/in/ada", "urlPort"),
        ("https://www.linkedin.com//in/ada", "urlEmptySegment"),
        ("https://www.linkedin.com/in//ada", "urlEmptySegment"),
        ("https://www.linkedin.com/in/ada//", "urlEmptySegment"),
        ("https://www.linkedin.com/in/ada//en", "urlEmptySegment"),
        ("https://www.linkedin.com/in//", "urlEmptySegment"),
        ("https://www.linkedin.com/x/../in/ada", "urlDotSegment"),
        ("https://www.linkedin.com/in/ada/../eve", "urlDotSegment"),
        ("https://www.linkedin.com/in/./ada", "urlDotSegment"),
        ("https://www.linkedin.com/in/..", "urlDotSegment"),
        ("https://www.linkedin.com/in/%2e%2e", "urlDotSegment"),
        (
            "https://www.linkedin.com/in/ada/%2E%2e/eve",
            "urlDotSegment",
        ),
        (
            "https://www.linkedin.com/in/ada/overlay/.%2E/eve",
            "urlDotSegment",
        ),
        ("https://www.linkedin.com/in/%2e", "urlDotSegment"),
        ("https://www.linkedin.com/pub/ada/1/2/3", "urlOtherPage"),
        (
            "https://www.linkedin.com/sales/people/ACoAAx,name,abcd",
            "urlOtherPage",
        ),
        ("https://www.linkedin.com/sales/lead/ACoAAx", "urlOtherPage"),
        (
            "https://www.linkedin.com/talent/profile/ACoAAx",
            "urlOtherPage",
        ),
        ("https://www.linkedin.com/company/example", "urlOtherPage"),
        ("https://www.linkedin.com/school/example", "urlOtherPage"),
        ("https://www.linkedin.com/mwlite/in/ada", "urlOtherPage"),
        (
            "https://www.linkedin.com/mwlite/profile/in/ada",
            "urlOtherPage",
        ),
        ("https://www.linkedin.com", "urlNotAPersonPath"),
        ("https://www.linkedin.com/", "urlNotAPersonPath"),
        ("https://www.linkedin.com?/in/ada", "urlNotAPersonPath"),
        ("https://www.linkedin.com#/in/ada", "urlNotAPersonPath"),
        ("https://www.linkedin.com/feed/", "urlNotAPersonPath"),
        ("https://www.linkedin.com/ada", "urlNotAPersonPath"),
        ("https://www.linkedin.com/IN/ada", "urlNotAPersonPath"),
        ("https://www.linkedin.com/%69n/ada", "urlNotAPersonPath"),
        ("https://www.linkedin.com/in%2Fada", "urlNotAPersonPath"),
        ("https://www.linkedin.com/in;x/ada", "urlNotAPersonPath"),
        (
            "https://www.linkedin.com/m/logout/in/ada",
            "urlNotAPersonPath",
        ),
        ("https://www.linkedin.com/in", "urlSlugMissing"),
        ("https://www.linkedin.com/in/", "urlSlugMissing"),
        ("https://www.linkedin.com/in/?x=ada", "urlSlugMissing"),
        ("https://www.linkedin.com/in/#ada", "urlSlugMissing"),
        (
            "https://www.linkedin.com/in/ada/in/eve",
            "urlUnknownSubPage",
        ),
        (
            "https://www.linkedin.com/in/ada/logout",
            "urlUnknownSubPage",
        ),
        ("https://www.linkedin.com/in/ada/deu", "urlUnknownSubPage"),
        ("https://www.linkedin.com/in/ada/de/en", "urlUnknownSubPage"),
        (
            "https://www.linkedin.com/in/ada/overlay/%2F..%2Feve",
            "urlUnknownSubPage",
        ),
        (
            "https://www.linkedin.com/in/ada/overlay/%00",
            "urlUnknownSubPage",
        ),
        (
            "https://www.linkedin.com/in/ada/overlay/%2",
            "urlPercentEscape",
        ),
        ("https://www.linkedin.com/in/%zz", "urlPercentEscape"),
        ("https://www.linkedin.com/in/ada%", "urlPercentEscape"),
        ("https://www.linkedin.com/in/ada%4", "urlPercentEscape"),
        ("https://www.linkedin.com/in/ada%+1", "urlPercentEscape"),
        ("https://www.linkedin.com/in/ada%é0", "urlPercentEscape"),
        ("https://www.linkedin.com/in/%FF", "urlSlugNotUtf8"),
        ("https://www.linkedin.com/in/%C3", "urlSlugNotUtf8"),
        ("https://www.linkedin.com/in/k%F6nig", "urlSlugNotUtf8"),
        ("https://www.linkedin.com/in/%C0%AF", "urlSlugNotUtf8"),
        ("https://www.linkedin.com/in/%ED%A0%80", "urlSlugNotUtf8"),
        (
            "https://www.linkedin.com/in/ada%2520example",
            "urlEncodedTwice",
        ),
        (
            "https://www.linkedin.com/in/k%25C3%25B6nig",
            "urlEncodedTwice",
        ),
        ("https://www.linkedin.com/in/ada%25", "urlEncodedTwice"),
        ("https://www.linkedin.com/in/ada%2Feve", "urlSlugCharacter"),
        (
            "https://www.linkedin.com/in/ada%2f..%2feve",
            "urlSlugCharacter",
        ),
        ("https://www.linkedin.com/in/ada%5Ceve", "urlSlugCharacter"),
        ("https://www.linkedin.com/in/ada%00", "urlSlugCharacter"),
        ("https://www.linkedin.com/in/ada%0A", "urlSlugCharacter"),
        (
            "https://www.linkedin.com/in/ada%20example",
            "urlSlugCharacter",
        ),
        ("https://www.linkedin.com/in/ada%3Fx", "urlSlugCharacter"),
        ("https://www.linkedin.com/in/ada%23x", "urlSlugCharacter"),
        (
            "https://www.linkedin.com/in/ada%E2%80%8Bexample",
            "urlSlugCharacter",
        ),
        (
            "https://www.linkedin.com/in/ada%E2%80%8Dexample",
            "urlSlugCharacter",
        ),
        (
            "https://www.linkedin.com/in/ada%E2%80%AE",
            "urlSlugCharacter",
        ),
        (
            "https://www.linkedin.com/in/ada%EF%B8%8F",
            "urlSlugCharacter",
        ),
        (
            "https://www.linkedin.com/in/ada%E3%85%A4",
            "urlSlugCharacter",
        ),
        (
            "https://www.linkedin.com/in/ada%EE%80%87",
            "urlSlugCharacter",
        ),
        (
            "https://www.linkedin.com/in/ada'example",
            "urlSlugCharacter",
        ),
        ("https://www.linkedin.com/in/ada\"]", "urlSlugCharacter"),
        ("https://www.linkedin.com/in/<script>", "urlSlugCharacter"),
        ("https://www.linkedin.com/in/{slug}", "urlSlugCharacter"),
        ("https://www.linkedin.com/in/ada;x=1", "urlSlugCharacter"),
        (
            "https://www.linkedin.com/in/ada+example",
            "urlSlugCharacter",
        ),
        (
            "https://www.linkedin.com/in/ada@example",
            "urlSlugCharacter",
        ),
        (
            "https://www.linkedin.com/in/ada:example",
            "urlSlugCharacter",
        ),
        (
            "https://www.linkedin.com/in/ada.example",
            "urlSlugCharacter",
        ),
        ("https://www.linkedin.com/in/ada／eve", "urlSlugCharacter"),
        ("https://www.linkedin.com/in/ACoAAx.y", "urlSlugCharacter"),
        ("https://www.linkedin.com/in/-", "urlSlugCharacter"),
        ("https://www.linkedin.com/in/___", "urlSlugCharacter"),
        (&long, "urlSlugTooLong"),
        ("https://www.linkedin.com/in/me", "urlSlugMe"),
        ("https://www.linkedin.com/in/ME/", "urlSlugMe"),
        ("https://www.linkedin.com/in/%6De", "urlSlugMe"),
        ("https://www.linkedin.com/in/me/details/skills", "urlSlugMe"),
        (
            "https://www.linkedin.com/in/unavailable/",
            "urlSlugReserved",
        ),
    ];
    for (input, code) in rows {
        assert_eq!(code_of(input), Some(*code), "{input:?}");
    }
    for error in PersonUrlError::ALL {
        assert!(
            rows.iter().any(|(_, code)| *code == error.code()),
            "no row for {error:?}"
        );
    }
}

#[test]
fn a_slug_of_a_hundred_characters_is_the_longest() {
    assert_eq!(code_of(&format!("{CANONICAL}{}", "a".repeat(100))), None);
    assert_eq!(
        code_of(&format!("{CANONICAL}{}", "%C3%B6".repeat(100))),
        None
    );
    assert_eq!(
        code_of(&format!("{CANONICAL}{}", "%C3%B6".repeat(101))),
        Some("urlSlugTooLong")
    );
}

#[test]
fn messages_are_short_sentences_and_codes_are_unique() {
    let mut codes: Vec<_> = PersonUrlError::ALL
        .iter()
        .map(|error| error.code())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), PersonUrlError::ALL.len());
    for error in PersonUrlError::ALL {
        let message = error.to_string();
        assert!(
            message.chars().count() <= 300 && message.ends_with('.'),
            "{message}"
        );
    }
}

#[test]
fn slugs_of_links_are_compared_decoded() {
    let wanted = PersonUrl::parse("https://www.linkedin.com/in/König").unwrap();
    assert_eq!(
        Slug::from_path_segment("k%c3%b6nig").as_ref(),
        Some(wanted.slug())
    );
    assert_eq!(
        Slug::from_path_segment("k%C3%B6nig").as_ref(),
        Some(wanted.slug())
    );
    assert_ne!(
        Slug::from_path_segment("k%C3%B6nig-2").as_ref(),
        Some(wanted.slug())
    );
    assert_eq!(Slug::from_path_segment("k%25C3%25B6nig"), None);
    assert_eq!(Slug::from_path_segment("a/b"), None);
    assert_eq!(Slug::from_path_segment(""), None);
}

#[test]
fn every_character_alone_is_stable_or_refused() {
    for c in '\0'..=char::MAX {
        let Ok(person) = PersonUrl::parse(&format!("{CANONICAL}a{c}")) else {
            continue;
        };
        let again = PersonUrl::parse(person.as_str()).unwrap_or_else(|e| panic!("{c:?}: {e}"));
        assert_eq!(again, person, "{c:?}");
    }
}

fn assert_canonical(input: &str) {
    let Ok(person) = PersonUrl::parse(input) else {
        return;
    };
    let url = url::Url::parse(person.as_str()).unwrap();
    assert_eq!(
        url.as_str(),
        person.as_str(),
        "a browser reads it as it is written"
    );
    assert_eq!(
        (url.scheme(), url.host_str(), url.port()),
        ("https", Some("www.linkedin.com"), None)
    );
    assert_eq!(url.path(), format!("/in/{}", person.slug().encoded()));
    assert!(url.query().is_none() && url.fragment().is_none() && url.username().is_empty());
    assert_eq!(PersonUrl::parse(person.as_str()).as_ref(), Ok(&person));
    assert_eq!(
        Slug::from_path_segment(&person.slug().encoded()).as_ref(),
        Some(person.slug())
    );
    let raw = format!("{CANONICAL}{}", person.slug().decoded());
    assert_eq!(
        PersonUrl::parse(&raw).as_ref(),
        Ok(&person),
        "the decoded spelling is the same person"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_refused_or_canonical(input in any::<String>()) {
        assert_canonical(&input);
    }

    #[test]
    fn any_slug_is_refused_or_canonical(slug in "\\PC{1,12}") {
        assert_canonical(&format!("{CANONICAL}{slug}"));
    }

    #[test]
    fn any_word_is_accepted_and_canonical(slug in "[\\p{L}\\p{N}-]{1,40}") {
        assert_canonical(&format!("{CANONICAL}x{slug}"));
    }

    #[test]
    fn any_bytes_as_escapes_are_refused_or_canonical(bytes in prop::collection::vec(any::<u8>(), 1..12)) {
        let slug: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
        assert_canonical(&format!("{CANONICAL}{slug}"));
    }

    #[test]
    fn pieces_of_urls_in_any_order_are_refused_or_canonical(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "https:", "http:", "/", "//", "\\", "@", ":", ":443", "?", "#", "%", "%2F", "%2e", "..", ".",
            "www.", "de.", "linkedin.com", "evil.example", "in", "/in/", "ada", "ACoAAx", "me", "ö", "\u{308}",
            "%C3%B6", "%25", "🚀", "\u{200D}", "\u{FE0F}", "\t", " ", "İ", "ẞ", "Å", "en", "overlay", "-", "_",
        ]), 1..10)
    ) {
        let text = pieces.concat();
        assert_canonical(&text);
        assert_canonical(&format!("https://www.linkedin.com{text}"));
        assert_canonical(&format!("{CANONICAL}{text}"));
    }
}
