//! The audit trail as rows, one for each thing that was done.

use crate::report::history::{History, HistoryStep, Line, without_files};
use crate::report::records::{Field, Records};

impl History {
    /// The columns of the rows.
    pub(in crate::report) const COLUMNS: [&str; 8] =
        ["case", "when", "author", "email", "commit", "operation", "what", "days_late"];

    /// Everything that was recorded of a case.
    pub(in crate::report) fn rows(&self, case: &str) -> Vec<Vec<Field>> {
        let rows = self.steps.iter().flat_map(|(step, lines)| {
            let nothing = lines.is_empty().then(|| self.row_of_step(step, case));
            nothing.into_iter().chain(lines.iter().map(|line| self.row_of(step, line, Some(case))))
        });
        rows.collect()
    }

    /// Everything that was recorded: of one case under the id that it has now, as in a pack; of whatever case
    /// under the ids of then.
    pub(super) fn all_rows(&self) -> Records {
        let somebody_elses = self.others.first().map_or(self.steps.len(), |(first, _)| *first);
        let rows = self.steps.iter().enumerate().flat_map(move |(at, (step, lines))| {
            let case = self.case.as_deref().filter(|_| at < somebody_elses);
            let case = case.map(|id| self.told_id(id));
            let cases = || case.clone().unwrap_or_else(|| step.cases.join("; "));
            let nothing = lines.is_empty().then(|| self.row_of_step(step, &cases()));
            let lines = lines
                .iter()
                .map(move |line| self.row_of(step, line, case.as_deref().or(line.case.as_deref())));
            nothing.into_iter().chain(lines)
        });
        Records::plain(&History::COLUMNS, rows)
    }

    fn row_of(&self, step: &HistoryStep, line: &Line, case: Option<&str>) -> Vec<Field> {
        self.fields(step, case.unwrap_or_default(), &line.words, line.late)
    }

    /// A step that changed no file.
    fn row_of_step(&self, step: &HistoryStep, case: &str) -> Vec<Field> {
        self.fields(step, case, &without_files(&step.subject), None)
    }

    fn fields(&self, step: &HistoryStep, case: &str, words: &str, late: Option<i64>) -> Vec<Field> {
        vec![
            case.into(),
            self.moment(step).map(|moment| moment.to_rfc3339()).into(),
            step.author.as_str().into(),
            step.email.as_str().into(),
            step.commit.as_str().into(),
            step.operation.as_ref().into(),
            words.into(),
            late.into(),
        ]
    }
}
