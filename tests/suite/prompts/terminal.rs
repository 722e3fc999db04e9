//! A pseudo-terminal with a shell in it that runs the program.

use std::fs;
use std::path::PathBuf;

use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};

use crate::recording::office::{Office, program};

/// The key that ends an answer.
pub(crate) const ENTER: &str = "\r";
/// Words that nobody else says.
pub(crate) const WORDS: &str = "Quite-private";

/// Runs the program and says how it ended, and whether the terminal is as it was.
const SHELL: &str = r#"
stty rows "${ROWS:-40}" cols 80 echo
before=$(stty -g)
eval '"$@"' "$INPUT"
code=$?
if [ "$(stty -g)" = "$before" ]; then modes=kept; else modes=lost; fi
echo "ended with $code, modes $modes"
"#;

/// A terminal at which somebody sits.
pub(crate) struct Terminal {
    session: PtySession,
    folder: PathBuf,
    arguments: String,
}

impl Terminal {
    /// One at which the program was just started.
    pub(crate) fn at(office: &Office, now: &str, arguments: &[&str]) -> Terminal {
        Terminal::with(office, now, arguments, &[])
    }

    /// A terminal of ten lines with this pager.
    pub(crate) fn with_pager(
        office: &Office,
        now: &str,
        pager: &str,
        arguments: &[&str],
    ) -> Terminal {
        Terminal::with(office, now, arguments, &[("CASELOAD_PAGER", pager), ("ROWS", "10")])
    }

    /// The same, with standard input from elsewhere.
    pub(crate) fn without_input(office: &Office, now: &str, arguments: &[&str]) -> Terminal {
        Terminal::with(office, now, arguments, &[("INPUT", "</dev/null")])
    }

    fn with(
        office: &Office,
        now: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Terminal {
        let shell = ["sh", "-c", SHELL, "sh", program()];
        let mut command = office.through(&shell, now, arguments);
        command.env("TERM", "xterm").envs(variables.iter().copied());
        let options = Options::new().timeout_ms(Some(10_000)).strip_ansi_escape_codes(true);
        let session = spawn_with_options(command, options).unwrap();
        let folder = office.folder().canonicalize().unwrap();
        Terminal { session, folder, arguments: arguments.join(" ") }
    }

    /// Waits until this is shown.
    pub(crate) fn sees(&mut self, text: &str) -> &mut Terminal {
        let seen = self.session.exp_string(text);
        seen.unwrap_or_else(|error| panic!("{}: no `{text}`: {error}", self.arguments));
        self
    }

    /// Types this.
    pub(crate) fn types(&mut self, keys: &str) -> &mut Terminal {
        self.session.send(keys).unwrap();
        self.session.flush().unwrap();
        self
    }

    /// Waits until the program has ended: so, and with the terminal as it found it.
    pub(crate) fn ends(&mut self, code: i32) {
        self.sees(&format!("ended with {code}, modes kept"));
        self.session.exp_eof().unwrap();
    }

    /// The command lines of the processes that run in the folder, as every user can see them.
    pub(crate) fn command_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for process in fs::read_dir("/proc").unwrap() {
            let place = process.unwrap().path();
            if fs::read_link(place.join("cwd")).is_ok_and(|folder| folder == self.folder) {
                let line = fs::read(place.join("cmdline")).unwrap_or_default();
                lines.push(String::from_utf8_lossy(&line).replace('\0', " "));
            }
        }
        lines
    }
}
