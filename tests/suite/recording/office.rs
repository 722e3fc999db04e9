//! A folder as the program itself makes it, with a home of its own.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// How the folders here begin.
pub(crate) const BEGINNING: [&str; 4] = [
    "refer A-0001 --programme ipes --name Sam --on 2026-11-02",
    "start A-0001 --on 2026-11-04",
    "refer A-0002 --programme ipes --on 2026-11-03",
    "contact A-0001 --mode in-person --on 2026-11-16",
];

/// What happens in some of them then.
pub(crate) const HISTORY: [&str; 7] = [
    "document action-plan A-0001 --signed --agreed-with participant --on 2026-11-16",
    "contact A-0002 --mode phone --on 2026-11-16 --note quiet-word",
    "job offer A-0001 --employer Brook --starts 2026-11-23 --on 2026-11-16",
    "job start A-0001 --on 2026-11-16 --hours-per-week 16",
    "correct A-0001 1 mode=phone",
    "contact A-0002 --mode email --on 2026-11-16",
    "undo",
];

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
        Office::to_be_on(|_| ())
    }

    /// The same, once something was put in that place.
    pub(crate) fn to_be_on(prepare: impl FnOnce(&Path)) -> Office {
        let office = Office { place: place() };
        prepare(office.place.path());
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
        office.carry_out("2026-11-16T10", &BEGINNING);
        office
    }

    /// A folder with two cases in which every kind of operation has happened.
    pub(crate) fn with_history() -> Office {
        let office = Office::with_cases();
        office.carry_out("2026-11-16T11", &HISTORY);
        office
    }

    /// Carries out commands, one a minute from this hour on.
    fn carry_out(&self, hour: &str, commands: &[&str]) {
        for (minute, words) in commands.iter().enumerate() {
            let arguments: Vec<&str> = words.split(' ').collect();
            self.done(&format!("{hour}:{minute:02}:30Z"), &arguments);
        }
    }

    /// A clone of it, as git makes one, with a home of its own.
    pub(crate) fn cloned(&self) -> Office {
        let other = Office::to_be();
        let from = self.folder();
        let arguments = ["clone", "--quiet", from.to_str().unwrap(), "folder"];
        let mut command = other.through(&["git"], "", &arguments);
        let output = command.current_dir(other.place.path()).output().unwrap();
        assert!(output.status.success(), "{}", words(&output));
        other
    }

    /// The same, with key workers of these names in its settings.
    pub(crate) fn with_workers(self, names: &[&str]) -> Office {
        let settings = self.folder().join("caseload.toml");
        let add = |name: &&str| format!("\n[workers.{name}]\n");
        let more: String = names.iter().map(add).collect();
        fs::write(&settings, fs::read_to_string(&settings).unwrap() + &more).unwrap();
        self.done("", &["save"]);
        self
    }

    /// Makes a bare repository beside the folder, for machines to meet in, and sends everything.
    pub(crate) fn with_remote(self) -> Office {
        let remote = self.remote();
        let made = self.git(&["init", "--quiet", "--bare", "-b", "main", remote.to_str().unwrap()]);
        assert!(made.status.success(), "{}", words(&made));
        // By a path within, so that it is there in a copy too.
        self.done("", &["remote", "set", "../remote.git"]);
        self.done("", &["sync"]);
        self
    }

    /// The bare repository beside the folder.
    pub(crate) fn remote(&self) -> PathBuf {
        self.place.path().join("remote.git")
    }

    /// Another machine with a folder of its own, cloned from the remote of this one.
    pub(crate) fn other_machine(&self, name: &str) -> Office {
        let other = Office::to_be();
        other.clone_from(&self.remote(), name);
        other
    }

    /// Has it belong to somebody of this name, whose folder is cloned from there.
    pub(crate) fn clone_from(&self, remote: &Path, name: &str) {
        self.set("user.name", name);
        self.set("user.email", &format!("{}@example.org", name.to_lowercase()));
        let arguments = ["clone", "--quiet", remote.to_str().unwrap(), "folder"];
        let mut command = self.through(&["git"], "", &arguments);
        let output = command.current_dir(self.place.path()).output().unwrap();
        assert!(output.status.success(), "{}", words(&output));
    }

    /// Where everything of it lies.
    pub(crate) fn place(&self) -> &Path {
        self.place.path()
    }

    /// Another one, exactly like it as it is now.
    pub(crate) fn copy(&self) -> Office {
        let other = Office { place: place() };
        copy_into(self.place.path(), other.place.path());
        other
    }

    /// The user's home, outside of the folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.place.path().join("home")
    }

    /// Sets a value in the user's own git settings.
    pub(crate) fn set(&self, key: &str, value: &str) {
        let settings = self.home().join("settings");
        let arguments = ["config", "--file", settings.to_str().unwrap(), key, value];
        let mut command = self.through(&["git"], "", &arguments);
        // The folder may not be there yet.
        let output = command.current_dir(self.home()).output().unwrap();
        assert!(output.status.success(), "{}", words(&output));
    }

    /// The folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.place.path().join("folder")
    }

    /// Makes a hook of the user's own, in a place that the user's settings name.
    pub(crate) fn hook(&self, name: &str, script: &str) {
        let hooks = self.home().join("hooks");
        make_program(&hooks.join(name), script);
        self.set("core.hooksPath", hooks.to_str().unwrap());
    }

    /// The file of a case.
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
            .env("PATH", path())
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

/// Where programs are looked for: this one first, as where it is installed.
fn path() -> String {
    let own = Path::new(program()).parent().unwrap();
    format!("{}:{}", own.display(), std::env::var("PATH").unwrap_or_default())
}

/// A place for a folder: in memory, where there is such a thing. The faults are made, not waited for.
fn place() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Whether a name ends as those of cases do.
pub(crate) fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

/// Every file and folder below a folder, by its path within.
pub(crate) fn below(folder: &Path) -> Vec<(String, bool)> {
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

/// Everything below a place: names, bytes, and the moment of the last change.
pub(crate) fn contents(place: &Path) -> Vec<String> {
    let describe = |(name, _): (String, bool)| {
        let about = place.join(&name).symlink_metadata().unwrap();
        let bytes = if about.is_file() { fs::read(place.join(&name)).unwrap() } else { Vec::new() };
        format!("{name} {:?} {bytes:?}", about.modified())
    };
    let mut contents: Vec<String> = below(place).into_iter().map(describe).collect();
    contents.sort();
    contents
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

/// Makes a script that can be run.
pub(crate) fn make_program(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
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
