//! The merge of a case that was recorded in two places, wherever its file lies in each.

use std::collections::BTreeSet;

use crate::case::{Layout, NotMergeable, Version, merge};
use crate::operation::joining::{FileVersions, JoinedCase, Obstacle, Side, change};
use crate::operation::{FileChange, stem};

/// A file of the folder as it lies in one version.
#[derive(Clone, Copy)]
struct Lying<'v> {
    file: &'v str,
    text: &'v str,
}

/// One case, in all the files that have its id.
pub(super) fn join_case(
    files: &[&FileVersions],
) -> Result<(Vec<FileChange>, Option<JoinedCase>), Obstacle> {
    let lying = |text: fn(&FileVersions) -> &Option<String>| {
        let there_are = files.iter().filter_map(move |versions| {
            Some(Lying { file: &versions.file, text: text(versions).as_deref()? })
        });
        there_are.collect::<Vec<_>>()
    };
    let (base, here, there) = (lying(|it| &it.base), lying(|it| &it.here), lying(|it| &it.there));
    if [&base, &here, &there].iter().any(|version| version.len() > 1) {
        // A copy that somebody forgot: each file by itself, and `check` names them.
        return join_each(files);
    }
    let (base, here, there) = (base.first(), here.first(), there.first());
    let (after, case) = merged(base, here, there)?;
    Ok((moved(files, after.as_ref()), case))
}

/// Files of one id that one version has several times, each by itself.
fn join_each(files: &[&FileVersions]) -> Result<(Vec<FileChange>, Option<JoinedCase>), Obstacle> {
    let mut changes = Vec::new();
    let mut joined: Option<JoinedCase> = None;
    for versions in files {
        let lying = |text: &'_ Option<String>| -> Option<String> { text.clone() };
        let texts = [&versions.base, &versions.here, &versions.there].map(lying);
        let [base, here, there] = texts
            .each_ref()
            .map(|text| text.as_deref().map(|text| Lying { file: &versions.file, text }));
        let (after, case) = merged(base.as_ref(), here.as_ref(), there.as_ref())?;
        changes.extend(change(versions, after.map(|after| after.text)));
        joined = joined.or(case);
    }
    Ok((changes, joined))
}

/// A file after two versions were joined.
struct After {
    file: String,
    text: String,
}

/// A case in three versions: its file after, and what is to be said if both sides changed it.
fn merged(
    base: Option<&Lying<'_>>,
    here: Option<&Lying<'_>>,
    there: Option<&Lying<'_>>,
) -> Result<(Option<After>, Option<JoinedCase>), Obstacle> {
    let same = |one: Option<&Lying<'_>>, other: Option<&Lying<'_>>| {
        one.map(|it| (it.file, it.text)) == other.map(|it| (it.file, it.text))
    };
    let as_is = |side: Option<&Lying<'_>>| {
        side.map(|it| After { file: it.file.to_owned(), text: it.text.to_owned() })
    };
    let both = |left, taken_away, file: &str| {
        Some(JoinedCase { id: stem(file).to_owned(), left, taken_away })
    };
    if same(here, there) || same(there, base) {
        return Ok((as_is(here), None));
    }
    if same(here, base) {
        return Ok((as_is(there), None));
    }
    let (here, there) = match (here, there) {
        (Some(here), Some(there)) => (here, there),
        (None, None) => return Ok((None, None)),
        (Some(kept), None) => {
            return Ok((as_is(Some(kept)), both(Vec::new(), Some(Side::There), kept.file)));
        }
        (None, Some(kept)) => {
            return Ok((as_is(Some(kept)), both(Vec::new(), Some(Side::Here), kept.file)));
        }
    };
    // Git's own merge may show three versions of which one is another case's.
    let ids = base.into_iter().chain([here, there]).filter_map(|it| id_in(it.text));
    if ids.collect::<BTreeSet<_>>().len() > 1 {
        return Err(two_people(here.file, there.file));
    }
    let merged = merge(base.map(|it| it.text), here.text, there.text)
        .map_err(|error| obstacle(&error, here.file, there.file))?;
    let file = match base.map(|it| it.file) {
        Some(base) if here.file == base => there.file,
        Some(base) if there.file == base => here.file,
        _ => here.file.min(there.file),
    };
    let case = both(merged.conflicts, None, file);
    Ok((Some(After { file: file.to_owned(), text: merged.text }), case))
}

/// The id that a text gives to its case, if it can be told.
fn id_in(text: &str) -> Option<&str> {
    let layout = Layout::of(text).ok()?;
    let id = layout.header_key("id")?;
    Some(text.get(id.value.clone())?.trim_matches(['"', '\'']))
}

fn two_people(here: &str, there: &str) -> Obstacle {
    Obstacle::TwoPeople {
        id: stem(here).to_owned(),
        here: here.to_owned(),
        there: there.to_owned(),
    }
}

fn obstacle(error: &NotMergeable, here: &str, there: &str) -> Obstacle {
    let side = match error {
        NotMergeable::TwoPeople { .. } => return two_people(here, there),
        NotMergeable::Layout { version: Version::Theirs, .. } => Side::There,
        _ => Side::Here,
    };
    let file = side.of([here, there]).to_owned();
    Obstacle::Unreadable { file, side, why: error.to_string() }
}

/// What changes here when a case lies in this file from now on, and in no other.
fn moved(files: &[&FileVersions], after: Option<&After>) -> Vec<FileChange> {
    let text_in =
        |file: &str| after.filter(|after| after.file == file).map(|after| after.text.clone());
    files.iter().filter_map(|versions| change(versions, text_in(&versions.file))).collect()
}
