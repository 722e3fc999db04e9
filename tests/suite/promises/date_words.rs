//! Days in people's words: what is understood lies where the words say, and what is not is answered
//! with what can be typed.

use caseload::calendar::{Day, add_days, parse_day};
use caseload::cli::{Looking, day_in_words};
use chrono::{Datelike, Weekday};

use super::is_harmful;

/// The days of the week as they can be typed.
const WEEK: [(Weekday, &str, &str); 7] = [
    (Weekday::Mon, "mon", "monday"),
    (Weekday::Tue, "tue", "tuesday"),
    (Weekday::Wed, "wed", "wednesday"),
    (Weekday::Thu, "thu", "thursday"),
    (Weekday::Fri, "fri", "friday"),
    (Weekday::Sat, "sat", "saturday"),
    (Weekday::Sun, "sun", "sunday"),
];

/// Ensures that the words, typed on the day of the first line, mean the day that they should: the
/// same in capitals and with blanks around them, looking back as looking ahead.
pub(crate) fn hold(input: &str) {
    let (first, words) = input.split_once('\n').unwrap_or(("2026-11-18", input));
    let Some(today) = parse_day(first).filter(|today| (1930..2170).contains(&today.year())) else {
        return;
    };
    for looking in [Looking::Back, Looking::Ahead] {
        let understood = day_in_words(words, today, looking);
        for same in [format!(" {words}\t"), words.to_ascii_uppercase()] {
            let again = day_in_words(&same, today, looking);
            assert_eq!(again.as_ref().ok(), understood.as_ref().ok(), "{words:?}");
        }
        match understood {
            Ok(day) => {
                assert!((1900..=2199).contains(&day.year()), "{words:?} {day}");
                let meant = meant(words.trim().to_lowercase().as_str(), today, looking);
                assert_eq!(Some(day), meant, "{words:?} on {today}");
            }
            Err(refusal) => hold_refusal(&refusal, today, looking),
        }
    }
}

/// The day that words mean, said here again.
fn meant(words: &str, today: Day, looking: Looking) -> Option<Day> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let number = |text: &str| text.parse::<i64>().ok();
    match parts[..] {
        ["today"] => Some(today),
        ["yesterday"] => today.pred_opt(),
        ["tomorrow"] => today.succ_opt(),
        ["last", word] => weekday(word, today.pred_opt()?, -1),
        ["next", word] => weekday(word, today.succ_opt()?, 1),
        [count, "day" | "days", "ago"] => Some(add_days(today, -number(count)?)),
        [count, "week" | "weeks", "ago"] => Some(add_days(today, -7 * number(count)?)),
        ["in", count, "day" | "days"] => Some(add_days(today, number(count)?)),
        ["in", count, "week" | "weeks"] => Some(add_days(today, 7 * number(count)?)),
        [word] => weekday(word, today, if looking == Looking::Back { -1 } else { 1 })
            .or_else(|| written(word)),
        _ => None,
    }
}

/// The nearest day of that name, from a day onwards or backwards.
fn weekday(word: &str, from: Day, step: i64) -> Option<Day> {
    let (wanted, ..) = WEEK.iter().find(|(_, short, long)| word == *short || word == *long)?;
    (0..7).map(|days| add_days(from, days * step)).find(|day| day.weekday() == *wanted)
}

/// `2026-11-18`, or the same with the day first.
fn written(word: &str) -> Option<Day> {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let is_digits = |text: &&str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let [first, month, last] = parts[..] else { return None };
    if ![first, month, last].iter().all(is_digits) {
        return None;
    }
    let (year, day) = match (first.len(), last.len()) {
        (4, 2) if month.len() == 2 && word.matches('-').count() == 2 => (first, last),
        (_, 4) => (last, first),
        _ => return None,
    };
    Day::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Ensures that a refusal can be shown, and that a day which it says to write can be written.
fn hold_refusal(refusal: &str, today: Day, looking: Looking) {
    assert!(!refusal.chars().any(is_harmful), "{refusal:?}");
    // What was typed beside a time is said again, whatever it is.
    if let Some((what, day)) = refusal.rsplit_once("; write the day alone: ") {
        return assert!(!what.is_empty() && !day.trim().is_empty(), "{refusal:?}");
    }
    let (_, hint) = refusal.rsplit_once("; ").expect("no hint");
    assert!(hint.len() > 10, "{refusal:?}");
    let Some((_, advice)) = hint.rsplit_once("write ") else { return };
    let advised = advice.split([',', ' ']).next().unwrap_or_default();
    if advised.bytes().next().is_some_and(|it| it.is_ascii_digit()) {
        // A day that is no day, with its year written in full, is answered once more.
        let _ = day_in_words(advised, today, looking);
        if advice.contains("if that is meant") || advised == advice {
            assert!(day_in_words(advised, today, looking).is_ok(), "{refusal:?}");
        }
    }
}
