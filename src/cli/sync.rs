//! `caseload sync`: what was recorded apart, brought together.

use std::thread;
use std::time::Duration;

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::desk::{Desk, say_unfinished};
use crate::cli::failure::{Failure, known};
use crate::cli::{clock, hand_edits, output};
use crate::operation::{
    FileChange, FileVersions, Joined, Obstacle, OpenCase, Operation, Outcome, Rules, Side, doubled,
    join, new_warnings, stem,
};
use crate::problem::{Problem, any_error};
use crate::report::{Received, RecordedCase, Synced};
use crate::store::{
    self, Elsewhere, Exchange, Folder, Pushed, RecordError, Recorder, Relation, Trouble,
};

/// How often one tries again when somebody else was faster.
const ATTEMPTS: u32 = 8;

/// Bring together what was recorded on this machine and on others
///
/// What was edited by hand is recorded first; what others recorded is fetched from the remote and
/// merged entry by entry; then everything is sent. Without a network nothing is lost: run it again
/// when there is one.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload sync                   fetch, merge and send
  caseload sync --dry-run         what would come in
  caseload sync --keep here       of settings that both changed, keep those of this machine")]
pub(super) struct Sync {
    /// Of settings and programmes that both sides changed in the same place, keep those of this
    /// machine (here) or of the others (there)
    #[arg(long, value_name = "SIDE")]
    keep: Option<String>,
    /// Go on though the history at the remote was rewritten
    #[arg(long)]
    accept_rewritten: bool,
    /// Show what would come in, and neither bring it in nor send anything
    #[arg(long)]
    dry_run: bool,
}

/// Fetches, merges and sends.
pub(super) fn run(common: &Common, command: &Sync) -> Result<u8, Failure> {
    let desk = Desk::open(common)?;
    let favoured = favoured(command.keep.as_deref())?;
    let exchange = Exchange::begin(&desk.folder.root)?;
    let mut synced = Synced::new(exchange.remote().shown(), command.dry_run);
    let mut seen = None;
    for attempt in 1..=ATTEMPTS {
        let fetched = exchange.fetch(command.accept_rewritten);
        let mut recorder = desk.begin(clock::now())?;
        // Without a network too: what was edited by hand is on record then.
        if !command.dry_run {
            hand_edits::save_everything(&desk, &mut recorder)?;
        }
        let there = fetched.map_err(|error| waiting(&desk, &recorder, error, seen.as_deref()))?;
        seen.clone_from(&there);
        let unsent = recorder.unsent(there.as_deref())?.len();
        if let Some(there) = &there {
            let incoming = Incoming::of(&desk, &recorder, there, favoured)?;
            incoming.bring_in(&mut recorder, command.dry_run)?;
            incoming.tell(&desk, &mut synced);
        }
        let here = recorder.newest();
        drop(recorder);
        synced.stands_at(here.clone());
        let is_sent = here.is_none() || here == there || command.dry_run;
        if is_sent || exchange.push(here.as_deref().unwrap_or_default())? == Pushed::Done {
            synced.send(unsent);
            drop(exchange);
            keep_up(&desk);
            output::show_done(&synced, common, Some(&desk.folder.root), !command.dry_run)?;
            return Ok(0);
        }
        // Those who collide do not come back at the same moment.
        let share = std::process::id() % 97;
        thread::sleep(Duration::from_millis(u64::from(attempt * (20 + share))));
    }
    Err(RecordError::busy(
        "others sent so often that this machine did not get its turn",
        "everything is recorded here; run caseload sync again",
    )
    .into())
}

pub(super) fn favoured(typed: Option<&str>) -> Result<Option<Side>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    known("side", typed, &["here", "there"])?;
    Ok(Some(if typed == "here" { Side::Here } else { Side::There }))
}

/// Keeps the repository small when that is due. What keeps it from being done is no failure of a sync.
fn keep_up(desk: &Desk<'_>) {
    if store::is_upkeep_due(&desk.folder.root)
        && let Err(error) = store::upkeep(&desk.folder.root)
    {
        output::say(&format!("upkeep was not done: {error}"));
    }
}

/// Where the remote cannot be reached: how much waits to be sent.
fn waiting(
    desk: &Desk<'_>,
    recorder: &Recorder,
    error: RecordError,
    seen: Option<&str>,
) -> Failure {
    if error.trouble == Trouble::Network
        && let Ok(unsent) = recorder.unsent(seen.or(store::last_seen(&desk.folder.root).as_deref()))
        && !unsent.is_empty()
    {
        let number =
            crate::calendar::plural(i64::try_from(unsent.len()).unwrap_or(i64::MAX), "operation");
        output::say(&format!("still to be sent from this machine: {number}"));
    }
    error.into()
}

/// What came from elsewhere, joined with what is here.
struct Incoming {
    elsewhere: Elsewhere,
    joined: Joined,
    /// The rules by which the cases are judged then.
    after: Folder,
}

impl Incoming {
    fn of(
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
        let joined = join(&elsewhere.files, favoured, &store::union_of_lines)
            .map_err(|obstacles| in_the_way(&elsewhere.files, &obstacles, "sync"))?;
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
    fn bring_in(&self, recorder: &mut Recorder, is_trial: bool) -> Result<(), Failure> {
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
    fn tell(&self, desk: &Desk<'_>, synced: &mut Synced) {
        synced.receive(self.elsewhere.steps.iter().map(|step| Received {
            commit: step.commit.clone(),
            subject: step.subject.clone(),
            author: step.author.clone(),
            email: step.email.clone(),
        }));
        for change in self.joined.files.iter().filter(|change| is_case(change)) {
            self.tell_case(desk, change, synced);
        }
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
            synced.note(format!("{id}: was taken away there"));
            return;
        };
        let Ok(after) = OpenCase::read(&change.file, text.as_str(), self.rules()) else {
            synced.note(format!(
                "{id}: has something wrong in it as it came; mend it with: caseload edit {id}"
            ));
            return;
        };
        let before = change
            .old
            .as_deref()
            .and_then(|old| OpenCase::read(&change.file, old, self.rules()).ok());
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
        let said = if before.is_some() { "changed by what came in" } else { "is new" };
        synced.add(RecordedCase::changed_as_a_whole(&outcome, &after, said, &odd));
        let entries = after.case.entries();
        // The last first: whoever strikes one after another must not meet other numbers than these.
        for pair in pairs.into_iter().rev() {
            let words = entries.get(pair.0 - 1).map(|entry| entry.dated_words());
            synced.double(id, pair, &words.unwrap_or_default());
        }
    }

    /// The entries that were logged here and there and say the same.
    fn doubled(&self, change: &FileChange, after: &OpenCase<'_>) -> Vec<(usize, usize)> {
        let versions = self.elsewhere.files.iter().find(|it| it.file == change.file);
        let texts = versions.and_then(|it| Some((it.here.as_deref()?, it.there.as_deref()?)));
        texts.map_or_else(Vec::new, |(here, there)| doubled(after, here, there))
    }
}

fn is_case(change: &FileChange) -> bool {
    change.file.starts_with("cases/")
}

/// What keeps two sides from being joined, with what to do about each.
pub(super) fn in_the_way(files: &[FileVersions], obstacles: &[Obstacle], command: &str) -> Failure {
    // While git's own merge waits nothing can be recorded.
    let first = match command {
        "resolve" => {
            "take git's merge back first (git merge --abort, or git rebase --abort), then "
        }
        _ => "",
    };
    let problems = obstacles.iter().map(|obstacle| match obstacle {
        Obstacle::TwoPeople { id, here, there } => {
            let person = |file: &str, side: Side| person(files, file, side);
            Problem::error(
                here,
                "two-people",
                format!(
                    "`{id}` is the id of two people: here {}, there {}",
                    person(here, Side::Here),
                    person(there, Side::There)
                ),
            )
            .with_hint(format!(
                "{first}give the one here another id: caseload renumber {id}; if it is one person, \
                 record the same name, referral and programme on both sides"
            ))
        }
        Obstacle::Unreadable { file, side, why } => {
            let id = stem(file);
            let (where_, hint) = match side {
                Side::Here => ("here", format!("{first}mend it: caseload edit {id}")),
                Side::There => (
                    "there",
                    format!("have it mended where it was recorded (caseload edit {id}, caseload sync)"),
                ),
            };
            let message = format!("both sides changed it, and as it was recorded {where_}, {why}");
            Problem::error(file, "unreadable", message).with_hint(hint)
        }
        Obstacle::Undecided { file } => {
            Problem::error(file, "undecided", "both sides changed the same place of it").with_hint(
                format!("keep one: caseload {command} --keep here, or --keep there; what the other had is then in the history"),
            )
        }
    });
    Failure::conflict(
        "what was recorded here and there cannot be merged, so nothing was brought in or sent",
        format!("see to what stands above, then run caseload {command} again"),
    )
    .with_problems(problems.collect())
}

/// Who a case is about, as it is recorded on one side.
fn person(files: &[FileVersions], file: &str, side: Side) -> String {
    let versions = files.iter().find(|versions| versions.file == file);
    let text = versions.and_then(|it| match side {
        Side::Here => it.here.as_ref(),
        Side::There => it.there.as_ref(),
    });
    let case = text.and_then(|text| {
        let source = crate::reading::Source::new(file, text.as_str());
        crate::case::Case::read_what_can_be(&source, stem(file)).0
    });
    let name = case.as_ref().and_then(|case| case.name.clone());
    let referred = case
        .and_then(|case| case.referred)
        .map(|day| format!("referred on {}", crate::calendar::long(day.value)));
    let said: Vec<String> = name.into_iter().chain(referred).collect();
    if said.is_empty() { file.to_owned() } else { crate::reading::safe_line(&said.join(", ")) }
}
