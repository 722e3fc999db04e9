//! What a git that was killed left behind: it neither keeps what is to be erased, nor is anything lost with it.

use std::fs;

use crate::erasing::{NOW, erase, left, machines};
use crate::recording::office::Office;

/// Ensures that what a git left which was killed, or had no room, does not keep what is to be erased.
#[test]
fn what_a_killed_git_left_is_not_in_the_way() {
    let [first, ..] = machines();
    let keep = first.git_folder().join(keep_of_the_pack(&first));
    fs::write(&*keep, format!("fetch-pack 999999999 on {}\n", host())).unwrap();
    fs::write(keep.with_file_name(format!("pack-{}.keep", "0".repeat(40))), "").unwrap();
    fs::write(first.git_folder().join("gc.pid"), format!("999999999 {}", host())).unwrap();
    let begun = keep.with_file_name(format!(".tmp-999999999-pack-{}.pack", "0".repeat(40)));
    fs::copy(keep.with_extension("pack"), &begun).unwrap();
    first.done(NOW, &["erase", "C-0007", "--reason", "request", "--dry-run"]);
    assert!(keep.exists());
    erase(&first);
    assert_eq!(left(&first), [""; 0]);
    let packs = fs::read_dir(keep.parent().unwrap()).unwrap();
    let keeps = packs.filter(|it| it.as_ref().unwrap().path().extension().unwrap() == "keep");
    assert_eq!(keeps.count(), 0);
    assert!(!begun.exists());
}

/// Ensures that nothing is lost where everything lies in a pack that a killed `git repack` had not put in
/// place: git reads it, and takes away what else there is of it.
#[test]
fn what_a_killed_repack_holds_alone_is_kept() {
    let [first, ..] = machines();
    let pack = first.git_folder().join(keep_of_the_pack(&first)).with_extension("pack");
    let name = pack.file_stem().unwrap().to_str().unwrap();
    for ending in ["pack", "rev", "idx"] {
        let file = pack.with_extension(ending);
        if file.exists() {
            fs::rename(&file, pack.with_file_name(format!(".tmp-999999999-{name}.{ending}")))
                .unwrap();
        }
    }
    erase(&first);
    assert_eq!(left(&first), [""; 0]);
    assert_eq!(first.not_sound(), [""; 0]);
    let packs = fs::read_dir(pack.parent().unwrap()).unwrap();
    let mut names = packs.map(|it| it.unwrap().file_name().into_string().unwrap());
    assert!(!names.any(|name| name.starts_with(".tmp-")));
}

/// Has git put everything into one pack; where that is said to be kept, within the repository.
pub(super) fn keep_of_the_pack(office: &Office) -> String {
    office.git_says(&["repack", "-a", "-d", "--quiet"]);
    let packs = fs::read_dir(office.git_folder().join("objects/pack")).unwrap();
    let names = packs.map(|pack| pack.unwrap().file_name().into_string().unwrap());
    let pack = names.into_iter().find(|name| name.contains(".pack")).unwrap();
    format!("objects/pack/{}", pack.replace(".pack", ".keep"))
}

/// This machine, as git names it.
pub(super) fn host() -> String {
    fs::read_to_string("/proc/sys/kernel/hostname").unwrap().trim().to_owned()
}
