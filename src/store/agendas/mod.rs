//! What is to be done in a folder, read without keeping more of its cases than that.
//!
//! Of every file that was read before, and is the same to the byte, what follows from it is taken from
//! an [`Index`]. Of any other it is worked out, and kept there for the next time.

mod index;
mod kept;

use std::path::Path;

use rayon::prelude::*;

use crate::calendar::Day;
use crate::check::{self, Participant};
use crate::obligation::{Agenda, evaluate};
use crate::problem::{Problem, any_error};
use crate::reading::Source;
use crate::store::CASES;
use crate::store::files::{Place, files_below, read_text};
use crate::store::load::{self, Folder};
pub(in crate::store) use index::forget;
use index::{Digest, Index};
use kept::KeptCase;

/// What is to be done for the cases of a folder that can be judged, in the order of their files.
#[derive(Debug, Default)]
pub struct Agendas {
    cases: Vec<KeptCase>,
}

impl Agendas {
    /// What is to be done for each case, by the rules of the folder that it was read with.
    pub fn by<'a>(&'a self, folder: &'a Folder) -> Vec<Agenda<'a>> {
        self.cases.par_iter().filter_map(|case| case.agenda(folder)).collect()
    }
}

/// Reads a folder, and of its cases no more than what is to be done on a day: every problem is in the
/// folder, and no case.
pub fn agendas(root: &Path, today: Day) -> (Folder, Agendas) {
    let place = Place::Folder(root);
    let mut folder = load::load_rules_from(place, &[]);
    // A folder of a newer format has no cases that this release could read.
    if folder.programmes.is_empty() {
        return (folder, Agendas::default());
    }
    let (files, found) = files_below(place, CASES, &|_| true);
    folder.problems.extend(found);
    let index = Index::of(&folder, today);
    let read: Vec<Read> =
        files.par_iter().map(|file| read_case((place, file), &folder, &index)).collect();
    index.keep(read.iter().filter_map(|read| read.keeps.as_ref()));
    let same = load::same_ids(&files);
    let is_judged = |file: &str| !same.iter().any(|it| it.is_error() && it.file == file);
    let mut cases = Vec::new();
    for read in read {
        folder.problems.extend(read.problems);
        cases.extend(read.case.filter(|case| is_judged(&case.file)));
    }
    folder.problems.extend(same);
    let participants = cases.iter().map(KeptCase::participant);
    let found = load::found_together(place, &files, participants);
    folder.problems.extend(found);
    (folder, Agendas { cases })
}

/// What came of reading one file.
struct Read {
    /// What the case comes to, unless its file has an error.
    case: Option<KeptCase>,
    problems: Vec<Problem>,
    keeps: Option<Keeps>,
}

/// What the index has of a file with which nothing is wrong.
enum Keeps {
    /// What it had before.
    Still(Digest),
    /// Something new.
    Now(Digest, Vec<u8>),
}

fn read_case((place, file): (Place<'_>, &str), folder: &Folder, index: &Index) -> Read {
    let text = match read_text(place, file) {
        Ok(text) => text,
        Err(problem) => return Read { case: None, problems: vec![*problem], keeps: None },
    };
    let digest = index.digest(file, &text);
    let found = digest.and_then(|digest| Some((index.find(&digest, file, &text)?, digest)));
    if let Some((case, digest)) = found {
        let keeps = Some(Keeps::Still(digest));
        return Read { case: Some(case), problems: Vec::new(), keeps };
    }
    let source = Source::new(file, text);
    let (case, problems) = work_out(&source, folder, index.today);
    let placed = case.as_ref().filter(|_| problems.is_empty());
    let placed = placed.and_then(|case| case.placed(source.text())?.bytes());
    let keeps = digest.zip(placed).map(|(digest, bytes)| Keeps::Now(digest, bytes));
    Read { case, problems, keeps }
}

/// What a case comes to by its file, and what is wrong with that.
fn work_out(source: &Source, folder: &Folder, today: Day) -> (Option<KeptCase>, Vec<Problem>) {
    let (file, programmes) = (source.name(), &folder.programmes);
    let id = load::id_of(file);
    let (case, problems) = check::read_case(source, id, programmes, &folder.settings, None);
    let kept = case.filter(|_| !any_error(&problems)).and_then(|case| {
        let programme = folder.programme(&case.programme.value)?;
        let evaluation = evaluate(programme, folder.calendar_of(&case, programme), &case, today);
        Some(KeptCase::of(&evaluation, Participant::of(file, &case), folder))
    });
    (kept, problems)
}
