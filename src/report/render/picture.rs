//! Pictures on a terminal, drawn with characters: legible without colour, in 80 columns.

use anstyle::Style;
use chrono::Datelike;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::calendar::{Day, Window, days_between};
use crate::reading::safe_line;
use crate::report::page::Tone;
use crate::report::picture::{
    Bar, Bars, Lane, Mark, Picture, Span, SpanKind, Timeline, WeekState, Weeks,
};
use crate::report::render::look::Look;
use crate::report::render::style::{style, styled};
use crate::report::words::percent;

/// The width of what stands before a line of a picture.
const LABEL: usize = 14;
/// The widest that a picture is drawn.
const WIDEST: usize = 110;
/// The width of a month's name with its year.
const MONTH: usize = 6;
/// What is drawn for stages that follow one another.
const STAGES: [char; 4] = ['▓', '█', '▒', '▚'];

/// A picture as lines of a terminal.
pub(super) fn picture(picture: &Picture, look: Look) -> String {
    let lines = match picture {
        Picture::Timeline(timeline) => timeline_lines(timeline, look),
        Picture::Weeks(weeks) => week_lines(weeks, look),
        Picture::Bars(bars) => bar_lines(bars, look),
    };
    lines.into_iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn chart_width(look: Look) -> usize {
    usize::from(look.width).min(WIDEST).saturating_sub(LABEL + 1).max(20)
}

/// A label that is as wide as all of them.
fn label(text: &str) -> String {
    let text = fitted(&safe_line(text), LABEL - 1);
    let blanks = LABEL - text.width();
    format!("{text}{}", " ".repeat(blanks))
}

/// A text cut to a width in columns of a terminal.
pub(super) fn fitted(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for character in text.chars() {
        if cut.width() + character.width().unwrap_or(0) > width - 1 {
            break;
        }
        cut.push(character);
    }
    cut + "…"
}

/// A line of characters, each with its style.
struct Canvas(Vec<(char, Style)>);

impl Canvas {
    fn new(width: usize) -> Canvas {
        Canvas(vec![(' ', Style::new()); width])
    }

    fn put(&mut self, at: usize, character: char, style: Style) {
        if let Some(place) = self.0.get_mut(at) {
            *place = (character, style);
        }
    }

    /// Whether a text fits, with a blank on either side.
    fn is_free(&self, at: usize, width: usize) -> bool {
        let around = at.saturating_sub(1)..(at + width + 1).min(self.0.len());
        at + width <= self.0.len() && self.0[around].iter().all(|(it, _)| *it == ' ')
    }

    fn write(&mut self, at: usize, text: &str, style: Style) {
        for (index, character) in text.chars().enumerate() {
            self.put(at + index, character, style);
        }
    }

    fn line(&self, colour: bool) -> String {
        let mut line = String::new();
        let mut rest = self.0.as_slice();
        while let Some((_, style)) = rest.first() {
            let run = rest.iter().take_while(|(_, other)| other == style).count();
            let text: String = rest[..run].iter().map(|(character, _)| *character).collect();
            line += &styled(&text, *style, colour);
            rest = &rest[run..];
        }
        line
    }
}

/// Where days lie on a line.
struct Scale {
    from: Day,
    days: i64,
    width: usize,
}

impl Scale {
    fn of(timeline: &Timeline, width: usize) -> Scale {
        let days = days_between(timeline.from, timeline.to) + 1;
        Scale { from: timeline.from, days: days.max(1), width }
    }

    fn at(&self, day: Day) -> usize {
        let passed = days_between(self.from, day).clamp(0, self.days - 1);
        let width = i64::try_from(self.width).unwrap_or(1);
        usize::try_from(passed * width / self.days).unwrap_or(0)
    }
}

fn timeline_lines(timeline: &Timeline, look: Look) -> Vec<String> {
    let scale = Scale::of(timeline, chart_width(look));
    let mut lines = vec![format!("{}{}", label(""), months(timeline, &scale).line(look.colour))];
    for lane in &timeline.lanes {
        let drawn = lane_line(lane, &scale).line(look.colour);
        lines.push(format!("{}{drawn}", label(&lane.label)));
    }
    for row in marks(timeline, &scale) {
        lines.push(format!("{}{}", label(""), row.line(look.colour)));
    }
    lines.extend(legend(timeline, look));
    lines
}

/// The beginnings of months, so far apart that there is room for their names.
fn months(timeline: &Timeline, scale: &Scale) -> Canvas {
    let days = usize::try_from(scale.days).unwrap_or(1);
    let room = |months: &u32| *months as usize * 30 * scale.width / days >= MONTH + 2;
    let step = [1, 2, 3, 4, 6].into_iter().find(room).unwrap_or(12);
    let mut canvas = Canvas::new(scale.width);
    let mut day = Window::month_of(timeline.from).next_month().from;
    while day <= timeline.to {
        let at = scale.at(day);
        if (day.month() - 1).is_multiple_of(step) && canvas.is_free(at, MONTH) {
            canvas.write(at, &day.format("%b %y").to_string(), style(Tone::Faint));
        }
        day = Window::month_of(day).next_month().from;
    }
    canvas
}

fn lane_line(lane: &Lane, scale: &Scale) -> Canvas {
    let mut canvas = Canvas::new(scale.width);
    for span in &lane.spans {
        let (glyph, look) = glyph(span);
        for at in scale.at(span.from)..=scale.at(span.to) {
            canvas.put(at, glyph, look);
        }
    }
    canvas
}

fn glyph(span: &Span) -> (char, Style) {
    match span.kind {
        SpanKind::Stage(number) => (STAGES[number % STAGES.len()], Style::new()),
        SpanKind::Ahead => ('░', style(Tone::Faint)),
        SpanKind::Extension => ('┄', style(Tone::Faint)),
        SpanKind::Job => ('━', style(Tone::Good)),
        SpanKind::Offer => ('╌', style(Tone::Soon)),
    }
}

/// Today and the days that matter, in as many rows as it takes.
fn marks(timeline: &Timeline, scale: &Scale) -> Vec<Canvas> {
    let day = timeline.day.map_or_else(String::new, |day| format!(", day {day}"));
    let today = Mark { on: timeline.today, label: format!("today{day}"), title: String::new() };
    let mut rows: Vec<Canvas> = Vec::new();
    let all = std::iter::once((&today, '▲')).chain(timeline.marks.iter().map(|mark| (mark, '│')));
    for (mark, sign) in all {
        let text = mark.label.as_str();
        let at = scale.at(mark.on);
        let width = text.width() + 2;
        // Beside its sign: to the right, or to the left where there is no room.
        let from = if at + width <= scale.width { at } else { (at + 1).saturating_sub(width) };
        let row = match rows.iter().position(|row| row.is_free(from, width)) {
            Some(row) => row,
            None => {
                rows.push(Canvas::new(scale.width));
                rows.len() - 1
            }
        };
        let look = if sign == '▲' { Style::new().bold() } else { Style::new() };
        rows[row].put(at, sign, look);
        rows[row].write(if from == at { at + 2 } else { from }, text, look);
    }
    rows
}

/// What each sign stands for.
fn legend(timeline: &Timeline, look: Look) -> Vec<String> {
    let mut signs: Vec<(char, String)> = Vec::new();
    for span in timeline.lanes.iter().flat_map(|lane| &lane.spans) {
        let (glyph, _) = glyph(span);
        let title = match span.kind {
            SpanKind::Extension => "with an extension".to_owned(),
            SpanKind::Job => "in work".to_owned(),
            SpanKind::Ahead => "to come".to_owned(),
            _ => span.title.to_lowercase(),
        };
        if !signs.iter().any(|(known, _)| *known == glyph) {
            signs.push((glyph, title));
        }
    }
    key(&signs, look)
}

/// Signs with their meanings, in as many lines as it takes.
fn key(signs: &[(char, String)], look: Look) -> Vec<String> {
    let width = chart_width(look);
    let mut lines: Vec<String> = Vec::new();
    for (sign, meaning) in signs {
        let part = format!("{sign} {}", safe_line(meaning));
        match lines.last_mut() {
            Some(line) if line.width() + 3 + part.width() <= width => {
                *line += &format!("   {part}");
            }
            _ => lines.push(part),
        }
    }
    let faint = style(Tone::Faint);
    lines.iter().map(|line| format!("{}{}", label(""), styled(line, faint, look.colour))).collect()
}

/// What is drawn for a week.
fn square(state: WeekState) -> (char, Tone) {
    match state {
        WeekState::Held => ('■', Tone::Good),
        WeekState::Offered => ('◧', Tone::Soon),
        WeekState::Missed => ('□', Tone::Bad),
        WeekState::Excused => ('e', Tone::Faint),
        WeekState::Open => ('?', Tone::Soon),
        WeekState::NotCounted => ('·', Tone::Faint),
    }
}

fn week_lines(weeks: &Weeks, look: Look) -> Vec<String> {
    let a_line = (chart_width(look) / 2).min(26);
    let mut lines = Vec::new();
    for some in weeks.weeks.chunks(a_line.max(1)) {
        let mut canvas = Canvas::new(some.len() * 2);
        for (index, week) in some.iter().enumerate() {
            let (sign, tone) = square(week.state);
            canvas.put(index * 2, sign, style(tone));
        }
        let first = some[0].days.from.format("%-d %b %Y").to_string();
        lines.push(format!("{}{}", label(&first), canvas.line(look.colour)));
    }
    let signs: Vec<(char, String)> = weeks
        .states()
        .into_iter()
        .map(|state| {
            let number = weeks.count(state);
            (square(state).0, format!("{} ({number})", state.words()))
        })
        .collect();
    lines.extend(key(&signs, look));
    lines
}

fn bar_lines(bars: &Bars, look: Look) -> Vec<String> {
    let longest = bars.bars.iter().map(|bar| bar.words.width()).max().unwrap_or(0);
    let width = chart_width(look).saturating_sub(longest + 7).clamp(3, 50);
    bars.bars.iter().map(|bar| bar_line(bar, bars.is_rate, width, look)).collect()
}

fn bar_line(bar: &Bar, is_rate: bool, width: usize, look: Look) -> String {
    let words = safe_line(&bar.words);
    let Some(share) = bar.share else {
        return format!("{}{} {:>4}  {words}", label(&bar.label), " ".repeat(width), "-");
    };
    let drawn = drawn_share(share, width);
    let blanks = " ".repeat(width.saturating_sub(drawn.width()));
    let tone = style(Tone::Good);
    let percent = if is_rate { percent(share) } else { String::new() };
    format!(
        "{}{}{blanks} {percent:>4}  {words}",
        label(&bar.label),
        styled(&drawn, tone, look.colour)
    )
}

/// A share of a width, to an eighth of a character.
fn drawn_share(share: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of one, of a width of at most 50"
    )]
    let eighths = (share.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_drawn_to_an_eighth() {
        assert_eq!(drawn_share(0.0, 10), "");
        assert_eq!(drawn_share(0.5, 10), "█████");
        assert_eq!(drawn_share(1.0, 3), "███");
        assert_eq!(drawn_share(1.0 / 16.0, 8), "▌");
    }

    #[test]
    fn labels_are_as_wide_as_one_another() {
        for text in
            ["Stage", "Brook Garden Centre", "株式会社ブルックガーデン", "", "e\u{301}e\u{301}"]
        {
            assert_eq!(label(text).width(), LABEL, "{text}");
        }
    }
}
