//! A folder that means harm, as one that arrives on a stick may: it runs nothing, and nothing outside
//! of it is read or written.

mod outside;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::recording::office::{Office, make_program, program, words};
use crate::recording::scenario::{self, LATER, NOW, WORD};
use crate::recording::signing;

/// What only reads.
const READING: [&[&str]; 16] = [
    &["due"],
    &["show", "A-0001"],
    &["list"],
    &["check"],
    &["audit"],
    &["explain", "A-0001"],
    &["history"],
    &["history", "A-0001"],
    &["contact", "A-0001", "--mode", "phone", "--dry-run"],
    &["calendar"],
    &["due", "--at", "HEAD"],
    &["show", "A-0001", "--at", "2026-11-20", "--redact"],
    &["due", "--changed-since", "2026-11-16"],
    &["due", "--suppose", "contact A-0001 --mode phone"],
    &["history", "--at", "HEAD"],
    &["retention"],
];

/// What looks at the repository as whoever records does.
const LOOKING: [&[&str]; 3] = [&["erase"], &["erase", "A-0002", "--dry-run"], &["upkeep"]];

/// What gives something out, and puts that on record.
const GIVING: [&[&str]; 2] = [
    &["disclose", "A-0001", "--received", "2026-11-16", "--output", "../answer.html"],
    &["pack", "A-0001", "--output", "../pack.zip"],
];

/// What records, one after the other.
const RECORDING: [&[&str]; 10] = [
    &["contact", "A-0001", "--mode", "phone", "--note", WORD],
    &["correct", "A-0001", "1", "mode=video"],
    &["undo"],
    &["redo"],
    &["save"],
    &["refer", "A-0003", "--programme", "ipes"],
    &["edit", "A-0001"],
    &["contact", "A-0001", "A-0002", "--mode", "email"],
    &["export", "../export"],
    &["erase", "A-0003", "--reason", "mistake", "--yes"],
];

/// A command with what came of it.
type Ran = (&'static [&'static str], Output);

/// Runs everything there is.
fn run_all(office: &Office) -> Vec<Ran> {
    run(office, &[&READING[..], &RECORDING].concat())
}

/// Runs commands, one a minute.
fn run(office: &Office, commands: &[&'static [&'static str]]) -> Vec<Ran> {
    let run = |(minute, arguments): (usize, &&'static [&'static str])| {
        let now = format!("2026-11-20T10:{minute:02}:00Z");
        // What waits for ever is a failure.
        let mut command = office.through(&["timeout", "20", program()], &now, arguments);
        command.env("EDITOR", "echo '# typed' >>").env("PAGER", "false");
        (*arguments, command.output().unwrap())
    };
    commands.iter().enumerate().map(run).collect()
}

/// A folder whose own repository and files name whatever can be run.
struct Trap {
    office: Office,
    /// The repository's settings before.
    harmless: String,
}

/// The keys under which a repository's settings name a program, or another file of settings.
const KEYS: [&str; 35] = [
    "alias.due",
    "alias.log",
    "core.alternateRefsCommand",
    "core.askPass",
    "core.editor",
    "core.fsmonitor",
    "core.gitProxy",
    "core.hooksPath",
    "core.pager",
    "core.sshCommand",
    "credential.helper",
    "diff.external",
    "diff.x.command",
    "diff.x.textconv",
    "filter.x.clean",
    "filter.x.process",
    "filter.x.smudge",
    "gc.recentObjectsHook",
    "gpg.program",
    "gpg.ssh.defaultKeyCommand",
    "gpg.ssh.program",
    "gpg.x509.program",
    "interactive.diffFilter",
    "merge.caseload.driver",
    "merge.x.driver",
    "mergetool.x.cmd",
    "pager.log",
    "remote.origin.receivepack",
    "remote.origin.uploadpack",
    "remote.origin.vcs",
    "sequence.editor",
    "trailer.x.cmd",
    "trailer.x.command",
    "uploadpack.packObjectsHook",
    "url.ext::sh.insteadOf",
];

/// All hooks that git knows of a commit, and some others.
const HOOKS: [&str; 11] = [
    "applypatch-msg",
    "commit-msg",
    "fsmonitor-watchman",
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-rewrite",
    "pre-auto-gc",
    "pre-commit",
    "prepare-commit-msg",
    "reference-transaction",
];

impl Trap {
    /// Where whatever is run leaves its mark.
    fn witness(office: &Office) -> PathBuf {
        office.home().join("witness")
    }

    /// A program that leaves a mark if it is run, and takes whatever it is given.
    fn script(office: &Office, name: &str) -> String {
        format!("echo {name} >> '{}'; cat", Trap::witness(office).display())
    }

    /// A folder with hooks of its own alone.
    fn with_hooks() -> Trap {
        Trap::in_folder(Office::with_cases())
    }

    fn in_folder(office: Office) -> Trap {
        for hook in HOOKS {
            let script = Trap::script(&office, hook);
            make_program(&office.git_folder().join("hooks").join(hook), &script);
        }
        let harmless = fs::read_to_string(office.git_folder().join("config")).unwrap();
        Trap { office, harmless }
    }

    /// A folder with settings that name programs, too; and with files that would have them run.
    fn with_everything() -> Trap {
        let office = Office::with_cases();
        let attributes = "* -text filter=x diff=x\n*.toml merge=x\n";
        fs::write(office.folder().join(".gitattributes"), attributes).unwrap();
        office.done("2026-11-20T09:00:00Z", &["save"]);
        let trap = Trap::in_folder(office);
        let info = trap.office.git_folder().join("info");
        fs::create_dir_all(&info).unwrap();
        fs::write(info.join("attributes"), "* filter=x diff=x merge=x ident\n").unwrap();
        let more = trap.office.git_folder().join("more");
        trap.set(&more, "core.fsmonitorHookVersion", "2");
        trap.set(&more, "filter.included.clean", "false");
        let config = trap.office.git_folder().join("config");
        for key in KEYS {
            let place = trap.office.home().join("programs").join(key);
            make_program(&place, &Trap::script(&trap.office, key));
            let value = place.to_str().unwrap();
            match key {
                "core.hooksPath" => {
                    let hooks = trap.office.git_folder().join("hooks");
                    trap.set(&config, key, hooks.to_str().unwrap());
                }
                "merge.caseload.driver" => {
                    trap.set(&config, key, &format!("caseload merge-file %O; {value}"));
                }
                _ => trap.set(&config, key, value),
            }
        }
        for (key, value) in
            [("commit.gpgSign", "true"), ("filter.x.required", "true"), ("include.path", "more")]
        {
            trap.set(&config, key, value);
        }
        trap
    }

    fn set(&self, file: &Path, key: &str, value: &str) {
        let arguments = ["config", "--file", file.to_str().unwrap(), key, value];
        let mut command = self.office.through(&["git"], "", &arguments);
        let output = command.current_dir(self.office.home()).output().unwrap();
        assert!(output.status.success(), "{key}: {}", words(&output));
    }

    /// What was run, by name.
    fn sprung(&self) -> String {
        fs::read_to_string(Trap::witness(&self.office)).unwrap_or_default()
    }

    /// The folder with nothing in it any more that could be run, to be looked at by git.
    fn disarmed(&self) -> &Office {
        fs::write(self.office.git_folder().join("config"), &self.harmless).unwrap();
        fs::remove_dir_all(self.office.git_folder().join("hooks")).unwrap();
        let _ = fs::remove_file(self.office.git_folder().join("info/attributes"));
        let _ = fs::remove_file(self.office.git_folder().join("more"));
        &self.office
    }
}

/// Ensures that these traps are real: git itself springs them.
#[test]
fn the_traps_are_real() {
    let trap = Trap::with_everything();
    fs::write(trap.office.case("A-0002"), "# typed\n").unwrap();
    for arguments in [&["status"][..], &["diff"], &["add", "."], &["commit", "--message", "x"]] {
        let _ = trap.office.git(arguments);
    }
    let sprung = trap.sprung();
    for name in ["core.fsmonitor", "filter.x.process"] {
        assert!(sprung.contains(name), "{name} is none of {sprung}");
    }
    let trap = Trap::with_hooks();
    trap.office.git_says(&["commit", "--quiet", "--allow-empty", "--message", "x"]);
    assert!(trap.sprung().contains("pre-commit"), "{}", trap.sprung());
}

/// Ensures that no command runs anything that the folder names, that all is recorded, and that what
/// was ignored is said.
#[test]
fn a_folder_can_run_nothing() {
    let trap = Trap::with_everything();
    for (arguments, output) in run(&trap.office, &[&LOOKING[..], &GIVING].concat()) {
        assert_eq!(trap.sprung(), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", words(&output));
    }
    for (arguments, output) in run_all(&trap.office) {
        assert_eq!(trap.sprung(), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", words(&output));
        let talk = String::from_utf8_lossy(&output.stderr);
        if !RECORDING.contains(&arguments) {
            continue;
        }
        let hooks = "this folder's own hooks did not run: \
                     pre-commit, prepare-commit-msg, commit-msg, post-commit\n";
        assert!(talk.contains(hooks), "{arguments:?}: {talk}");
        let ignored = talk.lines().find(|line| line.starts_with("this folder's own git settings"));
        let ignored = ignored.unwrap_or_default().to_lowercase();
        let more = ["include.path", "filter.included.clean", "commit.gpgsign", "filter.x.required"];
        for key in KEYS.iter().chain(&more) {
            assert!(ignored.contains(&key.to_lowercase()), "{arguments:?}: {key}: {talk}");
        }
    }
    let office = trap.disarmed();
    assert_eq!(office.recorded(WORD), 1);
    assert_eq!(
        office.commits(),
        6 + GIVING.len() + RECORDING.len() - 1,
        "{}",
        office.git_says(&["log"])
    );
    assert_eq!(office.git_says(&["log", "--format=%G?"]).trim_matches(['N', '\n']), "");
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that the user's own hooks do not meet what the folder names, and that this is said.
#[test]
fn own_hooks_do_not_meet_the_folders_settings() {
    let trap = Trap::with_everything();
    trap.office.hook("pre-commit", "touch \"$HOME/ran\"; git status; git diff");
    let output = trap.office.done(NOW, scenario::contact().arguments);
    assert!(words(&output).contains("your own hooks did not run either"), "{}", words(&output));
    assert!(!trap.office.home().join("ran").exists());
    assert_eq!(trap.sprung(), "");
    trap.office.set("core.hooksPath", "");
    assert_eq!(trap.disarmed().recorded(WORD), 1);
}

/// Ensures that the user's own hooks run in a folder that has some too, and those do not.
#[test]
fn own_hooks_run_beside_the_folders() {
    let trap = Trap::with_hooks();
    trap.office.hook("pre-commit", "touch \"$HOME/ran\"; git status; git diff --cached");
    let output = trap.office.done(NOW, scenario::contact().arguments);
    assert!(words(&output).contains("this folder's own hooks did not run"), "{}", words(&output));
    assert!(trap.office.home().join("ran").exists());
    assert_eq!(trap.sprung(), "");
    assert_eq!(trap.office.recorded(WORD), 1);
}

/// Ensures that the user's own program signs, and not the folder's.
#[test]
fn ones_own_program_signs() {
    if !signing::is_possible() {
        return;
    }
    let trap = Trap::with_everything();
    signing::sign(&trap.office);
    trap.office.done(NOW, scenario::contact().arguments);
    trap.office.done(LATER, &["undo"]);
    assert_eq!(trap.sprung(), "");
    assert_eq!(trap.disarmed().git_says(&["log", "-2", "--format=%G?"]), "G\nG\n");
}

/// Ensures that hooks within the folder do not run though the user's own settings name that place,
/// whichever folder it is in.
#[test]
fn hooks_in_the_folder_do_not_run_by_ones_own_settings() {
    let office = Office::with_cases();
    let script = Trap::script(&office, "pre-commit");
    make_program(&office.folder().join(".githooks/pre-commit"), &script);
    office.set("core.hooksPath", ".githooks");
    let output = office.done(NOW, scenario::contact().arguments);
    assert!(!Trap::witness(&office).exists());
    assert!(words(&output).contains("hooks in this folder did not run"), "{}", words(&output));
    assert_eq!(office.recorded(WORD), 1);
}

/// Ensures that nothing is said of what every repository has: that of a clone, for one.
#[test]
fn nothing_is_said_of_an_ordinary_folder() {
    let clone = Office::with_cases().cloned();
    clone.git_says(&["config", "merge.caseload.name", "by what they say"]);
    clone.git_says(&["config", "merge.caseload.driver", "caseload merge-file %O %A %B %P"]);
    let output = clone.done(NOW, scenario::contact().arguments);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
