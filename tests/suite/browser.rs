//! The HTML pages in a real browser: nothing fetched, nothing amiss for a screen reader, everything
//! drawn within its picture.
//!
//! Needs Chromium, Node.js and two packages for it, which `tests/browser/install` puts into
//! `target/browser`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::odd_text::odd_folder;
use crate::packs::{example, packed};
use crate::process::{argument, run};
use crate::tools::can_try;

const MODULES: &str = "target/browser";
const CHROMIUM: &str = "/usr/bin/chromium";

/// Whether a browser can be had here. Where it cannot, that is said, and is a failure in CI.
fn is_possible() -> bool {
    let is_there = Path::new(CHROMIUM).exists()
        && Path::new(MODULES).join("node_modules/axe-core").exists()
        && Command::new("node").arg("--version").output().is_ok();
    can_try("pages in a browser", is_there, "tests/browser/install was not run")
}

fn look(pages: &[String]) -> Vec<Value> {
    let output = Command::new("node")
        .args(["tests/browser/look.mjs", MODULES, CHROMIUM])
        .args(pages)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Ensures that nothing is amiss with a page, whatever is on it.
fn hold_sound(page: &Value) {
    let file = page["file"].as_str().unwrap();
    let rendered = &page["rendered"];
    assert_eq!(page["requests"], Value::Array(Vec::new()), "{file} fetches something");
    assert_eq!(page["said"], Value::Array(Vec::new()), "{file}");
    assert_eq!(page["violations"], Value::Array(Vec::new()), "{file}");
    assert_eq!(rendered["scripts"], 0, "{file} has a script");
    assert_eq!(rendered["language"], "en-GB", "{file}");
    assert_eq!(rendered["overflow"], 0, "{file} is wider than its window");
    assert_eq!(rendered["overflowOnAPhone"], 0, "{file} is wider than a telephone");
    assert_eq!(rendered["firstFocus"], "Skip to the report", "{file}");
    assert_eq!(rendered["spilling"], Value::Array(Vec::new()), "{file}: cells that are too small");
    let is_prose = file.ends_with(".arithmetic.html");
    assert!(is_prose || rendered["rows"].as_u64().unwrap() > 0, "{file} has no rows");
    for picture in rendered["pictures"].as_array().unwrap() {
        assert_eq!(picture["outside"], Value::Array(Vec::new()), "{file}: {picture}");
        assert!(picture["shapes"].as_u64().unwrap() > 0, "{file}: {picture}");
    }
}

#[test]
fn pages_fetch_nothing_and_can_be_read_by_everybody() {
    if !is_possible() {
        return;
    }
    let names = ["due", "show", "audit", "list", "performance", "review", "forecast", "report"];
    let pages = names.map(|name| format!("tests/golden/{name}.html")).to_vec();
    let found = look(&pages);
    assert_eq!(found.len(), pages.len());
    found.iter().for_each(hold_sound);
    let of = |name: &str| {
        let is_it =
            |page: &&Value| page["file"].as_str().unwrap().ends_with(&format!("/{name}.html"));
        found.iter().find(is_it).unwrap()["rendered"].clone()
    };
    let show = of("show");
    assert_eq!(show["title"], "A-0003 Amina Warsame");
    let names: Vec<&str> = show["pictures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Journey", "Weeks"]);
    // A square for each of 92 weeks, with half a one more for each that was only offered, and the
    // legend's.
    let weeks = show["pictures"][1]["shapes"].as_u64().unwrap();
    assert_eq!(weeks, 92 + 8 + 4);
    assert!(show["text"].as_str().unwrap().contains("35 held face to face, 8 offered"));
    assert!(of("due")["text"].as_str().unwrap().contains("Overdue"));
    let report = of("report");
    // The contents, each row of what is due and of the cases, and the way back from each chapter.
    let links = report["links"].as_array().unwrap();
    assert_eq!(report["lost"], Value::Array(Vec::new()), "links that lead nowhere");
    for (chapter, times) in [("#due", 1), ("#cases", 1), ("#case-A-0002", 4), ("#report", 5)] {
        let found = links.iter().filter(|it| *it == chapter).count();
        assert_eq!(found, times, "{chapter}: {links:?}");
    }
    let chapters = ["What is due", "The cases", "A-0002 Gareth Pryce", "A-0033 Leroy Dacres"];
    let titles = report["chapters"].as_array().unwrap();
    assert!(chapters.iter().all(|chapter| titles.iter().any(|it| it == chapter)), "{titles:?}");
    // Two cases with a week each have both pictures, the third the journey alone.
    let pictures = report["pictures"].as_array().unwrap();
    assert_eq!(pictures.len(), 5);
}

/// Ensures the same of the pages of an evidence pack, and that each link leads to a file of it.
#[test]
fn the_pages_of_a_pack_can_be_read_by_everybody() {
    if !is_possible() {
        return;
    }
    let office = example();
    office.done("2026-11-18T09:30:00Z", &["correct", "A-0003", "2", "covers=action-plan-review"]);
    office.done("2026-11-18T09:31:00Z", &["remove", "A-0003", "3", "--reason", "twice"]);
    office.done("2026-11-18T09:32:00Z", &["undo"]);
    let place = packed(&office, &["A-0003", "A-0026", "A-0045"], "pack");
    let names = [
        "index.html",
        "not-modelled.html",
        "cases/A-0003.html",
        "cases/A-0003.arithmetic.html",
        "cases/A-0026.html",
        "cases/A-0045.html",
    ];
    let pages = names.map(|name| argument(&place.join(name)).to_owned());
    let found = look(&pages);
    assert_eq!(found.len(), pages.len());
    for (page, name) in found.iter().zip(names) {
        hold_sound(page);
        let folder = place.join(name).parent().unwrap().to_owned();
        let links = page["rendered"]["links"].as_array().unwrap().iter();
        let links: Vec<&str> = links.map(|it| it.as_str().unwrap()).collect();
        let files = links.iter().filter(|link| !link.starts_with('#'));
        files.for_each(|link| assert!(folder.join(link).is_file(), "{name}: {link}"));
    }
    let case = found[2]["rendered"]["text"].as_str().unwrap();
    assert!(case.contains("back on record: contact"), "{case}");
}

/// Ensures the same of names, employers and notes that no page expects.
#[test]
fn odd_text_stays_in_its_place() {
    if !is_possible() {
        return;
    }
    let folder = odd_folder();
    let write = |name: &str, arguments: &[&str]| {
        let page = folder.path().join(name);
        let (cases, output) = (argument(folder.path()), argument(&page));
        let common = ["--cases", cases, "--today", "2026-11-18", "--format", "html"];
        let done = run(&[&common[..], &["--output", output], arguments].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        output.to_owned()
    };
    let pages = [
        write("due.html", &["due", "--within", "8w", "--restricted"]),
        write("show.html", &["show", "C-2HWN", "--all"]),
        write("report.html", &["report", "--worker", "priya", "--all"]),
        write("performance.html", &["performance", "--behind", "missed,late"]),
    ];
    let found = look(&pages);
    found.iter().for_each(hold_sound);
    let due = found[0]["rendered"]["text"].as_str().unwrap();
    for name in ["<b>bold</b> & \"quoted\" 'apostrophe'", "陳美玲 陳小明", "שרה כהן\u{200E} 42"]
    {
        assert!(due.contains(name), "{name} is not shown as it is");
    }
}
