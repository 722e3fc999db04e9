//! Case files as people and the tool write them, drawn at random: a [`Draft`] is what a file holds
//! and how it is laid out, and renders to its text. Edits of a draft are known to the test that made
//! them, apart from anything that the crate says.
//!
//! `tape` is where the choices come from, `content` what the entries say.

mod content;
mod tape;

pub(crate) use content::{entry_of, keys_to_add, value_for};
pub(crate) use tape::{Tape, check};

/// Lines, each with its ending.
fn ended(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// How the lines of a draft end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Lf,
    CrLf,
    /// By the letters of each line, so that a line keeps its ending wherever it goes.
    Mixed,
}

/// A key, its value as written, and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyDraft {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) lead: Vec<String>,
    pub(crate) remark: Option<String>,
    /// Spaces before the key, before and behind the equals sign.
    pub(crate) spaces: (usize, usize, usize),
}

impl KeyDraft {
    pub(crate) fn new(name: &str, value: impl Into<String>) -> KeyDraft {
        KeyDraft {
            name: name.to_owned(),
            value: value.into(),
            lead: Vec::new(),
            remark: None,
            spaces: (0, 1, 1),
        }
    }

    fn lines(&self) -> String {
        let (indent, before, behind) = self.spaces;
        let [indent, before, behind] = [indent, before, behind].map(|count| " ".repeat(count));
        let remark = self.remark.as_ref().map(|remark| format!("  {remark}")).unwrap_or_default();
        let mut lines = ended(&self.lead);
        lines += &format!("{indent}{}{before}={behind}{}{remark}\n", self.name, self.value);
        lines
    }
}

/// An entry with the comments around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryDraft {
    pub(crate) kind: String,
    pub(crate) repeated: bool,
    /// Comments set apart from the entry by a blank line.
    pub(crate) apart: Vec<String>,
    pub(crate) blank_lines: usize,
    pub(crate) comments: Vec<String>,
    pub(crate) remark: Option<String>,
    pub(crate) keys: Vec<KeyDraft>,
}

impl EntryDraft {
    pub(crate) fn new(kind: &str, keys: Vec<KeyDraft>) -> EntryDraft {
        EntryDraft {
            kind: kind.to_owned(),
            repeated: !matches!(kind, "extension" | "exit"),
            apart: Vec::new(),
            blank_lines: 1,
            comments: Vec::new(),
            remark: None,
            keys,
        }
    }

    pub(crate) fn key(&self, name: &str) -> Option<&KeyDraft> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn logged(&self) -> Option<&str> {
        self.key("logged").map(|key| key.value.as_str())
    }

    /// What tells it from every other entry: its `logged`, else what it says; the kind alone of
    /// what comes once.
    pub(crate) fn identity(&self) -> String {
        if !self.repeated {
            return self.kind.clone();
        }
        if let Some(logged) = self.logged() {
            return format!("{} {logged}", self.kind);
        }
        let mut keys: Vec<String> =
            self.keys.iter().map(|key| format!("{} = {}", key.name, key.value)).collect();
        keys.sort();
        format!("{} {}", self.kind, keys.join("\n"))
    }

    fn lines(&self) -> String {
        let mut lines = String::new();
        if !self.apart.is_empty() {
            lines += "\n";
            lines += &ended(&self.apart);
        }
        lines += &"\n".repeat(self.blank_lines.max(usize::from(!self.apart.is_empty())));
        lines += &ended(&self.comments);
        let remark = self.remark.as_ref().map(|remark| format!(" {remark}")).unwrap_or_default();
        let (open, close) = if self.repeated { ("[[", "]]") } else { ("[", "]") };
        lines += &format!("{open}{}{close}{remark}\n", self.kind);
        lines.extend(self.keys.iter().map(KeyDraft::lines));
        lines
    }
}

/// A case file: what it holds, and how it is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) mark: bool,
    pub(crate) ending: Ending,
    pub(crate) last_line_ends: bool,
    pub(crate) header: Vec<KeyDraft>,
    pub(crate) entries: Vec<EntryDraft>,
    pub(crate) tail: Vec<String>,
}

impl Draft {
    /// The text of the file.
    pub(crate) fn text(&self) -> String {
        let mut text: String = self.header.iter().map(KeyDraft::lines).collect();
        text.extend(self.entries.iter().map(EntryDraft::lines));
        text += &ended(&self.tail);
        if !self.last_line_ends {
            text.pop();
        }
        let lines: String = text.split_inclusive('\n').map(|line| self.as_ended(line)).collect();
        format!("{}{lines}", if self.mark { "\u{feff}" } else { "" })
    }

    fn as_ended(&self, line: &str) -> String {
        let with_return = match self.ending {
            Ending::Lf => false,
            Ending::CrLf => true,
            Ending::Mixed => line.bytes().map(usize::from).sum::<usize>() % 3 == 0,
        };
        if with_return { line.replace('\n', "\r\n") } else { line.to_owned() }
    }

    /// A valid case with entries logged by `office`, at most so many.
    pub(crate) fn drawn(tape: &mut Tape, office: usize, most: usize) -> Draft {
        let mut header = vec![
            KeyDraft::new("id", tape.pick(&["\"A-1\"", "'A-1'"])),
            KeyDraft::new("programme", "\"ipes\""),
            KeyDraft::new("referred", "2026-11-02"),
        ];
        for name in ["name", "worker", "started", "restricted"] {
            if tape.one_in(2) {
                header.push(KeyDraft::new(name, value_for("header", name, tape)));
            }
        }
        let mut draft = Draft {
            mark: tape.one_in(5),
            ending: tape.pick(&[Ending::Lf, Ending::Lf, Ending::CrLf, Ending::Mixed]),
            last_line_ends: !tape.one_in(4),
            header,
            entries: Vec::new(),
            tail: Vec::new(),
        };
        for number in 0..tape.below(most + 1) {
            let entry = entry_of(tape, office, number);
            if !draft.entries.iter().any(|other| other.identity() == entry.identity()) {
                draft.entries.push(entry);
            }
        }
        draft.laid_out(tape);
        draft
    }

    /// Strews comments, remarks, spaces and blank lines over it.
    fn laid_out(&mut self, tape: &mut Tape) {
        let mut number = 0;
        let mut comment = |tape: &mut Tape| {
            number += 1;
            format!("{}# base {number}.{}", " ".repeat(tape.below(2)), tape.pick(&["", " ", " é"]))
        };
        let entry_keys = self.entries.iter_mut().flat_map(|entry| entry.keys.iter_mut());
        for key in self.header.iter_mut().chain(entry_keys) {
            if tape.one_in(8) {
                key.lead.push(comment(tape));
            }
            if tape.one_in(16) {
                key.lead.push(String::new());
            }
            if tape.one_in(8) {
                key.remark = Some(comment(tape).trim().to_owned());
            }
            if tape.one_in(6) {
                key.spaces = (tape.below(3), tape.below(4), tape.below(3));
            }
        }
        for entry in &mut self.entries {
            if tape.one_in(5) {
                entry.comments.push(comment(tape));
            }
            if tape.one_in(8) {
                entry.apart.push(comment(tape));
            }
            if tape.one_in(8) {
                entry.remark = Some(comment(tape).trim().to_owned());
            }
            if tape.one_in(6) {
                entry.blank_lines = tape.below(3);
            }
        }
        if tape.one_in(4) {
            self.tail = vec![String::new(), comment(tape)];
        }
        if tape.one_in(8) {
            self.tail.push(String::new());
        }
    }
}
