//! A version of a folder: as it lies on the disk or as a commit has it, with what is only supposed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::calendar::Day;
use crate::operation::FileChange;
use crate::problem::Problem;
use crate::settings::Settings;
use crate::store::files::{Place, Wanted};
use crate::store::load::{self, CasePath, Folder};
use crate::store::rules::{self, Rules};
use crate::store::snapshot::Snapshot;

/// A version of a folder.
#[derive(Clone)]
pub struct Version {
    root: PathBuf,
    snapshot: Option<Arc<Snapshot>>,
    /// Texts of files that are only supposed, by their paths; never written.
    supposed: BTreeMap<String, String>,
}

impl Version {
    /// A folder as it lies on the disk.
    pub fn on_disk(root: &Path) -> Version {
        Version { root: root.to_path_buf(), snapshot: None, supposed: BTreeMap::new() }
    }

    /// A folder as a commit has it.
    pub fn of_commit(snapshot: Snapshot) -> Version {
        let root = snapshot.root.clone();
        Version { root, snapshot: Some(Arc::new(snapshot)), supposed: BTreeMap::new() }
    }

    /// Where the folder is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit that it is read from, unless it is read from the disk.
    pub fn commit(&self) -> Option<&Snapshot> {
        self.snapshot.as_deref()
    }

    /// Supposes these files to be as they are after the changes.
    pub fn suppose(&mut self, changes: &[FileChange]) {
        let texts = changes.iter().filter_map(|it| Some((it.file.clone(), it.new.clone()?)));
        self.supposed.extend(texts);
    }

    /// The files that are only supposed, by their paths.
    pub fn supposed_files(&self) -> impl Iterator<Item = &str> {
        self.supposed.keys().map(String::as_str)
    }

    /// The settings, without reading any case.
    pub fn settings(&self) -> (Settings, Vec<Problem>) {
        rules::settings_at(self.place())
    }

    /// The programmes with their scenario files, without reading any case.
    pub fn rules(&self) -> Rules {
        rules::rules_at(Some(self.place()))
    }

    /// Reads it. Given a day, what is dated after it is warned of.
    pub fn load(&self, warned_from: Option<Day>) -> Folder {
        load::load_from(self.place(), &|_| true, warned_from)
    }

    /// The same, of the cases alone whose names without `.toml` are wanted.
    pub fn load_only(&self, wanted: Wanted<'_>) -> Folder {
        load::load_from(self.place(), &|name| wanted(load::stem(name)), None)
    }

    /// Reads its settings and programmes, and no case.
    pub fn load_rules(&self) -> Folder {
        load::load_rules_from(self.place(), &[])
    }

    /// The case files whose names without `.toml` are wanted, not read; with problems for what cannot
    /// be listed.
    pub fn list_cases(&self, wanted: Wanted<'_>) -> (Vec<CasePath>, Vec<Problem>) {
        load::list_cases_from(self.place(), wanted)
    }

    /// The text of a case file.
    ///
    /// # Errors
    ///
    /// The problem with it, if it cannot be read.
    pub fn read_case_text(&self, file: &str) -> Result<String, Box<Problem>> {
        crate::store::files::read_text(self.place(), file)
    }

    /// Where its files are read.
    fn place(&self) -> Place<'_> {
        if self.supposed.is_empty() { self.beneath() } else { Place::Supposed(self) }
    }

    /// Where the files are read that nobody supposes to be otherwise.
    pub(super) fn beneath(&self) -> Place<'_> {
        match &self.snapshot {
            Some(snapshot) => Place::Commit(snapshot),
            None => Place::Folder(&self.root),
        }
    }

    /// The text that a file is supposed to have.
    pub(super) fn supposed(&self, file: &str) -> Option<&str> {
        self.supposed.get(file).map(String::as_str)
    }

    /// The files below a folder that are supposed to be there, and are wanted.
    pub(super) fn supposed_below(&self, within: &str, wanted: Wanted<'_>) -> Vec<String> {
        let is_there = |file: &&String| {
            let below = file.strip_prefix(within).is_some_and(|rest| rest.starts_with('/'));
            below && wanted(file.rsplit('/').next().unwrap_or(file))
        };
        self.supposed.keys().filter(is_there).cloned().collect()
    }
}
