//! Ensures that a programme does what its scenarios say.

use std::fmt::Debug;

use crate::calendar::{Calendar, Changes, Window};
use crate::check::vocabulary::words_of;
use crate::obligation::{Band, Evaluation, Obligation, Status, evaluate};
use crate::programme::{Expectation, ObligationExpectation, Programme, Scenario, Severity};
use crate::reading::Word;

/// What came of one scenario.
#[derive(Clone, Debug)]
pub struct ScenarioResult {
    /// Its name.
    pub name: String,
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// The rules it says something of.
    pub rules: Vec<String>,
    /// What differs from what it expects; empty if it passes.
    pub differences: Vec<String>,
}

/// Runs the scenarios of a programme. Settings are the defaults.
pub fn run(programme: &Programme, scenarios: &[Scenario]) -> Vec<ScenarioResult> {
    scenarios.iter().map(|scenario| run_one(programme, scenario)).collect()
}

fn run_one(programme: &Programme, scenario: &Scenario) -> ScenarioResult {
    let division = scenario.case.calendar.unwrap_or(programme.calendar);
    let calendar = Calendar::new(division, &Changes::default());
    let evaluation = evaluate(programme, &calendar, &scenario.case, scenario.today);
    let mut rules = Vec::new();
    let mut differences = Vec::new();
    for expectation in &scenario.expect {
        if let Some(rule) = rule_of(expectation) {
            rules.push(rule.to_owned());
            if programme.rule(rule).is_none() {
                differences.push(format!("there is no rule `{rule}`"));
            }
        }
        if let Expectation::Warning(code, _) = expectation
            && !programme.warnings.iter().any(|warning| warning.code == *code)
        {
            differences.push(format!("there is no warning `{code}`"));
        }
        differences.extend(compare(&evaluation, expectation));
    }
    let paragraphs: Vec<&str> = programme.paragraphs().map(|(_, paragraph)| paragraph).collect();
    let unknown = scenario.cite.iter().filter(|cite| !paragraphs.contains(&cite.as_str()));
    differences.extend(unknown.map(|cite| format!("there is no paragraph `{cite}`")));
    differences.extend(unknown_words(programme, scenario));
    ScenarioResult { name: scenario.name.clone(), line: scenario.line, rules, differences }
}

/// Kinds, covers and reasons in the facts that the programme does not have.
fn unknown_words(programme: &Programme, scenario: &Scenario) -> Vec<String> {
    words_of(&scenario.case, &programme.kinds)
        .into_iter()
        .filter(|(word, _, known)| !known.contains(&word.value.as_str()))
        .map(|(word, what, _)| {
            format!("the facts name a {what} `{}`, which is unknown", word.value)
        })
        .collect()
}

fn rule_of(expectation: &Expectation) -> Option<&str> {
    match expectation {
        Expectation::Obligation(obligation) => Some(&obligation.rule),
        Expectation::Count(rule, _) => Some(rule),
        _ => None,
    }
}

fn compare(evaluation: &Evaluation<'_>, expectation: &Expectation) -> Vec<String> {
    let difference = match expectation {
        Expectation::Obligation(wanted) => return compare_obligation(evaluation, wanted),
        Expectation::Count(rule, count) => {
            let found = of_rule(evaluation, rule).count();
            differs(&format!("obligations of `{rule}`"), count, &i64::try_from(found).unwrap_or(0))
        }
        Expectation::Warning(code, wanted) => {
            let stands = evaluation.warnings().iter().any(|warning| warning.code == *code);
            differs(&format!("warning `{code}`"), wanted, &stands)
        }
        Expectation::Stage(stage) => {
            differs("stage", stage.as_str(), evaluation.stage.map_or("", |stage| stage.id.as_str()))
        }
        Expectation::End(end) => {
            differs("end", &end.moment().map(|at| at.day), &evaluation.journey.end)
        }
    };
    difference.into_iter().collect()
}

fn of_rule<'e, 'a>(
    evaluation: &'e Evaluation<'a>,
    rule: &'e str,
) -> impl Iterator<Item = &'e Obligation<'a>> {
    evaluation.obligations.iter().filter(move |item| item.instance.rule.id == rule)
}

fn differs<T: PartialEq + Debug + ?Sized>(what: &str, wanted: &T, found: &T) -> Option<String> {
    (wanted != found).then(|| format!("{what}: expected {wanted:?}, found {found:?}"))
}

fn compare_obligation(evaluation: &Evaluation<'_>, wanted: &ObligationExpectation) -> Vec<String> {
    let found: Vec<&Obligation<'_>> = of_rule(evaluation, &wanted.rule)
        .filter(|item| wanted.subject.is_none() || item.instance.subject == wanted.subject)
        .filter(|item| wanted.opened.is_none_or(|opened| item.instance.opened == opened))
        .collect();
    let words = [
        ("status", &wanted.status, Status::WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>()),
        ("severity", &wanted.severity, Severity::WORDS.iter().map(|(word, _)| *word).collect()),
    ];
    for (what, word, known) in words {
        if let Some(word) = word.as_deref().filter(|word| !known.contains(word)) {
            return vec![format!("there is no {what} `{word}`: {}", known.join(", "))];
        }
    }
    match (&found[..], wanted.exists) {
        ([], false) => Vec::new(),
        ([one], true) => compare_fields(evaluation, one, wanted),
        (found, _) => {
            let expected = usize::from(wanted.exists);
            vec![format!(
                "`{}`: expected {expected} obligation, found {}",
                wanted.rule,
                found.len()
            )]
        }
    }
}

/// A day, or that there is none.
fn never(day: Option<String>) -> String {
    day.unwrap_or_else(|| "not met".to_owned())
}

fn compare_fields(
    evaluation: &Evaluation<'_>,
    found: &Obligation<'_>,
    wanted: &ObligationExpectation,
) -> Vec<String> {
    let journey = &evaluation.journey;
    let week = Window::week_of(journey.today);
    let band = found.band(week.to, journey.today, journey.numbers_day()).map_or("none", Band::word);
    let instance = &found.instance;
    let met = instance.met.as_ref().map(|met| met.on.to_string());
    let written = |moment: crate::calendar::Moment| moment.to_string();
    let wanted_met = wanted.met.map(|met| met.moment().map(written));
    [
        wanted.due.and_then(|due| differs("due", &due.to_string(), &instance.due.to_string())),
        wanted.aim.and_then(|aim| differs("aim", &Some(aim), &instance.aim)),
        wanted.do_by.and_then(|do_by| differs("do-by", &do_by, &found.do_by)),
        wanted_met.and_then(|wanted| differs("met", &never(wanted), &never(met))),
        wanted.status.as_deref().and_then(|status| differs("status", status, found.status.word())),
        wanted
            .severity
            .as_deref()
            .and_then(|severity| differs("severity", severity, instance.severity.word())),
        wanted.band.as_deref().and_then(|wanted| differs("band", wanted, band)),
        wanted.done.and_then(|done| {
            differs("done", &Some(done), &instance.progress.map(|progress| progress.done))
        }),
    ]
    .into_iter()
    .flatten()
    .map(|difference| format!("`{}` {difference}", wanted.rule))
    .collect()
}
