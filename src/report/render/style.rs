//! What a tone looks like on a terminal.

use anstyle::{AnsiColor, Style};

use crate::report::page::Tone;

/// The style of a tone.
pub(super) fn style(tone: Tone) -> Style {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match tone {
        Tone::Plain => Style::new(),
        Tone::Bad => colour(AnsiColor::Red),
        Tone::Soon => colour(AnsiColor::Yellow),
        Tone::Good => colour(AnsiColor::Green),
        Tone::Faint => Style::new().dimmed(),
    }
}

/// The text in a style, if there is colour.
pub(super) fn styled(text: &str, style: Style, colour: bool) -> String {
    if !colour || style == Style::new() || text.is_empty() {
        return text.to_owned();
    }
    format!("{style}{text}{style:#}")
}
