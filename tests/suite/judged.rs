//! Small cases judged: what is said of them, what is to be done, how they stand, and what became of
//! each obligation from one day or version of the file to another.

mod comparison;
mod misses;
mod programmes;
mod sentences;
mod standing;

use caseload::calendar::{Day, parse_day};

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

/// A case of IPES that was referred on Mon 2 Nov 2026 and started on Mon 16 Nov.
fn started(entries: &str) -> String {
    let header = "id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n";
    format!("{header}started = 2026-11-16\n\n{entries}")
}

/// A contact, with more keys where it has any.
fn contact(on: &str, mode: &str, outcome: &str, keys: &str) -> String {
    format!("[[contact]]\non = {on}\nmode = \"{mode}\"\noutcome = \"{outcome}\"\n{keys}\n")
}

/// The acknowledgement of the referral.
fn acknowledged(on: &str) -> String {
    format!("[[document]]\nkind = \"referral-acknowledgement\"\non = {on}\n")
}
