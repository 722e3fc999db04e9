//! The whole caseload on one page: what is due, the cases in a row each, and a chapter for each case.

use serde_json::json;

use crate::calendar::{Window, long, plain};
use crate::obligation::{Agenda, Evaluation};
use crate::problem::{Problem, any_error};
use crate::report::page::{Page, Tone};
use crate::report::words::damage;
use crate::report::{By, Due, Filter, List, Report, Show, Stamp, frame, obligation};

/// The whole caseload.
#[derive(Debug)]
pub struct Caseload<'e, 'a> {
    stamp: Stamp,
    due: Due<'e, 'a>,
    list: List<'e, 'a>,
    cases: Vec<Show<'e, 'a>>,
    problems: &'e [Problem],
}

impl<'e, 'a> Caseload<'e, 'a> {
    /// The report on these cases, in the order of the list of them; `by` orders that and groups what is
    /// due in the window. With `all_entries`, every entry of a case and not the latest alone.
    pub fn new(
        (evaluations, agendas): (&'e [Evaluation<'a>], &'e [Agenda<'a>]),
        filter: &Filter,
        (window, all_entries): (Window, bool),
        by: By,
        problems: &'e [Problem],
        stamp: Stamp,
    ) -> Caseload<'e, 'a> {
        let due = Due::new(agendas, filter, window, by, problems, stamp.clone());
        let list = List::new(evaluations, filter, by, problems, stamp.clone());
        let show = |evaluation| Show::new(evaluation, all_entries, Vec::new(), stamp.clone());
        let cases = list.evaluations().map(show).collect();
        Caseload { stamp, due, list, cases, problems }
    }
}

impl Report for Caseload<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        page.heading(format!("Caseload on {}", long(self.stamp.today)), Tone::Plain);
        self.stamp.notices(&mut page);
        page.text(self.list.count());
        frame::sum_up(&mut page, self.problems, &self.due.count());
        self.list.left_out(&mut page);
        if any_error(self.problems) {
            page.gap();
            damage(&mut page, self.problems);
        }
        self.stamp.footer(&mut page);
        page.gap();
        page.chapter("due", "What is due", true);
        page.gap();
        self.due.groups_on(&mut page);
        self.due.past_table(&mut page);
        page.chapter("cases", "The cases", true);
        page.gap();
        self.list.table_on(&mut page);
        for case in &self.cases {
            case.chapter(&mut page);
        }
        page
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "window": self.due.window_json(),
            "revision": self.stamp.revision,
            "obligations": self.due.obligations_json(),
            "cases": self.cases.iter().map(Show::case_json).collect::<Vec<_>>(),
            "problems": obligation::problems(self.problems),
        })
    }
}
