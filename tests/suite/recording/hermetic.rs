//! Whatever the user's own settings and environment say of other things, the same operations give
//! the same commits and the same bytes.

use std::fs;
use std::path::PathBuf;

use crate::recording::office::{BEGINNING, HISTORY, Office, below, contents, program, words};
use crate::recording::signing;

/// Settings that somebody may have, and that would change what plain git writes or shows.
const ODD: [(&str, &str); 39] = [
    ("commit.cleanup", "scissors"),
    ("commit.status", "false"),
    ("commit.template", "~/template"),
    ("commit.verbose", "true"),
    ("core.abbrev", "40"),
    ("core.attributesFile", "~/attributes"),
    ("core.autocrlf", "true"),
    ("core.commentChar", "A"),
    ("core.compression", "0"),
    ("core.eol", "crlf"),
    ("core.excludesFile", "~/excludes"),
    ("core.fileMode", "false"),
    ("core.ignoreCase", "true"),
    ("core.ignoreStat", "true"),
    ("core.logAllRefUpdates", "false"),
    ("core.pager", "false"),
    ("core.preferSymlinkRefs", "true"),
    ("core.quotePath", "true"),
    ("core.safecrlf", "true"),
    ("core.sharedRepository", "world"),
    ("core.symlinks", "false"),
    ("core.trustctime", "false"),
    ("core.untrackedCache", "true"),
    ("core.whitespace", "cr-at-eol"),
    ("diff.external", "false"),
    ("diff.mnemonicPrefix", "true"),
    ("diff.noprefix", "true"),
    ("diff.renames", "copies"),
    ("feature.manyFiles", "true"),
    ("i18n.commitEncoding", "ISO-8859-1"),
    ("i18n.logOutputEncoding", "ISO-8859-1"),
    ("index.version", "4"),
    ("init.defaultBranch", "trunk"),
    ("init.templateDir", "~/template-folder"),
    ("log.showSignature", "true"),
    ("merge.conflictStyle", "zdiff3"),
    ("status.showUntrackedFiles", "no"),
    ("user.useConfigOnly", "true"),
    ("url.https://example.org/.insteadOf", "https://"),
];

/// Everything that is done, one a minute, and what somebody types in between.
const MORE: [&str; 6] = [
    "contact A-0001 A-0002 --mode text --on 2026-11-16",
    "save",
    "refer A-0004 --name Zoë --on 2026-11-10",
    "undo",
    "redo",
    "correct A-0001 1 mode=video",
];

/// What came of it: every commit, and the bytes of every file that is not git's.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    commits: Vec<String>,
    branch: String,
    files: Vec<(String, Vec<u8>)>,
}

/// Makes a folder and records in it, by the program started by these words.
fn outcome(office: &Office, first: &[&str]) -> Outcome {
    let first = [first, &[program()]].concat();
    office.set("user.name", "Zoë Brück");
    let made = office.init(&first);
    assert!(made.status.success(), "{}", words(&made));
    let commands = BEGINNING.iter().chain(&HISTORY).chain(&MORE);
    for (minute, line) in commands.enumerate() {
        if *line == "save" {
            type_in(office);
        }
        let arguments: Vec<&str> = line.split(' ').collect();
        let now = format!("2026-11-16T12:{minute:02}:30Z");
        let output = office.through(&first, &now, &arguments).output().unwrap();
        assert!(output.status.success(), "{line}: {}", words(&output));
    }
    let is_file = |(name, is_folder): &(String, bool)| !is_folder && !name.starts_with(".git/");
    let names = below(&office.folder()).into_iter().filter(is_file).map(|(name, _)| name);
    let read = |name: String| (name.clone(), fs::read(office.folder().join(name)).unwrap());
    let mut files: Vec<_> = names.map(read).collect();
    files.sort();
    Outcome {
        commits: office.git_says(&["log", "--format=%H"]).lines().map(str::to_owned).collect(),
        branch: office.git_says(&["symbolic-ref", "HEAD"]),
        files,
    }
}

/// What somebody types: a remark with other ends of lines, and a new case.
fn type_in(office: &Office) {
    let case = fs::read_to_string(office.case("A-0002")).unwrap();
    fs::write(office.case("A-0002"), format!("# typed\r\n{}", case.replace('\n', "\r\n"))).unwrap();
    let new = "id = \"A-0003\"\nprogramme = \"ipes\"\nreferred = 2026-11-09\n";
    fs::write(office.case("A-0003"), new).unwrap();
}

/// What comes of it with nothing odd about.
fn expected() -> Outcome {
    let outcome = outcome(&Office::to_be(), &[]);
    assert_eq!(outcome.commits.len(), 1 + BEGINNING.len() + HISTORY.len() + MORE.len());
    let has = |name: &str| outcome.files.iter().any(|(file, _)| file.ends_with(name));
    assert!(has("A-0003.toml") && has("A-0004.toml"), "{outcome:?}");
    outcome
}

/// Ensures that no setting of the user's changes a commit or a byte.
#[test]
fn no_setting_changes_what_is_recorded() {
    let office = Office::to_be();
    for (key, value) in ODD {
        office.set(key, value);
    }
    let write = |name: &str, text: &str| fs::write(office.home().join(name), text).unwrap();
    write("attributes", "*.toml text eol=crlf ident filter=lfs\n");
    write("excludes", "*\n");
    write("template", "words of a template\n");
    fs::create_dir_all(office.home().join("template-folder/hooks")).unwrap();
    write("template-folder/hooks/pre-commit", "#!/bin/sh\nexit 1\n");
    write("template-folder/config", "[core]\n\thooksPath = elsewhere\n");
    assert_eq!(outcome(&office, &[]), expected());
    assert!(!office.git_folder().join("hooks/pre-commit").exists());
    let config = fs::read_to_string(office.git_folder().join("config")).unwrap();
    assert!(!config.contains("elsewhere"), "{config}");
    office.set("diff.external", "");
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that neither language nor time zone of the machine changes a commit or a byte.
#[test]
fn no_language_changes_what_is_recorded() {
    let expected = expected();
    for environment in [
        ["LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8", "TZ=Pacific/Kiritimati"],
        ["LANG=C", "LC_ALL=POSIX", "TZ=America/St_Johns"],
    ] {
        let first = [&["env"][..], &environment].concat();
        assert_eq!(outcome(&Office::to_be(), &first), expected, "{environment:?}");
    }
}

/// A repository somewhere else, with what git's variables would say of it.
fn elsewhere(office: &Office) -> (PathBuf, Vec<String>) {
    let place = office.home().join("elsewhere");
    fs::create_dir(&place).unwrap();
    fs::write(place.join("letter.txt"), "not ours\n").unwrap();
    for arguments in
        [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "not ours"]]
    {
        let mut command = office.through(&["git"], "2026-11-16T10:00:00Z", arguments);
        assert!(command.current_dir(&place).output().unwrap().status.success());
    }
    let variable = |(name, path): (&str, &str)| format!("{name}={}", place.join(path).display());
    let variables = [
        ("GIT_DIR", ".git"),
        ("GIT_WORK_TREE", ""),
        ("GIT_INDEX_FILE", ".git/index"),
        ("GIT_OBJECT_DIRECTORY", ".git/objects"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", ".git/objects"),
        ("GIT_COMMON_DIR", ".git"),
        ("GIT_SHALLOW_FILE", "letter.txt"),
        ("GIT_GRAFT_FILE", "letter.txt"),
        ("GIT_CEILING_DIRECTORIES", ""),
    ];
    let mut variables: Vec<String> = variables.into_iter().map(variable).collect();
    variables.extend(["GIT_NAMESPACE", "GIT_PREFIX"].map(|name| format!("{name}=other/")));
    (place, variables)
}

/// Ensures that the variables by which git is sent elsewhere send the tool nowhere, nor the hooks
/// that it runs: nothing is written there, and the same is recorded.
#[test]
fn no_variable_of_gits_sends_the_tool_elsewhere() {
    let expected = expected();
    let office = Office::to_be();
    let (place, variables) = elsewhere(&office);
    let before = contents(&place);
    office.hook("pre-commit", "git diff --cached --quiet && exit 1; git status");
    office.hook("post-commit", "git status --porcelain >> \"$HOME/status\"");
    let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
    assert_eq!(outcome(&office, &[&["env"][..], &variables].concat()), expected);
    assert_eq!(contents(&place), before);
    office.set("core.hooksPath", "");
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that a signature is made in the folder too, and not where the variables say.
#[test]
fn no_variable_of_gits_sends_a_signature_elsewhere() {
    if !signing::is_possible() {
        return;
    }
    let office = Office::to_be();
    signing::sign(&office);
    office.set("commit.gpgSign", "false");
    let (place, variables) = elsewhere(&office);
    office.set("commit.gpgSign", "true");
    let before = contents(&place);
    let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
    let commits = outcome(&office, &[&["env"][..], &variables].concat()).commits;
    assert_eq!(contents(&place), before);
    assert_eq!(office.git_says(&["log", "--format=%G?"]), "G\n".repeat(commits.len()));
}
