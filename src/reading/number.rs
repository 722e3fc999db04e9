//! Hours as people write them: at most two decimals, kept as whole hundredths so that sums are
//! exact.

use std::fmt;

/// A number of whole hundredths: 1.5 hours is 150.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(pub i64);

impl Hundredths {
    /// Reads a decimal number as TOML writes it.
    ///
    /// # Errors
    ///
    /// A sentence fragment that says what is wrong with it: not a number, negative, more than two
    /// decimals, too large.
    pub fn read(text: &str) -> Result<Hundredths, &'static str> {
        let divided = text.contains('_').then(|| text.replace('_', ""));
        let digits = divided.as_deref().unwrap_or(text);
        let digits = digits.strip_prefix('+').unwrap_or(digits);
        if digits.starts_with('-') {
            return Err("is less than nothing");
        }
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !are_digits(whole) || !are_digits(decimals) {
            return Err("is not a plain number");
        }
        if decimals.len() > 2 {
            return Err("has more than two decimals");
        }
        if whole.len() > 5 {
            return Err("is too large to be true");
        }
        let digits = whole.bytes().chain(decimals.bytes());
        let number = digits.fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
        Ok(Hundredths(if decimals.len() == 2 {
            number
        } else if decimals.len() == 1 {
            number * 10
        } else {
            number * 100
        }))
    }
}

impl std::ops::Add for Hundredths {
    type Output = Hundredths;
    fn add(self, other: Hundredths) -> Hundredths {
        Hundredths(self.0 + other.0)
    }
}

impl std::iter::Sum for Hundredths {
    fn sum<I: Iterator<Item = Hundredths>>(items: I) -> Hundredths {
        items.fold(Hundredths(0), |total, item| total + item)
    }
}

impl fmt::Display for Hundredths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(formatter, "{whole}"),
            (whole, part) if part % 10 == 0 => write!(formatter, "{whole}.{}", part / 10),
            (whole, part) => write!(formatter, "{whole}.{part:02}"),
        }
    }
}

impl serde::Serialize for Hundredths {
    /// A JSON number: a whole one where it is whole.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            return serializer.serialize_i64(self.0 / 100);
        }
        // Two decimals of a number under a hundred million are exact enough to print as written.
        #[allow(clippy::cast_precision_loss)]
        serializer.serialize_f64(self.0 as f64 / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, hundredths) in [("4", 400), ("1.5", 150), ("0.25", 25), ("1_0.05", 1005)] {
            assert_eq!(Hundredths::read(text), Ok(Hundredths(hundredths)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_number_of_hours() {
        for text in ["nan", "inf", "-1", "-0.5", "1.005", "1e3", "999999999", "", "."] {
            assert!(Hundredths::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn is_shown_as_it_would_be_written() {
        let shown: Vec<String> =
            [0, 150, 1605, 1600].iter().map(|n| Hundredths(*n).to_string()).collect();
        assert_eq!(shown, ["0", "1.5", "16.05", "16"]);
    }
}
