//! A sample of cases, drawn so that anybody can draw it again: with the same seed and the same cases it is
//! the same on any machine, in any release.

use serde_json::{Value, json};

use crate::calendar::{plain, plural};
use crate::digest::sha256;
use crate::obligation::Evaluation;
use crate::problem::Problem;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::{count, day_of};
use crate::report::{Filter, Records, Report, Stamp, frame, obligation};

/// Draws so many of these ids: those whose SHA-256 of the seed, a line feed and the id comes first. All of
/// them, if there are fewer. Which others there are makes no difference to the order of two.
pub fn draw<'i>(seed: &str, number: usize, ids: impl Iterator<Item = &'i str>) -> Vec<&'i str> {
    let mut drawn: Vec<&str> = ids.collect();
    drawn.sort_by_cached_key(|id| (sha256(format!("{seed}\n{id}").as_bytes()), *id));
    drawn.truncate(number);
    drawn
}

/// A sample of cases.
#[derive(Debug)]
pub struct Sample<'e, 'a> {
    stamp: Stamp,
    seed: String,
    of: usize,
    drawn: Vec<&'e Evaluation<'a>>,
    restricted: i64,
    problems: &'e [Problem],
}

impl<'e, 'a> Sample<'e, 'a> {
    /// Draws so many of the cases that are asked for.
    pub fn new(
        evaluations: &'e [Evaluation<'a>],
        filter: &Filter,
        (number, seed): (usize, &str),
        problems: &'e [Problem],
        stamp: Stamp,
    ) -> Sample<'e, 'a> {
        let taken =
            evaluations.iter().filter(|it| filter.takes_case(&it.standing) && filter.takes_any(it));
        let (hidden, there): (Vec<_>, Vec<_>) = taken.partition(|it| filter.hides(&it.standing));
        let ids = there.iter().map(|it| it.journey.case.id.as_str());
        let drawn = draw(seed, number, ids).into_iter();
        let drawn = drawn
            .filter_map(|id| there.iter().find(|it| it.journey.case.id.as_str() == id).copied());
        Sample {
            stamp,
            seed: seed.to_owned(),
            of: there.len(),
            drawn: drawn.collect(),
            restricted: count(hidden.len()),
            problems,
        }
    }

    /// Out of how many it was drawn.
    pub fn of(&self) -> usize {
        self.of
    }

    /// The ids, in the order in which they were drawn.
    pub fn ids(&self) -> Vec<String> {
        self.drawn.iter().map(|it| it.journey.case.id.to_string()).collect()
    }

    /// How many restricted cases could not be drawn.
    pub fn restricted(&self) -> i64 {
        self.restricted
    }
}

impl Report for Sample<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.opening(&mut page);
        let column = |title, width| Column { title, width };
        let columns = vec![
            column("No", Some(4)),
            column("Case", Some(14)),
            column("Programme", Some(14)),
            column("Stage", None),
            column("Referred", Some(12)),
        ];
        let rows = self.drawn.iter().zip(1..).map(|(evaluation, number)| {
            let journey = &evaluation.journey;
            let stage = evaluation.stage.map_or("", |stage| stage.title.as_str());
            let day = day_of(evaluation).map_or_else(String::new, |day| format!(", {day}"));
            let referred = journey.referred.map_or_else(|| "(none)".to_owned(), plain);
            let id = journey.case.id.as_str();
            let programme = journey.programme.id.as_str();
            Row {
                sentence: format!(
                    "{number}. {id}: {programme}, {stage}{day}, referred {referred}."
                ),
                cells: vec![
                    Cell::plain(number.to_string()),
                    Cell::plain(id),
                    Cell::plain(programme),
                    Cell::plain(format!("{stage}{day}")),
                    Cell::plain(referred),
                ],
            }
        });
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
        self.closing(&mut page);
        page
    }

    fn opening(&self, page: &mut Page) {
        let title = format!(
            "{} of {}, drawn with the seed `{}`",
            self.drawn.len(),
            plural(count(self.of), "case"),
            self.seed
        );
        frame::opening(page, title, &self.stamp, self.problems);
    }

    fn closing(&self, page: &mut Page) {
        page.toned(
            "In the order of the SHA-256 of the seed, a line feed and the id: with the same seed and the \
             same cases the same are drawn again.",
            Tone::Faint,
        );
        let sum = format!("{} drawn of {}.", self.drawn.len(), self.of);
        frame::closing(page, &self.stamp, self.restricted, self.problems, &sum);
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn json(&self) -> Value {
        let case = |evaluation: &&Evaluation<'_>| {
            json!({
                "case": evaluation.journey.case.id.as_str(),
                "programme": evaluation.journey.programme.id,
                "stage": evaluation.stage.map(|stage| stage.id.as_str()),
                "referred": evaluation.journey.referred.map(plain),
            })
        };
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "revision": self.stamp.revision,
            "seed": self.seed,
            "of": self.of,
            "cases": self.drawn.iter().map(case).collect::<Vec<_>>(),
            "problems": obligation::problems(self.problems),
        })
    }

    fn records(&self) -> Option<Records> {
        let row = |evaluation: &&Evaluation<'_>| {
            vec![
                evaluation.journey.case.id.as_str().into(),
                evaluation.journey.programme.id.as_str().into(),
                evaluation.stage.map(|stage| stage.id.as_str()).into(),
                evaluation.journey.referred.into(),
            ]
        };
        Some(Records::plain(
            &["case", "programme", "stage", "referred"],
            self.drawn.iter().map(row),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_in_any_order() {
        let ids: Vec<String> = (1..=50).map(|number| format!("A-{number:04}")).collect();
        let drawn = draw("spring", 5, ids.iter().map(String::as_str));
        // Written down, since another release must draw the same.
        assert_eq!(drawn, ["A-0044", "A-0031", "A-0008", "A-0022", "A-0007"]);
        assert_eq!(draw("spring", 5, ids.iter().rev().map(String::as_str)), drawn);
        assert_ne!(draw("autumn", 5, ids.iter().map(String::as_str)), drawn);
        assert_eq!(draw("spring", 99, ids.iter().map(String::as_str)).len(), 50);
    }

    #[test]
    fn each_is_drawn_as_often_as_any_other() {
        let ids: Vec<String> = (1..=20).map(|number| format!("A-{number:04}")).collect();
        let mut times = std::collections::BTreeMap::<&str, u32>::new();
        for seed in 0..2000 {
            for id in draw(&seed.to_string(), 5, ids.iter().map(String::as_str)) {
                *times.entry(id).or_default() += 1;
            }
        }
        // 500 each, give or take five times the deviation.
        assert_eq!(times.len(), 20);
        assert!(times.values().all(|times| (400..600).contains(times)), "{times:?}");
    }
}
