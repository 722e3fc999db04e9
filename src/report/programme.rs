//! The programmes, and the rules of one.

use serde_json::json;

use crate::calendar::{long, plain};
use crate::programme::{Chain, Dated, DeadlineFrom, JobDay, Limit, Programme, Rule, Shape};
use crate::report::page::Block;
use crate::report::page::{Cell, Column, Node, Page, Row, Table, Tone};
use crate::report::words::cites;
use crate::report::{Records, Report};

/// The programmes that cases can be on.
#[derive(Debug)]
pub struct ProgrammeList<'p> {
    programmes: Vec<&'p Programme>,
}

impl<'p> ProgrammeList<'p> {
    /// The list of these programmes.
    pub fn new(programmes: Vec<&'p Programme>) -> ProgrammeList<'p> {
        ProgrammeList { programmes }
    }
}

impl Report for ProgrammeList<'_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        let rows = self.programmes.iter().map(|known| {
            let rules = known.rules.iter().filter(|rule| rule.off.is_none()).count();
            let changed = known.digest.contains('+');
            let origin = if changed { "changed in this folder" } else { "" };
            Row {
                sentence: format!("{}: {} ({rules} rules). {origin}", known.id, known.title),
                cells: vec![
                    Cell::plain(known.id.as_str()),
                    Cell::plain(known.title.as_str()),
                    Cell::plain(known.applies_to.as_str()),
                    Cell::plain(rules.to_string()),
                    Cell::plain(origin),
                ],
            }
        });
        let column = |title, width| Column { title, width };
        let columns = vec![
            column("Programme", Some(14)),
            column("Title", None),
            column("Applies to", Some(18)),
            column("Rules", Some(5)),
            column("", Some(14)),
        ];
        page.table(Table { columns, rows: rows.collect() });
        page
    }

    fn json(&self) -> serde_json::Value {
        let programmes: Vec<serde_json::Value> = self
            .programmes
            .iter()
            .map(|known| {
                json!({
                    "programme": known.id,
                    "title": known.title,
                    "applies_to": known.applies_to,
                    "digest": known.digest,
                    "rules": known.rules.len(),
                })
            })
            .collect();
        json!({"schema": 1, "programmes": programmes})
    }

    fn records(&self) -> Option<Records> {
        let rows = self.programmes.iter().map(|known| {
            let rules = known.rules.len().into();
            vec![(&known.id).into(), (&known.title).into(), (&known.applies_to).into(), rules]
        });
        Some(Records::plain(&["programme", "title", "applies_to", "rules"], rows))
    }
}

/// The rules of a programme.
#[derive(Debug)]
pub struct ProgrammeShow<'p> {
    programme: &'p Programme,
}

impl<'p> ProgrammeShow<'p> {
    /// The rules of this programme.
    pub fn new(programme: &'p Programme) -> ProgrammeShow<'p> {
        ProgrammeShow { programme }
    }
}

/// A dated value in words: `5 working days from 2027-04-01`.
fn dated<T: std::fmt::Display>(value: &Dated<T>) -> String {
    let values: Vec<String> = value
        .values()
        .map(|(since, value)| match since {
            None => value.to_string(),
            Some(since) => format!("{value} for referrals from {}", plain(since)),
        })
        .collect();
    values.join("; ")
}

fn limit_words(limit: &Limit) -> String {
    match limit {
        Limit::Within(period) => format!("within {}", dated(period)),
        Limit::LocalTarget(period) => format!("local target {}", dated(period)),
        Limit::ByLastDay => "by the last day the spell can have, open".to_owned(),
        Limit::ByJobStart => "by the job's start".to_owned(),
    }
}

fn from_words(from: DeadlineFrom) -> &'static str {
    match from {
        DeadlineFrom::Referral => " after the referral",
        DeadlineFrom::Start => " after the start",
        DeadlineFrom::End => " after the end",
        DeadlineFrom::FirstExperienceOfWork => " as the first experience of work",
        DeadlineFrom::LeavingTheExtension => " after leaving the extension",
    }
}

/// When a rule opens and by when it is due, in a few words.
fn when(rule: &Rule) -> String {
    match &rule.shape {
        Shape::Deadline(shape) => {
            let aim =
                shape.aim.as_ref().map_or_else(String::new, |a| format!(", aim {}", dated(a)));
            format!("{}{}{aim}", limit_words(&shape.limit), from_words(shape.from))
        }
        Shape::EachJob(shape) => {
            let from = match (&shape.limit, shape.from) {
                (Limit::ByJobStart | Limit::ByLastDay, _) => "",
                (_, JobDay::Known) => " after it is known",
                (_, JobDay::Start) => " after its start",
            };
            format!("each job: {}{from}", limit_words(&shape.limit))
        }
        Shape::EachWeek => "each whole week".to_owned(),
        Shape::EachMonth(hours) => format!("each whole month: {} hours", dated(hours)),
        Shape::Chain(Chain { every, aim, .. }) => {
            let aim = aim.as_ref().map_or_else(String::new, |a| format!(", aim {}", dated(a)));
            format!("every {}{aim}", dated(every))
        }
        Shape::FollowUp(shape) => {
            format!("each {}: {}", shape.of.word(), limit_words(&shape.limit))
        }
        Shape::RunningTotal(shape) => {
            format!("{} hours by the {}", dated(&shape.hours), shape.by.word())
        }
        Shape::Extension(shape) => {
            format!("before the standard day, by days: {}", dated(&shape.days_before_standard))
        }
        Shape::Exit(_) => "by the last day of the spell".to_owned(),
    }
}

impl Report for ProgrammeShow<'_> {
    fn page(&self) -> Page {
        let known = self.programme;
        let mut page = Page::default();
        page.heading(format!("{}: {}", known.id, known.title), Tone::Plain);
        page.text(format!("Applies to {}.", known.applies_to));
        if let Some(notice) = &known.notice {
            page.toned(notice, Tone::Soon);
        }
        for source in &known.sources {
            page.text(format!(
                "{}, {}; last compared on {}.",
                source.name,
                source.version,
                long(source.compared)
            ));
        }
        for ruling in [&known.provision.ruling, &known.face_to_face.ruling].into_iter().flatten() {
            page.text(format!("Ruling: {ruling}"));
        }
        page.gap();
        for rule in &known.rules {
            page.blocks.push(Block::Tree(rule_node(rule)));
        }
        page.gap();
        let words = |items: Vec<&str>| items.join(", ");
        let kinds = &known.kinds;
        let documents = kinds.documents.iter().map(|kind| kind.kind.as_str()).collect();
        let activities = kinds.activities.iter().map(|kind| kind.kind.as_str()).collect();
        let reasons = kinds.exit_reasons.iter().map(|(reason, _)| reason.as_str()).collect();
        let covers = kinds.covers.iter().map(String::as_str).collect();
        page.text(format!("Documents: {}.", words(documents)));
        page.text(format!("Covers besides: {}.", words(covers)));
        page.text(format!("Activities: {}.", words(activities)));
        page.text(format!("Exit reasons: {}.", words(reasons)));
        page
    }

    fn json(&self) -> serde_json::Value {
        let known = self.programme;
        let rules: Vec<serde_json::Value> = known
            .rules
            .iter()
            .map(|rule| {
                json!({
                    "rule": rule.id,
                    "title": rule.title,
                    "cite": rule.cite,
                    "ruling": rule.ruling,
                    "shape": rule.shape.word(),
                    "when": when(rule),
                    "severity": severity(rule),
                    "local_target": rule.is_local_target(),
                    "off": rule.off,
                    "overridden": rule.overridden,
                })
            })
            .collect();
        json!({
            "schema": 1,
            "programme": known.id,
            "title": known.title,
            "applies_to": known.applies_to,
            "notice": known.notice,
            "digest": known.digest,
            "rules": rules,
        })
    }

    fn records(&self) -> Option<Records> {
        let header = ["rule", "title", "when", "severity", "cite", "ruling"];
        let rows = self.programme.rules.iter().map(|rule| {
            vec![
                (&rule.id).into(),
                (&rule.title).into(),
                when(rule).into(),
                severity(rule).into(),
                cites(&rule.cite).into(),
                rule.ruling.as_deref().into(),
            ]
        });
        Some(Records::plain(&header, rows))
    }
}

/// The severity a rule has by itself; the extension's depends on the case.
fn severity(rule: &Rule) -> &'static str {
    match (rule.severity, &rule.shape) {
        (Some(severity), _) => severity.word(),
        (None, Shape::Extension(_)) => "must or optional",
        (None, _) => "must",
    }
}

fn rule_node(rule: &Rule) -> Node {
    let mut children =
        vec![Node::leaf(format!("{}; {} [{}]", when(rule), severity(rule), cites(&rule.cite)))];
    if let Some(ruling) = &rule.ruling {
        children.push(Node::leaf(format!("ruling: {ruling}")));
    }
    if let Some(reason) = &rule.off {
        children.push(Node::leaf(format!("switched off in this folder: {reason}")));
    }
    if let Some(reason) = &rule.overridden {
        children.push(Node::leaf(format!("changed in this folder: {reason}")));
    }
    Node { text: format!("{}: {}", rule.id, rule.title), children }
}
