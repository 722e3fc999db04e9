//! What one commit changed, as far as it is needed to judge it: looked at once, while the texts of its
//! files are at hand.

use chrono::DateTime;

use crate::case::{Change, difference};
use crate::digest::digest;
use crate::operation::{
    Beyond, Deed, ERASURES, FileChange, Reversal, is_of_hand_edits, is_of_two_sides,
    logs_what_it_adds,
};
use crate::reading::safe_line;

/// An entry that was added, with the moment at which it says that it was logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The entry, by its kind and day.
    pub entry: String,
    /// The moment, in seconds since 1970.
    pub seconds: i64,
}

/// What one commit changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// The files that it changed: cases, programmes, settings, records of erasures. Of a merge, those that are not as both
    /// sides together have them.
    pub files: Vec<String>,
    /// A digest of what it changed, the same of two commits that change the same.
    pub digest: String,
    /// What it did beyond what it says.
    pub beyond: Vec<Beyond>,
    /// How many entries, or whole cases, it took off the record.
    pub gone: usize,
    /// The entries that it added, where they should be logged when it was made.
    pub logged: Vec<Logged>,
}

/// The words of a commit's message, as its contents are compared with them.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The first line.
    pub subject: &'a str,
    /// The cases named.
    pub cases: &'a [String],
    /// The operation; none of a commit by git itself.
    pub operation: Option<&'a str>,
    /// What it takes back.
    pub reverses: Option<&'a Reversal>,
    /// How many commits are before it.
    pub parents: usize,
}

impl Contents {
    /// Looks at the files that a commit changed; `reversed` are those that were changed by what it
    /// takes back.
    pub fn of(said: Said<'_>, files: &[FileChange], reversed: Option<&[FileChange]>) -> Contents {
        let files: Vec<FileChange> =
            files.iter().filter(|change| is_of_a_record(&change.file)).cloned().collect();
        let mut contents = Contents {
            files: files.iter().map(|change| change.file.clone()).collect(),
            ..Contents::default()
        };
        let mut all = String::new();
        let is_by_hand = said.operation.is_none() || is_of_hand_edits(said.subject);
        let is_stamped = said.parents < 2 && (is_by_hand || logs_what_it_adds(said.subject));
        for change in &files {
            all += &contents.look_at(change, is_stamped);
        }
        contents.digest = digest(&all);
        if said.operation.is_some() && said.parents < 2 {
            let Said { subject, cases, reverses, .. } = said;
            contents.beyond = Deed { subject, cases, reverses, files: &files, reversed }.beyond();
            if is_of_two_sides(subject) {
                let words = "says that it brought two sides together, and goes on from one";
                contents.beyond.push(Beyond::Did(words.to_owned()));
            }
        }
        contents
    }

    /// Counts what is gone and what was logged; gives the change as a text to compare it by.
    fn look_at(&mut self, change: &FileChange, is_stamped: bool) -> String {
        let file = &change.file;
        if !file.starts_with("cases/") {
            return format!("{file}\0{:?}\0", change.new);
        }
        let Ok(found) = difference(change.old.as_deref(), change.new.as_deref()) else {
            return format!("{file}\0{:?}\0", change.new);
        };
        self.gone += found.lost().entries.len() + usize::from(change.new.is_none());
        for entry in found.entries.iter().filter(|it| is_stamped && it.change == Change::Added) {
            let moment = entry.logged.as_deref().map(DateTime::parse_from_rfc3339);
            if let Some(Ok(moment)) = moment {
                let on = entry.on.as_deref().unwrap_or_default();
                let entry = safe_line(format!("{} {on}", entry.kind).trim());
                self.logged.push(Logged { entry, seconds: moment.timestamp() });
            }
        }
        let entries = found.entries.iter().map(|it| (&it.kind, &it.logged, &it.on, &it.change));
        format!("{file}\0{:?}\0{:?}\0", found.header, entries.collect::<Vec<_>>())
    }
}

/// Whether a file is one that reports are made from, or that git merges by.
fn is_of_a_record(file: &str) -> bool {
    matches!(file, "caseload.toml" | ".gitattributes")
        || file.starts_with("cases/")
        || file.starts_with("programmes/")
        || file.starts_with(ERASURES)
}
