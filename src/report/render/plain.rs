//! A page as plain sentences: one a row, no columns, no colour, nothing wrapped.

use crate::reading::safe_line;
use crate::report::page::{Block, Chapter, Node, Page};
use crate::report::render::direction::kept_in_place;
use crate::report::render::problem::sentence;

/// A page as plain sentences.
pub fn plain(page: &Page) -> String {
    let mut text = String::new();
    for block in &page.blocks {
        match block {
            Block::Heading(cell)
            | Block::Chapter(Chapter { title: cell, .. })
            | Block::Text(cell) => {
                text += &line(&cell.text);
            }
            Block::Command(command) => text += &line(command),
            Block::Record(command) => text += &line(&format!("To record it: {command}")),
            Block::Difference(changed) => {
                for changed in changed {
                    text += &(safe_line(changed) + "\n");
                }
            }
            Block::Table(table) => {
                for row in &table.rows {
                    text += &line(&row.sentence);
                }
            }
            Block::Tree(node) => tree(node, &mut text),
            Block::Picture(picture) => {
                for sentence in picture.words() {
                    text += &line(&sentence);
                }
            }
            Block::Problems(problems) => {
                for problem in problems {
                    text += &line(&sentence(problem));
                }
            }
            Block::Gap => {}
        }
    }
    kept_in_place(text)
}

fn line(text: &str) -> String {
    safe_line(text).trim().to_owned() + "\n"
}

fn tree(node: &Node, text: &mut String) {
    *text += &line(&node.text);
    for child in &node.children {
        tree(child, text);
    }
}
