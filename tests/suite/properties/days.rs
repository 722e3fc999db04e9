//! Date arithmetic: working days, months, and the last day of Module Two.

use caseload::calendar::{
    Calendar, Changes, Day, Division, Moment, Period, Window, add_days, days_between, long,
    parse_day, parse_long, plain,
};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};
use proptest::prelude::{Strategy, any};
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::Subject;
use crate::chance::tries;

fn date(year: i32, month: u32, day: u32) -> Day {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A day of the years of the holiday table.
fn a_day() -> impl Strategy<Value = Day> {
    (0..6_940_i64).prop_map(|days| add_days(date(2010, 1, 1), days))
}

fn calendar(division: usize, closures: &[Day]) -> Calendar {
    let changes = Changes { add: closures.to_vec(), drop: Vec::new() };
    Calendar::new(Division::ALL[division].1, &changes)
}

/// The working days after one day, up to and with another, counted one by one.
fn count(calendar: &Calendar, from: Day, to: Day) -> u32 {
    let days = from.iter_days().skip(1).take_while(|day| *day <= to);
    u32::try_from(days.filter(|day| calendar.is_working_day(*day)).count()).unwrap()
}

proptest! {
    #![proptest_config(tries(1_500))]

    /// Ensures that between a day and the day that lies n working days later there are n working
    /// days, the last of them that day itself, and that the skipped days are the others.
    #[test]
    fn adding_working_days_is_undone_by_counting_them(
        from in a_day(), number in 1..60_u32, division in 0..3_usize,
    ) {
        let calendar = calendar(division, &[]);
        let sum = calendar.add(from, Period::WorkingDays(number));
        prop_assert_eq!(count(&calendar, from, sum.result), number);
        prop_assert_eq!(calendar.working_days_between(from, sum.result), number);
        prop_assert!(calendar.is_working_day(sum.result));
        let passed = u32::try_from((sum.result - from).num_days()).unwrap();
        prop_assert_eq!(u32::try_from(sum.skipped.len()).unwrap() + number, passed);
        prop_assert!(sum.skipped.iter().all(|(day, _)| !calendar.is_working_day(*day)));
    }

    /// Ensures that a later day, or more working days, never gives an earlier result.
    #[test]
    fn adding_working_days_keeps_the_order(
        from in a_day(), later in 0..40_i64, number in 1..60_u32, division in 0..3_usize,
    ) {
        let calendar = calendar(division, &[]);
        let add = |day: Day, number: u32| calendar.add(day, Period::WorkingDays(number)).result;
        prop_assert!(add(from, number) <= add(add_days(from, later), number));
        prop_assert!(add(from, number) < add(from, number + 1));
        prop_assert_eq!(add(add(from, number), 1), add(from, number + 1));
    }

    /// Ensures that a provider's closure days never make a limit earlier, and that a closed day is
    /// no working day.
    #[test]
    fn closure_days_never_make_a_limit_earlier(
        from in a_day(), number in 1..60_u32, division in 0..3_usize,
        offsets in proptest::collection::vec(-5..90_i64, 0..8), drop in any::<bool>(),
    ) {
        let closures: Vec<Day> = offsets.iter().map(|offset| add_days(from, *offset)).collect();
        let (usual, closed) = (calendar(division, &[]), calendar(division, &closures));
        let period = Period::WorkingDays(number);
        prop_assert!(usual.add(from, period).result <= closed.add(from, period).result);
        prop_assert!(closures.iter().all(|day| !closed.is_working_day(*day)));
        prop_assert!(closed.working_day_on_or_before(from) <= usual.working_day_on_or_before(from));
        if drop {
            let changes = Changes { add: Vec::new(), drop: usual.days_off_in(from.year()).map(|(day, _)| day).collect() };
            let open = Calendar::new(Division::ALL[division].1, &changes);
            prop_assert!(open.add(from, period).result <= usual.add(from, period).result);
        }
    }

    /// Ensures that months are taken from the day itself: the same day of the month, or that
    /// month's last day.
    #[test]
    fn months_never_slip(from in a_day(), number in 0..120_u32) {
        let result = calendar(0, &[]).add(from, Period::Months(number)).result;
        let months = from.year() * 12 + i32::try_from(from.month0() + number).unwrap();
        prop_assert_eq!(result.year() * 12 + i32::try_from(result.month0()).unwrap(), months);
        let last = last_of_month(months);
        prop_assert_eq!(result.day(), from.day().min(last));
    }

    /// Ensures that weeks and months follow each other without a gap, and hold the days that they
    /// should.
    #[test]
    fn weeks_and_months_leave_no_day_out(day in a_day(), back in 0..30_u32) {
        let (week, month) = (Window::week_of(day), Window::month_of(day));
        prop_assert!(week.holds(day) && month.holds(day) && week.overlaps(month));
        prop_assert_eq!(week.from.weekday(), Weekday::Mon);
        prop_assert_eq!(days_between(week.from, week.to), 6);
        prop_assert_eq!((month.from.day(), month.to.month()), (1, day.month()));
        for (window, next) in [(week, week.next_week()), (month, month.next_month())] {
            prop_assert_eq!(next.from, add_days(window.to, 1));
            prop_assert!(!window.overlaps(next));
        }
        prop_assert_eq!(week.next_week().week_before(), week);
        let earlier = month.months_before(back);
        prop_assert_eq!((0..back).fold(earlier, |it, _| it.next_month()), month);
        prop_assert_eq!(earlier.from, Window::month_of(earlier.to).from);
    }

    /// Ensures that hours are counted on the clock face whatever they are divided into, and that a
    /// day without a time has no fewer than it should.
    #[test]
    fn hours_add_up(
        day in a_day(), minutes in 0..1_440_i64, first in 0..500_i64, more in 0..500_i64,
    ) {
        let time = NaiveTime::MIN + TimeDelta::minutes(minutes);
        let moment = Moment { day, time: Some(time) };
        prop_assert_eq!(moment.plus_hours(first).plus_hours(more), moment.plus_hours(first + more));
        prop_assert_eq!(moment.plus_hours(24 * more).day, add_days(day, more));
        prop_assert_eq!(moment.plus_hours(24 * more).time, Some(time));
        let by_day = Moment::day(day).plus_hours(first);
        let from_midnight = Moment { day, time: Some(NaiveTime::MIN) }.plus_hours(first);
        prop_assert!(by_day.at_the_latest() >= from_midnight.at_the_latest());
        let hours = Period::Hours(u32::try_from(first).unwrap());
        prop_assert_eq!(by_day.day, calendar(0, &[]).add(day, hours).result);
    }

    /// Ensures that days, moments and periods are read back from what is written of them.
    #[test]
    fn what_is_written_of_a_day_is_read_back(day in a_day(), number in 0..10_000_u32) {
        prop_assert_eq!(parse_day(&plain(day)), Some(day));
        prop_assert_eq!(parse_long(&long(day)), Some(day));
        let months = Period::Months(number % 1_200);
        let others = [Period::WorkingDays, Period::Days, Period::Hours].map(|of| of(number));
        for period in others.into_iter().chain([months]) {
            let again = Period::parse(&period.to_string()).unwrap();
            prop_assert_eq!(again.to_string(), period.to_string());
            prop_assert_eq!(again.is_no_time(), period.is_no_time());
            prop_assert!(period.is_no_time() || again == period);
        }
    }

    /// Ensures that counting working days over two stretches is counting them over both, and that
    /// the next and the last working day are the nearest.
    #[test]
    fn working_days_add_up(
        from in a_day(), first in 0..90_i64, more in 0..90_i64, division in 0..3_usize,
    ) {
        let calendar = calendar(division, &[]);
        let (middle, to) = (add_days(from, first), add_days(from, first + more));
        let count = |from: Day, to: Day| calendar.working_days_between(from, to);
        prop_assert_eq!(count(from, middle) + count(middle, to), count(from, to));
        let before = calendar.working_day_on_or_before(from);
        let after = calendar.working_day_on_or_after(from);
        prop_assert!(before <= from && from <= after);
        prop_assert_eq!(count(before, from), 0);
        prop_assert_eq!(count(from, after), u32::from(from != after));
        prop_assert_eq!(calendar.day_off(from).is_none(), calendar.is_working_day(from));
    }

    /// Ensures that the last day of Module Two is the day before the start plus 24 months.
    #[test]
    fn module_two_ends_the_day_before_two_years_are_over(started in a_day()) {
        let over_months = started.year() * 12 + i32::try_from(started.month0()).unwrap() + 24;
        let over_day = started.day().min(last_of_month(over_months));
        let over = date(started.year() + 2, started.month(), over_day);
        prop_assert_eq!(last_day(started), add_days(over, -1));
    }
}

/// The last day of a month, months being counted from the year 0.
fn last_of_month(months: i32) -> u32 {
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day by which Module Three is decided, of a case with nothing but a start.
fn last_day(started: Day) -> Day {
    let text = format!("id = \"A\"\nprogramme = \"work-choice\"\nstarted = {started}\n");
    let subject = Subject::read(&text);
    let evaluation = subject.on(started);
    let due = |rule: &str| {
        let mut all = evaluation.obligations.iter().map(|obligation| &obligation.instance);
        all.find(|instance| instance.rule.id == rule).unwrap().due.day
    };
    assert_eq!(due("module-three-decision"), due("exit"), "{started}");
    due("exit")
}

/// Ensures that spells begun on the last days of a month, and on leap days, end where they should.
#[test]
fn module_two_ends_on_known_days() {
    for (started, last) in [
        (date(2016, 2, 29), date(2018, 2, 27)),
        (date(2014, 2, 28), date(2016, 2, 27)),
        (date(2014, 3, 1), date(2016, 2, 29)),
        (date(2015, 8, 31), date(2017, 8, 30)),
        (date(2015, 1, 1), date(2016, 12, 31)),
    ] {
        assert_eq!(last_day(started), last, "{started}");
    }
}
