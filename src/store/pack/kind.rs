//! What a file is that is no pack, by how it begins: so that somebody who named the wrong file is told
//! what it seems to be, and not that a pack was changed.

/// How files of a kind begin, and what they are called.
const BEGINNINGS: [(&[u8], &str); 12] = [
    (b"\x1f\x8b", "an archive made by gzip"),
    (b"BZh", "an archive made by bzip2"),
    (b"\xfd7zXZ", "an archive made by xz"),
    (b"\x28\xb5\x2f\xfd", "an archive made by zstd"),
    (b"7z\xbc\xaf", "an archive of 7-Zip"),
    (b"Rar!", "an archive of RAR"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"# v3 git bundle", "a history alone, as a bundle of git's"),
    (b"# v2 git bundle", "a bundle of git's"),
    (b"<!DOCTYPE html", "a page"),
];
/// Where an archive of tar says that it is one.
const TAR: (usize, &[u8]) = (257, b"ustar");

/// What a file seems to be that is no zip archive, in words.
pub(super) fn of(bytes: &[u8]) -> &'static str {
    let known = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning));
    let (at, tar) = TAR;
    let is_text = || std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    match known {
        Some((_, kind)) => kind,
        None if bytes.is_empty() => "an empty file",
        None if bytes.get(at..).is_some_and(|rest| rest.starts_with(tar)) => {
            "an archive made by tar"
        }
        None if is_text() => "a text",
        None => "no archive that can be read here",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_archive_is_called_what_it_is() {
        let tar = [vec![0; 257], b"ustar\0".to_vec()].concat();
        for (bytes, expected) in [
            (&b""[..], "an empty file"),
            (b"%PDF-1.7\n", "a PDF document"),
            (b"\x1f\x8b\x08\0", "an archive made by gzip"),
            (&tar, "an archive made by tar"),
            (b"id = \"A-1\"\n", "a text"),
            (b"\0\x01", "no archive that can be read here"),
        ] {
            assert_eq!(of(bytes), expected, "{bytes:?}");
        }
    }
}
