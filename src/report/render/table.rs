//! A page on a terminal: columns that fit its width, colour only if wanted.

use comfy_table::{Cell as TableCell, Color, ColumnConstraint, ContentArrangement, Width, presets};

use crate::reading::{safe_line, safe_text};
use crate::report::page::{Block, Cell, Chapter, Node, Page, Table, Tone};
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
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    drawn.set_width(look.width);
    if look.colour {
        drawn.enforce_styling();
    } else {
        drawn.force_no_tty();
    }
    drawn.set_header(table.columns.iter().map(|column| faint(column.title, look)));
    for row in &table.rows {
        drawn.add_row(row.cells.iter().map(|cell| table_cell(cell, look)));
    }
    for (index, column) in table.columns.iter().enumerate() {
        let gap = if index + 1 == table.columns.len() { 0 } else { 2 };
        if let (Some(width), Some(drawn)) = (column.width, drawn.column_mut(index)) {
            drawn.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + gap)));
        }
    }
    let last = table.columns.len().saturating_sub(1);
    for (index, column) in drawn.column_iter_mut().enumerate() {
        column.set_padding((0, if index == last { 0 } else { 2 }));
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
