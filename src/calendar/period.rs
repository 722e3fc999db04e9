//! A length of time as the guidance writes it: `15 working days`, `28 days`, `3 months`,
//! `24 hours`, `the same day`.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::calendar::day::plural;

/// A length of time from a trigger to a limit. The trigger's own day is never counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    /// Monday to Friday, bank holidays and closure days aside.
    WorkingDays(u32),
    /// Days of the calendar.
    Days(u32),
    /// Months, taken from the trigger itself and clamped to the month's last day.
    Months(u32),
    /// Hours on the local clock face.
    Hours(u32),
}

impl Period {
    /// Reads the words of a programme file, singular or plural.
    pub fn parse(text: &str) -> Option<Period> {
        if text == "the same day" {
            return Some(Period::Days(0));
        }
        let (number, unit) = text.split_once(' ')?;
        let number: u32 = number.parse().ok().filter(|number| *number <= 10_000)?;
        match unit {
            "working day" | "working days" => Some(Period::WorkingDays(number)),
            "day" | "days" => Some(Period::Days(number)),
            "month" | "months" if number <= 1_200 => Some(Period::Months(number)),
            "hour" | "hours" => Some(Period::Hours(number)),
            _ => None,
        }
    }
}

impl Period {
    /// Whether it takes no time: whatever is counted by it falls on the same day.
    pub fn is_no_time(self) -> bool {
        matches!(
            self,
            Period::WorkingDays(0) | Period::Days(0) | Period::Months(0) | Period::Hours(0)
        )
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Period::Days(0) => "the same day".to_owned(),
            Period::WorkingDays(number) => plural((*number).into(), "working day"),
            Period::Days(number) => plural((*number).into(), "day"),
            Period::Months(number) => plural((*number).into(), "month"),
            Period::Hours(number) => plural((*number).into(), "hour"),
        };
        formatter.write_str(&words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_period_reads_back_what_it_writes() {
        for text in [
            "15 working days",
            "1 working day",
            "28 days",
            "3 months",
            "24 hours",
            "10000 days",
            "1200 months",
        ] {
            assert_eq!(Period::parse(text).map(|period| period.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Period::parse("the same day"), Some(Period::Days(0)));
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "15",
            "fifteen days",
            "-1 days",
            "1.5 days",
            "3 weeks",
            "10001 days",
            "1201 months",
            "",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}
