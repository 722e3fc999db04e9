//! One small case for each sentence of the design.

mod twins;

use caseload::case::{Disagreement, NotMergeable, Version, merge};

use crate::merging::{hold_settled, is_valid, merged};

const HEADER: &str = "id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n";

/// A note with its `logged`.
fn note(on: &str, logged: u32) -> String {
    format!("\n[[note]]\non = {on}\nlogged = 2027-01-01T10:00:00.{logged:03}Z\n")
}

/// The name of that note in a `[[conflict]]`.
fn logged(logged: u32) -> String {
    format!("2027-01-01T10:00:00.{logged:03}Z")
}

/// A case with these entries.
fn case(entries: &[&str]) -> String {
    format!("{HEADER}{}", entries.concat())
}

/// Holds what comes of a merge, from either side and again, and gives what is to be settled.
fn hold(base: Option<&str>, ours: &str, theirs: &str, expected: &str) -> Vec<Disagreement> {
    let outcome = merged(base, ours, theirs);
    assert_eq!(outcome.text, expected);
    hold_settled(base, ours, theirs, expected);
    assert!(is_valid(expected), "{expected}");
    outcome.conflicts
}

fn conflict(entry: &str, key: Option<&str>, taken: &str, other: &str) -> String {
    let key = key.map(|key| format!("key = \"{key}\"\n")).unwrap_or_default();
    format!("\n[[conflict]]\nentry = {entry}\n{key}taken = {taken}\nother = {other}\n")
}

#[test]
fn a_side_left_alone_yields_to_the_byte() {
    let base = case(&[&note("2026-11-03", 1)]);
    let theirs = "\u{feff}# odd \r\nid='A-1'\n\n\n  referred =2026-11-02";
    for (ours, theirs, expected) in
        [(base.as_str(), theirs, theirs), (base.as_str(), &base, &base), (theirs, theirs, theirs)]
    {
        assert_eq!(merged(Some(&base), ours, theirs).text, expected);
    }
}

#[test]
fn what_either_side_added_is_kept_in_the_order_of_logging() {
    let (one, two, three) = (note("2026-11-05", 1), note("2026-11-04", 2), note("2026-11-03", 3));
    let hand = "\n[[note]]\non = 2026-11-01\nnote = \"by hand\"\n";
    let base = case(&[&three]);
    let ours = case(&[&three, &two, hand]);
    let theirs = case(&[&one, &three]);
    let expected = case(&[&three, &one, &two, hand]);
    assert!(hold(Some(&base), &ours, &theirs, &expected).is_empty());
}

#[test]
fn what_one_side_removed_is_gone_unless_the_other_changed_it() {
    let (one, two) = (note("2026-11-03", 1), note("2026-11-04", 2));
    let base = case(&[&one, &two]);
    let ours = case(&[&two]);
    let added = note("2026-11-06", 3);
    let theirs = case(&[&one, &two, &added]);
    assert!(hold(Some(&base), &ours, &theirs, &case(&[&two, &added])).is_empty());
    let changed = note("2026-11-05", 1);
    let theirs = case(&[&changed, &two]);
    let kept = conflict(&logged(1), None, "\"kept\"", "\"removed\"");
    let found = hold(Some(&base), &ours, &theirs, &case(&[&changed, &two, &kept]));
    assert_eq!(
        found,
        [Disagreement {
            entry: logged(1),
            key: None,
            taken: "\"kept\"".to_owned(),
            other: "\"removed\"".to_owned(),
        }]
    );
    // Written otherwise is not changed.
    let realigned = one.replace("on =", "on   =");
    assert!(hold(Some(&base), &ours, &case(&[&realigned, &two]), &ours).is_empty());
}

#[test]
fn of_two_values_the_greater_is_taken_and_both_are_told() {
    let contact = |hours: &str, rest: &str| {
        case(&[&format!(
            "\n[[contact]]\non = 2026-11-03\nmode = \"phone\"\noutcome = \"held\"\nhours = {hours}\n{rest}logged = {}\n",
            logged(1)
        )])
    };
    let base = contact("1", "");
    let ours = contact("9 # long", "");
    let theirs = contact("10", "note = \"x\"\n");
    let both = conflict(&logged(1), Some("hours"), "10", "9");
    let expected = contact("10 # long", "").replace("logged", "note = \"x\"\nlogged");
    // A key that was added stands behind those that were there.
    let expected = expected.replace(
        &format!("note = \"x\"\nlogged = {}\n", logged(1)),
        &format!("logged = {}\nnote = \"x\"\n", logged(1)),
    );
    hold(Some(&base), &ours, &theirs, &format!("{expected}{both}"));
    // The same meaning written in two ways is no conflict.
    let found = hold(Some(&base), &contact("1.5", ""), &contact("1.50", ""), &contact("1.50", ""));
    assert!(found.is_empty());
    // A key that one side took away and the other changed stays.
    let gone = base.replace("hours = 1\n", "");
    let removed = conflict(&logged(1), Some("hours"), "2", "\"removed\"");
    hold(Some(&base), &gone, &contact("2", ""), &format!("{}{removed}", contact("2", "")));
}

#[test]
fn the_header_is_merged_key_by_key() {
    let base = format!("{HEADER}name = \"Sam\"\n");
    let ours = format!("{HEADER}name = \"Sam O\"\nworker = \"alex\"\n");
    let theirs = format!("{HEADER}name = \"Sam P\"\nstarted = 2026-11-16\n");
    let both = conflict("\"header\"", Some("name"), "\"Sam P\"", "\"Sam O\"");
    let expected =
        format!("{HEADER}name = \"Sam P\"\nstarted = 2026-11-16\nworker = \"alex\"\n{both}");
    hold(Some(&base), &ours, &theirs, &expected);
}

#[test]
fn what_comes_once_is_merged_key_by_key_even_if_both_are_new() {
    let exit = |on: &str, number: u32| {
        case(&[&format!("\n[exit]\non = {on}\nlogged = {}\n", logged(number))])
    };
    let base = case(&[]);
    let both = conflict("\"exit\"", Some("on"), "2027-02-02", "2027-02-01");
    // Which was logged later is no disagreement of its own.
    let expected = format!("{}{both}", exit("2027-02-02", 2));
    hold(Some(&base), &exit("2027-02-01", 2), &exit("2027-02-02", 1), &expected);
}

#[test]
fn one_identity_with_two_contents_is_two_entries() {
    let (one, other) = (note("2026-11-03", 1), note("2026-11-04", 1));
    let base = case(&[]);
    let expected = case(&[&one, &other]);
    assert!(hold(Some(&base), &case(&[&other]), &case(&[&one]), &expected).is_empty());
}

#[test]
fn an_entry_by_hand_is_known_by_what_it_says() {
    let hand = |text: &str| format!("\n# mine\n[[note]]\non = 2026-11-03\nnote = \"{text}\"\n");
    let base = case(&[&hand("a")]);
    let moved = case(&["\n[[note]]\nnote = \"a\"\n# mine\non = 2026-11-03\n"]);
    let added = case(&[&hand("a"), &hand("b")]);
    let expected = moved.clone() + &hand("b");
    hold(Some(&base), &moved, &added, &expected);
    let expected = case(&[&hand("b"), &hand("c")]);
    hold(Some(&base), &case(&[&hand("c")]), &case(&[&hand("b")]), &expected);
    // The same one twice is two entries; one of them can go.
    let twice = case(&[&hand("a"), &hand("a")]);
    hold(
        Some(&twice),
        &base,
        &case(&[&hand("a"), &hand("a"), &hand("d")]),
        &case(&[&hand("a"), &hand("d")]),
    );
}

#[test]
fn equal_entries_by_hand_are_as_many_as_they_were() {
    let hand = "\n[[note]]\non = 2026-11-01\nnote = \"by hand\"\n";
    let (one, two) = (note("2026-11-03", 1), note("2026-11-04", 2));
    let base = case(&[hand, hand]);
    let (ours, theirs) = (case(&[hand, hand, &one]), case(&[hand, hand, &two]));
    hold(Some(&base), &ours, &theirs, &case(&[hand, hand, &one, &two]));
    // One side wrote it twice, the other once: it may have been meant twice.
    let (ours, theirs) = (case(&[hand, hand, &one]), case(&[hand, &two]));
    hold(Some(&case(&[])), &ours, &theirs, &case(&[&one, &two, hand, hand]));
    // Which of two equal ones was there before cannot be said: where one is taken away here and one
    // more written there, both stay.
    let (base, more) = (case(&[hand]), case(&[hand, hand]));
    hold(Some(&base), &more, &case(&[&one]), &case(&[hand, &one, hand]));
}

#[test]
fn a_conflict_is_not_told_twice_and_can_be_settled_on_one_side() {
    let told = conflict("\"header\"", Some("name"), "\"Z\"", "\"A\"");
    let base = format!("{HEADER}name = \"N\"\n");
    let ours = format!("{HEADER}name = \"Z\"\n{told}");
    let theirs = format!("{HEADER}name = \"A\"\n");
    assert!(hold(Some(&base), &ours, &theirs, &ours).is_empty());
    let base = ours.clone();
    let settled = format!("{HEADER}name = \"Z\"\n");
    let added = format!("{base}{}", note("2026-11-03", 1));
    let expected = format!("{settled}{}", note("2026-11-03", 1));
    hold(Some(&base), &settled, &added, &expected);
}

#[test]
fn comments_of_both_sides_stay_with_what_stands_below_them() {
    let with = |comment: &str, remark: &str| {
        case(&[&note("2026-11-03", 1).replace("[[note]]", &format!("{comment}[[note]]{remark}"))])
    };
    let base = with("# old\n", "");
    let ours = with("# old\n# ours\n", " # o");
    let theirs = with("# theirs\n", " # t");
    hold(Some(&base), &ours, &theirs, &with("# ours\n# theirs\n", "  # o  # t"));
    // An entry goes with its comment.
    let added = format!("{base}{}", note("2026-11-04", 2));
    hold(Some(&base), &case(&[]), &added, &case(&[&note("2026-11-04", 2)]));
    // What somebody wrote about it in the meantime stays.
    let expected = format!("{HEADER}\n# t\n# theirs\n{}", note("2026-11-04", 2));
    hold(Some(&base), &case(&[]), &format!("{theirs}{}", note("2026-11-04", 2)), &expected);
}

#[test]
fn a_comment_at_the_end_stays_there_when_both_sides_append() {
    let base = format!("{HEADER}\n# no phone calls\n");
    let ours = format!("{base}{}", note("2026-11-03", 1));
    let theirs = format!("{base}{}", note("2026-11-04", 2));
    let expected = format!("{base}{}{}", note("2026-11-03", 1), note("2026-11-04", 2));
    hold(Some(&base), &ours, &theirs, &expected);
}

#[test]
fn a_comment_at_what_is_gone_stays_and_is_set_apart() {
    let (one, two, three) = (note("2026-11-03", 1), note("2026-11-04", 2), note("2026-11-05", 3));
    let base = case(&[&one, &two]);
    let theirs = case(&[&one, &two.replace("[[note]]", "# call first\n[[note]]"), &three]);
    let expected = case(&[&one, "\n# call first\n", &three]);
    hold(Some(&base), &case(&[&one]), &theirs, &expected);
    // And so does one at the last key, behind what was set apart before.
    let base = case(&[&one, "\n# apart\n", &two]);
    let theirs = case(&[&one, "\n# apart\n", &format!("{}  # why\n", two.trim_end()), &three]);
    let expected = case(&[&one, "\n# apart\n\n# why\n", &three]);
    hold(Some(&base), &case(&[&one, "\n# apart\n"]), &theirs, &expected);
}

#[test]
fn an_unchanged_block_and_the_style_of_the_file_stay() {
    let odd = "\n  # odd\n [[ note ]]  # x\r\non=2026-11-03\n\n\tnote = 'a'\r\n";
    let base = case(&[odd, &note("2026-11-03", 1)]);
    let ours = case(&[odd, &note("2026-11-04", 1)]);
    let theirs = case(&[odd, &note("2026-11-03", 1), &note("2026-11-05", 2)]);
    hold(Some(&base), &ours, &theirs, &format!("{ours}{}", note("2026-11-05", 2)));
    let crlf = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    let base = case(&[&note("2026-11-03", 1)]);
    let ours = crlf(&base);
    let theirs = case(&[&note("2026-11-03", 1), &note("2026-11-05", 2)]);
    hold(Some(&base), &ours, &theirs, &crlf(&theirs));
}

#[test]
fn entries_stay_as_near_to_each_other_as_they_were() {
    let near = |on, logged| note(on, logged).trim_start().to_owned();
    let apart = "\n# set apart\n\n\n";
    let base =
        case(&[&near("2026-11-03", 1), &near("2026-11-04", 2), apart, &near("2026-11-05", 3)]);
    let ours = format!("{base}{}", near("2026-11-06", 4));
    let theirs = format!("{base}{}", near("2026-11-07", 5));
    hold(Some(&base), &ours, &theirs, &format!("{ours}{}", near("2026-11-07", 5)));
    // But a comment set apart does not come to belong to what is put below it.
    let base = case(&[&near("2026-11-03", 1), "\n# set apart\n"]);
    let ours = format!("{base}\n{}", near("2026-11-06", 4));
    let theirs = case(&[&near("2026-11-03", 1), &near("2026-11-07", 2), "\n# set apart\n"]);
    let expected = case(&[
        &near("2026-11-03", 1),
        &near("2026-11-07", 2),
        "\n# set apart\n",
        &note("2026-11-06", 4),
    ]);
    hold(Some(&base), &ours, &theirs, &expected);
}

#[test]
fn a_kind_that_one_side_has_more_often_is_written_so_on_both() {
    let once = "\n[note]\non = 2026-11-03\n";
    let twice = once.replace("[note]", "[[note]]");
    let later = note("2026-11-04", 2);
    let base = case(&[once]);
    let ours = case(&[&twice, &later]);
    let theirs = base.replace(HEADER, &format!("{HEADER}worker = \"alex\"\n"));
    let expected = ours.replace(HEADER, &format!("{HEADER}worker = \"alex\"\n"));
    hold(Some(&base), &ours, &theirs, &expected);
}

#[test]
fn a_kind_that_only_the_base_still_has_more_often_is_told_apart_as_there() {
    let [first, second] = [1, 2].map(|logged| note("2026-11-03", logged));
    let base = case(&[&first, &second]);
    let ours = case(&[&first]);
    let theirs = case(&[&second.replace("[[note]]", "[note]")]);
    hold(Some(&base), &ours, &theirs, &case(&[]));
}

#[test]
fn what_was_settled_on_one_side_and_is_found_again_is_told_by_the_first_merge() {
    let told = conflict(&logged(1), None, "\"kept\"", "\"removed\"");
    let [was, is] = ["2026-11-03", "2026-11-04"].map(|on| note(on, 1));
    let base = case(&[&was, &told]);
    let settled = case(&[&is]);
    let outcome = case(&[&is, &told]);
    for other in [case(&[]), case(&[&told])] {
        assert_eq!(merged(Some(&base), &settled, &other).text, outcome);
        assert_eq!(merged(Some(&base), &outcome, &other).text, outcome);
    }
    // The one law that does not hold to the byte: what was recorded stands all the same.
    assert_eq!(merged(Some(&base), &outcome, &settled).text, settled);
}

#[test]
fn what_is_to_be_settled_stays_where_it_is_and_what_is_new_comes_last() {
    let (one, two) = (note("2026-11-03", 1), note("2026-11-04", 2));
    let known = conflict(&logged(1), Some("on"), "2026-11-03", "2026-11-02");
    let base = case(&[&one, &known, &two]);
    let changed = note("2026-11-05", 2);
    let added = note("2026-11-06", 3);
    let ours = case(&[&one, &known, &changed, "\n[[note]]\non = 2026-11-07\n"]);
    let theirs = case(&[&one, &known, &note("2026-11-08", 2), &added]);
    let told = conflict(&logged(2), Some("on"), "2026-11-08", "2026-11-05");
    let expected = case(&[
        &one,
        &known,
        &note("2026-11-08", 2),
        &added,
        "\n[[note]]\non = 2026-11-07\n",
        &told,
    ]);
    hold(Some(&base), &ours, &theirs, &expected);
}

#[test]
fn keys_that_do_not_go_together_are_one_sides() {
    let job = |keys: &str| {
        case(&[&format!(
            "\n[[job]]\nemployer = \"B\"\noffered = 2027-01-04\n{keys}logged = {}\n",
            logged(1)
        )])
    };
    let base = job("");
    let ours = job("started = 2027-03-01\n");
    let theirs = job("ended = 2027-02-01\n");
    let told = conflict(&logged(1), Some("ended"), "\"removed\"", "2027-02-01");
    let found = hold(Some(&base), &ours, &theirs, &format!("{ours}{told}"));
    assert_eq!(found.len(), 1);
    // A comment that only the other wrote stays behind the entry, and one of both is not doubled.
    let ours = job("# both\nstarted = 2027-03-01\n");
    let theirs = job("# both\n# by letter\nended = 2027-02-01\n");
    hold(Some(&base), &ours, &theirs, &format!("{ours}\n# by letter\n{told}"));
    let base = format!("{HEADER}started = 2026-11-16\n");
    let ours = format!("{HEADER}started = 2027-05-01\n");
    let theirs = format!("{base}\n[exit]\non = 2027-02-01\n");
    let told = conflict("\"header\"", Some("started"), "2026-11-16", "2027-05-01");
    hold(Some(&base), &ours, &theirs, &format!("{theirs}{told}"));
    // What else there is but once has no part in it.
    let extension = "\n[extension]\nentered = 2027-01-04\nbasis = \"in-work\"\n";
    let base = format!("{HEADER}started = 2026-11-16\n{extension}");
    let ours = base.replace("2026-11-16", "2027-05-01");
    let theirs = format!("{base}\n[exit]\non = 2027-02-01\n");
    hold(Some(&base), &ours, &theirs, &format!("{theirs}{told}"));
    let base = format!("{HEADER}started = 2026-11-16\n");
    let ours = base.replace("referred = 2026-11-02\n", "");
    let told = conflict("\"header\"", Some("started"), "2026-11-16", "\"removed\"");
    hold(Some(&base), &ours, HEADER, &format!("{ours}{told}"));
}

#[test]
fn two_people_and_what_is_no_case_file_are_not_merged() {
    let ours = case(&[]);
    for (key, theirs) in [
        ("referred", ours.replace("11-02", "11-03")),
        ("programme", ours.replace("ipes", "work-choice")),
        ("name", format!("{ours}name = \"Sam\"\n")),
    ] {
        assert_eq!(merge(None, &ours, &theirs), Err(NotMergeable::TwoPeople { key }));
        assert!(merge(Some(&case(&[&note("2026-11-03", 1)])), &ours, &theirs).is_ok());
    }
    // Nothing says that they are one person's, though nothing differs but what was recorded.
    let noted = case(&[&note("2026-11-03", 1)]);
    assert_eq!(merge(None, &ours, &noted), Err(NotMergeable::PerhapsTwo));
    assert_eq!(
        merge(None, &case(&[&note("2026-11-04", 2)]), &noted),
        Err(NotMergeable::PerhapsTwo)
    );
    assert!(merge(None, &noted, &noted).is_ok(), "the identical file");
    let two = case(&[&note("2026-11-03", 1), &note("2026-11-04", 2)]);
    hold(None, &noted, &two, &two);
    for key in ["ref = \"7\"\n", "name = \"Sam\"\n"] {
        let ours = ours.replacen("referred", &format!("{key}referred"), 1);
        let theirs = noted.replacen("referred", &format!("{key}referred"), 1);
        hold(None, &ours, &theirs, &theirs);
    }
    let refs = ["7", "8"]
        .map(|number| ours.replacen("referred", &format!("ref = \"{number}\"\nreferred"), 1));
    assert_eq!(merge(None, &refs[0], &refs[1]), Err(NotMergeable::TwoPeople { key: "ref" }));
    for broken in ["id = ", "contact = [{ on = 2026-11-16 }]", "a.b = 1"] {
        let outcome = merge(Some(&ours), &noted, broken);
        assert!(matches!(outcome, Err(NotMergeable::Layout { version: Version::Theirs, .. })));
        assert!(merge(Some(broken), &ours, &noted).is_err());
    }
    assert_eq!(merge(Some(""), "a = 1\n", "[[a]]\n"), Err(NotMergeable::Clash),);
}
