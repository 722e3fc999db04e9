//! `[retention]`: how long cases are kept once they have ended. There is no number unless the provider
//! sets one, and whoever sets one says why.

use std::collections::BTreeMap;

use crate::calendar::Period;
use crate::reading::{Fields, safe_line, words};

words! {
    /// From what a retention period is counted.
    KeptFrom {
        /// The end of the case: its exit, or the last day that its programme has.
        Exit = "exit",
        /// The day of the last entry, or the end of the case where that is later.
        LastEntry = "last-entry",
    }
}

/// How long cases are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// The period as it is written, such as `6 years`.
    pub words: String,
    /// The same to count with: days or months.
    pub period: Period,
    /// From what it is counted.
    pub from: KeptFrom,
    /// Where it is laid down.
    pub cite: String,
}

/// How long the cases of a folder are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// On any programme that has no period of its own; none if none is set.
    pub general: Option<Keeping>,
    /// On single programmes, by id.
    pub programmes: BTreeMap<String, Keeping>,
}

impl Retention {
    /// How long a case on a programme is kept; none if that is not set.
    pub fn of(&self, programme: &str) -> Option<&Keeping> {
        self.programmes.get(programme).or(self.general.as_ref())
    }

    /// Whether any period is set.
    pub fn is_set(&self) -> bool {
        self.general.is_some() || !self.programmes.is_empty()
    }
}

/// Reads `[retention]`. A period that is wrong or lacks something is none.
pub(super) fn read_retention(fields: &mut Fields<'_, '_, '_>) -> Retention {
    let Some(mut table) = fields.table("retention", "the retention period") else {
        return Retention::default();
    };
    let mut programmes = BTreeMap::new();
    if let Some(mut each) = table.table("programmes", "the retention periods of programmes") {
        for (id, value) in each.entries() {
            let Some(own) = each.table_of(&id.value, value, "a retention period") else { continue };
            programmes.extend(read_keeping(own).map(|keeping| (id.value, keeping)));
        }
    }
    let says_something = ["keep", "from", "cite"].map(|key| table.has(key)).contains(&true);
    // A table of programmes alone sets nothing for the others.
    if !says_something && table.has("programmes") {
        table.finish();
        return Retention { general: None, programmes };
    }
    Retention { general: read_keeping(table), programmes }
}

fn read_keeping(mut table: Fields<'_, '_, '_>) -> Option<Keeping> {
    for key in ["keep", "from", "cite"] {
        table.require(key);
    }
    let keep = table.string("keep");
    let from = table.word("from");
    let cite = table.string("cite");
    let reader = table.reader();
    table.finish();
    let (keep, from, cite) = (keep?, from?, cite?);
    if cite.value.trim().is_empty() {
        let hint = "say where it is laid down: `cite = \"Contract, schedule 4, paragraph 12\"`";
        reader.error(&cite.span, "settings", "the citation of the period is blank", hint);
        return None;
    }
    let Some(period) = period(&keep.value) else {
        let message = format!("`{}` is no time for which a case is kept", safe_line(&keep.value));
        let hint = "write it in days, months or years, such as `keep = \"6 years\"`";
        reader.error(&keep.span, "settings", message, hint);
        return None;
    };
    let (words, cite) = (keep.value.trim().to_owned(), cite.value.trim().to_owned());
    Some(Keeping { words, period, from: from.value, cite })
}

/// Days, months or years; none of no length. A year is twelve months.
fn period(text: &str) -> Option<Period> {
    let text = text.trim();
    let years = text.strip_suffix(" years").or_else(|| text.strip_suffix(" year"));
    let period = match years {
        Some(years) => {
            let is_number = years.bytes().all(|byte| byte.is_ascii_digit());
            let years: u32 = years.parse().ok().filter(|years| is_number && *years <= 100)?;
            Period::Months(years * 12)
        }
        None => Period::parse(text)?,
    };
    let is_fit = matches!(period, Period::Days(_) | Period::Months(_)) && !period.is_no_time();
    is_fit.then_some(period)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_days_months_or_years() {
        for (text, expected) in [
            ("6 years", Some(Period::Months(72))),
            ("1 year", Some(Period::Months(12))),
            ("18 months", Some(Period::Months(18))),
            (" 90 days ", Some(Period::Days(90))),
            ("100 years", Some(Period::Months(1200))),
            ("101 years", None),
            ("0 years", None),
            ("0 days", None),
            ("the same day", None),
            ("20 working days", None),
            ("24 hours", None),
            ("+6 years", None),
            ("six years", None),
            ("6", None),
            ("", None),
        ] {
            assert_eq!(period(text), expected, "{text}");
        }
    }
}
