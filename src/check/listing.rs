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

/// Ensures that no entry stands in a file twice, equal in all but `logged` and `worker`.
pub(super) fn entries_are_not_repeated(context: &CaseContext<'_>) -> Vec<Problem> {
    let text = context.source.text();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    for entry in context.case.entries() {
        let record = entry.record();
        let Some(said) = what_is_said(&text[record.span.start..]) else { continue };
        let line = record.line;
        if let Some(first) = seen.get(&said) {
            let message = format!("this is the same as the entry on line {first}");
            problems.push(
                Problem::error(context.source.name(), "repeated", message)
                    .with_hint("if it was copied by mistake, take one of the two out")
                    .at(Some(context.source.place(&record.span)))
                    .as_warning(),
            );
        } else {
            seen.insert(said, line);
        }
    }
    problems
}

/// The lines of an entry under a `[[header]]` in their order by letters, without blank ones,
/// remarks, `logged` and `worker`. None where the entry is written in another way.
pub fn what_is_said(text: &str) -> Option<String> {
    let mut lines = text.lines();
    let header = lines.next().filter(|line| line.trim_start().starts_with("[["))?;
    let mut said: Vec<&str> = lines
        .map(str::trim)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter(|line| !line.starts_with("logged") && !line.starts_with("worker"))
        .collect();
    said.sort_unstable();
    Some(format!("{}\n{}", header.trim(), said.join("\n")))
}
