//! Bars of shares, such as a rate month by month.

use crate::report::words::percent;

/// A bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// Its share of one; none where there is nothing to have a share of.
    pub share: Option<f64>,
    /// What stands beside it.
    pub words: String,
}

/// Bars, one after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// What they show.
    pub title: String,
    /// Whether each share is a rate, worth its number.
    pub is_rate: bool,
    /// The bars.
    pub bars: Vec<Bar>,
}

impl Bars {
    /// The same in words.
    pub fn words(&self) -> Vec<String> {
        let of_one = |bar: &Bar| match bar.share.filter(|_| self.is_rate) {
            Some(share) => format!("{}: {} ({})", bar.label, percent(share), bar.words),
            None => format!("{}: {}", bar.label, bar.words),
        };
        let bars: Vec<String> = self.bars.iter().map(of_one).collect();
        vec![format!("{}: {}.", self.title, bars.join("; "))]
    }
}
