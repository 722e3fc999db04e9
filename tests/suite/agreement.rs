//! The engine against the naive twin, on random cases.

use caseload::calendar::{Calendar, Changes};
use caseload::case::Case;
use caseload::obligation::evaluate;
use caseload::programme::builtin;
use caseload::reading::Source;

use crate::chance::seeds;
use crate::twin;

/// One obligation in words, for both sides alike.
fn engine(text: &str, seed: u64, today: chrono::NaiveDate) -> (String, Vec<String>) {
    let source = Source::new("case.toml", text);
    let (case, problems) = Case::read(&source, &format!("C-{seed}"));
    let case = case.unwrap_or_else(|| panic!("seed {seed}: {problems:?}\n{text}"));
    let programme = builtin().iter().find(|p| p.id == case.programme.value).unwrap();
    let division = case.calendar.unwrap_or(programme.calendar);
    let calendar = Calendar::new(division, &Changes::default());
    let evaluation = evaluate(programme, &calendar, &case, today);
    let journey = &evaluation.journey;
    let week = caseload::calendar::Window::week_of(today);
    let mut lines: Vec<String> = evaluation
        .obligations
        .iter()
        .map(|obligation| {
            let instance = &obligation.instance;
            format!(
                "{} [{}] opened {} due {} aim {:?} do-by {} met {:?} {} {} {:?}",
                instance.rule.id,
                instance.subject.as_deref().unwrap_or(""),
                instance.opened,
                instance.due,
                instance.aim.map(|aim| aim.to_string()),
                obligation.do_by,
                instance.met.as_ref().map(|met| met.on.to_string()),
                obligation.status.word(),
                instance.severity.word(),
                obligation
                    .band(week.to, today, journey.numbers_day())
                    .map(caseload::obligation::Band::word),
            )
        })
        .collect();
    lines.sort();
    let stage = evaluation.stage.map(|stage| stage.id.clone()).unwrap_or_default();
    (format!("stage {stage} end {:?}", journey.end), lines)
}

fn naive(text: &str, today: chrono::NaiveDate) -> (String, Vec<String>) {
    let audit = twin::audit(text, today);
    let mut lines: Vec<String> = audit
        .obligations
        .iter()
        .map(|obligation| {
            format!(
                "{} [{}] opened {} due {} aim {:?} do-by {} met {:?} {} {} {:?}",
                obligation.rule,
                obligation.subject.as_deref().unwrap_or(""),
                obligation.opened,
                obligation.due,
                obligation.aim.map(|aim| aim.to_string()),
                obligation.do_by,
                obligation.met,
                obligation.status,
                obligation.severity,
                obligation.band,
            )
        })
        .collect();
    lines.sort();
    (format!("stage {} end {:?}", audit.stage, audit.end), lines)
}

/// Ensures that two programs written apart from each other agree day for day.
#[test]
fn the_engine_agrees_with_the_naive_twin() {
    let mut differences = Vec::new();
    for seed in seeds(2_000) {
        let (text, today) = twin::generate(seed);
        let (ours, theirs) = (engine(&text, seed, today), naive(&text, today));
        if ours != theirs {
            let only = |these: &[String], those: &[String], who: &str| -> Vec<String> {
                these
                    .iter()
                    .filter(|line| !those.contains(line))
                    .map(|line| format!("  {who}: {line}"))
                    .collect()
            };
            let mut lines = only(&ours.1, &theirs.1, "engine");
            lines.extend(only(&theirs.1, &ours.1, "naive "));
            differences.push(format!(
                "CASELOAD_SEED={seed} on {today}: {} / {}\n{}",
                ours.0,
                theirs.0,
                lines.join("\n")
            ));
        }
    }
    let shown = differences.iter().take(5).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} cases differ\n{shown}", differences.len());
}
