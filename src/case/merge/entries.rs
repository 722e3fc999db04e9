//! Which entries stand in a merged text, each merged with what it is on the other side.

use std::collections::BTreeMap;

use crate::case::merge::body::merge_bodies;
use crate::case::merge::choose::choose;
use crate::case::merge::disagreement::{Disagreement, entry_name};
use crate::case::merge::lines::{Lines, merge_lines, surplus};
use crate::case::merge::sheet::{Body, Piece, Sheet};
use crate::case::merge::sound::sound_entry;
use crate::case::merge::who::Who;

/// An entry of the merged text.
pub(super) struct Standing {
    pub(super) who: Who,
    pub(super) piece: Piece,
    pub(super) found: Vec<Disagreement>,
}

/// The entries that stand, those of the base first. The comments of what is gone are put behind
/// what stood above it on its side, so that they stay.
pub(super) fn standing(base: &Sheet, sides: &mut [Sheet; 2], who: [&[Who]; 2]) -> Vec<Standing> {
    let mut standing = Vec::new();
    for (index, piece) in base.pieces.iter().enumerate() {
        let this = Who::Base(index);
        let at = who.map(|who| who.iter().position(|who| *who == this));
        standing.extend(match at {
            [Some(ours), Some(theirs)] => Some(both(this, Some(piece), sides, [ours, theirs])),
            [Some(at), None] => Some(one(this, &sides[0].pieces[at], &sides[1])),
            [None, Some(at)] => Some(one(this, &sides[1].pieces[at], &sides[0])),
            [None, None] => None,
        });
    }
    standing.extend(additions(sides, who));
    for (side, who) in who.into_iter().enumerate() {
        for (at, who) in who.iter().enumerate() {
            if let Who::Gone(index) = who {
                leave_comments(&mut sides[side].pieces[at], &base.pieces[*index]);
            }
        }
    }
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

/// An entry of the base, or one in the place of such a one, that stands though only one side has it. That
/// is left to be settled where the other has none of its identity.
fn one(who: Who, piece: &Piece, other: &Sheet) -> Standing {
    let identity = piece.identity();
    let is_told = !other.pieces.iter().any(|piece| piece.identity() == identity);
    let entry = entry_name(&identity).filter(|_| is_told);
    let found = entry.iter().map(|entry| Disagreement::kept(entry)).collect();
    Standing { who, piece: piece.clone(), found }
}

/// Leaves the comments of an entry that is gone, those that its side wrote, behind what stands above.
fn leave_comments(piece: &mut Piece, in_base: &Piece) {
    let loose = surplus(&piece.all_comments(), &in_base.all_comments());
    put_behind(&mut piece.apart, loose);
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
