//! Programs of others that some tests need.

use std::io::Write;

/// Whether a test can be made, which it can if this is so. Where it cannot, that is said, and is a
/// failure in CI.
pub(crate) fn can_try(what: &str, is_there: bool, lacking: &str) -> bool {
    let is_required = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(is_there || !is_required, "{lacking}, and CI must not go without");
    if !is_there {
        // Not by a macro: the test runner would keep it to itself.
        let said = format!("NOT TESTED: {what}, since {lacking}\n");
        std::io::stderr().write_all(said.as_bytes()).unwrap();
    }
    is_there
}

/// Whether a program is there to be called by its name.
pub(crate) fn can_call(program: &str, what: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).exists());
    can_try(what, found, &format!("{program} is not there"))
}
