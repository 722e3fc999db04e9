//! Settings: what dates depend on is the same once it is written anew, and every calendar goes on.

use caseload::calendar::{Day, Division, add_days};
use caseload::problem::any_error;
use caseload::reading::Source;
use caseload::settings::Settings;

use super::{as_on_windows, hold_presentable};

/// Ensures that what is wrong can be shown, that a file which is TOML is the same whatever editor saved
/// it, and that what goes into an evidence pack says of dates what the file says.
pub(crate) fn hold(text: &str) {
    let read = |text: &str| {
        let (settings, problems) = Settings::read(&Source::new("caseload.toml", text));
        hold_presentable(&problems, text);
        (settings.map(|settings| Settings { digest: String::new(), ..settings }), problems)
    };
    let (settings, problems) = read(text);
    let whole = format!("{settings:?}");
    let is_toml = problems.iter().all(|problem| problem.check != "syntax");
    for other in as_on_windows(text).iter().filter(|_| is_toml) {
        let (again, said) = read(other);
        assert_eq!(format!("{again:?}"), whole, "{other}");
        assert_eq!(said.len(), problems.len(), "{said:?}\n{problems:?}");
    }
    let Some(settings) = settings else { return };
    let (kept, said) = read(&settings.without_people());
    assert!(!any_error(&said), "{said:?}\n{}", settings.without_people());
    let kept = kept.unwrap();
    assert_eq!(kept.programme, settings.programme);
    assert_eq!(kept.provider, settings.provider);
    assert_eq!(kept.timezone, settings.timezone);
    for (_, division) in Division::ALL {
        hold_calendar(&settings, &kept, division);
    }
}

/// Ensures that a calendar is the same by both settings, and comes to a working day from any day.
fn hold_calendar(settings: &Settings, kept: &Settings, division: Division) {
    let (one, other) = (settings.calendar(division), kept.calendar(division));
    let first = Day::from_ymd_opt(2025, 12, 20).unwrap();
    let added = settings.calendars.get(&division).into_iter().flat_map(|changes| &changes.add);
    for day in (0..20).map(|days| add_days(first, days)).chain(added.copied()) {
        assert_eq!(one.day_off(day), other.day_off(day), "{day}");
        let (before, after) = (one.working_day_on_or_before(day), one.working_day_on_or_after(day));
        assert!(before <= day && day <= after);
        assert!(one.is_working_day(before) && one.is_working_day(after));
        assert_eq!(one.working_days_between(before, after), u32::from(before != after));
    }
}
