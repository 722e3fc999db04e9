//! The part of a history that is of one person: under one id two people may have stood, until one of
//! them was given another.

use crate::case::CaseFacts;
use crate::operation::{FileChange, is_renumbering};
use crate::report::HistoryStep;

/// The history of one case, without what may be somebody else's.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// The steps, the newest first.
    pub steps: Vec<HistoryStep>,
    /// Ids that the case had before, or that a case had which once stood under its id.
    pub other_ids: Vec<String>,
    /// How many steps are left out, since they may be about somebody else.
    pub left_out: usize,
}

impl Trail {
    /// The steps of a case, the newest first; `file` and `text` are its file as it is.
    pub fn of(steps: Vec<HistoryStep>, (id, file, text): (&str, &str, &str)) -> Trail {
        let mut trail = Trail::default();
        for step in steps.iter().filter(|step| is_renumbering(&step.subject)) {
            trail.other_ids.extend(step.cases.iter().filter(|other| *other != id).cloned());
        }
        let had_two = !trail.other_ids.is_empty();
        let mut own = vec![referral(text)];
        let newest = steps.iter().flat_map(|step| &step.files).find(|it| it.file == file);
        // What is recorded last of the file is what was edited by hand since.
        own.extend(newest.and_then(|change| change.new.as_deref()).map(referral));
        let mut files = vec![file.to_owned()];
        for mut step in steps {
            let had_files = !step.files.is_empty();
            follow_moves(&mut files, &step);
            step.files.retain(|change| {
                let texts = [&change.new, &change.old];
                let mut referrals = texts.into_iter().flatten().map(|text| referral(text));
                files.contains(&change.file) && referrals.any(|it| own.contains(&it))
            });
            if !had_two {
                // A file that is there before and after is one person's, though the referral was mended.
                own.extend(
                    step.files.iter().filter_map(|change| change.old.as_deref()).map(referral),
                );
            }
            if had_files && step.files.is_empty() {
                trail.left_out += 1;
            } else {
                trail.steps.push(step);
            }
        }
        trail
    }
}

/// Adds the path that a file had before a commit that moved it, or gave the case its id.
fn follow_moves(files: &mut Vec<String>, step: &HistoryStep) {
    let referral_of = |text: &Option<String>| text.as_deref().map(referral);
    let is_same = |one: &FileChange, other: &FileChange| {
        one.old == other.new
            || is_renumbering(&step.subject) && referral_of(&one.old) == referral_of(&other.new)
    };
    for change in step.files.iter().filter(|change| change.old.is_none()) {
        let from = step.files.iter().find(|other| other.new.is_none() && is_same(other, change));
        if let Some(from) = from.filter(|_| files.contains(&change.file)) {
            files.push(from.file.clone());
        }
    }
}

/// By what two people are told apart: the programme and the referral.
fn referral(text: &str) -> Vec<String> {
    let is_it = |key: &str| matches!(key, "programme" | "referred");
    let facts = CaseFacts::of(text).header;
    let mut told: Vec<String> = facts
        .iter()
        .filter(|fact| is_it(&fact.key))
        .map(|fact| format!("{} {fact}", fact.key))
        .collect();
    told.sort_unstable();
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(subject: &str, file: &str, old: Option<&str>, new: Option<&str>) -> HistoryStep {
        let text = |day: &str| format!("programme = \"ipes\"\nreferred = {day}\n");
        HistoryStep {
            commit: String::new(),
            subject: subject.to_owned(),
            author: String::new(),
            email: String::new(),
            seconds: 0,
            operation: None,
            reverses: None,
            cases: vec!["A-1".to_owned()],
            files: vec![FileChange {
                file: file.to_owned(),
                old: old.map(text),
                new: new.map(text),
            }],
        }
    }

    #[test]
    fn what_was_somebody_elses_is_left_out() {
        let (one, other) = ("2026-11-02", "2026-11-03");
        let file = "cases/A-1.toml";
        let mut renumbered = step("2 cases: renumber", file, Some(other), None);
        renumbered.cases.push("A-2".to_owned());
        let steps = vec![
            step("A-1: note", file, Some(one), Some(one)),
            renumbered,
            step("A-1: note", file, Some(other), Some(other)),
            step("A-1: refer", file, None, Some(one)),
            step("A-1: refer", "cases/b/A-1.toml", None, Some(one)),
        ];
        let text = format!("referred = {one}\nprogramme = \"ipes\"\n");
        let trail = Trail::of(steps, ("A-1", file, &text));
        assert_eq!((trail.steps.len(), trail.left_out), (2, 3));
        assert_eq!(trail.other_ids, ["A-2"]);
    }

    /// Ensures that an id that was given to somebody else later tells each of them their own.
    #[test]
    fn an_id_that_was_used_before_tells_nothing_of_the_other() {
        let (before, mended, after) = ("2026-11-02", "2026-11-03", "2026-11-16");
        let file = "cases/A-1.toml";
        let of = |what: &str, old, new| step(what, file, old, new);
        let steps = vec![
            of("A-1: note", Some(after), Some(after)),
            of("A-1: refer", None, Some(after)),
            of("by git", Some(mended), None),
            of("A-1: set", Some(before), Some(mended)),
            of("A-1: refer", None, Some(before)),
        ];
        let text = |day: &str| format!("programme = \"ipes\"\nreferred = {day}\n");
        let trail = Trail::of(steps.clone(), ("A-1", file, &text(after)));
        assert_eq!((trail.steps.len(), trail.left_out), (2, 3));
        // Edited by hand and not recorded yet, it is the same one.
        let trail = Trail::of(steps.clone(), ("A-1", file, "programme = \"ip"));
        assert_eq!((trail.steps.len(), trail.left_out), (2, 3));
        // A referral that was mended is the same person's.
        let trail = Trail::of(steps[2..].to_vec(), ("A-1", file, &text(mended)));
        assert_eq!((trail.steps.len(), trail.left_out), (3, 0));
    }

    #[test]
    fn a_file_that_was_moved_is_followed() {
        let mut moved = step("by git", "cases/new/A-1.toml", None, Some("2026-11-02"));
        let away = step("by git", "cases/old/A-1.toml", Some("2026-11-02"), None);
        moved.files.extend(away.files);
        let before = step("A-1: refer", "cases/old/A-1.toml", None, Some("2026-11-02"));
        let trail = Trail::of(
            vec![moved, before],
            ("A-1", "cases/new/A-1.toml", "referred = 2026-11-02\nprogramme = \"ipes\"\n"),
        );
        assert_eq!((trail.steps.len(), trail.left_out), (2, 0));
    }
}
