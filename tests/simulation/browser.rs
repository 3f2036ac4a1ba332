//! A browser without a browser: pages of the world as snapshots, with a fault wherever one may come.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::future::pending;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::time::Duration;

use linkwright::browser::{Applied, Browser, BrowserError, Drawing, Launcher, Questions, Target, Wait};
use linkwright::page::{Element, Input, Snapshot};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::faults::{Class, Fault, Faults};
use crate::handles::with_handles;
use crate::world::{Relation, World};

const SITE: &str = "http://127.0.0.1:1";
/// The deadline of a driver's command.
const DEADLINE: Duration = Duration::from_secs(15);
/// How long a page hopes for an answer of its server.
const HOPE: Duration = Duration::from_secs(3);

/// Everything that outlives the program.
#[derive(Clone)]
pub(crate) struct Outside {
    pub(crate) world: Rc<RefCell<World>>,
    pub(crate) faults: Rc<RefCell<Faults>>,
    pub(crate) death: Rc<Notify>,
    pages: Rc<RefCell<HashMap<String, String>>>,
}

impl Outside {
    pub(crate) fn new(world: World, faults: Faults) -> Outside {
        Outside {
            world: Rc::new(RefCell::new(world)),
            faults: Rc::new(RefCell::new(faults)),
            death: Rc::new(Notify::new()),
            pages: Rc::default(),
        }
    }

    fn fault(&self) -> Option<Fault> {
        self.faults.borrow_mut().next()
    }

    /// The program ends here: whoever waits for it is never answered.
    async fn die(&self) {
        self.death.notify_one();
        pending::<()>().await;
    }

    /// A drawn page of the fixtures, for this person, with handles.
    fn page(&self, name: &str, slug: &str) -> String {
        let key = format!("{name} {slug}");
        self.pages
            .borrow_mut()
            .entry(key)
            .or_insert_with(|| {
                let path = format!("{}/fixtures/workflows/pages/{name}", env!("CARGO_MANIFEST_DIR"));
                let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
                text.replace("ada-example", slug)
                    .replace("refACoAAExample", &format!("refACoAAEx{:05}", slug_number(slug)))
            })
            .clone()
    }
}

fn slug_number(slug: &str) -> u32 {
    slug.bytes()
        .map(u32::from)
        .fold(7, |sum, byte| (sum * 31 + byte) % 99_991)
}

/// A step of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialog {
    Shut,
    Choice,
    Note,
    NoteFilled,
}

/// One session.
pub(crate) struct Fake {
    outside: Outside,
    number: u32,
    person: Option<usize>,
    document: f64,
    dialog: Dialog,
    /// The list of sent invitations is shown, and no person.
    lists: bool,
    /// A security check is shown instead.
    walled: bool,
    /// The page keeps showing this, whatever became true since.
    stale: Option<Relation>,
    /// The page says Pending until then, and waits for its server.
    hope: Option<Instant>,
    looks: u64,
}

impl Fake {
    fn is_dead(&self) -> bool {
        self.number < self.outside.world.borrow().alive_from
    }

    fn hopes(&self) -> bool {
        self.hope.is_some_and(|until| Instant::now() < until)
    }

    fn snapshot(&mut self) -> Snapshot {
        self.looks += 1;
        let mut world = self.outside.world.borrow_mut();
        if self.lists {
            let people: Vec<String> = world.listed();
            drop(world);
            return self.list(&people);
        }
        let Some(person) = self.person else {
            return Snapshot {
                url: "about:blank".to_owned(),
                html: "<html></html>".to_owned(),
                look: self.looks,
                ..Snapshot::default()
            };
        };
        let shown = match self.stale {
            _ if self.hopes() => Relation::Pending,
            Some(stale) => stale,
            None => world.shown(person),
        };
        let slug = world.people[person].slug.clone();
        drop(world);
        let card = if self.walled {
            "gate/checkpoint.html"
        } else {
            match shown {
                Relation::Connectable => "person/ada--connectable.html",
                Relation::Pending => "person/ada--pending.html",
                Relation::Connected => "person/ada--connected.html",
            }
        };
        let mut html = self.outside.page(card, &slug);
        let dialog = match self.dialog {
            Dialog::Shut => None,
            Dialog::Choice => Some("invite/choice.html"),
            Dialog::Note => Some("invite/note.html"),
            Dialog::NoteFilled => Some("invite/note--filled.html"),
        };
        if let Some(dialog) = dialog {
            html = html.replace("</body>", &format!("{}</body>", self.outside.page(dialog, &slug)));
        }
        let html = with_handles(&html);
        let url = format!("{SITE}/in/{slug}/");
        let mut hasher = DefaultHasher::new();
        (&html, &url).hash(&mut hasher);
        Snapshot {
            document_url: url.clone(),
            redirected_url: Some(url.clone()),
            url,
            status: Some(200),
            document: self.document,
            look: self.looks,
            fingerprint: format!("{:x}", hasher.finish()),
            html,
            ..Snapshot::default()
        }
    }

    fn list(&self, people: &[String]) -> Snapshot {
        // Somebody always stands in it, as an empty list would say nothing.
        let links: String = people
            .iter()
            .map(String::as_str)
            .chain(["zoe-example"])
            .map(|slug| format!("<li><a href=\"/in/{slug}/\">Somebody</a></li>"))
            .collect();
        let nav = "<header><nav data-testid=\"primary-nav\"><a href=\"/feed/\">Home</a></nav></header>";
        let url = format!("{SITE}/mynetwork/invitation-manager/sent/");
        Snapshot {
            document_url: url.clone(),
            redirected_url: Some(url.clone()),
            url,
            status: Some(200),
            document: self.document,
            look: self.looks,
            fingerprint: format!("list of {}", people.len()),
            html: format!("<html lang=\"en\"><body>{nav}<main><h1>Sent</h1><ul>{links}</ul></main></body></html>"),
            ..Snapshot::default()
        }
    }

    fn load(&mut self, url: &str) {
        let slug = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let mut world = self.outside.world.borrow_mut();
        world.documents += 1;
        self.document = f64::from(world.documents);
        self.lists = url.contains("/invitation-manager/");
        self.person = world.person(slug);
        let walls = self.person.map(|person| &mut world.people[person].walls);
        self.walled = walls.is_some_and(|walls| {
            let stands = *walls > 0;
            *walls = walls.saturating_sub(1);
            stands
        });
        self.dialog = Dialog::Shut;
        self.stale = None;
        self.hope = None;
    }

    /// What a click or a text does to the page; `delay` is how late an invitation leaves.
    fn act(&mut self, input: &Input, delay: Duration) {
        let Some(person) = self.person else { return };
        let mut world = self.outside.world.borrow_mut();
        match (input.element(), self.dialog) {
            (Element::Connect, Dialog::Shut) if world.people[person].sends_at_once => {
                world.invite(person, self.number, delay);
            }
            (Element::Connect, Dialog::Shut) => self.dialog = Dialog::Choice,
            (Element::AddNote, Dialog::Choice) => self.dialog = Dialog::Note,
            (Element::NoteField, Dialog::Note) => self.dialog = Dialog::NoteFilled,
            (Element::SendWithoutNote, Dialog::Choice) | (Element::Send, Dialog::NoteFilled) => {
                world.invite(person, self.number, delay);
                self.dialog = Dialog::Shut;
            }
            (Element::CloseDialog, _) => self.dialog = Dialog::Shut,
            _ => {}
        }
    }
}

fn error(class: Class) -> BrowserError {
    match class {
        Class::Disturbed => BrowserError::Disturbed("simulated".to_owned()),
        Class::Lost => BrowserError::Lost("simulated".to_owned()),
    }
}

fn dead() -> BrowserError {
    BrowserError::Lost("the browser is dead".to_owned())
}

impl Browser for Fake {
    async fn open(&mut self, url: &str) -> Result<(), BrowserError> {
        let fault = self.outside.fault();
        if self.is_dead() {
            return Err(dead());
        }
        match fault {
            Some(Fault::ErrorBefore(class)) => return Err(error(class)),
            Some(Fault::Hang) => {
                tokio::time::sleep(DEADLINE).await;
                return Err(error(Class::Lost));
            }
            Some(Fault::DeathBefore) => self.outside.die().await,
            _ => {}
        }
        self.load(url);
        match fault {
            Some(Fault::ErrorAfter(class)) => Err(error(class)),
            Some(Fault::DeathAfter) => {
                self.outside.die().await;
                Ok(())
            }
            Some(Fault::Stale) => {
                let person = self.person;
                self.stale = person.map(|person| self.outside.world.borrow_mut().shown(person));
                Ok(())
            }
            Some(Fault::Hope) => {
                self.hope = Some(Instant::now() + HOPE);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn look(&mut self, wait: &Wait) -> Result<Snapshot, BrowserError> {
        let fault = self.outside.fault();
        if self.is_dead() {
            return Err(dead());
        }
        match fault {
            Some(Fault::ErrorBefore(class) | Fault::ErrorAfter(class)) => return Err(error(class)),
            Some(Fault::Hang) => {
                tokio::time::sleep(DEADLINE).await;
                return Err(error(Class::Lost));
            }
            Some(Fault::DeathBefore | Fault::DeathAfter) => self.outside.die().await,
            Some(Fault::Late(_) | Fault::LateError(_) | Fault::Stale | Fault::Hope) | None => {}
        }
        let first = self.snapshot();
        let excerpt = wait.excerpt.is_some();
        if wait.changed_from.as_ref() != Some(&first.fingerprint) {
            return Ok(Snapshot { excerpt, ..first });
        }
        tokio::time::sleep(wait.at_most.max(Duration::from_millis(50))).await;
        if self.is_dead() {
            return Err(dead());
        }
        let later = self.snapshot();
        Ok(Snapshot { excerpt, ..later })
    }

    async fn apply(&mut self, input: &Input, target: &Target) -> Result<Applied, BrowserError> {
        assert_eq!(target.look, self.looks, "only what was looked at last is acted on");
        let fault = self.outside.fault();
        if self.is_dead() {
            return Err(dead());
        }
        let mut delay = Duration::ZERO;
        match fault {
            Some(Fault::ErrorBefore(class)) => return Err(error(class)),
            Some(Fault::Hang) => {
                tokio::time::sleep(DEADLINE).await;
                return Err(error(Class::Lost));
            }
            Some(Fault::DeathBefore) => self.outside.die().await,
            Some(Fault::Late(late) | Fault::LateError(late)) => delay = late,
            Some(Fault::ErrorAfter(_) | Fault::DeathAfter | Fault::Stale | Fault::Hope) | None => {}
        }
        self.act(input, delay);
        match fault {
            Some(Fault::ErrorAfter(class)) => Err(error(class)),
            Some(Fault::LateError(_)) => Err(error(Class::Lost)),
            Some(Fault::DeathAfter) => {
                self.outside.die().await;
                Ok(Applied::Done)
            }
            _ => Ok(Applied::Done),
        }
    }

    async fn questions(&mut self, _: &Drawing) -> Questions {
        match self.hope {
            Some(_) if self.hopes() => Questions::Open,
            Some(_) => Questions::Answered,
            None => Questions::Nothing,
        }
    }
}

/// Starts fakes; the browsers of an earlier life go on until they are fenced.
pub(crate) struct FakeLauncher {
    pub(crate) outside: Outside,
}

impl Launcher for FakeLauncher {
    type Browser = Fake;

    async fn launch(&mut self) -> Result<Fake, BrowserError> {
        match self.outside.fault() {
            Some(Fault::ErrorBefore(_)) => return Err(BrowserError::Unavailable("simulated".to_owned())),
            Some(Fault::DeathBefore) => self.outside.die().await,
            _ => {}
        }
        let mut world = self.outside.world.borrow_mut();
        world.fence();
        world.browsers += 1;
        let number = world.browsers;
        world.alive_from = number;
        drop(world);
        Ok(Fake {
            outside: self.outside.clone(),
            number,
            person: None,
            document: 0.0,
            dialog: Dialog::Shut,
            stale: None,
            hope: None,
            lists: false,
            walled: false,
            looks: 0,
        })
    }

    async fn fence(&mut self) -> Result<(), BrowserError> {
        match self.outside.fault() {
            Some(Fault::ErrorBefore(_)) => return Err(BrowserError::Unavailable("simulated".to_owned())),
            Some(Fault::DeathBefore) => self.outside.die().await,
            _ => {}
        }
        self.outside.world.borrow_mut().fence();
        Ok(())
    }

    async fn close(&mut self, browser: Fake) {
        drop(browser);
        self.outside.world.borrow_mut().fence();
    }
}
