//! What must be unique: ids among files, identities within one.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::case::{Case, Said};
use crate::check::CaseContext;
use crate::problem::Problem;
use crate::reading::safe_line;

/// What tells the participant of a case from others.
#[derive(Clone, Copy, Debug)]
pub struct Participant<'a> {
    /// The file of the case.
    pub file: &'a str,
    /// The name, where the provider keeps names here.
    pub name: Option<&'a str>,
    /// The number that the participant has elsewhere.
    pub reference: Option<&'a str>,
    /// The day on which the case begins.
    pub begun: Option<Day>,
}

impl<'a> Participant<'a> {
    /// The participant of a case.
    pub fn of(file: &'a str, case: &'a Case) -> Participant<'a> {
        Participant {
            file,
            name: case.name.as_deref(),
            reference: case.reference.as_deref(),
            begun: case.referred.as_ref().or(case.started.as_ref()).map(|day| day.value),
        }
    }
}

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

/// Ensures that no case that was erased is here again, as when its file was put back from a backup, and
/// that its record is. The files are given by id and path, the records of what was erased by their
/// paths, and by its record what this machine remembers to have been erased.
pub fn erased_stay_away<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    records: &[String],
    remembered: &[String],
) -> Vec<Problem> {
    let known = records.iter().chain(remembered);
    let erased: BTreeSet<String> =
        known.filter_map(|record| Some(record.split('/').nth(1)?.to_lowercase())).collect();
    if erased.is_empty() {
        return Vec::new();
    }
    let lost = remembered.iter().filter(|record| !records.contains(record)).map(|record| {
        let id = record.split('/').nth(1).unwrap_or_default();
        Problem::error(record, "erased", "the record of an erasure was taken away").with_hint(
            format!("put it back: caseload erase {id}; git log -- erasures says who it was"),
        )
    });
    let is_back = |(id, _): &(&str, &str)| erased.contains(&id.to_lowercase());
    let problem = |(id, file): (&str, &str)| {
        let message = format!("`{}` was erased, and is here again", safe_line(id));
        Problem::error(file, "erased", message).with_hint(format!(
            "if plain git brought it back: caseload sync, or without a remote caseload erase {id}; if it was put \
             there by hand, take the file away; if it is somebody else's, give it another id: caseload renumber {id}",
            id = safe_line(id)
        ))
    };
    files.into_iter().filter(is_back).map(problem).chain(lost).collect()
}

/// Ensures that no participant has two cases for one referral: the same number elsewhere, or the same name
/// where a number does not tell them apart, and the same day. As when two machines imported the same
/// sheet before they met. The problem stands at the file of each of them.
pub fn referrals_are_unique<'a>(
    participants: impl IntoIterator<Item = Participant<'a>>,
) -> Vec<Problem> {
    let cases: Vec<Participant<'_>> = participants.into_iter().collect();
    let mut problems = Vec::new();
    for (number, files) in same_referrals(cases.iter().copied()) {
        let what = format!("the same number `{}` and referral", safe_line(number));
        let hint = "if a sheet was imported on two machines, `caseload undo` takes one of the two \
                    imports back; else mend the `ref` of one";
        for (index, file) in files.iter().enumerate() {
            problems.push(doubled(file, files[usize::from(index == 0)], &what, hint));
        }
    }
    for (file, other) in same_names(&cases) {
        let hint = "if they are one person, keep one case: `caseload undo` takes a referral back, \
                    `caseload erase` a case of long ago; if they are two, a `ref` for each tells \
                    them apart";
        problems.push(doubled(file, other, "the same name and referral", hint));
    }
    problems
}

fn doubled(file: &str, other: &str, what: &str, hint: &str) -> Problem {
    let message = format!("`{other}` has {what}");
    Problem::error(file, "duplicate-case", message).with_hint(hint).as_warning()
}

/// The cases that seem to be of one person by name and day, with another one each: not where both have
/// a number, which says whether they are.
fn same_names<'a>(cases: &[Participant<'a>]) -> Vec<(&'a str, &'a str)> {
    let mut by_name: BTreeMap<_, Vec<&Participant<'_>>> = BTreeMap::new();
    for case in cases {
        if let (Some(name), Some(day)) = (case.name, case.begun) {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            by_name.entry((name, day)).or_default().push(case);
        }
    }
    let numbered = |case: &Participant<'_>| case.reference.is_some();
    let mut found = Vec::new();
    for ((name, _), alike) in by_name {
        for case in alike.iter().filter(|_| !name.is_empty()) {
            let mut others = alike.iter().filter(|other| other.file != case.file);
            let other = others.find(|other| !(numbered(case) && numbered(other)));
            found.extend(other.map(|other| (case.file, other.file)));
        }
    }
    found
}

/// The referrals that several cases are of, each with the number that the participant has elsewhere
/// and the files.
pub fn same_referrals<'a>(
    participants: impl IntoIterator<Item = Participant<'a>>,
) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut by_referral: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for case in participants {
        if let Some(number) = case.reference {
            by_referral.entry((number.trim(), case.begun)).or_default().push(case.file);
        }
    }
    let several = by_referral.into_iter().filter(|(_, files)| files.len() > 1);
    several.map(|((number, _), files)| (number, files)).collect()
}

/// A file's name without its folders.
fn stem(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// Ensures that no two entries of a file have the same `logged`, which is their identity.
pub(super) fn identities_are_unique(context: &CaseContext<'_>) -> Vec<Problem> {
    let logged = context.entries.iter().map(|entry| entry.record().logged.as_deref());
    let mut identities: Vec<(&str, usize)> =
        logged.zip(0..).filter_map(|(logged, at)| Some((logged?, at))).collect();
    identities.sort_unstable();
    let twice = identities.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    twice
        .map(|pair| {
            let (logged, at) = pair[1];
            let message = format!("a second entry has `logged = {logged}`");
            Problem::error(context.source.name(), "logged", message)
                .with_hint(
                    "if both are of one thing, take one of the two out; if one was copied by hand, take its \
                     `logged` line out",
                )
                .at(Some(context.source.place(&context.entries[at].record().span)))
                .as_warning()
        })
        .collect()
}

/// Ensures that no entry stands in a file twice, equal in all but `logged` and `worker`.
pub(super) fn entries_are_not_repeated(context: &CaseContext<'_>) -> Vec<Problem> {
    // Two that say the same are of one moment, and have the same note: hardly any need to be taken apart.
    let about = context.entries.iter().map(|entry| {
        let on = entry.on().map(|on| (on.day, on.time));
        (on, entry.kind(), entry.record().note.as_deref())
    });
    let mut order: Vec<_> = about.zip(0_usize..).collect();
    order.sort_unstable();
    let groups = order.chunk_by(|(one, _), (other, _)| one == other);
    let alike = groups.filter(|alike| alike.len() > 1);
    let entries = alike.map(|alike| alike.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    entries.flat_map(|entries| repeated(context, &entries)).collect()
}

/// A problem at each of these entries that says what one before it says.
fn repeated(context: &CaseContext<'_>, entries: &[usize]) -> Vec<Problem> {
    let mut by_words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in entries {
        by_words.entry(context.entries[*at].words()).or_default().push(*at);
    }
    let alike = by_words.into_values().filter(|entries| entries.len() > 1);
    alike.flat_map(|entries| repeated_among(context, &entries)).collect()
}

fn repeated_among(context: &CaseContext<'_>, entries: &[usize]) -> Vec<Problem> {
    let mut seen: Vec<(Said, usize)> = Vec::new();
    let mut problems = Vec::new();
    for at in entries {
        let record = context.entries[*at].record();
        let next = context.entries.get(at + 1).map(|next| next.record().span.start);
        let text = context.source.text();
        let text = text.get(record.span.start..next.unwrap_or(text.len())).unwrap_or_default();
        let Some(said) = Said::by(text) else { continue };
        let Some((_, first)) = seen.iter().find(|(other, _)| *other == said) else {
            seen.push((said, record.line));
            continue;
        };
        let message = format!("this is the same as the entry on line {first}");
        problems.push(
            Problem::error(context.source.name(), "repeated", message)
                .with_hint("if it was copied by mistake, take one of the two out")
                .at(Some(context.source.place(&record.span)))
                .as_warning(),
        );
    }
    problems
}
