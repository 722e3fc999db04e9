//! Erasing a case from the whole history of a folder: it is followed from its beginnings on wherever it
//! lay (`store::following`), every commit is made anew without it (`rewriting`, `stripping`), the branch is moved on by the recorder (`recording::erasing`), and then everything
//! goes that still holds what was (`purge`), which is looked for afterwards (`proof`).
//!
//! What is erased is said by records in the folder (`records`), by which other clones do the same.

mod gone;
mod held;
mod named;
mod pack;
mod proof;
mod purge;
mod records;
mod rewriting;
mod scope;
mod stashes;
mod stripping;
mod successors;
mod survey;
mod tags;
mod traces;

pub use proof::Proof;
pub use records::{Erased, erasures, remember_erasures};
pub use successors::successor;
pub use survey::Survey;

pub(in crate::store) use gone::{
    forget_those_of_others, gone, known_as_clean, note_as_clean, note_gone, note_what_is_back,
};
pub(in crate::store) use held::refuse_while_kept;
pub(in crate::store) use pack::write_pack;
pub(in crate::store) use proof::prove;
pub(in crate::store) use purge::{Begun, Pending, move_references, purge};
pub(in crate::store) use records::{
    believed_records, clone_id, known_records, records_in, remember, remembered,
};
pub(in crate::store) use rewriting::Rewriting;
pub(in crate::store) use scope::Scope;
pub(in crate::store) use successors::{note_successors, successor_in};
pub(in crate::store) use survey::{mentioned_in, refuse_other_holders, telling};
pub(in crate::store) use tags::Tags;
pub(in crate::store) use traces::Traces;
