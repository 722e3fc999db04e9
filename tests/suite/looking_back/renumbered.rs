//! What looks back past the moment at which a case was given another id: it stays with the person.

use serde_json::Value;

use crate::recording::office::{Office, words};

const BEFORE: &str = "2026-11-17T10:00:00Z";
const GIVEN: &str = "2026-11-18T10:00:00Z";
const NOW: &str = "2026-11-18T12:00:00Z";

/// Olena is B-0100, and was B-0045 on Tue 17 Nov.
fn office() -> Office {
    let office = Office::new();
    refer(&office, BEFORE, ("B-0045", "Olena Marchenko"), "2026-11-17");
    office.done(GIVEN, &["renumber", "B-0045", "B-0100"]);
    office
}

fn refer(office: &Office, now: &str, (id, name): (&str, &str), on: &str) {
    office.done(now, &["refer", id, "--programme", "ipes", "--name", name, "--on", on]);
}

/// Packs a case as it was on Tue 17 Nov.
fn pack_of_then(office: &Office, id: &str, place: &str) -> std::process::Output {
    let place = office.home().join(place);
    let at = ["pack", id, "--at", "2026-11-17", "--output", place.to_str().unwrap()];
    office.caseload(NOW, &at).output().unwrap()
}

fn copies(office: &Office, id: &str) -> usize {
    let arguments = ["disclose", id, "--received", "2026-11-18", "--format", "json"];
    let told: Value = serde_json::from_slice(&office.done(NOW, &arguments).stdout).unwrap();
    let copies = told["given_out"].as_array().unwrap();
    copies.iter().filter(|it| it["as"] == "pack").count()
}

#[test]
fn a_pack_of_then_is_on_record_for_who_it_is_of() {
    let office = office();
    let packed = pack_of_then(&office, "B-0045", "one.zip");
    assert!(packed.status.success(), "{}", words(&packed));
    assert!(words(&packed).contains("B-0045 has the id B-0100 now"), "{}", words(&packed));
    let history = words(&office.done(NOW, &["history", "B-0100"]));
    assert!(history.contains("B-0100: pack given out"), "{history}");
    let survey = words(&office.done(NOW, &["erase", "B-0100", "--reason", "request", "--dry-run"]));
    assert!(survey.contains("pack on Wed 18 Nov 2026"), "{survey}");
    assert_eq!(copies(&office, "B-0100"), 1);
    // Somebody else has the id now, referred on the same day.
    refer(&office, NOW, ("B-0045", "Nora Nilsen"), "2026-11-17");
    assert!(pack_of_then(&office, "B-0045", "two.zip").status.success());
    assert_eq!((copies(&office, "B-0100"), copies(&office, "B-0045")), (2, 0));
    // Of whom nothing is there any more, nothing can be put on record.
    std::fs::remove_file(office.case("B-0100")).unwrap();
    office.done(NOW, &["save", "--yes"]);
    let refused = pack_of_then(&office, "B-0045", "three.zip");
    let said = words(&refused);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("`B-0045` is somebody else now"), "{said}");
    assert!(said.contains("caseload renumber B-0045"), "{said}");
    assert!(!office.home().join("three.zip").exists());
    office.done(NOW, &["renumber", "B-0045", "B-0046"]);
    assert!(pack_of_then(&office, "B-0045", "three.zip").status.success());
    assert_eq!(copies(&office, "B-0046"), 0);
}

/// Ensures that a copy that was made under an id is told to nobody who was given that id later.
#[test]
fn a_copy_from_before_is_no_copy_of_who_has_the_id_now() {
    let office = Office::new();
    refer(&office, BEFORE, ("B-0045", "Olena Marchenko"), "2026-11-17");
    assert!(pack_of_then(&office, "B-0045", "one.zip").status.success());
    office.done(NOW, &["renumber", "B-0045", "B-0100"]);
    refer(&office, NOW, ("B-0045", "Nora Nilsen"), "2026-11-17");
    assert_eq!((copies(&office, "B-0100"), copies(&office, "B-0045")), (1, 0));
    // Nor is anything else of it, though both were referred on one day.
    let disclose = ["disclose", "B-0045", "--received", "2026-11-18", "--format", "plain"];
    let output = office.done(NOW, &disclose);
    let (answer, said) = (String::from_utf8(output.stdout).unwrap(), output.stderr);
    let said = String::from_utf8(said).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!answer.contains("Olena") && !answer.contains("B-0100"), "{answer}");
    let expected = "Somebody else had the id B-0045 before, and was given another: B-0100. Nothing of that is in it.";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn an_id_that_was_given_and_taken_back_is_named_once() {
    let office = office();
    office.done(NOW, &["undo"]);
    office.done(NOW, &["renumber", "B-0045", "B-0100"]);
    let output = office.done(NOW, &["disclose", "B-0100", "--received", "2026-11-18"]);
    let said = words(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("It had another id before: B-0045. What is on record"), "{said}");
    assert!(!said.contains("Somebody else had the id"), "{said}");
}

fn since(office: &Office, more: &[&str]) -> Value {
    let words = ["due", "--changed-since", "2026-11-17", "--format", "json"];
    serde_json::from_slice(&office.done(NOW, &[&words, more].concat()).stdout).unwrap()
}

fn cases(told: &Value) -> Vec<(&str, &str, Option<&str>)> {
    let cases = told["cases"].as_array().unwrap().iter();
    let text = |value: &'_ Value| value.as_str().map(str::to_owned);
    assert!(cases.clone().all(|it| text(&it["case"]).is_some() && it.get("was").is_some()));
    cases
        .map(|it| {
            let [case, change] = [&it["case"], &it["change"]].map(|it| it.as_str().unwrap());
            (case, change, it["was"].as_str())
        })
        .collect()
}

#[test]
fn what_changed_is_told_of_one_person_and_not_of_one_id() {
    let office = office();
    let told = since(&office, &[]);
    assert_eq!(told["changes"].as_array().unwrap().len(), 0, "{told}");
    assert_eq!(cases(&told), [("B-0100", "renumbered", Some("B-0045"))]);
    // Somebody else has the id now: nothing of the two is compared.
    refer(&office, NOW, ("B-0045", "Nora Nilsen"), "2026-11-18");
    let told = since(&office, &[]);
    let both = [("B-0045", "new", None), ("B-0100", "renumbered", Some("B-0045"))];
    assert_eq!(cases(&told), both);
    let changes = told["changes"].as_array().unwrap();
    assert!(!changes.is_empty(), "{told}");
    for change in changes {
        assert_eq!((&change["case"], &change["before"]), (&"B-0045".into(), &Value::Null));
    }
    let page = words(&office.done(NOW, &["due", "--changed-since", "2026-11-17"]));
    assert!(page.contains("Given another id since then: B-0100 (B-0045 then)."), "{page}");
    let one = since(&office, &["B-0100"]);
    assert_eq!(cases(&one), [("B-0100", "renumbered", Some("B-0045"))]);
    // The one of then is gone, and the other still has the id.
    std::fs::remove_file(office.case("B-0100")).unwrap();
    office.done(NOW, &["save", "--yes"]);
    let told = since(&office, &[]);
    assert_eq!(cases(&told), [("B-0045", "new", None), ("B-0045", "gone", None)]);
    let changes = told["changes"].as_array().unwrap();
    assert!(changes.iter().all(|it| it["before"] == Value::Null), "{told}");
}

fn history(office: &Office, id: &str, format: &str) -> String {
    let output = office.done(NOW, &["history", id, "--format", format]);
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_history_says_from_where_back_the_id_was_somebody_elses() {
    let office = office();
    // Nobody has it now: it is told as what became of it.
    assert!(!history(&office, "B-0045", "plain").contains("somebody else"));
    refer(&office, NOW, ("B-0045", "Nora Nilsen"), "2026-11-18");
    let page = history(&office, "B-0045", "plain");
    let mark = "B-0045 was somebody else from here back, who was given the id B-0100.";
    let (hers, others) = page.split_once(mark).unwrap_or_else(|| panic!("{page}"));
    assert!(hers.contains("referred on Wed 18 Nov 2026"), "{page}");
    assert!(others.contains("referred on Tue 17 Nov 2026"), "{page}");
    let told: Value = serde_json::from_str(&history(&office, "B-0045", "json")).unwrap();
    let steps = told["steps"].as_array().unwrap().iter();
    let others: Vec<bool> =
        steps.map(|step| step["is_of_somebody_else"].as_bool().unwrap()).collect();
    assert_eq!(others, [false, true, true]);
    assert!(!history(&office, "B-0100", "plain").contains("somebody else"));
}

/// Ensures that rows name one case by one id, as in a pack, and that what was given out is told once.
#[test]
fn rows_of_a_case_have_the_id_that_it_has_now() {
    let office = office();
    assert!(pack_of_then(&office, "B-0045", "one.zip").status.success());
    let rows = history(&office, "B-0100", "csv");
    let mut lines = rows.lines();
    assert!(
        lines.next().unwrap().ends_with("case,when,author,email,commit,operation,what,days_late")
    );
    let lines: Vec<&str> = lines.collect();
    assert!(lines.iter().all(|line| line.starts_with("B-0100,")), "{rows}");
    assert!(lines[0].contains(",pack given out,"), "{rows}");
    let told: Value = serde_json::from_str(&history(&office, "B-0100", "json")).unwrap();
    let change = &told["steps"][0]["changes"][0];
    assert_eq!((&change["case"], &change["change"]), (&"B-0100".into(), &"given out".into()));
    assert_eq!(change["words"], "pack given out");
}

#[test]
fn a_page_of_its_own_says_what_it_is_of() {
    let office = office();
    let page = history(&office, "B-0100", "html");
    assert!(page.contains("<title>History of B-0100</title>"), "{page}");
    let check = words(&office.done(NOW, &["check", "--format", "html"]));
    assert!(check.contains("<title>Check</title>"), "{check}");
    for page in [page, check] {
        assert!(page.contains("The folder folder, at commit"), "{page}");
        assert!(page.contains("on Wed 18 Nov 2026."), "{page}");
    }
}

#[test]
fn who_recorded_nothing_here_is_told_who_did() {
    let office = office();
    let said = words(&office.done(NOW, &["history", "--by", "bob"]));
    assert!(said.contains("nothing of it was recorded by `bob`, but by Alex Reed"), "{said}");
    let said = words(&office.done(NOW, &["history", "--by", "alex"]));
    assert!(!said.contains("nothing of it"), "{said}");
}
