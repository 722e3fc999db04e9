//! What is recorded once alone and asked for again.

use crate::case::{Case, Entry};
use crate::operation::change::Requested;
use crate::operation::keys::Provenance;
use crate::operation::{OpenCase, Refusal};

/// It is on record already, as the words say, and nothing is written.
///
/// # Errors
///
/// If something comes with it that no entry of the case carries, and that would be lost: a note, how the
/// evidence was obtained, or where it lies.
pub(super) fn on_record<'f>(
    open: &OpenCase<'f>,
    words: String,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let Some((what, option)) = unknown(&open.case, provenance) else {
        return Ok(Requested::OnRecord(words));
    };
    Err(Refusal::new(
        format!("on record already, but {what}: {words}"),
        format!("to add it: caseload note {} {option}", open.id()),
    ))
}

/// What is said with a request and by no entry of a case, and the option that says it.
fn unknown(case: &Case, provenance: &Provenance) -> Option<(&'static str, &'static str)> {
    let entries = case.entries();
    let carried = |asked: &Option<String>, of: fn(Entry<'_>) -> Option<&str>| {
        let asked = asked.as_deref().map(str::trim);
        asked.is_none() || entries.iter().any(|entry| of(*entry).map(str::trim) == asked)
    };
    let Provenance { note, obtained, reference, .. } = provenance;
    if !carried(note, |entry| entry.record().note.as_deref()) {
        Some(("without this note", "--note"))
    } else if !carried(obtained, |entry| entry.record().obtained.as_deref()) {
        Some(("without how it was obtained", "--obtained HOW"))
    } else if !carried(reference, |entry| entry.record().reference.as_deref()) {
        Some(("without this reference", "--ref PLACE"))
    } else {
        None
    }
}
