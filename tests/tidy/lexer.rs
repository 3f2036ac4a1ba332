//! Tells code, strings and comments of a Rust file apart, without understanding Rust.

/// A Rust text in two copies of the same length as the original, so that positions agree.
/// What belongs to neither is blanked out with spaces, line ends are kept.
pub(crate) struct Lexed {
    /// Everything but comments and what is inside string literals.
    pub(crate) code: String,
    /// Only what is inside string literals.
    pub(crate) strings: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Code,
    Text,
    Neither,
}

/// Splits a Rust text. With `without_tests`, modules under `#[cfg(test)]` are blanked out of both copies.
pub(crate) fn lex(text: &str, without_tests: bool) -> Lexed {
    let mut kinds = classify(text.as_bytes());
    if without_tests {
        blank_tests(text.as_bytes(), &mut kinds);
    }
    Lexed {
        code: keep(text, &kinds, Kind::Code),
        strings: keep(text, &kinds, Kind::Text),
    }
}

fn keep(text: &str, kinds: &[Kind], wanted: Kind) -> String {
    let bytes = text
        .bytes()
        .zip(kinds)
        .map(
            |(byte, &kind)| {
                if byte == b'\n' || kind == wanted { byte } else { b' ' }
            },
        )
        .collect();
    String::from_utf8(bytes).expect("blanking whole literals and comments leaves whole characters")
}

fn classify(text: &[u8]) -> Vec<Kind> {
    let mut kinds = vec![Kind::Code; text.len()];
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (length, kind) = if rest.starts_with(b"//") {
            (find(rest, b"\n"), Kind::Neither)
        } else if rest.starts_with(b"/*") {
            (block_comment(rest), Kind::Neither)
        } else if rest[0] == b'"' {
            (string(rest), Kind::Text)
        } else if let Some(length) = raw_string(text, at) {
            (length, Kind::Text)
        } else if rest[0] == b'\'' {
            (char_literal(rest), Kind::Neither)
        } else {
            (1, Kind::Code)
        };
        kinds[at..at + length].fill(kind);
        at += length;
    }
    kinds
}

/// Bytes up to the needle, or all of them.
fn find(text: &[u8], needle: &[u8]) -> usize {
    text.windows(needle.len())
        .position(|window| window == needle)
        .unwrap_or(text.len())
}

fn block_comment(text: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn string(text: &[u8]) -> usize {
    let mut at = 1;
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}

/// The length of `r"…"` or `r#"…"#`, if one begins here.
fn raw_string(text: &[u8], at: usize) -> Option<usize> {
    let after_name = at > 0 && (text[at - 1].is_ascii_alphanumeric() || text[at - 1] == b'_');
    if text[at] != b'r' || (after_name && text[at - 1] != b'b') {
        return None;
    }
    let hashes = text[at + 1..].iter().take_while(|&&byte| byte == b'#').count();
    let open = at + 1 + hashes;
    if text.get(open) != Some(&b'"') {
        return None;
    }
    let close = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
    let inside = find(&text[open + 1..], &close);
    Some((open + 1 + inside + close.len()).min(text.len()) - at)
}

/// The length of `'x'` or `'\n'`; a lifetime counts as its apostrophe.
fn char_literal(text: &[u8]) -> usize {
    if text.get(1) == Some(&b'\\') {
        return 3 + find(&text[3.min(text.len())..], b"'") + 1;
    }
    let width = match text.get(1) {
        Some(byte) if *byte >= 0xF0 => 4,
        Some(byte) if *byte >= 0xE0 => 3,
        Some(byte) if *byte >= 0xC0 => 2,
        _ => 1,
    };
    if text.get(1 + width) == Some(&b'\'') {
        width + 2
    } else {
        1
    }
}

/// Blanks `#[cfg(test)]` and the item below it, up to its closing brace or its semicolon.
fn blank_tests(text: &[u8], kinds: &mut [Kind]) {
    const MARK: &[u8] = b"#[cfg(test)]";
    let mut at = 0;
    while at < text.len() {
        if kinds[at] != Kind::Code || !text[at..].starts_with(MARK) {
            at += 1;
            continue;
        }
        let mut depth = 0;
        let mut end = at + MARK.len();
        while end < text.len() {
            if kinds[end] == Kind::Code {
                match text[end] {
                    b'{' => depth += 1,
                    b'}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 && matches!(text[end], b'}' | b';') {
                    break;
                }
            }
            end += 1;
        }
        let end = (end + 1).min(text.len());
        kinds[at..end].fill(Kind::Neither);
        at = end;
    }
}

/// Positions in `code` where `word` stands alone: not as a part of a longer name.
pub(crate) fn words(code: &str, word: &str) -> Vec<usize> {
    let in_name = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let bytes = code.as_bytes();
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(|&at| at == 0 || !in_name(bytes.get(at - 1)))
        .filter(|&at| !in_name(bytes.get(at + word.len())) || !in_name(word.as_bytes().last()))
        .collect()
}

#[test]
fn code_strings_and_comments_are_told_apart() {
    let text = r##"let a = "x \" y"; // z "q"
let b = r#"raw " one"#; /* c /* d */ e */ let c = '"'; fn f<'a>() {}
"##;
    let lexed = lex(text, false);
    assert_eq!(lexed.code.len(), text.len());
    assert!(lexed.code.contains("fn f<") && lexed.code.contains("let c ="));
    assert!(!lexed.code.contains('z') && !lexed.code.contains("raw") && !lexed.code.contains(" e "));
    assert!(lexed.strings.contains("raw \" one") && lexed.strings.contains("x \\\" y"));
    assert!(!lexed.strings.contains('q') && !lexed.strings.contains("fn"));
}

#[test]
fn modules_of_tests_are_left_out_on_request() {
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { let s = \"}\"; }\n}\nfn c() {}\n";
    let lexed = lex(text, true);
    assert!(lexed.code.contains("fn a") && lexed.code.contains("fn c"));
    assert!(!lexed.code.contains("fn b"));
    assert!(lex(text, false).code.contains("fn b"));
}

#[test]
fn words_do_not_match_inside_longer_names() {
    assert_eq!(words("axum::x my_axum::y axum2::z", "axum").len(), 1);
    assert_eq!(words("sleep(1) no_sleep(1) asleep(1)", "sleep(").len(), 1);
}
