//! Handing a schedule to what runs it: the user's own systemd, or a crontab.
//!
//! Nothing needs an administrator. Both are used through their own programs, so that they see to
//! their own files and locks.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crate::schedule::Schedule;
use crate::store::output::write_output;

/// What runs things on time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runner {
    /// The user's own systemd.
    Systemd,
    /// A crontab.
    Cron,
}

/// Why a schedule was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum TimerError {
    /// A program of the runner's could not be run.
    #[error("`{program}` cannot be run: {why}")]
    Program {
        /// The program.
        program: &'static str,
        /// Why.
        why: io::Error,
    },
    /// A program of the runner's refused.
    #[error("`{command}` failed: {said}")]
    Refused {
        /// What was run.
        command: String,
        /// What it said.
        said: String,
    },
    /// A file could not be written or taken away.
    #[error("{0}")]
    File(String),
    /// There is no home folder.
    #[error("it is not known where your settings are: neither XDG_CONFIG_HOME nor HOME is set")]
    NoHome,
}

impl Runner {
    /// The user's systemd if it answers, else the crontab.
    pub fn of_this_machine() -> Runner {
        let tried = Command::new("systemctl")
            .args(["--user", "show-environment"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if tried.is_ok_and(|status| status.success()) { Runner::Systemd } else { Runner::Cron }
    }

    /// Has a schedule run; one of the same id is replaced.
    ///
    /// # Errors
    ///
    /// If its files cannot be written, or its programs refuse.
    pub fn install(self, schedule: &Schedule) -> Result<(), TimerError> {
        let id = schedule.id();
        match self {
            Runner::Systemd => {
                let place = units()?;
                fs::create_dir_all(&place).map_err(|error| file(&place, &error))?;
                for (kind, text) in [("service", schedule.service()), ("timer", schedule.timer())] {
                    let path = place.join(format!("{id}.{kind}"));
                    write_output(&path, None, text.as_bytes())
                        .map_err(|error| TimerError::File(error.to_string()))?;
                }
                systemctl(&["daemon-reload"])?;
                systemctl(&["enable", "--now", &format!("{id}.timer")])
            }
            Runner::Cron => {
                let mut lines = without(&crontab()?, &id);
                if lines.last().is_some_and(|last| *last != b'\n') {
                    lines.push(b'\n');
                }
                lines.extend((schedule.crontab_line() + "\n").into_bytes());
                write_crontab(&lines)
            }
        }
    }

    /// Takes a schedule away; gives whether it was there.
    ///
    /// # Errors
    ///
    /// If its files cannot be taken away, or its programs refuse.
    pub fn remove(self, id: &str) -> Result<bool, TimerError> {
        match self {
            Runner::Systemd => {
                let timer = units()?.join(format!("{id}.timer"));
                if !timer.exists() {
                    return Ok(false);
                }
                systemctl(&["disable", "--now", &format!("{id}.timer")])?;
                for path in [timer.with_extension("service"), timer] {
                    match fs::remove_file(&path) {
                        // Half of it may have been taken away before.
                        Err(error) if error.kind() != io::ErrorKind::NotFound => {
                            return Err(file(&path, &error));
                        }
                        _ => {}
                    }
                }
                systemctl(&["daemon-reload"])?;
                Ok(true)
            }
            Runner::Cron => {
                let before = crontab()?;
                let after = without(&before, id);
                if before == after {
                    return Ok(false);
                }
                write_crontab(&after)?;
                Ok(true)
            }
        }
    }

    /// What of these schedules is installed, each as it is kept: the id, and its files or its line.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn installed(self, ids: &[String]) -> Result<Vec<(String, String)>, TimerError> {
        let mut found = Vec::new();
        let table = if self == Runner::Cron { crontab()? } else { Vec::new() };
        let lines = table.split(|byte| *byte == b'\n');
        for id in ids {
            let kept = match self {
                Runner::Systemd => fs::read_to_string(units()?.join(format!("{id}.timer"))).ok(),
                Runner::Cron => {
                    let line = lines.clone().find(|line| is_of(line, id));
                    line.map(|line| String::from_utf8_lossy(line).into_owned())
                }
            };
            found.extend(kept.map(|kept| (id.clone(), kept)));
        }
        Ok(found)
    }
}

/// Where the user's systemd reads units.
fn units() -> Result<PathBuf, TimerError> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let settings = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")));
    Ok(settings.ok_or(TimerError::NoHome)?.join("systemd/user"))
}

fn file(path: &std::path::Path, error: &io::Error) -> TimerError {
    TimerError::File(format!("`{}`: {error}", path.display()))
}

fn systemctl(arguments: &[&str]) -> Result<(), TimerError> {
    let output = Command::new("systemctl").arg("--user").args(arguments).output();
    let output = output.map_err(|why| TimerError::Program { program: "systemctl", why })?;
    done(&format!("systemctl --user {}", arguments.join(" ")), &output)
}

fn done(command: &str, output: &Output) -> Result<(), TimerError> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let said = if said.is_empty() { output.status.to_string() } else { said };
    Err(TimerError::Refused { command: command.to_owned(), said })
}

/// The user's crontab, in whatever letters; empty where there is none yet.
fn crontab() -> Result<Vec<u8>, TimerError> {
    let output = Command::new("crontab").arg("-l").env("LC_ALL", "C").output();
    let output = output.map_err(|why| TimerError::Program { program: "crontab", why })?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && said.contains("no crontab for") {
        return Ok(Vec::new());
    }
    done("crontab -l", &output)?;
    Ok(output.stdout)
}

fn write_crontab(table: &[u8]) -> Result<(), TimerError> {
    let why = |why| TimerError::Program { program: "crontab", why };
    let mut writer = Command::new("crontab")
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(why)?;
    let written = writer.stdin.take().map_or(Ok(()), |mut input| input.write_all(table));
    // What it says counts for more than that it read no further.
    done("crontab -", &writer.wait_with_output().map_err(why)?)?;
    written.map_err(why)
}

/// The lines of a crontab but for that of an id, to the byte.
fn without(table: &[u8], id: &str) -> Vec<u8> {
    let lines = table.split_inclusive(|byte| *byte == b'\n');
    lines.filter(|line| !is_of(line, id)).flatten().copied().collect()
}

fn is_of(line: &[u8], id: &str) -> bool {
    line.trim_ascii_end().ends_with(format!(" # {id}").as_bytes())
}
