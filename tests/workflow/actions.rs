//! Actions: which stand where, with which parameters, and where their faults are.

use linkwright::json::MAX_FAULTS;
use linkwright::outcome::{ActionType, OneOrMany};
use linkwright::workflow::{Checked, Child, Email, FaultType, MAX_ACTIONS, Note, Root};

use super::{ADA, canonical, faults, open, parse, places, send};

#[test]
fn a_whole_workflow_becomes_types_and_its_canonical_form() {
    let workflow = parse(
        r#" [ {"then":[{"note":"Hi\n\ud83d\ude00","email":"ada@example.com","actionType":"st.sendConnectionRequest"},
             {"label":"s","actionType":"st.checkConnectionStatus"}],
             "basicInfo":true,"label":"row-7","personUrl":"http://de.linkedin.com/in/K%C3%96NIG/en?x","actionType":"st.openPersonPage"},
            {"actionType":"st.checkConnectionStatus","personUrl":"https://linkedin.com/in/ada-example/"} ] "#,
    )
    .unwrap();
    assert_eq!(workflow.action_count(), 4);
    let OneOrMany::Many(roots) = &workflow.roots else {
        panic!("an array stays an array")
    };
    let Root::OpenPersonPage { person, page } = &roots[0] else {
        panic!("the first opens a page")
    };
    assert_eq!(person.slug().decoded(), "könig");
    assert!(page.basic_info);
    let Some(OneOrMany::Many(children)) = &page.then else {
        panic!("an array stays an array")
    };
    let Child::SendConnectionRequest(request) = &children[0] else {
        panic!("the first child sends")
    };
    assert_eq!(request.note.as_ref().map(Note::as_str), Some("Hi\n😀"));
    assert_eq!(request.note.as_ref().map(Note::utf16_len), Some(5));
    assert_eq!(request.email.as_ref().map(Email::as_str), Some("ada@example.com"));
    assert_eq!(children[1].label(), Some("s"));
    assert_eq!(roots[1].action_type(), ActionType::CheckConnectionStatus);
    assert_eq!(
        canonical(&workflow),
        r#"[{"actionType":"st.openPersonPage","label":"row-7","personUrl":"https://www.linkedin.com/in/k%C3%B6nig","basicInfo":true,"then":[{"actionType":"st.sendConnectionRequest","note":"Hi\n😀","email":"ada@example.com"},{"actionType":"st.checkConnectionStatus","label":"s"}]},{"actionType":"st.checkConnectionStatus","personUrl":"https://www.linkedin.com/in/ada-example"}]"#
    );
}

#[test]
fn legal_workflows_are_accepted_and_keep_their_shape() {
    let note_300 = format!(r#""note":"{}""#, "x".repeat(300));
    let emoji_300 = format!(r#""note":"{}""#, "😀".repeat(150));
    let hundred = format!("[{}]", vec![send(r#""label":"x""#); MAX_ACTIONS].join(","));
    let rows = [
        send(r#""label":"""#),
        send(r#""label":"Zeile 7 – ♥""#),
        send(&note_300),
        send(&emoji_300),
        send(r#""note":"tabs are out, quotes \" and <b> and ${x} are in \u202e\u0301""#),
        send(r#""n\u006fte":"an escaped name is the name""#),
        open(r#""then":[]"#),
        open(r#""then":{"actionType":"st.sendConnectionRequest"}"#),
        open(r#""then":[{"actionType":"st.checkConnectionStatus"}]"#),
        open(r#""basicInfo":false"#),
        format!("[{}]", open(r#""then":[]"#)),
        r#"{"actionType":"st.retrievePendingRequests","label":"pending"}"#.to_owned(),
        format!(r#"{{"actionType":"st.withdrawConnectionRequest","personUrl":"{ADA}","unfollow":false}}"#),
        open(r#""then":{"actionType":"st.withdrawConnectionRequest"}"#),
        hundred,
    ];
    for row in rows {
        let workflow = parse(&row).unwrap_or_else(|e| panic!("{row}: {e:?}"));
        assert_eq!(
            matches!(workflow.roots, OneOrMany::Many(_)),
            row.starts_with('['),
            "{row}"
        );
        assert_eq!(parse(&canonical(&workflow)), Ok(workflow), "{row}");
    }
}

#[test]
fn each_fault_of_an_action_has_its_code_at_the_very_member() {
    let note_301 = format!(r#""note":"{}""#, "x".repeat(301));
    let emoji_302 = format!(r#""note":"{}""#, "😀".repeat(151));
    let label_257 = format!(r#""label":"{}""#, "x".repeat(257));
    let child = |members: &str| open(&format!(r#""then":{{{members}}}"#));
    let rows: Vec<(String, &str, &str)> = vec![
        ("null".into(), "", "wrongType"),
        ("true".into(), "", "wrongType"),
        ("7".into(), "", "wrongType"),
        (r#""st.openPersonPage""#.into(), "", "wrongType"),
        ("[]".into(), "", "noActions"),
        ("{}".into(), "/actionType", "missing"),
        ("[null]".into(), "/0", "wrongType"),
        ("[[]]".into(), "/0", "wrongType"),
        ("[{}]".into(), "/0/actionType", "missing"),
        (r#"{"actionType":null}"#.into(), "/actionType", "wrongType"),
        (
            r#"{"actionType":["st.openPersonPage"]}"#.into(),
            "/actionType",
            "wrongType",
        ),
        (r#"{"actionType":""}"#.into(), "/actionType", "unknownAction"),
        (
            r#"{"actionType":"st.sendConectionRequest"}"#.into(),
            "/actionType",
            "unknownAction",
        ),
        (
            r#"{"actionType":"ST.OPENPERSONPAGE"}"#.into(),
            "/actionType",
            "unknownAction",
        ),
        (
            r#"{"actionType":"st.openPersonPage "}"#.into(),
            "/actionType",
            "unknownAction",
        ),
        (
            r#"{"actionType":"st.sendMessage","text":1}"#.into(),
            "/actionType",
            "actionNotSupported",
        ),
        (
            r#"{"actionType":"nv.openPersonPage"}"#.into(),
            "/actionType",
            "actionNotSupported",
        ),
        (r#"{"actionType":"st.openPersonPage"}"#.into(), "/personUrl", "missing"),
        (
            r#"{"actionType":"st.sendConnectionRequest"}"#.into(),
            "/personUrl",
            "missing",
        ),
        (
            r#"{"actionType":"st.checkConnectionStatus"}"#.into(),
            "/personUrl",
            "missing",
        ),
        (
            r#"{"actionType":"st.openPersonPage","personUrl":null}"#.into(),
            "/personUrl",
            "wrongType",
        ),
        (
            r#"{"actionType":"st.openPersonPage","personUrl":{}}"#.into(),
            "/personUrl",
            "wrongType",
        ),
        (
            r#"{"actionType":"st.openPersonPage","personUrl":""}"#.into(),
            "/personUrl",
            "urlEmpty",
        ),
        (
            r#"{"actionType":"st.openPersonPage","personUrl":"https://evil.example/in/ada"}"#.into(),
            "/personUrl",
            "urlHostNotLinkedin",
        ),
        (open(r#""basicInfo":"true""#), "/basicInfo", "wrongType"),
        (open(r#""basicInfo":1"#), "/basicInfo", "wrongType"),
        (open(r#""basicInfo":null"#), "/basicInfo", "wrongType"),
        (open(r#""then":null"#), "/then", "wrongType"),
        (open(r#""then":"st.sendConnectionRequest""#), "/then", "wrongType"),
        (open(r#""then":{}"#), "/then/actionType", "missing"),
        (open(r#""then":[[]]"#), "/then/0", "wrongType"),
        (open(r#""then":[7]"#), "/then/0", "wrongType"),
        (open(r#""note":"x""#), "/note", "parameterOfAnotherAction"),
        (open(r#""basicinfo":true"#), "/basicinfo", "unknownParameter"),
        (open(r#""label":7"#), "/label", "wrongType"),
        (open(r#""label":null"#), "/label", "wrongType"),
        (
            child(&format!(r#""actionType":"st.openPersonPage","personUrl":"{ADA}""#)),
            "/then/actionType",
            "notAllowedAsChild",
        ),
        (
            child(r#""actionType":"st.openPersonPage""#),
            "/then/actionType",
            "notAllowedAsChild",
        ),
        (
            child(r#""actionType":"st.sendMessage""#),
            "/then/actionType",
            "actionNotSupported",
        ),
        (
            child(&format!(
                r#""actionType":"st.sendConnectionRequest","personUrl":"{ADA}""#
            )),
            "/then/personUrl",
            "notAllowedUnderParent",
        ),
        (
            child(r#""actionType":"st.checkConnectionStatus","personUrl":null"#),
            "/then/personUrl",
            "notAllowedUnderParent",
        ),
        (
            child(r#""actionType":"st.sendConnectionRequest","then":[]"#),
            "/then/then",
            "childrenNotAllowed",
        ),
        (
            child(r#""actionType":"st.sendConnectionRequest","basicInfo":true"#),
            "/then/basicInfo",
            "parameterOfAnotherAction",
        ),
        (send(r#""then":[]"#), "/then", "childrenNotAllowed"),
        (
            child(&format!(
                r#""actionType":"st.withdrawConnectionRequest","personUrl":"{ADA}""#
            )),
            "/then/personUrl",
            "notAllowedUnderParent",
        ),
        (
            r#"{"actionType":"st.withdrawConnectionRequest"}"#.into(),
            "/personUrl",
            "missing",
        ),
        (
            child(r#""actionType":"st.withdrawConnectionRequest","unfollow":"yes""#),
            "/then/unfollow",
            "wrongType",
        ),
        (send(r#""unfollow":true"#), "/unfollow", "parameterOfAnotherAction"),
        (
            format!(r#"{{"actionType":"st.retrievePendingRequests","personUrl":"{ADA}"}}"#),
            "/personUrl",
            "parameterOfAnotherAction",
        ),
        (
            r#"{"actionType":"st.retrievePendingRequests","limit":10}"#.into(),
            "/limit",
            "unknownParameter",
        ),
        (
            child(r#""actionType":"st.retrievePendingRequests""#),
            "/then/actionType",
            "notAllowedAsChild",
        ),
        (send(r#""note":null"#), "/note", "wrongType"),
        (send(r#""note":["x"]"#), "/note", "wrongType"),
        (send(r#""note":"""#), "/note", "textBlank"),
        (send(r#""note":" \n\u00a0\u200b""#), "/note", "textBlank"),
        (
            send(r#""note":"\u00ad\u2800\u180e\u2066\u202e\ufe0f\u115f\u034f\udb40\udc20""#),
            "/note",
            "textBlank",
        ),
        (send(&note_301), "/note", "textTooLong"),
        (send(&emoji_302), "/note", "textTooLong"),
        (send(r#""note":"a\r\nb""#), "/note", "textCarriageReturn"),
        (send(r#""note":"a\tb""#), "/note", "textControlCharacter"),
        (send(r#""note":"a\u0000b""#), "/note", "textControlCharacter"),
        (send(r#""note":"a\u001bb""#), "/note", "textControlCharacter"),
        (send(r#""note":"a\u007fb""#), "/note", "textControlCharacter"),
        (send(r#""note":"a\u0085b""#), "/note", "textControlCharacter"),
        (send(r#""note":"a\ue000b""#), "/note", "textPrivateUse"),
        (send(r#""note":"Hi \ue004\ue004\ue007""#), "/note", "textPrivateUse"),
        (send(r#""note":"a\uf8ffb""#), "/note", "textPrivateUse"),
        (send(r#""note":"a\u2028b""#), "/note", "textLineSeparator"),
        (send(r#""note":"a\uffffb""#), "/note", "textNoncharacter"),
        (send(r#""note":"a\ufdd0b""#), "/note", "textNoncharacter"),
        (send(r#""note":"a\ud83f\udfffb""#), "/note", "textNoncharacter"),
        (send(r#""label":"a\nb""#), "/label", "textLineBreak"),
        (send(r#""label":"a\ue007""#), "/label", "textPrivateUse"),
        (send(&label_257), "/label", "textTooLong"),
        (send(r#""email":null"#), "/email", "wrongType"),
        (send(r#""email":false"#), "/email", "wrongType"),
        (send(r#""Note":"x""#), "/Note", "unknownParameter"),
        (send(r#""message":"x""#), "/message", "unknownParameter"),
        (send(r#""a/b~c":"x""#), "/a~1b~0c", "unknownParameter"),
        (send(r#""":"x""#), "/", "unknownParameter"),
        (send(r#""note ":"x""#), "/note ", "unknownParameter"),
        (send(&format!(r#""{}":1"#, "k".repeat(65))), "", "unknownParameter"),
    ];
    for (text, pointer, code) in &rows {
        let found = faults(text);
        assert_eq!(places(&found), [(*pointer, *code)], "{text}");
        assert_eq!(found[0].kind, FaultType::InvalidWorkflow, "{text}");
    }
}

#[test]
fn all_faults_come_in_one_answer_in_the_order_of_the_document() {
    let text = r#"[
        {"note":"\u0007","label":7,"actionType":"st.sendConnectionRequest","persnUrl":"x"},
        9,
        {"actionType":"st.openPersonPage","personUrl":"http://evil.example","basicInfo":"yes",
         "then":[{"actionType":"st.sendConnectionRequest","email":"no","personUrl":"x","emial":"y"},
                 {"actionType":"st.openPersonPage","then":{"actionType":"st.checkConnectionStatus","x":1,"x":2}}],
         "label":"ok","label":"again"}]"#;
    assert_eq!(
        places(&faults(text)),
        [
            ("/0/personUrl", "missing"),
            ("/0/note", "textControlCharacter"),
            ("/0/label", "wrongType"),
            ("/0/persnUrl", "unknownParameter"),
            ("/1", "wrongType"),
            ("/2/personUrl", "urlHostNotLinkedin"),
            ("/2/basicInfo", "wrongType"),
            ("/2/then/0/email", "notAnEmail"),
            ("/2/then/0/personUrl", "notAllowedUnderParent"),
            ("/2/then/0/emial", "unknownParameter"),
            ("/2/then/1/actionType", "notAllowedAsChild"),
            ("/2/then/1/then/x", "unknownParameter"),
            ("/2/then/1/then/x", "duplicateMember"),
            ("/2/label", "duplicateMember"),
        ]
    );
}

#[test]
fn a_hundred_and_one_actions_are_too_many_children_included() {
    let root = send(r#""label":"x""#);
    let roots = format!("[{}]", vec![root; MAX_ACTIONS + 1].join(","));
    assert_eq!(places(&faults(&roots)), [("", "tooManyActions")]);
    let child = r#"{"actionType":"st.checkConnectionStatus"}"#;
    let with_children = |count: usize| open(&format!(r#""then":[{}]"#, vec![child; count].join(",")));
    assert_eq!(
        parse(&with_children(MAX_ACTIONS - 1)).map(|w| w.action_count()),
        Ok(MAX_ACTIONS)
    );
    assert_eq!(places(&faults(&with_children(MAX_ACTIONS))), [("", "tooManyActions")]);
}

#[test]
fn a_list_of_faults_has_an_end_and_says_so() {
    let members: Vec<String> = (0..MAX_FAULTS + 5).map(|i| format!(r#""k{i}":0"#)).collect();
    let found = faults(&send(&members.join(",")));
    assert_eq!(found.len(), MAX_FAULTS + 1);
    let last = found.last().unwrap();
    assert_eq!((last.pointer.as_str(), last.code), ("", "moreFaults"));
    assert!(last.message.starts_with("5 more faults"), "{}", last.message);
}

#[test]
fn a_check_answers_with_the_canonical_workflow_or_the_faults() {
    let sound = Checked::of(br#"{"personUrl":"http://linkedin.com/in/Ada","actionType":"st.openPersonPage"}"#);
    assert!(sound.is_ok());
    assert_eq!(
        serde_json::to_string(&sound).unwrap(),
        r#"{"ok":true,"workflow":{"actionType":"st.openPersonPage","personUrl":"https://www.linkedin.com/in/ada","basicInfo":false}}"#
    );
    let faulty = Checked::of(b"[7]");
    assert!(!faulty.is_ok());
    assert_eq!(
        serde_json::to_string(&faulty).unwrap(),
        r#"{"ok":false,"errors":[{"type":"invalidWorkflow","pointer":"/0","code":"wrongType","message":"A root action must be an object, but it is a number."}]}"#
    );
}

#[test]
fn a_withdrawal_ceases_to_follow_unless_it_says_otherwise() {
    let with = |members: &str| {
        let text = format!(r#"{{"actionType":"st.withdrawConnectionRequest","personUrl":"{ADA}"{members}}}"#);
        canonical(&parse(&text).unwrap())
    };
    assert!(with("").ends_with(r#""unfollow":true}"#), "{}", with(""));
    assert!(with(r#","unfollow":false"#).ends_with(r#""unfollow":false}"#));
}
