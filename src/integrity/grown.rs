//! History that only ever grew: everything that was once seen of it is still part of it.

use std::collections::HashMap;

use crate::calendar::plural;
use crate::integrity::code::Code;
use crate::integrity::finding::{Finding, short};
use crate::integrity::receipt::Receipt;
use crate::integrity::record::Record;
use crate::integrity::{Examination, Grounds};

/// What a receipt says that was kept elsewhere. It says nothing of the folder that it is of.
const GIVEN: &str = "is what the receipt names";
/// How the objects that are lost are told, at most.
const MOST_OBJECTS: usize = 20;

/// Ensures that what was kept elsewhere is part of the history, and that nothing of it is lost.
pub(super) fn check(record: &Record, grounds: &Grounds<'_>, examination: &mut Examination) {
    objects(record, &mut examination.findings);
    let unread = record.unread.iter().map(|why| format!("Whether every object is whole: {why}."));
    examination.not_checked.extend(unread);
    receipts(record, grounds, examination);
    remote(record, examination);
    if grounds.kept.is_empty() && grounds.against.is_empty() && record.seen.is_none() {
        examination.not_checked.push(
            "Whether anything was taken away: nothing was kept elsewhere to compare with."
                .to_owned(),
        );
    }
}

fn objects(record: &Record, findings: &mut Vec<Finding>) {
    for lost in record.lost.iter().take(MOST_OBJECTS) {
        let (code, words) = if lost.is_altered {
            (Code::ObjectAltered, "is not what its name says")
        } else {
            (Code::ObjectMissing, "is not there")
        };
        let message = format!("{} {} {words}", lost.what, short(&lost.object));
        findings.push(Finding::of_the_folder(code, message));
    }
    for fault in &record.faults {
        let message = format!("git fsck: {fault}");
        findings.push(Finding::of_the_folder(Code::ObjectAltered, message));
    }
    if record.lost.len() > MOST_OBJECTS {
        let more = i64::try_from(record.lost.len() - MOST_OBJECTS).unwrap_or(i64::MAX);
        let message = format!("and {}", plural(more, "object"));
        findings.push(Finding::of_the_folder(Code::ObjectMissing, message));
    }
}

/// Whether a commit is part of the history, or what it lawfully became.
fn holds(record: &Record, commit: &str, grounds: &Grounds<'_>) -> bool {
    record.has(commit) || record.has(&grounds.kept.newest_of(commit))
}

fn receipts(record: &Record, grounds: &Grounds<'_>, examination: &mut Examination) {
    let kept = grounds.kept;
    let is_other = !kept.roots.is_empty() && !kept.roots.iter().any(|root| record.has(root));
    if is_other && grounds.kept.roots.iter().all(|root| !holds(record, root, grounds)) {
        let message = "none of what was recorded here before is part of this history";
        examination.findings.push(Finding::of_the_folder(Code::AnotherRecord, message));
    }
    let confirmed = kept.confirmed.iter().map(|it| {
        (it.commit.as_str(), it.seconds, "was the newest when the keys were confirmed", None)
    });
    let own = kept
        .receipts
        .iter()
        .map(|it| (it.commit.as_str(), it.seconds, "was the newest here", Some(it)));
    let given = grounds.against.iter().map(|it| (it.commit.as_str(), it.seconds, GIVEN, Some(it)));
    let past = || kept.given_up.iter().flat_map(|past| &past.receipts);
    for (commit, seconds, what, receipt) in confirmed.chain(own).chain(given) {
        examination.checked.receipts += 1;
        if holds(record, commit, grounds) {
            let since = examination.checked.since.get_or_insert(seconds);
            *since = seconds.min(*since);
            continue;
        }
        let mut finding = lost(commit, what, receipt);
        let is_own = kept.receipts.iter().chain(past()).any(|it| it.commit == commit);
        if what == GIVEN && !is_own {
            finding.message += "; or the receipt is one of another folder";
        }
        if record.only_there.iter().any(|it| it.id == commit) {
            finding.message += "; the remote still has it";
        }
        finding.seconds = Some(seconds);
        examination.findings.push(finding);
    }
}

fn lost(commit: &str, what: &str, receipt: Option<&Receipt>) -> Finding {
    let many = receipt.map_or_else(String::new, |it| {
        let many = i64::try_from(it.commits).unwrap_or(i64::MAX);
        format!(", with {} in all", plural(many, "commit"))
    });
    let message = format!("{} {what}{many}, and is not part of it now", short(commit));
    Finding { commit: Some(commit.to_owned()), ..Finding::of_the_folder(Code::Lost, message) }
}

/// What the remote has, as last seen. Commits of others may wait to be brought in; but an operation that
/// stands in one commit there and in another here was made anew.
fn remote(record: &Record, examination: &mut Examination) {
    if record.seen.is_none() {
        return;
    }
    examination.checked.remote = true;
    let here = record.commits.iter().filter_map(|it| Some((it.operation.as_deref()?, it)));
    let here: HashMap<&str, _> = here.collect();
    let mut waiting = 0_usize;
    for there in &record.only_there {
        match there.operation.as_deref().and_then(|operation| here.get(operation)) {
            Some(commit) => {
                let message = format!(
                    "`{}` is {} there, and another commit here",
                    crate::reading::safe_line(&commit.subject),
                    short(&there.id)
                );
                examination.findings.push(Finding::of(Code::MadeAnew, commit, message));
            }
            None => waiting += 1,
        }
    }
    if waiting > 0 {
        let many = plural(i64::try_from(waiting).unwrap_or(i64::MAX), "commit");
        let message = format!("{many} that the remote had when it was last seen");
        examination.findings.push(Finding::of_the_folder(Code::BehindTheRemote, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integrity::kept::Kept;
    use crate::integrity::record::{Commit, RemoteCommit};

    fn record(ids: &[&str]) -> Record {
        let commit = |id: &&str| Commit {
            id: (*id).to_owned(),
            operation: Some(format!("of-{id}")),
            ..Commit::default()
        };
        Record {
            commits: ids.iter().map(commit).collect(),
            places: ids.iter().enumerate().map(|(at, id)| ((*id).to_owned(), at)).collect(),
            ..Record::default()
        }
    }

    fn kept(ids: &[&str]) -> Kept {
        let receipt = |id: &&str| Receipt {
            commit: (*id).to_owned(),
            commits: 1,
            seconds: 5,
            at_remote: false,
        };
        Kept {
            roots: vec![ids[0].to_owned()],
            receipts: ids.iter().map(receipt).collect(),
            ..Kept::default()
        }
    }

    fn codes(record: &Record, kept: &Kept) -> Vec<Code> {
        let mut examination = Examination::default();
        let grounds = Grounds { kept, against: &[], now: 0 };
        check(record, &grounds, &mut examination);
        examination.findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn what_was_seen_must_still_be_there() {
        assert_eq!(codes(&record(&["a", "b", "c"]), &kept(&["a", "b"])), []);
        assert_eq!(codes(&record(&["a", "c"]), &kept(&["a", "b"])), [Code::Lost]);
        let all = [Code::AnotherRecord, Code::Lost, Code::Lost];
        assert_eq!(codes(&record(&["x", "y"]), &kept(&["a", "b"])), all);
    }

    #[test]
    fn what_was_lawfully_made_anew_is_still_there() {
        let mut kept = kept(&["a", "b"]);
        let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        kept.remake([pair("a", "x"), pair("b", "c"), pair("c", "y")]);
        assert_eq!(codes(&record(&["x", "y"]), &kept), []);
        kept.remake([pair("y", "y")]);
        assert_eq!(codes(&record(&["x", "z"]), &kept), [Code::Lost]);
    }

    #[test]
    fn the_remote_may_be_ahead_but_not_other() {
        let mut ahead = record(&["a"]);
        ahead.seen = Some("b".to_owned());
        ahead.only_there =
            vec![RemoteCommit { id: "b".to_owned(), operation: Some("of-b".to_owned()) }];
        assert_eq!(codes(&ahead, &Kept::default()), [Code::BehindTheRemote]);
        ahead.only_there[0].operation = Some("of-a".to_owned());
        assert_eq!(codes(&ahead, &Kept::default()), [Code::MadeAnew]);
    }
}
