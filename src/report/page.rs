//! A report laid out for people: headings, texts, tables and trees, without any of a terminal.

use crate::report::picture::Picture;

/// What a piece of text means; colour may show it, words always do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// Bad news.
    Bad,
    /// To be looked at soon.
    Soon,
    /// Good news.
    Good,
    /// Of less weight.
    Faint,
}

/// A text with its meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// What it means.
    pub tone: Tone,
    /// The id of the chapter that says more, where the page has it; or, with `./` before it, a file
    /// beside the page.
    pub leads_to: Option<String>,
}

impl Cell {
    /// A text that means nothing in particular.
    pub fn plain(text: impl Into<String>) -> Cell {
        Cell::toned(text, Tone::Plain)
    }

    /// A text with a meaning.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Cell {
        Cell { text: text.into(), tone, leads_to: None }
    }

    /// The same text, which a reader can follow to a chapter.
    #[must_use]
    pub fn leading_to(self, chapter: impl Into<String>) -> Cell {
        Cell { leads_to: Some(chapter.into()), ..self }
    }
}

/// A part of a page of several reports, up to the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// What leads to it, of its own on the page; no blank in it.
    pub id: String,
    /// Its heading.
    pub title: Cell,
    /// Whether the contents at the head of the page name it.
    pub is_in_contents: bool,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// Its width in characters; none for the one that takes what is left.
    pub width: Option<u16>,
}

/// A row, as cells and as one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The cells, one a column.
    pub cells: Vec<Cell>,
    /// The row as one sentence, without columns.
    pub sentence: String,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A node of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its text.
    pub text: String,
    /// What hangs below it.
    pub children: Vec<Node>,
}

impl Node {
    /// A node without children.
    pub fn leaf(text: impl Into<String>) -> Node {
        Node { text: text.into(), children: Vec::new() }
    }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(Cell),
    /// Where a chapter begins: a page of several reports has some.
    Chapter(Chapter),
    /// A paragraph.
    Text(Cell),
    /// A line to copy, such as a command; never wrapped. What it is for is said before it.
    Command(String),
    /// The command that records what was just said; never wrapped.
    Record(String),
    /// Lines of a difference between two texts, each beginning with `+`, `-` or a blank.
    Difference(Vec<String>),
    /// A table.
    Table(Table),
    /// A tree.
    Tree(Node),
    /// A picture.
    Picture(Picture),
    /// Problems, each with its place.
    Problems(Vec<crate::problem::Problem>),
    /// An empty line.
    Gap,
}

/// A report laid out for people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its parts.
    pub blocks: Vec<Block>,
    /// The sum of it, where it has one: how much there is, and nothing about anybody.
    pub sum: Option<String>,
}

impl Page {
    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>, tone: Tone) {
        self.blocks.push(Block::Heading(Cell::toned(text, tone)));
    }

    /// Begins a chapter.
    pub fn chapter(
        &mut self,
        id: impl Into<String>,
        title: impl Into<String>,
        is_in_contents: bool,
    ) {
        let (id, title) = (id.into(), Cell::plain(title));
        self.blocks.push(Block::Chapter(Chapter { id, title, is_in_contents }));
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(Cell::plain(text)));
    }

    /// Adds a paragraph with a meaning.
    pub fn toned(&mut self, text: impl Into<String>, tone: Tone) {
        self.blocks.push(Block::Text(Cell::toned(text, tone)));
    }

    /// Adds the sentence that sums the page up.
    pub fn sum_up(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.text(text.as_str());
        self.sum = Some(text);
    }

    /// Adds a picture, if there is one.
    pub fn picture(&mut self, picture: Option<Picture>) {
        self.blocks.extend(picture.map(Block::Picture));
    }

    /// Adds an empty line.
    pub fn gap(&mut self) {
        self.blocks.push(Block::Gap);
    }

    /// Adds a table, if it has rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }
}
