//! What is counted: the outcomes of obligations, and the rate that comes of them.

use crate::obligation::Status;
use crate::reading::words;

words! {
    /// What became of an obligation, as a rate counts it.
    Outcome {
        /// Met by its due date.
        InTime = "in-time",
        /// Met after its due date.
        Late = "late",
        /// It can no longer be met.
        Missed = "missed",
        /// Past its due date, and can still be met.
        Overdue = "overdue",
        /// The provider excused it: not counted in a rate.
        Excused = "excused",
        /// Not yet due: not counted in a rate.
        Open = "open",
    }
}

impl Outcome {
    /// Every outcome, in the order in which they are shown.
    pub const ALL: [Outcome; 6] = [
        Outcome::InTime,
        Outcome::Late,
        Outcome::Missed,
        Outcome::Overdue,
        Outcome::Excused,
        Outcome::Open,
    ];

    /// The outcome of a status; none where the guidance asks for nothing here.
    pub fn of(status: Status) -> Option<Outcome> {
        Some(match status {
            Status::Met => Outcome::InTime,
            Status::MetLate => Outcome::Late,
            Status::Missed => Outcome::Missed,
            Status::Overdue => Outcome::Overdue,
            Status::Excused => Outcome::Excused,
            Status::Open => Outcome::Open,
            Status::NotApplicable | Status::Lapsed => return None,
        })
    }
}

/// How many obligations came to each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally([usize; 6]);

impl Tally {
    /// Counts one more.
    pub(super) fn add(&mut self, outcome: Outcome) {
        self.0[outcome as usize] += 1;
    }

    /// Counts all of another.
    pub(super) fn add_all(&mut self, other: &Tally) {
        for (mine, more) in self.0.iter_mut().zip(other.0) {
            *mine += more;
        }
    }

    /// How many came to an outcome.
    pub(super) fn of(&self, outcome: Outcome) -> usize {
        self.0[outcome as usize]
    }

    /// How many a rate is of: those whose due date has passed and that were not excused.
    pub(super) fn counted(&self) -> usize {
        [Outcome::InTime, Outcome::Late, Outcome::Missed, Outcome::Overdue]
            .into_iter()
            .map(|outcome| self.of(outcome))
            .sum()
    }

    /// The share that was met in time; none where nothing counts.
    pub(super) fn rate(&self) -> Option<f64> {
        let counted = self.counted();
        #[expect(clippy::cast_precision_loss, reason = "no count comes near 2^52")]
        let share = |part: usize| part as f64 / counted as f64;
        (counted > 0).then(|| share(self.of(Outcome::InTime)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_of_what_was_due_and_not_excused() {
        let mut tally = Tally::default();
        assert_eq!(tally.rate(), None);
        for outcome in Outcome::ALL {
            tally.add(outcome);
        }
        assert_eq!((tally.counted(), tally.rate()), (4, Some(0.25)));
        let mut twice = tally;
        twice.add_all(&tally);
        assert_eq!(twice.of(Outcome::Excused), 2);
    }
}
