//! What holds for every input: refused, or canonical and stable.

use linkwright::person::{PersonUrl, Slug};
use proptest::prelude::*;

use super::CANONICAL;

/// All blocks but the large ones of ideographs, syllables and private use, in which nothing is special.
#[test]
fn every_character_of_an_alphabet_is_stable_or_refused() {
    let blocks = [
        '\0'..='\u{33FF}',
        '\u{A000}'..='\u{ABFF}',
        '\u{F8F0}'..='\u{167FF}',
        '\u{1D000}'..='\u{1FFFF}',
    ];
    for c in blocks.into_iter().flatten().chain('\u{E0000}'..='\u{E01FF}') {
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
    let url = url::Url::parse(person.as_str()).expect("canonical URLs are URLs");
    assert_eq!(url.as_str(), person.as_str(), "a browser reads it as it is written");
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
