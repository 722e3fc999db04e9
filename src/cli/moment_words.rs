//! Moments in people's words: a day, a day with a time of day, a moment as programs write it.

use chrono::{DateTime, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::calendar::{Day, parse_day, parse_time};
use crate::cli::date_words::{self, Looking, is_meant_as_a_day};
use crate::cli::failure::Failure;
use crate::cli::moment::{LAST_SECOND, Moment};
use crate::reading::safe_line;

/// The moment that was typed, counted from today; none if it is none.
pub(super) fn read<'t>(typed: &str, today: Day) -> Option<Moment<'t>> {
    let typed = typed.trim();
    let day = || date_words::day(typed, today, Looking::Back).ok();
    universal(typed)
        .map(Moment::Instant)
        .or_else(|| day_and_time(typed, today).map(Moment::Until))
        .or_else(|| day().map(Moment::Day))
}

/// `2026-11-23T14:30:00Z` and `2026-11-23T14:30+01:00`.
fn universal(typed: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(typed) {
        return Some(moment.to_utc());
    }
    let offset = typed.replace(['Z', 'z'], "+00:00");
    let moment = DateTime::parse_from_str(&offset, "%Y-%m-%dT%H:%M%:z").ok()?;
    moment.to_utc().with_second(LAST_SECOND)
}

/// `2026-11-23 14:30`, `2026-11-23T14:30` and `yesterday 14:30`.
fn day_and_time(typed: &str, today: Day) -> Option<NaiveDateTime> {
    let as_programs = typed.split_once('T').and_then(|(day, at)| Some((parse_day(day)?, at)));
    let (day, at) = as_programs.or_else(|| {
        let (day, at) = typed.rsplit_once(' ')?;
        Some((date_words::day(day, today, Looking::Back).ok()?, at))
    })?;
    Some(day.and_time(time(at)?))
}

/// A time of day; a minute is meant to its end.
fn time(typed: &str) -> Option<NaiveTime> {
    let to_the_second = NaiveTime::parse_from_str(typed, "%H:%M:%S").ok();
    to_the_second.or_else(|| parse_time(typed)?.with_second(LAST_SECOND))
}

/// What is wrong with what was meant as a moment and is none; none if it was not meant as one.
pub(super) fn refusal(typed: &str, today: Day) -> Option<Failure> {
    const SUCH: &str = "write a day and a time such as \"2026-11-18 14:30\" or \"yesterday 14:30\"";
    let typed = typed.trim();
    if is_like_a_time(typed) {
        let message = format!("`{}` is a time without a day", safe_line(typed));
        return Some(Failure::command_line(message, SUCH));
    }
    if let Some((day, at)) = typed.split_once('T').or_else(|| typed.rsplit_once(' '))
        && is_like_a_time(at)
    {
        let no_day = || {
            let message = format!("`{}` is not a time of day", safe_line(at));
            Failure::command_line(message, SUCH)
        };
        return Some(date_words::day(day, today, Looking::Back).err().unwrap_or_else(no_day));
    }
    if !is_meant_as_a_day(typed) {
        return None;
    }
    date_words::day(typed, today, Looking::Back).err()
}

/// Whether something begins as a time of day does: `14:30`, `14h30`, `2pm`.
fn is_like_a_time(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].to_lowercase();
    matches!(digits, 1 | 2)
        && [":", "h", ".", "am", "pm"].iter().any(|it| rest.starts_with(it))
        && !is_meant_as_a_day(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Wednesday.
    fn today() -> Day {
        parse_day("2026-11-18").unwrap()
    }

    #[test]
    fn moments_are_understood_as_people_and_programs_write_them() {
        for (typed, expected) in [
            ("2026-11-16 14:30", "Until(2026-11-16T14:30:59)"),
            ("2026-11-16T14:30", "Until(2026-11-16T14:30:59)"),
            ("2026-11-16T14:30:05", "Until(2026-11-16T14:30:05)"),
            ("16/11/2026 9:05", "Until(2026-11-16T09:05:59)"),
            ("yesterday 14:00", "Until(2026-11-17T14:00:59)"),
            ("Tuesday 14:00", "Until(2026-11-17T14:00:59)"),
            ("3 days ago 08:00", "Until(2026-11-15T08:00:59)"),
            ("2026-11-16T14:30:00Z", "Instant(2026-11-16T14:30:00Z)"),
            ("2026-11-16T14:30Z", "Instant(2026-11-16T14:30:59Z)"),
            ("2026-11-16T14:30+01:00", "Instant(2026-11-16T13:30:59Z)"),
            ("last friday", "Day(2026-11-13)"),
        ] {
            let understood = format!("{:?}", read(typed, today()).unwrap());
            assert_eq!(understood, expected, "{typed}");
        }
    }

    #[test]
    fn what_was_meant_as_a_moment_is_refused_as_one() {
        for (typed, expected) in [
            ("14h30", "`14h30` is a time without a day; write a day and a time such as"),
            ("14:30", "is a time without a day"),
            ("2pm", "is a time without a day"),
            ("yesterday 14h30", "`14h30` is not a time of day; write a day and a time"),
            ("2026-11-18 25:00", "`25:00` is not a time of day"),
            ("2026-13-01 14:30", "there is no month 13"),
            ("2026-11-31T14:30", "November 2026 has 30 days"),
            ("31/02/2026", "February 2026 has 28 days"),
            ("last week", "is not a single day"),
            ("", "no day is given"),
        ] {
            assert_eq!(read(typed, today()), None, "{typed}");
            let said = refusal(typed, today()).unwrap().sentence();
            assert!(said.contains(expected), "{typed}: {said}");
        }
        for commit in ["HEAD~1", "1f2e3d", "main", "nowhere", "v1.0", "12abcdef"] {
            assert!(refusal(commit, today()).is_none(), "{commit}");
        }
    }
}
