//! What became due, met or late since a day or a commit.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::calendar::{Day, Window, long, plain};
use crate::problem::Problem;
use crate::report::changes::Changes;
use crate::report::page::{Page, Tone};
use crate::report::words::{capitalised, count};
use crate::report::{Feed, Records, Report, Stamp, frame, obligation};

/// The moment that is compared with.
#[derive(Clone, Debug)]
pub struct Then {
    /// The day on which it is judged.
    pub day: Day,
    /// The commit that was read.
    pub commit: String,
    /// Which moment it is, in words.
    pub words: String,
    /// Which moment is looked at now, in words, where that is one of the past too.
    pub now: Option<String>,
    /// Whether it is the end of the day judged, which is not over yet.
    pub is_not_over: bool,
}

/// What became due, met or late since a day or a commit.
#[derive(Clone, Debug)]
pub struct Since<'p> {
    changes: Changes,
    then: Then,
    window: Window,
    problems: &'p [Problem],
    stamp: Stamp,
}

impl<'p> Since<'p> {
    /// The report on these changes since a moment; now in this window.
    pub fn new(
        changes: Changes,
        then: Then,
        window: Window,
        problems: &'p [Problem],
        stamp: Stamp,
    ) -> Since<'p> {
        Since { changes, then, window, problems, stamp }
    }

    /// Whether nothing has changed, and nothing is wrong that could hide a change.
    pub fn is_calm(&self) -> bool {
        self.changes.is_empty() && !crate::problem::any_error(self.problems)
    }

    /// The cases that one side alone has, and those that had another id.
    fn cases_on(&self, page: &mut Page) {
        let mut groups: BTreeMap<u8, (&str, Vec<String>)> = BTreeMap::new();
        for (id, change) in &self.changes.cases {
            let was = change.was().map_or_else(String::new, |was| format!(" ({was} then)"));
            let group = groups.entry(change.place()).or_insert((change.words(), Vec::new()));
            group.1.push(format!("{id}{was}"));
        }
        for (words, ids) in groups.into_values() {
            page.toned(format!("{words}: {}.", ids.join(", ")), Tone::Soon);
        }
    }
}

impl Report for Since<'_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.opening(&mut page);
        self.changes.groups_on(&mut page);
        self.closing(&mut page);
        page
    }

    fn opening(&self, page: &mut Page) {
        let Then { day, words, .. } = &self.then;
        let title = format!("Changed from {} to {}", long(*day), long(self.stamp.today));
        frame::opening(page, title, &self.stamp, self.problems);
        page.toned(format!("Then is {words}, judged on that day."), Tone::Faint);
        if let Some(now) = &self.then.now {
            let today = long(self.stamp.today);
            page.toned(format!("Now is {now}, judged on {today}."), Tone::Faint);
        }
        if self.then.is_not_over {
            let words = "A day is meant to its end: --changed-since yesterday tells of today.";
            page.toned(words, Tone::Soon);
        }
        page.gap();
    }

    fn closing(&self, page: &mut Page) {
        self.cases_on(page);
        let sum = capitalised(&self.changes.count());
        let restricted = count(self.changes.restricted);
        frame::closing(page, &self.stamp, restricted, self.problems, &sum);
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn feed(&self) -> Option<Feed> {
        let items = self.changes.rows.iter().filter_map(|changed| changed.item.clone()).collect();
        let title = "Changed in caseload".to_owned();
        Some(Feed { title, today: self.stamp.today, items }.or_not_whole(self.problems))
    }

    fn records(&self) -> Option<Records> {
        Some(self.changes.records())
    }

    fn json(&self) -> Value {
        let Then { day, commit, .. } = &self.then;
        let cases: Vec<Value> = self
            .changes
            .cases
            .iter()
            .map(|(id, change)| json!({"case": id, "change": change.word(), "was": change.was()}))
            .collect();
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "window": {"from": plain(self.window.from), "to": plain(self.window.to)},
            "revision": self.stamp.revision,
            "since": {"today": plain(*day), "revision": commit},
            "changes": self.changes.json(),
            "cases": cases,
            "problems": obligation::problems(self.problems),
        })
    }
}
