//! What one more contact, held in person with the participant, may change.

use caseload::calendar::{Day, add_days};
use caseload::obligation::{Evaluation, Obligation, Status};
use caseload::programme::{ChainFrom, Covering, MetBy, Programme, Rule, Shape};
use caseload::rule::Trigger;

use super::{Subject, difference, frame, identity, line, on_random_cases};
use crate::chance::Dice;

/// A contact to add: held in person, with the participant.
struct Contact {
    day: Day,
    time: Option<&'static str>,
    covers: Option<String>,
    hours: bool,
}

impl Contact {
    fn random(today: Day, subject: &Subject, dice: &mut Dice) -> Contact {
        let covers: Vec<&str> = subject.programme.kinds.coverable();
        let in_chains = ["action-plan", "action-plan-review", "review"];
        let covers = match dice.place(4) {
            0 => None,
            1 => in_chains.iter().find(|word| covers.contains(word)).map(|word| (*word).to_owned()),
            _ => Some(dice.pick(&covers).to_owned()),
        };
        let back = if dice.one_in(3) { dice.days(0, 8) } else { dice.days(0, 500) };
        Contact {
            day: add_days(today, -back),
            time: dice.pick(&[None, Some("09:30:00"), Some("23:59:00")]),
            covers,
            hours: dice.one_in(3),
        }
    }

    fn text(&self) -> String {
        let time = self.time.map(|time| format!("T{time}")).unwrap_or_default();
        let covers = self.covers.iter().map(|cover| format!("covers = [{cover:?}]\n"));
        let hours = if self.hours { "hours = 1.5\n" } else { "" };
        let on = format!("on = {}{time}\nmode = \"in-person\"\noutcome = \"held\"\n", self.day);
        format!("\n[[contact]]\n{on}{}{hours}", covers.collect::<String>())
    }

    fn is_covering(&self, words: &[String]) -> bool {
        self.covers.as_ref().is_some_and(|cover| words.contains(cover))
    }

    fn can_meet(&self, way: &MetBy) -> bool {
        match &way.covering {
            Covering::Document(_) => false,
            Covering::Entry(words) => self.is_covering(words),
            Covering::Contact(_, words) => {
                way.with.is_none() && (words.is_empty() || self.is_covering(words))
            }
        }
    }

    /// Whether a rule can be touched by the contact; all others are unrelated. By the
    /// specification a contact does nothing but meet rules and add hours, so it touches a rule
    ///
    /// - if one of its ways to be met asks for a held contact that covers nothing, or something
    ///   that this contact covers (`document` ways never; those that ask for the network neither);
    /// - if it adds up hours of contacts in a month, and this one has hours;
    /// - if it becomes a must once an entry covers what this one covers;
    /// - if it is a chain that begins on the day a rule so touched was met.
    ///
    /// Nothing opens on a contact but a missed one, and no due date, exemption, end, stage or
    /// milestone hangs on one.
    fn touches(&self, rule: &Rule, programme: &Programme) -> bool {
        let once_covered = rule.must_once_covered.clone().into_iter().collect::<Vec<_>>();
        let by_shape = match &rule.shape {
            Shape::EachMonth(_) => self.hours,
            Shape::Chain(chain) => match &chain.from {
                ChainFrom::Rule(from) => {
                    programme.rule(from).is_some_and(|from| self.touches(from, programme))
                }
                ChainFrom::Start => false,
            },
            _ => false,
        };
        by_shape
            || self.is_covering(&once_covered)
            || rule.met_by.iter().any(|way| self.can_meet(way))
    }
}

type Obligations<'e> = Vec<&'e Obligation<'e>>;

fn of_rule<'e>(evaluation: &'e Evaluation<'e>, rule: &Rule) -> Obligations<'e> {
    evaluation.obligations.iter().filter(|it| it.instance.rule.id == rule.id).collect()
}

fn met_day(obligation: &Obligation<'_>) -> Option<Day> {
    obligation.instance.met.as_ref().map(|met| met.on.day)
}

/// A rule that the contact touches, but no chain: the same obligations with the same dates; what
/// was met stays met, no later than before; what is met anew is met on the contact's day (in a
/// month, on or after it, once the hours are enough).
fn only_better(before: &Obligations<'_>, after: &Obligations<'_>, contact: &Contact) -> bool {
    before.len() == after.len()
        && before.iter().zip(after).all(|(before, after)| {
            let (old, new) = (met_day(before), met_day(after));
            let hours = matches!(before.instance.rule.shape, Shape::EachMonth(_));
            let met = old == new
                || new == Some(contact.day) && old.is_none_or(|old| contact.day < old)
                || hours
                    && new
                        .is_some_and(|new| contact.day <= new && old.is_none_or(|old| new <= old));
            identity(before) == identity(after)
                && before.instance.due == after.instance.due
                && before.do_by == after.do_by
                && (before.status != Status::Met
                    || after.status == Status::Met
                    || comes_first_and_late(before, contact))
                && met
        })
}

/// The one way the specification has for a contact to make something worse: the limit is in hours,
/// a contact without a time met it on its last day, "as at the day's end", and this one, on that
/// day too, has a time past the limit. "The earliest in that order decides", and that is this one.
fn comes_first_and_late(before: &Obligation<'_>, contact: &Contact) -> bool {
    let (due, met) = (before.instance.due, before.instance.met.as_ref());
    due.time.is_some()
        && met.is_some_and(|met| met.on.day == due.day && met.on.time.is_none())
        && contact.day == due.day
        && contact.time.is_some()
}

fn opened_by_excuse(link: &Obligation<'_>) -> bool {
    matches!(link.instance.trail.trigger, Trigger::PreviousExcused(_))
}

/// A chain: links move, because each is counted from the day the last was met. The contact can
/// only split the span of one link in two, so every link is there still, met on the day it was or,
/// if that is earlier and after its opening, on the contact's; the one new link opens on that day.
///
/// Two things move more, and only what lies before the contact is compared then: a link excused
/// hands over on its due date instead, and the first link of a chain that begins on the day another
/// rule was met goes with that day.
fn only_split(
    before: &Obligations<'_>,
    after: &Obligations<'_>,
    contact: &Contact,
    record_starts: Option<Day>,
) -> bool {
    let begins = |links: &Obligations<'_>| links.first().map(|link| link.instance.opened);
    let excused = before.iter().chain(after).any(|link| opened_by_excuse(link));
    if begins(before) != begins(after) {
        // Not before the day on which this provider's record starts, whenever the plan was met.
        let first = record_starts.map_or(contact.day, |starts| starts.max(contact.day));
        return begins(after).is_some_and(|begins| begins <= first || excused);
    }
    let find = |link: &Obligation<'_>| {
        after.iter().copied().find(|after| identity(after) == identity(link))
    };
    let kept = before.iter().all(|link| {
        let earlier = met_day(link).is_some_and(|met| met < contact.day);
        if excused && !earlier {
            return true;
        }
        find(link).is_some_and(|after| {
            let (old, new) = (met_day(link), met_day(after));
            let split = new == Some(contact.day)
                && link.instance.opened < contact.day
                && old.is_none_or(|old| contact.day < old);
            (old == new || split) && (link.status != Status::Met || after.status == Status::Met)
        })
    });
    let new = |link: &&&Obligation<'_>| !before.iter().any(|it| identity(it) == identity(link));
    kept && (excused || after.iter().filter(new).all(|it| it.instance.opened == contact.day))
}

/// Ensures that one more contact never turns anything from met to unmet and moves nothing that
/// it does not touch.
#[test]
fn a_contact_never_makes_anything_worse() {
    on_random_cases(500, |text, today, dice| {
        let subject = Subject::read(text);
        let contact = Contact::random(today, &subject, dice);
        let richer = Subject::read(&(text.to_owned() + &contact.text()));
        let (before, after) = (subject.on(today), richer.on(today));
        let mut complaints = difference(&frame(&before), &frame(&after));
        for rule in &subject.programme.rules {
            let (old, new) = (of_rule(&before, rule), of_rule(&after, rule));
            let lines = |of: &Obligations<'_>, evaluation: &Evaluation<'_>| {
                of.iter().map(|it| line(it, evaluation)).collect::<Vec<_>>()
            };
            let (old_lines, new_lines) = (lines(&old, &before), lines(&new, &after));
            let holds = match &rule.shape {
                _ if !contact.touches(rule, subject.programme) => old_lines == new_lines,
                Shape::Chain(_) => only_split(&old, &new, &contact, subject.case.record_starts),
                _ => only_better(&old, &new, &contact),
            };
            if !holds {
                complaints += &difference(&old_lines, &new_lines);
            }
        }
        if complaints.is_empty() {
            return Ok(());
        }
        Err(format!("{} makes{complaints}", contact.text()))
    });
}
