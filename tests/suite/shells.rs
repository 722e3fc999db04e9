//! Completions, in the real shells.
//!
//! Where a shell is not installed its test says so and holds nothing; `CI` makes that a failure.

use std::path::Path;
use std::process::Command;

use crate::process::folder;

const SETTINGS: &str = "[workers.alex]\n[workers.priya]\n[view.monday]\ncommand = \"due\"\n";
const CASE: &str = "programme = \"ipes\"\nreferred = 2026-11-02\n";

/// What a shell answers to a script, with the program in its path and a folder to complete from.
#[allow(clippy::print_stderr)] // A test that holds nothing says so.
fn answer(shell: &str, arguments: &[&str], script: &str) -> Option<String> {
    let here = folder(&[
        ("caseload.toml", SETTINGS),
        ("cases/2026/11/A-0042.toml", &format!("id = \"A-0042\"\n{CASE}")),
        ("cases/2026/11/A-0043.toml", &format!("id = \"A-0043\"\n{CASE}")),
        ("cases/2026/11/B-0001.toml", &format!("id = \"B-0001\"\n{CASE}")),
    ]);
    let packaged = Path::new("docs/package").canonicalize().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_caseload")).parent().unwrap();
    let output = Command::new(shell)
        .args(arguments)
        .arg(script)
        .current_dir(here.path())
        .env_clear()
        .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", program.display()))
        .env("HOME", here.path())
        .env("PACKAGED", packaged)
        .env("TERM", "dumb")
        .env("LANG", "C.UTF-8")
        .output();
    match output {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            assert!(std::env::var_os("CI").is_none(), "{shell} is not installed");
            eprintln!("{shell} is not installed: its completions are not tried");
            None
        }
    }
}

/// What is typed, and what must be among what is offered, and what must not.
const TRIED: [(&str, &[&str], &[&str]); 8] = [
    ("caseload show A-", &["A-0042", "A-0043"], &["B-0001"]),
    ("caseload document action", &["action-plan"], &["referral-acknowledgement"]),
    ("caseload contact A-0042 --mode in", &["in-person"], &["video"]),
    ("caseload assign pri", &["priya"], &["alex"]),
    ("caseload exit A-0042 --reason comp", &["completed"], &["died"]),
    ("caseload explain A-0042 initial", &["initial-meeting"], &["exit"]),
    ("caseload han", &["handover"], &["history"]),
    ("caseload due --view mon", &["monday"], &["alex"]),
];

fn hold(shell: &str, offered: impl Fn(&str) -> Option<String>) {
    for (typed, wanted, unwanted) in TRIED {
        let Some(answer) = offered(typed) else { return };
        for word in wanted {
            assert!(answer.contains(word), "{shell}, `{typed}`: no {word} in\n{answer}");
        }
        for word in unwanted {
            assert!(!answer.contains(word), "{shell}, `{typed}`: {word} in\n{answer}");
        }
    }
}

/// Ensures that bash completes by the line of the start-up file, and by the package's file.
#[test]
fn bash_completes() {
    in_bash("source <(caseload completions bash)");
    in_bash("source $PACKAGED/caseload.bash");
}

fn in_bash(loaded: &str) {
    hold("bash", |typed| {
        let script = format!(
            "{loaded}\n\
             COMP_WORDS=({typed}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
             COMP_LINE='{typed}'; COMP_POINT=${{#COMP_LINE}}; COMP_TYPE=9\n\
             handler=$(complete -p caseload | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n\
             $handler caseload \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"\n\
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        answer("bash", &["--norc", "-c"], &script)
    });
}

/// Ensures that fish does; the package's file it finds by itself.
#[test]
fn fish_completes() {
    in_fish("caseload completions fish | source");
    in_fish("set --prepend fish_complete_path $PACKAGED");
}

fn in_fish(loaded: &str) {
    hold("fish", |typed| {
        let script = format!("{loaded}; complete -C '{typed}'");
        answer("fish", &["--no-config", "-c"], &script)
    });
}

/// Ensures that zsh does; the package's file it reads when it is first asked, and answers at once.
#[test]
fn zsh_completes() {
    in_zsh("", "; source <(caseload completions zsh)");
    in_zsh("fpath=($PACKAGED $fpath); ", "");
}

fn in_zsh(before: &str, behind: &str) {
    hold("zsh", |typed| {
        // A terminal of its own, as zsh completes only at one: the list is asked for with a key.
        let script = format!(
            "zmodload zsh/zpty\n\
             zpty z zsh -f -i\n\
             zpty -w z 'PS1=; PROMPT=; stty columns 200; {before}autoload -U compinit; compinit -u -D\
             {behind}; bindkey \"^I\" list-choices; echo ready-\"\"now'\n\
             zpty -r -m z line '*ready-now*'\n\
             zpty -w -n z '{typed}'$'\\t'\n\
             sleep 1\n\
             while zpty -r -t z line; do print -r -- \"$line\"; done\n\
             zpty -d z"
        );
        answer("zsh", &["-f", "-c"], &script).map(|answer| answer.replace(typed, ""))
    });
}
