//! Damaged input: nothing panics or hangs, nothing passes in silence, and no message can harm.
//!
//! `damage` breaks valid files at random, `defects` is the table of known defects with what is said
//! of each, `types` gives every key every wrong type, `extremes` is depth, length and number.
//! `facts` compares what a file says with what was understood.

mod damage;
mod defects;
mod extremes;
mod facts;
mod types;

use std::time::{Duration, Instant};

use caseload::calendar::{Calendar, Changes, Day};
use caseload::case::Case;
use caseload::obligation::evaluate;
use caseload::problem::Problem;
use caseload::programme::{
    Programme, ProgrammeFile, Scenario, builtin, read_programme_file, read_scenarios,
};
use caseload::reading::Source;

/// A case file that has every key of OBLIGATIONS.md section 3.
const EVERY_KEY: &str = include_str!("mangled/every-key.toml");

/// How long any one file may take, by far: most take less than a millisecond.
const BOUND: Duration = Duration::from_secs(20);

/// Whether a character may never reach a person: controls and bidirectional overrides. Said here
/// again, apart from the crate's own list.
fn is_harmful(character: char) -> bool {
    let code = u32::from(character);
    code < 0x20
        || (0x7F..=0x9F).contains(&code)
        || (0x202A..=0x202E).contains(&code)
        || (0x2066..=0x2069).contains(&code)
}

/// Ensures of every problem that it can be shown: safe, of bearable length, and at a place that
/// there is.
fn hold_presentable(problems: &[Problem], text: &str) {
    let lines = text.split('\n').count();
    for problem in problems {
        let place = problem.place.as_ref();
        let excerpt = place.map_or("", |place| &place.excerpt);
        let hint = problem.hint.as_deref().unwrap_or_default();
        for shown in [&problem.message, excerpt, hint] {
            assert!(!shown.chars().any(is_harmful), "{problem:?}");
            assert!(shown.chars().count() <= 1_000, "{problem:?}");
        }
        assert!(!problem.message.trim().is_empty(), "{problem:?}");
        let Some(place) = place else { continue };
        assert!(1 <= place.line && place.line <= lines && 1 <= place.column, "{problem:?}");
        let room = place.excerpt.chars().count() + 1;
        assert!(1 <= place.width && place.caret + place.width <= room, "{problem:?}");
        assert!(place.caret < place.column, "{problem:?}");
    }
}

/// Reads within the bound, and holds what comes of it to [`hold_presentable`] and to be there if
/// and only if no problem is an error.
fn read<T>(
    text: &str,
    read: impl Fn(&Source) -> (Option<T>, Vec<Problem>),
) -> (Option<T>, Vec<Problem>) {
    let source = Source::new("a.toml", text);
    let begun = Instant::now();
    let (result, problems) = read(&source);
    assert!(begun.elapsed() < BOUND, "took {:?}", begun.elapsed());
    hold_presentable(&problems, text);
    let errors = problems.iter().any(Problem::is_error);
    assert!(result.is_some() != errors, "a result and errors, or neither: {problems:?}\n{text}");
    (result, problems)
}

/// Reads a case, and judges it on a few days if it can be read.
fn read_case(text: &str, stem: &str) -> (Option<Case>, Vec<Problem>) {
    let (case, problems) = read(text, |source| Case::read(source, stem));
    if let Some(case) = &case {
        judge(case);
    }
    (case, problems)
}

/// Reads a programme file.
fn read_programme(text: &str) -> (Option<ProgrammeFile>, Vec<Problem>) {
    read(text, read_programme_file)
}

/// Reads a scenario file; what could be read of a damaged one is dropped.
fn read_scenario_file(text: &str, programme: &str) -> (Option<Vec<Scenario>>, Vec<Problem>) {
    read(text, |source| {
        let (scenarios, problems) = read_scenarios(source, programme);
        let errors = problems.iter().any(Problem::is_error);
        ((!errors).then_some(scenarios), problems)
    })
}

/// Judges a case by its programme.
fn judge(case: &Case) {
    if let Some(programme) = builtin().iter().find(|it| it.id == case.programme.value) {
        judge_by(programme, case);
    }
}

/// Judges a case on days about those it names, and says every reason: nothing panics or hangs.
fn judge_by(programme: &Programme, case: &Case) {
    let division = case.calendar.unwrap_or(programme.calendar);
    let calendar = Calendar::new(division, &Changes::default());
    let started = case.started.as_ref().or(case.referred.as_ref()).map(|written| written.value);
    let day = |year| Day::from_ymd_opt(year, 6, 30).unwrap();
    let begun = Instant::now();
    for today in started.into_iter().chain([2012, 2019, 2028, 2199].map(day)) {
        let evaluation = evaluate(programme, &calendar, case, today);
        let reasons = evaluation.obligations.iter().map(|obligation| obligation.reason(today));
        assert!(reasons.into_iter().all(|reason| !reason.is_empty()));
    }
    assert!(begun.elapsed() < BOUND, "took {:?}", begun.elapsed());
}
