//! Hand edits: what somebody typed into a file of the folder and nobody has recorded yet.

use crate::case::{Case, EntryChange, difference, merge};
use crate::operation::{FileChange, OpenCase, Operation, Refusal, Rules};
use crate::problem::any_error;
use crate::programme::shell_word;
use crate::reading::{Source, safe_line};

/// The hand edit of one file.
#[derive(Clone, Debug)]
pub struct HandEdit {
    /// The change.
    pub change: FileChange,
    /// What of the recorded version would be gone, in words.
    pub lost: Vec<String>,
}

impl HandEdit {
    /// The hand edit of a case file, from its recorded text and the one that lies in the folder.
    ///
    /// # Errors
    ///
    /// If the text that lies there has something wrong in it.
    pub fn of_case(
        file: &str,
        recorded: Option<String>,
        lying: Option<String>,
        rules: Rules<'_>,
    ) -> Result<HandEdit, Refusal> {
        let lost = match (&recorded, &lying) {
            (Some(_), None) => vec!["the whole case".to_owned()],
            (_, None) => Vec::new(),
            (recorded, Some(lying)) => {
                OpenCase::read(file, lying.as_str(), rules).map_err(|problems| {
                    let hint = format!("mend it with: caseload edit {}", shell_word(stem(file)));
                    Refusal::because(not_saved(file), hint, problems)
                })?;
                recorded.as_deref().map_or_else(Vec::new, |recorded| lost(recorded, lying, file))
            }
        };
        let change = FileChange { file: file.to_owned(), old: recorded, new: lying };
        Ok(HandEdit { change, lost })
    }

    /// The hand edit of a file of settings or programmes.
    pub fn of_rules(file: &str, recorded: Option<String>, lying: Option<String>) -> HandEdit {
        let is_gone = recorded.is_some() && lying.is_none();
        let lost = is_gone.then(|| "the whole file".to_owned()).into_iter().collect();
        HandEdit { change: FileChange { file: file.to_owned(), old: recorded, new: lying }, lost }
    }

    /// The same with everything put back that would be gone: an editor had opened an older version
    /// (`versions` has them, the newest first), and both what was recorded since and what was typed
    /// are wanted.
    ///
    /// # Errors
    ///
    /// If the two cannot be put together.
    pub fn rejoined(&self, versions: &[String], rules: Rules<'_>) -> Result<HandEdit, Refusal> {
        let file = &self.change.file;
        let (Some(recorded), Some(lying)) = (&self.change.old, &self.change.new) else {
            // A file that is gone altogether: the recorded one is put back.
            let change = FileChange {
                file: file.clone(),
                old: self.change.new.clone(),
                new: self.change.old.clone(),
            };
            return Ok(HandEdit { change, lost: Vec::new() });
        };
        let opened = versions.iter().find(|version| lost(version, lying, file).is_empty());
        let merged = opened.and_then(|base| merge(Some(base), recorded, lying).ok());
        let text = merged.filter(|merged| merged.conflicts.is_empty()).map(|merged| merged.text);
        let sound = text.filter(|text| is_sound(file, text, rules));
        let Some(text) = sound else {
            return Err(Refusal::new(
                format!("what is missing in `{file}` cannot be put back by itself"),
                format!(
                    "put it back by hand: caseload edit {}; or the whole file as it is on record, \
                     without what was typed: git restore {}",
                    shell_word(stem(file)),
                    shell_word(file)
                ),
            ));
        };
        let change = FileChange { file: file.clone(), old: Some(lying.clone()), new: Some(text) };
        Ok(HandEdit { change, lost: Vec::new() })
    }
}

/// The operation that records hand edits.
pub fn save(edits: &[HandEdit]) -> Operation {
    let files: Vec<FileChange> = edits.iter().map(|edit| edit.change.clone()).collect();
    let cases = files.iter().filter(|change| change.file.starts_with("cases/"));
    Operation {
        what: "save what was edited by hand".to_owned(),
        cases: cases.map(|change| stem(&change.file).to_owned()).collect(),
        files,
        reverses: None,
    }
}

/// What of a recorded text would be gone in another one, in words.
pub fn lost(recorded: &str, other: &str, file: &str) -> Vec<String> {
    let Ok(difference) = difference(Some(recorded), Some(other)) else {
        return vec!["what cannot be compared".to_owned()];
    };
    let lost = difference.lost();
    let source = Source::new(file, recorded);
    let case = Case::read_what_can_be(&source, stem(file)).0;
    let keys = lost.header.iter().map(|key| format!("`{}`", key.key));
    let entries = lost.entries.iter().map(|entry| entry_words(case.as_ref(), entry));
    keys.chain(entries).collect()
}

fn entry_words(case: Option<&Case>, entry: &EntryChange) -> String {
    let read = case.and_then(|case| case.entry_at(entry.start));
    match read {
        Some((number, read)) => format!("entry {number}, {}", read.dated_words()),
        None => format!("{} {}", entry.kind, safe_line(entry.on.as_deref().unwrap_or_default())),
    }
}

fn not_saved(file: &str) -> String {
    format!("`{file}` was edited by hand and has something wrong in it, so nothing was recorded")
}

/// The name of a file without its folder and ending.
pub fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}

/// Whether a text has nothing wrong in it as a case file.
fn is_sound(file: &str, text: &str, rules: Rules<'_>) -> bool {
    OpenCase::read(file, text, rules).map_or_else(|problems| !any_error(&problems), |_| true)
}
