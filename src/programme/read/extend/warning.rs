//! Changes to one warning: its number, or that it is off.

use crate::calendar::Period;
use crate::programme::read::dated;
use crate::programme::{Dated, WarningRule, WarningShape};
use crate::reading::{Fields, Hundredths, Written};

/// Changes to one warning.
#[derive(Clone, Debug)]
pub(super) struct WarningOverride {
    pub(super) code: Written<String>,
    off: bool,
    after: Option<Dated<Period>>,
    hours: Option<Dated<Hundredths>>,
}

/// Reads changes to one warning, with their reason.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> Option<WarningOverride> {
    fields.require("code");
    fields.require("reason");
    let code = fields.string("code");
    fields.string("reason");
    let off = fields.boolean("off").is_some_and(|off| off.value);
    let after = dated::period(&mut fields, "after");
    let hours = dated::hours(&mut fields, "hours");
    fields.finish();
    Some(WarningOverride { code: code?, off, after, hours })
}

impl WarningOverride {
    /// Makes the changes; else says what is wrong with them, and a hint.
    pub(super) fn apply(&self, warnings: &mut Vec<WarningRule>) -> Result<(), (String, String)> {
        let code = &self.code.value;
        if self.off {
            warnings.retain(|warning| warning.code != *code);
            return Ok(());
        }
        let Some(warning) = warnings.iter_mut().find(|warning| warning.code == *code) else {
            return Ok(());
        };
        match (&mut warning.shape, &self.after, &self.hours) {
            (WarningShape::OfferPastExpectedStart { after }, Some(period), None) => {
                *after = period.clone();
            }
            (WarningShape::WeeklyHoursBelow { hours }, None, Some(number)) => {
                *hours = number.clone();
            }
            _ => {
                return Err((
                    format!("`{code}` has no such number to change"),
                    "give `off = true`, or the `after` or `hours` that the warning has".to_owned(),
                ));
            }
        }
        Ok(())
    }
}
