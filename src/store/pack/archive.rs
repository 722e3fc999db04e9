//! A pack as one archive: the same files give the same bytes, and every byte of them counts.
//!
//! The comment at the archive's end holds the SHA-256 of all bytes before it, so that one is found too
//! that was changed between the files.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::digest::sha256;
use crate::store::pack::container::{
    Contents, Damage, LARGEST_TOGETHER, MOST, PackError, is_left_behind, is_plain_name,
};
use crate::store::pack::layout;

/// What the comment says before the digest.
const SAYS: &str = "caseload pack, sha256 of all bytes before these words: ";

/// The files of a pack as an archive.
///
/// # Errors
///
/// If there is more than an archive can hold.
pub fn as_archive(files: &BTreeMap<String, Vec<u8>>) -> std::io::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    for (name, bytes) in files {
        writer.start_file(name.as_str(), options).map_err(std::io::Error::other)?;
        writer.write_all(bytes)?;
    }
    let empty = format!("{SAYS}{}", "0".repeat(64));
    writer.set_comment(empty.as_str()).map_err(std::io::Error::other)?;
    let mut bytes = writer.finish().map_err(std::io::Error::other)?.into_inner();
    bytes.truncate(bytes.len() - empty.len());
    let digest = sha256(&bytes);
    bytes.extend_from_slice(format!("{SAYS}{digest}").as_bytes());
    Ok(bytes)
}

/// Whether these bytes may once have been an archive of ours: they begin as any does, or end with our
/// words.
pub(super) fn may_be(bytes: &[u8]) -> bool {
    let says = SAYS.as_bytes();
    bytes.starts_with(b"PK") || bytes.windows(says.len()).any(|window| window == says)
}

/// The files of an archive, with everything that is wrong with it. Nothing is unpacked to the disk.
///
/// # Errors
///
/// If another program packed it in a way that is not read here.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Contents, PackError> {
    let mut contents = Contents::default();
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            let what = format!("it is damaged or cut short, and cannot be opened ({error})");
            contents.damage.push(Damage::new(name, what));
            return Ok(contents);
        }
    };
    if archive.has_duplicate_names() {
        contents.damage.push(Damage::new(name, "two files in it have one name"));
    }
    if archive.len() > MOST {
        contents.damage.push(Damage::new(name, "there are more files in it than in any pack"));
        return Ok(contents);
    }
    // Every one of ours has words at its end.
    let is_of_another = archive.comment().is_empty();
    let mut left = LARGEST_TOGETHER;
    for index in 0..archive.len() {
        match archive.by_index(index) {
            Ok(file) if is_of_another && !is_method_read(file.compression()) => {
                return Err(PackError::Packing);
            }
            Err(ZipError::UnsupportedArchive(_)) if is_of_another => {
                return Err(PackError::Packing);
            }
            Ok(file) => take(name, file, &mut left, &mut contents),
            Err(error) => {
                let what = format!("a file in it cannot be read: {error}");
                contents.damage.push(Damage::new(name, what));
            }
        }
        if left == 0 {
            contents.damage.push(Damage::new(name, "it grows to more than any pack holds"));
            return Ok(contents);
        }
    }
    contents.is_packed_again = is_of_another && layout::is_plain(bytes);
    contents.is_altered_between = !contents.is_packed_again && !ends_as_ours(bytes);
    Ok(contents)
}

/// Whether files that are packed so can be read here.
fn is_method_read(method: CompressionMethod) -> bool {
    matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated)
}

/// Whether an archive ends with our words, and they say the digest of all before them.
fn ends_as_ours(bytes: &[u8]) -> bool {
    let at = bytes.len().saturating_sub(SAYS.len() + 64);
    bytes[at..] == *format!("{SAYS}{}", sha256(&bytes[..at])).as_bytes()
}

/// Takes a file of an archive, of which no more may be left than `left` bytes; none is left if it is larger.
fn take(
    archive: &str,
    mut file: ZipFile<'_, Cursor<&[u8]>>,
    left: &mut u64,
    contents: &mut Contents,
) {
    let Some(path) = std::str::from_utf8(file.name_raw()).ok().map(str::to_owned) else {
        contents.damage.push(Damage::new(archive, "a name in it is no text"));
        return;
    };
    // Some programs write the folders too, and begin names with the folder that they stand in.
    let is_here = |path: &str| matches!(path, "." | "./");
    let path = path.strip_prefix("./").filter(|rest| !rest.is_empty()).unwrap_or(&path).to_owned();
    let folder = path.strip_suffix('/').filter(|_| file.size() == 0);
    if folder.is_some_and(|folder| is_here(folder) || is_plain_name(folder)) {
        return;
    }
    if !is_plain_name(&path) || !file.is_file() || file.is_symlink() {
        let what =
            "it is a link, a folder, or has a name that leads elsewhere; it is not looked at";
        contents.damage.push(Damage::new(&path, what));
        return;
    }
    if path.rsplit('/').next().is_some_and(is_left_behind) {
        contents.left_behind.push(path);
        return;
    }
    let mut found = Vec::new();
    match file.by_ref().take(*left).read_to_end(&mut found) {
        Err(error) => {
            let what = format!("its bytes are damaged: {error}");
            contents.damage.push(Damage::new(&path, what));
        }
        Ok(size) => {
            *left -= size as u64;
            if contents.files.insert(path.clone(), found).is_some() {
                contents.damage.push(Damage::new(&path, "two files in it have this name"));
            }
        }
    }
}
