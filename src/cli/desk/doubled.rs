//! Whether somebody is in the folder twice by what is recorded: said at once, and not by `check` alone.

use crate::check::{Participant, referrals_are_unique};
use crate::cli::desk::Desk;
use crate::operation::OpenCase;
use crate::problem::Problem;

impl Desk<'_> {
    /// What is odd about a case beside all others: that one of them has the same number or name, and the same
    /// referral.
    pub(in crate::cli) fn doubled(&self, open: &OpenCase<'_>) -> Vec<Problem> {
        if open.case.name.is_none() && open.case.reference.is_none() {
            return Vec::new();
        }
        // Its own file may be written at this moment.
        let others = self.version.load_only(&|id| id != open.id());
        let others =
            others.cases.iter().filter_map(|it| Some(Participant::of(&it.file, it.case.as_ref()?)));
        let all = others.chain([Participant::of(&open.file, &open.case)]);
        let mut found = referrals_are_unique(all);
        found.retain(|problem| problem.file == open.file);
        found
    }
}

/// Whether a case says something else than before of who somebody is.
pub(super) fn says_who(before: &OpenCase<'_>, after: &OpenCase<'_>) -> bool {
    let day = |open: &OpenCase<'_>| open.case.referred.as_ref().map(|day| day.value);
    before.case.name != after.case.name
        || before.case.reference != after.case.reference
        || day(before) != day(after)
}
