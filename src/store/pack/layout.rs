//! How an archive is laid out that some other program packed: whether nothing lies in it but files and the
//! list of them. What lies between is shown by no program, or by some and not by others.

/// What a file in an archive begins with.
const LOCAL: &[u8] = b"PK\x03\x04";
/// What an entry of the list begins with.
const LISTED: &[u8] = b"PK\x01\x02";
/// What the end begins with, and how long it is without a comment.
const END: (&[u8], usize) = (b"PK\x05\x06", 22);
/// How long a file's own head is before its name, and an entry of the list before its.
const LOCAL_HEAD: usize = 30;
const LISTED_HEAD: usize = 46;
/// How long what some programs write behind a file can be: its checksum and sizes once more.
const BEHIND: [usize; 5] = [0, 12, 16, 20, 24];

/// Whether an archive is its files one after the other, the list of them, and the end, and nothing else:
/// no comment, nothing before, between or behind, and each file's own head as the list has it.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    walk(bytes).is_some()
}

fn walk(bytes: &[u8]) -> Option<()> {
    let end = bytes.len().checked_sub(END.1)?;
    let (number, size) = (short(bytes, end + 10)?, long(bytes, end + 12)?);
    let list = long(bytes, end + 16)?;
    if !bytes[end..].starts_with(END.0) || list.checked_add(size)? != end {
        return None;
    }
    let mut at = list;
    let mut files = Vec::new();
    for _ in 0..number {
        if !bytes.get(at..end)?.starts_with(LISTED) {
            return None;
        }
        files.push((long(bytes, at + 42)?, at));
        let behind = [28, 30, 32].map(|length| short(bytes, at + length));
        at += LISTED_HEAD + behind.into_iter().sum::<Option<usize>>()?;
    }
    files.sort_unstable();
    let mut next = 0;
    for (start, listed) in files {
        let gap = start.checked_sub(next)?;
        if !BEHIND.contains(&gap) || (next == 0 && gap > 0) {
            return None;
        }
        next = file_end(bytes, start, listed)?;
    }
    (at == end && BEHIND.contains(&list.checked_sub(next)?)).then_some(())
}

/// Where the bytes of a file end, if its own head says what the list does.
fn file_end(bytes: &[u8], start: usize, listed: usize) -> Option<usize> {
    const SIZES_BEHIND: usize = 8;
    if !bytes.get(start..)?.starts_with(LOCAL) {
        return None;
    }
    let name = short(bytes, start + 26)?;
    let own = bytes.get(start + LOCAL_HEAD..)?.get(..name)?;
    let known = bytes.get(listed + LISTED_HEAD..)?.get(..short(bytes, listed + 28)?)?;
    let is_method_known =
        bytes.get(start + 8..start + 10)? == bytes.get(listed + 10..listed + 12)?;
    // The checksum and both sizes stand behind the file where it was not known how large it would be.
    let are_sizes_known = short(bytes, start + 6)? & SIZES_BEHIND != 0
        || bytes.get(start + 14..start + 26)? == bytes.get(listed + 16..listed + 28)?;
    let end = start + LOCAL_HEAD + name + short(bytes, start + 28)? + long(bytes, listed + 20)?;
    (own == known && is_method_known && are_sizes_known && end <= bytes.len()).then_some(end)
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(two)))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(names: &[&str], comment: &str) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(name.as_bytes()).unwrap();
        }
        writer.set_comment(comment).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn nothing_lies_between_the_files_of_a_plain_archive() {
        let whole = archive(&["a", "b/c"], "");
        assert!(is_plain(&whole) && is_plain(&archive(&[], "")));
        assert!(!is_plain(&archive(&["a"], "words")));
        for (before, behind) in [("x", ""), ("", "x"), ("PK", "")] {
            assert!(!is_plain(&[before.as_bytes(), &whole, behind.as_bytes()].concat()));
        }
        for length in 0..whole.len() {
            assert!(!is_plain(&whole[..length]), "cut to {length}");
        }
    }

    /// A file whose own head has another name than the list is shown under either, by chance.
    #[test]
    fn a_file_has_one_name() {
        let whole = archive(&["first", "second"], "");
        let at = whole.windows(6).position(|window| window == b"second").unwrap();
        let mut changed = whole.clone();
        changed[at] = b'S';
        assert!(is_plain(&whole) && !is_plain(&changed));
    }
}
