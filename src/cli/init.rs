//! `caseload init`: makes a folder.

use std::env;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::calendar::Timezone;
use crate::case::Value;
use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::failure::{Failure, known};
use crate::cli::{ask, clock, desk, output};
use crate::operation::{INIT, Operation};
use crate::programme::builtin;
use crate::report::Recording;
use crate::store;

/// Make a folder: its settings, its repository, and the first commit
///
/// In a folder that has its settings but no repository of its own, such as a copy of the example,
/// it makes the repository and records what is there.
#[derive(Clone, Debug, Args)]
pub(super) struct Init {
    /// The folder [default: this one]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The provider's name
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// The programme of new cases
    #[arg(long, value_name = "PROGRAMME", default_value = "ipes", add = completions::programmes())]
    programme: String,
    /// Your own short name as a key worker, such as alex
    #[arg(long, value_name = "WORKER", add = completions::workers())]
    worker: Option<String>,
}

/// Makes a folder.
pub(super) fn run(common: &Common, command: &Init) -> Result<u8, Failure> {
    let named = command.folder.as_deref().or(common.folder());
    let root = named.unwrap_or(Path::new(".")).to_path_buf();
    output::refuse_rows(common)?;
    let there = root.join("caseload.toml").is_file();
    if there && store::is_recorded(&root) {
        return Err(Failure::request(
            format!(
                "`{}` is a caseload folder with a repository of its own already",
                root.display()
            ),
            "there is nothing to do; `caseload refer` opens a case",
        ));
    }
    if !there {
        let ids: Vec<&str> = builtin().iter().map(|known| known.id.as_str()).collect();
        known("programme", &command.programme, &ids)?;
    }
    let settings = if there { String::new() } else { settings(&root, command)? };
    let timezone = if there { store::settings(&root).0.timezone } else { Timezone::LONDON };
    let now = clock::commit_time(clock::now(), timezone);
    let done = store::init(&root, &settings, now)?;
    desk::say_unfinished(&done);
    let operation =
        Operation { what: INIT.to_owned(), cases: Vec::new(), files: Vec::new(), reverses: None };
    let mut recording = Recording::new(&operation, false).without_undo();
    recording.is_made(&done.commit, &done.operation);
    recording.say(format!(
        "`{}` is a caseload folder now, with a git repository of its own.",
        root.display()
    ));
    recording.say(
        "Next: the key workers, in caseload.toml; then the first case, with `caseload refer`.",
    );
    output::show_done(&recording, common, Some(&root), true)?;
    Ok(0)
}

/// The settings of a new folder.
fn settings(root: &Path, command: &Init) -> Result<String, Failure> {
    let text = |text: &str| Value::Text(text.to_owned());
    let provider = match &command.provider {
        None if ask::is_possible() => Some(ask::text("What is the provider called?")?),
        provider => provider.clone(),
    };
    let mut lines = vec!["format = 1\n".to_owned()];
    if let Some(provider) = provider.filter(|provider| !provider.trim().is_empty()) {
        lines.push(format!("provider = {}\n", text(provider.trim())));
    }
    lines.push(format!("programme = {}\n", text(&command.programme)));
    lines.push("timezone = \"Europe/London\"\n".to_owned());
    lines.push("ids = \"random\"   # or a pattern such as \"A-####\"\n".to_owned());
    let email = store::user_email(root);
    if let Some(worker) = worker(root, command)? {
        lines.push(format!("\n[workers.{}]\n", key(&worker)));
        if let Some(email) = email {
            lines.push(format!(
                "email = [{}]   # as git knows it: it says who you are\n",
                text(&email)
            ));
        }
    }
    Ok(lines.concat())
}

/// The short name of whoever makes the folder.
fn worker(root: &Path, command: &Init) -> Result<Option<String>, Failure> {
    let named = command.worker.clone();
    let named = named.or_else(|| env::var("CASELOAD_WORKER").ok().filter(|name| !name.is_empty()));
    if named.is_some() || !ask::is_possible() {
        let first = |name: String| name.split_whitespace().next().map(str::to_lowercase);
        return Ok(named.or_else(|| store::user_name(root).and_then(first)));
    }
    let usual = store::user_name(root).unwrap_or_default();
    let usual = usual.split_whitespace().next().unwrap_or("me").to_lowercase();
    ask::text_or("Your short name as a key worker?", &usual).map(Some)
}

/// A key of TOML: bare if it can be.
fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(is_bare) {
        return name.to_owned();
    }
    Value::Text(name.to_owned()).to_string()
}
