//! The history of a folder, read from git's commits.

mod trailers;
mod walk;

pub(super) use trailers::Trailers;
pub(super) use walk::changed;
pub use walk::{Step, history};
