//! What a page is shown on.

/// How wide a terminal is, and whether it shows colour.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of text.
    pub width: u16,
    /// Whether colour is shown.
    pub colour: bool,
}
