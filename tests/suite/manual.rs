//! The manual pages: one for each command, made from what the program itself says of it.
//!
//! After a change that is meant, `CASELOAD_WRITE=1 cargo test manual` writes them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::process;

/// The pages as the program is now, by the names of their files.
fn pages() -> BTreeMap<String, String> {
    caseload::cli::manual_pages().unwrap()
}

/// Ensures that the pages in `man` are what the program says, one for each command and no other.
#[test]
fn the_manual_is_what_the_program_says() {
    let folder = Path::new("man");
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).unwrap();
        for (name, page) in pages() {
            std::fs::write(folder.join(name), page).unwrap();
        }
    }
    let there: BTreeMap<String, String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let pages = pages();
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&there), names(&pages), "a page is missing, or one too many");
    for (name, page) in &pages {
        assert!(there[name] == *page, "man/{name} is not what the program says any more");
    }
}

/// Ensures that every page says what the exit codes mean.
#[test]
fn every_page_ends_with_the_exit_codes() {
    for (name, page) in pages() {
        assert!(page.contains("EXIT STATUS"), "{name}");
    }
}

/// Ensures that the program writes those pages, for all to read, over those of another release, and
/// never into a folder of cases.
#[test]
fn the_program_writes_its_manual() {
    let place = process::folder(&[("man1/caseload.1", "of another release\n")]);
    let given = place.path().join("share/man");
    for folder in [place.path(), &given] {
        let (said, code) = process::text(&["manual", folder.to_str().unwrap()]);
        assert_eq!((said.as_str(), code), ("", 0));
        for (name, page) in pages() {
            let file = folder.join("man1").join(&name);
            assert!(std::fs::read_to_string(&file).unwrap() == page, "{name}");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o644, "{name}");
            }
        }
        let there = std::fs::read_dir(folder.join("man1")).unwrap().count();
        assert_eq!(there, pages().len(), "something else was left");
    }
    let cases = process::folder(&[("caseload.toml", "")]);
    let cases = cases.path().to_str().unwrap();
    let (_, code) = process::text(&["--cases", cases, "manual", &format!("{cases}/man")]);
    assert_eq!(code, 1);
    assert!(!Path::new(cases).join("man").exists());
}
