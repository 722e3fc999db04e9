//! Sheets that are moved in: whatever the mapping and the rows, what comes of them is a case that can be
//! read, and the same sheet a second time brings nothing.

use std::collections::BTreeMap;

use caseload::calendar::Day;
use caseload::case::{Case, Entry};
use caseload::operation::{
    Becomes, FileChange, Ground, Import, KnownCase, Mapping, PastImports, RowsOf, Rules, draft,
    import,
};
use caseload::problem::any_error;
use caseload::programme::builtin;
use caseload::reading::Source;
use caseload::settings::Settings;
use caseload::sheet::{Cell, Row, Sheet};

use super::{BETWEEN, hold_words, read};

/// The texts of the case files of a folder.
type Folder = BTreeMap<String, String>;

/// Ensures of a mapping, and a sheet of lines with commas between the cells, that what is wrong can be
/// shown, and else that every file is a case, which the same sheet leaves as it is. Where there is
/// no mapping the headings are keys.
pub(crate) fn hold(input: &str) {
    let (mapping, rows) = input.split_once(BETWEEN).unwrap_or(("", input));
    let sheet = sheet(rows);
    let mapping = if mapping.trim().is_empty() {
        let of_entries = sheet.column("entry").is_some();
        Mapping::of_headings(if of_entries { RowsOf::Entries } else { RowsOf::Cases })
    } else {
        let (mapping, _) = read(mapping, Mapping::read);
        let Some(mapping) = mapping else { return };
        mapping
    };
    hold_draft(&sheet, mapping.rows);
    let mut folder = known_folder();
    let first = done(&sheet, &mapping, &folder, &PastImports::default());
    hold_words(&first.problems);
    if any_error(&first.problems) {
        return assert!(first.files.is_empty());
    }
    for change in &first.files {
        assert_eq!(change.old.as_ref(), folder.get(&change.file), "{input}");
        folder.insert(change.file.clone(), change.new.clone().unwrap());
    }
    let past = PastImports::of(&first.files);
    let second = done(&sheet, &mapping, &folder, &past);
    assert!(!any_error(&second.problems), "{:?}\n{input}\n{folder:#?}", second.problems);
    assert_eq!(second.files, Vec::<FileChange>::new(), "{input}");
    let is_there = |it: &Becomes| matches!(it, Becomes::OnRecord | Becomes::Repeated(_));
    assert_eq!(second.count(is_there), second.rows.len(), "{:?}\n{input}", second.rows);
    assert_eq!(second.rows.len(), first.rows.len(), "{input}");
}

/// A folder with one case, which a sheet of entries may be about.
fn known_folder() -> Folder {
    let case = "id = \"A-0001\"\nprogramme = \"ipes\"\nref = \"7\"\nreferred = 2026-11-02\n\
                started = 2026-11-04\n";
    Folder::from([("cases/2026/11/A-0001.toml".to_owned(), case.to_owned())])
}

fn sheet(text: &str) -> Sheet {
    let mut lines = text.lines().enumerate();
    let cells = |line: &str| -> Vec<Cell> { line.split(',').map(Cell::text).collect() };
    let headings = lines.next().map(|(_, line)| cells(line)).unwrap_or_default();
    let headings: Vec<String> = headings.iter().map(Cell::words).collect();
    let width = headings.len();
    let row = |(at, line): (usize, &str)| {
        let mut cells = cells(line);
        cells.resize(width, Cell::Empty);
        Row { number: at + 1, cells }
    };
    let rows = lines.map(row).filter(|row| row.cells.iter().any(|cell| *cell != Cell::Empty));
    let rows = rows.take(40).collect();
    Sheet { name: "a.csv".to_owned(), headings_row: 1, headings, rows }
}

/// What comes of a sheet. Ensures that every file that it would leave is a valid case.
fn done(sheet: &Sheet, mapping: &Mapping, folder: &Folder, past: &PastImports) -> Import {
    let settings = Settings::default();
    let cases: Vec<KnownCase> = folder.iter().map(|(file, text)| known(file, text)).collect();
    let id = |taken: &[String]| {
        let is_free = |id: &String| {
            !taken.contains(id) && !folder.contains_key(&format!("cases/2026/11/{id}.toml"))
        };
        (2..1_000).map(|number| format!("A-{number:04}")).find(is_free).unwrap()
    };
    let outcome = import(
        sheet,
        mapping,
        &Ground {
            rules: Rules { programmes: builtin(), settings: &settings },
            today: Day::from_ymd_opt(2027, 6, 30),
            cases: &cases,
            past,
            text_of: &|file| Ok(folder[file].clone()),
            logged: &|number| {
                format!("2027-06-30T10:00:{:02}.{:03}Z", number / 1_000, number % 1_000)
            },
            new_id: &id,
        },
    );
    for change in &outcome.files {
        known(&change.file, change.new.as_ref().unwrap());
    }
    outcome
}

/// A case of the folder as an import knows it.
fn known(file: &str, text: &str) -> KnownCase {
    let id = file.rsplit('/').next().unwrap().trim_end_matches(".toml");
    let (case, problems) = Case::read(&Source::new(file, text), id);
    let case = case.unwrap_or_else(|| panic!("{problems:?}\n{text}"));
    let kept = |entry: Entry<'_>| Some((entry.kind(), entry.record().reference.clone()?));
    KnownCase {
        id: id.to_owned(),
        file: file.to_owned(),
        reference: case.reference.clone(),
        keys: case.entries().into_iter().filter_map(kept).collect(),
    }
}

/// Ensures that a mapping to begin with can be read, but for what a person is to fill in.
fn hold_draft(sheet: &Sheet, rows: RowsOf) {
    let draft = draft(sheet, rows);
    let (_, problems) = read(&draft, Mapping::read);
    let is_toml = problems.iter().all(|problem| problem.check != "syntax");
    assert!(is_toml, "{problems:?}\n{draft}");
}
