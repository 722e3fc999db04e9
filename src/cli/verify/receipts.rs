//! Receipts: those that others kept, and those that are kept here.

use std::path::Path;

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::verify::Verify;
use crate::cli::{clock, output};
use crate::integrity::{Code, Examination, Receipt, Record, Weight};
use crate::reading::safe_line;
use crate::store::{self, KeptFile};

/// Keeps a receipt of what was exchanged with the remote just now. What keeps it from being kept is no
/// failure of that.
pub(in crate::cli) fn keep_receipt(root: &Path) {
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
pub(super) fn receipts(typed: &str) -> Result<Vec<Receipt>, Failure> {
    let is_line = typed.contains(' ') && !Path::new(typed).exists();
    let text = if is_line {
        typed.to_owned()
    } else {
        let bytes = std::fs::read(typed).map_err(|error| {
            let message = format!("`{}` cannot be read: {error}", safe_line(typed));
            let hint = "name a file with a receipt in it, or put the line itself in \"quotes\"";
            Failure::cannot_read(message, hint)
        })?;
        // A message may be written in whatever alphabet; a receipt is the same in all of them.
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Receipt::read_all(&text).map_err(|error| {
        let start: String = safe_line(typed).chars().take(60).collect();
        let hint = "a receipt is the line that caseload verify --receipt gives: all of it, to the \
                    last digit";
        Failure::request(format!("`{start}`: {error}"), hint)
    })
}

/// Gives up what was kept of a history that is no longer part of the record. It is kept that this was
/// done, when and by whom; where that cannot be, nothing is given up.
pub(super) fn accept(
    desk: &Desk<'_>,
    file: Option<&mut KeptFile>,
    record: &Record,
    now: i64,
) -> Result<(), Failure> {
    let is_any = match file {
        Some(file) => {
            let by = desk.who();
            file.change(|kept| kept.give_up(record, (now, by)))?
        }
        None => false,
    };
    if !is_any {
        output::say("nothing that was kept had to be given up");
    }
    Ok(())
}

/// Says of receipts that are no part of this record where they are known to be of another folder.
pub(super) fn of_other_folders(
    root: &Path,
    against: &[Receipt],
    examination: &Examination,
) -> Vec<String> {
    let is_lost = |receipt: &&Receipt| {
        let mut findings = examination.findings.iter();
        findings.any(|it| it.code == Code::Lost && it.commit.as_ref() == Some(&receipt.commit))
    };
    let lost = against.iter().filter(is_lost);
    let known = lost.filter_map(|receipt| {
        let place = store::kept_elsewhere(root, &receipt.commit)?;
        let commit = receipt.commit.get(..12).unwrap_or(&receipt.commit);
        let place = safe_line(&place);
        Some(format!("The receipt that names {commit} is one of another folder: {place}."))
    });
    known.collect()
}

/// Keeps a receipt of a record that holds, and gives it.
pub(super) fn keep(
    command: &Verify,
    file: Option<&mut KeptFile>,
    record: &Record,
    examination: &Examination,
    now: i64,
) -> Option<Receipt> {
    if examination.findings.iter().any(|it| it.code.weight() == Weight::Error) {
        if command.receipt {
            output::say("no receipt is given of a record that does not hold");
        }
        return None;
    }
    let receipt = store::receipt_of(record, now);
    // What was found is worth saying, though it cannot be kept.
    if let Some(file) = file.filter(|_| !command.no_receipt)
        && let Err(error) = file.add(record, receipt.clone())
    {
        output::say(&format!("no receipt was kept: {error}"));
    }
    Some(receipt)
}
