//! Pictures of a case and of numbers, as values: what is drawn, and the same in words.
//!
//! `render` draws them, on a terminal with characters and in HTML as vector graphics. Whoever cannot
//! see them has the words.

mod bars;
mod timeline;
mod weeks;

pub use bars::{Bar, Bars};
pub use timeline::{Lane, Mark, Span, SpanKind, Timeline};
pub use weeks::{Week, WeekState, Weeks};

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// A journey along its days.
    Timeline(Timeline),
    /// A square for each week.
    Weeks(Weeks),
    /// Bars of shares, one after another.
    Bars(Bars),
}

impl Picture {
    /// What it shows.
    pub fn title(&self) -> &str {
        match self {
            Picture::Timeline(_) => "Journey",
            Picture::Weeks(_) => "Weeks",
            Picture::Bars(bars) => &bars.title,
        }
    }

    /// The same in words, one sentence a line.
    pub fn words(&self) -> Vec<String> {
        match self {
            Picture::Timeline(timeline) => timeline.words(),
            Picture::Weeks(weeks) => weeks.words(),
            Picture::Bars(bars) => bars.words(),
        }
    }
}
