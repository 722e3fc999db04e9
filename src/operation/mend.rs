//! Mending: a value of an entry corrected, an entry struck, a value of the header set.
//!
//! What was there before stays in git's history. A reason that is given is kept in the case as a
//! note, where it is as private as everything else.

use crate::calendar::{Day, Moment, parse_time};
use crate::case::schema::{self, Holds};
use crate::case::{Entry, NewEntry, Place, Value, append, remove, set, unset};
use crate::operation::change::{Change, Focus, Requested};
use crate::operation::keys::{Keys, Provenance, once};
use crate::operation::{OpenCase, Refusal};
use crate::reading::{Hundredths, did_you_mean, safe_line};

/// A key with the value to give it; none takes it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub key: String,
    /// The value as it was typed; none takes the key away.
    pub value: Option<String>,
}

/// The keys of the header that can be set: all but the id, which never changes.
pub const HEADER_KEYS: [&str; schema::HEADER.len() - 1] = {
    let mut keys = [""; schema::HEADER.len() - 1];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = schema::HEADER[at + 1].name;
        at += 1;
    }
    keys
};

/// Why something is mended, and who says so.
#[derive(Clone, Debug)]
pub struct Why<'r> {
    /// The reason, if one is given.
    pub reason: Option<&'r str>,
    /// The day on which it is said.
    pub on: Day,
    /// By whom, and when it is logged.
    pub provenance: Provenance,
}

/// How the days that a person types are understood; given too whether it is of something that has
/// happened, which cannot lie ahead.
pub type ReadDay<'r> = &'r dyn Fn(&str, bool) -> Result<Day, Refusal>;

/// Corrects values of an entry, found by its number. One that says so already is on record.
///
/// # Errors
///
/// If there is no such entry, a value is not of its kind, or the case would have something wrong.
pub fn correct<'f>(
    open: &OpenCase<'f>,
    number: usize,
    settings: &[Setting],
    read_day: ReadDay<'_>,
    why: &Why<'_>,
) -> Result<Requested<'f>, Refusal> {
    let entry = entry_of(open, number)?;
    let start = entry.record().span.start;
    let mut text = open.text().to_owned();
    for setting in settings {
        if setting.key == "logged" {
            return Err(Refusal::new(
                "`logged` is the identity of an entry, and never changes",
                "leave it as it is",
            ));
        }
        text = match &setting.value {
            None => unset(&text, Place::Entry(start), &setting.key)?,
            Some(typed) => {
                let holds = schema::holds(entry.kind(), &setting.key);
                refuse_time(entry, &setting.key, typed)?;
                let value = read(schema::entry_key(&setting.key), typed, holds, read_day)?;
                let value = with_time_of(entry, &setting.key, value);
                set(&text, Place::Entry(start), &setting.key, &value)?
            }
        };
    }
    if text == open.text() {
        return Ok(Requested::OnRecord(format!("entry {number}, {}", entry.dated_words())));
    }
    let keys: Vec<&str> = settings.iter().map(|setting| setting.key.as_str()).collect();
    let on = entry.on().map_or_else(String::new, |on| format!(" {}", on.day));
    let what = format!("correct {}{on} ({})", entry.kind(), keys.join(", "));
    let kept = format!("Entry {number} corrected: {}.", keys.join(", "));
    let text = with_reason(text, &kept, why)?;
    let after = open.with_text(text)?;
    let said =
        after.case.entry_at(start).map_or_else(String::new, |(_, entry)| entry.dated_words());
    let said = format!("entry {number} corrected, now: {said}");
    Ok(Change { after, what, said, focus: Focus::Entry(start) }.into())
}

/// Strikes an entry, found by its number.
///
/// # Errors
///
/// If there is no such entry, or the case would have something wrong without it.
pub fn strike<'f>(
    open: &OpenCase<'f>,
    number: usize,
    why: &Why<'_>,
) -> Result<Change<'f>, Refusal> {
    let entry = entry_of(open, number)?;
    let text = remove(open.text(), entry.record().span.start)?;
    let on = entry.on().map_or_else(String::new, |on| format!(" {}", on.day));
    let what = format!("remove {}{on}", entry.kind());
    let kept = format!("An entry was struck: {}{on}.", entry.kind());
    let text = with_reason(text, &kept, why)?;
    let said = format!("entry {number} struck: {}", entry.dated_words());
    let after = open.with_text(text)?;
    Ok(Change { after, what, said, focus: Focus::Case })
}

/// Sets values of the header. What has them already is on record.
///
/// # Errors
///
/// If there is no such key, a value is not of its kind, or the case would have something wrong.
pub fn set_header<'f>(
    open: &OpenCase<'f>,
    settings: &[Setting],
    read_day: ReadDay<'_>,
    why: &Why<'_>,
) -> Result<Requested<'f>, Refusal> {
    let mut text = open.text().to_owned();
    let mut focus = Focus::Case;
    for setting in settings {
        let Some(key) = HEADER_KEYS.into_iter().find(|key| *key == setting.key) else {
            return Err(no_header_key(open, &setting.key));
        };
        let holds = schema::header_key(key).map_or(Holds::Text, |key| key.holds);
        text = match &setting.value {
            None => unset(&text, Place::Header, key)?,
            Some(typed) => {
                let value = read(schema::header_key(key), typed, holds, read_day)?;
                set(&text, Place::Header, key, &value)?
            }
        };
        focus = Focus::Header(key);
    }
    if text == open.text() {
        return Ok(Requested::OnRecord(words(settings, "")));
    }
    let keys: Vec<&str> = settings.iter().map(|setting| setting.key.as_str()).collect();
    let keys = keys.join(", ");
    let text = with_reason(text, &format!("Set: {keys}."), why)?;
    let after = open.with_text(text)?;
    let said = words(settings, "set to ");
    Ok(Change { after, what: format!("set ({keys})"), said, focus }.into())
}

/// Keys with their values, and what stands between the two.
fn words(settings: &[Setting], between: &str) -> String {
    let words = settings.iter().map(|setting| match &setting.value {
        Some(value) => format!("{} {between}{}", setting.key, safe_line(value)),
        None => format!("{} taken away", setting.key),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// The change with a note that keeps the reason, if one is given.
///
/// # Errors
///
/// If the case with the note would have something wrong in it.
pub fn note_reason<'f>(
    change: Change<'f>,
    kept: &str,
    why: &Why<'_>,
) -> Result<Change<'f>, Refusal> {
    let text = with_reason(change.after.text().to_owned(), kept, why)?;
    Ok(Change { after: change.after.with_text(text)?, ..change })
}

fn no_header_key(open: &OpenCase<'_>, key: &str) -> Refusal {
    let hint = match key {
        "id" => "an id never changes".to_owned(),
        "extension" | "exit" => {
            format!("it is an entry: caseload show {} has its number for `correct`", open.id())
        }
        key => did_you_mean(key, &HEADER_KEYS, ""),
    };
    Refusal::new(format!("`{}` cannot be set", safe_line(key)), hint)
}

fn entry_of<'c>(open: &'c OpenCase<'_>, number: usize) -> Result<Entry<'c>, Refusal> {
    let entries = open.case.entries();
    number.checked_sub(1).and_then(|index| entries.get(index).copied()).ok_or_else(|| {
        Refusal::new(
            format!("{} has no entry {number}", open.id()),
            format!("caseload show {} --all has the number of each entry", open.id()),
        )
    })
}

/// The text with a note that keeps the reason, if one is given.
fn with_reason(text: String, kept: &str, why: &Why<'_>) -> Result<String, Refusal> {
    let reason = why.reason.map(str::trim).filter(|reason| !reason.is_empty());
    let Some(reason) = reason else { return Ok(text) };
    let note = Provenance { note: Some(format!("{kept} {reason}")), ..why.provenance.clone() };
    let entry: NewEntry = Keys::new().with("on", Value::Day(why.on)).entry("note", &note);
    Ok(append(&text, &entry)?)
}

/// Refuses a time of day by itself: it stands with the day.
fn refuse_time(entry: Entry<'_>, key: &str, typed: &str) -> Result<(), Refusal> {
    let Some(on) = entry.on().filter(|_| key == "time") else { return Ok(()) };
    let time =
        parse_time(typed).map_or("09:30".to_owned(), |time| time.format("%H:%M").to_string());
    Err(Refusal::new("the time stands in `on`", format!("write on={}T{time}", on.day)))
}

/// A day with the time of day that the entry had, where only the day was typed.
fn with_time_of(entry: Entry<'_>, key: &str, value: Value) -> Value {
    let time = entry.on().and_then(|on| on.time);
    match (value, time) {
        (Value::Moment(Moment { day, time: None }), Some(time)) if key == "on" => {
            Value::Moment(Moment { day, time: Some(time) })
        }
        (value, _) => value,
    }
}

/// A value as it was typed, as what its key holds.
fn read(
    key: Option<&schema::SchemaKey>,
    typed: &str,
    holds: Holds,
    read_day: ReadDay<'_>,
) -> Result<Value, Refusal> {
    let has_happened = key.is_some_and(schema::SchemaKey::has_happened);
    let read_day = |typed: &str| read_day(typed, has_happened);
    let key = key.map_or("it", |key| key.name);
    let wrong = |hint: &str| {
        Refusal::new(format!("`{key}` cannot be `{}`", safe_line(typed)), hint.to_owned())
    };
    Ok(match holds {
        Holds::Text | Holds::Timestamp => Value::Text(typed.to_owned()),
        Holds::Texts => {
            let words = typed.split(',').map(|word| word.trim().to_owned());
            Value::Texts(once(&words.filter(|word| !word.is_empty()).collect::<Vec<_>>()))
        }
        Holds::Day => Value::Day(read_day(typed)?),
        Holds::Moment => Value::Moment(read_moment(typed, read_day)?),
        Holds::Hours => Value::Hours(
            Hundredths::read(typed).map_err(|why| wrong(&format!("it {why}; write 1.5 or 4")))?,
        ),
        Holds::Truth => Value::Truth(match typed {
            "true" | "yes" => true,
            "false" | "no" => false,
            _ => return Err(wrong("write yes or no")),
        }),
    })
}

/// A day, with a time after a space or a `T` where one is given.
fn read_moment(
    typed: &str,
    read_day: impl Fn(&str) -> Result<Day, Refusal>,
) -> Result<Moment, Refusal> {
    let split =
        typed.rsplit_once([' ', 'T']).and_then(|(day, time)| Some((day, parse_time(time)?)));
    match split {
        Some((day, time)) => Ok(Moment { day: read_day(day)?, time: Some(time) }),
        None => Ok(Moment::day(read_day(typed)?)),
    }
}
