//! Days, times and moments as a file writes them.

use crate::reading::Kind;
use chrono::NaiveTime;

use crate::calendar::{Day, Moment};
use crate::reading::{Fields, Value, Written};

impl<'d> Fields<'_, '_, 'd> {
    /// A day, without a time of day.
    pub fn day(&mut self, key: &'static str) -> Option<Written<Day>> {
        let value = self.take(key)?;
        let moment = self.moment_of(key, value, "a day")?;
        if moment.value.time.is_some() {
            self.wrong(value, key, "a day");
            return None;
        }
        Some(Written { value: moment.value.day, span: moment.span })
    }

    /// A day, with a local time of day or without.
    pub fn moment(&mut self, key: &'static str) -> Option<Written<Moment>> {
        let value = self.take(key)?;
        self.moment_of(key, value, "a day, or a day with a time")
    }

    fn moment_of(&self, key: &str, value: &Value<'d>, wanted: &str) -> Option<Written<Moment>> {
        let Kind::Datetime(written) = value.get_ref() else {
            self.wrong(value, key, wanted);
            return None;
        };
        if written.offset.is_some() {
            self.reader().error(
                &value.span(),
                "date",
                format!("`{key} = {written}` names a time zone"),
                "write local time without `Z` or an offset: 2026-11-16T10:00:00",
            );
            return None;
        }
        let Some(moment) = local_moment(written) else {
            self.wrong(value, key, wanted);
            return None;
        };
        if !Moment::YEARS.contains(&moment.year()) {
            self.reader().error(
                &value.span(),
                "date",
                format!("`{key} = {written}` lies outside the years that a case can have"),
                "check the year; it is from 1900 to 2199",
            );
            return None;
        }
        Some(Written { value: moment, span: value.span() })
    }

    /// A moment at which something was logged, kept as it is written to the digit.
    pub fn timestamp(&mut self, key: &'static str) -> Option<Written<String>> {
        let value = self.take(key)?;
        match value.get_ref() {
            Kind::Datetime(written)
                if written.date.is_some() && written.time.is_some() && written.offset.is_some() =>
            {
                // As it is written, to the digit: it is the identity of an entry.
                let text = self.reader().source().text().get(value.span()).unwrap_or_default();
                Some(Written { value: text.to_owned(), span: value.span() })
            }
            _ => {
                self.wrong(value, key, "a moment in UTC");
                None
            }
        }
    }

    /// A list of days.
    pub fn days(&mut self, key: &'static str) -> Vec<Written<Day>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Kind::Array(items) = value.get_ref() else {
            self.wrong(value, key, "a list of days");
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| {
                let moment = self.moment_of(key, item, "a day")?;
                if moment.value.time.is_some() {
                    self.wrong(item, key, "a day");
                }
                Some(moment)
            })
            .map(|moment| Written { value: moment.value.day, span: moment.span })
            .collect()
    }
}

/// A date, or a date and time; none for a time without a date, or a day that does not exist.
pub(crate) fn local_moment(written: &toml::value::Datetime) -> Option<Moment> {
    let date = written.date?;
    let day = Day::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let Some(time) = written.time else { return Some(Moment::day(day)) };
    let (hour, minute) = (time.hour.into(), time.minute.into());
    let (second, part) = (time.second.unwrap_or(0).into(), time.nanosecond.unwrap_or(0));
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, part)?;
    Some(Moment { day, time: Some(time) })
}
