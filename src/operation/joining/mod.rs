//! Joining what was recorded apart: two versions of a folder that have a common one, file by file.
//!
//! Cases are merged by what they say, wherever their files lie; settings and programmes by their
//! keys. What cannot be joined without a person is an [`Obstacle`], and then nothing is.

mod cases;
mod doubled;
mod keys;
mod overlay;
mod settings;

pub use cases::given_again;
pub use doubled::{Doubled, doubled};
pub use settings::Union;

use cases::join_cases;
use settings::join_settings;

use crate::case::Disagreement;
use crate::operation::{ERASURES, Erasure, FileChange};
use crate::reading::Source;

/// Where something was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// On this machine.
    Here,
    /// On another one, as it arrived from there.
    There,
}

impl Side {
    fn of<T>(self, [here, there]: [T; 2]) -> T {
        match self {
            Side::Here => here,
            Side::There => there,
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Here => Side::There,
            Side::There => Side::Here,
        }
    }
}

/// A file in three versions of a folder: its text, or none where it is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileVersions {
    /// Its path within the folder, with forward slashes.
    pub file: String,
    /// What both sides began with.
    pub base: Option<String>,
    /// As it is here.
    pub here: Option<String>,
    /// As it is there.
    pub there: Option<String>,
}

/// That a case was given another id on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where.
    pub side: Side,
    /// The id that it had when both sides began.
    pub from: String,
    /// The id that it has there now; none if it is gone, and somebody else has its id.
    pub to: Option<String>,
}

/// Two versions of a folder, joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// What changes here by it.
    pub files: Vec<FileChange>,
    /// The cases that both sides changed.
    pub cases: Vec<JoinedCase>,
}

impl Joined {
    /// What a file is then; none if it is not there.
    pub fn after<'j>(&'j self, versions: &'j FileVersions) -> &'j Option<String> {
        let change = self.files.iter().find(|change| change.file == versions.file);
        change.map_or(&versions.here, |change| &change.new)
    }
}

/// A case that both sides changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedCase {
    /// Its id.
    pub id: String,
    /// What was left to be settled in it.
    pub left: Vec<Disagreement>,
    /// The side that took the whole case away; it is kept, as the other side changed it.
    pub taken_away: Option<Side>,
}

/// Why two versions are not joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// One id for two people, or perhaps for two, in these files here and there.
    TwoPeople {
        /// Whether that is certain; else nothing in them shows that they are one person's.
        is_certain: bool,
        /// The id.
        id: String,
        /// The file here.
        here: String,
        /// The file there.
        there: String,
    },
    /// A file in which somebody else's case lies on this side: the one that it was of has another id there, or
    /// is gone. Git, which knows files and no cases, would make one of two people.
    GivenAgain {
        /// The file.
        file: String,
        /// Where.
        side: Side,
    },
    /// Both sides changed a file, and it cannot be read as one of them recorded it.
    Unreadable {
        /// The file.
        file: String,
        /// Whose it is.
        side: Side,
        /// What is wrong with it.
        why: String,
    },
    /// Both sides changed a file of settings or programmes, and a person has to choose.
    Undecided {
        /// The file.
        file: String,
        /// Between what.
        choice: Choice,
    },
}

/// What a person has to choose between in a file of settings or programmes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The values of these keys.
    Keys(Vec<Contested>),
    /// The whole file: this side took it away, and the other changed it.
    TakenAway(Side),
    /// The whole file: as it was recorded on this side it cannot be read.
    Unreadable(Side),
    /// The whole file: no key was changed by both, but their lines cannot be put together.
    Lines,
}

/// A key of settings or programmes that both sides changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contested {
    /// The key, with the tables that it is in.
    pub key: String,
    /// What it says here, as TOML; none if it was taken away.
    pub here: Option<String>,
    /// What it says there, as TOML; none if it was taken away.
    pub there: Option<String>,
}

/// Joins two versions of a folder. `files` are those in which they differ, with every other file of
/// the ids among them; `moved` the cases that were given another id since, which are followed there. Where both changed one key of settings or programmes, what the `favoured` side
/// says stands.
///
/// # Errors
///
/// Everything that is in the way.
pub fn join(
    files: &[FileVersions],
    moved: &[Moved],
    favoured: Option<Side>,
    union: Union<'_>,
) -> Result<Joined, Vec<Obstacle>> {
    let mut joined = Joined::default();
    let mut obstacles = Vec::new();
    let (cases, others): (Vec<_>, Vec<_>) =
        files.iter().partition(|versions| versions.file.starts_with("cases/"));
    match join_cases(&cases, moved) {
        Ok((changes, cases)) => {
            joined.files.extend(changes);
            joined.cases.extend(cases);
        }
        Err(found) => obstacles.extend(found),
    }
    let (records, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|versions| versions.file.starts_with(ERASURES));
    joined.files.extend(records.into_iter().filter_map(join_record));
    for versions in others {
        match join_settings(versions, favoured, union) {
            Ok(change) => joined.files.extend(change),
            Err(obstacle) => obstacles.push(obstacle),
        }
    }
    if obstacles.is_empty() { Ok(joined) } else { Err(obstacles) }
}

/// The record of an erasure, which is written once: where two erased the same case, one of their
/// records stands, on either machine the same, with what the other one says was erased besides.
fn join_record(versions: &FileVersions) -> Option<FileChange> {
    let texts: Vec<&String> = [&versions.here, &versions.there].into_iter().flatten().collect();
    let stands = texts.iter().min().map(|text| (*text).clone());
    let read =
        |text: &&String| Erasure::read(&Source::new(versions.file.as_str(), text.as_str())).ok();
    let both: Vec<Erasure> = texts.iter().filter_map(read).collect();
    let joined = match both.as_slice() {
        [one, other] => stands.as_ref().and_then(|stands| {
            let [first, second] = if *stands == one.text() { [one, other] } else { [other, one] };
            let both = first.with(second);
            (both != *first).then(|| both.text())
        }),
        _ => None,
    };
    change(versions, joined.or(stands))
}

/// What changes of a file here; none if nothing does.
fn change(versions: &FileVersions, after: Option<String>) -> Option<FileChange> {
    let (file, old) = (versions.file.clone(), versions.here.clone());
    (old != after).then_some(FileChange { file, old, new: after })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Union<'_> = &|_, here, there| format!("{here}{there}");

    fn versions(file: &str, texts: [Option<&str>; 3]) -> FileVersions {
        let [base, here, there] = texts.map(|text| text.map(str::to_owned));
        FileVersions { file: file.to_owned(), base, here, there }
    }

    fn case(referred: &str, rest: &str) -> String {
        format!("id = \"A-1\"\nprogramme = \"ipes\"\nreferred = {referred}\n{rest}")
    }

    const NOTE: &str = "\n[[note]]\non = 2026-11-16\nlogged = 2026-11-16T10:00:00.000Z\n";
    const OTHER: &str = "\n[[note]]\non = 2026-11-17\nlogged = 2026-11-17T10:00:00.000Z\n";

    #[test]
    fn a_file_that_one_side_changed_is_taken_to_the_byte() {
        let broken = "no case at all = = \r\n";
        for (texts, after) in [
            ([Some("a"), Some("a"), Some(broken)], Some(Some(broken))),
            ([Some("a"), Some(broken), Some("a")], None),
            ([None, None, Some(broken)], Some(Some(broken))),
            ([Some("a"), Some("a"), None], Some(None)),
            ([Some("a"), None, Some("a")], None),
            ([Some("a"), None, None], None),
            ([Some("a"), Some("b"), Some("b")], None),
        ] {
            for file in ["cases/A-1.toml", "caseload.toml", "programmes/x.toml"] {
                let joined = join(&[versions(file, texts)], &[], None, PLAIN).unwrap();
                let changed: Vec<Option<&str>> =
                    joined.files.iter().map(|change| change.new.as_deref()).collect();
                assert_eq!(changed, after.into_iter().collect::<Vec<_>>(), "{texts:?}");
                assert!(joined.cases.is_empty());
            }
        }
    }

    /// Somebody else has the id here since: what the other side recorded goes where the case is.
    #[test]
    fn a_case_is_followed_to_the_id_that_it_was_given() {
        let of = |id: &str, rest: &str| {
            format!("id = \"{id}\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n{rest}")
        };
        let (kim, jo) = (of("A-1", ""), of("A-1", OTHER));
        for side in [Side::Here, Side::There] {
            let noted = of("A-1", NOTE);
            let moved = Moved { side, from: "a-1".to_owned(), to: Some("A-2".to_owned()) };
            let elsewhere = of("A-2", "");
            let texts = side.of([[&jo, &noted], [&noted, &jo]]);
            let [one, other] = texts.map(|text| Some(text.as_str()));
            let second = side.of([[Some(elsewhere.as_str()), None], [None, Some(&elsewhere)]]);
            let files = [
                versions("cases/A-1.toml", [Some(&kim), one, other]),
                versions("cases/A-2.toml", [None, second[0], second[1]]),
            ];
            let joined = join(&files, &[moved], None, PLAIN).unwrap();
            let text = |file: &str, here: Option<&str>| {
                let changed = joined.files.iter().find(|change| change.file == file);
                changed.map_or(here.map(str::to_owned), |change| change.new.clone())
            };
            assert_eq!(text("cases/A-1.toml", one).as_deref(), Some(jo.as_str()));
            assert_eq!(text("cases/A-2.toml", second[0]), Some(of("A-2", NOTE)));
        }
    }

    #[test]
    fn a_case_follows_its_file_wherever_one_side_put_it() {
        let base = case("2026-11-02", "");
        let [here, there] = [NOTE, OTHER].map(|note| case("2026-11-02", note));
        let files = [
            versions("cases/a/A-1.toml", [Some(&base), None, Some(&there)]),
            versions("cases/b/A-1.toml", [None, Some(&here), None]),
        ];
        let joined = join(&files, &[], None, PLAIN).unwrap();
        assert_eq!(joined.files.len(), 1, "it stays away from where it was");
        assert_eq!(joined.files[0].file, "cases/b/A-1.toml");
        let text = joined.files[0].new.as_deref().unwrap();
        assert!(text.contains("2026-11-16") && text.contains("2026-11-17"));
    }

    #[test]
    fn a_case_that_one_side_changed_is_not_taken_away_by_the_other() {
        let base = case("2026-11-02", "");
        let changed = case("2026-11-02", NOTE);
        for (texts, side, changes) in [
            ([Some(&base), None, Some(&changed)], Side::Here, 1),
            ([Some(&base), Some(&changed), None], Side::There, 0),
        ] {
            let texts = texts.map(|text| text.map(String::as_str));
            let joined = join(&[versions("cases/A-1.toml", texts)], &[], None, PLAIN).unwrap();
            assert_eq!(joined.files.len(), changes);
            assert_eq!(joined.cases[0].taken_away, Some(side));
        }
    }

    #[test]
    fn one_id_for_two_people_is_in_the_way() {
        let [here, there] = ["2026-11-02", "2026-12-02"].map(|day| case(day, ""));
        for files in [
            vec![versions("cases/A-1.toml", [None, Some(&here), Some(&there)])],
            vec![
                versions("cases/11/A-1.toml", [None, Some(&here), None]),
                versions("cases/12/a-1.toml", [None, None, Some(&there)]),
            ],
        ] {
            let obstacles = join(&files, &[], Some(Side::Here), PLAIN).unwrap_err();
            assert!(matches!(&obstacles[..], [Obstacle::TwoPeople { id, .. }] if id == "A-1"));
        }
    }

    #[test]
    fn what_does_not_parse_is_named_by_its_side() {
        let base = case("2026-11-02", "");
        let sound = case("2026-11-02", NOTE);
        let broken = base.replace("programme =", "programme = =");
        for (here, there, side) in [(&sound, &broken, Side::There), (&broken, &sound, Side::Here)] {
            let file = versions("cases/A-1.toml", [Some(&base), Some(here), Some(there)]);
            let obstacles = join(&[file], &[], None, PLAIN).unwrap_err();
            assert!(
                matches!(&obstacles[..], [Obstacle::Unreadable { side: it, .. }] if *it == side)
            );
        }
    }

    #[test]
    fn settings_changed_in_the_same_place_wait_for_a_choice() {
        let file = versions("caseload.toml", [Some("a = 1\n"), Some("a = 2\n"), Some("a = 3\n")]);
        let file = std::slice::from_ref(&file);
        let obstacles = join(file, &[], None, PLAIN).unwrap_err();
        assert!(
            matches!(&obstacles[..], [Obstacle::Undecided { choice: Choice::Keys(keys), .. }] if keys.len() == 1)
        );
        assert_eq!(join(file, &[], Some(Side::Here), PLAIN).unwrap().files, []);
        let there = join(file, &[], Some(Side::There), PLAIN).unwrap();
        assert_eq!(there.files[0].new.as_deref(), Some("a = 3\n"));
    }
}
