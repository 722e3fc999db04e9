//! A TOML file walked by hand, so that every problem in it is found in one run.
//!
//! [`Source`] is the text with its lines; [`Reader`] collects problems; [`Fields`] takes a table
//! key by key and, at its end, calls every key that nobody asked for unknown. What is read here is
//! shared by case files, programme files and settings.

mod fields;
mod moments;
mod number;
mod plain;
mod reader;
mod safe;
mod source;
mod suggest;
mod tree;
mod word;
mod wrong;

pub use fields::{Fields, Written, lines_of};
pub(crate) use moments::local_moment;
pub use number::Hundredths;
pub use reader::Reader;
pub use safe::{is_unsafe, safe_line, safe_text};
pub use source::{Source, Span};
pub use suggest::{did_you_mean, nearest};
pub use tree::{Kind, Table, Value};
pub use word::Word;
pub(crate) use word::words;
