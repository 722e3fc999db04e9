//! What is wrong with what was typed for a day, and what to type instead.

use chrono::Datelike;

use crate::calendar::{Day, Moment, plain};
use crate::cli::failure::Failure;
use crate::reading::safe_line;

/// What can be typed.
const USUAL: &str = "write 2026-11-18, 18/11/2026, today, yesterday, 3 days ago or friday";

/// Stretches of time that are no single day.
const STRETCHES: [&str; 4] = ["week", "month", "year", "fortnight"];

/// A refusal of what was typed, of which `words` are the same in small letters.
pub(super) fn refusal(typed: &str, words: &str) -> Failure {
    let typed = safe_line(typed.trim());
    if words.is_empty() {
        return Failure::command_line("no day is given", USUAL);
    }
    if let Some((why, hint)) = numbers(words).and_then(|numbers| wrong_numbers(&numbers)) {
        return Failure::command_line(format!("`{typed}` is not a day: {why}"), hint);
    }
    let day_and_time = words.split_once('t').filter(|(day, _)| numbers(day).is_some());
    if let Some((day, time)) = day_and_time.or_else(|| words.rsplit_once(' '))
        && begins_as_time(time)
    {
        let hint = format!("write the day alone: {day}");
        return Failure::command_line(format!("`{typed}` is a day and a time"), hint);
    }
    if is_stretch(words) {
        let hint = "write one day of it, such as last monday, 7 days ago or 2026-11-09";
        return Failure::command_line(format!("`{typed}` is not a single day"), hint);
    }
    Failure::command_line(format!("`{typed}` is not a day"), USUAL)
}

/// Whether something was meant as a day, though it is none: so that it is not looked for as something else.
pub(in crate::cli) fn is_meant_as_a_day(typed: &str) -> bool {
    let words = typed.trim().to_lowercase();
    words.is_empty() || numbers(&words).is_some() || is_stretch(&words)
}

fn is_stretch(words: &str) -> bool {
    words.split_whitespace().any(|word| STRETCHES.contains(&word.trim_end_matches('s')))
}

fn begins_as_time(text: &str) -> bool {
    text.contains(':') && text.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}

/// Three numbers with one sign between them, as a day is written.
fn numbers(words: &str) -> Option<[&str; 3]> {
    let is_number =
        |part: &&str| matches!(part.len(), 1..=4) && part.bytes().all(|it| it.is_ascii_digit());
    ['-', '/', '.'].into_iter().find_map(|sign| {
        let parts: [&str; 3] = words.split(sign).collect::<Vec<_>>().try_into().ok()?;
        parts.iter().all(is_number).then_some(parts)
    })
}

/// Why three numbers are no day, and what may be meant.
fn wrong_numbers(numbers: &[&str; 3]) -> Option<(String, String)> {
    let [first, month, last] = *numbers;
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    if year.len() != 4 {
        let hint = format!("write the year in full: {day}/{month}/20{year:0>2}");
        return Some(("the year has four digits".to_owned(), hint));
    }
    let year: i32 = year.parse().ok()?;
    let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
    if !Moment::YEARS.contains(&year) {
        let hint = format!("write one of {} to {}", Moment::YEARS.start(), Moment::YEARS.end());
        return Some((format!("the year {year} is out of reach"), hint));
    }
    let Some(first) = Day::from_ymd_opt(year, month, 1) else {
        return Some((format!("there is no month {month}"), swapped(year, day, month)));
    };
    if let Some(day) = Day::from_ymd_opt(year, month, day) {
        let how = "a day of four, two and two digits has - between them";
        return Some((how.to_owned(), format!("write {}", plain(day))));
    }
    let last = (28..=31).rev().find_map(|day| Day::from_ymd_opt(year, month, day))?;
    let why = format!("{} has {} days", first.format("%B %Y"), last.day());
    Some((why, format!("its last day is {}", plain(last))))
}

/// What may be meant where the month is none.
fn swapped(year: i32, month: u32, day: u32) -> String {
    Day::from_ymd_opt(year, month, day).map_or_else(
        || USUAL.to_owned(),
        |day| {
            format!("the month stands between day and year: write {}, if that is meant", plain(day))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(typed: &str) -> String {
        refusal(typed, &typed.trim().to_lowercase()).sentence()
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_type() {
        for (typed, expected) in [
            ("", "no day is given; write 2026-11-18, 18/11/2026"),
            ("2026-13-01", "`2026-13-01` is not a day: there is no month 13; the month stands"),
            ("2026-13-01", "write 2026-01-13, if that is meant"),
            (
                "11/20/2026",
                "there is no month 20; the month stands between day and year: write 2026-11-20",
            ),
            ("2026-20-40", "there is no month 20; write 2026-11-18"),
            (
                "31/02/2026",
                "`31/02/2026` is not a day: February 2026 has 28 days; its last day is 2026-02-28",
            ),
            ("2028-02-30", "February 2028 has 29 days; its last day is 2028-02-29"),
            ("2026-11-0", "November 2026 has 30 days"),
            ("20/11/26", "the year has four digits; write the year in full: 20/11/2026"),
            ("1.2.3", "write the year in full: 1/2/2003"),
            ("1066-10-14", "the year 1066 is out of reach; write one of 1900 to 2199"),
            ("2026/11/18", "write 2026-11-18"),
            ("2026-1-8", "write 2026-01-08"),
            ("2026-11-18 14:30", "is a day and a time; write the day alone: 2026-11-18"),
            ("2026-11-18T14:30Z", "is a day and a time; write the day alone: 2026-11-18"),
            (
                "last week",
                "`last week` is not a single day; write one day of it, such as last monday",
            ),
            ("2 months ago", "is not a single day"),
            ("someday", "`someday` is not a day; write 2026-11-18"),
            ("yesterday 14:00", "is a day and a time; write the day alone: yesterday"),
            ("14h30", "`14h30` is not a day; write"),
        ] {
            assert!(said(typed).contains(expected), "{typed}: {}", said(typed));
        }
    }

    #[test]
    fn what_is_meant_as_a_day_is_told_from_names_of_commits() {
        for typed in ["", "2026-13-01", "31/02/2026", "last week", "1.2.3"] {
            assert!(is_meant_as_a_day(typed), "{typed}");
        }
        for typed in ["HEAD~3", "f60a28eac800", "main", "v1.2", "2026-11", "0-0"] {
            assert!(!is_meant_as_a_day(typed), "{typed}");
        }
    }
}
