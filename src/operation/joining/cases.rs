//! The merge of a case that was recorded in two places, wherever its file lies in each.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Layout, NotMergeable, Person, Version, merge};
use crate::operation::joining::{FileVersions, JoinedCase, Moved, Obstacle, Side, change};
use crate::operation::{FileChange, stem};

/// A file of the folder as it lies in one version.
#[derive(Clone, Copy)]
struct Lying<'v> {
    file: &'v str,
    text: &'v str,
}

/// One case in three versions of the folder, with all its files: more than one where somebody forgot a
/// copy.
#[derive(Default)]
struct Versions<'v> {
    base: Vec<Lying<'v>>,
    here: Vec<Lying<'v>>,
    there: Vec<Lying<'v>>,
    /// Whether it has another id on one side.
    is_moved: bool,
}

/// By what a case is known in all versions: the id that it had when both sides began, in lower case; and
/// whether it came to that id since, in the place of one that was given another.
type Key = (String, bool);

/// The cases that two sides changed, in all the files that have their ids.
pub(super) fn join_cases(
    files: &[&FileVersions],
    moved: &[Moved],
) -> Result<(Vec<FileChange>, Vec<JoinedCase>), Vec<Obstacle>> {
    let (mut after, mut cases, mut obstacles) = (BTreeMap::new(), Vec::new(), Vec::new());
    for versions in by_case(files, moved).values() {
        match join_case(versions) {
            Ok((files, case)) => {
                for After { file, text } in files {
                    let twice = after.insert(file.clone(), text);
                    obstacles.extend(twice.map(|_| two_people(&file, &file)));
                }
                cases.extend(case);
            }
            Err(obstacle) => obstacles.push(obstacle),
        }
    }
    if !obstacles.is_empty() {
        return Err(obstacles);
    }
    let change = |versions: &&FileVersions| change(versions, after.get(&versions.file).cloned());
    Ok((files.iter().filter_map(change).collect(), cases))
}

/// The side on which a file seems to be another person's than it was, as far as its texts tell; none where
/// they do not say so. Who has the history asks that.
pub fn given_again(versions: &FileVersions) -> Option<Side> {
    if !versions.file.starts_with("cases/") {
        return None;
    }
    let person = |text: &Option<String>| Person::of(text.as_deref()?);
    let base = person(&versions.base)?;
    [(Side::Here, &versions.here), (Side::There, &versions.there)].into_iter().find_map(
        |(side, text)| person(text).filter(|later| base.is_replaced_by(later)).map(|_| side),
    )
}

fn by_case<'v>(files: &[&'v FileVersions], moved: &[Moved]) -> BTreeMap<Key, Versions<'v>> {
    let mut cases: BTreeMap<Key, Versions<'v>> = BTreeMap::new();
    for versions in files {
        let id = stem(&versions.file).to_lowercase();
        let lying = |text: &'v Option<String>| {
            text.as_deref().map(|text| Lying { file: &versions.file, text })
        };
        cases.entry((id.clone(), false)).or_default().base.extend(lying(&versions.base));
        for (side, text) in [(Side::Here, &versions.here), (Side::There, &versions.there)] {
            let (key, is_moved) = key(moved, side, &id);
            let case = cases.entry(key).or_default();
            case.is_moved |= is_moved && text.is_some();
            side.of([&mut case.here, &mut case.there]).extend(lying(text));
        }
    }
    cases
}

/// By what the case of an id on one side is known, and whether it had another id before.
fn key(moved: &[Moved], side: Side, id: &str) -> (Key, bool) {
    let has = |known: &Option<String>, id: &str| {
        known.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(id))
    };
    // Given an id on either side: which of the two it is to have nobody can tell.
    let is_followed = |it: &&Moved| {
        let other = moved
            .iter()
            .find(|other| other.side != it.side && other.from.eq_ignore_ascii_case(&it.from));
        other.and_then(|other| other.to.as_deref()).is_none_or(|other| has(&it.to, other))
    };
    let mut of_this_side = moved.iter().filter(|it| it.side == side);
    let mut followed = of_this_side.clone().filter(is_followed);
    if let Some(it) = followed.find(|it| has(&it.to, id)) {
        return ((it.from.to_lowercase(), false), true);
    }
    let has_made_room = of_this_side.any(|it| it.from.eq_ignore_ascii_case(id));
    ((id.to_owned(), has_made_room), false)
}

/// One case: its files after.
fn join_case(versions: &Versions<'_>) -> Result<(Vec<After>, Option<JoinedCase>), Obstacle> {
    let Versions { base, here, there, is_moved } = versions;
    if [base, here, there].iter().any(|version| version.len() > 1) {
        // A copy that somebody forgot: each file by itself, and `check` names them.
        return join_each(versions);
    }
    let (after, case) = merged(base.first(), here.first(), there.first(), *is_moved)?;
    Ok((after.into_iter().collect(), case))
}

/// Files of one case that one version has several times, each by itself.
fn join_each(versions: &Versions<'_>) -> Result<(Vec<After>, Option<JoinedCase>), Obstacle> {
    let Versions { base, here, there, is_moved } = versions;
    let all = base.iter().chain(here).chain(there);
    let files: BTreeSet<&str> = all.map(|lying| lying.file).collect();
    let (mut after, mut joined): (Vec<After>, Option<JoinedCase>) = <_>::default();
    for file in files {
        let [base, here, there] =
            [base, here, there].map(|version| version.iter().find(|lying| lying.file == file));
        let (text, case) = merged(base, here, there, *is_moved)?;
        after.extend(text);
        joined = joined.or(case);
    }
    Ok((after, joined))
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
    is_moved: bool,
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
    if !is_moved && ids.collect::<BTreeSet<_>>().len() > 1 {
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
    people(true, here, there)
}

fn people(is_certain: bool, here: &str, there: &str) -> Obstacle {
    Obstacle::TwoPeople {
        is_certain,
        id: stem(here).to_owned(),
        here: here.to_owned(),
        there: there.to_owned(),
    }
}

fn obstacle(error: &NotMergeable, here: &str, there: &str) -> Obstacle {
    let side = match error {
        NotMergeable::TwoPeople { .. } => return two_people(here, there),
        NotMergeable::PerhapsTwo => return people(false, here, there),
        NotMergeable::Layout { version: Version::Theirs, .. } => Side::There,
        _ => Side::Here,
    };
    let file = side.of([here, there]).to_owned();
    Obstacle::Unreadable { file, side, why: error.to_string() }
}
