//! The `caseload` command: calls the library and sets the exit code.

use std::process::ExitCode;

/// The exit code for what should never happen.
const INTERNAL: u8 = 70;

fn main() -> ExitCode {
    std::panic::catch_unwind(caseload::cli::run).unwrap_or(ExitCode::from(INTERNAL))
}
