//! Days, working days, bank holidays, weeks and months: the only date arithmetic there is.
//!
//! [`Calendar`] answers whether a day is a working day and adds [`Period`]s; [`Moment`] is a day
//! with or without a local time of day; [`Window`] is a week or a month; [`Timezone`] says which day
//! it is where. What a date looks like to
//! a person is here too ([`long`], [`short`]).

pub(crate) mod compact;
mod day;
mod holidays;
mod period;
mod timezone;
mod window;
mod working;

pub use day::{Day, Moment, in_month, long, plain, plural, short};
pub use holidays::{Changes, Division, Holidays};
pub use period::Period;
pub use timezone::Timezone;
pub use window::Window;
pub use working::{Calendar, DayOff, Sum};

pub use day::{add_days, add_months, days_between, parse_day, parse_long, parse_time};
