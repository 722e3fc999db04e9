//! What must hold of every case on every day, tried on random cases of the twin's generator.
//!
//! `days` is about date arithmetic alone, `judging` about one evaluation, `time` about what a later
//! day may change, `contact` about what one more contact may change. A failure names the seed.

mod contact;
mod days;
mod judging;
mod nameless;
mod time;

use caseload::calendar::{Calendar, Changes, Day, Window};
use caseload::case::Case;
use caseload::obligation::{Evaluation, Obligation, evaluate};
use caseload::programme::{Programme, builtin};
use caseload::reading::Source;

use crate::chance::{Dice, seeds};
use crate::twin;

/// A case as read, with what it takes to judge it on any day.
pub(crate) struct Subject {
    programme: &'static Programme,
    calendar: Calendar,
    case: Case,
}

impl Subject {
    /// Reads a case that must be valid.
    pub(crate) fn read(text: &str) -> Subject {
        let id = text.split('"').nth(1).unwrap();
        let (case, problems) = Case::read(&Source::new("case.toml", text), id);
        let case = case.unwrap_or_else(|| panic!("{problems:?}\n{text}"));
        let programme = builtin().iter().find(|it| it.id == case.programme.value).unwrap();
        let division = case.calendar.unwrap_or(programme.calendar);
        Subject { programme, calendar: Calendar::new(division, &Changes::default()), case }
    }

    pub(crate) fn on(&self, today: Day) -> Evaluation<'_> {
        evaluate(self.programme, &self.calendar, &self.case, today)
    }
}

/// What makes an obligation the same one: rule, subject and the day it opened.
fn identity<'o>(obligation: &'o Obligation<'_>) -> (&'o str, Option<&'o str>, Day) {
    let instance = &obligation.instance;
    (&instance.rule.id, instance.subject.as_deref(), instance.opened)
}

/// Everything about an obligation but the lines its evidence stands on.
fn line(obligation: &Obligation<'_>, evaluation: &Evaluation<'_>) -> String {
    let (today, numbers) = (evaluation.journey.today, evaluation.journey.numbers_day());
    let instance = &obligation.instance;
    format!(
        "{:?} due {} aim {:?} do-by {} met {:?} {} {} {:?} {:?} {:?} excuse {:?} {:?} {}",
        identity(obligation),
        instance.due,
        instance.aim,
        obligation.do_by,
        instance.met.as_ref().map(|met| met.on.to_string()),
        obligation.status.word(),
        instance.severity.word(),
        instance.scope,
        instance.not_applicable,
        instance.progress,
        obligation.excuse.map(|excuse| &excuse.reason),
        obligation.band(Window::week_of(today).to, today, numbers),
        obligation.reason(today),
    )
}

/// Stage, end and milestones.
fn frame(evaluation: &Evaluation<'_>) -> Vec<String> {
    let mut lines = vec![format!("stage {:?}", evaluation.stage.map(|stage| &stage.id))];
    lines.push(format!(
        "end {:?}, out {:?}",
        evaluation.journey.end, evaluation.journey.out_of_work
    ));
    lines.extend(evaluation.milestones.iter().map(|milestone| format!("{milestone:?}")));
    lines
}

/// Everything about an evaluation but the lines that entries stand on, in a fixed order.
fn picture(evaluation: &Evaluation<'_>) -> Vec<String> {
    let mut lines = frame(evaluation);
    lines.extend(evaluation.obligations.iter().map(|obligation| line(obligation, evaluation)));
    lines.extend(evaluation.warnings().iter().map(|warning| format!("{warning:?}")));
    lines.sort();
    lines
}

/// What only one of two pictures has.
fn difference(one: &[String], other: &[String]) -> String {
    let only = |these: &[String], those: &[String], sign: &str| {
        let lines = these.iter().filter(|line| !those.contains(line)).map(String::as_str);
        lines.flat_map(|line| ["\n  ", sign, " ", line]).collect::<String>()
    };
    only(one, other, "-") + &only(other, one, "+")
}

/// Runs a property on so many random cases and reports the first few that break it.
fn on_random_cases(light: u64, property: impl Fn(&str, Day, &mut Dice) -> Result<(), String>) {
    let mut broken = Vec::new();
    for seed in seeds(light) {
        let (text, today) = twin::generate(seed);
        if let Err(why) = property(&text, today, &mut Dice(seed)) {
            broken.push(format!("CASELOAD_SEED={seed} on {today}: {why}"));
        }
    }
    let shown = broken.iter().take(4).cloned().collect::<Vec<_>>().join("\n");
    assert!(broken.is_empty(), "{} cases break it\n{shown}", broken.len());
}
