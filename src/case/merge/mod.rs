//! The merge of three texts of one case: what two people made of it since they last had the same.
//!
//! Entries are matched by their identity (`who`) and merged key by key
//! (`entries`, `body`); what two sides set differently is taken from one of them, the same whoever is
//! asked, and left to be settled in a `[[conflict]]` (`disagreement`). Comments are merged line by
//! line (`lines`, `apart`). `sheet` takes a text apart and puts it together again.
//!
//! Three laws hold of everything here, and tests hold them to the byte: the order of the two sides
//! makes no difference; merging the outcome with a side again changes nothing; and where one side
//! left things as they were, the other's stand. One exception to the second is known: what was left to be
//! settled in the base, was settled on one side and is found again, word for word, is told by the outcome, and
//! no more once that is merged with this side again. What was recorded stands all the same.

mod apart;
mod body;
mod choose;
mod disagreement;
mod entries;
mod lines;
mod sheet;
mod sound;
mod who;

use std::collections::BTreeSet;

pub use disagreement::Disagreement;

use crate::case::layout::{Layout, LayoutError};
use crate::case::merge::apart::{Order, merge_apart};
use crate::case::merge::body::{MergedBody, merge_bodies};
use crate::case::merge::choose::{choose_by, normal};
use crate::case::merge::disagreement::header;
use crate::case::merge::entries::{Standing, put_behind, standing};
use crate::case::merge::lines::Lines;
use crate::case::merge::sheet::{Body, End, Piece, Sheet, repeated_kinds};
use crate::case::merge::sound::{Frame, is_exit, sound_frame};
use crate::case::merge::who::{Who, identify};
use crate::case::person::{Likeness, Person};

/// The outcome of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The text.
    pub text: String,
    /// What this merge left to be settled; the text holds a `[[conflict]]` for each. What had been
    /// left before is not said again.
    pub conflicts: Vec<Disagreement>,
}

/// One of the three texts of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// What both sides began with.
    Base,
    /// One side.
    Ours,
    /// The other.
    Theirs,
}

/// Why three texts cannot be merged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMergeable {
    /// One of them cannot be taken apart.
    #[error("{error}")]
    Layout {
        /// Which.
        version: Version,
        /// Why.
        error: LayoutError,
    },
    /// Both are new and are about two people: they have different values of this key.
    #[error("the two files have different `{key}`: they are two people's")]
    TwoPeople {
        /// The first key in which they differ.
        key: &'static str,
    },
    /// Both are new, and nothing in them shows whether they are about one person.
    #[error("nothing in the two files shows whether they are one person's")]
    PerhapsTwo,
    /// A name is a key in one text and a header in another.
    #[error("a name is a key in one text and a header in the other")]
    Clash,
}

/// Merges two versions of a case that have a common one, or none if both are new.
///
/// # Errors
///
/// If a text cannot be taken apart, or two new ones are about two people, or may be.
pub fn merge(base: Option<&str>, ours: &str, theirs: &str) -> Result<Merged, NotMergeable> {
    let repeated = check_layouts(base, ours, theirs)?;
    let yielded = [ours, theirs].iter().position(|side| Some(*side) == base);
    if ours == theirs || yielded.is_some() {
        let text = if yielded == Some(0) { theirs } else { ours };
        return Ok(Merged { text: text.to_owned(), conflicts: Vec::new() });
    }
    let take_apart = |version, text| {
        Sheet::of(text, &repeated).map_err(|error| NotMergeable::Layout { version, error })
    };
    let sides = [take_apart(Version::Ours, ours)?, take_apart(Version::Theirs, theirs)?];
    if base.is_none() {
        one_person(ours, theirs)?;
    }
    let base_sheet =
        base.map_or_else(|| Ok(Sheet::default()), |it| take_apart(Version::Base, it))?;
    let (sheet, conflicts) = merge_sheets(&base_sheet, sides);
    let mut text = sheet.text();
    if base == Some(text.as_str()) {
        // Both sides only moved entries about: a change all the same, and one of them stands.
        ours.max(theirs).clone_into(&mut text);
    }
    // A name that is a key in one text and a header in the other is all that could be in the way.
    Layout::of(&text).map_err(|_| NotMergeable::Clash)?;
    Ok(Merged { text, conflicts })
}

/// The kinds whose header is written `[[so]]` in one of the texts at least.
fn check_layouts(
    base: Option<&str>,
    ours: &str,
    theirs: &str,
) -> Result<BTreeSet<String>, NotMergeable> {
    let mut repeated = BTreeSet::from(["conflict".to_owned()]);
    let texts =
        [(Version::Base, base), (Version::Ours, Some(ours)), (Version::Theirs, Some(theirs))];
    for (version, text) in texts {
        let Some(text) = text else { continue };
        repeated
            .extend(repeated_kinds(text).map_err(|error| NotMergeable::Layout { version, error })?);
    }
    Ok(repeated)
}

/// Ensures that two new texts are about one person.
fn one_person(ours: &str, theirs: &str) -> Result<(), NotMergeable> {
    let likeness = |ours: Person, theirs: Person| ours.likeness(&theirs);
    match Person::of(ours).zip(Person::of(theirs)).map(|(ours, theirs)| likeness(ours, theirs)) {
        Some(Likeness::One(_)) => Ok(()),
        Some(Likeness::Two(key)) => Err(NotMergeable::TwoPeople { key }),
        Some(Likeness::Unknown) | None => Err(NotMergeable::PerhapsTwo),
    }
}

fn merge_sheets(base: &Sheet, mut sides: [Sheet; 2]) -> (Sheet, Vec<Disagreement>) {
    let base_who: Vec<Who> = (0..base.pieces.len()).map(Who::Base).collect();
    let who = identify(base, sides.each_ref());
    let tops = sides.each_ref().map(|side| side.top.clone());
    let mut top = merge_bodies(Some(&header()), &base.top, tops.each_ref());
    let mut standing = standing(base, &mut sides, who.each_ref().map(Vec::as_slice));
    sound(base, &mut sides, &mut top, &mut standing);
    for (side, loose) in top.loose.iter().enumerate() {
        put_behind(&mut sides[side].top_apart, loose.clone());
    }
    let conflicts = add_conflicts(&mut standing, std::mem::take(&mut top.found));
    standing.sort_by_cached_key(place_of);
    let order: Order<'_> = standing.iter().map(|it| &it.who).zip(1..).collect();
    let [ours, theirs] = &sides;
    let apart = merge_apart(&order, [(base, &base_who), (ours, &who[0]), (theirs, &who[1])]);
    (put_together(base, &sides, top.body, standing, apart), conflicts)
}

/// Takes header and exit of one side whole where those merged do not go together.
fn sound(base: &Sheet, sides: &mut [Sheet; 2], top: &mut MergedBody, standing: &mut [Standing]) {
    let at = standing.iter().position(|it| is_exit(&it.piece));
    let frame = |sheet: &Sheet| {
        let exit = sheet.pieces.iter().find(|piece| is_exit(piece));
        (sheet.top.clone(), exit.map(|piece| piece.body.clone()))
    };
    let texts = [frame(base), frame(&sides[0]), frame(&sides[1])];
    let [base, ours, theirs] =
        texts.each_ref().map(|(top, exit)| Frame { top, exit: exit.as_ref() });
    let merged = Frame { top: &top.body, exit: at.map(|at| &standing[at].piece.body) };
    let Some((whole_top, whole_exit)) = sound_frame(merged, base, [ours, theirs]) else { return };
    *top = whole_top;
    if let Some((at, exit)) = at.zip(whole_exit) {
        standing[at].piece.body = exit.body;
        standing[at].found = exit.found;
        for (side, loose) in exit.loose.into_iter().enumerate() {
            if let Some(piece) = sides[side].pieces.iter_mut().find(|piece| is_exit(piece)) {
                put_behind(&mut piece.apart, loose);
            }
        }
    }
}

/// Adds a `[[conflict]]` for everything found that has none yet, and says which were added.
fn add_conflicts(standing: &mut Vec<Standing>, found: Vec<Disagreement>) -> Vec<Disagreement> {
    let of_entries = standing.iter_mut().flat_map(|it| std::mem::take(&mut it.found));
    let found: Vec<Disagreement> = found.into_iter().chain(of_entries).collect();
    let mut known: BTreeSet<_> = standing
        .iter()
        .filter(|it| it.piece.kind == "conflict")
        .map(|it| it.piece.identity())
        .collect();
    let mut added = Vec::new();
    for disagreement in found {
        let Some(piece) = disagreement.piece() else { continue };
        let identity = piece.identity();
        if known.insert(identity.clone()) {
            let who = Who::New(identity, Vec::new(), 0);
            standing.push(Standing { who, piece, found: Vec::new() });
            added.push(disagreement);
        }
    }
    added.sort();
    added
}

/// Where an entry stands: those of the base in its order, then by `logged`, then by what they say;
/// what is to be settled comes last.
fn place_of(standing: &Standing) -> impl Ord + use<> {
    let logged = standing.piece.body.part("logged");
    let logged = logged.map(|part| (part.meaning.clone(), normal(&part.raw).into_owned()));
    let is_new = matches!(standing.who, Who::New(..));
    let is_conflict = is_new && standing.piece.kind == "conflict";
    (
        is_new,
        is_conflict,
        is_new && logged.is_none(),
        logged.filter(|_| is_new),
        standing.who.clone(),
    )
}

fn put_together(
    base: &Sheet,
    sides: &[Sheet; 2],
    top: Body,
    standing: Vec<Standing>,
    mut apart: Vec<Lines>,
) -> Sheet {
    let [ours, theirs] = sides;
    let end = |side: &Sheet| side.end.clone().or_else(|| base.end.clone());
    let ending = |side: &Sheet| side.line_ending.or(base.line_ending);
    let plain_end =
        |end: &Option<End>| end.as_ref().map(|end| (end.ends, normal(&end.blank).into_owned()));
    let mut pieces: Vec<Piece> = standing.into_iter().map(|it| it.piece).collect();
    let top_apart = std::mem::take(&mut apart[0]);
    let mut above = &top_apart;
    for (piece, apart) in pieces.iter_mut().zip(apart.into_iter().skip(1)) {
        // Else the comments above would be this entry's.
        if piece.blank.is_empty() && !above.0.is_empty() {
            "\n".clone_into(&mut piece.blank);
        }
        piece.apart = apart;
        above = &piece.apart;
    }
    Sheet {
        mark: choose_by(Some(&base.mark), ours.mark, theirs.mark, |mark| *mark),
        line_ending: choose_by(Some(&base.line_ending), ending(ours), ending(theirs), |it| *it),
        end: choose_by(Some(&base.end), end(ours), end(theirs), plain_end),
        top,
        top_apart,
        pieces,
    }
}
