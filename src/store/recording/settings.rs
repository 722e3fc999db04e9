//! The settings of the folder's own repository, changed in one step: whoever is killed leaves them as
//! they were or as they should be, and no lock of git's.

use std::fs;

use git2::Config;

use crate::store::recording::disk::{make_folder, put_in_place, sync_file};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::lock::Lock;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// Sets these keys to these values.
pub(in crate::store) fn set(own: &Own, values: &[(&str, &str)]) -> Result<(), RecordError> {
    let (place, private) = (own.git().join("config"), own.private());
    for path in [&place, &private] {
        refuse_links(own.git(), path)?;
    }
    make_folder(&private).map_err(disk(&private))?;
    let _lock = Lock::take(&private)?;
    let work = Work::begin(own)?;
    let written = work.path("config");
    fs::copy(&place, &written).map_err(disk(&place))?;
    let mut config = Config::open(&written)?;
    for (key, value) in values {
        config.set_str(key, value)?;
    }
    sync_file(&written).map_err(disk(&written))?;
    put_in_place(&written, &place).map_err(disk(&place))
}
