//! Who is asking, and which cases that person may come across by a name: restricted ones are not
//! suggested to others. That is discretion and no lock: who may enter the folder can read every file.

use std::env;
use std::path::Path;

use crate::calendar::Day;
use crate::cli::failure::Failure;
use crate::settings::Settings;
use crate::store::{self, CaseFile};

/// Who is asking, as far as it matters for finding people by their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Asking {
    /// The key worker who asks, where that matters and is known.
    me: Option<String>,
    /// The day on which one is key worker; none where every case may be come across.
    day: Option<Day>,
    /// Whether names are kept back in what is said.
    keeps_names_back: bool,
}

impl Asking {
    /// Who asks for one of these cases on a day.
    pub(super) fn of(root: &Path, settings: &Settings, cases: &[CaseFile], day: Day) -> Asking {
        let is_restricted = |file: &CaseFile| file.case.as_ref().is_some_and(|it| it.restricted);
        // Nobody need be known where nothing depends on it.
        let me = if cases.iter().any(is_restricted) { me(root, settings).ok() } else { None };
        Asking { me, day: Some(day), keeps_names_back: false }
    }

    /// The same, of whom nobody is named.
    #[must_use]
    pub(super) fn keeping_names_back(self, keeps_names_back: bool) -> Asking {
        Asking { keeps_names_back, ..self }
    }

    /// Whether the first letters of a name lead to a case: to a restricted one its own key worker only.
    pub(super) fn comes_across(&self, file: &CaseFile) -> bool {
        let (Some(case), Some(day)) = (&file.case, self.day) else { return true };
        !case.restricted || self.me.as_deref().is_some_and(|me| case.worker_on(day) == Some(me))
    }

    /// Whether a case may be named to whoever asks.
    pub(super) fn may_be_named(&self, file: &CaseFile) -> bool {
        !self.keeps_names_back && self.comes_across(file)
    }
}

/// The key worker who is asking: as the environment says, else by git's e-mail address.
pub(super) fn me(root: &Path, settings: &Settings) -> Result<String, Failure> {
    if let Some(worker) = env::var("CASELOAD_WORKER").ok().filter(|name| !name.is_empty()) {
        return Ok(worker);
    }
    store::user_email(root)
        .and_then(|email| settings.worker_with_email(&email))
        .map(|worker| worker.id.clone())
        .ok_or_else(|| {
            Failure::request(
                "it is not known which key worker you are",
                "add your git e-mail address to [workers] in caseload.toml, or set CASELOAD_WORKER",
            )
        })
}
