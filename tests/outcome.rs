//! Answers on the wire: members and their order, shapes, and the exit code that follows.

use std::str::FromStr;

use linkwright::exit_code::ExitCode;
use linkwright::outcome::{
    ActionError, ActionResult, ActionType, BasicInfo, ConnectionDegree, ConnectionStatus, Data, ErrorType, Failure,
    FailureReason, OneOrMany, PendingRequest, Report,
};
use serde::Serialize;

fn wire(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("answers have string keys only")
}

fn sent() -> ActionResult {
    ActionResult {
        action_type: ActionType::SendConnectionRequest,
        label: None,
        outcome: Ok(None),
    }
}

fn refused(kind: ErrorType) -> ActionResult {
    ActionResult {
        outcome: Err(kind.into()),
        ..sent()
    }
}

fn page(basic_info: Option<BasicInfo>, then: Option<OneOrMany<ActionResult>>) -> ActionResult {
    let data = Data::PersonPage {
        basic_info: basic_info.map(Box::new),
        then: then.map(Box::new),
    };
    ActionResult {
        action_type: ActionType::OpenPersonPage,
        label: None,
        outcome: Ok(Some(data)),
    }
}

#[test]
fn a_sent_request_has_no_data_and_echoes_a_given_label() {
    assert_eq!(
        wire(&sent()),
        r#"{"actionType":"st.sendConnectionRequest","success":true}"#
    );
    let labelled = ActionResult {
        label: Some("row-7".into()),
        ..sent()
    };
    assert_eq!(
        wire(&labelled),
        r#"{"actionType":"st.sendConnectionRequest","label":"row-7","success":true}"#
    );
}

#[test]
fn an_error_has_a_type_and_a_message_and_no_data() {
    assert_eq!(
        wire(&refused(ErrorType::EmailRequired)),
        r#"{"actionType":"st.sendConnectionRequest","success":false,"error":{"type":"emailRequired","message":"The person requires an email address to send a connection request."}}"#
    );
    let own = ActionError::new(ErrorType::RequestNotAllowed, "They invited you.");
    assert_eq!(
        wire(&own),
        r#"{"type":"requestNotAllowed","message":"They invited you."}"#
    );
}

#[test]
fn an_opened_page_with_nothing_to_report_has_empty_data() {
    assert_eq!(
        wire(&page(None, None)),
        r#"{"actionType":"st.openPersonPage","success":true,"data":{}}"#
    );
}

#[test]
fn children_stand_in_data_then_in_the_shape_of_the_question() {
    let child = r#"{"actionType":"st.sendConnectionRequest","success":true}"#;
    let rows = [
        (OneOrMany::One(sent()), child.to_owned()),
        (OneOrMany::Many(vec![sent(), sent()]), format!("[{child},{child}]")),
        (OneOrMany::Many(vec![]), "[]".to_owned()),
    ];
    for (then, expected) in rows {
        let answer = wire(&page(None, Some(then)));
        assert_eq!(
            answer,
            format!(r#"{{"actionType":"st.openPersonPage","success":true,"data":{{"then":{expected}}}}}"#)
        );
    }
}

#[test]
fn every_field_of_basic_info_is_there_and_then_comes_last() {
    let empty = page(Some(BasicInfo::default()), Some(OneOrMany::One(sent())));
    assert_eq!(
        wire(&empty),
        r#"{"actionType":"st.openPersonPage","success":true,"data":{"name":null,"publicUrl":null,"hashedUrl":null,"headline":null,"location":null,"countryCode":null,"position":null,"about":null,"companyName":null,"companyHashedUrl":null,"followersCount":null,"avatarUrl":null,"urn":null,"viewerState":{"connectionDegree":null},"then":{"actionType":"st.sendConnectionRequest","success":true}}}"#
    );
    let some = BasicInfo {
        name: Some("Ada Example".into()),
        followers_count: Some(37),
        viewer_state: Some(ConnectionDegree::ThirdOrMore),
        ..BasicInfo::default()
    };
    let answer = wire(&some);
    assert!(answer.starts_with(r#"{"name":"Ada Example","#), "{answer}");
    assert!(answer.contains(r#""followersCount":37,"#), "{answer}");
    assert!(
        answer.ends_with(r#""viewerState":{"connectionDegree":"3rd+"}}"#),
        "{answer}"
    );
}

#[test]
fn pending_requests_are_an_array_of_whole_objects() {
    let list = |rows| ActionResult {
        action_type: ActionType::RetrievePendingRequests,
        label: None,
        outcome: Ok(Some(Data::PendingRequests(rows))),
    };
    assert_eq!(
        wire(&list(vec![])),
        r#"{"actionType":"st.retrievePendingRequests","success":true,"data":[]}"#
    );
    let ada = PendingRequest {
        name: Some("Ada Example".into()),
        sent_time: Some("2 weeks ago".into()),
        ..PendingRequest::default()
    };
    assert_eq!(
        wire(&list(vec![ada])),
        r#"{"actionType":"st.retrievePendingRequests","success":true,"data":[{"name":"Ada Example","urn":null,"publicUrl":null,"headline":null,"sentTime":"2 weeks ago"}]}"#
    );
}

#[test]
fn a_connection_status_is_an_object_with_one_word() {
    let words = ["connected", "notConnected", "pending", "incoming"];
    for (status, word) in ConnectionStatus::ALL.iter().zip(words) {
        assert_eq!(
            wire(&Data::ConnectionStatus(*status)),
            format!(r#"{{"connectionStatus":"{word}"}}"#)
        );
    }
}

#[test]
fn a_completion_is_bare_and_a_failure_keeps_what_was_answered() {
    let sent_wire = wire(&sent());
    assert_eq!(wire(&Report::Completed(OneOrMany::One(sent()))), sent_wire);
    assert_eq!(
        wire(&Report::Completed(OneOrMany::Many(vec![sent()]))),
        format!("[{sent_wire}]")
    );
    let failure = Failure::from(FailureReason::LinkedinAccountSignedOut);
    let failed = Report::Failed {
        failure,
        answered: vec![sent()],
    };
    assert_eq!(
        wire(&failed),
        format!(
            r#"{{"workflowStatus":"failed","failure":{{"reason":"linkedinAccountSignedOut","message":"The LinkedIn account is signed out."}},"answered":[{sent_wire}]}}"#
        )
    );
}

#[test]
fn the_exit_code_says_the_worst_at_any_depth() {
    let under = |child: ActionResult| page(None, Some(OneOrMany::Many(vec![sent(), child])));
    let completed = |results: Vec<ActionResult>| Report::Completed(OneOrMany::Many(results));
    let failed = |answered: Vec<ActionResult>| Report::Failed {
        failure: FailureReason::LinkedinCheckpoint.into(),
        answered,
    };
    let pending = || refused(ErrorType::AlreadyPending);
    let unknown = || refused(ErrorType::OutcomeUnknown);
    let rows = [
        (completed(vec![sent(), under(sent())]), ExitCode::Success),
        (completed(vec![sent(), pending()]), ExitCode::ActionError),
        (completed(vec![under(pending()), sent()]), ExitCode::ActionError),
        (completed(vec![pending(), under(unknown())]), ExitCode::PossiblySent),
        (failed(vec![]), ExitCode::NoAnswer),
        (failed(vec![pending()]), ExitCode::NoAnswer),
        (failed(vec![under(unknown())]), ExitCode::PossiblySent),
    ];
    for (report, expected) in rows {
        assert_eq!(report.exit_code(), expected, "{}", wire(&report));
    }
}

#[test]
fn exit_codes_are_the_promised_numbers() {
    let numbers: Vec<u8> = ExitCode::ALL.iter().map(|code| code.number()).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 101]);
}

#[test]
fn every_word_is_found_again_and_has_a_message_and_a_cure() {
    for kind in ErrorType::ALL {
        assert_eq!(ErrorType::from_str(kind.as_str()), Ok(*kind));
        assert_sentences(kind.row().message, kind.row().cure);
    }
    for reason in FailureReason::ALL {
        assert_eq!(FailureReason::from_str(reason.as_str()), Ok(*reason));
        assert_sentences(reason.row().message, reason.row().cure);
    }
    for action in ActionType::ALL {
        assert_eq!(ActionType::from_str(action.as_str()), Ok(*action));
    }
    assert!(ErrorType::from_str("unexpectedError").is_err());
}

fn assert_sentences(message: &str, cure: &str) {
    assert!(message.ends_with('.') && message.len() <= 200, "{message}");
    assert!(cure.ends_with('.') && cure.len() <= 200, "{cure}");
}

#[test]
fn documented_messages_are_the_vendors() {
    let message = |kind: ErrorType| kind.row().message;
    assert_eq!(
        message(ErrorType::PersonNotFound),
        "The provided URL is not an existing LinkedIn person."
    );
    assert_eq!(
        message(ErrorType::EmailRequired),
        "The person requires an email address to send a connection request."
    );
}

#[test]
fn every_message_of_a_report_can_be_told_in_other_words_and_nothing_else_changes() {
    let told = |message: &str| format!("{message} Said by a test.");
    let child = refused(ErrorType::AlreadyPending);
    let completed = Report::Completed(OneOrMany::Many(vec![
        page(None, Some(OneOrMany::One(child.clone()))),
        refused(ErrorType::OutcomeUnknown),
        sent(),
    ]));
    let failed = Report::Failed {
        failure: FailureReason::BrowserLost.into(),
        answered: vec![child, sent()],
    };
    for (report, messages) in [(completed, 2), (failed, 2)] {
        let before = wire(&report);
        let after = wire(&report.with_messages(&told));
        assert_eq!(after.matches(" Said by a test.").count(), messages, "{after}");
        assert_eq!(after.replace(" Said by a test.", ""), before);
    }
}
