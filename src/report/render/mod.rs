//! Renderers: one a file, each a leaf that takes a value and gives text.
//!
//! Whatever a file held, no control character and no bidirectional override leaves here.

mod calendar;
mod csv;
mod direction;
mod html;
mod json;
mod look;
mod mail;
mod picture;
mod plain;
mod problem;
mod style;
mod table;
mod workbook;

pub use self::calendar::{CalendarStyle, Entries, calendar};
pub use self::csv::csv;
pub use self::html::html;
pub use json::json;
pub use look::Look;
pub use mail::{Envelope, mail};
pub use plain::plain;
pub use table::table;
pub use workbook::{Tables, WorkbookError, workbook};

use crate::reading::safe_line;
use crate::report::page::{Block, Page};

/// The first heading of a page.
fn title(page: &Page) -> String {
    let headings = page.blocks.iter().find_map(|block| match block {
        Block::Heading(cell) => Some(safe_line(&cell.text)),
        _ => None,
    });
    headings.unwrap_or_else(|| "caseload".to_owned())
}
