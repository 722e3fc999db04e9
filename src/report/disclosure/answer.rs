//! When the answer to a subject access request is due.

use crate::calendar::{Calendar, Changes, Day, DayOff, Division, add_months, long, parse_day};

/// Where that is laid down.
pub(super) const CITE: &str =
    "UK GDPR, article 12(3); ICO guidance, \"How long do we have to comply?\"";
/// The first day of the law that lays it down; before that other times held.
const IN_FORCE: &str = "2018-05-25";

/// The day by which a request is to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The day on which it was received, a working day or not.
    pub received: Day,
    /// The same day of the next month; its last day where it has no such day.
    pub month_later: Day,
    /// The day by which it is to be answered: that day, or the next working day.
    pub due: Day,
    /// Why that day is no working day; none if it is one.
    day_off: Option<DayOff>,
    /// Whether bank holidays of that year are not known yet.
    is_past_table: bool,
}

impl Answer {
    /// When a request is to be answered that was received on a day. Weekends and bank holidays of the
    /// division move it; days on which an office is shut of its own accord do not.
    pub fn to(received: Day, division: Division) -> Answer {
        let calendar = Calendar::new(division, &Changes::default());
        let month_later = add_months(received, 1);
        let due = calendar.working_day_on_or_after(month_later);
        Answer {
            received,
            month_later,
            due,
            day_off: calendar.day_off(month_later),
            is_past_table: calendar.is_past_table(due),
        }
    }

    /// Whether the law that sets this time held when a request was received.
    pub fn is_set_for(received: Day) -> bool {
        parse_day(IN_FORCE).is_none_or(|first| first <= received)
    }

    /// In words, with where it is laid down.
    pub fn words(&self) -> String {
        let counted = match &self.day_off {
            None => ", one calendar month later".to_owned(),
            Some(why) => format!(
                ". One calendar month later is {}, which is not a working day ({why}), so it is due on \
                 the next one",
                long(self.month_later)
            ),
        };
        let careful = if self.is_past_table {
            " Careful: no bank holidays of that year are known yet."
        } else {
            ""
        };
        format!(
            "Received on {}: the answer is due by {}{counted} ({CITE}).{careful}",
            long(self.received),
            long(self.due)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;

    #[test]
    fn it_is_due_a_calendar_month_later_or_on_the_next_working_day() {
        let (england, scotland) = (Division::EnglandAndWales, Division::Scotland);
        for (received, division, month_later, due) in [
            ("2024-09-03", england, "2024-10-03", "2024-10-03"),
            ("2026-03-31", england, "2026-04-30", "2026-04-30"),
            // A Saturday, and a Sunday.
            ("2026-09-03", england, "2026-10-03", "2026-10-05"),
            ("2026-09-04", england, "2026-10-04", "2026-10-05"),
            ("2026-09-05", england, "2026-10-05", "2026-10-05"),
            // No such day in the next month.
            ("2026-01-29", england, "2026-02-28", "2026-03-02"),
            ("2026-01-31", england, "2026-02-28", "2026-03-02"),
            ("2028-01-31", england, "2028-02-29", "2028-02-29"),
            ("2028-01-29", england, "2028-02-29", "2028-02-29"),
            ("2026-05-31", england, "2026-06-30", "2026-06-30"),
            // Christmas Day on a Friday, Boxing Day observed on the Monday.
            ("2026-11-25", england, "2026-12-25", "2026-12-29"),
            ("2026-12-31", england, "2027-01-31", "2027-02-01"),
            // The second of January is a holiday in Scotland alone; in 2029 it is not known.
            ("2025-12-02", england, "2026-01-02", "2026-01-02"),
            ("2025-12-02", scotland, "2026-01-02", "2026-01-05"),
            // Over the end of a year, and from Good Friday to Easter Monday.
            ("2026-12-03", england, "2027-01-03", "2027-01-04"),
            ("2026-03-03", england, "2026-04-03", "2026-04-07"),
        ] {
            let day = |text| parse_day(text).unwrap();
            let answer = Answer::to(day(received), division);
            assert_eq!(answer.month_later, day(month_later), "{received}");
            assert_eq!(answer.due, day(due), "{received}");
            assert_eq!(answer.day_off.is_some(), month_later != due, "{received}");
            let says_why = answer.words().contains("is not a working day (");
            assert_eq!(says_why, month_later != due, "{}", answer.words());
        }
    }
}
