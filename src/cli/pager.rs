//! A page that is longer than the terminal, in the pager of whoever reads it.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use crate::cli::failure::Failure;

/// The pager where none is named, and how it behaves unless it is told: a short page ends it, colour
/// is shown, and the page stays on the screen.
const USUAL: &str = "less";
const BEHAVIOUR: &str = "FRX";

/// Shows a page in the pager if it is longer than the terminal, else prints it.
pub(super) fn page(
    bytes: &[u8],
    print: impl FnOnce(&[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let height = terminal_size::terminal_size_of(io::stdout()).map(|(_, height)| height.0);
    let lines = bytes.split(|byte| *byte == b'\n').count();
    let is_long = height.is_some_and(|height| lines > usize::from(height));
    let is_here = io::stdout().is_terminal() && io::stdin().is_terminal();
    match if is_long && is_here { begin() } else { None } {
        Some(pager) => {
            fill(pager, bytes);
            Ok(())
        }
        None => print(bytes),
    }
}

/// Starts the pager; none if the person wants none, or there is none.
fn begin() -> Option<Child> {
    let named = ["CASELOAD_PAGER", "PAGER"].into_iter().find_map(|name| env::var(name).ok());
    let command = named.unwrap_or_else(|| USUAL.to_owned());
    if command.trim().is_empty() || command.trim() == "cat" {
        return None;
    }
    let mut pager = Command::new("sh");
    pager.args(["-c", &command]).stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        pager.env("LESS", BEHAVIOUR);
    }
    // A shell that finds no such command says so, and nothing would be shown.
    let mut words = command.split_whitespace().filter(|word| !word.contains('='));
    let word = words.next().unwrap_or_default();
    let is_there = Command::new("sh")
        .args(["-c", "command -v \"$0\"", word])
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if is_there { pager.spawn().ok() } else { None }
}

/// Gives the page to the pager, and waits until the person has read it.
fn fill(mut pager: Child, bytes: &[u8]) {
    // A key that interrupts is for the pager, which would otherwise be left behind alone.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default());
    if let Some(mut input) = pager.stdin.take() {
        // Whoever leaves before the end has seen enough.
        let _ = input.write_all(bytes);
    }
    let _ = pager.wait();
}
