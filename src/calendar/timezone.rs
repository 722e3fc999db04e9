//! Local time: the zone in which a day begins and ends.

use chrono::{DateTime, FixedOffset, Offset, Utc};
use tz::TimeZoneRef;
use tzdb::{TZ_NAMES, time_zone, tz_by_name};

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timezone {
    name: &'static str,
    zone: TimeZoneRef<'static>,
}

impl Timezone {
    /// That of London.
    pub const LONDON: Timezone =
        Timezone { name: "Europe/London", zone: time_zone::europe::LONDON };

    /// The zone of that name in the time zone database, such as `Europe/London`.
    pub fn named(name: &str) -> Option<Timezone> {
        let zone = tz_by_name(name)?;
        let name = TZ_NAMES.iter().find(|known| known.eq_ignore_ascii_case(name))?;
        Some(Timezone { name, zone })
    }

    /// Its name in the time zone database.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// A moment by the clocks of this zone; by those of Greenwich if the database does not say.
    pub fn local(self, moment: DateTime<Utc>) -> DateTime<FixedOffset> {
        let kind = self.zone.find_local_time_type(moment.timestamp()).ok();
        let offset = kind.and_then(|kind| FixedOffset::east_opt(kind.ut_offset()));
        moment.with_timezone(&offset.unwrap_or(Utc.fix()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_by_the_clocks_of_the_zone() {
        for (zone, moment, local) in [
            ("Europe/London", "2026-10-24T23:30:00Z", "2026-10-25T00:30:00+01:00"),
            ("Europe/London", "2026-10-25T00:59:59Z", "2026-10-25T01:59:59+01:00"),
            ("Europe/London", "2026-10-25T01:00:00Z", "2026-10-25T01:00:00+00:00"),
            ("Europe/London", "2027-03-28T01:00:00Z", "2027-03-28T02:00:00+01:00"),
            ("Europe/London", "2049-07-01T12:00:00Z", "2049-07-01T13:00:00+01:00"),
            ("America/New_York", "2026-11-16T03:00:00Z", "2026-11-15T22:00:00-05:00"),
        ] {
            let moment = moment.parse().unwrap();
            assert_eq!(Timezone::named(zone).unwrap().local(moment).to_rfc3339(), local, "{zone}");
        }
        assert_eq!(Timezone::named("Europe/London"), Some(Timezone::LONDON));
        let typed = Timezone::named("america/new_york").unwrap();
        assert_eq!(typed.name(), "America/New_York");
        assert_eq!(Timezone::named("Europe/Londn"), None);
    }
}
