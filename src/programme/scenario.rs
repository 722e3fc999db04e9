//! Scenarios beside a programme: facts, a day, and what must come of them.

use crate::calendar::{Day, Moment};
use crate::case::{Case, CaseId};
use crate::problem::Problem;
use crate::reading::{Fields, Hundredths, Reader, Source, Written};

/// One scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it shows, in plain words.
    pub name: String,
    /// The paragraphs.
    pub cite: Vec<String>,
    /// The day it is judged on.
    pub today: Day,
    /// The facts.
    pub case: Case,
    /// What must come of them.
    pub expect: Vec<Expectation>,
    /// The line of the scenario, counted from 1.
    pub line: usize,
}

/// What must come of a scenario's facts.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// An obligation is as described.
    Obligation(Box<ObligationExpectation>),
    /// A rule has this many obligations.
    Count(String, i64),
    /// A warning stands, or does not.
    Warning(String, bool),
    /// The case is in this stage.
    Stage(String),
    /// Provision ended on this day, or has not.
    End(Wanted),
}

/// A moment that is wanted, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// This moment.
    At(Moment),
    /// None: `false` in the file.
    Never,
}

impl Wanted {
    /// The moment, if one is wanted.
    pub fn moment(self) -> Option<Moment> {
        match self {
            Wanted::At(moment) => Some(moment),
            Wanted::Never => None,
        }
    }
}

/// What an obligation must be; what is not named is not looked at.
#[derive(Clone, Debug, Default)]
pub struct ObligationExpectation {
    /// Its rule.
    pub rule: String,
    /// Its subject, to single one out.
    pub subject: Option<String>,
    /// The day it opened, to single one out.
    pub opened: Option<Day>,
    /// Whether it exists.
    pub exists: bool,
    /// When it is due.
    pub due: Option<Moment>,
    /// The earlier date to work to.
    pub aim: Option<Day>,
    /// The working day to do it by.
    pub do_by: Option<Day>,
    /// When it was met, or that it must not be.
    pub met: Option<Wanted>,
    /// Its status.
    pub status: Option<String>,
    /// Its severity.
    pub severity: Option<String>,
    /// Its band; `none` for none.
    pub band: Option<String>,
    /// The progress made.
    pub done: Option<Hundredths>,
}

/// Reads a scenario file for a programme; the problems are all those of the file.
pub fn read_scenarios(source: &Source, programme: &str) -> (Vec<Scenario>, Vec<Problem>) {
    let reader = Reader::new(source);
    let table = reader.parse();
    let mut fields = Fields::of(&reader, &table, "a scenario file");
    let scenarios = fields
        .tables("scenario", "a scenario")
        .into_iter()
        .filter_map(|scenario| read(scenario, programme))
        .collect();
    fields.finish();
    (scenarios, reader.into_problems())
}

fn read(mut fields: Fields<'_, '_, '_>, programme: &str) -> Option<Scenario> {
    for key in ["name", "cite", "today", "facts", "expect"] {
        fields.require(key);
    }
    let line = fields.reader().source().line_of(fields.span().start);
    let name = fields.string("name");
    let cite = fields.strings("cite").unwrap_or_default();
    let today = fields.day("today");
    let id = CaseId::new("A-0001")?;
    let case = fields.table("facts", "a case").map(|facts| Case::read_facts(facts, id, programme));
    let expect = fields
        .tables("expect", "an expectation")
        .into_iter()
        .filter_map(read_expectation)
        .collect();
    fields.finish();
    Some(Scenario {
        name: name?.value,
        cite: cite.into_iter().map(|cite| cite.value).collect(),
        today: today?.value,
        case: case?,
        expect,
        line,
    })
}

fn read_expectation(mut fields: Fields<'_, '_, '_>) -> Option<Expectation> {
    let value = |written: Written<String>| written.value;
    let expectation = if let Some(code) = fields.string("warning") {
        Some(Expectation::Warning(code.value, true))
    } else if let Some(code) = fields.string("no-warning") {
        Some(Expectation::Warning(code.value, false))
    } else if let Some(stage) = fields.string("stage").map(value) {
        Some(Expectation::Stage(stage))
    } else if fields.has("end") {
        Some(Expectation::End(false_or_moment(&mut fields, "end")?))
    } else {
        read_obligation(&mut fields)
    };
    fields.finish();
    expectation
}

fn read_obligation(fields: &mut Fields<'_, '_, '_>) -> Option<Expectation> {
    fields.require("rule");
    let rule = fields.string("rule")?.value;
    if let Some(count) = fields.count("count") {
        return Some(Expectation::Count(rule, count.value));
    }
    let mut text = |key| fields.string(key).map(|text| text.value);
    let (subject, status) = (text("subject"), text("status"));
    let (severity, band) = (text("severity"), text("band"));
    let met = if fields.has("met") { Some(false_or_moment(fields, "met")?) } else { None };
    Some(Expectation::Obligation(Box::new(ObligationExpectation {
        rule,
        subject,
        opened: fields.day("opened").map(|day| day.value),
        exists: fields.boolean("exists").is_none_or(|exists| exists.value),
        due: fields.moment("due").map(|moment| moment.value),
        aim: fields.day("aim").map(|day| day.value),
        do_by: fields.day("do-by").map(|day| day.value),
        met,
        status,
        severity,
        band,
        done: fields.hundredths("done").map(|done| done.value),
    })))
}

/// `false`, or a moment.
fn false_or_moment(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Option<Wanted> {
    use crate::reading::Kind;
    let value = fields.take(key)?;
    match value.get_ref() {
        Kind::Boolean(false) => Some(Wanted::Never),
        _ => fields.moment(key).map(|moment| Wanted::At(moment.value)),
    }
}
