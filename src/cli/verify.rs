//! `caseload verify`: whether the record is what was recorded.

use std::path::Path;

use clap::Args;

use crate::calendar::plain;
use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::date_words::{self, Looking};
use crate::cli::desk::Desk;
use crate::cli::failure::{CONFLICT, Failure};
use crate::cli::history::find;
use crate::cli::progress::Progress;
use crate::cli::{clock, output};
use crate::integrity::{
    Examination, Finding, Grounds, Kept, NamedKey, Receipt, Record, Weight, examine,
};
use crate::reading::safe_line;
use crate::report::{Verification, local_day};
use crate::store::{self, Found, KeptFile};

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
    if let Some(file) = file.as_mut().filter(|_| command.accept_rewritten) {
        file.kept.give_up(&record, now);
    }
    let nothing = Kept::default();
    let kept = file.as_ref().map_or(&nothing, |file| &file.kept);
    let successor = |commit: &str| store::successor(root, commit);
    let grounds = Grounds { kept, against: &against, now, successor: &successor };
    let mut examination = examine(&record, &grounds);
    let notes = notes(file.as_ref(), &mut examination);
    let receipt = keep(command, file.as_mut(), &record, &examination, now)?;
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

/// Keeps a receipt of what was exchanged with the remote just now. What keeps it from being kept is no
/// failure of that.
pub(super) fn keep_receipt(root: &Path) {
    match store::keep_receipt(root, clock::now().timestamp()) {
        Ok(None | Some(true)) => {}
        Ok(Some(false)) => output::say(
            "warning: what was recorded here before is no longer part of the history: caseload \
             verify says more",
        ),
        Err(error) => output::say(&format!("no receipt was kept: {error}")),
    }
}

/// The receipts in what was typed: the line itself, or a file with it.
fn receipts(typed: &str) -> Result<Vec<Receipt>, Failure> {
    let is_line = typed.contains(' ') && !Path::new(typed).exists();
    let text = if is_line {
        typed.to_owned()
    } else {
        std::fs::read_to_string(typed).map_err(|error| {
            let message = format!("`{}` cannot be read: {error}", safe_line(typed));
            let hint = "name a file with a receipt in it, or put the line itself in \"quotes\"";
            Failure::cannot_read(message, hint)
        })?
    };
    Receipt::read_all(&text).map_err(|error| {
        let start: String = safe_line(typed).chars().take(60).collect();
        let hint = "a receipt is the line that caseload verify --receipt gives: all of it, to the \
                    last digit";
        Failure::request(format!("`{start}`: {error}"), hint)
    })
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

/// What should be known of what is kept elsewhere.
fn notes(file: Option<&KeptFile>, examination: &mut Examination) -> Vec<String> {
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

/// Keeps a receipt of a record that holds, and gives it.
fn keep(
    command: &Verify,
    file: Option<&mut KeptFile>,
    record: &Record,
    examination: &Examination,
    now: i64,
) -> Result<Option<Receipt>, Failure> {
    if examination.findings.iter().any(|it| it.code.weight() == Weight::Error) {
        if command.receipt {
            output::say("no receipt is given of a record that does not hold");
        }
        return Ok(None);
    }
    let Some(file) = file else { return Ok(Some(store::receipt_of(record, now))) };
    let receipt = file.add(record, now);
    // What was found is worth saying, though it cannot be kept.
    if !command.no_receipt
        && let Err(error) = file.write()
    {
        output::say(&format!("no receipt was kept: {error}"));
    }
    Ok(Some(receipt))
}

/// Leaves out what was not asked for, and says so. What is about the folder as a whole stays.
fn limit(
    desk: &Desk<'_>,
    command: &Verify,
    record: &Record,
    examination: &mut Examination,
) -> Result<Option<String>, Failure> {
    let ids = command.people.iter().map(|typed| find(desk, typed));
    let ids: Vec<String> = ids.collect::<Result<_, _>>()?;
    let mut words = Vec::new();
    if !ids.is_empty() {
        let concerns =
            |it: &Finding| it.cases.is_empty() || it.cases.iter().any(|case| ids.contains(case));
        examination.findings.retain(concerns);
        words.push(format!("about {}", ids.join(", ")));
    }
    if let Some(typed) = &command.since {
        words.push(since(desk, typed, record, &mut examination.findings)?);
    }
    Ok((!words.is_empty()).then(|| words.join(" ")))
}

fn since(
    desk: &Desk<'_>,
    typed: &str,
    record: &Record,
    findings: &mut Vec<Finding>,
) -> Result<String, Failure> {
    let is_digits = typed.len() >= 7 && typed.bytes().all(|it| it.is_ascii_hexdigit());
    if is_digits && let Some(commit) = record.commits.iter().find(|it| it.id.starts_with(typed)) {
        let before = record.up_to(&commit.id);
        let place = |it: &Finding| it.commit.as_deref().and_then(|id| record.place(id));
        findings.retain(|it| place(it).is_none_or(|place| !before.contains(&place)));
        return Ok(format!("after {}", &commit.id[..12]));
    }
    let day = date_words::day(typed, desk.today, Looking::Back)?;
    let timezone = desk.folder.settings.timezone;
    let is_since = |it: &Finding| {
        let on = it.seconds.and_then(|seconds| local_day(seconds, timezone));
        on.is_none_or(|on| on >= day)
    };
    findings.retain(is_since);
    Ok(format!("since {}", plain(day)))
}
