//! The days that make no noise: on each something ends if nobody acts.

use crate::calendar::{Day, days_between, long, plural};
use crate::obligation::Evaluation;
use crate::programme::{MilestoneKind, Severity, Shape};
use crate::report::forecast::Forecast;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::{cites, near, person, person_cell};

/// A day that ends something without a word of warning from anybody.
#[derive(Clone, Debug)]
pub(super) struct Trap<'e, 'a> {
    pub(super) evaluation: &'e Evaluation<'a>,
    pub(super) on: Day,
    pub(super) what: String,
    pub(super) cite: Vec<String>,
}

/// The days from today on, up to the last, on which something ends by itself: provision without an
/// extension, with one, the longest spell, and the last day for the decision on an extension.
pub(super) fn traps<'e, 'a>(
    evaluation: &'e Evaluation<'a>,
    today: Day,
    last: Day,
) -> Vec<Trap<'e, 'a>> {
    let journey = &evaluation.journey;
    if journey.end.is_some_and(|end| end < today) || journey.exit.is_some() {
        return Vec::new();
    }
    let trap = |on: Day, what: &str, cite: &[String]| Trap {
        evaluation,
        on,
        what: what.to_owned(),
        cite: cite.to_vec(),
    };
    let mut traps = Vec::new();
    let undecided = evaluation.obligations.iter().find(|item| {
        matches!(item.instance.rule.shape, Shape::Extension(_)) && item.status.is_to_do()
    });
    if let Some(item) = undecided {
        let is_must = item.instance.severity == Severity::Must;
        let what = if is_must {
            "last day to enter the extension, which is a must; it is not entered"
        } else {
            "last day to enter the extension, which is a choice; nothing is decided"
        };
        traps.push(trap(item.instance.due.day, what, &item.instance.rule.cite));
    }
    let exit = journey.programme.rules.iter().find(|rule| matches!(rule.shape, Shape::Exit(_)));
    let cite = exit.map(|rule| rule.cite.as_slice()).unwrap_or_default();
    if journey.extension.is_none()
        && let Some(standard) = journey.standard_day()
    {
        let number = journey.standard_days().unwrap_or_default();
        let what = format!("day {number}: the system ends the case, since no extension is entered");
        traps.push(trap(standard, &what, cite));
    }
    if journey.extension.is_some()
        && let Some(extended) = journey.extended_day()
    {
        let number = journey.extended_days().unwrap_or_default();
        traps.push(trap(extended, &format!("day {number}: the extension ends"), cite));
    }
    if let Some(limit) = journey.last_day() {
        let longest = evaluation.milestones.iter().find(|it| it.what == MilestoneKind::LastDay);
        let day = journey.day_number(limit).map_or_else(String::new, |day| format!("day {day}: "));
        let title = longest.map_or("Last day", |it| it.title);
        let what = format!("{day}{title}, and it can be no longer");
        traps.push(trap(limit, &what, longest.map_or(cite, |it| it.cite)));
    }
    traps.retain(|trap| (today..=last).contains(&trap.on));
    traps
}

impl Forecast<'_, '_> {
    pub(super) fn traps_table(&self, page: &mut Page) {
        if self.traps.is_empty() {
            return;
        }
        page.heading("What ends by itself if nobody acts", Tone::Bad);
        let columns = vec![
            Column { title: "Who", width: Some(18) },
            Column { title: "What", width: None },
            Column { title: "On", width: Some(13) },
            Column { title: "Paragraph", width: Some(12) },
        ];
        let today = self.stamp.today;
        let rows = self.traps.iter().map(|trap| {
            let cite = cites(&trap.cite);
            let days = plural(days_between(today, trap.on), "day");
            let tone = if days_between(today, trap.on) <= 14 { Tone::Bad } else { Tone::Soon };
            Row {
                sentence: format!(
                    "{}: on {}, in {days}: {} [{cite}].",
                    person(&trap.evaluation.standing),
                    long(trap.on),
                    trap.what
                ),
                cells: vec![
                    person_cell(&trap.evaluation.standing),
                    Cell::plain(&trap.what),
                    Cell::toned(format!("{}\nin {days}", near(trap.on, today)), tone),
                    Cell::toned(trap.cite.first().cloned().unwrap_or_default(), Tone::Faint),
                ],
            }
        });
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
    }
}
