//! Warnings beside the obligations: what a compliance officer would ask about, though no date was
//! missed. What each looks for is a closed set; which ones there are, and what they say, is in the
//! programme file.

mod contacts;
mod employment;
mod records;

use std::collections::BTreeMap;

use crate::calendar::{Day, long};
use crate::journey::Journey;
use crate::programme::{WarningRule, WarningShape};
use crate::rule::Instance;

/// A warning that stands on the day judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Its code.
    pub code: String,
    /// The paragraphs.
    pub cite: Vec<String>,
    /// What it says.
    pub message: String,
    /// The day it is about, if there is one.
    pub on: Option<Day>,
}

/// What a warning found: the day it is about, and the words to fill in.
#[derive(Debug, Default)]
struct Finding {
    on: Option<Day>,
    words: BTreeMap<&'static str, String>,
}

impl Finding {
    fn on(day: Day) -> Finding {
        Finding { on: Some(day), words: BTreeMap::from([("on", long(day))]) }
    }

    fn word(mut self, name: &'static str, word: impl Into<String>) -> Finding {
        self.words.insert(name, word.into());
        self
    }
}

/// Every warning that stands on the day judged, in the order of the programme file.
pub fn warnings(journey: &Journey<'_>, instances: &[&Instance<'_>]) -> Vec<Warning> {
    let rules = &journey.programme.warnings;
    rules
        .iter()
        .flat_map(|rule| {
            let found = findings(rule, journey, instances);
            found.into_iter().map(|finding| fill_in(rule, &finding))
        })
        .collect()
}

fn fill_in(rule: &WarningRule, finding: &Finding) -> Warning {
    let mut message = rule.says.clone();
    for (name, word) in &finding.words {
        message = message.replace(&format!("{{{name}}}"), word);
    }
    Warning { code: rule.code.clone(), cite: rule.cite.clone(), message, on: finding.on }
}

fn findings(
    rule: &WarningRule,
    journey: &Journey<'_>,
    instances: &[&Instance<'_>],
) -> Vec<Finding> {
    match &rule.shape {
        WarningShape::ExceptionWithoutReason => contacts::exception_without_reason(journey),
        WarningShape::KeyWorkerChanged => contacts::key_worker_changed(journey),
        WarningShape::SupportByAnother { unless_covered } => {
            contacts::support_by_another(journey, unless_covered.as_deref())
        }
        WarningShape::ContactNotInPerson { covers } => contacts::not_in_person(journey, covers),
        WarningShape::ContactWithoutEmployer { covers, declined, agreed } => {
            contacts::without_employer(journey, covers, declined.as_deref(), agreed.as_deref())
        }
        WarningShape::OwnSupplyChain => employment::own_supply_chain(journey),
        WarningShape::JobWithoutStart => employment::job_without_start(journey),
        WarningShape::OfferPastExpectedStart { after } => {
            employment::offer_past_expected_start(journey, *after.on(journey.numbers_day()))
        }
        WarningShape::WeeklyHoursBelow { hours } => {
            employment::weekly_hours_below(journey, *hours.on(journey.numbers_day()))
        }
        WarningShape::NoOpenJob => employment::no_open_job(journey),
        WarningShape::WeeklyHoursNotRecorded => employment::weekly_hours_not_recorded(journey),
        WarningShape::ShortInWorkSupport { unless_exit_reason } => {
            employment::short_in_work_support(journey, unless_exit_reason)
        }
        WarningShape::ExtensionTooLate => employment::extension_too_late(journey),
        WarningShape::ExtensionWithoutJob => employment::extension_without_job(journey),
        WarningShape::InStage(stage) => employment::in_stage(journey, stage),
        WarningShape::ExitAfterSystemEnd => employment::exit_after_system_end(journey),
        WarningShape::ActivityWithout { covers, experience_only } => {
            records::activity_without(journey, covers, *experience_only)
        }
        WarningShape::DocumentLacks { covers, signed, covering, agreed_with } => {
            let wanted =
                records::Wanted { signed: *signed, covering: covering.as_deref(), agreed_with };
            records::document_lacks(journey, covers, &wanted)
        }
        WarningShape::ExcuseCoversNothing => records::excuse_covers_nothing(journey, instances),
        WarningShape::UnknownEmployer => records::unknown_employer(journey),
        WarningShape::HolidayTableTooShort => records::holiday_table_too_short(journey, instances),
    }
}
