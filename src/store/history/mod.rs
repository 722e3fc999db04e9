//! The history of a folder, read from git's commits.

mod trailers;
mod walk;

pub(super) use trailers::Trailers;
pub use walk::{Step, history};
pub(super) use walk::{changed, step};
