//! A case judged on many days: in bounded time, the same each time, with a reason for everything.

use std::time::Instant;

use caseload::calendar::{Calendar, Changes, Day, add_days};
use caseload::case::Case;
use caseload::obligation::{Evaluation, evaluate};
use caseload::programme::{Programme, builtin};

use super::BOUND;

/// Judges a case by its programme, if that is a built-in one.
pub(crate) fn judge(case: &Case) {
    if let Some(programme) = builtin().iter().find(|it| it.id == case.programme.value) {
        judge_by(programme, case);
    }
}

/// Judges a case on days about those it names, and says every reason: nothing panics or hangs.
pub(crate) fn judge_by(programme: &Programme, case: &Case) {
    let division = case.calendar.unwrap_or(programme.calendar);
    let calendar = Calendar::new(division, &Changes::default());
    let started = case.started.as_ref().or(case.referred.as_ref()).map(|written| written.value);
    let day = |year| Day::from_ymd_opt(year, 6, 30).unwrap();
    // Weeks without end take their time, and a case of many entries has them in the first years.
    let last = if case.entries().len() < 4 { 2199 } else { 2032 };
    let later = started.map(|started| add_days(started, 400));
    let begun = Instant::now();
    for today in started.into_iter().chain(later).chain([1900, 2012, 2019, 2028, last].map(day)) {
        let evaluation = evaluate(programme, &calendar, case, today);
        hold(&evaluation, today);
    }
    assert!(begun.elapsed() < BOUND, "took {:?}", begun.elapsed());
}

/// Ensures that nothing opens after the day judged or is met after it, and that there are words for
/// all of it.
fn hold(evaluation: &Evaluation<'_>, today: Day) {
    for obligation in &evaluation.obligations {
        let instance = &obligation.instance;
        assert!(!obligation.reason(today).is_empty());
        assert!(instance.opened <= today, "{instance:?} on {today}");
        assert!(instance.met.as_ref().is_none_or(|met| met.on.day <= today), "{instance:?}");
    }
    let warnings = evaluation.warnings().iter().map(|warning| &warning.message);
    assert!(warnings.into_iter().all(|said| !said.is_empty()));
}
