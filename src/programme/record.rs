//! The command that records what meets a rule, as a programme file says it.
//!
//! It is kept in its parts, so that two obligations which one entry would meet can share a line
//! and a command.

use std::collections::BTreeSet;

/// A value given to a flag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Flag {
    /// No value: it is there.
    Present,
    /// Values that add up when commands are joined.
    List(BTreeSet<String>),
    /// A single value.
    One(String),
}

/// A recording command without the person it is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordCommand {
    /// `contact`, `document`, `activity`, `extend` or `exit`.
    verb: String,
    /// The kind of document or activity.
    kind: Option<String>,
    /// The flags in the order of the file.
    flags: Vec<(String, Flag)>,
}

/// The flags that take a list, and so add up.
const LISTS: [&str; 4] = ["--covers", "--issued-to", "--agreed-with", "--with"];

/// The flags that stand alone.
const SWITCHES: [&str; 1] = ["--signed"];

/// What stands for the employer of the job that is meant.
const EMPLOYER: &str = "{employer}";

/// Verbs, whether each takes a kind first, and the flags it knows.
const VERBS: [(&str, bool, &[&str]); 5] = [
    ("contact", false, &["--mode", "--outcome", "--with", "--covers", "--hours", "--employer"]),
    ("document", true, &["--employer", "--issued-to", "--agreed-with", "--signed", "--covers"]),
    ("activity", true, &["--hours", "--outcome", "--delivered-by"]),
    ("extend", false, &["--basis"]),
    ("exit", false, &["--reason"]),
];

impl RecordCommand {
    /// Reads `document employer-support-plan --issued-to employer` and its like.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<RecordCommand, String> {
        let mut words = text.split_whitespace();
        let verb = words.next().unwrap_or_default();
        let Some((_, takes_kind, known)) = VERBS.iter().find(|(name, ..)| *name == verb) else {
            let verbs: Vec<&str> = VERBS.iter().map(|(name, ..)| *name).collect();
            return Err(format!("`{verb}` records nothing; it can be {}", verbs.join(", ")));
        };
        let kind = if *takes_kind {
            Some(words.next().ok_or(format!("`{verb}` needs a kind"))?.to_owned())
        } else {
            None
        };
        let mut flags = Vec::new();
        while let Some(flag) = words.next() {
            if !known.contains(&flag) {
                return Err(format!("`{verb}` does not take `{flag}`"));
            }
            flags.push((flag.to_owned(), read_flag(flag, &mut words)?));
        }
        Ok(RecordCommand { verb: verb.to_owned(), kind, flags })
    }

    /// Whether it names the employer of a job.
    pub fn names_employer(&self) -> bool {
        self.flags.iter().any(|(_, value)| *value == Flag::One(EMPLOYER.to_owned()))
    }

    /// The command for a person, ready to copy.
    pub fn for_case(&self, case: &str, employer: Option<&str>) -> String {
        let mut words = vec!["caseload".to_owned(), self.verb.clone()];
        words.extend(self.kind.clone());
        words.push(shell_word(case));
        for (flag, value) in &self.flags {
            words.push(flag.clone());
            match value {
                Flag::Present => {}
                Flag::List(items) => {
                    words.push(items.iter().cloned().collect::<Vec<_>>().join(","));
                }
                Flag::One(value) if value == EMPLOYER => {
                    words.push(shell_word(employer.unwrap_or("EMPLOYER")));
                }
                Flag::One(value) => words.push(value.clone()),
            }
        }
        words.join(" ")
    }

    /// The one command that records what both do; none where that takes two entries.
    pub fn joined(&self, other: &RecordCommand) -> Option<RecordCommand> {
        if self.verb != other.verb || self.kind != other.kind {
            return None;
        }
        let mut joined = self.clone();
        for (flag, value) in &other.flags {
            match joined.flags.iter_mut().find(|(name, _)| name == flag) {
                None => joined.flags.push((flag.clone(), value.clone())),
                Some((_, Flag::List(own))) => {
                    if let Flag::List(items) = value {
                        own.extend(items.iter().cloned());
                    }
                }
                Some((_, own)) if own == value => {}
                Some(_) => return None,
            }
        }
        Some(joined)
    }

    /// The kind of document or activity it records.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// What it covers by its flags.
    pub fn covers(&self) -> impl Iterator<Item = &str> {
        self.flags
            .iter()
            .filter(|(flag, _)| flag == "--covers")
            .filter_map(|(_, value)| match value {
                Flag::List(items) => Some(items.iter().map(String::as_str)),
                _ => None,
            })
            .flatten()
    }

    /// Whether it records a document.
    pub fn is_document(&self) -> bool {
        self.verb == "document"
    }
}

fn read_flag<'a>(flag: &str, words: &mut impl Iterator<Item = &'a str>) -> Result<Flag, String> {
    if SWITCHES.contains(&flag) {
        return Ok(Flag::Present);
    }
    let value = words.next().ok_or(format!("`{flag}` needs a value"))?;
    if LISTS.contains(&flag) {
        return Ok(Flag::List(value.split(',').map(str::to_owned).collect()));
    }
    Ok(Flag::One(value.to_owned()))
}

/// A word as a shell takes it: quoted only where it must be.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | '/');
    if !word.is_empty() && word.chars().all(plain) && !word.starts_with('-') {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_that_one_entry_would_meet_are_joined() {
        let meeting = RecordCommand::parse("contact --mode in-person").unwrap();
        let review = RecordCommand::parse("contact --mode in-person --covers review").unwrap();
        let call = RecordCommand::parse("contact --mode phone").unwrap();
        let joined = meeting.joined(&review).unwrap();
        let written = "caseload contact A-1 --mode in-person --covers review";
        assert_eq!(joined.for_case("A-1", None), written);
        assert!(meeting.joined(&call).is_none());
    }

    #[test]
    fn an_employer_is_quoted_for_the_shell() {
        let plan = RecordCommand::parse("document plan --employer {employer}").unwrap();
        let written = r"caseload document plan A-1 --employer 'O'\''Neill & Sons'";
        assert_eq!(plan.for_case("A-1", Some("O'Neill & Sons")), written);
        assert!(plan.names_employer());
        assert!(!RecordCommand::parse("document plan --employer Mill").unwrap().names_employer());
    }

    #[test]
    fn what_is_no_command_is_refused() {
        for text in ["", "rm -rf", "contact --kind x", "document", "contact --mode"] {
            assert!(RecordCommand::parse(text).is_err(), "{text}");
        }
    }
}
