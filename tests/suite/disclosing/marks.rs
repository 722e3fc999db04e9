//! What is marked in an answer, and the list of it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::{LATER, NOW, disclosed, flat, office};
use crate::process::{argument, run};
use crate::recording::office::{Office, words};

/// What stands between marks in a page, with how often; letter case aside.
fn marked(page: &str) -> BTreeMap<String, usize> {
    let page = page.replace("&#39;", "'").replace("&amp;", "&");
    let mut found = BTreeMap::new();
    for part in page.split('\u{ab}').skip(1) {
        let name = part.split('\u{bb}').next().unwrap();
        if name != " and " {
            *found.entry(flat(name).to_lowercase()).or_default() += 1;
        }
    }
    found
}

/// What is listed to be looked at, with how often.
fn listed(json: &Value) -> BTreeMap<String, usize> {
    let names = json["to_review"].as_array().unwrap().iter();
    let times = |it: &Value| usize::try_from(it["times"].as_u64().unwrap()).unwrap();
    let mut listed = BTreeMap::new();
    for name in names {
        *listed.entry(name["name"].as_str().unwrap().to_lowercase()).or_default() += times(name);
    }
    listed
}

/// Ensures that the list has each name that is marked, as often as it is marked: in every form, of a case
/// with everything, of a damaged one, and of each one of the example.
#[test]
fn the_list_is_what_is_marked() {
    let office = office();
    let in_form = |more: &[&str]| disclosed(&office, more);
    // Each answer is on record in the next one: so in this order the page has one copy less.
    let page = marked(&in_form(&["--format", "html"]));
    let json: Value = serde_json::from_str(&in_form(&["--format", "json"])).unwrap();
    let (mut expected, plain) = (listed(&json), marked(&in_form(&["--format", "plain"])));
    assert!(expected["alex reed"] > 10 && expected.len() > 5, "{expected:?}");
    // A copy more is in the history and among the copies.
    *expected.get_mut("alex reed").unwrap() -= 2;
    assert_eq!(page, expected);
    *expected.get_mut("alex reed").unwrap() += 4;
    assert_eq!(plain, expected);
}

#[test]
fn the_list_is_what_is_marked_in_the_example() {
    let mut marks = 0;
    for file in files_below(Path::new("cases.example/cases")) {
        let id = Path::new(&file).file_stem().unwrap().to_str().unwrap().to_owned();
        let start = ["--cases", "cases.example", "--today", "2026-11-18", "disclose", &id];
        let start = [&start[..], &["--received", "2026-11-02"]].concat();
        let said = |format| {
            let output = run(&[&start[..], &["--format", format]].concat());
            assert!(output.status.success(), "{id}: {}", words(&output));
            String::from_utf8(output.stdout).unwrap()
        };
        let json: Value = serde_json::from_str(&said("json")).unwrap();
        let expected = listed(&json);
        marks += expected.values().sum::<usize>();
        for format in ["html", "plain"] {
            assert_eq!(marked(&said(format)), expected, "{id} as {format}");
        }
    }
    assert!(marks > 500, "{marks}");
}

fn files_below(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(argument(&path).to_owned());
        }
    }
    files
}

/// Ensures that what was the person's own name is not taken for somebody else's, wherever it stands; and
/// that the member of staff is told so, since a name may have been entered by mistake.
#[test]
fn a_former_name_is_the_persons_own() {
    let office = Office::with_cases();
    for command in [
        &["set", "A-0001", "name=Ruth Adeyemi"][..],
        &["note", "A-0001", "--note", "Now married: was Miss Adeyemi, met Priya Nair."],
        &["set", "A-0001", "name=Ruth Okafor"],
    ] {
        office.done(NOW, command);
    }
    let output = office.done(LATER, &["disclose", "A-0001", "--received", "2026-11-16"]);
    let page = marked(&String::from_utf8(output.stdout.clone()).unwrap());
    assert!(page.contains_key("priya nair"), "{page:?}");
    for own in ["adeyemi", "ruth", "ruth adeyemi", "okafor", "sam"] {
        assert!(!page.contains_key(own), "{own}: {page:?}");
    }
    let talk = flat(&String::from_utf8(output.stderr).unwrap());
    assert!(talk.contains("own name before: Ruth Adeyemi, Sam. Where that was"), "{talk}");
}

/// Ensures that a name in a damaged line is marked where the line is told.
#[test]
fn what_is_wrong_is_marked_too() {
    let office = office();
    let path = office.case("A-0001");
    let text = std::fs::read_to_string(&path).unwrap();
    let note = "\n[[contact]]\non = 2026-11-19\nmode = \"by Jane Haddad\"\n";
    std::fs::write(&path, text + note).unwrap();
    let arguments = ["disclose", "A-0001", "--received", "2026-11-16", "--format", "plain"];
    let output = office.caseload(LATER, &arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find(|line| line.contains("`mode` cannot be")).unwrap_or_default();
    assert!(line.contains("`by \u{ab}Jane Haddad\u{bb}`"), "{text}");
    let told = text.split("To be reviewed, and taken out").next().unwrap();
    assert!(!told.contains(" Jane Haddad"), "{text}");
}
