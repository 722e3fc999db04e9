//! What was done outside of the tool, and commits that look like the tool's and do what they do not say.

use std::collections::HashMap;

use crate::calendar::plural;
use crate::integrity::code::Code;
use crate::integrity::finding::Finding;
use crate::integrity::record::{Commit, Record};
use crate::operation::{Beyond, ERASURES, is_of_hand_edits};
use crate::reading::safe_line;

/// Looks at what each commit did.
pub(super) fn check(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut known: HashMap<&str, &Commit> = HashMap::new();
    for commit in &record.commits {
        let Some(operation) = &commit.operation else {
            findings.extend(by_git(commit));
            continue;
        };
        if let Some(first) = known.get(operation.as_str()) {
            findings.extend(twice(first, commit));
        } else {
            known.insert(operation, commit);
        }
        findings.extend(of_the_tool(commit));
    }
    findings
}

fn files_words(commit: &Commit) -> String {
    let files = &commit.contents.files;
    match files.as_slice() {
        [one] => safe_line(one),
        several => plural(i64::try_from(several.len()).unwrap_or(i64::MAX), "file"),
    }
}

fn by_git(commit: &Commit) -> Option<Finding> {
    if commit.contents.files.is_empty() {
        return None;
    }
    let code = if commit.is_merge() { Code::MergeBeyond } else { Code::ByGit };
    let is_of_erasures = commit.contents.files.iter().any(|file| file.starts_with(ERASURES));
    let besides = if is_of_erasures { ", a record of an erasure among them" } else { "" };
    let subject = safe_line(&commit.subject);
    let did = match (commit.is_merge(), commit.contents.gone) {
        (false, _) | (true, 0) => "changed",
        (true, _) => "leaves out what a side has of",
    };
    let message = format!("`{subject}` {did} {}{besides}", files_words(commit));
    Some(Finding::of(code, commit, message))
}

fn of_the_tool(commit: &Commit) -> Vec<Finding> {
    let mut findings = Vec::new();
    let subject = safe_line(&commit.subject);
    let contents = &commit.contents;
    if commit.is_merge() && !contents.files.is_empty() {
        // What no side took away is in every merge of both.
        let (code, words) = match contents.gone {
            0 => (Code::MergeBeyond, "says other things of"),
            _ => (Code::NotAsSaid, "leaves out what a side has of"),
        };
        let message = format!("`{subject}` {words} {}", files_words(commit));
        findings.push(Finding::of(code, commit, message));
    }
    for beyond in &contents.beyond {
        findings.push(match beyond {
            Beyond::Unknown(word) => {
                let message = format!("`{subject}`: what `{word}` may change is not known");
                Finding::of(Code::UnknownOperation, commit, message)
            }
            Beyond::Did(words) => {
                Finding::of(Code::NotAsSaid, commit, format!("`{subject}` {words}"))
            }
        });
    }
    if is_of_hand_edits(&commit.subject) {
        let (code, words) = match contents.gone {
            0 => (Code::HandEdit, "recorded what was edited by hand in"),
            _ => (Code::HandEditLost, "recorded that something is gone from"),
        };
        findings.push(Finding::of(code, commit, format!("{words} {}", files_words(commit))));
    }
    if commit.release.is_none() {
        let message = format!("`{subject}` does not say which release made it");
        findings.push(Finding::of(Code::NoRelease, commit, message));
    }
    findings
}

/// One operation in two commits: the same, made anew by a rebase, or another that took its name.
fn twice(first: &Commit, second: &Commit) -> Option<Finding> {
    let is_same =
        first.contents.digest == second.contents.digest && first.subject == second.subject;
    if is_same || second.contents.files.is_empty() || second.is_merge() {
        return None;
    }
    let message = format!(
        "`{}` has the operation of {}, and does not do the same",
        safe_line(&second.subject),
        first.short()
    );
    Some(Finding::of(Code::Replayed, second, message))
}
