//! Everything carried out of one folder and into another.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use super::{NOW, on_one_line};
use crate::chance::seeds;
use crate::recording::office::{Office, words};
use crate::twin;

/// How many random cases are carried at the light depth.
const CASES: u64 = 120;

/// A folder with random cases, recorded as they are.
fn full() -> Office {
    let office = Office::new();
    let folder = office.folder().join("cases/2026/11");
    fs::create_dir_all(&folder).unwrap();
    for seed in seeds(CASES) {
        let (text, _) = twin::generate(seed);
        let id = text.lines().find_map(|line| line.strip_prefix("id = \"")).unwrap();
        fs::write(folder.join(format!("{}.toml", id.trim_end_matches('"'))), text).unwrap();
    }
    office.done(NOW, &["save", "--yes"]);
    office
}

fn export(office: &Office) -> std::path::PathBuf {
    let place = office.home().join("export");
    office.done(NOW, &["export", place.to_str().unwrap()]);
    place
}

/// Another folder, into which an export was imported.
fn moved_in(from: &Path) -> Office {
    let office = Office::new();
    for table in ["cases.csv", "entries.csv"] {
        let table = from.join(table);
        let arguments = ["import", table.to_str().unwrap(), "--yes", "--force-future"];
        let output = office.done(NOW, &arguments);
        assert!(on_one_line(&output).contains(" added, in "), "{}", words(&output));
    }
    office
}

/// Every obligation of a folder on a day, without what says where in which file its evidence stands.
fn obligations(office: &Office, today: &str) -> Vec<Value> {
    let arguments = ["audit", "--format", "json", "--today", today];
    let output = office.caseload(NOW, &arguments).output().unwrap();
    let mut audit: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut cases = audit["cases"].take();
    let cases = cases.as_array_mut().unwrap();
    cases.sort_by_key(|case| case["case"].to_string());
    for obligation in cases.iter_mut().flat_map(|case| case["obligations"].as_array_mut().unwrap())
    {
        for evidence in obligation["evidence"].as_array_mut().unwrap() {
            evidence["line"].take();
            evidence["logged"].take();
        }
    }
    cases.clone()
}

/// The rows of a table in JSON lines; blanks around a text aside, as a cell has none.
fn rows(place: &Path, table: &str) -> Vec<Value> {
    let text = fs::read_to_string(place.join(table)).unwrap();
    let mut rows: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for row in &mut rows {
        let row = row.as_object_mut().unwrap();
        for value in row.values_mut() {
            if let Value::String(text) = value {
                *text = text.trim().to_owned();
            }
        }
        row.retain(|_, value| value != "");
    }
    let number = |row: &Value| row["number"].as_u64();
    rows.sort_by_key(|row| (row["case"].to_string(), row["id"].to_string(), number(row)));
    rows
}

#[test]
fn what_is_exported_and_imported_has_the_same_entries_and_obligations() {
    let here = full();
    let from = export(&here);
    let there = moved_in(&from);
    for today in ["2026-11-20", "2024-03-01", "2028-02-29"] {
        let (before, after) = (obligations(&here, today), obligations(&there, today));
        assert_eq!(before.len(), seeds(CASES).count());
        assert_eq!(before, after, "{today}");
    }
    let to = export(&there);
    let mut entries = rows(&to, "entries.jsonl");
    // What had none is logged when it is imported.
    let known = rows(&from, "entries.jsonl");
    for (entry, known) in
        entries.iter_mut().zip(&known).filter(|(_, known)| known["logged"].is_null())
    {
        assert!(known.get("logged").is_none());
        entry.as_object_mut().unwrap().shift_remove("logged");
    }
    assert_eq!(entries.len(), known.len());
    entries.iter().zip(&known).for_each(|(entry, known)| assert_eq!(entry, known));
    assert_eq!(rows(&to, "cases.jsonl"), rows(&from, "cases.jsonl"));
    // A second time there is nothing to do.
    let table = to.join("entries.csv");
    let output = there.done(NOW, &["import", table.to_str().unwrap(), "--yes", "--force-future"]);
    assert!(on_one_line(&output).contains("everything is on record already"), "{}", words(&output));
    assert_eq!(there.git_says(&["status", "--porcelain"]), "");
}

#[test]
fn what_is_recorded_by_commands_keeps_its_identity() {
    let here = Office::with_history();
    let there = moved_in(&export(&here));
    let logged = |office: &Office| {
        let audit = office.done(NOW, &["show", "A-0001", "--format", "json"]);
        let text = fs::read_to_string(office.case("A-0001")).unwrap();
        assert!(audit.status.success());
        text.lines()
            .filter(|line| line.starts_with("logged"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(logged(&here), logged(&there));
    // Corrected there, exported, and imported here: the same entry, corrected.
    there.done(NOW, &["correct", "A-0001", "1", "mode=video", "reason=far"]);
    let table = export(&there).join("entries.csv");
    let output = here.done(NOW, &["import", table.to_str().unwrap(), "--yes"]);
    assert!(on_one_line(&output).contains("; 1 corrected, in 1 case;"), "{}", words(&output));
    assert_eq!(logged(&here), logged(&there));
}

#[test]
fn an_export_is_private_whole_and_apart() {
    let office = Office::with_cases();
    let place = export(&office);
    assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o700);
    for file in fs::read_dir(&place).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
    let package: Value =
        serde_json::from_slice(&fs::read(place.join("datapackage.json")).unwrap()).unwrap();
    assert_eq!(package["schema"], 1);
    for resource in package["resources"].as_array().unwrap() {
        let path = place.join(resource["path"].as_str().unwrap());
        let header = fs::read_to_string(path).unwrap().lines().next().unwrap().to_owned();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(header, names.join(","));
    }
    let within = office.caseload(NOW, &["export", "cases/out"]).output().unwrap();
    assert_eq!(within.status.code(), Some(1), "{}", words(&within));
    assert!(!office.folder().join("cases/out").exists());
    assert_eq!(office.not_sound(), Vec::<String>::new());

    fs::write(office.case("A-0002"), "id = ").unwrap();
    let torn = office.caseload(NOW, &["export", place.to_str().unwrap()]).output().unwrap();
    assert_eq!(torn.status.code(), Some(1));
    assert!(
        on_one_line(&torn).contains("It is not whole: not every file could be read."),
        "{}",
        words(&torn)
    );
}

#[test]
fn no_text_acts_and_every_text_comes_back() {
    let here = Office::with_cases();
    for (number, note) in
        ["=1+1", "'=1+1", "'t Hooft", "- so", "a, \"b\"\n\nc", "\u{202e}x", "+44 7700"]
            .iter()
            .enumerate()
    {
        let on = format!("2026-11-{:02}", 16 + number % 4);
        here.done(NOW, &["note", "A-0001", "--on", &on, &format!("--note={note}")]);
    }
    let place = export(&here);
    let table = fs::read_to_string(place.join("entries.csv")).unwrap();
    assert!(
        table.contains(",'=1+1,") && table.contains(",''=1+1,") && table.contains(",'- so,"),
        "{table}"
    );
    assert!(table.contains(",'t Hooft,") && !table.contains('\u{202e}'), "{table}");
    let lines = fs::read_to_string(place.join("entries.jsonl")).unwrap();
    assert!(lines.contains("\\u202ex") && !lines.contains('\u{202e}'), "{lines}");
    let there = moved_in(&place);
    let again = fs::read_to_string(export(&there).join("entries.csv")).unwrap();
    assert_eq!(again, table);
}
