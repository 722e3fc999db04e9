//! A page on a terminal: columns that fit its width, colour only if wanted.

use comfy_table::{Cell as TableCell, Color, ColumnConstraint, ContentArrangement, Width, presets};
use rayon::prelude::*;
use unicode_width::UnicodeWidthStr;

use crate::reading::{safe_line, safe_text};
use crate::report::page::{Block, Cell, Chapter, Node, Page, Row, Table, Tone};
use crate::report::render::direction::kept_in_place;
use crate::report::render::look::Look;
use crate::report::render::picture::picture;
use crate::report::render::problem::problems;
use crate::report::render::style::{style, styled};

/// A page as text for a terminal.
pub fn table(page: &Page, look: Look) -> String {
    let mut text = String::new();
    for block in &page.blocks {
        text += &render(block, look);
    }
    kept_in_place(text)
}

fn render(block: &Block, look: Look) -> String {
    match block {
        Block::Heading(cell) | Block::Chapter(Chapter { title: cell, .. }) => {
            let bold = style(cell.tone).bold();
            lines(&wrapped(&safe_line(&cell.text), look, "", ""), |line| {
                styled(line, bold, look.colour)
            })
        }
        Block::Text(cell) => paragraph(cell, look),
        Block::Command(command) | Block::Record(command) => format!("    {}\n", safe_line(command)),
        Block::Difference(changed) => lines(changed, |line| {
            styled(&safe_line(line), style(difference_tone(line)), look.colour)
        }),
        Block::Table(table) => table_text(table, look),
        Block::Tree(node) => tree(node, look),
        Block::Picture(drawn) => picture(drawn, look),
        Block::Problems(list) => problems(list, look),
        Block::Gap => "\n".to_owned(),
    }
}

fn difference_tone(line: &str) -> Tone {
    match line.chars().next() {
        Some('+') => Tone::Good,
        Some('-') => Tone::Bad,
        Some('@') => Tone::Faint,
        _ => Tone::Plain,
    }
}

fn paragraph(cell: &Cell, look: Look) -> String {
    let text = safe_text(&cell.text);
    let indent = if text.starts_with("  ") { "    " } else { "" };
    lines(&wrapped(&text, look, "", indent), |line| styled(line, style(cell.tone), look.colour))
}

fn lines(lines: &[String], show: impl Fn(&str) -> String) -> String {
    lines.iter().map(|line| show(line) + "\n").collect()
}

/// Text wrapped to the width; words longer than that are left whole, so that they can be copied.
fn wrapped(text: &str, look: Look, first: &str, later: &str) -> Vec<String> {
    let options = textwrap::Options::new(usize::from(look.width))
        .initial_indent(first)
        .subsequent_indent(later)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    let text = held_together(text, usize::from(look.width) / 2);
    let lines = textwrap::wrap(&text, options);
    lines.into_iter().map(|line| line.replace(HELD, " ")).collect()
}

/// What stands for a blank at which no line is broken: as wide as one, and in no text.
const HELD: char = '\u{e000}';

/// Text in which what stands in backticks is not broken, unless it is long: it is to be copied.
fn held_together(text: &str, longest: usize) -> String {
    let parts = text.split('`').enumerate();
    let held = parts.map(|(number, part)| match number % 2 {
        1 if part.chars().count() <= longest => part.replace(' ', &HELD.to_string()),
        _ => part.to_owned(),
    });
    held.collect::<Vec<_>>().join("`")
}

/// The narrowest that a column of free width can be and still be read.
const NARROWEST: usize = 14;

/// Whether the columns of fixed width leave room to read the other ones.
fn fits(table: &Table, look: Look) -> bool {
    let fixed = table.columns.iter().filter_map(|column| column.width).map(usize::from);
    let free = table.columns.iter().filter(|column| column.width.is_none()).count();
    let gaps = 2 * table.columns.len().saturating_sub(1);
    fixed.sum::<usize>() + gaps + NARROWEST * free <= usize::from(look.width)
}

fn table_text(table: &Table, look: Look) -> String {
    if !fits(table, look) {
        // Too narrow for columns: a sentence a row can still be read.
        let rows = table.rows.iter();
        return rows.map(|row| paragraph(&Cell::plain(row.sentence.as_str()), look)).collect();
    }
    drawn_in_parts(table, look, PART)
}

/// How many rows are drawn together.
const PART: usize = 64;

/// A table drawn so many rows at a time, all parts at once, with columns as wide as all of the rows need
/// them.
fn drawn_in_parts(table: &Table, look: Look, part: usize) -> String {
    let free = table.columns.iter().filter(|column| column.width.is_none()).count();
    if table.rows.len() <= part || free > 1 {
        return drawn(table, &table.rows, &widths(table), look);
    }
    let widths = widths_of_all(table, look);
    let headings = drawn(table, &[], &widths, look);
    let parts = table.rows.par_chunks(part).map(|rows| {
        let part = drawn(table, rows, &widths, look);
        part.strip_prefix(&headings).unwrap_or(&part).to_owned()
    });
    headings.clone() + &parts.collect::<String>()
}

/// The blanks behind a column.
fn gap(table: &Table, index: usize) -> u16 {
    if index + 1 == table.columns.len() { 0 } else { 2 }
}

/// How wide each column is with the blanks behind it; none for one that takes what is left.
fn widths(table: &Table) -> Vec<Option<u16>> {
    let columns = table.columns.iter().enumerate();
    columns.map(|(index, column)| Some(column.width? + gap(table, index))).collect()
}

/// The same, and the one that takes what is left as wide as all of the rows need it.
fn widths_of_all(table: &Table, look: Look) -> Vec<Option<u16>> {
    let widths = widths(table);
    let left = look.width.saturating_sub(widths.iter().flatten().sum());
    let needed = |index: usize| {
        let cells = table.rows.par_iter().filter_map(|row| row.cells.get(index));
        let widest = cells.map(|cell| safe_text(&cell.text).lines().map(str::width).max());
        let title = table.columns[index].title.width();
        let widest = widest.max().flatten().unwrap_or_default().max(title);
        u16::try_from(widest).unwrap_or(u16::MAX).saturating_add(gap(table, index))
    };
    let columns = widths.iter().enumerate();
    columns.map(|(index, width)| width.or_else(|| Some(needed(index).min(left)))).collect()
}

fn drawn(table: &Table, rows: &[Row], widths: &[Option<u16>], look: Look) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    drawn.set_width(look.width);
    if look.colour {
        drawn.enforce_styling();
    } else {
        drawn.force_no_tty();
    }
    drawn.set_header(table.columns.iter().map(|column| faint(column.title, look)));
    for row in rows {
        drawn.add_row(row.cells.iter().map(|cell| table_cell(cell, look)));
    }
    for (index, (column, width)) in drawn.column_iter_mut().zip(widths).enumerate() {
        if let Some(width) = width {
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(*width)));
        }
        column.set_padding((0, gap(table, index)));
    }
    // Trailing blanks would wrap on a terminal that is exactly as wide.
    drawn.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn faint(text: &str, look: Look) -> TableCell {
    let cell = TableCell::new(text);
    if look.colour { cell.fg(Color::DarkGrey) } else { cell }
}

fn table_cell(cell: &Cell, look: Look) -> TableCell {
    let drawn = TableCell::new(safe_text(&cell.text));
    if !look.colour {
        return drawn;
    }
    match cell.tone {
        Tone::Plain => drawn,
        Tone::Bad => drawn.fg(Color::Red),
        Tone::Soon => drawn.fg(Color::Yellow),
        Tone::Good => drawn.fg(Color::Green),
        Tone::Faint => drawn.fg(Color::DarkGrey),
    }
}

fn tree(node: &Node, look: Look) -> String {
    let mut text = String::new();
    let bold = style(Tone::Plain).bold();
    for line in wrapped(&safe_line(&node.text), look, "", "") {
        text += &(styled(&line, bold, look.colour) + "\n");
    }
    branches(&node.children, "", look, &mut text);
    text
}

fn branches(children: &[Node], stem: &str, look: Look, text: &mut String) {
    for (index, child) in children.iter().enumerate() {
        let is_last = index + 1 == children.len();
        let (branch, below) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let (first, later) = (format!("{stem}{branch}"), format!("{stem}{below}"));
        for line in wrapped(&safe_line(&child.text), look, &first, &later) {
            *text += &(line + "\n");
        }
        branches(&child.children, &later, look, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::Column;

    /// Ensures that nobody can see of a long table that it was drawn in parts.
    #[test]
    fn parts_look_as_the_whole_does() {
        let texts = ["", "short", "a line of some length\nand another", "Zo\u{eb} \u{1f469}", "x"];
        for (longest, width) in [(5, 80), (30, 80), (200, 80), (200, 120), (40, 46)] {
            let rows = (0..23).map(|row: usize| {
                let cell = |at: usize| Cell::toned(texts[(row + at) % texts.len()], Tone::Soon);
                let long = "word ".repeat(longest * (row % 7) / 30);
                let cells = vec![cell(0), Cell::plain(long + texts[row % 5]), cell(2)];
                Row { cells, sentence: String::new() }
            });
            let column = |title, width| Column { title, width };
            let columns =
                vec![column("Who", Some(10)), column("What it is", None), column("By", Some(8))];
            let table = Table { columns, rows: rows.collect() };
            for colour in [false, true] {
                let look = Look { width, colour };
                let whole = drawn(&table, &table.rows, &widths_of_all(&table, look), look);
                for part in [1, 4, 22] {
                    assert_eq!(drawn_in_parts(&table, look, part), whole, "{longest} {width}");
                }
            }
        }
    }
}
