//! A year of a calendar, and a date worked out in it.

use serde_json::json;

use crate::calendar::{Calendar, Day, DayOff, Period, Sum, long, plain};
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::{Records, Report};

/// The days of a year on which nobody works, weekends aside.
#[derive(Debug)]
pub struct CalendarYear {
    year: i32,
    calendars: Vec<(&'static str, Vec<(Day, DayOff)>)>,
    past_table: Option<i32>,
}

impl CalendarYear {
    /// The bank holidays and closure days of a year, by calendar.
    pub fn new(year: i32, calendars: &[&Calendar]) -> CalendarYear {
        let last = calendars.iter().map(|calendar| calendar.last_year()).min();
        CalendarYear {
            year,
            past_table: last.filter(|last| *last < year),
            calendars: calendars
                .iter()
                .map(|calendar| {
                    let days = calendar.days_off_in(year).map(|(day, off)| (day, off.clone()));
                    (calendar.division().name(), days.collect())
                })
                .collect(),
        }
    }
}

/// What is to be said of dates past the holiday table.
fn too_short(last: i32) -> String {
    format!("The bank holidays after {last} are not known: only weekends and settings are.")
}

impl Report for CalendarYear {
    fn page(&self) -> Page {
        let mut page = Page::default();
        for (name, days) in &self.calendars {
            page.heading(format!("{name}, {}", self.year), Tone::Plain);
            let rows = days.iter().map(|(day, why)| Row {
                sentence: format!("{name}: {} is no working day ({why}).", long(*day)),
                cells: vec![Cell::plain(long(*day)), Cell::plain(why.to_string())],
            });
            let column = |title, width| Column { title, width };
            let columns = vec![column("Day", Some(17)), column("Why", None)];
            page.table(Table { columns, rows: rows.collect() });
            page.gap();
        }
        if let Some(last) = self.past_table {
            page.toned(too_short(last), Tone::Bad);
        }
        page
    }

    fn json(&self) -> serde_json::Value {
        let calendars: Vec<serde_json::Value> = self
            .calendars
            .iter()
            .map(|(name, days)| {
                let days: Vec<serde_json::Value> = days
                    .iter()
                    .map(|(day, why)| json!({"date": plain(*day), "name": why.to_string()}))
                    .collect();
                json!({"calendar": name, "days": days})
            })
            .collect();
        let known = self.past_table.is_none();
        json!({"schema": 1, "year": self.year, "known": known, "calendars": calendars})
    }

    fn records(&self) -> Option<Records> {
        let rows = self.calendars.iter().flat_map(|(name, days)| {
            days.iter()
                .map(|(day, why)| vec![(*name).into(), (*day).into(), why.to_string().into()])
        });
        Some(Records::plain(&["calendar", "date", "name"], rows))
    }
}

/// A period added to a day, in one or more calendars.
#[derive(Debug)]
pub struct CalendarSum {
    sums: Vec<(&'static str, Sum, Day, Option<i32>)>,
}

impl CalendarSum {
    /// Adds a period to a day in these calendars.
    pub fn new(day: Day, period: Period, calendars: &[&Calendar]) -> CalendarSum {
        let sum = |calendar: &&Calendar| {
            let sum = calendar.add(day, period);
            let do_by = calendar.working_day_on_or_before(sum.result);
            let past = calendar.is_past_table(sum.result).then(|| calendar.last_year());
            (calendar.division().name(), sum, do_by, past)
        };
        CalendarSum { sums: calendars.iter().map(sum).collect() }
    }
}

impl Report for CalendarSum {
    fn page(&self) -> Page {
        let mut page = Page::default();
        for (name, sum, do_by, past) in &self.sums {
            let result = format!("{} + {} = {}", long(sum.from), sum.period, long(sum.result));
            page.text(format!("{name}: {result}"));
            if *do_by != sum.result {
                let text = format!("  the last working day by then is {}", long(*do_by));
                page.text(text);
            }
            let skipped: Vec<String> =
                sum.skipped.iter().map(|(day, why)| format!("{} ({why})", long(*day))).collect();
            if !skipped.is_empty() {
                page.toned(format!("  skipped: {}", skipped.join(", ")), Tone::Faint);
            }
            if let Some(last) = past {
                page.toned(too_short(*last), Tone::Bad);
            }
        }
        page
    }

    fn json(&self) -> serde_json::Value {
        let sums: Vec<serde_json::Value> = self
            .sums
            .iter()
            .map(|(name, sum, do_by, past)| {
                let skipped: Vec<serde_json::Value> = sum
                    .skipped
                    .iter()
                    .map(|(day, why)| json!({"date": plain(*day), "why": why.to_string()}))
                    .collect();
                json!({
                    "calendar": name,
                    "from": plain(sum.from),
                    "add": sum.period.to_string(),
                    "result": plain(sum.result),
                    "do_by": plain(*do_by),
                    "known": past.is_none(),
                    "skipped": skipped,
                })
            })
            .collect();
        json!({"schema": 1, "sums": sums})
    }
}
