//! What follows a missed appointment.

use caseload::calendar::Moment;

use super::{contact, day, started};
use crate::properties::Subject;

/// Ensures that of several that were missed on one day the last alone is followed up, and one on the next
/// day by itself (OBLIGATIONS.md, `missed-appointment`).
#[test]
fn the_last_miss_of_a_day_is_followed_up() {
    let misses = [
        contact("2026-11-18T15:00:00", "phone", "missed", ""),
        contact("2026-11-18T10:00:00", "in-person", "missed", ""),
        contact("2026-11-18", "video", "missed", ""),
        contact("2026-11-19T09:00:00", "phone", "missed", ""),
    ];
    let subject = Subject::read(&started(&misses.concat()));
    let obligations = subject.on(day("2026-11-20")).obligations;
    let followed = obligations.iter().filter(|it| it.instance.rule.id == "missed-appointment");
    let due: Vec<Moment> = followed.map(|it| it.instance.due).collect();
    let written: Vec<String> = due.iter().map(ToString::to_string).collect();
    assert_eq!(written, ["2026-11-19T15:00:00", "2026-11-20T09:00:00"]);
}
