//! What is no person URL, and the code that says why: one table.

use linkwright::person::PersonUrlError;

use super::{CANONICAL, code_of};

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
