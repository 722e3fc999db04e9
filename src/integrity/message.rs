//! What a text says once what mailers and programs that write do to its lines is taken away: breaks,
//! quoting, encodings. What is left is letters, digits, `-` and `:`, of which a receipt consists. Whether
//! that is one is told by its digits; so nothing is lost by reading a text in several ways.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The longest initials of somebody before the mark of a quotation.
const INITIALS: usize = 4;
/// The longest name of a sign in a page, such as `&nbsp;`.
const LONGEST_NAME: usize = 10;
/// How long a run of lines is at least that may be a part in base64.
const ENCODED: usize = 60;

/// The ways in which a text may have been meant, the plainest first.
pub(super) fn readings(text: &str) -> Vec<String> {
    let printable = from_quoted_printable(text);
    let mut ways: Vec<String> = [text, &printable]
        .iter()
        .flat_map(|text| [(*text).to_owned(), without_markup(text)])
        .collect();
    for part in encoded_parts(text) {
        ways.extend([without_markup(&part), part]);
    }
    ways.iter().map(|way| bare(way)).collect()
}

/// The letters, digits and signs of a text that can be part of a receipt.
fn bare(text: &str) -> String {
    let kept = text.lines().flat_map(|line| unquoted(line).chars());
    let plain = kept.map(|sign| match sign {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    });
    plain.filter(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | ':')).collect()
}

/// A line without the marks of a quotation, before which somebody's initials may stand.
fn unquoted(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some((initials, quoted)) = rest.split_once('>') {
        let is_mark =
            initials.len() <= INITIALS && initials.bytes().all(|it| it.is_ascii_alphabetic());
        if !is_mark {
            break;
        }
        rest = quoted.trim_start();
    }
    rest
}

/// A text as it was before it was written in quoted-printable.
fn from_quoted_printable(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('=') {
        bytes.extend_from_slice(before.as_bytes());
        let broken = after.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n');
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = match (broken, byte) {
            (Some(next), _) => next,
            (None, Some(byte)) => {
                bytes.push(byte);
                &after[2..]
            }
            (None, None) => after,
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A page without its marks. What stands for one sign is one that a receipt does not have.
fn without_markup(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, mark) = rest.split_at(at);
        plain.push_str(before);
        let after = match mark.strip_prefix('&') {
            Some(name) => name.split_once(';').filter(|(name, _)| is_entity(name)),
            None => mark.split_once('>'),
        };
        rest = after.map_or(&mark[1..], |(_, after)| after);
    }
    plain + rest
}

/// Whether a name between `&` and `;` is that of a sign.
fn is_entity(name: &str) -> bool {
    name.len() <= LONGEST_NAME && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'#')
}

/// What stands in a text in base64, as parts of messages do.
fn encoded_parts(text: &str) -> Vec<String> {
    let is_encoded = |line: &str| {
        let is_sign = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/' | b'=');
        !line.is_empty() && line.bytes().all(is_sign)
    };
    let mut runs = vec![String::new()];
    for line in text.lines().map(str::trim) {
        match runs.last_mut() {
            Some(run) if is_encoded(line) => run.push_str(line),
            _ => runs.push(String::new()),
        }
    }
    let runs = runs.iter().filter(|run| run.len() >= ENCODED);
    let decoded = runs.filter_map(|run| STANDARD.decode(run).ok());
    decoded.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
}
