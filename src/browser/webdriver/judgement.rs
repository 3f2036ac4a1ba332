//! What a failed command means for us. Never quotes bodies.

use fantoccini::error::{CmdError, ErrorStatus};
use serde_json::Value;

use super::super::BrowserError;

/// The class of a failed command.
pub(super) fn judge(error: &CmdError) -> BrowserError {
    match error {
        CmdError::Standard(standard) => judge_standard(&standard.error, &standard.message),
        CmdError::NotW3C(Value::String(word)) if word == "tab crashed" => {
            BrowserError::Lost("the page crashed".to_owned())
        }
        // Where a question of the page and a load meet, Chromium's driver can lose its page; from then on it
        // has this word for every command.
        CmdError::NotW3C(Value::String(word)) if word == "aborted by navigation" => {
            BrowserError::Lost("the driver has lost hold of the page".to_owned())
        }
        CmdError::NotW3C(_) | CmdError::NotJson(_) | CmdError::Json(_) => {
            BrowserError::Lost("the driver's answer makes no sense".to_owned())
        }
        CmdError::Failed(_) | CmdError::FailedC(_) | CmdError::Lost(_) => {
            BrowserError::Lost("the driver is gone".to_owned())
        }
        CmdError::BadUrl(_)
        | CmdError::InvalidArgument(..)
        | CmdError::ImageDecodeError(_)
        | CmdError::PdfDecodeError(_)
        | CmdError::WaitTimeout => BrowserError::Disturbed("the command was not understood".to_owned()),
        // The enum is open: a future variant is as good as a lost session.
        _ => BrowserError::Lost("the driver's answer is of an unknown kind".to_owned()),
    }
}

fn judge_standard(status: &ErrorStatus, message: &str) -> BrowserError {
    let first_line = message.lines().next().unwrap_or_default();
    match status {
        ErrorStatus::InvalidSessionId | ErrorStatus::NoSuchWindow | ErrorStatus::SessionNotCreated => {
            BrowserError::Lost("the browser is gone".to_owned())
        }
        ErrorStatus::Timeout => BrowserError::NotLoaded("it took longer than 20 s".to_owned()),
        ErrorStatus::UnknownError if first_line.contains("tab crashed") => {
            BrowserError::Lost("the page crashed".to_owned())
        }
        ErrorStatus::UnknownError => match net_error(first_line) {
            Some(word) => BrowserError::NotLoaded(word),
            None if first_line.contains("marionette") || first_line.contains("disconnected") => {
                BrowserError::Lost("the browser is gone".to_owned())
            }
            None => BrowserError::Disturbed("unknown error".to_owned()),
        },
        other => BrowserError::Disturbed(other.to_string()),
    }
}

/// `net::ERR_CONNECTION_REFUSED`, or Firefox's `about:neterror?e=connectionFailure`.
fn net_error(message: &str) -> Option<String> {
    let word = |tail: &str| -> String {
        tail.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    if let Some((_, tail)) = message.split_once("net::") {
        return Some(word(tail));
    }
    message.split_once("neterror?e=").map(|(_, tail)| word(tail))
}
