//! Erasing a case from the whole history of a folder: every commit is made anew without it
//! (`rewriting`), the branch is moved on by the recorder (`recording::erasing`), and then everything
//! goes that still holds what was (`purge`), which is looked for afterwards (`proof`).
//!
//! What is erased is said by records in the folder (`records`), by which other clones do the same.

mod former;
mod gone;
mod named;
mod pack;
mod proof;
mod purge;
mod records;
mod rewriting;
mod scope;
mod successors;
mod survey;

pub use proof::Proof;
pub use records::{Erased, erasures};
pub use successors::successor;
pub use survey::Survey;

pub(in crate::store) use former::blobs_of;
pub(in crate::store) use gone::{known_as_clean, note_as_clean, note_gone, note_what_is_back};
pub(in crate::store) use pack::write_pack;
pub(in crate::store) use proof::prove;
pub(in crate::store) use purge::{Pending, move_references, purge};
pub(in crate::store) use records::{clone_id, records_in};
pub(in crate::store) use rewriting::Rewriting;
pub(in crate::store) use scope::Scope;
pub(in crate::store) use successors::{note_successors, successor_in};
pub(in crate::store) use survey::{files_in, mentioned_in, refuse_other_holders, telling};
