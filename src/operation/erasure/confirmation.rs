//! The record that another clone has erased a case too.

use crate::calendar::Day;
use crate::operation::erasure::{ERASURES, quoted};
use crate::reading::{Fields, Reader, Source};

/// That a clone has erased a case too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The clone.
    pub clone: String,
    /// The day.
    pub on: Day,
    /// Who was at the desk.
    pub by: String,
}

impl Confirmation {
    /// What the subject of the commit says that confirms these erasures.
    pub fn what(ids: &[&str]) -> String {
        format!("erasure of {} confirmed", ids.join(", "))
    }

    /// Whether the commit of this subject confirmed erasures.
    pub fn is_of_subject(subject: &str) -> bool {
        subject.starts_with("folder: erasure of ") && subject.ends_with(" confirmed")
    }

    /// Where it lies, for a case.
    pub fn file_of(&self, id: &str) -> String {
        format!("{ERASURES}/{id}/{}.toml", self.clone)
    }

    /// It as it is written.
    pub fn text(&self) -> String {
        format!("clone = {}\non = {}\nby = {}\n", quoted(&self.clone), self.on, quoted(&self.by))
    }

    /// Reads one; none if it is none.
    pub fn read(source: &Source) -> Option<Confirmation> {
        let reader = Reader::new(source);
        let table = reader.parse();
        let mut fields = Fields::of(&reader, &table, "a confirmation");
        let clone = fields.string("clone")?.value;
        let on = fields.day("on")?.value;
        let by = fields.string("by").map(|by| by.value).unwrap_or_default();
        Some(Confirmation { clone, on, by })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;
    use crate::operation::Erasure;

    #[test]
    fn a_confirmation_is_read_as_it_was_written() {
        let confirmation = Confirmation {
            clone: "k3".to_owned(),
            on: parse_day("2026-11-18").unwrap(),
            by: "priya".to_owned(),
        };
        let source = Source::new(confirmation.file_of("A-1"), confirmation.text());
        assert_eq!(Confirmation::read(&source), Some(confirmation));
        let subject = format!("folder: {}", Confirmation::what(&["A-1", "A-2"]));
        assert!(Confirmation::is_of_subject(&subject) && !Erasure::is_of_subject(&subject));
        assert!(Erasure::is_of_subject(&format!("folder: {}", Erasure::what("A-1"))));
        assert!(Erasure::is_record("erasures/A-1/erased.toml"));
        assert!(!Erasure::is_record("erasures/A-1/k3.toml"));
    }
}
