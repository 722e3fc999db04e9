//! The tables, and the page of the documents that they are put into.

use std::fs;
use std::time::Duration;

/// The page.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/performance.md");

/// A table.
pub(crate) struct Table {
    /// What the page calls its place.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// What was timed, ours against another's.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) ours: Duration,
    pub(crate) other: String,
    pub(crate) theirs: Duration,
    /// The most that the ratio may be.
    pub(crate) goal: Option<f64>,
}

impl Table {
    /// A table of what was timed.
    pub(crate) fn of(name: &'static str, title: &'static str, rows: Vec<Row>) -> Table {
        let header =
            ["", "caseload", "against", "takes", "ratio", "goal"].map(str::to_owned).to_vec();
        Table { name, title, header, rows: rows.into_iter().map(Row::cells).collect() }
    }

    /// As Markdown.
    pub(crate) fn text(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let rule = vec!["---".to_owned(); self.header.len()];
        let head = [line(&self.header), line(&rule)].concat();
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("{}:\n\n{head}{rows}", self.title)
    }
}

impl Row {
    fn cells(self) -> Vec<String> {
        let ratio = self.ours.as_secs_f64() / self.theirs.as_secs_f64();
        let goal = self.goal.map_or(String::new(), |goal| {
            let outcome = if ratio <= goal { "reached" } else { "**not reached**" };
            format!("{goal}: {outcome}")
        });
        let time = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
        vec![self.what, time(self.ours), self.other, time(self.theirs), format!("{ratio:.2}"), goal]
    }
}

/// Puts what was measured into the page, each in its place.
pub(crate) fn write(machine: &str, tables: &[Table]) {
    let mut page = fs::read_to_string(PAGE).expect("the page");
    let texts = tables.iter().map(|table| (table.name, table.text()));
    for (name, text) in texts.chain([("machine", machine.to_owned())]) {
        let begin = format!("<!-- {name}, by benches/compare -->\n");
        let end = format!("<!-- end of {name} -->");
        let from = page.find(&begin).expect("its place") + begin.len();
        let to = from + page[from..].find(&end).expect("the end of its place");
        page.replace_range(from..to, &text);
    }
    fs::write(PAGE, page).expect("the page is written");
}
