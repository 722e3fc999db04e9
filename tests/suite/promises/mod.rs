//! What is promised of any input whatever: of each format a function that panics where the promise
//! is broken.
//!
//! The suite holds them of what `tests/corpus` keeps (`fuzzing.rs`) and of files damaged at random
//! (`mangled`); `cargo fuzz`, whose targets in `tests/fuzz` call the very same functions, looks for
//! an input that breaks one. Several texts of one input have a line `=======` between them.

mod case_file;
mod date_words;
pub(crate) mod facts;
mod import;
mod judging;
mod merge;
mod programme_file;
mod settings;
mod splices;

use std::time::{Duration, Instant};

use caseload::problem::Problem;
use caseload::reading::Source;

pub(crate) use judging::{judge, judge_by};

/// The name of a format, and what holds its promise of an input.
type Promise = (&'static str, fn(&str));

/// The promises by the names of their formats, which fuzz targets and folders of the corpus have too.
pub(crate) const ALL: [Promise; 7] = [
    ("case-file", case_file::hold),
    ("programme-file", programme_file::hold),
    ("settings", settings::hold),
    ("merge", merge::hold),
    ("splices", splices::hold),
    ("date-words", date_words::hold),
    ("import", import::hold),
];

/// A case file that has every key of OBLIGATIONS.md section 3.
pub(crate) const EVERY_KEY: &str = include_str!("../mangled/every-key.toml");

/// How long any one file may take, by far: most take less than a millisecond.
pub(crate) const BOUND: Duration = Duration::from_secs(20);

/// What stands between two texts of one input.
const BETWEEN: &str = "\n=======\n";

/// Whether a character may never reach a person: controls and bidirectional overrides. Said here
/// again, apart from the crate's own list.
pub(crate) fn is_harmful(character: char) -> bool {
    let code = u32::from(character);
    code < 0x20
        || (0x7F..=0x9F).contains(&code)
        || (0x202A..=0x202E).contains(&code)
        || (0x2066..=0x2069).contains(&code)
}

/// Ensures of every problem that it can be said: safe, of bearable length, and with what helps where
/// it is an error.
fn hold_words(problems: &[Problem]) {
    for problem in problems {
        let excerpt = problem.place.as_ref().map_or("", |place| &place.excerpt);
        let hint = problem.hint.as_deref().unwrap_or_default();
        for shown in [&problem.message, excerpt, hint] {
            assert!(!shown.chars().any(is_harmful), "{problem:?}");
            assert!(shown.chars().count() <= 1_000, "{problem:?}");
        }
        assert!(!problem.message.trim().is_empty(), "{problem:?}");
        assert!(!problem.is_error() || !hint.trim().is_empty(), "{problem:?}");
    }
}

/// Ensures of every problem that it can be shown: said, and at a place that there is.
pub(crate) fn hold_presentable(problems: &[Problem], text: &str) {
    hold_words(problems);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.split('\n').collect();
    for problem in problems {
        let Some(place) = &problem.place else { continue };
        assert!(1 <= place.line && place.line <= lines.len() && 1 <= place.column, "{problem:?}");
        assert!(place.column <= lines[place.line - 1].chars().count() + 1, "{problem:?}");
        let room = place.excerpt.chars().count() + 1;
        assert!(1 <= place.width && place.caret + place.width <= room, "{problem:?}");
        assert!(place.caret < place.column, "{problem:?}");
    }
}

/// Reads within the bound, and holds what comes of it to [`hold_presentable`] and to be there if
/// and only if no problem is an error.
pub(crate) fn read<T>(
    text: &str,
    read: impl Fn(&Source) -> (Option<T>, Vec<Problem>),
) -> (Option<T>, Vec<Problem>) {
    let source = Source::new("a.toml", text);
    let begun = Instant::now();
    let (result, problems) = read(&source);
    assert!(begun.elapsed() < BOUND, "took {:?}", begun.elapsed());
    hold_presentable(&problems, text);
    let errors = problems.iter().any(Problem::is_error);
    assert!(result.is_some() != errors, "a result and errors, or neither: {problems:?}\n{text}");
    (result, problems)
}

/// The same text as an editor on Windows saves it, with and without a mark at its head.
fn as_on_windows(text: &str) -> [String; 2] {
    let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let windows = plain.replace('\n', "\r\n");
    [format!("\u{feff}{plain}"), format!("\u{feff}{windows}")]
}
