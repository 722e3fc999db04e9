//! Samples: drawn again by anybody, of what can be drawn.

use std::fs;

use serde_json::Value;

use super::{NOW, beside, example, found, packed};
use crate::recording::office::{Office, words};

fn drawn(office: &Office, arguments: &[&str]) -> Vec<String> {
    let all = [&["sample"], arguments, &["--format", "json", "--today", "2026-11-18"]].concat();
    let output = office.done(NOW, &all);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let cases = value["cases"].as_array().unwrap().iter();
    cases.map(|it| it["case"].as_str().unwrap().to_owned()).collect()
}

/// Ensures that no option is offered that is always refused.
#[test]
fn what_is_refused_is_not_offered() {
    let office = Office::with_cases();
    for option in ["--suppose", "--by"] {
        for help in ["-h", "--help"] {
            let said = words(&office.done(NOW, &["sample", help]));
            assert!(said.contains("--seed") && !said.contains(option), "{option}: {said}");
        }
        assert!(words(&office.done(NOW, &["list", "--help"])).contains(option), "{option}");
        let arguments = ["sample", "--number", "1", "--seed", "x", option];
        let value = if option == "--by" { "worker" } else { "exit A-0001" };
        let output = office.caseload(NOW, &[&arguments[..], &[value]].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        assert!(words(&output).contains("leave out"), "{}", words(&output));
    }
}

#[test]
fn a_sample_is_drawn_again_by_anybody() {
    let office = example();
    let ten = drawn(&office, &["--number", "10", "--seed", "spring 2027"]);
    assert_eq!(ten.len(), 10);
    assert_eq!(drawn(&office, &["--cases", "10", "--seed", "spring 2027"]), ten);
    assert_eq!(drawn(&office, &["--cases=10", "--seed", "spring 2027"]), ten);
    // Fewer are the first of them; another seed draws others; other cases make no difference to their order.
    assert_eq!(drawn(&office, &["--number", "4", "--seed", "spring 2027"]), ten[..4]);
    assert_ne!(drawn(&office, &["--number", "10", "--seed", "spring 2028"]), ten);
    office.done(NOW, &["refer", "Z-0001", "--programme", "ipes", "--on", "2026-11-17"]);
    let mut more = drawn(&office, &["--number", "11", "--seed", "spring 2027"]);
    more.retain(|id| id != "Z-0001");
    assert_eq!(more[..10], ten);
    // The method is what the documents say.
    let by_hand = |id: &str| caseload::digest::sha256(format!("spring 2027\n{id}").as_bytes());
    let mut sorted = ten.clone();
    sorted.sort_by_key(|id| by_hand(id));
    assert_eq!(sorted, ten);
    let page = office.done(NOW, &["sample", "--number", "2", "--seed", "x", "--worker", "priya"]);
    assert!(words(&page).contains("2 drawn of"), "{}", words(&page));
}

#[test]
fn restricted_cases_are_drawn_only_if_asked_for() {
    let office = Office::with_cases();
    office.done(NOW, &["set", "A-0002", "restricted=true"]);
    for seed in ["1", "2", "3", "4", "5", "6"] {
        assert_eq!(drawn(&office, &["--number", "1", "--seed", seed]), ["A-0001"]);
    }
    let output =
        office.caseload(NOW, &["sample", "--number", "2", "--seed", "1"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("1 restricted case can be drawn too"), "{}", words(&output));
    assert_eq!(drawn(&office, &["--number", "2", "--seed", "1", "--restricted"]).len(), 2);
    // Named, it is packed.
    assert_eq!(found(&office, &packed(&office, &["A-0002"], "named")), []);
    for number in ["0", "-1", "x"] {
        let arguments = ["sample", "--number", number, "--seed", "1"];
        let output = office.caseload(NOW, &arguments).output().unwrap();
        assert!(matches!(output.status.code(), Some(1 | 2)), "{}", words(&output));
    }
}

#[test]
fn a_drawn_sample_is_packed_and_says_how() {
    let office = example();
    let five = drawn(&office, &["--number", "5", "--seed", "7"]);
    let place = packed(&office, &["--sample", "5", "--seed", "7"], "pack");
    assert_eq!(found(&office, &place), []);
    for id in &five {
        assert!(place.join(format!("cases/{id}.html")).is_file(), "{id}");
    }
    let facts: Value = serde_json::from_slice(&fs::read(place.join("pack.json")).unwrap()).unwrap();
    assert_eq!(facts["drawn"]["number"], 5);
    assert_eq!(facts["drawn"]["seed"], "7");
    let cover = fs::read_to_string(beside(&office, "pack").join("index.html")).unwrap();
    assert!(cover.contains("with the seed `7`"), "{cover}");
    // What it says to type draws the same, restricted cases too, and whatever the seed is.
    office.done(NOW, &["set", "A-0045", "restricted=true"]);
    let odd = "the officer's choice";
    let all = ["--sample", "34", "--seed", odd, "--restricted"];
    let cover = fs::read_to_string(packed(&office, &all, "all").join("index.html")).unwrap();
    let typed = cover.split(": caseload sample").nth(1).unwrap().split('<').next().unwrap();
    let line = format!("caseload --today 2026-11-18 sample{}", typed.replace("&#39;", "'"));
    let program = line.replacen("caseload", env!("CARGO_BIN_EXE_caseload"), 1);
    let mut command = office.through(&["sh"], NOW, &["-c", &program]);
    let output = command.current_dir(office.folder()).output().unwrap();
    assert!(output.status.success(), "{line}: {}", words(&output));
    assert!(words(&output).contains("34 drawn of 34"), "{}", words(&output));
}

/// Ensures that what cannot be drawn is said in words that say what to type.
#[test]
fn a_sample_that_cannot_be_drawn_is_refused() {
    let office = Office::with_cases();
    for (arguments, code, expected) in [
        (&["sample", "--number", "2", "--seed", ""][..], 2, "any word, date or number will do"),
        (&["sample", "--number", "2", "--seed", " "], 2, "any word, date or number will do"),
        (&["sample", "--number", "2", "--seed", "x\ny"], 2, "nobody could type it again"),
        (&["sample", "--number", "-1", "--seed", "x"], 2, "a whole number such as 10"),
        (&["sample", "--cases", "-1", "--seed", "x"], 2, "a whole number such as 10"),
        (&["sample", "--number", "1.5", "--seed", "x"], 2, "a whole number such as 10"),
        (&["sample", "--number", "0", "--seed", "x"], 1, "draw from 1 to 2"),
        (&["sample", "--cases", "3", "--seed", "x"], 1, "there are 2 cases to draw from"),
        (&["sample", "A-0001", "A-0001", "--number", "2", "--seed", "x"], 1, "there is 1 case"),
        (
            &["sample", "--programme", "work-choice", "--number", "1", "--seed", "x"],
            1,
            "no case to draw",
        ),
        (&["sample", "A-0009", "--number", "1", "--seed", "x"], 3, "there is no case"),
        (&["pack", "--sample", "1", "--seed", "", "--output", "../x"], 2, "will do"),
        (&["pack", "--sample", "1", "--output", "../x"], 2, "which the officer chooses"),
        (&["pack", "--sample", "-1", "--seed", "x", "--output", "../x"], 2, "a whole number"),
        (&["pack", "--sample", "0", "--seed", "x", "--output", "../x"], 1, "draw from 1 to 2"),
        (&["pack", "--seed", "x", "--output", "../x"], 2, "how many cases to draw"),
        (&["pack", "A-0001", "--seed", "x", "--output", "../x"], 2, "the cases are named"),
        (&["pack", "A-0001", "--restricted", "--output", "../x"], 2, "the cases are named"),
        (&["pack", "A-0001", "--sample", "1", "--seed", "x", "--output", "../x"], 2, "at once"),
        (&["pack", "--output", "../x"], 2, "which cases to pack"),
        (&["pack", "A-0001"], 2, "where the pack is to be written"),
    ] {
        let output = office.caseload(NOW, arguments).output().unwrap();
        let said = words(&output).replace('\n', " ");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    assert!(!office.folder().join("../x").exists());
}

/// Ensures that `--cases` is the folder wherever a number is not meant.
#[test]
fn a_folder_can_still_be_named() {
    let office = Office::with_cases();
    let folder = office.folder();
    let folder = folder.to_str().unwrap();
    let home = office.home();
    let run = |arguments: &[&str]| {
        let output = office.caseload(NOW, arguments).current_dir(&home).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", words(&output));
        words(&output)
    };
    let expected = run(&["--cases", folder, "sample", "--number", "1", "--seed", "s"]);
    assert_eq!(run(&["sample", "--cases", folder, "--number", "1", "--seed", "s"]), expected);
    assert_eq!(run(&["--cases", folder, "sample", "--cases", "1", "--seed", "s"]), expected);
    assert_eq!(
        run(&["--today", "2026-11-18", "--cases", folder, "sample", "--cases", "1", "--seed", "s"]),
        expected
    );
}
