//! Why each obligation is as it is: the paragraph, the trigger, the arithmetic, the entries.

use serde_json::json;

use crate::calendar::{Calendar, Sum, long, plain, plural, short};
use crate::obligation::{Evaluation, Obligation, Status};
use crate::problem::Problem;
use crate::report::page::{Block, Node, Page, Tone};
use crate::report::provenance::Logged;
use crate::report::words::{cites, count, day_of, person};
use crate::report::{Report, Stamp, obligation};
use crate::rule::Considered;

/// The explanation of a case's obligations.
#[derive(Debug)]
pub struct Explain<'e, 'a> {
    stamp: Stamp,
    evaluation: &'e Evaluation<'a>,
    obligations: Vec<&'e Obligation<'a>>,
    left_out: usize,
    problems: Vec<Problem>,
    logged: Logged,
}

impl<'e, 'a> Explain<'e, 'a> {
    /// Explains the obligations of a rule, or all; without a rule, those met in time are left out
    /// unless all are asked for.
    pub fn new(
        evaluation: &'e Evaluation<'a>,
        rule: Option<&str>,
        all: bool,
        problems: Vec<Problem>,
        stamp: Stamp,
    ) -> Explain<'e, 'a> {
        let of_rule = evaluation
            .obligations
            .iter()
            .filter(|item| rule.is_none_or(|rule| item.instance.rule.id == rule));
        let (obligations, left_out): (Vec<_>, Vec<_>) =
            of_rule.partition(|item| all || rule.is_some() || item.status != Status::Met);
        let left_out = left_out.len();
        Explain { stamp, evaluation, obligations, left_out, problems, logged: Logged::default() }
    }

    /// The same, saying when entries came on record by their history.
    pub(super) fn by_history(self, logged: Logged) -> Explain<'e, 'a> {
        Explain { logged, ..self }
    }

    fn tree(&self, item: &Obligation<'_>) -> Node {
        let instance = &item.instance;
        let rule = instance.rule;
        let subject = instance.subject.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
        let mut children = vec![Node::leaf(format!(
            "{}, {}: {}",
            item.status.word(),
            instance.severity.word(),
            item.reason(self.evaluation.journey.today)
        ))];
        children.push(Node::leaf(format!("paragraph: {}", cites(&rule.cite))));
        if let Some(ruling) = &rule.ruling {
            children.push(Node::leaf(format!("ruling: {ruling}")));
        }
        if let Some(changed) = &rule.overridden {
            children.push(Node::leaf(format!("changed in this folder: {changed}")));
        }
        children.push(arithmetic(item, self.evaluation.journey.calendar));
        children.extend(entries(item, self.evaluation, &self.logged));
        if let Some(excuse) = item.excuse {
            children.push(Node::leaf(format!(
                "excused by the provider on {}: {} (the guidance gives no such power)",
                excuse.on.long(),
                excuse.reason.trim()
            )));
        }
        Node { text: format!("{} [{}]{subject}", rule.title, rule.id), children }
    }
}

/// The trigger, the sums with the days they skipped, and the day to do it by.
fn arithmetic(item: &Obligation<'_>, calendar: &Calendar) -> Node {
    let instance = &item.instance;
    let trail = &instance.trail;
    let mut children = vec![Node::leaf(format!("opened on {}", long(instance.opened)))];
    children.extend(trail.steps.iter().map(Node::leaf));
    children.extend(trail.due.iter().map(|sum| sum_node("due", sum)));
    if trail.due.is_none() {
        let basis = trail.basis.as_ref().map_or_else(String::new, |basis| format!(", {basis}"));
        children.push(Node::leaf(format!("due: {}{basis}", instance.due.long())));
    }
    if calendar.is_past_table(instance.due.day) {
        let year = calendar.last_year();
        children.push(Node::leaf(format!("careful: no bank holidays after {year} are known")));
    }
    children.extend(trail.aim.iter().map(|sum| sum_node("aim", sum)));
    if item.do_by != instance.due.day {
        let earlier = if instance.aim.is_some() { "aim" } else { "due date" };
        children.push(Node::leaf(format!(
            "do by: {}, the last working day on or before the {earlier}",
            long(item.do_by)
        )));
    }
    if let Some(progress) = instance.progress {
        children.push(Node::leaf(format!("hours: {} of {}", progress.done, progress.needed)));
    }
    if let Some(closes) = instance.scope.closes {
        children.push(Node::leaf(format!("can be met until {}", long(closes))));
    }
    Node { text: format!("counted from {}", trail.trigger.words()), children }
}

fn sum_node(what: &str, sum: &Sum) -> Node {
    let text = format!("{what}: {} + {} = {}", long(sum.from), sum.period, long(sum.result));
    let mut skipped: Vec<String> = Vec::new();
    for (day, why) in &sum.skipped {
        skipped.push(format!("{} ({why})", short(*day)));
    }
    if skipped.is_empty() {
        return Node::leaf(text);
    }
    let days = plural(count(skipped.len()), "day");
    Node { text, children: vec![Node::leaf(format!("{days} skipped: {}", skipped.join(", ")))] }
}

/// The entries that were looked at, those that counted first.
fn entries(item: &Obligation<'_>, evaluation: &Evaluation<'_>, logged: &Logged) -> Vec<Node> {
    let considered = &item.instance.trail.considered;
    let list = |counts: bool, title: &str| {
        let children: Vec<Node> = considered
            .iter()
            .filter(|entry| entry.verdict.counts() == counts)
            .map(|entry| entry_node(entry, evaluation, logged))
            .collect();
        (!children.is_empty()).then(|| Node { text: title.to_owned(), children })
    };
    let counted = list(true, "entries that count");
    let not_counted = list(false, "entries that do not count");
    let nothing = considered.is_empty().then(|| Node::leaf("no entry on record concerns it"));
    counted.into_iter().chain(not_counted).chain(nothing).collect()
}

fn entry_node(considered: &Considered, evaluation: &Evaluation<'_>, logged: &Logged) -> Node {
    let entry = &considered.entry;
    let found = evaluation.journey.case.entry_at(entry.start());
    let number = found.map_or_else(String::new, |(number, _)| format!("no. {number}, "));
    let provenance = found.map_or_else(String::new, |(_, entry)| logged.in_words(entry));
    let text =
        format!("{number}{} {}: {}", entry.on.long(), entry.words(), considered.verdict.words());
    let children = if provenance.is_empty() { Vec::new() } else { vec![Node::leaf(provenance)] };
    Node { text, children }
}

impl Report for Explain<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        let evaluation = self.evaluation;
        page.heading(person(&evaluation.standing), Tone::Plain);
        self.stamp.notices(&mut page);
        let stage = evaluation.stage.map_or("", |stage| stage.title.as_str());
        let day = day_of(evaluation).map_or_else(String::new, |day| format!(", {day}"));
        page.text(format!("{}: {stage}{day}.", evaluation.journey.programme.title));
        page.gap();
        if !self.problems.is_empty() {
            page.blocks.push(Block::Problems(self.problems.clone()));
            page.gap();
        }
        if self.obligations.is_empty() && self.left_out == 0 {
            page.text("Nothing has arisen under this rule.");
            page.gap();
        }
        for item in &self.obligations {
            page.blocks.push(Block::Tree(self.tree(item)));
            obligation::to_record(&mut page, &self.evaluation.standing, item);
            page.gap();
        }
        let today = evaluation.journey.today;
        let ahead = evaluation.journey.case.entries().into_iter();
        let ahead = ahead.filter(|entry| entry.on().is_some_and(|on| today < on.day)).count();
        if ahead > 0 {
            let entries =
                if ahead == 1 { "1 entry".to_owned() } else { format!("{ahead} entries") };
            let text = format!("{entries} dated after {} not counted yet.", long(today));
            page.toned(text, Tone::Soon);
        }
        if self.left_out > 0 {
            let count = plural(count(self.left_out), "obligation");
            let text = format!("{count} met in time left out: name a rule, or add --all.");
            page.toned(text, Tone::Faint);
        }
        self.stamp.footer(&mut page);
        page
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn json(&self) -> serde_json::Value {
        let obligations: Vec<serde_json::Value> =
            self.obligations.iter().map(|item| explained(self.evaluation, item)).collect();
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "revision": self.stamp.revision,
            "obligations": obligations,
            "problems": obligation::problems(&self.problems),
        })
    }
}

/// An obligation as JSON, with its explanation.
pub(super) fn explained(evaluation: &Evaluation<'_>, item: &Obligation<'_>) -> serde_json::Value {
    let trail = &item.instance.trail;
    let sum = |sum: &Sum| {
        let skipped: Vec<serde_json::Value> = sum
            .skipped
            .iter()
            .map(|(day, why)| json!({"date": plain(*day), "why": why.to_string()}))
            .collect();
        json!({
            "from": plain(sum.from),
            "add": sum.period.to_string(),
            "result": plain(sum.result),
            "skipped": skipped,
        })
    };
    let entries: Vec<serde_json::Value> = trail
        .considered
        .iter()
        .map(|considered| {
            let found = evaluation.journey.case.entry_at(considered.entry.start());
            let number = found.map(|(number, _)| number);
            let record = found.map(|(_, entry)| entry.record());
            json!({
                "entry": considered.entry.kind.word(),
                "number": number,
                "obtained": record.and_then(|record| record.obtained.as_deref()),
                "ref": record.and_then(|record| record.reference.as_deref()),
                "logged": considered.entry.logged(),
                "on": considered.entry.on.to_string(),
                "line": considered.entry.line(),
                "counts": considered.verdict.counts(),
                "why": considered.verdict.words(),
            })
        })
        .collect();
    let mut value = json!(obligation::json(&evaluation.standing, item, None));
    let week = crate::calendar::Window::week_of(evaluation.journey.today);
    let journey = &evaluation.journey;
    let band = item.band(week.to, journey.today, journey.numbers_day());
    value["band"] = json!(band.map(crate::obligation::Band::word));
    value["explanation"] = json!({
        "trigger": trail.trigger.words(),
        "ruling": item.instance.rule.ruling,
        "due": trail.due.as_ref().map(sum),
        "aim": trail.aim.as_ref().map(sum),
        "steps": trail.steps,
        "entries": entries,
    });
    value
}
