//! `caseload refer`: opens a case at its referral.

use std::hash::{BuildHasher, Hasher, RandomState};

use clap::Args;

use crate::calendar::{Division, plain};
use crate::case::CaseId;
use crate::cli::arguments::Common;
use crate::cli::ask::{self, Private};
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::{Failure, known};
use crate::cli::writing::{Trying, When};
use crate::operation::{
    FileChange, Focus, OpenCase, Operation, Outcome, ReferRequest, new_case_file, refer,
};
use crate::report::RecordedCase;
use crate::store::{self, CasePath};

/// The characters of an id made at random: none that is read for another.
const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Open a case at its referral
///
/// Without an ID a free one is taken, as `ids` in caseload.toml says. A name can be kept elsewhere:
/// leave --name out.
#[derive(Clone, Debug, Args)]
pub(super) struct Refer {
    /// The id of the new case, such as A-0042
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// The programme [default: as caseload.toml says]
    #[arg(long, value_name = "PROGRAMME", add = completions::programmes())]
    programme: Option<String>,
    /// The participant's name; without a value it is asked for, and - reads standard input
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    name: Option<Private>,
    /// The number that the participant has elsewhere, such as in another system
    #[arg(long = "ref", value_name = "NUMBER")]
    reference: Option<String>,
    /// The calendar, such as scotland [default: the programme's]
    #[arg(long, value_name = "CALENDAR")]
    calendar: Option<String>,
    /// The key worker [default: you]
    #[arg(long, value_name = "WORKER", add = completions::workers())]
    worker: Option<String>,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    trying: Trying,
}

/// Opens a case.
pub(super) fn run(common: &Common, command: &Refer) -> Result<u8, Failure> {
    let desk = Desk::open(common)?;
    let referred = command.when.day(&desk)?;
    let name = ask::private(command.name.as_ref(), "name")?;
    let (programme, calendar, worker) = resolve(&desk, command)?;
    let recorder = desk.begin_unless_tried(&command.trying)?;
    // Under the lock: nobody else can take the id meanwhile.
    let id = new_id(&desk, command.id.as_deref())?;
    let file = new_case_file(&id, referred);
    let reference = command.reference.clone();
    let request = ReferRequest { id, programme, name, worker, calendar, reference, referred };
    let text = refer(&request);
    let open = OpenCase::read(&file, text.as_str(), desk.rules()).map_err(|problems| {
        let message = "the new case would have something wrong in it, so it was not opened";
        Failure::request(message, "").with_problems(problems)
    })?;
    let what = format!("refer {} ({})", plain(referred), open.programme.id);
    let operation = Operation {
        what,
        cases: vec![open.id().to_owned()],
        files: vec![FileChange { file, old: None, new: Some(text) }],
        reverses: None,
    };
    desk.carry_out(recorder, &operation, &command.trying, |recording| {
        let is = open.evaluate(desk.today);
        let outcome = Outcome { before: None, after: &is };
        let title = &open.programme.title;
        let said = format!("referred to {title} on {}", crate::calendar::long(referred));
        let focus = Focus::Header("referred");
        let doubled = desk.doubled(&open);
        let warnings: Vec<_> = open.warnings.iter().chain(&doubled).collect();
        recording.add(RecordedCase::changed(&outcome, &open, &said, &focus, &warnings));
    })
}

/// The programme, the calendar and the key worker that are meant.
fn resolve(
    desk: &Desk<'_>,
    command: &Refer,
) -> Result<(String, Option<Division>, Option<String>), Failure> {
    let settings = &desk.folder.settings;
    let programme = command.programme.clone().unwrap_or_else(|| settings.programme.clone());
    let ids: Vec<&str> = desk.folder.programmes.iter().map(|known| known.id.as_str()).collect();
    known("programme", &programme, &ids)?;
    let calendar = match &command.calendar {
        None => None,
        Some(typed) => {
            let names: Vec<&str> = Division::ALL.iter().map(|(name, _)| *name).collect();
            known("calendar", typed, &names)?;
            Division::named(typed)
        }
    };
    if let Some(worker) = &command.worker {
        desk.known_worker(worker)?;
    }
    Ok((programme, calendar, command.worker.clone().or_else(|| desk.me())))
}

/// The id that was typed, if it is free; else a free one as the settings say.
pub(super) fn new_id(desk: &Desk<'_>, typed: Option<&str>) -> Result<String, Failure> {
    let listing = desk.listing()?;
    let taken: Vec<&str> = listing.iter().map(CasePath::stem).collect();
    let Some(typed) = typed else {
        let taken: Vec<String> = taken.into_iter().map(str::to_owned).collect();
        return Ok(free_id_in(desk, &taken));
    };
    if CaseId::new(typed).is_none() {
        return Err(Failure::command_line(
            format!("`{typed}` is not an id"),
            "an id is letters, digits, `.`, `_` and `-`, and starts with a letter or a digit",
        ));
    }
    if is_among(typed, &taken) {
        return Err(Failure::request(
            format!("there is a case `{typed}` already"),
            "take another id, or leave it out and a free one is taken",
        ));
    }
    Ok(typed.to_owned())
}

/// An id as the settings have them made, that is not among those taken.
fn free_id<T: AsRef<str>>(pattern: &str, taken: &[T]) -> String {
    if pattern == "random" {
        return std::iter::repeat_with(at_random)
            .find(|id| !is_among(id, taken))
            .unwrap_or_default();
    }
    let numbers = taken.iter().filter_map(|id| number_in(pattern, id.as_ref()));
    numbered(pattern, numbers.max().unwrap_or(0) + 1)
}

/// An id that neither one of these cases has nor one that was erased, nor one at the remote as it was last
/// seen: a sync that was refused has fetched what others gave out meanwhile.
pub(super) fn free_id_in(desk: &Desk<'_>, taken: &[String]) -> String {
    let erased = store::erasures(&desk.folder.root).unwrap_or_default();
    let erased = erased.into_iter().map(|erased| erased.erasure.id);
    let there = store::ids_last_seen(&desk.folder.root).unwrap_or_default();
    let taken: Vec<String> = taken.iter().cloned().chain(erased).chain(there).collect();
    free_id(&desk.folder.settings.ids, &taken)
}

fn is_among<T: AsRef<str>>(id: &str, taken: &[T]) -> bool {
    taken.iter().any(|known| known.as_ref().eq_ignore_ascii_case(id))
}

/// An id such as `C-7KQ2`, so that two offices hardly ever make the same.
fn at_random() -> String {
    let mut random = RandomState::new().build_hasher().finish();
    let mut letters = String::from("C-");
    let base = LETTERS.len() as u64;
    for _ in 0..4 {
        letters.extend(usize::try_from(random % base).ok().map(|at| char::from(LETTERS[at])));
        random /= base;
    }
    letters
}

/// The number in an id made by a pattern such as `A-####`.
fn number_in(pattern: &str, id: &str) -> Option<u64> {
    let (before, after) = (pattern.split('#').next()?, pattern.rsplit('#').next()?);
    id.strip_prefix(before)?.strip_suffix(after)?.parse().ok()
}

/// The id of a number by a pattern such as `A-####`.
fn numbered(pattern: &str, number: u64) -> String {
    let width = pattern.matches('#').count();
    let (before, after) = (
        pattern.split('#').next().unwrap_or_default(),
        pattern.rsplit('#').next().unwrap_or_default(),
    );
    format!("{before}{number:0width$}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_counts_on_and_grows() {
        assert_eq!(number_in("A-####", "A-0042"), Some(42));
        assert_eq!(number_in("A-####", "B-0042"), None);
        assert_eq!(numbered("A-####", 43), "A-0043");
        assert_eq!(numbered("A-##", 143), "A-143");
        assert_eq!(numbered("##/x".replace('/', "-").as_str(), 7), "07-x");
    }

    #[test]
    fn a_random_id_is_an_id() {
        assert!(CaseId::new(&at_random()).is_some());
        assert_eq!(at_random().len(), 6);
    }
}
