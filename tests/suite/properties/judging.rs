//! One evaluation: do-by days, statuses, identities, and that the file's order does not matter.

use std::collections::BTreeMap;

use caseload::case::{Excuse, ExcuseSpan};
use caseload::obligation::{Obligation, Status};
use caseload::programme::Severity;
use caseload::rule::Recurrence;
use chrono::{Datelike, Weekday};

use super::{Subject, difference, identity, line, on_random_cases, picture};
use crate::chance::Dice;

/// Ensures that do-by is no later than aim and due, and is a working day on or after the opening,
/// unless it is the earlier of aim and due itself.
#[test]
fn do_by_is_the_last_working_day_in_time() {
    on_random_cases(500, |text, today, _| {
        let subject = Subject::read(text);
        let evaluation = subject.on(today);
        for obligation in &evaluation.obligations {
            let (instance, do_by) = (&obligation.instance, obligation.do_by);
            let earlier = instance.aim.map_or(instance.due.day, |aim| aim.min(instance.due.day));
            let is_earlier = do_by == earlier;
            let works = !matches!(do_by.weekday(), Weekday::Sat | Weekday::Sun)
                && subject.calendar.is_working_day(do_by);
            let later = do_by.iter_days().skip(1).take_while(|day| *day <= earlier);
            let none_later = later.into_iter().all(|day| !subject.calendar.is_working_day(day));
            let holds =
                do_by <= earlier && (is_earlier || works && none_later && instance.opened <= do_by);
            let alone = !works && !is_earlier;
            if !holds || alone {
                return Err(line(obligation, &evaluation));
            }
        }
        Ok(())
    });
}

/// Whether an excuse covers an obligation (OBLIGATIONS.md section 2), read from the entry alone.
fn is_excused(obligation: &Obligation<'_>, excuse: &Excuse) -> bool {
    let instance = &obligation.instance;
    let due = instance.due.day;
    excuse.rule.value == instance.rule.id
        && match (excuse.covers, instance.recurrence) {
            (ExcuseSpan::Due(day), _) => day == due,
            (ExcuseSpan::Span(span), Recurrence::Week(week)) => {
                span.from <= week.to && week.from <= span.to
            }
            (ExcuseSpan::Span(span), _) => span.from <= due && due <= span.to,
        }
}

/// Ensures that every status is the first row of the table that applies.
#[test]
fn every_status_follows_from_its_fields() {
    on_random_cases(500, |text, today, _| {
        let subject = Subject::read(text);
        let evaluation = subject.on(today);
        for obligation in &evaluation.obligations {
            let instance = &obligation.instance;
            let due = instance.due;
            let by_the_minute = due.time.and_then(|at| Some((instance.met.as_ref()?.on.time?, at)));
            let met_in_time = instance.met.as_ref().map(|met| match by_the_minute {
                Some((met_at, due_at)) => met.on.day.and_time(met_at) <= due.day.and_time(due_at),
                None => met.on.day <= due.day,
            });
            let mut given = subject.case.excuses.iter().filter(|excuse| excuse.on.day <= today);
            let is_excused = given.any(|excuse| is_excused(obligation, excuse));
            let close = instance.scope.closes.filter(|close| *close < today);
            let lapses = instance.severity == Severity::Optional || instance.scope.lapses;
            let expected = match (met_in_time, close) {
                (Some(true), _) => Status::Met,
                _ if instance.not_applicable.is_some() => Status::NotApplicable,
                _ if is_excused => Status::Excused,
                (Some(false), _) => Status::MetLate,
                (None, Some(close)) if due.day <= close && !lapses => Status::Missed,
                (None, Some(_)) => Status::Lapsed,
                (None, None) if today > due.day => Status::Overdue,
                (None, None) => Status::Open,
            };
            if obligation.status != expected || obligation.excuse.is_some() != is_excused {
                return Err(format!("{}, not {}", line(obligation, &evaluation), expected.word()));
            }
            if instance.opened > today || instance.met.as_ref().is_some_and(|it| it.on.day > today)
            {
                return Err(format!("it knows the future: {}", line(obligation, &evaluation)));
            }
        }
        Ok(())
    });
}

/// Ensures that rule, subject and opening day name one obligation of a case.
#[test]
fn identities_are_unique() {
    on_random_cases(500, |text, today, _| {
        let subject = Subject::read(text);
        let evaluation = subject.on(today);
        let mut seen = BTreeMap::new();
        for obligation in &evaluation.obligations {
            if let Some(other) = seen.insert(identity(obligation), obligation) {
                let both = [other, obligation].map(|it| line(it, &evaluation));
                return Err(both.join("\n  and "));
            }
        }
        Ok(())
    });
}

/// The tables of a case file in another order: those of one kind keep theirs.
fn reordered(text: &str, dice: &mut Dice) -> String {
    let mut blocks = text.split("\n\n");
    let header = blocks.next().unwrap().trim_end();
    let kind = |block: &str| block.lines().next().unwrap_or_default().to_owned();
    let blocks: Vec<&str> = blocks.map(str::trim_end).collect();
    let mut kinds: Vec<String> = blocks.iter().map(|block| kind(block)).collect();
    dice.shuffle(&mut kinds);
    let mut of_kind: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for block in blocks.iter().rev() {
        of_kind.entry(kind(block)).or_default().push(block);
    }
    let tables = kinds.iter().filter_map(|kind| of_kind.get_mut(kind).and_then(Vec::pop));
    [header].into_iter().chain(tables).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// Ensures that the same facts give the same picture: read twice, or with the tables of different
/// kinds in another order.
#[test]
fn the_order_of_different_tables_does_not_matter() {
    on_random_cases(400, |text, today, dice| {
        let subject = Subject::read(text);
        let before = picture(&subject.on(today));
        let again = format!("{:?}", subject.on(today).obligations);
        if again != format!("{:?}", Subject::read(text).on(today).obligations) {
            return Err("read twice, it is judged in two ways".to_owned());
        }
        let other = reordered(text, dice);
        let after = picture(&Subject::read(&other).on(today));
        if before == after {
            return Ok(());
        }
        Err(format!("{}\n{text}\n---\n{other}", difference(&before, &after)))
    });
}
