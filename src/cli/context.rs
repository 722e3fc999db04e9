//! What a reading command works on: the folder, the day, and who is asking.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::calendar::{Day, Timezone};
use crate::case::Case;
use crate::check::keep_back;
use crate::cli::arguments::{Common, LookingBack, Mailing, Redacting};
use crate::cli::asking::{self, Asking};
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::{at, clock, erased, output, people};
use crate::obligation::{Evaluation, evaluate};
use crate::problem::Problem;
use crate::programme::Programme;
use crate::report::{Filter, Stamp};
use crate::store::{self, CaseFile, Folder};

/// A folder as it was read, and the day to judge on.
pub(super) struct Context {
    /// The folder.
    pub(super) folder: Folder,
    /// The day judged.
    pub(super) today: Day,
    revision: Option<String>,
    asking: Asking,
    redacts: bool,
}

impl Context {
    /// Finds and reads the folder, as it is or as it was, and works out the day.
    pub(super) fn open(common: &Common, back: &LookingBack) -> Result<Context, Failure> {
        Context::read(common, back, false)
    }

    /// The same, warned of everything that is dated after the day judged.
    pub(super) fn open_to_check(common: &Common, back: &LookingBack) -> Result<Context, Failure> {
        Context::read(common, back, true)
    }

    fn read(
        common: &Common,
        back: &LookingBack,
        warn_of_what_lies_ahead: bool,
    ) -> Result<Context, Failure> {
        let root: PathBuf = store::find(common.folder())?;
        let timezone = store::settings(&root).0.timezone;
        let today = today(common, timezone)?;
        let _reading = Progress::of("reading the cases");
        let warned_from = Some(today).filter(|_| warn_of_what_lies_ahead);
        if let Some(at) = &back.at {
            let snapshot = at::snapshot(&root, at, today, timezone)?;
            let folder = store::load_snapshot(&snapshot, warned_from);
            return Ok(Context::of(folder, today, Some(snapshot.commit)));
        }
        let folder = store::load(&root, warned_from);
        if let Some(problem) = folder.problems.iter().find(|item| item.check == "interrupted") {
            output::say(&format!("warning: {}", problem.message));
        }
        Ok(Context::of(folder, today, store::revision(&root)))
    }

    fn of(folder: Folder, today: Day, revision: Option<String>) -> Context {
        let asking = Asking::of(&folder.root, &folder.settings, &folder.cases, today);
        Context { folder, today, revision, asking, redacts: false }
    }

    /// The same, in which nobody is named who is looked for, where names are to be kept back.
    pub(super) fn finding_for(mut self, redacting: Redacting) -> Context {
        self.asking = self.asking.keeping_names_back(redacting.redact);
        self
    }

    /// The same folder; without names, notes and reasons where that was asked for, or where the report
    /// is to be sent and they were not asked for.
    pub(super) fn for_sending(
        mut self,
        common: &Common,
        mailing: &Mailing,
        redacting: Redacting,
    ) -> Context {
        if redacting.redact {
            return self.redacted(redacting);
        }
        if common.format.is_sent() && !mailing.names {
            self.keep_names_back();
        }
        self
    }

    /// The same folder; without names, employers, notes, reasons and where evidence lies, if that was
    /// asked for.
    pub(super) fn redacted(mut self, redacting: Redacting) -> Context {
        if redacting.redact {
            self.redacts = true;
            self.keep_names_back();
        }
        self
    }

    fn keep_names_back(&mut self) {
        for file in &mut self.folder.cases {
            file.case = file.case.as_ref().map(Case::without_names);
        }
        self.folder.problems.iter_mut().for_each(keep_back);
    }

    /// The commit that was read.
    pub(super) fn revision(&self) -> Option<String> {
        self.revision.clone()
    }

    /// Judges every case that can be, in parallel, in the order of the files.
    pub(super) fn evaluations(&self) -> Vec<Evaluation<'_>> {
        self.folder.cases.par_iter().filter_map(|file| self.evaluate(file)).collect()
    }

    /// The same as it would be on another day, with nothing recorded until then.
    pub(super) fn evaluations_on(&self, day: Day) -> Vec<Evaluation<'_>> {
        let cases = self.folder.cases.par_iter();
        cases.filter_map(|file| self.evaluate_on(file, day)).collect()
    }

    /// Judges one case, if its file has no error.
    pub(super) fn evaluate<'c>(&'c self, file: &'c CaseFile) -> Option<Evaluation<'c>> {
        self.evaluate_on(file, self.today)
    }

    fn evaluate_on<'c>(&'c self, file: &'c CaseFile, day: Day) -> Option<Evaluation<'c>> {
        let case = file.case.as_ref()?;
        let programme = self.folder.programme(&case.programme.value)?;
        let calendar = self.folder.calendar_of(case, programme);
        Some(evaluate(programme, calendar, case, day))
    }

    /// The case that is meant.
    pub(super) fn find_case(&self, typed: &str) -> Result<&CaseFile, Failure> {
        // A folder of a newer format has no cases that this release could name.
        if let Some(problem) = self.folder.problems.iter().find(|item| item.check == "format") {
            let hint = problem.hint.clone().unwrap_or_default();
            return Err(Failure::request(problem.message.clone(), hint));
        }
        people::find(typed, &self.folder.cases, &self.asking)
            .map_err(|failure| erased::instead(&self.folder.root, typed, failure))
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
        let occurs = |programme: &&Programme| {
            evaluations.iter().any(|evaluation| {
                evaluation.journey.programme.id == programme.id && filter.takes_case(evaluation)
            })
        };
        let programmes: Vec<&Programme> = self.folder.programmes.iter().filter(occurs).collect();
        let settings = &self.folder.settings.digest;
        let stamp = Stamp::new(self.today, self.revision.clone(), settings, &programmes);
        if self.redacts { stamp.redacted() } else { stamp }
    }

    /// The key worker who is asking.
    pub(super) fn me(&self) -> Result<String, Failure> {
        asking::me(&self.folder.root, &self.folder.settings)
    }

    /// Every key worker that the settings or a case know.
    pub(super) fn workers(&self) -> Vec<&str> {
        let settings = self.folder.settings.workers.iter().map(|worker| worker.id.as_str());
        let cases = self.folder.cases.iter().filter_map(|file| file.case.as_ref());
        let of_cases = cases.flat_map(|case| {
            let assigned = case.assignments.iter().map(|assignment| &assignment.worker);
            case.worker.iter().chain(assigned).map(|worker| worker.value.as_str())
        });
        sorted(settings.chain(of_cases))
    }

    /// Every rule of every programme.
    pub(super) fn rules(&self) -> Vec<&str> {
        let programmes = self.folder.programmes.iter();
        sorted(programmes.flat_map(|known| known.rules.iter().map(|rule| rule.id.as_str())))
    }

    /// Every stage of every programme.
    pub(super) fn stages(&self) -> Vec<&str> {
        let programmes = self.folder.programmes.iter();
        sorted(programmes.flat_map(|known| known.stages.iter().map(|stage| stage.id.as_str())))
    }
}

fn sorted<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The day to judge on: as typed, else the clock's in the folder's time zone.
pub(super) fn today(common: &Common, timezone: Timezone) -> Result<Day, Failure> {
    let now = timezone.local(clock::now()).date_naive();
    match &common.today {
        None => Ok(now),
        Some(typed) => date_words::day(typed, now, Looking::Back),
    }
}
