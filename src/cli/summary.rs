//! After a run: one line for people per answered action, and what to do about a failure.
//!
//! Says what the report says, in fewer words.

use linkwright::outcome::{ActionResult, ActionType, ConnectionStatus, Data, ErrorType, Report};
use linkwright::workflow::Workflow;

/// The lines for a report, with this cure where it is a failure.
pub(crate) fn lines(workflow: &Workflow, report: &Report, cure: &str) -> Vec<String> {
    let roots = workflow.roots.iter();
    let mut lines: Vec<String> = roots
        .zip(report.answered())
        .flat_map(|(root, result)| {
            let person = root
                .person()
                .map_or("sent invitations", |person| person.slug().decoded())
                .to_owned();
            result
                .with_children()
                .into_iter()
                .map(move |result| line(&person, result))
                .collect::<Vec<_>>()
        })
        .collect();
    if let Report::Failed { failure, .. } = report {
        let done: usize = report
            .answered()
            .iter()
            .map(|result| result.with_children().len())
            .sum();
        lines.push(format!("! {}: {}", failure.reason, sentence(&failure.message)));
        let all = workflow.action_count();
        let line = format!("  {done} of {all} actions were answered. {cure}");
        lines.push(line.trim_end().to_owned());
    }
    lines
}

fn line(person: &str, result: &ActionResult) -> String {
    let label = result
        .label
        .as_ref()
        .map(|label| format!(" [{label}]"))
        .unwrap_or_default();
    match &result.outcome {
        Ok(data) => format!("✓ {person}{label}: {}", done(result.action_type, data.as_ref())),
        Err(error) => format!(
            "✗ {person}{label}: {}: {} {}",
            error.kind,
            sentence(&error.message),
            cure(result.action_type, error.kind)
        ),
    }
}

/// The table's cure; that of `outcomeUnknown` speaks of sending, and Withdraw sends nothing.
fn cure(action: ActionType, error: ErrorType) -> &'static str {
    match (action, error) {
        (ActionType::WithdrawConnectionRequest, ErrorType::OutcomeUnknown) => {
            "Open the person's page and look: if it still shows Pending, nothing was withdrawn. Withdrawing again does no harm."
        }
        (_, error) => error.row().cure,
    }
}

/// With a full stop behind it.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '。']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn done(action: ActionType, data: Option<&Data>) -> String {
    match (action, data) {
        (_, Some(Data::ConnectionStatus(status))) => status_words(*status).to_owned(),
        (_, Some(Data::PendingRequests(list))) => match list.len() {
            0 => "nobody is waiting".to_owned(),
            1 => "1 person has not answered yet".to_owned(),
            many => format!("{many} people have not answered yet"),
        },
        (ActionType::WithdrawConnectionRequest, _) => {
            "connection request withdrawn; a fresh load of the page does not show it any more".to_owned()
        }
        (ActionType::RetrievePendingRequests, _) => "list read".to_owned(),
        (ActionType::OpenPersonPage, _) => "page opened".to_owned(),
        (ActionType::SendConnectionRequest, _) => {
            "connection request sent; a fresh load of the page shows it".to_owned()
        }
        (ActionType::CheckConnectionStatus, _) => "status read".to_owned(),
    }
}

fn status_words(status: ConnectionStatus) -> &'static str {
    match status {
        ConnectionStatus::Connected => "you are connected",
        ConnectionStatus::Pending => "a request of yours is pending",
        ConnectionStatus::NotConnected => "you are not connected",
        ConnectionStatus::Incoming => "they have invited you",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withdrawal_that_cannot_be_proved_is_told_in_its_own_words() {
        let told = |action| cure(action, ErrorType::OutcomeUnknown);
        assert!(told(ActionType::SendConnectionRequest).contains("the request was sent"));
        let withdrawal = told(ActionType::WithdrawConnectionRequest);
        assert!(withdrawal.contains("nothing was withdrawn") && !withdrawal.contains("sent"));
        let other = ErrorType::NotPending;
        assert_eq!(cure(ActionType::WithdrawConnectionRequest, other), other.row().cure);
    }
}
