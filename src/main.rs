//! The `caseload` command: calls the library and sets the exit code.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Many small things of many cases are read by all cores at once, and let go of again.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The exit code for what should never happen.
const INTERNAL: u8 = 70;

fn main() -> ExitCode {
    std::panic::catch_unwind(caseload::cli::run).unwrap_or(ExitCode::from(INTERNAL))
}
