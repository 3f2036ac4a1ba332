//! What holds for every input: no panic, no lost place, no long message, a canonical form that stays.

use linkwright::workflow::{Email, Fault, Note, Workflow};
use proptest::prelude::*;
use serde_json::Value;

use super::{ADA, canonical, open, send};

fn assert_sound(bytes: &[u8]) {
    match Workflow::parse(bytes) {
        Ok(workflow) => assert_eq!(Workflow::parse(canonical(&workflow).as_bytes()), Ok(workflow)),
        Err(faults) => {
            assert!(!faults.is_empty());
            let document: Option<Value> = serde_json::from_slice(bytes).ok();
            faults.iter().for_each(|fault| assert_fault(fault, document.as_ref()));
        }
    }
}

fn assert_fault(fault: &Fault, document: Option<&Value>) {
    let message = &fault.message;
    assert!(message.chars().count() <= 300, "{message}");
    assert!(message.ends_with(['.', '?']), "{message}");
    let Some(document) = document else { return };
    let parent = fault.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    let lost = fault.code != "missing" && document.pointer(&fault.pointer).is_none();
    assert!(!lost, "{fault} points at nothing");
    assert!(document.pointer(parent).is_some(), "{fault} points into nothing");
}

/// Values that are often nearly right.
fn member_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        prop::sample::select(vec![
            ADA,
            "https://linkedin.com/in/Ö",
            "ada@example.com",
            "Hi\n",
            "\u{E007}",
            "",
            "\r"
        ])
        .prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        prop::sample::select(vec![
            "st.openPersonPage",
            "st.sendConnectionRequest",
            "st.checkConnectionStatus",
            "st.x"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            action(inner)
        ]
    })
}

fn action(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let names = vec![
        "label",
        "personUrl",
        "basicInfo",
        "then",
        "note",
        "email",
        "nots",
        "a/b",
    ];
    let types = vec![
        "st.openPersonPage",
        "st.sendConnectionRequest",
        "st.checkConnectionStatus",
        "st.sendMessage",
    ];
    let members = prop::collection::btree_map(prop::sample::select(names), value, 0..4);
    (prop::sample::select(types), any::<bool>(), members).prop_map(|(kind, at_ada, members)| {
        let mut object: serde_json::Map<String, Value> = members
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        object.insert("actionType".to_owned(), kind.into());
        if at_ada {
            object.insert("personUrl".to_owned(), ADA.into());
        }
        Value::Object(object)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_bytes_are_refused_or_sound(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_sound(&bytes);
    }

    #[test]
    fn any_json_is_refused_or_sound(value in member_value()) {
        assert_sound(value.to_string().as_bytes());
    }

    #[test]
    fn pieces_of_json_in_any_order_are_refused_or_sound(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"", "\"actionType\"", "\"st.openPersonPage\"", "\"personUrl\"",
            "\"https://linkedin.com/in/x\"", "\"then\"", "null", "true", "1", "e5", "\\u", "\\ud800", "\u{FEFF}", " ",
        ]), 0..30)
    ) {
        assert_sound(pieces.concat().as_bytes());
    }

    #[test]
    fn a_workflow_cut_short_or_changed_in_one_byte_is_refused_or_sound(at in 0_usize..400, byte in any::<u8>()) {
        let text = format!("[{},{}]", send(r#""note":"Grüße \ud83d\ude00","email":"ada@example.com""#),
            open(r#""basicInfo":true,"then":[{"actionType":"st.sendConnectionRequest","label":"x"}]"#));
        let mut bytes = text.into_bytes();
        let at = at % bytes.len();
        assert_sound(&bytes[..at]);
        bytes[at] = byte;
        assert_sound(&bytes);
    }

    #[test]
    fn an_accepted_note_cannot_press_keys(text in "[a😀\n\r\t\u{7f}\u{85}\u{e000}-\u{e05d}\u{f8ff}\u{2028}\u{ffff} ]{0,6}|.{0,320}") {
        let parsed = Note::parse(&text);
        let presses = text.contains(|c: char| (c.is_control() && c != '\n') || ('\u{E000}'..='\u{F8FF}').contains(&c));
        prop_assert!(!(presses && parsed.is_ok()));
        if let Ok(note) = parsed {
            prop_assert_eq!(note.as_str(), &text);
            prop_assert!(note.utf16_len() <= 300 && !text.trim().is_empty());
        }
    }

    #[test]
    fn an_accepted_email_is_plain_ascii(text in "[a-c.@\\- \n\u{e007}ö\"]{0,12}|[a-z.]{1,5}@[a-z.\\-]{1,9}\\.[a-z]{1,4}|.{0,40}") {
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(email.as_str(), &text);
            prop_assert!(text.bytes().all(|b| b.is_ascii_graphic()));
            prop_assert_eq!(text.matches('@').count(), 1);
            prop_assert!(text.len() <= 254 && !text.contains("..") && !text.contains('"'));
        }
    }
}
