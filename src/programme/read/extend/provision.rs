//! Changes to the length of a spell.

use crate::calendar::{Day, Period};
use crate::programme::read::dated;
use crate::programme::{Dated, DayOne, Length, Programme};
use crate::reading::{Fields, Span};

/// Changes to the length of a spell.
#[derive(Clone, Debug, Default)]
pub(super) struct ProvisionChange {
    day_one: Option<DayOne>,
    standard: Option<Dated<i64>>,
    extended: Option<Dated<i64>>,
    in_work_minimum: Option<Dated<i64>>,
    length: Option<Dated<Period>>,
    closes: Option<Day>,
    reason: String,
    pub(super) span: Span,
}

/// Reads changes to the length of the spell, with their reason.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> ProvisionChange {
    fields.require("reason");
    let change = ProvisionChange {
        reason: fields.string("reason").map_or_else(String::new, |reason| reason.value),
        day_one: fields.word("day-one").map(|word| word.value),
        standard: dated::day_of_provision(&mut fields, "standard"),
        extended: dated::day_of_provision(&mut fields, "extended"),
        in_work_minimum: dated::count(&mut fields, "in-work-minimum"),
        length: dated::some_time(&mut fields, "length"),
        closes: fields.day("closes").map(|day| day.value),
        span: fields.span().clone(),
    };
    fields.finish();
    change
}

impl ProvisionChange {
    /// Makes the changes; else says what is wrong with them, and a hint.
    pub(super) fn apply(&self, programme: &mut Programme) -> Result<(), (String, String)> {
        if !self.reason.is_empty() {
            programme.provision.ruling = Some(format!("changed in this folder: {}", self.reason));
        }
        if let Some(day_one) = self.day_one {
            programme.provision.day_one = day_one;
        }
        let days = [&self.standard, &self.extended, &self.in_work_minimum];
        match &mut programme.provision.length {
            Length::Days { standard, extended, in_work_minimum } => {
                if self.length.is_some() || self.closes.is_some() {
                    return Err((
                        format!("`{}` counts its length in days", programme.id),
                        "give `standard`, `extended` or `in-work-minimum`".to_owned(),
                    ));
                }
                for (own, change) in [standard, extended, in_work_minimum].into_iter().zip(days) {
                    if let Some(change) = change {
                        *own = change.clone();
                    }
                }
            }
            Length::Maximum { length, closes } => {
                if days.iter().any(|change| change.is_some()) {
                    return Err((
                        format!("`{}` does not count its length in days", programme.id),
                        "give `length` or `closes`".to_owned(),
                    ));
                }
                if let Some(change) = &self.length {
                    *length = change.clone();
                }
                *closes = self.closes.or(*closes);
            }
        }
        Ok(())
    }
}
