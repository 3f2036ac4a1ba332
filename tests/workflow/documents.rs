//! Documents: what can be read at all, the classics of JSON's corners included.

use linkwright::json::{MAX_BYTES, MAX_FAULTS};
use linkwright::workflow::{FaultType, Workflow};

use super::{faults, places, send};

#[test]
fn a_document_that_cannot_be_read_is_one_fault_of_the_payload() {
    let bom = "\u{FEFF}{}";
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let rows: Vec<(Vec<u8>, &str)> = vec![
        (vec![], "documentEmpty"),
        (b" \r\n\t".to_vec(), "documentEmpty"),
        (bom.into(), "byteOrderMark"),
        (vec![0xFF, 0xFE, b'{', 0, b'}', 0], "notUtf8"),
        (b"{\"actionType\":\"\xff\"}".to_vec(), "notUtf8"),
        (b"{\"actionType\":\"\xed\xa0\x80\"}".to_vec(), "notUtf8"),
        (vec![b' '; MAX_BYTES + 1], "documentTooLarge"),
        (deep(65).into(), "documentTooDeep"),
        (deep(100_000).into(), "documentTooDeep"),
        (r#"{"then":"#.repeat(30_000).into(), "documentTooDeep"),
        (send(r#""note":"\ud800""#).into(), "loneSurrogate"),
        (send(r#""note":"\ud800x""#).into(), "loneSurrogate"),
        (send(r#""note":"\udc00""#).into(), "loneSurrogate"),
        (send(r#""note":"\ud83d\u0041""#).into(), "loneSurrogate"),
        (send(r#""\ud800":1"#).into(), "loneSurrogate"),
        (b"{}{}".to_vec(), "trailingCharacters"),
        (b"{} x".to_vec(), "trailingCharacters"),
        (b"{}\0".to_vec(), "trailingCharacters"),
        (b"[] // comment".to_vec(), "trailingCharacters"),
        (b"{".to_vec(), "notJson"),
    ];
    for (bytes, code) in rows {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        let found = Workflow::parse(&bytes).expect_err(&start);
        assert_eq!(places(&found), [("", code)], "{start:?}");
        assert_eq!(found[0].kind, FaultType::InvalidRequestPayload, "{start:?}");
    }
    assert_eq!(places(&faults(&deep(64))), [("/0", "wrongType")], "64 levels are read");
}

/// The classics of "Parsing JSON is a Minefield", in rows of our own: what the grammar refuses.
#[test]
fn what_is_not_json_is_refused_as_such() {
    let rows: &[&[u8]] = &[
        b"[1,]",
        b"[,1]",
        b"[1,,2]",
        b"[1 2]",
        b"[",
        b"]",
        b"[}",
        b"{]",
        b"[1",
        b"[1,\n",
        b"[\"a",
        b"[\"a]",
        b"{\"a\"",
        b"{\"a\":",
        b"{\"a\":1",
        b"{\"a\":1,",
        b"{\"a\":1,}",
        b"{,}",
        b"{\"a\" 1}",
        b"{\"a\",1}",
        b"{\"a\"::1}",
        b"{a:1}",
        b"{'a':1}",
        b"{1:1}",
        b"{null:1}",
        b"{\"a\":1 \"b\":2}",
        b"{\"a\":1,,\"b\":2}",
        b"['x']",
        b"[x]",
        b"[nul]",
        b"[True]",
        b"[NULL]",
        b"[NaN]",
        b"[Infinity]",
        b"[-Infinity]",
        b"[undefined]",
        b"[01]",
        b"[-01]",
        b"[-00.0]",
        b"[00e0]",
        b"[\"\\012\"]",
        b"[+1]",
        b"[.5]",
        b"[1.]",
        b"[1.e3]",
        b"[1e]",
        b"[1e+]",
        b"[-]",
        b"[--1]",
        b"[0x1F]",
        b"[1_000]",
        b"[1e1.5]",
        b"[1a]",
        b"[-a]",
        b"[1,000.5x]",
        b"[\"\t\"]",
        b"[\"\n\"]",
        b"[\"\0\"]",
        b"[\"\x1f\"]",
        b"[\"\\x41\"]",
        b"[\"\\a\"]",
        b"[\"\\\"]",
        b"[\"\\u00\"]",
        b"[\"\\u00zz\"]",
        b"[\"\\U0041\"]",
        b"[\"\\ \"]",
        b"[\"\\u{41}\"]",
        b"[\\u0022]",
        b"/* x */ []",
        b"// x\n[]",
        b"# x\n[]",
        b"[/**/1]",
        b"<x/>",
        b"`[]`",
        b"\x0c[]",
        b"\xc2\xa0[]",
        b"\xe2\x81\xa0[]",
        b"\x0b[]",
        b"[\x0c1]",
        b"\"",
        b"\"a",
        b"nul",
        b"tru",
        b"-",
        b"{\"a\":\"b\"",
        b"[\"a\",",
        b"[{}",
        b"[{\"\":[{\"\":",
        b"*",
        b"a",
        b"\\",
        b"{\"a\"/**/:1}",
    ];
    for row in rows {
        let found = Workflow::parse(row).expect_err("is not JSON");
        let shown = String::from_utf8_lossy(row);
        assert_eq!(places(&found), [("", "notJson")], "{shown:?}");
        assert_eq!(found[0].kind, FaultType::InvalidRequestPayload, "{shown:?}");
        assert!(
            found[0].message.contains(" at line "),
            "{shown:?}: {}",
            found[0].message
        );
    }
}

/// What the grammar allows is read, and refused only because it is no workflow.
#[test]
fn what_is_json_is_read_however_odd() {
    let rows = [
        "[0]",
        "[-0]",
        "[0.5]",
        "[1e5]",
        "[1E-2]",
        "[1e+2]",
        "[123456789012345678901234567890]",
        "[-1]",
        "[0e1]",
        "[true]",
        "[false]",
        "[null]",
        "\"\"",
        "\"a\"",
        "7",
        "-0.0",
        " \t\r\n[null]\n ",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
        "[\"\\u0060\\u012a\\u12AB\"]",
        "[\"\\uD834\\udd1e\"]",
        "[\"\\u0000\"]",
        "[\"\u{7f}\"]",
        "[\"\u{2028}\u{2029}\"]",
        "[\"\u{10FFFF}\"]",
        "[\"\\uFFFF\"]",
        "[\"/* */\"]",
        "[\"😀\"]",
        "[[]]",
        "[[],[[]]]",
        "{\"\":0}",
        "{\"a\":[]}",
        "{\"a\\u0000b\":1}",
        "[1.0000000000000000000000000000000000001]",
        "[\"\\u200B\"]",
    ];
    for row in rows {
        for fault in faults(row) {
            assert_eq!(fault.kind, FaultType::InvalidWorkflow, "{row}: {fault}");
        }
    }
}

/// The grammar leaves these to the reader; this is how we read them.
#[test]
fn a_number_too_large_for_a_double_is_refused() {
    for row in ["[1e400]", "[-1e400]"] {
        assert_eq!(places(&faults(row)), [("", "notJson")], "{row}");
    }
    assert_eq!(places(&faults("[1e-400]")), [("/0", "wrongType")]);
}

#[test]
fn a_member_that_stands_twice_is_refused_wherever_it_is() {
    let rows = [
        (send(r#""note":"a","note":"a""#), vec![("/note", "duplicateMember")]),
        (
            send(r#""note":"a","n\u006fte":"b""#),
            vec![("/note", "duplicateMember")],
        ),
        (send(r#""personUrl":"x""#), vec![("/personUrl", "duplicateMember")]),
        (
            send(r#""x":{"y":[0,{"z":1,"z":2}]}"#),
            vec![("/x", "unknownParameter"), ("/x/y/1/z", "duplicateMember")],
        ),
        (
            send(r#""q":1,"q":2"#),
            vec![("/q", "unknownParameter"), ("/q", "duplicateMember")],
        ),
        (
            send(r#""note":"a","note":"b","note":"c""#),
            vec![("/note", "duplicateMember"), ("/note", "duplicateMember")],
        ),
        (
            r#"{"actionType":"st.sendMessage","x":1,"x":1}"#.to_owned(),
            vec![("/actionType", "actionNotSupported"), ("/x", "duplicateMember")],
        ),
    ];
    for (text, expected) in rows {
        let found = faults(&text);
        assert_eq!(places(&found), expected, "{text}");
        let of_payload = found
            .iter()
            .filter(|fault| fault.kind == FaultType::InvalidRequestPayload);
        assert!(of_payload.clone().count() >= 1 && of_payload.into_iter().all(|fault| fault.code == "duplicateMember"));
    }
}

#[test]
fn the_largest_hostile_documents_get_a_bounded_answer() {
    let max = MAX_BYTES;
    let rows = [
        (
            "unknown keys",
            send(
                &(0..25_000)
                    .map(|i| format!("\"{i:x}\":0"))
                    .collect::<Vec<_>>()
                    .join(","),
            ),
        ),
        ("repeated keys", send(&vec!["\"a\":0"; 40_000].join(","))),
        ("numbers", format!("[{}0]", "0,".repeat(max / 2 - 10))),
        ("arrays", format!("[{}[]]", "[],".repeat(max / 3 - 10))),
        (
            "unknown value",
            send(&format!("\"x\":[{}0]", "0,".repeat(max / 2 - 200))),
        ),
        ("string", send(&format!("\"note\":\"{}\"", "x".repeat(max - 300)))),
        (
            "url",
            format!(
                "{{\"actionType\":\"st.openPersonPage\",\"personUrl\":\"{}\"}}",
                "/".repeat(max - 300)
            ),
        ),
        ("emoji key", send(&format!("\"{}\":1", "😀".repeat(60_000)))),
    ];
    for (name, text) in rows {
        assert!(text.len() <= max, "{name}");
        let found = faults(&text);
        let answer: usize = found
            .iter()
            .map(|fault| fault.pointer.len() + fault.message.len())
            .sum();
        assert!(
            found.len() <= MAX_FAULTS + 1 && answer <= MAX_BYTES,
            "{name}: {} faults",
            found.len()
        );
    }
}
