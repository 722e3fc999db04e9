//! The folder on disk: finding it, reading it in parallel, and the commit it was read from.
//!
//! Nothing here writes to the folder. A [`Folder`] is everything that a report needs.

mod files;
mod find;
mod identity;
mod load;
mod output;
mod programmes;
mod revision;
mod rules;

pub use find::{FindError, find};
pub use identity::user_email;
pub use load::{CaseFile, Folder, load};
pub use output::{OutputError, write_output};
pub use revision::revision;
pub use rules::{Rules, ScenarioFile, rules, settings};
