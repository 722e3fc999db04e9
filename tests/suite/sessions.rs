//! Sessions at a terminal, written down as Markdown and run as they stand: the journeys in `docs`
//! and what is refused in `tests/sessions`.
//!
//! A block of `console` holds commands after `$ ` and what they print; `? 1` before that is the exit
//! code where it is not 0. Words after `console` set the clock (`at=2026-11-16T10:00:00Z`) and who
//! is at the desk (`as=priya`). After a change that is meant, `CASELOAD_WRITE=1 cargo test sessions`
//! writes what is printed into the files; read the difference before it is committed.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A place of its own for a session: a home, and a folder to work in.
struct Place {
    _kept: tempfile::TempDir,
    home: PathBuf,
    here: PathBuf,
    clock: String,
    who: String,
}

impl Place {
    fn new() -> Place {
        let place = tempfile::tempdir().unwrap();
        let [home, here] = ["home", "work"].map(|name| place.path().join(name));
        for folder in [&home, &here] {
            std::fs::create_dir(folder).unwrap();
        }
        let clock = "2026-11-18T09:00:00Z".to_owned();
        Place { _kept: place, home, here, clock, who: "alex".to_owned() }
    }

    /// Runs one line as a shell would, and gives what it printed with its exit code.
    fn run(&mut self, line: &str) -> (String, i32) {
        if let Some(folder) = line.strip_prefix("cd ") {
            self.here = self.here.join(folder.trim());
            assert!(self.here.is_dir(), "{line}");
            return (String::new(), 0);
        }
        let program = Path::new(env!("CARGO_BIN_EXE_caseload")).parent().unwrap();
        let name = if self.who == "priya" { "Priya Nair" } else { "Alex Morgan" };
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{line}")])
            .current_dir(&self.here)
            .env_clear()
            .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", program.display()))
            .env("HOME", &self.home)
            .env("COLUMNS", "80")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("CASELOAD_NOW", &self.clock)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_COUNT", "0")
            .env("GIT_AUTHOR_NAME", name)
            .env("GIT_AUTHOR_EMAIL", format!("{}@example.org", self.who))
            .env("GIT_COMMITTER_NAME", name)
            .env("GIT_COMMITTER_EMAIL", format!("{}@example.org", self.who))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (text, output.status.code().unwrap_or(-1))
    }

    /// Takes what stands after `console`.
    fn set(&mut self, words: &str) {
        for word in words.split_whitespace() {
            match word.split_once('=') {
                Some(("at", clock)) => clock.clone_into(&mut self.clock),
                Some(("as", who)) => who.clone_into(&mut self.who),
                _ => panic!("`{word}` after `console` is not known"),
            }
        }
    }
}

/// The session with what its commands print now.
fn played(text: &str) -> String {
    let mut place = Place::new();
    let mut written = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        writeln!(written, "{line}").unwrap();
        let Some(words) = line.strip_prefix("```console") else { continue };
        place.set(words);
        while let Some(line) = lines.next_if(|line| !line.starts_with("```")) {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            writeln!(written, "{line}").unwrap();
            let mut command = command.to_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with("> ")) {
                writeln!(written, "{more}").unwrap();
                write!(command, "\n{}", &more[2..]).unwrap();
            }
            let (printed, code) = place.run(&command);
            if code != 0 {
                writeln!(written, "? {code}").unwrap();
            }
            written += &printed;
            if !printed.is_empty() {
                written.push('\n');
            }
        }
    }
    written
}

fn hold(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let now = played(&text);
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        std::fs::write(file, now).unwrap();
        return;
    }
    let differs = text.lines().zip(now.lines()).position(|(old, new)| old != new);
    let at = differs.unwrap_or_else(|| text.lines().count().min(now.lines().count()));
    assert!(
        text == now,
        "{}:{}: it says\n    {}\nand the program\n    {}",
        file.display(),
        at + 1,
        text.lines().nth(at).unwrap_or("(nothing more)"),
        now.lines().nth(at).unwrap_or("(nothing more)"),
    );
}

/// Ensures that the journeys in the documents go as they are told.
#[test]
fn the_documents_sessions_go_as_they_are_told() {
    for file in [
        "docs/evidence-pack.md",
        "docs/first-hour.md",
        "docs/integrity.md",
        "docs/journey.md",
        "docs/moving-in.md",
    ] {
        hold(Path::new(file));
    }
}

/// Ensures that every session of the tests goes as it is told.
#[test]
fn the_sessions_go_as_they_are_told() {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir("tests/sessions").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in &files {
        hold(file);
    }
}
