//! The last line of a report that was printed, read again: what it was made from.

use crate::calendar::{Day, parse_long};
use crate::report::Stamp;

/// What a report that was printed says it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The day judged.
    pub today: Day,
    /// The release of the tool.
    pub release: String,
    /// The commit that was read, by its first digits; none where it was none.
    pub commit: Option<String>,
    /// Whether files differed from that commit.
    pub is_dirty: bool,
    digests: Vec<(String, String)>,
}

impl Printed {
    /// Finds the last line of a report in a text, however its lines are broken, and reads it. None if
    /// there is none that is whole.
    pub fn read(text: &str) -> Option<Printed> {
        const BEGINNING: &str = "Judged on ";
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = words.join(" ");
        let from = line.rfind(BEGINNING)? + BEGINNING.len();
        let [judged, revision, digests] =
            line[from..].splitn(3, "; ").collect::<Vec<_>>().try_into().ok()?;
        let (today, release) = judged.split_once(" by caseload ")?;
        let (commit, is_dirty) = commit(revision)?;
        let digests = digests.split_once('.').map_or(digests, |(digests, _)| digests);
        let digests = digests.split(", ").map(|named| {
            let (name, digest) = named.split_once(' ')?;
            Some((name.to_owned(), digest.to_owned()))
        });
        Some(Printed {
            today: parse_long(today)?,
            release: release.to_owned(),
            commit,
            is_dirty,
            digests: digests.collect::<Option<_>>()?,
        })
    }

    /// What a report is made from that is not what this one was made from, in sentences.
    pub fn differences(&self, stamp: &Stamp) -> Vec<String> {
        let mut said = Vec::new();
        if self.release != stamp.release {
            said.push(format!(
                "it was printed by caseload {}, and this is caseload {}",
                self.release, stamp.release
            ));
        }
        for (name, then) in &self.digests {
            match stamp.digests.iter().find(|(known, _)| known == name) {
                Some((_, now)) if now == then => {}
                Some((_, now)) => said.push(format!("{} ({then}, now {now})", is_another(name))),
                None => said.push(format!(
                    "`{name}`, of which it was printed, is not in this: the filters may be others"
                )),
            }
        }
        let is_known = |name: &String| self.digests.iter().any(|(known, _)| known == name);
        for (name, _) in stamp.digests.iter().filter(|(name, _)| !is_known(name)) {
            said.push(format!("`{name}` was not in it: the filters may be others"));
        }
        said
    }
}

/// The commit of a last line, and whether files differed from it.
fn commit(words: &str) -> Option<(Option<String>, bool)> {
    if words == Stamp::NO_REPOSITORY {
        return Some((None, false));
    }
    let commit = words.strip_prefix("commit ")?;
    let (commit, is_dirty) = match commit.strip_suffix(Stamp::DIRTY) {
        Some(commit) => (commit, true),
        None => (commit, false),
    };
    let is_commit = !commit.is_empty() && commit.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_commit.then(|| (Some(commit.to_owned()), is_dirty))
}

fn is_another(name: &str) -> String {
    match name {
        "holidays" => "the holiday table is another one".to_owned(),
        "settings" => "the settings are others".to_owned(),
        programme => format!("the programme `{programme}` is another one"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;
    use crate::report::page::{Block, Page};

    fn stamp() -> Stamp {
        Stamp {
            today: parse_day("2026-11-18").unwrap(),
            revision: Some("0123456789abcdef-dirty".to_owned()),
            release: "0.1.0".to_owned(),
            digests: vec![("ipes".to_owned(), "0d72".to_owned()), holidays("6446")],
            notices: Vec::new(),
        }
    }

    fn holidays(digest: &str) -> (String, String) {
        ("holidays".to_owned(), digest.to_owned())
    }

    #[test]
    fn what_was_printed_is_read_again() {
        for revision in [Some("0123456789abcdef-dirty"), Some("0123456789abcdef"), None] {
            let stamp = Stamp { revision: revision.map(str::to_owned), ..stamp() };
            let mut page = Page::default();
            stamp.footer(&mut page);
            let Block::Text(line) = &page.blocks[0] else { panic!("{page:?}") };
            let broken = format!("before\n{}\nafter.", line.text.replace(' ', "\n  "));
            let printed = Printed::read(&broken).unwrap();
            assert_eq!(printed.today, stamp.today);
            assert_eq!(printed.commit.as_deref(), revision.map(|_| "0123456789ab"));
            assert_eq!(printed.is_dirty, revision.is_some_and(|it| it.ends_with("-dirty")));
            assert_eq!(printed.differences(&stamp), [""; 0]);
            let other = Stamp { release: "0.2.0".to_owned(), ..stamp.clone() };
            assert_eq!(printed.differences(&other).len(), 1);
            let mut other = stamp;
            other.digests[1] = holidays("7000");
            let said = printed.differences(&other);
            assert_eq!(said, ["the holiday table is another one (6446, now 7000)"]);
        }
    }

    #[test]
    fn what_is_supposed_is_no_record() {
        let revision = Some("0123456789abcdef-supposed".to_owned());
        let mut page = Page::default();
        Stamp { revision, ..stamp() }.footer(&mut page);
        let Block::Text(line) = &page.blocks[0] else { panic!("{page:?}") };
        assert!(line.text.starts_with("Supposed on Wed 18 Nov 2026"), "{}", line.text);
        assert_eq!(Printed::read(&line.text), None);
    }
}
