//! Rows that are entries of cases.

use indexmap::IndexMap;

use crate::case::schema::{self, SchemaEntry};
use crate::operation::import::case_desk::CaseDesk;
use crate::operation::import::cases::open;
use crate::operation::import::columns::Columns;
use crate::operation::import::known::CaseIndex;
use crate::operation::import::rows::SaidRow;
use crate::operation::import::{Becomes, Ground, Import, KnownCase, repeated_keys};
use crate::problem::Problem;
use crate::reading::did_you_mean;
use crate::sheet::{Sheet, shown};

/// A row with the kind of entry that it is.
type KindOfRow<'r> = (&'r SaidRow, &'static SchemaEntry);

/// Imports rows that are entries.
pub(super) fn import(
    sheet: &Sheet,
    columns: &Columns,
    said: &[SaidRow],
    ground: &Ground<'_>,
) -> Import {
    let mut import = Import::default();
    for (name, what) in [("case", "whose it is"), ("entry", "what it is")] {
        if columns.from(name).is_none() {
            let message = format!("no column says of a row {what}");
            let hint = format!("add it below [columns]: {name} = \"HEADING\"");
            import
                .problems
                .push(Problem::error(&columns.named_in, "import", message).with_hint(hint));
        }
    }
    if !import.problems.is_empty() {
        return import;
    }
    let index = CaseIndex::new(ground.cases);
    let mut by_case: IndexMap<&str, (&KnownCase, Vec<KindOfRow<'_>>)> = IndexMap::new();
    for row in said.iter().filter(|row| row.is_sound) {
        match belongs(sheet, columns, row, &index) {
            Err(problem) => import.problems.push(*problem),
            Ok((case, entry)) => {
                let (_, rows) = by_case.entry(&case.id).or_insert((case, Vec::new()));
                rows.push((row, entry));
            }
        }
    }
    import.problems.extend(repeated_keys(sheet, said, |row| identity(row, &index)));
    let moved = moved(sheet, &by_case, &index);
    let mut logged = 0;
    for (case, rows) in by_case.into_values() {
        let mut desk = match open(sheet, rows[0].0, case, ground) {
            Ok(before) => CaseDesk::new(before, sheet, columns, ground, &mut logged),
            Err(problems) => {
                import.problems.extend(problems);
                continue;
            }
        };
        for (row, entry) in &rows {
            desk.take(row, entry);
        }
        desk.finish(rows[0].0, &mut import);
    }
    let is_added = |row: usize| {
        import.rows.iter().any(|done| done.row == row && done.becomes == Becomes::Added)
    };
    let moved: Vec<Problem> = moved
        .into_iter()
        .filter(|problem| problem.place.as_ref().is_some_and(|place| is_added(place.line)))
        .collect();
    import.problems.extend(moved);
    import
}

/// The rows whose key another case has on record: as when somebody mends in the sheet whose it was.
fn moved(
    sheet: &Sheet,
    by_case: &IndexMap<&str, (&KnownCase, Vec<KindOfRow<'_>>)>,
    index: &CaseIndex<'_>,
) -> Vec<Problem> {
    let mut moved = Vec::new();
    for (case, rows) in by_case.values() {
        for (row, entry) in rows {
            let Some(key) = &row.key else { continue };
            let others = index.with_key(entry.name, key).iter();
            for other in others.map(|other| &other.id).filter(|other| **other != case.id) {
                let kind = entry.name;
                let message = format!("{other} has a {kind} with the key of this row on record");
                let hint = format!(
                    "if the row has moved from there, strike that one: caseload show {other} --all \
                     numbers it for `remove`"
                );
                let at = &sheet.rows[row.index];
                moved.push(sheet.wrong_row(at, &message, &hint).as_warning());
            }
        }
    }
    moved
}

/// By what a row is known again, and in which key that stands.
fn identity(row: &SaidRow, index: &CaseIndex<'_>) -> Option<(String, &'static str)> {
    let case = index.find(&row.case).ok()?;
    if let Some(logged) = row.value("logged") {
        return Some((format!("{}\0{logged}", case.id), "logged"));
    }
    row.key.as_ref().map(|key| (format!("{}\0{key}", row.entry), "ref"))
}

/// The case and the kind of entry of a row.
fn belongs<'k>(
    sheet: &Sheet,
    columns: &Columns,
    row: &SaidRow,
    index: &CaseIndex<'k>,
) -> Result<(&'k KnownCase, &'static SchemaEntry), Box<Problem>> {
    let at = &sheet.rows[row.index];
    let wrong = |key: &str, message: &str, hint: &str| {
        Box::new(match columns.column(key) {
            Some(column) => sheet.wrong_cell(at, column, message, hint),
            None => sheet.wrong_row(at, message, hint),
        })
    };
    let words: Vec<&str> = schema::ENTRIES.iter().map(|entry| entry.name).collect();
    let Some(entry) = schema::ENTRIES.iter().find(|entry| entry.name == row.entry) else {
        let message = match row.entry.as_str() {
            "" => "it is empty, so it is not said what the row is".to_owned(),
            other => format!("there is no entry `{}`", shown(other)),
        };
        return Err(wrong("entry", &message, &did_you_mean(&row.entry, &words, "")));
    };
    let case = index.find(&row.case).map_err(|number| {
        let typed = shown(&row.case);
        let (message, hint) = match (typed.as_str(), number) {
            ("", _) => (
                "it is empty, so it is not said whose it is".to_owned(),
                "write the id of the case, or its number",
            ),
            (_, 0) if index.nearly(&row.case).is_some() => (
                format!("no case has the id or the number `{typed}`"),
                "there is one but for the zeros in front: give both sheets the same",
            ),
            (_, 0) => (
                format!("no case has the id or the number `{typed}`"),
                "import the cases first; or check the number",
            ),
            _ => (
                format!("{number} cases have the number `{typed}`"),
                "write the id of the one that is meant",
            ),
        };
        wrong("case", &message, hint)
    })?;
    Ok((case, entry))
}
