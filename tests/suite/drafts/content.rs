//! What the entries of a draft say: valid values for the keys of OBLIGATIONS.md section 3.

use crate::drafts::{EntryDraft, KeyDraft, Tape};

/// The kinds of entry that are drawn.
const KINDS: [&str; 9] =
    ["note", "contact", "document", "activity", "job", "assignment", "excuse", "extension", "exit"];

/// A valid entry, logged by an office as its so-manyeth, or written by hand.
pub(crate) fn entry_of(tape: &mut Tape, office: usize, number: usize) -> EntryDraft {
    let kind = tape.pick(&KINDS);
    let mut keys: Vec<KeyDraft> = required(kind)
        .iter()
        .map(|name| KeyDraft::new(name, value_for(kind, name, tape)))
        .collect();
    for name in keys_to_add(kind) {
        if tape.one_in(5) {
            keys.push(KeyDraft::new(name, value_for(kind, name, tape)));
        }
    }
    if tape.one_in(4) {
        // Written by hand: what it says is all there is to know it by.
        let said = format!("\"by hand {office}.{number}\"");
        keys.retain(|key| key.name != "note");
        keys.push(KeyDraft::new("note", said));
    } else {
        let (minute, fraction) = (tape.below(60), number * 10 + office);
        keys.push(KeyDraft::new("logged", format!("2027-01-02T10:{minute:02}:00.{fraction:03}Z")));
    }
    EntryDraft::new(kind, keys)
}

/// The keys that an entry must have.
fn required(kind: &str) -> &'static [&'static str] {
    match kind {
        "contact" => &["on", "mode", "outcome"],
        "document" => &["kind", "on"],
        "activity" => &["kind", "on", "hours"],
        "job" => &["employer", "started"],
        "assignment" => &["worker", "from"],
        "excuse" => &["rule", "due", "on", "reason"],
        "extension" => &["entered"],
        _ => &["on"],
    }
}

/// The keys that may be added to an entry that lacks them, and taken away from one that has them.
pub(crate) fn keys_to_add(kind: &str) -> &'static [&'static str] {
    match kind {
        "header" => &["name", "worker", "started", "restricted"],
        "contact" => &["hours", "covers", "note", "ref", "reason"],
        "document" => &["signed", "covers", "obtained"],
        "activity" => &["paid", "note"],
        "job" => &["offered", "ended", "hours-per-week"],
        "extension" => &["basis", "note"],
        "exit" => &["reason", "worker"],
        _ => &["note", "ref"],
    }
}

/// A value as a person could write it.
pub(crate) fn value_for(kind: &str, name: &str, tape: &mut Tape) -> String {
    let day =
        |tape: &mut Tape, year: &str| format!("{year}-0{}-1{}", tape.below(9) + 1, tape.below(9));
    match (kind, name) {
        ("contact" | "document" | "activity" | "excuse" | "note", "on") => {
            let day = day(tape, "2027");
            let time = tape.pick(&["", "", "T10:00:00", " 10:00:00", "T10:00"]);
            format!("{day}{time}")
        }
        ("exit", "on") | ("job", "ended") => day(tape, "2028"),
        (_, "on" | "from" | "entered" | "due" | "started" | "ended" | "offered") => {
            day(tape, "2027")
        }
        (_, "mode") => tape.pick(&["\"in-person\"", "'phone'", "\"video\""]).to_owned(),
        (_, "outcome") => tape.pick(&["\"held\"", "'held'", "\"missed\""]).to_owned(),
        (_, "basis") => tape.pick(&["\"in-work\"", "\"offer\""]).to_owned(),
        (_, "hours" | "hours-per-week") => {
            tape.pick(&["1", "1.0", "1.5", "1.50", "16", "1_0.25"]).to_owned()
        }
        (_, "signed" | "paid" | "restricted") => tape.pick(&["true", "false"]).to_owned(),
        (_, "covers") => {
            let lists = ["[\"a\"]", "[ 'a' ]", "[\n  \"a\",\n  \"b\",\n]", "[\"b\"]"];
            tape.pick(&lists).to_owned()
        }
        _ => {
            let texts =
                ["\"one\"", "'one'", "\"two\"", "\"\"\"\nthree\nlines\"\"\"", "'''four\n'''"];
            tape.pick(&texts).to_owned()
        }
    }
}
