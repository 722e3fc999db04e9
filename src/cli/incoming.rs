//! What a sync brings in: joined with what is here, checked, and told.

use crate::check::{self, Participant};
use crate::cli::desk::{Desk, say_unfinished};
use crate::cli::failure::Failure;
use crate::cli::in_the_way::in_the_way;
use crate::operation::{
    Doubled, FileChange, Joined, Moved, OpenCase, Operation, Outcome, Rules, Side, doubled, join,
    new_warnings, stem,
};
use crate::problem::{Problem, any_error};
use crate::report::{Received, RecordedCase, Synced};
use crate::store::{self, Elsewhere, Folder, Recorder, Relation};

/// What came from elsewhere, joined with what is here.
pub(super) struct Incoming {
    elsewhere: Elsewhere,
    joined: Joined,
    /// The rules by which the cases are judged then.
    after: Folder,
}

impl Incoming {
    pub(super) fn of(
        desk: &Desk<'_>,
        recorder: &Recorder,
        there: &str,
        favoured: Option<Side>,
    ) -> Result<Incoming, Failure> {
        let elsewhere = recorder.compare(there)?;
        if elsewhere.relation == Relation::Unrelated {
            return Err(Failure::conflict(
                "this folder and the one at the remote have no common beginning, so they are not merged",
                "is it another office's? If it is the same folder, clone it, and import what is only here",
            ));
        }
        let joined = join(&elsewhere.files, &elsewhere.moved, favoured, &store::union_of_lines);
        let joined = match joined {
            Ok(joined) if elsewhere.begun_apart.is_empty() => joined,
            joined => {
                let found = joined.err().unwrap_or_default();
                let mut obstacles = elsewhere.begun_apart;
                obstacles.extend(found);
                return Err(in_the_way(&elsewhere.files, &obstacles, "sync"));
            }
        };
        let after = store::load_rules_after(&desk.folder.root, &joined.files);
        let incoming = Incoming { elsewhere, joined, after };
        incoming.check()?;
        Ok(incoming)
    }

    fn rules(&self) -> Rules<'_> {
        Rules { programmes: &self.after.programmes, settings: &self.after.settings }
    }

    /// Ensures that what two sides recorded together is as sound as it was apart.
    fn check(&self) -> Result<(), Failure> {
        let mut problems = Vec::new();
        let rules = self.joined.files.iter().filter(|change| !is_case(change));
        for change in rules {
            let of_it = |problem: &&Problem| problem.file == change.file && problem.is_error();
            problems.extend(self.after.problems.iter().filter(of_it).cloned());
        }
        for change in self.joined.files.iter().filter(|change| is_case(change)) {
            let is_of_one_side = self
                .elsewhere
                .files
                .iter()
                .any(|versions| versions.file == change.file && versions.there == change.new);
            if let Some(text) = change.new.as_deref().filter(|_| !is_of_one_side)
                && let Err(found) = OpenCase::read(&change.file, text, self.rules())
            {
                problems.extend(found.into_iter().filter(Problem::is_error));
            }
        }
        if !any_error(&problems) {
            return Ok(());
        }
        Err(Failure::conflict(
            "what was recorded here and there does not go together, so nothing was brought in or sent",
            "mend it on one side, then run caseload sync again",
        )
        .with_problems(problems))
    }

    /// Moves the branch on to what both together recorded.
    pub(super) fn bring_in(&self, recorder: &mut Recorder, is_trial: bool) -> Result<(), Failure> {
        if is_trial || self.elsewhere.relation == Relation::Behind {
            return Ok(());
        }
        let files = &self.joined.files;
        let mut cases: Vec<String> =
            files.iter().filter(|it| is_case(it)).map(|it| stem(&it.file).to_owned()).collect();
        cases.dedup();
        let operation =
            Operation { what: "sync".to_owned(), cases, files: files.clone(), reverses: None };
        let done = recorder.join(&self.elsewhere, &operation)?;
        say_unfinished(&done);
        Ok(())
    }

    /// Says what came in, and what came of it.
    pub(super) fn tell(&self, desk: &Desk<'_>, synced: &mut Synced) {
        synced.receive(self.elsewhere.steps.iter().map(|step| Received {
            commit: step.commit.clone(),
            subject: step.subject.clone(),
            author: step.author.clone(),
            email: step.email.clone(),
        }));
        for change in self.joined.files.iter().filter(|change| is_case(change)) {
            self.tell_case(desk, change, synced);
        }
        for id in &self.elsewhere.made_one {
            synced.note(format!(
                "{id}: was begun on two machines, and git made one case of the two, which said the same; \
                 if they are two people, refer one of them under another id"
            ));
        }
        synced.double_cases(&self.doubled_cases(desk));
        for case in &self.joined.cases {
            if let Some(side) = case.taken_away {
                synced.keep(&case.id, side);
            }
            case.left.iter().for_each(|left| synced.leave(&case.id, left));
        }
    }

    fn tell_case(&self, desk: &Desk<'_>, change: &FileChange, synced: &mut Synced) {
        let id = stem(&change.file);
        let Some(text) = &change.new else {
            if !self.was_given_another_id(id) {
                synced.note(format!("{id}: was taken away there"));
            }
            return;
        };
        let Ok(after) = OpenCase::read(&change.file, text.as_str(), self.rules()) else {
            synced.note(format!(
                "{id}: has something wrong in it as it came; mend it with: caseload edit {id}"
            ));
            return;
        };
        let given = self.given_there(change);
        let (file, old) = given.map_or((&change.file, &change.old), |it| (&it.file, &it.old));
        let before = old.as_deref().and_then(|old| OpenCase::read(file, old, self.rules()).ok());
        let was = before.as_ref().map(|before| before.evaluate(desk.today));
        let is = after.evaluate(desk.today);
        let outcome = Outcome { before: was.as_ref(), after: &is };
        let known = before.as_ref().map_or(&[][..], |before| &before.warnings);
        let pairs = self.doubled(change, &after);
        let is_left = self.joined.cases.iter().any(|case| case.id == id && !case.left.is_empty());
        let mut odd = new_warnings(known, &after.warnings);
        // Said below, with what to do about it.
        odd.retain(|problem| match problem.check {
            "conflict" => !is_left,
            "repeated" => pairs.is_empty(),
            _ => true,
        });
        let said = match given {
            Some(was) => format!("was {} here; it was given another id there", stem(&was.file)),
            None if before.is_some() => "changed by what came in".to_owned(),
            None => "is new".to_owned(),
        };
        synced.add(RecordedCase::changed_as_a_whole(&outcome, &after, &said, &odd));
        let entries = after.case.entries();
        // The last first: whoever strikes one after another must not meet other numbers than these.
        for pair in pairs.into_iter().rev() {
            let words = entries.get(pair.numbers.0 - 1).map(|entry| entry.dated_words());
            synced.double(id, &pair, &words.unwrap_or_default());
        }
    }

    /// Whether the case that had this id here was given another one there.
    fn was_given_another_id(&self, id: &str) -> bool {
        let is_it = |it: &&Moved| it.from.eq_ignore_ascii_case(id) && it.to.is_some();
        self.moved_there().any(|it| is_it(&it))
    }

    /// The file that a new one was here before it was given another id there; none if it was none.
    fn given_there(&self, change: &FileChange) -> Option<&FileChange> {
        let has = |it: &&Moved| {
            it.to.as_deref().is_some_and(|to| to.eq_ignore_ascii_case(stem(&change.file)))
        };
        let moved = self.moved_there().find(|it| change.old.is_none() && has(it))?;
        let was = |it: &&FileChange| {
            is_case(it) && it.old.is_some() && stem(&it.file).eq_ignore_ascii_case(&moved.from)
        };
        self.joined.files.iter().find(was)
    }

    fn moved_there(&self) -> impl Iterator<Item = &Moved> {
        self.elsewhere.moved.iter().filter(|it| it.side == Side::There)
    }

    /// The cases that came in for a referral that has one here, each pair with the number of the
    /// participant elsewhere.
    fn doubled_cases(&self, desk: &Desk<'_>) -> Vec<(String, String, String)> {
        let new: Vec<OpenCase<'_>> = self
            .joined
            .files
            .iter()
            .filter(|change| is_case(change) && change.old.is_none())
            .filter_map(|change| {
                OpenCase::read(&change.file, change.new.as_deref()?, self.rules()).ok()
            })
            .filter(|open| open.case.reference.is_some())
            .collect();
        if new.is_empty() {
            return Vec::new();
        }
        let came = |file: &str| new.iter().any(|open| open.file == file);
        let folder = store::load(&desk.folder.root, None);
        let here = folder
            .cases
            .iter()
            .filter_map(|it| Some(Participant::of(&it.file, it.case.as_ref()?)))
            .filter(|participant| !came(participant.file));
        let all = here.chain(new.iter().map(|open| Participant::of(&open.file, &open.case)));
        let same = check::same_referrals(all).into_iter();
        same.filter_map(|(number, mut files)| {
            files.sort_by_key(|file| came(file));
            let arrived = files.last().filter(|file| came(file))?;
            Some((stem(files[0]).to_owned(), stem(arrived).to_owned(), number.to_owned()))
        })
        .collect()
    }

    /// The entries that seem to be one, logged here and there.
    fn doubled(&self, change: &FileChange, after: &OpenCase<'_>) -> Vec<Doubled> {
        let versions = self.elsewhere.files.iter().find(|it| it.file == change.file);
        let texts = versions.and_then(|it| Some((it.here.as_deref()?, it.there.as_deref()?)));
        texts.map_or_else(Vec::new, |(here, there)| doubled(after, here, there))
    }
}

fn is_case(change: &FileChange) -> bool {
    change.file.starts_with("cases/")
}
