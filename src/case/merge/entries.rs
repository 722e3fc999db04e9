//! Which entries stand in a merged text, each merged with its twin on the other side.

use std::collections::BTreeMap;

use crate::case::identity::Identity;
use crate::case::meaning::Meaning;
use crate::case::merge::body::merge_bodies;
use crate::case::merge::choose::choose;
use crate::case::merge::disagreement::{Disagreement, entry_name};
use crate::case::merge::lines::{Lines, merge_lines, surplus};
use crate::case::merge::sheet::{Body, Piece, Sheet};
use crate::case::merge::sound::sound_entry;

/// An entry across the texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// The so-manyeth of the base.
    Base(usize),
    /// One that the base has not. Two of one identity but other content are two entries, and equal
    /// ones within one file are told apart by their order.
    New(Identity, Vec<(String, Meaning)>, usize),
}

/// An entry of the merged text.
pub(super) struct Standing {
    pub(super) who: Who,
    pub(super) piece: Piece,
    pub(super) found: Vec<Disagreement>,
}

/// Who the entries of a side are.
pub(super) fn identify(base: &Sheet, side: &Sheet) -> Vec<Who> {
    let mut known: BTreeMap<Identity, Vec<usize>> = BTreeMap::new();
    for (index, piece) in base.pieces.iter().enumerate() {
        known.entry(piece.identity()).or_default().push(index);
    }
    let mut seen: BTreeMap<Identity, usize> = BTreeMap::new();
    let mut new: BTreeMap<(Identity, Vec<(String, Meaning)>), usize> = BTreeMap::new();
    let mut who = Vec::new();
    for piece in &side.pieces {
        let identity = piece.identity();
        let number = seen.entry(identity.clone()).or_default();
        let in_base = known.get(&identity).and_then(|indices| indices.get(*number));
        *number += 1;
        who.push(if let Some(index) = in_base {
            Who::Base(*index)
        } else {
            let content = content_of(&identity, piece);
            let number = new.entry((identity.clone(), content.clone())).or_default();
            *number += 1;
            Who::New(identity, content, *number)
        });
    }
    who
}

/// What a new entry says, where its identity does not tell.
fn content_of(identity: &Identity, piece: &Piece) -> Vec<(String, Meaning)> {
    if !matches!(identity, Identity::Logged(..)) {
        return Vec::new();
    }
    let content = piece.body.content();
    content.into_iter().map(|(name, meaning)| (name.to_owned(), meaning.clone())).collect()
}

/// The entries that stand, those of the base first. The comments of what is gone are put behind
/// what stood above it on its side, so that they stay.
pub(super) fn standing(base: &Sheet, sides: &mut [Sheet; 2], who: [&[Who]; 2]) -> Vec<Standing> {
    let mut standing = Vec::new();
    for (index, piece) in base.pieces.iter().enumerate() {
        let is = |other: &Who| *other == Who::Base(index);
        let at = who.map(|who| who.iter().position(is));
        let stands = match at {
            [Some(ours), Some(theirs)] => {
                Some(both(Who::Base(index), Some(piece), sides, [ours, theirs]))
            }
            [Some(at), None] => one(index, base, sides, [0, 1], at),
            [None, Some(at)] => one(index, base, sides, [1, 0], at),
            [None, None] => None,
        };
        standing.extend(stands);
    }
    standing.extend(additions(sides, who));
    standing
}

/// The entries that the base has not.
fn additions(sides: &mut [Sheet; 2], who: [&[Who]; 2]) -> Vec<Standing> {
    let mut new: BTreeMap<Who, [Option<usize>; 2]> = BTreeMap::new();
    for side in [0, 1] {
        let of_side = who[side].iter().enumerate();
        for (at, who) in of_side.filter(|(_, who)| matches!(who, Who::New(..))) {
            new.entry(who.clone()).or_default()[side] = Some(at);
        }
    }
    let mut additions = Vec::new();
    for (who, at) in new {
        additions.push(match at {
            [Some(ours), Some(theirs)] => both(who, None, sides, [ours, theirs]),
            [ours, theirs] => {
                let one = ours.map(|at| &sides[0].pieces[at]);
                let one = one.or_else(|| theirs.map(|at| &sides[1].pieces[at]));
                let Some(piece) = one.cloned() else { continue };
                Standing { who, piece, found: Vec::new() }
            }
        });
    }
    additions
}

/// An entry that both sides have.
fn both(who: Who, base: Option<&Piece>, sides: &mut [Sheet; 2], at: [usize; 2]) -> Standing {
    let [ours, theirs] = [&sides[0].pieces[at[0]], &sides[1].pieces[at[1]]];
    let entry = entry_name(&ours.identity());
    let (no_body, no_lines) = (Body::default(), Lines::default());
    let base_body = base.map_or(&no_body, |base| &base.body);
    let bodies = [&ours.body, &theirs.body];
    let merged = merge_bodies(entry.as_deref(), base_body, bodies);
    let merged = sound_entry(entry.as_deref(), base_body, bodies, merged);
    let comments = base.map_or(&no_lines, |base| &base.comments);
    let piece = Piece {
        blank: choose(base.map(|base| base.blank.as_str()), &ours.blank, &theirs.blank).to_owned(),
        comments: merge_lines(comments, &ours.comments, &theirs.comments),
        body: merged.body,
        ..ours.clone()
    };
    for (side, loose) in merged.loose.into_iter().enumerate() {
        put_behind(&mut sides[side].pieces[at[side]].apart, loose);
    }
    Standing { who, piece, found: merged.found }
}

/// An entry of the base that only one side still has: it stands if that side changed it, or has
/// more entries of this identity than the base, so that it cannot be said which of them was removed.
/// Where the other has what it was changed to, by another of its identity, that is the one that stands.
fn one(
    index: usize,
    base: &Sheet,
    sides: &mut [Sheet; 2],
    [has_it, has_not]: [usize; 2],
    at: usize,
) -> Option<Standing> {
    let piece = sides[has_it].pieces[at].clone();
    let in_base = &base.pieces[index];
    let identity = in_base.identity();
    let count =
        |sheet: &Sheet| sheet.pieces.iter().filter(|piece| piece.identity() == identity).count();
    let has_more = count(&sides[has_it]) > count(base);
    let says_the_same = |other: &Piece| {
        other.identity() == identity && other.body.content() == piece.body.content()
    };
    let is_changed = piece.body.content() != in_base.body.content()
        && !sides[has_not].pieces.iter().any(says_the_same);
    let side = &mut sides[has_it];
    if is_changed || has_more {
        let found = entry_name(&identity).iter().map(|entry| Disagreement::kept(entry)).collect();
        return Some(Standing { who: Who::Base(index), piece, found });
    }
    let loose = surplus(&piece.all_comments(), &in_base.all_comments());
    put_behind(&mut side.pieces[at].apart, loose);
    None
}

/// Puts comments behind others, those that do not stand there yet.
pub(super) fn put_behind(lines: &mut Lines, mut comments: Vec<String>) {
    let there = lines.tally();
    comments.retain(|comment| !there.contains_key(comment));
    if lines.0.is_empty() && !comments.is_empty() {
        lines.0.push("\n".to_owned());
    }
    lines.0.extend(comments.into_iter().map(|comment| format!("{comment}\n")));
}
