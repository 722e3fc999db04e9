//! Packs that somebody made to do harm: they are refused or harmless, and nothing is written.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use caseload::store::{Bundle, read_pack};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{NOW, beside, cover_up, finds, found, packed, verify};
use crate::recording::office::{Office, contents, words};

/// An archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Looks at it with a place of its own for what is temporary, and ensures that nothing stays.
fn harmless(office: &Office, place: &Path) -> String {
    let temporary = beside(office, "temporary");
    fs::create_dir_all(&temporary).unwrap();
    let of_pack = |it: &String| !it.starts_with("temporary ");
    let kept = || contents(&office.home()).into_iter().filter(of_pack).collect::<Vec<_>>();
    let before = kept();
    let arguments = ["pack", "verify", place.to_str().unwrap()];
    let mut command = office.caseload(NOW, &arguments);
    let output = command.env("TMPDIR", &temporary).current_dir(office.home()).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    assert!(kept() == before, "something was written or changed");
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "something stays");
    words(&output)
}

#[test]
fn names_that_lead_elsewhere_are_not_followed() {
    let office = Office::with_cases();
    let place = beside(&office, "pack.zip");
    for name in [
        "../outside",
        "/tmp/outside",
        "a/../../outside",
        "a\\..\\outside",
        "C:outside",
        "a//b",
        "./../a",
        "a/./b",
        "../",
    ] {
        fs::write(&place, archive(&[(name, b"x")])).unwrap();
        let read = read_pack(&place).unwrap();
        assert!(read.files.is_empty() && !read.damage.is_empty(), "{name}: {read:?}");
        let said = harmless(&office, &place);
        assert!(said.contains("leads elsewhere"), "{name}: {said}");
    }
}

#[test]
fn links_are_not_followed() {
    let office = Office::with_cases();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("index.html", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let place = beside(&office, "pack.zip");
    fs::write(&place, writer.finish().unwrap().into_inner()).unwrap();
    assert!(harmless(&office, &place).contains("it is a link"));
    let folder = packed(&office, &["A-0001"], "pack");
    fs::remove_file(folder.join("index.html")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.join("index.html")).unwrap();
    finds(&office, &folder, "index.html", "it is a link");
    fs::remove_file(folder.join("index.html")).unwrap();
    std::os::unix::fs::symlink(".", folder.join("index.html")).unwrap();
    finds(&office, &folder, "index.html", "it is a link");
}

/// Two files of one name: which of them a reader sees would be chance.
#[test]
fn two_files_of_one_name_are_found() {
    let office = Office::with_cases();
    let mut bytes = archive(&[("a.html", b"one"), ("b.html", b"two")]);
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(6).position(|window| window == b"b.html") {
        at += found;
        bytes[at] = b'a';
    }
    let place = beside(&office, "pack.zip");
    fs::write(&place, bytes).unwrap();
    assert!(harmless(&office, &place).contains("one name"));
}

/// A few bytes that stand for more than any pack holds.
#[test]
fn what_grows_without_end_is_not_unpacked() {
    let office = Office::with_cases();
    let place = beside(&office, "pack.zip");
    let zeros = vec![0; 300 * 1024 * 1024];
    let files = [("a", &zeros[..]), ("b", &zeros[..]), ("c", &zeros[..]), ("d", &zeros[..])];
    fs::write(&place, archive(&files)).unwrap();
    assert!(place.metadata().unwrap().len() < 2 * 1024 * 1024);
    assert!(harmless(&office, &place).contains("more than any pack"));
}

fn header(tip: &str) -> Vec<u8> {
    format!("# v3 git bundle\n@object-format=sha1\n@filter=blob:none\n{tip} refs/heads/main\n\n")
        .into()
}

/// One object as a pack of git's has it: its kind, the size that it says, and what it holds.
fn object(kind: u8, mut size: u64, told_by: &[u8], holds: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind << 4 | u8::try_from(size & 15).unwrap()];
    size >>= 4;
    while size > 0 {
        *bytes.last_mut().unwrap() |= 128;
        bytes.push(u8::try_from(size & 127).unwrap());
        size >>= 7;
    }
    bytes.extend(told_by);
    let mut packing = flate2::write::ZlibEncoder::new(bytes, flate2::Compression::best());
    packing.write_all(holds).unwrap();
    packing.finish().unwrap()
}

fn pack_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"PACK\0\0\0\x02".to_vec();
    bytes.extend(u32::try_from(objects.len()).unwrap().to_be_bytes());
    bytes.extend(objects.concat());
    let digest = sha1(&bytes);
    bytes.extend(digest);
    bytes
}

fn sha1(bytes: &[u8]) -> Vec<u8> {
    use sha1::Digest;
    sha1::Sha1::digest(bytes).to_vec()
}

const TIP: &str = "0123456789012345678901234567890123456789";

#[test]
fn a_history_that_is_none_is_refused() {
    let zeros = vec![0; 40 * 1024 * 1024];
    // What tells a version by another: the sizes of both, then what to write.
    let grows = [&[3, 0x80, 0x80, 0x80, 0x80, 0x10, 1, b'x'][..]].concat();
    let by_name = [&[7_u8; 20][..]].concat();
    for (what, bytes, expected) in [
        ("nothing", Vec::new(), "no bundle"),
        ("garbage", b"# v2 git bundle\nx".to_vec(), "no bundle"),
        ("only a header", header(TIP), "not packed as git"),
        (
            "another branch",
            [
                b"# v3 git bundle\n@object-format=sha1\n@filter=blob:none\n".as_slice(),
                TIP.as_bytes(),
                b" refs/heads/../x\n\n",
            ]
            .concat(),
            "no bundle",
        ),
        ("no commit", header("x123456789012345678901234567890123456789"), "git cannot read"),
        (
            "zeros",
            [header(TIP), pack_of(&[object(3, zeros.len() as u64, &[], &zeros)])].concat(),
            "larger than any record",
        ),
        (
            "zeros that say they are few",
            [header(TIP), pack_of(&[object(3, 10, &[], &zeros)])].concat(),
            "larger than any record",
        ),
        (
            "few that say they are many",
            [header(TIP), pack_of(&[object(3, 20, &[], b"few")])].concat(),
            "not packed as git",
        ),
        (
            "a version that grows",
            [
                header(TIP),
                pack_of(&[object(3, 3, &[], b"few"), object(6, grows.len() as u64, &[11], &grows)]),
            ]
            .concat(),
            "larger than any record",
        ),
        (
            "a version of nothing",
            [header(TIP), pack_of(&[object(7, 4, &by_name, &[3, 3, 1, b'x'])])].concat(),
            "git cannot read",
        ),
        (
            "too many",
            [header(TIP), b"PACK\0\0\0\x02\xff\xff\xff\xff".to_vec()].concat(),
            "larger than any record",
        ),
        (
            "too few",
            [header(TIP), b"PACK\0\0\0\x02\0\0\0\x02aaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_vec()]
                .concat(),
            "not packed as git",
        ),
    ] {
        let error = Bundle::read(&bytes).map(|bundle| bundle.tip()).unwrap_err().to_string();
        assert!(error.contains(expected), "{what}: {error}");
    }
}

/// Ensures that a history cut or garbled anywhere is found, and that nothing panics or stays.
#[test]
fn a_garbled_history_does_no_harm() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    let bundle = place.join("history.bundle");
    let whole = fs::read(&bundle).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0x11;
        let read = Bundle::read(&changed);
        // A name can be garbled to another name; then it is no commit that is there.
        let is_found = read.is_err() || read.is_ok_and(|it| it.steps(&[]).is_err());
        assert!(is_found, "byte {at}");
        assert!(Bundle::read(&whole[..at]).is_err(), "cut at {at}");
    }
    fs::write(&bundle, &whole[..whole.len() - 7]).unwrap();
    cover_up(&place);
    let said = harmless(&office, &place);
    assert!(said.contains("history.bundle"), "{said}");
}

/// Ensures that what a pack says of itself leads nowhere.
#[test]
fn facts_that_lead_elsewhere_are_found() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    let facts = place.join("pack.json");
    let whole = fs::read_to_string(&facts).unwrap();
    for (from, to) in [
        ("cases/2026/11/A-0001.toml", "../../../etc/passwd"),
        ("cases/2026/11/A-0001.toml", "/etc/passwd"),
        ("\"A-0001\"", "\"../../outside\""),
        ("\"A-0001\"", "\"\\u001b[31m\""),
        ("\"schema\": 1", "\"schema\": 2"),
        ("\"revision\": \"", "\"revision\": \"\\u202e"),
    ] {
        fs::write(&facts, whole.replace(from, to)).unwrap();
        cover_up(&place);
        let said = harmless(&office, &place);
        assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'), "{said:?}");
    }
    for text in ["", "{}", "[]", "null", "{\"schema\": 1}"] {
        fs::write(&facts, text).unwrap();
        cover_up(&place);
        finds(&office, &place, "pack.json", "does not say");
    }
    fs::write(&facts, &whole).unwrap();
    cover_up(&place);
    assert_eq!(found(&office, &place), []);
    assert_eq!(verify(&office, &place).status.code(), Some(0));
}
