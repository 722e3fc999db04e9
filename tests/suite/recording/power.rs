//! Power that failed in the middle of a recording: what the disk may have kept of it, and what the
//! next command makes of that.

use std::fs;
use std::path::PathBuf;

use crate::recording::office::Office;
use crate::recording::scenario::{self, NOW, WORD};

const LATER: &str = "2026-11-19T10:00:00Z";

/// A recording with everything it changed, before and after.
struct Made {
    office: Office,
    old: String,
    new: String,
    /// The index and the case file before it.
    before: [(PathBuf, Vec<u8>); 2],
    /// Where its objects lie.
    objects: Vec<PathBuf>,
    journal: String,
}

impl Made {
    fn now() -> Made {
        let (office, scenario) = (Office::with_cases(), scenario::contact());
        let old = office.tip();
        let before = [office.git_folder().join("index"), office.case("A-0001")];
        let before = before.map(|path| (path.clone(), fs::read(path).unwrap()));
        office.done(NOW, scenario.arguments);
        let new = office.tip();
        let range = format!("{old}..{new}");
        let listed = office.git_says(&["rev-list", "--objects", "--no-object-names", &range]);
        let listed: Vec<&str> = listed.lines().collect();
        assert_eq!(listed.len(), 6, "a commit, a blob and the trees above it");
        let place =
            |name: &&str| office.git_folder().join("objects").join(&name[..2]).join(&name[2..]);
        let objects = listed.iter().map(place).collect();
        let blob = |commit: &str| {
            let named = format!("{commit}:cases/2026/11/A-0001.toml");
            office.git_says(&["rev-parse", &named]).trim().to_owned()
        };
        let journal = format!(
            "caseload journal 1\n{{\"operation\":\"0123456789ab\",\"branch\":\"refs/heads/main\",\
             \"old\":\"{old}\",\"new\":\"{new}\",\"files\":[{{\"path\":\"cases/2026/11/A-0001.toml\",\
             \"old\":\"{}\",\"new\":\"{}\"}}],\"objects\":[\"{}\"]}}\n",
            blob(&old),
            blob(&new),
            listed.join("\",\"")
        );
        Made { office, old, new, before, objects, journal }
    }

    /// Has the disk remember index and file as they were, and the journal so.
    fn forget_the_files(&self, journal: &[u8]) {
        self.before.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
        self.leave_journal(journal);
    }

    /// Has it remember the branch as it was, besides.
    fn forget_the_branch(&self, journal: &[u8]) {
        fs::write(self.office.git_folder().join("refs/heads/main"), format!("{}\n", self.old))
            .unwrap();
        self.forget_the_files(journal);
    }

    fn leave_journal(&self, journal: &[u8]) {
        fs::write(self.office.git_folder().join("caseload/journal"), journal).unwrap();
    }

    fn has_journal(&self) -> bool {
        self.office.git_folder().join("caseload/journal").exists()
    }
}

/// Ensures that a journal of which only a part was kept is no obstacle: nothing had begun.
#[test]
fn a_journal_that_is_torn_says_nothing() {
    let made = Made::now();
    let whole = made.journal.as_bytes();
    let mut holed = whole.to_vec();
    holed[40..60].fill(0);
    for torn in [&[][..], b"case", &whole[..19], &whole[..100], &[0; 300], &holed] {
        made.forget_the_branch(torn);
        made.office.done(LATER, scenario::contact().arguments);
        assert!(!made.has_journal());
        assert_eq!(made.office.recorded(WORD), 1, "{torn:?}");
        assert_eq!(made.office.not_sound(), [""; 0], "{torn:?}");
    }
}

/// Ensures that a journal of which nothing is missing, but which makes no sense, is not acted upon.
#[test]
fn a_journal_of_another_release_is_left() {
    let made = Made::now();
    for other in ["caseload journal 2\n{}\n", "caseload journal 1\n{\"x\":1}\n", "something\n"] {
        made.leave_journal(other.as_bytes());
        crate::recording::lock::refused(&made.office, 5, "of another release");
    }
}

/// Ensures that objects which were being kept do not stay torn: the same ones may be made again.
#[test]
fn torn_objects_are_taken_back() {
    for (length, filled) in [(0, 0), (0, 1), (1, 0), (1, 1), (20, 0), (20, 1)] {
        let made = Made::now();
        for (number, object) in made.objects.iter().enumerate() {
            let bytes = fs::read(object).unwrap();
            fs::remove_file(object).unwrap();
            let mut torn = bytes[..length.min(bytes.len())].to_vec();
            if number % 2 == filled {
                torn.resize(bytes.len(), 0);
            }
            // The last was not there yet.
            if number + 1 < made.objects.len() {
                fs::write(object, torn).unwrap();
            }
        }
        made.forget_the_branch(made.journal.as_bytes());
        let again = made.office.done(NOW, scenario::contact().arguments);
        assert!(again.status.success());
        assert_eq!(made.office.tip(), made.new, "the very same objects");
        assert_eq!(made.office.recorded(WORD), 1);
        assert_eq!(made.office.not_sound(), [""; 0]);
    }
}

/// Ensures that whole objects which no branch names are left: somebody else may have them too.
#[test]
fn whole_objects_stay() {
    let made = Made::now();
    made.forget_the_branch(made.journal.as_bytes());
    made.office.done(LATER, &["contact", "A-0002", "--mode", "phone"]);
    assert!(made.objects.iter().all(|object| object.exists()));
    assert_eq!(made.office.recorded(WORD), 0);
    assert_eq!(made.office.not_sound(), [""; 0]);
}

/// Ensures that what is on record comes back into index and file.
#[test]
fn what_is_on_record_comes_back() {
    let made = Made::now();
    made.forget_the_files(made.journal.as_bytes());
    made.office.done(LATER, &["contact", "A-0002", "--mode", "phone"]);
    assert!(!made.has_journal());
    assert_eq!(made.office.recorded(WORD), 1);
    assert_eq!(made.office.not_sound(), [""; 0]);
}

/// Ensures that a journal and a lock which came back, when all was done, do nothing.
#[test]
fn what_is_over_stays_over() {
    let made = Made::now();
    made.leave_journal(made.journal.as_bytes());
    fs::write(made.office.git_folder().join("index.lock"), &made.journal).unwrap();
    made.office.done(LATER, &["contact", "A-0002", "--mode", "phone"]);
    assert_eq!(made.office.recorded(WORD), 1);
    assert_eq!(made.office.not_sound(), [""; 0]);
}
