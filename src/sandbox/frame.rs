//! The documents of the two front ends: everything of a signed-in page that the server writes itself.
//!
//! What is true about a person comes in as data; the page's own script draws it.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::markup::{escape, fill, hashed_class, script_json};
use super::people::{FrontEnd, Person, member_id, member_number};
use super::truth::Truth;
use super::view;
use super::words::{Language, word, word_for};

const SDUI: &str = include_str!("sdui.html");
const EMBER: &str = include_str!("ember.html");
const EMBER_OVERLAY: &str = include_str!("ember_overlay.html");
const EMBER_NAV: &str = include_str!("ember_nav.html");

/// What a signed-in page of a person's front end holds in place of the profile.
pub(crate) enum Middle {
    /// The profile, drawn by the script.
    Profile(Value),
    /// The list of sent invitations, drawn by its script.
    List(Value),
    /// Finished HTML, and no profile.
    Html(String),
    /// Skeletons for ever.
    Shell,
}

/// A person's page.
pub(crate) fn profile(truth: &Truth, person: &Person) -> String {
    let data = view::page(truth, person);
    page(truth.language, person, Middle::Profile(data))
}

/// A signed-in page in the front end of this person.
pub(crate) fn page(language: Language, person: &Person, middle: Middle) -> String {
    match person.front {
        FrontEnd::Sdui => sdui(language, Some(person), middle),
        FrontEnd::Ember => ember(language, Some(person), middle),
    }
}

/// The list of sent invitations in one of the two front ends.
pub(crate) fn list(language: Language, front: FrontEnd, data: &Value) -> String {
    let middle = Middle::List(data.clone());
    match front {
        FrontEnd::Sdui => sdui(language, None, middle),
        FrontEnd::Ember => ember(language, None, middle),
    }
}

fn list_script(data: &Value) -> String {
    format!(
        "<script id=\"list-data\" type=\"application/json\">{}</script>\n<script src=\"/static/sent.js\"></script>",
        script_json(data)
    )
}

/// A signed-in page of the newer front end.
pub(crate) fn sdui(language: Language, person: Option<&Person>, middle: Middle) -> String {
    let script = match &middle {
        Middle::Profile(data) => format!(
            "<script id=\"rehydrate-data\">window.__como_rehydration__={};</script>\n<script src=\"/static/sdui.js\"></script>",
            flight_stream(language, person, data),
        ),
        Middle::List(data) => list_script(data),
        Middle::Html(_) | Middle::Shell => String::new(),
    };
    let main = match middle {
        Middle::Html(html) => html,
        Middle::Profile(_) | Middle::List(_) | Middle::Shell => sdui_skeleton(language),
    };
    let errors = json!({"title": word(language, "errTitle"), "retry": word(language, "errRetry")});
    fill(SDUI, |name| match name {
        "main" => main.clone(),
        "script" => script.clone(),
        "como_err" => escape(&errors.to_string()),
        "como_t" => escape(&json!({"locale": language.locale(), "theme": "light"}).to_string()),
        _ => common(language, name),
    })
}

fn ember(language: Language, person: Option<&Person>, middle: Middle) -> String {
    let shell = matches!(middle, Middle::Shell);
    let script = match &middle {
        Middle::Profile(_) => "<script src=\"/static/ember.js\"></script>".to_owned(),
        Middle::List(data) => list_script(data),
        Middle::Html(_) | Middle::Shell => String::new(),
    };
    let data = match (&middle, person) {
        (Middle::Profile(data), Some(person)) => bpr_guid(person, data),
        (Middle::Profile(_) | Middle::List(_) | Middle::Html(_) | Middle::Shell, _) => String::new(),
    };
    let main = match middle {
        Middle::Shell => "<div class=\"initial-load-animation\"><div class=\"loading-bar\"></div></div>".to_owned(),
        Middle::Html(html) => format!("<main class=\"scaffold-layout__main\">{html}</main>"),
        Middle::Profile(_) | Middle::List(_) => {
            let bones = "<div class=\"artdeco-card pv-skeleton\"></div>".repeat(3);
            format!("<main class=\"scaffold-layout__main\" aria-label=\"\">{bones}</main>")
        }
    };
    fill(EMBER, |name| match name {
        "html_class" if shell => "app-loader--default".to_owned(),
        "html_class" => String::new(),
        "nav" | "overlay" if shell => String::new(),
        "overlay" => fill(EMBER_OVERLAY, |name| common(language, name)),
        "nav" => fill(EMBER_NAV, |name| common(language, name)),
        "main" => main.clone(),
        "data" => data.clone(),
        "script" => script.clone(),
        _ => common(language, name),
    })
}

fn common(language: Language, name: &str) -> String {
    if let Some(class) = name.strip_prefix("k:") {
        let others = ["a", "b", "c", "d"].map(|letter| hashed_class(&format!("noise {class} {letter}")));
        return format!("{} {}", hashed_class(class), others.join(" "));
    }
    match name {
        "lang" => language.code().to_owned(),
        "toasts" => escape(&word(language, "toasts").replace("{N}", "0")),
        "home" => escape(word(language, "home")),
        "search" => escape(word(language, "search")),
        "network" => escape(word(language, "network")),
        "jobs" => escape(word(language, "jobs")),
        "messaging" => escape(word(language, "messaging")),
        "message" => escape(word(language, "message")),
        "notifications" => escape(word(language, "notifications")),
        "me" => escape(word(language, "me")),
        "send" => escape(word(language, "send")),
        "moreProfiles" => escape(word(language, "moreProfiles")),
        _ => String::new(),
    }
}

fn sdui_skeleton(language: Language) -> String {
    let class = hashed_class("skeleton");
    let bone = format!(
        "<div class=\"{class}\" role=\"progressbar\" aria-label=\"{}\"></div>",
        escape(word(language, "loading"))
    );
    format!("<div class=\"{}\">{}</div>", hashed_class("first"), bone.repeat(4))
}

/// The newer front end's stream: both branches of every state, much of nothing, and last the data.
fn flight_stream(language: Language, person: Option<&Person>, data: &Value) -> String {
    let (slug, name) = person.map_or(("", ""), |person| (person.slug, person.name));
    let relation = data["person"]["relation"].as_str().unwrap_or_default();
    let state = if relation == "pending" { "Pending" } else { "Connect" };
    let facts = json!({
        "key": format!("state:invitation:urn:li:member:{}", member_number(slug)),
        "stringValue": state,
        "isSelfView": relation == "self",
        "vanityName": view::slug_in_url(slug),
        "profileCanonicalUrl": format!("https://www.linkedin.com/in/{}", view::slug_in_url(slug)),
        "whenConnect": word_for(language, "inviteX", name),
        "whenPending": word_for(language, "pendingX", name),
        "whenRefused": word_for(language, "cooldown", name),
    });
    format!("[{},{},{}]", script_json(&facts), *PADDING, script_json(data))
}

/// What the real stream is mostly made of.
static PADDING: LazyLock<String> = LazyLock::new(|| {
    let rows = (0..900).map(|row| {
        let class = hashed_class(&format!("row {row}"));
        Value::from(format!("{row:x}:[\"$\",\"div\",null,{{\"className\":\"{class} _{row:08x}\",\"componentkey\":\"{class}-{class}-{class}\"}}]"))
    });
    let rows = Value::Array(rows.collect()).to_string();
    rows[1..rows.len() - 1].to_owned()
});

fn bpr_guid(person: &Person, data: &Value) -> String {
    let relation = data["person"]["relation"].as_str().unwrap_or_default();
    let union = match relation {
        "self" => json!({"self": {"entityUrn": member_id(person.slug)}}),
        "connected" => json!({"connection": {"connectedAt": 1_700_000_000_u64}}),
        _ => json!({"noConnection": {"memberDistance": "DISTANCE_2", "invitationUnion":
            if relation == "pending" { json!({"invitation": {"invitationState": "PENDING"}}) } else { json!({"noInvitation": {}}) }}}),
    };
    let facts = json!({
        "data": {"*memberRelationship": format!("urn:li:fsd_memberRelationship:{}", member_id(person.slug))},
        "included": [{"memberRelationshipUnion": union, "$recipeTypes": ["com.linkedin.self", "com.linkedin.connection", "com.linkedin.noConnection", "invitationState"],
            "profileActions": {"primaryAction": {}, "overflowActions": []}}],
    });
    let ad = "x9y8".repeat(4000);
    format!(
        "<code style=\"display: none\" id=\"bpr-guid-7100001\">{}</code>\n<code style=\"display: none\" id=\"bpr-guid-7100002\">{}</code>\n<code style=\"display: none\" id=\"datalet-bpr-guid-7100003\">{ad}</code>",
        escape(&facts.to_string()),
        escape(&data.to_string()),
    )
}

/// The composer as a page of its own, for the person with this slug or for nobody.
pub(crate) fn composer(truth: &Truth, slug: Option<&str>) -> String {
    let language = truth.language;
    let data = json!({"words": super::words::vocabulary(language), "slug": slug, "scale": truth.lag_scale});
    fill(include_str!("composer.html"), |name| match name {
        "nav" => fill(EMBER_NAV, |name| common(language, name)),
        "data" => script_json(&data),
        _ => common(language, name),
    })
}
