//! The names of trees that an index keeps, so that git need not make again those of folders in
//! which nothing has changed.

/// How git marks this part of an index.
pub(super) const MARK: &[u8] = b"TREE";

/// The bytes of an object's name.
const HASH: usize = 20;
/// The deepest folder that is followed; a path of git's cannot be this deep.
const DEEPEST: u32 = 2048;

/// The same without the names of the trees that these paths are in. None where it is damaged: git
/// makes it anew.
pub(super) fn without(data: &[u8], paths: &[&[u8]]) -> Option<Vec<u8>> {
    let mut made = Vec::with_capacity(data.len());
    let mut rest = data;
    copy(&mut rest, &mut made, paths, 0)?;
    rest.is_empty().then_some(made)
}

/// Copies a folder with those below it. The paths are those within the folder that holds it; at the
/// top, which has no name, all are.
fn copy(rest: &mut &[u8], made: &mut Vec<u8>, paths: &[&[u8]], depth: u32) -> Option<()> {
    let name = until(rest, 0)?;
    let entries = until(rest, b' ')?;
    let folders = until(rest, b'\n')?;
    let within: Vec<&[u8]> = match depth {
        0 => paths.to_vec(),
        _ => paths.iter().filter_map(|path| path.strip_prefix(name)?.strip_prefix(b"/")).collect(),
    };
    let is_named = !entries.starts_with(b"-");
    let id = if is_named { take(rest, HASH)? } else { b"" };
    let stays = is_named && within.is_empty();
    made.extend_from_slice(name);
    made.push(0);
    made.extend_from_slice(if stays { entries } else { b"-1" });
    made.push(b' ');
    made.extend_from_slice(folders);
    made.push(b'\n');
    made.extend_from_slice(if stays { id } else { b"" });
    let folders: u32 = std::str::from_utf8(folders).ok()?.parse().ok()?;
    (depth < DEEPEST).then_some(())?;
    (0..folders).try_for_each(|_| copy(rest, made, &within, depth + 1))
}

/// The bytes before this one, which are taken with it.
fn until<'b>(rest: &mut &'b [u8], end: u8) -> Option<&'b [u8]> {
    let at = rest.iter().position(|byte| *byte == end)?;
    let found = take(rest, at)?;
    take(rest, 1)?;
    Some(found)
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &[u8; HASH] = b"12345678901234567890";

    /// A top with `cases`, which has `2026` with two months, and `programmes` that has no name.
    fn data() -> Vec<u8> {
        let named = |head: &[u8]| [head, NAME].concat();
        [
            named(b"\x009 2\n"),
            named(b"cases\x008 1\n"),
            named(b"2026\x008 2\n"),
            named(b"10\x003 0\n"),
            named(b"11\x005 0\n"),
            b"programmes\x00-1 0\n".to_vec(),
        ]
        .concat()
    }

    #[test]
    fn a_change_takes_the_names_of_all_the_folders_that_it_is_in() {
        assert_eq!(without(&data(), &[]).unwrap(), data());
        let made = without(&data(), &[b"cases/2026/11/A-1.toml", b"cases/2026/12/x"]).unwrap();
        let wanted = [
            &b"\x00-1 2\ncases\x00-1 1\n2026\x00-1 2\n10\x003 0\n"[..],
            NAME,
            b"11\x00-1 0\nprogrammes\x00-1 0\n",
        ];
        assert_eq!(made, wanted.concat());
        // Only the top holds a file whose name begins like a folder's.
        let made = without(&data(), &[b"cases.txt"]).unwrap();
        assert_eq!(made[..5], *b"\x00-1 2");
        assert_eq!(made.len(), data().len() + 1 - HASH);
    }

    #[test]
    fn what_is_damaged_is_left_out() {
        let data = data();
        for length in 0..data.len() {
            assert!(without(&data[..length], &[]).is_none(), "{length}");
        }
        assert!(without(&[&data[..], b"x"].concat(), &[]).is_none());
        let deep = b"a\x00-1 1\n".repeat(100_000);
        assert!(without(&deep, &[]).is_none());
    }
}
