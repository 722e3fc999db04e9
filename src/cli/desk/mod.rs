//! Where recording is done: the folder's rules, who is at the desk, and the way of a request from
//! the words typed to the commit.

mod doubled;
mod finding;
mod supposing;

use std::env;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread::{self, ScopedJoinHandle};

use chrono::{DateTime, Utc};

use crate::calendar::Day;
use crate::cli::arguments::Common;
use crate::cli::clock;
use crate::cli::context::today;
use crate::cli::desk::doubled::says_who;
use crate::cli::failure::Failure;
use crate::cli::writing::{Trying, lies_ahead};
use crate::cli::{hand_edits, output};
use crate::operation::{
    Change, FileChange, OpenCase, Operation, Outcome, Provenance, Requested, Rules, Why,
    new_warnings,
};
use crate::problem::{Problem, any_error};
use crate::reading::{did_you_mean, safe_line};
use crate::report::{RecordedCase, Recording};
use crate::store::{self, CasePath, Folder, Preparation, RecordError, Recorded, Recorder, Version};

/// Where recording is done.
pub(in crate::cli) struct Desk<'c> {
    /// The folder's settings and programmes; its cases are not read.
    pub(in crate::cli) folder: Folder,
    /// The folder, as its files are read.
    pub(in crate::cli) version: Version,
    /// The day on which things happened unless another is named.
    pub(in crate::cli) today: Day,
    /// The day by the clock, after which nothing can have happened.
    clock_day: Day,
    common: &'c Common,
    /// What was looked at already for the right to record; none once it was used.
    preparation: Mutex<Option<Prepared>>,
    /// What was said besides.
    said: Mutex<Vec<String>>,
}

/// What came of looking at the repository.
type Prepared = Result<Preparation, RecordError>;

/// Case files by name, or why not all of them are known.
type Listing = Result<Vec<CasePath>, Failure>;

/// What a request is worked out from, for one case.
pub(in crate::cli) struct Sheet<'d, 'f> {
    /// The case.
    pub(in crate::cli) open: &'d OpenCase<'f>,
    /// When the entry is logged: its identity, unique in the file.
    pub(in crate::cli) logged: String,
}

/// What is asked for in one case.
pub(in crate::cli) type Request<'r> =
    &'r dyn for<'d, 'f> Fn(&Sheet<'d, 'f>) -> Result<Requested<'f>, Failure>;

impl<'c> Desk<'c> {
    /// Finds the folder, looks at its repository, and reads its rules, which must be sound.
    pub(in crate::cli) fn open(common: &'c Common) -> Result<Desk<'c>, Failure> {
        output::refuse_rows(common)?;
        Desk::at(common, true, &[])?.0.sound()
    }

    /// The same, with the cases that are meant; asks for one where none is named.
    pub(in crate::cli) fn open_for(
        common: &'c Common,
        typed: &[String],
    ) -> Result<(Desk<'c>, Vec<CasePath>), Failure> {
        output::refuse_rows(common)?;
        let (desk, listing) = Desk::at(common, true, typed)?;
        let desk = desk.sound()?;
        let people = desk.people_among(typed, listing)?;
        Ok((desk, people))
    }

    /// Finds the folder and reads its rules, whatever is wrong in them. The repository is looked at
    /// when one begins.
    pub(in crate::cli) fn open_unsound(common: &'c Common) -> Result<Desk<'c>, Failure> {
        output::refuse_rows(common)?;
        Desk::open_to_look(common)
    }

    /// The same, for a command that records nothing and may answer with rows.
    pub(in crate::cli) fn open_to_look(common: &'c Common) -> Result<Desk<'c>, Failure> {
        Desk::at(common, false, &[]).map(|(desk, _)| desk)
    }

    /// The desk, if its rules are sound.
    pub(in crate::cli) fn sound(self) -> Result<Desk<'c>, Failure> {
        if any_error(&self.folder.problems) {
            return Err(Failure::request(
                "the settings or programmes of this folder have something wrong in them",
                "mend that first; nothing was recorded",
            )
            .with_problems(self.folder.problems));
        }
        Ok(self)
    }

    fn at(
        common: &'c Common,
        prepares: bool,
        typed: &[String],
    ) -> Result<(Desk<'c>, Listing), Failure> {
        if let Some(supposing) = &common.supposing {
            return Ok(Desk::supposing(common, supposing, typed));
        }
        let root: PathBuf = store::find(common.folder())?;
        // The rules come last: they are being read since the command began.
        let preparation = prepares.then(|| Preparation::of(&root));
        let version = Version::on_disk(&root);
        let listing = finding::listing(&version, typed);
        let folder = version.load_rules();
        let timezone = folder.settings.timezone;
        let clock_day = timezone.local(clock::now()).date_naive();
        let today = today(common, timezone)?;
        let preparation = Mutex::new(preparation);
        let said = Mutex::default();
        Ok((Desk { folder, version, today, clock_day, common, preparation, said }, listing))
    }

    /// Whether nothing is recorded here, but only supposed.
    pub(in crate::cli) fn only_supposes(&self) -> bool {
        self.common.supposing.is_some()
    }

    /// The rules that cases are judged by.
    pub(in crate::cli) fn rules(&self) -> Rules<'_> {
        Rules { programmes: &self.folder.programmes, settings: &self.folder.settings }
    }

    /// Ensures that a day does not lie ahead.
    pub(in crate::cli) fn refuse_the_future(&self, day: Day, force: bool) -> Result<(), Failure> {
        let force = force || self.only_supposes();
        if day > self.clock_day && !force { Err(lies_ahead(day)) } else { Ok(()) }
    }

    /// The key worker at the desk, if that is known.
    pub(in crate::cli) fn me(&self) -> Option<String> {
        let named = env::var("CASELOAD_WORKER").ok().filter(|name| !name.is_empty());
        named.or_else(|| {
            let email = store::user_email(&self.folder.root)?;
            self.folder.settings.worker_with_email(&email).map(|worker| worker.id.clone())
        })
    }

    /// Who is at the desk: the key worker, or else the e-mail address that git knows.
    pub(in crate::cli) fn who(&self) -> String {
        let email = || store::user_email(&self.folder.root);
        self.me().or_else(email).unwrap_or_default()
    }

    /// The day by the clock.
    pub(in crate::cli) fn day_by_the_clock(&self) -> Day {
        self.clock_day
    }

    /// Ensures that the settings know a worker, where they name any.
    pub(in crate::cli) fn known_worker(&self, worker: &str) -> Result<(), Failure> {
        let known: Vec<&str> =
            self.folder.settings.workers.iter().map(|worker| worker.id.as_str()).collect();
        if known.is_empty() || known.contains(&worker) {
            return Ok(());
        }
        let hint = did_you_mean(worker, &known, "add them under [workers] in caseload.toml");
        Err(Failure::request(format!("the settings know no worker `{}`", safe_line(worker)), hint))
    }

    /// A case as it lies in the folder, without any right to change it.
    pub(in crate::cli) fn look(&self, file: &CasePath) -> Result<OpenCase<'_>, Failure> {
        let text = self
            .version
            .read_case_text(&file.file)
            .map_err(|problem| damaged(file.stem(), vec![*problem]))?;
        OpenCase::read(&file.file, text, self.rules())
            .map_err(|problems| damaged(file.stem(), problems))
    }

    /// Takes the right to record, unless it is only tried or supposed.
    pub(in crate::cli) fn begin_unless_tried(
        &self,
        trying: &Trying,
    ) -> Result<Option<Recorder>, Failure> {
        if trying.dry_run || self.only_supposes() {
            return Ok(None);
        }
        self.begin(clock::now()).map(Some)
    }

    /// Takes the right to record, and says what is to be known besides.
    pub(in crate::cli) fn begin(&self, now: DateTime<Utc>) -> Result<Recorder, Failure> {
        let time = clock::commit_time(now, self.folder.settings.timezone);
        let preparation = self.preparation.lock().ok().and_then(|mut prepared| prepared.take());
        let preparation = preparation.unwrap_or_else(|| Preparation::of(&self.folder.root))?;
        let recorder = Recorder::begin(preparation, time)?;
        self.say_once(recorder.notes());
        Ok(recorder)
    }

    /// Says what is to be known besides, unless it was said before.
    fn say_once(&self, notes: &[String]) {
        let Ok(mut said) = self.said.lock() else { return };
        for note in notes {
            if !said.contains(note) {
                output::say(note);
                said.push(note.clone());
            }
        }
    }

    /// Why something is mended, by whoever is at the desk.
    pub(in crate::cli) fn why<'r>(
        &self,
        sheet: &Sheet<'_, '_>,
        reason: Option<&'r str>,
    ) -> Why<'r> {
        let provenance =
            Provenance { logged: sheet.logged.clone(), worker: self.me(), ..Provenance::default() };
        Why { reason, on: self.today, provenance }
    }

    /// Records a request for each of these cases as one operation, or shows what would be.
    pub(in crate::cli) fn record(
        &self,
        files: &[CasePath],
        trying: &Trying,
        request: Request<'_>,
    ) -> Result<u8, Failure> {
        let mut recorder = self.begin_unless_tried(trying)?;
        // The clock is read under the lock, so that entries follow one another as they are logged.
        let now = self.common.supposing.as_ref().map_or_else(clock::now, |it| it.now());
        if let Some(recorder) = &mut recorder {
            hand_edits::save_first(self, recorder, files)?;
        }
        let before: Vec<_> =
            files.iter().map(|file| self.look(file)).collect::<Result<_, Failure>>()?;
        let mut changes = Vec::new();
        for open in &before {
            let sheet = Sheet { open, logged: unused(open, now) };
            changes.push(request(&sheet)?);
        }
        self.say_what_is_supposed_already((files, &before), &changes, request);
        let operation = operation(&before, &changes);
        let recorder = recorder.filter(|_| !operation.is_empty());
        self.carry_out(recorder, &operation, trying, |recording| {
            for (open, change) in before.iter().zip(&changes) {
                recording.add(self.said(open, change));
            }
        })
    }

    /// Carries out an operation unless it is only tried, and says what came of it.
    pub(in crate::cli) fn carry_out(
        &self,
        recorder: Option<Recorder>,
        operation: &Operation,
        trying: &Trying,
        say: impl FnOnce(&mut Recording) + Send,
    ) -> Result<u8, Failure> {
        if let Some(supposing) = &self.common.supposing {
            supposing.suppose(operation);
            return Ok(0);
        }
        let mut recording = Recording::new(operation, trying.dry_run);
        // What is to be said is worked out while the disk is waited for.
        let done = thread::scope(|scope| {
            let said = scope.spawn(|| say(&mut recording));
            let recorder = recorder.filter(|_| !trying.dry_run);
            let done = recorder.map(|mut recorder| recorder.record(operation));
            joined(said);
            done.transpose()
        })?;
        if let Some(done) = &done {
            say_unfinished(done);
            recording.is_made(&done.commit, &done.operation);
        }
        output::show_done(&recording, self.common, Some(&self.folder.root), done.is_some())?;
        Ok(0)
    }

    /// What is said of one case.
    fn said(&self, before: &OpenCase<'_>, change: &Requested<'_>) -> RecordedCase {
        let was = before.evaluate(self.today);
        match change {
            Requested::Change(change) => {
                let Change { after, said, focus, .. } = &**change;
                let is = after.evaluate(self.today);
                let outcome = Outcome { before: Some(&was), after: &is };
                let mut odd = new_warnings(&before.warnings, &after.warnings);
                let doubled =
                    if says_who(before, after) { self.doubled(after) } else { Vec::new() };
                odd.extend(&doubled);
                RecordedCase::changed(&outcome, after, said, focus, &odd)
            }
            Requested::OnRecord(words) => RecordedCase::on_record(&was, words),
        }
    }
}

/// What a thread came to; its panic is one here.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// The operation that makes these changes.
fn operation(before: &[OpenCase<'_>], changes: &[Requested<'_>]) -> Operation {
    let pairs: Vec<(&OpenCase<'_>, &Change<'_>)> = before
        .iter()
        .zip(changes)
        .filter_map(|(open, change)| match change {
            Requested::Change(change) => Some((open, &**change)),
            Requested::OnRecord(_) => None,
        })
        .collect();
    Operation {
        what: pairs.first().map(|(_, change)| change.what.clone()).unwrap_or_default(),
        cases: pairs.iter().map(|(open, _)| open.id().to_owned()).collect(),
        files: pairs
            .iter()
            .map(|(open, change)| FileChange {
                file: open.file.clone(),
                old: Some(open.text().to_owned()),
                new: Some(change.after.text().to_owned()),
            })
            .collect(),
        reverses: None,
    }
}

/// Says what is not done yet of an operation that is recorded all the same.
pub(in crate::cli) fn say_unfinished(done: &Recorded) {
    if let Some(reason) = &done.unfinished {
        output::say(&format!("it is recorded; the next command finishes the rest ({reason})"));
    }
}

/// The moment as an entry's identity: the first from now on that no entry of the case has.
fn unused(open: &OpenCase<'_>, now: DateTime<Utc>) -> String {
    let mut moment = now;
    loop {
        let logged = clock::logged(moment);
        if !open.text().contains(&logged) {
            return logged;
        }
        moment += chrono::Duration::milliseconds(1);
    }
}

/// A case that cannot be changed, since something in its file is wrong.
fn damaged(id: &str, problems: Vec<Problem>) -> Failure {
    Failure::request(
        format!("the file of {id} has something wrong in it, so nothing was recorded"),
        format!("mend it with: caseload edit {id}"),
    )
    .with_problems(problems)
}
