//! The programs that git would run for a commit: hooks, and what signs it.
//!
//! Those that the user's own settings name are run. Those that the folder's own repository names
//! are not, and that is said: a folder that arrives on a stick can run nothing.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use git2::{Config, Odb, Oid, Signature};

use crate::store::git_settings::UserSettings;
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::index::foretell;
use crate::store::recording::objects::Objects;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// The hooks of a commit, in the order in which they run.
const HOOKS: [&str; 4] = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"];

/// Settings of a folder that name nothing to run, and change nothing about a commit.
const HARMLESS: [&str; 16] = [
    "core.repositoryformatversion",
    "core.filemode",
    "core.bare",
    "core.logallrefupdates",
    "core.ignorecase",
    "core.precomposeunicode",
    "core.symlinks",
    "core.autocrlf",
    "core.eol",
    "user.name",
    "user.email",
    "init.defaultbranch",
    "gc.auto",
    "pull.rebase",
    "pull.ff",
    "push.default",
];

/// A commit that is about to be made.
pub(super) struct Draft<'a> {
    /// Its tree.
    pub(super) tree: Oid,
    /// The commits before it.
    pub(super) parents: Vec<Oid>,
    /// Its message.
    pub(super) message: String,
    /// Who did it.
    pub(super) author: &'a Signature<'a>,
    /// Who committed it.
    pub(super) committer: &'a Signature<'a>,
}

/// What is to run for a commit in a folder.
pub(super) struct Programs {
    hooks: Option<PathBuf>,
    signs: bool,
    /// What was ignored, for the person to know.
    pub(super) notes: Vec<String>,
}

impl Programs {
    /// What the user's settings name, and what of the folder's is ignored.
    pub(super) fn of(own: &Own, user: &UserSettings) -> Programs {
        let mut notes = Vec::new();
        let foreign = foreign_settings(own.git());
        let ignored = present(&own.git().join("hooks"));
        if !ignored.is_empty() {
            notes.push(format!("this folder's own hooks did not run: {}", ignored.join(", ")));
        }
        if !foreign.is_empty() {
            notes.push(format!(
                "this folder's own git settings were ignored: {}",
                foreign.join(", ")
            ));
        }
        let mut hooks = user.path("core.hooksPath").filter(|folder| !present(folder).is_empty());
        if hooks.as_ref().is_some_and(|folder| folder.is_relative()) {
            notes.push(
                "hooks in this folder did not run, though your own git settings name that place"
                    .to_owned(),
            );
            hooks = None;
        }
        if hooks.is_some() && !foreign.is_empty() {
            // A hook is likely to call git, which would obey those settings.
            notes.push("your own hooks did not run either, since they would meet them".to_owned());
            hooks = None;
        }
        Programs { hooks, signs: user.is_set("commit.gpgSign"), notes }
    }

    /// Whether a hook is to run.
    pub(super) fn has_hooks(&self) -> bool {
        self.hooks.is_some()
    }

    /// Runs the hooks that may refuse a commit or change its message.
    pub(super) fn before(
        &self,
        own: &Own,
        work: &Work,
        objects: &Objects<'_>,
        draft: &mut Draft<'_>,
    ) -> Result<(), RecordError> {
        let Some(hooks) = &self.hooks else { return Ok(()) };
        let foretold = Foretold {
            objects: Work::objects_of(&work.repository(objects)?),
            index: foretell(own, work, draft.tree)?,
        };
        let message = work.path("message");
        fs::write(&message, &draft.message).map_err(disk(&message))?;
        let path = message.to_string_lossy().into_owned();
        for (hook, arguments) in [
            ("pre-commit", vec![]),
            ("prepare-commit-msg", vec![path.as_str(), "message"]),
            ("commit-msg", vec![path.as_str()]),
        ] {
            if !run_hook(own, Some(&foretold), hooks, hook, &arguments)? {
                return Err(RecordError::new(
                    Trouble::Git,
                    format!("your own `{hook}` hook refused the commit"),
                    "nothing was recorded; the hook's own words stand above",
                ));
            }
        }
        draft.message = fs::read_to_string(&message).map_err(disk(&message))?;
        if draft.message.trim().is_empty() {
            return Err(RecordError::new(
                Trouble::Git,
                "your own hooks left nothing of the commit's message",
                "nothing was recorded; git would refuse it too",
            ));
        }
        Ok(())
    }

    /// Runs the hook that is told of a commit.
    pub(super) fn after(&self, own: &Own) {
        if let Some(hooks) = &self.hooks {
            let _ = run_hook(own, None, hooks, "post-commit", &[]);
        }
    }

    /// Makes the commit, signed if the user's settings ask for it.
    pub(super) fn commit(
        &self,
        own: &Own,
        work: &Work,
        objects: &mut Objects<'_>,
        draft: &Draft<'_>,
    ) -> Result<Oid, RecordError> {
        if self.signs {
            return objects.commit(&signed(&work.repository(objects)?, draft)?);
        }
        let tree = own.repository.find_tree(draft.tree)?;
        let parents: Result<Vec<_>, _> =
            draft.parents.iter().map(|id| own.repository.find_commit(*id)).collect();
        let parents = parents?;
        let parents: Vec<_> = parents.iter().collect();
        let bytes = own.repository.commit_create_buffer(
            draft.author,
            draft.committer,
            &draft.message,
            &tree,
            &parents,
        )?;
        objects.commit(&bytes)
    }
}

/// The commit hooks that a folder of hooks holds.
fn present(folder: &Path) -> Vec<&'static str> {
    HOOKS.into_iter().filter(|hook| is_program(&folder.join(hook))).collect()
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// The settings of a folder's own repository that are not known to be harmless, by name.
fn foreign_settings(git: &Path) -> Vec<String> {
    let Ok(config) = Config::open(&git.join("config")) else { return Vec::new() };
    let Ok(entries) = config.entries(None) else { return Vec::new() };
    let mut names = Vec::new();
    let _ = entries.for_each(|entry| {
        let name = String::from_utf8_lossy(entry.name_bytes()).into_owned();
        if !is_harmless(&name, entry.value().unwrap_or_default()) && !names.contains(&name) {
            names.push(name);
        }
    });
    names
}

fn is_harmless(name: &str, value: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    HARMLESS.contains(&name)
        || name.starts_with("remote.") && matches!(last, "url" | "pushurl" | "fetch")
        || name.starts_with("branch.") && matches!(last, "remote" | "merge" | "rebase")
        || name == "merge.caseload.name"
        || name == "merge.caseload.driver" && is_our_driver(value)
}

/// Whether a line that git gives to a shell runs this program's own merge, and nothing besides.
fn is_our_driver(line: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " %-".contains(c);
    line.strip_prefix("caseload merge-file ").is_some_and(|rest| rest.chars().all(is_plain))
}

/// A git that is told nothing by whoever started us about where to work.
pub(in crate::store) fn git() -> Command {
    let mut command = Command::new("git");
    for variable in [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_NAMESPACE",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
    ] {
        command.env_remove(variable);
    }
    command
}

/// What a hook is shown while the commit is not made yet.
struct Foretold {
    /// Where the objects of it are.
    objects: PathBuf,
    /// An index that holds what the commit will hold.
    index: PathBuf,
}

/// Runs a hook if there is one; its words go where talk goes.
fn run_hook(
    own: &Own,
    foretold: Option<&Foretold>,
    hooks: &Path,
    hook: &str,
    arguments: &[&str],
) -> Result<bool, RecordError> {
    if !is_program(&hooks.join(hook)) {
        return Ok(true);
    }
    let mut command = git();
    command.current_dir(&own.root).env("GIT_DIR", own.git());
    if let Some(foretold) = foretold {
        command
            .env("GIT_INDEX_FILE", &foretold.index)
            .env("GIT_OBJECT_DIRECTORY", &foretold.objects)
            .env("GIT_ALTERNATE_OBJECT_DIRECTORIES", own.git().join("objects"));
    }
    let setting = format!("core.hooksPath={}", hooks.display());
    command.args(["-c", &setting, "hook", "run", "--ignore-missing", hook, "--"]).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::from(std::io::stderr()));
    Ok(command.status().map_err(|error| no_git(&error))?.success())
}

/// Has git sign and make the commit in a repository that tells it nothing, and gives it as written.
fn signed(repository: &Path, draft: &Draft<'_>) -> Result<Vec<u8>, RecordError> {
    let mut command = git();
    // What is written is UTF-8, whatever the user's own commits are written in.
    command.args(["-c", "i18n.commitEncoding=UTF-8"]);
    command.arg("--git-dir").arg(repository).args(["commit-tree", "-S", "-F", "-"]);
    for parent in &draft.parents {
        command.args(["-p", &parent.to_string()]);
    }
    command.arg(draft.tree.to_string());
    for (role, who) in [("AUTHOR", draft.author), ("COMMITTER", draft.committer)] {
        let when = who.when();
        let minutes = when.offset_minutes().abs();
        let date =
            format!("@{} {}{:02}{:02}", when.seconds(), when.sign(), minutes / 60, minutes % 60);
        command
            .env(format!("GIT_{role}_NAME"), who.name().unwrap_or_default())
            .env(format!("GIT_{role}_EMAIL"), who.email().unwrap_or_default())
            .env(format!("GIT_{role}_DATE"), date);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| no_git(&error))?;
    if let Some(mut input) = child.stdin.take() {
        // One that ends before it has read all says why, below.
        let _ = input.write_all(draft.message.as_bytes());
    }
    let output = child.wait_with_output().map_err(|error| no_git(&error))?;
    let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ");
        return Err(RecordError::new(
            Trouble::Git,
            format!(
                "your git settings ask for signed commits, and this one could not be signed: {said}"
            ),
            "nothing was recorded; mend the signing key, or turn commit.gpgSign off",
        ));
    }
    let made = Odb::new()?;
    made.add_disk_alternate(&Work::objects_of(repository).to_string_lossy())?;
    Ok(made.read(Oid::from_str(&commit)?)?.data().to_vec())
}

fn no_git(error: &std::io::Error) -> RecordError {
    let message = format!("the program `git` cannot be run: {error}");
    RecordError::new(
        Trouble::Git,
        message,
        "install git; your git settings ask for hooks or signatures",
    )
}
