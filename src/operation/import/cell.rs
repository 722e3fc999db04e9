//! A cell of a sheet as the value that a key holds.

use std::borrow::Cow;

use chrono::{NaiveDateTime, Timelike};

use crate::calendar::{Day, Moment, parse_day, parse_time};
use crate::case::Value;
use crate::case::schema::Holds;
use crate::reading::Hundredths;
use crate::sheet::{Cell, shown};

/// Why a cell does not hold what it should, and what helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unfit {
    pub(super) message: String,
    pub(super) hint: Cow<'static, str>,
}

const DAY_HINT: &str = "write the day as 2026-11-16 or 16/11/2026, the day before the month";
const TIME_HINT: &str = "write the time as 14:30";
const HOURS_HINT: &str = "write hours as 4, 1.5 or 0.25: at most two decimals";
const TRUTH_HINT: &str = "write yes or no";
const MOMENT_HINT: &str = "write a moment in UTC: 2026-11-16T11:05:12.384Z";

/// The value of a cell that is not empty.
pub(super) fn value(cell: &Cell, holds: Holds) -> Result<Value, Unfit> {
    if let Cell::NotComputed(formula) = cell {
        let message = format!("`{}` is a formula whose value is not in the file", shown(formula));
        let hint = "open the workbook in your spreadsheet program and save it, or type the value";
        return Err(Unfit { message, hint: hint.into() });
    }
    if let Cell::Failed(failure) = cell {
        let message = format!("`{}` is a formula that failed", shown(failure));
        return Err(Unfit { message, hint: "mend the formula, or type the value".into() });
    }
    match holds {
        Holds::Text => Ok(Value::Text(cell.words())),
        Holds::Texts => Ok(Value::Texts(words(&cell.words()))),
        Holds::Day => moment(cell).and_then(without_time).map(Value::Day),
        Holds::Moment => moment(cell).map(Value::Moment),
        Holds::Timestamp => timestamp(&cell.words()).map(Value::Timestamp),
        Holds::Hours => hours(cell).map(Value::Hours),
        Holds::Truth => truth(cell).map(Value::Truth),
    }
}

/// The time of day in a cell.
pub(super) fn time(cell: &Cell) -> Result<chrono::NaiveTime, Unfit> {
    let words = cell.words();
    let unfit = || unfit(&words, "is not a time of day", TIME_HINT);
    match cell {
        Cell::Time(time) | Cell::Moment(Moment { time: Some(time), .. }) => Ok(*time),
        _ => written_time(&words).ok_or_else(unfit),
    }
}

/// `14:30`, and as many write it `14.30`.
fn written_time(text: &str) -> Option<chrono::NaiveTime> {
    parse_time(text).or_else(|| {
        let (hours, minutes) = text.split_once('.')?;
        let is_time = (1..=2).contains(&hours.len()) && minutes.len() == 2;
        parse_time(&format!("{hours}:{minutes}")).filter(|_| is_time)
    })
}

fn unfit(words: &str, what: &str, hint: &'static str) -> Unfit {
    Unfit { message: format!("`{}` {what}", shown(words)), hint: hint.into() }
}

/// The words of a list, set apart by commas or semicolons.
fn words(text: &str) -> Vec<String> {
    let words = text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn moment(cell: &Cell) -> Result<Moment, Unfit> {
    match cell {
        Cell::Moment(moment) if Moment::YEARS.contains(&moment.year()) => Ok(*moment),
        Cell::Number(_) => Err(unfit(
            &cell.words(),
            "is a number, not a day",
            "give the column the format of a date in your spreadsheet program",
        )),
        _ => {
            let text = cell.words();
            written_moment(&text).ok_or_else(|| {
                let is_short = short_year(&text);
                let hint = if is_short { "write the year with four digits" } else { DAY_HINT };
                unfit(&text, "is not a day", hint)
            })
        }
    }
}

/// A day as people write it, with a time behind it or without.
fn written_moment(text: &str) -> Option<Moment> {
    if let Some(day) = written_day(text) {
        return Some(Moment::day(day));
    }
    let (day, time) = text.split_once([' ', 'T'])?;
    let (day, time) = (written_day(day)?, parse_time(time.trim())?);
    // Midnight is how a spreadsheet program writes that there is no time.
    let is_midnight = time.num_seconds_from_midnight() == 0;
    Some(Moment { day, time: Some(time).filter(|_| !is_midnight) })
}

/// `2026-11-16` and `2026/11/16`, and in UK order `16/11/2026`, `16.11.2026` and `16-11-2026`, `16 Nov 2026` and
/// `16-Nov-2026`.
fn written_day(text: &str) -> Option<Day> {
    if let Some(day) = parse_day(text) {
        return Some(day);
    }
    let parts: Vec<&str> =
        text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts[..] else { return None };
    let (day, year) = if day.len() == 4 { (year, day) } else { (day, year) };
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(day) || !is_number(year) || year.len() != 4 {
        return None;
    }
    let month = if is_number(month) { month.parse().ok()? } else { month_named(month)? };
    let day = Day::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)?;
    Moment::YEARS.contains(&Moment::day(day).year()).then_some(day)
}

fn month_named(word: &str) -> Option<u32> {
    let month: chrono::Month = word.parse().ok()?;
    Some(month.number_from_month())
}

/// Whether a day is written with a year of two digits.
fn short_year(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    matches!(parts[..], [_, _, year] if year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit()))
}

fn without_time(moment: Moment) -> Result<Day, Unfit> {
    match moment.time {
        None => Ok(moment.day),
        Some(_) => Err(unfit(&moment.to_string(), "has a time, and only a day is kept", DAY_HINT)),
    }
}

/// A moment in UTC, to the digit.
fn timestamp(text: &str) -> Result<String, Unfit> {
    let written = text.strip_suffix('Z').map(|text| text.replace(' ', "T"));
    let is_one = written
        .is_some_and(|text| NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f").is_ok());
    if is_one { Ok(text.to_owned()) } else { Err(unfit(text, "is no moment in UTC", MOMENT_HINT)) }
}

fn hours(cell: &Cell) -> Result<Hundredths, Unfit> {
    let text = match cell {
        // Half past one is how many write an hour and a half.
        Cell::Time(time) => return hours_of(*time),
        // A spreadsheet program computes 0.1 + 0.2 as a little more than 0.3.
        Cell::Number(number) if (number * 100.0 - (number * 100.0).round()).abs() < 1e-6 => {
            format!("{number:.2}")
        }
        other => match parse_time(&other.words()) {
            Some(time) => return hours_of(time),
            None => other.words(),
        },
    };
    Hundredths::read(&text).map_err(|why| unfit(&cell.words(), why, HOURS_HINT))
}

/// A time of day as a number of hours.
fn hours_of(time: chrono::NaiveTime) -> Result<Hundredths, Unfit> {
    let seconds = i64::from(time.num_seconds_from_midnight());
    match seconds % 36 {
        0 => Ok(Hundredths(seconds / 36)),
        _ => Err(unfit(&time.to_string(), "has more than two decimals as hours", HOURS_HINT)),
    }
}

fn truth(cell: &Cell) -> Result<bool, Unfit> {
    let words = cell.words();
    match words.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Ok(true),
        "no" | "n" | "false" | "0" => Ok(false),
        _ => Err(unfit(&words, "is neither yes nor no", TRUTH_HINT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, holds: Holds) -> String {
        match value(&Cell::text(text), holds) {
            Ok(value) => value.to_string(),
            Err(unfit) => format!("{}; {}", unfit.message, unfit.hint),
        }
    }

    #[test]
    fn days_are_understood_as_sheets_hold_them() {
        for (text, expected) in [
            ("2026-11-16", "2026-11-16"),
            ("2026/11/16", "2026-11-16"),
            ("16/11/2026", "2026-11-16"),
            ("3.4.2026", "2026-04-03"),
            ("16-Nov-2026", "2026-11-16"),
            ("16 November 2026", "2026-11-16"),
            ("16/11/2026 00:00", "2026-11-16"),
        ] {
            assert_eq!(read(text, Holds::Day), expected, "{text}");
        }
        for (text, expected) in [
            ("16/11/2026 10:30", "2026-11-16T10:30:00"),
            ("2026-11-16T09:05:30", "2026-11-16T09:05:30"),
            ("2026-11-16 00:00:00", "2026-11-16"),
        ] {
            assert_eq!(read(text, Holds::Moment), expected, "{text}");
        }
    }

    #[test]
    fn times_are_understood_as_people_write_them() {
        let read = |text: &str| time(&Cell::text(text)).map(|time| time.to_string());
        for text in ["14:30", "14.30", "14:30:00"] {
            assert_eq!(read(text), Ok("14:30:00".to_owned()), "{text}");
        }
        for text in ["14.3", "2.305", "half past two", "25.00", "14"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused_in_words() {
        assert_eq!(
            read("16/11/26", Holds::Day),
            "`16/11/26` is not a day; write the year with four digits"
        );
        for text in ["31/02/2026", "11/16/2026", "today", "Mon", "2026", "16/11/1626"] {
            assert!(read(text, Holds::Day).contains("is not a day; write the day as"), "{text}");
        }
        assert!(read("16/11/2026 10:30", Holds::Day).contains("only a day is kept"));
        let number = value(&Cell::Number(46_342.0), Holds::Day).unwrap_err();
        assert_eq!(number.message, "`46342` is a number, not a day");
    }

    #[test]
    fn hours_of_a_spreadsheet_are_exact() {
        let hours = |number: f64| value(&Cell::Number(number), Holds::Hours).map(|v| v.to_string());
        assert_eq!(hours(0.1 + 0.2), Ok("0.3".to_owned()));
        assert_eq!(hours(4.0), Ok("4".to_owned()));
        assert_eq!(read("1:30", Holds::Hours), "1.5");
        assert!(hours(1.005).unwrap_err().message.contains("more than two decimals"));
        assert!(hours(-1.0).is_err());
    }

    #[test]
    fn words_are_taken_apart_and_truth_is_plain() {
        assert_eq!(read("participant; employer", Holds::Texts), "[\"participant\", \"employer\"]");
        assert_eq!(read("Y", Holds::Truth), "true");
        assert!(read("maybe", Holds::Truth).contains("neither yes nor no"));
        assert!(read("yesterday", Holds::Timestamp).contains("no moment in UTC"));
        let long = read(&"1".repeat(5_000), Holds::Day);
        assert!(long.chars().count() < 200 && long.contains("1...` is not a day"), "{long}");
        let failed = value(&Cell::Failed("#N/A".to_owned()), Holds::Text).unwrap_err();
        assert_eq!(failed.message, "`#N/A` is a formula that failed");
    }
}
