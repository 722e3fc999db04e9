//! Who did it: an author whom the settings know, and who committed it too.

use crate::integrity::code::Code;
use crate::integrity::finding::Finding;
use crate::integrity::record::Record;
use crate::reading::safe_line;

/// Ensures that every commit has an author who is a worker by the settings as they were then, or are now.
pub(super) fn check(record: &Record, not_checked: &mut Vec<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut is_compared = record.commits.is_empty();
    for commit in &record.commits {
        let author = &commit.author;
        let then = record.settings.get(commit.settings);
        let known = then.into_iter().chain([&record.now]).flat_map(|it| it.emails.values());
        // The beginning of a folder comes before anybody could be named in its settings.
        let is_comparable = known.flatten().next().is_some();
        is_compared |= is_comparable;
        if author.email.trim().is_empty() || author.name.trim().is_empty() {
            findings.push(Finding::of(Code::NoAuthor, commit, "it names no author in full"));
            continue;
        }
        if is_comparable && record.workers_with(&author.email, commit).is_empty() {
            let message = format!("`{}` is no worker's", safe_line(&author.email));
            findings.push(Finding::of(Code::UnknownAuthor, commit, message));
        }
        if !author.is(&commit.committer) {
            let message =
                format!("committed by {} <{}>", commit.committer.shown(), commit.committer.email);
            findings.push(Finding::of(Code::CommittedByAnother, commit, message));
        }
    }
    if !is_compared {
        not_checked.push(
            "Authors: no worker has an e-mail address in caseload.toml to compare them with."
                .to_owned(),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integrity::record::{Commit, Person, SettingsThen};

    fn person(email: &str) -> Person {
        Person { name: "Alex".to_owned(), email: email.to_owned(), seconds: 0 }
    }

    fn record(author: &str, committer: &str, emails: &[&str]) -> Record {
        let emails = emails.iter().map(|it| (*it).to_owned()).collect();
        let then = SettingsThen {
            emails: [("alex".to_owned(), emails)].into(),
            ..SettingsThen::default()
        };
        let (author, committer) = (person(author), person(committer));
        let commit = Commit { author, committer, ..Commit::default() };
        Record { commits: vec![commit], settings: vec![then], ..Record::default() }
    }

    #[test]
    fn an_author_is_known_by_an_address() {
        for (author, committer, emails, expected) in [
            ("a@x", "a@x", vec!["a@x"], vec![]),
            ("A@x", "a@X", vec!["a@x"], vec![]),
            ("b@x", "b@x", vec!["a@x"], vec![Code::UnknownAuthor]),
            ("a@x", "b@x", vec!["a@x"], vec![Code::CommittedByAnother]),
            ("", "a@x", vec!["a@x"], vec![Code::NoAuthor]),
        ] {
            let mut unsaid = Vec::new();
            let found = check(&record(author, committer, &emails), &mut unsaid);
            let codes: Vec<Code> = found.iter().map(|finding| finding.code).collect();
            assert_eq!((codes, unsaid.len()), (expected, 0), "{author} {committer}");
        }
        let mut unsaid = Vec::new();
        assert_eq!(check(&record("b@x", "b@x", &[]), &mut unsaid), []);
        assert_eq!(unsaid.len(), 1);
    }
}
