//! What became of the obligations between two ways of looking at a folder: two days, two commits, or what
//! is on record and what is only supposed.

mod since;
mod words;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub use since::{Since, Then};

use crate::obligation::{Change, Compared, Evaluation, Judged, Listed, ToDo, compare};
use crate::report::feed::{self, FeedItem};
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::records::{Field, Records};
use crate::report::words::{cites, person, person_cell};
use crate::report::{Filter, obligation};
use words::{heading, places, state, tone, what, word};

/// What a case is on one side alone, or otherwise than on the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseChange {
    /// It was not there before.
    New,
    /// It is not there any more.
    Gone,
    /// It had this other id before.
    Renumbered(String),
    /// Its file could not be read before.
    UnreadableBefore,
    /// Its file cannot be read now.
    UnreadableNow,
}

/// In which words the two sides are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    /// Then and now.
    Since,
    /// As recorded and as supposed.
    Supposed,
}

/// What became of one obligation.
#[derive(Clone, Debug)]
pub struct Changed {
    change: Change,
    sorted: (Option<i64>, String),
    row: Row,
    fields: Vec<Field>,
    json: Value,
    item: Option<FeedItem>,
}

/// What became of the obligations.
#[derive(Clone, Debug)]
pub struct Changes {
    wording: Wording,
    rows: Vec<Changed>,
    cases: Vec<(String, CaseChange)>,
    restricted: usize,
}

/// The order in which the changes are told.
const ORDER: [Change; 5] = [Change::Late, Change::Due, Change::Moved, Change::Dropped, Change::Met];

const COLUMNS: [&str; 18] = [
    "change",
    "case",
    "name",
    "worker",
    "programme",
    "rule",
    "title",
    "cite",
    "severity",
    "subject",
    "status_before",
    "due_before",
    "do_by_before",
    "status",
    "due",
    "do_by",
    "met",
    "reason",
];

impl Changes {
    /// What became of obligations between then and now, each case then under the id that it has now; `cases`
    /// are those that one side alone has, or can read, and those that had another id.
    pub fn since(
        then: &[Evaluation<'_>],
        now: &[Evaluation<'_>],
        filter: &Filter,
        listed: Listed,
        cases: Vec<(String, CaseChange)>,
    ) -> Changes {
        Changes::new((then, now), filter, listed, cases, Wording::Since)
    }

    /// What becomes of obligations by what is only supposed.
    pub fn supposed(
        recorded: &[Evaluation<'_>],
        supposed: &[Evaluation<'_>],
        filter: &Filter,
    ) -> Changes {
        Changes::new((recorded, supposed), filter, Listed::All, Vec::new(), Wording::Supposed)
    }

    fn new(
        (before, after): (&[Evaluation<'_>], &[Evaluation<'_>]),
        filter: &Filter,
        listed: Listed,
        cases: Vec<(String, CaseChange)>,
        wording: Wording,
    ) -> Changes {
        let mut sides: BTreeMap<&str, (Option<&Evaluation<'_>>, Option<&Evaluation<'_>>)> =
            BTreeMap::new();
        for evaluation in before {
            sides.entry(evaluation.journey.case.id.as_str()).or_default().0 = Some(evaluation);
        }
        for evaluation in after {
            sides.entry(evaluation.journey.case.id.as_str()).or_default().1 = Some(evaluation);
        }
        let mut changes = Changes { wording, rows: Vec::new(), cases: Vec::new(), restricted: 0 };
        for (id, (before, after)) in sides {
            let known: Vec<&(String, CaseChange)> =
                cases.iter().filter(|(case, _)| case == id).collect();
            let is_taken = after.or(before).is_some_and(|seen| filter.takes_case(&seen.standing));
            if !is_taken {
                continue;
            }
            let mut rows = Vec::new();
            if known.iter().all(|(_, known)| known.lets_compare(after.is_some())) {
                let pairs = compare(before, after).into_iter().filter(|pair| takes(filter, pair));
                rows.extend(pairs.filter_map(|pair| Changed::of(&pair, listed, wording)));
            }
            if before.into_iter().chain(after).any(|seen| filter.hides(&seen.standing)) {
                changes.restricted += usize::from(!rows.is_empty());
            } else {
                changes.rows.extend(rows);
                changes.cases.extend(known.into_iter().cloned());
            }
        }
        changes.take_unread(cases, filter);
        changes.rows.sort_by(|left, right| left.sort_key().cmp(&right.sort_key()));
        changes
    }

    /// Adds the cases that could be read on neither side, or on one alone: nothing is known of them by
    /// which a filter could leave them out.
    fn take_unread(&mut self, cases: Vec<(String, CaseChange)>, filter: &Filter) {
        let is_asked = |id: &String| filter.cases.is_empty() || filter.cases.contains(id);
        for (id, change) in cases {
            let is_unread =
                matches!(change, CaseChange::UnreadableBefore | CaseChange::UnreadableNow);
            let is_known = self.cases.iter().any(|(known, _)| *known == id);
            if is_unread && is_asked(&id) && !is_known {
                self.cases.push((id, change));
            }
        }
        self.cases.sort_by(|left, right| left.0.cmp(&right.0));
    }

    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.cases.is_empty() && self.restricted == 0
    }

    fn of(&self, change: Change) -> impl Iterator<Item = &Changed> {
        self.rows.iter().filter(move |row| row.change == change)
    }

    /// The changes in groups, for a page of its own or a part of one.
    pub(super) fn groups_on(&self, page: &mut Page) {
        let [before, after] = self.wording.sides();
        for change in ORDER {
            let rows: Vec<Row> = self.of(change).map(|changed| changed.row.clone()).collect();
            if rows.is_empty() {
                continue;
            }
            page.heading(heading(change, self.wording), tone(change));
            let column = |title, width| Column { title, width };
            let columns = vec![
                column("Who", Some(18)),
                column("What", None),
                column(before, Some(17)),
                column(after, Some(17)),
            ];
            page.table(Table { columns, rows });
            page.gap();
        }
    }

    /// How much has changed: `2 became late, 1 met`.
    pub(super) fn count(&self) -> String {
        let counted = ORDER.into_iter().filter_map(|change| {
            let number = self.of(change).count();
            (number > 0).then(|| format!("{number} {}", heading(change, self.wording)))
        });
        let counted: Vec<String> = counted.collect();
        if counted.is_empty() {
            "Nothing changes in what is due.".to_owned()
        } else {
            format!("{}.", counted.join(", ").to_lowercase())
        }
    }

    pub(super) fn json(&self) -> Vec<Value> {
        self.rows.iter().map(|changed| changed.json.clone()).collect()
    }

    pub(super) fn records(&self) -> Records {
        let rows = self.rows.iter().map(|row| (row.fields.clone(), tone(row.change)));
        Records::new(&COLUMNS, rows)
    }
}

/// Whether a filter takes an obligation as it is on one of the two sides.
fn takes(filter: &Filter, pair: &Compared<'_, '_>) -> bool {
    pair.before.into_iter().chain(pair.after).any(|(_, obligation)| filter.takes(obligation))
}

impl Changed {
    fn of(pair: &Compared<'_, '_>, listed: Listed, wording: Wording) -> Option<Changed> {
        let change = pair.change(listed)?;
        let (evaluation, item) = pair.after.or(pair.before)?;
        let rule = item.instance.rule;
        let who = person(&evaluation.standing);
        let (mut before, mut after) =
            (state(pair.before, pair.after), state(pair.after, pair.before));
        if before == after {
            let [was, is] = places(pair.bands(listed));
            before += was;
            after += is;
        }
        let [then, now] = wording.sides();
        let title = what(item);
        let sentence = format!(
            "{who}: {title} [{}]: {}: {before}; {}: {after}.",
            cites(&rule.cite),
            then.to_lowercase(),
            now.to_lowercase()
        );
        let cells = vec![
            person_cell(&evaluation.standing),
            Cell::plain(title),
            Cell::toned(before, Tone::Faint),
            Cell::toned(after, tone(change)),
        ];
        let as_json = |judged: Option<Judged<'_, '_>>| {
            judged.map(|(of, it)| json!(obligation::json(&of.standing, it, None)))
        };
        Some(Changed {
            change,
            sorted: (
                Some(i64::from(chrono::Datelike::num_days_from_ce(&item.do_by))),
                format!("{}\0{}", evaluation.journey.case.id, rule.id),
            ),
            row: Row { cells, sentence },
            fields: fields(pair, change, wording),
            json: json!({
                "change": word(change, wording),
                "case": evaluation.journey.case.id.as_str(),
                "rule": rule.id,
                "before": as_json(pair.before),
                "after": as_json(pair.after),
            }),
            item: pair
                .after
                .filter(|(_, item)| item.status.is_to_do())
                .map(|(of, item)| feed::item(&of.standing, &ToDo::of(of, item))),
        })
    }

    fn sort_key(&self) -> (Change, &(Option<i64>, String)) {
        (self.change, &self.sorted)
    }
}

fn fields(pair: &Compared<'_, '_>, change: Change, wording: Wording) -> Vec<Field> {
    let Some((evaluation, item)) = pair.after.or(pair.before) else { return Vec::new() };
    let (journey, instance) = (&evaluation.journey, &item.instance);
    let rule = instance.rule;
    let side = |judged: Option<Judged<'_, '_>>| -> [Field; 3] {
        let item = judged.map(|(_, item)| item);
        [
            item.map(|item| item.status.word()).into(),
            item.map(|item| item.instance.due).into(),
            item.map(|item| item.do_by).into(),
        ]
    };
    let mut fields: Vec<Field> = vec![
        word(change, wording).into(),
        journey.case.id.as_str().into(),
        journey.case.name.as_deref().into(),
        journey.worker().into(),
        (&journey.programme.id).into(),
        (&rule.id).into(),
        (&rule.title).into(),
        cites(&rule.cite).into(),
        instance.severity.word().into(),
        instance.subject.as_deref().into(),
    ];
    fields.extend(side(pair.before));
    fields.extend(side(pair.after));
    fields.push(instance.met.as_ref().map(|met| met.on).into());
    fields.push(item.reason(journey.today).into());
    fields
}
