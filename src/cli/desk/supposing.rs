//! A desk at which nothing is recorded, but only supposed.

use std::sync::Mutex;

use crate::cli::arguments::Common;
use crate::cli::clock;
use crate::cli::desk::{Desk, Listing, Request, Sheet, finding};
use crate::cli::suppose::Supposing;
use crate::operation::{OpenCase, Requested};
use crate::store::{CaseFile, CasePath};

impl<'c> Desk<'c> {
    /// A desk at which nothing is recorded: what comes of it is only supposed.
    pub(super) fn supposing(
        common: &'c Common,
        supposing: &Supposing,
        typed: &[String],
    ) -> (Desk<'c>, Listing) {
        let (version, today) = (supposing.version(), supposing.today);
        let listing = finding::listing(&version, typed);
        let folder = version.load_rules();
        let (preparation, said) = (Mutex::default(), Mutex::default());
        (Desk { folder, version, today, clock_day: today, common, preparation, said }, listing)
    }

    /// Keeps back who these cases are, which nobody named, if anything is supposed.
    pub(in crate::cli) fn keep_back(&self, files: &[&CaseFile]) {
        if let Some(supposing) = &self.common.supposing {
            supposing.keep_back(files.iter().map(|file| file.stem.clone()));
        }
    }

    /// Says of what a command changes nothing, where it is only supposed: it is on record already, or
    /// was supposed before.
    pub(super) fn say_what_is_supposed_already(
        &self,
        (files, cases): (&[CasePath], &[OpenCase<'_>]),
        changes: &[Requested<'_>],
        request: Request<'_>,
    ) {
        let Some(supposing) = &self.common.supposing else { return };
        let all = files.iter().zip(cases).zip(changes);
        let unchanged = all.filter(|(_, change)| matches!(change, Requested::OnRecord(_)));
        let (recorded, supposed): (Vec<_>, Vec<_>) =
            unchanged.partition(|((file, _), _)| self.is_on_record(supposing, file, request));
        for (those, is_recorded) in [(recorded, true), (supposed, false)] {
            let ids: Vec<&str> = those.iter().map(|((_, open), _)| open.id()).collect();
            supposing.changes_nothing(&ids, is_recorded);
        }
    }

    /// Whether that which is asked for is on record, whatever is supposed.
    fn is_on_record(&self, supposing: &Supposing, file: &CasePath, request: Request<'_>) -> bool {
        let Ok(text) = supposing.recorded.read_case_text(&file.file) else { return false };
        let Ok(open) = OpenCase::read(&file.file, text, self.rules()) else { return false };
        let sheet = Sheet { open: &open, logged: clock::logged(supposing.now()) };
        matches!(request(&sheet), Ok(Requested::OnRecord(_)))
    }
}
