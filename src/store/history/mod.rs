//! The history of a folder, read from git's commits.

mod ahead;
mod imports;
mod merged;
mod newest;
mod of_case;
mod stored;
mod trailers;
mod trust;
mod walk;

pub use imports::past_imports;
pub(super) use stored::{blob_in, text};
pub(super) use trailers::Trailers;
pub use trust::trust_what_is_stored;
pub use walk::{Step, history, is_upon};
pub(super) use walk::{changed, changed_of, step, tells};
