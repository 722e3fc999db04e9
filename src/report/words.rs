//! Small words that several reports share.

use chrono::Datelike;

use crate::calendar::{Day, days_between, in_month, plural, short};
use crate::obligation::{Evaluation, Obligation, Standing, Status};
use crate::problem::{Problem, any_error};
use crate::report::page::{Block, Cell, Page, Tone};
use crate::warning::Warning;

/// A person as every answer begins: id and name.
pub fn person(standing: &Standing<'_>) -> String {
    match standing.name {
        Some(name) => format!("{} {}", standing.id, name.trim()),
        None => standing.id.to_owned(),
    }
}

/// The key worker of a case, in a sentence.
pub(super) fn key_worker(standing: &Standing<'_>) -> String {
    let worker = standing.worker;
    worker.map_or_else(|| "no key worker".to_owned(), |worker| format!("key worker {worker}"))
}

/// The id, and below it the name.
fn person_in_two_lines(standing: &Standing<'_>) -> String {
    let name = standing.name.unwrap_or_default().replace(['\n', '\r'], " ");
    format!("{}\n{}", standing.id, name.trim()).trim_end().to_owned()
}

/// The cell of a table that names a person, and leads to their chapter.
pub(super) fn person_cell(standing: &Standing<'_>) -> Cell {
    Cell::plain(person_in_two_lines(standing)).leading_to(chapter_of(standing))
}

/// The id of the chapter about a case, on a page that has one for each.
pub(super) fn chapter_of(standing: &Standing<'_>) -> String {
    format!("case-{}", standing.id)
}

/// A day with its weekday; with its year instead, where that is another one.
pub(super) fn near(day: Day, today: Day) -> String {
    if day.year() == today.year() {
        short(day)
    } else {
        format!("{} {:04}", in_month(day), day.year())
    }
}

/// A number of things, for words that count.
pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A share of one in percent. All and nothing are said of nothing less.
pub(super) fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    let percent = match rounded {
        all if all >= 100.0 && share < 1.0 => 99.0,
        none if none <= 0.0 && share > 0.0 => 1.0,
        other => other,
    };
    format!("{percent:.0}%")
}

/// Numbers in their order, those that follow one another put together: `4-9, 12`.
pub(super) fn ranges(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let words = runs.iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}-{last}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A sentence that begins with a capital letter.
pub(super) fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

/// A sentence that ends with one full stop, whatever the words in it end with.
pub(super) fn full_stop(words: impl Into<String>) -> String {
    let mut words = words.into();
    words.truncate(words.trim_end().len());
    if !words.ends_with(['.', '!', '?']) {
        words.push('.');
    }
    words
}

/// The paragraphs in one word: `must-do 6, 6.46`.
pub(super) fn cites(cite: &[String]) -> String {
    cite.join(", ")
}

/// A warning with its paragraphs, where it has any.
pub(super) fn warning_words(warning: &Warning) -> String {
    let cite = cites(&warning.cite);
    let cite = if cite.is_empty() { cite } else { format!(" [{cite}]") };
    format!("{}{cite}", warning.message)
}

/// `day 3 of 456`: the day of provision on the day judged; after the end, that it is over.
pub(super) fn day_of(evaluation: &Evaluation<'_>) -> Option<String> {
    let journey = &evaluation.journey;
    let day = journey.day_reached()?;
    let of = longest(evaluation).and_then(|last| journey.day_number(last));
    let of = of.map_or_else(String::new, |of| format!(" of {of}"));
    match journey.end.filter(|end| *end < journey.today) {
        Some(end) => Some(format!("last day {} (day {day})", near(end, journey.today))),
        None => Some(format!("day {day}{of}")),
    }
}

/// The last day that the spell can have as things stand.
fn longest(evaluation: &Evaluation<'_>) -> Option<Day> {
    let journey = &evaluation.journey;
    let extended = journey.extension.and_then(|_| journey.extended_day());
    extended.or(journey.standard_day()).or(journey.last_day())
}

/// How late an obligation is, or how long there is: `3 days late`, `today`, `in 2 days`.
pub(super) fn lateness(obligation: &Obligation<'_>, today: Day) -> String {
    if obligation.status == Status::Overdue {
        let days = days_between(obligation.instance.due.day, today);
        return format!("{} late", plural(days, "day"));
    }
    match days_between(today, obligation.do_by) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days if days < 0 => "now".to_owned(),
        days => format!("in {days} days"),
    }
}

/// The day to do it by, with the limit where that differs.
pub(super) fn do_by(obligation: &Obligation<'_>, today: Day) -> String {
    let due = obligation.instance.due;
    let time = due.time.map_or_else(String::new, |time| format!(" {}", time.format("%H:%M")));
    if obligation.status == Status::Overdue || due.day == obligation.do_by {
        return format!("{}{time}", near(due.day, today));
    }
    format!("{} (limit {}{time})", near(obligation.do_by, today), near(due.day, today))
}

/// Files that could not be read are said first, and loudly: their cases are not in the report.
pub(super) fn damage(page: &mut Page, problems: &[Problem]) {
    if !any_error(problems) {
        return;
    }
    let errors: Vec<Problem> =
        problems.iter().filter(|problem| problem.is_error()).cloned().collect();
    let files = |of_case: bool| {
        let mut files: Vec<&str> = errors
            .iter()
            .filter(|problem| problem.is_about_a_case() == of_case)
            .map(|problem| problem.file.as_str())
            .collect();
        files.sort_unstable();
        files.dedup();
        count(files.len())
    };
    let (cases, rules) = (files(true), files(false));
    if cases > 0 {
        let files = plural(cases, "case file");
        page.heading(format!("NOT WHOLE: {files} cannot be relied on, not judged here"), Tone::Bad);
    }
    if rules > 0 {
        let files = plural(rules, "file");
        let what = "of settings or programmes not applied in full; dates here may be wrong";
        page.heading(format!("NOT WHOLE: {files} {what}"), Tone::Bad);
    }
    page.blocks.push(Block::Problems(errors));
    page.gap();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_in_time_is_said_of_nothing_less() {
        for (share, expected) in [
            (1.0, "100%"),
            (0.995, "99%"),
            (0.9999, "99%"),
            (0.876, "88%"),
            (0.001, "1%"),
            (0.0, "0%"),
        ] {
            assert_eq!(percent(share), expected, "{share}");
        }
    }
}
