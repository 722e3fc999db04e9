//! Rows that are cases.

use std::collections::HashMap;

use crate::case::{CaseFacts, CaseId, Place, Value, set};
use crate::operation::import::attribution::Left;
use crate::operation::import::columns::Columns;
use crate::operation::import::known::CaseIndex;
use crate::operation::import::rows::SaidRow;
use crate::operation::import::{
    Becomes, Ground, Import, ImportedRow, KnownCase, alike, repeated_keys,
};
use crate::operation::spell::new_case_file;
use crate::operation::{FileChange, OpenCase, new_warnings};
use crate::problem::Problem;
use crate::reading::{Source, safe_line};
use crate::sheet::{Sheet, shown};

/// Imports rows that are cases.
pub(super) fn import(
    sheet: &Sheet,
    columns: &Columns,
    said: &[SaidRow],
    ground: &Ground<'_>,
) -> Import {
    let mut import = Import::default();
    if columns.key.is_none() && columns.from("id").is_none() && columns.from("ref").is_none() {
        let message = "no column says which case a row is, so it would be opened anew each time";
        let hint = "say which: key = \"HEADING\" of the participant's number, or id = \"HEADING\"";
        import.problems.push(Problem::error(&columns.named_in, "import", message).with_hint(hint));
        return import;
    }
    import.problems.extend(repeated_keys(sheet, said, |row| {
        text(row, "id").map(|id| (id.to_lowercase(), "id"))
    }));
    import.problems.extend(repeated_keys(sheet, said, |row| {
        text(row, "ref").map(|reference| (reference.to_owned(), "ref"))
    }));
    // What a row asks for is taken too: no id that is made may be that of a later row.
    let asked_for = said.iter().filter_map(|row| text(row, "id")).map(str::to_owned);
    let mut taken: Vec<String> = ground.cases.iter().map(|case| case.id.clone()).collect();
    taken.extend(asked_for);
    let index = CaseIndex::new(ground.cases);
    let mut taken_by: HashMap<&str, usize> = HashMap::new();
    for row in said.iter().filter(|row| row.is_sound) {
        let case = known(row, &index);
        let twice = match case {
            Known::Case(case) => taken_by
                .insert(case.id.as_str(), row.index)
                .map(|first| twice(sheet, row, case, first)),
            _ => None,
        };
        let done = match twice {
            Some(problem) => Err(vec![problem]),
            None => imported(sheet, row, case, ground, &mut taken),
        };
        match done {
            Ok(done) => {
                let is_new = done.becomes == Becomes::Added;
                import.without_worker += usize::from(is_new && row.value("worker").is_none());
                import.begun_before += usize::from(is_begun_before(row, &done, ground));
                import.add(row, sheet, done);
            }
            Err(problems) => import.problems.extend(problems),
        }
    }
    import
}

/// What comes of a row, by the case that it is.
fn imported(
    sheet: &Sheet,
    row: &SaidRow,
    case: Known<'_>,
    ground: &Ground<'_>,
    taken: &mut Vec<String>,
) -> Result<Done, Vec<Problem>> {
    match case {
        Known::Case(case) => changed(sheet, row, case, ground),
        Known::No => opened(sheet, row, ground, taken),
        Known::OtherNumber(case) => {
            let number = safe_line(case.reference.as_deref().unwrap_or_default());
            let message = format!("the case {} has the number `{number}`", case.id);
            let hint = format!(
                "is it this person? If the number is to be mended: caseload set {} ref=NUMBER",
                case.id
            );
            Err(vec![wrong(sheet, row, row.column("ref"), &message, &hint)])
        }
        Known::Other(other) => {
            let message = format!("the case {} has this number already", other.id);
            let hint = "mend the id, or the number";
            Err(vec![wrong(sheet, row, row.column("ref"), &message, hint)])
        }
    }
}

/// What is wrong with a second row for a case.
fn twice(sheet: &Sheet, row: &SaidRow, case: &KnownCase, first: usize) -> Problem {
    let first = sheet.rows[first].number;
    let message = format!("row {first} is the case {} already", case.id);
    let hint = "a case is one row: take one of the two out";
    wrong(sheet, row, row.column("id"), &message, hint)
}

/// What a row comes to: what becomes of it, its case, the change, and what is odd.
pub(super) struct Done {
    pub(super) becomes: Becomes,
    pub(super) kept: Vec<&'static str>,
    pub(super) case: String,
    pub(super) change: Option<FileChange>,
    pub(super) odd: Vec<Problem>,
}

impl Import {
    fn add(&mut self, row: &SaidRow, sheet: &Sheet, done: Done) {
        let number = sheet.rows[row.index].number;
        self.problems.extend(done.odd);
        if let Some(change) = done.change {
            self.files.push(change);
            self.cases.push(done.case.clone());
        }
        let (case, becomes, kept) = (done.case, done.becomes, done.kept);
        self.rows.push(ImportedRow { row: number, case, becomes, kept });
    }
}

/// Whether a new case started before today, with nothing said of the time until now.
fn is_begun_before(row: &SaidRow, done: &Done, ground: &Ground<'_>) -> bool {
    let started = match row.value("started") {
        Some(Value::Day(day)) => *day,
        _ => return false,
    };
    done.becomes == Becomes::Added
        && row.value("record-starts").is_none()
        && ground.today.is_some_and(|today| started < today)
}

/// The case of a row, if it is on record.
#[derive(Clone, Copy)]
enum Known<'k> {
    Case(&'k KnownCase),
    No,
    /// The id is free or another's, but this case has the number.
    Other(&'k KnownCase),
    /// The case of the id has another number.
    OtherNumber(&'k KnownCase),
}

fn text<'r>(row: &'r SaidRow, key: &str) -> Option<&'r str> {
    match row.value(key) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

fn known<'k>(row: &SaidRow, index: &CaseIndex<'k>) -> Known<'k> {
    let number = text(row, "ref");
    let by_number = number.and_then(|number| index.with_number(number).first().copied());
    let Some(id) = text(row, "id") else { return by_number.map_or(Known::No, Known::Case) };
    match (index.with_id(id), by_number) {
        (Some(case), Some(other)) if case.id != other.id => Known::Other(other),
        (None, Some(other)) => Known::Other(other),
        (Some(case), None) if number.is_some() && case.reference.is_some() => {
            Known::OtherNumber(case)
        }
        (Some(case), _) => Known::Case(case),
        (None, None) => Known::No,
    }
}

fn wrong(
    sheet: &Sheet,
    row: &SaidRow,
    column: Option<usize>,
    message: &str,
    hint: &str,
) -> Problem {
    let at = &sheet.rows[row.index];
    match column {
        Some(column) => sheet.wrong_cell(at, column, message, hint),
        None => sheet.wrong_row(at, message, hint),
    }
}

/// A case that is on record, with the values of the row.
fn changed(
    sheet: &Sheet,
    row: &SaidRow,
    case: &KnownCase,
    ground: &Ground<'_>,
) -> Result<Done, Vec<Problem>> {
    let before = open(sheet, row, case, ground)?;
    let mut text = before.text().to_owned();
    let facts = CaseFacts::of(&text);
    let past = ground.past.case(&case.id);
    let (mut corrected, mut kept) = (Vec::new(), Vec::new());
    for given in row.given.iter().filter(|given| given.key != "id") {
        let on_record = facts.header.iter().find(|fact| fact.key == given.key);
        if on_record.is_some_and(|fact| alike::same(&fact.value, &given.value)) {
            continue;
        }
        if past.is_some_and(|past| past.gave(given.key, &given.value)) {
            kept.push(given.key);
            continue;
        }
        text = set(&text, Place::Header, given.key, &given.value)
            .map_err(|error| vec![wrong(sheet, row, given.column, &error.to_string(), "")])?;
        corrected.push(given.key);
    }
    if corrected.is_empty() {
        let (case, becomes) = (case.id.clone(), Becomes::OnRecord);
        return Ok(Done { becomes, kept, case, change: None, odd: Vec::new() });
    }
    let old = Some(before.text().to_owned());
    let odd = read_back(sheet, row, &case.file, &text, &before.warnings, ground)?;
    let change = Some(FileChange { file: case.file.clone(), old, new: Some(text) });
    Ok(Done { becomes: Becomes::Corrected(corrected), kept, case: case.id.clone(), change, odd })
}

/// A case that is on record, as it stands.
pub(super) fn open<'f>(
    sheet: &Sheet,
    row: &SaidRow,
    case: &KnownCase,
    ground: &Ground<'f>,
) -> Result<OpenCase<'f>, Vec<Problem>> {
    let damaged = || {
        let message = format!("the file of {} has something wrong in it", case.id);
        let hint = format!("mend it first: caseload edit {}", case.id);
        vec![wrong(sheet, row, None, &message, &hint)]
    };
    let text = (ground.text_of)(&case.file).map_err(|_| damaged())?;
    OpenCase::read(&case.file, text, ground.rules).map_err(|_| damaged())
}

/// A new case.
fn opened(
    sheet: &Sheet,
    row: &SaidRow,
    ground: &Ground<'_>,
    taken: &mut Vec<String>,
) -> Result<Done, Vec<Problem>> {
    let day = ["referred", "started"].into_iter().find_map(|key| match row.value(key) {
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    });
    let Some(day) = day else {
        let message = "a case needs the day of its referral or of its start";
        let hint = "fill in the column for `referred` or `started`";
        return Err(vec![wrong(sheet, row, None, message, hint)]);
    };
    let id = match text(row, "id") {
        None => (ground.new_id)(taken),
        Some(id) if CaseId::new(id).is_some() => id.to_owned(),
        Some(id) => {
            let message = format!("`{}` is not an id", shown(id));
            let hint = "an id is letters, digits, `.`, `_` and `-`; \
                        if it is a number of yours, make it the `key`, and ids are made";
            return Err(vec![wrong(sheet, row, row.column("id"), &message, hint)]);
        }
    };
    if text(row, "id").is_none() {
        taken.push(id.clone());
    }
    let file = new_case_file(&id, day);
    let text = header(&id, row, ground);
    let odd = read_back(sheet, row, &file, &text, &[], ground)?;
    let change = Some(FileChange { file, old: None, new: Some(text) });
    Ok(Done { becomes: Becomes::Added, kept: Vec::new(), case: id, change, odd })
}

/// The text of a new case.
fn header(id: &str, row: &SaidRow, ground: &Ground<'_>) -> String {
    let mut lines = vec![format!("id = {}\n", Value::Text(id.to_owned()))];
    if row.value("programme").is_none() {
        let usual = Value::Text(ground.rules.settings.programme.clone());
        lines.push(format!("programme = {usual}\n"));
    }
    let given = row.given.iter().filter(|given| given.key != "id");
    lines.extend(given.map(|given| format!("{} = {}\n", given.key, given.value)));
    lines.concat()
}

/// Reads a case back from its text, and gives what is odd about it.
fn read_back(
    sheet: &Sheet,
    row: &SaidRow,
    file: &str,
    text: &str,
    before: &[Problem],
    ground: &Ground<'_>,
) -> Result<Vec<Problem>, Vec<Problem>> {
    let source = Source::new(file, text);
    let left =
        Left { case: "", source: &source, header: Some(row), entries: &HashMap::new(), first: row };
    match OpenCase::read(file, text, ground.rules) {
        Err(problems) => Err(left.as_of_rows(&problems, sheet)),
        Ok(after) => {
            let odd: Vec<Problem> =
                new_warnings(before, &after.warnings).into_iter().cloned().collect();
            Ok(left.as_of_rows(&odd, sheet))
        }
    }
}
