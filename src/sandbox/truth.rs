//! What is true in the sandbox: who was invited, with which words, and what a page may say about it.
//!
//! It decides as the real site's server would; it knows no markup.

use std::collections::{HashMap, HashSet};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::{Value, json};

use super::Options;
use super::door::SignIn;
use super::people::{FrontEnd, Person, find};
use super::scene::{EmailPrompt, FirstStep, Notes, OnConnect, OnSend, OnWithdraw, Place, Relation, Trap};
use super::view::{bystander, slug_in_url};
use super::words::{Language, word_for};

/// One invitation that the sandbox's server has accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogEntry {
    /// The decoded slug of the person invited.
    pub slug: String,
    /// The note, if one went along.
    pub note: Option<String>,
    /// The e-mail address, if one went along.
    pub email: Option<String>,
    /// When, in milliseconds since 1970.
    #[serde(rename = "at")]
    pub at_ms: u64,
    /// By which control: `dialog`, `connect` (without a dialog) or `rail` (somebody else's).
    pub via: &'static str,
}

/// One press of a control that changes something and is no invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Press {
    /// The decoded slug of the person whose page it was.
    pub slug: String,
    /// `accept`, `ignore`, `follow`, `withdraw`, `remove`, …
    pub what: String,
}

/// One invitation that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Withdrawal {
    /// The decoded slug of the person who was invited.
    pub slug: String,
    /// Whether the account ceased to follow them, too.
    pub unfollow: bool,
    /// When, in milliseconds since 1970.
    #[serde(rename = "at")]
    pub at_ms: u64,
    /// How many invitations had been sent before.
    #[serde(skip)]
    behind: usize,
}

/// The state of the sandbox since the last reset.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    pub(crate) language: Language,
    pub(crate) log: Vec<LogEntry>,
    pub(crate) presses: Vec<Press>,
    pub(crate) withdrawals: Vec<Withdrawal>,
    pub(crate) list_front: FrontEnd,
    pub(crate) navigations: u64,
    pub(crate) lag_scale: f64,
    pub(crate) sign_in: SignIn,
    pub(crate) premium: bool,
    visits: HashMap<String, u32>,
    sent_at_visit: HashMap<String, u32>,
    signed_out: HashSet<String>,
    challenged: HashSet<String>,
    composing: HashSet<String>,
}

/// What stands between a visitor and a page although the person has no such arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wall {
    SignedOut,
    Checkpoint,
}

impl Truth {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            language: options.language,
            lag_scale: options.lag_scale,
            sign_in: options.sign_in,
            premium: options.premium,
            ..Self::default()
        }
    }

    /// Forgets everything but how it was started, and the language.
    pub(crate) fn reset(&mut self) {
        *self = Self {
            language: self.language,
            lag_scale: self.lag_scale,
            sign_in: self.sign_in,
            premium: self.premium,
            list_front: self.list_front,
            ..Self::default()
        };
    }

    /// Counts a visit of a person's page; the first is 1.
    pub(crate) fn visit(&mut self, slug: &str) -> u32 {
        let visits = self.visits.entry(slug.to_owned()).or_default();
        *visits += 1;
        *visits
    }

    /// Whether an earlier press has put a wall in front of this person.
    pub(crate) fn wall(&self, slug: &str) -> Option<Wall> {
        if self.signed_out.contains(slug) {
            Some(Wall::SignedOut)
        } else if self.challenged.contains(slug) {
            Some(Wall::Checkpoint)
        } else {
            None
        }
    }

    /// A delay of the site, scaled.
    pub(crate) fn delay(&self, ms: u64) -> u64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let scaled = (ms as f64 * self.lag_scale).max(0.0) as u64;
        scaled
    }

    /// The composer of this person was opened as a page.
    pub(crate) fn compose(&mut self, slug: &str) {
        self.composing.insert(slug.to_owned());
    }

    /// What a page says about the person at this moment.
    pub(crate) fn shown(&self, person: &Person) -> Relation {
        let relation = match person.scene.relation {
            Relation::Pending if self.has_withdrawn(person.slug) => Relation::Stranger,
            relation => relation,
        };
        let Some(entry) = self.standing(person.slug) else {
            return relation;
        };
        let visible = entry.via == "rail"
            || match person.scene.on_send {
                OnSend::AppliedAfter(ms) => now_ms() >= entry.at_ms + self.delay(ms),
                OnSend::AppliedAfterReload => self.visits.get(person.slug) > self.sent_at_visit.get(person.slug),
                OnSend::AppliedUnseen => false,
                _ => true,
            };
        if visible { Relation::Pending } else { relation }
    }

    /// The answer to a press of Connect: what the page shall do next.
    pub(crate) fn connect(&mut self, slug: &str, rail: bool) -> Value {
        let person = find(slug);
        if rail {
            self.record(slug, None, None, "rail");
            return json!({"do": "sent"});
        }
        let Some(person) = person else {
            return json!({"do": "dialog", "dialog": plain_dialog(slug)});
        };
        if self.standing(person.slug).is_some() || !self.opens_for(person) {
            return self.toast("unable", "error", person.name);
        }
        if self.has_withdrawn(person.slug) {
            return self.toast("cooldown", "error", person.name);
        }
        match person.scene.on_connect {
            OnConnect::Dialog => json!({"do": "dialog", "dialog": self.dialog(person)}),
            OnConnect::WarningThenDialog => {
                json!({"do": "limit", "hard": false, "dialog": self.dialog(person)})
            }
            OnConnect::WeeklyLimit => json!({"do": "limit", "hard": true}),
            OnConnect::Toast(key) => self.toast(key, "error", person.name),
            OnConnect::OpensComposer if self.composing.contains(person.slug) => {
                json!({"do": "dialog", "dialog": self.dialog(person)})
            }
            OnConnect::OpensComposer => {
                json!({"do": "go", "to": format!("/preload/custom-invite/?vanityName={}", slug_in_url(person.slug))})
            }
            OnConnect::LeavesTo(path) => json!({"do": "go", "to": path}),
            OnConnect::SendsAtOnce => {
                self.record(person.slug, None, None, "connect");
                json!({"do": "sent"})
            }
            OnConnect::SignsOut => {
                self.signed_out.insert(person.slug.to_owned());
                json!({"do": "go", "to": "/authwall"})
            }
        }
    }

    /// The answer to a press of Send.
    pub(crate) fn invite(&mut self, slug: &str, note: Option<&str>, email: Option<&str>) -> Value {
        let note = note.filter(|note| !note.trim().is_empty());
        let email = email.filter(|email| !email.trim().is_empty());
        let Some(person) = find(slug) else {
            self.record(slug, note, email, "dialog");
            return json!({"pendingAfter": 0});
        };
        if self.standing(person.slug).is_some() {
            self.press(slug, "inviteAgain");
            return self.toast("notSent", "error", person.name);
        }
        if let Some(refusal) = self.refuse(person, note, email) {
            return refusal;
        }
        let success = || word_for(self.language, "sentX", person.name);
        match person.scene.on_send {
            OnSend::AppliedAfter(ms) => {
                let answer = json!({"toast": {"kind": "success", "text": success()}, "pendingAfter": self.delay(ms)});
                self.record(person.slug, note, email, "dialog");
                answer
            }
            OnSend::AppliedAfterReload | OnSend::AppliedUnseen => {
                self.record(person.slug, note, email, "dialog");
                json!({})
            }
            OnSend::ClaimedOnly => json!({"toast": {"kind": "success", "text": success()}}),
            OnSend::WeeklyLimit => json!({"limit": "hard"}),
            OnSend::AppliedWithWarning => {
                self.record(person.slug, note, email, "dialog");
                json!({"limit": "warning", "pendingAfter": 0})
            }
            OnSend::Toast(key) => self.toast(key, "error", person.name),
            OnSend::Checkpoint => {
                self.challenged.insert(person.slug.to_owned());
                json!({"go": "/checkpoint/challenge/AgExample"})
            }
            OnSend::SignsOut => {
                self.signed_out.insert(person.slug.to_owned());
                json!({"go": "/authwall"})
            }
        }
    }

    /// Notes down a press of a control that changes something else.
    pub(crate) fn press(&mut self, slug: &str, what: &str) {
        self.presses.push(Press {
            slug: slug.to_owned(),
            what: what.chars().take(20).collect(),
        });
    }

    fn refuse(&self, person: &Person, note: Option<&str>, email: Option<&str>) -> Option<Value> {
        let scene = &person.scene;
        if scene.relation != Relation::Stranger || scene.place == Place::Nowhere {
            return Some(self.toast("notSent", "error", person.name));
        }
        let length = note.map_or(0, |note| note.encode_utf16().count());
        if length > scene.notes.limit() || (scene.email != EmailPrompt::Never && email.is_none()) {
            return Some(json!({"needsEmail": scene.email != EmailPrompt::Never && email.is_none()}));
        }
        if email.is_some_and(|email| scene.email != EmailPrompt::Never && !email.ends_with("@example.com")) {
            return Some(self.toast("notSent", "error", person.name));
        }
        (note.is_some() && !scene.notes.allowed()).then(|| json!({}))
    }

    /// The answer to a press of Withdraw in the dialog that asks for it.
    pub(crate) fn withdraw(&mut self, slug: &str, unfollow: bool) -> Value {
        self.press(slug, "withdraw");
        let person = find(slug);
        if person.is_some_and(|person| self.shown(person) != Relation::Pending) || self.has_withdrawn(slug) {
            return self.toast("wrong", "error", slug);
        }
        let name = person.map_or(slug, |person| person.name);
        let how = person.map_or(OnWithdraw::Applied, |person| person.scene.on_withdraw);
        match how {
            OnWithdraw::Applied | OnWithdraw::AppliedAfterReload => {
                self.withdrawals.push(Withdrawal {
                    slug: slug.to_owned(),
                    unfollow,
                    at_ms: now_ms(),
                    behind: self.log.len(),
                });
                if how == OnWithdraw::AppliedAfterReload {
                    return json!({});
                }
                json!({"withdrawn": true, "toast": {"kind": "success", "text": word_for(self.language, "withdrawn", name)}})
            }
            OnWithdraw::Ignored => json!({}),
        }
    }

    /// Whether the last invitation to this person was withdrawn: three weeks are never over here.
    pub(crate) fn has_withdrawn(&self, slug: &str) -> bool {
        self.withdrawals.iter().any(|withdrawal| withdrawal.slug == slug) && self.standing(slug).is_none()
    }

    /// The invitation that was sent here and not withdrawn since.
    fn standing(&self, slug: &str) -> Option<&LogEntry> {
        let withdrawn = self.withdrawals.iter().rev().find(|withdrawal| withdrawal.slug == slug);
        let behind = withdrawn.map_or(0, |withdrawal| withdrawal.behind);
        self.log.iter().skip(behind).rev().find(|entry| entry.slug == slug)
    }

    /// The composer opens for contacts too, and not for somebody who waits or cannot be invited.
    fn opens_for(&self, person: &Person) -> bool {
        match self.shown(person) {
            Relation::Stranger => person.scene.place != Place::Nowhere,
            Relation::Connected => true,
            _ => false,
        }
    }

    fn dialog(&self, person: &Person) -> Value {
        let scene = &person.scene;
        let named = if scene.has(Trap::WrongName) {
            "Somebody Else"
        } else {
            person.name
        };
        json!({
            "slug": person.slug,
            "name": person.name,
            "named": named,
            "step": match scene.first_step {
                FirstStep::Choice => "choice",
                FirstStep::Note => "note",
                FirstStep::HowDoYouKnow => "know",
            },
            "email": match scene.email {
                EmailPrompt::Never => "never",
                EmailPrompt::WithChoice => "choice",
                EmailPrompt::WithNote => "note",
            },
            "limit": scene.notes.limit(),
            "remaining": match scene.notes { Notes::Free(left) => Value::from(left), _ => Value::Null },
            "upsell": scene.notes == Notes::Upsell,
            "banner": matches!(scene.notes, Notes::DroppedSilently | Notes::Free(0 | 1)),
            "premium": scene.notes == Notes::Premium,
            "sendAfter": if scene.has(Trap::LateSend) { self.delay(1000) } else { 0 },
        })
    }

    fn toast(&self, key: &'static str, kind: &str, name: &str) -> Value {
        json!({"do": "toast", "toast": {"kind": kind, "text": word_for(self.language, key, name)}})
    }

    fn record(&mut self, slug: &str, note: Option<&str>, email: Option<&str>, via: &'static str) {
        let visits = self.visits.get(slug).copied().unwrap_or_default();
        self.sent_at_visit.insert(slug.to_owned(), visits);
        self.log.push(LogEntry {
            slug: slug.to_owned(),
            note: note.map(str::to_owned),
            email: email.map(str::to_owned),
            at_ms: now_ms(),
            via,
        });
    }
}

fn plain_dialog(slug: &str) -> Value {
    json!({
        "slug": slug, "name": bystander(slug), "named": bystander(slug), "step": "choice", "email": "never", "limit": 200,
        "remaining": 3, "upsell": false, "banner": false, "premium": false, "sendAfter": 0,
    })
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
