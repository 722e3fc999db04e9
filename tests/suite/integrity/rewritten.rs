//! History that was rewritten, dropped from or put in another order: found by receipts, by the remote
//! and by signatures, each by itself.

use std::fs;

use crate::integrity::signed::{is_possible, signed_office};
use crate::integrity::{contact, forget_receipts, found, git, rebase, state, verified};
use crate::recording::office::Office;

/// What can be done to the last four commits.
const WAYS: [(&str, &str, &str); 3] = [
    ("another message", "1s/pick/reword/", "sed -i s/phone/email/"),
    ("one dropped", "2d", "true"),
    ("another order", "1{h;d};2{G}", "true"),
];

fn four(office: &Office) {
    for (minute, case) in ["A-0001", "A-0002", "A-0001", "A-0002"].iter().enumerate() {
        contact(office, minute, case);
    }
}

/// Another content of a commit that was there, and the same messages.
fn change_contents(office: &Office) {
    let path = office.case("A-0001");
    let text = fs::read_to_string(&path).unwrap().replace("2026-11-16", "2026-11-13");
    fs::write(&path, text).unwrap();
    git(office, &["commit", "--quiet", "--all", "--amend", "--no-edit"]);
}

#[test]
fn receipts_find_it() {
    for (what, script, editor) in WAYS {
        let office = Office::with_cases();
        four(&office);
        assert_eq!(found(&office, &[]), [""; 0], "{what}");
        rebase(&office, 4, script, editor);
        assert!(found(&office, &[]).contains(&"lost".to_owned()), "{what}");
        // It stays found, whatever is recorded after it.
        contact(&office, 30, "A-0001");
        assert!(found(&office, &[]).contains(&"lost".to_owned()), "{what}");
    }
    let office = Office::with_cases();
    assert_eq!(found(&office, &[]), [""; 0]);
    change_contents(&office);
    assert!(found(&office, &[]).contains(&"lost".to_owned()));
}

/// Ensures that the newest commit taken away is found, and that it comes with a remote that has it.
#[test]
fn the_newest_taken_away_is_found() {
    let office = Office::with_cases().with_remote();
    contact(&office, 1, "A-0001");
    office.done("2026-11-17T10:05:00Z", &["sync"]);
    git(&office, &["reset", "--quiet", "--hard", "HEAD~"]);
    let (code, said) = verified(&office, &[]);
    assert_eq!(code, 7, "{said:#}");
    let lost = said["findings"][0]["message"].as_str().unwrap();
    assert!(lost.contains("the remote still has it"), "{lost}");
    assert!(found(&office, &[]).contains(&"behind-the-remote".to_owned()));
    office.done("2026-11-17T10:06:00Z", &["sync"]);
    assert_eq!(found(&office, &[]), [""; 0]);
}

#[test]
fn the_remote_finds_it() {
    for (what, script, editor) in WAYS {
        let office = Office::with_cases().with_remote();
        four(&office);
        office.done("2026-11-17T10:05:00Z", &["sync"]);
        rebase(&office, 4, script, editor);
        fs::remove_dir_all(state(&office)).unwrap();
        assert!(found(&office, &[]).contains(&"made-anew".to_owned()), "{what}");
    }
}

#[test]
fn signatures_find_it() {
    if !is_possible() {
        return;
    }
    for (what, script, editor) in WAYS {
        let office = signed_office();
        four(&office);
        assert_eq!(found(&office, &[]), [""; 0], "{what}");
        forget_receipts(&office);
        // Whoever rewrites has no key that counts.
        office.set("commit.gpgSign", "false");
        rebase(&office, 4, script, editor);
        assert!(found(&office, &[]).contains(&"unsigned".to_owned()), "{what}");
    }
    let office = signed_office();
    four(&office);
    forget_receipts(&office);
    let signed = git(&office, &["cat-file", "commit", "HEAD"]);
    let forged = signed.replace("phone", "email");
    let path = office.home().join("forged");
    fs::write(&path, forged).unwrap();
    let made = git(&office, &["hash-object", "-t", "commit", "-w", path.to_str().unwrap()]);
    git(&office, &["reset", "--quiet", "--hard", made.trim()]);
    assert!(found(&office, &[]).contains(&"signature-bad".to_owned()));
}

/// Ensures that it is said where nothing can show that a history was rewritten.
#[test]
fn what_cannot_be_found_is_said() {
    let office = Office::with_cases();
    four(&office);
    rebase(&office, 4, "2d", "true");
    let (code, said) = verified(&office, &["--no-receipt"]);
    assert_eq!((code, said["checked"]["since"].is_null()), (0, true), "{said:#}");
    let unsaid = said["not_checked"].to_string();
    assert!(unsaid.contains("nothing was kept elsewhere"), "{unsaid}");
}

/// Ensures that objects that are altered or gone are found.
#[test]
fn altered_objects_are_found() {
    for is_gone in [false, true] {
        for what in ["HEAD:cases/2026/11/A-0001.toml", "HEAD~2:cases", "HEAD~2"] {
            let office = Office::with_cases();
            let name = git(&office, &["rev-parse", what]);
            let (folder, rest) = name.trim().split_at(2);
            let path = office.git_folder().join("objects").join(folder).join(rest);
            if is_gone {
                fs::remove_file(&path).unwrap();
            } else {
                let other = git(&office, &["rev-parse", "HEAD:caseload.toml"]);
                let (folder, rest) = other.trim().split_at(2);
                let other = office.git_folder().join("objects").join(folder).join(rest);
                fs::remove_file(&path).unwrap();
                fs::copy(other, &path).unwrap();
            }
            let codes = found(&office, &[]);
            let code = if is_gone { "object-missing" } else { "object-altered" };
            assert!(codes.contains(&code.to_owned()), "{what}: {codes:?}");
        }
    }
}

/// Ensures that what the folder's own repository says about its history is not believed.
#[test]
fn grafts_and_replacements_hide_nothing() {
    let office = Office::with_cases();
    four(&office);
    assert_eq!(found(&office, &[]), [""; 0]);
    let [tip, middle] = ["HEAD", "HEAD~2"].map(|it| git(&office, &["rev-parse", it]));
    let root = git(&office, &["rev-list", "--max-parents=0", "HEAD"]);
    git(&office, &["replace", "--graft", tip.trim(), root.trim()]);
    fs::write(office.git_folder().join("shallow"), &middle).unwrap();
    let (code, said) = verified(&office, &[]);
    assert_eq!((code, said["checked"]["commits"].as_u64()), (0, Some(9)), "{said:#}");
}
