//! Changes of the signers: lawful ones, unlawful ones, and settings that would mean more than they say.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::integrity::signed::{
    fingerprint, is_possible, key, name_signers, sign_as, signed_office, trust,
};
use crate::integrity::{NOW, contact, found, git, verified};
use crate::recording::office::{Office, words};

/// Makes a folder that only its owner can enter.
pub(crate) fn private_folder(path: &Path) {
    fs::create_dir(path).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

fn public(office: &Office, name: &str) -> String {
    fs::read_to_string(office.home().join(name).with_extension("pub")).unwrap().trim().to_owned()
}

/// Ensures that an unlawful change is told with the fingerprints of the keys, old and new.
#[test]
fn an_unlawful_change_names_the_keys() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    let mallory = key(&office, "mallory");
    sign_as(&office, "alex", "mallory");
    name_signers(&office, "2026-11-17T09:00:00Z", &[("alex", &mallory)]);
    let (_, said) = verified(&office, &[]);
    let expected = format!(
        "lets in alex ({}) and takes out alex ({}), and is signed by nobody who may",
        fingerprint(&office, "mallory"),
        fingerprint(&office, "alex")
    );
    assert_eq!(said["findings"][0]["code"], "signers-changed", "{said:#}");
    assert_eq!(said["findings"][0]["message"], expected);
}

/// Ensures that one who may sign can let another in and out, and that each counts while in.
#[test]
fn a_lawful_change_counts_from_there_on() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    let (alex, robin) = (public(&office, "alex"), key(&office, "robin"));
    name_signers(&office, "2026-11-17T09:00:00Z", &[("alex", &alex), ("robin", &robin)]);
    sign_as(&office, "robin", "robin");
    contact(&office, 1, "A-0001");
    assert_eq!(found(&office, &[]), [""; 0]);
    let said = words(&office.done(NOW, &["trust"]));
    assert!(said.contains("each change since was signed by one who might"), "{said}");
    assert!(said.contains(&fingerprint(&office, "robin")), "{said}");
    sign_as(&office, "alex", "alex");
    name_signers(&office, "2026-11-17T11:00:00Z", &[("alex", &alex)]);
    assert_eq!(found(&office, &[]), [""; 0]);
    sign_as(&office, "robin", "robin");
    office.done("2026-11-17T11:05:00Z", &["contact", "A-0002", "--mode", "phone"]);
    // The settings no longer know robin's address either, so it is one of nobody's now.
    let codes = found(&office, &[]);
    assert!(codes.contains(&"signature-not-allowed".to_owned()), "{codes:?}");
}

/// Ensures that a change by somebody who may not sign does not count, nor what is signed by it, though
/// one who may goes on from there; and that all can be agreed upon again.
#[test]
fn an_unlawful_change_does_not_count() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    let (alex, mallory) = (public(&office, "alex"), key(&office, "mallory"));
    sign_as(&office, "alex", "mallory");
    name_signers(&office, "2026-11-17T09:00:00Z", &[("alex", &alex), ("mallory", &mallory)]);
    sign_as(&office, "alex", "alex");
    contact(&office, 1, "A-0001");
    sign_as(&office, "mallory", "mallory");
    contact(&office, 2, "A-0001");
    assert_eq!(found(&office, &[]), ["signers-changed", "signature-not-allowed"]);
    let (_, said) = verified(&office, &[]);
    assert_eq!(
        said["findings"].to_string().matches("signature-not-allowed").count(),
        2,
        "{said:#}"
    );
    let asked = office.caseload(NOW, &["trust"]).output().unwrap();
    assert_eq!(asked.status.code(), Some(8), "{}", words(&asked));
    assert!(words(&asked).contains("is not what was confirmed"), "{}", words(&asked));
    let one = office.caseload(NOW, &["trust", "--fingerprint", &fingerprint(&office, "alex")]);
    let one = { one }.output().unwrap();
    assert_eq!(one.status.code(), Some(1), "{}", words(&one));
    trust(&office, &[&fingerprint(&office, "alex"), &fingerprint(&office, "mallory")]);
    assert_eq!(found(&office, &[]), [""; 0]);
}

/// Ensures that whoever makes the whole history anew, with keys and signatures of their own, is found
/// by what lies outside of the folder.
#[test]
fn a_history_signed_anew_is_found() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    contact(&office, 1, "A-0001");
    let (alex, mallory) = (public(&office, "alex"), key(&office, "mallory"));
    sign_as(&office, "alex", "mallory");
    let swap = format!(
        "sed -i 's#{}#{}#' caseload.toml; git commit --quiet --all --amend --no-edit -S",
        alex.split(' ').nth(1).unwrap(),
        mallory.split(' ').nth(1).unwrap()
    );
    git(&office, &["rebase", "--quiet", "--root", "-X", "theirs", "--exec", &swap]);
    let text = fs::read_to_string(office.folder().join("caseload.toml")).unwrap();
    assert!(!text.contains(&alex) && text.contains(mallory.split(' ').nth(1).unwrap()));
    let codes = found(&office, &[]);
    for code in ["another-record", "lost", "signature-not-allowed"] {
        assert!(codes.contains(&code.to_owned()), "{code}: {codes:?}");
    }
}

/// Ensures that nothing that is written among the signers lets in anybody else.
#[test]
fn hostile_settings_let_nobody_in() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    let (alex, mallory) = (public(&office, "alex"), key(&office, "mallory"));
    for hostile in [
        "-x".to_owned(),
        format!("{alex}\n* {mallory}"),
        format!("* {mallory}"),
        format!("cert-authority {mallory}"),
        format!("namespaces=\"*\" {mallory}"),
        "--import /etc/passwd".to_owned(),
    ] {
        let settings = office.folder().join("caseload.toml");
        let before = fs::read_to_string(&settings).unwrap();
        fs::write(&settings, format!("{before}\n[signers.mallory]\nssh = [{hostile:?}]\n"))
            .unwrap();
        let checked = office.caseload(NOW, &["check"]).output().unwrap();
        assert_eq!(checked.status.code(), Some(1), "{hostile}: {}", words(&checked));
        let said = words(&checked);
        assert!(said.contains("is no `ssh` key"), "{hostile}: {said}");
        // Recorded by git itself all the same, and signed by one who may.
        git(&office, &["commit", "--quiet", "--all", "-m", "hostile"]);
        sign_as(&office, "mallory", "mallory");
        git(&office, &["commit", "--quiet", "--allow-empty", "-m", "by mallory"]);
        let codes = found(&office, &["--no-receipt"]);
        assert!(codes.contains(&"signature-not-allowed".to_owned()), "{hostile}: {codes:?}");
        sign_as(&office, "alex", "alex");
        git(&office, &["reset", "--quiet", "--hard", "HEAD~2"]);
    }
}

/// Ensures that `trust` refuses where there is nothing to confirm, and forgets.
#[test]
fn trust_is_refused_forgotten_and_begun_again() {
    if !is_possible() {
        return;
    }
    let bare = Office::with_cases();
    let refused = bare.caseload(NOW, &["trust"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", words(&refused));
    assert!(words(&refused).contains("[signers.alex]"), "{}", words(&refused));
    let office = signed_office();
    let wrong = office.caseload(NOW, &["trust", "--forget"]).output().unwrap();
    assert!(wrong.status.success(), "{}", words(&wrong));
    let (_, said) = verified(&office, &[]);
    assert_eq!(said["checked"]["confirmed"], false);
    assert!(said["not_checked"].to_string().contains("caseload trust"), "{said:#}");
}
