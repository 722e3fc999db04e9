//! What `correct` and `set` take, and what they refuse.

use crate::recording::office::{Office, words};

/// Ensures that what has not happened is not set or corrected either, and that the time of day stays.
#[test]
fn what_lies_ahead_is_refused_when_it_is_mended_too() {
    let office = Office::with_cases();
    let refused = |arguments: &[&str], expected: &str| {
        let output = office.caseload("2026-11-16T12:00:00Z", arguments).output().unwrap();
        let said = words(&output).replace('\n', " ");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    };
    let ahead = "lies ahead, and what has not happened is not recorded";
    refused(&["correct", "A-0001", "1", "on=2026-11-17"], ahead);
    refused(&["set", "A-0001", "started=2026-11-17"], ahead);
    refused(&["set", "A-0001", "referred=2026-11-17"], ahead);
    office.done("2026-11-16T12:00:01Z", &["correct", "A-0001", "1", "on=2026-11-15T10:00"]);
    let said =
        words(&office.done("2026-11-16T12:00:02Z", &["correct", "A-0001", "1", "on=14/11/2026"]));
    assert!(said.replace('\n', " ").contains("on Sat 14 Nov 2026 at 10:00"), "{said}");
    refused(&["correct", "A-0001", "1", "time=9:30"], "write on=2026-11-14T09:30");
    let meant = ["correct", "A-0001", "1", "on=2026-11-17", "--force-future"];
    office.done("2026-11-16T12:00:03Z", &meant);
    // What is planned may lie ahead.
    office.done("2026-11-16T12:00:04Z", &["job", "offer", "A-0001", "--employer", "Brook"]);
    office.done("2026-11-16T12:00:05Z", &["correct", "A-0001", "2", "starts=2026-12-01"]);
}
