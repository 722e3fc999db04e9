//! Receipts: those that others kept, and those that are kept here.

use std::path::Path;

use crate::cli::failure::Failure;
use crate::cli::verify::Verify;
use crate::cli::{clock, output};
use crate::integrity::{Examination, Receipt, Record, Weight};
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
    let Some(file) = file else { return Some(store::receipt_of(record, now)) };
    let receipt = file.add(record, now);
    // What was found is worth saying, though it cannot be kept.
    if !command.no_receipt
        && let Err(error) = file.write()
    {
        output::say(&format!("no receipt was kept: {error}"));
    }
    Some(receipt)
}
