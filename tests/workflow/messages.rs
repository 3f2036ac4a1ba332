//! Text: which e-mail addresses are taken, what messages say, and what they never repeat.

use linkwright::workflow::{Checked, Email};
use serde_json::json;

use super::{ADA, faults, open, parse, places, send};

#[test]
fn emails_are_taken_strictly() {
    let good = [
        "ada@example.com",
        "Ada.B+tag@Mail-1.Example.org",
        "o'ada@example.com",
        "a@b.co",
        "a_b-c@xn--bcher-kva.example",
    ];
    for email in good {
        assert!(Email::parse(email).is_ok(), "{email}");
    }
    let long_local = format!("{}@example.com", "a".repeat(65));
    let long = format!("a@{}com", "abc.".repeat(64));
    let bad = [
        ("", "notAnEmail"),
        ("ada", "notAnEmail"),
        ("@example.com", "notAnEmail"),
        ("ada@", "notAnEmail"),
        ("ada@example", "notAnEmail"),
        ("ada@@example.com", "notAnEmail"),
        ("ada@eve@example.com", "notAnEmail"),
        ("ada example@example.com", "notAnEmail"),
        (" ada@example.com", "notAnEmail"),
        ("ada@example.com ", "notAnEmail"),
        ("ada@exam ple.com", "notAnEmail"),
        (".ada@example.com", "notAnEmail"),
        ("ada.@example.com", "notAnEmail"),
        ("a..da@example.com", "notAnEmail"),
        ("ada@.example.com", "notAnEmail"),
        ("ada@example.com.", "notAnEmail"),
        ("ada@example..com", "notAnEmail"),
        ("ada@-example.com", "notAnEmail"),
        ("ada@example-.com", "notAnEmail"),
        ("ada@example.c", "notAnEmail"),
        ("ada@127.0.0.1", "notAnEmail"),
        ("ada@[127.0.0.1]", "notAnEmail"),
        ("ada@exa_mple.com", "notAnEmail"),
        ("\"ada\"@example.com", "notAnEmail"),
        ("Ada <ada@example.com>", "notAnEmail"),
        ("ada@example.com,eve@example.com", "notAnEmail"),
        ("ada@example.com;", "notAnEmail"),
        ("mailto:ada@example.com", "notAnEmail"),
        ("ädä@example.com", "notAnEmail"),
        ("ada@exämple.com", "notAnEmail"),
        ("ada@example.com\n", "textLineBreak"),
        ("ada@example.com\r\n", "textCarriageReturn"),
        ("ada\t@example.com", "textControlCharacter"),
        ("ada@example.com\u{E007}", "textPrivateUse"),
        (&long_local, "notAnEmail"),
        (&long, "textTooLong"),
    ];
    for (email, code) in bad {
        assert_eq!(Email::parse(email).map_err(|e| e.code()), Err(code), "{email:?}");
        let text = send(&format!(r#""email":{}"#, json!(email)));
        assert_eq!(places(&faults(&text)), [("/email", code)], "{email:?}");
    }
}

#[test]
fn messages_name_the_cure() {
    let rows = [
        (send(r#""Note":"x""#), "did you mean note?"),
        (send(r#""e_mail":"x""#), "did you mean email?"),
        (send(r#""noet":"x""#), "did you mean note?"),
        (open(r#""basic_info":true"#), "did you mean basicInfo?"),
        (open(r#""note":"x""#), "note is a parameter of st.sendConnectionRequest"),
        (
            r#"{"actionType":"sendConnectionRequest"}"#.to_owned(),
            "did you mean st.sendConnectionRequest?",
        ),
        (
            r#"{"actionType":"st.openProfile"}"#.to_owned(),
            "give one of st.openPersonPage,",
        ),
        (send(r#""note":null"#), "leave it out instead of null"),
        (send(r#""note":"a\r\nb""#), "write line breaks as \\n"),
        ("[]".to_owned(), "give at least one action"),
        ("[1,".to_owned(), "at line 1 column 3"),
    ];
    for (text, cure) in rows {
        let found = faults(&text);
        assert!(found[0].message.contains(cure), "{text}: {}", found[0].message);
    }
    let misspelt = faults(&open(
        r#""then":{"actionType":"st.checkConnectionStatus","personurl":"x"}"#,
    ));
    let message = &misspelt[0].message;
    assert!(
        !message.contains("personUrl"),
        "what would be forbidden is not suggested: {message}"
    );
    let at_root = faults(r#"{"actionType":"st.checkConnectionStatus","personurl":"x"}"#);
    assert!(
        at_root[1].message.contains("did you mean personUrl?"),
        "{:?}",
        at_root[1]
    );
}

#[test]
fn nothing_of_note_email_or_odd_names_is_repeated() {
    let secrets = [
        send(r#""note":"canary\u0007""#),
        send(r#""note":["canary"]"#),
        send(r#""note":{"canary":"canary"}"#),
        send(r#""email":"canary@example""#),
        send(r#""email":{"canary@example.com":1}"#),
        send(r#""label":"canary\u0007""#),
        format!(r#"{{"actionType":"canary here","personUrl":"{ADA}"}}"#),
        r#"{"actionType":"st.openPersonPage","personUrl":"https://canary.example"}"#.to_owned(),
        send(r#""note":"canary" "canary""#),
        send(r#""note":"canary\x""#),
        r#"{"actionType":"st.sendConnectionRequest","note":"canary"#.to_owned(),
    ];
    for text in secrets {
        let answer = serde_json::to_string(&Checked::of(text.as_bytes())).unwrap();
        assert!(!answer.contains("canary"), "{text}: {answer}");
    }
    for name in ["Dear canary how are you", "canary@example.com", &"canary".repeat(7)] {
        let found = faults(&send(&format!("{}:1", json!(name))));
        assert!(!found[0].message.contains("canary"), "{}", found[0].message);
    }
    let workflow = parse(&send(r#""note":"canary","email":"canary@example.com""#)).unwrap();
    assert!(!format!("{workflow:?}").contains("canary"), "{workflow:?}");
}
