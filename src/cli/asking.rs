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
    /// Whether there are restricted cases, whoever asks and whatever for.
    has_restricted: bool,
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
        let has_restricted = cases.iter().any(is_restricted);
        let me = if has_restricted { me(root, settings).ok() } else { None };
        Asking { me, has_restricted, day: Some(day), keeps_names_back: false }
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

    /// How a case is found that was not found by what was typed. That depends on nothing that was typed,
    /// and so tells nothing of anybody.
    pub(super) fn how_to_find(&self) -> &'static str {
        match (self.has_restricted, &self.me) {
            (false, _) => "`caseload list` shows every case",
            (true, Some(_)) => {
                "`caseload list` shows every case but restricted ones, which are found by their id or \
                 their whole name; their own key worker has them in `caseload list --mine`"
            }
            (true, None) => {
                "`caseload list` shows every case but restricted ones, which are found by their id or \
                 their whole name; to find your own by less, say which key worker you are, by \
                 CASELOAD_WORKER or by your git e-mail address below [workers] in caseload.toml"
            }
        }
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
