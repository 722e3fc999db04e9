//! What is kept of what is to be done: it is never told from what is worked out anew, whatever changes
//! and whatever becomes of the file, and it names nobody.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use caseload::calendar::Window;
use caseload::obligation::{Agenda, evaluate};
use caseload::report::{By, Due, Filter, Report, Stamp};
use caseload::store;

use crate::chance::{Dice, depth};
use crate::recording::office::{Office, words};
use crate::twin;

const NOW: &str = "2026-11-18T10:00:00Z";

fn kept(office: &Office) -> PathBuf {
    office.git_folder().join("caseload/agendas")
}

/// Everything that a due list can be asked for, in one text.
fn told(office: &Office, now: &str) -> String {
    let forms: [&[&str]; 6] = [
        &["due"],
        &["due", "--format", "json"],
        &["due", "--format", "csv", "--within", "26w"],
        &["due", "--by", "worker", "--restricted", "--format", "plain"],
        &["due", "--severity", "must", "--exit-code"],
        &["due", "--programme", "ipes", "--stage", "pre-work", "--format", "html"],
    ];
    let said = |form: &&[&str]| {
        let output = office.caseload(now, form).output().unwrap();
        format!("{:?}\n{}{}\n", output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    forms.iter().map(said).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The same where nothing is kept.
fn told_anew(office: &Office, now: &str) -> String {
    let copy = office.copy();
    let file = kept(&copy);
    // Nothing can be put in the place of a folder.
    let _ = fs::remove_file(&file);
    fs::create_dir(&file).unwrap();
    told(&copy, now)
}

/// Cases with names, notes, jobs, a restricted one, and several key workers.
fn office() -> Office {
    let office = Office::with_history().with_workers(&["priya", "morgan"]);
    let record = |arguments: &[&str]| assert!(office.done(NOW, arguments).status.success());
    record(&[
        "refer",
        "A-0021",
        "--programme",
        "ipes",
        "--name",
        "Noor Garth",
        "--on",
        "2026-08-03",
    ]);
    record(&["start", "A-0021", "--on", "2026-08-10"]);
    record(&["assign", "priya", "A-0021", "--on", "2026-08-11"]);
    record(&["job", "offer", "A-0021", "--employer", "Harbour Mill", "--on", "2026-11-02"]);
    record(&[
        "contact",
        "A-0021",
        "--mode",
        "phone",
        "--on",
        "2026-11-03",
        "--note",
        "Wants mornings.",
    ]);
    record(&[
        "contact",
        "A-0021",
        "--mode",
        "in-person",
        "--outcome",
        "missed",
        "--on",
        "2026-11-16",
    ]);
    record(&[
        "refer",
        "A-0022",
        "--programme",
        "ipes",
        "--name",
        "Robin Vale",
        "--on",
        "2026-11-02",
    ]);
    office
}

/// Ensures that the same is told a second time, and that something was kept for it.
#[test]
fn what_is_kept_is_told_as_it_was_worked_out() {
    let office = office();
    assert!(!kept(&office).exists());
    let first = told(&office, NOW);
    assert!(first.contains("Noor Garth") && first.contains("Harbour Mill"), "{first}");
    assert!(kept(&office).is_file());
    assert_eq!(told(&office, NOW), first);
    assert_eq!(told_anew(&office, NOW), first);
}

/// The folder's own numbers for a programme.
const NUMBERS: &str = "extends = \"ipes\"\nwritten-against = \"updated 10 May 2023\"\n\n[[override]]\n\
    rule = \"initial-meeting\"\nwithin = \"11 working days\"\nreason = \"our contract\"\n";

/// What is changed in a file: from what, to what. Where it was nothing, it is a file more; where it becomes
/// nothing, one less.
const CHANGES: [(&str, &str, &str); 13] = [
    ("cases/2026/08/A-0021.toml", "on = 2026-11-03", "on = 2026-11-10"),
    ("cases/2026/08/A-0021.toml", "Noor Garth", "Nora Garth"),
    ("cases/2026/08/A-0021.toml", "Harbour Mill", "Harbour View"),
    ("cases/2026/08/A-0021.toml", "worker = \"priya\"", "worker = \"morgan\""),
    ("cases/2026/08/A-0021.toml", "name = ", "restricted = true\nname = "),
    ("cases/2026/11/A-0022.toml", "referred = ", "refered = "),
    ("cases/2026/11/A-0022.toml", "refered = ", "referred = "),
    (
        "cases/more/A-0023.toml",
        "",
        "id = \"A-0023\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n",
    ),
    (
        "cases/2026/11/A-0023.toml",
        "",
        "id = \"A-0023\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n",
    ),
    ("cases/2026/11/A-0023.toml", "id", ""),
    (
        "caseload.toml",
        "[workers.alex]",
        "[calendars.england-and-wales]\nadd = [2026-11-20]\n\n[workers.alex]",
    ),
    ("programmes/ipes.toml", "", NUMBERS),
    ("programmes/ipes.toml", "11 working days", "12 working days"),
];

/// Changes a file of a folder; by its length and its times, as far as they can be, it is the one of before.
fn change(office: &Office, (file, from, to): (&str, &str, &str)) {
    let file = office.folder().join(file);
    if from.is_empty() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        return fs::write(file, to).unwrap();
    }
    if to.is_empty() {
        return fs::remove_file(file).unwrap();
    }
    let (text, times) = (fs::read_to_string(&file).unwrap(), fs::metadata(&file).unwrap());
    assert!(text.contains(from), "{from} in {text}");
    fs::write(&file, text.replacen(from, to, 1)).unwrap();
    fs::File::open(&file).unwrap().set_modified(times.modified().unwrap()).unwrap();
}

/// Ensures that each thing that the list depends on, changed, changes what is told as it should.
#[test]
fn whatever_changes_is_seen() {
    let office = office();
    let mut before = told(&office, NOW);
    for it in CHANGES {
        change(&office, it);
        let now = told(&office, NOW);
        assert_eq!(now, told_anew(&office, NOW), "{it:?}");
        assert_ne!(now, before, "{it:?}");
        before = now;
    }
    let tomorrow = "2026-11-19T10:00:00Z";
    assert_eq!(told(&office, tomorrow), told_anew(&office, tomorrow));
    assert_ne!(told(&office, tomorrow), before);
}

/// Ensures that whatever became of the file, the same is told as without it.
#[test]
fn a_file_that_cannot_be_used_is_as_good_as_none() {
    let office = office();
    let told_first = told(&office, NOW);
    let whole = fs::read(kept(&office)).unwrap();
    let of_tomorrow = {
        told(&office, "2026-11-19T10:00:00Z");
        fs::read(kept(&office)).unwrap()
    };
    let mut dice = Dice(7);
    let mut spoiled = vec![Vec::new(), vec![0; 40], whole[1..].to_vec(), of_tomorrow];
    for _ in 0..40 * depth() {
        let mut bytes = whole.clone();
        match dice.place(4) {
            0 => bytes.truncate(dice.place(whole.len())),
            1 => bytes.extend([0; 3]),
            _ => {
                let at = dice.place(bytes.len());
                bytes[at] ^= 1 << dice.place(8);
            }
        }
        spoiled.push(bytes);
    }
    for bytes in spoiled {
        fs::write(kept(&office), &bytes).unwrap();
        let said = office.caseload(NOW, &["due"]).output().unwrap();
        assert!(told_first.contains(&text(&said.stdout)) && said.stderr.is_empty(), "{bytes:?}");
        assert_eq!(fs::read(kept(&office)).unwrap(), whole, "it was not made anew");
    }
}

/// Ensures that it is private, and holds nobody's name and nothing that was noted.
#[test]
fn nobody_is_named_in_it() {
    use std::os::unix::fs::PermissionsExt;
    let office = office();
    told(&office, NOW);
    let bytes = fs::read(kept(&office)).unwrap();
    for word in ["Noor", "Garth", "Robin", "Harbour", "Brook", "mornings", "priya", "quiet-word"] {
        let is_in_it = bytes.windows(word.len()).any(|it| it == word.as_bytes());
        assert!(!is_in_it, "{word}");
    }
    assert_eq!(fs::metadata(kept(&office)).unwrap().permissions().mode() & 0o777, 0o600);
    let beside = fs::read_dir(kept(&office).parent().unwrap()).unwrap();
    let names: Vec<_> = beside.map(|it| it.unwrap().file_name()).collect();
    let own = names.iter().filter(|name| name.to_string_lossy().starts_with("agendas"));
    assert_eq!(own.count(), 1, "{names:?}");
}

/// Ensures that nothing is left of it where somebody is erased.
#[test]
fn an_erasure_clears_it() {
    let office = office();
    told(&office, NOW);
    let erase = ["erase", "A-0022", "--reason", "request", "--yes"];
    let output = office.caseload(NOW, &erase).output().unwrap();
    assert!(output.status.success(), "{}", words(&output));
    assert!(!kept(&office).exists());
    assert_eq!(told(&office, NOW), told_anew(&office, NOW));
}

/// Ensures that where nothing can be kept, the same is told, and nothing is said of it.
#[test]
fn what_cannot_be_kept_is_not_missed() {
    let office = office();
    let first = told(&office, NOW);
    fs::remove_file(kept(&office)).unwrap();
    fs::create_dir(kept(&office)).unwrap();
    assert_eq!(told(&office, NOW), first);
    fs::remove_dir_all(office.git_folder().join("caseload")).unwrap();
    let said = office.caseload(NOW, &["due"]).output().unwrap();
    assert!(first.contains("Noor Garth") && text(&said.stdout).contains("Noor Garth"));
}

/// Ensures that many who read and record at once are each told what stands in the files.
#[test]
fn many_at_once_do_not_mislead_each_other() {
    let office = office();
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let office = &office;
            scope.spawn(move || {
                for round in 0..6 {
                    let now = if worker == 0 { "2026-11-19T09:00:00Z" } else { NOW };
                    let output: Output =
                        office.caseload(now, &["due", "--format", "json"]).output().unwrap();
                    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
                    assert_eq!(told["today"], now[..10], "{worker} {round}");
                    assert!(output.stderr.is_empty(), "{}", words(&output));
                    if worker == 3 {
                        let note = format!("note {round}");
                        let on = ["contact", "A-0022", "--mode", "email", "--on", "2026-11-17"];
                        office.done(NOW, &[&on[..], &["--note", &note]].concat());
                    }
                }
            });
        }
    });
    assert_eq!(told(&office, NOW), told_anew(&office, NOW));
}

/// Ensures of random cases that what is told from what is kept is what their evaluations say.
#[test]
fn what_is_kept_of_any_case_is_what_it_comes_to() {
    for round in 0..depth() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path();
        fs::create_dir_all(root.join(".git/caseload")).unwrap();
        fs::create_dir_all(root.join("cases")).unwrap();
        fs::write(root.join("caseload.toml"), "format = 1\n").unwrap();
        let mut day = None;
        for number in 0..60 {
            let (text, today) = twin::generate(round as u64 * 60 + number);
            let id = text.split('"').nth(1).unwrap().to_owned();
            let new = format!("R-{number}");
            let text = text.replacen(&format!("\"{id}\""), &format!("\"{new}\""), 1);
            fs::write(root.join(format!("cases/{new}.toml")), text).unwrap();
            day = day.or(Some(today));
        }
        let today = day.unwrap();
        let folder = store::load(root, None);
        let judged = folder.cases.iter().filter_map(|file| file.case.as_ref()).map(|case| {
            let programme = folder.programme(&case.programme.value).unwrap();
            evaluate(programme, folder.calendar_of(case, programme), case, today)
        });
        let evaluations: Vec<_> = judged.collect();
        let agendas: Vec<Agenda<'_>> = evaluations.iter().map(Agenda::of).collect();
        let due = |agendas: &[Agenda<'_>]| {
            let stamp = Stamp::new(today, None, "", &[]);
            let window = Window::week_of(today);
            let due = Due::new(agendas, &Filter::default(), window, By::Usual, &[], stamp);
            let identities = agendas.iter().flat_map(|agenda| {
                agenda.to_do.iter().map(|to_do| to_do.identity(&agenda.standing))
            });
            format!("{} {:?} {:?}", due.json(), due.feed(), identities.collect::<Vec<_>>())
        };
        for _ in 0..2 {
            let (rules, kept) = store::agendas(root, today);
            assert_eq!(rules.problems, folder.problems);
            assert_eq!(due(&kept.by(&rules)), due(&agendas), "round {round}");
        }
        assert!(root.join(".git/caseload/agendas").is_file());
    }
}

/// Ensures that nothing is kept through a link, nor read through one.
#[test]
fn nothing_is_kept_through_a_link() {
    let office = office();
    let first = told(&office, NOW);
    let outside = office.home().join("outside");
    fs::rename(kept(&office), &outside).unwrap();
    std::os::unix::fs::symlink(&outside, kept(&office)).unwrap();
    let before = fs::read(&outside).unwrap();
    let tomorrow = "2026-11-19T10:00:00Z";
    assert_eq!(told(&office, NOW), first);
    assert_eq!(told(&office, tomorrow), told_anew(&office, tomorrow));
    assert_eq!(fs::read(&outside).unwrap(), before);
    assert!(kept(&office).is_symlink());
}
