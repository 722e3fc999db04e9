//! The journey along its days: stages, jobs, the extension, today, and the days that matter.

use crate::calendar::{Day, add_days, long};
use crate::journey::{Journey, KnownJob};
use crate::obligation::Evaluation;
use crate::programme::MilestoneKind;

/// The fewest days that are shown.
const SHORTEST: i64 = 56;

/// What a span means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// A stage, which is past or now: the n-th of those that occur.
    Stage(usize),
    /// Provision that is still to come.
    Ahead,
    /// Provision that only an extension adds.
    Extension,
    /// In work.
    Job,
    /// A job that has not started.
    Offer,
}

/// A span of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// What it means.
    pub kind: SpanKind,
    /// What it is, for whoever reads it.
    pub title: String,
}

/// Spans beside one another, with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The name.
    pub label: String,
    /// The spans, the earliest first.
    pub spans: Vec<Span>,
}

/// A day that matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub on: Day,
    /// A word or number that fits below a line.
    pub label: String,
    /// What it is.
    pub title: String,
}

/// A journey along its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The first day shown.
    pub from: Day,
    /// The last day shown.
    pub to: Day,
    /// The day judged.
    pub today: Day,
    /// Its day of provision, if there is one.
    pub day: Option<i64>,
    /// Stages, jobs and the extension.
    pub lanes: Vec<Lane>,
    /// The days that matter, the earliest first.
    pub marks: Vec<Mark>,
}

impl Timeline {
    /// The journey of a case; none where nothing has begun.
    pub fn of(evaluation: &Evaluation<'_>) -> Option<Timeline> {
        let journey = &evaluation.journey;
        let from = journey.referred_or_started()?;
        let marks = marks(evaluation);
        let jobs = journey.jobs.iter().filter_map(|job| job.ended.or(job.start_or_expected()));
        let last = marks.iter().map(|mark| mark.on).chain(journey.end).chain(jobs).max();
        let to = last.unwrap_or(journey.today).max(journey.today);
        // A journey of a few days would be all of the picture.
        let to = to.max(add_days(from, SHORTEST - 1));
        let mut lanes = vec![stages(journey)];
        lanes.extend(job_lanes(journey));
        lanes.extend(extension(journey));
        // After the end no day is one of provision.
        let day = journey.day_reached().filter(|_| journey.newest_day() == journey.today);
        Some(Timeline { from, to, today: journey.today, day, lanes, marks })
    }

    /// The same in words.
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.lanes.iter().map(Lane::words).collect();
        let marks: Vec<String> =
            self.marks.iter().map(|mark| format!("{} {}", mark.title, long(mark.on))).collect();
        if !marks.is_empty() {
            words.push(format!("Days that matter: {}.", marks.join("; ")));
        }
        words
    }
}

impl Lane {
    fn words(&self) -> String {
        let span =
            |span: &Span| format!("{} from {} to {}", span.title, long(span.from), long(span.to));
        let spans: Vec<String> = self.spans.iter().map(span).collect();
        format!("{}: {}.", self.label, spans.join("; "))
    }
}

/// The stages that were, and provision to come up to the standard day, or the extended one.
fn stages(journey: &Journey<'_>) -> Lane {
    let mut known: Vec<&str> = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    for (stage, window) in journey.stages() {
        if !known.contains(&stage.id.as_str()) {
            known.push(&stage.id);
        }
        let number = known.iter().position(|id| *id == stage.id).unwrap_or(0);
        let (from, to, kind) = (window.from, window.to, SpanKind::Stage(number));
        spans.push(Span { from, to, kind, title: stage.title.clone() });
    }
    let is_over = journey.end.is_some_and(|end| end < journey.today);
    let standard = journey.standard_day().or(journey.last_day());
    let mut ahead = |from: Day, to: Option<Day>, kind, title: &str| {
        let Some(to) = to.filter(|to| from <= *to && !is_over) else { return };
        spans.push(Span { from, to, kind, title: title.to_owned() });
    };
    let tomorrow = add_days(journey.today, 1);
    ahead(tomorrow, standard, SpanKind::Ahead, "to come");
    if let Some(standard) = standard {
        let after = add_days(standard, 1).max(tomorrow);
        let (kind, title) = match journey.extension {
            Some(_) => (SpanKind::Ahead, "to come in the extension"),
            None => (SpanKind::Extension, "only with an extension"),
        };
        ahead(after, journey.extended_day(), kind, title);
    }
    Lane { label: "Stage".to_owned(), spans }
}

fn job_lanes(journey: &Journey<'_>) -> Vec<Lane> {
    let of_job = |job: &KnownJob<'_>| {
        let mut spans = Vec::new();
        let offer_ends = job.started.or(job.ended).or(job.starts).unwrap_or(journey.today);
        if job.known < offer_ends {
            let to = add_days(offer_ends, -1);
            let title = "offered".to_owned();
            spans.push(Span { from: job.known, to, kind: SpanKind::Offer, title });
        }
        if let Some(from) = job.started {
            let to = job.ended.unwrap_or(journey.today).max(from);
            let title = if job.ended.is_some() { "in work" } else { "in work, until today" };
            spans.push(Span { from, to, kind: SpanKind::Job, title: title.to_owned() });
        }
        Lane { label: job.subject.clone(), spans }
    };
    journey.jobs.iter().map(of_job).filter(|lane| !lane.spans.is_empty()).collect()
}

/// The extension that was entered.
fn extension(journey: &Journey<'_>) -> Option<Lane> {
    let entered = journey.extension?;
    let from = add_days(journey.standard_day()?, 1);
    let to = journey.extended_day()?;
    let title = format!("entered {}, for provision", long(entered));
    let spans = vec![Span { from, to, kind: SpanKind::Extension, title }];
    Some(Lane { label: "Extension".to_owned(), spans })
}

/// The days of the programme's milestones, but for those that are today's count only.
fn marks(evaluation: &Evaluation<'_>) -> Vec<Mark> {
    let is_a_day =
        |kind| !matches!(kind, MilestoneKind::DayOfProvision | MilestoneKind::DaysInWork);
    let mut marks: Vec<Mark> = evaluation
        .milestones
        .iter()
        .filter(|milestone| is_a_day(milestone.what))
        .filter_map(|milestone| {
            let label = milestone.day.map_or_else(String::new, |day| format!("day {day}"));
            Some(Mark { on: milestone.on?, label, title: milestone.title.to_owned() })
        })
        .collect();
    marks.sort_by_key(|mark| mark.on);
    marks
}
