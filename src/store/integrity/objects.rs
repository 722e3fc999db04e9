//! Whether every object is there, and is what its name says: by `git fsck`.

use crate::integrity::{Lost, Record};
use crate::store::integrity::neutral::Neutral;

/// Has git look at all objects of a record.
pub(super) fn look(neutral: &Neutral, record: &mut Record) {
    let mut command = neutral.git();
    command.args(["fsck", "--full", "--no-dangling", "--no-reflogs", "--no-progress"]);
    command.arg(&record.tip);
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => {
            record.unread.push(format!("the program `git` cannot be run: {error}"));
            return;
        }
    };
    let said = [output.stderr, output.stdout].concat();
    let said = String::from_utf8_lossy(&said);
    let found: Vec<Lost> = said.lines().filter_map(of_line).collect();
    let is_new = |lost: &Lost| !record.lost.iter().any(|known| known.object == lost.object);
    let mut new: Vec<Lost> = found.iter().filter(|lost| is_new(lost)).cloned().collect();
    // One that is altered is said to be missing as well.
    new.sort_by(|one, other| {
        one.object.cmp(&other.object).then(other.is_altered.cmp(&one.is_altered))
    });
    new.dedup_by(|later, first| later.object == first.object);
    record.lost.extend(new);
    record.lost.sort();
    record.lost.dedup();
    if !output.status.success() && found.is_empty() && record.lost.is_empty() {
        let fault =
            said.lines().find(|line| line.starts_with("error") || line.starts_with("fatal"));
        record.faults.push(fault.unwrap_or("it failed").to_owned());
    }
}

/// The object that a line of git's is about.
fn of_line(line: &str) -> Option<Lost> {
    let mut words = line.split(|c: char| !c.is_ascii_alphanumeric());
    if let Some(rest) = line.strip_prefix("missing ") {
        let (what, object) = rest.split_once(' ')?;
        return Some(Lost {
            object: object.trim().to_owned(),
            what: what.to_owned(),
            is_altered: false,
        });
    }
    // What is laid out as an older git did it is no fault of the contents.
    let is_fault = line.starts_with("error: ") || line.starts_with("fatal: ");
    let is_name = |word: &&str| word.len() == 40 && word.bytes().all(|it| it.is_ascii_hexdigit());
    let object = words.find(is_name).filter(|_| is_fault)?;
    Some(Lost { object: object.to_owned(), what: "object".to_owned(), is_altered: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_object_of_a_line_is_found() {
        let id = "0123456789abcdef0123456789abcdef01234567";
        for (line, expected) in [
            (format!("missing blob {id}"), Some(("blob", false))),
            (format!("error: hash mismatch {id}"), Some(("object", true))),
            (format!("error: {id}: object corrupt or missing: a/b"), Some(("object", true))),
            (format!("error in commit {id}: missingEmail: invalid"), None),
            (format!("dangling blob {id}"), None),
            ("error: inflate: data stream error".to_owned(), None),
        ] {
            let found = of_line(&line);
            let found = found.as_ref().map(|lost| (lost.what.as_str(), lost.is_altered));
            assert_eq!(found, expected, "{line}");
        }
    }
}
