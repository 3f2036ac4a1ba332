//! Pages that stand between an account and a profile: signed out, checked, restricted, refused, gone.
//!
//! They know the person's name at most.

use super::frame::{self, Middle};
use super::markup::{escape, fill};
use super::people::{Person, headline};
use super::view::slug_in_url;
use super::words::{Language, word, word_for};

const FRAME: &str = include_str!("walls.html");

fn wall(language: Language, title: &str, key: Option<&str>, body: &str) -> String {
    fill(FRAME, |name| match name {
        "lang" => language.code().to_owned(),
        "title" => escape(title),
        "key" => key
            .map(|key| format!("<meta name=\"pageKey\" content=\"{key}\">"))
            .unwrap_or_default(),
        "body" => body.to_owned(),
        _ => String::new(),
    })
}

fn guest_nav(language: Language) -> String {
    format!(
        "<header class=\"header base-detail-page__header\"><nav class=\"nav\"><a class=\"nav__logo-link\" href=\"/\">in</a><div class=\"nav__cta-container\"><a class=\"nav__button-tertiary\" href=\"/signup\">{}</a><a class=\"nav__button-secondary\" href=\"/login\">{}</a></div></nav></header>",
        escape(word(language, "joinNow")),
        escape(word(language, "signIn")),
    )
}

fn sign_in_form(language: Language, id: &str) -> String {
    format!(
        "<form class=\"login__form\" action=\"/uas/login\" method=\"get\"><label for=\"{id}-key\">{email}</label><input id=\"{id}-key\" name=\"session_key\" type=\"email\" autocomplete=\"username\"><label for=\"{id}-word\">{password}</label><input id=\"{id}-word\" name=\"session_password\" type=\"password\"><button class=\"btn__primary--large\" type=\"button\">{sign_in}</button></form>",
        email = escape(word(language, "email")),
        password = escape(word(language, "password")),
        sign_in = escape(word(language, "signIn")),
    )
}

/// `/authwall`.
pub(crate) fn authwall(language: Language) -> String {
    let body = format!(
        "{}<main class=\"main authwall\" id=\"main-content\"><div class=\"authwall-join-form\"><h1>{}</h1>{}</div></main>",
        guest_nav(language),
        escape(word(language, "joinToView")),
        sign_in_form(language, "join")
    );
    wall(language, "Sign Up | LinkedIn", Some("auth_wall_desktop_profile"), &body)
}

/// `/login` and `/uas/login`: a form that does nothing, as nobody's password is wanted.
pub(crate) fn login(language: Language) -> String {
    sign_in_page(language, &sign_in_form(language, "login"))
}

/// The same with a button that signs in; where somebody sits there, it is pressed after so many milliseconds.
pub(crate) fn login_button(language: Language, after: Option<u32>) -> String {
    let button = format!(
        "<form id=\"sandbox-sign-in\" action=\"/_sign-in\" method=\"post\"><p>Olive Owner</p><button class=\"btn__primary--large\" type=\"submit\">{}</button></form>{}",
        escape(word(language, "signIn")),
        later(after, "document.getElementById('sandbox-sign-in').submit()"),
    );
    sign_in_page(language, &button)
}

fn sign_in_page(language: Language, form: &str) -> String {
    let body = format!(
        "<main class=\"app__content\" role=\"main\"><div class=\"card-layout\"><h1 class=\"header__content__heading\">{}</h1>{form}</div></main>",
        escape(word(language, "signIn")),
    );
    wall(
        language,
        &format!("LinkedIn {}", word(language, "signIn")),
        Some("d_checkpoint_lg_consumerLogin"),
        &body,
    )
}

fn later(after: Option<u32>, what: &str) -> String {
    after
        .map(|after| format!("<script>setTimeout(() => {{ {what}; }}, {after});</script>"))
        .unwrap_or_default()
}

/// The start page of somebody who is not signed in.
pub(crate) fn guest_home(language: Language) -> String {
    let body = format!(
        "{}<main class=\"main\"><h1>{}</h1>{}</main>",
        guest_nav(language),
        escape(word(language, "joinNow")),
        sign_in_form(language, "home")
    );
    wall(language, "LinkedIn", Some("d_homepage-guest-home"), &body)
}

/// A guest's view of a profile: a name, a Message button, and dialogs that ask for an e-mail address.
pub(crate) fn guest_profile(language: Language, person: &Person) -> String {
    let name = escape(person.name);
    let sheet = |class: &str, id: &str, hidden: bool| {
        format!(
            "<div class=\"{class}\" role=\"dialog\" aria-modal=\"true\" aria-labelledby=\"{id}-title\" {}><section class=\"modal__overlay\"><h2 id=\"{id}-title\">{}</h2>{}</section></div>",
            if hidden { "aria-hidden=\"true\"" } else { "" },
            escape(&word_for(language, "signInX", person.name)),
            sign_in_form(language, id),
        )
    };
    let body = format!(
        "{nav}<main class=\"main\" role=\"main\"><section class=\"profile\"><section class=\"top-card-layout container-lined\"><div class=\"cover-img\"></div><div class=\"top-card-layout__card\"><h1 class=\"top-card-layout__title\">{name}</h1><h2 class=\"top-card-layout__headline\">{headline}</h2><div class=\"top-card-layout__cta-container\"><a class=\"top-card-layout__cta top-card-layout__cta--primary\" href=\"/login?session_redirect=%2Fin%2F{slug}%2F\">{join}</a><button class=\"top-card-layout__cta message-button\" type=\"button\" aria-label=\"{message_x}\" onclick=\"document.querySelector('.message-sheet').removeAttribute('aria-hidden')\">{message}</button></div></div></section>{sections}</section></main>{contextual}{sheet}",
        nav = guest_nav(language),
        headline = escape(headline(person)),
        slug = slug_in_url(person.slug),
        join = escape(word(language, "joinToView")),
        message_x = escape(&word_for(language, "messageX", person.name)),
        message = escape(word(language, "message")),
        sections = "<section class=\"core-section-container\"><h2>Activity</h2><p>Ada Exampleton liked an invented post.</p></section>".repeat(12),
        contextual = sheet("contextual-sign-in-modal", "context", false),
        sheet = sheet("message-sheet", "message", true),
    );
    wall(
        language,
        &format!("{} - {} | LinkedIn", person.name, headline(person)),
        Some("public_profile_v3_desktop"),
        &body,
    )
}

/// `/checkpoint/challenge/…`; somebody who sits there has solved it after so many milliseconds.
pub(crate) fn checkpoint(language: Language, solved: Option<u32>) -> String {
    let body = format!(
        "<main class=\"app__content\"><h1>{}</h1><form id=\"captcha-challenge\" action=\"/checkpoint/challenge/verify\" method=\"post\"><iframe id=\"captcha-internal\" src=\"/checkpoint/captcha\" title=\"captcha\"></iframe><input type=\"hidden\" name=\"challengeId\" value=\"AgExample\"></form></main>{}",
        escape(word(language, "checkText")),
        later(solved, "location.href = '/feed/'"),
    );
    wall(
        language,
        word(language, "checkTitle"),
        Some("d_checkpoint_ch_captchaChallenge"),
        &body,
    )
}

/// The account is restricted.
pub(crate) fn restricted(language: Language) -> String {
    let body = format!(
        "<main class=\"app__content restricted\"><h1>{}</h1><p>{}</p><a href=\"/help/linkedin/\">{}</a></main>",
        escape(word(language, "restrictedTitle")),
        escape(word(language, "restrictedText")),
        escape(word(language, "learnWhy"))
    );
    wall(language, "LinkedIn", None, &body)
}

/// The body of a 999: a script that leads to `/authwall`.
pub(crate) fn refusal_script() -> String {
    let filler = "window.trkCode='bf';".repeat(60);
    format!(
        "<html><head><script type=\"text/javascript\">{filler}window.onload=function(){{window.location.href='/authwall?trk=bf&original_referer='}};</script></head><body></body></html>"
    )
}

/// The body of a 429.
pub(crate) fn too_many(language: Language) -> String {
    wall(
        language,
        word(language, "tooMany"),
        None,
        &format!("<main><h1>{}</h1></main>", escape(word(language, "tooMany"))),
    )
}

/// A signed-in page that says that it does not exist; its title is empty.
pub(crate) fn gone(language: Language, person: Option<&Person>) -> String {
    let middle = Middle::Html(notice(language, "goneTitle", "goneText", "goHome", "/feed/"));
    let page = match person {
        Some(person) => frame::page(language, person, middle),
        None => frame::sdui(language, None, middle),
    };
    page.replacen("<title>LinkedIn</title>", "<title></title>", 1)
}

/// A signed-in page of an error.
pub(crate) fn error(language: Language, person: &Person) -> String {
    frame::page(
        language,
        person,
        Middle::Html(notice(language, "errTitle", "errTitle", "errRetry", "")),
    )
}

/// A signed-in page that is no profile.
pub(crate) fn plain(language: Language, heading: &str, body: &str) -> String {
    let html = format!("<div class=\"plain-page\"><h1>{}</h1>{body}</div>", escape(heading));
    frame::sdui(language, None, Middle::Html(html))
}

/// The account's own start page. Its navigation says whether the account has Premium.
pub(crate) fn feed(language: Language, premium: bool) -> String {
    let (way, words) = if premium {
        ("/premium/my-premium/", "Premium")
    } else {
        (
            "/premium/products/?upsellOrderOrigin=premium_nav_upsell_text",
            "Try Premium",
        )
    };
    let page = plain(
        language,
        word(language, "home"),
        "<p>Nothing happened in the world of examples today.</p>",
    );
    page.replacen(
        "</ul></nav>",
        &format!("<li><a href=\"{way}\">{words}</a></li></ul></nav>"),
        1,
    )
}

fn notice(language: Language, title: &'static str, text: &'static str, button: &'static str, to: &str) -> String {
    let text = if text == title {
        String::new()
    } else {
        format!("<p>{}</p>", escape(word(language, text)))
    };
    format!(
        "<div class=\"notice-page\" data-testid=\"empty-state\"><h2>{}</h2>{text}<a class=\"notice-page__button\" href=\"{to}\">{}</a></div>",
        escape(word(language, title)),
        escape(word(language, button))
    )
}
