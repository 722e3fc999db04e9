//! What a reading command works on: the folder, the day, and who is asking.

mod names;
mod restricted;
mod vocabulary;

use std::collections::BTreeSet;
use std::path::PathBuf;

pub(super) use names::without_names;
use rayon::prelude::*;

use crate::calendar::{Day, Timezone};
use crate::cli::arguments::{Common, Standpoint};
use crate::cli::asking::{self, Asking};
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::what_if::{Told, WhatIf};
use crate::cli::{at, clock, not_there, output, people, printed, suppose};
use crate::obligation::{Agenda, Evaluation, Standing, evaluate};
use crate::operation::FileChange;
use crate::problem::Problem;
use crate::programme::Programme;
use crate::report::{Filter, Printed, Report, SUPPOSED, Stamp};
use crate::store::{self, Agendas, CaseFile, Folder, Version};

/// A folder as it was read, and the day to judge on.
pub(super) struct Context {
    /// The folder.
    pub(super) folder: Folder,
    /// What is to be done, where no more than that was read of the cases.
    agendas: Option<Agendas>,
    /// The same, as its files are read.
    pub(super) version: Version,
    /// The day judged.
    pub(super) today: Day,
    revision: Option<String>,
    printed: Option<Printed>,
    supposed: Option<WhatIf>,
    /// What is to be known of a page that looks back.
    looks_back: Option<String>,
    asking: Asking,
    redacts: bool,
    names_are_kept_back: bool,
}

/// What of a folder is read.
#[derive(Clone, Copy)]
enum Reading<'r> {
    /// Everything.
    All,
    /// Everything, warned of what is dated after the day judged.
    ToCheck,
    /// No more than is needed for the case that is meant.
    One(&'r str),
    /// Of the cases, what is to be done alone.
    ToDo,
}

impl Context {
    /// Finds and reads the folder, as it is, was or would be, and works out the day.
    pub(super) fn open(common: &Common, from: &Standpoint) -> Result<Context, Failure> {
        Context::read(common, from, Reading::All)
    }

    /// The same, warned of everything that is dated after the day judged.
    pub(super) fn open_to_check(common: &Common, from: &Standpoint) -> Result<Context, Failure> {
        Context::read(common, from, Reading::ToCheck)
    }

    /// The same, and of the cases no more than what is to be done. Nobody can be found in it.
    pub(super) fn open_to_do(common: &Common) -> Result<Context, Failure> {
        Context::read(common, &Standpoint::default(), Reading::ToDo)
    }

    /// The same, of one case.
    pub(super) fn open_for(
        common: &Common,
        from: &Standpoint,
        typed: &str,
    ) -> Result<Context, Failure> {
        Context::read(common, from, Reading::One(typed))
    }

    fn read(common: &Common, from: &Standpoint, what: Reading<'_>) -> Result<Context, Failure> {
        let root: PathBuf = store::find(common.folder())?;
        let timezone = store::settings(&root).0.timezone;
        let printed = from.as_printed.as_ref().map(|typed| printed::read(common, typed));
        let printed = printed.transpose()?;
        let (today, recorded) = match &printed {
            Some(page) => (page.today, printed::version(&root, page)?),
            None => {
                let today = today(common, timezone)?;
                (today, at::version(&root, &from.back, today, timezone)?)
            }
        };
        let looks_back = at::judged_otherwise(common, &from.back, &recorded, today, timezone);
        let supposition = suppose::carry_out(common, &recorded, today, &from.suppose)?;
        let _reading = Progress::of("reading the cases");
        let version =
            supposition.as_ref().map_or_else(|| recorded.clone(), |it| it.version.clone());
        let load = || match what {
            Reading::All => (version.load(None), None),
            Reading::ToCheck => (version.load(Some(today)), None),
            Reading::One(typed) => (people::load_one(&version, typed), None),
            Reading::ToDo => {
                let (folder, agendas) = store::agendas(&root, today);
                (folder, Some(agendas))
            }
        };
        let name = || match recorded.commit() {
            Some(snapshot) => Some(snapshot.commit.clone()),
            None => store::revision(&root),
        };
        let ((folder, agendas), revision) = rayon::join(load, name);
        let interrupted = folder.problems.iter().find(|item| item.check == "interrupted");
        if let Some(problem) = interrupted.filter(|_| !common.only_tried) {
            output::say(&format!("warning: {}", problem.message));
        }
        let supposed = supposition.map(|it| WhatIf::new(it, &recorded, today, common));
        let revision = match &supposed {
            Some(_) => Some(revision.unwrap_or_default() + SUPPOSED),
            None => revision,
        };
        Ok(Context {
            asking: Asking::of(&folder.root, &folder.settings, &folder.cases, today),
            folder,
            agendas,
            version,
            today,
            revision,
            printed,
            supposed,
            looks_back,
            redacts: false,
            names_are_kept_back: false,
        })
    }

    /// The report as it is to be shown: marked as such, with what is supposed and what that changes,
    /// where something is only supposed.
    pub(super) fn told<'r>(&self, report: &'r dyn Report, filter: &Filter) -> Told<'r> {
        match &self.supposed {
            None => Told::AsItIs(report),
            Some(supposed) => Told::Supposed(Box::new(supposed.around(report, filter))),
        }
    }

    /// The same folder with a file put back in its place that is gone from it: in what is read, and
    /// nowhere else.
    pub(super) fn with_file_back(mut self, change: FileChange) -> Context {
        self.version.suppose(&[change]);
        self.folder = self.version.load(None);
        self
    }

    /// The commit that was read.
    pub(super) fn revision(&self) -> Option<String> {
        self.revision.clone()
    }

    /// Judges every case that can be, in parallel, in the order of the files.
    pub(super) fn evaluations(&self) -> Vec<Evaluation<'_>> {
        self.evaluations_on(self.today)
    }

    /// What is to be done for every case that can be judged, in the order of the files.
    pub(super) fn agendas(&self) -> Vec<Agenda<'_>> {
        match &self.agendas {
            Some(agendas) => agendas.by(&self.folder),
            None => self.evaluations().iter().map(Agenda::of).collect(),
        }
    }

    /// The same as it would be on another day, with nothing recorded until then.
    pub(super) fn evaluations_on(&self, day: Day) -> Vec<Evaluation<'_>> {
        judged(&self.folder, day)
    }

    /// Judges one case, if its file has no error.
    pub(super) fn evaluate<'c>(&'c self, file: &'c CaseFile) -> Option<Evaluation<'c>> {
        judge(&self.folder, file, self.today)
    }

    /// The case that is meant.
    pub(super) fn find_case(&self, typed: &str) -> Result<&CaseFile, Failure> {
        // A folder of a newer format has no cases that this release could name.
        if let Some(problem) = self.folder.problems.iter().find(|item| item.check == "format") {
            let hint = problem.hint.clone().unwrap_or_default();
            return Err(Failure::request(problem.message.clone(), hint));
        }
        people::find(typed, &self.folder.cases, &self.asking)
            .map_err(|failure| not_there::instead(&self.version, typed, failure))
    }

    /// The problems of one case: of its file, and of the settings and programme files by which it
    /// is judged.
    pub(super) fn problems_of(&self, file: &CaseFile) -> Vec<Problem> {
        let concerns = |problem: &&Problem| {
            problem.file == file.file || !problem.is_about_a_case() && problem.is_error()
        };
        self.folder.problems.iter().filter(concerns).cloned().collect()
    }

    /// What a report on these evaluations is made from.
    pub(super) fn stamp(&self, evaluations: &[Evaluation<'_>], filter: &Filter) -> Stamp {
        self.stamp_of(evaluations.iter().map(|it| &it.standing), filter)
    }

    /// The same, of what is said of cases that stand so.
    pub(super) fn stamp_of<'a>(
        &self,
        cases: impl Iterator<Item = &'a Standing<'a>>,
        filter: &Filter,
    ) -> Stamp {
        let taken = cases.filter(|standing| filter.takes_case(standing));
        let on: BTreeSet<&str> = taken.map(|standing| standing.programme.id.as_str()).collect();
        let occurs = |programme: &&Programme| on.contains(programme.id.as_str());
        let programmes: Vec<&Programme> = self.folder.programmes.iter().filter(occurs).collect();
        let settings = &self.folder.settings.digest;
        let stamp = Stamp::new(self.today, self.revision.clone(), settings, &programmes)
            .noting(self.looks_back.clone());
        if let Some(printed) = &self.printed {
            printed::say_differences(printed, &stamp);
        }
        if self.redacts { stamp.redacted() } else { stamp }
    }

    /// The key worker who is asking.
    pub(super) fn me(&self) -> Result<String, Failure> {
        asking::me(&self.folder.root, &self.folder.settings)
    }
}

/// Judges every case of a folder that can be, in parallel, in the order of the files.
pub(super) fn judged(folder: &Folder, day: Day) -> Vec<Evaluation<'_>> {
    folder.cases.par_iter().filter_map(|file| judge(folder, file, day)).collect()
}

fn judge<'f>(folder: &'f Folder, file: &'f CaseFile, day: Day) -> Option<Evaluation<'f>> {
    let case = file.case.as_ref()?;
    let programme = folder.programme(&case.programme.value)?;
    let calendar = folder.calendar_of(case, programme);
    Some(evaluate(programme, calendar, case, day))
}

/// The day to judge on: as typed, else the clock's in the folder's time zone.
pub(super) fn today(common: &Common, timezone: Timezone) -> Result<Day, Failure> {
    let now = timezone.local(clock::now()).date_naive();
    match &common.today {
        None => Ok(now),
        Some(typed) => {
            date_words::day(typed, now, Looking::Back).map_err(|it| it.within("--today"))
        }
    }
}
