//! Random work on several machines, and what must be on record of it in the end.

use std::collections::BTreeMap;
use std::fs;

use crate::recording::Dice;
use crate::recording::odd::{ODD, plain};
use crate::recording::office::{Office, words};

/// The cases that are there from the beginning; the program wrote the first two.
const CASES: [&str; 4] = ["A-0001", "A-0002", "A-0003", "A-0004"];

/// Those to which somebody gives another name, and which nobody takes away. Where one machine takes a
/// case away, two others keep it, and one of them changed its name, those two have nothing in common
/// by which git could tell that it is one person's.
const NAMED: [&str; 2] = ["A-0001", "A-0002"];

/// What can be recorded, of every kind: a word in brackets is another one each time. Where the note
/// is missing, nothing is added.
const COMMANDS: [&str; 16] = [
    "contact <case> --mode phone --note <note>",
    "contact <case> --mode in-person --hours 1.5 --note <note>",
    "contact <case> <case> --mode email --note <note>",
    "document action-plan <case> --signed --note <note>",
    "activity training <case> --hours 2.5 --note <note>",
    "job start <case> --employer Mill --new --note <note>",
    "note <case> --note <note>",
    "concern <case> --note <note>",
    "refer <new> --name <note> --on 2026-11-06",
    "assign <worker> <case> --note <note>",
    "correct <case> <entry> mode=<mode>",
    "correct <case> <entry> obtained=letter --reason <note>",
    "remove <case> <entry>",
    "remove <case> <entry> --reason <note>",
    "set <named> name=<name>",
    "set <case> worker=<worker>",
];

/// A case, and words that stand in one entry of it alone.
type Note = (String, String);

/// What is known of a note.
#[derive(Default)]
struct Fate {
    /// Whether somebody took it off the record, with its entry or its case.
    removed: bool,
    /// Whether anything of its entry was changed by somebody, or it may have come back with its case.
    changed: bool,
}

/// Machines that work on one caseload.
pub(crate) struct Machines {
    pub(crate) all: Vec<Office>,
    pub(crate) dice: Dice,
    notes: BTreeMap<Note, Fate>,
    steps: usize,
}

impl Machines {
    /// Three machines with one remote and four cases, two of them in odd files typed by hand.
    pub(crate) fn new(seed: u64) -> Machines {
        let mut dice = Dice(seed);
        let first = Office::with_cases().with_workers(&["priya", "robin"]);
        for id in &CASES[2..] {
            let kind = ODD[usize::try_from(dice.below(ODD.len() as u64)).unwrap()];
            let typed = format!("note-typed-{id}");
            fs::write(first.case(id), kind.file(&plain(id).replace("Typed by hand.", &typed)))
                .unwrap();
        }
        first.done("", &["save"]);
        let first = first.with_remote();
        let others = ["Priya", "Robin"].map(|name| first.other_machine(name));
        let all: Vec<Office> = std::iter::once(first).chain(others).collect();
        let mut machines = Machines { all, dice, notes: BTreeMap::new(), steps: 0 };
        for at in 0..machines.all.len() {
            // The first that is recorded in a clone sets git's merges up.
            machines.record(at, &["refer", &own(at), "--on", "2026-11-05"]);
        }
        machines
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.dice.below(of.len() as u64)).unwrap()]
    }

    /// One of the machines.
    pub(crate) fn some(&mut self) -> usize {
        usize::try_from(self.dice.below(self.all.len() as u64)).unwrap()
    }

    /// Somebody does something on a machine.
    pub(crate) fn work(&mut self, at: usize) {
        self.steps += 1;
        match self.dice.below(12) {
            0 => self.take_away(at),
            1 | 2 => self.type_something(at),
            _ => {
                let template = self.pick(&COMMANDS);
                let arguments: Vec<String> =
                    template.split(' ').map(|word| self.filled(at, word)).collect();
                self.record(at, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
            }
        }
    }

    /// A word, with what stands in brackets drawn.
    fn filled(&mut self, at: usize, word: &str) -> String {
        let Some((before, name)) = word.split_once('<') else { return word.to_owned() };
        let drawn = match name {
            "case>" => self.case(at),
            "named>" => self.pick(&NAMED).to_owned(),
            "new>" => format!("A-1{:03}", self.steps),
            "note>" => format!("note-{:03}", self.steps),
            "name>" => self.pick(&["Sam", "Kim", "Jo"]).to_owned(),
            "worker>" => self.pick(&["alex", "priya", "robin"]).to_owned(),
            "mode>" => self.pick(&["video", "phone", "text"]).to_owned(),
            "entry>" => (1 + self.dice.below(6)).to_string(),
            name => panic!("nothing is known of <{name}"),
        };
        format!("{before}{drawn}")
    }

    /// One of the cases that are on a machine; most are found on none.
    fn case(&mut self, at: usize) -> String {
        let referred = format!("A-1{:03}", self.dice.below(self.steps as u64 + 1));
        let id = self.pick(&[CASES[0], CASES[1], CASES[2], CASES[3], &referred]);
        let is_there = self.all[at].case(id).exists();
        if is_there { id.to_owned() } else { own(at) }
    }

    /// Carries out a command, which may well be refused, and learns what it changed.
    fn record(&mut self, at: usize, arguments: &[&str]) {
        let before = entries(&self.all[at]);
        let output = self.all[at].caseload("", arguments).output().unwrap();
        assert!(
            matches!(output.status.code(), Some(0 | 1 | 3)),
            "{arguments:?} {}",
            words(&output)
        );
        self.learn(at, &before);
    }

    /// Learns what became of the notes on a machine by what somebody did there.
    fn learn(&mut self, at: usize, before: &BTreeMap<Note, String>) {
        let after = entries(&self.all[at]);
        for (note, entry) in before {
            let fate = self.notes.entry(note.clone()).or_default();
            fate.removed |= !after.contains_key(note);
            fate.changed |= after.get(note).is_some_and(|it| it != entry);
        }
        for note in after.into_keys() {
            self.notes.entry(note).or_default();
        }
    }

    /// Takes a whole case away by hand, though others may go on with it.
    fn take_away(&mut self, at: usize) {
        let id = self.case(at);
        if id == own(at) || NAMED.contains(&id.as_str()) {
            return;
        }
        let before = entries(&self.all[at]);
        fs::remove_file(self.all[at].case(&id)).unwrap();
        self.all[at].done("", &["save", "--yes"]);
        self.learn(at, &before);
        // Who changed it elsewhere keeps it, with all that is in it.
        self.has_changed(&id, before);
        self.may_be_back(&id);
        if self.dice.below(2) == 0 {
            // Somebody else in its place, whose file looks like it.
            self.record(at, &["refer", &format!("A-1{:03}", self.steps), "--on", "2026-11-05"]);
        }
    }

    /// Changes how a case is written, by hand.
    fn type_something(&mut self, at: usize) {
        let id = self.case(at);
        let path = self.all[at].case(&id);
        let before = entries(&self.all[at]);
        let text = fs::read_to_string(&path).unwrap();
        let remark = format!("\n# by hand {}", self.steps);
        let typed = match self.dice.below(6) {
            0 => match text.strip_prefix('\u{feff}') {
                Some(rest) => rest.to_owned(),
                None => format!("\u{feff}{text}"),
            },
            1 if text.contains("\r\n") => text.replace("\r\n", "\n"),
            1 => text.replace('\n', "\r\n"),
            2 => text.trim_end_matches(['\r', '\n']).to_owned(),
            3 => format!("{text}\n{remark}\n"),
            4 => text.replacen("\nreferred", &format!("{remark}\nreferred"), 1),
            _ => text.replacen("\n[[contact]]", &format!("{remark}\n[[contact]]"), 1),
        };
        fs::write(&path, typed).unwrap();
        self.all[at].done("", &["save"]);
        self.has_changed(&id, before);
    }

    /// Notes that somebody changed something of every one of these in a case.
    fn has_changed(&mut self, id: &str, before: BTreeMap<Note, String>) {
        for note in before.into_keys().filter(|(of, _)| of == id) {
            self.notes.entry(note).or_default().changed = true;
        }
    }

    /// Notes that what was removed from a case before may be back with it. Who changed the case elsewhere
    /// keeps it as it is there, and has what was removed here if nobody had told them by then: a merge
    /// has three versions, of which the one here is that there is no case. That something was removed from
    /// it before stands in the commits on the way to that, which neither a merge nor the commit that a
    /// rebase puts on top of them looks at.
    fn may_be_back(&mut self, id: &str) {
        let of_it = self.notes.iter_mut().filter(|((of, _), fate)| of == id && fate.removed);
        of_it.for_each(|(_, fate)| fate.changed = true);
    }

    /// What is wrong with what is on record in the end, on a machine that has everything.
    pub(crate) fn wrong_with_notes(&self, machine: &Office) -> Vec<String> {
        let mut found: BTreeMap<Note, usize> = BTreeMap::new();
        for (note, _) in all_entries(machine) {
            *found.entry(note).or_default() += 1;
        }
        let mut wrong = Vec::new();
        for (note, fate) in &self.notes {
            let often = found.remove(note).unwrap_or(0);
            let holds = match (fate.removed, fate.changed) {
                (false, _) => often == 1,
                (true, false) => often == 0,
                // Whoever changed what another took away keeps it.
                (true, true) => often <= 1,
            };
            if !holds {
                let removed = if fate.removed { ", and was removed" } else { "" };
                wrong.push(format!("{note:?} is on record {often} times{removed}"));
            }
        }
        wrong.extend(found.into_keys().map(|note| format!("{note:?} came from nowhere")));
        wrong
    }
}

/// The case that only one machine takes care of.
fn own(at: usize) -> String {
    format!("A-001{at}")
}

/// The entries on a machine that have a note, in one line each.
fn entries(machine: &Office) -> BTreeMap<Note, String> {
    all_entries(machine).into_iter().collect()
}

/// The same, with those that are there twice. A name that is a note stands for its header.
fn all_entries(machine: &Office) -> Vec<(Note, String)> {
    let mut found = Vec::new();
    for (name, bytes) in machine.files() {
        let Some(id) = name.strip_prefix("cases/").and_then(|name| name.rsplit('/').next()) else {
            continue;
        };
        let text = String::from_utf8(bytes).unwrap();
        let is_said = |line: &&str| !line.is_empty() && !line.starts_with('#');
        let lines: Vec<&str> = text.lines().map(str::trim).filter(is_said).collect();
        for entry in lines.chunk_by(|_, next| !next.starts_with('[')) {
            let entry = entry.join(" ");
            let note = entry.split('"').find(|text| text.starts_with("note-"));
            if let Some(note) = note.filter(|_| !entry.starts_with("[[conflict]]")) {
                let id = id.trim_end_matches(".toml").to_owned();
                found.push(((id, note.to_owned()), entry));
            }
        }
    }
    found
}
