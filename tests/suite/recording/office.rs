//! A folder as the program itself makes it, with a home of its own, and what git says of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with a home of its own, apart from whoever runs the tests.
pub(crate) struct Office {
    place: tempfile::TempDir,
}

impl Office {
    /// A new folder, as `caseload init` makes it.
    pub(crate) fn new() -> Office {
        let office = Office::to_be();
        let made = office.init(&[program()]);
        assert!(made.status.success(), "{}", words(&made));
        office
    }

    /// A place where a folder is to be made.
    pub(crate) fn to_be() -> Office {
        let office = Office { place: place() };
        fs::create_dir(office.home()).unwrap();
        let settings = "[user]\n\tname = Alex Reed\n\temail = alex@example.org\n";
        fs::write(office.home().join("settings"), settings).unwrap();
        office
    }

    /// Makes the folder, by the program started by these words.
    pub(crate) fn init(&self, first: &[&str]) -> Output {
        let mut command = self.through(first, "2026-11-16T10:00:00Z", &["init", "folder"]);
        command.current_dir(self.place.path()).output().unwrap()
    }

    /// A folder with two cases; the first has begun, and was met once.
    pub(crate) fn with_cases() -> Office {
        let office = Office::new();
        for (minute, words) in [
            "refer A-0001 --programme ipes --name Sam --on 2026-11-02",
            "start A-0001 --on 2026-11-04",
            "refer A-0002 --programme ipes --on 2026-11-03",
            "contact A-0001 --mode in-person --on 2026-11-16",
        ]
        .into_iter()
        .enumerate()
        {
            let arguments: Vec<&str> = words.split(' ').collect();
            office.done(&format!("2026-11-16T10:0{minute}:30Z"), &arguments);
        }
        office
    }

    /// Another one, exactly like it as it is now.
    pub(crate) fn copy(&self) -> Office {
        let other = Office { place: place() };
        copy_into(self.place.path(), other.place.path());
        other
    }

    fn home(&self) -> PathBuf {
        self.place.path().join("home")
    }

    /// The folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.place.path().join("folder")
    }

    /// The file of a case that was referred in November 2026.
    pub(crate) fn case(&self, id: &str) -> PathBuf {
        self.folder().join(format!("cases/2026/11/{id}.toml"))
    }

    /// The folder's repository.
    pub(crate) fn git_folder(&self) -> PathBuf {
        self.folder().join(".git")
    }

    fn command(&self, mut command: Command, now: &str) -> Command {
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", self.home().join("settings"))
            .env("COLUMNS", "80");
        if !now.is_empty() {
            command.env("CASELOAD_NOW", now);
        }
        command
    }

    /// The program at this moment, or by the clock if that is empty.
    pub(crate) fn caseload(&self, now: &str, arguments: &[&str]) -> Command {
        self.through(&[program()], now, arguments)
    }

    /// The program, started by another one whose command line comes first.
    pub(crate) fn through(&self, first: &[&str], now: &str, arguments: &[&str]) -> Command {
        let mut command = self.command(Command::new(first[0]), now);
        command.current_dir(self.folder()).args(&first[1..]).args(arguments);
        command
    }

    /// Runs the program, which must succeed.
    pub(crate) fn done(&self, now: &str, arguments: &[&str]) -> Output {
        let output = self.caseload(now, arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", words(&output));
        output
    }

    /// Runs the user's own git.
    pub(crate) fn git(&self, arguments: &[&str]) -> Output {
        self.through(&["git"], "", arguments).output().unwrap()
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

    /// The bytes of every file of the folder, but for the repository.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let found = below(&self.folder()).into_iter();
        let files = found.filter(|(name, is_folder)| !is_folder && !name.starts_with(".git/"));
        let read = |name: &str| fs::read(self.folder().join(name)).unwrap();
        files.map(|(name, _)| (name.clone(), read(&name))).collect()
    }

    /// Every file below the folder with its size, the moment it was changed, and its rights.
    pub(crate) fn listing(&self) -> Vec<String> {
        let describe = |(name, _): (String, bool)| {
            let about = self.folder().join(&name).symlink_metadata().unwrap();
            format!("{name} {} {:?} {:?}", about.len(), about.modified(), about.permissions())
        };
        let mut listing: Vec<String> = below(&self.folder()).into_iter().map(describe).collect();
        listing.sort();
        listing
    }
}

/// A place for a folder: in memory, where there is such a thing. The faults are made, not waited for.
fn place() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "toml")
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
        }
        // A name with an ending is a lock, or not whole.
        ["info" | "logs" | "refs", .., last] => Path::new(last).extension().is_none(),
        ["caseload"] | ["caseload", "edit"] => is_folder,
        [] | ["hooks", ..] | ["info" | "logs" | "refs" | "objects"] | ["caseload", "lock"] => true,
        [name] => GITS.contains(name),
        _ => false,
    }
}

/// Files that git keeps at the top of a repository.
const GITS: [&str; 6] = ["HEAD", "config", "description", "index", "COMMIT_EDITMSG", "ORIG_HEAD"];

/// Every file and folder below a folder, by its path within.
fn below(folder: &Path) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(within) = open.pop() {
        for entry in fs::read_dir(folder.join(&within)).unwrap() {
            let entry = entry.unwrap();
            let path = within.join(entry.file_name());
            let is_folder = entry.file_type().unwrap().is_dir();
            if is_folder {
                open.push(path.clone());
            }
            found.push((path.to_str().unwrap().to_owned(), is_folder));
        }
    }
    found
}

fn copy_into(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&place).unwrap();
            copy_into(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), &place).unwrap();
        }
    }
}

/// The program.
pub(crate) fn program() -> &'static str {
    env!("CARGO_BIN_EXE_caseload")
}

/// Everything that a process said, and how it ended.
pub(crate) fn words(output: &Output) -> String {
    let [said, talk] = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    format!("{}: {} {}", output.status, said.trim(), talk.trim())
}
