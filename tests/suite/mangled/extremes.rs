//! Depth, length and number beyond all reason.

use super::{read_case, read_programme, read_scenario_file};

const HEADER: &str = "id = \"A\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n";
const DEEP: usize = 100_000;
const LONG: usize = 1 << 20;
const CONTACT: &str = "[[contact]]\non = 2026-11-02\nmode = \"phone\"\noutcome = \"held\"\n";

/// Files that must be refused by every reader.
fn refused() -> Vec<(&'static str, String)> {
    let numbered =
        |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    vec![
        ("arrays never closed", format!("name = {}", "[".repeat(DEEP))),
        ("arrays in arrays", format!("name = {}{}", "[".repeat(DEEP), "]".repeat(DEEP))),
        (
            "arrays in a known key",
            format!("{CONTACT}covers = {}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        ),
        ("tables in tables", format!("name = {}1{}", "{a=".repeat(DEEP), "}".repeat(DEEP))),
        ("a dotted key", format!("{}b = 1", "a.".repeat(DEEP))),
        ("a deep header", format!("[{}b]", "a.".repeat(DEEP))),
        ("a deep repeated header", format!("[[{}b]]", "a.".repeat(DEEP))),
        ("a long key", format!("{} = 1", "x".repeat(LONG))),
        ("a long quoted key", format!("\"{}\" = 1", "\\u001b\u{202E}".repeat(LONG / 16))),
        ("a long wrong word", format!("{CONTACT}with = [\"{}\"]", "x".repeat(LONG))),
        ("a long number", format!("{CONTACT}hours = {}", "9".repeat(LONG))),
        ("long decimals", format!("{CONTACT}hours = 0.{}", "9".repeat(LONG))),
        ("a long date", format!("started = 2026-11-{}", "1".repeat(LONG))),
        ("nothing but commas", format!("name = [{}]", ",".repeat(LONG / 4))),
        ("nothing but equals signs", format!("name = {}", "=".repeat(LONG / 4))),
        ("nothing but quotes", format!("name = {}", "\" ".repeat(LONG / 4))),
        ("nothing but brackets", format!("name = {}", "}] ".repeat(LONG / 4))),
        ("wrong escapes", format!("name = \"{}\"", "\\q".repeat(LONG / 4))),
        ("NULs in a text", format!("name = \"{}\"", "\0".repeat(LONG / 4))),
        ("NULs", "\0".repeat(LONG)),
        ("one key again and again", "name = \"x\"\n".repeat(20_000)),
        ("unknown keys", numbered(10_000, |number| format!("k{number} = 1\n"))),
        ("unknown keys on one line", format!("contact = [{}]", "{é=1},".repeat(10_000))),
        ("a long list of numbers", format!("{CONTACT}covers = [{}]", "1,".repeat(20_000))),
        ("empty entries", "[[contact]]\n".repeat(10_000)),
    ]
}

/// Ensures that no depth, length or number of defects panics, overflows the stack or takes long.
#[test]
fn extremes_are_refused_in_good_time() {
    for (name, text) in refused() {
        let text = format!("{HEADER}{text}\n");
        assert!(read_case(&text, "A").0.is_none(), "{name}");
        assert!(read_programme(&text).0.is_none(), "{name}");
        assert!(read_scenario_file(&text, "ipes").0.is_none(), "{name}");
    }
}

/// Ensures that what is merely long is read, and judged in good time.
#[test]
fn long_files_are_read() {
    for (name, text) in [
        ("a long name", format!("name = \"{}\"", "é".repeat(LONG))),
        ("a long comment", format!("# {}", "x".repeat(LONG))),
        (
            "a long employer",
            format!("[[job]]\noffered = 2026-11-16\nemployer = \"{}\"", "x".repeat(LONG)),
        ),
        ("a million empty lines", "\n".repeat(LONG)),
        ("many contacts", CONTACT.repeat(5_000)),
        ("many covers", format!("{CONTACT}covers = [{}]", "\"action-plan\",".repeat(20_000))),
        ("many misses", CONTACT.replace("held", "missed").repeat(3_000)),
        ("many jobs", "[[job]]\nemployer = \"A\"\nstarted = 2026-12-01\n".repeat(300)),
    ] {
        let text = format!("{HEADER}started = 2026-11-16\n{text}\n");
        let (case, problems) = read_case(&text, "A");
        assert!(case.is_some() && problems.is_empty(), "{name}: {problems:?}");
    }
}
