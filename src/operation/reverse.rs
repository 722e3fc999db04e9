//! Taking an operation back, or taking the taking back back: by a merge, so that what others have
//! recorded since stays.

use crate::case::merge;
use crate::operation::{FileChange, Operation, Refusal, Reversal};

/// An operation as it was once recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its own id.
    pub id: String,
    /// What it did, as its commit's subject says.
    pub what: String,
    /// The ids of the cases that it concerned.
    pub cases: Vec<String>,
    /// The files as they were before and after it.
    pub files: Vec<FileChange>,
}

impl Past {
    /// The operation that reverses it, with the files as they are now (`lying`).
    ///
    /// # Errors
    ///
    /// If what it changed was changed since, or it cannot be taken back at all.
    pub fn reversed(
        &self,
        verb: &str,
        reverses: Reversal,
        lying: impl Fn(&str) -> Result<Option<String>, Refusal>,
    ) -> Result<Operation, Refusal> {
        let mut files = Vec::new();
        for past in &self.files {
            let now = lying(&past.file)?;
            let new = self.without(past, now.as_deref())?;
            files.push(FileChange { file: past.file.clone(), old: now, new });
        }
        let what = format!("{verb}: {}", self.what);
        Ok(Operation { what, cases: self.cases.clone(), files, reverses: Some(reverses) })
    }

    /// One file as it is now, without what the operation made of it.
    fn without(&self, past: &FileChange, now: Option<&str>) -> Result<Option<String>, Refusal> {
        let is_case = past.file.starts_with("cases/");
        if past.old.is_none() && !is_case {
            return Err(Refusal::new(
                "the beginning of a folder cannot be undone",
                "take the folder itself away, if it is not wanted",
            ));
        }
        if now == past.new.as_deref() {
            return Ok(past.old.clone());
        }
        if now == past.old.as_deref() {
            return Ok(past.old.clone());
        }
        let (Some(before), Some(after), Some(now), true) = (&past.old, &past.new, now, is_case)
        else {
            return Err(self.changed_since(&past.file));
        };
        match merge(Some(after), now, before) {
            Ok(merged) if merged.conflicts.is_empty() => Ok(Some(merged.text)),
            _ => Err(self.changed_since(&past.file)),
        }
    }

    fn changed_since(&self, file: &str) -> Refusal {
        let hint = match self.cases.as_slice() {
            [case] => {
                format!("`caseload history {case}` shows by whom; `correct` and `remove` mend it")
            }
            _ => "`caseload history` shows by whom; `correct` and `remove` mend it".to_owned(),
        };
        Refusal::new(
            format!(
                "what `{}` recorded in {file} was changed since, so it is not undone",
                self.what
            ),
            hint,
        )
    }
}
