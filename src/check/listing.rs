//! What must be unique: ids among files, identities within one.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::Entry;
use crate::check::CaseContext;
use crate::problem::Problem;

/// Ensures that no two files have the same id. Ids that differ by letter case alone are odd: some
/// disks cannot tell their files apart. The files are given by id and path; the problem stands at
/// each of them.
pub fn ids_are_unique<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Problem> {
    let mut by_id: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (id, file) in files {
        by_id.entry(id.to_lowercase()).or_default().push(file);
    }
    let mut problems = Vec::new();
    for (_, files) in by_id.into_iter().filter(|(_, files)| files.len() > 1) {
        for (index, file) in files.iter().enumerate() {
            let other = files[usize::from(index == 0)];
            let same = files.iter().filter(|other| stem(other) == stem(file)).count() > 1;
            let message = if same {
                format!("`{other}` has the same id")
            } else {
                format!("`{other}` has the same id but for small and capital letters")
            };
            let problem = Problem::error(*file, "duplicate-id", message).with_hint(
                "keep one of the two, or give one of them an id of its own (file name and `id`)",
            );
            problems.push(if same { problem } else { problem.as_warning() });
        }
    }
    problems
}

/// A file's name without its folders.
fn stem(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// Ensures that no two entries of a file have the same `logged`, which is their identity.
pub(super) fn identities_are_unique(context: &CaseContext<'_>) -> Vec<Problem> {
    let case = context.case;
    let records = case.entries().into_iter().map(Entry::record);
    let mut seen = BTreeSet::new();
    records
        .filter_map(|record| record.logged.as_ref().map(|logged| (logged, record)))
        .filter(|(logged, _)| !seen.insert(logged.as_str()))
        .map(|(logged, record)| {
            let message = format!("a second entry has `logged = {logged}`");
            Problem::error(context.source.name(), "logged", message)
                .with_hint("if one was copied by hand, take its `logged` line out")
                .at(Some(context.source.place(&record.span)))
                .as_warning()
        })
        .collect()
}
