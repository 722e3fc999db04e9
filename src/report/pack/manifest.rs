//! The manifest of a pack: the SHA-256 of every file, as `sha256sum -c` takes it, and of the manifest
//! itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::digest::sha256;
use crate::reading::safe_line;

/// What the manifest is called.
pub const MANIFEST: &str = "manifest.txt";

/// What the last line says before the digest of all lines above it; a remark to `sha256sum`.
const LAST: &str = "# sha256 of the lines above: ";

/// A manifest as it was read, and what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The digest of its lines, which stands for the whole pack.
    pub digest: String,
    /// What is wrong, each with the file that it is about.
    pub findings: Vec<(String, String)>,
}

impl Manifest {
    /// The text of a manifest of files by their paths.
    pub fn of(files: &BTreeMap<String, Vec<u8>>) -> String {
        let line = |(path, bytes): (&String, &Vec<u8>)| format!("{}  {path}\n", sha256(bytes));
        let lines: String = files.iter().map(line).collect();
        let digest = sha256(lines.as_bytes());
        format!("{lines}{LAST}{digest}\n")
    }

    /// Compares the manifest among these files with all others: each that differs, lacks or is too many.
    pub fn check(files: &BTreeMap<String, Vec<u8>>) -> Manifest {
        let mut found = Manifest::default();
        let mut say =
            |file: &str, what: &str| found.findings.push((safe_line(file), what.to_owned()));
        let Some(bytes) = files.get(MANIFEST) else {
            say(
                MANIFEST,
                "it is not there: this is no evidence pack, or the list of its files was taken away",
            );
            return found;
        };
        let text = String::from_utf8_lossy(bytes);
        let (lines, last) = text.rsplit_once(LAST).unwrap_or((text.as_ref(), ""));
        let digest = sha256(lines.as_bytes());
        if last != format!("{digest}\n") || text.as_bytes() != bytes.as_slice() {
            say(
                MANIFEST,
                "it is not as it was written: its last line is not the digest of the others",
            );
        }
        let mut named = BTreeSet::new();
        for line in lines.lines() {
            let Some((expected, path)) = line.split_once("  ") else {
                say(MANIFEST, "a line of it names no file");
                continue;
            };
            if !named.insert(path) {
                say(path, "the manifest names it twice");
            }
            match files.get(path) {
                None => say(path, "it is not there"),
                Some(bytes) if sha256(bytes) != expected => {
                    say(path, "it was changed: its bytes are not those of which the pack was made");
                }
                Some(_) => {}
            }
        }
        for path in files.keys().filter(|path| *path != MANIFEST && !named.contains(path.as_str()))
        {
            say(path, "it does not belong to the pack: the manifest does not name it");
        }
        found.digest = digest;
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> BTreeMap<String, Vec<u8>> {
        let files = [("a", "one"), ("b/c", "two")];
        let mut files: BTreeMap<String, Vec<u8>> =
            files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
        files.insert(MANIFEST.to_owned(), Manifest::of(&files).into_bytes());
        files
    }

    fn found(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        Manifest::check(files).findings.into_iter().map(|(file, _)| file).collect()
    }

    #[test]
    fn every_byte_of_every_file_counts() {
        let whole = pack();
        assert_eq!(found(&whole), Vec::<String>::new());
        for (name, bytes) in &whole {
            for at in 0..bytes.len() {
                let mut changed = whole.clone();
                changed.get_mut(name).unwrap()[at] ^= 1;
                assert!(found(&changed).contains(name), "{name}, byte {at}");
            }
        }
    }

    #[test]
    fn a_file_more_and_a_file_less_are_named() {
        let mut more = pack();
        more.insert("d".to_owned(), Vec::new());
        assert_eq!(found(&more), ["d"]);
        let mut less = pack();
        less.remove("a");
        assert_eq!(found(&less), ["a"]);
        let mut bare = pack();
        bare.remove(MANIFEST);
        assert_eq!(found(&bare), [MANIFEST]);
    }
}
