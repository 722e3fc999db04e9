//! Records for a spreadsheet, in which no text can act as a formula.

use crate::reading::safe_line;
use crate::report::Records;
use crate::sheet::is_like_a_formula;

/// Records as CSV with the names of the columns first.
pub fn csv(records: &Records) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail: every record has as many fields as there are columns.
    let _ = writer.write_record(&records.columns);
    for record in &records.rows {
        let _ = writer.write_record(record.fields.iter().map(|field| harmless(&field.text())));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A field that a spreadsheet takes as text: one that begins like a formula gets a quote before it.
fn harmless(field: &str) -> String {
    let field = safe_line(field);
    if is_like_a_formula(&field) { format!("'{field}") } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_a_formula() {
        let record = ["=1+1", " @SUM(A1)", "-2", "2026-11-16", "a,\"b\"", "a\u{1b}[0m"];
        let names = ["a", "b", "c", "d", "e", "f"];
        let text = csv(&Records::plain(&names, [record.map(Into::into).to_vec()]));
        assert_eq!(
            text,
            "a,b,c,d,e,f\n'=1+1,' @SUM(A1),'-2,2026-11-16,\"a,\"\"b\"\"\",a\u{FFFD}[0m\n"
        );
    }
}
