//! Reading a folder: settings, programmes and every case file, in parallel.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::calendar::{Calendar, Day, Division};
use crate::case::Case;
use crate::check::{self, Participant};
use crate::operation::{ERASURES, Erasure, FileChange};
use crate::problem::{Problem, any_error};
use crate::programme::Programme;
use crate::reading::Source;
use crate::settings::Settings;
use crate::store::CASES;
use crate::store::erasing::remembered;
use crate::store::files::{Place, Wanted, files_below, read_bytes, read_text};
use crate::store::find::SETTINGS;
use crate::store::programmes;
use crate::store::recording::{is_interrupted, lacks_driver};

/// Where a case lies in a folder; its file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasePath {
    /// Its path within the folder, with forward slashes.
    pub file: String,
}

impl CasePath {
    /// Its name without `.toml`, which is the id of the case.
    pub fn stem(&self) -> &str {
        id_of(&self.file)
    }
}

/// A case file of a folder.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// Its path within the folder, with forward slashes.
    pub file: String,
    /// Its name without `.toml`, which is the id of the case.
    pub stem: String,
    /// The case; none if the file has an error, and is not judged.
    pub case: Option<Case>,
}

impl CaseFile {
    /// Where it lies.
    pub fn path(&self) -> CasePath {
        CasePath { file: self.file.clone() }
    }
}

/// Everything of a folder that a report needs.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where it is.
    pub root: PathBuf,
    /// Its settings.
    pub settings: Settings,
    /// The programmes that its cases can be on.
    pub programmes: Vec<Programme>,
    /// Its case files, in the order of their paths.
    pub cases: Vec<CaseFile>,
    /// Everything that is wrong with its files.
    pub problems: Vec<Problem>,
    /// Each is worked out when it is first asked for.
    calendars: BTreeMap<Division, OnceLock<Calendar>>,
}

impl Folder {
    /// The programme of that id.
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.id == id)
    }

    /// The calendar of a division, with the folder's own changes.
    pub fn calendar(&self, division: Division) -> &Calendar {
        self.calendars[&division].get_or_init(|| self.settings.calendar(division))
    }

    /// The calendar of a case: its own, or its programme's.
    pub fn calendar_of(&self, case: &Case, programme: &Programme) -> &Calendar {
        self.calendar(case.calendar.unwrap_or(programme.calendar))
    }
}

/// Reads a folder. What is wrong with one file never keeps the others from being read. Given a day,
/// what is dated after it is warned of.
pub fn load(root: &Path, today: Option<Day>) -> Folder {
    load_from(Place::Folder(root), &|_| true, today)
}

/// Reads a folder from a place: settings, programmes, and the cases whose file names are wanted.
pub(super) fn load_from(place: Place<'_>, wanted: Wanted<'_>, today: Option<Day>) -> Folder {
    let mut folder = load_rules_from(place, &[]);
    // A folder of a newer format has no cases that this release could read.
    if folder.programmes.is_empty() {
        return folder;
    }
    let (files, found) = files_below(place, CASES, wanted);
    folder.problems.extend(found);
    let read: Vec<(CaseFile, Vec<Problem>)> =
        files.par_iter().map(|file| read_case(place, &folder, file, today)).collect();
    for (case, found) in read {
        folder.cases.push(case);
        folder.problems.extend(found);
    }
    let duplicates = same_ids(&files);
    for problem in duplicates.iter().filter(|problem| problem.is_error()) {
        folder.cases.iter_mut().filter(|case| case.file == problem.file).for_each(|case| {
            case.case = None;
        });
    }
    folder.problems.extend(duplicates);
    let participants = folder.cases.iter().filter_map(|file| {
        let case = file.case.as_ref()?;
        Some(Participant::of(&file.file, case))
    });
    let found = found_together(place, &files, participants);
    folder.problems.extend(found);
    folder
}

/// The case files of which others have the same id.
pub(super) fn same_ids(files: &[String]) -> Vec<Problem> {
    check::ids_are_unique(ids(files))
}

/// What else is wrong with case files that none of them shows by itself.
pub(super) fn found_together<'a>(
    place: Place<'_>,
    files: &[String],
    participants: impl IntoIterator<Item = Participant<'a>>,
) -> Vec<Problem> {
    let (records, _) = files_below(place, ERASURES, &Erasure::is_named_so);
    let mut found = check::erased_stay_away(ids(files), &records, &remembered_in(place));
    found.extend(check::referrals_are_unique(participants));
    found
}

/// The ids of case files, with their paths.
fn ids(files: &[String]) -> impl Iterator<Item = (&str, &str)> {
    files.iter().map(|file| (id_of(file), file.as_str()))
}

/// The id of the case in a file, given by its path.
pub(super) fn id_of(file: &str) -> &str {
    stem(file.rsplit('/').next().unwrap_or(file))
}

/// The records of erasures that are remembered beside a folder, by their paths; none of what a commit has.
fn remembered_in(place: Place<'_>) -> Vec<String> {
    let Place::Folder(root) = place else { return Vec::new() };
    let remembered = remembered(&root.join(".git").join("caseload")).unwrap_or_default();
    remembered.iter().map(|erasure| Erasure::file_of(&erasure.id)).collect()
}

/// Reads settings and programmes of a folder, and no case.
pub fn load_rules(root: &Path) -> Folder {
    load_rules_after(root, &[])
}

/// Reads settings and programmes of a folder as they would be after these changes, and no case.
pub fn load_rules_after(root: &Path, changes: &[FileChange]) -> Folder {
    load_rules_from(Place::Folder(root), changes)
}

/// Reads settings and programmes from a place, as they would be after these changes, and no case.
pub(super) fn load_rules_from(place: Place<'_>, changes: &[FileChange]) -> Folder {
    let (settings, problems) = read_settings(place, changes);
    let known_format = settings.is_some();
    let settings = settings.unwrap_or_default();
    let calendars = Division::ALL.map(|(_, division)| (division, OnceLock::new())).into();
    let root = place.root().to_path_buf();
    let (programmes, cases) = (Vec::new(), Vec::new());
    let mut folder = Folder { root, settings, programmes, cases, problems, calendars };
    // What is on the disk says nothing about a commit.
    if let Some(root) = place.on_disk() {
        folder.problems.extend(is_interrupted(root).then(interrupted));
        folder.problems.extend(lacks_driver(root).then(without_driver));
    }
    if known_format {
        let (programmes, found) = programmes::read(place, changes);
        folder.programmes = programmes;
        folder.problems.extend(found);
        let (settings, programmes) = (&folder.settings, &folder.programmes);
        let strangers = check::retention_is_of_known_programmes(settings, programmes);
        folder.problems.extend(strangers);
    }
    folder
}

/// What is on record may not stand in the files yet.
fn interrupted() -> Problem {
    Problem::error(SETTINGS, "interrupted", "a recording was cut short and waits to be finished")
        .with_hint("the next command that records finishes it; `caseload save` does nothing else")
        .as_warning()
}

/// A plain `git pull` would merge the files line by line.
fn without_driver() -> Problem {
    let message = "git's own merges of this folder are not set up, as in a clone that git made";
    Problem::error(SETTINGS, "merge", message)
        .with_hint("any command that records sets them up, such as `caseload save`")
        .as_warning()
}

/// The case files of a folder whose names without `.toml` are wanted, not read; with problems for what
/// cannot be listed.
pub fn list_cases(root: &Path, wanted: Wanted<'_>) -> (Vec<CasePath>, Vec<Problem>) {
    list_cases_from(Place::Folder(root), wanted)
}

/// The same, from a place.
pub(super) fn list_cases_from(
    place: Place<'_>,
    wanted: Wanted<'_>,
) -> (Vec<CasePath>, Vec<Problem>) {
    let (files, problems) = files_below(place, CASES, &|name| wanted(stem(name)));
    (files.into_iter().map(|file| CasePath { file }).collect(), problems)
}

/// The name of a case file without `.toml`.
pub(super) fn stem(name: &str) -> &str {
    name.strip_suffix(".toml").unwrap_or(name)
}

/// The text of a case file.
///
/// # Errors
///
/// The problem with it, if it cannot be read.
pub fn read_case_text(root: &Path, file: &str) -> Result<String, Box<Problem>> {
    read_text(Place::Folder(root), file)
}

/// The text of a case file, with what is no text in UTF-8 replaced.
///
/// # Errors
///
/// The problem with it, if it cannot be read at all.
pub fn read_case_lossily(root: &Path, file: &str) -> Result<String, Box<Problem>> {
    read_bytes(Place::Folder(root), file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn read_settings(place: Place<'_>, changes: &[FileChange]) -> (Option<Settings>, Vec<Problem>) {
    let own = changes.iter().find(|change| change.file == SETTINGS);
    let text = own.and_then(|change| change.new.clone());
    match text.map_or_else(|| read_text(place, SETTINGS), Ok) {
        Ok(text) => Settings::read(&Source::new(SETTINGS, text)),
        Err(problem) => (Some(Settings::default()), vec![*problem]),
    }
}

fn read_case(
    place: Place<'_>,
    folder: &Folder,
    file: &str,
    today: Option<Day>,
) -> (CaseFile, Vec<Problem>) {
    let path = CasePath { file: file.to_owned() };
    let mut read = CaseFile { stem: path.stem().to_owned(), file: path.file, case: None };
    let text = match read_text(place, file) {
        Ok(text) => text,
        Err(problem) => return (read, vec![*problem]),
    };
    let source = Source::new(file, text);
    let (programmes, settings) = (&folder.programmes, &folder.settings);
    let (case, problems) = check::read_case(&source, &read.stem, programmes, settings, today);
    read.case = case.filter(|_| !any_error(&problems));
    (read, problems)
}
