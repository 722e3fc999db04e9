//! What is left of a commit's message when a case is erased.

use std::collections::BTreeSet;

use crate::operation::trailer;

/// What is left of the subject and the message where nobody knows what else they may say.
pub const ERASED: &str = "erased";

/// A commit's message without what it says of erased cases; none if it stays as it is. `touched` are the
/// ids under which the commit changed something that is erased, `erased` the ids that are to be gone
/// wherever they are named.
///
/// Done twice, or for one case after another in whatever order, it comes to the same: every clone
/// makes the same commits.
pub fn scrubbed(
    message: &str,
    touched: &BTreeSet<String>,
    erased: &BTreeSet<String>,
) -> Option<String> {
    let is_ours = message.lines().any(|line| value(line, trailer::OPERATION).is_some());
    let left = if is_ours {
        let ids: BTreeSet<&String> = touched.union(erased).collect();
        let is_meant = |id: &str| ids.iter().any(|known| known.eq_ignore_ascii_case(id));
        let subject = message.lines().next().unwrap_or_default();
        let of_the_subject = subject.split_once(": ").map(|(who, _)| who).unwrap_or_default();
        let is_named = is_meant(of_the_subject)
            || message.lines().any(|line| value(line, trailer::CASE).is_some_and(is_meant));
        if !is_named && touched.is_empty() {
            return None;
        }
        ours(message, &is_meant)
    } else {
        let is_named = erased.iter().any(|id| names(message, id));
        if touched.is_empty() && !is_named {
            return None;
        }
        format!("{ERASED}\n")
    };
    (left != message).then_some(left)
}

/// Whether a message names an id: not as a part of a longer one.
fn names(message: &str, id: &str) -> bool {
    let is_of_an_id = |c: char| c.is_alphanumeric() || ['-', '_'].contains(&c);
    let words = message.split(|c: char| !is_of_an_id(c) && c != '.');
    words.map(|word| word.trim_matches('.')).any(|word| word.eq_ignore_ascii_case(id))
}

/// What is left of a message of the tool's own: nothing but its subject and its trailers, since a hook
/// may have added words.
fn ours(message: &str, is_meant: &dyn Fn(&str) -> bool) -> String {
    let subject = message.lines().next().unwrap_or_default();
    let (who, _) = subject.split_once(": ").unwrap_or((subject, ""));
    let is_of_one = is_meant(who);
    let subject = if is_of_one { format!("{who}: {ERASED}") } else { subject.to_owned() };
    let mut left = format!("{subject}\n\n");
    for line in message.lines().skip(1) {
        let is_kept = match value(line, trailer::CASE) {
            Some(case) => !is_meant(case),
            None => {
                let names =
                    [trailer::OPERATION, trailer::UNDOES, trailer::REDOES, trailer::RELEASE];
                names.iter().any(|name| value(line, name).is_some())
            }
        };
        if is_kept {
            left += line;
            left.push('\n');
        }
    }
    left
}

/// The value of a trailer, if a line is that one.
fn value<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    line.strip_prefix(name)?.strip_prefix(": ").map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    const ONE: &str = "A-1: contact 2026-11-16 (in-person, held)\n\nCase: A-1\nOperation: abc\n\
                       Release: caseload 0.1.0\n";
    const TWO: &str = "2 cases: note 2026-11-16\n\nCase: A-1\nCase: A-2\nOperation: abc\n\
                       Release: caseload 0.1.0\n\nKim said so.\n";

    #[test]
    fn what_a_message_says_of_a_case_goes() {
        let left = scrubbed(ONE, &ids(&["A-1"]), &ids(&["A-1"])).unwrap();
        assert_eq!(left, "A-1: erased\n\nOperation: abc\nRelease: caseload 0.1.0\n");
        let left = scrubbed(TWO, &ids(&["A-1"]), &ids(&["A-1"])).unwrap();
        let expected =
            "2 cases: note 2026-11-16\n\nCase: A-2\nOperation: abc\nRelease: caseload 0.1.0\n";
        assert_eq!(left, expected);
        // One that changed no file, such as that it was given out.
        assert!(scrubbed(ONE, &ids(&[]), &ids(&["a-1"])).is_some());
        assert_eq!(scrubbed("about Kim\n", &ids(&["A-1"]), &ids(&["A-1"])).unwrap(), "erased\n");
        assert_eq!(scrubbed("(a-1).\n", &ids(&[]), &ids(&["A-1"])).unwrap(), "erased\n");
        assert_eq!(scrubbed("about a-1\n", &ids(&[]), &ids(&["A-1"])).unwrap(), "erased\n");
    }

    #[test]
    fn what_is_of_others_stays() {
        for message in [ONE, TWO, "settings of the office\n", "A-31 and XA-3: see A-3-b.\n"] {
            assert_eq!(scrubbed(message, &ids(&[]), &ids(&["A-3"])), None);
        }
    }

    #[test]
    fn the_order_makes_no_difference() {
        let after = |message: &str, id: &str| {
            let touched = if message.contains(id) { ids(&[id]) } else { ids(&[]) };
            scrubbed(message, &touched, &ids(&[id])).unwrap_or_else(|| message.to_owned())
        };
        for message in [ONE, TWO, "about A-1 and A-2\n"] {
            let one = after(&after(message, "A-1"), "A-2");
            let other = after(&after(message, "A-2"), "A-1");
            let touched: Vec<&str> =
                ["A-1", "A-2"].into_iter().filter(|id| message.contains(id)).collect();
            let both = scrubbed(message, &ids(&touched), &ids(&["A-1", "A-2"]));
            assert_eq!(one, other);
            assert_eq!(one, both.unwrap_or_else(|| message.to_owned()));
            assert_eq!(after(&one, "A-1"), one);
        }
    }
}
