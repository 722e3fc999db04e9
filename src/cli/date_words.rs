//! Days in people's words: ISO, UK order, today, yesterday, weekdays, and so many days ago.

mod mistaken;

use chrono::{Datelike, Weekday};

pub(super) use mistaken::is_meant_as_a_day;

use crate::calendar::{Day, Moment, add_days, parse_day};
use crate::cli::failure::Failure;
use crate::reading::safe_line;

/// Which way a weekday's name looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looking {
    /// The latest one, today included: for what has happened.
    Back,
    /// The next one, today included: for what is planned.
    Ahead,
}

/// The day that was typed, counted from today.
pub(super) fn day(typed: &str, today: Day, looking: Looking) -> Result<Day, Failure> {
    let words = typed.trim().to_lowercase();
    parse_day(&words)
        .or_else(|| uk_order(&words))
        .or_else(|| relative(&words, today))
        .or_else(|| weekday(&words, today, looking))
        .filter(|day| Moment::YEARS.contains(&day.year()))
        .ok_or_else(|| mistaken::refusal(typed, &words))
}

/// The same for whoever has no failure to make of it: the day, or what is wrong with what help.
///
/// # Errors
///
/// If it is no day, or outside the years that a case can name.
pub fn day_in_words(typed: &str, today: Day, looking: Looking) -> Result<Day, String> {
    day(typed, today, looking).map_err(|failure| safe_line(&failure.sentence()))
}

/// `20/11/2026`, `20.11.2026` and `20-11-2026`: the day first.
fn uk_order(words: &str) -> Option<Day> {
    let parts: Vec<&str> = words.split(['/', '.', '-']).collect();
    let [day, month, year] = parts[..] else { return None };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(|part| is_number(part)) || year.len() != 4 {
        return None;
    }
    Day::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn relative(words: &str, today: Day) -> Option<Day> {
    match words {
        "today" => return Some(today),
        "yesterday" => return Some(add_days(today, -1)),
        "tomorrow" => return Some(add_days(today, 1)),
        _ => {}
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    let (number, unit, sign) = match parts[..] {
        [number, unit, "ago"] => (number, unit, -1),
        ["in", number, unit] => (number, unit, 1),
        _ => return None,
    };
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = number.parse().ok().filter(|number| is_plain && *number <= 10_000)?;
    match unit {
        "day" | "days" => Some(add_days(today, sign * number)),
        "week" | "weeks" => Some(add_days(today, sign * number * 7)),
        _ => None,
    }
}

/// `friday`, `last friday` (before today) and `next friday` (after today).
fn weekday(words: &str, today: Day, looking: Looking) -> Option<Day> {
    let (word, from, step) = if let Some(word) = words.strip_prefix("last ") {
        (word, add_days(today, -1), -1)
    } else if let Some(word) = words.strip_prefix("next ") {
        (word, add_days(today, 1), 1)
    } else {
        (words, today, if looking == Looking::Back { -1 } else { 1 })
    };
    let wanted: Weekday = word.parse().ok()?;
    (0..7).map(|offset| add_days(from, step * offset)).find(|day| day.weekday() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Wednesday.
    fn understood(typed: &str, looking: Looking) -> String {
        let today = parse_day("2026-11-18").unwrap();
        day(typed, today, looking).map_or_else(|_| "refused".to_owned(), |day| day.to_string())
    }

    #[test]
    fn days_are_understood_as_people_say_them() {
        for (typed, expected) in [
            ("2026-11-20", "2026-11-20"),
            ("20/11/2026", "2026-11-20"),
            ("20.11.2026", "2026-11-20"),
            ("3/4/2026", "2026-04-03"),
            ("Today", "2026-11-18"),
            ("yesterday", "2026-11-17"),
            ("3 days ago", "2026-11-15"),
            ("1 week ago", "2026-11-11"),
            ("wednesday", "2026-11-18"),
            ("last wednesday", "2026-11-11"),
            ("Fri", "2026-11-13"),
            ("next monday", "2026-11-23"),
        ] {
            assert_eq!(understood(typed, Looking::Back), expected, "{typed}");
        }
        assert_eq!(understood("fri", Looking::Ahead), "2026-11-20");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for typed in [
            "",
            "2026-02-30",
            "last week",
            "31/11/2026",
            "11/20/2026",
            "20/11/26",
            "someday",
            "9999-01-01",
            "-0 days ago",
            "3 dayss ago",
        ] {
            assert_eq!(understood(typed, Looking::Back), "refused", "{typed}");
        }
    }
}
