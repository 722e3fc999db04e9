//! Whoever is restricted now is kept out of lists of the past too.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::asking::Asking;
use crate::cli::context::Context;
use crate::store::Version;

impl Context {
    /// The same folder, in which those are restricted too who are so by now, where it is looked at as it was.
    /// A page that is made again as it was printed stays as it was.
    pub(in crate::cli) fn restricted_as_now(mut self) -> Context {
        let Some(then) = self.version.commit().filter(|_| self.printed.is_none()) else {
            return self;
        };
        // Where git cannot tell, a case is known by its id.
        let other_ids: BTreeMap<String, Option<String>> = then.other_ids(None).unwrap_or_default();
        let now = Version::on_disk(&self.folder.root).load(None);
        let restricted: BTreeSet<&str> = now
            .cases
            .iter()
            .filter(|file| file.case.as_ref().is_some_and(|case| case.restricted))
            .map(|file| file.stem.as_str())
            .collect();
        for file in &mut self.folder.cases {
            let id = match other_ids.get(&file.stem) {
                Some(Some(now)) => now,
                // Somebody else has its id now.
                Some(None) => continue,
                None => &file.stem,
            };
            if let Some(case) = file.case.as_mut().filter(|_| restricted.contains(id.as_str())) {
                case.restricted = true;
            }
        }
        let folder = &self.folder;
        self.asking = Asking::of(&folder.root, &folder.settings, &folder.cases, self.today);
        self
    }
}
