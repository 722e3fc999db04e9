//! Whoever is restricted by now is kept out of lists of the past, and of what is only supposed of everybody.

use crate::recording::office::{Office, words};

const BEFORE: &str = "2026-11-17T10:00:00Z";
const NOW: &str = "2026-11-18T10:00:00Z";

/// Priya has Kim, restricted since Wed 18 Nov and B-0002 then, and Jo.
fn office() -> Office {
    let office = Office::new().with_workers(&["priya", "morgan"]);
    for (id, name) in [("B-0001", "Kim Longfield"), ("B-0003", "Jo Shortwood")] {
        let refer = ["refer", id, "--programme", "ipes", "--name", name, "--worker", "priya"];
        office.done(BEFORE, &[&refer[..], &["--on", "2026-11-10"]].concat());
    }
    office.done(NOW, &["set", "B-0001", "restricted=yes"]);
    office.done(NOW, &["renumber", "B-0001", "B-0002"]);
    office
}

fn said(office: &Office, me: &str, arguments: &[&str]) -> String {
    let mut command = office.caseload(NOW, arguments);
    words(&command.env("CASELOAD_WORKER", me).output().unwrap())
}

#[test]
fn a_list_of_the_past_leaves_out_who_is_restricted_by_now() {
    let office = office();
    for list in [&["due"][..], &["list"], &["report"], &["forecast", "--by", "person"]] {
        let at = [list, &["--at", "2026-11-17"]].concat();
        let text = said(&office, "alex", &at);
        assert!(!text.contains("B-0001") && !text.contains("Kim"), "{list:?}: {text}");
        assert!(text.contains("1 restricted case is not looked at here"), "{list:?}: {text}");
        assert!(text.contains("B-0003"), "{list:?}: {text}");
        for more in [&["--restricted"][..], &["B-0001"]] {
            let text = said(&office, "alex", &[&at[..], more].concat());
            assert!(text.contains("B-0001"), "{list:?} {more:?}: {text}");
        }
        let own = said(&office, "priya", &[&at[..], &["--mine"]].concat());
        assert!(own.contains("B-0001"), "{list:?}: {own}");
    }
    let found = said(&office, "alex", &["due", "kim", "--at", "2026-11-17"]);
    assert!(found.contains("there is no case `kim`") && !found.contains("B-0001"), "{found}");
    // A printed page is made again as it was.
    let page = words(&office.done(BEFORE, &["list", "--at", "2026-11-17", "--restricted"]));
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = &page[page.find("Judged on").unwrap()..];
    let line = &line[..line.find("settings").unwrap() + "settings ".len() + 12];
    let again = said(&office, "alex", &["list", "--as-printed", line]);
    assert!(again.contains("B-0001"), "{again}");
}

#[test]
fn a_handover_that_is_only_tried_or_supposed_names_no_restricted_case() {
    let office = office();
    let tried = ["handover", "priya", "morgan", "--dry-run"];
    let text = said(&office, "alex", &tried);
    assert!(!text.contains("B-0002") && !text.contains("Kim"), "{text}");
    assert!(
        text.contains("B-0003") && text.contains("not shown here: 1 restricted case"),
        "{text}"
    );
    assert!(said(&office, "priya", &tried).contains("B-0002"));
    let supposed = ["due", "--suppose", "handover priya morgan"];
    for more in [&[][..], &["--format", "json"], &["--worker", "morgan"]] {
        let text = said(&office, "alex", &[&supposed[..], more].concat());
        assert!(!text.contains("B-0002") && !text.contains("Kim"), "{more:?}: {text}");
        assert!(text.contains("B-0003, 1 restricted case: assign"), "{more:?}: {text}");
    }
    let text = said(&office, "alex", &[&supposed[..], &["--restricted"]].concat());
    assert!(text.contains("B-0002"), "{text}");
    // Whoever names it knows it.
    let text = said(&office, "alex", &["due", "--suppose", "assign morgan B-0002"]);
    assert!(text.contains("B-0002: assign"), "{text}");
    // All of them are handed over.
    office.done(NOW, &["handover", "priya", "morgan", "--yes"]);
    let text = said(&office, "morgan", &["list", "--mine"]);
    assert!(text.contains("B-0002") && text.contains("B-0003"), "{text}");
    let text = said(&office, "alex", &["handover", "morgan", "morgan", "--yes"]);
    assert!(text.contains("morgan has these cases already"), "{text}");
}
