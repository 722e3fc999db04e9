//! Damaged input: nothing panics or hangs, nothing passes in silence, and no message can harm.
//!
//! `damage` breaks valid files at random, `defects` is the table of known defects with what is said
//! of each, `types` gives every key every wrong type, `extremes` is depth, length and number.
//! What is promised of any input, damaged or not, stands in `promises`.

mod damage;
mod defects;
mod extremes;
mod types;

use caseload::case::Case;
use caseload::problem::Problem;
use caseload::programme::{ProgrammeFile, Scenario, read_programme_file, read_scenarios};

use crate::promises::{judge, read};

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
