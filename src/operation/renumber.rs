//! A case under another id: the file moves, and says so.

use crate::case::{CaseId, Place, Value, set};
use crate::operation::{FileChange, OpenCase, Operation, Refusal};

/// What an operation does that gives a case another id.
const RENUMBER: &str = "renumber";

/// Whether an operation of this subject gives a case another id, or takes that back.
pub fn is_renumbering(subject: &str) -> bool {
    subject.rsplit_once(": ").is_some_and(|(_, what)| what == RENUMBER)
}

/// Gives a case another id.
///
/// # Errors
///
/// If that is no id, or it is its id already.
pub fn renumber(open: &OpenCase<'_>, id: &str) -> Result<Operation, Refusal> {
    if CaseId::new(id).is_none() {
        return Err(Refusal::new(
            format!("`{}` is not an id", crate::reading::safe_line(id)),
            "an id is letters, digits, `.`, `_` and `-`, and starts with a letter or a digit",
        ));
    }
    if open.id() == id {
        return Err(Refusal::new(format!("it is `{id}` already"), "there is nothing to do"));
    }
    let folder = open.file.rsplit_once('/').map_or("cases", |(folder, _)| folder);
    let text = set(open.text(), Place::Header, "id", &Value::Text(id.to_owned()))?;
    let old = FileChange { file: open.file.clone(), old: Some(open.text().to_owned()), new: None };
    let new = FileChange { file: format!("{folder}/{id}.toml"), old: None, new: Some(text) };
    Ok(Operation {
        what: RENUMBER.to_owned(),
        cases: vec![open.id().to_owned(), id.to_owned()],
        files: vec![old, new],
        reverses: None,
    })
}
