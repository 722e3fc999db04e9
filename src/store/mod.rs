//! The folder on disk: finding it, reading it in parallel, the commit it was read from, and writing
//! to it.
//!
//! A [`Folder`] is everything that a report needs. A [`Recorder`] is the right to record, and the
//! only thing here that changes a folder.

mod agendas;
mod erasing;
mod exchange;
mod exporting;
mod files;
mod find;
mod following;
mod git_settings;
mod history;
mod identity;
mod integrity;
mod load;
mod mailer;
mod other_ids;
mod output;
mod pack;
mod pages;
mod plain_file;
mod programmes;
mod recording;
mod revision;
mod rules;
mod sheets;
mod snapshot;
mod timers;
mod two_sides;
mod union;
mod version;

pub use agendas::{Agendas, agendas};
pub use erasing::{Erased, Proof, Survey, erasures, remember_erasures, successor};
pub use exchange::{
    Exchange, Pushed, Remote, Standing, clone, ids_last_seen, is_at_the_remote, is_upkeep_due,
    last_seen, upkeep,
};
pub use exporting::{ExportError, export_place, write_export};
pub use find::{FindError, find};
pub use history::{Step, history, is_upon, past_imports, trust_what_is_stored};
pub use identity::{CommitTime, user_email, user_name};
pub use integrity::{
    Found, KeptFile, Keyring, keep_receipt, kept_elsewhere, read_record, receipt_of,
    recorded_settings,
};
pub use load::{
    CaseFile, CasePath, Folder, list_cases, load, load_rules, load_rules_after, read_case_lossily,
    read_case_text,
};
pub use mailer::hand_to;
pub use output::{OutputError, lies_within, require_new, write_output};
pub use pack::{
    Bundle, BundleError, Contents, Damage, Originals, PackError, PlaceError, as_archive, bundle,
    object_name, originals, place_for, read_pack, write_pack,
};
pub use pages::write_pages;
pub use recording::{
    Back, DeskCopy, Elsewhere, ErasedToo, ErasureRequest, Preparation, RecordError, Recorded,
    Recorder, Relation, Resolver, Trouble, finish_erasing, has_repository, init, is_interrupted,
    is_recorded, nothing_to_resolve,
};
pub use revision::revision;
pub use rules::{Rules, ScenarioFile, builtin_rules, settings};
pub use sheets::{SheetError, SheetPart, read_sheet};
pub use snapshot::{Snapshot, SnapshotError};
pub use timers::{Runner, TimerError};
pub use union::union_of_lines;
pub use version::Version;

/// Where the case files lie in a folder.
const CASES: &str = "cases";
