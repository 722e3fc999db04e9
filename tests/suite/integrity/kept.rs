//! What is kept outside of the folder: receipts, and what becomes of them where a folder is moved,
//! copied, cloned or put in another's place.

use std::fs;
use std::process::Command;

use crate::integrity::signed::{fingerprint, is_possible, signed_office};
use crate::integrity::{NOW, contact, found, git, state, state_files, verified};
use crate::recording::office::{Office, words};

fn receipt(office: &Office) -> String {
    let (_, said) = verified(office, &["--receipt", "--no-receipt"]);
    said["receipt"].as_str().unwrap().to_owned()
}

/// Ensures that a receipt that somebody else keeps finds what was taken away, as a line and in a message.
#[test]
fn a_receipt_that_others_keep_is_compared() {
    let office = Office::with_cases();
    contact(&office, 1, "A-0001");
    let line = receipt(&office);
    let mail = office.home().join("mail.txt");
    fs::write(&mail, format!("Hello,\n> {}\n", line.replace(' ', "\n> "))).unwrap();
    let mail = mail.to_str().unwrap();
    for against in [line.as_str(), mail] {
        assert_eq!(found(&office, &["--no-receipt", "--against", against]), [""; 0]);
    }
    git(&office, &["reset", "--quiet", "--hard", "HEAD~"]);
    for against in [line.as_str(), mail] {
        assert_eq!(found(&office, &["--no-receipt", "--against", against]), ["lost"]);
    }
    for wrong in [&line[..line.len() - 1], "no such file", "/nonexistent", "caseload-receipt-1 x"] {
        let output = office.caseload(NOW, &["verify", "--against", wrong]).output().unwrap();
        assert!([1, 6].contains(&output.status.code().unwrap()), "{wrong}: {}", words(&output));
        assert!(words(&output).contains("receipt"), "{wrong}: {}", words(&output));
    }
}

/// Ensures that no receipt is given of a record that does not hold.
#[test]
fn no_receipt_of_what_does_not_hold() {
    let office = Office::with_cases();
    assert_eq!(found(&office, &[]), [""; 0]);
    let kept = fs::read(&state_files(&office)[0]).unwrap();
    git(&office, &["commit", "--quiet", "--amend", "-m", "anew"]);
    let output = office.caseload(NOW, &["verify", "--receipt"]).output().unwrap();
    assert!(words(&output).contains("no receipt is given"), "{}", words(&output));
    assert_eq!(fs::read(&state_files(&office)[0]).unwrap(), kept);
    let accepted = found(&office, &["--accept-rewritten"]);
    assert!(!accepted.contains(&"lost".to_owned()), "{accepted:?}");
    assert!(!found(&office, &[]).contains(&"lost".to_owned()));
}

/// Ensures that a message is read as mailers write it, in whatever alphabet, and that one whose receipt was
/// altered is not.
#[test]
fn a_receipt_is_read_from_a_message_as_it_was_sent() {
    let office = Office::with_cases();
    contact(&office, 1, "A-0001");
    let line = receipt(&office);
    let (head, tail) = line.split_at(61);
    let soft = format!(
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nS=E9an,=20\r\n> {head}=\r\n{tail}\r\n"
    );
    let page = format!("<html><p>&gt;&nbsp;{}</p></html>", line.replace(' ', "&nbsp;<br>\r\n"));
    let latin =
        [b"S\xe9an wrote:\r\n  ".to_vec(), line.replace(' ', "\r\n\t").into_bytes()].concat();
    let wide: Vec<u8> =
        format!("\u{feff}{line}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mail = office.home().join("mail.eml");
    for message in [soft.clone().into_bytes(), page.clone().into_bytes(), latin, wide] {
        fs::write(&mail, &message).unwrap();
        let (code, said) =
            verified(&office, &["--no-receipt", "--against", mail.to_str().unwrap()]);
        assert_eq!((code, &said["checked"]["receipts"]), (0, &1.into()), "{said:#}");
    }
    let date = &line[line.find('T').unwrap() - 2..line.find('T').unwrap()];
    for altered in [soft, page].map(|it| it.replace(&format!("-{date}T"), "-09T")) {
        fs::write(&mail, &altered).unwrap();
        let arguments = ["verify", "--against", mail.to_str().unwrap()];
        let output = office.caseload(NOW, &arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{altered}: {}", words(&output));
        assert!(words(&output).contains("is not whole"), "{}", words(&output));
    }
}

/// Ensures that it is said which receipts were given up, when and by whom, then and ever after; and that
/// they are kept.
#[test]
fn what_was_given_up_is_said_ever_after() {
    let office = Office::with_cases();
    assert_eq!(found(&office, &[]), [""; 0]);
    contact(&office, 1, "A-0001");
    let given = receipt(&office);
    let commit = office.tip();
    assert_eq!(found(&office, &[]), [""; 0]);
    let nothing = office.done(NOW, &["verify", "--accept-rewritten"]);
    assert!(words(&nothing).contains("nothing that was kept had to be given up"));
    git(&office, &["reset", "--quiet", "--hard", "HEAD~"]);
    assert_eq!(found(&office, &[]), ["lost"]);
    let expected = format!(
        "That the history was made anew was accepted on Fri 20 Nov 2026 by alex, which gave up 1 receipt ({} of Fri 20 Nov 2026).",
        &commit[..12]
    );
    for more in [&["--accept-rewritten", "--no-receipt"][..], &[], &[]] {
        let output = office.done(NOW, &[&["verify"], more].concat());
        let said = words(&output).replace('\n', " ");
        assert!(said.contains(&expected), "{said}");
    }
    let (_, said) = verified(&office, &[]);
    let past = &said["given_up"][0];
    assert_eq!(
        (&past["by"], &past["receipts"][0]["commit"]),
        (&"alex".into(), &commit.clone().into())
    );
    assert_eq!(past["when"], "2026-11-20T12:00:00+00:00");
    // Whoever has that receipt still finds it.
    let (code, said) = verified(&office, &["--against", &given]);
    assert_eq!(code, 7, "{said:#}");
    assert!(!said["findings"].to_string().contains("another folder"), "{said:#}");
}

/// Ensures that a receipt of another folder is said to be one where that is known, and else that it may be.
#[test]
fn a_receipt_of_another_folder_is_said_to_be_one() {
    let office = Office::with_cases();
    let other = Office::with_cases();
    contact(&other, 1, "A-0001");
    let given = receipt(&other);
    let (code, said) = verified(&office, &["--against", &given]);
    let message = said["findings"][0]["message"].as_str().unwrap();
    assert!(code == 7 && message.ends_with("or the receipt is one of another folder"), "{said:#}");
    assert_eq!(said["notes"].as_array().unwrap().len(), 0, "{said:#}");
    // The other is one of the same user's.
    let mine = office.home().join("other");
    let copied = Command::new("cp").arg("-r").arg(other.folder()).arg(&mine).status();
    assert!(copied.unwrap().success());
    office.done(NOW, &["--cases", mine.to_str().unwrap(), "verify"]);
    let (_, said) = verified(&office, &["--against", &given]);
    let note = said["notes"][0].as_str().unwrap();
    assert!(note.contains("is one of another folder") && note.contains("/other"), "{said:#}");
}

/// Ensures that what is kept of another folder, and cannot be read, keeps nobody from looking at this one;
/// that it is said; and that a place where nothing can be kept is too.
#[test]
fn trouble_with_what_is_kept_is_said() {
    let office = Office::with_cases();
    let place = state(&office);
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("0123.json"), "{").unwrap();
    let (code, said) = verified(&office, &[]);
    assert_eq!(code, 0, "{said:#}");
    assert!(said["not_checked"].to_string().contains("0123.json cannot be read"), "{said:#}");
    // From now on it is known, whatever lies beside it.
    let (_, said) = verified(&office, &[]);
    assert!(!said["not_checked"].to_string().contains("0123.json"), "{said:#}");
    let own = state_files(&office).into_iter().find(|it| !it.ends_with("0123.json")).unwrap();
    // A folder in the place of the file is as little to be read as somebody else's file.
    fs::remove_file(&own).unwrap();
    fs::create_dir(&own).unwrap();
    for command in ["verify", "trust"] {
        let output = office.caseload(NOW, &[command]).output().unwrap();
        assert_eq!(output.status.code(), Some(6), "{}", words(&output));
        let said = words(&output);
        assert!(said.contains("which is kept to check this folder by, cannot be read"), "{said}");
    }
    fs::remove_dir_all(&place).unwrap();
    fs::write(&place, "no folder").unwrap();
    let output = office.caseload(NOW, &["verify"]).output().unwrap();
    let said = words(&output);
    assert!(said.contains("cannot be read") || said.contains("no receipt was kept"), "{said}");
}

/// Ensures that of several processes at once each keeps what it has to keep.
#[test]
fn several_at_once_lose_nothing() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    let print = fingerprint(&office, "alex");
    for minute in 1..=5 {
        office.done(NOW, &["trust", "--forget"]);
        contact(&office, minute, "A-0001");
        let confirm = ["trust", "--fingerprint", &print];
        let commands = [&["verify"][..], &["verify"], &confirm, &["verify"]];
        let running = commands.map(|arguments| {
            let mut command = office.caseload(NOW, arguments);
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
            command.spawn().unwrap()
        });
        for mut child in running {
            assert!(child.wait().unwrap().success());
        }
        let kept = fs::read(&state_files(&office)[0]).unwrap();
        let kept: serde_json::Value = serde_json::from_slice(&kept).unwrap();
        assert_eq!(kept["receipts"].as_array().unwrap().len(), minute, "{kept:#}");
        assert_eq!(kept["confirmed"].as_array().unwrap().len(), 1, "{kept:#}");
    }
}

/// Ensures that another record in the place of one that was known is said to be another.
#[test]
fn another_record_in_its_place_is_found() {
    let office = Office::with_cases();
    assert_eq!(found(&office, &[]), [""; 0]);
    let other = Office::to_be();
    other.set("user.name", "Somebody Else");
    let made = other.init(&[crate::recording::office::program()]);
    assert!(made.status.success(), "{}", words(&made));
    contact_in_new(&other);
    fs::remove_dir_all(office.folder()).unwrap();
    let copied = Command::new("cp").arg("-r").arg(other.folder()).arg(office.folder()).status();
    assert!(copied.unwrap().success());
    assert_eq!(found(&office, &[]), ["another-record", "lost"]);
}

fn contact_in_new(office: &Office) {
    office.done("2026-11-16T12:00:00Z", &["refer", "B-0001", "--on", "2026-11-02"]);
}

/// Ensures that a folder that was moved is known again, with all that was kept of it.
#[test]
fn a_folder_that_was_moved_is_known_again() {
    let office = Office::with_cases();
    assert_eq!(found(&office, &[]), [""; 0]);
    let moved = office.home().join("moved");
    fs::rename(office.folder(), &moved).unwrap();
    let verify = || {
        let mut command =
            office.through(&["sh", "-c", "cd ../home/moved && caseload verify"], NOW, &[]);
        command.current_dir(office.home()).output().unwrap()
    };
    let said = words(&verify());
    assert!(said.contains("It lay in") && said.contains("since"), "{said}");
    assert!(!words(&verify()).contains("It lay in"));
    let mut reset = office.through(
        &["git"],
        "",
        &["-C", moved.to_str().unwrap(), "reset", "-q", "--hard", "HEAD~"],
    );
    assert!(reset.current_dir(office.home()).status().unwrap().success());
    assert_eq!(verify().status.code(), Some(7));
}

/// Ensures that the keys that were confirmed for one copy count for another of the same user's, and its
/// receipts do not: a copy may be behind.
#[test]
fn the_keys_that_were_confirmed_count_for_a_copy() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    let copy = office.home().join("copy");
    let copied = Command::new("cp").arg("-r").arg(office.folder()).arg(&copy).status();
    assert!(copied.unwrap().success());
    contact(&office, 1, "A-0001");
    assert_eq!(found(&office, &[]), [""; 0]);
    let arguments = ["--cases", copy.to_str().unwrap(), "verify", "--format", "json"];
    let output = office.done(NOW, &arguments);
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["checked"]["confirmed"], true, "{said:#}");
    assert!(said["notes"][0].as_str().unwrap().contains("copy"), "{said:#}");
}

/// Ensures that a sync and a clone keep a receipt, and that a sync says where history was taken away.
#[test]
fn what_is_exchanged_keeps_a_receipt() {
    let office = Office::with_cases().with_remote();
    assert_eq!(state_files(&office).len(), 1);
    let remote = office.remote();
    let other = Office::to_be();
    let arguments = ["clone", remote.to_str().unwrap(), "folder"];
    let mut command = other.through(&[crate::recording::office::program()], NOW, &arguments);
    let output = command.current_dir(other.home().parent().unwrap()).output().unwrap();
    assert!(output.status.success(), "{}", words(&output));
    assert_eq!(state_files(&other).len(), 1);
    contact(&office, 1, "A-0001");
    assert_eq!(found(&office, &[]), [""; 0]);
    git(&office, &["reset", "--quiet", "--hard", "HEAD~"]);
    let said = words(&office.done(NOW, &["sync"]));
    assert!(said.contains("no longer part of the history"), "{said}");
    assert_eq!(found(&office, &[]), ["lost"]);
}

/// Ensures that what is kept and cannot be read is said, and not written over; and that a record can be
/// looked at where nothing can be kept.
#[test]
fn what_is_kept_is_never_lost_silently() {
    let office = Office::with_cases();
    assert_eq!(found(&office, &[]), [""; 0]);
    let file = state_files(&office).remove(0);
    fs::write(&file, "{").unwrap();
    let output = office.caseload(NOW, &["verify"]).output().unwrap();
    assert_eq!(output.status.code(), Some(6), "{}", words(&output));
    assert_eq!(fs::read_to_string(&file).unwrap(), "{");
    for (variable, value) in [("HOME", "relative"), ("XDG_STATE_HOME", "inside")] {
        let place = if value == "inside" { office.folder().join("state") } else { value.into() };
        let mut command = office.caseload(NOW, &["verify", "--format", "json"]);
        let output = command.env(variable, place).output().unwrap();
        let said: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error} {}", words(&output)));
        assert!(said["not_checked"].to_string().contains("no place to keep"), "{said:#}");
    }
    assert!(!office.folder().join("state").exists());
}
