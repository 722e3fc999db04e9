//! A problem without what a file holds, for where nobody is to be told who a case is about: its message
//! may quote the file, and its excerpt is a line of it.

use crate::case::KEPT_BACK;
use crate::check::CHECKS;
use crate::problem::{Place, Problem, nameless_path};

/// Checks whose messages quote no file.
const QUOTE_NOTHING: [&str; 3] = ["format", "interrupted", "merge"];

/// Keeps back what a problem says of the words of its file. Where it stands, which check found it and
/// what that ensures are still said.
pub fn keep_back(problem: &mut Problem) {
    problem.file = nameless_path(&problem.file);
    if QUOTE_NOTHING.contains(&problem.check) {
        return;
    }
    let ensured = CHECKS.iter().find(|(name, _)| *name == problem.check);
    problem.message = match ensured {
        Some((name, ensured)) => format!("`{name}`: it is not so {ensured}"),
        None => format!("something is {} here", if problem.is_error() { "wrong" } else { "odd" }),
    };
    problem.hint = Some("caseload check, without --redact, says what".to_owned());
    if let Some(place) = &mut problem.place {
        *place = Place {
            excerpt: KEPT_BACK.to_owned(),
            caret: 0,
            width: KEPT_BACK.len(),
            ..place.clone()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_where_and_not_what() {
        let place = Place {
            line: 3,
            column: 8,
            excerpt: "name = Sam Okafor".to_owned(),
            caret: 7,
            width: 10,
        };
        let mut problem = Problem::error("cases/okafor/A-1.toml", "syntax", "`Sam Okafor` is odd")
            .with_hint("write `\"Sam Okafor\"`")
            .at(Some(place));
        keep_back(&mut problem);
        let said = format!("{problem:?}");
        assert!(!said.to_lowercase().contains("okafor") && !said.contains("Sam"), "{said}");
        assert_eq!(problem.message, "`syntax`: it is not so that a file is TOML");
        assert_eq!(problem.place.map(|place| (place.line, place.column)), Some((3, 8)));
    }
}
