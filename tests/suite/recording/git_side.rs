//! What git says of a folder: how often a word is on record, and whether everything there is sound.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::recording::office::{Office, below, is_toml, words};

impl Office {
    /// Runs the user's own git.
    pub(crate) fn git(&self, arguments: &[&str]) -> Output {
        self.through(&["git"], "", arguments).output().unwrap()
    }

    /// Git that does not find the program where it looks for programs.
    pub(crate) fn git_alone(&self, arguments: &[&str]) -> Output {
        let path = format!("PATH={}", std::env::var("PATH").unwrap_or_default());
        let first = ["env", &path, "GIT_EDITOR=true", "git"];
        self.through(&first, "", arguments).output().unwrap()
    }

    /// What git prints, which must succeed.
    pub(crate) fn git_says(&self, arguments: &[&str]) -> String {
        let output = self.git(arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// How often a word stands in the cases of the newest commit.
    pub(crate) fn recorded(&self, word: &str) -> usize {
        let found = self.git(&["grep", "--only-matching", word, "HEAD", "--", "cases"]);
        String::from_utf8_lossy(&found.stdout).lines().count()
    }

    /// How many commits there are.
    pub(crate) fn commits(&self) -> usize {
        self.git_says(&["rev-list", "--count", "HEAD"]).trim().parse().unwrap()
    }

    /// The newest commit.
    pub(crate) fn tip(&self) -> String {
        self.git_says(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// The tree of the newest commit.
    pub(crate) fn tree(&self) -> String {
        self.git_says(&["rev-parse", "HEAD^{tree}"]).trim().to_owned()
    }

    /// What is not as it should be when nobody is at work: files, index and newest commit must
    /// agree, and nothing may lie about. The last look makes a commit.
    pub(crate) fn not_sound(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for arguments in [&["status", "--porcelain"][..], &["diff", "HEAD"]] {
            let output = self.git(arguments);
            if !output.status.success() || !output.stdout.is_empty() {
                wrong.push(format!("git {}: {}", arguments.join(" "), words(&output)));
            }
        }
        let checked = self.git(&["fsck", "--strict"]);
        let complaint = String::from_utf8_lossy(&checked.stderr).contains("error");
        if !checked.status.success() || complaint {
            wrong.push(format!("git fsck: {}", words(&checked)));
        }
        wrong.extend(self.stray().into_iter().map(|file| format!("{file} lies about")));
        let commit = self.git(&["commit", "--quiet", "--allow-empty", "--message", "by hand"]);
        if !commit.status.success() {
            wrong.push(format!("git commit: {}", words(&commit)));
        }
        wrong
    }

    /// Files and folders that nobody expects.
    fn stray(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (name, is_folder) in below(&self.folder()) {
            let parts: Vec<&str> = name.split('/').collect();
            let expected = match parts.as_slice() {
                [".git", within @ ..] => is_gits(within, is_folder),
                [".gitattributes" | "caseload.toml" | "cases"] => true,
                ["erasures"] | ["erasures", _] => is_folder,
                ["erasures", _, last] => is_toml(last),
                ["cases", .., last] => is_folder || last.starts_with("A-") && is_toml(last),
                _ => false,
            };
            let is_empty = is_folder
                && !name.starts_with(".git")
                && fs::read_dir(self.folder().join(&name)).unwrap().next().is_none();
            if !expected || is_empty {
                found.push(name);
            }
        }
        found
    }
}

/// Whether git, or the tool in its one place there, keeps such a file for good.
fn is_gits(within: &[&str], is_folder: bool) -> bool {
    let is_hexadecimal = |text: &str| text.chars().all(|c| c.is_ascii_hexdigit());
    match within {
        ["objects", shelf] => {
            is_folder && (is_hexadecimal(shelf) || ["info", "pack"].contains(shelf))
        }
        ["objects", shelf, name] => {
            is_hexadecimal(shelf) && name.len() == 38 && is_hexadecimal(name)
                || *shelf == "pack" && name.starts_with("pack-")
                || *shelf == "info" && ["packs", "commit-graph"].contains(name)
        }
        // A name with an ending is a lock, or not whole.
        ["info" | "logs" | "refs", .., last] => Path::new(last).extension().is_none(),
        ["caseload"] | ["caseload", "edit" | "in-hand" | "exchange"] => is_folder,
        []
        | ["hooks", ..]
        | ["info" | "logs" | "refs" | "objects"]
        | ["caseload", "exchange", ..]
        | [
            "caseload",
            "lock" | "exchange-lock" | "seen" | "clone" | "successors" | "gone" | "clean"
            | "erased" | "agendas",
        ] => true,
        [name] => GITS.contains(name),
        _ => false,
    }
}

/// Files that git keeps at the top of a repository.
const GITS: [&str; 11] = [
    "HEAD",
    "config",
    "description",
    "index",
    "packed-refs",
    "branches",
    "COMMIT_EDITMSG",
    "ORIG_HEAD",
    "REBASE_HEAD",
    "FETCH_HEAD",
    "AUTO_MERGE",
];
