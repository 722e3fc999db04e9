//! Reading a case file with everything that can be told of it: its form, and what its programme and
//! the settings say to it.

use crate::calendar::Day;
use crate::case::Case;
use crate::check::{self, CaseContext};
use crate::problem::Problem;
use crate::programme::Programme;
use crate::reading::{Source, did_you_mean, safe_line};
use crate::settings::Settings;

/// Reads and checks a case file; `stem` is its name without `.toml`. The case is what could be read
/// of it, and not to be judged if one of the problems is an error. Given a day, what is dated after
/// it is warned of.
pub fn read_case(
    source: &Source,
    stem: &str,
    programmes: &[Programme],
    settings: &Settings,
    today: Option<Day>,
) -> (Option<Case>, Vec<Problem>) {
    let (case, mut problems) = Case::read_what_can_be(source, stem);
    if let Some(case) = &case {
        match programmes.iter().find(|programme| programme.id == case.programme.value) {
            None => problems.push(unknown_programme(programmes, source, case)),
            Some(programme) => {
                let entries = &case.entries();
                let context = CaseContext { source, case, entries, programme, settings, today };
                problems.extend(check::case(&context));
            }
        }
        problems.sort_by_key(|problem| {
            problem.place.as_ref().map_or((0, 0), |place| (place.line, place.column))
        });
    }
    (case, problems)
}

fn unknown_programme(programmes: &[Programme], source: &Source, case: &Case) -> Problem {
    let id = &case.programme;
    let known: Vec<&str> = programmes.iter().map(|known| known.id.as_str()).collect();
    Problem::error(
        source.name(),
        "programme",
        format!("there is no programme `{}`", safe_line(&id.value)),
    )
    .with_hint(did_you_mean(&id.value, &known, "`caseload programme list` lists them"))
    .at(Some(source.place(&id.span)))
}
