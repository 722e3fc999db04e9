//! One file as it is read, and everything that is wrong with it.

use std::cell::{Cell, RefCell};

use toml::de::DeTable;

use crate::problem::Problem;
use crate::reading::wrong::syntax_message;
use crate::reading::{Source, Span, Table, plain, safe_line};

/// The most syntax errors listed of one file; a broken line can hold hundreds of thousands.
const MOST_SYNTAX_ERRORS: usize = 100;

/// The longest message or hint, in characters: a value in it can be of any length.
const LONGEST_MESSAGE: usize = 600;

/// Reads one [`Source`] and collects what is wrong with it.
pub struct Reader<'s> {
    source: &'s Source,
    problems: RefCell<Vec<Problem>>,
    damaged: Cell<bool>,
    /// The keys that were asked for at the top of the file.
    top: RefCell<Vec<&'static str>>,
}

impl<'s> Reader<'s> {
    /// A reader of this source.
    pub fn new(source: &'s Source) -> Reader<'s> {
        Reader {
            source,
            problems: RefCell::default(),
            damaged: Cell::new(false),
            top: RefCell::default(),
        }
    }

    /// The source that is read.
    pub fn source(&self) -> &'s Source {
        self.source
    }

    /// Parses the text as TOML. Syntax errors are collected; what could be read is returned.
    pub fn parse(&self) -> Table<'s> {
        if let Some(table) = plain::read(self.source.text()) {
            return table;
        }
        let (table, errors) = DeTable::parse_recoverable(self.source.text());
        self.damaged.set(!errors.is_empty());
        for error in errors.iter().take(MOST_SYNTAX_ERRORS) {
            let span = error.span().unwrap_or(0..0);
            let (message, hint) = syntax_message(error.message(), self.source.text(), &span);
            self.error(&span, "syntax", message, hint);
        }
        if let Some(next) = errors.get(MOST_SYNTAX_ERRORS) {
            let more = errors.len() - MOST_SYNTAX_ERRORS;
            let message = format!("this is not TOML, nor is it in {more} places from here on");
            self.error(&next.span().unwrap_or(0..0), "syntax", message, "mend those above first");
        }
        Table::from(table.into_inner())
    }

    /// Whether the text is no whole TOML, so that what is missing may only be unreadable.
    pub fn is_damaged(&self) -> bool {
        self.damaged.get()
    }

    /// Notes a key that was asked for at the top of the file.
    pub(super) fn ask_at_top(&self, key: &'static str) {
        self.top.borrow_mut().push(key);
    }

    /// Whether a key belongs to the top of the file.
    pub(super) fn belongs_at_top(&self, key: &str) -> bool {
        self.top.borrow().contains(&key)
    }

    /// Collects an error.
    pub fn error(
        &self,
        span: &Span,
        check: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.push(self.problem(span, check, message.into(), hint.into()));
    }

    /// Collects a warning.
    pub fn warning(
        &self,
        span: &Span,
        check: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.push(self.problem(span, check, message.into(), hint.into()).as_warning());
    }

    fn problem(&self, span: &Span, check: &'static str, message: String, hint: String) -> Problem {
        let problem = Problem::error(self.source.name(), check, message);
        problem.with_hint(hint).at(Some(self.source.place(span)))
    }

    /// Every message passes here: whatever a file says in it can be shown.
    fn push(&self, mut problem: Problem) {
        problem.message = fit(&problem.message);
        problem.hint = problem.hint.map(|hint| fit(&hint));
        self.problems.borrow_mut().push(problem);
    }

    /// Everything collected, in the order of the file.
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        let place = |problem: &Problem| problem.place.as_ref().map(|at| (at.line, at.column));
        let broken: Vec<_> =
            problems.iter().filter(|problem| problem.check == "syntax").map(place).collect();
        // What is no value at all need not also be called a value of the wrong kind.
        problems.retain(|problem| problem.check != "type" || !broken.contains(&place(problem)));
        problems.sort_by_key(|problem| {
            problem.place.as_ref().map_or((0, 0), |place| (place.line, place.column))
        });
        problems
    }
}

/// The text as one safe line of bearable length.
fn fit(text: &str) -> String {
    let safe = safe_line(text);
    match safe.char_indices().nth(LONGEST_MESSAGE) {
        None => safe,
        Some((end, _)) => format!("{}\u{2026}", &safe[..end]),
    }
}
