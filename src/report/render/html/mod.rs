//! A page as one self-contained HTML file: no script, nothing fetched, light and dark, for a screen
//! reader and for paper.
//!
//! Every text is escaped by the macro that makes the markup, whatever a file held.

mod drawing;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::problem::Problem;
use crate::reading::{safe_line, safe_text};
use crate::report::page::{Block, Cell, Node, Page, Table, Tone};
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
    markup.into_string() + "\n"
}

/// The parts of a page below its title.
struct Body<'p> {
    page: &'p Page,
    /// The chapters: each with its id and title.
    chapters: Vec<(&'p str, &'p str)>,
}

impl<'p> Body<'p> {
    fn of(page: &'p Page) -> Body<'p> {
        let chapters = page.blocks.iter().filter_map(|block| match block {
            Block::Chapter(id, cell) => Some((id.as_str(), cell.text.as_str())),
            _ => None,
        });
        Body { page, chapters: chapters.collect() }
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
                nav aria-label="Chapters" {
                    ul {
                        @for (id, title) in &self.chapters {
                            li { a href={ "#" (id) } { (safe_line(title)) } }
                        }
                    }
                }
            }
            @for (index, chapter) in chapters(&blocks[first_chapter..]) {
                section.chapter aria-labelledby=(chapter_id(&chapter[0])) {
                    @for (further, block) in chapter.iter().enumerate() {
                        (self.block(block, first_chapter + index + further, false))
                    }
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
            Block::Chapter(id, cell) => {
                html! { h2 id=(id) class=[class(cell.tone)] { (safe_line(&cell.text)) } }
            }
            Block::Text(cell) => html! { p class=[class(cell.tone)] { (in_lines(cell)) } },
            Block::Command(command) => html! { pre { code { (safe_line(command)) } } },
            Block::Difference(lines) => html! { pre { (lines.join("\n")) } },
            Block::Table(table) => self.table(table, index),
            Block::Tree(node) => html! { ul.tree { (tree(node)) } },
            Block::Picture(picture) => drawing::figure(picture, index),
            Block::Problems(problems) => html! { ul { @for it in problems { (problem(it)) } } },
            Block::Gap => html! {},
        }
    }

    /// A table that can be scrolled by itself, with its first column as the name of each row.
    fn table(&self, table: &Table, index: usize) -> Markup {
        let name = self.name_of(index);
        html! {
            div.scroll role="region" aria-label=(name) tabindex="0" {
                table {
                    thead {
                        tr { @for column in &table.columns { th scope="col" { (column.title) } } }
                    }
                    tbody {
                        @for row in &table.rows {
                            tr {
                                @for (index, cell) in row.cells.iter().enumerate() {
                                    @if index == 0 {
                                        th scope="row" class=[class(cell.tone)] { (in_lines(cell)) }
                                    } @else {
                                        td class=[class(cell.tone)] { (in_lines(cell)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What the block at this place is called: by the headings above it, so that no two are alike.
    fn name_of(&self, index: usize) -> String {
        let above = self.page.blocks[..index].iter().rev();
        let mut names: Vec<&str> = Vec::new();
        for block in above {
            match block {
                Block::Heading(cell) if names.is_empty() => names.push(&cell.text),
                Block::Chapter(_, cell) => {
                    names.push(&cell.text);
                    break;
                }
                _ => {}
            }
        }
        names.reverse();
        let number = self.page.blocks[..=index]
            .iter()
            .filter(|block| matches!(block, Block::Table(_)))
            .count();
        safe_line(&format!("{}, table {number}", names.join(", ")))
    }
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

fn chapter_id(block: &Block) -> &str {
    match block {
        Block::Chapter(id, _) => id,
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

/// A text of several lines.
fn in_lines(cell: &Cell) -> Markup {
    let text = safe_text(&cell.text);
    let mut lines = text.trim_end().lines();
    let first = lines.next().unwrap_or_default().to_owned();
    html! {
        (first)
        @for line in lines { span.also { (line) } }
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
