//! What is added to a case once it is told: edges of the obligations it has, and the day of the report.

use chrono::NaiveDate;

use super::super::calendar::{days_after, last_of_month, months_after, previous_day, sunday_of};
use super::super::words::{IPES_COVERS, IPES_DOCUMENTS, WORK_CHOICE_COVERS, WORK_CHOICE_DOCUMENTS};
use super::super::{TwinObligation, audit};
use super::story::Story;

impl Story {
    /// The obligations of the case on some day well after its beginning.
    fn obligations_later(&mut self) -> Vec<TwinObligation> {
        let later = self.random.pick(&[30, 60, 120, 457, 500, 645, 800, 1000]);
        let day = days_after(self.anchor(), later);
        let text = self.text(false);
        audit(&text, day).obligations
    }

    /// One of these obligations, every rule among them as likely as another.
    fn pick_obligation(&mut self, among: &[TwinObligation]) -> Option<TwinObligation> {
        let mut rules: Vec<&str> =
            among.iter().map(|obligation| obligation.rule.as_str()).collect();
        rules.dedup();
        if rules.is_empty() {
            return None;
        }
        let rule = self.random.pick(&rules);
        let of_rule: Vec<&TwinObligation> =
            among.iter().filter(|obligation| obligation.rule == rule).collect();
        Some(self.random.pick(&of_rule).clone())
    }

    /// Excuses an unmet obligation of one of these rules, or of any if none of them has one.
    pub fn excuse_something(&mut self, rules: &[&str]) {
        let mut unmet = self.obligations_later();
        unmet.retain(|obligation| {
            obligation.status != "met" && rules.contains(&obligation.rule.as_str())
        });
        if let Some(obligation) = self.pick_obligation(&unmet) {
            self.excuse(&obligation.rule, due_day(&obligation));
        }
    }

    /// Answers an obligation with an entry about its due date.
    fn answer(&mut self, obligation: &TwinObligation) {
        let due = due_day(obligation);
        let on = self.random.near_one(&[due, due, obligation.opened]);
        let what = match obligation.rule.as_str() {
            "acknowledge-referral" => "referral-acknowledgement",
            "quarterly-review" => "review",
            "action-plan-on-job-start" => "action-plan",
            "monthly-activity" => return self.month_of_activity(obligation.opened),
            "work-experience" => return self.experience(due),
            "missed-appointment" => return self.misses(on),
            "weekly-contact-offer" | "four-weekly-meeting" | "respond-to-concern" => {
                let sketch = self.meeting(on);
                return self.contact(sketch);
            }
            "exit" => return self.exit_about(due),
            rule => rule,
        };
        let known = IPES_DOCUMENTS
            .iter()
            .chain(&IPES_COVERS)
            .chain(&WORK_CHOICE_DOCUMENTS)
            .chain(&WORK_CHOICE_COVERS);
        let known = known.copied().find(|known| *known == what);
        if let Some(what) = known {
            self.deliver_on(what, on, obligation.subject.as_deref());
        }
    }

    /// Excuses, answers and a late beginning of the record, on the edges of what the case has.
    pub fn overlay(&mut self) {
        for _ in 0..self.random.pick(&[0, 0, 1, 2]) {
            let mut obligations = self.obligations_later();
            obligations.retain(|obligation| obligation.met.is_none());
            if let Some(obligation) = self.pick_obligation(&obligations) {
                self.focus.push(due_day(&obligation));
                self.answer(&obligation);
            }
        }
        for _ in 0..self.random.pick(&[0, 0, 1, 1, 2, 3]) {
            let mut obligations = self.obligations_later();
            obligations.retain(|obligation| obligation.status != "met");
            if let Some(obligation) = self.pick_obligation(&obligations) {
                self.focus.push(due_day(&obligation));
                self.excuse(&obligation.rule, due_day(&obligation));
            }
        }
        if self.random.chance(14) {
            let obligations = self.obligations_later();
            let due = self.pick_obligation(&obligations).map(|obligation| due_day(&obligation));
            let about = due.unwrap_or(self.anchor());
            self.record_starts = Some(self.random.near(about));
            self.focus.extend(self.record_starts);
        }
        if self.random.chance(5) {
            let from = self.anchor();
            self.entry(
                "assignment",
                vec!["worker = \"priya\"".to_owned(), format!("from = {from}")],
            );
        }
        if self.random.chance(5) {
            let on = self.anchor();
            self.entry("note", vec![format!("on = {on}")]);
        }
    }

    /// A day on which something turns, more often than not.
    pub fn choose_today(&mut self, text: &str) -> NaiveDate {
        let anchor = self.anchor();
        let edges = self.edges(anchor);
        if !self.focus.is_empty() && self.random.chance(40) {
            let focus = self.random.pick(&self.focus.clone());
            return days_after(focus, self.random.pick(&[-1, 0, 0, 1, 1, 2, 3, 5, 30]));
        }
        match self.random.between(1, 20) {
            1..=10 => {
                let later = self.random.pick(&[30, 60, 120, 457, 500, 645, 800, 1000]);
                let obligations = audit(text, days_after(anchor, later)).obligations;
                match self.pick_obligation(&obligations) {
                    Some(obligation) => self.day_about(&obligation),
                    None => self.random.near(anchor),
                }
            }
            11..=14 => {
                let edge = self.random.pick(&edges);
                days_after(edge, self.random.between(-1, 1))
            }
            15..=16 => {
                let edge = self.random.pick(&edges);
                let week = sunday_of(edge);
                let month = last_of_month(edge);
                days_after(self.random.pick(&[week, month]), self.random.between(-1, 1))
            }
            17..=18 => days_after(anchor, self.random.between(-5, 120)),
            _ => days_after(anchor, self.random.between(-5, 900)),
        }
    }

    /// A day about an obligation's due date, opening, do-by or lead time.
    fn day_about(&mut self, obligation: &TwinObligation) -> NaiveDate {
        let due = due_day(obligation);
        let lead = self.random.pick(&[14, 14, 14, 28, 56]);
        let coming = days_after(obligation.do_by, -lead);
        let week = days_after(sunday_of(obligation.do_by), -7);
        let long_after = days_after(due, self.random.between(3, 60));
        let about = [due, due, due, obligation.opened, obligation.do_by, coming, week, long_after];
        let day = self.random.pick(&about);
        days_after(day, self.random.between(-2, 2)).max(days_after(obligation.opened, -1))
    }

    /// The dates on which a case turns: those told, and the programme's own.
    fn edges(&mut self, anchor: NaiveDate) -> Vec<NaiveDate> {
        let mut edges = self.marks.clone();
        edges.extend(self.exit.map(|(on, _)| on));
        edges.extend(self.extension);
        edges.extend(self.record_starts);
        let starts = if self.work_choice {
            vec![previous_day(months_after(anchor, 24))]
        } else {
            vec![days_after(anchor, 455), days_after(anchor, 638)]
        };
        edges.extend(&starts);
        edges.extend(&starts);
        edges.push(anchor);
        edges
    }
}

/// The day an obligation is due.
fn due_day(obligation: &TwinObligation) -> NaiveDate {
    obligation.due[..10].parse().expect("due begins with a date")
}
