//! The clock, read in one line. Everything else takes the day as an argument.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};

/// This moment.
#[allow(clippy::disallowed_methods)] // This is the one line that may.
pub(super) fn now() -> DateTime<Utc> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs())
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .unwrap_or_default()
}
