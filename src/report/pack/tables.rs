//! The tables of a pack, to count with: everything that its pages show, one row for each thing.

use crate::calendar::plain;
use crate::obligation::Evaluation;
use crate::report::pack::Pack;
use crate::report::pack::gaps::{Between, gaps};
use crate::report::picture::Weeks;
use crate::report::provenance::evidence;
use crate::report::records::Field;
use crate::report::words::cites;
use crate::report::{Export, ExportedCase, History, Records, obligation, render};

impl Pack<'_, '_> {
    /// Every table by its name.
    pub(super) fn tables(&self) -> Vec<(String, String)> {
        let cases = self.cases.iter().map(|case| ExportedCase {
            id: case.evaluation.journey.case.id.to_string(),
            facts: case.says.clone(),
            unsettled: case.evaluation.journey.case.conflicts.len(),
        });
        let revision = self.facts.revision.clone();
        let export = Export::new(cases.collect(), revision, Vec::new(), "tables");
        let export = export.by(&self.facts.release);
        let mut tables: Vec<(String, String)> =
            export.files().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        let history = self
            .cases
            .iter()
            .flat_map(|case| case.history.rows(case.evaluation.journey.case.id.as_str()));
        for (name, records) in [
            ("obligations.csv", self.rows_of(&OBLIGATIONS, obligations)),
            ("warnings.csv", self.rows_of(&["case", "code", "on", "cite", "message"], warnings)),
            (
                "gaps.csv",
                self.rows_of(&["case", "between", "from", "to", "days", "ends"], gap_rows),
            ),
            ("weeks.csv", self.rows_of(&["case", "from", "to", "state"], weeks)),
            ("history.csv", Records::plain(&History::COLUMNS, history)),
        ] {
            tables.push((name.to_owned(), render::csv(&records)));
        }
        tables
    }

    fn rows_of(
        &self,
        columns: &[&'static str],
        rows: impl Fn(&Evaluation<'_>) -> Vec<Vec<Field>>,
    ) -> Records {
        Records::plain(columns, self.cases.iter().flat_map(|case| rows(case.evaluation)))
    }
}

/// What of an obligation stands beside the usual columns: what it was counted from, how its evidence was
/// obtained and where it lies.
const BESIDE: [&str; 2] = ["counted_from", "provenance"];
const OBLIGATIONS: [&str; 22] = {
    let mut columns = [""; 22];
    let mut at = 0;
    while at < obligation::RECORD_COLUMNS.len() {
        columns[at] = obligation::RECORD_COLUMNS[at];
        at += 1;
    }
    columns[at] = BESIDE[0];
    columns[at + 1] = BESIDE[1];
    columns
};

fn obligations(evaluation: &Evaluation<'_>) -> Vec<Vec<Field>> {
    let rows = evaluation.obligations.iter().map(|item| {
        let mut row = obligation::record(&evaluation.standing, item, None);
        let entries = item.instance.met.iter().flat_map(|met| &met.evidence);
        let provenance: Vec<String> = entries
            .filter_map(|entry| evaluation.journey.case.entry_at(entry.start()))
            .flat_map(|(number, entry)| {
                evidence(entry.record()).into_iter().map(move |it| format!("no. {number} {it}"))
            })
            .collect();
        row.extend([item.counted().into(), provenance.join("; ").into()]);
        row
    });
    rows.collect()
}

fn warnings(evaluation: &Evaluation<'_>) -> Vec<Vec<Field>> {
    let case = evaluation.journey.case.id.as_str();
    let row = |warning: &crate::warning::Warning| {
        vec![
            case.into(),
            warning.code.as_str().into(),
            warning.on.into(),
            cites(&warning.cite).into(),
            warning.message.as_str().into(),
        ]
    };
    evaluation.warnings().iter().map(row).collect()
}

fn gap_rows(evaluation: &Evaluation<'_>) -> Vec<Vec<Field>> {
    let case = evaluation.journey.case.id.as_str();
    let all = Between::ALL.into_iter().flat_map(|between| {
        gaps(&evaluation.journey, between).into_iter().map(move |gap| {
            vec![
                case.into(),
                between.words().into(),
                gap.from.into(),
                gap.to.into(),
                gap.days().into(),
                gap.ends().into(),
            ]
        })
    });
    all.collect()
}

fn weeks(evaluation: &Evaluation<'_>) -> Vec<Vec<Field>> {
    let case = evaluation.journey.case.id.as_str();
    let weeks = Weeks::of(evaluation).map(|weeks| weeks.weeks).unwrap_or_default();
    let row = |week: crate::report::Week| {
        let [from, to] = [week.days.from, week.days.to].map(plain);
        vec![case.into(), from.into(), to.into(), week.state.words().into()]
    };
    weeks.into_iter().map(row).collect()
}
