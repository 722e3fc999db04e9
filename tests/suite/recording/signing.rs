//! What the user's own git settings name is honoured: signatures and hooks, one by one and together.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::recording::lock::{refused, unchanged};
use crate::recording::office::{Office, make_program, program, words};
use crate::recording::scenario::{self, LATER, NOW, WORD};
use crate::tools::can_try;

/// Whether keys can be made here. Where they cannot, that is said, and is a failure in CI.
pub(crate) fn is_possible() -> bool {
    let tried = Command::new("ssh-keygen").arg("-l").stdin(Stdio::null()).output();
    can_try("signing", tried.is_ok(), "ssh-keygen is not there")
}

/// Has the user's settings ask for signatures, by a key that is made here.
pub(crate) fn sign(office: &Office) {
    let key = office.home().join("key");
    let path = key.to_str().unwrap();
    let arguments = ["-q", "-t", "ed25519", "-N", "", "-C", "alex", "-f", path];
    let made = Command::new("ssh-keygen").args(arguments).output().unwrap();
    assert!(made.status.success(), "{}", words(&made));
    let public = fs::read_to_string(key.with_extension("pub")).unwrap();
    let signers = office.home().join("signers");
    fs::write(&signers, format!("alex@example.org {public}")).unwrap();
    office.set("gpg.format", "ssh");
    office.set("user.signingkey", path);
    office.set("commit.gpgSign", "true");
    office.set("gpg.ssh.allowedSignersFile", signers.to_str().unwrap());
}

/// What is recorded one after the other, with what somebody typed in between.
fn record_much(office: &Office) {
    office.done("2026-11-20T10:00:00Z", scenario::contact().arguments);
    office.done("2026-11-20T10:01:00Z", &["contact", "A-0001", "A-0002", "--mode", "email"]);
    office.done("2026-11-20T10:02:00Z", scenario::referral().arguments);
    office.done("2026-11-20T10:03:00Z", &["undo"]);
    office.done("2026-11-20T10:04:00Z", &["redo"]);
    let case = fs::read_to_string(office.case("A-0002")).unwrap();
    fs::write(office.case("A-0002"), format!("# typed\n{case}")).unwrap();
    office.done("2026-11-20T10:05:00Z", &["contact", "A-0002", "--mode", "letter"]);
}

/// Ensures that every commit is signed if the user's settings ask for it, the first of a folder
/// too, and is else the same: content, words, author and date.
#[test]
fn every_commit_is_signed() {
    if !is_possible() {
        return;
    }
    let about = ["log", "--format=%T %an %ae %ad %cn %ce %cd%n%B", "--date=raw"];
    let (plain, signed) = (Office::to_be(), Office::to_be());
    sign(&signed);
    for office in [&plain, &signed] {
        let made = office.init(&[program()]);
        assert!(made.status.success(), "{}", words(&made));
        office.done("2026-11-16T10:01:00Z", &["refer", "A-0001", "--programme", "ipes"]);
        office.done("2026-11-16T10:02:00Z", &["refer", "A-0002", "--programme", "ipes"]);
        record_much(office);
    }
    let trust = signed.git_says(&["log", "--format=%G?"]);
    assert_eq!(trust, "G\n".repeat(10), "{}", signed.git_says(&["log", "--show-signature"]));
    for commit in signed.git_says(&["rev-list", "HEAD"]).lines() {
        signed.git_says(&["verify-commit", commit]);
    }
    let operations = |office: &Office| -> String {
        let said = office.git_says(&about);
        // An operation's own id stands for the commit before it, which differs.
        let own = |line: &&str| {
            !["Operation: ", "Undoes: ", "Redoes: "].iter().any(|it| line.starts_with(it))
        };
        said.lines().filter(own).fold(String::new(), |all, line| all + line + "\n")
    };
    assert_eq!(operations(&signed), operations(&plain));
    assert_eq!(signed.not_sound(), [""; 0]);
}

/// Ensures that a signed commit bears the author and the date that the environment names.
#[test]
fn a_signed_commit_bears_the_author_named() {
    if !is_possible() {
        return;
    }
    let office = Office::with_cases();
    sign(&office);
    let mut command = office.caseload(NOW, scenario::contact().arguments);
    let output = command
        .env("GIT_AUTHOR_NAME", "Zoë Brück")
        .env("GIT_AUTHOR_EMAIL", "zoe@example.org")
        .env("GIT_AUTHOR_DATE", "@1795000000 +0530")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", words(&output));
    let about =
        office.git_says(&["log", "-1", "--date=raw", "--format=%G? %an %ae %ad %cn %ce %cd"]);
    let expected = "G Zoë Brück zoe@example.org 1795000000 +0530 Alex Reed alex@example.org 1795168800 +0000\n";
    assert_eq!(about, expected);
}

/// Ensures that a commit is in UTF-8, and says nothing else, whatever the user's own are in.
#[test]
fn a_signed_commit_is_in_utf_8() {
    if !is_possible() {
        return;
    }
    let office = Office::with_cases();
    sign(&office);
    office.set("i18n.commitEncoding", "ISO-8859-1");
    office.set("user.name", "Zoë Brück");
    office.done(NOW, scenario::contact().arguments);
    let commit = office.git_says(&["cat-file", "commit", "HEAD"]);
    assert!(!commit.contains("\nencoding "), "{commit}");
    assert_eq!(
        office.git_says(&["log", "-1", "--encoding=UTF-8", "--format=%G? %an"]),
        "G Zoë Brück\n"
    );
}

/// Ensures that nothing is recorded if it cannot be signed, and that the folder is sound then.
#[test]
fn nothing_is_recorded_unsigned() {
    if !is_possible() {
        return;
    }
    for (key, value) in [
        ("user.signingkey", "no-such-key"),
        ("gpg.ssh.program", "no-such-program"),
        ("gpg.ssh.program", "false"),
    ] {
        let office = Office::with_cases();
        sign(&office);
        office.set(key, value);
        refused(&office, 5, "could not be signed");
        office.set("commit.gpgSign", "false");
        assert_eq!(office.not_sound(), [""; 0], "{key} {value}");
        office.done(NOW, scenario::contact().arguments);
    }
}

/// What the hook before a commit writes down: what it is shown, and nothing else.
const LOOK: &str = "git diff --cached --full-index > \"$HOME/shown\"";

/// Ensures that a hook of the user's is shown exactly what will be recorded, and nothing of what
/// somebody has staged or changed besides.
#[test]
fn a_hook_is_shown_what_will_be_recorded() {
    let office = Office::with_cases();
    fs::write(office.folder().join("letter.txt"), "staged\n").unwrap();
    office.git_says(&["add", "letter.txt"]);
    fs::write(office.folder().join("letter.txt"), "changed\n").unwrap();
    office.hook("pre-commit", LOOK);
    for (minute, arguments) in [
        scenario::contact().arguments,
        scenario::of_two().arguments,
        scenario::referral().arguments,
        &["undo"],
    ]
    .into_iter()
    .enumerate()
    {
        office.done(&format!("2026-11-20T10:0{minute}:00Z"), arguments);
        let shown = fs::read_to_string(office.home().join("shown")).unwrap();
        let recorded = office.git_says(&["diff", "--full-index", "HEAD~", "HEAD"]);
        assert!(recorded.contains("diff --git"), "{arguments:?}: {recorded}");
        assert_eq!(shown, recorded, "{arguments:?}");
    }
    assert_eq!(office.git_says(&["status", "--porcelain"]), "AM letter.txt\n");
}

/// Ensures that each hook that may refuse a commit can, in its own words, and that nothing has
/// changed then.
#[test]
fn a_hook_may_refuse() {
    for hook in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
        let office = Office::with_cases();
        office.hook(hook, "echo 'not on a Friday'; echo 'nor on a Monday' >&2; exit 3");
        let talk = unchanged(&office, 5, &format!("error: your own `{hook}` hook refused"));
        assert!(talk.starts_with("not on a Friday\nnor on a Monday\nerror: "), "{talk}");
        office.set("core.hooksPath", "");
        assert_eq!(office.not_sound(), [""; 0]);
    }
}

/// Ensures that nothing is recorded without a word, if a hook takes them all away.
#[test]
fn a_hook_cannot_take_every_word() {
    let office = Office::with_cases();
    office.hook("commit-msg", ": > \"$1\"");
    refused(&office, 5, "left nothing of the commit's message");
}

/// Ensures that what hooks add to a message is recorded, and that the operation is known all the
/// same: it is told, undone and redone.
#[test]
fn a_hook_may_add_to_the_message() {
    for addition in ["Reviewed-by: Robin Hale", "\\nSeen by a hook.", "\\nSeen: by a hook"] {
        let office = Office::with_cases();
        office.hook("commit-msg", &format!("printf '{addition}\\n' >> \"$1\""));
        office.done(NOW, scenario::contact().arguments);
        let message = office.git_says(&["log", "-1", "--format=%B"]);
        assert!(message.contains(addition.trim_start_matches("\\n")), "{message}");
        let told = office.done(LATER, &["history", "A-0001"]);
        assert!(!words(&told).contains("by git itself"), "{addition}: {}", words(&told));
        for (back, is_recorded) in [("undo", 0), ("redo", 1)] {
            office.done(LATER, &[back]);
            assert_eq!(office.recorded(WORD), is_recorded, "{addition}: {back}");
        }
    }
}

/// Ensures that the hook after a commit runs when all is done, and that its failure is none.
#[test]
fn a_hook_is_told_afterwards() {
    let office = Office::with_cases();
    office.hook(
        "post-commit",
        "{ git rev-parse HEAD; git status --porcelain; git fsck; } > \"$HOME/told\"; exit 1",
    );
    office.done(NOW, scenario::contact().arguments);
    let told = fs::read_to_string(office.home().join("told")).unwrap();
    assert_eq!(told.trim(), office.tip());
    assert_eq!(office.recorded(WORD), 1);
}

/// Ensures that neither a hook that reads nor one that leaves something behind holds anybody up,
/// now or at the next recording.
#[test]
fn a_hook_holds_nobody_up() {
    let office = Office::with_cases();
    let script = "cat > /dev/null; sleep 60 & echo $! >> \"$HOME/left\"";
    for hook in ["pre-commit", "commit-msg", "post-commit"] {
        office.hook(hook, script);
    }
    let begun = Instant::now();
    for (now, arguments) in [(NOW, scenario::contact().arguments), (LATER, &["undo"])] {
        let [said, talk] = ["said", "talk"].map(|name| File::create(office.home().join(name)));
        let mut command = office.caseload(now, arguments);
        // Its own input stays open, as a terminal's does.
        command.stdin(Stdio::piped()).stdout(said.unwrap()).stderr(talk.unwrap());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take();
        assert!(child.wait().unwrap().success());
        drop(input);
    }
    let elapsed = begun.elapsed();
    let left = fs::read_to_string(office.home().join("left")).unwrap();
    for process in left.lines() {
        Command::new("kill").arg(process).status().unwrap();
    }
    assert_eq!(left.lines().count(), 6);
    assert!(elapsed < Duration::from_secs(20), "{elapsed:?}");
    assert_eq!(office.recorded(WORD), 0);
}

/// Ensures that hooks and signatures go together: what is signed is what the hooks have made of it.
#[test]
fn hooks_and_signatures_go_together() {
    if !is_possible() {
        return;
    }
    let office = Office::with_cases();
    sign(&office);
    office.hook("pre-commit", LOOK);
    office.hook("commit-msg", "echo 'Reviewed-by: Robin Hale' >> \"$1\"");
    office.hook("post-commit", "git verify-commit HEAD 2> \"$HOME/verified\"");
    office.set("core.hooksPath", "~/hooks");
    let place = office.home().join("hooks/prepare-commit-msg");
    make_program(&place, "exit 1");
    unchanged(&office, 5, "hook refused the commit");
    fs::remove_file(place).unwrap();
    office.done(NOW, scenario::contact().arguments);
    let about =
        office.git_says(&["log", "-1", "--format=%G? %(trailers:key=Reviewed-by,valueonly)"]);
    assert_eq!(about.trim(), "G Robin Hale");
    let shown = fs::read_to_string(office.home().join("shown")).unwrap();
    assert!(shown.contains(WORD), "{shown}");
    let verified = fs::read_to_string(office.home().join("verified")).unwrap();
    assert!(verified.contains("Good \"git\" signature for alex@example.org"), "{verified}");
}
