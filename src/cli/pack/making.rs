//! Making the files of a pack from what is recorded; and again, from the pack itself.

use std::collections::BTreeMap;

use crate::calendar::Holidays;
use crate::case::CaseFacts;
use crate::cli::clock;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::history::told;
use crate::obligation::{Evaluation, evaluate};
use crate::operation::stem;
use crate::problem::any_error;
use crate::report::{
    BUNDLE, Drawn, MANIFEST, Manifest, ORIGINAL, Pack, PackFacts, PackedCase, PackedProgramme,
};
use crate::store::{self, Bundle, BundleError, Folder, Originals};

/// What of a folder is in its settings alone.
pub(super) const SETTINGS: &str = "caseload.toml";

/// A pack that can be written.
pub(super) struct Made {
    /// The facts about it.
    pub(super) facts: PackFacts,
    /// Its files by their paths.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// What of the folder is in it to the byte.
    pub(super) originals: Vec<(String, Vec<u8>)>,
    /// The digest that stands for all of it.
    pub(super) digest: String,
    /// How many commits of its history were made by git itself.
    pub(super) by_git: usize,
}

/// A pack of these cases, each an id and a file.
pub(super) fn pack(
    context: &Context,
    cases: Vec<(String, String)>,
    drawn: Option<Drawn>,
) -> Result<Made, Failure> {
    let folder = &context.folder;
    let revision = context.revision();
    let programmes = programmes_of(folder, &cases);
    let wanted = |file: &str| {
        cases.iter().any(|(_, case)| case == file)
            || file.starts_with("programmes/") && programmes.iter().any(|it| it.id == stem(file))
    };
    let mut originals = store::originals(&folder.root, revision.as_deref(), &wanted)?;
    let to_the_byte: Vec<(String, Vec<u8>)> =
        originals.files.iter().map(|(file, bytes)| (file.clone(), bytes.clone())).collect();
    let settings = folder.settings.without_people().into_bytes();
    originals.files.insert(SETTINGS.to_owned(), settings);
    let followed: Vec<String> = to_the_byte.iter().map(|(file, _)| file.clone()).collect();
    let bytes = revision.as_ref().map(|commit| store::bundle(&folder.root, commit, &followed));
    let bytes = bytes.transpose()?;
    let bundle = bytes.as_ref().map(|bytes| Bundle::read(bytes)).transpose()?;
    let facts = PackFacts {
        release: env!("CARGO_PKG_VERSION").to_owned(),
        made: clock::logged(clock::now()),
        provider: folder.settings.provider.clone(),
        today: context.today,
        revision,
        drawn,
        cases,
        programmes,
        holidays: Holidays::digest(),
        settings: folder.settings.digest.clone(),
        settings_object: bundle.as_ref().and_then(|bundle| bundle.name_of(SETTINGS)),
    };
    let (mut files, by_git) = again(&facts, &originals, bundle.as_ref())?;
    files.extend(bytes.map(|bytes| (BUNDLE.to_owned(), bytes)));
    let manifest = Manifest::of(&files);
    files.insert(MANIFEST.to_owned(), manifest.into_bytes());
    let digest = Manifest::check(&files).digest;
    Ok(Made { facts, files, originals: to_the_byte, digest, by_git })
}

/// Every file of a pack but its history and its manifest, from its facts, its original files and its
/// history; with how many commits were made by git itself.
pub(super) fn again(
    facts: &PackFacts,
    originals: &Originals,
    bundle: Option<&Bundle>,
) -> Result<(BTreeMap<String, Vec<u8>>, usize), Failure> {
    let folder = originals.folder();
    if any_error(&folder.problems) {
        let hint = "caseload check, in the folder that it was made from";
        let failure = Failure::request("the original files cannot be judged by themselves", hint);
        return Err(failure.with_problems(folder.problems));
    }
    let followed: Vec<String> =
        originals.files.keys().filter(|file| *file != SETTINGS).cloned().collect();
    let (steps, by_git) = match bundle {
        Some(bundle) => bundle.steps(&followed)?,
        None => (vec![Vec::new(); followed.len()], Vec::new()),
    };
    let number = by_git.len();
    let mut steps: BTreeMap<String, Vec<store::Step>> = followed.into_iter().zip(steps).collect();
    let judged = judged(facts, &folder)?;
    let cases = judged.iter().zip(&facts.cases).map(|(evaluation, (_, file))| PackedCase {
        evaluation,
        says: CaseFacts::of(&text_of(originals, file)),
        steps: steps.remove(file).unwrap_or_default().into_iter().map(told).collect(),
    });
    let timezone = folder.settings.timezone;
    let mut files = Pack::new(facts.clone(), cases.collect(), timezone, by_git).files();
    for (file, bytes) in &originals.files {
        files.insert(format!("{ORIGINAL}{file}"), bytes.clone());
    }
    Ok((files, number))
}

fn text_of(originals: &Originals, file: &str) -> String {
    let bytes = originals.files.get(file).map(Vec::as_slice).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}

fn judged<'f>(facts: &PackFacts, folder: &'f Folder) -> Result<Vec<Evaluation<'f>>, Failure> {
    let judge = |(id, file): &(String, String)| {
        let found = folder.cases.iter().find(|case| case.file == *file && case.stem == *id);
        let case = found.and_then(|found| found.case.as_ref())?;
        let programme = folder.programme(&case.programme.value)?;
        Some(evaluate(programme, folder.calendar_of(case, programme), case, facts.today))
    };
    let judged = facts.cases.iter().map(judge).collect::<Option<Vec<_>>>();
    judged.ok_or_else(|| Failure::request("a case of the pack is not among its originals", ""))
}

/// The programmes that these cases are on, each once.
pub(super) fn programmes_of(folder: &Folder, cases: &[(String, String)]) -> Vec<PackedProgramme> {
    let packed = folder.programmes.iter().filter(|programme| {
        folder.cases.iter().any(|file| {
            cases.iter().any(|(_, case)| *case == file.file)
                && file.case.as_ref().is_some_and(|it| it.programme.value == programme.id)
        })
    });
    packed.map(|it| PackedProgramme { id: it.id.clone(), digest: it.digest.clone() }).collect()
}

impl From<BundleError> for Failure {
    fn from(error: BundleError) -> Failure {
        let message = format!("the history: {error}");
        match error {
            BundleError::Disk(_) => Failure::cannot_read(message, "is the disk full?"),
            _ => Failure::request(message, "git fsck says whether the repository is whole"),
        }
    }
}

impl From<store::SnapshotError> for Failure {
    fn from(error: store::SnapshotError) -> Failure {
        Failure::request(error.to_string(), "git fsck says whether the repository is whole")
    }
}
