//! A pack as it lies on a disk: a folder or one archive, written privately and in one step, and read
//! back with suspicion.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::store::output::{OutputError, lies_within, write_output};
use crate::store::pack::{archive, kind};
use crate::store::recording::disk::{make_folder, sync_folder, write_synced};

/// How many files a pack may have; one has a handful for each case.
pub(super) const MOST: usize = 100_000;
/// How large all files of a pack may be together.
pub(super) const LARGEST_TOGETHER: u64 = 1024 * 1024 * 1024;
/// How a file is called that is an archive.
const ARCHIVE: &str = "zip";

/// Endings of files that are something else than a pack: whoever names one expects one file of that kind.
const NO_PACKS: [&str; 14] = [
    "tar", "tgz", "gz", "bz2", "xz", "zst", "7z", "rar", "html", "pdf", "csv", "xlsx", "json",
    "eml",
];
/// What file managers leave in folders that are looked at.
const LEFT_BEHIND: [&str; 6] =
    [".DS_Store", ".localized", "Thumbs.db", "ehthumbs.db", "desktop.ini", ".directory"];

/// Why a pack cannot be written to a place.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// There is something already.
    #[error("`{0}` is there already, and is not empty")]
    Taken(String),
    /// Its name is that of something else.
    #[error("`{0}` is named as something else than a pack, which is a folder or one .zip")]
    Otherwise(String),
    /// The place will not do.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Something of a pack that cannot be read as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file, by its path in the pack, or the pack itself.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

impl Damage {
    pub(super) fn new(file: &str, what: impl Into<String>) -> Damage {
        Damage { file: file.to_owned(), what: what.into() }
    }
}

/// What a pack holds.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Its files by their paths, with forward slashes.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What could not be read as it should be.
    pub damage: Vec<Damage>,
    /// Whether a byte of the archive was changed; it may lie between the files.
    pub is_altered_between: bool,
    /// Whether another program packed the archive, which holds its files and nothing else.
    pub is_packed_again: bool,
    /// The one folder that all of it lies in, if there is one around the pack.
    pub within: Option<String>,
    /// Files that a file manager left in the folder; they were not looked at.
    pub left_behind: Vec<String>,
}

impl Contents {
    /// The same without the one folder that all of it lies in. Whoever unpacks a pack and packs it again
    /// often puts one around it. `is_pack` says of a file's path whether every pack has it.
    #[must_use]
    pub fn without_outer_folder(mut self, is_pack: &dyn Fn(&str) -> bool) -> Contents {
        let within = |path: &str| path.split_once('/').map(|(folder, _)| format!("{folder}/"));
        let Some(folder) = self.files.keys().next().and_then(|path| within(path)) else {
            return self;
        };
        let rest = |path: &String| path.strip_prefix(&folder).map(str::to_owned);
        let is_around = self.files.keys().all(|path| path.starts_with(&folder))
            && self.files.keys().filter_map(rest).any(|path| is_pack(&path));
        if !is_around {
            return self;
        }
        let files = std::mem::take(&mut self.files).into_iter();
        self.files = files.filter_map(|(path, bytes)| Some((rest(&path)?, bytes))).collect();
        for damage in &mut self.damage {
            damage.file = rest(&damage.file).unwrap_or_else(|| damage.file.clone());
        }
        self.within = Some(folder.trim_end_matches('/').to_owned());
        self
    }
}

/// Ensures that a pack can be written to a place: outside of the folder of cases, and where nothing is
/// that would be lost.
///
/// # Errors
///
/// If it cannot.
pub fn place_for(place: &Path, root: &Path) -> Result<(), PlaceError> {
    let shown = place.display().to_string();
    if lies_within(place, root)? {
        return Err(OutputError::InTheFolder(shown).into());
    }
    if NO_PACKS.iter().any(|ending| has_ending(place, ending)) {
        return Err(PlaceError::Otherwise(shown));
    }
    let is_empty_folder = || fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
    match place.symlink_metadata() {
        Err(_) => Ok(()),
        Ok(about) if about.is_dir() && !is_archive(place) && is_empty_folder() => Ok(()),
        Ok(_) => Err(PlaceError::Taken(shown)),
    }
}

/// Writes a pack: as one archive where the name says so, else as a folder. It is there whole or not at
/// all.
///
/// # Errors
///
/// If the place will not do, or the disk refuses.
pub fn write_pack(
    place: &Path,
    root: &Path,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<(), PlaceError> {
    place_for(place, root)?;
    let failed = |source| OutputError::Io { path: place.display().to_string(), source };
    if is_archive(place) {
        let bytes = archive::as_archive(files).map_err(failed)?;
        return Ok(write_output(place, Some(root), &bytes)?);
    }
    Ok(write_folder(place, files).map_err(failed)?)
}

fn write_folder(place: &Path, files: &BTreeMap<String, Vec<u8>>) -> std::io::Result<()> {
    let parent = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    make_folder(&parent)?;
    // Readable by its owner alone; what stays of it when this fails is taken away.
    let beside = private(".caseload-pack-").tempdir_in(&parent)?;
    for (name, bytes) in files {
        let path = beside.path().join(name);
        path.parent().map_or(Ok(()), make_folder)?;
        write_synced(&path, bytes)?;
    }
    fs::rename(beside.path(), place)?;
    sync_folder(&parent)
}

/// What makes a temporary folder that only its owner can enter.
pub(super) fn private(prefix: &str) -> tempfile::Builder<'_, '_> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder
}

/// Whether a place is named as an archive.
fn is_archive(place: &Path) -> bool {
    has_ending(place, ARCHIVE)
}

fn has_ending(place: &Path, ending: &str) -> bool {
    place.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
}

/// Whether a file manager leaves files of this name in folders.
pub(super) fn is_left_behind(name: &str) -> bool {
    // What a Mac keeps beside each file on disks that are not its own.
    name.starts_with("._") || LEFT_BEHIND.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Why nothing of a pack can be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// It is something else; as what it shows itself.
    #[error("it is {0}")]
    Otherwise(&'static str),
    /// Another program packed it in a way that is not read here.
    #[error("it was packed in a way that cannot be read here")]
    Packing,
    /// The disk refused.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Reads a pack, a folder or an archive. Links are not followed, and nothing is unpacked to the disk.
///
/// # Errors
///
/// If it cannot be read at all, or not here, or is a file that never was one.
pub fn read_pack(place: &Path) -> Result<Contents, PackError> {
    let about = fs::metadata(place)?;
    if !about.is_dir() {
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if about.len() > LARGEST_TOGETHER {
            let damage = vec![Damage::new(&name, "it is larger than any pack")];
            return Ok(Contents { damage, ..Contents::default() });
        }
        let bytes = fs::read(place)?;
        if !archive::may_be(&bytes) {
            return Err(PackError::Otherwise(kind::of(&bytes)));
        }
        return archive::read(&name, &bytes);
    }
    let mut contents = Contents::default();
    let mut left = LARGEST_TOGETHER;
    read_below(place, "", &mut left, &mut contents)?;
    Ok(contents)
}

fn read_below(
    root: &Path,
    within: &str,
    left: &mut u64,
    contents: &mut Contents,
) -> std::io::Result<()> {
    for entry in fs::read_dir(root.join(within))? {
        let entry = entry?;
        let name = entry.file_name();
        let path = format!("{within}{}", name.to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_file() && name.to_str().is_some_and(is_left_behind) {
            contents.left_behind.push(path);
        } else if kind.is_dir() {
            read_below(root, &format!("{path}/"), left, contents)?;
        } else if !kind.is_file() || name.to_str().is_none() {
            let what = "it is a link or something else that is no file; it is not looked at";
            contents.damage.push(Damage::new(&path, what));
        } else if entry.metadata()?.len() > *left || contents.files.len() >= MOST {
            contents.damage.push(Damage::new(&path, "there is more than any pack holds"));
        } else {
            let bytes = fs::read(entry.path())?;
            *left = left.saturating_sub(bytes.len() as u64);
            contents.files.insert(path, bytes);
        }
    }
    Ok(())
}

/// Whether a name of an archive leads to nowhere else.
pub(super) fn is_plain_name(name: &str) -> bool {
    let is_plain = |part: &str| !matches!(part, "" | "." | "..");
    !name.contains(['\\', '\0', ':']) && name.split('/').all(is_plain)
}
