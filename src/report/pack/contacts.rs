//! The contacts of a case in their order, and its documents with their versions.

use std::collections::BTreeMap;

use crate::calendar::{days_between, plural};
use crate::case::{Contact, Document, Entry, hours_words};
use crate::obligation::Evaluation;
use crate::report::page::{Cell, Column, Row, Table};
use crate::report::provenance::{Logged, when};

/// The number of each entry in the case, by where it begins.
pub(super) fn numbers(evaluation: &Evaluation<'_>) -> BTreeMap<usize, usize> {
    let entries = evaluation.journey.case.entries();
    let starts = entries.iter().map(|entry| entry.record().span.start);
    starts.zip(1..).collect()
}

/// The contacts in the order of their days, each with how long after the one before it.
pub(super) fn contacts(evaluation: &Evaluation<'_>, logged: &Logged) -> Table {
    let numbers = numbers(evaluation);
    let mut contacts: Vec<&Contact> = evaluation.journey.case.contacts.iter().collect();
    contacts.sort_by_key(|contact| (contact.on.at_the_latest(), contact.record.span.start));
    let column = |title, width| Column { title, width };
    let columns = vec![
        column("No", Some(4)),
        column("When", Some(16)),
        column("What", None),
        column("Reason and note", None),
        column("Logged", Some(24)),
    ];
    let mut before = None;
    let rows = contacts.into_iter().map(|contact| {
        let number = numbers.get(&contact.record.span.start).copied().unwrap_or_default();
        let since = before.map(|day| days_between(day, contact.on.day)).filter(|days| *days > 0);
        before = Some(contact.on.day);
        contact_row(contact, number, since, logged)
    });
    Table { columns, rows: rows.collect() }
}

fn contact_row(contact: &Contact, number: usize, since: Option<i64>, logged: &Logged) -> Row {
    let entry = Entry::Contact(contact);
    let since = since.map_or_else(String::new, |days| format!("\nafter {}", plural(days, "day")));
    let mut words = entry.words();
    if let Some(employer) = &contact.employer {
        words += &format!(", about {}", employer.value.trim());
    }
    let reason = contact.reason.as_ref().map(|reason| format!("reason: {}", reason.trim()));
    let note = contact.record.note.as_ref().map(|note| note.trim().to_owned());
    let said: Vec<String> = reason.into_iter().chain(note).collect();
    let logged = logged.provenance(entry);
    Row {
        sentence: format!(
            "{number}. {}: {words}. {} {}",
            contact.on.long(),
            said.join("; "),
            logged.join("; ")
        ),
        cells: vec![
            Cell::plain(number.to_string()),
            Cell::plain(format!("{}{since}", when(contact.on))),
            Cell::plain(words),
            Cell::plain(said.join("\n")),
            Cell::plain(logged.join("\n")),
        ],
    }
}

/// The documents kind by kind, each kind's in the order of their days: the first, the second version and
/// so on, of each employer by itself.
pub(super) fn documents(evaluation: &Evaluation<'_>, logged: &Logged) -> Table {
    let numbers = numbers(evaluation);
    let employer = |document: &Document| {
        document.employer.as_ref().map(|employer| employer.value.trim().to_lowercase())
    };
    let mut documents: Vec<&Document> = evaluation.journey.case.documents.iter().collect();
    documents.sort_by_key(|document| {
        let at = (document.on.at_the_latest(), document.record.span.start);
        (document.kind.value.as_str(), employer(document), at)
    });
    let column = |title, width| Column { title, width };
    let columns = vec![
        column("No", Some(4)),
        column("Document", None),
        column("Version", Some(8)),
        column("On", Some(16)),
        column("Agreed, issued, covers", None),
        column("Logged", Some(24)),
    ];
    let mut versions: BTreeMap<(&str, Option<String>), usize> = BTreeMap::new();
    let rows = documents.into_iter().map(|document| {
        let version = versions.entry((document.kind.value.as_str(), employer(document)));
        let version = version.or_default();
        *version += 1;
        let number = numbers.get(&document.record.span.start).copied().unwrap_or_default();
        document_row(document, number, *version, logged)
    });
    Table { columns, rows: rows.collect() }
}

fn document_row(document: &Document, number: usize, version: usize, logged: &Logged) -> Row {
    let entry = Entry::Document(document);
    let employer = document.employer.as_ref();
    let employer = employer.map_or_else(String::new, |it| format!("\n{}", it.value.trim()));
    let what = format!("{}{employer}", document.kind.value);
    let list = |verb: &str, words: Vec<&str>| {
        (!words.is_empty()).then(|| format!("{verb} {}", words.join(", ")))
    };
    let whom = |whom: &[crate::case::With]| whom.iter().map(|it| it.word()).collect();
    let covers = document.covers.iter().map(|cover| cover.value.as_str()).collect();
    let said: Vec<String> = [
        list("agreed with", whom(&document.agreed_with)),
        document.signed.then(|| "signed".to_owned()),
        list("issued to", whom(&document.issued_to)),
        list("covers", covers),
        document.record.note.as_ref().map(|note| note.trim().to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let logged = logged.provenance(entry);
    Row {
        sentence: format!(
            "{number}. {}, version {version}, {}: {}. {}",
            what.replace('\n', ", "),
            document.on.long(),
            said.join("; "),
            logged.join("; ")
        ),
        cells: vec![
            Cell::plain(number.to_string()),
            Cell::plain(what),
            Cell::plain(version.to_string()),
            Cell::plain(when(document.on)),
            Cell::plain(said.join("\n")),
            Cell::plain(logged.join("\n")),
        ],
    }
}

/// The hours that the participant spent, by what it was: all, and those unpaid; with the hours of contacts.
pub(super) fn hours(evaluation: &Evaluation<'_>) -> Table {
    let columns = vec![
        Column { title: "What", width: None },
        Column { title: "Attended", width: Some(10) },
        Column { title: "Missed", width: Some(8) },
        Column { title: "Hours", width: Some(12) },
        Column { title: "Of these unpaid", width: Some(16) },
    ];
    let mut kinds: BTreeMap<&str, [i64; 4]> = BTreeMap::new();
    for activity in &evaluation.journey.activities {
        let sums = kinds.entry(activity.kind.value.as_str()).or_default();
        let is_attended = activity.outcome == crate::case::ActivityOutcome::Attended;
        sums[usize::from(!is_attended)] += 1;
        let hours = activity.hours.filter(|_| is_attended).map_or(0, |hours| hours.0);
        sums[2] += hours;
        sums[3] += if activity.paid { 0 } else { hours };
    }
    let rows = kinds.into_iter().map(|(kind, [attended, missed, all, unpaid])| {
        let [all, unpaid] = [all, unpaid].map(|sum| hours_words(crate::reading::Hundredths(sum)));
        Row {
            sentence: format!(
                "{kind}: {attended} attended, {missed} missed, {all}, {unpaid} unpaid."
            ),
            cells: vec![
                Cell::plain(kind),
                Cell::plain(attended.to_string()),
                Cell::plain(missed.to_string()),
                Cell::plain(all),
                Cell::plain(unpaid),
            ],
        }
    });
    Table { columns, rows: rows.collect() }
}
