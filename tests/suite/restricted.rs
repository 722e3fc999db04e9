//! Restricted cases: out of ordinary lists, in their own key worker's, and not suggested to others.

use crate::process::{argument, caseload, folder};
use crate::recording::office::words;

const SETTINGS: &str = "[workers.alex]\n[workers.priya]\n";

fn case(id: &str, name: &str, worker: &str, more: &str) -> String {
    format!(
        "id = \"{id}\"\nprogramme = \"ipes\"\nname = \"{name}\"\nworker = \"{worker}\"\n\
         referred = 2026-11-02\n{more}"
    )
}

/// A folder in which Priya has a restricted case, which is Alex's from Mon 23 Nov 2026.
fn cases() -> tempfile::TempDir {
    let moved = "restricted = true\n\n[[assignment]]\nworker = \"alex\"\nfrom = 2026-11-23\n";
    folder(&[
        ("caseload.toml", SETTINGS),
        ("cases/A-1.toml", &case("A-1", "Sam Okafor", "alex", "")),
        ("cases/A-2.toml", &case("A-2", "Samira Haddad", "priya", moved)),
        ("cases/A-3.toml", &case("A-3", "Kim Lee", "priya", "")),
    ])
}

/// What is said to a key worker, on Fri 20 Nov 2026 unless another day is asked for.
fn said(folder: &tempfile::TempDir, me: &str, arguments: &[&str]) -> String {
    let mut command = caseload(&["--cases", argument(folder.path())]);
    let day: &[&str] =
        if arguments.contains(&"--today") { &[] } else { &["--today", "2026-11-20"] };
    let output = command.args(arguments).args(day).env("CASELOAD_WORKER", me).output().unwrap();
    words(&output)
}

#[test]
fn it_is_in_the_list_of_its_own_worker_on_the_day_and_in_no_other() {
    let folder = cases();
    let lists: [&[&str]; 5] = [
        &["due", "--within", "8w"],
        &["list"],
        &["review", "--quiet-for", "1d"],
        &["forecast", "--by", "person"],
        &["report"],
    ];
    for list in lists {
        for (me, more, day, is_in) in [
            ("priya", &[][..], "2026-11-20", false),
            ("priya", &["--mine"], "2026-11-20", true),
            ("priya", &["--worker", "priya"], "2026-11-20", true),
            ("alex", &["--worker", "priya"], "2026-11-20", false),
            ("alex", &["--worker", "priya", "--restricted"], "2026-11-20", true),
            ("nobody", &["--worker", "priya"], "2026-11-20", false),
            ("priya", &["--mine"], "2026-11-22", true),
            ("priya", &["--mine"], "2026-11-23", false),
            ("alex", &["--mine"], "2026-11-22", false),
            ("alex", &["--mine"], "2026-11-23", true),
            ("alex", &["a-2"], "2026-11-20", true),
        ] {
            let text = said(&folder, me, &[list, more, &["--today", day]].concat());
            assert_eq!(text.contains("A-2"), is_in, "{list:?} {more:?} of {me}, {day}: {text}");
            let says_so = text.contains("1 restricted case is not looked at here");
            assert_eq!(says_so, !is_in, "{list:?} {more:?} of {me}, {day}: {text}");
        }
    }
}

/// Ensures that what is left out is told alike, whatever the list is narrowed to.
#[test]
fn what_is_left_out_tells_nothing_of_the_case() {
    let folder = cases();
    for more in [
        &["--worker", "alex"][..],
        &["--worker", "priya"],
        &["--rule", "exit-report"],
        &["--stage", "in-work"],
        &["--programme", "work-choice"],
        &["--status", "overdue"],
    ] {
        let text = said(&folder, "nobody", &[&["list"], more].concat());
        assert!(text.contains("1 restricted case is not looked at here"), "{more:?}: {text}");
    }
    // Silence tells nothing of it either.
    let quiet = ["due", "--if-any", "--worker", "alex", "--rule", "exit-report"];
    assert_eq!(said(&folder, "nobody", &quiet), "exit status: 0:  ");
}

#[test]
fn rates_count_it_and_name_it_to_its_own_worker_alone() {
    let folder = cases();
    let behind = ["performance", "--behind", "in-time,late,missed,overdue,open"];
    let text = said(&folder, "alex", &behind);
    assert!(text.contains("1 restricted case counted here, and not named"), "{text}");
    assert!(!text.contains("A-2") && text.contains("A-3"), "{text}");
    let own = said(&folder, "priya", &[&behind[..], &["--mine"]].concat());
    assert!(own.contains("A-2") && !own.contains("not named"), "{own}");
}

#[test]
fn a_names_first_letters_do_not_lead_others_to_it() {
    let folder = cases();
    // To others there is one person whose name begins so.
    let text = said(&folder, "alex", &["show", "sam"]);
    assert!(text.contains("A-1 Sam Okafor") && !text.contains("Haddad"), "{text}");
    let text = said(&folder, "alex", &["show", "samir"]);
    assert!(text.contains("there is no case `samir`") && !text.contains("A-2"), "{text}");
    // How one is found is said alike, whoever is looked for, and whether there is one or not.
    let nobody = said(&folder, "alex", &["show", "nobody"]);
    assert_eq!(text.replace("samir", "nobody"), nobody);
    let expected =
        "every case but restricted ones, which are found by their id or their whole name";
    assert!(text.contains(expected), "{text}");
    // Nor is a restricted case suggested to others for an id that is nearly its own.
    let near = said(&folder, "alex", &["show", "A-22"]);
    assert!(!near.contains("`A-2`"), "{near}");
    let near = said(&folder, "priya", &["show", "A-22"]);
    assert!(near.contains("did you mean `A-2`?"), "{near}");
    // Whoever is not known is told how to be, since it may be their own.
    let text = said(&folder, "", &["show", "samir"]);
    assert!(text.contains("say which key worker you are") && !text.contains("A-2"), "{text}");
    // Its own worker is asked which one is meant.
    let text = said(&folder, "priya", &["show", "sam"]);
    assert!(text.contains("A-1 Sam Okafor, A-2 Samira Haddad"), "{text}");
    let text = said(&folder, "priya", &["show", "samir"]);
    assert!(text.contains("A-2 Samira Haddad"), "{text}");
    // Whoever knows the id, or the whole name, is shown it.
    for known in ["A-2", "a-2", "samira haddad"] {
        let text = said(&folder, "alex", &["show", known]);
        assert!(text.contains("A-2 Samira Haddad"), "{known}: {text}");
    }
    let text = said(&folder, "alex", &["show", "A-"]);
    assert!(text.contains("A-1 Sam Okafor, A-2, A-3 Kim Lee"), "{text}");
}
