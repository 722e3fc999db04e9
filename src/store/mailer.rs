//! Handing a message to a mailer, which is a command of the shell.

use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Runs a command of the shell with a text on its standard input.
///
/// # Errors
///
/// If it cannot be run, or says that it failed.
pub fn hand_to(command: &str, text: &[u8]) -> io::Result<()> {
    let mut mailer = Command::new("sh").args(["-c", command]).stdin(Stdio::piped()).spawn()?;
    let written = mailer.stdin.take().map_or(Ok(()), |mut input| input.write_all(text));
    let status = mailer.wait()?;
    if !status.success() {
        return Err(io::Error::other(status.to_string()));
    }
    // One that has read enough is no failure, if it says that all is well.
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}
