//! Which entries of three texts are the same one, and which of those that the base has stand.
//!
//! An entry is known by its identity. Twins, entries of one identity of which one text has several,
//! come of two machines that wrote in the same millisecond, or of a plain git merge that kept an
//! entry as it was beside what it was corrected to. They are known by what they say: one that says
//! something else is another, and two that say the same are told apart by their order. So a side
//! that corrected one and a side that took one away do not get in each other's way.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::case::identity::Identity;
use crate::case::meaning::Meaning;
use crate::case::merge::sheet::{Piece, Sheet};

/// An entry across the texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// The so-manyeth of the base, or a new twin that stands in the place of one that is gone.
    Base(usize),
    /// One that the base has not. Two of one identity but other content are two entries, and equal
    /// ones within one file are told apart by their order.
    New(Identity, Content, usize),
    /// The so-manyeth of the base, which does not stand.
    Gone(usize),
}

/// The keys of an entry with what they mean.
type Content = Vec<(String, Meaning)>;

/// Who the entries of both sides are.
pub(super) fn identify(base: &Sheet, sides: [&Sheet; 2]) -> [Vec<Who>; 2] {
    let twins = twins([base, sides[0], sides[1]]);
    let mut who = sides.map(|side| identify_side(base, side, &twins));
    let mut new: BTreeMap<Identity, BTreeSet<Who>> = BTreeMap::new();
    for who in who.iter().flatten() {
        if let Who::New(identity, ..) = who {
            new.entry(identity.clone()).or_default().insert(who.clone());
        }
    }
    let mut places: BTreeMap<Identity, Vec<usize>> = BTreeMap::new();
    for (index, piece) in base.pieces.iter().enumerate() {
        places.entry(piece.identity()).or_default().push(index);
    }
    for (identity, places) in places {
        let new = new.remove(&identity).unwrap_or_default();
        let gone = gone(base, sides, &who, &places, &new);
        for who in who.iter_mut().flatten() {
            settle(who, &gone, &new);
        }
    }
    for (side, who) in sides.into_iter().zip(&mut who) {
        keep_order(side, who);
    }
    who
}

/// The identities of which a text has more than one entry.
fn twins(texts: [&Sheet; 3]) -> BTreeSet<Identity> {
    let mut twins = BTreeSet::new();
    for text in texts {
        let mut seen = BTreeSet::new();
        let identities = text.pieces.iter().map(Piece::identity);
        twins.extend(identities.filter(|identity| !seen.insert(identity.clone())));
    }
    twins
}

/// Who the entries of a side are: twins by what they say, any other by its identity alone.
fn identify_side(base: &Sheet, side: &Sheet, twins: &BTreeSet<Identity>) -> Vec<Who> {
    let known_by = |piece: &Piece| {
        let identity = piece.identity();
        let content = twins.contains(&identity).then(|| content(piece));
        (identity, content)
    };
    let mut in_base: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, piece) in base.pieces.iter().enumerate() {
        in_base.entry(known_by(piece)).or_default().push(index);
    }
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let who = |piece: &Piece| {
        let known_by = known_by(piece);
        let in_base = in_base.get(&known_by).map_or(&[][..], Vec::as_slice);
        let before = seen.entry(known_by).or_default();
        let number = *before;
        *before += 1;
        match in_base.get(number) {
            Some(index) => Who::Base(*index),
            None => Who::New(piece.identity(), content(piece), number),
        }
    };
    side.pieces.iter().map(who).collect()
}

/// What an entry says, where its identity does not tell.
fn content(piece: &Piece) -> Content {
    if !matches!(piece.identity(), Identity::Logged(..)) {
        return Content::new();
    }
    let content = piece.body.content();
    content.into_iter().map(|(name, meaning)| (name.to_owned(), meaning.clone())).collect()
}

/// Which entries of the base of one identity, and of these places, do not stand.
fn gone(
    base: &Sheet,
    sides: [&Sheet; 2],
    who: &[Vec<Who>; 2],
    places: &[usize],
    new: &BTreeSet<Who>,
) -> Vec<usize> {
    let has = |side: usize, index: usize| who[side].contains(&Who::Base(index));
    let stands = |index: usize| match [0, 1].map(|side| has(side, index)) {
        [true, true] => true,
        [true, false] => outlives(base, index, sides[0], &who[0]),
        [false, true] => outlives(base, index, sides[1], &who[1]),
        [false, false] => false,
    };
    let mut gone: Vec<usize> = places.iter().copied().filter(|index| !stands(*index)).collect();
    if new.is_empty() && gone.len() == places.len() {
        // Where each side took away what the other left, the greatest that is left on either stands.
        let rank = |index: usize| (content(&base.pieces[index]), Reverse(index));
        let left = |side: usize| {
            places.iter().map(|index| rank(*index)).filter(|(_, index)| has(side, index.0)).max()
        };
        let greatest = left(0).zip(left(1)).map(|(ours, theirs)| ours.max(theirs).1.0);
        gone.retain(|index| Some(*index) != greatest);
    }
    gone
}

/// Whether an entry stands that one side took away and this one still has: it stands if this side
/// changed it, or has more that say the same, so that it cannot be said which of them was taken away.
fn outlives(base: &Sheet, index: usize, side: &Sheet, who: &[Who]) -> bool {
    let in_base = &base.pieces[index];
    let (identity, content) = (in_base.identity(), content(in_base));
    let is_one_more =
        |who: &Who| matches!(who, Who::New(of, said, _) if *of == identity && *said == content);
    let is_changed = |(piece, who): (&Piece, &Who)| {
        *who == Who::Base(index) && piece.body.content() != in_base.body.content()
    };
    who.iter().any(is_one_more) || side.pieces.iter().zip(who).any(is_changed)
}

/// Says of an entry that it is gone, or lets a new one stand in the place of one that is, as an
/// entry does that was changed: so it stays there, whichever merge it is that finds it.
fn settle(who: &mut Who, gone: &[usize], new: &BTreeSet<Who>) {
    if let Who::Base(index) = who {
        if gone.contains(index) {
            *who = Who::Gone(*index);
        }
    } else if let Some(at) = new.iter().position(|new| new == who)
        && let Some(index) = gone.get(at)
    {
        *who = Who::Base(*index);
    }
}

/// Gives twins of a side that say the same their places in the order in which they stand: one that
/// took the place of another may have come to stand above one that was above it.
fn keep_order(side: &Sheet, who: &mut [Who]) {
    let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, piece) in side.pieces.iter().enumerate() {
        alike.entry((piece.identity(), content(piece))).or_default().push(at);
    }
    for alike in alike.into_values() {
        let mut places: Vec<Who> = alike.iter().map(|at| who[*at].clone()).collect();
        places.sort();
        for (at, place) in alike.into_iter().zip(places) {
            who[at] = place;
        }
    }
}
