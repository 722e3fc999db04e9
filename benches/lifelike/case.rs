//! One case: a person's spell as a key worker records it.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};

use super::{Chance, NOW, TODAY};

/// The key workers of a folder.
pub(crate) const WORKERS: [&str; 8] =
    ["alex", "priya", "morgan", "sasha", "robin", "kim", "lee", "ash"];
const FIRST: [&str; 16] = [
    "Ailsa", "Bela", "Chen", "Dara", "Efua", "Farid", "Gwen", "Hana", "Ines", "Jonas", "Keira",
    "Leo", "Mina", "Noor", "Olu", "Petra",
];
const LAST: [&str; 16] = [
    "Ashdown", "Brook", "Carrow", "Dunmore", "Elling", "Farrow", "Garth", "Hollin", "Ivers",
    "Jarrow", "Kells", "Lund", "Marsh", "Norbury", "Oakes", "Pryce",
];
const EMPLOYERS: [&str; 6] = [
    "Tolgarth Joinery",
    "Mill Lane Bakery",
    "Harbour Stores",
    "Ridge Farm",
    "Weir Cafe",
    "Post Office",
];
const NOTES: [&str; 5] = [
    "Talked about the week and what comes next.",
    "Travel is the worry; the bus pass is on its way.",
    "Went through two vacancies, will apply for one of them.",
    "Feels better about mornings. Will try the earlier shift and say how it went.",
    "Rang, no reply; sent a message instead and will ring again tomorrow.",
];

/// A case with its entries in the order in which they were recorded.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Its id.
    pub(crate) id: String,
    /// Its path within the folder.
    pub(crate) file: String,
    /// What stands above the entries.
    pub(crate) header: String,
    /// Its entries.
    pub(crate) entries: Vec<Entry>,
}

/// An entry of a case.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// When it was recorded, in seconds since 1970.
    pub(crate) logged: i64,
    /// The word of its header.
    pub(crate) kind: &'static str,
    /// Its lines.
    pub(crate) text: String,
}

impl Case {
    /// The case of this number, the same for the same seed.
    pub(crate) fn new(seed: u64, number: usize) -> Case {
        let mut life = Life::new(seed, number);
        if life.is_ipes {
            life.ipes();
        } else {
            life.work_choice();
        }
        life.told()
    }

    /// The file when so many of the entries were recorded.
    pub(crate) fn text(&self, entries: usize) -> String {
        let entries = self.entries.iter().take(entries).map(|entry| entry.text.as_str());
        std::iter::once(self.header.as_str()).chain(entries).collect()
    }
}

/// A spell while it is made up.
struct Life {
    chance: Chance,
    number: usize,
    is_ipes: bool,
    worker: &'static str,
    /// How many days ago it started.
    age: i64,
    started: NaiveDate,
    entries: Vec<Entry>,
}

impl Life {
    fn new(seed: u64, number: usize) -> Life {
        let mut chance = Chance::new(seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
        let age = 14 + i64::try_from(chance.below(436)).expect("small");
        let worker = chance.one(&WORKERS.each_ref().map(|it| *it));
        let today: NaiveDate = TODAY.parse().expect("a day");
        let started = today - TimeDelta::days(age);
        let is_ipes = chance.happens(85);
        Life { chance, number, is_ipes, worker, age, started, entries: Vec::new() }
    }

    fn ipes(&mut self) {
        self.document(-7, "referral-acknowledgement", "");
        self.contact(0, "covers = [\"initial-meeting\", \"needs-assessment\"]\n", "in-person");
        self.document(0, "start-or-outcome", "");
        for (day, kind) in [(9, "needs-assessment-complete"), (12, "benefit-impact-experience")] {
            // Now and then something is forgotten.
            if day < self.age && self.chance.happens(93) {
                self.document(day, kind, "");
            }
        }
        self.document(14, "action-plan", "agreed-with = [\"participant\"]\nsigned = true\n");
        for day in (28..self.age).step_by(28) {
            self.contact(day, "covers = [\"action-plan-review\"]\n", "in-person");
        }
        self.weeks(self.age);
        if self.age > 180 && self.chance.happens(40) {
            let employer = format!("employer = \"{}\"\n", self.job(150, 24));
            for kind in ["benefit-impact-work", "access-to-work", "job-start-entered"] {
                self.document(151, kind, &employer);
            }
            let plan = format!(
                "{employer}issued-to = [\"employer\"]\ncovers = [\"transition-timetable\"]\n\
                 agreed-with = [\"employer\", \"participant\"]\n"
            );
            self.document(155, "employer-support-plan", &plan);
            self.contact(156, "with = [\"network\"]\ncovers = [\"support-network\"]\n", "phone");
        }
    }

    fn work_choice(&mut self) {
        let employer = self.job(0, 20);
        let covers = format!(
            "employer = \"{employer}\"\ncovers = [\"tapering\"]\nagreed-with = [\"participant\", \"employer\"]\n"
        );
        self.document(10, "development-plan", &covers);
        self.document(5, "benefit-advice", "");
        for day in (80..self.age).step_by(80) {
            let with = "with = [\"employer\", \"participant\"]\ncovers = [\"review\"]\n";
            self.contact(day, with, "in-person");
        }
        self.weeks(self.age);
    }

    /// What happens from week to week: contacts, activity, now and then a note. At most two a day, and
    /// as much as makes about 75 entries on average.
    fn weeks(&mut self, days: i64) {
        let many = i64::try_from(42 + self.chance.below(40)).expect("small").min(days * 2);
        for at in 0..many {
            let day = at * days / many;
            match at % 4 {
                0 | 2 => {
                    let mode = self.chance.one(&["phone", "in-person", "video", "email"]);
                    self.contact(day, "", mode);
                }
                1 => self.activity(day),
                _ if self.chance.happens(40) => self.note(day),
                _ => self.activity(day),
            }
        }
    }

    fn contact(&mut self, day: i64, also: &str, mode: &str) {
        let outcome = match self.chance.below(20) {
            0 => "missed",
            1 => "no-answer",
            _ => "held",
        };
        let outcome = if also.is_empty() { outcome } else { "held" };
        let reason = if outcome == "missed" { "reason = \"no-show\"\n" } else { "" };
        let (hour, quarter) = (9 + self.chance.below(8), self.chance.below(4) * 15);
        let on = self.on(day);
        let lines = format!(
            "on = {on}T{hour:02}:{quarter:02}:00\nmode = \"{mode}\"\noutcome = \"{outcome}\"\n{also}{reason}\
             worker = \"{}\"\n",
            self.worker
        );
        let lines = if self.chance.happens(25) {
            format!("{lines}note = \"{}\"\n", self.chance.one(&NOTES.each_ref().map(|it| *it)))
        } else {
            lines
        };
        self.entry(day, "contact", lines);
    }

    fn activity(&mut self, day: i64) {
        let kinds: &[&str] = if self.is_ipes {
            &["volunteering", "training", "interview-practice"]
        } else {
            &["learning", "work-routines"]
        };
        let kind = self.chance.one(kinds);
        let (on, hours) = (self.on(day), 1 + self.chance.below(4));
        let lines = format!("kind = \"{kind}\"\non = {on}\nhours = {hours}\n");
        self.entry(day, "activity", lines);
    }

    fn note(&mut self, day: i64) {
        let note = self.chance.one(&NOTES.each_ref().map(|it| *it));
        let lines =
            format!("on = {}\nworker = \"{}\"\nnote = \"{note}\"\n", self.on(day), self.worker);
        self.entry(day, "note", lines);
    }

    fn document(&mut self, day: i64, kind: &str, more: &str) {
        let lines = format!("kind = \"{kind}\"\non = {}\n{more}", self.on(day));
        self.entry(day, "document", lines);
    }

    fn job(&mut self, day: i64, hours: usize) -> &'static str {
        let employer = self.chance.one(&EMPLOYERS.each_ref().map(|it| *it));
        let on = self.on(day);
        let lines =
            format!("employer = \"{employer}\"\nstarted = {on}\nhours-per-week = {hours}\n");
        self.entry(day, "job", lines);
        employer
    }

    fn on(&self, day: i64) -> NaiveDate {
        self.started + TimeDelta::days(day)
    }

    fn entry(&mut self, day: i64, kind: &'static str, lines: String) {
        let delay = i64::try_from(self.chance.below(30_000)).expect("small");
        let midday = self.on(day).and_hms_opt(17, 0, 0).expect("a time").and_utc().timestamp();
        let logged = (midday + delay).min(NOW - 60);
        self.entries.push(Entry { logged, kind, text: lines });
    }

    fn told(mut self) -> Case {
        self.entries.sort_by_key(|entry| entry.logged);
        let mut last = 0;
        for entry in &mut self.entries {
            entry.logged = entry.logged.max(last + 1);
            last = entry.logged;
            let moment = DateTime::from_timestamp(entry.logged, 0).expect("a moment");
            let millis = self.chance.below(1000);
            entry.text = format!(
                "\n[[{}]]\n{}logged = {}.{millis:03}Z\n",
                entry.kind,
                entry.text,
                moment.format("%Y-%m-%dT%H:%M:%S")
            );
        }
        let id = format!("A-{:06}", self.number);
        let referred = self.started - TimeDelta::days(8);
        let name = format!(
            "{} {}",
            self.chance.one(&FIRST.each_ref().map(|it| *it)),
            self.chance.one(&LAST.each_ref().map(|it| *it))
        );
        let programme = if self.is_ipes { "ipes" } else { "work-choice" };
        let mut header = format!("id = \"{id}\"\nprogramme = \"{programme}\"\nname = \"{name}\"\n");
        let _ = write!(
            header,
            "ref = \"{:07}\"\nworker = \"{}\"\nreferred = {referred}\nstarted = {}\n",
            4_000_000 + self.number,
            self.worker,
            self.started
        );
        let file = format!("cases/{}/{:02}/{id}.toml", referred.year(), referred.month());
        Case { id, file, header, entries: self.entries }
    }
}
