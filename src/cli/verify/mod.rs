//! `caseload verify`: whether the record is what was recorded.

mod limits;
mod receipts;

use std::path::Path;

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::{CONFLICT, Failure};
use crate::cli::progress::Progress;
use crate::cli::{clock, erased, output};
use crate::integrity::{Examination, Grounds, Kept, NamedKey, Receipt, Record, examine};
use crate::reading::safe_line;
use crate::report::Verification;
use crate::store::{self, Found, KeptFile};

use limits::limit;
pub(super) use receipts::keep_receipt;
use receipts::{accept, keep, of_other_folders, receipts};

/// Find out whether the record was changed, or something of it taken away
///
/// It looks at every commit's author, order and signature, at what was changed outside of the tool, and
/// whether the history only ever grew: against receipts that are kept on this machine outside of the
/// folder, against the remote as it was last seen, and against receipts that others kept. The folder
/// is not changed; what it was found to be is kept as a receipt.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload verify                       everything
  caseload verify --receipt             and a receipt, to be sent to somebody who keeps it
  caseload verify --against june.txt    compared with a receipt that was kept elsewhere
  caseload verify sam --since monday    only what is found about one case since Monday")]
pub(super) struct Verify {
    /// Only findings about these cases: their ids, or the beginnings of them or of names
    #[arg(value_name = "ID", add = completions::cases())]
    people: Vec<String>,
    /// Only findings since this day, or after this commit
    #[arg(long, value_name = "DAY|COMMIT")]
    since: Option<String>,
    /// Compare with a receipt that was kept elsewhere: the line itself, or a file with it
    #[arg(long, value_name = "LINE|FILE")]
    against: Vec<String>,
    /// Give a receipt of the record as it is now, as one line
    #[arg(long)]
    receipt: bool,
    /// Keep no receipt on this machine
    #[arg(long)]
    no_receipt: bool,
    /// Give up what was kept of a history that is no longer part of this one, and begin anew
    #[arg(long)]
    accept_rewritten: bool,
}

/// Looks at the record.
pub(super) fn run(common: &Common, command: &Verify) -> Result<u8, Failure> {
    let desk = Desk::open_to_look(common)?;
    let root = &desk.folder.root;
    let against = command.against.iter().map(|typed| receipts(typed));
    let against: Vec<Receipt> = against.collect::<Result<Vec<_>, _>>()?.concat();
    let mut file = KeptFile::of(root)?;
    let now = clock::now().timestamp();
    let _looking = Progress::of("looking at every commit");
    let record = read(root, file.as_ref())?;
    if command.accept_rewritten {
        accept(&desk, file.as_mut(), &record, now)?;
    }
    let nothing = Kept::default();
    let kept = file.as_ref().map_or(&nothing, |file| &file.kept);
    let grounds = Grounds { kept, against: &against, now };
    let mut examination = examine(&record, &grounds);
    let mut notes = notes(file.as_ref(), &mut examination);
    notes.extend(erasures(root, kept));
    notes.extend(of_other_folders(root, &against, &examination));
    let receipt = keep(command, file.as_mut(), &record, &examination, now);
    let limited_to = limit(&desk, command, &record, &mut examination)?;
    let edited = edited(root, &mut examination);
    let verification = Verification {
        examination,
        revision: record.tip.clone(),
        today: desk.today,
        timezone: desk.folder.settings.timezone,
        limited_to,
        edited,
        notes,
        kept: file.as_ref().map_or(0, |file| file.kept.receipts.len()),
        given_up: file.as_ref().map_or_else(Vec::new, |file| file.kept.given_up.clone()),
        receipt: receipt.filter(|_| command.receipt),
    };
    output::show(&verification, common, Some(root))?;
    Ok(if verification.is_tampered() { CONFLICT } else { 0 })
}

/// The record, with the keys that were confirmed among those that signatures are checked by.
pub(super) fn read(root: &Path, file: Option<&KeptFile>) -> Result<Record, Failure> {
    let confirmed = file.iter().flat_map(|file| &file.kept.confirmed);
    let keys = confirmed.flat_map(|it| it.keys.iter().map(NamedKey::from));
    Ok(store::read_record(root, &keys.collect::<Vec<_>>(), file)?)
}

/// The files that were edited by hand and not recorded. A repository that is damaged cannot tell.
fn edited(root: &Path, examination: &mut Examination) -> Vec<String> {
    store::Standing::of(root).map_or_else(
        |error| {
            let words = format!("Whether anything was edited by hand and not recorded: {error}.");
            examination.not_checked.push(words);
            Vec::new()
        },
        |standing| standing.edited,
    )
}

/// The cases that were erased: the history was made anew for each of them.
fn erasures(root: &Path, kept: &Kept) -> Vec<String> {
    let erased = store::erasures(root).unwrap_or_default();
    let note = |erased: &store::Erased| {
        let seen = if kept.remade.contains_key(&erased.erasure.old_tip) {
            "this machine saw it done".to_owned()
        } else {
            format!(
                "this machine did not see it done: receipts of before name commits that are there no \
                 more, such as {}; compare them where it was seen",
                &erased.erasure.old_tip[..12]
            )
        };
        let sentence = erased::value(erased).sentence();
        format!("{sentence}. The history was made anew for it; {seen}.")
    };
    erased.iter().map(note).collect()
}

/// What should be known of what is kept elsewhere.
fn notes(file: Option<&KeptFile>, examination: &mut Examination) -> Vec<String> {
    let unread = file.iter().flat_map(|file| &file.unread);
    examination.not_checked.extend(unread.map(|place| {
        let place = safe_line(place);
        format!(
            "Receipts: {place} cannot be read; it could be of this folder, before it was moved."
        )
    }));
    match file.map(|file| &file.found) {
        Some(Found::MovedFrom(place)) => {
            vec![format!(
                "It lay in {} before: what was kept of it there counts.",
                safe_line(place)
            )]
        }
        Some(Found::CopyOf(place)) => vec![format!(
            "A copy of it lies in {}: the keys that were confirmed there count here too.",
            safe_line(place)
        )],
        Some(_) => Vec::new(),
        None => {
            let words = "Receipts: there is no place to keep them. XDG_STATE_HOME or HOME is to name \
                         one, outside of this folder.";
            examination.not_checked.push(words.to_owned());
            Vec::new()
        }
    }
}
