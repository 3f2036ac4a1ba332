//! From the text of `linkwright.toml` to settings: every key is known, and every value makes sense.
//!
//! Knows no file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::TimeZone;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{BrowserSettings, Config, Recovery, Said, Setting};
use crate::browser::driver::BrowserKind;
use crate::browser::endpoint::Endpoint;
use crate::evidence::Settings;
use crate::ledger::recovery::OnAmbiguous;
use crate::ledger::{Minute, Weekday, WorkingHours};
use crate::suggestion::closest;

const TOP: [&str; 5] = ["premium", "browser", "limits", "recovery", "evidence"];
const BROWSER: [&str; 5] = ["name", "headed", "binary", "driver", "webdriver"];
const LIMITS: [&str; 5] = [
    "invitations_per_day",
    "invitations_per_week",
    "notes_per_month",
    "gap_seconds",
    "hours",
];
const HOURS: [&str; 4] = ["days", "from", "to", "time_zone"];
const RECOVERY: [&str; 2] = ["policy", "settle_seconds"];
const EVIDENCE: [&str; 4] = ["keep", "days", "megabytes", "screenshots"];
/// Where each key stands that does not stand at the top.
const TABLES: [(&str, &[&str]); 5] = [
    ("browser", &BROWSER),
    ("limits", &LIMITS),
    ("limits.hours", &HOURS),
    ("recovery", &RECOVERY),
    ("evidence", &EVIDENCE),
];
/// More than anybody is allowed to send.
const MOST_INVITATIONS: u32 = 10_000;
/// A pause is at most a day, and settling at most an hour.
const LONGEST_GAP: u32 = 86_400;
const LONGEST_SETTLING: u32 = 3_600;
/// Evidence is kept for ten years and a terabyte at most.
const MOST_DAYS: u32 = 3_650;
const MOST_MEGABYTES: u32 = 1_000_000;

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// What is wrong, and where in the text.
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) message: String,
}

type Read<T> = Result<T, Fault>;

/// What was wrong so far. A member at fault counts as left out, so that the others are read as well.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn heed<T>(&mut self, read: Read<T>) -> Option<T> {
        read.map_err(|fault| self.0.push(fault)).ok()
    }

    fn member<'i, T>(
        &mut self,
        table: &DeTable<'i>,
        name: &str,
        read: impl FnOnce(&Value<'i>) -> Read<T>,
    ) -> Option<T> {
        let read = member(table, name).map(read)?;
        self.heed(read)
    }

    /// A misspelled limit is no limit, so it is refused.
    fn refuse_unknown(&mut self, table: &DeTable<'_>, place: &str, known: &[&str]) {
        let unknown = table.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
        self.0.extend(unknown.map(|key| {
            let home = TABLES.iter().find(|(_, keys)| keys.contains(&key.get_ref().as_ref()));
            let meant = match (home, closest(key.get_ref(), known)) {
                (Some((table, _)), _) => format!("it stands under [{table}]"),
                (None, Some(name)) => format!("did you mean `{name}`?"),
                (None, None) => format!("known here: {}", known.join(", ")),
            };
            Fault {
                at: key.span().start,
                message: format!("there is no key `{place}{}`; {meant}", key.get_ref()),
            }
        }));
    }
}

type Value<'i> = Spanned<DeValue<'i>>;

/// Reads a whole file; otherwise every fault, in the order of the file.
pub(super) fn read(text: &str) -> Result<Config, Vec<Fault>> {
    let (document, broken) = DeTable::parse_recoverable(text);
    let mut faults = Faults(broken.iter().map(|error| no_toml(error, text)).collect());
    let top = document.get_ref();
    faults.refuse_unknown(top, "", &TOP);
    let config = Config {
        premium: faults.member(top, "premium", boolean).unwrap_or_default(),
        browser: section(&mut faults, top, "browser", browser),
        recovery: section(&mut faults, top, "recovery", recovery),
        evidence: section(&mut faults, top, "evidence", evidence),
        said: section(&mut faults, top, "limits", said),
    };
    faults.0.sort_by_key(|fault| fault.at);
    // What is no TOML is read as something all the same.
    faults.0.dedup_by_key(|fault| fault.at);
    if faults.0.is_empty() { Ok(config) } else { Err(faults.0) }
}

fn section<T: Default>(
    faults: &mut Faults,
    top: &DeTable<'_>,
    name: &str,
    read: fn(&mut Faults, &DeTable<'_>) -> T,
) -> T {
    let table = faults.member(top, name, |value| table(value, name).cloned());
    table.map_or_else(T::default, |table| read(faults, &table))
}

/// Other languages of settings have more words for yes and no.
fn no_toml(error: &toml::de::Error, text: &str) -> Fault {
    let words = ["yes", "no", "on", "off", "true", "false"];
    let there = error.span().and_then(|span| text.get(span)).unwrap_or_default().trim();
    let is_word = words.iter().any(|word| there.eq_ignore_ascii_case(word));
    Fault {
        at: error.span().map_or(0, |span| span.start),
        message: if is_word {
            "write true or false".to_owned()
        } else {
            format!("this is no TOML: {}", error.message())
        },
    }
}

fn said(faults: &mut Faults, table: &DeTable<'_>) -> Said {
    faults.refuse_unknown(table, "limits.", &LIMITS);
    let mut most = |name| {
        faults
            .member(table, name, |value| setting(value, count))
            .unwrap_or_default()
    };
    Said {
        per_day: most("invitations_per_day"),
        per_week: most("invitations_per_week"),
        notes_per_month: most("notes_per_month"),
        gap: faults
            .member(table, "gap_seconds", |value| setting(value, gap))
            .unwrap_or_default(),
        hours: member(table, "hours").map_or_else(Setting::default, |value| hours(faults, value)),
    }
}

fn browser(faults: &mut Faults, table: &DeTable<'_>) -> BrowserSettings {
    faults.refuse_unknown(table, "browser.", &BROWSER);
    let settings = BrowserSettings {
        name: faults.member(table, "name", browser_kind),
        headed: faults.member(table, "headed", boolean).unwrap_or_default(),
        binary: faults.member(table, "binary", program),
        driver: faults.member(table, "driver", program),
        webdriver: faults.member(table, "webdriver", endpoint),
    };
    let ours = ["binary", "driver"].into_iter().find_map(|name| member(table, name));
    if let (Some(_), Some(value)) = (member(table, "webdriver"), ours) {
        let cure = "a browser that is started here and one behind `webdriver` contradict each other; keep one of them";
        faults.heed(fault::<()>(value, cure));
    }
    settings
}

fn browser_kind(value: &Value<'_>) -> Read<BrowserKind> {
    let name = string(value)?;
    let kind = BrowserKind::ALL.into_iter().find(|kind| kind.name() == name);
    kind.map_or_else(
        || fault(value, "write \"chrome\" (Chromium too), \"edge\" or \"firefox\""),
        Ok,
    )
}

/// Runs begin in any directory.
fn program(value: &Value<'_>) -> Read<PathBuf> {
    match Path::new(string(value)?) {
        path if path.is_absolute() => Ok(path.to_owned()),
        _ => fault(value, "write the whole path of the program, from the root on"),
    }
}

fn endpoint(value: &Value<'_>) -> Read<Endpoint> {
    let refused = |why: &str| fault(value, &format!("this key {why}, such as \"http://127.0.0.1:4444\""));
    Endpoint::in_file(string(value)?).or_else(refused)
}

fn recovery(faults: &mut Faults, table: &DeTable<'_>) -> Recovery {
    faults.refuse_unknown(table, "recovery.", &RECOVERY);
    let policy = |value: &Value<'_>| {
        let word = string(value)?;
        word.parse::<OnAmbiguous>()
            .or_else(|_| fault(value, "write \"park\" or \"retry\""))
    };
    let settle = |value: &Value<'_>| whole(value, 0, LONGEST_SETTLING).map(seconds);
    Recovery {
        policy: faults.member(table, "policy", policy).unwrap_or_default(),
        settle: faults.member(table, "settle_seconds", settle),
    }
}

fn evidence(faults: &mut Faults, table: &DeTable<'_>) -> Settings {
    faults.refuse_unknown(table, "evidence.", &EVIDENCE);
    let usual = Settings::default();
    let mut number = |name, most| faults.member(table, name, |value| whole(value, 1, most));
    let (days, megabytes) = (number("days", MOST_DAYS), number("megabytes", MOST_MEGABYTES));
    Settings {
        keep: faults.member(table, "keep", boolean).unwrap_or(usual.keep),
        days: days.unwrap_or(usual.days),
        megabytes: megabytes.unwrap_or(usual.megabytes),
        screenshots: faults
            .member(table, "screenshots", boolean)
            .unwrap_or(usual.screenshots),
    }
}

/// `"off"`, or a value.
fn setting<T>(value: &Value<'_>, read: fn(&Value<'_>) -> Read<T>) -> Read<Setting<T>> {
    match value.get_ref().as_str() {
        Some("off") => Ok(Setting::Off),
        Some(_) | None => read(value).map(Setting::To),
    }
}

fn count(value: &Value<'_>) -> Read<u32> {
    whole(value, 1, MOST_INVITATIONS).map_err(|fault| Fault {
        message: format!("{}, or \"off\" for no limit", fault.message),
        ..fault
    })
}

fn gap(value: &Value<'_>) -> Read<(Duration, Duration)> {
    let cure = "write the shortest and the longest pause, such as [180, 480], or \"off\" for none";
    let Some([shortest, longest]) = value.get_ref().as_array().map(|array| &array[..]) else {
        return fault(value, cure);
    };
    let (shortest, longest) = (whole(shortest, 0, LONGEST_GAP)?, whole(longest, 0, LONGEST_GAP)?);
    if shortest > longest {
        return fault(value, "the shortest pause stands first, then the longest");
    }
    Ok((seconds(shortest), seconds(longest)))
}

/// `"off"`, or a table.
fn hours(faults: &mut Faults, value: &Value<'_>) -> Setting<WorkingHours> {
    if value.get_ref().as_str() == Some("off") {
        return Setting::Off;
    }
    let read = match value.get_ref().as_table() {
        Some(table) => working_hours(faults, table, value),
        None => fault(value, "write a table [limits.hours], or hours = \"off\" for any time"),
    };
    faults.heed(read).map_or(Setting::Unsaid, Setting::To)
}

fn working_hours(faults: &mut Faults, table: &DeTable<'_>, value: &Value<'_>) -> Read<WorkingHours> {
    faults.refuse_unknown(table, "limits.hours.", &HOURS);
    let told = faults.0.len();
    let zone = faults.member(table, "time_zone", time_zone);
    let office = WorkingHours::office(zone.unwrap_or_else(TimeZone::system));
    let hours = WorkingHours {
        days: faults.member(table, "days", days).unwrap_or(office.days),
        from: faults.member(table, "from", minute).unwrap_or(office.from),
        to: faults.member(table, "to", minute).unwrap_or(office.to),
        zone: office.zone,
    };
    // What stands in the place of a value at fault was not meant.
    if hours.from >= hours.to && faults.0.len() == told {
        let why = format!(
            "the hours end at {} before they begin at {}; they lie within one day",
            hours.to, hours.from
        );
        return fault(value, &why);
    }
    Ok(hours)
}

fn days(value: &Value<'_>) -> Read<Vec<Weekday>> {
    let cure = "write days such as [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]";
    let Some(array) = value.get_ref().as_array() else {
        return fault(value, cure);
    };
    let mut days = Vec::new();
    for one in array.iter() {
        let word = one.get_ref().as_str();
        let Some((_, day)) = DAYS.iter().find(|(name, _)| Some(*name) == word) else {
            return fault(one, cure);
        };
        if days.contains(day) {
            return fault(one, "this day stands there already");
        }
        days.push(*day);
    }
    if days.is_empty() {
        return fault(value, "on no day nothing would ever be sent; name at least one");
    }
    Ok(days)
}

fn minute(value: &Value<'_>) -> Read<Minute> {
    string(value)?
        .parse()
        .or_else(|()| fault(value, "write a time of the day such as \"09:00\", at most \"24:00\""))
}

fn time_zone(value: &Value<'_>) -> Read<TimeZone> {
    let name = string(value)?;
    TimeZone::get(name).or_else(|_| fault(value, "no such time zone is known; write one such as \"Europe/Berlin\""))
}

fn boolean(value: &Value<'_>) -> Read<bool> {
    value
        .get_ref()
        .as_bool()
        .map_or_else(|| fault(value, "write true or false"), Ok)
}

fn string<'v>(value: &'v Value<'_>) -> Read<&'v str> {
    value
        .get_ref()
        .as_str()
        .map_or_else(|| fault(value, "write a text in quotes"), Ok)
}

fn whole(value: &Value<'_>, least: u32, most: u32) -> Read<u32> {
    let number = value.get_ref().as_integer();
    let number = number.and_then(|number| u32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok());
    match number {
        Some(number) if (least..=most).contains(&number) => Ok(number),
        Some(_) | None => fault(value, &format!("write a whole number from {least} to {most}")),
    }
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds))
}

fn table<'v, 'i>(value: &'v Value<'i>, name: &str) -> Read<&'v DeTable<'i>> {
    value
        .get_ref()
        .as_table()
        .map_or_else(|| fault(value, &format!("write a table [{name}]")), Ok)
}

fn member<'v, 'i>(table: &'v DeTable<'i>, name: &str) -> Option<&'v Value<'i>> {
    let found = table.iter().find(|(key, _)| key.get_ref() == name);
    found.map(|(_, value)| value)
}

fn fault<T>(value: &Value<'_>, message: &str) -> Read<T> {
    Err(Fault {
        at: value.span().start,
        message: message.to_owned(),
    })
}
