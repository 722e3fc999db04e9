//! What somebody typed into a file with a moment of its own choosing, and days that were mended afterwards:
//! lateness goes by the commit, and the evidence says so.

use std::fs;

use super::{found, git, packed};
use crate::recording::office::{Office, words};

const LATER: &str = "2026-11-16T14:00:00Z";

/// A contact of the 3rd that says it was recorded on the 3rd.
const TYPED: &str = "\n[[contact]]\non = 2026-11-03\nmode = \"in-person\"\noutcome = \"held\"\n\
                     logged = 2026-11-03T09:30:00Z\nobtained = \"paper\"\n";

fn write(office: &Office, text: &str) {
    let file = office.case("A-0001");
    let before = fs::read_to_string(&file).unwrap();
    fs::write(&file, before + text).unwrap();
}

/// What `history --late` says, without line breaks.
fn late(office: &Office) -> String {
    let arguments = ["history", "A-0001", "--late", "--format", "plain"];
    words(&office.done(LATER, &arguments))
}

/// The page of the case in a pack of it, without its marks; the pack is whole.
fn page(office: &Office, name: &str) -> (String, String) {
    let place = packed(office, &["A-0001"], name);
    assert_eq!(found(office, &place), []);
    let text = |file: &str| fs::read_to_string(place.join(file)).unwrap();
    (text("cases/A-0001.html"), text("index.html"))
}

/// The codes and words of what `verify` warns of.
fn warned(office: &Office) -> Vec<String> {
    let said = office.done(LATER, &["verify", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    let findings = said["findings"].as_array().unwrap().iter();
    let is_of_stamps = |it: &&serde_json::Value| it["code"] == "logged-apart";
    findings.filter(is_of_stamps).map(|it| it["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_stamp_typed_by_hand_does_not_make_an_entry_punctual() {
    let by_save = |office: &Office| {
        office.done("2026-11-16T13:00:00Z", &["save", "A-0001"]);
    };
    let by_git = |office: &Office| {
        git(office, &office.folder(), &["commit", "--quiet", "-a", "-m", "visit"]);
    };
    for (is_by_git, record) in [(false, &by_save as &dyn Fn(&Office)), (true, &by_git)] {
        let office = Office::with_cases();
        let before = late(&office);
        assert!(!before.contains("2026-11-03") && warned(&office).is_empty(), "{before}");
        write(&office, TYPED);
        record(&office);
        let told = late(&office);
        let words = "contact in person, held, on Tue 3 Nov 2026 (recorded ";
        assert!(told.contains(words), "{is_by_git}: {told}");
        assert!(told.contains(" later); it says logged Tue 3 Nov 2026."), "{is_by_git}: {told}");
        let warned = warned(&office);
        let named = warned.first().map(String::as_str).unwrap_or_default();
        assert!(
            named.starts_with("contact 2026-11-03 says that it was logged "),
            "{is_by_git}: {warned:?}"
        );
        let (page, cover) = page(&office, "pack");
        assert!(page.contains("; it says logged 2026-11-03 09:30"), "{is_by_git}: {page}");
        assert!(!cover.contains("0 recorded late"), "{is_by_git}: {cover}");
    }
}

#[test]
fn a_stamp_of_the_tool_counts_though_it_was_committed_after_midnight() {
    let office = Office::with_cases();
    let text = TYPED.replace("2026-11-03T09:30:00Z", "2026-11-15T23:50:00Z");
    write(&office, &text.replace("on = 2026-11-03", "on = 2026-11-15"));
    office.done("2026-11-16T00:04:00Z", &["save", "A-0001"]);
    assert!(!late(&office).contains("contact in person, held, on Sun 15"), "{}", late(&office));
    // Two minutes more, and it is the commit that says when.
    let office = Office::with_cases();
    write(&office, &text.replace("on = 2026-11-03", "on = 2026-11-15"));
    office.done("2026-11-16T00:06:00Z", &["save", "A-0001"]);
    assert!(
        late(&office).contains("on Sun 15 Nov 2026 (recorded 1 day later)"),
        "{}",
        late(&office)
    );
}

#[test]
fn a_day_that_is_mended_is_on_record_from_then_on() {
    let office = Office::with_cases();
    let before = late(&office);
    office.done("2026-11-16T13:00:00Z", &["correct", "A-0001", "1", "note=Mended."]);
    assert_eq!(late(&office), before);
    office.done("2026-11-16T13:01:00Z", &["correct", "A-0001", "1", "on=2026-11-16T09:00"]);
    assert_eq!(late(&office), before, "the day is the same");
    office.done("2026-11-16T13:02:00Z", &["correct", "A-0001", "1", "on=2026-11-11"]);
    let told = late(&office);
    let expected = "on from 2026-11-16T09:00:00 to 2026-11-11T09:00:00 (recorded 5 days later)";
    assert!(told.contains(expected), "{told}");
    let (page, _) = page(&office, "pack");
    let corrected = "corrected: on from 2026-11-16T09:00:00 to 2026-11-11T09:00:00 (2026-11-16 by ";
    // With the obligation that it meets, and in the order of the contacts.
    assert!(page.matches(corrected).count() >= 2, "{page}");
}

/// Ensures that all parts of a pack say the same of when something came on record.
#[test]
fn a_pack_says_one_thing_of_when_something_was_recorded() {
    let office = Office::with_cases();
    write(&office, TYPED);
    office.done("2026-11-16T13:00:00Z", &["save", "A-0001"]);
    let place = packed(&office, &["A-0001"], "typed");
    for file in ["cases/A-0001.html", "cases/A-0001.arithmetic.html"] {
        let page = fs::read_to_string(place.join(file)).unwrap();
        assert!(page.contains("recorded Mon 16 Nov 2026, 13 days later"), "{file}: {page}");
    }
    // Its day is mended, and that is taken back.
    office.done("2026-11-16T13:01:00Z", &["correct", "A-0001", "2", "on=2026-11-10"]);
    let page = |name: &str| {
        let place = packed(&office, &["A-0001"], name);
        fs::read_to_string(place.join("cases/A-0001.html")).unwrap()
    };
    let moved = page("moved");
    assert!(moved.contains("; of this day 2026-11-16 13:01, 6 days later"), "{moved}");
    assert!(moved.contains("recorded Mon 16 Nov 2026, 6 days later"), "{moved}");
    assert!(!moved.contains("13 days later\""), "{moved}");
    office.done("2026-11-16T13:02:00Z", &["undo"]);
    let back = page("back");
    assert!(!back.contains("; of this day"), "{back}");
    assert!(back.contains("put back as it was: on from 2026-11-10 to 2026-11-03"), "{back}");
    assert!(back.contains("on record 2026-11-16 13:00, 13 days later"), "{back}");
}
