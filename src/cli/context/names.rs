//! A folder without names, where they are to be kept back.

use crate::case::Case;
use crate::check::keep_back;
use crate::cli::arguments::{Common, Mailing, Redacting};
use crate::cli::context::Context;
use crate::store::Folder;

impl Context {
    /// The same, in which nobody is named who is looked for, where names are to be kept back.
    pub(in crate::cli) fn finding_for(mut self, redacting: Redacting) -> Context {
        self.asking = self.asking.keeping_names_back(redacting.redact);
        self
    }

    /// The same folder; without names, notes and reasons where that was asked for, or where the report
    /// is to be sent and they were not asked for.
    pub(in crate::cli) fn for_sending(
        mut self,
        common: &Common,
        mailing: &Mailing,
        redacting: Redacting,
    ) -> Context {
        if redacting.redact {
            return self.redacted(redacting);
        }
        if common.format.is_sent() && !mailing.names {
            self.keep_names_back();
        }
        self
    }

    /// The same folder; without names, employers, notes, reasons and where evidence lies, if that was
    /// asked for.
    pub(in crate::cli) fn redacted(mut self, redacting: Redacting) -> Context {
        if redacting.redact {
            self.redacts = true;
            self.keep_names_back();
        }
        self
    }

    fn keep_names_back(&mut self) {
        self.names_are_kept_back = true;
        without_names(&mut self.folder);
        if let Some(supposed) = &mut self.supposed {
            supposed.keep_names_back();
        }
    }

    /// Whether names are kept back.
    pub(in crate::cli) fn names_are_kept_back(&self) -> bool {
        self.names_are_kept_back
    }
}

/// Keeps back names, notes and reasons of a folder.
pub(in crate::cli) fn without_names(folder: &mut Folder) {
    for file in &mut folder.cases {
        file.case = file.case.as_ref().map(Case::without_names);
    }
    folder.problems.iter_mut().for_each(keep_back);
}
