//! The history of a lifelike folder, told to `git fast-import`: what was there at first, then one commit
//! an entry.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::DateTime;

use super::{Case, Size, settings};

/// An entry that is a commit of its own: when it was recorded, of which case, and which of its entries.
type Operation = (i64, usize, usize);

/// Makes the repository with its working files.
pub(super) fn make(root: &Path, size: Size, commits: usize) {
    git(root, &["init", "--quiet", "-b", "main"]);
    let operations = newest(size, commits);
    let mut import = Command::new("git")
        .current_dir(root)
        .args(["fast-import", "--quiet", "--done"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git fast-import");
    let stream = import.stdin.take().expect("its input");
    tell(&mut BufWriter::new(stream), size, &operations).expect("the history");
    assert!(import.wait().expect("git fast-import").success());
    git(root, &["reset", "--quiet", "--hard"]);
    git(root, &["repack", "-adq"]);
}

/// The newest operations of a folder, the oldest first.
fn newest(size: Size, commits: usize) -> Vec<Operation> {
    let of_case = |number: usize| {
        let entries = Case::new(size.seed, number).entries;
        let times: Vec<Operation> =
            entries.iter().enumerate().map(|(at, entry)| (entry.logged, number, at)).collect();
        times
    };
    let mut all: Vec<Operation> = (0..size.cases).flat_map(of_case).collect();
    all.sort_unstable();
    all.split_off(all.len().saturating_sub(commits))
}

fn tell(stream: &mut impl Write, size: Size, operations: &[Operation]) -> std::io::Result<()> {
    let mut to_come = vec![0_usize; size.cases];
    for (_, case, _) in operations {
        to_come[*case] += 1;
    }
    let began = operations.first().map_or(super::NOW, |first| first.0) - 60;
    commit(stream, began, "folder: init", "")?;
    inline(stream, "caseload.toml", &settings())?;
    for (number, to_come) in to_come.iter().enumerate() {
        let case = Case::new(size.seed, number);
        inline(stream, &case.file, &case.text(case.entries.len() - to_come))?;
    }
    for (at, (logged, number, entry)) in operations.iter().enumerate() {
        let case = Case::new(size.seed, *number);
        let subject = format!("{}: {}", case.id, case.entries[*entry].kind);
        let trailers = format!("Case: {}\nOperation: {at:016x}\n", case.id);
        commit(stream, *logged, &subject, &trailers)?;
        inline(stream, &case.file, &case.text(entry + 1))?;
    }
    writeln!(stream, "done")?;
    stream.flush()
}

fn commit(
    stream: &mut impl Write,
    seconds: i64,
    subject: &str,
    trailers: &str,
) -> std::io::Result<()> {
    debug_assert!(DateTime::from_timestamp(seconds, 0).is_some());
    let message = format!("{subject}\n\n{trailers}Release: caseload 0.1.0\n");
    write!(
        stream,
        "commit refs/heads/main\ncommitter Alex Morgan <alex@example.org> {seconds} +0000\n\
         data {}\n{message}",
        message.len()
    )
}

fn inline(stream: &mut impl Write, file: &str, text: &str) -> std::io::Result<()> {
    write!(stream, "M 644 inline {file}\ndata {}\n{text}\n", text.len())
}

fn git(root: &Path, words: &[&str]) {
    let output = Command::new("git").current_dir(root).args(words).output().expect("git");
    assert!(output.status.success(), "{words:?}: {output:?}");
}
