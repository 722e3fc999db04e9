//! The JSON of one case of a pack.

use serde_json::{Map, Value, json};

use crate::calendar::plain;
use crate::case::CaseFacts;
use crate::obligation::{Evaluation, Obligation};
use crate::report::Report;
use crate::report::audit::case_json;
use crate::report::explain::explained;
use crate::report::export::{entry_row, key_and_value};
use crate::report::pack::gaps::{Between, gaps};
use crate::report::pack::{Pack, Told};
use crate::report::picture::Weeks;

impl<'e, 'a> Pack<'e, 'a> {
    /// What a case is, and how that came about, for a machine to check.
    pub(super) fn case_json(&self, case: &Told<'e, 'a>) -> Value {
        let evaluation = case.evaluation;
        let journey = &evaluation.journey;
        let all: Vec<&Obligation<'_>> = evaluation.obligations.iter().collect();
        let mut told = case_json(evaluation, &all);
        told["name"] = json!(journey.case.name);
        told["worker"] = json!(journey.worker());
        told["calendar"] = json!(journey.calendar.division().name());
        told["referred"] = json!(journey.referred.map(plain));
        told["started"] = json!(journey.started.map(plain));
        told["obligations"] =
            evaluation.obligations.iter().map(|item| explained(evaluation, item)).collect();
        told["gaps"] = gaps_json(evaluation);
        told["weeks"] = weeks_json(evaluation);
        told["record"] = record_json(journey.case.id.as_str(), &case.says);
        let stamp = self.stamp(evaluation);
        let digests = stamp.digests.into_iter().map(|(name, digest)| (name, json!(digest)));
        json!({
            "schema": 1,
            "today": plain(journey.today),
            "timezone": self.timezone.name(),
            "revision": self.facts.revision,
            "release": self.facts.release,
            "digests": digests.collect::<Map<_, _>>(),
            "case": told,
            "history": case.history.json()["steps"],
        })
    }
}

fn gaps_json(evaluation: &Evaluation<'_>) -> Value {
    let all = Between::ALL.into_iter().flat_map(|between| {
        gaps(&evaluation.journey, between).into_iter().map(move |gap| {
            json!({
                "between": between.words(), "from": plain(gap.from), "to": plain(gap.to),
                "days": gap.days(), "ends": gap.ends(),
            })
        })
    });
    all.collect()
}

fn weeks_json(evaluation: &Evaluation<'_>) -> Value {
    let weeks = Weeks::of(evaluation).map(|weeks| weeks.weeks).unwrap_or_default();
    let week = |week: &crate::report::Week| {
        let [from, to] = [week.days.from, week.days.to].map(plain);
        json!({"from": from, "to": to, "state": week.state.words()})
    };
    weeks.iter().map(week).collect()
}

fn record_json(id: &str, says: &CaseFacts) -> Value {
    let header: Map<String, Value> = says.header.iter().map(key_and_value).collect();
    let entries = says.entries.iter().zip(1..).map(|(entry, number)| entry_row(id, number, entry));
    json!({"header": header, "entries": entries.collect::<Vec<_>>()})
}
