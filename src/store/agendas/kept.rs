//! What a case comes to on a day, apart from the texts and rules that it was worked out from.

use serde::{Deserialize, Serialize};

use crate::calendar::{Day, Division, Moment, Period, compact};
use crate::check::Participant;
use crate::obligation::{Agenda, Evaluation, Obligation, Standing, Status, ToDo};
use crate::programme::{Programme, Severity};
use crate::reading::Hundredths;
use crate::rule::{Instance, Progress, Recurrence, Scope, Trail, Trigger};
use crate::store::load::{Folder, id_of};

/// What a case comes to on a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptCase {
    /// Its path within the folder.
    #[serde(skip)]
    pub(super) file: String,
    name: Option<Words>,
    reference: Option<Words>,
    worker: Option<Words>,
    begun: Option<KeptDay>,
    numbers_day: KeptDay,
    today: KeptDay,
    has_ended: bool,
    last_heard: Option<KeptDay>,
    /// The places of programme, calendar and stage among those there are.
    programme: usize,
    division: Division,
    stage: Option<usize>,
    is_restricted: bool,
    to_do: Vec<KeptToDo>,
}

/// One obligation that can still be met.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptToDo {
    about: String,
    /// The place of its rule in the programme.
    rule: usize,
    job: Option<usize>,
    employer: Option<Words>,
    /// What it is about: of a job, what follows the employer.
    subject: Option<String>,
    opened: KeptDay,
    due: Moment,
    aim: Option<KeptDay>,
    do_by: KeptDay,
    is_overdue: bool,
    severity: Severity,
    /// Hundredths of hours, done and needed.
    progress: Option<(i64, i64)>,
    recurrence: Recurrence,
    trigger: Trigger,
    basis: Option<String>,
    /// From which day the due date was counted, and what was added.
    sum: Option<(KeptDay, Period)>,
}

/// A day, shortly written.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct KeptDay(#[serde(with = "compact")] Day);

/// Words that stand in the file of a case, between quotes. They are looked up there, and not kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Words {
    at: usize,
    length: usize,
    #[serde(skip)]
    text: String,
}

impl Words {
    fn new(text: &str) -> Words {
        Words { at: 0, length: 0, text: text.to_owned() }
    }

    fn as_str(&self) -> &str {
        &self.text
    }

    /// Notes where they stand in a file; none if they are written there in another way.
    fn find(&mut self, file: &str) -> Option<()> {
        self.at = file.find(&format!("\"{}\"", self.text))? + 1;
        self.length = self.text.len();
        Some(())
    }

    fn look_up(&mut self, file: &str) -> Option<()> {
        let end = self.at.checked_add(self.length)?;
        file.get(self.at..end)?.clone_into(&mut self.text);
        Some(())
    }
}

impl KeptCase {
    /// What an evaluation comes to.
    pub(super) fn of(
        evaluation: &Evaluation<'_>,
        participant: Participant<'_>,
        folder: &Folder,
    ) -> KeptCase {
        let Agenda { standing, to_do } = Agenda::of(evaluation);
        let stages = &standing.programme.stages;
        let programmes = &folder.programmes;
        let stage = standing.stage.and_then(|it| stages.iter().position(|known| known.id == it.id));
        let programme = programmes.iter().position(|known| known.id == standing.programme.id);
        KeptCase {
            file: participant.file.to_owned(),
            name: participant.name.map(Words::new),
            reference: participant.reference.map(Words::new),
            worker: standing.worker.map(Words::new),
            begun: participant.begun.map(KeptDay),
            numbers_day: KeptDay(standing.numbers_day),
            today: KeptDay(standing.today),
            has_ended: standing.has_ended,
            last_heard: standing.last_heard.map(KeptDay),
            programme: programme.unwrap_or(usize::MAX),
            division: standing.calendar.division(),
            stage,
            is_restricted: standing.is_restricted,
            to_do: to_do.into_iter().map(|it| KeptToDo::of(it, standing.programme)).collect(),
        }
    }

    /// As it is written.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).ok()
    }

    /// As it was written, yet without its words.
    pub(super) fn read(bytes: &[u8]) -> Option<KeptCase> {
        postcard::from_bytes(bytes).ok()
    }

    /// Who it is of.
    pub(super) fn participant(&self) -> Participant<'_> {
        let [name, reference] =
            [&self.name, &self.reference].map(|it| it.as_ref().map(Words::as_str));
        Participant { file: &self.file, name, reference, begun: self.begun.map(|day| day.0) }
    }

    /// The same with the places of its words in the text of its file; none if one is not written there
    /// as it is read.
    pub(super) fn placed(&self, text: &str) -> Option<KeptCase> {
        let mut placed = self.clone();
        placed.words().try_for_each(|words| words.find(text))?;
        Some(placed)
    }

    /// The same with its words, as the text of its file has them.
    pub(super) fn with_words(mut self, file: &str, text: &str) -> Option<KeptCase> {
        file.clone_into(&mut self.file);
        self.words().try_for_each(|words| words.look_up(text))?;
        Some(self)
    }

    fn words(&mut self) -> impl Iterator<Item = &mut Words> {
        let employers = self.to_do.iter_mut().filter_map(|to_do| to_do.employer.as_mut());
        let own = [&mut self.name, &mut self.reference, &mut self.worker];
        own.into_iter().flatten().chain(employers)
    }

    /// What is to be done for the case, by the rules of the folder.
    pub(super) fn agenda<'a>(&'a self, folder: &'a Folder) -> Option<Agenda<'a>> {
        let programme = folder.programmes.get(self.programme)?;
        let stage = match self.stage {
            None => None,
            Some(stage) => Some(programme.stages.get(stage)?),
        };
        let standing = Standing {
            id: id_of(&self.file),
            name: self.name.as_ref().map(Words::as_str),
            worker: self.worker.as_ref().map(Words::as_str),
            programme,
            calendar: folder.calendar(self.division),
            stage,
            today: self.today.0,
            numbers_day: self.numbers_day.0,
            is_restricted: self.is_restricted,
            is_nameless: false,
            has_ended: self.has_ended,
            last_heard: self.last_heard.map(|day| day.0),
        };
        let to_do: Option<Vec<ToDo<'a>>> =
            self.to_do.iter().map(|it| it.to_do(programme, &standing)).collect();
        Some(Agenda { standing, to_do: to_do? })
    }
}

impl KeptToDo {
    fn of(to_do: ToDo<'_>, programme: &Programme) -> KeptToDo {
        let ToDo { about, obligation } = to_do;
        let Obligation { instance, do_by, status, .. } = obligation;
        let rule = programme.rules.iter().position(|rule| rule.id == instance.rule.id);
        let subject = instance.subject.map(|subject| {
            let employer = instance.employer.unwrap_or_default();
            subject.strip_prefix(employer).unwrap_or(&subject).to_owned()
        });
        KeptToDo {
            about,
            rule: rule.unwrap_or(usize::MAX),
            job: instance.job,
            employer: instance.employer.map(Words::new),
            subject,
            opened: KeptDay(instance.opened),
            due: instance.due,
            aim: instance.aim.map(KeptDay),
            do_by: KeptDay(do_by),
            is_overdue: status == Status::Overdue,
            severity: instance.severity,
            progress: instance.progress.map(|it| (it.done.0, it.needed.0)),
            recurrence: instance.recurrence,
            trigger: instance.trail.trigger,
            basis: instance.trail.basis,
            sum: instance.trail.due.map(|sum| (KeptDay(sum.from), sum.period)),
        }
    }

    fn to_do<'a>(&'a self, programme: &'a Programme, standing: &Standing<'a>) -> Option<ToDo<'a>> {
        let rule = programme.rules.get(self.rule)?;
        let mut trail = Trail::from(self.trigger.clone());
        trail.basis.clone_from(&self.basis);
        trail.due = self.sum.map(|(from, period)| standing.calendar.add(from.0, period));
        let mut instance = Instance::new(rule, self.opened.0, self.due, Scope::default(), trail);
        let employer = self.employer.as_ref().map(Words::as_str);
        let subject = self.subject.as_ref();
        instance.subject = subject.map(|subject| [employer.unwrap_or_default(), subject].concat());
        instance.job = self.job;
        instance.employer = employer;
        instance.aim = self.aim.map(|day| day.0);
        instance.severity = self.severity;
        instance.progress = self
            .progress
            .map(|(done, needed)| Progress { done: Hundredths(done), needed: Hundredths(needed) });
        instance.recurrence = self.recurrence;
        let status = if self.is_overdue { Status::Overdue } else { Status::Open };
        let obligation = Obligation { instance, do_by: self.do_by.0, status, excuse: None };
        Some(ToDo { about: self.about.clone(), obligation })
    }
}
