//! The sandbox's door: whether the account is signed in from the start, and how a person signs in.
//!
//! A session is a cookie of the browser, as on the real site. There is no password.

use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::site::{Shared, lock};
use super::walls;

/// How the account comes to be signed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SignIn {
    /// It is from the start, in every browser.
    #[default]
    Already,
    /// Only in a browser in which somebody has pressed the button of the sign-in page.
    ByHand,
    /// Somebody sits there and does so, this many milliseconds after the page has loaded.
    Somebody {
        /// Milliseconds from the page to the press.
        after: u32,
        /// Whether a security check follows, which is solved after as long again.
        check: bool,
    },
}

/// What the cookie holds. Nobody needs to be kept out.
const SESSION: &str = "olive-owner";
/// A year, in seconds.
const YEAR: u32 = 31_536_000;
/// What only somebody who is signed in may open, by the beginning of the path; and where others are led.
const BEHIND: &[(&str, &str)] = &[
    ("/in/", "/authwall"),
    ("/feed/", "/login"),
    ("/preload/", "/login"),
    ("/mynetwork/", "/login"),
    ("/messaging/", "/login"),
    ("/_api/", "/login"),
];

/// Leads everybody to the sign-in who must go there first.
pub(crate) async fn guard(State(truth): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let behind = BEHIND.iter().find(|(beginning, _)| path.starts_with(beginning));
    match behind {
        Some((_, instead)) if !is_in(&truth, request.headers()) => {
            lock(&truth).navigations += 1;
            to(instead)
        }
        Some(_) | None => next.run(request).await,
    }
}

#[derive(Deserialize)]
pub(crate) struct Return {
    session_redirect: Option<String>,
}

/// `/login` and `/uas/login`. Whoever is signed in is led on, but for people whose pages lead here themselves.
pub(crate) async fn login(State(truth): State<Shared>, Query(back): Query<Return>, headers: HeaderMap) -> Response {
    if back.session_redirect.is_none() && is_in(&truth, &headers) {
        return to("/feed/");
    }
    let mut truth = lock(&truth);
    truth.navigations += 1;
    let language = truth.language;
    Html(match truth.sign_in {
        SignIn::Already => walls::login(language),
        SignIn::ByHand => walls::login_button(language, None),
        SignIn::Somebody { after, .. } => walls::login_button(language, Some(after)),
    })
    .into_response()
}

/// The button of the sign-in page.
pub(crate) async fn enter(State(truth): State<Shared>, headers: HeaderMap) -> Response {
    let next = match lock(&truth).sign_in {
        SignIn::Somebody { check: true, .. } => "/checkpoint/challenge/AgExample",
        SignIn::Somebody { check: false, .. } | SignIn::Already | SignIn::ByHand => "/feed/",
    };
    let cookie = format!(
        "{}={SESSION}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax",
        name(&headers)
    );
    (
        StatusCode::SEE_OTHER,
        [(header::LOCATION, next.to_owned()), (header::SET_COOKIE, cookie)],
    )
        .into_response()
}

/// `/checkpoint/challenge/…`: solved by itself only where somebody sits there.
pub(crate) async fn check(State(truth): State<Shared>) -> Html<String> {
    let mut truth = lock(&truth);
    truth.navigations += 1;
    let solved = match truth.sign_in {
        SignIn::Somebody { after, check: true } => Some(after),
        SignIn::Somebody { check: false, .. } | SignIn::Already | SignIn::ByHand => None,
    };
    Html(walls::checkpoint(truth.language, solved))
}

fn is_in(truth: &Shared, headers: &HeaderMap) -> bool {
    let session = format!("{}={SESSION}", name(headers));
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut cookies = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split("; "));
    lock(truth).sign_in == SignIn::Already || cookies.any(|cookie| cookie == session)
}

/// Cookies do not know ports, and other sandboxes may run on this host.
fn name(headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let port = host.rsplit(':').next().unwrap_or_default();
    let digits: String = port.chars().filter(char::is_ascii_digit).collect();
    format!("sandbox_session_{digits}")
}

fn to(path: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, path.to_owned())]).into_response()
}
