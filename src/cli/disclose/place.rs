//! Where an answer is written: a new file outside of the folder of cases, which says by its ending what
//! it is.

use std::path::Path;

use crate::cli::arguments::{Common, Format};
use crate::cli::failure::Failure;
use crate::store::{self, OutputError};

/// The endings that an answer can have, with its format.
const ENDINGS: [(&str, Format); 4] =
    [("html", Format::Html), ("htm", Format::Html), ("json", Format::Json), ("txt", Format::Plain)];

/// The same arguments with the file that is written: one with the id in a folder that is named; a page,
/// unless its ending says otherwise. Nothing is written over what is there: it may be the answer to
/// somebody else.
pub(super) fn of_answer(common: &Common, id: &str, root: &Path) -> Result<Common, Failure> {
    let mut common = common.clone();
    let Some(path) = &mut common.output else { return Ok(common) };
    if path.is_dir() {
        path.push(format!("disclosure-{id}.{}", ending(common.format)));
    }
    common.format = format(path, common.format)?;
    if store::lies_within(path, root)? {
        return Err(OutputError::InTheFolder(path.display().to_string()).into());
    }
    store::require_new(path)?;
    Ok(common)
}

/// The format of a file: what was asked for, which its ending must not belie; else what its ending says,
/// and a page where it has none.
fn format(path: &Path, asked: Format) -> Result<Format, Failure> {
    let is_asked = asked != Format::Table;
    let Some(written) = path.extension().map(|ending| ending.to_string_lossy().into_owned()) else {
        return Ok(if is_asked { asked } else { Format::Html });
    };
    let known = ENDINGS.iter().find(|(ending, _)| written.eq_ignore_ascii_case(ending));
    let shown = path.display();
    match known {
        Some((_, format)) if !is_asked || *format == asked => Ok(*format),
        Some(_) => Err(Failure::command_line(
            format!("`{shown}` is not what --format asks for"),
            format!("name it .{}, or leave --format out", ending(asked)),
        )),
        None => Err(Failure::command_line(
            format!("`{shown}`: an answer cannot be written as .{written}"),
            "name it .html for a page, .txt for plain text or .json for another program",
        )),
    }
}

/// How the name of a file of this format ends; a page, where none was asked for.
fn ending(asked: Format) -> &'static str {
    let known = ENDINGS.iter().find(|(_, format)| *format == asked);
    known.map_or("html", |(ending, _)| ending)
}
