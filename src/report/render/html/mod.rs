//! A page as one self-contained HTML file: no script, nothing fetched, light and dark, for a screen
//! reader and for paper.
//!
//! Every text is escaped by the macro that makes the markup, whatever a file held.

mod drawing;

use std::collections::{BTreeMap, HashSet};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::problem::Problem;
use crate::reading::{safe_line, safe_text};
use crate::report::page::{Block, Cell, Chapter, Column, Node, Page, Table, Tone};
use crate::report::render::direction::kept_in_place;
use crate::report::render::problem::sentence;
use crate::report::render::title;

/// How everything looks, on screen and on paper.
const STYLE: &str = include_str!("style.css");

/// What a browser may load for this page: nothing but the style that stands in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// A page as HTML.
pub fn html(page: &Page) -> String {
    let title = title(page);
    let markup = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content="caseload";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#report" { "Skip to the report" }
                main id="report" tabindex="-1" { (Body::of(page).markup()) }
            }
        }
    };
    kept_in_place(markup.into_string() + "\n")
}

/// The parts of a page below its title.
struct Body<'p> {
    page: &'p Page,
    chapters: Vec<&'p Chapter>,
    /// The ids of the chapters.
    ids: HashSet<&'p str>,
    /// What each table is called, by its place.
    table_names: BTreeMap<usize, String>,
}

impl<'p> Body<'p> {
    fn of(page: &'p Page) -> Body<'p> {
        let chapters = page.blocks.iter().filter_map(|block| match block {
            Block::Chapter(chapter) => Some(chapter),
            _ => None,
        });
        let chapters: Vec<&Chapter> = chapters.collect();
        let ids = chapters.iter().map(|chapter| chapter.id.as_str()).collect();
        Body { page, chapters, ids, table_names: table_names(page) }
    }

    fn markup(&self) -> Markup {
        let blocks = &self.page.blocks;
        let first_heading = blocks.iter().position(|it| matches!(it, Block::Heading(_)));
        let is_chapter = |block: &Block| matches!(block, Block::Chapter(..));
        let first_chapter = blocks.iter().position(is_chapter).unwrap_or(blocks.len());
        html! {
            @for (index, block) in blocks[..first_chapter].iter().enumerate() {
                (self.block(block, index, first_heading == Some(index)))
            }
            @if !self.chapters.is_empty() {
                nav aria-label="Contents" {
                    ul {
                        @for chapter in self.chapters.iter().filter(|it| it.is_in_contents) {
                            li { a href={ "#" (chapter.id) } { (safe_line(&chapter.title.text)) } }
                        }
                    }
                }
            }
            @for (index, chapter) in chapters(&blocks[first_chapter..]) {
                section.chapter aria-labelledby=(chapter_id(&chapter[0])) {
                    @for (further, block) in chapter.iter().enumerate() {
                        (self.block(block, first_chapter + index + further, false))
                    }
                    p.back { a href="#report" { "Back to the beginning" } }
                }
            }
        }
    }

    fn block(&self, block: &Block, index: usize, is_title: bool) -> Markup {
        match block {
            Block::Heading(cell) if is_title => {
                html! { h1 class=[class(cell.tone)] { (safe_line(&cell.text)) } }
            }
            Block::Heading(cell) if self.chapters.is_empty() => {
                html! { h2 class=[class(cell.tone)] { (safe_line(&cell.text)) } }
            }
            Block::Heading(cell) => {
                html! { h3 class=[class(cell.tone)] { (safe_line(&cell.text)) } }
            }
            Block::Chapter(Chapter { id, title, .. }) => {
                html! { h2 id=(id) class=[class(title.tone)] { (safe_line(&title.text)) } }
            }
            Block::Text(cell) => html! { p class=[class(cell.tone)] { (self.text(cell)) } },
            Block::Command(command) | Block::Record(command) => {
                html! { pre { code { (safe_line(command)) } } }
            }
            Block::Difference(lines) => html! { pre { (safe_text(&lines.join("\n"))) } },
            Block::Table(table) => self.table(table, index),
            Block::Tree(node) => html! { ul.tree { (tree(node)) } },
            Block::Picture(picture) => drawing::figure(picture, index),
            Block::Problems(problems) => html! { ul { @for it in problems { (problem(it)) } } },
            Block::Gap => html! {},
        }
    }

    /// A table that can be scrolled by itself, with its first column as the name of each row.
    fn table(&self, table: &Table, index: usize) -> Markup {
        let name = self.table_names.get(&index);
        html! {
            div.scroll role="region" aria-label=[name] tabindex="0" {
                // The roles are told, since a narrow screen lays a table out in another way.
                table role="table" {
                    colgroup { @for column in &table.columns { (column_width(column)) } }
                    thead role="rowgroup" {
                        tr role="row" {
                            @for column in &table.columns {
                                th role="columnheader" scope="col" { (column.title) }
                            }
                        }
                    }
                    tbody role="rowgroup" {
                        @for row in &table.rows {
                            tr role="row" {
                                @for (index, cell) in row.cells.iter().enumerate() {
                                    (self.cell(cell, table.columns.get(index), index == 0))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A cell, which is named by its column; the first of a row names the row.
    fn cell(&self, cell: &Cell, column: Option<&Column>, is_first: bool) -> Markup {
        let (class, title) = (class(cell.tone), column.map(|column| column.title));
        html! {
            @if is_first {
                th role="rowheader" scope="row" class=[class] { (self.text(cell)) }
            } @else {
                td role="cell" data-title=[title] class=[class] { (self.text(cell)) }
            }
        }
    }

    /// A text of several lines, of which the first leads to a chapter where there is one.
    fn text(&self, cell: &Cell) -> Markup {
        let is_file = |to: &str| to.starts_with("./");
        let leads_to = cell.leads_to.as_deref().filter(|to| is_file(to) || self.ids.contains(to));
        let text = safe_text(&cell.text);
        let mut lines = text.trim_end().lines();
        let first = lines.next().unwrap_or_default();
        html! {
            @match leads_to {
                Some(file) if is_file(file) => a href=(file) { (first) },
                Some(id) => a href={ "#" (id) } { (first) },
                None => (first),
            }
            @for line in lines { span.also { (line) } }
        }
    }
}

/// What each table is called: by the headings above it and its number, so that no two are alike.
fn table_names(page: &Page) -> BTreeMap<usize, String> {
    let (mut chapter, mut heading) = (None, None);
    let mut names = BTreeMap::new();
    for (index, block) in page.blocks.iter().enumerate() {
        match block {
            Block::Chapter(begun) => (chapter, heading) = (Some(&begun.title.text), None),
            Block::Heading(cell) => heading = Some(&cell.text),
            Block::Table(_) => {
                let above: Vec<&str> =
                    [chapter, heading].into_iter().flatten().map(String::as_str).collect();
                let number = names.len() + 1;
                names.insert(index, safe_line(&format!("{}, table {number}", above.join(", "))));
            }
            _ => {}
        }
    }
    names
}

/// The chapters of what follows the beginning, each with the place of its first block.
fn chapters(blocks: &[Block]) -> Vec<(usize, &[Block])> {
    let starts: Vec<usize> = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| matches!(block, Block::Chapter(..)))
        .map(|(index, _)| index)
        .collect();
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts.iter().zip(ends).map(|(start, end)| (*start, &blocks[*start..end])).collect()
}

/// The width of a column, so that it is the same in each table of a page.
fn column_width(column: &Column) -> Markup {
    match column.width {
        Some(width) => html! { col style={ "width:" (width + 1) "ch" }; },
        None => html! { col; },
    }
}

fn chapter_id(block: &Block) -> &str {
    match block {
        Block::Chapter(chapter) => &chapter.id,
        _ => "",
    }
}

fn class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Bad => Some("bad"),
        Tone::Soon => Some("soon"),
        Tone::Good => Some("good"),
        Tone::Faint => Some("faint"),
    }
}

fn problem(problem: &Problem) -> Markup {
    let tone = if problem.is_error() { "bad" } else { "soon" };
    html! { li class=(tone) { (safe_line(&sentence(problem))) } }
}

fn tree(node: &Node) -> Markup {
    html! {
        li {
            (safe_line(&node.text))
            @if !node.children.is_empty() {
                ul { @for child in &node.children { (tree(child)) } }
            }
        }
    }
}
