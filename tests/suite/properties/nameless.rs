//! A case without names: judged alike, and nobody named.

use caseload::calendar::Day;
use caseload::obligation::Evaluation;

use super::{Subject, on_random_cases};

/// What is judged of a case, without a word of who it is about.
fn judged(evaluation: &Evaluation<'_>) -> Vec<String> {
    let obligations = evaluation.obligations.iter().map(|obligation| {
        let instance = &obligation.instance;
        format!(
            "{} {} {} {:?} {} {:?} {} {:?}",
            instance.rule.id,
            instance.opened,
            instance.due,
            instance.aim,
            obligation.do_by,
            instance.met.as_ref().map(|met| met.on.to_string()),
            obligation.status.word(),
            instance.progress,
        )
    });
    let warnings =
        evaluation.warnings().iter().map(|warning| format!("{} {:?}", warning.code, warning.on));
    obligations.chain(warnings).collect()
}

/// Everything that a report could say of a case.
fn said(evaluation: &Evaluation<'_>, today: Day) -> String {
    let obligations = evaluation.obligations.iter().map(|obligation| {
        format!(
            "{:?} {} {:?}\n",
            obligation.instance.subject,
            obligation.reason(today),
            obligation.excuse.map(|excuse| &excuse.reason)
        )
    });
    let warnings = evaluation.warnings().iter().map(|warning| format!("{}\n", warning.message));
    let entries = evaluation.journey.case.entries();
    let entries =
        entries.iter().map(|entry| format!("{} {:?}\n", entry.words(), entry.record().note));
    obligations.chain(warnings).chain(entries).collect()
}

#[test]
fn a_case_without_names_is_judged_alike_and_names_nobody() {
    on_random_cases(400, |text, today, _| {
        // Every text that people write is one that cannot be taken for another.
        let text = text.replace("name = \"", "name = \"Zyx");
        let mut subject = Subject::read(&text);
        for job in &mut subject.case.jobs {
            job.record.note = Some("Zyx said".to_owned());
        }
        let employers: Vec<String> =
            subject.case.jobs.iter().map(|job| job.employer.value.trim().to_owned()).collect();
        let bare = Subject {
            programme: subject.programme,
            calendar: subject.calendar.clone(),
            case: subject.case.without_names(),
        };
        let (with, without) = (subject.on(today), bare.on(today));
        if judged(&with) != judged(&without) {
            return Err(format!("{:#?}\n{:#?}", judged(&with), judged(&without)));
        }
        let said = said(&without, today);
        let named = employers
            .iter()
            .find(|employer| employer.len() > 3 && said.contains(employer.as_str()));
        match named {
            Some(employer) => Err(format!("`{employer}` is named: {said}")),
            None if said.contains("Zyx") || bare.case.name.is_some() => Err(said),
            None => Ok(()),
        }
    });
}
