//! A single `[[warning]]`.

use crate::programme::read::dated;
use crate::programme::read::rule::strings;
use crate::programme::{WarningRule, WarningShape};
use crate::reading::{Fields, Written};

/// Reads a warning.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> Option<Written<WarningRule>> {
    for key in ["code", "cite", "says"] {
        fields.require(key);
    }
    let span = fields.span().clone();
    let code = fields.string("code");
    let cite = strings(&mut fields, "cite");
    let says = fields.string("says");
    let shape = shape(&mut fields);
    fields.finish();
    let value = WarningRule { code: code?.value, cite, says: says?.value, shape: shape? };
    Some(Written { value, span })
}

fn shape(fields: &mut Fields<'_, '_, '_>) -> Option<WarningShape> {
    let written: Vec<&'static str> =
        WarningShape::WORDS.into_iter().filter(|word| fields.has(word)).collect();
    let [word] = written[..] else {
        fields.reader().error(
            fields.span(),
            "shape",
            "the warning needs exactly one thing to look for",
            format!("give it one of {}", WarningShape::WORDS.join(", ")),
        );
        return None;
    };
    if word == "in-stage" {
        return fields.string(word).map(|stage| WarningShape::InStage(stage.value));
    }
    let mut shape = fields.table(word, "the warning")?;
    let read = parameters(word, &mut shape);
    shape.finish();
    read
}

fn parameters(word: &str, fields: &mut Fields<'_, '_, '_>) -> Option<WarningShape> {
    let mut text = |key| fields.string(key).map(|text| text.value);
    Some(match word {
        "exception-without-reason" => WarningShape::ExceptionWithoutReason,
        "key-worker-changed" => WarningShape::KeyWorkerChanged,
        "support-by-another" => {
            WarningShape::SupportByAnother { unless_covered: text("unless-covered") }
        }
        "own-supply-chain" => WarningShape::OwnSupplyChain,
        "activity-without" => WarningShape::ActivityWithout {
            covers: required(fields, "covers")?,
            experience_only: fields.boolean("experience-only").is_some_and(|truth| truth.value),
        },
        "document-lacks" => document_lacks(fields)?,
        "extension-too-late" => WarningShape::ExtensionTooLate,
        "extension-without-job" => WarningShape::ExtensionWithoutJob,
        "exit-after-system-end" => WarningShape::ExitAfterSystemEnd,
        "short-in-work-support" => WarningShape::ShortInWorkSupport {
            unless_exit_reason: strings(fields, "unless-exit-reason"),
        },
        "job-without-start" => WarningShape::JobWithoutStart,
        "offer-past-expected-start" => {
            fields.require("after");
            WarningShape::OfferPastExpectedStart { after: dated::period(fields, "after")? }
        }
        "excuse-covers-nothing" => WarningShape::ExcuseCoversNothing,
        "unknown-employer" => WarningShape::UnknownEmployer,
        "holiday-table-too-short" => WarningShape::HolidayTableTooShort,
        "weekly-hours-below" => {
            fields.require("hours");
            WarningShape::WeeklyHoursBelow { hours: dated::hours(fields, "hours")? }
        }
        "no-open-job" => WarningShape::NoOpenJob,
        "weekly-hours-not-recorded" => WarningShape::WeeklyHoursNotRecorded,
        "contact-not-in-person" => {
            WarningShape::ContactNotInPerson { covers: required(fields, "covers")? }
        }
        _ => WarningShape::ContactWithoutEmployer {
            covers: required(fields, "covers")?,
            declined: fields.string("declined").map(|text| text.value),
            agreed: fields.string("agreed").map(|text| text.value),
        },
    })
}

fn document_lacks(fields: &mut Fields<'_, '_, '_>) -> Option<WarningShape> {
    let (kind, covers) = (fields.string("kind"), fields.string("covers"));
    let Some(covers) = kind.or(covers) else {
        fields.require("kind");
        return None;
    };
    Some(WarningShape::DocumentLacks {
        covers: covers.value,
        signed: fields.boolean("signed").is_some_and(|truth| truth.value),
        covering: fields.string("covering").map(|text| text.value),
        agreed_with: fields
            .word_list("agreed-with")
            .unwrap_or_default()
            .into_iter()
            .map(|word| word.value)
            .collect(),
    })
}

fn required(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Option<String> {
    fields.require(key);
    fields.string(key).map(|text| text.value)
}
