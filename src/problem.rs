//! A problem with the data: what is wrong, where, and what to type instead.
//!
//! Problems are collected, never thrown: a run reports all of them. Where one stands in a file it
//! carries the line itself, so that a renderer needs no second look at the file.

/// Whether a problem keeps its file from being judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be relied on: the case is listed as a problem and not judged.
    Error,
    /// Odd, but judged all the same.
    Warning,
}

impl Severity {
    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Where in a file a problem stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The line as it stands in the file (the part around the caret of a very long one), made safe
    /// to print.
    pub excerpt: String,
    /// How many characters of the excerpt stand before the caret.
    pub caret: usize,
    /// How many characters of the excerpt the caret underlines; at least 1.
    pub width: usize,
}

/// One thing that is wrong, for a person to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, relative to the folder, with forward slashes.
    pub file: String,
    /// Where in the file; none when the file as a whole is meant.
    pub place: Option<Place>,
    /// Whether it keeps the file from being judged.
    pub severity: Severity,
    /// The name of the check that found it, as `caseload check NAME` takes it.
    pub check: &'static str,
    /// What is wrong, with the value in backticks, in lower case.
    pub message: String,
    /// The key or command to change.
    pub hint: Option<String>,
}

impl Problem {
    /// An error about a file as a whole.
    pub fn error(
        file: impl Into<String>,
        check: &'static str,
        message: impl Into<String>,
    ) -> Problem {
        Problem {
            file: file.into(),
            place: None,
            severity: Severity::Error,
            check,
            message: message.into(),
            hint: None,
        }
    }

    /// The same problem as a warning.
    #[must_use]
    pub fn as_warning(mut self) -> Problem {
        self.severity = Severity::Warning;
        self
    }

    /// The same problem with a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }

    /// The same problem at a place.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Problem {
        self.place = place;
        self
    }

    /// Whether it stands in a case file, rather than in the settings or a programme file.
    pub fn is_about_a_case(&self) -> bool {
        self.file.starts_with("cases/")
    }

    /// Whether it keeps its file from being judged.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Whether any of the problems is an error.
pub fn any_error(problems: &[Problem]) -> bool {
    problems.iter().any(Problem::is_error)
}

/// A path of the folder without what could be somebody's name: of what lies in between, years and months
/// alone, and a name of a case file that could be no id not at all.
pub fn nameless_path(path: &str) -> String {
    if matches!(path, "caseload.toml" | ".gitattributes" | ".gitignore" | "cases" | "programmes")
        || path.starts_with("programmes/")
    {
        return path.to_owned();
    }
    let Some(within) = path.strip_prefix("cases/") else { return "a file".to_owned() };
    let (folders, name) = within.rsplit_once('/').unwrap_or(("", within));
    if !name.strip_suffix(".toml").is_some_and(is_surely_an_id) {
        return "a case file".to_owned();
    }
    let is_number = |folder: &&str| folder.bytes().all(|byte| byte.is_ascii_digit());
    let folders = folders.split('/').filter(|folder| !folder.is_empty());
    let kept = folders.map(|folder| if is_number(&folder) { folder } else { "..." });
    let parts: Vec<&str> = ["cases"].into_iter().chain(kept).chain([name]).collect();
    parts.join("/")
}

/// Whether a text is an id and no name: it has a digit, or no small letter.
pub fn is_surely_an_id(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    !text.is_empty()
        && text.chars().all(is_plain)
        && (has_digit || !text.contains(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_nobody() {
        for (path, expected) in [
            ("cases/2026/11/A-0042.toml", "cases/2026/11/A-0042.toml"),
            ("cases/C-KQRT.toml", "cases/C-KQRT.toml"),
            ("cases/Okafor family/11/A-0042.toml", "cases/.../11/A-0042.toml"),
            ("cases/2026/Sam Okafor.toml", "a case file"),
            ("cases/2026/okafor.toml", "a case file"),
            ("cases/2026/Okafor.txt", "a case file"),
            ("letters/Okafor.docx", "a file"),
            ("programmes/ipes.toml", "programmes/ipes.toml"),
            ("caseload.toml", "caseload.toml"),
        ] {
            assert_eq!(nameless_path(path), expected);
        }
    }
}
