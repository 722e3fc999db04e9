//! The documents a programme was written from, and what of them is deliberately not computed.

use crate::calendar::Day;

/// A document, with its version and the day a person last compared it.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// When a person last compared the rules with it.
    pub compared: Day,
    /// Every paragraph it has, by the name that `cite` uses.
    pub paragraphs: Vec<String>,
}

/// Paragraphs that are deliberately not computed.
#[derive(Clone, Debug)]
pub struct NotModelled {
    /// The paragraphs.
    pub cite: Vec<String>,
    /// Why.
    pub reason: String,
    /// Whether only part of each is left out: something else cites the rest.
    pub partly: bool,
}

/// Writes a range of paragraphs out: `6.01 to 6.53`, `must-do 1 to 7`, or a single name.
pub(super) fn expand(written: &str) -> Option<Vec<String>> {
    let Some((first, last)) = written.split_once(" to ") else {
        return Some(vec![written.to_owned()]);
    };
    let digits =
        |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let width = digits(first);
    let (prefix, from) = first.split_at(first.len() - width);
    let (other, to) = last.split_at(last.len() - digits(last));
    let (from, to): (u32, u32) = (from.parse().ok()?, to.parse().ok()?);
    // `5.1 to 6.6` is no range: nobody can tell which one is meant.
    (prefix.ends_with(other) && from <= to && to < 1_000)
        .then(|| (from..=to).map(|number| format!("{prefix}{number:0width$}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_written_out() {
        assert_eq!(expand("6.09 to 6.11").unwrap(), ["6.09", "6.10", "6.11"]);
        assert_eq!(expand("5.9 to 5.11").unwrap(), ["5.9", "5.10", "5.11"]);
        assert_eq!(expand("ch3 must-do 1 to 2").unwrap(), ["ch3 must-do 1", "ch3 must-do 2"]);
        assert_eq!(expand("ch10 10.03 to 10.04").unwrap(), ["ch10 10.03", "ch10 10.04"]);
        assert_eq!(expand("box after 6.05").unwrap(), ["box after 6.05"]);
        for text in ["6.11 to 6.09", "5.1 to 6.6", "5.1 to 5<6"] {
            assert_eq!(expand(text), None, "{text}");
        }
    }

    #[test]
    fn what_ends_in_no_digit_is_no_range() {
        for text in
            ["é to 6.09", "6.09 to é", "1é to 2\u{202E}", " to ", "1 to 99999999999999999999"]
        {
            assert_eq!(expand(text), None, "{text}");
        }
    }
}
