//! What keeps two sides from being joined, in words, with what to do about each.

use crate::calendar::long;
use crate::case::Case;
use crate::cli::failure::Failure;
use crate::operation::{Choice, Contested, FileVersions, Obstacle, Side, stem};
use crate::problem::Problem;
use crate::reading::{Source, safe_line};

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
        Obstacle::TwoPeople { is_certain, id, here, there } => {
            two_people(files, *is_certain, id, [here, there], first)
        }
        Obstacle::GivenAgain { file, side } => given_again(files, file, *side),
        Obstacle::Unreadable { file, side, why } => {
            let id = stem(file);
            let (where_, hint) = match side {
                Side::Here => ("here", format!("{first}mend it: caseload edit {id}")),
                Side::There => (
                    "there",
                    format!(
                        "have it mended where it was recorded (caseload edit {id}, caseload sync)"
                    ),
                ),
            };
            let message = format!("both sides changed it, and as it was recorded {where_}, {why}");
            Problem::error(file, "unreadable", message).with_hint(hint)
        }
        Obstacle::Undecided { file, choice } => undecided(file, choice, command),
    });
    Failure::conflict(
        "what was recorded here and there cannot be merged, so nothing was brought in or sent",
        format!("see to what stands above, then run caseload {command} again"),
    )
    .with_problems(problems.collect())
}

/// One id for two people, or perhaps for two.
fn two_people(
    files: &[FileVersions],
    is_certain: bool,
    id: &str,
    of: [&str; 2],
    first: &str,
) -> Problem {
    let [here, there] = of;
    let people = format!(
        "here {}, there {}",
        person(files, here, Side::Here),
        person(files, there, Side::There)
    );
    let (message, same) = if is_certain {
        (
            format!("`{id}` is the id of two people: {people}"),
            "record the same name, `ref`, referral and programme on both sides".to_owned(),
        )
    } else {
        (
            format!(
                "`{id}` may be the id of two people: {people}, and no name or `ref` says that they are one"
            ),
            format!("record the same name or `ref` on both sides: caseload set {id} ref=NUMBER"),
        )
    };
    Problem::error(here, "two-people", message).with_hint(format!(
        "{first}give the one here another id: caseload renumber {id}; if it is one person, {same}"
    ))
}

/// A file that is somebody else's on one side. Only git's own merge knows no better than that.
fn given_again(files: &[FileVersions], file: &str, side: Side) -> Problem {
    let (on, other) = match side {
        Side::Here => ("here", "there"),
        Side::There => ("there", "here"),
    };
    let message = format!(
        "`{}` was given to somebody else {on}: {on} it is {}, {other} {}",
        stem(file),
        person(files, file, side),
        person(files, file, side.other())
    );
    Problem::error(file, "given-again", message).with_hint(
        "take git's merge back (git merge --abort, or git rebase --abort), then run caseload sync, which \
         follows each case to its id",
    )
}

fn undecided(file: &str, choice: &Choice, command: &str) -> Problem {
    let hint = match choice {
        Choice::Keys(_) => format!(
            "keep what one side says of this: caseload {command} --keep here, or --keep there; \
             whatever else either side changed in the file stays"
        ),
        _ => format!(
            "keep the whole file of one side: caseload {command} --keep here, or --keep there; \
             the other is in the history"
        ),
    };
    Problem::error(file, "undecided", chosen_between(choice)).with_hint(hint)
}

/// What a person has to choose between, in words.
pub(super) fn chosen_between(choice: &Choice) -> String {
    let of_keys = |contested: &Contested| {
        let said = |value: &Option<String>| match value {
            Some(value) => safe_line(value),
            None => "taken away".to_owned(),
        };
        format!(
            "`{}` is {} here and {} there",
            safe_line(&contested.key),
            said(&contested.here),
            said(&contested.there)
        )
    };
    match choice {
        Choice::Keys(contested) => contested.iter().map(of_keys).collect::<Vec<_>>().join("; "),
        Choice::TakenAway(Side::Here) => "was taken away here and changed there".to_owned(),
        Choice::TakenAway(Side::There) => "was changed here and taken away there".to_owned(),
        Choice::Unreadable(Side::Here) => {
            "both sides changed it, and as it is here it cannot be read".to_owned()
        }
        Choice::Unreadable(Side::There) => {
            "both sides changed it, and as it is there it cannot be read".to_owned()
        }
        Choice::Lines => "both sides changed the same place of it".to_owned(),
    }
}

/// Who a case is about, as it is recorded on one side.
fn person(files: &[FileVersions], file: &str, side: Side) -> String {
    let versions = files.iter().find(|versions| versions.file == file);
    let text = versions.and_then(|it| match side {
        Side::Here => it.here.as_ref(),
        Side::There => it.there.as_ref(),
    });
    let case = text.and_then(|text| {
        let source = Source::new(file, text.as_str());
        Case::read_what_can_be(&source, stem(file)).0
    });
    let name = case.as_ref().and_then(|case| case.name.clone());
    let referred =
        case.and_then(|case| case.referred).map(|day| format!("referred on {}", long(day.value)));
    let said: Vec<String> = name.into_iter().chain(referred).collect();
    if said.is_empty() { file.to_owned() } else { safe_line(&said.join(", ")) }
}
