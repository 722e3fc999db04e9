//! The mapping file: which column of a sheet holds which key of a case file.

use crate::reading::Kind;

use crate::case::schema::{self, SchemaKey};
use crate::problem::{Place, Problem, any_error};
use crate::reading::{Fields, Reader, Source, Value, Written};
use crate::sheet::Cell;

/// The columns of entries that are no keys of an entry: whose it is, what it is, its time of day
/// where that stands apart, and its number.
pub const BESIDE: [(&str, &str); 4] = [
    ("case", "the id of the case, or the number kept as its `ref`"),
    ("entry", "what it is: contact, document, activity, job, ..."),
    ("number", "its place in the file, counted from 1"),
    ("time", "the local time of `on`, where it is known"),
];

/// What each row of a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsOf {
    /// A case.
    Cases,
    /// An entry of a case.
    Entries,
}

/// A column that a mapping file names.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Its heading.
    pub heading: String,
    /// Where the mapping file names it.
    pub place: Option<Place>,
}

/// Which column holds which key, and how its cells are to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The mapping file, for what is wrong with it; none where the headings are the keys.
    pub file: String,
    /// What each row is.
    pub rows: RowsOf,
    /// The sheet of a workbook; none for the first.
    pub sheet: Option<String>,
    /// The number of the row that holds the headings.
    pub headings_row: usize,
    /// What stands between the cells of a CSV file.
    pub separator: u8,
    /// The column whose text is kept as `ref`, by which a row is known again.
    pub key: Option<Named>,
    /// What is put before the key, where several sheets number their rows from 1.
    pub key_prefix: String,
    /// Rows in which this column is empty are passed over.
    pub only_with: Option<Named>,
    /// The columns, by key.
    pub columns: Vec<(&'static str, Named)>,
    /// What stands in a column for a word, by key: what is found, what it means.
    pub words: Vec<(&'static str, Vec<(String, String)>)>,
    /// What every row has that no column holds, by key.
    pub always: Vec<(&'static str, Cell)>,
}

impl RowsOf {
    /// Every name that a column of such rows can have.
    pub fn names(self) -> Vec<&'static str> {
        match self {
            RowsOf::Cases => schema::HEADER.iter().map(|key| key.name).collect(),
            RowsOf::Entries => {
                let beside = BESIDE.iter().map(|(name, _)| *name);
                beside.chain(schema::ENTRY.iter().map(|key| key.name)).collect()
            }
        }
    }

    /// The key of a name; none for what stands beside the keys.
    pub fn key(self, name: &str) -> Option<&'static SchemaKey> {
        match self {
            RowsOf::Cases => schema::header_key(name),
            RowsOf::Entries => schema::entry_key(name),
        }
    }
}

impl Mapping {
    /// The mapping of a sheet whose headings are the keys themselves, as `export` writes them.
    pub fn of_headings(rows: RowsOf) -> Mapping {
        let named =
            |name: &&'static str| (*name, Named { heading: (*name).to_owned(), place: None });
        Mapping {
            file: String::new(),
            rows,
            sheet: None,
            headings_row: 1,
            separator: b',',
            key: None,
            key_prefix: String::new(),
            only_with: None,
            columns: rows.names().iter().map(named).collect(),
            words: Vec::new(),
            always: Vec::new(),
        }
    }

    /// Whether every heading is to be a key, since no mapping file says otherwise.
    pub fn is_of_headings(&self) -> bool {
        self.file.is_empty()
    }

    /// Reads a mapping file. The problems are all those of the file; the mapping is there only if
    /// none of them is an error.
    pub fn read(source: &Source) -> (Option<Mapping>, Vec<Problem>) {
        let reader = Reader::new(source);
        let table = reader.parse();
        let mut fields = Fields::of(&reader, &table, "a mapping file");
        fields.require("rows");
        let rows = read_rows(&mut fields);
        let mapping = rows.map(|rows| read_mapping(&mut fields, rows, source));
        if rows.is_some() {
            fields.finish();
        }
        let problems = reader.into_problems();
        (mapping.filter(|_| !any_error(&problems)), problems)
    }
}

fn read_rows(fields: &mut Fields<'_, '_, '_>) -> Option<RowsOf> {
    let written = fields.string("rows")?;
    match written.value.as_str() {
        "cases" => Some(RowsOf::Cases),
        "entries" => Some(RowsOf::Entries),
        _ => {
            let message = "`rows` is neither `cases` nor `entries`";
            let hint = "write `rows = \"cases\"` if each row is a participant, else \"entries\"";
            fields.reader().error(&written.span, "word", message, hint);
            None
        }
    }
}

fn read_mapping(fields: &mut Fields<'_, '_, '_>, rows: RowsOf, source: &Source) -> Mapping {
    let names = rows.names();
    let column = |written: Written<String>| Named {
        heading: written.value,
        place: Some(source.place(&written.span)),
    };
    let key = fields.string("key").map(column);
    let only_with = fields.string("only-with").map(column);
    let mut columns = Vec::new();
    if let Some(mut table) = fields.table("columns", "[columns]") {
        for name in &names {
            columns.extend(table.string(name).map(|written| (*name, column(written))));
        }
        if let (Some(_), true) = (&key, table.has("ref")) {
            let message = "`ref` has two columns: that of `key`, and its own";
            table.reader().error(&table.span_of("ref"), "import", message, "take one of them out");
        }
        table.finish();
    }
    Mapping {
        file: source.name().to_owned(),
        rows,
        sheet: fields.string("sheet").map(|sheet| sheet.value),
        headings_row: read_headings_row(fields),
        separator: read_separator(fields),
        key,
        key_prefix: fields.string("key-prefix").map_or_else(String::new, |prefix| prefix.value),
        only_with,
        columns,
        words: read_words(fields, &names),
        always: read_always(fields, &names),
    }
}

fn read_headings_row(fields: &mut Fields<'_, '_, '_>) -> usize {
    let written = fields.count("headings-row");
    let row = written.as_ref().map_or(1, |row| usize::try_from(row.value).unwrap_or(1));
    if let (0, Some(written)) = (row, written) {
        let hint = "the first row is 1";
        fields.reader().error(&written.span, "import", "there is no row 0", hint);
    }
    row
}

fn read_separator(fields: &mut Fields<'_, '_, '_>) -> u8 {
    let Some(written) = fields.string("separator") else { return b',' };
    match written.value.as_bytes() {
        [one] if !one.is_ascii_alphanumeric() && *one != b'"' => *one,
        _ => {
            let hint = "write `separator = \";\"`, or \"\\t\" for a tab";
            fields.reader().error(&written.span, "import", "this is no separator", hint);
            b','
        }
    }
}

fn read_words(
    fields: &mut Fields<'_, '_, '_>,
    names: &[&'static str],
) -> Vec<(&'static str, Vec<(String, String)>)> {
    let Some(mut table) = fields.table("words", "[words]") else { return Vec::new() };
    let mut words = Vec::new();
    for name in names {
        let Some(mut column) = table.table(name, "[words] of a key") else { continue };
        let meant = column.entries().into_iter().filter_map(|(found, meant)| {
            Some((found.value.clone(), column.text_of(&found.value, meant)?.value))
        });
        words.push((*name, meant.collect()));
    }
    table.finish();
    words
}

fn read_always(
    fields: &mut Fields<'_, '_, '_>,
    names: &[&'static str],
) -> Vec<(&'static str, Cell)> {
    let Some(mut table) = fields.table("always", "[always]") else { return Vec::new() };
    let mut always = Vec::new();
    for name in names {
        let Some(value) = table.take(name) else { continue };
        match cell(value) {
            Some(cell) => always.push((*name, cell)),
            None => {
                let message = format!("`{name}` cannot be this for every row");
                let hint = "write a text, a day, a number, true or false";
                table.reader().error(&value.span(), "type", message, hint);
            }
        }
    }
    table.finish();
    always
}

/// A value of the mapping file as if it stood in a cell.
fn cell(value: &Value<'_>) -> Option<Cell> {
    Some(match value.get_ref() {
        Kind::String(text) => Cell::text(text),
        Kind::Datetime(written) => Cell::text(&written.to_string()),
        Kind::Integer(number) | Kind::Float(number) => Cell::text(number.as_str()),
        Kind::Boolean(truth) => Cell::Truth(*truth),
        Kind::Array(items) => {
            let words = items.iter().map(|item| match item.get_ref() {
                Kind::String(text) => Some(text.to_string()),
                _ => None,
            });
            Cell::text(&words.collect::<Option<Vec<_>>>()?.join("; "))
        }
        Kind::Table(_) => return None,
    })
}
