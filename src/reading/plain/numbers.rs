//! Numbers, days and moments, as the tool itself writes them.

use toml::value::{Date, Datetime, Offset, Time};

use crate::calendar::Day;
use crate::reading::tree::{Digits, Kind};

/// A number without signs, underscores and exponents.
pub(super) fn number(word: &str) -> Option<Kind<'_>> {
    let bytes = word.as_bytes();
    let point = bytes.iter().position(|byte| *byte == b'.').unwrap_or(bytes.len());
    let (whole, part) = bytes.split_at(point);
    let are_digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let is_whole = are_digits(whole) && (whole == b"0" || whole[0] != b'0');
    match part.split_first() {
        // What does not fit is for the crate to judge.
        None => (is_whole && whole.len() < 18).then(|| Kind::Integer(Digits::decimal(word))),
        Some((_, part)) => {
            (is_whole && are_digits(part)).then(|| Kind::Float(Digits::decimal(word)))
        }
    }
}

/// A day, with a time or without: `2026-11-16`, `2026-11-16T10:00:00`, `2026-11-16T10:00:00.123Z`.
pub(super) fn moment(word: &[u8]) -> Option<Datetime> {
    let (day, rest) = word.split_at_checked(10)?;
    let date = date(day)?;
    let Some((separator, rest)) = rest.split_first() else {
        return Some(Datetime { date: Some(date), time: None, offset: None });
    };
    let (rest, offset) = match rest.strip_suffix(b"Z") {
        Some(rest) => (rest, Some(Offset::Z)),
        None => (rest, None),
    };
    (*separator == b'T').then_some(())?;
    Some(Datetime { date: Some(date), time: Some(time(rest)?), offset })
}

fn date(word: &[u8]) -> Option<Date> {
    let (year, rest) = word.split_at_checked(4)?;
    let (month, day) = match rest {
        [b'-', month @ .., b'-', tens, ones] => (two_digits(month)?, two_digits(&[*tens, *ones])?),
        _ => return None,
    };
    let (centuries, years) = year.split_at(2);
    let year = 100 * u16::from(two_digits(centuries)?) + u16::from(two_digits(years)?);
    Day::from_ymd_opt(year.into(), month.into(), day.into())?;
    Some(Date { year, month, day })
}

fn time(word: &[u8]) -> Option<Time> {
    let (clock, part) = word.split_at_checked(8)?;
    let [hour @ .., b':', _, _, b':', _, _] = clock else { return None };
    let (hour, minute) = (two_digits(hour)?, two_digits(&clock[3..5])?);
    let second = two_digits(&clock[6..])?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let nanosecond = match part {
        [] => None,
        [b'.', part @ ..] if (1..=9).contains(&part.len()) => {
            let mut nanoseconds = 0;
            for at in 0..9 {
                let digit = part.get(at).map_or(Some(0), |digit| one_digit(*digit))?;
                nanoseconds = nanoseconds * 10 + u32::from(digit);
            }
            Some(nanoseconds)
        }
        _ => return None,
    };
    Some(Time { hour, minute, second: Some(second), nanosecond })
}

fn two_digits(word: &[u8]) -> Option<u8> {
    let [tens, ones] = word else { return None };
    Some(one_digit(*tens)? * 10 + one_digit(*ones)?)
}

fn one_digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}
