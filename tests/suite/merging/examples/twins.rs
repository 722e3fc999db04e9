//! Several entries of one identity.

use crate::merging::examples::{case, conflict, hold, logged, note};

#[test]
fn of_two_of_one_identity_what_one_side_changed_stays_once() {
    let (one, other, changed) =
        (note("2026-11-03", 1), note("2026-11-04", 1), note("2026-11-05", 1));
    let kept = conflict(&logged(1), None, "\"kept\"", "\"removed\"");
    // Merged again, the changed one stands for the first of the two, and is not the second as well.
    let base = case(&[&one, &one]);
    hold(Some(&base), &case(&[]), &case(&[&one, &changed]), &case(&[&changed, &kept]));
    // One side took the first away and the other changed the second: neither comes back.
    let base = case(&[&one, &other]);
    hold(Some(&base), &case(&[&other]), &case(&[&one, &changed]), &case(&[&changed]));
    // What it is changed to stays where it is when it is merged again, though it says what another did.
    let (mine, hers) = (note("2026-11-06", 2), note("2026-11-07", 2));
    let base = case(&[&one, &mine, &other]);
    hold(
        Some(&base),
        &case(&[&mine]),
        &case(&[&one, &hers, &one]),
        &case(&[&one, &hers, &one, &kept]),
    );
}

#[test]
fn of_two_of_one_identity_one_stands_where_each_side_took_another_away() {
    let (one, other) = (note("2026-11-03", 1), note("2026-11-04", 1));
    let (two, three) = (note("2026-11-05", 2), note("2026-11-06", 3));
    let base = case(&[&one, &other]);
    let (ours, theirs) = (case(&[&one, &two]), case(&[&other, &three]));
    assert!(hold(Some(&base), &ours, &theirs, &case(&[&other, &two, &three])).is_empty());
    // Where both took the same one away, or one side both, they are gone.
    let theirs = case(&[&one, &three]);
    hold(Some(&base), &ours, &theirs, &case(&[&one, &two, &three]));
    hold(Some(&base), &case(&[&two]), &theirs, &case(&[&two, &three]));
}
