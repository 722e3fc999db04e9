//! Comment and blank lines of one place, and their merge.
//!
//! A comment line stays if one side wrote it, and goes if one side took it out. How the lines stand,
//! and with which blank lines between them, is taken from a side that has exactly the lines that
//! stay, so that nothing is laid out anew where it need not be.

use std::collections::BTreeMap;

use crate::case::merge::choose::{choose, normal};

/// How often each comment stands somewhere, without the spaces around it.
pub(super) type Tally = BTreeMap<String, usize>;

/// Comment and blank lines, each with its ending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines(pub(super) Vec<String>);

impl Lines {
    /// The lines of a text.
    pub(super) fn of(text: &str) -> Lines {
        Lines(text.split_inclusive('\n').map(str::to_owned).collect())
    }

    /// The text of the lines.
    pub(super) fn text(&self) -> String {
        self.0.concat()
    }

    /// The comments, without the spaces around them.
    pub(super) fn comments(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|line| line.trim()).filter(|line| !line.is_empty())
    }

    /// How often each comment stands in them.
    pub(super) fn tally(&self) -> Tally {
        tally(self.comments())
    }
}

/// How often each comment comes.
pub(super) fn tally<'c>(comments: impl Iterator<Item = &'c str>) -> Tally {
    let mut tally = Tally::new();
    for comment in comments {
        *tally.entry(comment.to_owned()).or_default() += 1;
    }
    tally
}

/// How often a comment stands somewhere.
pub(super) fn times(tally: &Tally, comment: &str) -> usize {
    tally.get(comment).copied().unwrap_or(0)
}

/// The comments that one tally has more often than another, each as often as it is more.
pub(super) fn surplus(of: &Tally, over: &Tally) -> Vec<String> {
    let more = of.iter().flat_map(|(comment, count)| {
        let more = count.saturating_sub(times(over, comment));
        std::iter::repeat_n(comment.clone(), more)
    });
    more.collect()
}

/// How often something stays that stands so often in the base and on either side.
pub(super) fn count(base: usize, ours: usize, theirs: usize) -> usize {
    if ours == base || theirs == base {
        // The side that changed it; if neither did, both are the same.
        if ours == base { theirs } else { ours }
    } else if ours < base && theirs < base {
        ours.min(theirs)
    } else {
        ours.max(theirs)
    }
}

/// The comments that stay.
pub(super) fn wanted(base: &Tally, ours: &Tally, theirs: &Tally) -> Tally {
    let all = ours.keys().chain(theirs.keys());
    all.map(|comment| {
        let [base, ours, theirs] = [base, ours, theirs].map(|tally| times(tally, comment));
        (comment.clone(), count(base, ours, theirs))
    })
    .filter(|(_, count)| *count > 0)
    .collect()
}

/// The lines of a place as a merge leaves them.
pub(super) fn merge_lines(base: &Lines, ours: &Lines, theirs: &Lines) -> Lines {
    let wanted = wanted(&base.tally(), &ours.tally(), &theirs.tally());
    arrange(wanted, base, ours, theirs)
}

/// The comments that stay, as one side has them if it has just these; else those of the one side
/// and then what the other has more.
pub(super) fn arrange(wanted: Tally, base: &Lines, ours: &Lines, theirs: &Lines) -> Lines {
    let [base_text, ours_text, theirs_text] = [base, ours, theirs].map(Lines::text);
    match [ours, theirs].map(|side| side.tally() == wanted) {
        [true, true] => Lines::of(choose(Some(&base_text), &ours_text, &theirs_text)),
        [true, false] => ours.clone(),
        [false, true] => theirs.clone(),
        [false, false] => {
            let key = |text: &str| (normal(text).into_owned(), text.to_owned());
            if key(&ours_text) <= key(&theirs_text) {
                one_then_the_other(wanted, ours, theirs)
            } else {
                one_then_the_other(wanted, theirs, ours)
            }
        }
    }
}

fn one_then_the_other(mut left: Tally, first: &Lines, second: &Lines) -> Lines {
    let mut lines = Vec::new();
    let mut take = |line: &String| match left.get_mut(line.trim()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    for line in &first.0 {
        if line.trim().is_empty() || take(line) {
            lines.push(line.clone());
        }
    }
    lines.extend(second.0.iter().filter(|line| take(line)).cloned());
    Lines(lines)
}

/// The remark beside a value as a merge leaves it, with the spaces before it.
pub(super) fn merge_remarks(base: &str, ours: &str, theirs: &str) -> String {
    let [base_lines, ours_lines, theirs_lines] = [base, ours, theirs].map(remarks);
    let wanted = wanted(&base_lines.tally(), &ours_lines.tally(), &theirs_lines.tally());
    match [&ours_lines, &theirs_lines].map(|side| side.tally() == wanted) {
        [true, true] => choose(Some(base), ours, theirs).to_owned(),
        [true, false] => ours.to_owned(),
        [false, true] => theirs.to_owned(),
        [false, false] => {
            let both = arrange(wanted, &base_lines, &ours_lines, &theirs_lines);
            both.comments().flat_map(|remark| ["  ", remark]).collect()
        }
    }
}

/// What follows a value on its line: nothing, or one remark after another, each from its `#`.
pub(super) fn remarks(after: &str) -> Lines {
    let Some(first) = after.find('#') else { return Lines::default() };
    let later = after.match_indices(" #").map(|(at, _)| at + 1).filter(|at| *at > first);
    let starts: Vec<usize> = std::iter::once(first).chain(later).collect();
    let ends = starts.iter().skip(1).copied().chain([after.len()]);
    Lines(starts.iter().zip(ends).map(|(start, end)| after[*start..end].to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, ours: &str, theirs: &str) -> String {
        let [base, ours, theirs] = [base, ours, theirs].map(Lines::of);
        let merged = merge_lines(&base, &ours, &theirs);
        assert_eq!(merged, merge_lines(&base, &theirs, &ours));
        assert_eq!(merged, merge_lines(&base, &merged, &theirs));
        assert_eq!(merged, merge_lines(&base, &ours, &merged));
        merged.text()
    }

    #[test]
    fn every_comment_that_nobody_took_out_stays_once() {
        assert_eq!(merged("", "# a\n", "# b\n"), "# a\n# b\n");
        assert_eq!(merged("", "# a\n", "# a\n"), "# a\n");
        assert_eq!(merged("# o\n", "# o\n# a\n", "# b\n"), "# b\n# a\n");
        assert_eq!(merged("# o\n# p\n", "# o\n", "# p\n"), "");
        assert_eq!(merged("\n# o\n", "\n\n# o\n", "\n# o\n"), "\n\n# o\n");
        assert_eq!(merged("# o\n# o\n", "# o\n", "# o\n# o\n# b\n"), "# o\n# b\n");
    }

    #[test]
    fn a_comment_stays_as_often_as_both_sides_let_it() {
        for (base, ours, theirs, kept) in [
            (1, 1, 1, 1),
            (1, 1, 3, 3),
            (3, 3, 1, 1),
            // Both took some out, both wrote more, or one did this and the other that.
            (3, 2, 1, 1),
            (3, 0, 2, 0),
            (1, 2, 3, 3),
            (0, 2, 2, 2),
            (1, 0, 2, 2),
            (2, 1, 3, 3),
        ] {
            assert_eq!(count(base, ours, theirs), kept, "{base} {ours} {theirs}");
            assert_eq!(count(base, theirs, ours), kept, "{base} {theirs} {ours}");
        }
    }

    #[test]
    fn remarks_stand_beside_each_other() {
        let merged = |base: &str, ours: &str, theirs: &str| {
            let merged = merge_remarks(base, ours, theirs);
            assert_eq!(merged, merge_remarks(base, theirs, ours));
            assert_eq!(merged, merge_remarks(base, &merged, theirs));
            assert_eq!(merged, merge_remarks(base, ours, &merged));
            merged
        };
        assert_eq!(merged("", " # a", "   # b"), "  # a  # b");
        assert_eq!(merged(" # o", " # o", "   # b"), "   # b");
        assert_eq!(merged(" # o", "", " # o # b"), "  # b");
        assert_eq!(merged(" # o", "\t# o", " # o"), "\t# o");
        assert_eq!(merged("", "# a#b", " #a"), "  # a#b  #a");
    }
}
