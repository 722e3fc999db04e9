//! What a merge left to be settled, as it is read.

use crate::case::Conflict;
use crate::reading::Fields;

/// How much of a value of a conflict is shown, in characters.
const LONGEST_SHOWN: usize = 60;

/// Reads a `[[conflict]]`, and warns of it with both values.
pub(super) fn read_conflict(mut fields: Fields<'_, '_, '_>) -> Conflict {
    let source = fields.reader().source();
    let mut written = |key| {
        let span = fields.take(key).map(|_| fields.span_of(key));
        let raw = span.and_then(|span| source.text().get(span)).unwrap_or("nothing");
        let is_long = raw.chars().count() > LONGEST_SHOWN;
        let shown: String = raw.chars().take(LONGEST_SHOWN).collect();
        if is_long { shown + "..." } else { shown }
    };
    let [_, taken, other] = ["entry", "taken", "other"].map(&mut written);
    let key = fields.string("key").map(|key| key.value);
    let span = fields.span().clone();
    let message = key.as_ref().map_or_else(
        || "one changed an entry and another struck it; it is kept".to_owned(),
        |key| {
            format!("two people recorded `{key}` differently: {taken} stands, the other is {other}")
        },
    );
    let file = source.name().rsplit('/').next().unwrap_or_default();
    let id = file.strip_suffix(".toml").unwrap_or(file);
    let hint = format!("caseload settle {id} --keep, or --other");
    fields.reader().warning(&span, "conflict", message, hint);
    fields.finish();
    Conflict { span, key }
}
