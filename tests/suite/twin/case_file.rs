//! The case file as written. Only valid files are expected: anything else panics.

use chrono::{NaiveDate, NaiveTime};
use toml::value::Datetime;
use toml::{Table, Value};

use super::when::When;

/// A meeting, a call, a message, or an attempt at one.
#[derive(Clone)]
pub struct Contact {
    /// The meeting's day, and time if known.
    pub on: When,
    /// The form held or offered.
    pub mode: String,
    /// What came of it.
    pub outcome: String,
    /// Who it was with.
    pub with: Vec<String>,
    /// What it covers, if held.
    pub covers: Vec<String>,
    /// Hundredths of an hour.
    pub hours: i64,
    /// Why it was not in person.
    pub reason: String,
    /// The employer it names.
    pub employer: Option<String>,
}

/// Something completed, agreed, issued or entered.
#[derive(Clone)]
pub struct Document {
    /// What it is.
    pub kind: String,
    /// Its day.
    pub on: When,
    /// What else it covers.
    pub covers: Vec<String>,
    /// The employer it names.
    pub employer: Option<String>,
    /// Who it was issued to.
    pub issued_to: Vec<String>,
}

/// Hours the participant spent.
#[derive(Clone)]
pub struct Activity {
    /// What it was.
    pub kind: String,
    /// Its day, and time if known.
    pub on: When,
    /// Hundredths of an hour.
    pub hours: i64,
    /// `attended` or `missed`.
    pub outcome: String,
    /// Whether it was paid.
    pub paid: bool,
}

/// A job, from its offer to its end.
#[derive(Clone)]
pub struct Job {
    /// The employer, as written.
    pub employer: String,
    /// The day of the offer.
    pub offered: Option<NaiveDate>,
    /// The expected start.
    pub starts: Option<NaiveDate>,
    /// The start.
    pub started: Option<NaiveDate>,
    /// The day it ended.
    pub ended: Option<NaiveDate>,
    /// Whether it is self-employment.
    pub self_employed: bool,
}

/// An excuse for one rule.
#[derive(Clone)]
pub struct Excuse {
    /// The rule excused.
    pub rule: String,
    /// The day the excuse is dated.
    pub on: When,
    /// The due date excused.
    pub due: Option<NaiveDate>,
    /// Or the span excused, both days included.
    pub span: Option<(NaiveDate, NaiveDate)>,
}

/// The exit.
#[derive(Clone)]
pub struct Exit {
    /// The last day of provision.
    pub on: NaiveDate,
    /// The reason, from the programme's list.
    pub reason: String,
}

/// A case file.
pub struct CaseFile {
    /// `ipes` or `work-choice`.
    pub programme: String,
    /// The calendar's division.
    pub calendar: String,
    /// The referral date.
    pub referred: Option<NaiveDate>,
    /// The start date.
    pub started: Option<NaiveDate>,
    /// The day from which the record is kept.
    pub record_starts: Option<NaiveDate>,
    /// The day the extension was entered.
    pub extension_entered: Option<NaiveDate>,
    /// The exit.
    pub exit: Option<Exit>,
    /// In the file's order.
    pub contacts: Vec<Contact>,
    /// In the file's order.
    pub documents: Vec<Document>,
    /// In the file's order.
    pub activities: Vec<Activity>,
    /// In the file's order.
    pub jobs: Vec<Job>,
    /// In the file's order.
    pub concerns: Vec<When>,
    /// In the file's order.
    pub excuses: Vec<Excuse>,
}

/// Reads a case file's text.
pub fn read(text: &str) -> CaseFile {
    let file: Table = text.parse().expect("the case file is TOML");
    CaseFile {
        programme: word(&file, "programme").expect("a case has a programme"),
        calendar: word(&file, "calendar").unwrap_or_else(|| "england-and-wales".to_owned()),
        referred: date(&file, "referred"),
        started: date(&file, "started"),
        record_starts: date(&file, "record-starts"),
        extension_entered: table(&file, "extension")
            .and_then(|extension| date(extension, "entered")),
        exit: table(&file, "exit").map(exit),
        contacts: tables(&file, "contact").into_iter().map(contact).collect(),
        documents: tables(&file, "document").into_iter().map(document).collect(),
        activities: tables(&file, "activity").into_iter().map(activity).collect(),
        jobs: tables(&file, "job").into_iter().map(job).collect(),
        concerns: tables(&file, "concern").into_iter().map(on).collect(),
        excuses: tables(&file, "excuse").into_iter().map(excuse).collect(),
    }
}

fn contact(table: &Table) -> Contact {
    Contact {
        on: on(table),
        mode: word(table, "mode").expect("a contact has a mode"),
        outcome: word(table, "outcome").expect("a contact has an outcome"),
        with: words(table, "with").unwrap_or_else(|| vec!["participant".to_owned()]),
        covers: words(table, "covers").unwrap_or_default(),
        hours: hours(table),
        reason: word(table, "reason").unwrap_or_default(),
        employer: word(table, "employer"),
    }
}

fn document(table: &Table) -> Document {
    Document {
        kind: word(table, "kind").expect("a document has a kind"),
        on: on(table),
        covers: words(table, "covers").unwrap_or_default(),
        employer: word(table, "employer"),
        issued_to: words(table, "issued-to").unwrap_or_default(),
    }
}

fn activity(table: &Table) -> Activity {
    Activity {
        kind: word(table, "kind").expect("an activity has a kind"),
        on: on(table),
        hours: hours(table),
        outcome: word(table, "outcome").unwrap_or_else(|| "attended".to_owned()),
        paid: flag(table, "paid"),
    }
}

fn job(table: &Table) -> Job {
    Job {
        employer: word(table, "employer").expect("a job has an employer"),
        offered: date(table, "offered"),
        starts: date(table, "starts"),
        started: date(table, "started"),
        ended: date(table, "ended"),
        self_employed: flag(table, "self-employed"),
    }
}

fn excuse(table: &Table) -> Excuse {
    Excuse {
        rule: word(table, "rule").expect("an excuse names a rule"),
        on: on(table),
        due: date(table, "due"),
        span: date(table, "from").zip(date(table, "to")),
    }
}

fn exit(table: &Table) -> Exit {
    Exit {
        on: date(table, "on").expect("an exit has a date"),
        reason: word(table, "reason").unwrap_or_default(),
    }
}

fn table<'a>(file: &'a Table, key: &str) -> Option<&'a Table> {
    file.get(key).map(|value| value.as_table().expect("a table"))
}

fn tables<'a>(file: &'a Table, key: &str) -> Vec<&'a Table> {
    let Some(value) = file.get(key) else {
        return Vec::new();
    };
    let values = value.as_array().expect("tables");
    values.iter().map(|value| value.as_table().expect("a table")).collect()
}

fn word(table: &Table, key: &str) -> Option<String> {
    table.get(key).map(|value| value.as_str().expect("a text").to_owned())
}

fn words(table: &Table, key: &str) -> Option<Vec<String>> {
    let values = table.get(key)?.as_array().expect("a list of texts");
    Some(values.iter().map(|value| value.as_str().expect("a text").to_owned()).collect())
}

fn flag(table: &Table, key: &str) -> bool {
    table.get(key).is_some_and(|value| value.as_bool().expect("true or false"))
}

/// Hours in whole hundredths; none is nought.
fn hours(table: &Table) -> i64 {
    match table.get("hours") {
        None => 0,
        Some(Value::Integer(whole)) => whole * 100,
        Some(Value::Float(number)) => (number * 100.0).round() as i64,
        Some(other) => panic!("hours are a number, not {other}"),
    }
}

fn date(table: &Table, key: &str) -> Option<NaiveDate> {
    table.get(key).map(|value| when(value).day)
}

fn on(table: &Table) -> When {
    when(table.get("on").expect("an entry has a date"))
}

fn when(value: &Value) -> When {
    let datetime: &Datetime = value.as_datetime().expect("a date");
    let date = datetime.date.expect("a date has a day");
    let day =
        NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day));
    let time = datetime.time.map(|time| {
        let second = u32::from(time.second.unwrap_or(0));
        NaiveTime::from_hms_opt(u32::from(time.hour), u32::from(time.minute), second)
            .expect("a time of day")
    });
    When { day: day.expect("a day of the calendar"), time }
}
