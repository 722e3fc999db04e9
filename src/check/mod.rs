//! Named checks over cases, settings, programmes and listings handed to it.
//!
//! Reading a file finds what is wrong with its form; the checks here find what only a programme,
//! the settings or the other files can tell. [`CHECKS`] names them all, as `caseload check NAME`
//! takes them.

mod dates;
mod kept_back;
mod listing;
mod reading;
mod retention;
pub mod scenario;
mod vocabulary;

pub use kept_back::keep_back;
pub use listing::{
    Participant, erased_stay_away, ids_are_unique, referrals_are_unique, same_referrals,
};
pub use reading::read_case;
pub use retention::retention_is_of_known_programmes;

use crate::calendar::Day;
use crate::case::{Case, Entry};
use crate::problem::Problem;
use crate::programme::Programme;
use crate::reading::Source;
use crate::settings::Settings;

/// Every check by name, with what it ensures. The first ones are made while a file is read.
pub const CHECKS: [(&str, &str); 28] = [
    ("file", "that a file can be read, and is no link"),
    ("syntax", "that a file is TOML"),
    ("unknown-key", "that every key is one that the tool knows"),
    ("required", "that nothing is left out that must be there"),
    ("type", "that every value is of its kind"),
    ("word", "that a word is one of those that a key can hold"),
    ("characters", "that no text holds control characters"),
    ("date", "that a date is a day, in local time, in a year that can be"),
    ("hours", "that hours are a number with at most two decimals"),
    ("id", "that an id is well formed and the file's name"),
    ("order", "that nothing ends before it begins"),
    ("job", "that a job has an offer or a start"),
    ("excuse", "that an excuse says what it covers, and why"),
    ("calendar", "that a calendar is one of the three"),
    ("format", "that this release knows the folder's format"),
    ("settings", "that the settings can be used"),
    ("programme", "that a programme file agrees with itself, and a case with a programme"),
    ("kind", "that kinds, covers, reasons and rules are the programme's own"),
    ("duplicate-id", "that no two files have the same id"),
    ("duplicate-case", "that no participant has two cases for one referral"),
    ("erased", "that no case that was erased is here again"),
    ("odd-date", "that entries lie between the referral and the exit"),
    ("logged", "that no two entries of a file have the same identity"),
    ("repeated", "that no entry stands in a file twice"),
    ("employer", "that an entry names the employer of a job"),
    ("worker", "that a worker is one that the settings know"),
    ("conflict", "that nothing waits to be settled"),
    ("interrupted", "that no recording waits to be finished"),
];

/// What a check of one case looks at.
#[derive(Clone, Copy, Debug)]
pub struct CaseContext<'a> {
    /// The file.
    pub source: &'a Source,
    /// The case read from it.
    pub case: &'a Case,
    /// Its entries, in the order of the file.
    pub entries: &'a [Entry<'a>],
    /// Its programme.
    pub programme: &'a Programme,
    /// The folder's settings.
    pub settings: &'a Settings,
    /// The day after which nothing can have happened yet, where that is asked for.
    pub today: Option<Day>,
}

/// The checks of one case, by small named functions.
const CASE_CHECKS: [fn(&CaseContext<'_>) -> Vec<Problem>; 9] = [
    vocabulary::employers_have_a_job,
    dates::nothing_lies_ahead,
    dates::a_day_has_no_more_than_its_hours,
    listing::entries_are_not_repeated,
    vocabulary::kinds_are_the_programmes,
    vocabulary::workers_are_known,
    dates::entries_lie_within_the_spell,
    dates::dates_of_the_spell_are_in_order,
    listing::identities_are_unique,
];

/// Everything that the checks find in one case.
pub fn case(context: &CaseContext<'_>) -> Vec<Problem> {
    CASE_CHECKS.iter().flat_map(|check| check(context)).collect()
}
