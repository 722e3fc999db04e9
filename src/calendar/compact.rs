//! Days as machines keep them: by their number, short and quickly read.

use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serializer, de};

use crate::calendar::Day;

/// Writes a day as its number.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "so serde calls it")]
pub(crate) fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i32(day.num_days_from_ce())
}

/// Reads the day of a number.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let number = i32::deserialize(deserializer)?;
    Day::from_num_days_from_ce_opt(number).ok_or_else(|| de::Error::custom("there is no such day"))
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, I32Deserializer};

    use super::*;
    use crate::calendar::parse_day;

    fn read(number: i32) -> Option<Day> {
        let number: I32Deserializer<Error> = number.into_deserializer();
        deserialize(number).ok()
    }

    #[test]
    fn a_day_is_kept_by_its_number() {
        // By the count of days in which 1 is 1 January of the year 1.
        assert_eq!(read(1), Day::from_ymd_opt(1, 1, 1));
        assert_eq!(read(719_163), parse_day("1970-01-01"));
        assert_eq!(read(739_936), parse_day("2026-11-16"));
        assert_eq!(read(i32::MAX), None);
    }
}
