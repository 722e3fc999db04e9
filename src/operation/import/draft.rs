//! A mapping file to begin with, from the headings of a sheet.

use crate::case::Value;
use crate::case::schema::{self, SchemaKey};
use crate::operation::import::mapping::{BESIDE, RowsOf};
use crate::sheet::{Sheet, letters};

/// A mapping file for a sheet: what its headings say by themselves is filled in, and everything that
/// can be said besides stands in comments.
pub fn draft(sheet: &Sheet, rows: RowsOf) -> String {
    let (word, each) = match rows {
        RowsOf::Cases => ("cases", "a participant"),
        RowsOf::Entries => {
            ("entries", "something that happened: a contact, a document, a job, ...")
        }
    };
    let mut lines = vec![
        "# Which column of the sheet holds which key. Take the `#` away where a line is meant."
            .to_owned(),
        format!("rows = \"{word}\"  # each row is {each}"),
    ];
    lines.push("# sheet = \"NAME\"  # of a workbook; the first otherwise".to_owned());
    if sheet.headings_row != 1 {
        lines.push(format!("headings-row = {}", sheet.headings_row));
    }
    lines.extend([
        String::new(),
        "# The column of a number that no two rows share: by it a row is known again, so that the"
            .to_owned(),
        "# sheet can be imported twice, and a corrected row corrects its entry.".to_owned(),
        "# key = \"HEADING\"".to_owned(),
        "# Where several sheets number their rows from 1, each needs a beginning of its own."
            .to_owned(),
        "# key-prefix = \"2026-\"".to_owned(),
        "# Rows in which this column is empty are passed over.".to_owned(),
        "# only-with = \"HEADING\"".to_owned(),
        String::new(),
        "[columns]".to_owned(),
    ]);
    lines.extend(columns(sheet, rows));
    lines.extend([
        String::new(),
        "# What every row has that no column holds.".to_owned(),
        "[always]".to_owned(),
        match rows {
            RowsOf::Cases => "# programme = \"ipes\"".to_owned(),
            RowsOf::Entries => "# entry = \"contact\"".to_owned(),
        },
        String::new(),
        "# What stands in a column for a word of a case file.".to_owned(),
        match rows {
            RowsOf::Cases => "# [words.worker]\n# \"A. Morgan\" = \"alex\"".to_owned(),
            RowsOf::Entries => "# [words.mode]\n# \"F2F\" = \"in-person\"".to_owned(),
        },
    ]);
    lines.join("\n") + "\n"
}

/// The keys with their columns, and the headings that are left.
fn columns(sheet: &Sheet, rows: RowsOf) -> Vec<String> {
    let mut lines = Vec::new();
    let mut left: Vec<usize> =
        (0..sheet.headings.len()).filter(|column| !sheet.headings[*column].is_empty()).collect();
    for name in rows.names() {
        let is_it = |column: &&usize| {
            sheet.headings[**column].to_lowercase().replace([' ', '_'], "-") == name
        };
        let found = left.iter().find(is_it).copied();
        left.retain(|column| Some(*column) != found);
        lines.push(match found {
            Some(column) => {
                let heading = Value::Text(sheet.headings[column].clone());
                format!("{name} = {heading}  # {}", means(rows, name))
            }
            None => format!("# {name} = \"HEADING\"  # {}", means(rows, name)),
        });
    }
    if !left.is_empty() {
        lines.push(String::new());
        lines.push("# Headings that are none of these yet:".to_owned());
        lines.extend(left.iter().map(|column| {
            let heading = sheet.headings[*column].replace('\n', " ");
            format!("#   {}  {}", letters(*column), crate::reading::safe_line(&heading))
        }));
    }
    lines
}

fn means(rows: RowsOf, name: &str) -> String {
    let beside = BESIDE.iter().find(|(known, _)| rows == RowsOf::Entries && *known == name);
    if let Some((_, means)) = beside {
        return (*means).to_owned();
    }
    let of = |key: &SchemaKey| match key.entries {
        [] => key.means.to_owned(),
        entries if entries.len() >= schema::ENTRIES.len() => key.means.to_owned(),
        entries => format!("{}: {}", entries.join(", "), key.means),
    };
    rows.key(name).map_or_else(String::new, of)
}
