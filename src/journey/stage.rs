//! The stage of the journey on the day judged.

use crate::calendar::add_days;
use crate::journey::Journey;
use crate::programme::{Stage, StageWhen};

impl<'a> Journey<'a> {
    /// The first of the programme's stages that fits.
    pub fn stage(&self) -> Option<&'a Stage> {
        self.programme.stages.iter().find(|stage| self.fits(stage.when))
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
