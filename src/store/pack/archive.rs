//! A pack as one archive: the same files give the same bytes, and every byte of them counts.
//!
//! The comment at the archive's end holds the SHA-256 of all bytes before it, so that one is found too
//! that was changed between the files.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::digest::sha256;
use crate::store::pack::container::{Contents, Damage, LARGEST_TOGETHER, MOST, is_plain_name};

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
pub(super) fn read(name: &str, bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let length = SAYS.len() + 64;
    let at = bytes.len().saturating_sub(length);
    let expected = format!("{SAYS}{}", sha256(&bytes[..at]));
    let is_whole = bytes[at..] == *expected.as_bytes();
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            let what = format!("it is damaged or cut short, and cannot be opened ({error})");
            contents.damage.push(Damage::new(name, what));
            return contents;
        }
    };
    if archive.has_duplicate_names() {
        contents.damage.push(Damage::new(name, "two files in it have one name"));
    }
    if archive.len() > MOST {
        contents.damage.push(Damage::new(name, "there are more files in it than in any pack"));
        return contents;
    }
    let mut left = LARGEST_TOGETHER;
    for index in 0..archive.len() {
        let mut file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                let what = format!("file {} in it cannot be read: {error}", index + 1);
                contents.damage.push(Damage::new(name, what));
                continue;
            }
        };
        let Some(path) = std::str::from_utf8(file.name_raw()).ok().map(str::to_owned) else {
            contents.damage.push(Damage::new(name, "a name in it is no text"));
            continue;
        };
        if !is_plain_name(&path) || !file.is_file() || file.is_symlink() {
            let what =
                "it is a link, a folder, or has a name that leads elsewhere; it is not looked at";
            contents.damage.push(Damage::new(&path, what));
            continue;
        }
        let mut found = Vec::new();
        match file.by_ref().take(left + 1).read_to_end(&mut found) {
            Err(error) => {
                let what = format!("its bytes are damaged: {error}");
                contents.damage.push(Damage::new(&path, what));
            }
            Ok(size) if size as u64 > left => {
                contents.damage.push(Damage::new(name, "it grows to more than any pack holds"));
                return contents;
            }
            Ok(size) => {
                left -= size as u64;
                contents.files.insert(path, found);
            }
        }
    }
    contents.is_altered_between = !is_whole;
    contents
}
