//! Pictures as vector graphics within the page, each with the same in words below it.

use maud::{Markup, html};
use unicode_width::UnicodeWidthStr;

use crate::calendar::{Day, Window, add_days, days_between, long};
use crate::reading::safe_line;
use crate::report::picture::{
    Bars, Lane, Mark, Picture, Span, SpanKind, Timeline, Week, WeekState, Weeks,
};
use crate::report::render::picture::fitted;
use crate::report::words::percent;

/// The width of every drawing, in its own units.
const WIDTH: i64 = 1000;
/// The width of what stands at the left of a line.
const LABEL: i64 = 150;
/// How many characters of it fit.
const LABEL_CHARACTERS: usize = 20;
/// The height of a line.
const LINE: i64 = 24;
/// How far from one week to the next.
const WEEK: i64 = 30;

/// A picture with its words.
pub(super) fn figure(picture: &Picture, index: usize) -> Markup {
    let drawn = match picture {
        Picture::Timeline(timeline) => timeline_drawing(timeline),
        Picture::Weeks(weeks) => week_drawing(weeks),
        Picture::Bars(bars) => bar_drawing(bars),
    };
    let (height, shapes) = drawn;
    let title = format!("title-{index}");
    html! {
        figure {
            div.scroll role="region" aria-label={ (safe_line(picture.title())) ", picture " (index) } tabindex="0" {
                svg viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-labelledby=(title) {
                    title id=(title) { (safe_line(picture.title())) }
                    (shapes)
                }
            }
            // Bars have their words beside them.
            figcaption class=[matches!(picture, Picture::Bars(_)).then_some("unseen")] {
                @for sentence in picture.words() { span.also { (safe_line(&sentence)) } }
            }
        }
    }
}

/// Where days lie from left to right.
struct Scale {
    from: Day,
    days: i64,
}

impl Scale {
    fn of(timeline: &Timeline) -> Scale {
        let days = days_between(timeline.from, timeline.to) + 1;
        Scale { from: timeline.from, days: days.max(1) }
    }

    /// Where a day begins.
    fn at(&self, day: Day) -> i64 {
        let passed = days_between(self.from, day).clamp(0, self.days);
        LABEL + passed * (WIDTH - LABEL) / self.days
    }
}

fn timeline_drawing(timeline: &Timeline) -> (i64, Markup) {
    let scale = Scale::of(timeline);
    let lanes = i64::try_from(timeline.lanes.len()).unwrap_or(1);
    let bottom = LINE * (lanes + 1);
    let height = bottom + LINE * i64::try_from(timeline.marks.len() + 1).unwrap_or(1) + 4;
    let now = scale.at(timeline.today);
    let marks = placed(timeline, &scale, bottom);
    let day = timeline.day.map_or_else(String::new, |day| format!(", day {day}"));
    let shapes = html! {
        (months(timeline, &scale, bottom))
        @for (row, lane) in (1..).zip(&timeline.lanes) { (lane_shapes(lane, row, &scale)) }
        line.now x1=(now) x2=(now) y1=(LINE) y2=(bottom + 6) {}
        // Words stand before every line, which they would not be readable under.
        @for (below, at, mark) in &marks {
            line.mark x1=(at) x2=(at) y1=(LINE) y2=(below + 12) { title { (long(mark.on)) } }
        }
        (beside(now, bottom + 18, &format!("today{day}"), "today"))
        @for (below, at, mark) in &marks {
            (beside(*at, below + 18, &format!("{}: {}", mark.label, mark.title), ""))
        }
    };
    (height, shapes)
}

/// The marks, each with the height and the place of its words. The lines of marks beyond the middle,
/// whose words stand to the left, would cross the words below them: so these stand first, from the
/// left to the right; then the others, whose words stand to the right, from the right to the left.
fn placed<'t>(timeline: &'t Timeline, scale: &Scale, bottom: i64) -> Vec<(i64, i64, &'t Mark)> {
    let mut marks: Vec<(i64, &Mark)> =
        timeline.marks.iter().map(|mark| (scale.at(mark.on), mark)).collect();
    marks.sort_by_key(|(at, _)| if is_right(*at) { (0, *at) } else { (1, -at) });
    let rows = (1..).zip(marks);
    rows.map(|(row, (at, mark))| (bottom + LINE * row, at, mark)).collect()
}

/// Whether words about a place stand to the left of it.
fn is_right(at: i64) -> bool {
    at > WIDTH / 2 + LABEL / 2
}

/// A text beside a place: to the right of it, or to the left where it lies far to the right.
fn beside(at: i64, below: i64, text: &str, class: &str) -> Markup {
    let (x, anchor) = if is_right(at) { (at - 5, "end") } else { (at + 5, "start") };
    html! {
        text class=(class) x=(x) y=(below) text-anchor=(anchor) { (safe_line(text)) }
    }
}

/// The beginnings of months, with the names of as many as there is room for.
fn months(timeline: &Timeline, scale: &Scale, bottom: i64) -> Markup {
    let mut day = Window::month_of(timeline.from).next_month().from;
    let mut free = LABEL;
    let mut shapes = Vec::new();
    while day <= timeline.to {
        let at = scale.at(day);
        let name = (at >= free && at + 45 <= WIDTH).then(|| day.format("%b %y").to_string());
        if name.is_some() {
            free = at + 60;
        }
        shapes.push(html! {
            line.axis x1=(at) x2=(at) y1=(LINE - 6) y2=(bottom) {}
            @if let Some(name) = name { text.quiet x=(at + 2) y=(LINE - 10) { (name) } }
        });
        day = Window::month_of(day).next_month().from;
    }
    html! { @for shape in &shapes { (shape) } }
}

fn lane_shapes(lane: &Lane, row: i64, scale: &Scale) -> Markup {
    let top = LINE * row + 4;
    html! {
        text x="0" y=(top + 13) { (fitted(&safe_line(&lane.label), LABEL_CHARACTERS)) }
        @for span in &lane.spans {
            @let (from, to) = (scale.at(span.from), scale.at(add_days(span.to, 1)));
            rect class=(span_class(span)) x=(from) y=(top) width=((to - from).max(2)) height=(LINE - 8) {
                title {
                    (safe_line(&span.title)) ", " (long(span.from)) " to " (long(span.to))
                }
            }
            @if matches!(span.kind, SpanKind::Stage(_)) && has_room(&span.title, to - from) {
                text.within x=(from + 5) y=(top + 12) { (safe_line(&span.title)) }
            }
        }
    }
}

/// Whether a text fits into so much of a line.
fn has_room(text: &str, room: i64) -> bool {
    width(text) + 10 <= room
}

/// About how wide a text is.
fn width(text: &str) -> i64 {
    i64::try_from(UnicodeWidthStr::width(text)).unwrap_or(i64::from(u16::MAX)) * 7
}

fn span_class(span: &Span) -> &'static str {
    const STAGES: [&str; 4] = ["s0", "s1", "s2", "s3"];
    match span.kind {
        SpanKind::Stage(stage) => STAGES[stage % STAGES.len()],
        SpanKind::Ahead => "ahead",
        SpanKind::Extension => "extra",
        SpanKind::Job => "job",
        SpanKind::Offer => "offer",
    }
}

fn week_drawing(weeks: &Weeks) -> (i64, Markup) {
    let in_a_line = usize::try_from((WIDTH - LABEL) / WEEK).unwrap_or(1);
    let lines: Vec<&[Week]> = weeks.weeks.chunks(in_a_line).collect();
    let rows = i64::try_from(lines.len()).unwrap_or(1);
    let height = WEEK * (rows + 1) + 4;
    let shapes = html! {
        (legend(weeks, WEEK * rows + 6))
        @for (row, line) in (0_i64..).zip(&lines) {
            text.quiet x="0" y=(row * WEEK + 17) { (line[0].days.from.format("%-d %b %Y").to_string()) }
            @for (column, week) in (0_i64..).zip(line.iter()) {
                (square(week, LABEL + column * WEEK, row * WEEK + 2))
            }
        }
    };
    (height, shapes)
}

/// What each shape means, and how many there are of it.
fn legend(weeks: &Weeks, y: i64) -> Markup {
    let mut x = LABEL;
    let entries = weeks.states().into_iter().map(|state| {
        let words = format!("{} ({})", state.words(), weeks.count(state));
        let at = x;
        x += 26 + width(&words) + WEEK;
        html! {
            (shape(state, at, y))
            text x=(at + 26) y=(y + 15) { (words) }
        }
    });
    html! { @for entry in entries { (entry) } }
}

/// A week.
fn square(week: &Week, x: i64, y: i64) -> Markup {
    let words = format!("Week of {}: {}", long(week.days.from), week.state.words());
    html! { g { title { (words) } (shape(week.state, x, y)) } }
}

/// What is drawn for a state: its shape says as much as its colour.
fn shape(state: WeekState, x: i64, y: i64) -> Markup {
    let class = match state {
        WeekState::Held => "held",
        WeekState::Offered => "offered",
        WeekState::Missed => "missed",
        WeekState::Excused => "excused",
        WeekState::Open => "open",
        WeekState::NotCounted => "uncounted",
    };
    html! {
        @match state {
            WeekState::Offered => {
                rect.open x=(x) y=(y) width="20" height="20" {}
                rect class=(class) x=(x) y=(y) width="10" height="20" {}
            }
            WeekState::NotCounted => {
                rect class=(class) x=(x + 7) y=(y + 7) width="6" height="6" {}
            }
            _ => rect class=(class) x=(x) y=(y) width="20" height="20" {},
        }
        @if state == WeekState::Excused { text x=(x + 6) y=(y + 15) { "e" } }
    }
}

fn bar_drawing(bars: &Bars) -> (i64, Markup) {
    const RAIL: i64 = 500;
    let height = LINE * i64::try_from(bars.bars.len()).unwrap_or(1) + 4;
    let shapes = html! {
        @for (row, bar) in (0_i64..).zip(&bars.bars) {
            @let y = row * LINE + 4;
            text x="0" y=(y + 13) { (fitted(&safe_line(&bar.label), LABEL_CHARACTERS)) }
            rect.rail x=(LABEL) y=(y) width=(RAIL) height=(LINE - 8) {}
            @if let Some(share) = bar.share {
                rect.bar x=(LABEL) y=(y) width=(format!("{:.1}", share.clamp(0.0, 1.0) * 500.0)) height=(LINE - 8) {}
            }
            text x=(LABEL + RAIL + 10) y=(y + 13) {
                @if let Some(share) = bar.share.filter(|_| bars.is_rate) { (percent(share)) ", " }
                (safe_line(&bar.words))
            }
        }
    };
    (height, shapes)
}
