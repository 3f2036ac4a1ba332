//! The sandbox's own endpoints: the index, the log, reset, and what the pages' scripts report.
//!
//! They pass everything on to [`Truth`](super::truth::Truth) and decide nothing.

use axum::extract::{Json, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::markup::escape;
use super::people::{FrontEnd, Person, people};
use super::site::{Shared, lock};
use super::view::slug_in_url;
use super::words::Language;

/// A plain list of the people, with links.
pub(crate) async fn index(State(truth): State<Shared>) -> Html<String> {
    let code = lock(&truth).language;
    let rows: String = people()
        .iter()
        .map(|person| {
            format!(
                "<tr><td><a href=\"/in/{}/\">{}</a></td><td>{}</td><td><code>{}</code></td><td>{}</td></tr>",
                slug_in_url(person.slug),
                escape(person.name),
                if person.front == FrontEnd::Sdui {
                    "SDUI"
                } else {
                    "Ember"
                },
                escape(person.answers),
                escape(person.about),
            )
        })
        .collect();
    Html(format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sandbox</title><link rel=\"stylesheet\" href=\"/static/walls.css\"></head><body class=\"index\"><h1>A made-up site</h1><p>Nobody here is real. The account's language is <code>{code}</code>. What was sent stands in <a href=\"/_log\">the log</a>; <a href=\"/_people\">all people as JSON</a>.</p><table><thead><tr><th>Person</th><th>Front end</th><th>Answer</th><th>What meets you there</th></tr></thead><tbody>{rows}</tbody></table></body></html>"
    ))
}

/// What was sent and pressed since the last reset.
pub(crate) async fn log(State(truth): State<Shared>) -> axum::Json<Value> {
    let truth = lock(&truth);
    axum::Json(json!({
        "invitations": truth.log,
        "presses": truth.presses,
        "withdrawals": truth.withdrawals,
        "navigations": truth.navigations,
    }))
}

/// Forgets what happened.
pub(crate) async fn reset(State(truth): State<Shared>) -> StatusCode {
    lock(&truth).reset();
    StatusCode::NO_CONTENT
}

/// What a page asks for once it runs: there is nothing more.
pub(crate) async fn rest() -> axum::Json<Value> {
    axum::Json(json!({}))
}

/// The people as JSON.
pub(crate) async fn list_people() -> axum::Json<Value> {
    let front = |person: &Person| match person.front {
        FrontEnd::Sdui => "sdui",
        FrontEnd::Ember => "ember",
    };
    let list: Vec<_> = people()
        .iter()
        .map(|person| {
            json!({
                "slug": person.slug, "name": person.name, "about": person.about, "front": front(person),
                "answers": person.answers, "note": person.note, "email": person.email,
                "shownInDemo": person.shown_in_demo,
            })
        })
        .collect();
    axum::Json(Value::from(list))
}

/// The account speaks this language from now on.
pub(crate) async fn set_language(State(truth): State<Shared>, Path(code): Path<String>) -> Response {
    match code.parse::<Language>() {
        Ok(language) => {
            lock(&truth).language = language;
            StatusCode::NO_CONTENT.into_response()
        }
        Err(unknown) => (StatusCode::NOT_FOUND, unknown.to_string()).into_response(),
    }
}

/// The body of such a report.
#[derive(Deserialize)]
pub(crate) struct ConnectRequest {
    slug: String,
    rail: bool,
}

/// The page reports a press of Connect.
pub(crate) async fn connect(State(truth): State<Shared>, Json(request): Json<ConnectRequest>) -> axum::Json<Value> {
    axum::Json(lock(&truth).connect(&request.slug, request.rail))
}

/// The body of such a report.
#[derive(Deserialize)]
pub(crate) struct InviteRequest {
    slug: String,
    note: Option<String>,
    email: Option<String>,
}

/// The page reports a press of Send.
pub(crate) async fn invite(State(truth): State<Shared>, Json(request): Json<InviteRequest>) -> axum::Json<Value> {
    let (note, email) = (request.note.as_deref(), request.email.as_deref());
    axum::Json(lock(&truth).invite(&request.slug, note, email))
}

/// The body of such a report.
#[derive(Deserialize)]
pub(crate) struct WithdrawRequest {
    slug: String,
    unfollow: bool,
}

/// The page reports a press of Withdraw.
pub(crate) async fn withdraw(State(truth): State<Shared>, Json(request): Json<WithdrawRequest>) -> axum::Json<Value> {
    axum::Json(lock(&truth).withdraw(&request.slug, request.unfollow))
}

/// The body of such a report.
#[derive(Deserialize)]
pub(crate) struct PressRequest {
    slug: String,
    what: String,
}

/// The page reports a press of something else that changes something.
pub(crate) async fn press(State(truth): State<Shared>, Json(request): Json<PressRequest>) -> axum::Json<Value> {
    lock(&truth).press(&request.slug, &request.what);
    axum::Json(json!({}))
}
