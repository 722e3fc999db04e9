//! Bank holidays of the three divisions, as a table of facts.
//!
//! They are never computed by rule: single days are proclaimed, moved and added. The table covers
//! the years 2010 to 2028; a folder's settings add or drop days.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::calendar::day::{Day, parse_day};
use crate::digest::digest;
use chrono::Datelike;

/// The facts, one row a day: division, date, name.
const TABLE: &str = include_str!("bank-holidays.csv");

/// A part of the United Kingdom with bank holidays of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Division {
    /// England and Wales.
    EnglandAndWales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Division {
    /// Every division with the name that files use.
    pub const ALL: [(&'static str, Division); 3] = [
        ("england-and-wales", Division::EnglandAndWales),
        ("scotland", Division::Scotland),
        ("northern-ireland", Division::NorthernIreland),
    ];

    /// The name that files use.
    pub fn name(self) -> &'static str {
        match self {
            Division::EnglandAndWales => "england-and-wales",
            Division::Scotland => "scotland",
            Division::NorthernIreland => "northern-ireland",
        }
    }

    /// The division of that name.
    pub fn named(name: &str) -> Option<Division> {
        Division::ALL.iter().find(|(known, _)| *known == name).map(|(_, division)| *division)
    }
}

/// Days that a folder's settings add to or drop from a division's table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Closure days: no working days here.
    pub add: Vec<Day>,
    /// Days of the table on which this provider works after all.
    pub drop: Vec<Day>,
}

/// The bank holidays of one division, by day.
#[derive(Clone, Debug)]
pub struct Holidays {
    days: BTreeMap<Day, &'static str>,
}

impl Holidays {
    /// The embedded table of a division.
    pub fn of(division: Division) -> &'static Holidays {
        static ALL: [LazyLock<Holidays>; 3] = [
            LazyLock::new(|| read_division(Division::EnglandAndWales)),
            LazyLock::new(|| read_division(Division::Scotland)),
            LazyLock::new(|| read_division(Division::NorthernIreland)),
        ];
        match division {
            Division::EnglandAndWales => &ALL[0],
            Division::Scotland => &ALL[1],
            Division::NorthernIreland => &ALL[2],
        }
    }

    /// The days with their names, in order.
    pub fn days(&self) -> &BTreeMap<Day, &'static str> {
        &self.days
    }

    /// The first and last year of the table.
    pub fn years(&self) -> (i32, i32) {
        let first = self.days.keys().next().map_or(0, Day::year);
        let last = self.days.keys().next_back().map_or(0, Day::year);
        (first, last)
    }

    /// The whole table, one row a day.
    pub fn table() -> &'static str {
        TABLE
    }

    /// A digest of the whole embedded table, so that a report can say which facts it used.
    pub fn digest() -> String {
        digest(TABLE)
    }
}

fn read_division(division: Division) -> Holidays {
    let days = TABLE
        .lines()
        .filter_map(|line| {
            let mut cells = line.splitn(3, ',');
            if cells.next()? != division.name() {
                return None;
            }
            Some((parse_day(cells.next()?)?, cells.next()?))
        })
        .collect();
    Holidays { days }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = TABLE.lines().skip(1).filter(|line| !line.is_empty()).count();
        let read: usize =
            Division::ALL.iter().map(|(_, division)| Holidays::of(*division).days.len()).sum();
        assert_eq!(read, rows);
    }

    /// Ensures that what is given out as the table, and as its digest, is that of the file.
    #[test]
    fn the_table_is_given_as_it_is() {
        let rows = "england-and-wales,2010-01-01,New Year's Day\r\n";
        assert!(Holidays::table().starts_with(&format!("division,date,name\r\n{rows}")));
        assert_eq!(Holidays::digest(), digest(Holidays::table()));
    }

    #[test]
    fn every_division_covers_2010_to_2028_with_eight_days_or_more_a_year() {
        for (name, division) in Division::ALL {
            let holidays = Holidays::of(division);
            assert_eq!(holidays.years(), (2010, 2028), "{name}");
            for year in 2010..=2028 {
                let count = holidays.days.keys().filter(|day| day.year() == year).count();
                assert!((8..=12).contains(&count), "{name} {year}: {count}");
            }
        }
    }

    #[test]
    fn proclaimed_days_are_there() {
        for (division, day) in [
            (Division::EnglandAndWales, "2022-09-19"),
            (Division::Scotland, "2023-05-08"),
            (Division::Scotland, "2026-06-15"),
        ] {
            assert!(Holidays::of(division).days.contains_key(&parse_day(day).unwrap()), "{day}");
        }
    }
}
