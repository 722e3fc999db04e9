//! What lies after the day judged changes nothing, and what was met stays met.

use std::fmt::Write as _;

use caseload::calendar::{Day, add_days};
use caseload::obligation::{Evaluation, Obligation, Status};
use caseload::programme::{DeadlineFrom, Shape};
use caseload::rule::Recurrence;

use super::{Subject, difference, identity, line, on_random_cases, picture};
use crate::chance::Dice;

/// Entries of every kind, all dated after a day, as text to append.
fn entries_after(today: Day, subject: &Subject, dice: &mut Dice) -> String {
    let mut on = || add_days(today, dice.days(1, 400));
    let covers = format!("{:?}", subject.programme.kinds.coverable());
    let kind = &subject.programme.kinds.activities[0].kind;
    let mut text = String::new();
    for outcome in ["held", "offered", "sent", "missed"] {
        let what =
            format!("outcome = \"{outcome}\"\ncovers = {covers}\nhours = 9\nworker = \"kim\"");
        write!(text, "\n[[contact]]\non = {}\nmode = \"in-person\"\n{what}\n", on()).unwrap();
    }
    let whom = "[\"participant\", \"employer\"]";
    let agreed = format!("issued-to = {whom}\nagreed-with = {whom}\nsigned = true");
    write!(text, "\n[[document]]\nkind = \"x\"\non = {}\ncovers = {covers}\n{agreed}\n", on())
        .unwrap();
    for rest in ["hours = 20", "hours = 3\npaid = true", "outcome = \"missed\""] {
        write!(text, "\n[[activity]]\nkind = {kind:?}\non = {}\n{rest}\n", on()).unwrap();
    }
    write!(text, "\n[[concern]]\non = {}\n", on()).unwrap();
    write!(text, "\n[[assignment]]\nworker = \"kim\"\nfrom = {}\n", on()).unwrap();
    write!(text, "\n[[note]]\non = {}\nnote = \"later\"\n", on()).unwrap();
    for rule in &subject.programme.rules {
        let span = "from = 1990-01-01\nto = 2100-01-01\nreason = \"ill\"";
        write!(text, "\n[[excuse]]\nrule = {:?}\non = {}\n{span}\n", rule.id, on()).unwrap();
    }
    text
}

/// Jobs that become known after a day: with a new employer, and with every one that is named.
fn jobs_after(today: Day, text: &str, dice: &mut Dice) -> String {
    let named = text.lines().filter_map(|line| line.strip_prefix("employer = "));
    let mut employers: Vec<&str> = named.chain(["\"Zebra Crossings\""]).collect();
    employers.sort_unstable();
    employers.dedup();
    let mut text = String::new();
    for employer in employers {
        let offered = add_days(today, dice.days(1, 60));
        let started = add_days(offered, dice.days(0, 40));
        let dates = match dice.place(3) {
            0 => format!("offered = {offered}\nstarts = {started}"),
            1 => format!("started = {started}"),
            _ => format!("offered = {offered}\nstarted = {started}\nended = {started}"),
        };
        write!(text, "\n[[job]]\nemployer = {employer}\n{dates}\nown-supply-chain = true\n")
            .unwrap();
    }
    text
}

/// The case with dates after a day wherever it gives none: starts and ends of jobs, the start on
/// provision, the referral, the extension and the exit.
fn with_dates_after(today: Day, text: &str, subject: &Subject, dice: &mut Dice) -> String {
    let mut on = || add_days(today, dice.days(1, 400));
    let mut blocks: Vec<String> = text.split("\n\n").map(|block| block.trim().to_owned()).collect();
    for block in blocks.iter_mut().filter(|block| block.starts_with("[[job]]")) {
        let has = |key: &str| block.lines().any(|line| line.starts_with(key));
        let (offered, started, ended) = (has("offered ="), has("started ="), has("ended ="));
        if started && !ended {
            // A start later than that would make the end lie before it.
            write!(block, "\nended = {}", add_days(today, 900)).unwrap();
        } else if !started && !ended {
            write!(block, "\nstarted = {}\nended = {}", on(), add_days(today, 900)).unwrap();
        }
        if !offered {
            write!(block, "\noffered = {}", on()).unwrap();
        }
    }
    let last = add_days(today, 1_000).max(add_days(today, 1));
    if subject.case.exit.is_none() {
        let started = subject.case.started.as_ref().map_or(last, |started| started.value.max(last));
        blocks.push(format!("[exit]\non = {started}\nreason = \"died\""));
        if subject.case.started.is_none() {
            write!(blocks[0], "\nstarted = {}", on()).unwrap();
        }
    }
    if subject.case.referred.is_none() {
        write!(blocks[0], "\nreferred = {}", on()).unwrap();
    }
    if subject.case.extension.is_none() {
        blocks.push(format!("[extension]\nentered = {}\nbasis = \"offer\"", on()));
    }
    blocks.join("\n\n") + "\n"
}

/// The entries that counted, and all that was looked at, without their lines.
fn evidence(evaluation: &Evaluation<'_>) -> Vec<String> {
    let instances = evaluation.obligations.iter().map(|obligation| &obligation.instance);
    instances
        .flat_map(|instance| instance.trail.considered.iter().map(move |seen| (instance, seen)))
        .map(|(instance, seen)| {
            let (rule, entry) = (&instance.rule.id, &seen.entry);
            let words = (entry.kind.word(), &entry.words(), entry.on.to_string());
            format!("{rule} {words:?} {:?} {:?}", seen.verdict, instance.trail.trigger)
        })
        .collect()
}

/// Ensures that whatever is dated after the day judged changes nothing on it: no obligation, no
/// stage, no end, no milestone, no warning and no piece of evidence.
#[test]
fn what_lies_after_today_changes_nothing() {
    on_random_cases(400, |text, today, dice| {
        let subject = Subject::read(text);
        let evaluation = subject.on(today);
        let (before, seen) = (picture(&evaluation), evidence(&evaluation));
        let mut later = with_dates_after(today, text, &subject, dice);
        later += &entries_after(today, &subject, dice);
        later += &jobs_after(today, text, dice);
        let after = Subject::read(&later);
        let after = after.on(today);
        if before == picture(&after) && seen == evidence(&after) {
            return Ok(());
        }
        let changed = difference(&before, &picture(&after));
        Err(changed + &difference(&seen, &evidence(&after)))
    });
}

/// Whether the specification itself lets a met obligation go, or be met on another day, between
/// two days. Each arm is a sentence of OBLIGATIONS.md.
fn may_change(before: &Obligation<'_>, from: &Evaluation<'_>, to: &Evaluation<'_>) -> bool {
    let (first, second) = (&from.journey, &to.journey);
    let later = |day: Day| first.today < day && day <= second.today;
    let rule = before.instance.rule;
    let breaks = |window: caseload::calendar::Window| {
        second.end.is_some_and(|end| window.from <= end && end < window.to)
    };
    // "The week or month that holds E is there until E is, and then is not."
    let broken = match before.instance.recurrence {
        Recurrence::Week(window) | Recurrence::Month(window) => breaks(window),
        Recurrence::Single => false,
    };
    let allowed = match &rule.shape {
        // It "opens on the earliest day one of [the jobs live on J] was known", and J moves with T:
        // it must still be met, if under another opening day.
        Shape::Extension(_) => to.obligations.iter().any(|after| {
            after.instance.rule.id == rule.id && after.instance.met == before.instance.met
        }),
        // Provided for if "its start (else its expected start) is d or later": a start recorded
        // after the expected one turns a day out of work into a day provided for.
        Shape::Deadline(deadline) if deadline.from == DeadlineFrom::LeavingTheExtension => {
            first.out_of_work.is_some() && first.out_of_work != second.out_of_work
        }
        // "One that is excused and not met by its due date opens, once that is past, the next on
        // its due date instead": an excuse given later moves the links after it.
        Shape::Chain(_) => {
            second.excuses.iter().any(|excuse| excuse.rule.value == rule.id && later(excuse.on.day))
        }
        // An entry belongs to "the next [job] to become known within 28 days", before it falls
        // back on one that has ended: a job that becomes known can take it over.
        Shape::EachJob(_) => {
            let ahead = &second.programme.job_entries.ahead_for;
            rule.met_by.iter().any(|way| way.covers().iter().any(|word| ahead.contains(word)))
                && second.jobs.iter().any(|job| later(job.known))
        }
        _ => false,
    };
    // "Not at all if it would open on or after the day on which its scope closed": the system's own
    // end is known only once its day is past, so what opened on that very day goes with it.
    let opened = before.instance.opened;
    let opened_last = first.scope_end().is_none() && second.scope_end() == Some(opened);
    broken || allowed || opened_last
}

/// Why an obligation that was met is not what it was; none if it is.
fn complaint(
    before: &Obligation<'_>,
    from: &Evaluation<'_>,
    to: &Evaluation<'_>,
) -> Option<String> {
    let met = before.instance.met.as_ref()?;
    let after = to.obligations.iter().find(|after| identity(after) == identity(before));
    let holds = after.is_some_and(|after| {
        after.instance.met.as_ref().is_some_and(|still| still.on == met.on)
            && match before.status {
                Status::Met => after.status == Status::Met,
                // Late is late, but an excuse or an exemption may come, and a due date move on.
                _ => !matches!(after.status, Status::Missed | Status::Overdue | Status::Open),
            }
    });
    if holds || may_change(before, from, to) {
        return None;
    }
    let after = after.map_or("nothing".to_owned(), |after| line(after, to));
    Some(format!("by {}\n  - {}\n  + {after}", to.journey.today, line(before, from)))
}

/// Ensures that what was met on a day is met on every later one, on the same day and by its
/// identity, but for what [`may_change`] lists.
#[test]
fn what_was_met_stays_met() {
    on_random_cases(400, |text, today, dice| {
        let subject = Subject::read(text);
        let mut days = vec![today];
        days.extend(
            [-500_i64, -60, -7, 1, 7, 60, 700]
                .map(|about| add_days(today, about + dice.days(-about.abs() / 2, about.abs() / 2))),
        );
        days.sort_unstable();
        let evaluations: Vec<Evaluation<'_>> = days.iter().map(|day| subject.on(*day)).collect();
        for (index, from) in evaluations.iter().enumerate() {
            for to in &evaluations[index + 1..] {
                let mut complaints =
                    from.obligations.iter().filter_map(|before| complaint(before, from, to));
                if let Some(complaint) = complaints.next() {
                    return Err(format!("from {} {complaint}", from.journey.today));
                }
            }
        }
        Ok(())
    });
}
