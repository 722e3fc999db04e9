//! What lies outside of the folder: not read, not written, not taken away, whatever leads there.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use crate::recording::depth;
use crate::recording::hostile::{READING, RECORDING, run, run_all};
use crate::recording::lock::refused;
use crate::recording::office::{Office, below, contents, is_toml, words};
use crate::recording::scenario::{self, NOW};

/// Ensures that a repository which says that its files lie elsewhere has nothing read or written
/// there, and that those which lie here are looked at.
#[test]
fn the_files_are_those_that_lie_here() {
    let office = Office::with_cases();
    let harmless = fs::read(office.git_folder().join("config")).unwrap();
    let outside = office.home().join("outside");
    let case = outside.join("cases/2026/11/A-0001.toml");
    fs::create_dir_all(case.parent().unwrap()).unwrap();
    fs::write(&case, "id = \"A-0001\"\nname = \"hidden-word\"\n").unwrap();
    let before = contents(&outside);
    office.git_says(&["config", "core.worktree", outside.to_str().unwrap()]);
    let is_saved = || {
        let due = words(&office.done(NOW, &["due"])).replace('\n', " ");
        assert!(due.contains("commit "), "{due}");
        !due.contains("not yet saved")
    };
    assert!(is_saved());
    let case = fs::read_to_string(office.case("A-0002")).unwrap();
    fs::write(office.case("A-0002"), format!("# typed\n{case}")).unwrap();
    assert!(!is_saved());
    let saved = office.done(NOW, &["save"]);
    assert!(words(&saved).contains("recorded: A-0002"), "{}", words(&saved));
    for (arguments, output) in run_all(&office) {
        let said = words(&output);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(!said.contains("hidden-word"), "{arguments:?}: {said}");
        let is_said = said.contains("own git settings were ignored: core.worktree");
        assert_eq!(is_said, RECORDING.contains(&arguments), "{arguments:?}: {said}");
    }
    assert_eq!(contents(&outside), before);
    fs::write(office.git_folder().join("config"), harmless).unwrap();
    assert_eq!(office.recorded("typed"), 2);
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that a place for its files which is not there is not made, and that one can read.
#[test]
fn no_place_elsewhere_is_made() {
    let office = Office::with_cases();
    let outside = office.home().join("outside");
    office.git_says(&["config", "core.worktree", outside.to_str().unwrap()]);
    for (arguments, output) in run_all(&office) {
        let said = words(&output);
        assert!(matches!(output.status.code(), Some(0..=8)), "{arguments:?}: {said}");
        let is_refused = said.contains("error: failed to resolve path");
        assert_eq!(is_refused, RECORDING.contains(&arguments), "{arguments:?}: {said}");
    }
    assert!(!outside.exists());
}

/// Parts of a folder that may be links out of it, and what is said when one wants to record.
const LINKS: [(&str, &str); 21] = [
    (".git", "lies elsewhere"),
    (".git/HEAD", "is a link"),
    (".git/caseload", "is a link"),
    (".git/caseload/edit", ""),
    (".git/caseload/journal", "is a link"),
    (".git/caseload/lock", "is a link"),
    (".git/caseload/in-hand", ""),
    (".git/config", "is a link"),
    (".git/index", "is a link"),
    (".git/logs", ""),
    (".git/logs/HEAD", ""),
    (".git/objects", "is a link"),
    (".git/packed-refs", "is a link"),
    (".git/refs", "is a link"),
    (".git/refs/heads", "is a link"),
    (".git/refs/heads/main", "is a link"),
    ("caseload.toml", "is a link"),
    ("cases", "is a link"),
    ("cases/2026", "is a link"),
    ("cases/2026/11/A-0001.toml", "is a link"),
    ("programmes", "is a link"),
];

/// A folder in which a part is a link to what lies outside: what was there before, or a secret.
fn with_link(begun: &Office, name: &str, is_secret: bool) -> (Office, PathBuf) {
    let office = begun.copy();
    let (place, outside) = (office.folder().join(name), office.home().join("outside"));
    fs::create_dir(&outside).unwrap();
    let target = outside.join("target");
    if place.exists() {
        fs::rename(&place, &target).unwrap();
    }
    if is_secret && !target.is_dir() {
        fs::write(&target, "hidden-word = \"hidden-word\"\n[hidden-word]\nhidden-word\n").unwrap();
    }
    for (file, _) in below(&outside).into_iter().filter(|(file, _)| is_toml(file)) {
        let text = fs::read_to_string(outside.join(&file)).unwrap();
        fs::write(outside.join(&file), text.replace("\"Sam\"", "\"hidden-word\"")).unwrap();
    }
    symlink(&target, &place).unwrap();
    (office, outside)
}

/// What is tried of each link, where the usual depth does not take everything there is.
const THROUGH_LINKS: [&[&str]; 8] = [
    READING[0],
    READING[1],
    READING[6],
    RECORDING[0],
    RECORDING[2],
    RECORDING[4],
    RECORDING[5],
    RECORDING[6],
];

/// Ensures that nothing is read through a link to a secret, whatever it is in place of.
#[test]
fn no_link_leads_to_a_secret() {
    no_link_leads_out(true);
}

/// Ensures that nothing is written through a link to what was there before.
#[test]
fn no_link_leads_elsewhere() {
    no_link_leads_out(false);
}

/// Ensures that nothing is read or written through a link, and that one is told why nothing is
/// recorded.
fn no_link_leads_out(is_secret: bool) {
    let begun = Office::with_cases();
    for (name, reason) in LINKS {
        let (office, outside) = with_link(&begun, name, is_secret);
        let before = contents(&outside);
        let ran = if depth() > 1 { run_all(&office) } else { run(&office, &THROUGH_LINKS) };
        for (arguments, output) in ran {
            let said = words(&output);
            let point = format!("{name}: {arguments:?}: {said}");
            assert!(matches!(output.status.code(), Some(0..=8)), "{point}");
            assert!(!said.contains("panicked") && !said.contains("hidden-word"), "{point}");
            if arguments == scenario::contact().arguments {
                let is_done = output.status.success();
                assert_eq!(is_done, reason.is_empty(), "{point}");
                assert!(said.contains(reason) && (is_done || said.contains("hint: ")), "{point}");
            }
        }
        assert_eq!(contents(&outside), before, "{name}");
    }
}

/// Ensures that no object is written through a link in place of the shelf that it belongs on.
#[test]
fn no_object_is_written_through_a_link() {
    let office = Office::with_cases();
    let outside = office.home().join("outside");
    fs::create_dir(&outside).unwrap();
    for shelf in 0..=255 {
        let shelf = office.git_folder().join(format!("objects/{shelf:02x}"));
        if !shelf.exists() {
            symlink(&outside, shelf).unwrap();
        }
    }
    refused(&office, 1, "is a link");
    assert_eq!(contents(&outside), [""; 0]);
}

/// Ensures that what is no file, such as a pipe, is not waited for.
#[test]
fn nobody_waits_for_a_pipe() {
    let office = Office::with_cases();
    let pipe = office.case("A-0009");
    let made = office.through(&["mkfifo"], "", &[pipe.to_str().unwrap()]).status().unwrap();
    assert!(made.success());
    for (arguments, output) in run_all(&office) {
        assert!(matches!(output.status.code(), Some(0..=8)), "{arguments:?}: {}", words(&output));
    }
    let checked = office.caseload(NOW, &["check"]).output().unwrap();
    assert!(words(&checked).contains("is neither a file nor a folder"), "{}", words(&checked));
}

/// The journal of an operation that came to its end but for one file.
fn leave_journal(office: &Office, file: &str, old: &str) {
    let journal = format!(
        "caseload journal 1\n{{\"operation\":\"0123456789ab\",\"branch\":\"refs/heads/main\",\
         \"old\":null,\"new\":\"{}\",\"files\":[{{\"path\":\"{file}\",\"old\":{old},\"new\":null}}]}}\n",
        office.tip()
    );
    fs::write(office.git_folder().join("caseload/journal"), journal).unwrap();
}

/// Has git do something with these bytes, and gives what it prints.
fn git_given(office: &Office, arguments: &[&str], bytes: &str) -> String {
    let input = office.home().join("input");
    fs::write(&input, bytes).unwrap();
    let mut command = office.through(&["git"], "", arguments);
    let output = command.stdin(fs::File::open(input).unwrap()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", words(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Ensures that a journal which arrives with a folder has nothing taken away outside of it.
#[test]
fn a_journal_takes_nothing_away_outside() {
    let office = Office::with_cases();
    let outside = office.home().join("precious.toml");
    fs::write(&outside, "precious\n").unwrap();
    let old = git_given(&office, &["hash-object", "--stdin"], "precious\n");
    for file in
        ["cases/../../home/precious.toml", "../home/precious.toml", outside.to_str().unwrap()]
    {
        leave_journal(&office, file, &format!("\"{old}\""));
        refused(&office, 5, "is damaged, or of another release");
        assert!(outside.exists(), "{file}");
    }
    fs::remove_file(office.git_folder().join("caseload/journal")).unwrap();
    office.done(NOW, scenario::contact().arguments);
}

/// A commit of one's own, by its looks, whose tree leads out of the folder: to `evil.toml`.
fn commit_that_leads_out(office: &Office) {
    let blob = git_given(office, &["hash-object", "-w", "--stdin"], "evil\n");
    let mktree = |entries: &str| git_given(office, &["mktree"], entries);
    let evil = mktree(&format!("100644 blob {blob}\tevil.toml\n"));
    let above = mktree(&format!("040000 tree {evil}\t..\n"));
    let others = office.git_says(&["ls-tree", "HEAD:cases"]);
    let cases = mktree(&format!("{others}040000 tree {above}\t..\n"));
    let old = office.git_says(&["rev-parse", "HEAD:cases"]);
    let tree = mktree(&office.git_says(&["ls-tree", "HEAD"]).replace(old.trim(), &cases));
    let message =
        "A-0001: note\n\nCase: A-0001\nOperation: 0123456789ab\nRelease: caseload 0.1.0\n";
    let commit = git_given(office, &["commit-tree", &tree, "-p", "HEAD"], message);
    office.git_says(&["update-ref", "refs/heads/main", &commit]);
}

/// Ensures that neither journal nor commit has anything written outside of the folder, or in git's
/// own.
#[test]
fn a_commit_writes_nothing_outside() {
    let begun = Office::with_cases();
    commit_that_leads_out(&begun);
    let leading = begun.git_says(&["ls-tree", "-r", "--name-only", "HEAD"]);
    assert!(leading.contains("cases/../"), "{leading}");
    let lies = |office: &Office| -> Vec<String> {
        let all = below(office.folder().parent().unwrap());
        all.into_iter().map(|(name, _)| name).filter(|name| name.ends_with("evil.toml")).collect()
    };
    for (_, output) in run_all(&begun) {
        assert!(matches!(output.status.code(), Some(0..=8)), "{}", words(&output));
        assert_eq!(lies(&begun), [""; 0], "{}", words(&output));
    }
    let office = Office::with_cases();
    commit_that_leads_out(&office);
    let leading = leading.lines().find(|name| name.ends_with("evil.toml")).unwrap();
    leave_journal(&office, leading, "null");
    refused(&office, 5, "is damaged, or of another release");
    assert_eq!(lies(&office), [""; 0]);
    fs::remove_file(office.git_folder().join("caseload/journal")).unwrap();
    let undone = office.caseload(NOW, &["undo"]).output().unwrap();
    assert_eq!(undone.status.code(), Some(1), "{}", words(&undone));
    assert!(
        words(&undone).contains("none of the files of a caseload folder"),
        "{}",
        words(&undone)
    );
}
