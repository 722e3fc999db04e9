//! Everything on record as two tables, one row a case and one row an entry, for other tools: as CSV,
//! as JSON lines, and with a description of every column (a data package, as the Frictionless
//! standard has it).
//!
//! The columns are the keys of a case file; `caseload import` takes the CSV back. The number of
//! `schema` in that description changes whenever a column changes its name or its meaning.

use serde_json::{Map, Value as Json, json};

use crate::calendar::plural;
use crate::case::schema::{self, Holds, SchemaKey};
use crate::case::{CaseFacts, EntryFacts, Fact, Value};
use crate::operation::BESIDE;
use crate::problem::{Problem, any_error};
use crate::reading::is_unsafe;
use crate::report::page::{Block, Page, Tone};
use crate::report::words::count;
use crate::report::{Report, obligation};
use crate::sheet::is_like_a_formula;

/// The version of the tables and their columns.
const SCHEMA: u32 = 1;

/// The description of the tables; the last file to be written, so that what lacks it is not whole.
const DESCRIPTION: &str = "datapackage.json";
/// What that calls an export.
const NAME: &str = "caseload-export";

/// A case with its id.
#[derive(Clone, Debug)]
pub struct ExportedCase {
    /// Its id.
    pub id: String,
    /// What its file says.
    pub facts: CaseFacts,
    /// How many values of it wait to be settled after a merge.
    pub unsettled: usize,
}

impl ExportedCase {
    fn is_restricted(&self) -> bool {
        let is_it = |fact: &Fact| fact.key == "restricted" && fact.value == Value::Truth(true);
        self.facts.header.iter().any(is_it)
    }
}

/// Everything on record.
#[derive(Clone, Debug)]
pub struct Export {
    cases: Vec<ExportedCase>,
    revision: Option<String>,
    problems: Vec<Problem>,
    place: String,
    release: String,
    replaces: bool,
    redacts: bool,
}

/// A table of an export: its name, what a row is, and its columns.
struct Table {
    name: &'static str,
    row: &'static str,
    columns: Vec<Described>,
}

/// A column: its name, what it holds and what it means.
struct Described {
    name: &'static str,
    holds: Held,
    means: String,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Key(Holds),
    Number,
    Time,
}

impl Export {
    /// What these cases hold, read from a commit, to be written to a place.
    pub fn new(
        cases: Vec<ExportedCase>,
        revision: Option<String>,
        problems: Vec<Problem>,
        place: &str,
    ) -> Export {
        let (place, release) = (place.to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        Export { cases, revision, problems, place, release, replaces: false, redacts: false }
    }

    /// The same, as a release wrote it that need not be this one.
    #[must_use]
    pub fn by(self, release: &str) -> Export {
        Export { release: release.to_owned(), ..self }
    }

    /// The same without names, employers, notes and reasons, and without where evidence lies.
    #[must_use]
    pub fn redacted(mut self) -> Export {
        for case in &mut self.cases {
            case.facts = case.facts.without_names();
        }
        self.redacts = true;
        self
    }

    /// Ensures that this may take the place of an export that says this of itself: one without names is not
    /// to have them of a sudden, nor the other way round. Says what is there otherwise, in words.
    ///
    /// # Errors
    ///
    /// What is there.
    pub fn replacing(self, there: &[u8]) -> Result<Export, &'static str> {
        let said: Json = serde_json::from_slice(there).unwrap_or_default();
        if said["name"] != NAME {
            return Err("a description of something else");
        }
        match (said["redacted"] == true, self.redacts) {
            (true, false) => Err("an export without names, and this one has them"),
            (false, true) => Err("an export with names, and this one is without"),
            _ => Ok(Export { replaces: true, ..self }),
        }
    }

    /// Whether a file could not be read, so that the export is not whole.
    pub fn lacks_something(&self) -> bool {
        any_error(&self.problems)
    }

    /// The files by name, in the order in which they are to be written.
    pub fn files(&self) -> Vec<(&'static str, String)> {
        let [cases, entries] = [cases_table(), entries_table()];
        let (case_rows, entry_rows) = (self.case_rows(), self.entry_rows());
        vec![
            ("cases.csv", csv(&cases, &case_rows)),
            ("cases.jsonl", json_lines(&case_rows)),
            ("entries.csv", csv(&entries, &entry_rows)),
            ("entries.jsonl", json_lines(&entry_rows)),
            (DESCRIPTION, self.description(&[cases, entries])),
        ]
    }

    fn case_rows(&self) -> Vec<Map<String, Json>> {
        let row = |case: &ExportedCase| case.facts.header.iter().map(key_and_value).collect();
        self.cases.iter().map(row).collect()
    }

    fn entry_rows(&self) -> Vec<Map<String, Json>> {
        let rows = self.cases.iter().flat_map(|case| {
            let numbered = case.facts.entries.iter().zip(1..);
            numbered.map(|(entry, number)| entry_row(&case.id, number, entry))
        });
        rows.collect()
    }

    fn description(&self, tables: &[Table]) -> String {
        let resources: Vec<Json> = tables.iter().map(Table::described).collect();
        let package = json!({
            "name": NAME,
            "profile": "tabular-data-package",
            "schema": SCHEMA,
            "release": self.release,
            "revision": self.revision,
            "redacted": self.redacts,
            "resources": resources,
        });
        let text = serde_json::to_string_pretty(&package).unwrap_or_default();
        escaped(&text) + "\n"
    }

    fn entries(&self) -> usize {
        self.cases.iter().map(|case| case.facts.entries.len()).sum()
    }
}

/// A row of the entries.
pub(super) fn entry_row(case: &str, number: usize, entry: &EntryFacts) -> Map<String, Json> {
    let mut row = Map::new();
    row.insert("case".to_owned(), json!(case));
    row.insert("entry".to_owned(), json!(entry.kind));
    row.insert("number".to_owned(), json!(number));
    for fact in &entry.facts {
        let (key, value) = key_and_value(fact);
        row.insert(key, value);
        // A day and a time of day are two columns: a spreadsheet has no other way to leave one out.
        if let (Value::Moment(moment), "on") = (&fact.value, fact.key.as_str())
            && let Some(time) = moment.time
        {
            row.insert("time".to_owned(), json!(time.to_string()));
        }
    }
    row
}

/// A fact by its name.
pub(super) fn key_and_value(fact: &Fact) -> (String, Json) {
    let value = match &fact.value {
        Value::Hours(hours) => json!(hours),
        Value::Truth(truth) => json!(truth),
        Value::Texts(texts) => json!(texts),
        Value::Moment(moment) => json!(crate::calendar::plain(moment.day)),
        _ => json!(fact.to_string()),
    };
    (fact.key.clone(), value)
}

fn cases_table() -> Table {
    let columns = schema::HEADER.iter().map(described);
    Table { name: "cases", row: "a case", columns: columns.collect() }
}

fn entries_table() -> Table {
    let beside = BESIDE.iter().map(|(name, means)| {
        let holds = match *name {
            "number" => Held::Number,
            "time" => Held::Time,
            _ => Held::Key(Holds::Text),
        };
        Described { name, holds, means: (*means).to_owned() }
    });
    let columns = beside.chain(schema::ENTRY.iter().map(described)).collect();
    Table { name: "entries", row: "an entry of a case", columns }
}

fn described(key: &SchemaKey) -> Described {
    let of = match key.entries {
        entries if entries.is_empty() || entries.len() == schema::ENTRIES.len() => String::new(),
        entries => format!("{}: ", entries.join(", ")),
    };
    Described { name: key.name, holds: Held::Key(key.holds), means: format!("{of}{}", key.means) }
}

impl Table {
    fn described(&self) -> Json {
        let fields: Vec<Json> = self.columns.iter().map(Described::field).collect();
        let key = if self.name == "cases" { json!(["id"]) } else { json!(["case", "number"]) };
        json!({
            "name": self.name,
            "path": format!("{}.csv", self.name),
            "title": format!("one row for each: {}", self.row),
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": fields, "primaryKey": key},
        })
    }
}

impl Described {
    fn field(&self) -> Json {
        let (kind, format) = match self.holds {
            Held::Number => ("integer", None),
            Held::Time => ("time", Some("any")),
            Held::Key(Holds::Day | Holds::Moment) => ("date", None),
            Held::Key(Holds::Timestamp) => ("datetime", Some("any")),
            Held::Key(Holds::Hours) => ("number", None),
            Held::Key(Holds::Truth) => ("boolean", None),
            Held::Key(Holds::Text | Holds::Texts) => ("string", None),
        };
        let several = match self.holds {
            Held::Key(Holds::Texts) => "; several with `; ` between (a list in JSON lines)",
            _ => "",
        };
        let mut field = json!({
            "name": self.name, "type": kind, "description": format!("{}{several}", self.means),
        });
        if let Some(format) = format {
            field["format"] = json!(format);
        }
        field
    }
}

/// Rows as CSV with the header first. No text of it acts as a formula; a character that commands a
/// terminal is replaced.
fn csv(table: &Table, rows: &[Map<String, Json>]) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail: every record has as many fields as the header.
    let _ = writer.write_record(table.columns.iter().map(|column| column.name));
    for row in rows {
        let cell = |column: &Described| row.get(column.name).map_or_else(String::new, cell);
        let _ = writer.write_record(table.columns.iter().map(cell));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn cell(value: &Json) -> String {
    let text = match value {
        Json::String(text) => text.chars().map(harmless).collect(),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(cell).collect();
            items.join("; ")
        }
        Json::Null => String::new(),
        other => return other.to_string(),
    };
    if is_like_a_formula(&text) { format!("'{text}") } else { text }
}

/// A character that commands no terminal.
fn harmless(character: char) -> char {
    match character {
        '\n' | '\t' => character,
        unsafe_one if is_unsafe(unsafe_one) => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

/// Rows as one JSON object a line.
fn json_lines(rows: &[Map<String, Json>]) -> String {
    let line =
        |row: &Map<String, Json>| escaped(&serde_json::to_string(row).unwrap_or_default()) + "\n";
    rows.iter().map(line).collect()
}

/// JSON in which every character that commands a terminal is escaped, so that nothing is lost and
/// nothing acts.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '\n' => text.push('\n'),
            unsafe_one if is_unsafe(unsafe_one) => {
                text.push_str(&format!("\\u{:04x}", u32::from(unsafe_one)));
            }
            other => text.push(other),
        }
    }
    text
}

impl Report for Export {
    fn page(&self) -> Page {
        let mut page = Page::default();
        if !self.problems.is_empty() {
            page.blocks.push(Block::Problems(self.problems.clone()));
            page.gap();
        }
        page.text(format!(
            "{} and {} are written to {}{}.",
            plural(count(self.cases.len()), "case"),
            match self.entries() {
                1 => "1 entry".to_owned(),
                many => format!("{many} entries"),
            },
            self.place,
            if self.replaces { ", in the place of the export that was there" } else { "" }
        ));
        page.text(format!(
            "cases and entries as .csv and as .jsonl; {DESCRIPTION} describes every column."
        ));
        if self.lacks_something() {
            page.toned("It is not whole: not every file could be read.", Tone::Bad);
        }
        let unsettled: usize = self.cases.iter().map(|case| case.unsettled).sum();
        if unsettled > 0 {
            let words = format!(
                "{} to be settled: what stands now is exported, and what it met is not.",
                plural(count(unsettled), "conflict")
            );
            page.toned(words, Tone::Soon);
        }
        let restricted = self.cases.iter().filter(|case| case.is_restricted()).count();
        if restricted > 0 {
            let cases = plural(count(restricted), "restricted case");
            page.toned(format!("{cases} among them."), Tone::Soon);
        }
        let holds = if self.redacts {
            "Names, employers, notes and reasons are left out; days and ids can still tell who it is."
        } else {
            "It holds names and notes: keep it as safe as the record itself."
        };
        page.toned(holds, Tone::Soon);
        page
    }

    fn json(&self) -> Json {
        let files: Vec<&str> = self.files().iter().map(|(name, _)| *name).collect();
        json!({
            "schema": 1,
            "revision": self.revision,
            "cases": self.cases.len(),
            "entries": self.entries(),
            "place": self.place,
            "files": files,
            "redacted": self.redacts,
            "replaced": self.replaces,
            "problems": obligation::problems(&self.problems),
        })
    }
}
