//! Reading a folder: settings, programmes and every case file, in parallel.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::calendar::{Calendar, Day, Division};
use crate::case::Case;
use crate::check::{self, CaseContext};
use crate::problem::{Problem, any_error};
use crate::programme::Programme;
use crate::reading::{Source, did_you_mean, safe_line};
use crate::settings::Settings;
use crate::store::files::{files_below, read_text};
use crate::store::find::SETTINGS;
use crate::store::programmes;

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
    calendars: BTreeMap<Division, Calendar>,
}

impl Folder {
    /// The programme of that id.
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.id == id)
    }

    /// The calendar of a division, with the folder's own changes.
    pub fn calendar(&self, division: Division) -> &Calendar {
        &self.calendars[&division]
    }

    /// The calendar of a case: its own, or its programme's.
    pub fn calendar_of(&self, case: &Case, programme: &Programme) -> &Calendar {
        self.calendar(case.calendar.unwrap_or(programme.calendar))
    }
}

/// Reads a folder. What is wrong with one file never keeps the others from being read. Given a day,
/// what is dated after it is warned of.
pub fn load(root: &Path, today: Option<Day>) -> Folder {
    let (settings, mut problems) = read_settings(root);
    let known_format = settings.is_some();
    let settings = settings.unwrap_or_default();
    let calendars = Division::ALL
        .into_iter()
        .map(|(_, division)| (division, settings.calendar(division)))
        .collect();
    let mut folder = Folder {
        root: root.to_path_buf(),
        settings,
        programmes: Vec::new(),
        cases: Vec::new(),
        problems: Vec::new(),
        calendars,
    };
    if known_format {
        let (programmes, found) = programmes::read(root);
        folder.programmes = programmes;
        problems.extend(found);
        let (files, found) = files_below(root, "cases");
        problems.extend(found);
        let read: Vec<(CaseFile, Vec<Problem>)> =
            files.par_iter().map(|file| read_case(&folder, file, today)).collect();
        for (case, found) in read {
            folder.cases.push(case);
            problems.extend(found);
        }
        let duplicates = check::ids_are_unique(
            folder.cases.iter().map(|case| (case.stem.as_str(), case.file.as_str())),
        );
        for problem in duplicates.iter().filter(|problem| problem.is_error()) {
            folder.cases.iter_mut().filter(|case| case.file == problem.file).for_each(|case| {
                case.case = None;
            });
        }
        problems.extend(duplicates);
    }
    folder.problems = problems;
    folder
}

fn read_settings(root: &Path) -> (Option<Settings>, Vec<Problem>) {
    match read_text(root, SETTINGS) {
        Ok(text) => Settings::read(&Source::new(SETTINGS, text)),
        Err(problem) => (Some(Settings::default()), vec![*problem]),
    }
}

fn read_case(folder: &Folder, file: &str, today: Option<Day>) -> (CaseFile, Vec<Problem>) {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.strip_suffix(".toml").unwrap_or(name).to_owned();
    let mut read = CaseFile { file: file.to_owned(), stem, case: None };
    let text = match read_text(&folder.root, file) {
        Ok(text) => text,
        Err(problem) => return (read, vec![*problem]),
    };
    let source = Source::new(file, text);
    let (case, mut problems) = Case::read_what_can_be(&source, &read.stem);
    if let Some(case) = case {
        match folder.programme(&case.programme.value) {
            None => problems.push(unknown_programme(folder, &source, &case)),
            Some(programme) => {
                let settings = &folder.settings;
                let context =
                    CaseContext { source: &source, case: &case, programme, settings, today };
                problems.extend(check::case(&context));
            }
        }
        problems.sort_by_key(|problem| {
            problem.place.as_ref().map_or((0, 0), |place| (place.line, place.column))
        });
        read.case = Some(case).filter(|_| !any_error(&problems));
    }
    (read, problems)
}

fn unknown_programme(folder: &Folder, source: &Source, case: &Case) -> Problem {
    let id = &case.programme;
    let known: Vec<&str> = folder.programmes.iter().map(|known| known.id.as_str()).collect();
    Problem::error(
        source.name(),
        "programme",
        format!("there is no programme `{}`", safe_line(&id.value)),
    )
    .with_hint(did_you_mean(&id.value, &known, "`caseload programme list` lists them"))
    .at(Some(source.place(&id.span)))
}
