//! Why an action said no, and why a run ended without an answer: one table each.
//!
//! Knows no page state: which state means which error is each action's own affair.

use serde::Serialize;

use super::wire_words;

/// Whether the same request may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// The answer will be the same; the request must change.
    Never,
    /// Later, as the cure says.
    Later,
    /// Once a person has done what the cure says.
    AfterCure,
    /// Never by a program: it may have been sent already.
    NeverByProgram,
}

impl Retry {
    /// The advice in words.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Never => "do not retry",
            Self::Later => "retry later",
            Self::AfterCure => "retry after the cure",
            Self::NeverByProgram => "never retry without looking",
        }
    }
}

/// What hangs on one action error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// The message on the wire when the page gives no words of its own.
    pub message: &'static str,
    /// Whether to try again.
    pub retry: Retry,
    /// What the user should do.
    pub cure: &'static str,
}

const fn error(message: &'static str, retry: Retry, cure: &'static str) -> ErrorRow {
    ErrorRow { message, retry, cure }
}

wire_words! {
    /// Why one action said no; the vendor's words, and `outcomeUnknown`, which is ours.
    pub enum ErrorType: ErrorRow {
        /// The URL is no existing person.
        PersonNotFound = "personNotFound" => error(
            "The provided URL is not an existing LinkedIn person.",
            Retry::Never,
            "Check the person's URL.",
        ),
        /// The person is the owner of the account.
        SelfProfileNotAllowed = "selfProfileNotAllowed" => error(
            "The provided URL is your own profile.",
            Retry::Never,
            "Give another person's URL.",
        ),
        /// The account's own request is out already.
        AlreadyPending = "alreadyPending" => error(
            "A connection request to this person is already pending.",
            Retry::Never,
            "Nothing to do: wait for the person's answer.",
        ),
        /// The two are connected already.
        AlreadyConnected = "alreadyConnected" => error(
            "You are already connected to this person.",
            Retry::Never,
            "Nothing to do: you are connected.",
        ),
        /// LinkedIn asked for the person's e-mail address, and none was given. Nothing was sent.
        EmailRequired = "emailRequired" => error(
            "The person requires an email address to send a connection request.",
            Retry::AfterCure,
            "Give the person's e-mail address as \"email\" and run again.",
        ),
        /// The note is longer than LinkedIn allows this account. Nothing was sent.
        NoteTooLong = "noteTooLong" => error(
            "The note is longer than LinkedIn allows for this account.",
            Retry::AfterCure,
            "Shorten the note: 200 characters on a free account, 300 with Premium.",
        ),
        /// LinkedIn's monthly number of invitations with a note is used up. Nothing was sent.
        NoteLimitExceeded = "noteLimitExceeded" => error(
            "LinkedIn's limit of connection requests with a note is used up for this account.",
            Retry::AfterCure,
            "Send without a note, or wait for the next month.",
        ),
        /// LinkedIn refuses the request. Nothing was sent.
        RequestNotAllowed = "requestNotAllowed" => error(
            "LinkedIn does not allow a connection request to this person at the moment.",
            Retry::Later,
            "Read the message: the person may not accept requests, a withdrawn one may be too recent (wait three weeks), or LinkedIn's own limit is reached (wait a week).",
        ),
        /// No invitation of ours to this person waits, so there is none to withdraw.
        NotPending = "notPending" => error(
            "There is no pending connection request to this person.",
            Retry::Never,
            "Nothing to do: there is nothing to withdraw.",
        ),
        /// The limit that the owner has set here is reached. Nothing was sent.
        LimitExceeded = "limitExceeded" => error(
            "The configured limit for this kind of action is reached.",
            Retry::Later,
            "Wait until the time in the message, or raise the limit if it is one of yours.",
        ),
        /// A control that can send was clicked, and its effect cannot be proved either way.
        OutcomeUnknown = "outcomeUnknown" => error(
            "The connection request was possibly sent; it could not be proved.",
            Retry::NeverByProgram,
            "Open the person's page and look: if it shows Pending, the request was sent.",
        ),
    }
}

/// An action's error: `{type, message}`. The message never holds a note or an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct ActionError {
    /// Which error.
    #[serde(rename = "type")]
    pub kind: ErrorType,
    /// One plain sentence.
    pub message: String,
}

impl ActionError {
    /// An error with a message of its own.
    #[must_use]
    pub fn new(kind: ErrorType, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }
}

impl From<ErrorType> for ActionError {
    /// The error with the message of the table.
    fn from(kind: ErrorType) -> Self {
        Self::new(kind, kind.row().message)
    }
}

/// What hangs on one reason of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailureRow {
    /// The message on the wire when nothing more is known.
    pub message: &'static str,
    /// Whether to try again.
    pub retry: Retry,
    /// What the operator should do.
    pub cure: &'static str,
}

const fn failure(message: &'static str, retry: Retry, cure: &'static str) -> FailureRow {
    FailureRow { message, retry, cure }
}

wire_words! {
    /// Why a run ended before every action had an answer.
    ///
    /// `linkedinAccountSignedOut` and `languageNotSupported` are the vendor's words, the others are ours.
    pub enum FailureReason: FailureRow {
        /// The browser's profile is not signed in.
        LinkedinAccountSignedOut = "linkedinAccountSignedOut" => failure(
            "The LinkedIn account is signed out.",
            Retry::AfterCure,
            "Sign in by hand with `linkwright login`, let the account work again with `linkwright clear`, then run again.",
        ),
        /// LinkedIn asks to prove something: a code, a puzzle, an identity.
        LinkedinCheckpoint = "linkedinCheckpoint" => failure(
            "LinkedIn asks for a security check.",
            Retry::AfterCure,
            "Solve the check by hand in the window of `linkwright login`, slow down, and let the account work again with `linkwright clear`; no program should do it.",
        ),
        /// LinkedIn has restricted the account.
        LinkedinAccountRestricted = "linkedinAccountRestricted" => failure(
            "LinkedIn has restricted this account.",
            Retry::AfterCure,
            "Stop automating this account and follow LinkedIn's instructions by hand; `linkwright clear` lets it work again.",
        ),
        /// LinkedIn refuses because of too many requests (HTTP 429 or 999).
        LinkedinRateLimited = "linkedinRateLimited" => failure(
            "LinkedIn refuses further requests for now.",
            Retry::Later,
            "Stop for at least a day, then go slower; `linkwright clear` lets the account work again.",
        ),
        /// LinkedIn shows an error page, or loads for ever.
        LinkedinUnavailable = "linkedinUnavailable" => failure(
            "LinkedIn did not deliver the page.",
            Retry::Later,
            "Check the network and try again in a few minutes.",
        ),
        /// The page's language has no words here, and only words could decide.
        LanguageNotSupported = "languageNotSupported" => failure(
            "The page is in a language that linkwright has no words for.",
            Retry::AfterCure,
            "Set LinkedIn's interface to English, or add the words to the selectors.",
        ),
        /// No rule knows the page, or two rules contradict each other; nothing was guessed.
        PageNotRecognised = "pageNotRecognised" => failure(
            "The page is not one that linkwright knows.",
            Retry::AfterCure,
            "Make a file of its evidence with `linkwright bundle`, or of the page with `linkwright record URL NAME`, see what `linkwright explain FILE` says about it, and add its look to the selectors.",
        ),
        /// The browser was led away from the site or from the person.
        OffSite = "offSite" => failure(
            "The browser was led away from the person's page.",
            Retry::AfterCure,
            "Open the person's page by hand and see where it leads.",
        ),
        /// The browser or its driver did not start or did not answer, before anything could have been sent.
        BrowserUnavailable = "browserUnavailable" => failure(
            "The browser or its driver is not available.",
            Retry::Later,
            "Check that browser and driver are installed, fit each other, and that no other run uses this profile.",
        ),
        /// Another run works for the same account.
        AccountBusy = "accountBusy" => failure(
            "Another run of linkwright works for this account.",
            Retry::Later,
            "Wait until it has ended, then run again.",
        ),
        /// The account was stopped, now or by an earlier run, until a person has looked.
        AccountStopped = "accountStopped" => failure(
            "linkwright has stopped this account.",
            Retry::AfterCure,
            "Look at the account by hand; when all is well, run `linkwright clear`.",
        ),
        /// The ledger cannot be read or written; nothing is clicked without it.
        LedgerUnavailable = "ledgerUnavailable" => failure(
            "The ledger of what was sent cannot be used.",
            Retry::AfterCure,
            "Read the message: free some disk space or mend the permissions; do not delete the file.",
        ),
        /// The browser or its driver was lost on the way; what could have been sent is answered as `outcomeUnknown`.
        BrowserLost = "browserLost" => failure(
            "The browser or its driver was lost during the run.",
            Retry::Later,
            "Look at the answers reached so far first; then run the rest again.",
        ),
    }
}

impl FailureReason {
    /// Whether it says that the browser went away, so that another may go on.
    #[must_use]
    pub const fn is_torn(self) -> bool {
        matches!(self, Self::BrowserLost)
    }

    /// Whether the account must not work until a person has looked.
    #[must_use]
    pub const fn stops_the_account(self) -> bool {
        matches!(
            self,
            Self::LinkedinAccountSignedOut
                | Self::LinkedinCheckpoint
                | Self::LinkedinAccountRestricted
                | Self::LinkedinRateLimited
                | Self::AccountStopped
        )
    }

    /// Whether the page itself could not be read or judged.
    #[must_use]
    pub const fn is_about_the_page(self) -> bool {
        matches!(
            self,
            Self::LinkedinUnavailable | Self::LanguageNotSupported | Self::PageNotRecognised | Self::OffSite
        )
    }
}

/// Why a run failed: `{reason, message}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[error("{reason}: {message}")]
pub struct Failure {
    /// Which reason.
    pub reason: FailureReason,
    /// One plain sentence.
    pub message: String,
}

impl Failure {
    /// A failure with a message of its own.
    #[must_use]
    pub fn new(reason: FailureReason, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
        }
    }

    /// The failure of a run that somebody ended.
    #[must_use]
    pub fn interrupted() -> Self {
        let message = "The run was interrupted by a signal; nothing was clicked after it.";
        Self::new(FailureReason::BrowserLost, message)
    }
}

impl From<FailureReason> for Failure {
    /// The failure with the message of the table.
    fn from(reason: FailureReason) -> Self {
        Self::new(reason, reason.row().message)
    }
}
