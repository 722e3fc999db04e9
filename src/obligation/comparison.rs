//! What became of the obligations of a case between two ways of looking at it: two days, two versions of
//! its file, or both.

use std::collections::HashMap;

use crate::calendar::Day;
use crate::obligation::identity::what_it_is_about;
use crate::obligation::{Band, Evaluation, Obligation, Status};

/// An obligation with the case that it is of, judged.
pub type Judged<'e, 'a> = (&'e Evaluation<'a>, &'e Obligation<'a>);

/// One obligation as it stood before, and as it stands after.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'e, 'a> {
    /// Before; none where it had not arisen.
    pub before: Option<Judged<'e, 'a>>,
    /// After; none where it does not arise.
    pub after: Option<Judged<'e, 'a>>,
}

/// What became of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is overdue or missed, and was not; or it was met in time, and is met late.
    Late,
    /// It is to be done, and was not.
    Due,
    /// It is to be done on another day, or more or less hangs on it.
    Moved,
    /// It was to be done, and is not asked for any more.
    Dropped,
    /// It is met, and was not, or not in the same way.
    Met,
}

/// What counts as to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Whatever can still be done.
    All,
    /// What the due list has, by the last days of its window before and after.
    UpTo(Day, Day),
}

/// Puts together what is the same obligation before and after: by its identity, and of those that follow
/// one another by the day on which it opened, else by their order.
pub fn compare<'e, 'a>(
    before: Option<&'e Evaluation<'a>>,
    after: Option<&'e Evaluation<'a>>,
) -> Vec<Compared<'e, 'a>> {
    let mut left: HashMap<String, Vec<Judged<'e, 'a>>> = HashMap::new();
    for judged in known(before) {
        left.entry(what(judged)).or_default().push(judged);
    }
    let mut compared: Vec<Compared<'e, 'a>> =
        known(after).map(|judged| Compared { before: None, after: Some(judged) }).collect();
    for same_day in [true, false] {
        for pair in compared.iter_mut().filter(|pair| pair.before.is_none()) {
            let Some(after) = pair.after else { continue };
            let Some(left) = left.get_mut(&what(after)) else { continue };
            let opened = |judged: Judged<'_, '_>| judged.1.instance.opened;
            let at = left.iter().position(|it| !same_day || opened(*it) == opened(after));
            pair.before = at.map(|at| left.remove(at));
        }
    }
    // In the order in which they were judged.
    let is_left = |judged: &Judged<'e, 'a>| {
        let left = left.get(&what(*judged));
        left.is_some_and(|left| left.iter().any(|(_, it)| std::ptr::eq(*it, judged.1)))
    };
    let gone = known(before).filter(is_left);
    compared.extend(gone.map(|judged| Compared { before: Some(judged), after: None }));
    compared
}

fn known<'e, 'a>(evaluation: Option<&'e Evaluation<'a>>) -> impl Iterator<Item = Judged<'e, 'a>> {
    evaluation.into_iter().flat_map(|evaluation| {
        evaluation.obligations.iter().map(move |obligation| (evaluation, obligation))
    })
}

/// By what an obligation is known again within its case.
fn what((evaluation, obligation): Judged<'_, '_>) -> String {
    what_it_is_about(&evaluation.journey, &obligation.instance)
}

impl Compared<'_, '_> {
    /// What became of it; none if nothing that matters did.
    pub fn change(&self, listed: Listed) -> Option<Change> {
        let was = self.before.map(|(_, obligation)| obligation.status);
        let Some((_, after)) = self.after else {
            return was.filter(|was| was.is_wanting()).map(|_| Change::Dropped);
        };
        match after.status {
            // What was in time, and is so no more.
            Status::MetLate if was == Some(Status::Met) => Some(Change::Late),
            Status::Met | Status::MetLate => (was != Some(after.status)).then_some(Change::Met),
            Status::Excused | Status::NotApplicable | Status::Lapsed => {
                was.filter(|was| was.is_wanting()).map(|_| Change::Dropped)
            }
            Status::Overdue | Status::Missed if was == Some(after.status) => self.moved(),
            Status::Overdue | Status::Missed => Some(Change::Late),
            Status::Open if was.is_some_and(Status::is_to_do) => {
                self.moved().or_else(|| self.came_into(listed))
            }
            Status::Open if was.is_none() => match listed {
                Listed::All => Some(Change::Due),
                Listed::UpTo(..) => self.came_into(listed),
            },
            Status::Open => Some(Change::Due),
        }
    }

    /// Whether it is to be done on another day, or more or less hangs on it.
    fn moved(&self) -> Option<Change> {
        let (Some((_, before)), Some((_, after))) = (self.before, self.after) else { return None };
        // Once the limit is past, nobody asks by which working day it was to be done.
        let do_by = |item: &Obligation<'_>| (item.status == Status::Open).then_some(item.do_by);
        let what = |item: &Obligation<'_>| (item.instance.due, do_by(item), item.instance.severity);
        (what(before) != what(after)).then_some(Change::Moved)
    }

    /// Whether it came into the due list, or nearer in it.
    fn came_into(&self, listed: Listed) -> Option<Change> {
        match self.bands(listed) {
            (None, Some(_)) | (Some(Band::Coming), Some(Band::ThisWeek)) => Some(Change::Due),
            _ => None,
        }
    }

    /// Where it stands in the due list before and after; none where it does not.
    pub fn bands(&self, listed: Listed) -> (Option<Band>, Option<Band>) {
        let Listed::UpTo(before, after) = listed else { return (None, None) };
        let band = |judged: Option<Judged<'_, '_>>, until| {
            let (evaluation, obligation) = judged?;
            let journey = &evaluation.journey;
            obligation.band(until, journey.today, journey.numbers_day())
        };
        (band(self.before, before), band(self.after, after))
    }
}
