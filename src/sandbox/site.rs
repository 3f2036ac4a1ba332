//! The routes of the sandbox: which address answers with what.
//!
//! What is true comes from [`Truth`], what it looks like from the frames and walls.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::desk;
use super::door;
use super::frame::{self, Middle};
use super::markup::hash_classes;
use super::people::{FrontEnd, Person, find, member_id, people};
use super::scene::{Arrival, Relation};
use super::sent;
use super::truth::{Truth, Wall};
use super::view::slug_in_url;
use super::walls;
use super::words::{Language, word};

/// The truth, shared by all requests.
pub(crate) type Shared = Arc<Mutex<Truth>>;

/// The truth, even if a request has panicked while it held it: it has no broken intermediate states.
pub(crate) fn lock(truth: &Shared) -> MutexGuard<'_, Truth> {
    truth.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The whole site.
pub(crate) fn router(truth: Shared) -> Router {
    Router::new()
        .route("/", get(desk::index))
        .route("/_log", get(desk::log))
        .route("/_reset", post(desk::reset))
        .route("/_people", get(desk::list_people))
        .route("/_language/{code}", post(desk::set_language))
        .route("/_api/connect", post(desk::connect))
        .route("/_api/invite", post(desk::invite))
        .route("/_api/press", post(desk::press))
        .route("/_api/withdraw", post(desk::withdraw))
        .route("/_api/rest", post(desk::rest))
        .route("/_api/sent", get(more_sent))
        .route("/static/{name}", get(asset))
        .route("/in/{slug}", get(person))
        .route("/in/{slug}/", get(person))
        .route("/in/{slug}/{*rest}", get(person_below))
        .route("/404/", get(gone))
        .route("/authwall", get(authwall))
        .route("/signup", get(authwall))
        .route("/login", get(door::login))
        .route("/uas/login", get(door::login))
        .route("/_sign-in", post(door::enter))
        .route("/checkpoint/challenge/{*rest}", get(door::check))
        .route("/checkpoint/captcha", get(empty_frame))
        .route("/home", get(guest_home))
        .route("/feed/", get(feed))
        .route("/preload/", get(preload))
        .route("/preload/custom-invite/", get(composer))
        .route("/preload/search-custom-invite/", get(composer))
        .route("/mynetwork/invitation-manager/sent/", get(sent))
        .route("/messaging/compose/", get(messaging))
        .fallback(gone)
        .layer(from_fn_with_state(Arc::clone(&truth), door::guard))
        .with_state(truth)
}

async fn asset(Path(name): Path<String>) -> Response {
    let script = |parts: &[&str]| {
        (
            "text/javascript; charset=utf-8",
            format!("(() => {{\n'use strict';\n{}\n}})();\n", parts.join("\n")),
        )
    };
    let (kind, text) = match name.as_str() {
        "sdui.js" => script(&[
            include_str!("kit.js"),
            include_str!("invite.js"),
            include_str!("traps.js"),
            include_str!("sdui_rest.js"),
            include_str!("sdui.js"),
        ]),
        "ember.js" => script(&[
            include_str!("kit.js"),
            include_str!("invite.js"),
            include_str!("traps.js"),
            include_str!("ember.js"),
        ]),
        "sent.js" => script(&[
            include_str!("kit.js"),
            include_str!("invite.js"),
            include_str!("sent.js"),
        ]),
        "composer.js" => script(&[
            include_str!("kit.js"),
            include_str!("invite.js"),
            include_str!("composer.js"),
        ]),
        "sdui.css" => (
            "text/css; charset=utf-8",
            format!(
                "{}\n{}",
                hash_classes(include_str!("sdui.css")),
                include_str!("extras.css")
            ),
        ),
        "artdeco.css" => ("text/css; charset=utf-8", include_str!("artdeco.css").to_owned()),
        "ember.css" => (
            "text/css; charset=utf-8",
            format!("{}\n{}", include_str!("ember.css"), include_str!("extras.css")),
        ),
        "walls.css" => ("text/css; charset=utf-8", include_str!("walls.css").to_owned()),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=3600")],
        text,
    )
        .into_response()
}

async fn person(state: State<Shared>, Path(slug): Path<String>, headers: HeaderMap) -> Response {
    arrive(&state, &slug, &headers)
}

async fn person_below(state: State<Shared>, Path((slug, _)): Path<(String, String)>, headers: HeaderMap) -> Response {
    arrive(&state, &slug, &headers)
}

fn to(path: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, path.to_owned())]).into_response()
}

fn arrive(truth: &Shared, slug: &str, headers: &HeaderMap) -> Response {
    let mut truth = lock(truth);
    truth.navigations += 1;
    if slug == "me" {
        return to("/in/olive-owner/");
    }
    if let Some(person) = people().iter().find(|person| member_id(person.slug) == slug) {
        return to(&format!("/in/{}/", slug_in_url(person.slug)));
    }
    let Some(person) = find(slug) else {
        return to("/404/");
    };
    let visit = truth.visit(person.slug);
    match truth.wall(person.slug) {
        Some(Wall::SignedOut) => return to("/authwall"),
        Some(Wall::Checkpoint) => return to("/checkpoint/challenge/AgExample"),
        None => {}
    }
    meet(&truth, person, visit, headers)
}

fn meet(truth: &Truth, person: &Person, visit: u32, headers: &HeaderMap) -> Response {
    let language = truth.language;
    let still = |visits: Option<u32>| visits.is_none_or(|visits| visit <= visits);
    match person.scene.arrival {
        Arrival::Redirect(path) => to(path),
        Arrival::GoneInPlace(visits) if still(visits) => Html(walls::gone(language, Some(person))).into_response(),
        Arrival::ErrorInPlace(visits) if still(visits) => Html(walls::error(language, person)).into_response(),
        Arrival::Guest => Html(walls::guest_profile(language, person)).into_response(),
        Arrival::Restricted => Html(walls::restricted(language)).into_response(),
        Arrival::Refused { status, body } => refused(language, status, body),
        Arrival::Shell => Html(frame::page(language, person, Middle::Shell)).into_response(),
        Arrival::NoContent => StatusCode::NO_CONTENT.into_response(),
        Arrival::OffSite => off_site(truth, person, headers),
        Arrival::Page | Arrival::GoneInPlace(_) | Arrival::ErrorInPlace(_) => {
            Html(frame::profile(truth, person)).into_response()
        }
    }
}

fn refused(language: Language, status: u16, body: bool) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::TOO_MANY_REQUESTS);
    match (body, status) {
        (false, _) => (status, Body::empty()).into_response(),
        (true, StatusCode::TOO_MANY_REQUESTS) => (status, Html(walls::too_many(language))).into_response(),
        (true, _) => (status, Html(walls::refusal_script())).into_response(),
    }
}

/// The same server under another name is another origin.
fn off_site(truth: &Truth, person: &Person, headers: &HeaderMap) -> Response {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    match host.strip_prefix("127.0.0.1") {
        Some(port) => to(&format!("http://localhost{port}/in/{}/", slug_in_url(person.slug))),
        None => Html(frame::profile(truth, person)).into_response(),
    }
}

fn seen(truth: &Shared, page: impl FnOnce(Language) -> String) -> Html<String> {
    let mut truth = lock(truth);
    truth.navigations += 1;
    Html(page(truth.language))
}

async fn gone(State(truth): State<Shared>, request: axum::extract::Request) -> Response {
    match request.uri().path() {
        "/404/" => (
            StatusCode::NOT_FOUND,
            seen(&truth, |language| walls::gone(language, None)),
        )
            .into_response(),
        "/favicon.ico" => StatusCode::NO_CONTENT.into_response(),
        _ => Redirect::to("/404/").into_response(),
    }
}

async fn authwall(State(truth): State<Shared>) -> Html<String> {
    seen(&truth, walls::authwall)
}

async fn guest_home(State(truth): State<Shared>) -> Html<String> {
    seen(&truth, walls::guest_home)
}

async fn feed(State(truth): State<Shared>) -> Html<String> {
    let premium = lock(&truth).premium;
    seen(&truth, |language| walls::feed(language, premium))
}

async fn messaging(State(truth): State<Shared>) -> Html<String> {
    seen(&truth, |language| {
        walls::plain(language, word(language, "messaging"), "<p>No messages.</p>")
    })
}

async fn empty_frame() -> Html<&'static str> {
    Html("<!DOCTYPE html><title>captcha</title><p>captcha</p>")
}

async fn preload() -> Html<&'static str> {
    Html(include_str!("preload.html"))
}

#[derive(Deserialize)]
struct Composer {
    #[serde(rename = "vanityName", default)]
    vanity_name: String,
}

/// The composer as a page of its own; it stays empty for somebody who cannot be invited.
async fn composer(State(truth): State<Shared>, Query(query): Query<Composer>) -> Html<String> {
    let mut truth = lock(&truth);
    let open = find(&query.vanity_name).filter(|person| {
        let relation = truth.shown(person);
        person.scene.arrival == Arrival::Page && matches!(relation, Relation::Stranger | Relation::Connected)
    });
    if let Some(person) = open {
        truth.compose(person.slug);
    }
    Html(frame::composer(&truth, open.map(|person| person.slug)))
}

/// How a visitor wants the list of sent invitations to be drawn.
#[derive(Deserialize)]
struct ListQuery {
    look: Option<String>,
    rows: Option<String>,
}

/// The list of sent invitations that still wait.
async fn sent(State(truth): State<Shared>, Query(query): Query<ListQuery>) -> Html<String> {
    let mut truth = lock(&truth);
    truth.navigations += 1;
    let look = match query.look.as_deref() {
        Some("ember") => FrontEnd::Ember,
        Some("sdui") => FrontEnd::Sdui,
        _ => truth.list_front,
    };
    let data = sent::page(&truth, look, query.rows.as_deref() == Some("none"));
    Html(frame::list(truth.language, look, &data))
}

#[derive(Deserialize)]
struct From {
    from: usize,
}

/// More rows of it, as its script asks for them.
async fn more_sent(State(truth): State<Shared>, Query(query): Query<From>) -> axum::Json<serde_json::Value> {
    axum::Json(sent::part(&lock(&truth), query.from))
}
