//! One process, from its beginning to its end, whoever brings that about. None may take for ever.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long any command may take; it waits ten seconds for others at most, some several times.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);
/// How long one may take that erases, as a sync does what was erased elsewhere: several cases in ten thousand
/// commits take twenty seconds alone, and two minutes and more where nine others are at work on two cores.
pub(crate) const LONGER: Duration = Duration::from_secs(600);
/// How often one looks whether it has ended.
const LOOK: Duration = Duration::from_millis(2);

/// Who is killed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Victim {
    /// The program alone; the git that it started goes on.
    Program,
    /// The program and everything that it started.
    All,
    /// A git that it started, and not the program.
    Child,
}

/// How a process ended.
pub(crate) struct Ended {
    /// Its exit code, where it had one.
    pub(crate) code: Option<i32>,
    /// Whether it was killed before it ended, or something that it started was.
    pub(crate) is_struck: bool,
    /// Whether it took longer than any may.
    pub(crate) hung: bool,
    pub(crate) said: String,
    pub(crate) talk: String,
    /// The group of everything that it started.
    pub(crate) group: u32,
    /// How it ended, in words.
    pub(crate) status: String,
}

impl Ended {
    /// Whether it did what it was to do.
    pub(crate) fn is_done(&self) -> bool {
        self.code == Some(0)
    }

    /// Whether it did not get so far as to say what it had done.
    pub(crate) fn is_cut(&self) -> bool {
        self.code.is_none()
    }

    /// Everything it talked of, on one line.
    pub(crate) fn line(&self) -> String {
        self.talk.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Runs a command that may take so long, and kills somebody once it has run for as long as is asked.
pub(crate) fn run(
    mut command: Command,
    limit: Duration,
    blow: Option<(Duration, Victim)>,
) -> Ended {
    // In files of their own on a disk that is well: what outlives the process may hold a pipe open.
    let [mut said, mut talk] = [(); 2].map(|()| tempfile::tempfile().unwrap());
    let given = |file: &File| Stdio::from(file.try_clone().unwrap());
    command.stdin(Stdio::null()).stdout(given(&said)).stderr(given(&talk)).process_group(0);
    let begun = Instant::now();
    let mut child = command.spawn().unwrap();
    let group = child.id();
    let (mut is_struck, mut hung, mut left) = (false, false, blow);
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if let Some((_, victim)) = left.filter(|(after, _)| begun.elapsed() >= *after)
            && strike(&mut child, victim)
        {
            (is_struck, left) = (true, None);
        }
        if begun.elapsed() > limit {
            hung = true;
            strike(&mut child, Victim::All);
        }
        thread::sleep(LOOK);
    };
    Ended {
        code: status.code(),
        is_struck: is_struck || status.signal() == Some(9),
        hung,
        said: read(&mut said),
        talk: read(&mut talk),
        group,
        status: status.to_string(),
    }
}

fn read(file: &mut File) -> String {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Kills somebody; whether there was somebody.
fn strike(child: &mut Child, victim: Victim) -> bool {
    match victim {
        Victim::Program => child.kill().is_ok(),
        Victim::All => signal("-9", &format!("-{}", child.id())),
        Victim::Child => children(child.id()).first().is_some_and(|started| signal("-9", started)),
    }
}

/// The processes that one started.
fn children(process: u32) -> Vec<String> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let listed =
        threads.flatten().filter_map(|it| fs::read_to_string(it.path().join("children")).ok());
    listed.flat_map(|it| it.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Whether a group of processes still has somebody in it.
pub(crate) fn is_alive(group: u32) -> bool {
    signal("-0", &format!("-{group}"))
}

/// Sends a signal, by the kill of a shell.
fn signal(signal: &str, whom: &str) -> bool {
    let line = format!("kill {signal} {whom} 2>/dev/null");
    Command::new("sh").args(["-c", &line]).status().is_ok_and(|status| status.success())
}
