//! What is supposed beside what is recorded: a report is marked as such, and says what that changes.

use crate::calendar::{Day, add_days};
use crate::case::Case;
use crate::cli::arguments::{Common, Format};
use crate::cli::context::{judged, without_names};
use crate::cli::output;
use crate::cli::suppose::Supposition;
use crate::obligation::Evaluation;
use crate::report::{Changes, Filter, Report, Supposed, SupposedSide};
use crate::store::{Folder, Version};

/// What is supposed, and the cases that it touches, as recorded and as supposed.
pub(super) struct WhatIf {
    what: Vec<String>,
    /// The cases that are not told of, unless restricted ones are asked for.
    kept_back: Vec<String>,
    recorded: Folder,
    supposed: Folder,
    /// The day by which all of it has come.
    day: Day,
}

/// A report as it is to be shown.
pub(super) enum Told<'r> {
    /// Nothing is supposed.
    AsItIs(&'r dyn Report),
    /// Something is.
    Supposed(Box<Supposed<'r>>),
}

impl Told<'_> {
    /// The report.
    pub(super) fn report(&self) -> &dyn Report {
        match self {
            Told::AsItIs(report) => *report,
            Told::Supposed(report) => report.as_ref(),
        }
    }
}

impl WhatIf {
    /// Reads the cases that are touched. That something is supposed is said where the report is not
    /// looked at here.
    pub(super) fn new(
        supposition: Supposition,
        recorded: &Version,
        today: Day,
        common: &Common,
    ) -> WhatIf {
        let Supposition { version, what, kept_back } = supposition;
        let is_seen =
            common.output.is_none() && matches!(common.format, Format::Table | Format::Plain);
        for what in what.iter().filter(|_| !is_seen) {
            output::say(&format!("supposed, not recorded: {what}"));
        }
        let touched: Vec<&str> = version.supposed_files().collect();
        let is_touched = |id: &str| {
            touched
                .iter()
                .any(|file| file.rsplit('/').next().unwrap_or(file) == format!("{id}.toml"))
        };
        let (recorded, supposed) =
            (recorded.load_only(&is_touched), version.load_only(&is_touched));
        let day = days_to_come(&recorded, &supposed).max().map_or(today, |day| day.max(today));
        WhatIf { what, kept_back, recorded, supposed, day }
    }

    /// The same without names, notes and reasons.
    pub(super) fn keep_names_back(&mut self) {
        without_names(&mut self.recorded);
        without_names(&mut self.supposed);
    }

    fn keeps_back(&self, evaluation: &Evaluation<'_>) -> bool {
        self.kept_back.iter().any(|id| id == evaluation.journey.case.id.as_str())
    }

    /// A report, marked, with what is changed by what is supposed.
    pub(super) fn around<'r>(&self, report: &'r dyn Report, filter: &Filter) -> Supposed<'r> {
        let judged = |folder, day| {
            let mut judged = judged(folder, day);
            judged.retain(|it| filter.restricted || !self.keeps_back(it));
            judged
        };
        let (before, after) = (judged(&self.recorded, self.day), judged(&self.supposed, self.day));
        // Whoever was named in what is supposed is told of, whatever the list is narrowed to.
        let only = Filter {
            rules: filter.rules.clone(),
            severities: filter.severities.clone(),
            statuses: filter.statuses.clone(),
            restricted: true,
            ..Filter::default()
        };
        let changes = Changes::supposed(&before, &after, &only);
        let tomorrow = add_days(self.day, 1);
        let day_after = (judged(&self.recorded, tomorrow), judged(&self.supposed, tomorrow));
        let recorded = SupposedSide {
            evaluations: &before,
            day_after: &day_after.0,
            problems: &self.recorded.problems,
        };
        let supposed = SupposedSide {
            evaluations: &after,
            day_after: &day_after.1,
            problems: &self.supposed.problems,
        };
        let (what, sides) = (self.what.clone(), (&recorded, &supposed));
        Supposed::new(report, what, changes, sides, (self.day, filter))
    }
}

/// The days that only the supposed cases have.
fn days_to_come<'f>(recorded: &'f Folder, supposed: &'f Folder) -> impl Iterator<Item = Day> + 'f {
    let days_of = |folder: &'f Folder, id: &str| {
        let file = folder.cases.iter().find(|file| file.stem == id);
        file.and_then(|file| file.case.as_ref()).map_or_else(Vec::new, Case::days)
    };
    supposed.cases.iter().flat_map(move |file| {
        let known = days_of(recorded, &file.stem);
        let days = file.case.as_ref().map_or_else(Vec::new, Case::days);
        days.into_iter().filter(move |day| !known.contains(day))
    })
}
