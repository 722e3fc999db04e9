//! Comments set apart from every entry: they belong to the file, and stand where a person put them.
//!
//! They are followed through the whole of each text rather than place by place: when an entry above
//! or below goes or comes, such a comment seems to move, and it must neither be lost nor doubled.

use std::collections::BTreeMap;

use crate::case::merge::entries::Who;
use crate::case::merge::lines::{Lines, Tally, arrange, wanted};
use crate::case::merge::sheet::Sheet;

/// The lines behind the header (the first) and behind each entry of the merged text.
type Trails = Vec<Lines>;

/// Where the entries of the merged text stand in it, from 1.
pub(super) type Order<'w> = BTreeMap<&'w Who, usize>;

/// The lines behind the header and behind each entry, as the merge leaves them.
pub(super) fn merge_apart(order: &Order<'_>, texts: [(&Sheet, &[Who]); 3]) -> Trails {
    let trails = texts.map(|(sheet, who)| trails(order, sheet, who));
    let tallies = trails.each_ref().map(|trails| trails.iter().map(Lines::tally).collect());
    let wanted = wanted_apart(&tallies);
    let [base, ours, theirs] = trails;
    let of_place = |(at, wanted)| trimmed(arrange(wanted, &base[at], &ours[at], &theirs[at]));
    wanted.into_iter().enumerate().map(of_place).collect()
}

/// The comments that stay at each place. One that both sides moved, each elsewhere, would be doubled:
/// it stays at the later place alone.
fn wanted_apart(tallies: &[Vec<Tally>; 3]) -> Vec<Tally> {
    let [base, ours, theirs] = tallies;
    let places = base.iter().zip(ours).zip(theirs);
    let mut all: Vec<Tally> =
        places.map(|((base, ours), theirs)| wanted(base, ours, theirs)).collect();
    let totals = tallies.each_ref().map(|places| total(places));
    let [base, ours, theirs] = &totals;
    let stay = wanted(base, ours, theirs);
    for (comment, found) in total(&all) {
        let mut surplus = found.saturating_sub(stay.get(&comment).copied().unwrap_or(0));
        for place in &mut all {
            if let Some(here) = place.get_mut(&comment) {
                let gone = surplus.min(*here);
                *here -= gone;
                surplus -= gone;
            }
            place.retain(|_, count| *count > 0);
        }
    }
    all
}

/// How often each comment stands at all places together.
fn total(places: &[Tally]) -> Tally {
    let mut total = Tally::new();
    for (comment, count) in places.iter().flatten() {
        *total.entry(comment.clone()).or_default() += count;
    }
    total
}

/// The lines of one text behind each entry that stands: what is behind one that is gone is behind
/// the one above it.
fn trails(order: &Order<'_>, sheet: &Sheet, who: &[Who]) -> Trails {
    let mut trails = vec![Lines::default(); order.len() + 1];
    let mut reached = 0;
    trails[0].0.extend(sheet.top_apart.0.iter().cloned());
    for (piece, who) in sheet.pieces.iter().zip(who) {
        reached = order.get(who).copied().unwrap_or(reached);
        trails[reached].0.extend(piece.apart.0.iter().cloned());
    }
    trails
}

/// Without blank lines at the end, which set the next entry apart and belong to it.
fn trimmed(mut lines: Lines) -> Lines {
    let said = lines.0.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |at| at + 1);
    lines.0.truncate(said);
    lines
}
