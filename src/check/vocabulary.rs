//! Words that only the programme or the settings can tell are right.

use crate::check::CaseContext;
use crate::problem::Problem;
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

/// Ensures that kinds, covers, exit reasons and excused rules are those of the case's programme.
pub(super) fn kinds_are_the_programmes(context: &CaseContext<'_>) -> Vec<Problem> {
    let (case, kinds) = (context.case, &context.programme.kinds);
    let coverable = kinds.coverable();
    let activities: Vec<&str> = kinds.activities.iter().map(|kind| kind.kind.as_str()).collect();
    let reasons: Vec<&str> = kinds.exit_reasons.iter().map(|(reason, _)| reason.as_str()).collect();
    let rules: Vec<&str> = context.programme.rules.iter().map(|rule| rule.id.as_str()).collect();
    let documents = case.documents.iter().map(|document| (&document.kind, "kind of document"));
    let document_covers = case.documents.iter().flat_map(|document| &document.covers);
    let contact_covers = case.contacts.iter().flat_map(|contact| &contact.covers);
    let covers = document_covers.chain(contact_covers).map(|cover| (cover, "cover"));
    let activity_kinds = case.activities.iter().map(|activity| &activity.kind);
    let exit_reason = case.exit.iter().filter_map(|exit| exit.reason.as_ref());
    let excused = case.excuses.iter().map(|excuse| &excuse.rule);
    documents
        .chain(covers)
        .filter_map(|(word, what)| unknown(context, word, what, &coverable))
        .chain(activity_kinds.filter_map(|w| unknown(context, w, "kind of activity", &activities)))
        .chain(exit_reason.filter_map(|word| unknown(context, word, "exit reason", &reasons)))
        .chain(excused.filter_map(|word| unknown(context, word, "rule", &rules)).map(|problem| {
            // An excuse that covers nothing is odd, but the case can be judged.
            problem.as_warning()
        }))
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
    case.worker
        .iter()
        .chain(assigned)
        .filter(|worker| !known.contains(&worker.value.as_str()))
        .map(|worker| {
            let message = format!("the settings know no worker `{}`", safe_line(&worker.value));
            Problem::error(context.source.name(), "worker", message)
                .with_hint(did_you_mean(&worker.value, &known, "add them under [workers]"))
                .at(Some(context.source.place(&worker.span)))
                .as_warning()
        })
        .collect()
}
