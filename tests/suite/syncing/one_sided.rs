//! What only one side changed, when two were brought together: it stays as that side wrote it, to the
//! byte.

use std::collections::{BTreeMap, BTreeSet};

use crate::recording::office::Office;

/// The files of a version of a folder, each with git's name for its bytes.
type Version = BTreeMap<String, String>;

/// The case files that are not what they should be on a machine on which two commits were brought
/// together: those that one side left as both had them are the other's.
pub(crate) fn touched(machine: &Office, here: &str, there: &str) -> Vec<String> {
    touched_among(machine, here, there, &|_| true)
}

/// The same where what was done here was put on top of what was done there, one commit after another: of
/// what was changed here, and changed back, each is merged by itself.
pub(crate) fn touched_by_rebase(machine: &Office, here: &str, there: &str) -> Vec<String> {
    let range = format!("{there}..{here}");
    let changed = machine.git_says(&["log", "--format=", "--name-only", &range]);
    let changed: BTreeSet<&str> = changed.lines().collect();
    let bases = machine.git_says(&["merge-base", here, there]);
    let (base, ours) = (recorded(machine, bases.trim()), recorded(machine, here));
    let is_back = |file: &str| changed.contains(file) && base.get(file) == ours.get(file);
    touched_among(machine, here, there, &|file| !is_back(file))
}

fn touched_among(
    machine: &Office,
    here: &str,
    there: &str,
    is_asked: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let bases = machine.git_says(&["merge-base", "--all", here, there]);
    let bases: Vec<Version> = bases.lines().map(|base| recorded(machine, base)).collect();
    let (is, ours, theirs) = (lying(machine), recorded(machine, here), recorded(machine, there));
    let files: BTreeSet<&String> = ours.keys().chain(theirs.keys()).chain(is.keys()).collect();
    let mut touched = Vec::new();
    for file in files.into_iter().filter(|file| file.starts_with("cases/") && is_asked(file)) {
        let base = bases.first().and_then(|base| base.get(file));
        let is_one = bases.iter().all(|other| other.get(file) == base);
        let should = match (ours.get(file), theirs.get(file)) {
            (ours, theirs) if ours == base => theirs,
            (ours, theirs) if theirs == base => ours,
            _ => continue,
        };
        if is_one && is.get(file) != should {
            touched.push(format!("{file} is not as one side alone left it ({here}, {there})"));
        }
    }
    touched
}

/// What was recorded with a commit.
fn recorded(machine: &Office, commit: &str) -> Version {
    let listed = machine.git_says(&["ls-tree", "-r", commit]);
    let read = |line: &str| {
        let (about, file) = line.split_once('\t').unwrap();
        (file.to_owned(), about.rsplit(' ').next().unwrap().to_owned())
    };
    listed.lines().map(read).collect()
}

/// What lies in the folder.
fn lying(machine: &Office) -> Version {
    let files: Vec<String> = machine.files().into_keys().collect();
    let mut arguments = vec!["hash-object", "--no-filters", "--"];
    arguments.extend(files.iter().map(String::as_str));
    let names = machine.git_says(&arguments);
    files.iter().cloned().zip(names.lines().map(str::to_owned)).collect()
}
