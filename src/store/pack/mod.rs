//! Evidence packs on disk: the files of a commit that go into one, their history as a bundle of git's,
//! and the folder or archive that holds it all.
//!
//! What is in a pack is made by `report`; here it is read from git, written, and read back with
//! suspicion: a pack may come from anybody.

mod archive;
mod bundle;
mod container;
mod kind;
mod layout;
mod lineage;
mod originals;
mod scan;

pub use archive::as_archive;
pub use bundle::{Bundle, BundleError, bundle, object_name};
pub use container::{Contents, Damage, PackError, PlaceError, place_for, read_pack, write_pack};
pub use originals::{Originals, originals};
