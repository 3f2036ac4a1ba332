//! Who is who: every name that a page gives a person leads to one record.
//!
//! Names are looked up by their keyed hash, so that a purged person is still known. Knows no attempt.

use sqlx::Row;

use super::connection::{Done, Store};
use super::secret;
use crate::ledger::LedgerError;
use crate::person::{PersonKeys, Slug};

/// What kind of name it is. A stable id stays with a person; a slug can move to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Slug,
    Hashed,
    Member,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Kind::Slug => "slug",
            Kind::Hashed => "hashed",
            Kind::Member => "member",
        }
    }

    const fn is_stable(self) -> bool {
        match self {
            Kind::Slug => false,
            Kind::Hashed | Kind::Member => true,
        }
    }
}

/// One name, and the person that it is known to lead to.
struct Name {
    kind: Kind,
    text: String,
    hash: String,
    root: Option<String>,
}

/// Whom the keys mean.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The persons that they lead to; more than one turn out to be one person now.
    pub(super) roots: Vec<String>,
    /// Hashes of slugs that have moved here from somebody else.
    moved: Vec<String>,
}

impl Store {
    /// Whom the keys mean. Changes nothing.
    pub(super) async fn find(&mut self, site: &str, keys: &PersonKeys) -> Done<Found> {
        let names = self.names(site, keys).await?;
        self.judge(&names).await
    }

    /// The person that the keys mean, with everything that they say now on record.
    pub(super) async fn meet(&mut self, site: &str, keys: &PersonKeys) -> Done<String> {
        let names = self.names(site, keys).await?;
        if names.is_empty() {
            // Somebody without a name would be somebody new each time.
            return Err(LedgerError::Contradiction("nobody is named").into());
        }
        let found = self.judge(&names).await?;
        let person = match found.roots.first() {
            Some(root) => root.clone(),
            None => self.new_person(site).await?,
        };
        for other in found.roots.iter().skip(1) {
            self.join(other, &person).await?;
        }
        for name in &names {
            self.learn(name, &person, found.moved.contains(&name.hash)).await?;
        }
        Ok(person)
    }

    async fn names(&mut self, site: &str, keys: &PersonKeys) -> Done<Vec<Name>> {
        let slugs = keys.slugs.iter().map(|slug| {
            let kind = if slug.is_hashed() { Kind::Hashed } else { Kind::Slug };
            (kind, slug.decoded().to_owned())
        });
        let hashed = keys.hashed.iter().map(|id| (Kind::Hashed, id.clone()));
        let member = keys.member.iter().map(|id| (Kind::Member, id.clone()));
        let mut names: Vec<Name> = Vec::new();
        for (kind, text) in slugs.chain(hashed).chain(member) {
            let hash = self.key()?.hash(&[site, kind.word(), &text]);
            if names.iter().all(|name| name.hash != hash) {
                let root = self.root_of(&hash).await?;
                names.push(Name { kind, text, hash, root });
            }
        }
        Ok(names)
    }

    /// Stable ids lead; a slug follows them, unless its person has another id of a kind that is shown.
    async fn judge(&mut self, names: &[Name]) -> Done<Found> {
        let mut found = Found::default();
        let (stable, slugs): (Vec<&Name>, Vec<&Name>) = names.iter().partition(|name| name.kind.is_stable());
        for root in stable.iter().filter_map(|name| name.root.as_ref()) {
            add(&mut found.roots, root);
        }
        for name in slugs {
            let Some(root) = &name.root else { continue };
            if !found.roots.contains(root) && self.has_other_id(root, &stable).await? {
                found.moved.push(name.hash.clone());
            } else {
                add(&mut found.roots, root);
            }
        }
        Ok(found)
    }

    /// Whether a person is known by an id of a kind that is shown. None of the shown ones is theirs.
    async fn has_other_id(&mut self, root: &str, shown: &[&Name]) -> Done<bool> {
        let sql = "SELECT DISTINCT a.kind FROM alias a JOIN person p ON p.id = a.person WHERE p.root = $1";
        let rows = self.rows(sqlx::query(sql).bind(root.to_owned())).await?;
        for row in rows {
            let kind: String = row.try_get(0)?;
            if shown
                .iter()
                .any(|name| name.kind.word() == kind && name.root.as_deref() != Some(root))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn root_of(&mut self, hash: &str) -> Done<Option<String>> {
        let sql = "SELECT p.root FROM alias a JOIN person p ON p.id = a.person WHERE a.hash = $1";
        let rows = self.rows(sqlx::query(sql).bind(hash.to_owned())).await?;
        Ok(rows.first().map(|row| row.try_get(0)).transpose()?)
    }

    async fn new_person(&mut self, site: &str) -> Done<String> {
        let id = secret::name("person")?;
        let sql = "INSERT INTO person (id, site, root) VALUES ($1, $2, $1)";
        self.change(sqlx::query(sql).bind(id.clone()).bind(site.to_owned()))
            .await?;
        Ok(id)
    }

    /// Two records turn out to be one person.
    async fn join(&mut self, other: &str, person: &str) -> Done<()> {
        let sql = "UPDATE person SET root = $2 WHERE root = $1";
        self.change(sqlx::query(sql).bind(other.to_owned()).bind(person.to_owned()))
            .await?;
        Ok(())
    }

    async fn learn(&mut self, name: &Name, person: &str, has_moved: bool) -> Done<()> {
        let sql = "INSERT INTO alias (hash, person, kind, text) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (hash) DO UPDATE SET text = excluded.text";
        let query = sqlx::query(sql).bind(name.hash.clone()).bind(person.to_owned());
        self.change(query.bind(name.kind.word()).bind(name.text.clone()))
            .await?;
        if has_moved {
            let sql = "UPDATE alias SET person = $2 WHERE hash = $1";
            self.change(sqlx::query(sql).bind(name.hash.clone()).bind(person.to_owned()))
                .await?;
        }
        Ok(())
    }

    /// All that names a person, in plain text; nothing of somebody who was purged.
    pub(super) async fn keys_of(&mut self, root: &str) -> Done<PersonKeys> {
        let sql = "SELECT a.kind, a.text FROM alias a JOIN person p ON p.id = a.person \
                   WHERE p.root = $1 AND a.text IS NOT NULL ORDER BY a.hash";
        let mut keys = PersonKeys::default();
        for row in self.rows(sqlx::query(sql).bind(root.to_owned())).await? {
            let (kind, text): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            match kind.as_str() {
                "member" => keys.member = Some(text),
                "hashed" => keys.hashed = Some(text),
                _ => keys.slugs.extend(Slug::from_decoded(&text)),
            }
        }
        Ok(keys)
    }
}

fn add(roots: &mut Vec<String>, root: &str) {
    if !roots.iter().any(|known| known == root) {
        roots.push(root.to_owned());
    }
}
