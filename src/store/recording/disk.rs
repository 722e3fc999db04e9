//! The disk: private files and folders, what is synced, what takes another's place in one step.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Opens a file that only its owner can read, and makes it if it is not there.
pub(in crate::store) fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    private(&mut options);
    options.open(path)
}

/// Writes a file that only its owner can read, whole and synced, where there was none.
pub(in crate::store) fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, bytes)?.sync_all()
}

/// Writes a file that only its owner can read, whole, where there was none, and has the disk begin
/// with it; it is yet to be synced. To sync several that were begun before takes a disk little longer
/// than to sync one.
pub(super) fn write_begun(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let file = write(path, bytes)?;
    begin_to_keep(&file);
    Ok(file)
}

/// Has the disk begin with what was written. Nothing is lost where it cannot be told to.
fn begin_to_keep(file: &File) {
    // Pages that nobody needs any more are what the system writes out at once.
    #[cfg(target_os = "linux")]
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}

/// Makes a folder that only its owner can enter, with those above it; each new one is synced into
/// the one that holds it.
pub(in crate::store) fn make_folder(path: &Path) -> io::Result<()> {
    // What is above a name alone is the folder one stands in.
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_folder(parent)?;
    }
    match private_folder().create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        Ok(()) => path.parent().map_or(Ok(()), sync_folder),
    }
}

/// What makes a folder that only its owner can enter.
pub(super) fn private_folder() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Syncs a file that another wrote.
pub(super) fn sync_file(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Syncs the names in a folder.
pub(in crate::store) fn sync_folder(path: &Path) -> io::Result<()> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

/// Puts a file that is written and synced in its place, and syncs the folder that holds it.
pub(in crate::store) fn put_in_place(written: &Path, place: &Path) -> io::Result<()> {
    fs::rename(written, place)?;
    place.parent().map_or(Ok(()), sync_folder)
}

/// Puts a file that is written and synced where these bytes were read, or where there was nothing, and
/// syncs the folder that holds it. Whether it is there now: what somebody put there since stays.
pub(super) fn put_instead(written: &Path, place: &Path, read: Option<&[u8]>) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    if let Some(is_there) = exchange(written, place, read)? {
        return place.parent().map_or(Ok(()), sync_folder).map(|()| is_there);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = read;
    put_in_place(written, place).map(|()| true)
}

/// The same, without the syncing; none where the file system can only replace one file by another, or
/// what was read is gone.
#[cfg(target_os = "linux")]
fn exchange(written: &Path, place: &Path, read: Option<&[u8]>) -> io::Result<Option<bool>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    let flags = if read.is_some() { RenameFlags::EXCHANGE } else { RenameFlags::NOREPLACE };
    match (renameat_with(CWD, written, CWD, place, flags), read) {
        (Ok(()), None) => Ok(Some(true)),
        (Ok(()), Some(read)) if fs::read(written)? == read => {
            // What stays of it is cleared with the work in hand.
            let _ = fs::remove_file(written);
            Ok(Some(true))
        }
        (Ok(()), Some(_)) => {
            renameat_with(CWD, written, CWD, place, flags)?;
            Ok(Some(false))
        }
        (Err(Errno::EXIST), None) => Ok(Some(false)),
        (Err(Errno::NOENT | Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP), _) => Ok(None),
        (Err(error), _) => Err(error.into()),
    }
}

/// The bytes of a file; none where there is no such file.
pub(in crate::store) fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is in a folder; nothing where there is no such folder.
pub(in crate::store) fn entries_if_there(path: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match fs::read_dir(path) {
        Ok(entries) => entries.collect(),
        Err(error) if is_absent(&error) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Whether there simply is no such file, rather than one that cannot be read.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Takes a file away; it is no matter if it is not there.
pub(in crate::store) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Ensures that there is a folder of one's own with nothing in it. What leads elsewhere is taken
/// away, not followed.
pub(in crate::store) fn make_empty_folder(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(about) if about.is_dir() => return empty_folder(path),
        Ok(_) => fs::remove_file(path)?,
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    private_folder().create(path)
}

/// Takes away everything that is in a folder.
pub(super) fn empty_folder(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Takes a folder away with all that is in it; it is no matter if it is not there.
pub(in crate::store) fn remove_folder_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

// Elsewhere a file is put in its place whatever lies there.
#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_put_there_since_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (written, place) = (folder.path().join("written"), folder.path().join("place"));
        for (there, read, is_there) in [
            (None, None, true),
            (Some("a"), Some("a"), true),
            (Some("b"), Some("a"), false),
            (Some("b"), None, false),
            // Who took it away meanwhile changed nothing in it.
            (None, Some("a"), true),
        ] {
            let _ = fs::remove_file(&place);
            fs::write(&written, "new").unwrap();
            if let Some(text) = there {
                fs::write(&place, text).unwrap();
            }
            let done = put_instead(&written, &place, read.map(str::as_bytes)).unwrap();
            let lies_there = fs::read_to_string(&place).unwrap();
            assert_eq!(done, is_there, "{there:?} {read:?}");
            assert_eq!(lies_there, if is_there { "new" } else { there.unwrap() });
            assert_eq!(written.exists(), !is_there);
        }
    }
}
