//! The `caseload` command: calls the library and sets the exit code.

fn main() {}
