//! The spell itself: referral, start, extension, exit, and its opening again.

use crate::calendar::{Day, Division, long, plain};
use crate::case::{Basis, Place, Value, remove, set};
use crate::operation::change::{Change, Focus, Requested};
use crate::operation::keys::{Keys, Provenance};
use crate::operation::refusal::known;
use crate::operation::repeated::on_record;
use crate::operation::{OpenCase, Refusal};

/// A case to open at its referral.
#[derive(Clone, Debug)]
pub struct ReferRequest {
    /// Its id.
    pub id: String,
    /// Its programme.
    pub programme: String,
    /// The participant's name.
    pub name: Option<String>,
    /// The key worker.
    pub worker: Option<String>,
    /// The calendar, where it is not the programme's.
    pub calendar: Option<Division>,
    /// The number that the participant has elsewhere.
    pub reference: Option<String>,
    /// The day of referral.
    pub referred: Day,
}

/// The text of a new case. Reading it back is for the caller, who knows the programmes.
pub fn refer(request: &ReferRequest) -> String {
    let mut lines = Vec::new();
    let mut add = |key: &str, value: Value| lines.push(format!("{key} = {value}\n"));
    add("id", Value::Text(request.id.clone()));
    add("programme", Value::Text(request.programme.clone()));
    let named = [("name", &request.name), ("ref", &request.reference), ("worker", &request.worker)];
    for (key, value) in named {
        if let Some(value) = value {
            add(key, Value::Text(value.clone()));
        }
    }
    if let Some(calendar) = request.calendar {
        add("calendar", Value::Text(calendar.name().to_owned()));
    }
    add("referred", Value::Day(request.referred));
    lines.concat()
}

/// The file of a new case: the trees of a month stay small, and so do commits.
pub fn new_case_file(id: &str, referred: Day) -> String {
    format!("cases/{}/{id}.toml", referred.format("%Y/%m"))
}

/// Records the start on provision: day 1.
///
/// # Errors
///
/// If another start is on record.
pub fn start<'f>(open: &OpenCase<'f>, on: Day) -> Result<Requested<'f>, Refusal> {
    if let Some(started) = open.case.started.as_ref().map(|started| started.value) {
        if started == on {
            return Ok(Requested::OnRecord(format!("the start on {}", long(on))));
        }
        return Err(Refusal::new(
            format!("{} started on {} already", open.id(), long(started)),
            format!("to mend that: caseload set {} started={}", open.id(), plain(on)),
        ));
    }
    let text = set(open.text(), Place::Header, "started", &Value::Day(on))?;
    let after = open.with_text(text)?;
    let said = format!("started on provision on {}", long(on));
    let what = format!("start {}", plain(on));
    Ok(Change { after, what, said, focus: Focus::Header("started") }.into())
}

/// Records the extension, as entered in the department's system.
///
/// # Errors
///
/// If one is on record already, or the programme has none.
pub fn extend<'f>(
    open: &OpenCase<'f>,
    entered: Day,
    basis: Basis,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    if !open.programme.has_extension() {
        return Err(Refusal::new(
            format!("the programme `{}` knows no extension", open.programme.id),
            "`caseload show` says on which programme a case is",
        ));
    }
    if let Some(extension) = &open.case.extension {
        let earlier = extension.entered.value;
        if earlier == entered && extension.basis == Some(basis) {
            let words = format!("the extension, entered on {}", long(entered));
            return on_record(open, words, entered, &extension.record, provenance);
        }
        return Err(Refusal::new(
            format!("an extension entered on {} is on record already", long(earlier)),
            mend(open, extension.record.span.start, "entered=DAY"),
        ));
    }
    let keys = Keys::new()
        .with("entered", Value::Day(entered))
        .with("basis", Value::Text(basis.word().to_owned()));
    let what = format!("extend {} ({})", plain(entered), basis.word());
    let entry = keys.entry("extension", provenance);
    Change::adding(open, &entry, what).map(Requested::from)
}

/// Records the exit.
///
/// # Errors
///
/// If another exit is on record, or the programme does not know the reason.
pub fn exit<'f>(
    open: &OpenCase<'f>,
    on: Day,
    reason: &str,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let reasons = open.programme.kinds.exit_reasons.iter().map(|(word, _)| word.as_str());
    let otherwise = format!("`caseload programme show {}` lists them all", open.programme.id);
    known("exit reason", reason, reasons, &otherwise)?;
    if let Some(exit) = &open.case.exit {
        let same_reason = exit.reason.as_ref().is_some_and(|written| written.value == reason);
        if exit.on.value == on && same_reason {
            let words = format!("the exit on {}", long(on));
            return on_record(open, words, on, &exit.record, provenance);
        }
        return Err(Refusal::new(
            format!("an exit on {} is on record already", long(exit.on.value)),
            format!(
                "{}; if there was none: caseload reopen {}",
                mend(open, exit.record.span.start, "on=DAY"),
                open.id()
            ),
        ));
    }
    let keys =
        Keys::new().with("on", Value::Day(on)).with("reason", Value::Text(reason.to_owned()));
    let entry = keys.entry("exit", provenance);
    Change::adding(open, &entry, format!("exit {}", plain(on))).map(Requested::from)
}

/// Takes the exit away: the spell goes on.
///
/// # Errors
///
/// If no exit is on record.
pub fn reopen<'f>(open: &OpenCase<'f>) -> Result<Change<'f>, Refusal> {
    let Some(exit) = &open.case.exit else {
        return Err(Refusal::new(
            format!("no exit of {} is on record", open.id()),
            "there is nothing to open again",
        ));
    };
    let text = remove(open.text(), exit.record.span.start)?;
    let after = open.with_text(text)?;
    let said = format!("opened again: the exit on {} is taken away", long(exit.on.value));
    Ok(Change { after, what: "reopen".to_owned(), said, focus: Focus::Case })
}

/// How to mend an entry that is on record.
fn mend(open: &OpenCase<'_>, start: usize, key: &str) -> String {
    let number = open.case.entry_at(start).map_or(0, |(number, _)| number);
    format!("to mend it: caseload correct {} {number} {key}", open.id())
}
