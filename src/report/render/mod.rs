//! Renderers: one a file, each a leaf that takes a value and gives text.
//!
//! Whatever a file held, no control character and no bidirectional override leaves here.

mod csv;
mod json;
mod look;
mod plain;
mod problem;
mod style;
mod table;

pub use self::csv::csv;
pub use json::json;
pub use look::Look;
pub use plain::plain;
pub use table::table;
