//! The programmes' own lists of words.

/// The rules of IPES, in the table's order.
pub const IPES_RULES: [&str; 28] = [
    "acknowledge-referral",
    "initial-meeting",
    "needs-assessment",
    "start-or-outcome",
    "needs-assessment-complete",
    "action-plan",
    "action-plan-review",
    "four-weekly-meeting",
    "weekly-contact-offer",
    "missed-appointment",
    "work-experience",
    "benefit-impact-experience",
    "benefit-impact-work",
    "access-to-work",
    "action-plan-on-job-start",
    "employer-support-plan",
    "transition-timetable",
    "self-employment-support-package",
    "support-network",
    "job-start-entered",
    "extension",
    "respond-to-concern",
    "exit",
    "end-date-entered",
    "progress-report",
    "exit-activity-plan",
    "exit-report",
    "handback",
];

/// The rules of Work Choice, in the table's order.
pub const WORK_CHOICE_RULES: [&str; 7] = [
    "development-plan",
    "benefit-advice",
    "quarterly-review",
    "monthly-activity",
    "module-three-decision",
    "exit",
    "leaver-plan",
];

/// IPES activities that are experience of work.
pub const EXPERIENCE_OF_WORK: [&str; 6] = [
    "work-experience",
    "work-taster",
    "work-trial",
    "supported-internship",
    "work-placement",
    "volunteering",
];

/// IPES activities that are not.
pub const OTHER_IPES_ACTIVITIES: [&str; 3] =
    ["training", "interview-practice", "independence-skills"];

/// Work Choice activities.
pub const WORK_CHOICE_ACTIVITIES: [&str; 5] =
    ["learning", "new-ways-of-working", "work-routines", "specialist-advice", "plan-activity"];

/// IPES document kinds that the table names ("document covering it", "covers it").
pub const IPES_DOCUMENTS: [&str; 19] = [
    "referral-acknowledgement",
    "needs-assessment",
    "start-or-outcome",
    "needs-assessment-complete",
    "action-plan",
    "benefit-impact-experience",
    "benefit-impact-work",
    "access-to-work",
    "employer-support-plan",
    "transition-timetable",
    "self-employment-support-package",
    "support-network",
    "job-start-entered",
    "end-date-entered",
    "progress-report",
    "exit-activity-plan",
    "exit-report",
    "handback",
    "disengagement-notified",
];

/// IPES covers that are only ever listed in `covers` here.
pub const IPES_COVERS: [&str; 6] = [
    "initial-meeting",
    "action-plan-review",
    "work-experience-agreed",
    "buddy",
    "accompaniment",
    "warm-handover",
];

/// Work Choice document kinds.
pub const WORK_CHOICE_DOCUMENTS: [&str; 7] = [
    "development-plan",
    "benefit-advice",
    "module-three-decision",
    "leaver-plan",
    "employer-contact-declined",
    "employer-contact-agreed",
    "access-to-work",
];

/// Work Choice covers that are only ever listed in `covers` here.
pub const WORK_CHOICE_COVERS: [&str; 4] = ["review", "tapering", "long-term-need", "career-goals"];

/// IPES exit reasons.
pub const IPES_EXIT_REASONS: [&str; 8] = [
    "completed",
    "time-limit",
    "employment-ended",
    "did-not-start",
    "disengaged",
    "withdrew",
    "died",
    "other",
];

/// Work Choice exit reasons.
pub const WORK_CHOICE_EXIT_REASONS: [&str; 8] = [
    "unsupported-employment",
    "module-three",
    "time-limit",
    "programme-closed",
    "declined-support",
    "employment-ended",
    "died",
    "other",
];

/// Is this kind of activity marked as experience of work?
pub fn is_experience_of_work(kind: &str) -> bool {
    EXPERIENCE_OF_WORK.contains(&kind)
}

/// A rule's place in its programme's table.
pub fn place_of_rule(work_choice: bool, rule: &str) -> usize {
    let rules: &[&str] = if work_choice { &WORK_CHOICE_RULES } else { &IPES_RULES };
    rules.iter().position(|known| *known == rule).expect("a rule of the table")
}
