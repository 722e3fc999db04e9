//! A case as it is being made up, and the text of its file.

use chrono::NaiveDate;

use super::super::calendar::{Calendar, days_after};
use super::random::Random;

/// A job as far as other entries care.
#[derive(Clone)]
pub struct JobSketch {
    /// The employer.
    pub employer: String,
    /// The earlier of its offer and its start.
    pub known: NaiveDate,
    /// Its start, else expected start.
    pub start: Option<NaiveDate>,
    /// The day it ended.
    pub ended: Option<NaiveDate>,
}

/// A contact before it is written down.
#[derive(Clone, Default)]
pub struct ContactSketch {
    /// Date or date-time, as text.
    pub on: String,
    /// The form; in person if empty.
    pub mode: &'static str,
    /// What came of it; held if empty.
    pub outcome: &'static str,
    /// Who with; left out if empty.
    pub with: Vec<&'static str>,
    /// What it covers; left out if empty.
    pub covers: Vec<&'static str>,
    /// Hundredths of an hour.
    pub hours: Option<i64>,
    /// Why it was not in person.
    pub reason: Option<&'static str>,
}

/// A case being made up.
pub struct Story {
    /// Chance.
    pub random: Random,
    /// The case's id.
    pub id: String,
    /// Work Choice rather than IPES.
    pub work_choice: bool,
    /// The calendar, if the file names one.
    pub calendar_name: Option<&'static str>,
    /// Its holidays.
    pub calendar: Calendar,
    /// R.
    pub referred: Option<NaiveDate>,
    /// S.
    pub started: Option<NaiveDate>,
    /// The day from which the record is kept.
    pub record_starts: Option<NaiveDate>,
    /// The day the extension was entered.
    pub extension: Option<NaiveDate>,
    /// The exit's day and reason.
    pub exit: Option<(NaiveDate, Option<&'static str>)>,
    /// Jobs so far.
    pub jobs: Vec<JobSketch>,
    /// Days that matter, for the day of the report.
    pub marks: Vec<NaiveDate>,
    /// Days that matter most for this profile.
    pub focus: Vec<NaiveDate>,
    entries: Vec<String>,
    logs: bool,
    logged: i64,
}

impl Story {
    /// A case with nothing in it yet.
    pub fn new(seed: u64, random: Random, work_choice: bool) -> Story {
        let mut random = random;
        let names = ["england-and-wales", "scotland", "northern-ireland"];
        let name = random.pick(&names);
        let named = name != "england-and-wales" || random.chance(50);
        let logs = random.chance(50);
        Story {
            random,
            id: format!("C-{seed}"),
            work_choice,
            calendar_name: named.then_some(name),
            calendar: Calendar::of(name),
            referred: None,
            started: None,
            record_starts: None,
            extension: None,
            exit: None,
            jobs: Vec::new(),
            marks: Vec::new(),
            focus: Vec::new(),
            entries: Vec::new(),
            logs,
            logged: 0,
        }
    }

    /// The start, else the referral.
    pub fn anchor(&self) -> NaiveDate {
        self.started.or(self.referred).expect("a case is referred or started")
    }

    /// A date of 2010 to 2028, often at a bank holiday or a month's edge.
    pub fn any_date(&mut self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2010, 1, 4).expect("a date");
        let year = self.random.between(2010, 2028) as i32;
        match self.random.between(1, 10) {
            1..=3 => {
                let holidays = self.calendar.holidays();
                let holiday = self.random.pick(&holidays);
                let days_before = self.random.pick(&[0, 1, 2, 3, 4, 10, 14, 21, 28, 455, 456, 457]);
                days_after(holiday, -days_before).max(first)
            }
            4 => {
                let march = NaiveDate::from_ymd_opt(year, 3, 1).expect("a date");
                self.random.near(march)
            }
            5 => {
                let month = self.random.between(1, 12) as u32;
                let edge = NaiveDate::from_ymd_opt(year, month, 1).expect("a date");
                days_after(edge, self.random.pick(&[-1, 0, 30])).max(first)
            }
            _ => days_after(first, self.random.between(0, 6900)),
        }
    }

    /// A day as text, sometimes with a time.
    pub fn perhaps_timed(&mut self, day: NaiveDate) -> String {
        if !self.random.chance(35) {
            return day.to_string();
        }
        let time =
            self.random.pick(&["09:00", "09:59", "10:00", "10:01", "14:30", "23:59", "00:01"]);
        format!("{day}T{time}:00")
    }

    /// Adds a table with these lines.
    pub fn entry(&mut self, table: &str, lines: Vec<String>) {
        let mut text = format!("[[{table}]]\n");
        for line in lines {
            text.push_str(&line);
            text.push('\n');
        }
        if table == "contact" && self.random.chance(8) {
            text.push_str("note = \"as agreed\"\nworker = \"priya\"\n");
        }
        if self.random.chance(4) {
            text.push_str("ref = \"cabinet 3\"\nobtained = \"by e-mail\"\n");
        }
        if self.logs {
            self.logged += 1;
            let (minute, milli) = (self.logged / 1000 % 60, self.logged % 1000);
            text.push_str(&format!("logged = 2029-01-01T08:{minute:02}:00.{milli:03}Z\n"));
        }
        self.entries.push(text);
    }

    /// Adds a contact.
    pub fn contact(&mut self, sketch: ContactSketch) {
        let or = |word: &'static str, default: &'static str| {
            if word.is_empty() { default } else { word }
        };
        let mut lines = vec![
            format!("on = {}", sketch.on),
            format!("mode = {:?}", or(sketch.mode, "in-person")),
            format!("outcome = {:?}", or(sketch.outcome, "held")),
        ];
        if !sketch.with.is_empty() {
            lines.push(format!("with = {:?}", sketch.with));
        }
        if !sketch.covers.is_empty() {
            lines.push(format!("covers = {:?}", sketch.covers));
        }
        lines.extend(sketch.hours.map(|hours| format!("hours = {}", hours_text(hours))));
        lines.extend(sketch.reason.map(|reason| format!("reason = {reason:?}")));
        self.entry("contact", lines);
    }

    /// Adds a document; `further` are its other lines.
    pub fn document(&mut self, kind: &str, on: NaiveDate, further: Vec<String>) {
        let mut lines = vec![format!("kind = {kind:?}"), format!("on = {on}")];
        lines.extend(further);
        self.entry("document", lines);
    }

    /// Adds an activity.
    pub fn activity(&mut self, kind: &str, on: &str, hours: i64, outcome: &str, paid: bool) {
        let mut lines = vec![format!("kind = {kind:?}"), format!("on = {on}")];
        if outcome == "attended" || self.random.chance(50) {
            lines.push(format!("hours = {}", hours_text(hours)));
        }
        if outcome != "attended" || self.random.chance(40) {
            lines.push(format!("outcome = {outcome:?}"));
        }
        if paid || self.random.chance(20) {
            lines.push(format!("paid = {paid}"));
        }
        self.entry("activity", lines);
    }

    /// The file's text, the entries in some order.
    pub fn text(&mut self, shuffle: bool) -> String {
        let programme = if self.work_choice { "work-choice" } else { "ipes" };
        let mut text =
            format!("id = {:?}\nprogramme = {programme:?}\nworker = \"alex\"\n", self.id);
        text.extend(self.calendar_name.map(|name| format!("calendar = {name:?}\n")));
        text.extend(self.referred.map(|date| format!("referred = {date}\n")));
        text.extend(self.started.map(|date| format!("started = {date}\n")));
        text.extend(self.record_starts.map(|date| format!("record-starts = {date}\n")));
        let mut tables = self.entries.clone();
        tables.extend(
            self.extension
                .map(|entered| format!("[extension]\nentered = {entered}\nbasis = \"in-work\"\n")),
        );
        tables.extend(self.exit.map(|(on, reason)| {
            let reason = reason.map(|reason| format!("reason = {reason:?}\n")).unwrap_or_default();
            format!("[exit]\non = {on}\n{reason}")
        }));
        if shuffle {
            self.random.shuffle(&mut tables);
        }
        for table in tables {
            text.push('\n');
            text.push_str(&table);
        }
        text
    }
}

/// Hours as text, at most two decimals.
fn hours_text(hundredths: i64) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") }
}
