//! A receipt: that a history had come as far as a commit at a moment. One commit stands for all before
//! it, so that nothing before it can be changed or taken away unnoticed by whoever has the receipt.

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};

use crate::digest::digest;
use crate::integrity::message::readings;

/// How the line of a receipt begins.
const BEGINS: &str = "caseload-receipt-1";
/// How many characters the name of a commit has, the day of a moment, a moment, and the digits at the end.
const COMMIT: usize = 40;
const DAY: usize = "2026-11-17".len();
const MOMENT: usize = "2026-11-17T10:00:00Z".len();
const CHECK: usize = 8;

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

    /// The receipts in a text, such as a message that was sent, whatever mailers made of its lines.
    ///
    /// # Errors
    ///
    /// If there is none, or one is not whole.
    pub fn read_all(text: &str) -> Result<Vec<Receipt>, ReceiptError> {
        let mut error = ReceiptError::None;
        for reading in readings(text) {
            // Each is looked at to its end: one that is whole must not hide another that is not.
            let found: Vec<&str> = reading.split(BEGINS).skip(1).collect();
            let receipts: Vec<Receipt> =
                found.iter().filter_map(|rest| Receipt::read(rest)).collect();
            match (found.len(), receipts.len()) {
                (0, _) => {}
                (all, whole) if all == whole => return Ok(once_each(receipts)),
                _ => error = ReceiptError::NotWhole,
            }
        }
        Err(error)
    }

    /// A receipt from what follows its first word, without what stands between its words.
    fn read(rest: &str) -> Option<Receipt> {
        let (commit, rest) = rest.split_at_checked(COMMIT)?;
        // The moment is known by its T, and has a length of its own.
        let moment = rest.find('T')?.checked_sub(DAY)?;
        let (commits, rest) = rest.split_at_checked(moment)?;
        let (moment, rest) = rest.split_at_checked(MOMENT)?;
        let checked = rest.get(..CHECK)?;
        let is_name = commit.bytes().all(|it| it.is_ascii_hexdigit());
        let receipt = Receipt {
            commit: commit.to_lowercase(),
            commits: commits.parse().ok()?,
            seconds: DateTime::parse_from_rfc3339(moment).ok()?.timestamp(),
            at_remote: false,
        };
        (is_name && checked == check(&receipt.words())).then_some(receipt)
    }
}

fn once_each(receipts: Vec<Receipt>) -> Vec<Receipt> {
    let mut once = Vec::new();
    for receipt in receipts {
        if !once.contains(&receipt) {
            once.push(receipt);
        }
    }
    once
}

/// Digits by which a slip is noticed.
fn check(words: &str) -> String {
    digest(words).chars().take(CHECK).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt() -> Receipt {
        let commit = "0123456789abcdef0123456789abcdef01234567".to_owned();
        Receipt { commit, commits: 312, seconds: 1_795_000_000, at_remote: false }
    }

    /// A text as mailers write lines that are too long for them.
    fn quoted_printable(text: &str) -> String {
        let encoded: String = text
            .bytes()
            .map(|byte| match byte {
                b'\n' => "\r\n".to_owned(),
                b' ' | b'!'..=b'<' | b'>'..=b'~' => char::from(byte).to_string(),
                byte => format!("={byte:02X}"),
            })
            .collect();
        let lines: Vec<String> = encoded
            .split("\r\n")
            .map(|line| {
                let parts: Vec<&str> =
                    line.as_bytes().chunks(33).map(|it| std::str::from_utf8(it).unwrap()).collect();
                parts.join("=\r\n")
            })
            .collect();
        lines.join("\r\n")
    }

    #[test]
    fn a_receipt_comes_back_from_a_message() {
        let line = receipt().line();
        assert!(line.len() <= 100 && !line.contains('\n'), "{line}");
        assert_eq!(line.split(' ').nth(1).unwrap().len(), COMMIT);
        let of_every = |width: usize, between: &str| {
            let parts: Vec<&str> = (0..line.len())
                .step_by(width)
                .map(|at| &line[at..line.len().min(at + width)])
                .collect();
            parts.join(between)
        };
        for message in [
            line.clone(),
            format!("Hello,\n> here it is:\n>{}.\n", line.replace(' ', "\n> ")),
            format!("   {}\r\n", line.replace(' ', "\r\n\t")),
            line.replace(' ', "\u{a0}"),
            line.replace(' ', "  \u{200b}"),
            line.replace('-', "\u{2011}"),
            format!("\u{feff}\u{201c}{line}\u{201d}"),
            format!("> > {}", of_every(30, "\n> > ")),
            format!("AF> {}\nAF> Best", of_every(30, "\nAF> ")),
            format!("| {}", of_every(55, "\n| ")),
            format!("<{line}>"),
            format!("*{line}*, caf\u{e9}"),
            of_every(33, "=\r\n"),
            of_every(33, "=\n"),
            format!("Caf=C3=A9{}=20=\r\n", of_every(70, "=20=\r\n").replace(' ', "=20")),
            quoted_printable(&format!("S\u{ed}an schrieb:\n\n  {line}\u{a0}\n")),
            format!("<p>{}</p>", line.replace(' ', "&nbsp;")),
            format!("<p>&gt; {}<br></p>", of_every(30, "<br>\n&gt;&#160;")),
            format!("<p>Fox & Co:&nbsp;{}; bye</p>", line.replace(' ', "&#xa0;")),
            format!("<div style=\"width: 1px\">{}</div>", of_every(30, "<wbr>")),
            quoted_printable(&format!(
                "<p class=\"a b\">&gt; {}</p>",
                line.replace(' ', "&nbsp;<br/>")
            )),
            format!("{line}\r\n--x\r\n\r\n<p>{}</p>", line.replace(' ', "<br>")),
        ] {
            assert_eq!(Receipt::read_all(&message), Ok(vec![receipt()]), "{message}");
        }
        let other = Receipt { commits: 313, ..receipt() };
        let both = format!("{line}\n{}", other.line());
        assert_eq!(Receipt::read_all(&both), Ok(vec![receipt(), other]));
    }

    #[test]
    fn a_receipt_comes_back_from_a_part_in_base64() {
        use base64::Engine;
        let text = format!("Hello,\r\n\r\n{}\r\n\r\nBest wishes", receipt().line());
        let encoded = base64::engine::general_purpose::STANDARD.encode(text);
        let lines: Vec<&str> =
            encoded.as_bytes().chunks(76).map(|it| std::str::from_utf8(it).unwrap()).collect();
        let message =
            format!("Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b\r\n", lines.join("\r\n"));
        assert_eq!(Receipt::read_all(&message), Ok(vec![receipt()]));
    }

    /// Ensures that no digit of a receipt can be another one, however it came.
    #[test]
    fn no_altered_receipt_is_read() {
        let line = receipt().line();
        for at in BEGINS.len()..line.len() {
            let (before, after) = line.split_at(at);
            for other in ['0', '1', '9', 'a', 'f', 'z', '-', 'T'] {
                let altered = format!("{before}{other}{}", &after[1..]);
                if !altered.eq_ignore_ascii_case(&line) && !after.starts_with(' ') {
                    for way in [
                        altered.clone(),
                        quoted_printable(&altered),
                        altered.replace(' ', "&nbsp;"),
                    ] {
                        assert_eq!(Receipt::read_all(&way), Err(ReceiptError::NotWhole), "{way}");
                    }
                }
            }
            let without = format!("{before}{}", &after[1..]);
            if !after.starts_with(' ') {
                assert_eq!(Receipt::read_all(&without), Err(ReceiptError::NotWhole), "{without}");
            }
        }
        let whole_and_not = format!("{line}\n{}", line.replace("312", "313"));
        assert_eq!(Receipt::read_all(&whole_and_not), Err(ReceiptError::NotWhole));
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
