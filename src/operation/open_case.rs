//! A case that is about to be changed: its text, what it says, and what it is judged by.

use crate::calendar::{Calendar, Day};
use crate::case::Case;
use crate::check;
use crate::obligation::{Evaluation, evaluate};
use crate::operation::Refusal;
use crate::problem::{Problem, any_error};
use crate::programme::Programme;
use crate::reading::Source;
use crate::settings::Settings;

/// What the cases of a folder are judged by.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'f> {
    /// The programmes that cases can be on.
    pub programmes: &'f [Programme],
    /// The folder's settings.
    pub settings: &'f Settings,
}

/// A case that can be changed: nothing in its file is wrong.
#[derive(Clone, Debug)]
pub struct OpenCase<'f> {
    /// Its file within the folder.
    pub file: String,
    /// The text of the file.
    pub source: Source,
    /// What it says.
    pub case: Case,
    /// Its programme.
    pub programme: &'f Programme,
    /// Its calendar.
    pub calendar: Calendar,
    /// What is odd about it.
    pub warnings: Vec<Problem>,
    rules: Rules<'f>,
}

impl<'f> OpenCase<'f> {
    /// Opens a case from the text of its file.
    ///
    /// # Errors
    ///
    /// The problems of the file, if one of them is an error.
    pub fn read(
        file: &str,
        text: impl Into<String>,
        rules: Rules<'f>,
    ) -> Result<OpenCase<'f>, Vec<Problem>> {
        let source = Source::new(file, text);
        let name = file.rsplit('/').next().unwrap_or(file);
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        let (case, problems) =
            check::read_case(&source, stem, rules.programmes, rules.settings, None);
        if any_error(&problems) {
            return Err(problems);
        }
        let found = case.and_then(|case| {
            let id = &case.programme.value;
            let programme = rules.programmes.iter().find(|programme| programme.id == *id)?;
            Some((case, programme))
        });
        let Some((case, programme)) = found else { return Err(problems) };
        let calendar = rules.settings.calendar(case.calendar.unwrap_or(programme.calendar));
        let file = file.to_owned();
        Ok(OpenCase { file, source, case, programme, calendar, warnings: problems, rules })
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.case.id.as_str()
    }

    /// Judges it on a day.
    pub fn evaluate(&self, today: Day) -> Evaluation<'_> {
        evaluate(self.programme, &self.calendar, &self.case, today)
    }

    /// The case as it would be with another text: what is written is read back before it is
    /// written.
    ///
    /// # Errors
    ///
    /// The refusal that says what would be wrong with it.
    pub fn with_text(&self, text: String) -> Result<OpenCase<'f>, Refusal> {
        OpenCase::read(&self.file, text, self.rules).map_err(|problems| {
            Refusal::because(
                "this would leave the case with something wrong in it, so nothing was recorded",
                "type it again with that mended",
                problems,
            )
        })
    }
}
