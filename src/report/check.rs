//! All problems in all files, each with its place and a hint.

use serde_json::json;

use crate::calendar::plural;
use crate::problem::{Problem, any_error};
use crate::report::page::{Block, Page, Tone};
use crate::report::words::count;
use crate::report::{About, Records, Report, obligation};

/// The problems of a folder.
#[derive(Debug)]
pub struct Check {
    problems: Vec<Problem>,
    files: usize,
    about: Option<About>,
}

impl Check {
    /// The problems found in a number of files, those of the named checks only if any are named.
    pub fn new(problems: &[Problem], names: &[String], files: usize) -> Check {
        let problems = problems
            .iter()
            .filter(|problem| names.is_empty() || names.iter().any(|name| name == problem.check))
            .cloned()
            .collect();
        Check { problems, files, about: None }
    }

    /// The same, as of this folder.
    #[must_use]
    pub fn about(self, about: About) -> Check {
        Check { about: Some(about), ..self }
    }

    /// Whether any of them is an error.
    pub fn any_error(&self) -> bool {
        any_error(&self.problems)
    }
}

impl Report for Check {
    fn page(&self) -> Page {
        let mut page = Page::default();
        if !self.problems.is_empty() {
            page.blocks.push(Block::Problems(self.problems.clone()));
            page.gap();
        }
        let errors = self.problems.iter().filter(|problem| problem.is_error()).count();
        let warnings = self.problems.len() - errors;
        let tone = match (errors, warnings) {
            (0, 0) => Tone::Good,
            (0, _) => Tone::Soon,
            _ => Tone::Bad,
        };
        page.toned(
            format!(
                "{}{}, {}.",
                match self.files {
                    0 => String::new(),
                    files => format!("{} looked at: ", plural(count(files), "file")),
                },
                plural(count(errors), "error"),
                plural(count(warnings), "warning")
            ),
            tone,
        );
        page
    }

    fn page_alone(&self) -> Page {
        match &self.about {
            Some(about) => about.before("Check", self.page()),
            None => self.page(),
        }
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "schema": 1,
            "files": self.files,
            "problems": obligation::problems(&self.problems),
        })
    }

    fn records(&self) -> Option<Records> {
        let header = ["file", "line", "column", "severity", "check", "message", "hint"];
        let rows = self.problems.iter().map(|problem| {
            let place = problem.place.as_ref();
            vec![
                (&problem.file).into(),
                place.map(|place| place.line).into(),
                place.map(|place| place.column).into(),
                problem.severity.word().into(),
                problem.check.into(),
                (&problem.message).into(),
                problem.hint.as_deref().into(),
            ]
        });
        Some(Records::plain(&header, rows))
    }
}
