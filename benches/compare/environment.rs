//! What a command that is measured sees of the machine: the programs, and nothing of the user's own settings.

use std::process::Command;

/// Gives a command its environment: the way to programs, no settings, and the name of who records.
pub(crate) fn environment(command: &mut Command) -> &mut Command {
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", "/nonexistent")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "Alex Morgan")
        .env("GIT_AUTHOR_EMAIL", "alex@example.org")
        .env("GIT_COMMITTER_NAME", "Alex Morgan")
        .env("GIT_COMMITTER_EMAIL", "alex@example.org")
}
