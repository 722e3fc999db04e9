//! Erasing a case: the record that it was, which holds nothing of the case but its id; the record that
//! another clone did the same; and what is left of a commit's message.
//!
//! The records lie in the folder, one folder a case, each file written once: `erasures/ID/erased.toml`,
//! and a file for each clone that has confirmed. So two machines never change the same one.

mod confirmation;
mod message;

pub use confirmation::Confirmation;
pub use message::{ERASED, scrubbed};

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::calendar::Day;
use crate::case::CaseId;
use crate::operation::stem;
use crate::problem::Problem;
use crate::reading::{Fields, Reader, Source, Written, words};

/// Where the records lie.
pub const ERASURES: &str = "erasures";
/// The name of the record in the folder of its case, without `.toml`.
const RECORD: &str = "erased";

words! {
    /// Why a case was erased. There is no other: words of one's own could hold what is to be gone.
    ErasureReason {
        /// The period for which it was kept has passed.
        Retention = "retention",
        /// The participant asked for it.
        Request = "request",
        /// It should never have been recorded.
        Mistake = "mistake",
        /// It is kept elsewhere now, such as by another provider.
        Transfer = "transfer",
    }
}

/// The record that a case was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// The id of the case.
    pub id: String,
    /// The day on which it was erased.
    pub on: Day,
    /// Who did it: the id of a key worker, or an e-mail address.
    pub by: String,
    /// Why.
    pub reason: ErasureReason,
    /// The clone in which it was done.
    pub clone: String,
    /// The newest commit before.
    pub old_tip: String,
    /// The commit that it became.
    pub new_tip: String,
    /// By what the case is known wherever its file lay: the id under which it was first recorded, git's
    /// name of that version, and the operation that recorded it with its moment (`ID VERSION
    /// OPERATION@SECONDS`; no operation of one that git alone recorded). More than one where two were
    /// recorded apart.
    pub began: Vec<String>,
    /// What else was erased under the id, by others or at another time: each as it was made.
    pub also: Vec<Part>,
}

/// What one erasure made of a history: a part of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The newest commit before.
    pub old_tip: String,
    /// The commit that it became.
    pub new_tip: String,
    /// By what the cases are known that it took.
    pub began: Vec<String>,
}

impl Erasure {
    /// Where the record of a case lies.
    pub fn file_of(id: &str) -> String {
        format!("{ERASURES}/{id}/{RECORD}.toml")
    }

    /// What the subject of the commit says that erases a case. It names no case by a trailer: the next
    /// erasure would take that for the case's own.
    pub fn what(id: &str) -> String {
        format!("erase {id}")
    }

    /// What the subject of the commit says that puts the records of these back.
    pub fn back(ids: &[String]) -> String {
        format!("record that {} was erased put back", ids.join(", "))
    }

    /// Whether the commit of this subject put such records back.
    pub fn is_back(subject: &str) -> bool {
        subject.starts_with("folder: record that ") && subject.ends_with(" was erased put back")
    }

    /// Whether the commit of this subject erased a case.
    pub fn is_of_subject(subject: &str) -> bool {
        subject.strip_prefix("folder: erase ").is_some_and(|id| CaseId::new(id).is_some())
    }

    /// Whether this is what is left of the subject of a commit that was of a case that is erased.
    pub fn is_left_of(subject: &str) -> bool {
        let parts = subject.split_once(": ");
        parts.is_some_and(|(id, what)| what == ERASED && CaseId::new(id).is_some())
    }

    /// Whether a path within the folder is such a record.
    pub fn is_record(file: &str) -> bool {
        file.starts_with("erasures/") && stem(file) == RECORD
    }

    /// Whether a file in the folder of a case is named as such a record.
    pub fn is_named_so(name: &str) -> bool {
        name.strip_suffix(".toml") == Some(RECORD)
    }

    /// Whether a file of the folder is one of the case's.
    pub fn is_of(&self, file: &str) -> bool {
        file.starts_with("cases/") && stem(file).eq_ignore_ascii_case(&self.id)
    }

    /// What was made of the history, part by part.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let Erasure { old_tip, new_tip, began, also, .. } = self.clone();
        std::iter::once(Part { old_tip, new_tip, began }).chain(also)
    }

    /// By what the cases are known that were erased under the id.
    pub fn beginnings(&self) -> impl Iterator<Item = &String> {
        self.began.iter().chain(self.also.iter().flat_map(|part| &part.began))
    }

    /// Whether another record says all that this one does of the case.
    pub fn is_part_of(&self, other: &Erasure) -> bool {
        self.id == other.id
            && self.beginnings().all(|began| other.beginnings().any(|known| known == began))
    }

    /// The record with what another one says was erased too, if that is more.
    #[must_use]
    pub fn with(&self, other: &Erasure) -> Erasure {
        let mut also: BTreeSet<Part> = self.also.iter().cloned().chain(other.parts()).collect();
        also.retain(|part| !part.began.iter().all(|began| self.began.contains(began)));
        Erasure { also: also.into_iter().collect(), ..self.clone() }
    }

    /// The record as it is written.
    pub fn text(&self) -> String {
        let Erasure { id, on, by, reason, clone, .. } = self;
        let mut text = format!(
            "# A case that was erased. Nothing of it is left here but its id.\n\
             id = {}\non = {on}\nby = {}\nreason = {}\nclone = {}\n",
            quoted(id),
            quoted(by),
            quoted(reason.word()),
            quoted(clone),
        );
        let parts: Vec<String> = self.parts().map(|part| part.text()).collect();
        text += &parts.join("\n[[also]]\n");
        text
    }

    /// Reads a record that was kept apart from the folder; none if it is none.
    pub fn remembered(text: &str) -> Option<Erasure> {
        let id = text.lines().find_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'))?;
        Erasure::read(&Source::new(Erasure::file_of(id), text)).ok()
    }

    /// Reads a record.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it: then nothing may be erased by it.
    pub fn read(source: &Source) -> Result<Erasure, Vec<Problem>> {
        let reader = Reader::new(source);
        let table = reader.parse();
        let mut fields = Fields::of(&reader, &table, "the record of an erasure");
        for key in ["id", "on", "reason", "old-tip", "new-tip"] {
            fields.require(key);
        }
        let read = read_fields(&mut fields);
        fields.finish();
        let problems = reader.into_problems();
        match read.filter(|_| problems.is_empty()) {
            Some(erasure) if source.name() == Erasure::file_of(&erasure.id) => Ok(erasure),
            Some(_) => Err(vec![Problem::error(source.name(), "erasure", "is of another case")]),
            None if problems.is_empty() => {
                Err(vec![Problem::error(source.name(), "erasure", "names no case or no commits")])
            }
            None => Err(problems),
        }
    }
}

impl Part {
    fn text(&self) -> String {
        let Part { old_tip, new_tip, began } = self;
        let mut text = format!("old-tip = {}\nnew-tip = {}\n", quoted(old_tip), quoted(new_tip));
        let began: Vec<String> = began.iter().map(|began| quoted(began)).collect();
        if !began.is_empty() {
            let _ = writeln!(text, "began = [{}]", began.join(", "));
        }
        text
    }

    fn read(fields: &mut Fields<'_, '_, '_>) -> Option<Part> {
        let tip =
            |text: Option<Written<String>>| text.map(|tip| tip.value).filter(|it| is_commit(it));
        let [old_tip, new_tip] = ["old-tip", "new-tip"].map(|key| tip(fields.string(key)));
        let began = fields.strings("began").unwrap_or_default();
        let began: Vec<String> = began.into_iter().map(|began| began.value).collect();
        Some(Part {
            old_tip: old_tip?,
            new_tip: new_tip?,
            began: Some(began).filter(|all| all.iter().all(|began| is_beginning(began)))?,
        })
    }
}

fn read_fields(fields: &mut Fields<'_, '_, '_>) -> Option<Erasure> {
    let text = |fields: &mut Fields<'_, '_, '_>, key| fields.string(key).map(|text| text.value);
    let id = text(fields, "id");
    let on = fields.day("on").map(|day| day.value);
    let reason = fields.word::<ErasureReason>("reason").map(|reason| reason.value);
    let [by, clone] = ["by", "clone"].map(|key| text(fields, key).unwrap_or_default());
    let part = Part::read(fields);
    let also: Vec<Option<Part>> = fields
        .tables("also", "a part of the record")
        .into_iter()
        .map(|mut fields| {
            let part = Part::read(&mut fields);
            fields.finish();
            part
        })
        .collect();
    let Part { old_tip, new_tip, began } = part?;
    Some(Erasure {
        id: id.filter(|id| CaseId::new(id).is_some())?,
        on: on?,
        by,
        reason: reason?,
        clone,
        old_tip,
        new_tip,
        began,
        also: also.into_iter().collect::<Option<_>>()?,
    })
}

fn is_commit(name: &str) -> bool {
    name.len() == 40 && name.chars().all(|c| c.is_ascii_hexdigit())
}

fn is_beginning(text: &str) -> bool {
    let [id, version, act] = text.split(' ').collect::<Vec<_>>()[..] else { return false };
    let is_act = |(operation, seconds): (&str, &str)| {
        operation.chars().all(|c| c.is_ascii_alphanumeric()) && seconds.parse::<i64>().is_ok()
    };
    CaseId::new(id).is_some() && is_commit(version) && act.split_once('@').is_some_and(is_act)
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;

    fn erasure() -> Erasure {
        Erasure {
            id: "A-0042".to_owned(),
            on: parse_day("2026-11-18").unwrap(),
            by: "alex\"'\n".to_owned(),
            reason: ErasureReason::Retention,
            clone: "k3".to_owned(),
            old_tip: "0".repeat(40),
            new_tip: "1".repeat(40),
            began: vec![format!("A-0042 {} 3f@1700000000", "2".repeat(40))],
            also: Vec::new(),
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let erasure = erasure();
        let source = Source::new(Erasure::file_of("A-0042"), erasure.text());
        assert_eq!(Erasure::read(&source), Ok(erasure.clone()));
        let none = Erasure { began: Vec::new(), ..erasure };
        let source = Source::new(Erasure::file_of("A-0042"), none.text());
        assert_eq!(Erasure::read(&source), Ok(none));
    }

    #[test]
    fn records_of_two_erasures_say_what_each_made() {
        let part = |tip: &str, began: &str| Part {
            old_tip: tip.repeat(40),
            new_tip: "e".repeat(40),
            began: vec![format!("A-0042 {} {began}@1700000000", "2".repeat(40))],
        };
        let with = |part: Part| Erasure {
            old_tip: part.old_tip,
            new_tip: part.new_tip,
            began: part.began,
            ..erasure()
        };
        let [one, two, three] = [part("a", "x"), part("b", "y"), part("c", "z")].map(with);
        let all = one.with(&two).with(&three);
        assert_eq!(all, one.with(&three.with(&two)));
        assert_eq!(
            all.parts().collect::<Vec<_>>(),
            [part("a", "x"), part("b", "y"), part("c", "z")]
        );
        assert!(three.is_part_of(&all) && !all.is_part_of(&three));
        assert_eq!(one.with(&with(part("b", "x"))), one, "the same case");
        let source = Source::new(Erasure::file_of("A-0042"), all.text());
        assert_eq!(Erasure::read(&source), Ok(all.clone()));
        let wrong = all.text().replace(&"c".repeat(40), "HEAD");
        assert!(Erasure::read(&Source::new(Erasure::file_of("A-0042"), wrong)).is_err());
    }

    #[test]
    fn a_record_that_is_wrong_erases_nothing() {
        let text = erasure().text();
        for (old, new) in [
            ("id = \"A-0042\"", "id = \"A-0043\""),
            ("id = \"A-0042\"", "id = \"../x\""),
            ("on = 2026-11-18\n", ""),
            ("\"retention\"", "\"because\""),
            (&"0".repeat(40), "HEAD"),
            ("reason", "raison"),
            ("A-0042 2", "A-0042 x"),
            (" 3f@1700000000", ""),
            ("3f@1700000000", "3f"),
            ("3f@", "../@"),
            ("[\"A-0042", "[\"cases/A-0042"),
        ] {
            let wrong = text.replacen(old, new, 1);
            assert_ne!(wrong, text);
            let source = Source::new(Erasure::file_of("A-0042"), wrong);
            assert!(Erasure::read(&source).is_err(), "{old} {new}");
        }
    }
}
