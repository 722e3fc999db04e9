//! A receipt: that a history had come as far as a commit at a moment. One commit stands for all before
//! it, so that nothing before it can be changed or taken away unnoticed by whoever has the receipt.

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};

use crate::digest::digest;

/// How the line of a receipt begins.
const BEGINS: &str = "caseload-receipt-1";

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The newest commit, in hexadecimal digits.
    pub commit: String,
    /// How many commits there were with it.
    pub commits: usize,
    /// When that was seen, in seconds since 1970.
    pub seconds: i64,
    /// Whether the remote had it too.
    #[serde(default)]
    pub at_remote: bool,
}

/// Why a text is no receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// There is none in it.
    #[error("there is no receipt in it")]
    None,
    /// It is not whole, or mistyped.
    #[error("the receipt is not whole, or something of it was changed on its way")]
    NotWhole,
}

impl Receipt {
    /// The receipt as one line, to be kept by somebody else.
    pub fn line(&self) -> String {
        let words = self.words();
        format!("{words} {}", check(&words))
    }

    fn words(&self) -> String {
        format!("{BEGINS} {} {} {}", self.commit, self.commits, self.moment())
    }

    /// When that was, as RFC 3339 in UTC.
    pub fn moment(&self) -> String {
        let moment = DateTime::from_timestamp(self.seconds, 0).unwrap_or_default();
        moment.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// The receipts in a text, such as a message that was sent: lines may have been broken, and quoted.
    ///
    /// # Errors
    ///
    /// If there is none, or one is not whole.
    pub fn read_all(text: &str) -> Result<Vec<Receipt>, ReceiptError> {
        let words: Vec<&str> = text.split_whitespace().filter(|word| *word != ">").collect();
        let mut receipts = Vec::new();
        for (place, word) in words.iter().enumerate() {
            if word.trim_start_matches(['>', '"', '\'', '`', '<']) == BEGINS {
                let rest = words.get(place + 1..).unwrap_or_default();
                receipts.push(Receipt::read(rest).ok_or(ReceiptError::NotWhole)?);
            }
        }
        if receipts.is_empty() { Err(ReceiptError::None) } else { Ok(receipts) }
    }

    fn read(words: &[&str]) -> Option<Receipt> {
        let [commit, commits, moment, checked, ..] = words else { return None };
        let is_name = commit.len() == 40 && commit.bytes().all(|it| it.is_ascii_hexdigit());
        let receipt = Receipt {
            commit: commit.to_lowercase(),
            commits: commits.parse().ok()?,
            seconds: DateTime::parse_from_rfc3339(moment).ok()?.timestamp(),
            at_remote: false,
        };
        let checked: String = checked.chars().take_while(char::is_ascii_hexdigit).collect();
        (is_name && checked == check(&receipt.words())).then_some(receipt)
    }
}

/// Digits by which a slip is noticed.
fn check(words: &str) -> String {
    digest(words).chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt() -> Receipt {
        let commit = "0123456789abcdef0123456789abcdef01234567".to_owned();
        Receipt { commit, commits: 312, seconds: 1_795_000_000, at_remote: false }
    }

    #[test]
    fn a_receipt_comes_back_from_a_message() {
        let line = receipt().line();
        assert!(line.len() <= 100 && !line.contains('\n'), "{line}");
        assert_eq!(Receipt::read_all(&line), Ok(vec![receipt()]));
        let quoted = format!("Hello,\n> here it is:\n>{}.\n", line.replace(' ', "\n> "));
        assert_eq!(Receipt::read_all(&quoted), Ok(vec![receipt()]));
        assert_eq!(Receipt::read_all(&format!("{line}\n{line}")).unwrap().len(), 2);
    }

    #[test]
    fn a_slip_is_noticed() {
        let line = receipt().line();
        for wrong in [
            line.replace("312", "313"),
            line.replace("0123456789abcdef", "0123456789abcdee"),
            line[..line.len() - 1].to_owned(),
            BEGINS.to_owned(),
        ] {
            assert_eq!(Receipt::read_all(&wrong), Err(ReceiptError::NotWhole), "{wrong}");
        }
        assert_eq!(Receipt::read_all("words"), Err(ReceiptError::None));
    }
}
