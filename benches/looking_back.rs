//! What looking back costs, by what is asked for and by how long the history is.
//!
//! `cargo bench --bench looking_back` makes folders of 500 cases with 3,000 and 30,000 commits (by `git
//! fast-import`: a contact each, some on a branch that is merged), and times whole commands on both: the
//! ratio of the two says what grows with the history. `cargo bench --bench looking_back -- 300 3000` takes
//! other lengths.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many cases there are.
const CASES: usize = 500;
/// How often each command is timed; the median counts.
const ROUNDS: usize = 7;
/// When the first commit was made: 1 January 2024.
const BEGAN: i64 = 1_704_099_600;
/// How many seconds lie between two commits.
const APART: i64 = 1_500;

fn main() {
    let mut lengths: Vec<usize> =
        std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    if lengths.is_empty() {
        lengths = vec![3_000, 30_000];
    }
    let place = tempfile::tempdir().unwrap();
    let costs: Vec<Vec<(String, Duration)>> = lengths
        .iter()
        .map(|length| {
            let root = place.path().join(length.to_string());
            let tip = make(&root, *length);
            commands(*length, &tip)
                .into_iter()
                .map(|words| (words.join(" "), median(&root, &words)))
                .collect()
        })
        .collect();
    println!("{CASES} cases; {lengths:?} commits");
    for (at, (name, first)) in costs[0].iter().enumerate() {
        let others: Vec<String> =
            costs.iter().map(|costs| format!("{:.1?}", costs[at].1)).collect();
        let last = costs[costs.len() - 1][at].1;
        let ratio = last.as_secs_f64() / first.as_secs_f64();
        println!("{name}: {}; ratio {ratio:.1}", others.join(", "));
    }
}

/// What is asked for. The commits that are named lie at the same distance from the newest in each.
fn commands(length: usize, tip: &str) -> Vec<Vec<String>> {
    let long_ago = format!("{tip}~{}", length / 4);
    let day = BEGAN + APART * i64::try_from(length / 2).unwrap();
    let day = chrono::DateTime::from_timestamp(day, 0).unwrap().format("%Y-%m-%d").to_string();
    let today = ["--today", "2026-11-18"];
    let of = |words: &[&str]| -> Vec<String> {
        words.iter().chain(&today).map(|word| (*word).to_owned()).collect()
    };
    vec![
        of(&["history"]),
        of(&["history", "A-0400"]),
        of(&["history", "--since", "2020-01-01", "--format", "plain", "A-0499"]),
        of(&["show", "A-0400"]),
        of(&["show", "A-0400", "--at", "HEAD~1000"]),
        of(&["explain", "A-0400", "--at", "HEAD~1000"]),
        of(&["show", "A-0400", "--at", &long_ago]),
        of(&["show", "A-0400", "--at", &day]),
        of(&["due"]),
        of(&["due", "--at", "HEAD~1000"]),
        of(&["due", "--at", &day]),
        of(&["due", "--changed-since", "HEAD~1000"]),
    ]
}

fn median(root: &Path, words: &[String]) -> Duration {
    let mut took: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            let output = Command::new(env!("CARGO_BIN_EXE_caseload"))
                .current_dir(root)
                .args(words)
                .env("HOME", root)
                .output()
                .unwrap();
            let took = begun.elapsed();
            assert!(output.status.success(), "{words:?}: {output:?}");
            took
        })
        .collect();
    took.sort_unstable();
    took[ROUNDS / 2]
}

fn logged(commit: usize) -> String {
    let moment = chrono::DateTime::from_timestamp(BEGAN, 0).unwrap();
    let moment = moment + chrono::TimeDelta::milliseconds(i64::try_from(commit).unwrap());
    moment.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn id(number: usize) -> String {
    format!("A-{number:04}")
}

fn file(number: usize) -> String {
    format!("cases/2024/{:02}/{}.toml", number % 12 + 1, id(number))
}

/// Makes a folder with so many commits, and gives the newest.
fn make(root: &Path, length: usize) -> String {
    fs::create_dir_all(root).unwrap();
    git(root, &["init", "--quiet", "-b", "main"]);
    let mut import = Command::new("git")
        .current_dir(root)
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stream = import.stdin.take().unwrap();
    Story::new().tell(length, &mut stream);
    drop(stream);
    assert!(import.wait().unwrap().success());
    git(root, &["reset", "--quiet", "--hard"]);
    git(root, &["repack", "-adq"]);
    git(root, &["rev-parse", "HEAD"]).trim().to_owned()
}

/// A history that is told to `git fast-import`.
struct Story {
    texts: Vec<String>,
    commits: usize,
}

impl Story {
    fn new() -> Story {
        let text = |number: usize| {
            format!(
                "id = \"{}\"\nprogramme = \"ipes\"\nreferred = 2024-01-02\nstarted = 2024-01-08\n",
                id(number)
            )
        };
        Story { texts: (0..CASES).map(text).collect(), commits: 0 }
    }

    fn tell(&mut self, length: usize, stream: &mut impl std::io::Write) {
        let mut first = String::from("M 644 inline caseload.toml\ndata 0\n");
        for number in 0..CASES {
            first += &self.changed(number);
        }
        self.commit("main", None, "folder: init", "", &first, stream);
        while self.commits < length {
            // Every fiftieth time two were recorded apart, and brought together.
            if self.commits.is_multiple_of(50) {
                let from = format!(":{}", self.commits);
                let other = self.contact("other", Some(&from), stream);
                let here = self.contact("main", None, stream);
                let merged = format!("merge :{other}\n{}", self.changed(Story::about(other)));
                let subject = format!("merge {here}");
                self.commit("main", None, &subject, "Operation: m\n", &merged, stream);
            } else {
                self.contact("main", None, stream);
            }
        }
    }

    /// Whom the commit of this number is about.
    fn about(commit: usize) -> usize {
        commit * 7 % CASES
    }

    fn contact(
        &mut self,
        branch: &str,
        from: Option<&str>,
        stream: &mut impl std::io::Write,
    ) -> usize {
        let number = Story::about(self.commits + 1);
        let day = 1 + self.commits % 28;
        let month = 1 + self.commits / 28 % 12;
        let _ = write!(
            self.texts[number],
            "\n[[contact]]\non = 2025-{month:02}-{day:02}\nmode = \"phone\"\noutcome = \"held\"\nlogged = {}\n",
            logged(self.commits)
        );
        // A record of many years would be of as many cases: these keep their size.
        if self.texts[number].len() > 4_000 {
            let kept = self.texts[number].rfind("\n[[contact]]").unwrap();
            let head = self.texts[number].find("\n[[contact]]").unwrap();
            self.texts[number].replace_range(head..kept, "");
        }
        let trailers = format!("Case: {}\nOperation: {}\n", id(number), self.commits);
        let (subject, change) = (format!("{}: contact", id(number)), self.changed(number));
        self.commit(branch, from, &subject, &trailers, &change, stream)
    }

    fn changed(&self, number: usize) -> String {
        let text = &self.texts[number];
        format!("M 644 inline {}\ndata {}\n{text}\n", file(number), text.len())
    }

    fn commit(
        &mut self,
        branch: &str,
        from: Option<&str>,
        subject: &str,
        trailers: &str,
        changes: &str,
        stream: &mut impl std::io::Write,
    ) -> usize {
        self.commits += 1;
        let message = format!("{subject}\n\n{trailers}Release: caseload 0.1.0\n");
        let time = BEGAN + APART * i64::try_from(self.commits).unwrap();
        let from = from.map_or_else(String::new, |from| format!("from {from}\n"));
        let (mark, length) = (self.commits, message.len());
        write!(
            stream,
            "commit refs/heads/{branch}\nmark :{mark}\ncommitter Alex <alex@example.org> {time} +0000\n\
             data {length}\n{message}{from}{changes}\n"
        )
        .unwrap();
        mark
    }
}

fn git(root: &Path, words: &[&str]) -> String {
    let root: PathBuf = root.to_path_buf();
    let output =
        Command::new("git").current_dir(&root).args(words).env("HOME", &root).output().unwrap();
    assert!(output.status.success(), "{words:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}
