//! What the fuzz targets call: the promises that the suite holds too, of files that are kept.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../suite/promises/mod.rs"]
mod promises;

/// Holds a promise of one input. What is no text is passed over: files are read as texts.
///
/// # Panics
///
/// If the promise is broken, or there is none of this name.
pub fn hold(name: &str, input: &[u8]) {
    let (_, hold) = promises::ALL.iter().find(|(known, _)| *known == name).unwrap();
    if let Ok(text) = std::str::from_utf8(input) {
        hold(text);
    }
}
