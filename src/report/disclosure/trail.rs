//! The part of a history that is of one person: under one id two people may have stood, until one of
//! them was given another.

use std::collections::BTreeMap;

use crate::case::{CaseFacts, Likeness, Person};
use crate::operation::{FileChange, is_renumbering, stem};
use crate::report::HistoryStep;

/// The history of one case, without what may be somebody else's.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// The steps, the newest first.
    pub steps: Vec<HistoryStep>,
    /// Ids that the case had besides.
    pub other_ids: Vec<String>,
    /// Ids that were given to other cases, which had its id before.
    pub ids_of_others: Vec<String>,
    /// How many steps are left out, since they may be about somebody else.
    pub left_out: usize,
}

impl Trail {
    /// The steps of a case, the newest first; `file` and `text` are its file as it is.
    pub fn of(steps: Vec<HistoryStep>, (id, file, text): (&str, &str, &str)) -> Trail {
        let mut trail = Trail::default();
        let had_two = steps.iter().any(|step| is_renumbering(&step.subject));
        let mut own = vec![referral(text)];
        let newest = steps.iter().flat_map(|step| &step.files).find(|it| it.file == file);
        // What is recorded last of the file is what was edited by hand since.
        own.extend(newest.and_then(|change| change.new.as_deref()).map(referral));
        let mut files = Files::of(file);
        for mut step in steps {
            let had_files = !step.files.is_empty();
            files.follow(&step);
            step.files.retain(|change| {
                let texts = [&change.new, &change.old];
                let mut referrals = texts.into_iter().flatten().map(|text| referral(text));
                files.0.contains_key(&change.file) && referrals.any(|it| own.contains(&it))
            });
            if !had_two {
                // A file that is there before and after is one person's, though the referral was mended.
                own.extend(
                    step.files.iter().filter_map(|change| change.old.as_deref()).map(referral),
                );
            }
            let is_left_out =
                if had_files { step.files.is_empty() } else { !files.are_meant_by(&step.cases) };
            trail.note_ids(&step, id, is_left_out);
            if is_left_out {
                trail.left_out += 1;
            } else {
                trail.steps.push(step);
            }
        }
        trail
    }

    /// Notes the other id that a step tells of, if it gave one: to this case or to another.
    fn note_ids(&mut self, step: &HistoryStep, id: &str, is_of_others: bool) {
        if !is_renumbering(&step.subject) {
            return;
        }
        let known = if is_of_others { &mut self.ids_of_others } else { &mut self.other_ids };
        for other in step.cases.iter().filter(|other| *other != id) {
            if !known.contains(other) {
                known.push(other.clone());
            }
        }
    }
}

/// The paths under which a case lies or lay, as far back as it was followed; each with what its file held
/// when it came there, once that is known: what lay there before may be somebody else's.
struct Files(BTreeMap<String, Option<String>>);

impl Files {
    fn of(file: &str) -> Files {
        Files(BTreeMap::from([(file.to_owned(), None)]))
    }

    /// Follows the case back through a step, which may have moved its file, given it its id, or begun it.
    fn follow(&mut self, step: &HistoryStep) {
        for change in step.files.iter().filter(|change| change.new.is_none()) {
            let Some(Some(began)) = self.0.get(&change.file) else { continue };
            let is_of_another = is_renumbering(&step.subject)
                || change.old.as_deref().is_some_and(|old| are_of_two(old, began));
            // One that was taken away for a while is back.
            if is_of_another {
                self.0.remove(&change.file);
            } else {
                self.0.insert(change.file.clone(), None);
            }
        }
        let referral_of = |text: &Option<String>| text.as_deref().map(referral);
        let is_same = |one: &FileChange, other: &FileChange| {
            one.old == other.new
                || is_renumbering(&step.subject) && referral_of(&one.old) == referral_of(&other.new)
        };
        for change in step.files.iter().filter(|change| change.old.is_none()) {
            if !self.0.contains_key(&change.file) {
                continue;
            }
            let from =
                step.files.iter().find(|other| other.new.is_none() && is_same(other, change));
            self.0.insert(change.file.clone(), change.new.clone());
            self.0.extend(from.map(|from| (from.file.clone(), None)));
        }
    }

    /// Whether a step that changed no file is about the case as it lay then: one that names no case is about
    /// all that were there.
    fn are_meant_by(&self, cases: &[String]) -> bool {
        let there = self.0.iter().filter(|(_, began)| began.is_none());
        let mut ids = there.map(|(file, _)| stem(file));
        ids.any(|id| cases.is_empty() || cases.iter().any(|case| case == id))
    }
}

/// Whether what two texts say speaks against their being of one case.
fn are_of_two(one: &str, other: &str) -> bool {
    let both = Person::of(one).zip(Person::of(other));
    both.is_some_and(|(one, other)| matches!(one.likeness(&other), Likeness::Two(_)))
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
        assert_eq!((trail.other_ids, trail.ids_of_others), (vec![], vec!["A-2".to_owned()]));
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
