//! What only the programmes can tell of the retention periods.

use crate::problem::Problem;
use crate::programme::Programme;
use crate::reading::{did_you_mean, safe_line};
use crate::settings::Settings;

/// Ensures that a retention period of a programme is of one that the folder knows: otherwise its cases
/// would be kept by another one, or by none.
pub fn retention_is_of_known_programmes(
    settings: &Settings,
    programmes: &[Programme],
) -> Vec<Problem> {
    let known: Vec<&str> = programmes.iter().map(|programme| programme.id.as_str()).collect();
    let named = settings.retention.programmes.keys();
    let strangers = named.filter(|id| !known.contains(&id.as_str()));
    let problem = |id: &String| {
        let message =
            format!("the retention period of `{0}`: there is no programme `{0}`", safe_line(id));
        let hint = did_you_mean(id, &known, "`caseload programme list` lists them");
        Problem::error("caseload.toml", "settings", message).with_hint(hint)
    };
    strangers.map(problem).collect()
}
