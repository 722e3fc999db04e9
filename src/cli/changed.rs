//! `caseload due --changed-since`: what became due, met or late since then.

use std::collections::BTreeMap;

use crate::calendar::{Day, Timezone, long};
use crate::case::CaseId;
use crate::cli::arguments::Common;
use crate::cli::context::{Context, judged, without_names};
use crate::cli::due::Due;
use crate::cli::failure::Failure;
use crate::cli::history::no_history;
use crate::cli::moment::Moment;
use crate::cli::{at, output};
use crate::obligation::Listed;
use crate::reading::safe_line;
use crate::report::{CaseChange, Changes, Filter, Since, Then};
use crate::store::{self, Folder, Snapshot, Version};

/// The option.
const OPTION: &str = "--changed-since";

/// Shows what became due, met or late since the moment that was typed.
pub(super) fn run(
    common: &Common,
    command: &Due,
    typed: &str,
    (context, filter): (&Context, &Filter),
) -> Result<u8, Failure> {
    command.filter.refuse_groups(&[])?;
    let root = &context.folder.root;
    let timezone = store::settings(root).0.timezone;
    let snapshot = at::snapshot(root, (OPTION, typed), context.today, timezone)?;
    let moment = Moment::read(typed, context.today);
    let day = moment.day(&snapshot, timezone);
    if day > context.today {
        let message = format!("{OPTION}: {} lies after the day judged", long(day));
        return Err(Failure::command_line(message, "name a moment before it"));
    }
    let at = command.filter.standpoint.back.at.as_deref();
    let now = at.zip(context.version.commit());
    if let Some((at, now)) = now {
        refuse_backwards((typed, &snapshot), (at, now), context.today, timezone)?;
    }
    let then = Then {
        day,
        commit: snapshot.commit.clone(),
        words: moment.words(&snapshot, timezone),
        now: now.map(|(at, now)| Moment::read(at, context.today).words(now, timezone)),
        is_not_over: matches!(moment, Moment::Day(day) if day == context.today),
    };
    let other_ids = snapshot.other_ids(context.version.commit());
    let other_ids = other_ids.map_err(|error| no_history(&error))?;
    let mut folder_then = Version::of_commit(snapshot).load(None);
    let told = under_ids_of_now(&mut folder_then, &other_ids);
    if context.names_are_kept_back() {
        without_names(&mut folder_then);
    }
    let window = command.window.resolve(context.today)?;
    let listed = Listed::UpTo(command.window.resolve(day)?.to, window.to);
    let (before, after) = (judged(&folder_then, day), context.evaluations());
    let mut cases = on_one_side(&folder_then, &context.folder);
    cases.extend(told);
    let changes = Changes::since(&before, &after, filter, listed, cases);
    let problems = &context.folder.problems;
    let stamp = context.stamp(&after, filter);
    let since = Since::new(changes, then, window, problems, stamp);
    if command.if_any && since.is_calm() {
        return Ok(0);
    }
    output::show_cases(&since, common, root, &command.filter.rows, Some(&command.sending))
}

/// Ensures that what is compared with does not come after what is looked at.
fn refuse_backwards(
    (since, then): (&str, &Snapshot),
    (at, now): (&str, &Snapshot),
    today: Day,
    timezone: Timezone,
) -> Result<(), Failure> {
    let [later, earlier] = [since, at].map(|it| Moment::read(it, today).named_day(timezone));
    let is_later_day = later.zip(earlier).is_some_and(|(later, earlier)| later > earlier);
    if !is_later_day && !then.comes_after(now) {
        return Ok(());
    }
    let [since, at] = [since, at].map(safe_line);
    let message = format!("{OPTION} {since} comes after --at {at}");
    Err(Failure::command_line(message, format!("swap them: {OPTION} \"{at}\" --at \"{since}\"")))
}

/// Puts every case of a folder as it was under the id that it has now, so that what is compared is of one
/// person; and tells what became of those whose id is another one, or somebody else's.
fn under_ids_of_now(
    then: &mut Folder,
    other_ids: &BTreeMap<String, Option<String>>,
) -> Vec<(String, CaseChange)> {
    let mut told = Vec::new();
    then.cases.retain_mut(|file| match other_ids.get(&file.stem) {
        None => true,
        Some(None) => {
            told.push((file.stem.clone(), CaseChange::Gone));
            false
        }
        Some(Some(now)) => {
            let was = std::mem::replace(&mut file.stem, now.clone());
            if let (Some(case), Some(id)) = (&mut file.case, CaseId::new(now)) {
                case.id = id;
            }
            told.push((now.clone(), CaseChange::Renumbered(was)));
            true
        }
    });
    told
}

/// The cases that one of the two has, or can read, and the other not.
fn on_one_side(then: &Folder, now: &Folder) -> Vec<(String, CaseChange)> {
    let readable = |folder: &Folder| -> BTreeMap<String, bool> {
        let judged = |id: &str| folder.programme(id).is_some();
        let files = folder.cases.iter().map(|file| {
            let case = file.case.as_ref();
            (file.stem.clone(), case.is_some_and(|case| judged(&case.programme.value)))
        });
        files.collect()
    };
    let (then, now) = (readable(then), readable(now));
    let ids: std::collections::BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let change = |id: &&String| match (then.get(*id), now.get(*id)) {
        (_, Some(false)) => Some(CaseChange::UnreadableNow),
        (Some(false), _) => Some(CaseChange::UnreadableBefore),
        (None, Some(true)) => Some(CaseChange::New),
        (Some(true), None) => Some(CaseChange::Gone),
        _ => None,
    };
    ids.into_iter().filter_map(|id| Some((id.clone(), change(&id)?))).collect()
}
