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
