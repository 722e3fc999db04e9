//! A feed as a calendar file (RFC 5545), for calendar programs to show or subscribe to.

use chrono::{DateTime, Datelike, Duration, NaiveTime, Utc};
use icalendar::{
    Alarm, Calendar, CalendarComponent, Class, Component, Event, EventLike, Property, Todo,
    TodoStatus, Trigger,
};

use crate::calendar::{Day, add_days, days_between};
use crate::reading::{safe_line, safe_text};
use crate::report::feed::{Feed, FeedItem};

/// As what an obligation stands in a calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Entries {
    /// An event of a whole day, which every calendar program shows.
    #[default]
    Events,
    /// A task with a due date.
    Tasks,
}

/// How a calendar file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CalendarStyle {
    /// Events or tasks.
    pub entries: Entries,
    /// Whether nothing rings.
    pub is_silent: bool,
}

/// A feed as a calendar file. The same feed on the same day gives the same bytes.
pub fn calendar(feed: &Feed, style: CalendarStyle) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//caseload//obligations//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.name(&safe_line(&feed.title));
    // A program that subscribes looks again twice a day.
    calendar.ttl(&Duration::hours(12));
    for item in &feed.items {
        calendar.push(match style.entries {
            Entries::Events => CalendarComponent::from(event(feed, item, style)),
            Entries::Tasks => CalendarComponent::from(task(feed, item, style)),
        });
    }
    without_times_of_alarms(&calendar.to_string())
}

fn event(feed: &Feed, item: &FeedItem, style: CalendarStyle) -> Event {
    let mut event = Event::new();
    common(&mut event, feed, item);
    // A whole day ends where the next begins; it does not make anybody busy.
    event.starts(item.day).ends(add_days(item.day, 1));
    event.add_property("TRANSP", "TRANSPARENT");
    for before in alarms(item, style) {
        event.alarm(Alarm::display(&safe_line(&item.summary), Trigger::before_start(before)));
    }
    event.done()
}

fn task(feed: &Feed, item: &FeedItem, style: CalendarStyle) -> Todo {
    let mut task = Todo::new();
    common(&mut task, feed, item);
    task.due(item.due).status(TodoStatus::NeedsAction);
    // A task is due on its limit, and one is reminded of the day to do it by.
    let ahead = Duration::hours(24 * days_between(item.day, item.due));
    for before in alarms(item, style) {
        let before = before + ahead;
        task.alarm(Alarm::display(&safe_line(&item.summary), Trigger::before_end(before)));
    }
    task.done()
}

fn common<C: Component>(component: &mut C, feed: &Feed, item: &FeedItem) {
    component
        .uid(&item.uid)
        .timestamp(midnight(feed.today))
        .summary(&safe_line(&item.summary))
        .description(&safe_text(&item.description))
        .add_property("PRIORITY", item.priority.to_string())
        .class(Class::Private)
        // What a newer file says of an item counts.
        .sequence(u32::try_from(feed.today.num_days_from_ce()).unwrap_or(0));
    for category in &item.categories {
        component.add_multi_property("CATEGORIES", &escaped(&safe_line(category)));
    }
}

/// How long before midnight at the beginning of its day one is reminded: at nine in the morning,
/// so many days before.
fn alarms(item: &FeedItem, style: CalendarStyle) -> Vec<Duration> {
    if style.is_silent {
        return Vec::new();
    }
    item.alarms.iter().map(|days| Duration::hours(days * 24 - 9)).collect()
}

/// A text of a list, whose commas would divide it.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;")
}

fn midnight(day: Day) -> DateTime<Utc> {
    day.and_time(NaiveTime::default()).and_utc()
}

/// The file without the moment at which each alarm was made, which the crate takes from a clock and
/// the format does not know. An alarm's identity goes too, which would be another each time.
fn without_times_of_alarms(text: &str) -> String {
    let mut is_alarm = false;
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive("\r\n") {
        is_alarm = (is_alarm || line == "BEGIN:VALARM\r\n") && line != "END:VALARM\r\n";
        let is_of_the_clock = line.starts_with("DTSTAMP:") || line.starts_with("UID:");
        if !(is_alarm && is_of_the_clock) {
            kept += line;
        }
    }
    kept
}
