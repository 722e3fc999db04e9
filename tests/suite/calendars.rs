//! The calendar feed in a real calendar program: what moves does not double, and what is met goes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::recording::office::{Office, words};
use crate::tools::can_call;

const NOW: &str = "2026-11-20T12:00:00Z";

/// A calendar program with a calendar of its own.
struct Khal {
    home: PathBuf,
}

impl Khal {
    /// One that is empty; none where the program is not there, which is said, and is a failure in CI.
    fn new(office: &Office) -> Option<Khal> {
        if !can_call("khal", "the feed in a calendar program") {
            return None;
        }
        let home = office.home().join("khal");
        fs::create_dir_all(home.join("calendar")).unwrap();
        let calendar = home.join("calendar");
        let database = home.join("khal.db");
        let settings = format!(
            "[calendars]\n[[work]]\npath = {}\ntype = calendar\n[sqlite]\npath = {}\n[locale]\n\
             dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\n\
             datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n\
             local_timezone = Europe/London\ndefault_timezone = Europe/London\n\
             [default]\ndefault_calendar = work\n",
            calendar.display(),
            database.display()
        );
        fs::write(home.join("settings"), settings).unwrap();
        Some(Khal { home })
    }

    fn run(&self, arguments: &[&str]) -> String {
        let settings = self.home.join("settings");
        let output = Command::new("khal")
            .args(["-c", settings.to_str().unwrap()])
            .args(arguments)
            .env("HOME", &self.home)
            .env("XDG_CACHE_HOME", self.home.join("cache"))
            .env("XDG_DATA_HOME", self.home.join("data"))
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Takes in what is due; gives the days and titles of every event that it shows afterwards.
    fn take_in(&self, office: &Office) -> Vec<String> {
        let feed = self.home.join("due.ics");
        let feed = feed.to_str().unwrap();
        office.done(NOW, &["due", "--within", "30d", "--format", "ics", "--output", feed]);
        self.run(&["import", "--batch", feed]);
        let format = ["--day-format", "", "--format", "{start-date} {title}"];
        let listed = self.run(&[&["list", "2026-11-01", "90d"][..], &format[..]].concat());
        let mut events: Vec<String> =
            listed.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
        events.sort();
        events
    }
}

/// The events that are about this.
fn about<'e>(events: &'e [String], words: &str) -> Vec<&'e str> {
    events.iter().map(String::as_str).filter(|event| event.contains(words)).collect()
}

#[test]
fn an_event_moves_when_its_date_moves_and_is_not_doubled() {
    let office = Office::with_cases();
    let Some(khal) = Khal::new(&office) else { return };
    office.done(NOW, &["refer", "A-0007", "--name", "Zoë", "--on", "2026-11-16"]);
    let before = khal.take_in(&office);
    let meeting = "A-0007: Hold the initial meeting face to face";
    assert_eq!(about(&before, meeting), [format!("2026-12-07 {meeting}")], "{before:#?}");
    assert!(before.iter().all(|event| !event.contains("Zoë")), "no name unless asked for");
    let all = before.len();
    // The referral was a week later: the events of its limits move, and none is left behind.
    office.done(NOW, &["set", "A-0007", "referred=2026-11-18"]);
    let after = khal.take_in(&office);
    assert_eq!(about(&after, meeting), [format!("2026-12-09 {meeting}")], "{after:#?}");
    assert_eq!(after.len(), all, "{before:#?} {after:#?}");
}

#[test]
fn what_was_done_is_in_the_feed_no_more() {
    let office = Office::with_cases();
    office.done(NOW, &["refer", "A-0007", "--on", "2026-11-16"]);
    let feed = || words(&office.done(NOW, &["due", "--within", "30d", "--format", "ics"]));
    assert!(feed().contains("A-0007: Acknowledge the referral"));
    office.done(NOW, &["document", "referral-acknowledgement", "A-0007", "--on", "2026-11-17"]);
    assert!(!feed().contains("A-0007: Acknowledge the referral"), "{}", feed());
}

#[test]
fn one_follow_up_moves_with_the_miss_that_it_follows() {
    let office = Office::with_cases();
    office.done(NOW, &["refer", "A-0007", "--on", "2026-11-02"]);
    let missed =
        ["contact", "A-0007", "--mode", "phone", "--outcome", "missed", "--on", "2026-11-18"];
    office.done(NOW, &missed);
    let uid = || {
        let feed = words(&office.done(NOW, &["due", "--format", "ics"])).replace("\r\n ", "");
        let events: Vec<String> = feed.split("BEGIN:VEVENT").map(str::to_owned).collect();
        let is_it = |event: &&String| event.contains("after the missed appointment");
        let event = events.iter().find(is_it).unwrap().clone();
        event.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned()
    };
    let before = uid();
    office.done(NOW, &["correct", "A-0007", "1", "on=2026-11-19"]);
    assert_eq!(uid(), before);
}
