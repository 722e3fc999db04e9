//! When it was done, by the clocks of those who did it: each commit after those before it, none after
//! this moment, and entries logged when they were recorded.

use crate::integrity::code::Code;
use crate::integrity::finding::{Finding, span};
use crate::integrity::record::{Commit, Record};
use crate::operation::is_logged_with;

/// How far the clocks of two machines may be apart, in seconds.
const CLOCKS_APART: i64 = 5 * 60;

/// Ensures that the moments of a record go on from one another.
pub(super) fn check(record: &Record, now: i64) -> Vec<Finding> {
    let mut findings = Vec::new();
    for commit in &record.commits {
        let at = commit.committer.seconds;
        let before = commit.parents.iter().filter_map(|id| record.place(id));
        let newest =
            before.map(|place| &record.commits[place]).max_by_key(|it| it.committer.seconds);
        if let Some(newest) = newest {
            let back = newest.committer.seconds - at;
            if back > CLOCKS_APART {
                let message = format!(
                    "dated {} before {}, which it goes on from",
                    span(back),
                    newest.short()
                );
                findings.push(Finding::of(Code::ClockBack, commit, message));
            }
        }
        let ahead = at.max(commit.author.seconds) - now;
        if ahead > CLOCKS_APART {
            let message = format!("dated {} after this moment", span(ahead));
            findings.push(Finding::of(Code::Future, commit, message));
        }
        findings.extend(logged_apart(commit));
    }
    findings
}

/// The entries of a commit that say that they were logged at another time, the farthest first.
fn logged_apart(commit: &Commit) -> Option<Finding> {
    let at = commit.author.seconds;
    let apart = commit.contents.logged.iter().filter(|it| !is_logged_with(it.seconds, at));
    let count = apart.clone().count();
    let farthest = apart.max_by_key(|it| (it.seconds - at).abs())?;
    let apart = farthest.seconds - at;
    let side = if apart > 0 { "after" } else { "before" };
    let others = match count - 1 {
        0 => String::new(),
        others => format!(", and {others} more at another time too"),
    };
    let message = format!(
        "{} says that it was logged {} {side} its commit was made{others}",
        farthest.entry,
        span(apart)
    );
    Some(Finding::of(Code::LoggedApart, commit, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integrity::contents::{Contents, Logged};
    use crate::integrity::record::Person;

    fn commit(id: &str, parent: Option<&str>, seconds: i64, logged: Option<i64>) -> Commit {
        let person = Person { seconds, ..Person::default() };
        let logged = logged.map(|seconds| Logged { entry: "contact".to_owned(), seconds });
        let contents = Contents { logged: logged.into_iter().collect(), ..Contents::default() };
        Commit {
            id: id.to_owned(),
            parents: parent.map(str::to_owned).into_iter().collect(),
            author: person.clone(),
            committer: person,
            contents,
            ..Commit::default()
        }
    }

    fn codes(second: i64, now: i64, logged: Option<i64>) -> Vec<Code> {
        let commits = vec![commit("a", None, 10_000, None), commit("b", Some("a"), second, logged)];
        let places = [("a".to_owned(), 0), ("b".to_owned(), 1)].into();
        let record = Record { commits, places, ..Record::default() };
        check(&record, now).iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_clock_may_be_five_minutes_wrong_and_no_more() {
        assert_eq!(codes(10_000 - 300, 20_000, None), []);
        assert_eq!(codes(10_000 - 301, 20_000, None), [Code::ClockBack]);
        assert_eq!(codes(20_300, 20_000, None), []);
        assert_eq!(codes(20_301, 20_000, None), [Code::Future]);
    }

    #[test]
    fn an_entry_is_logged_within_a_quarter_of_an_hour() {
        for (logged, expected) in [
            (12_000 - 900, vec![]),
            (12_000 + 900, vec![]),
            (12_000 - 901, vec![Code::LoggedApart]),
            (12_000 + 901, vec![Code::LoggedApart]),
        ] {
            assert_eq!(codes(12_000, 20_000, Some(logged)), expected, "{logged}");
        }
    }

    #[test]
    fn a_time_is_said_as_a_person_would() {
        for (seconds, words) in [
            (301, "5 minutes"),
            (-3600, "1 hour"),
            (7380, "2 hours 3 minutes"),
            (86_400 * 3 + 5000, "3 days"),
        ] {
            assert_eq!(span(seconds), words);
        }
    }
}
