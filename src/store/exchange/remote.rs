//! The remote of a folder: where its machines meet.

use std::path::Path;

use git2::Config;

use crate::reading::safe_line;
use crate::store::recording::error::{RecordError, Trouble};
use crate::store::recording::repository::Own;
use crate::store::recording::settings;

/// What git calls the remote of a folder that was cloned.
const USUAL: &str = "origin";

/// A repository elsewhere in which the machines of a folder meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// What git calls it.
    pub name: String,
    /// Where it is: a path, or an address.
    pub url: String,
}

impl Remote {
    /// The remote of a folder; none where none is set.
    ///
    /// # Errors
    ///
    /// If the folder has no repository, or the remote names a program.
    pub fn of(root: &Path) -> Result<Option<Remote>, RecordError> {
        let own = Own::open(root)?;
        let config = Config::open(&own.git().join("config"))?;
        let branch = own.branch()?.name;
        let branch = branch.strip_prefix("refs/heads/").unwrap_or(&branch);
        let name = config.get_string(&format!("branch.{branch}.remote")).unwrap_or_default();
        let named = [name.as_str(), USUAL].into_iter().find_map(|name| {
            let url = config.get_string(&format!("remote.{name}.url")).ok()?;
            Some(Remote { name: name.to_owned(), url })
        });
        named.map(Remote::plain).transpose()
    }

    /// Sets the remote of a folder.
    ///
    /// # Errors
    ///
    /// If it names a program, or git's settings cannot be written.
    pub fn set(root: &Path, url: &str) -> Result<Remote, RecordError> {
        let own = Own::open(root)?;
        let remote = Remote { name: USUAL.to_owned(), url: url.to_owned() }.plain()?;
        let branch = own.branch()?.name;
        let short = branch.strip_prefix("refs/heads/").unwrap_or(&branch).to_owned();
        let values = [
            ("remote.origin.url", url),
            ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
            (&format!("branch.{short}.remote"), USUAL),
            (&format!("branch.{short}.merge"), &branch),
        ];
        settings::set(&own, &values)?;
        Ok(remote)
    }

    /// The remote, if it is a place and no program: git would run what stands before `::`.
    fn plain(self) -> Result<Remote, RecordError> {
        let before = self.url.split('/').next().unwrap_or_default();
        if self.url.is_empty() || self.url.starts_with('-') || before.contains("::") {
            return Err(RecordError::new(
                Trouble::Request,
                format!("`{}` is no place where a folder can be", safe_line(&self.url)),
                "write a path or an address: caseload remote set https://example.org/office.git",
            ));
        }
        Ok(self)
    }

    /// Whether it lies on a disk of this machine, as git tells that from an address.
    pub(super) fn is_on_disk(&self) -> bool {
        let before = self.url.split('/').next().unwrap_or_default();
        self.url.starts_with("file://") || !before.contains(':')
    }

    /// Where it is, without a password that may stand in it.
    pub fn shown(&self) -> String {
        let Some((scheme, rest)) = self.url.split_once("://") else { return safe_line(&self.url) };
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let host = host.rsplit('@').next().unwrap_or(host);
        safe_line(&format!("{scheme}://{host}{path}"))
    }

    /// That there is none.
    pub(super) fn missing() -> RecordError {
        RecordError::new(
            Trouble::Request,
            "this folder has no remote: there is nowhere to send it",
            "say where the machines are to meet: caseload remote set URL",
        )
    }
}
