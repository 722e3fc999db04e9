//! What a process asks of the file system, call by call, and how each call is made to fail.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Output, Stdio};

use crate::recording::office::{Office, program, words};
use crate::tools::can_try;

/// The calls that reach the file system, on whatever machine.
const CALLS: [&str; 51] = [
    "access",
    "chmod",
    "close",
    "copy_file_range",
    "creat",
    "faccessat",
    "faccessat2",
    "fchmod",
    "fchmodat",
    "fcntl",
    "fdatasync",
    "flock",
    "fstat",
    "fsync",
    "ftruncate",
    "getdents",
    "getdents64",
    "lgetxattr",
    "link",
    "linkat",
    "lseek",
    "lstat",
    "mkdir",
    "mkdirat",
    "newfstatat",
    "open",
    "openat",
    "openat2",
    "pread64",
    "pwrite64",
    "pwritev",
    "read",
    "readlink",
    "readlinkat",
    "readv",
    "rename",
    "renameat",
    "renameat2",
    "rmdir",
    "stat",
    "statfs",
    "statx",
    "symlink",
    "symlinkat",
    "sync_file_range",
    "truncate",
    "unlink",
    "unlinkat",
    "utimensat",
    "write",
    "writev",
];

/// Whose calls are watched, and on whose the blows fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// Those of every thread of the program, and of whatever it starts.
    All,
    /// Those of its first thread alone.
    First,
}

/// One call of a run.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Its name, such as `rename`.
    pub(crate) name: String,
    /// Which of the calls of this name it is in its thread, from 1.
    pub(crate) number: usize,
    /// How it was written down.
    pub(crate) line: String,
    /// Whether a failure of it is for the program to bear. One before the program itself had begun
    /// is for whatever loads programs; and where a folder that was listed is closed no file system
    /// fails, which the standard library takes for impossible, nor where a pipe is read.
    pub(crate) can_fail: bool,
    /// Whether all later ones of its name can fail too.
    can_keep_failing: bool,
    whose: Whose,
}

impl Call {
    /// The paths that it names, by text or by an open file.
    pub(crate) fn paths(&self) -> Vec<&str> {
        let quoted = self.line.split('"').skip(1).step_by(2);
        let open = self.line.split('<').skip(1).filter_map(|rest| rest.split('>').next());
        quoted.chain(open).collect()
    }
}

/// Whether processes can be watched here. Where they cannot, that is said, and is a failure in CI.
pub(crate) fn is_possible() -> bool {
    let tried = Command::new("strace")
        .args(["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync"])
        .args(["-e", "inject=fsync:error=EIO:when=1000", program(), "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let is_there = tried.is_ok_and(|status| status.success());
    let what = "faults at each call of the file system";
    can_try(what, is_there, "strace is not there or not permitted")
}

/// The calls of a run that nothing disturbs, in their order. The folder is changed by it.
pub(crate) fn calls(office: &Office, now: &str, arguments: &[&str]) -> Vec<Call> {
    watched(|watch| office.through(watch, now, arguments).output().unwrap())
}

/// The calls of a process that is started by the words given.
pub(crate) fn watched(run: impl Fn(&[&str]) -> Output) -> Vec<Call> {
    watched_of(Whose::All, run)
}

/// The calls of its first thread alone: what it starts goes undisturbed, and so do its other threads.
pub(crate) fn watched_alone(run: impl Fn(&[&str]) -> Output) -> Vec<Call> {
    watched_of(Whose::First, run)
}

fn watched_of(whose: Whose, run: impl Fn(&[&str]) -> Output) -> Vec<Call> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let path = log.path().to_str().unwrap();
    let output = run(&["strace", "-f", "-qq", "-y", "-o", path, program()]);
    assert!(output.status.success(), "{}", words(&output));
    read(&fs::read_to_string(path).unwrap(), whose)
}

/// The calls that strace wrote down.
fn read(log: &str, whose: Whose) -> Vec<Call> {
    let mut lines = whole(log);
    if whose == Whose::First {
        let first = lines.first().map(|(thread, _)| thread.clone());
        lines.retain(|(thread, _)| Some(thread) == first.as_ref());
    }
    let mut calls: Vec<Call> = Vec::new();
    let mut numbers: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut listings: BTreeSet<String> = BTreeSet::new();
    let mut is_ours = false;
    for (thread, line) in lines {
        let Some((name, arguments)) = line.split_once('(') else { continue };
        // The first thing that the runtime does is to look at its three streams.
        is_ours |= matches!(name, "poll" | "ppoll");
        if !CALLS.contains(&name) {
            continue;
        }
        let opened = line.rsplit_once(" = ").and_then(|(_, given)| given.split('<').next());
        if let Some(opened) = opened
            && arguments.contains("O_DIRECTORY")
        {
            listings.insert(opened.to_owned());
        }
        let file = arguments.split(['<', ')']).next().unwrap_or_default();
        let closes_listing = name == "close" && listings.remove(file);
        let name = name.to_owned();
        let number = numbers.entry((thread, name.clone())).or_default();
        *number += 1;
        let is_of_pipe = line.contains("<pipe:");
        let can_fail = is_ours && !closes_listing && !is_of_pipe;
        let (number, can_keep_failing) = (*number, true);
        calls.push(Call { name, number, line, can_fail, can_keep_failing, whose });
    }
    hold_back(&mut calls);
    calls
}

/// Has no call fail that is counted as one which cannot.
fn hold_back(calls: &mut [Call]) {
    // Threads are counted apart, and a blow falls on all calls of a name and number. What is sent
    // through a pipe may come in more pieces or fewer.
    let cannot: BTreeSet<(String, usize)> = calls
        .iter()
        .filter(|call| !call.can_fail)
        .flat_map(|call| {
            let drift = if call.line.contains("<pipe:") { 2 } else { 0 };
            let numbers = call.number.saturating_sub(drift)..=call.number + drift;
            numbers.map(|number| (call.name.clone(), number))
        })
        .collect();
    for call in calls {
        call.can_fail = !cannot.contains(&(call.name.clone(), call.number));
        let later = (call.name.clone(), call.number)..=(call.name.clone(), usize::MAX);
        call.can_keep_failing = cannot.range(later).next().is_none();
    }
}

/// The calls at which a blow can be dealt: of those of one name and number, in whatever threads, the
/// last, since the others come before it.
pub(crate) fn points(calls: &[Call]) -> Vec<&Call> {
    let mut known = BTreeSet::new();
    let mut points: Vec<&Call> =
        calls.iter().rev().filter(|call| known.insert((&call.name, call.number))).collect();
    points.reverse();
    points
}

/// The lines of a log, each with its thread; those that another thread cut in two are whole again.
fn whole(log: &str) -> Vec<(String, String)> {
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    let mut lines = Vec::new();
    for line in log.lines() {
        let Some((thread, line)) = line.split_once(' ') else { continue };
        let line = line.trim();
        if let Some(first) = line.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, first);
        } else if let Some((_, rest)) = line.split_once(" resumed>") {
            let first = begun.remove(thread).unwrap_or_default();
            lines.push((thread.to_owned(), format!("{first}{rest}")));
        } else {
            lines.push((thread.to_owned(), line.to_owned()));
        }
    }
    lines
}

/// What happens to a process at a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blow {
    /// It is killed before the call.
    Kill,
    /// The call fails.
    Fails(&'static str),
    /// The call and all later ones of its name fail, as on a disk that stays full.
    KeepsFailing(&'static str),
}

impl Blow {
    /// The command line that starts the program and deals this blow.
    pub(crate) fn command_line(self, call: &Call) -> Vec<String> {
        let (name, number) = (&call.name, call.number);
        let inject = match self {
            Blow::Kill => format!("inject={name}:signal=KILL:when={number}"),
            Blow::Fails(error) => format!("inject={name}:error={error}:when={number}"),
            Blow::KeepsFailing(error) => format!("inject={name}:error={error}:when={number}+"),
        };
        let trace = format!("trace={name}");
        let followed: &[&str] = match call.whose {
            // The filter lets all other calls through at full speed.
            Whose::All => &["-f", "--seccomp-bpf"],
            Whose::First => &[],
        };
        let watch = ["-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject, program()];
        let line = [&["strace"], followed, &watch].concat();
        line.into_iter().map(str::to_owned).collect()
    }

    /// Whether it can be dealt at a call.
    pub(crate) fn fits(self, call: &Call) -> bool {
        match self {
            Blow::Kill => true,
            Blow::Fails(_) => call.can_fail,
            // Sooner or later a close would be that of a listing.
            Blow::KeepsFailing(_) => call.can_keep_failing && call.name != "close",
        }
    }
}
