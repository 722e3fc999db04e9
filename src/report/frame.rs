//! What every list of cases says before its rows and after them.

use crate::calendar::plural;
use crate::problem::{Problem, any_error};
use crate::report::Stamp;
use crate::report::page::{Page, Tone};
use crate::report::words::damage;

/// Begins a page: its title, the notices of the programmes, and, loudly, what is not in it.
pub(super) fn opening(page: &mut Page, title: String, stamp: &Stamp, problems: &[Problem]) {
    page.heading(title, Tone::Plain);
    stamp.notices(page);
    page.gap();
    damage(page, problems);
}

/// Ends a page: what it was made from, what was left out, and the sum of it in one sentence.
pub(super) fn closing(
    page: &mut Page,
    stamp: &Stamp,
    restricted: i64,
    problems: &[Problem],
    sum: &str,
) {
    stamp.footer(page);
    left_out(page, restricted);
    sum_up(page, problems, sum);
}

/// Says the sum of a page, and that it is not whole where cases are missing from it.
pub(super) fn sum_up(page: &mut Page, problems: &[Problem], sum: &str) {
    if any_error(problems) {
        page.sum_up(format!("{sum} NOT WHOLE."));
    } else {
        page.sum_up(sum);
    }
}

/// Says how many restricted cases were left out, if any was.
pub(super) fn left_out(page: &mut Page, restricted: i64) {
    if restricted > 0 {
        let cases = plural(restricted, "restricted case");
        let verb = if restricted == 1 { "is" } else { "are" };
        page.toned(
            format!("{cases} {verb} not looked at here: name it, or add --restricted."),
            Tone::Soon,
        );
    }
}
