//! Entries that meet things, or nearly do: documents, contacts, hours, misses, concerns.

use chrono::NaiveDate;

use super::super::calendar::days_after;
use super::super::words::{IPES_COVERS, IPES_DOCUMENTS, WORK_CHOICE_COVERS, WORK_CHOICE_DOCUMENTS};
use super::story::{ContactSketch, Story};

/// Modes.
pub const MODES: [&str; 6] = ["in-person", "video", "phone", "email", "text", "letter"];
/// Outcomes.
pub const OUTCOMES: [&str; 7] =
    ["held", "sent", "offered", "declined", "missed", "no-answer", "cancelled"];

impl Story {
    fn documents(&self) -> &'static [&'static str] {
        if self.work_choice { &WORK_CHOICE_DOCUMENTS } else { &IPES_DOCUMENTS }
    }

    fn covers(&self) -> &'static [&'static str] {
        if self.work_choice { &WORK_CHOICE_COVERS } else { &IPES_COVERS }
    }

    /// Something, documents and covers alike, that the programme knows.
    fn any_cover(&mut self) -> &'static str {
        let among = if self.random.chance(50) { self.documents() } else { self.covers() };
        self.random.pick(among)
    }

    /// An entry near one of these days that covers something, or seems to.
    pub fn deliver(&mut self, what: &'static str, around: &[NaiveDate], employer: Option<&str>) {
        let on = self.random.near_one(around);
        self.deliver_on(what, on, employer);
    }

    /// An entry on a day that covers something, or seems to.
    pub fn deliver_on(&mut self, what: &'static str, on: NaiveDate, employer: Option<&str>) {
        let is_kind = self.documents().contains(&what);
        let by_document = self.random.chance(if is_kind { 65 } else { 10 });
        if by_document {
            self.document_covering(what, on, employer, is_kind);
        } else {
            self.contact_covering(what, on);
        }
    }

    /// A document of the kind, or of another kind that lists it.
    pub fn document_covering(
        &mut self,
        what: &'static str,
        on: NaiveDate,
        employer: Option<&str>,
        is_kind: bool,
    ) {
        let mut further = Vec::new();
        let kind = if is_kind && self.random.chance(85) {
            if self.random.chance(8) {
                let other = self.any_cover();
                further.push(format!("covers = [{other:?}]"));
            }
            what
        } else {
            further.push(format!("covers = [{what:?}]"));
            let kinds = self.documents();
            self.random.pick(kinds)
        };
        if let Some(line) = self.employer_line(employer) {
            further.push(line);
        }
        let issued = self.random.between(1, 10);
        let right = if what == "exit-activity-plan" { "participant" } else { "employer" };
        match issued {
            1..=6 => further.push(format!("issued-to = [{right:?}]")),
            7 => further.push("issued-to = [\"participant\", \"employer\"]".to_owned()),
            8 => further.push("issued-to = [\"network\"]".to_owned()),
            _ => {}
        }
        if self.random.chance(20) {
            further.push("agreed-with = [\"participant\", \"employer\"]\nsigned = true".to_owned());
        }
        self.document(kind, on, further);
    }

    /// The employer's line of a document: this one in other letters, another, or none.
    fn employer_line(&mut self, employer: Option<&str>) -> Option<String> {
        let employer = employer?.to_owned();
        let named = match self.random.between(1, 20) {
            1..=8 => employer,
            9..=10 => format!("  {} ", employer.trim().to_uppercase()),
            11..=12 => employer.to_lowercase(),
            13 => "Nobody Knows Ltd".to_owned(),
            14..=15 if !self.jobs.is_empty() => {
                let place = self.random.between(0, self.jobs.len() as i64 - 1) as usize;
                self.jobs[place].employer.clone()
            }
            _ => return None,
        };
        Some(format!("employer = {named:?}"))
    }

    /// A contact that covers something, held mostly.
    pub fn contact_covering(&mut self, what: &'static str, on: NaiveDate) {
        let mut sketch = self.meeting(on);
        sketch.covers = vec![what];
        if self.random.chance(15) {
            let other = self.any_cover();
            sketch.covers.push(other);
        }
        self.contact(sketch);
    }

    /// A meeting of some form: most are held in person, the rest are every near miss of it.
    pub fn meeting(&mut self, on: NaiveDate) -> ContactSketch {
        let (mode, outcome, reason) = match self.random.between(1, 24) {
            1..=14 => ("in-person", "held", None),
            15..=16 => ("video", "held", Some("snow on the roads")),
            17 => ("video", "held", None),
            18 => ("video", "held", Some("  ")),
            19 => ("phone", "held", Some("they asked for it")),
            20 => ("in-person", "missed", None),
            21 => ("video", "missed", Some("storm")),
            _ => (self.random.pick(&MODES), self.random.pick(&OUTCOMES), None),
        };
        let with = match self.random.between(1, 30) {
            1 => vec!["employer"],
            2 => vec!["network"],
            3 => vec!["other"],
            4 => vec!["participant", "employer"],
            5 => vec!["participant", "network"],
            6 => vec!["participant"],
            _ => vec![],
        };
        let on = self.perhaps_timed(on);
        ContactSketch { on, mode, outcome, with, reason, ..ContactSketch::default() }
    }

    /// A held meeting in person with the participant.
    pub fn sure_meeting(&mut self, on: NaiveDate, covers: Vec<&'static str>) {
        let on = self.perhaps_timed(on);
        self.contact(ContactSketch { on, covers, ..ContactSketch::default() });
    }

    /// Meetings about so many days apart, each near its due date; now and then one that does not count.
    pub fn meetings(&mut self, from: NaiveDate, apart: i64, count: i64, covers: &[&'static str]) {
        let mut previous = from;
        for _ in 0..count {
            let on = self.random.near(days_after(previous, apart));
            if self.random.chance(70) {
                self.sure_meeting(on, covers.to_vec());
                previous = on;
            } else {
                let mut sketch = self.meeting(on);
                sketch.covers = covers.to_vec();
                self.contact(sketch);
            }
            if self.random.chance(10) {
                previous = days_after(previous, apart * self.random.between(1, 2));
            }
        }
    }

    /// A miss with what comes of it, about a day; more misses on that day and the next now and then.
    pub fn misses(&mut self, day: NaiveDate) {
        self.marks.push(day);
        let hour = self.random.between(0, 23);
        let minute = self.random.pick(&[0, 1, 29, 30, 58]);
        let mut times = vec![Some((hour, minute))];
        if self.random.chance(25) {
            times[0] = None;
        }
        for _ in 0..self.random.pick(&[0, 0, 0, 1, 2]) {
            let other = (self.random.between(0, 23), minute);
            times.push(self.random.pick(&[
                None,
                Some((hour, minute)),
                Some((hour, minute + 1)),
                Some(other),
            ]));
        }
        for time in times {
            self.miss(day, time);
        }
        if self.random.chance(25) {
            let next = days_after(day, self.random.between(1, 2));
            self.miss(next, Some((hour, minute)));
        }
        for _ in 0..self.random.pick(&[0, 1, 1, 1, 2, 3]) {
            self.follow_up(day, hour, minute);
        }
    }

    fn miss(&mut self, day: NaiveDate, time: Option<(i64, i64)>) {
        let on = timed(day, time);
        if self.random.chance(35) {
            let ipes = ["work-experience", "training", "volunteering"];
            let kind = if self.work_choice { "learning" } else { self.random.pick(&ipes) };
            self.activity(kind, &on, 200, "missed", false);
        } else {
            let with = self.random.pick(&[
                "participant",
                "participant",
                "participant",
                "participant",
                "employer",
            ]);
            let mode = self.random.pick(&["in-person", "in-person", "video", "phone"]);
            self.contact(ContactSketch {
                on,
                mode,
                outcome: "missed",
                with: vec![with],
                ..ContactSketch::default()
            });
        }
    }

    /// A contact about 24 hours after a miss, to the minute, or earlier that day, or without a time.
    fn follow_up(&mut self, day: NaiveDate, hour: i64, minute: i64) {
        let (after, time) = match self.random.between(1, 10) {
            1..=2 => (1, Some((hour, minute))),
            3 => (1, Some((hour, minute + 1))),
            4 => (1, Some((hour, (minute - 1).max(0)))),
            5 => (0, Some((hour, minute + 1))),
            6 => (0, Some((hour, minute))),
            7 => (0, None),
            8 => (1, None),
            _ => (self.random.between(0, 4), Some((self.random.between(0, 23), minute.max(1)))),
        };
        let on = timed(days_after(day, after), time.filter(|time| *time != (0, 0)));
        let mode = self.random.pick(&["phone", "text", "in-person", "email", "video"]);
        let outcome = self.random.pick(&[
            "held",
            "held",
            "held",
            "sent",
            "sent",
            "no-answer",
            "offered",
            "declined",
        ]);
        let with = self.random.pick(&[
            "participant",
            "participant",
            "participant",
            "participant",
            "other",
        ]);
        self.contact(ContactSketch {
            on,
            mode,
            outcome,
            with: vec![with],
            ..ContactSketch::default()
        });
    }

    /// A concern about a day, sometimes twice the same, and often a contact about it.
    pub fn concern(&mut self, day: NaiveDate) {
        self.marks.push(day);
        let on = self.perhaps_timed(day);
        for _ in 0..self.random.pick(&[1, 1, 1, 2]) {
            self.entry("concern", vec![format!("on = {on}")]);
        }
        if self.random.chance(20) {
            let other = self.perhaps_timed(day);
            self.entry("concern", vec![format!("on = {other}")]);
        }
        if self.random.chance(65) {
            let due = self.calendar.working_days_after(day, 1);
            let answer = self.random.near_one(&[day, due]);
            let sketch = self.meeting(answer);
            self.contact(sketch);
        }
    }

    /// An excuse for a rule, by its due date or by a span about it.
    pub fn excuse(&mut self, rule: &str, due: NaiveDate) {
        let on = self.random.near(due);
        let reason = "reason = \"in hospital\"".to_owned();
        let mut lines = vec![format!("rule = {rule:?}"), format!("on = {on}"), reason];
        if self.random.chance(50) {
            lines.push(format!("due = {due}"));
        } else {
            let from = days_after(due, -self.random.pick(&[0, 1, 5, 6, 7, 40, 90]));
            let to = days_after(due, self.random.pick(&[-6, -1, 0, 0, 1, 30])).max(from);
            lines.push(format!("from = {from}\nto = {to}"));
        }
        self.entry("excuse", lines);
    }
}

/// A day as text, at a time if there is one.
fn timed(day: NaiveDate, time: Option<(i64, i64)>) -> String {
    match time {
        None => day.to_string(),
        Some((hour, minute)) => format!("{day}T{hour:02}:{minute:02}:00"),
    }
}
