//! The stage of the journey on the day judged, and those that came before.

use crate::calendar::{Day, Window, add_days};
use crate::journey::Journey;
use crate::programme::{Stage, StageWhen};

impl<'a> Journey<'a> {
    /// The first of the programme's stages that fits.
    pub fn stage(&self) -> Option<&'a Stage> {
        self.programme.stages.iter().find(|stage| self.fits(stage.when))
    }

    /// The stages up to the day judged, each with its first and last day, as they were known then.
    pub fn stages(&self) -> Vec<(&'a Stage, Window)> {
        let mut stages: Vec<(&'a Stage, Window)> = Vec::new();
        let days = self.days_of_change();
        for (index, day) in days.iter().enumerate() {
            let to = days.get(index + 1).map_or(self.today, |next| add_days(*next, -1));
            let then = Journey::new(self.case, self.programme, self.calendar, *day);
            let Some(stage) = then.stage() else { continue };
            match stages.last_mut() {
                Some((last, window)) if last.id == stage.id => window.to = to,
                _ => stages.push((stage, Window { from: *day, to })),
            }
        }
        stages
    }

    /// The days up to the one judged on which another stage may have begun.
    fn days_of_change(&self) -> Vec<Day> {
        let Some(first) = self.referred_or_started() else { return Vec::new() };
        let next = |day: Day| add_days(day, 1);
        let mut days = vec![first];
        days.extend(self.started);
        days.extend(self.end.map(next));
        for job in &self.jobs {
            days.extend(
                [Some(job.known), job.started, job.ended, job.ended.map(next)]
                    .into_iter()
                    .flatten(),
            );
        }
        // In the extension a weekend or an expected start that passes can be a change.
        if let Some(standard) = self.standard_day() {
            let last = self.end.map_or(self.today, next).min(self.today);
            days.extend(
                std::iter::successors(Some(next(standard)), |day| Some(next(*day)))
                    .take_while(|day| *day <= last),
            );
        }
        days.retain(|day| (first..=self.today).contains(day));
        days.sort_unstable();
        days.dedup();
        days
    }

    fn fits(&self, when: StageWhen) -> bool {
        let today = self.today;
        match when {
            StageWhen::Ended => self.end.is_some_and(|end| end < today),
            StageWhen::NotStarted => self.started.is_none(),
            StageWhen::InWork => self.in_work_on(today),
            StageWhen::Extension => self.standard_day().is_some_and(|day| day < today),
            StageWhen::ExtensionAndProvidedFor => {
                self.fits(StageWhen::Extension)
                    && (self.is_provided_for_on(today)
                        || !self.calendar.is_working_day(today)
                            && self.is_provided_for_on(
                                self.calendar.working_day_on_or_after(add_days(today, 1)),
                            ))
            }
            StageWhen::Otherwise => true,
        }
    }
}
