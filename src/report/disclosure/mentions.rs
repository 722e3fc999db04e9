//! Where other files of the folder speak of somebody: for the member of staff to look at, and no part of
//! the answer, since those files are about others.

use crate::report::disclosure::marks::words_of;

/// A line of another file that speaks of somebody, or may do so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// By what: the id, the name, or a word of the name.
    pub by: &'static str,
}

/// The shortest word of a name that is looked for by itself.
const SHORTEST: usize = 3;

/// The lines of these files that hold an id, a name, or a word of the name that begins with a capital
/// letter there too.
pub fn mentions<'f>(
    id: &str,
    name: Option<&str>,
    files: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> Vec<Mention> {
    let name: Vec<String> =
        words_of(name.unwrap_or_default()).into_iter().map(str::to_lowercase).collect();
    let mut found = Vec::new();
    for (file, text) in files {
        for (line, number) in text.lines().zip(1..) {
            let by = by_what(id, &name, line);
            found.extend(by.map(|by| Mention { file: file.to_owned(), line: number, by }));
        }
    }
    found
}

fn by_what(id: &str, name: &[String], line: &str) -> Option<&'static str> {
    if has_id(line, id) {
        return Some("the id");
    }
    let words = words_of(line);
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    if name.len() > 1 && lower.windows(name.len()).any(|window| window == name) {
        return Some("the name");
    }
    let is_part = |(word, lower): (&&str, &String)| {
        word.starts_with(char::is_uppercase)
            && lower.chars().count() >= SHORTEST
            && name.contains(lower)
    };
    words.iter().zip(&lower).any(is_part).then_some("a word of the name")
}

/// Whether a line holds an id, letter case aside, that is no part of another one.
fn has_id(line: &str, id: &str) -> bool {
    let (line, id) = (line.to_lowercase(), id.to_lowercase());
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    !id.is_empty()
        && line.match_indices(&id).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + id.len()..].chars().next();
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_or_a_name_is_found_and_no_part_of_another() {
        for (line, expected) in [
            ("note = \"Lives with A-4, see there.\"", Some("the id")),
            ("note = \"as a-4 said\"", Some("the id")),
            ("note = \"A-42 and BA-4\"", None),
            ("name = \"Sam Okafor\"", Some("the name")),
            ("note = \"SAM OKAFOR's sister\"", Some("a word of the name")),
            ("note = \"sam okafor came\"", Some("the name")),
            ("note = \"Okafor rang.\"", Some("a word of the name")),
            ("note = \"the same, okaforian\"", None),
            ("note = \"sam\"", None),
        ] {
            let found = mentions("A-4", Some("Sam Okafor"), [("f", line)]);
            let by = found.first().map(|mention| mention.by);
            assert_eq!(by, expected, "{line}");
        }
        assert_eq!(mentions("A-4", None, [("f", "x\ny A-4")])[0].line, 2);
        assert_eq!(mentions("A-4", Some(""), [("f", "name")]), []);
    }
}
