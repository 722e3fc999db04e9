//! Valid files broken at random: bytes, lines, values.

use std::panic::{AssertUnwindSafe, catch_unwind};

use caseload::problem::Problem;
use caseload::programme::{BUILTIN, Programme, ProgrammeFile, builtin};
use caseload::reading::Source;
use caseload::settings::Settings;

use super::{read_case, read_programme, read_scenario_file};
use crate::chance::{Dice, seeds};
use crate::promises::facts::{hold_faithful, understood};
use crate::promises::{EVERY_KEY, hold_presentable, judge_by};
use crate::twin;

/// Bytes that matter to TOML, to a terminal or to UTF-8.
const NASTY: &[u8] = b"\0\x1b\x7f\x80\xff\xe2\"'=[]{}#.,\\\n\r\t -+0123456789eTZ:_";

/// What may stand where a value stood.
const VALUES: [&str; 16] = [
    "nan",
    "-0.0",
    "1e400",
    "0000-01-01",
    "9999-12-31",
    "2026-02-30",
    "25:00",
    "2026-01-01T10:00:00Z",
    "\"\\u001b[31m\"",
    "\"\u{202E}\"",
    "[]",
    "{}",
    "true",
    "\"\"",
    "-1",
    "2026-11-16T10:00:00.5",
];

/// One kind of damage to a text.
type Damage = fn(&str, &mut Dice) -> String;

const BYTES: [Damage; 4] = [flip, remove, insert, truncate];
const LINES: [Damage; 5] = [double_line, drop_line, swap_values, replace_value, join_files];

fn bytewise(text: &str, change: impl Fn(&mut Vec<u8>)) -> String {
    let mut bytes = text.as_bytes().to_vec();
    change(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn nasty(dice: &mut Dice) -> u8 {
    if dice.one_in(4) { u8::try_from(dice.place(256)).unwrap() } else { dice.pick(NASTY) }
}

fn flip(text: &str, dice: &mut Dice) -> String {
    let (place, byte) = (dice.place(text.len()), nasty(dice));
    bytewise(text, |bytes| bytes[place] = byte)
}

fn remove(text: &str, dice: &mut Dice) -> String {
    let from = dice.place(text.len());
    let to = (from + 1 + dice.place(6)).min(text.len());
    bytewise(text, |bytes| drop(bytes.drain(from..to)))
}

fn insert(text: &str, dice: &mut Dice) -> String {
    let (place, byte, times) = (dice.place(text.len()), nasty(dice), 1 + dice.place(3));
    bytewise(text, |bytes| drop(bytes.splice(place..place, std::iter::repeat_n(byte, times))))
}

fn truncate(text: &str, dice: &mut Dice) -> String {
    let end = dice.place(text.len());
    bytewise(text, |bytes| bytes.truncate(end))
}

fn linewise(text: &str, change: impl FnOnce(&mut Vec<String>)) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    change(&mut lines);
    lines.join("\n")
}

fn double_line(text: &str, dice: &mut Dice) -> String {
    linewise(text, |lines| {
        let line = dice.pick(lines);
        lines.insert(dice.place(lines.len()), line);
    })
}

fn drop_line(text: &str, dice: &mut Dice) -> String {
    linewise(text, |lines| drop(lines.remove(dice.place(lines.len()))))
}

/// The places of lines that give a key a value.
fn values(lines: &[String]) -> Vec<usize> {
    (0..lines.len()).filter(|place| lines[*place].contains(" = ")).collect()
}

fn swap_values(text: &str, dice: &mut Dice) -> String {
    linewise(text, |lines| {
        let places = values(lines);
        let split = |line: &str| line.split_once(" = ").map(|(k, v)| (k.to_owned(), v.to_owned()));
        let one = dice.pick(&places);
        // Half of the time of the same key, so that the file may well be valid.
        let same = dice.one_in(2).then(|| split(&lines[one]).unwrap().0);
        let fits = |place: &usize| same.as_ref().is_none_or(|key| lines[*place].starts_with(key));
        let places: Vec<usize> = places.into_iter().filter(fits).collect();
        let other = dice.pick(&places);
        let ((one_key, one_value), (other_key, other_value)) =
            (split(&lines[one]).unwrap(), split(&lines[other]).unwrap());
        lines[one] = format!("{one_key} = {other_value}");
        lines[other] = format!("{other_key} = {one_value}");
    })
}

fn replace_value(text: &str, dice: &mut Dice) -> String {
    linewise(text, |lines| {
        let place = dice.pick(&values(lines));
        let key = lines[place].split_once(" = ").unwrap().0.to_owned();
        lines[place] = format!("{key} = {}", dice.pick(&VALUES));
    })
}

/// Two halves of one file, the second from an earlier place: what a bad merge leaves.
fn join_files(text: &str, dice: &mut Dice) -> String {
    linewise(text, |lines| {
        let (end, again) = (dice.place(lines.len()), dice.place(lines.len()));
        let tail = lines[again..].to_vec();
        lines.truncate(end);
        lines.extend(tail);
    })
}

/// Damages a text once to three times.
fn damaged(text: &str, dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for _ in 0..dice.pick(&[1, 1, 1, 2, 3]) {
        let damage = if dice.one_in(2) { dice.pick(&BYTES) } else { dice.pick(&LINES) };
        if text.contains(" = ") {
            text = damage(&text, dice);
        }
    }
    text
}

/// Runs a trial for many seeds; a failure is shown with its text.
fn trials(light: u64, make: impl Fn(u64, &mut Dice) -> String, hold: impl Fn(&str, u64)) {
    for seed in seeds(light) {
        let text = make(seed, &mut Dice(seed));
        let passes = catch_unwind(AssertUnwindSafe(|| hold(&text, seed))).is_ok();
        assert!(passes, "CASELOAD_SEED={seed} breaks it:\n{text}");
    }
}

/// Ensures that a damaged case file is refused with a problem, or says what was understood of it.
#[test]
fn a_damaged_case_never_passes_in_silence() {
    let make = |seed: u64, dice: &mut Dice| {
        if seed.is_multiple_of(3) {
            return damaged(EVERY_KEY, dice);
        }
        damaged(&twin::generate(seed / 16).0, dice)
    };
    trials(2_000, make, |text, seed| {
        let stem = if seed.is_multiple_of(3) { "A".to_owned() } else { format!("C-{}", seed / 16) };
        if let (Some(case), _) = read_case(text, &stem) {
            hold_faithful(&case, text);
        }
    });
}

/// Whether two TOML texts say different things; none where one is no TOML.
fn differ(one: &str, other: &str) -> Option<bool> {
    let [one, other] = [one, other].map(|text| toml::from_str::<toml::Table>(text).ok());
    Some(one? != other?)
}

/// The programme that a file is, or makes of the built-in one it extends, and its problems.
fn programme(text: &str) -> Option<(Programme, Vec<Problem>)> {
    let (file, mut problems) = read_programme(text);
    let mut programme = match file? {
        ProgrammeFile::Whole(programme) => *programme,
        ProgrammeFile::Extends(extension) => {
            let base = builtin().iter().find(|it| it.id == extension.extends.value)?;
            let (programme, further) = extension.apply(base, &Source::new("a.toml", text));
            hold_presentable(&further, text);
            problems.extend(further);
            programme
        }
    };
    programme.digest.clear();
    (!problems.iter().any(Problem::is_error)).then_some((programme, problems))
}

/// A folder's own file, with every key that it can have.
const EXTENSION: &str = r#"extends = "ipes"
written-against = "updated 10 May 2023"

[provision]
reason = "the contract"
day-one = "day-after"
standard = 455
extended = [{ value = 640 }, { since = 2027-04-01, value = 700 }]
in-work-minimum = 91

[[override]]
rule = "four-weekly-meeting"
reason = "the contract says three weeks"
every = "21 days"
aim = "14 days"
lead = "7 days"

[[override]]
rule = "initial-meeting"
reason = "the contract says ten"
within = [{ value = "10 working days" }, { since = 2027-04-01, value = "5 working days" }]

[[override]]
rule = "access-to-work"
reason = "done at once here"
local-target = "2 working days"
severity = "prompt"

[[override]]
rule = "work-experience"
reason = "more of it"
hours = 20.5

[[override]]
rule = "support-network"
reason = "agreed with the department"
off = true
"#;

/// The file that a seed damages: the programmes, and a folder's own changes.
fn programme_text(seed: u64) -> &'static str {
    match seed % 8 {
        0 => BUILTIN[0].text,
        1 => BUILTIN[1].text,
        _ => EXTENSION,
    }
}

/// Ensures that a damaged programme file is refused with a problem, that one which is not can be
/// judged by, and that a single byte changed in a value of it changes what is understood.
#[test]
fn a_damaged_programme_never_passes_in_silence() {
    let is_flip = |seed: u64| (seed / 8).is_multiple_of(2);
    let make = |seed: u64, dice: &mut Dice| {
        let text = programme_text(seed);
        if is_flip(seed) { flip(text, dice) } else { damaged(text, dice) }
    };
    let case = read_case(EVERY_KEY, "A").0.unwrap();
    assert!([0, 1, 2].iter().all(|seed| programme(programme_text(*seed)).is_some()));
    trials(600, make, |text, seed| {
        let Some((understood, problems)) = programme(text) else { return };
        judge_by(&understood, &case);
        let whole = programme_text(seed);
        // A rule of a local target is a prompt though it does not say so.
        let bare = whole.replacen("severity = \"prompt\"\n", "", 1);
        let changed = [whole, &bare]
            .into_iter()
            .all(|whole| differ(text, whole).expect("no TOML, and yet read"));
        let same = format!("{understood:?}") == format!("{:?}", programme(whole).unwrap().0);
        assert!(!changed || !is_flip(seed) || !same || !problems.is_empty(), "unheard");
    });
}

/// A few scenarios out of the many.
fn some_scenarios(dice: &mut Dice) -> String {
    let all: Vec<&str> = BUILTIN[0].scenarios.split("[[scenario]]").skip(1).collect();
    (0..4).flat_map(|_| ["[[scenario]]", dice.pick(&all)]).collect()
}

/// Ensures that a damaged scenario file is refused with a problem, and that a single byte changed
/// in a value of it changes what is understood, or is a problem.
#[test]
fn a_damaged_scenario_never_passes_in_silence() {
    let whole = |seed: u64| some_scenarios(&mut Dice(seed / 8));
    let make = |seed: u64, dice: &mut Dice| {
        if seed.is_multiple_of(2) { flip(&whole(seed), dice) } else { damaged(&whole(seed), dice) }
    };
    trials(1_000, make, |text, seed| {
        let (Some(understood), _) = read_scenario_file(text, "ipes") else { return };
        let changed = differ(text, &whole(seed)).expect("no TOML, and yet read");
        let before = read_scenario_file(&whole(seed), "ipes").0;
        let unheard = format!("{:?}", Some(understood)) == format!("{before:?}");
        assert!(!changed || seed % 2 == 1 || !unheard, "unheard");
    });
}

/// Ensures that line ends as Windows writes them, and a byte order mark, change nothing.
#[test]
fn windows_files_are_the_same_case() {
    for seed in seeds(100) {
        let (text, id) = match seed {
            0 => (EVERY_KEY.to_owned(), "A".to_owned()),
            _ => (twin::generate(seed).0, format!("C-{seed}")),
        };
        let read = |text: &str| {
            let (case, problems) = read_case(text, &id);
            assert_eq!(problems, [], "{text}");
            let case = case.unwrap();
            let notes: Vec<_> = case.notes.iter().map(|note| note.record.note.clone()).collect();
            let lines: Vec<usize> = case.contacts.iter().map(|it| it.record.line).collect();
            (understood(&case), notes, lines)
        };
        let plain = read(&text);
        let windows = text.replace('\n', "\r\n");
        assert_eq!(plain, read(&windows), "CRLF");
        assert_eq!(plain, read(&format!("\u{feff}{text}")), "BOM");
        assert_eq!(plain, read(&format!("\u{feff}{windows}")), "both");
    }
}

/// Settings with every key that is read.
const SETTINGS: &str = r#"format = 1
provider = "Brook Lane"
programme = "ipes"
timezone = "Europe/London"
ids = "A-####"

[workers.alex]
name = "Alex"
email = ["alex@example.org", "a@example.org"]

[calendars.scotland]
add = [2026-12-24, 2027-12-24]
drop = [2026-06-15]
"#;

/// Ensures that damaged settings are refused with a problem, and that a change of what they say
/// changes what is understood, or is a problem.
#[test]
fn damaged_settings_never_pass_in_silence() {
    let read = |text: &str| {
        let (settings, problems) = Settings::read(&Source::new("caseload.toml", text));
        hold_presentable(&problems, text);
        let understood = settings.map(|settings| Settings { digest: String::new(), ..settings });
        (format!("{understood:?}"), problems)
    };
    // What is left out is what is usual, and the name of a time zone is the same in capitals.
    let said = |text: &str| {
        let mut table: toml::Table =
            "format = 1\nprogramme = \"ipes\"\ntimezone = \"Europe/London\"".parse().unwrap();
        table.extend(toml::from_str::<toml::Table>(text).ok()?);
        if let Some(toml::Value::String(zone)) = table.get_mut("timezone") {
            zone.make_ascii_lowercase();
        }
        Some(table)
    };
    let whole = read(SETTINGS);
    assert_eq!(whole.1, []);
    let make = |seed: u64, dice: &mut Dice| {
        if seed.is_multiple_of(2) { flip(SETTINGS, dice) } else { damaged(SETTINGS, dice) }
    };
    trials(1_000, make, |text, seed| {
        let (understood, problems) = read(text);
        if problems.is_empty() {
            // A line that is gone may have said what is the default anyway; a byte changed may not.
            let changed = said(text).expect("no TOML, and yet read") != said(SETTINGS).unwrap();
            let is_flip = seed.is_multiple_of(2);
            assert!(!changed || !is_flip || understood != whole.0, "unheard");
        }
    });
}
