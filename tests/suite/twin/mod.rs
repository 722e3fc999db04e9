//! The naive twin: obligations worked out literally from the specification's sentences, and cases to try them on.
//!
//! [`audit`] reads a case file and works everything out from scratch for one day. `facts` is what that day knows,
//! `draft` judges one obligation (section 2), and each row of the tables of sections 4 and 5 is one function in
//! `ipes_referral`, `ipes_meetings`, `ipes_work`, `ipes_ending` and `work_choice`. [`generate`] makes random valid cases.

mod calendar;
mod case_file;
mod draft;
mod employment;
mod evidence;
mod facts;
mod generator;
mod ipes_ending;
mod ipes_meetings;
mod ipes_referral;
mod ipes_work;
#[cfg(test)]
mod tests;
mod when;
mod words;
mod work_choice;

use chrono::NaiveDate;

use facts::Facts;
pub use generator::generate;

/// Everything about one case on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// The stage on the day.
    pub stage: String,
    /// E, the last day of provision, once there is one.
    pub end: Option<NaiveDate>,
    /// Day n of provision, once started.
    pub day: Option<i64>,
    /// Every obligation that exists, in the table's order, then by opening day, then by subject.
    pub obligations: Vec<TwinObligation>,
}

/// One obligation, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwinObligation {
    /// The rule's id.
    pub rule: String,
    /// Employer, miss or concern.
    pub subject: Option<String>,
    /// The day it opens.
    pub opened: NaiveDate,
    /// A date, or a local date-time where the limit is in hours and the miss's time is known.
    pub due: String,
    /// The earlier reading, where there are two.
    pub aim: Option<NaiveDate>,
    /// The last working day on or before the earlier of aim and due.
    pub do_by: NaiveDate,
    /// The day found by the matching, whatever the status; with its time where due has one and it is known.
    pub met: Option<String>,
    /// A row of the status table.
    pub status: String,
    /// `must`, `prompt`, `optional` or `milestone`.
    pub severity: String,
    /// `overdue`, `this-week` or `coming` for the week that holds the day.
    pub band: Option<String>,
}

/// Works out a valid case file on a day, with default settings.
pub fn audit(case_text: &str, today: NaiveDate) -> Audit {
    let facts = Facts::known_by(today, case_text);
    let drafts = if facts.work_choice {
        work_choice::drafts(&facts)
    } else {
        let mut drafts = ipes_referral::drafts(&facts);
        drafts.extend(ipes_meetings::drafts(&facts));
        drafts.extend(ipes_work::drafts(&facts));
        drafts.extend(ipes_ending::drafts(&facts));
        drafts
    };
    let judged = drafts.into_iter().filter_map(|draft| draft.judge(&facts));
    let mut obligations: Vec<TwinObligation> = judged.collect();
    obligations.sort_by_key(|obligation| {
        (
            words::place_of_rule(facts.work_choice, &obligation.rule),
            obligation.opened,
            obligation.subject.clone(),
        )
    });
    Audit {
        stage: facts.stage().to_owned(),
        end: facts.end(),
        day: facts.day_number(today),
        obligations,
    }
}
