//! Words that only the programme or the settings can tell are right.

use std::rc::Rc;

use crate::case::{Case, Entry};
use crate::check::CaseContext;
use crate::problem::Problem;
use crate::programme::Kinds;
use crate::reading::{Written, did_you_mean, safe_line};

/// A word that stands in a case file, with what it should be one of.
fn unknown(
    context: &CaseContext<'_>,
    written: &Written<String>,
    what: &str,
    known: &[&str],
) -> Option<Problem> {
    if known.contains(&written.value.as_str()) {
        return None;
    }
    let programme = &context.programme.id;
    Some(
        Problem::error(
            context.source.name(),
            "kind",
            format!("`{programme}` has no {what} `{}`", safe_line(&written.value)),
        )
        .with_hint(did_you_mean(
            &written.value,
            known,
            &format!("`caseload programme show {programme}` lists them"),
        ))
        .at(Some(context.source.place(&written.span))),
    )
}

/// A word of a case with what it is and the words that it can be.
type WordOf<'a> = (&'a Written<String>, &'static str, Rc<[&'a str]>);

/// Every kind, cover and exit reason of a case, with those that its programme has.
pub(super) fn words_of<'a>(case: &'a Case, kinds: &'a Kinds) -> Vec<WordOf<'a>> {
    let coverable: Rc<[&str]> = kinds.coverable().into();
    let activities: Rc<[&str]> = kinds.activities.iter().map(|kind| kind.kind.as_str()).collect();
    let reasons: Rc<[&str]> =
        kinds.exit_reasons.iter().map(|(reason, _)| reason.as_str()).collect();
    let documents = case.documents.iter().map(|document| (&document.kind, "kind of document"));
    let document_covers = case.documents.iter().flat_map(|document| &document.covers);
    let contact_covers = case.contacts.iter().flat_map(|contact| &contact.covers);
    let covers = document_covers.chain(contact_covers).map(|cover| (cover, "cover"));
    let activity_kinds = case.activities.iter().map(|activity| &activity.kind);
    let exit_reason = case.exit.iter().filter_map(|exit| exit.reason.as_ref());
    documents
        .chain(covers)
        .map(|(word, what)| (word, what, coverable.clone()))
        .chain(activity_kinds.map(|word| (word, "kind of activity", activities.clone())))
        .chain(exit_reason.map(|word| (word, "exit reason", reasons.clone())))
        .collect()
}

/// Ensures that kinds, covers, exit reasons and excused rules are those of the case's programme.
pub(super) fn kinds_are_the_programmes(context: &CaseContext<'_>) -> Vec<Problem> {
    let rules: Vec<&str> = context.programme.rules.iter().map(|rule| rule.id.as_str()).collect();
    let excused = context.case.excuses.iter().map(|excuse| &excuse.rule);
    words_of(context.case, &context.programme.kinds)
        .into_iter()
        .filter_map(|(word, what, known)| unknown(context, word, what, &known))
        // An excuse that covers nothing is odd, but the case can be judged.
        .chain(
            excused
                .filter_map(|word| unknown(context, word, "rule", &rules).map(Problem::as_warning)),
        )
        .collect()
}

/// Ensures that the employer whom an entry names is that of a job.
pub(super) fn employers_have_a_job(context: &CaseContext<'_>) -> Vec<Problem> {
    let case = context.case;
    let same = |left: &str, right: &str| left.trim().to_lowercase() == right.trim().to_lowercase();
    let jobs: Vec<&str> = case.jobs.iter().map(|job| job.employer.value.trim()).collect();
    let documents = case.documents.iter().filter_map(|entry| entry.employer.as_ref());
    let contacts = case.contacts.iter().filter_map(|entry| entry.employer.as_ref());
    documents
        .chain(contacts)
        .filter(|named| !jobs.iter().any(|job| same(job, &named.value)))
        .map(|named| {
            let message = format!("no job here is with `{}`", safe_line(named.value.trim()));
            Problem::error(context.source.name(), "employer", message)
                .with_hint(did_you_mean(&named.value, &jobs, "add the [[job]], or mend the name"))
                .at(Some(context.source.place(&named.span)))
                .as_warning()
        })
        .collect()
}

/// Ensures that a worker is one that the settings know, where they name any.
pub(super) fn workers_are_known(context: &CaseContext<'_>) -> Vec<Problem> {
    let known: Vec<&str> = context.settings.workers.iter().map(|w| w.id.as_str()).collect();
    if known.is_empty() {
        return Vec::new();
    }
    let case = context.case;
    let assigned = case.assignments.iter().map(|assignment| &assignment.worker);
    let named = case.worker.iter().chain(assigned).map(|worker| (&worker.value, &worker.span));
    let records = context.entries.iter().filter(|entry| !matches!(entry, Entry::Assignment(_)));
    let by_entries = records.filter_map(|entry| {
        let record = entry.record();
        record.worker.as_ref().map(|worker| (worker, &record.span))
    });
    named
        .chain(by_entries)
        .filter(|(worker, _)| !known.contains(&worker.as_str()))
        .map(|(worker, span)| {
            let message = format!("the settings know no worker `{}`", safe_line(worker));
            Problem::error(context.source.name(), "worker", message)
                .with_hint(did_you_mean(worker, &known, "add them under [workers]"))
                .at(Some(context.source.place(span)))
                .as_warning()
        })
        .collect()
}
