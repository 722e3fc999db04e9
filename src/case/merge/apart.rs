//! Comments set apart from every entry: they belong to the file, and stand where a person put them.
//!
//! They are followed through the whole of each text rather than place by place: when an entry above
//! or below goes or comes, such a comment seems to move, and it must neither be lost nor doubled.

use std::collections::BTreeMap;

use crate::case::merge::lines::{Lines, Tally, arrange, times, wanted};
use crate::case::merge::sheet::Sheet;
use crate::case::merge::who::Who;

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

/// The comments that stay at each place. Where these would not be as many as the whole texts tell,
/// they stand as one side has them: one that both sides moved, each elsewhere, would be doubled, and
/// of one that a side took away here and the other wrote once more there, none might stay.
fn wanted_apart(tallies: &[Vec<Tally>; 3]) -> Vec<Tally> {
    let [base, ours, theirs] = tallies;
    let places = base.iter().zip(ours).zip(theirs);
    let mut all: Vec<Tally> =
        places.map(|((base, ours), theirs)| wanted(base, ours, theirs)).collect();
    let totals = tallies.each_ref().map(|places| total(places));
    let stay = wanted(&totals[0], &totals[1], &totals[2]);
    let found = total(&all);
    for comment in found.keys().chain(stay.keys()) {
        let stay = times(&stay, comment);
        if times(&found, comment) != stay
            && let Some(as_one_side) = placed([ours, theirs], comment, stay)
        {
            for (place, times) in all.iter_mut().zip(as_one_side) {
                place.insert(comment.clone(), times);
                place.retain(|_, times| *times > 0);
            }
        }
    }
    all
}

/// How often a comment stands at each place of the side that has it so many times; if both do, of the
/// one that has it later. A side always does, since one of them is followed.
fn placed(sides: [&Vec<Tally>; 2], comment: &str, stay: usize) -> Option<Vec<usize>> {
    let of_side = |side: &Vec<Tally>| side.iter().map(|place| times(place, comment)).collect();
    let sides: [Vec<usize>; 2] = sides.map(of_side);
    let followed = sides.into_iter().filter(|side| side.iter().sum::<usize>() == stay);
    followed.max_by(|one, other| one.iter().rev().cmp(other.iter().rev()))
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

#[cfg(test)]
mod tests {
    use super::{Tally, total, wanted_apart};
    use crate::case::merge::lines::count;

    /// A comment at each of three places so many times, up to twice.
    fn all() -> Vec<Vec<Tally>> {
        let of = |times: usize| match times {
            0 => Tally::new(),
            times => Tally::from([("# a".to_owned(), times)]),
        };
        let places = |number: usize| [number % 3, number / 3 % 3, number / 9].map(of).to_vec();
        (0..27).map(places).collect()
    }

    #[test]
    fn as_many_stay_as_the_whole_texts_tell_and_merging_again_moves_none() {
        let all = all();
        for base in &all {
            for ours in &all {
                for theirs in &all {
                    let texts = [base.clone(), ours.clone(), theirs.clone()];
                    let merged = wanted_apart(&texts);
                    let [base_times, ours_times, theirs_times, times] =
                        [base, ours, theirs, &merged]
                            .map(|places| total(places).values().sum::<usize>());
                    assert_eq!(times, count(base_times, ours_times, theirs_times), "{texts:?}");
                    for side in [ours, theirs] {
                        let again = wanted_apart(&[base.clone(), merged.clone(), side.clone()]);
                        assert_eq!(again, merged, "{texts:?}");
                    }
                }
            }
        }
    }
}
