//! The programmes of a folder: those embedded, its changes to them, and its own.

use std::collections::BTreeSet;

use crate::operation::FileChange;
use crate::problem::Problem;
use crate::programme::{Programme, ProgrammeFile, builtin, read_programme_file};
use crate::reading::{Source, did_you_mean, safe_line};
use crate::store::files::{Place, files_below, read_text};

/// Every programme of the folder as it would be after these changes, with the problems of its
/// programme files. A file that cannot be read changes nothing, and says so.
pub(super) fn read(place: Place<'_>, changes: &[FileChange]) -> (Vec<Programme>, Vec<Problem>) {
    let mut programmes: Vec<Programme> = builtin().to_vec();
    let (there, mut problems) = files_below(place, "programmes", &|_| true);
    let change_of = |name: &String| changes.iter().find(|change| change.file == *name);
    let new = changes.iter().filter(|change| change.new.is_some()).map(|change| &change.file);
    let new = new.filter(|name| name.starts_with("programmes/"));
    let names: BTreeSet<&String> = there.iter().chain(new).collect();
    for name in names.into_iter().filter(|name| !name.ends_with(".scenarios.toml")) {
        let text = match change_of(name) {
            Some(change) => change.new.clone().map(Ok),
            None => Some(read_text(place, name)),
        };
        match text {
            None => {}
            Some(Ok(text)) => {
                problems.extend(add(&mut programmes, &Source::new(name.as_str(), text)));
            }
            Some(Err(problem)) => problems.push(*problem),
        }
    }
    (programmes, problems)
}

fn add(programmes: &mut Vec<Programme>, source: &Source) -> Vec<Problem> {
    let stem = stem(source.name());
    let (file, mut problems) = read_programme_file(source);
    let mut refuse = |message: String, hint: String| {
        problems.push(Problem::error(source.name(), "programme", message).with_hint(hint));
    };
    match file {
        None => {}
        Some(ProgrammeFile::Whole(programme)) if programme.id != stem => refuse(
            format!("the id `{}` is not the file's name", safe_line(&programme.id)),
            format!("rename the file to `{}.toml`", safe_line(&programme.id)),
        ),
        Some(ProgrammeFile::Whole(programme))
            if programmes.iter().any(|known| known.id == programme.id) =>
        {
            refuse(
                format!("`{}` comes with the tool", programme.id),
                format!("to change it, write `extends = \"{}\"` and overrides", programme.id),
            );
        }
        Some(ProgrammeFile::Whole(programme)) => programmes.push(*programme),
        Some(ProgrammeFile::Extends(extension)) => {
            let named = extension.extends.value.clone();
            let ids: Vec<&str> = builtin().iter().map(|known| known.id.as_str()).collect();
            match programmes.iter_mut().find(|known| known.id == named) {
                None => refuse(
                    format!("there is no programme `{}` to extend", safe_line(&named)),
                    did_you_mean(&named, &ids, ""),
                ),
                Some(_) if named != stem => refuse(
                    format!("a file that extends `{named}` must have its name"),
                    format!("rename it to `{named}.toml`"),
                ),
                Some(programme) => {
                    let (changed, found) = extension.apply(programme, source);
                    if !crate::problem::any_error(&found) {
                        *programme = changed;
                    }
                    problems.extend(found);
                }
            }
        }
    }
    problems
}

fn stem(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name).trim_end_matches(".toml")
}
