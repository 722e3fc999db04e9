//! The obligations of a case on its page: paragraph, trigger, limit, outcome, and evidence with how it was
//! obtained and where it lies.

use crate::obligation::{Evaluation, Obligation, Status};
use crate::report::audit::tone;
use crate::report::pack::case::section;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::provenance::{Logged, when};
use crate::report::words::cites;

/// Every obligation; those first that an officer asks about first.
pub(super) fn obligations(page: &mut Page, evaluation: &Evaluation<'_>, logged: &Logged) {
    let is_asked_about = |item: &&Obligation<'_>| {
        let slipped = [Status::Missed, Status::Overdue, Status::MetLate, Status::Excused];
        slipped.contains(&item.status)
    };
    let (first, rest): (Vec<_>, Vec<_>) = evaluation.obligations.iter().partition(is_asked_about);
    for (title, items, otherwise) in [
        ("Obligations missed, overdue, met late or excused", first, "None is."),
        ("All other obligations", rest, "There is none."),
    ] {
        let column = |title, width| Column { title, width };
        let columns = vec![
            column("Obligation", None),
            column("Trigger and limit", None),
            column("Outcome", Some(20)),
            column("Evidence", None),
        ];
        let title = format!("{title} ({})", items.len());
        let rows = items.into_iter().map(|item| obligation(evaluation, item, logged)).collect();
        section(page, &title, Table { columns, rows }, otherwise);
    }
}

fn obligation(evaluation: &Evaluation<'_>, item: &Obligation<'_>, logged: &Logged) -> Row {
    let instance = &item.instance;
    let rule = instance.rule;
    let subject = instance.subject.as_ref().map_or_else(String::new, |it| format!("\n{it}"));
    let what =
        format!("{}{subject}\n{} [{}]", rule.title, instance.severity.word(), cites(&rule.cite));
    let limit = format!("{}\ndue {}", item.counted(), when(instance.due));
    let mut outcome = vec![item.status.word().to_owned()];
    outcome.extend(instance.met.as_ref().map(|met| format!("on {}", when(met.on))));
    outcome.extend(instance.not_applicable.clone());
    outcome.extend(item.excuse.map(|excuse| format!("excused: {}", excuse.reason.trim())));
    outcome.extend(
        instance.progress.map(|progress| format!("{} of {} hours", progress.done, progress.needed)),
    );
    let mut proof = Vec::new();
    for entry in instance.met.iter().flat_map(|met| &met.evidence) {
        let found = evaluation.journey.case.entry_at(entry.start());
        let number = found.map_or_else(String::new, |(number, _)| format!("no. {number}, "));
        proof.push(format!("{number}{}: {}", when(entry.on), entry.words()));
        if let Some((_, entry)) = found {
            proof.extend(logged.beside_evidence(entry));
        }
    }
    let sentence = format!(
        "{}: {}; {}; {}.",
        what.replace('\n', ", "),
        limit.replace('\n', ", "),
        outcome.join(", "),
        proof.join(", ")
    );
    let status = if item.status == Status::Met { Tone::Good } else { tone(item.status) };
    let cells = vec![
        Cell::plain(what),
        Cell::plain(limit),
        Cell::toned(outcome.join("\n"), status),
        Cell::plain(proof.join("\n")),
    ];
    Row { cells, sentence }
}
