//! Reading a programme file, strictly: an unknown key, rule or shape is an error at its place.

mod body;
mod dated;
mod extend;
mod lint;
mod rule;
mod shape;
mod warning;

use crate::digest::digest;
use crate::problem::{Problem, any_error};
use crate::programme::Programme;
use crate::reading::{Fields, Reader, Source};

pub use extend::Extension;

/// What a programme file is: a programme of its own, or changes to another.
#[derive(Clone, Debug)]
pub enum ProgrammeFile {
    /// A programme of its own.
    Whole(Box<Programme>),
    /// Changes to a built-in programme.
    Extends(Box<Extension>),
}

/// Reads a programme file, or a file that extends a built-in programme.
///
/// The problems are all those of the file; there is a result only if none of them is an error.
pub fn read_programme_file(source: &Source) -> (Option<ProgrammeFile>, Vec<Problem>) {
    let reader = Reader::new(source);
    let table = reader.parse();
    let mut fields = Fields::of(&reader, &table, "a programme");
    let file = if fields.has("extends") {
        extend::read(
            Fields::of(&reader, &table, "a programme that extends another"),
            digest(source.text()),
        )
        .map(|extension| ProgrammeFile::Extends(Box::new(extension)))
    } else {
        body::read(fields, digest(source.text())).map(|programme| {
            lint::check(&reader, &programme);
            ProgrammeFile::Whole(Box::new(programme.programme))
        })
    };
    let problems = reader.into_problems();
    (file.filter(|_| !any_error(&problems)), problems)
}
